//! The text of a paper with everything replaced: a table cell by cell, TOML in its strings and
//! remarks, prose throughout.
//!
//! In come a text, what the ids of transcripts and cases became and a finder, out comes the new
//! text. Ids that stand alone or in the tag of a vignette become what they became elsewhere;
//! pseudonyms in tables, settings, codebooks and front matter have no brackets. A string that is
//! nothing but a date is the analyst's own and stays; in settings, so do strings of one word, which
//! are paths and values, but for the names in them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::dates::Dates;
use super::find::{Finder, Place};
use super::papers::Kind;
use super::pattern::{self, DATE};
use super::replace::{Edit, Replaced};
use super::toml_text;
use crate::diagnostic::{Outcome, Source};
use crate::study::sampling::Decision;
use crate::study::separated::{self, written};

/// What ids became.
pub type Ids = BTreeMap<String, String>;

/// The new text of a paper that is no table.
pub fn replaced(text: &str, kind: Kind, ids: &Ids, finder: &Finder) -> String {
    match kind {
        Kind::Prose => {
            let front = front(text);
            let mut edits =
                toml(text.get(front.clone()).unwrap_or_default(), Place::Name, ids, finder);
            for edit in &mut edits {
                (edit.start, edit.end) = (edit.start + front.start, edit.end + front.start);
            }
            let body = text.get(front.end..).unwrap_or_default();
            edits.extend(prose(body, ids, finder).into_iter().map(|edit| Edit {
                start: edit.start + front.end,
                end: edit.end + front.end,
                ..edit
            }));
            Replaced::new(text, edits).text
        }
        Kind::Toml => Replaced::new(text, toml(text, Place::Words, ids, finder)).text,
        Kind::Codebook => {
            let finder = finder.clone().with_lists(lists(text));
            Replaced::new(text, toml(text, Place::Name, ids, &finder)).text
        }
        Kind::Settings => {
            let named = finder.clone().with_dates(Dates::Keep).without_patterns();
            let edits = strings(text, ids, |words| {
                let is_said = words.contains([' ', '@']);
                let finder = if is_said { finder } else { &named };
                finder.edits(words, Place::Name)
            });
            Replaced::new(text, edits).text
        }
        _ => Replaced::new(text, toml(text, Place::Name, ids, finder)).text,
    }
}

/// The word lists of a codebook.
pub fn lists(text: &str) -> BTreeSet<String> {
    let table: toml::Table = text.parse().unwrap_or_default();
    let lists = table.get("lists").and_then(toml::Value::as_table);
    lists.into_iter().flat_map(|lists| lists.keys().cloned()).collect()
}

/// A decision about sampling with everything replaced. Its codes and its day stay.
pub fn decision(old: &Decision, ids: &Ids, finder: &Finder) -> Decision {
    let words = |text: &String| finder.replace(text, Place::Words);
    let next = |next: &String| match ids.get(next) {
        Some(id) => id.clone(),
        None => finder.replace(next, Place::Name),
    };
    Decision {
        by: finder.replace(&old.by, Place::Name),
        decision: words(&old.decision),
        reason: old.reason.as_ref().map(words),
        next: old.next.iter().map(next).collect(),
        memo: old.memo.as_ref().map(|memo| file_name(memo, finder)),
        ..old.clone()
    }
}

/// The name of a memo or another paper. A date in it is the analyst's own.
pub fn file_name(name: &str, finder: &Finder) -> String {
    finder.clone().with_dates(Dates::Keep).without_patterns().replace_id(name)
}

/// The edits of running text: tags first, `{P01 t9}`, then everything else.
fn prose(text: &str, ids: &Ids, finder: &Finder) -> Vec<Edit> {
    let mut edits = Vec::new();
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
    let is_free =
        |edit: &Edit| edits.iter().all(|tag| edit.end <= tag.start || tag.end <= edit.start);
    let others: Vec<Edit> = finder.edits(text, Place::Words).into_iter().filter(is_free).collect();
    edits.extend(others);
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

/// The bytes of the TOML between two lines `+++` at the beginning; empty if there is none.
fn front(text: &str) -> Range<usize> {
    let Some(rest) = text.strip_prefix("+++") else { return 0..0 };
    let end = rest.find("\n+++").map(|end| 3 + end + 4);
    end.map_or(0..0, |end| 3..end)
}

fn toml(text: &str, place: Place, ids: &Ids, finder: &Finder) -> Vec<Edit> {
    strings(text, ids, |words| finder.edits(words, place))
}

/// The edits of the strings and remarks of TOML.
fn strings(text: &str, ids: &Ids, edits_of: impl Fn(&str) -> Vec<Edit>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for range in toml_text::words(text) {
        let words = text.get(range.clone()).unwrap_or_default();
        if let Some(id) = ids.get(words) {
            edits.push(Edit { start: range.start, end: range.end, with: id.clone() });
            continue;
        }
        let is_date =
            |(found, kind): &(Range<usize>, &str)| *kind == DATE && *found == (0..words.len());
        if pattern::matches(words).iter().any(is_date) {
            continue;
        }
        edits.extend(edits_of(words).into_iter().map(|edit| Edit {
            start: edit.start + range.start,
            end: edit.end + range.start,
            ..edit
        }));
    }
    edits
}

/// The new text of a table. `finder` is asked for by the values of the columns `id`, `transcript`
/// and `case` of a row.
pub fn table<'f>(
    source: &Arc<Source>,
    ids: &Ids,
    finder: impl Fn(&[&str]) -> &'f Finder,
) -> Outcome<String> {
    let sheet = separated::parse(source)?;
    let named: Vec<usize> =
        ["id", "transcript", "case"].into_iter().filter_map(|name| sheet.column(name)).collect();
    let mut edits = Vec::new();
    for row in &sheet.rows {
        let names: Vec<&str> = named
            .iter()
            .filter_map(|&place| row.get(place))
            .map(|cell| cell.value.as_str())
            .collect();
        let finder = finder(&names);
        for (place, cell) in row.iter().enumerate() {
            let new = match ids.get(&cell.value).filter(|_| named.contains(&place)) {
                Some(id) => id.clone(),
                None => finder.replace(&cell.value, Place::Name),
            };
            if new != cell.value {
                let with = written(&new, sheet.separator);
                edits.push(Edit { start: cell.span.start, end: cell.span.end, with });
            }
        }
    }
    Ok(Replaced::new(&source.text, edits).text)
}

#[cfg(test)]
mod tests {
    use super::super::key::Entry;
    use super::*;

    fn finder() -> Finder {
        let entry = |surface: &str, replacement: &str| Entry {
            surface: surface.into(),
            kind: "PERSON".into(),
            replacement: replacement.into(),
            ..Entry::default()
        };
        Finder::new(&[entry("Mara", "[P01]"), entry("Dana", "[S_1]")], &[], Dates::Remove)
    }

    fn ids() -> Ids {
        [("Mara_1".to_owned(), "P01_1".to_owned()), ("Mara".into(), "P01".into())].into()
    }

    #[test]
    fn tags_lead_to_the_new_ids() {
        let text = "+++\ncases = [\"Mara\"]\ndate = \"2026-03-01\"\n+++\nMara on 3 March. {Mara Mara_1 t2; Mara t3} {Dana}\n";
        assert_eq!(
            replaced(text, Kind::Prose, &ids(), &finder()),
            "+++\ncases = [\"P01\"]\ndate = \"2026-03-01\"\n+++\n[P01] on [DATE]. {P01 P01_1 t2; P01 t3} {[S_1]}\n"
        );
    }

    #[test]
    fn settings_keep_paths_and_lists_stay_lists() {
        let text = "codebooks = [\"codebooks/case-2024.toml\"]\ntitle = \"Mara, case 20391, on 3 March\"\nto = \"a@b.example\"\nvalues = [\"Dana\"]\n";
        assert_eq!(
            replaced(text, Kind::Settings, &ids(), &finder()),
            "codebooks = [\"codebooks/case-2024.toml\"]\ntitle = \"P01, RECORD_NO, on DATE\"\nto = \"EMAIL\"\nvalues = [\"S_1\"]\n"
        );
        let text = "any = [\"@early\", \"@dana_w\"]\n[lists]\nearly = [\"soon\"]\n";
        assert_eq!(
            replaced(text, Kind::Codebook, &ids(), &finder()),
            "any = [\"@early\", \"HANDLE\"]\n[lists]\nearly = [\"soon\"]\n"
        );
        assert_eq!(file_name("2026-03-01-on-mara.md", &finder()), "2026-03-01-on-P01.md");
    }

    #[test]
    fn decisions_name_nobody() {
        let old = Decision {
            by: "dana".into(),
            decision: "Ask Mara again".into(),
            next: vec!["Mara".into(), "group=carer".into()],
            memo: Some("2026-03-01-mara".into()),
            date: "2026-03-02".into(),
            ..Decision::default()
        };
        let new = decision(&old, &ids(), &finder());
        assert_eq!((new.by.as_str(), new.decision.as_str()), ("S_1", "Ask [P01] again"));
        assert_eq!(
            (new.next, new.memo),
            (vec!["P01".into(), "group=carer".into()], Some("2026-03-01-P01".into()))
        );
        assert_eq!(new.date, "2026-03-02");
    }
}
