//! Real transcripts give the turns that their sources list.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

mod outside;

use std::collections::BTreeMap;

fn corpus(name: &str) {
    let Some(data) = outside::data() else { return };
    let folder = data.join("data").join(name);
    let mut documents: BTreeMap<String, Vec<serde_json::Value>> = BTreeMap::new();
    for line in std::fs::read_to_string(folder.join("turns.jsonl")).unwrap().lines() {
        let turn: serde_json::Value = serde_json::from_str(line).unwrap();
        documents.entry(turn["doc"].as_str().unwrap().to_owned()).or_default().push(turn);
    }
    let mut count = 0;
    for (document, expected) in &documents {
        let transcript = outside::transcript(&folder.join(format!("transcripts/{document}.txt")));
        assert_eq!(&transcript.id, document);
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let pairs: Vec<_> = expected
            .iter()
            .map(|turn| (text(&turn["speaker"]), text(&turn["text"]).unwrap()))
            .collect();
        assert_eq!(outside::turns(&transcript), pairs, "{document}");
        for (turn, expected) in transcript.turns.iter().zip(expected) {
            let time = expected["time"].as_str().map(|time| {
                time.split(':').fold(0, |sum, part| sum * 60 + part.parse::<u32>().unwrap()) * 1000
            });
            assert_eq!(turn.start_ms, time, "{document}");
        }
        count += pairs.len();
    }
    eprintln!("{name}: {} transcripts, {count} turns", documents.len());
}

#[test]
fn pdpilot() {
    corpus("pdpilot");
}

#[test]
fn pacounsel() {
    corpus("pacounsel");
}

#[test]
fn primock57() {
    corpus("primock57");
}

#[test]
fn kdconv() {
    corpus("kdconv");
}

#[test]
fn presto() {
    corpus("presto");
}

/// Podcasts: every line of every file is a turn of its speaker.
#[test]
fn podcasts() {
    let Some(data) = outside::data() else { return };
    let (mut files, mut turns) = (0, 0);
    for path in outside::files(&data.join("data/bench_mb10"), "txt") {
        let transcript = outside::transcript(&path);
        assert_eq!(transcript.format, "labels", "{}", path.display());
        assert!(transcript.turns.iter().all(|turn| turn.speaker.is_some()), "{}", path.display());
        files += 1;
        turns += transcript.turns.len();
    }
    eprintln!("podcasts: {files} files, {turns} turns");
    assert_eq!(turns, 40_296);
}

/// A text in an old encoding comes back as it was, with a warning.
fn encoded(corpus: &str, encoding: &'static encoding_rs::Encoding, name: &str) {
    let Some(data) = outside::data() else { return };
    let files = outside::files(&data.join("data").join(corpus).join("transcripts"), "txt");
    let mut wrong = Vec::new();
    for path in &files {
        let text = std::fs::read_to_string(path).unwrap();
        let (bytes, _, had_errors) = encoding.encode(&text);
        if had_errors || text.is_ascii() {
            continue;
        }
        let options = emic::transcript::read::Options::default();
        let transcript = emic::transcript::read::read(&bytes, "t.txt", &options).unwrap();
        if transcript.text != text || transcript.encoding != name {
            wrong.push(path.file_name().unwrap().to_owned());
        }
        assert!(!transcript.notes.is_empty());
    }
    eprintln!("{corpus} as {name}: {} of {} files wrong", wrong.len(), files.len());
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn kdconv_in_gb18030() {
    encoded("kdconv", encoding_rs::GB18030, "gb18030");
}

#[test]
fn others_in_windows_1252() {
    encoded("presto", encoding_rs::WINDOWS_1252, "windows-1252");
    encoded("pacounsel", encoding_rs::WINDOWS_1252, "windows-1252");
    encoded("pdpilot", encoding_rs::WINDOWS_1252, "windows-1252");
}
