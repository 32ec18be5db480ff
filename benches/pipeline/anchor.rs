//! Ten thousand codings of an hour-long interview, found again after it was wrapped anew,
//! re-spelt and pseudonymised.

use criterion::Criterion;
use emic::coding::hand::{fingerprint, place};
use emic::coding::log::replay::Held;

use super::corpus;

pub(crate) fn bench(criterion: &mut Criterion) {
    // About 9,000 words, as an hour of talk has.
    let mut old = String::new();
    for (number, line) in corpus::interviews(1).concat().lines().enumerate() {
        if old.len() > 50_000 {
            break;
        }
        old.push_str(&format!("{line} That was {number}.\n"));
    }
    let text = emic::coding::anchor::Text::new(&old);
    let count = old.chars().count();
    let held: Vec<Held> = (0..10_000)
        .map(|number| {
            let start = (number * 7919) % (count - 400);
            let anchor = text.anchor(start, start + 20 + number % 200);
            Held { anchor, text: Some(fingerprint(&old)), ..Held::default() }
        })
        .collect();
    let held: Vec<&Held> = held.iter().collect();
    let words: Vec<&str> = old.split(' ').collect();
    let wrapped: Vec<String> = words.chunks(12).map(|line| line.join(" ")).collect();
    let new = wrapped.join("\n").replace("our", "or").replace("She", "[NAME_1]");
    criterion.bench_function("reanchor 10000", |bencher| {
        bencher.iter(|| place(&new, &held).iter().filter(|one| one.found.place.is_some()).count());
    });
}
