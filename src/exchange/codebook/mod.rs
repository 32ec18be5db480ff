//! Codebooks and dictionaries of other tools, in and out.
//!
//! In comes a file, out comes a codebook ([`Taken`]) with remarks on what is not as it was there; in
//! comes a codebook, out comes a table or a page. A table has a row a code, with the fields that
//! MacQueen et al. 1998 ask of a codebook entry ([`columns`]). A dictionary has categories with
//! words; they become codes with a rule (`dictionary`).

mod cells;
pub mod columns;
mod dictionary;
mod liwc;
mod made;
mod markdown;
mod markdown_read;
mod quanteda;
mod sheet;
mod wordstat;
mod yaml;

use crate::codebook::Codebook;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::study::open;

pub use markdown::markdown;
pub use sheet::table;

/// The largest file that is read, in bytes.
const MOST_BYTES: usize = 32 << 20;

/// A file that is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Input<'i> {
    /// The path as the user knows it.
    pub name: &'i str,
    /// The bytes.
    pub bytes: &'i [u8],
}

impl Input<'_> {
    /// Whether the file's name ends so.
    fn ends(&self, endings: &[&str]) -> bool {
        let ending = self.name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
        endings.contains(&ending.as_str())
    }

    /// The file as a text, with `\n` at the end of each line.
    fn text(&self) -> String {
        self.as_written().replace("\r\n", "\n").replace('\r', "\n")
    }

    /// The file as a text: UTF-8, UTF-16 with its mark, else Windows-1252. A NUL is shown as a sign
    /// that was not understood: what we write of it would be taken for no text.
    fn as_written(&self) -> String {
        open::decoded(self.bytes.to_vec()).0.replace('\0', "\u{fffd}")
    }

    /// A warning about a line of the file.
    fn odd(&self, line: usize, message: impl Into<String>) -> Diagnostic {
        Diagnostic::warning(message).in_file(format!("{}:{line}", self.name))
    }
}

/// A codebook that was taken from another tool.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taken {
    /// The codebook.
    pub codebook: Codebook,
    /// What is not as it was there: for the top of the file.
    pub remarks: Vec<String>,
    /// What was left behind.
    pub told: Vec<Diagnostic>,
}

/// A kind of file and what reads it.
pub struct Reader {
    /// The name, as it is told.
    pub name: &'static str,
    recognises: fn(&Input<'_>) -> bool,
    read: fn(&Input<'_>) -> Outcome<Taken>,
}

/// All readers; the first that recognises a file reads it.
pub const READERS: [Reader; 6] = [
    Reader { name: "a workbook", recognises: sheet::is_workbook, read: sheet::of_workbook },
    Reader { name: "a LIWC dictionary", recognises: liwc::recognises, read: liwc::read },
    Reader {
        name: "a quanteda dictionary",
        recognises: quanteda::recognises,
        read: quanteda::read,
    },
    Reader {
        name: "a WordStat dictionary",
        recognises: wordstat::recognises,
        read: wordstat::read,
    },
    Reader {
        name: "a page in Markdown",
        recognises: markdown_read::recognises,
        read: markdown_read::read,
    },
    Reader { name: "a table", recognises: sheet::is_table, read: sheet::of_table },
];

/// Reads a codebook, whatever it is, and says what it was.
pub fn read(input: &Input<'_>) -> Outcome<(&'static str, Taken)> {
    if input.bytes.len() > MOST_BYTES {
        let message = format!("a codebook cannot be larger than {} MiB", MOST_BYTES >> 20);
        return Err(vec![Diagnostic::error(message).in_file(input.name)]);
    }
    let Some(reader) = READERS.iter().find(|reader| (reader.recognises)(input)) else {
        let told = Diagnostic::error("this is nothing that codebooks are read from");
        return Err(vec![
            told.in_file(input.name).help("`emic codebook import --help` says what is read"),
        ]);
    };
    Ok((reader.name, (reader.read)(input)?))
}

/// What a table or a page of a codebook has no place for.
pub fn left_out(codebook: &Codebook) -> Vec<String> {
    let mut left = Vec::new();
    let mut add = |number: usize, one: &str, several: &str| {
        if number > 0 {
            left.push(format!("{number} {}", if number == 1 { one } else { several }));
        }
    };
    add(codebook.codes.iter().map(|code| code.rules.len()).sum(), "rule", "rules");
    add(codebook.lists.len(), "list of words", "lists of words");
    add(codebook.relations.len(), "relation", "relations");
    add(codebook.migrations.len(), "migration", "migrations");
    add(codebook.families.values().filter(|family| family.levels).count(), "scale", "scales");
    left
}
