//! What a study holds, as it goes out.
//!
//! Plain values that the command line gathers from codebooks, logs, tables and memos; from them
//! [`super::project_of`] makes a project.

use super::kept::Kept;
use crate::codebook::Code;
use crate::study::memo::Memo;

/// A study on its way out.
#[derive(Clone, Debug, Default)]
pub struct Told {
    /// Its title.
    pub title: String,
    /// The codes of all codebooks, in their order.
    pub codes: Vec<Code>,
    /// The attributes of cases and transcripts with the standard's types.
    pub attributes: Vec<(String, &'static str)>,
    /// The transcripts.
    pub transcripts: Vec<Text>,
    /// The cases.
    pub cases: Vec<Person>,
    /// The codings.
    pub codings: Vec<Given>,
    /// Remarks on transcripts: transcript, coder, words.
    pub remarks: Vec<(String, String, String)>,
    /// The memos.
    pub memos: Vec<Memo>,
    /// What came with a package earlier.
    pub kept: Kept,
}

/// A transcript.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// Its id.
    pub id: String,
    /// The canonical text.
    pub text: String,
    /// Its own attributes.
    pub values: Vec<(String, String)>,
    /// The cases that speak in it.
    pub cases: Vec<String>,
    /// Its turns.
    pub turns: Vec<Said>,
}

/// A turn, in code points.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// When it begins, in milliseconds.
    pub time: Option<u32>,
    /// Whose words they are.
    pub case: Option<String>,
}

/// A case.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// Its id.
    pub id: String,
    /// Its attributes.
    pub values: Vec<(String, String)>,
}

/// A coding, in code points of the text as it is now.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Given {
    /// The transcript.
    pub transcript: String,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Whose it is.
    pub coder: String,
    /// The code.
    pub code: String,
    /// When it was made; empty where nobody knows.
    pub at: String,
    /// The id of its event.
    pub id: String,
    /// A remark.
    pub note: Option<String>,
}
