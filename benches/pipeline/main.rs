//! How fast each station is: `cargo bench`, or `cargo bench -- apply`.
//!
//! The corpus is made of the speech of the example study, so nothing from outside is needed.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a measurement may stop at the first surprise"
)]

mod agree;
mod anchor;
mod apply;
mod corpus;
mod index;
mod read;
mod report;
mod search;

use criterion::{criterion_group, criterion_main};

criterion_group!(
    stations,
    read::bench,
    apply::bench,
    anchor::bench,
    agree::bench,
    index::bench,
    search::bench,
    report::bench
);
criterion_main!(stations);
