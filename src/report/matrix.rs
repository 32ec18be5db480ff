//! The matrix: a row a case or transcript, a column a code.
//!
//! In comes the material of a report, out comes who speaks of what: presence as 0 and 1, segments
//! or words. A parent counts the union of its descendants. Columns are called by the codes' ids for
//! programs and by their labels for people; rows without any segment stay.

use std::collections::{BTreeMap, BTreeSet};

use super::Report;
use super::base::MISSING;
use super::groups;
use super::material::{Document, Material};
use super::small_cell;
use super::table::{Cell, Column, Table};
use crate::coding::tally::{Count, Share, Tally};
use crate::study::question::QUESTION;

/// What the rows are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rows {
    /// A row a case.
    #[default]
    Cases,
    /// A row a transcript.
    Transcripts,
}

/// What the cells say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cells {
    /// 1 if there is a segment, else 0.
    #[default]
    Presence,
    /// United spans.
    Segments,
    /// Words in them.
    Words,
}

/// What the matrix shall show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What the rows are.
    pub rows: Rows,
    /// What the cells say.
    pub cells: Cells,
    /// The attribute by which rows are sorted, and its declared values in order.
    pub by: Option<(String, Vec<String>)>,
}

/// One row: its group, its name, its counts by code.
struct Row {
    group: String,
    name: String,
    counts: BTreeMap<usize, Share>,
}

/// The matrix.
pub fn report(material: &Material, options: &Options) -> Report {
    let mut notes = Vec::new();
    let mut rows = rows(material, options);
    let unnamed = unnamed(material, options);
    for row in &mut rows {
        if row.group.split(';').any(|group| unnamed.iter().any(|other| other == group)) {
            row.group = String::new();
        }
    }
    let has_unnamed = options.by.is_some() && rows.iter().any(|row| row.group.is_empty());
    if let Some((name, declared)) = &options.by {
        // Questions of no guide stand in the order in which they were first asked.
        let asked = material.documents.iter().flat_map(|document| &document.parts);
        let order: Vec<&String> = declared.iter().chain(asked.map(|(name, _)| name)).collect();
        let mut known = BTreeSet::new();
        let order: Vec<String> =
            order.into_iter().filter(|one| known.insert(*one)).cloned().collect();
        groups::sort(&mut rows, &order, |row| &row.group);
        rows.sort_by_key(|row| row.group.is_empty());
        if options.rows == Rows::Cases && name != QUESTION && material.overlaps(name) {
            notes.push(groups::several(name));
        }
    }
    let shown = material.shown();
    let (key, heading) = match options.rows {
        Rows::Cases => ("case", "Case"),
        Rows::Transcripts => ("transcript", "Transcript"),
    };
    let mut columns = vec![Column::text(key, heading)];
    if let Some((name, _)) = &options.by {
        columns.insert(0, Column::text(name, name));
    }
    let codes = shown.iter().filter_map(|&code| material.codebook.codes.get(code));
    columns.extend(codes.map(|code| Column::count(&code.id, &code.label)));
    let mut data = Table::new(columns);
    for row in &rows {
        let group = Some(row.group.as_str()).filter(|group| !group.is_empty());
        let mut cells: Vec<Cell> = options.by.iter().map(|_| Cell::maybe(group)).collect();
        cells.push(row.name.as_str().into());
        cells.extend(shown.iter().map(|code| {
            let count = row.counts.get(code).copied().unwrap_or_default();
            Cell::Count(match options.cells {
                Cells::Presence => u64::from(count.segments > 0),
                Cells::Segments => count.segments,
                Cells::Words => count.words,
            })
        }));
        data.push(cells);
    }
    let mut report = Report::new("matrix", data);
    let by = options.by.as_ref().map(|(name, _)| name.as_str());
    report.head = vec![material.base().head()];
    report.facts = material.base().facts(by, material.min_cell);
    report.facts.push((
        "cells",
        match options.cells {
            Cells::Presence => "presence",
            Cells::Segments => "segments",
            Cells::Words => "words",
        }
        .into(),
    ));
    notes.extend(has_unnamed.then(|| small_cell::unnamed_note(material.min_cell)));
    report.notes = notes;
    report
}

/// The groups that no row names (the small-cell rule).
fn unnamed(material: &Material, options: &Options) -> Vec<String> {
    match &options.by {
        Some((name, _)) if name != QUESTION => material.unnamed(name),
        _ => Vec::new(),
    }
}

/// The rows in the order of the cases or of the study. A case that is seen in several groups (in
/// two waves) has a row in each.
fn rows(material: &Material, options: &Options) -> Vec<Row> {
    let by = options.by.as_ref().map(|(name, _)| name.as_str());
    match options.rows {
        Rows::Cases => cases(material, by),
        Rows::Transcripts => transcripts(material, by),
    }
}

fn cases(material: &Material, by: Option<&str>) -> Vec<Row> {
    let mut found: BTreeMap<(String, String), BTreeMap<usize, Share>> = BTreeMap::new();
    let mut add = |case: &str, group: String, tally: &Tally| {
        let counts = found.entry((case.to_owned(), group)).or_default();
        for (&code, count) in tally.codes.iter() {
            if let Some(share) = count.cases.get(case) {
                let sum = counts.entry(code as usize).or_default();
                sum.segments += share.segments;
                sum.words += share.words;
            }
        }
    };
    for document in &material.documents {
        if by == Some(QUESTION) {
            for (question, part) in &document.parts {
                part.cases.keys().for_each(|case| add(case, question.clone(), part));
            }
            continue;
        }
        for case in document.tally.cases.keys() {
            let groups = match by {
                Some(name) => material.groups(case, &document.id, name),
                None => vec![String::new()],
            };
            groups.into_iter().for_each(|group| add(case, group, &document.tally));
        }
    }
    let row = |((name, group), counts)| Row { group, name, counts };
    let mut rows: Vec<Row> = found.into_iter().map(row).collect();
    let natural = crate::text::natural::natural;
    rows.sort_by(|a, b| natural(&a.name, &b.name).then_with(|| a.group.cmp(&b.group)));
    rows
}

fn transcripts(material: &Material, by: Option<&str>) -> Vec<Row> {
    let share = |count: &Count| Share { segments: count.segments, words: count.words };
    let counts = |tally: &Tally| -> BTreeMap<usize, Share> {
        tally.codes.iter().map(|(&code, count)| (code as usize, share(count))).collect()
    };
    if by == Some(QUESTION) {
        let parts = |document: &Document| -> Vec<Row> {
            let name = &document.id;
            let row = |(group, part): &(String, Tally)| Row {
                group: group.clone(),
                name: name.clone(),
                counts: counts(part),
            };
            document.parts.iter().map(row).collect()
        };
        return material.documents.iter().flat_map(parts).collect();
    }
    let row = |document: &Document| Row {
        group: by.map(|name| groups_of(material, document, name).join(";")).unwrap_or_default(),
        name: document.id.clone(),
        counts: counts(&document.tally),
    };
    material.documents.iter().map(row).collect()
}

/// The groups of a transcript: its own values of an attribute, else those of the people who speak in
/// it; `missing` only where none of them has any.
fn groups_of(material: &Material, document: &Document, attribute: &str) -> Vec<String> {
    let own = material.attributes.values(None, &document.id, attribute);
    if !own.is_empty() {
        return own.to_vec();
    }
    let cases = document.tally.cases.keys();
    let values = cases.flat_map(|case| material.groups(case, &document.id, attribute));
    let mut groups: Vec<String> = values.filter(|value| value != MISSING).collect();
    groups.sort_by(|one, other| crate::text::natural::natural(one, other));
    groups.dedup();
    if groups.is_empty() {
        groups.push(MISSING.to_owned());
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{Sample, three_people};

    fn shown(options: &Options) -> Vec<String> {
        let report = report(&three_people(), options);
        let header = report.data.columns.iter().map(|column| column.key.clone());
        let mut lines = vec![header.collect::<Vec<String>>().join(" ")];
        let row = |row: &Vec<Cell>| row.iter().map(Cell::exact).collect::<Vec<_>>().join(" ");
        lines.extend(report.data.rows.iter().map(row));
        lines
    }

    #[test]
    fn cases_without_segments_stay() {
        assert_eq!(shown(&Options::default()), ["case hope fear", "A 1 1", "B 1 0", "C 0 0"]);
        let segments = Options { cells: Cells::Segments, ..Options::default() };
        assert_eq!(shown(&segments), ["case hope fear", "A 3 1", "B 1 0", "C 0 0"]);
    }

    #[test]
    fn cases_are_in_natural_order() {
        let talk = "I: So?\nMara: We hope.\n";
        let material = Sample {
            codebook: "schema = 1\n[codebook]\nid = \"b\"\nversion = \"1\"\n[[code]]\nid = \"hope\"\n\
                label = \"Hope\"\ndefinition = \"Looking forward.\"\n",
            texts: &[("P1.txt", talk), ("P10.txt", talk), ("P2.txt", talk)],
            ..Sample::default()
        }
        .material();
        let report = report(&material, &Options::default());
        let cases: Vec<String> = report.data.rows.iter().map(|row| row[0].exact()).collect();
        assert_eq!(cases, ["P1", "P2", "P10"]);
    }

    #[test]
    fn a_case_has_a_row_in_each_of_its_groups() {
        let by = Some(("wave".to_owned(), vec!["1".to_owned(), "2".to_owned()]));
        let options = Options { by, cells: Cells::Words, ..Options::default() };
        assert_eq!(
            shown(&options),
            ["wave case hope fear", "1 A 7 0", "1 B 3 0", "2 A 5 5", "missing C 0 0"]
        );
        let transcripts = Options { rows: Rows::Transcripts, ..options };
        assert_eq!(
            shown(&transcripts)[1..],
            ["1 t1 7 0", "1 t3 3 0", "2 t2 5 5", "missing t4 0 0"]
        );
    }

    #[test]
    fn a_transcript_is_in_the_groups_of_those_who_speak_in_it() {
        let by = Some(("site".to_owned(), vec!["North".to_owned(), "South".to_owned()]));
        let options = Options { by, rows: Rows::Transcripts, ..Options::default() };
        assert_eq!(
            shown(&options),
            [
                "site transcript hope fear",
                "North t1 1 0",
                "North t2 1 1",
                "South t3 1 0",
                "missing t4 0 0"
            ]
        );
    }

    #[test]
    fn no_row_names_a_small_group() {
        let by = Some(("wave".to_owned(), Vec::new()));
        let material = Material { min_cell: Some(2), ..three_people() };
        for rows in [Rows::Cases, Rows::Transcripts] {
            let options = Options { by: by.clone(), rows, ..Options::default() };
            let report = report(&material, &options);
            let groups: Vec<String> = report.data.rows.iter().map(|row| row[0].exact()).collect();
            // Two cases were seen in wave 1, one in wave 2, and one has none.
            assert_eq!(groups, ["1", "1", "", ""]);
            let told = report.notes.last().unwrap();
            assert!(told.starts_with("No group is named"), "{told}");
        }
        let options = Options { by, ..Options::default() };
        let told = &super::report(&three_people(), &options).notes;
        assert_eq!(*told, ["Some cases are in several groups of wave and count in each."]);
    }
}
