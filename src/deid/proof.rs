//! The proof that no name of the key is left: everything that was written, searched once more.
//!
//! In come the files of the new study, out come the places where a surface form still stands as a
//! word, in any case and folded; and how often one stands inside another word, which a person has to
//! judge. Names of files are searched too. In TOML and logs the strings are searched as they are
//! read, so that no escape hides anything.

use std::ops::Range;

use serde_json::Value;

use super::find::JOINTS;
use super::key::Entry;
use super::surface::{Found, Surfaces};

/// Fields of logs that hold words of the program: no person wrote them.
const OURS: [&str; 6] = ["id", "target", "event", "at", "date", "text"];

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

/// Names that are looked for, and those that hold others and stay.
struct Sought<'e> {
    entries: Vec<&'e Entry>,
    surfaces: Surfaces,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Whole words: the study must not be given away.
    pub left: Vec<Left>,
    /// Inside other words.
    pub inside: Vec<Left>,
    /// Names that are for other transcripts alone, as the key writes them.
    pub elsewhere: Vec<Left>,
}

impl Proof {
    /// Searches one file for the entries that hold for it, with those that are kept. `fixed` is the
    /// part of its name that every study has.
    pub fn search<'e>(
        &mut self,
        entries: impl IntoIterator<Item = &'e Entry>,
        name: &str,
        fixed: &str,
        bytes: &[u8],
    ) {
        let sought = Sought::new(entries);
        let named = name.strip_prefix(fixed).unwrap_or(name);
        self.add(&sought, name, Some(0), &[named, &named.replace(JOINTS, " ")]);
        let text = String::from_utf8_lossy(bytes);
        match name.rsplit('.').next() {
            Some("jsonl") => {
                for (number, line) in text.lines().enumerate() {
                    match serde_json::from_str(line) {
                        Ok(event) => self.json(&sought, name, number + 1, &event),
                        Err(_) => self.look(&sought, name, Some(number + 1), line),
                    }
                }
            }
            Some("toml") => {
                self.look(&sought, name, None, &text);
                if let Ok(value) = text.parse::<toml::Table>() {
                    self.toml(&sought, name, &text, &toml::Value::Table(value));
                }
            }
            _ => self.look(&sought, name, None, &text),
        }
        for list in [&mut self.left, &mut self.inside] {
            list.sort();
            list.dedup();
        }
    }

    /// Notes where a name stands that the key has for other files than this one.
    pub fn note<'e>(
        &mut self,
        entries: impl IntoIterator<Item = &'e Entry>,
        name: &str,
        bytes: &[u8],
    ) {
        let entries: Vec<&Entry> = entries.into_iter().collect();
        let surfaces = Surfaces::new(entries.iter().copied());
        let text = String::from_utf8_lossy(bytes);
        for found in surfaces.whole(&text) {
            let words = text.get(found.range.clone()).unwrap_or_default();
            if entries.get(found.entry).is_some_and(|entry| entry.surface == words) {
                let line = crate::text::points::line_and_column(&text, found.range.start).0;
                self.elsewhere.push(Left { file: name.to_owned(), line, text: words.to_owned() });
            }
        }
    }

    fn json(&mut self, sought: &Sought<'_>, name: &str, line: usize, value: &Value) {
        match value {
            Value::String(text) => self.look(sought, name, Some(line), text),
            Value::Array(all) => all.iter().for_each(|one| self.json(sought, name, line, one)),
            Value::Object(fields) => {
                for (_, value) in fields.iter().filter(|(name, _)| !OURS.contains(&name.as_str())) {
                    self.json(sought, name, line, value);
                }
            }
            _ => {}
        }
    }

    fn toml(&mut self, sought: &Sought<'_>, name: &str, text: &str, value: &toml::Value) {
        let string = |proof: &mut Proof, one: &str| {
            if !is_written_so(text, one) {
                proof.look(sought, name, Some(0), one);
            }
        };
        match value {
            toml::Value::String(value) => string(self, value),
            toml::Value::Array(all) => {
                all.iter().for_each(|one| self.toml(sought, name, text, one));
            }
            toml::Value::Table(table) => {
                for (key, value) in table {
                    string(self, key);
                    self.toml(sought, name, text, value);
                }
            }
            _ => {}
        }
    }

    fn look(&mut self, sought: &Sought<'_>, name: &str, line: Option<usize>, text: &str) {
        self.add(sought, name, line, &[text]);
    }

    /// The same for several writings of one text, which are as long as the first.
    fn add(&mut self, sought: &Sought<'_>, name: &str, line: Option<usize>, texts: &[&str]) {
        let text = texts.first().copied().unwrap_or_default();
        let left = |range: Range<usize>| {
            let counted = || crate::text::points::line_and_column(text, range.start).0;
            Left {
                file: name.to_owned(),
                line: line.unwrap_or_else(counted),
                text: text.get(range.clone()).unwrap_or_default().to_owned(),
            }
        };
        let (whole, inside) = sought.found(texts);
        self.left.extend(whole.into_iter().map(left));
        self.inside.extend(inside.into_iter().map(left));
    }
}

/// Whether a string or a key stands in a file as it is read, so that it was found there with its
/// line.
fn is_written_so(text: &str, string: &str) -> bool {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let is_quoted = |(at, _): (usize, &str)| {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + string.len()..).unwrap_or_default();
        before.ends_with(['"', '\'', '\n']) && after.starts_with(['"', '\''])
    };
    string.is_empty()
        || text.match_indices(string).any(is_quoted)
        || string.chars().all(is_bare) && text.lines().any(|line| line.contains(string))
}

impl<'e> Sought<'e> {
    fn new(entries: impl IntoIterator<Item = &'e Entry>) -> Self {
        let entries: Vec<&Entry> = entries.into_iter().collect();
        let surfaces = Surfaces::new(entries.iter().copied());
        Sought { entries, surfaces }
    }

    /// The names in a text, in one of its writings, as whole words, and those inside other words. What a kept, longer name
    /// holds is meant to stay.
    fn found(&self, texts: &[&str]) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
        let with_entry = |found: Found| Some((found.range, *self.entries.get(found.entry)?));
        let whole = texts.iter().flat_map(|text| self.surfaces.whole(text)).filter_map(with_entry);
        let (kept, whole): (Vec<_>, Vec<_>) = whole.partition(|(_, entry)| entry.is_kept());
        let inside = texts.iter().flat_map(|text| self.surfaces.inside(text));
        let inside = inside.filter_map(with_entry);
        let is_left = |(range, entry): &(Range<usize>, &Entry)| {
            !entry.is_kept()
                && !kept.iter().any(|(held, keeper)| {
                    let is_nearer = entry.scope.is_empty() && !keeper.scope.is_empty();
                    held.start <= range.start
                        && range.end <= held.end
                        && (held.len() > range.len() || is_nearer)
                })
        };
        let only = |found: (Range<usize>, &Entry)| found.0;
        let inside = inside.filter(is_left).map(only).collect();
        (whole.into_iter().filter(is_left).map(only).collect(), inside)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_escape_hides_a_name() {
        let entry = Entry { surface: "Zoë Day".into(), kind: "PERSON".into(), ..Entry::default() };
        let left = |name: &str, text: &str| {
            let mut proof = Proof::default();
            proof.search([&entry], name, "codings/", text.as_bytes());
            proof.left.len()
        };
        assert_eq!(left("codings/a.jsonl", r#"{"note":"zo\u00eb\nday","id":"x"}"#), 1);
        assert_eq!(left("codings/a.jsonl", r#"{"event":"zoe day","next":["zoe day"]}"#), 1);
        assert_eq!(left("codings/a.jsonl", "zoe day, torn"), 1);
        assert_eq!(left("memos/zoe-day.md", ""), 1);
        assert_eq!(left("a.toml", r#"a = "zo\u00eb\tday""#), 1);
        assert_eq!(left("a.toml", r#""zo\u00eb day" = 1"#), 1);
        assert_eq!(left("a.txt", "Holidays at the zoo. Zoë’s day."), 0);
    }

    #[test]
    fn a_name_in_a_kept_phrase_stays() {
        let entry = |surface: &str, kind: &str, scope: &[&str]| Entry {
            surface: surface.into(),
            kind: kind.into(),
            scope: scope.iter().map(|one| (*one).to_owned()).collect(),
            ..Entry::default()
        };
        let entries = [
            entry("Baker", "PERSON", &[]),
            entry("Baker Street", "KEEP", &[]),
            entry("Will", "PERSON", &[]),
            entry("Will", "KEEP", &["t"]),
        ];
        let mut proof = Proof::default();
        let text = b"At Baker Street. Will I?";
        proof.search(&entries, "Baker_Street.txt", "", text);
        assert!(proof.left.is_empty(), "{:?}", proof.left);
        proof.search(&entries, "a.txt", "", b"Baker, in Baker\nStreet");
        assert_eq!(proof.left.len(), 1);
    }

    #[test]
    fn a_name_in_toml_counts_once() {
        let entry = Entry { surface: "Dana".into(), kind: "PERSON".into(), ..Entry::default() };
        let mut proof = Proof::default();
        let text = "a = \"Danas\"\nb = \"\"\"\nx Danas\"\"\"\ndanas = 1\nc = \"dana\"\n";
        proof.search([&entry], "a.toml", "", text.as_bytes());
        assert_eq!((proof.inside.len(), proof.left.len()), (3, 1), "{proof:?}");
    }
}
