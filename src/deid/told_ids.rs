//! Ids of transcripts, cases and memos that a text names, and what they become.
//!
//! In come a text and what ids became, out come edits. An id is told where it is the whole text, in
//! the tag of a vignette (`{P01 interview-2 t9}`), and, if `-` or `_` joins it so that it is no word,
//! anywhere else. These go before names and dates, which would break an id.

use std::collections::BTreeMap;

use super::replace::Edit;
use crate::text::chars::{Class, class};

/// What ids became.
pub type Ids = BTreeMap<String, String>;

/// The ids that a text tells, in order; none overlaps another.
pub(super) fn told(text: &str, ids: &Ids) -> Vec<Edit> {
    if let Some(id) = ids.get(text) {
        return vec![Edit { start: 0, end: text.len(), with: id.clone() }];
    }
    let mut edits: Vec<Edit> = Vec::new();
    for (start, inside) in braces(text) {
        let mut at = start;
        for part in inside.split_inclusive(';') {
            let named = part.trim_end_matches(';').trim();
            if let Some((source, _)) = named.rsplit_once(" t")
                && let Some(with) = became(source, ids)
            {
                let start = at + (part.len() - part.trim_start().len());
                edits.push(Edit { start, end: start + source.len(), with });
            }
            at += part.len();
        }
    }
    // Also those that stay, for a date in one is a part of it.
    for (id, with) in ids.iter().filter(|(id, _)| id.contains(['-', '_'])) {
        for (start, _) in text.match_indices(id.as_str()) {
            let end = start + id.len();
            let is_part = |c: char| class(c) == Class::Word || matches!(c, '-' | '_');
            let before = text.get(..start).and_then(|text| text.chars().next_back());
            let after = text.get(end..).and_then(|text| text.chars().next());
            if !before.is_some_and(is_part) && !after.is_some_and(is_part) {
                edits.push(Edit { start, end, with: with.clone() });
            }
        }
    }
    edits.sort_by_key(|edit| (edit.start, std::cmp::Reverse(edit.end)));
    let mut end = 0;
    edits.retain(|edit| {
        let counts = edit.start >= end;
        end = if counts { edit.end } else { end };
        counts
    });
    edits
}

/// What stands in braces, with its place.
fn braces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices('{').filter_map(move |(at, _)| {
        let rest = text.get(at + 1..)?;
        let end = rest.find(['{', '}', '\n'])?;
        rest.get(end..)?.starts_with('}').then_some((at + 1, rest.get(..end)?))
    })
}

/// What a case, or a case and a transcript, became.
fn became(source: &str, ids: &Ids) -> Option<String> {
    let both = || {
        source.match_indices(' ').find_map(|(at, _)| {
            let (case, rest) = (source.get(..at)?, source.get(at + 1..)?);
            Some(format!("{} {}", ids.get(case)?, ids.get(rest.trim())?))
        })
    };
    ids.get(source).cloned().or_else(both)
}

#[cfg(test)]
mod tests {
    use super::super::replace::Replaced;
    use super::*;

    #[test]
    fn ids_are_told_in_tags_and_where_they_are_no_words() {
        let ids: Ids =
            [("Mara", "P01"), ("Mara_1", "P01_1"), ("2026-03-01-mara", "2026-03-01-P01")]
                .map(|(old, new)| (old.to_owned(), new.to_owned()))
                .into();
        let new = |text: &str| Replaced::new(text, told(text, &ids)).text;
        assert_eq!(new("Mara"), "P01");
        assert_eq!(
            new("Mara, see Mara_1, Mara_12, é{Mara Mara_1 t2; Mara t3}"),
            "Mara, see P01_1, Mara_12, é{P01 P01_1 t2; P01 t3}"
        );
        let same: Ids = [("2026-03-01-hope".to_owned(), "2026-03-01-hope".to_owned())].into();
        assert_eq!(told("see 2026-03-01-hope", &same).len(), 1);
        assert_eq!(new("(memo 2026-03-01-mara)."), "(memo 2026-03-01-P01).");
    }
}
