//! The coding sheet: a transcript with its codings as marks, for the researcher's own editor.
//!
//! In come a canonical text and one coder's codings of it, out comes a sheet ([`write()`]); in comes
//! the sheet as it was edited, out come the codings that it says ([`read()`]) and what changed
//! ([`difference()`]). Writing and reading are inverse for any text and any codings. The syntax:
//!
//! ```text
//!   12 | Mara: {trust#1}She {hope: a note}was there{/trust#1} for me{/hope}.
//! ```
//!
//! `{code}` opens and `{/code}` closes a coding, `{/}` the one that was opened last. `#1` is a coding
//! that the log has; without a number it is new. `{+code}` is a code that no codebook has. Before
//! the bar stands the number of a turn. A brace or a backslash of the text has a backslash before
//! it, and a character that an editor does not show is written `\u{200e}`. Lines that begin with
//! `#` are remarks; those with `#=` say which coding each number is.

mod difference;
mod escape;
mod events;
mod mark;
mod read;
mod side_by_side;
mod write;

use std::ops::Range;

pub use difference::{Change, difference};
pub use events::events;
pub use read::read;
pub use write::{Head, write};

/// A coding as a sheet says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The id of the coding; none if it is new.
    pub id: Option<String>,
    /// The code.
    pub code: String,
    /// The remark on it.
    pub note: Option<String>,
    /// Where it is, in bytes of the canonical text.
    pub bytes: Range<usize>,
}

/// What a sheet says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The codings, by where they are closed.
    pub entries: Vec<Entry>,
    /// The ids of the codings that were in the sheet when it was written.
    pub listed: Vec<String>,
    /// Whether the transcript was read to its end, if the sheet says so.
    pub done: Option<bool>,
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::diagnostic::{Diagnostic, Source};

    fn written(text: &str, entries: &[Entry], done: bool) -> String {
        let codes = [("hope".to_owned(), "Hope".to_owned())];
        let head = Head { transcript: "P1", coder: "ana", codes: &codes, unplaced: 0 };
        write(&head, text, &[(0, 1)], entries, done)
    }

    fn source(text: &str) -> Arc<Source> {
        Arc::new(Source { name: "sheet".into(), text: text.to_owned() })
    }

    fn all(code: &str) -> Result<String, Diagnostic> {
        Ok(code.to_owned())
    }

    /// Any text that is hostile to marks and margins, with codings anywhere in it.
    fn codings() -> impl Strategy<Value = (String, Vec<Entry>)> {
        let text = "[ab {}\\\\#:/+|=\n\r\t\u{2028}\u{202e}é信1]{1,50}";
        let code = "[a{}\\\\#:/+ \n|]{1,5}";
        let one = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), code, code, 0u8..3);
        (text, proptest::collection::vec(one, 0..6)).prop_map(|(text, all)| {
            let places: Vec<usize> =
                text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
            let entries = (0..).zip(all).map(|(number, (one, other, code, note, has_note))| {
                let (one, other) = (*one.get(&places), *other.get(&places));
                Entry {
                    id: Some(format!("id{number}")),
                    code,
                    note: (has_note == 0).then_some(note),
                    bytes: one.min(other)..one.max(other),
                }
            });
            let entries = entries.collect();
            (text, entries)
        })
    }

    proptest! {
        #[test]
        fn a_sheet_says_what_was_written(found in codings(), done in any::<bool>()) {
            let (text, entries) = found;
            let sheet = written(&text, &entries, done);
            let mut read = read(&source(&sheet), &text, &all).unwrap();
            read.entries.sort_by(|a, b| a.id.cmp(&b.id));
            prop_assert_eq!(&read.entries, &entries);
            prop_assert_eq!(read.done, Some(done));
            prop_assert_eq!(difference(&entries, done, &read), []);
        }

        #[test]
        fn white_space_at_line_ends_is_nothing(found in codings()) {
            let (text, entries) = found;
            let sheet = written(&text, &entries, false);
            let stripped: Vec<&str> = sheet.lines().map(str::trim_end).collect();
            let read = read(&source(&stripped.join("\r\n")), &text, &all).unwrap();
            prop_assert_eq!(difference(&entries, false, &read), []);
        }

        #[test]
        fn any_text_is_a_sheet_or_told(sheet in "[ab {}\\\\#:/+|=\nu1é]{0,60}", text in "[ab\n é]{0,9}") {
            let _ = read(&source(&sheet), &text, &all);
        }
    }
}
