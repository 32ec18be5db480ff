//! From a project to a study: what of it the study has already, and what is new.
//!
//! In come a project and what the study knows; out come ids for codes, transcripts and coders
//! ([`codes`], [`texts`], [`coders`]), events for the logs ([`codings`]), values of attributes
//! ([`cases`]) and memos ([`memos`]). Nothing here writes; the command line does.

pub mod cases;
pub mod codebook;
pub mod coders;
pub mod codes;
pub mod codings;
pub mod memos;
pub mod texts;
