//! The proof that no name of the key is left: everything that was written, searched once more.
//!
//! In come the files of the new study, out come the places where a surface form still stands as a
//! word, in any case and folded; and how often one stands inside another word, which a person has to
//! judge. Names of files are searched too. In TOML and logs the strings are searched as they are
//! read, so that no escape hides anything.

use super::key::Entry;
use super::surface::Surfaces;
use crate::coding::log::event::Event;

/// A surface form that is left.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Left {
    /// The file, below the new study's folder.
    pub file: String,
    /// The line, from 1; 0 for the name of the file.
    pub line: usize,
    /// The words as they stand there.
    pub text: String,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Whole words: the study must not be given away.
    pub left: Vec<Left>,
    /// Inside other words.
    pub inside: Vec<Left>,
}

impl Proof {
    /// Searches one file for the entries that hold for it. `fixed` is the part of its name that
    /// every study has.
    pub fn search<'e>(
        &mut self,
        entries: impl IntoIterator<Item = &'e Entry>,
        name: &str,
        fixed: &str,
        bytes: &[u8],
    ) {
        let surfaces = Surfaces::new(entries);
        let named = name.strip_prefix(fixed).unwrap_or(name);
        self.look(&surfaces, name, Some(0), named);
        self.look(&surfaces, name, Some(0), &named.replace('_', " "));
        let text = String::from_utf8_lossy(bytes);
        match name.rsplit('.').next() {
            Some("jsonl") => {
                for (number, line) in text.lines().enumerate() {
                    let Ok(event) = Event::parse(line) else { continue };
                    for words in strings(&event) {
                        self.look(&surfaces, name, Some(number + 1), words);
                    }
                }
            }
            Some("toml") => {
                self.look(&surfaces, name, None, &text);
                if let Ok(value) = text.parse::<toml::Table>() {
                    self.toml(&surfaces, name, &toml::Value::Table(value));
                }
            }
            _ => self.look(&surfaces, name, None, &text),
        }
        for list in [&mut self.left, &mut self.inside] {
            list.sort();
            list.dedup();
        }
    }

    fn toml(&mut self, surfaces: &Surfaces, name: &str, value: &toml::Value) {
        match value {
            // What has no escape was found in the text with its line.
            toml::Value::String(text) => self.look(surfaces, name, Some(0), text),
            toml::Value::Array(all) => all.iter().for_each(|one| self.toml(surfaces, name, one)),
            toml::Value::Table(table) => {
                table.values().for_each(|one| self.toml(surfaces, name, one));
            }
            _ => {}
        }
    }

    fn look(&mut self, surfaces: &Surfaces, name: &str, line: Option<usize>, text: &str) {
        let left = |range: std::ops::Range<usize>| {
            let counted = || crate::text::points::line_and_column(text, range.start).0;
            Left {
                file: name.to_owned(),
                line: line.unwrap_or_else(counted),
                text: text.get(range.clone()).unwrap_or_default().to_owned(),
            }
        };
        self.left.extend(surfaces.whole(text).into_iter().map(|found| left(found.range)));
        self.inside.extend(surfaces.inside(text).into_iter().map(|found| left(found.range)));
    }
}

/// What a person wrote or said in an event.
fn strings(event: &Event) -> impl Iterator<Item = &str> {
    let maybe = [
        &event.transcript,
        &event.code,
        &event.quote,
        &event.prefix,
        &event.suffix,
        &event.rule,
        &event.segment,
        &event.note,
        &event.by,
    ];
    maybe.into_iter().flatten().map(String::as_str).chain([event.coder.as_str()])
}
