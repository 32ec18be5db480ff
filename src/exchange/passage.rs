//! What goes out to other tools: transcripts with the passages that were coded in them.

use std::ops::Range;

use crate::codebook::Code;
use crate::transcript::Transcript;

/// A transcript with its coded passages.
#[derive(Clone, Debug, Default)]
pub struct CodedText {
    /// The transcript.
    pub transcript: Transcript,
    /// The passages, by coder, then by place.
    pub passages: Vec<Passage>,
}

/// A coded passage.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Passage {
    /// Who coded it.
    pub coder: String,
    /// First byte in the canonical text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The code's id.
    pub code: String,
    /// A remark.
    pub note: Option<String>,
    /// When, as the log says it; empty of rules.
    pub at: String,
}

impl Passage {
    /// Its bytes.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// A code as a flat tag: its name, and what it means in a few lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
    /// The code's id.
    pub name: String,
    /// Label, definition and criteria.
    pub description: String,
}

impl Tag {
    /// A code as a tag: label, definition and criteria in a few lines.
    pub fn of(code: &Code) -> Self {
        let mut lines = vec![code.label.clone(), code.brief.clone(), code.definition.clone()];
        lines.extend(code.use_when.iter().map(|text| format!("Use when: {text}")));
        lines.extend(code.not_when.iter().map(|text| format!("Not when: {text}")));
        lines.retain(|line| !line.trim().is_empty());
        Tag { name: code.id.clone(), description: lines.join("\n") }
    }
}
