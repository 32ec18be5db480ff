//! The sample of every format gives the turns of `formats/expected.json`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

mod outside;

use emic::transcript::{Transcript, Turn};
use serde_json::Value;

/// What the expected file calls formats that have another name here.
const NAMES: [(&str, &str); 9] = [
    ("activity_csv", "activity_log"),
    ("docx_bold", "docx"),
    ("teams_docx", "docx"),
    ("nvivo", "csv"),
    ("teams_vtt", "vtt"),
    ("zoom_vtt", "vtt"),
    ("whisper_json", "whisper"),
    ("whisperx", "whisper"),
    ("csv", "csv"),
];

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn compare(name: &str, number: usize, transcript: &Transcript, turn: &Turn, expected: &Value) {
    let here = format!("{name}, turn {number}");
    let reading = transcript.reading_text(turn);
    let extra = turn.extra.clone().unwrap_or_default();
    let number_of = |key: &str| expected[key].as_u64().map(|ms| ms as u32);
    if let Some(log) = &extra.log {
        assert_eq!(extra.date, text(&expected["date"]), "{here}");
        assert_eq!(log.worker, text(&expected["worker"]), "{here}");
        assert_eq!(log.activity, text(&expected["activity"]), "{here}");
        assert_eq!(log.client, text(&expected["client"]), "{here}");
        assert_eq!(log.notes, text(&expected["notes"]), "{here}");
        assert_eq!(log.minutes, number_of("minutes"), "{here}");
        return;
    }
    assert_eq!(Some(reading.to_string()), text(&expected["text"]), "{here}");
    assert_eq!(extra.date, text(&expected["entry"]), "{here}");
    assert_eq!(transcript.speaker(turn).map(str::to_owned), text(&expected["speaker"]), "{here}");
    assert_eq!(turn.start_ms, number_of("start_ms"), "{here}");
    assert_eq!(turn.end_ms, number_of("end_ms"), "{here}");
    assert_eq!(extra.doubtful, expected.get("flag").is_some(), "{here}");
    let to = text(&expected["to"]).unwrap_or_default();
    assert_eq!(extra.private, to.contains("Direct") || to.contains("Privately"), "{here}");
    let annotations: Vec<Value> = transcript
        .annotations(&reading)
        .into_iter()
        .map(|annotation| {
            let points = |byte: usize| reading[..byte].chars().count();
            serde_json::json!({
                "kind": annotation.kind,
                "raw": reading[annotation.span.clone()],
                "start": points(annotation.span.start),
                "end": points(annotation.span.end),
            })
        })
        .collect();
    let expected = expected["annotations"].as_array().cloned().unwrap_or_default();
    assert_eq!(annotations, expected, "{here}");
}

#[test]
fn every_sample_gives_its_turns() {
    let Some(data) = outside::data() else { return };
    let folder = data.join("formats");
    let expected = outside::json(&folder.join("expected.json"));
    let (mut read, mut turns) = (0, 0);
    for (name, expected) in expected.as_object().unwrap() {
        let path = folder.join(name);
        let transcript = outside::transcript(&path);
        let format = expected["format"].as_str().unwrap();
        let format = NAMES.iter().find(|(theirs, _)| *theirs == format).map_or(format, |n| n.1);
        assert_eq!(transcript.format, format, "{name}");
        let expected_turns = expected["turns"].as_array().unwrap();
        assert_eq!(transcript.turns.len(), expected_turns.len(), "{name}");
        for (number, (turn, expected)) in transcript.turns.iter().zip(expected_turns).enumerate() {
            compare(name, number + 1, &transcript, turn, expected);
            turns += 1;
        }
        for (key, value) in expected["meta"].as_object().unwrap() {
            if key != "encoding" {
                let pair = (key.clone(), value.as_str().unwrap().to_owned());
                assert!(transcript.meta.contains(&pair), "{name}: {key}");
            }
        }
        read += 1;
    }
    eprintln!("{read} samples, {turns} turns");
}
