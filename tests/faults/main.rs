//! Killed at any moment, on a full or read-only disk, with a damaged index or a clock that runs
//! backwards: nothing saved is lost, nothing is half there.
//!
//! `EMIC_FAULT_ROUNDS=100 cargo test --test faults` kills each command a hundred times; a few times is
//! part of every test. What happens to logs alone is in `durability.rs`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

mod damaged;
mod disks;
mod killed;
mod meanwhile;
mod study;
