//! Readers: bytes in, a transcript out. One reader a file.
//! (under construction: only lines of `Label: text`)

use super::Transcript;
use super::build::Builder;
use crate::diagnostic::Diagnostic;

/// What a reader is told.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The format that `--as` names.
    pub format: Option<Format>,
    /// How `03/04/2026` is read.
    pub date_order: Option<DateOrder>,
    /// Labels of interviewers.
    pub interviewers: Vec<String>,
}

/// How a date of three numbers is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// 5 March.
    DayFirst,
    /// May 3.
    MonthFirst,
    /// The year stands first, the month in the middle.
    YearFirst,
}

/// A format of transcripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// WebVTT.
    Vtt,
}

impl Format {
    /// All.
    pub const ALL: &'static [Format] = &[Format::Text, Format::Vtt];

    /// What it is.
    pub fn about(self) -> &'static str {
        "under construction"
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Vtt => "vtt",
        }
    }

    /// The format of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }
}

/// Reads a transcript.
pub fn read(bytes: &[u8], path: &str, _options: &Options) -> Result<Transcript, Diagnostic> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Diagnostic::error("this file is no text").in_file(path))?;
    let mut builder = Builder::written();
    builder.transcript().path = path.to_owned();
    builder.transcript().format = "text";
    builder.transcript().encoding = "UTF-8";
    for line in text.lines().filter(|line| !line.contains("-->") && line.contains(": ")) {
        if let Some((label, words)) = line.split_once(": ") {
            builder.push(Some(label), words, (None, None));
        }
    }
    Ok(builder.finish())
}
