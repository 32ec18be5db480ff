//! One conversation in some twenty shapes of file gives the same turns in each.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

mod outside;

use std::collections::BTreeMap;

/// The shape whose words are put together from places on pages: its white space is a guess.
const PLACED: &str = "print.pdf";

/// Shapes whose cues join where a speaker goes on.
const CAPTIONS: [&str; 3] = ["captions.srt", "teams.vtt", "zoom.vtt"];

/// The time that a shape writes for a turn: begin or end, and how exactly (in milliseconds).
const TIMES: [(&str, bool, u32); 6] = [
    ("bracket-time.txt", true, 1000),
    ("otter.txt", true, 1000),
    ("rev.txt", true, 1000),
    ("turns.csv", true, 1000),
    ("turns.xlsx", true, 1000),
    ("f4.txt", false, 100),
];

fn without_space(turns: Vec<(Option<String>, String)>) -> Vec<(Option<String>, String)> {
    let bare = |text: String| text.split_whitespace().collect();
    turns.into_iter().map(|(speaker, words)| (speaker, bare(words))).collect()
}

#[test]
fn every_shape_gives_the_same_turns() {
    let Some(data) = outside::data() else { return };
    let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
    let mut timed = 0;
    for expected in outside::files(&data.join("data/containers"), "json") {
        let expected_turns = outside::json(&expected);
        let expected_turns = expected_turns.as_array().unwrap();
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let pairs: Vec<_> = expected_turns
            .iter()
            .map(|turn| (text(&turn["speaker"]), text(&turn["text"]).unwrap()))
            .collect();
        for entry in std::fs::read_dir(expected.parent().unwrap()).unwrap().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if name == "expected.json" {
                continue;
            }
            let transcript = outside::transcript(&path);
            let turns = outside::turns(&transcript);
            if CAPTIONS.contains(&name.as_str()) {
                assert_eq!(turns, outside::joined(pairs.clone()), "{}", path.display());
                let last = expected_turns.last().unwrap()["end"].as_f64().unwrap() * 1000.0;
                let end = f64::from(transcript.turns.last().unwrap().end_ms.unwrap());
                assert!((last - end).abs() <= 2.0, "{}", path.display());
            } else if name == PLACED {
                assert_eq!(
                    without_space(turns),
                    without_space(pairs.clone()),
                    "{}",
                    path.display()
                );
                assert!(
                    transcript.notes.iter().any(|note| note.message.contains("check the text"))
                );
            } else {
                assert_eq!(turns, pairs, "{}", path.display());
            }
            if let Some((_, is_start, exactly)) = TIMES.iter().find(|(shape, ..)| *shape == name) {
                for (turn, expected) in transcript.turns.iter().zip(expected_turns) {
                    let (ms, key) = match is_start {
                        true => (turn.start_ms, "start"),
                        false => (turn.end_ms, "end"),
                    };
                    let truth = expected[key].as_f64().map(|seconds| (seconds * 1000.0) as u32);
                    assert_eq!(ms.is_some(), truth.is_some(), "{}", path.display());
                    if let (Some(ms), Some(truth)) = (ms, truth) {
                        assert!(ms.abs_diff(truth) <= *exactly, "{}", path.display());
                        timed += 1;
                    }
                }
            }
            *shapes.entry(name).or_default() += 1;
        }
    }
    let files: usize = shapes.values().sum();
    eprintln!("{files} files in {} shapes, {timed} times", shapes.len());
    assert!(files > 180);
}
