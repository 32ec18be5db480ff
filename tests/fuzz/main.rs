//! Damaged files of every kind, read by what reads them.
//!
//! A short run is part of every test; `EMIC_FUZZ_CASES=100000 cargo test --test fuzz` is a long one.
//! Beginnings are the files in the folder that EMIC_TEST_DATA names, otherwise those in `examples/`.
//! With cargo-fuzz (and a nightly compiler) the same bodies run guided: `fuzz/README.md`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

mod bodies;
mod damage;
mod seeds;
#[path = "../sound/mod.rs"]
mod sound;

use std::time::{Duration, Instant};

use bodies::{TARGETS, Target};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};

/// So many cases of each target are part of every test.
const SHORT: u32 = 200;

/// No file may take longer, on whatever machine this runs.
const LONGEST: Duration = Duration::from_secs(30);

fn holds(name: &str) {
    let target: &Target = TARGETS.iter().find(|target| target.name == name).unwrap();
    let seeds = seeds::of(target);
    assert!(!seeds.is_empty(), "{name} has nothing to begin with");
    let cases = std::env::var("EMIC_FUZZ_CASES").ok().and_then(|cases| cases.parse().ok());
    let config = ProptestConfig {
        cases: cases.unwrap_or(SHORT),
        failure_persistence: None,
        max_shrink_time: 60_000,
        ..ProptestConfig::default()
    };
    let inputs = (any::<prop::sample::Index>(), damage::damages(), any::<u8>());
    let run = TestRunner::new(config).run(&inputs, |(seed, (part, damages), first)| {
        let seed: &Vec<u8> = seed.get(&seeds);
        let mut bytes = damage::damaged(seed, part, &damages, &seeds);
        match name {
            // Half of the time whoever reads such content, else any of the readers.
            "reader" => bytes.insert(0, if first < 128 { 0 } else { first }),
            "codes" => bytes.insert(0, first),
            _ => {}
        }
        let begun = Instant::now();
        let ended = std::panic::catch_unwind(|| (target.body)(&bytes));
        let wrong = match ended {
            Err(_) => "it panics",
            Ok(()) if begun.elapsed() > LONGEST => "it takes too long",
            Ok(()) => return Ok(()),
        };
        let path = std::env::temp_dir().join(format!("emic-fuzz-{name}"));
        std::fs::write(&path, &bytes).unwrap();
        Err(TestCaseError::fail(format!("{wrong}: the file is {}", path.display())))
    });
    if let Err(error) = run {
        panic!("{name}: {error}");
    }
}

/// A test a target, so that they run side by side and each is named.
macro_rules! targets {
    ($($name:ident),*) => {
        $(#[test] fn $name() { holds(stringify!($name)); })*

        #[test]
        fn every_target_is_run() {
            let run = [$(stringify!($name)),*];
            assert_eq!(TARGETS.iter().map(|target| target.name).collect::<Vec<_>>(), run);
        }
    };
}

targets!(
    reader, package, codebook, query, refi, log, anchor, sheet, exchange, settings, memo, tally,
    record, key, paper, codes
);
