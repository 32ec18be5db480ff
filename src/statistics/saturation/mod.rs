//! Saturation: when interviews stop bringing new codes, and how many codes may still be out there.
//!
//! In comes which codes each interview has, in the order in which they were coded.

pub mod accumulation;
pub mod guest;
pub mod richness;

/// The codes of each interview, by place; each at most once in an interview.
pub type Incidence = Vec<Vec<usize>>;
