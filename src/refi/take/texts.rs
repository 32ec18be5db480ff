//! Which transcript of a study a source of a package is.
//!
//! The one that has the same words, white space aside; else the one of the same name, if the package
//! brings no text of its own; else it is new.

use std::collections::{BTreeMap, BTreeSet};

use crate::coding::hand;
use crate::refi::guid;
use crate::refi::kept::Kept;
use crate::refi::model::{Guid, Project, Source};

/// Endings that names of sources have and ids of transcripts have not.
const ENDINGS: [&str; 14] = [
    "txt", "md", "docx", "doc", "odt", "rtf", "pdf", "vtt", "srt", "html", "htm", "csv", "xlsx",
    "json",
];

/// The transcripts of a study: ids by the fingerprint of their words.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// By fingerprint.
    pub by_words: BTreeMap<String, String>,
    /// All ids.
    pub ids: BTreeSet<String>,
}

/// What a source becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// A transcript that is there.
    Known(String),
    /// A new transcript of that id.
    New(String),
    /// Nothing: it has no text, and no transcript has its name.
    Nothing,
}

/// The fingerprint of the words of a text.
pub fn words(text: &str) -> String {
    hand::fingerprint(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What each source of a project becomes.
pub fn texts(project: &Project, known: &Known, kept: &Kept) -> BTreeMap<Guid, Becomes> {
    let mut found = BTreeMap::new();
    let mut taken = known.ids.clone();
    for source in &project.sources {
        let id = stem(&source.name);
        let by_guid = || known.ids.iter().find(|id| guid_of(id, kept) == source.guid).cloned();
        let by_name = || {
            let names = [source.name.trim(), id.as_str()];
            names.into_iter().find(|name| known.ids.contains(*name)).map(str::to_owned)
        };
        let becomes = match source.text.trim().is_empty() {
            true => by_guid().or_else(by_name).map_or(Becomes::Nothing, Becomes::Known),
            false => match known.by_words.get(&words(&source.text)) {
                Some(id) => Becomes::Known(id.clone()),
                None => {
                    let id = free(&taken, &id);
                    taken.insert(id.clone());
                    Becomes::New(id)
                }
            },
        };
        found.insert(source.guid.clone(), becomes);
    }
    found
}

fn guid_of(id: &str, kept: &Kept) -> Guid {
    kept.guid(guid::of("source", &[id]))
}

/// A name without the ending of a file, as the name of a file can be.
fn stem(name: &str) -> String {
    let name = name.trim();
    let bare = match name.rsplit_once('.') {
        Some((stem, ending)) if ENDINGS.contains(&ending.to_lowercase().as_str()) => stem,
        _ => name,
    };
    let fine = |c: char| match c {
        c if c.is_control() || "/\\:*?\"<>|".contains(c) => '-',
        c => c,
    };
    let stem: String = bare.chars().map(fine).take(80).collect();
    let stem = stem.trim_matches(['.', ' ']).to_owned();
    if stem.is_empty() { "source".to_owned() } else { stem }
}

fn free(taken: &BTreeSet<String>, id: &str) -> String {
    let is_taken = |id: &str| taken.iter().any(|known| known.eq_ignore_ascii_case(id));
    let mut numbered = (2usize..).map(|number| format!("{id}-{number}"));
    match is_taken(id) {
        false => id.to_owned(),
        true => numbered.find(|id| !is_taken(id)).unwrap_or_else(|| id.to_owned()),
    }
}

/// The text of a new transcript's file.
pub fn file(source: &Source) -> Vec<u8> {
    source.text.as_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_found_by_their_words() {
        let source = |guid: &str, name: &str, text: &str| Source {
            guid: guid.into(),
            name: name.into(),
            text: text.into(),
            ..Source::default()
        };
        let known = Known {
            by_words: BTreeMap::from([(words("P: I  hope.\n"), "P1".to_owned())]),
            ids: BTreeSet::from(["P1".to_owned(), "P2".to_owned()]),
        };
        let sources = vec![
            source("1", "other.txt", "P: I hope."),
            source("2", "P2.docx", "P: Something else."),
            source("3", "P2.docx", ""),
            source("4", "../../evil", "x"),
            source("5", "gone.txt", ""),
        ];
        let project = Project { sources, ..Project::default() };
        let found = texts(&project, &known, &Kept::default());
        let new = |id: &str| Becomes::New(id.to_owned());
        let there = |id: &str| Becomes::Known(id.to_owned());
        assert_eq!(
            found.into_values().collect::<Vec<_>>(),
            [there("P1"), new("P2-2"), there("P2"), new("-..-evil"), Becomes::Nothing]
        );
    }
}
