//! The folder with data of others, named by `EMIC_TEST_DATA`, and what the tests read from it.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "each test binary uses a part, and a test may stop at the first surprise"
)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use emic::transcript::Transcript;
use emic::transcript::read::{Options, read};

/// The folder, if it is named; otherwise the test says that it is skipped.
pub(crate) fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("EMIC_TEST_DATA").map(PathBuf::from);
    if folder.is_none() {
        // What a test prints is shown only if it fails; what it writes itself, always.
        let _ = writeln!(std::io::stderr(), "skipped: EMIC_TEST_DATA is not set");
    }
    folder
}

/// The files below a folder that have an extension, sorted.
pub(crate) fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|is| is == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A JSON file.
pub(crate) fn json(path: &Path) -> serde_json::Value {
    let bytes = fs::read(path).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    serde_json::from_str(text.trim_start_matches('\u{FEFF}')).unwrap()
}

/// A file as a transcript, without any option.
pub(crate) fn transcript(path: &Path) -> Transcript {
    let name = path.to_string_lossy();
    let bytes = fs::read(path).unwrap();
    read(&bytes, &name, &Options::default()).unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

/// Speaker and words of every turn.
pub(crate) fn turns(transcript: &Transcript) -> Vec<(Option<String>, String)> {
    let pair = |turn| {
        let speaker = transcript.speaker(turn).map(str::to_owned);
        (speaker, transcript.reading_text(turn).into_owned())
    };
    transcript.turns.iter().map(pair).collect()
}

/// Consecutive turns of one named speaker as one, as captions join.
pub(crate) fn joined(turns: Vec<(Option<String>, String)>) -> Vec<(Option<String>, String)> {
    let mut joined: Vec<(Option<String>, String)> = Vec::new();
    for (speaker, words) in turns {
        match joined.last_mut() {
            Some((last, said)) if *last == speaker && speaker.is_some() => {
                said.push(' ');
                said.push_str(&words);
            }
            _ => joined.push((speaker, words)),
        }
    }
    joined
}
