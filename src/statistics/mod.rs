//! Statistics: pure functions from counts to numbers, each with its formula and its source.

pub mod interval;
pub mod random;
pub mod transitions;
