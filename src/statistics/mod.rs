//! Statistics: pure functions from counts to numbers, each with its formula and its source.

pub mod adjust;
pub mod agreement;
pub mod bootstrap;
pub mod chi_squared;
pub mod cooccurrence;
pub mod fisher;
pub mod fourfold;
pub mod interval;
pub mod keyness;
pub mod random;
pub mod saturation;
pub mod spread;
pub mod transitions;
