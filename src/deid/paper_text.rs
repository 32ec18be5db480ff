//! The text of a paper with everything replaced: a table cell by cell, TOML in its strings and
//! remarks, prose throughout.
//!
//! In come a text, what the ids of transcripts, cases and memos became and a finder, out comes the
//! new text. Ids become what they became elsewhere; pseudonyms in tables, settings, codebooks and
//! front matter have no brackets. A string that is nothing but a date is the analyst's own and
//! stays; in settings, so do strings of one word, which are paths and values, but for the names in
//! them.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::dates::Dates;
use super::find::{Finder, Place};
use super::papers::Kind;
use super::pattern::{self, DATE};
use super::replace::{Edit, Replaced};
use super::told_ids::{Ids, told};
use super::toml_text;
use crate::diagnostic::{Outcome, Source};
use crate::study::sampling::Decision;
use crate::study::separated::{self, written};

/// A part of a paper that holds words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its bytes.
    pub range: Range<usize>,
    /// How a pseudonym stands there.
    pub place: Place,
    /// Whether patterns count there, not names alone.
    pub is_said: bool,
    /// Whether it is nothing but a date.
    pub is_date: bool,
}

/// The parts of a paper that is no table, in order.
pub fn parts(text: &str, kind: Kind) -> Vec<Part> {
    let front = if kind == Kind::Prose { front(text) } else { 0..text.len() };
    let place = if kind == Kind::Toml { Place::Words } else { Place::Name };
    let string = |range: Range<usize>| {
        let range = front.start + range.start..front.start + range.end;
        let words = text.get(range.clone()).unwrap_or_default();
        let is_said = kind != Kind::Settings || words.contains([' ', '@']);
        let found = pattern::matches(words);
        let is_date = found.iter().any(|(at, kind)| *kind == DATE && *at == (0..words.len()));
        Part { range, place, is_said, is_date }
    };
    let strings = toml_text::words(text.get(front.clone()).unwrap_or_default());
    let mut parts: Vec<Part> = strings.into_iter().map(string).collect();
    if front.end < text.len() {
        let range = front.end..text.len();
        parts.push(Part { range, place: Place::Words, is_said: true, is_date: false });
    }
    parts
}

/// What is looked for in the parts of a paper.
#[derive(Clone, Debug)]
pub struct Finders {
    said: Finder,
    named: Finder,
}

impl Finders {
    /// For a paper. The word lists of a codebook are nobody's names.
    pub fn new(text: &str, kind: Kind, finder: &Finder) -> Self {
        let lists = if kind == Kind::Codebook { lists(text) } else { BTreeSet::new() };
        let said = finder.clone().with_lists(lists);
        let named = said.clone().with_dates(Dates::Keep).without_patterns();
        Finders { said, named }
    }

    /// For a part of it.
    pub fn of(&self, part: &Part) -> &Finder {
        if part.is_said && !part.is_date { &self.said } else { &self.named }
    }
}

/// The new text of a paper that is no table. Ids of codes stay, where they are given and where they
/// are referred to: codings lead to them.
pub fn replaced(text: &str, kind: Kind, ids: &Ids, finder: &Finder) -> String {
    let finders = Finders::new(text, kind, finder);
    let codes = if kind == Kind::Codebook { codes(text) } else { BTreeSet::new() };
    let mut edits = Vec::new();
    for part in parts(text, kind) {
        let words = text.get(part.range.clone()).unwrap_or_default();
        if codes.contains(words) {
            continue;
        }
        let first = told(words, ids);
        let is_free =
            |edit: &Edit| first.iter().all(|id| edit.end <= id.start || id.end <= edit.start);
        let others = finders.of(&part).edits(words, part.place);
        let others: Vec<Edit> = others.into_iter().filter(is_free).collect();
        edits.extend(first.into_iter().chain(others).map(|edit| Edit {
            start: edit.start + part.range.start,
            end: edit.end + part.range.start,
            ..edit
        }));
    }
    Replaced::new(text, edits).text
}

/// The word lists of a codebook.
fn lists(text: &str) -> BTreeSet<String> {
    let table: toml::Table = text.parse().unwrap_or_default();
    let lists = table.get("lists").and_then(toml::Value::as_table);
    lists.into_iter().flat_map(|lists| lists.keys().cloned()).collect()
}

/// The ids of a codebook's codes.
fn codes(text: &str) -> BTreeSet<String> {
    let table: toml::Table = text.parse().unwrap_or_default();
    let codes = table.get("code").and_then(toml::Value::as_array).into_iter().flatten();
    codes.filter_map(|code| Some(code.get("id")?.as_str()?.to_owned())).collect()
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
        memo: old.memo.as_ref().map(|memo| ids.get(memo).unwrap_or(memo).clone()),
        ..old.clone()
    }
}

/// The name of a memo or another paper. A date in it is the analyst's own.
pub fn file_name(name: &str, finder: &Finder) -> String {
    finder.clone().with_dates(Dates::Keep).without_patterns().replace_id(name)
}

/// The bytes of the TOML between two lines `+++` at the beginning; empty if there is none.
fn front(text: &str) -> Range<usize> {
    let Some(rest) = text.strip_prefix("+++") else { return 0..0 };
    let end = rest.find("\n+++").map(|end| 3 + end + 4);
    end.map_or(0..0, |end| 3..end)
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
                None if is_left_out(&cell.value, finder) => String::new(),
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

/// Whether a cell is nothing but a date that is left out: a word in its place would be no date.
fn is_left_out(cell: &str, finder: &Finder) -> bool {
    let hits = finder.hits(cell, Place::Name);
    hits.first().is_some_and(|hit| {
        hit.kind == DATE
            && hit.replacement.starts_with('[')
            && cell.get(hit.range.clone()) == Some(cell.trim())
    })
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
        [("Mara_1", "P01_1"), ("Mara", "P01"), ("2026-03-01-mara", "2026-03-01-P01")]
            .map(|(old, new)| (old.to_owned(), new.to_owned()))
            .into()
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
    fn a_date_that_is_left_out_leaves_an_empty_cell() {
        let text = "id,since,note\nMara,2024-03-04,since 3 March\n".to_owned();
        let source = Arc::new(Source { name: "cases.csv".into(), text });
        let finder = finder();
        let new = table(&source, &ids(), |_| &finder).unwrap();
        assert_eq!(new, "id,since,note\nP01,,since DATE\n");
    }

    #[test]
    fn ids_of_codes_stay_wherever_they_stand() {
        let text = "[[code]]\nid = \"mara\"\nlabel = \"Mara leads\"\n[[code]]\nid = \"b\"\nparent = \"mara\"\n";
        assert_eq!(
            replaced(text, Kind::Codebook, &ids(), &finder()),
            text.replace("Mara leads", "P01 leads")
        );
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
