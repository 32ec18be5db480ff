//! What other tools wrote: codings, the texts they stand in, and the codes.
//!
//! In comes a file or a folder ([`Input`]), out comes what it brings along ([`Brought`]): rows of
//! codings as `emic import` takes them, the documents with their texts, the codes with their
//! hierarchy, and what was left behind. Which reader a file belongs to is decided by what is in it
//! ([`READERS`]). Nothing here knows the study; where a coding stands in its transcripts is found by
//! [`align`].

pub mod align;
pub mod codebook;
mod database;
pub mod deposit;
mod layouts;
mod page;
pub mod passage;
mod qc;
mod qualcoder;
mod tables;
mod taguette;
pub mod to_elan;
pub mod to_taguette;
mod word_comments;
mod word_text;
mod workbook;

use crate::coding::rows::{Offsets, Row};
use crate::diagnostic::{Diagnostic, Outcome};

/// Reads a file of a folder by its path in it.
pub type Inside<'i> = &'i dyn Fn(&str) -> Option<Vec<u8>>;

/// A file or a folder that is to be read.
pub struct Input<'i> {
    /// The path as the user knows it.
    pub name: &'i str,
    /// The bytes; none of a folder.
    pub bytes: &'i [u8],
    /// Reads a file of the folder by its path in it; absent where it is a file.
    pub folder: Option<Inside<'i>>,
    /// What the user says about tables.
    pub table: Table<'i>,
    /// The code that remarks are taken in under, if the user names one.
    pub remarks: Option<&'i str>,
}

/// What the user says about a table.
#[derive(Clone, Copy, Debug, Default)]
pub struct Table<'i> {
    /// Which column of the file stands for one of ours: ours, theirs.
    pub columns: &'i [(String, String)],
    /// What `start` and `end` count from.
    pub offsets: Offsets,
    /// What stands between the cells.
    pub separator: Option<char>,
}

/// What a file brings along.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Brought {
    /// The codings.
    pub rows: Vec<Row>,
    /// The texts that rows with a passage refer to.
    pub documents: Vec<Document>,
    /// The codes, in the order of the other tool.
    pub codes: Vec<Code>,
    /// What was noticed, and what was left behind.
    pub told: Vec<Diagnostic>,
}

/// A text of another tool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Its name there; a transcript's id may differ in its ending.
    pub name: String,
    /// The text that passages refer to.
    pub text: String,
    /// What a new transcript would be: the bytes of the file, and its extension.
    pub file: Vec<u8>,
    /// The extension, without a dot.
    pub extension: &'static str,
}

/// A code of another tool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// Its whole name, as rows have it.
    pub name: String,
    /// The whole name of the code above it.
    pub parent: Option<String>,
    /// What it says of itself.
    pub definition: Option<String>,
    /// `#rrggbb`.
    pub colour: Option<String>,
}

/// A kind of file and what reads it.
pub struct Reader {
    /// The name, as it is told.
    pub name: &'static str,
    /// Whether a file is of this kind.
    pub recognises: fn(&Input<'_>) -> bool,
    /// Reads it.
    pub read: fn(&Input<'_>) -> Outcome<Brought>,
}

/// All readers; the first that recognises a file reads it.
pub const READERS: [Reader; 6] = [
    Reader { name: "a Taguette database", recognises: taguette::recognises, read: taguette::read },
    Reader {
        name: "a QualCoder project",
        recognises: qualcoder::recognises,
        read: qualcoder::read,
    },
    Reader { name: "a qualitative-coding project", recognises: qc::recognises, read: qc::read },
    Reader {
        name: "comments of a Word document",
        recognises: word_comments::recognises,
        read: word_comments::read,
    },
    Reader { name: "a workbook", recognises: workbook::recognises, read: workbook::read },
    Reader { name: "a table", recognises: tables::recognises, read: tables::read },
];

/// The reader of a file, by what is in it.
pub fn reader(input: &Input<'_>) -> Option<&'static Reader> {
    READERS.iter().find(|reader| (reader.recognises)(input))
}
