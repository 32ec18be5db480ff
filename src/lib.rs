//! emic: qualitative analysis of interviews on the command line.
//!
//! The data go one way:
//!
//! ```text
//! files ──▶ transcript ──▶ segment ──▶ coding ──▶ index ──▶ report
//! ```
//!
//! Each arrow is a pure function; files ([`files`]) and terminal ([`cli`]) stand at the two ends.
//! A module uses only modules to its left. The library never prints, never exits and never reads
//! the environment; only [`cli`] does.

pub mod cli;
pub mod codebook;
pub mod coding;
pub mod diagnostic;
pub mod exchange;
pub mod files;
pub mod index;
pub mod refi;
pub mod report;
pub mod statistics;
pub mod study;
pub mod text;
pub mod transcript;
