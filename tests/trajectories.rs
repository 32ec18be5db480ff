//! The longitudinal cases of `vectors/matrix.json`: what became of a code from wave to wave.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise"
)]

mod outside;

use emic::report::waves::change::{Change, Spoken};
use serde_json::Value;

#[test]
fn changes_between_waves_are_reproduced() {
    let Some(folder) = outside::data() else { return };
    let vectors = outside::json(&folder.join("vectors/matrix.json"));
    let segments = vectors["segments"].as_array().unwrap();
    let mut seen = 0;
    for (name, expected) in vectors["longitudinal"].as_object().unwrap() {
        let (case, code) = name.split_once('/').unwrap();
        let wave = |wave: u64| {
            let words = vectors["words"][format!("{case}/w{wave}")].as_u64()?;
            let is_here = |one: &&Value| {
                one["participant"] == case && one["code"] == code && one["wave"] == wave
            };
            Some(Spoken { segments: segments.iter().filter(is_here).count() as u64, words })
        };
        let waves = [wave(1), wave(2)];
        for (place, wave) in waves.iter().enumerate() {
            assert_eq!(expected["n"][place].as_u64(), wave.map(|wave| wave.segments), "{name}");
            let rate = wave.and_then(Spoken::per_1000);
            let rate = rate.map(|rate| format!("{rate:.6}"));
            let wanted = expected["per1000"][place].as_f64();
            assert_eq!(wanted.map(|rate| format!("{rate:.6}")), rate, "{name}");
        }
        assert_eq!(expected["change"], Change::between(waves[0], waves[1]).name(), "{name}");
        seen += 1;
    }
    assert_eq!(seen, 9);
}
