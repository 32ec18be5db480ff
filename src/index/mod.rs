//! The index and the search: where something is said, by whom, and what is coded there.
//!
//! In come coded transcripts ([`coded`]) and a query ([`query`]), out come hits ([`found`]). A search
//! looks at *passages* ([`passage`]): every turn and every coded segment. It goes through the
//! transcripts themselves ([`scan`]) or through the index of a study ([`refresh`], [`lookup`]), which
//! finds exactly the same; the index is a cache under `.emic/`, and nothing is lost with it.

mod build;
pub mod coded;
pub mod codings;
pub mod evaluate;
pub mod found;
mod hits;
pub mod lookup;
mod manifest;
pub mod open;
mod ordinals;
pub mod passage;
pub mod query;
pub mod refresh;
pub mod row;
mod said;
pub mod scan;
mod schema;
pub mod score;
pub mod search;
mod sets;
mod shard;
mod tokens;
pub mod wording;

#[cfg(test)]
mod tests;
