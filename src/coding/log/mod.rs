//! The log of a coder: what people coded, event by event.
//!
//! `codings/<coder>.jsonl` holds one event a line ([`event`]); lines are only ever added. A log is
//! a set: its lines may stand in any order and more than once, so that two machines' copies can be
//! united by any means. In come lines ([`mod@read`]), out comes what they come to ([`mod@replay`]), as
//! a whole or of one round ([`round`]).

pub mod event;
pub mod read;
pub mod recode;
pub mod replay;
pub mod round;
pub mod time;
