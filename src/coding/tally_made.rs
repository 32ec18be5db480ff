//! How tallies were made, which every line of them says; and the line that says nothing else.
//!
//! Tallies add up where all of this is equal. Where filters let none of the transcripts in, there is
//! no tally, and one line without a transcript says what a report has to know: `"transcripts":0`.

use serde::{Deserialize, Serialize};

use super::tally_line::{Fault, SCHEMA};
use super::tally_places::PlacesWritten;

/// How a tally was made. Only those that were made in the same way add up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Made {
    /// The hash of the codebook, several joined by `+`.
    pub codebook: String,
    /// Whose codings are counted.
    pub coder: String,
    /// What the filter left in, in words; empty for everything.
    pub filter: String,
    /// Labels that were taken for the interviewer's besides the usual ones.
    pub interviewers: Vec<String>,
    /// Whether weak rules count.
    pub weak: bool,
    /// Whether there are counts by question.
    pub questions: bool,
    /// Whether it says where codes stand.
    pub segments: bool,
}

/// The line of no transcript as it stands in the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NothingWritten {
    schema: u32,
    codebook: String,
    coder: String,
    filter: String,
    interviewers: Vec<String>,
    weak: bool,
    questions: bool,
    /// How many there are: 0.
    transcripts: u32,
    /// What says where codes stand, of nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    segments: Option<PlacesWritten>,
}

impl Made {
    /// The line for transcripts of which none was let in, with its end.
    pub fn written(&self) -> String {
        let made = self.clone();
        let written = NothingWritten {
            schema: SCHEMA,
            codebook: made.codebook,
            coder: made.coder,
            filter: made.filter,
            interviewers: made.interviewers,
            weak: made.weak,
            questions: made.questions,
            transcripts: 0,
            segments: made.segments.then(PlacesWritten::default),
        };
        let mut text = serde_json::to_string(&written).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Reads such a line, if it is one.
    pub(super) fn parse(line: &[u8], codebook: &str) -> Option<Result<Self, Fault>> {
        let written: NothingWritten = serde_json::from_slice(line).ok()?;
        if written.transcripts != 0 || written.segments.as_ref().is_some_and(|it| !it.is_empty()) {
            return None;
        }
        if written.codebook != codebook {
            return Some(Err(Fault::Codebook(written.codebook)));
        }
        Some(Ok(Made {
            codebook: written.codebook,
            coder: written.coder,
            filter: written.filter,
            interviewers: written.interviewers,
            weak: written.weak,
            questions: written.questions,
            segments: written.segments.is_some(),
        }))
    }

    /// What differs from another way, as the name of the field with both values.
    pub fn difference(&self, other: &Made) -> Option<(&'static str, String, String)> {
        let both = |made: &Made| {
            [
                ("codebook", made.codebook.clone()),
                ("coder", made.coder.clone()),
                ("filter", made.filter.clone()),
                ("interviewers", made.interviewers.join(", ")),
                ("weak", made.weak.to_string()),
                ("questions", made.questions.to_string()),
                ("segments", made.segments.to_string()),
            ]
        };
        let pairs = both(self).into_iter().zip(both(other));
        let mut other = pairs.filter(|(one, two)| one.1 != two.1);
        other.next().map(|((name, one), (_, two))| (name, one, two))
    }
}
