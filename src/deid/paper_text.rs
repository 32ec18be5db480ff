//! The text of a paper with everything replaced: a table cell by cell, TOML in its strings and
//! remarks, prose throughout.
//!
//! In come a text, what the ids of transcripts and cases became and a finder, out comes the new
//! text. Ids that stand alone become what they became elsewhere; pseudonyms in tables, settings,
//! codebooks and front matter have no brackets. A string that is nothing but a date is the
//! analyst's own and stays.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::find::{Finder, Place};
use super::papers::Kind;
use super::pattern::{self, DATE};
use super::replace::{Edit, Replaced};
use super::toml_text;
use crate::diagnostic::{Outcome, Source};
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
            edits.extend(finder.edits(body, Place::Words).into_iter().map(|edit| Edit {
                start: edit.start + front.end,
                end: edit.end + front.end,
                ..edit
            }));
            Replaced::new(text, edits).text
        }
        Kind::Toml => Replaced::new(text, toml(text, Place::Words, ids, finder)).text,
        _ => Replaced::new(text, toml(text, Place::Name, ids, finder)).text,
    }
}

/// The bytes of the TOML between two lines `+++` at the beginning; empty if there is none.
fn front(text: &str) -> Range<usize> {
    let Some(rest) = text.strip_prefix("+++") else { return 0..0 };
    let end = rest.find("\n+++").map(|end| 3 + end + 4);
    end.map_or(0..0, |end| 3..end)
}

fn toml(text: &str, place: Place, ids: &Ids, finder: &Finder) -> Vec<Edit> {
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
        edits.extend(finder.edits(words, place).into_iter().map(|edit| Edit {
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
