//! The proof that no name of the key is left: everything that was written, searched once more.
//!
//! In come the files of the new study, out come the places where a surface form still stands as a
//! word, in any case and folded; and how often one stands inside another word, which a person has to
//! judge. Names of files are searched too. In TOML and logs the strings are searched as they are
//! read, so that no escape hides anything.

use serde_json::Value;

use super::find::JOINTS;
use super::key::Entry;
use super::surface::Surfaces;

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
        self.look(&surfaces, name, Some(0), &named.replace(JOINTS, " "));
        let text = String::from_utf8_lossy(bytes);
        match name.rsplit('.').next() {
            Some("jsonl") => {
                for (number, line) in text.lines().enumerate() {
                    match serde_json::from_str(line) {
                        Ok(event) => self.json(&surfaces, name, number + 1, &event),
                        Err(_) => self.look(&surfaces, name, Some(number + 1), line),
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

    fn json(&mut self, surfaces: &Surfaces, name: &str, line: usize, value: &Value) {
        match value {
            Value::String(text) => self.look(surfaces, name, Some(line), text),
            Value::Array(all) => all.iter().for_each(|one| self.json(surfaces, name, line, one)),
            Value::Object(fields) => {
                for (_, value) in fields.iter().filter(|(name, _)| !OURS.contains(&name.as_str())) {
                    self.json(surfaces, name, line, value);
                }
            }
            _ => {}
        }
    }

    fn toml(&mut self, surfaces: &Surfaces, name: &str, value: &toml::Value) {
        match value {
            // What has no escape was found in the text with its line.
            toml::Value::String(text) => self.look(surfaces, name, Some(0), text),
            toml::Value::Array(all) => all.iter().for_each(|one| self.toml(surfaces, name, one)),
            toml::Value::Table(table) => {
                for (key, value) in table {
                    self.look(surfaces, name, Some(0), key);
                    self.toml(surfaces, name, value);
                }
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
}
