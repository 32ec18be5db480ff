//! The conformance suites of WebVTT, as far as they bear on cues, times, text and voices.

mod outside;

use std::path::Path;

use emic::transcript::Transcript;
use emic::transcript::read::{Format, Options, read};
use serde_json::Value;

fn as_vtt(bytes: &[u8]) -> Transcript {
    let options = Options { format: Format::named("vtt"), ..Options::default() };
    read(bytes, "t.vtt", &options).unwrap_or_default()
}

/// The cues with words: begin and end in milliseconds, and the words.
fn cues(transcript: &Transcript) -> Vec<(u32, u32, String)> {
    let cue = |turn: &emic::transcript::Turn| {
        (turn.start_ms.unwrap(), turn.end_ms.unwrap(), transcript.reading_text(turn).into_owned())
    };
    transcript.turns.iter().map(cue).collect()
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn ms(value: &Value) -> Option<u32> {
    value.as_f64().map(|seconds| (seconds * 1000.0).round() as u32)
}

#[test]
fn cue_text_of_the_web_platform_tests() {
    let Some(data) = outside::data() else { return };
    let cases = outside::json(&data.join("data/formats/webvtt_wpt/expected_cue_text.json"));
    let cases = cases.as_array().unwrap();
    for case in cases {
        let input = case["input"].as_str().unwrap();
        let transcript = as_vtt(format!("WEBVTT\n\n00:00.000 --> 00:01.000\n{input}").as_bytes());
        let read: Vec<String> = cues(&transcript).into_iter().map(|cue| cue.2).collect();
        assert_eq!(
            words(&read.join("")),
            words(case["text"].as_str().unwrap()).replace(' ', ""),
            "{input:?}"
        );
        let voices = case["voices"].as_array().unwrap();
        let named: Vec<&str> =
            voices.iter().filter_map(Value::as_str).filter(|voice| !voice.is_empty()).collect();
        assert_eq!(transcript.speakers, named, "{input:?}");
    }
    eprintln!("{} cue texts", cases.len());
}

#[test]
fn files_of_the_web_platform_tests() {
    let Some(data) = outside::data() else { return };
    let folder = data.join("data/formats/webvtt_wpt");
    let expected = outside::json(&folder.join("expected_file_parsing.json"));
    let (mut files, mut checked) = (0, 0);
    for (name, assertions) in expected.as_object().unwrap() {
        let path = outside::files(&folder.join("raw"), "vtt")
            .into_iter()
            .find(|path| path.ends_with(name) && path.to_string_lossy().contains("file-parsing"))
            .unwrap();
        let transcript = as_vtt(&std::fs::read(&path).unwrap());
        let cues = cues(&transcript);
        let at = |path: &str| assertions.as_array().unwrap().iter().find(|a| a["path"] == path);
        let length = at("cues.length").map(|a| a["value"].as_u64().unwrap() as usize);
        // A cue without words is no turn.
        let empty = (0..length.unwrap_or(0))
            .filter(|n| at(&format!("cues[{n}].text")).is_some_and(|a| a["value"] == ""))
            .count();
        if let Some(length) = length {
            assert_eq!(cues.len() + empty, length, "{name}");
            checked += 1;
        }
        if empty > 0 {
            continue;
        }
        for (number, (start, end, text)) in cues.iter().enumerate() {
            let value =
                |key: &str| at(&format!("cues[{number}].{key}")).map(|a| a["value"].clone());
            if let Some(expected) = value("startTime") {
                assert_eq!(Some(*start), ms(&expected), "{name} {number}");
                checked += 1;
            }
            if let Some(expected) = value("endTime") {
                assert_eq!(Some(*end), ms(&expected), "{name} {number}");
                checked += 1;
            }
            if let Some(expected) = value("text") {
                assert_eq!(*text, words(expected.as_str().unwrap()), "{name} {number}");
                checked += 1;
            }
        }
        files += 1;
    }
    eprintln!("{files} files, {checked} assertions");
}

/// The text of a tree of nodes.
fn tree_text(nodes: &Value) -> String {
    nodes.as_array().map_or_else(String::new, |nodes| {
        nodes.iter().map(|node| node["textContent"].as_str().unwrap_or_default()).collect()
    })
}

fn vttjs_file(path: &Path) -> Option<(usize, usize)> {
    let expected = path.with_extension("json");
    let expected = expected.exists().then(|| outside::json(&expected))?;
    let expected = expected["cues"].as_array()?.clone();
    let transcript = as_vtt(&std::fs::read(path).unwrap());
    let cues = cues(&transcript);
    let has_words = |cue: &&Value| !cue["text"].as_str().unwrap().trim().is_empty();
    let with_words: Vec<&Value> = expected.iter().filter(has_words).collect();
    if cues.len() != with_words.len() {
        return Some((1, with_words.len()));
    }
    for ((start, end, _), expected) in cues.iter().zip(&with_words) {
        assert_eq!(Some(*start), ms(&expected["startTime"]), "{}", path.display());
        assert_eq!(Some(*end), ms(&expected["endTime"]), "{}", path.display());
    }
    let processed =
        path.with_file_name(format!("{}-proc.json", path.file_stem().unwrap().to_string_lossy()));
    if processed.exists() {
        let tree = outside::json(&processed);
        let read: String = cues.iter().map(|cue| cue.2.clone()).collect();
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(squeezed(&read), squeezed(&tree_text(&tree)), "{}", path.display());
    }
    Some((0, with_words.len()))
}

#[test]
fn files_of_vttjs() {
    let Some(data) = outside::data() else { return };
    let (mut files, mut cues) = (0, 0);
    let mut differ = Vec::new();
    for path in outside::files(&data.join("data/formats/vttjs/raw/tests"), "vtt") {
        if let Some((differs, count)) = vttjs_file(&path) {
            files += 1;
            cues += count;
            if differs > 0 {
                differ.push(path.file_name().unwrap().to_string_lossy().into_owned());
            }
        }
    }
    eprintln!("{files} files, {cues} cues");
    assert!(differ.is_empty(), "{differ:?}");
}
