//! The key: which name becomes what, in a table that a person wrote and keeps outside the study.
//!
//! ```text
//! surface,kind,replacement,scope
//! Dana Whitlock,PERSON,[SUPERVISOR_1],
//! Dana,PERSON,[SUPERVISOR_1],
//! Will,PERSON,[BROTHER_1],P03
//! Tuesday Club,KEEP,,
//! P03,DATE_SHIFT,-84,
//! ```
//!
//! In comes the text of the table, out comes a [`Key`], or every mistake at its line; and back.
//! `scope` names the transcripts or cases that a row is for, joined by `;`; empty, it is for all.
//! A row of the kind `KEEP` was looked at and stays as it is. Rows of the kind `DATE_SHIFT` are
//! written by emic: by how many days the dates of a case are shifted.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::fold::folded;
use super::surface::{Surfaces, bare};
use crate::diagnostic::{Diagnostic, Outcome, Source};
use crate::study::separated::{self, Field, Sheet, written};

/// The kind of what a person looked at and left.
pub const KEEP: &str = "KEEP";
/// The kind of the rows that say by how many days dates are shifted.
pub const DATE_SHIFT: &str = "DATE_SHIFT";
/// The kind of a row that names none.
const NAME: &str = "NAME";
/// The most days that dates are shifted by; more would lead out of the years that dates have.
const MOST_DAYS: i64 = 36_500;

/// One name and what it becomes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The name as it is said or written.
    pub surface: String,
    /// What it is: PERSON, PLACE, ORG …
    pub kind: String,
    /// What it becomes; as it is, where it is kept.
    pub replacement: String,
    /// The transcripts or cases it is for; all if it is empty.
    pub scope: BTreeSet<String>,
    /// Whether the surface form is looked for in labels, ids and tables alone: a pseudonym without
    /// its brackets.
    pub is_bare: bool,
}

impl Entry {
    /// Whether it was looked at and stays as it is.
    pub fn is_kept(&self) -> bool {
        self.kind == KEEP
    }

    /// Whether it is for a transcript, by the transcript's id and the cases in it.
    pub fn is_for(&self, names: &[&str]) -> bool {
        self.scope.is_empty() || names.iter().any(|name| self.scope.contains(*name))
    }
}

/// A key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// The names, in the order of the table.
    pub entries: Vec<Entry>,
    /// By case, by how many days its dates are shifted.
    pub shifts: BTreeMap<String, i64>,
}

/// Reads a key.
pub fn parse(source: &Arc<Source>) -> Outcome<Key> {
    let sheet = separated::parse(source)?;
    let Some(surface) = sheet.column("surface") else {
        let end = sheet.header.last().map_or(0, |field| field.span.end);
        return Err(vec![
            Diagnostic::error("the header has no column `surface`")
                .at(source, 0..end, "")
                .help("the columns of a key are `surface,kind,replacement,scope`"),
        ]);
    };
    let mut reading = Reading { source, key: Key::default(), faults: Vec::new(), seen: Vec::new() };
    let columns = ["kind", "replacement", "scope"].map(|name| sheet.column(name));
    for (place, field) in sheet.header.iter().enumerate() {
        if place != surface && !columns.contains(&Some(place)) && !field.value.is_empty() {
            reading.fault(field.span.clone(), format!("column `{}` is not used", field.value));
        }
    }
    reading.rows(&sheet, surface, columns);
    reading.number();
    reading.contradictions();
    if reading.faults.is_empty() { Ok(reading.key) } else { Err(reading.faults) }
}

struct Reading<'s> {
    source: &'s Arc<Source>,
    key: Key,
    faults: Vec<Diagnostic>,
    /// The bytes of each entry's surface.
    seen: Vec<Range<usize>>,
}

impl Reading<'_> {
    fn fault(&mut self, span: Range<usize>, message: impl Into<String>) -> &mut Diagnostic {
        self.faults.push(Diagnostic::error(message).at(self.source, span, ""));
        let last = self.faults.len() - 1;
        &mut self.faults[last]
    }

    fn rows(&mut self, sheet: &Sheet, surface: usize, columns: [Option<usize>; 3]) {
        for row in &sheet.rows {
            let cell = |column: Option<usize>| column.and_then(|place| row.get(place));
            let value = |column| cell(column).map_or("", |field: &Field| field.value.as_str());
            let Some(name) = row.get(surface) else { continue };
            let [kind, replacement, scope] = columns;
            let kind = value(kind).to_uppercase();
            if kind == DATE_SHIFT {
                match value(replacement).parse::<i64>() {
                    Ok(days) if days != 0 && days.abs() <= MOST_DAYS => {
                        if self.key.shifts.insert(name.value.clone(), days).is_some() {
                            let told = format!("`{}` has two rows of this kind", name.value);
                            let told = self.fault(name.span.clone(), told);
                            told.help.push("keep the one that the new study was made with".into());
                        }
                    }
                    _ => {
                        let span = cell(replacement).unwrap_or(name).span.clone();
                        self.fault(span, "expected a number of days other than 0");
                    }
                }
                continue;
            }
            if !folded(&name.value).chars().any(char::is_alphanumeric) {
                self.fault(name.span.clone(), "this row has no surface form");
                continue;
            }
            let is_odd = |c: char| c.is_control() || matches!(c, '"' | '\\' | '/');
            // Without a replacement its kind becomes one: `[PERSON_1]`.
            let (made, column) = match value(replacement) {
                "" => (kind.as_str(), columns[0]),
                given => (given, replacement),
            };
            if made.contains(is_odd) || !made.is_empty() && bare(made).is_empty() {
                let span = cell(column).unwrap_or(name).span.clone();
                let told = self.fault(span, "this replacement cannot be written everywhere");
                told.help.push("use letters, digits, `_` and brackets: `[PERSON_1]`".to_owned());
                continue;
            }
            let parts = value(scope).split(';').map(str::trim);
            self.seen.push(name.span.clone());
            self.key.entries.push(Entry {
                surface: name.value.clone(),
                kind: if kind.is_empty() { NAME.to_owned() } else { kind },
                replacement: value(replacement).to_owned(),
                scope: parts
                    .filter(|part| !part.is_empty() && *part != "*")
                    .map(str::to_owned)
                    .collect(),
                is_bare: false,
            });
        }
    }

    /// Gives those without replacement the next number of their kind.
    fn number(&mut self) {
        let mut used: BTreeSet<String> =
            self.key.entries.iter().map(|entry| entry.replacement.clone()).collect();
        let mut same: BTreeMap<(String, String), String> = BTreeMap::new();
        for entry in &mut self.key.entries {
            if entry.is_kept() {
                entry.replacement.clone_from(&entry.surface);
            } else if entry.replacement.is_empty() {
                let key = (entry.kind.clone(), folded(&entry.surface));
                let next = || {
                    let all = (1u32..).map(|number| format!("[{}_{number}]", entry.kind));
                    all.into_iter().find(|name| !used.contains(name)).unwrap_or_default()
                };
                entry.replacement = same.entry(key).or_insert_with(next).clone();
                used.insert(entry.replacement.clone());
            }
        }
    }

    /// Two rows that say different things of one name, and replacements that hold a name.
    fn contradictions(&mut self) {
        let entries = self.key.entries.clone();
        let all = Surfaces::new(entries.iter().filter(|entry| !entry.is_kept()));
        let mut known: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, entry) in entries.iter().enumerate() {
            let span = self.seen.get(place).cloned().unwrap_or_default();
            let others = known.entry(folded(&entry.surface)).or_default();
            let is_other = |other: &&usize| {
                let first = &entries[**other];
                let is_both = first.scope.is_empty() == entry.scope.is_empty()
                    && (first.scope.is_empty() || !first.scope.is_disjoint(&entry.scope));
                is_both && first.replacement != entry.replacement
            };
            if let Some(first) = others.iter().find(is_other).copied() {
                let first = self.seen.get(first).cloned().unwrap_or_default();
                let message = format!("`{}` becomes two things", entry.surface);
                let source = Arc::clone(self.source);
                let told = self.fault(span.clone(), message);
                *told = told.clone().at(&source, first, "the first");
            }
            others.push(place);
            if entry.is_kept() {
                continue;
            }
            let whole = all.whole(&entry.replacement).into_iter();
            if let Some(held) = whole.filter_map(|found| entries_of(&entries, found.entry)).next() {
                let message =
                    format!("the replacement `{}` holds the name `{held}`", entry.replacement);
                let told = self.fault(span, message);
                told.help.push("choose one in which no surface form stands as a word".to_owned());
            }
        }
    }
}

/// The surface form of the entry at a place among those that are replaced.
fn entries_of(entries: &[Entry], place: usize) -> Option<&str> {
    let replaced = entries.iter().filter(|entry| !entry.is_kept());
    replaced.map(|entry| entry.surface.as_str()).nth(place)
}

impl Key {
    /// The names that become something else.
    pub fn replaced(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !entry.is_kept())
    }

    /// Replacements that stand for several names: which of them was said is not known afterwards.
    pub fn shared(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for entry in self.replaced() {
            all.entry(&entry.replacement).or_default().push(&entry.surface);
        }
        all.retain(|_, surfaces| surfaces.len() > 1);
        all
    }

    /// The way back: each pseudonym to the first name that it stands for; without its brackets in
    /// labels, ids and tables alone, for in what was said `P07` may be what it says.
    pub fn reversed(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for entry in self.replaced() {
            for surface in [entry.replacement.clone(), bare(&entry.replacement)] {
                if entries.iter().all(|known| known.surface != surface) {
                    entries.push(Entry {
                        is_bare: surface != entry.replacement,
                        surface,
                        replacement: entry.surface.clone(),
                        scope: BTreeSet::new(),
                        ..entry.clone()
                    });
                }
            }
        }
        entries
    }

    /// The text of the table.
    pub fn text(&self) -> String {
        let mut text = "surface,kind,replacement,scope\n".to_owned();
        let mut line = |cells: [&str; 4]| {
            let cells = cells.map(|cell| written(cell, ','));
            text.push_str(&cells.join(","));
            text.push('\n');
        };
        for entry in &self.entries {
            let scope: Vec<&str> = entry.scope.iter().map(String::as_str).collect();
            let replacement = if entry.is_kept() { "" } else { &entry.replacement };
            line([&entry.surface, &entry.kind, replacement, &scope.join(";")]);
        }
        for (case, days) in &self.shifts {
            line([case, DATE_SHIFT, &days.to_string(), ""]);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Outcome<Key> {
        parse(&Arc::new(Source { name: "study.key".into(), text: text.into() }))
    }

    #[test]
    fn a_key_is_read_numbered_and_written() {
        let text = "surface,kind,replacement,scope\nDana Whitlock,PERSON,[S_1],\nOdell,person,,\n\
                    Moss Lane,PLACE,,P1;P2\nTuesday,KEEP,,\nodell,PERSON,,\nP1,DATE_SHIFT,-84,\n";
        let key = read(text).unwrap();
        let became: Vec<&str> =
            key.entries.iter().map(|entry| entry.replacement.as_str()).collect();
        assert_eq!(became, ["[S_1]", "[PERSON_1]", "[PLACE_1]", "Tuesday", "[PERSON_1]"]);
        assert!(key.entries[2].is_for(&["P2"]) && !key.entries[2].is_for(&["P3"]));
        assert_eq!(key.shifts["P1"], -84);
        assert_eq!(read(&key.text()).unwrap(), key);
        assert_eq!(key.shared()["[PERSON_1]"], ["Odell", "odell"]);
    }

    #[test]
    fn every_mistake_is_told() {
        let told = |text: &str| -> Vec<String> {
            read(text).unwrap_err().into_iter().map(|one| one.message).collect()
        };
        assert_eq!(
            told(
                "surface,kind,replacement\nDana,PERSON,[A]\ndana,PERSON,[B]\nMoss,PLACE,the odell\n\
                 Odell,PERSON,[C]\n--,PERSON,[D]\nLee,PERSON,a/b\nP1,DATE_SHIFT,x\n\
                 P2,DATE_SHIFT,7\nP2,DATE_SHIFT,14\n"
            ),
            [
                "this row has no surface form",
                "this replacement cannot be written everywhere",
                "expected a number of days other than 0",
                "`P2` has two rows of this kind",
                "`dana` becomes two things",
                "the replacement `the odell` holds the name `Odell`",
            ]
        );
        assert_eq!(
            told("surface,kind\nDana,per son/x\n"),
            ["this replacement cannot be written everywhere"]
        );
        assert_eq!(told("name\nDana\n"), ["the header has no column `surface`"]);
        assert_eq!(told("surface,note\nDana,x\n"), ["column `note` is not used"]);
    }
}
