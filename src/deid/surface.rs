//! The names of a key, looked for in texts.
//!
//! In come entries and a text, out comes where their surface forms stand: as whole words, in any
//! case, with other accents, quotation marks and dashes, over line ends, also where a hyphen breaks
//! a word ([`Surfaces::whole`]); and inside other words ([`Surfaces::inside`]), which nothing replaces. A possessive ending is no part
//! of the name. In scripts without spaces between words a name may stand anywhere.

use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::fold::{Folded, folded};
use super::key::Entry;
use crate::text::chars::{Class, class};

/// Names, ready to be looked for.
#[derive(Clone, Debug)]
pub struct Surfaces {
    finder: Option<AhoCorasick>,
}

/// A name in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its bytes.
    pub range: Range<usize>,
    /// The place of its entry among those given.
    pub entry: usize,
}

impl Surfaces {
    /// Prepares the surface forms of entries.
    pub fn new<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Self {
        let forms: Vec<String> = entries.into_iter().map(|entry| folded(&entry.surface)).collect();
        let finder = if forms.is_empty() { None } else { AhoCorasick::new(forms).ok() };
        Surfaces { finder }
    }

    /// Where surface forms stand as whole words; they may overlap.
    pub fn whole(&self, text: &str) -> Vec<Found> {
        self.all(text)
            .into_iter()
            .filter(|(_, is_whole)| *is_whole)
            .map(|(found, _)| found)
            .collect()
    }

    /// Where surface forms stand inside other words alone.
    pub fn inside(&self, text: &str) -> Vec<Found> {
        let all = self.all(text);
        all.into_iter().filter(|(_, is_whole)| !is_whole).map(|(found, _)| found).collect()
    }

    fn all(&self, text: &str) -> Vec<(Found, bool)> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let mut all: Vec<(Found, bool)> = Vec::new();
        for folded in std::iter::once(Folded::new(text)).chain(Folded::joined(text)) {
            let found = |found: aho_corasick::Match| {
                let range = folded.source(found.start(), found.end())?;
                let is_whole = is_whole(text, &range);
                Some((Found { range, entry: found.pattern().as_usize() }, is_whole))
            };
            all.extend(finder.find_overlapping_iter(&folded.text).filter_map(found));
        }
        all.sort_by_key(|(found, _)| (found.range.start, found.range.end, found.entry));
        all.dedup();
        all
    }
}

/// Whether no word goes on at either end of a range.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| class(c) == Class::Word);
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    let (inside, before, after) =
        (part(range.clone()), part(0..range.start), part(range.end..text.len()));
    let starts = is_word(before.chars().next_back()) && is_word(inside.chars().next());
    let ends = is_word(inside.chars().next_back()) && is_word(after.chars().next());
    !starts && !ends
}

/// A replacement as a label, an id or the name of a file can have it: without brackets around it,
/// other signs than letters, digits, `_`, `.` and spaces as `-`.
pub fn bare(replacement: &str) -> String {
    let brackets = [('[', ']'), ('<', '>'), ('(', ')'), ('{', '}')];
    let mut inner = replacement.trim();
    for (open, close) in brackets {
        inner = inner.strip_prefix(open).and_then(|one| one.strip_suffix(close)).unwrap_or(inner);
    }
    let fine = |c: char| match c {
        _ if class(c) != Class::Other || matches!(c, '_' | '.' | ' ' | '-' | '\'' | '’') => c,
        _ => '-',
    };
    let name: String = inner.chars().map(fine).collect();
    name.trim_matches([' ', '.', '-']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(surfaces: &[&str]) -> Vec<Entry> {
        let entry = |surface: &&str| Entry { surface: (*surface).into(), ..Entry::default() };
        surfaces.iter().map(entry).collect()
    }

    #[test]
    fn whole_words_in_every_form() {
        let surfaces = Surfaces::new(&entries(&["Zoë O'Neill", "Dana", "信"]));
        let text = "zoe\n o’neill, DANA’s, Danas, x_dana, 我信他, Dana2";
        let found: Vec<&str> =
            surfaces.whole(text).into_iter().map(|found| &text[found.range]).collect();
        assert_eq!(found, ["zoe\n o’neill", "DANA", "dana", "信"]);
        let inside: Vec<Range<usize>> =
            surfaces.inside(text).into_iter().map(|found| found.range).collect();
        assert_eq!(inside.len(), 2);
        assert!(Surfaces::new(&[]).whole(text).is_empty());
        let text = "We asked O'-\nNeill and Da-  na-\n's aunt, not Da-Na.";
        let surfaces = Surfaces::new(&entries(&["O'Neill", "Dana"]));
        let found: Vec<&str> =
            surfaces.whole(text).into_iter().map(|found| &text[found.range]).collect();
        assert_eq!(found, ["O'-\nNeill", "Da-  na"]);
        let surfaces = Surfaces::new(&entries(&["Mr Lee", "Anne Marie", "Jo"]));
        let text = "I met Jo. MR. LEE’s Anne-Marie came, not Mr. Leeds.";
        let found: Vec<&str> =
            surfaces.whole(text).into_iter().map(|found| &text[found.range]).collect();
        assert_eq!(found, ["Jo", "MR. LEE", "Anne-Marie"]);
    }

    #[test]
    fn replacements_as_names() {
        assert_eq!(bare("[SUPERVISOR_1]"), "SUPERVISOR_1");
        assert_eq!(bare("<a:b>"), "a-b");
        assert_eq!(bare("Ruth"), "Ruth");
        assert_eq!(bare("[..]"), "");
    }
}
