//! What may point at somebody: the list of `emic deid scan`.
//!
//! In come finds with their places, rare combinations of attributes and what a reviewed sample
//! said, out comes a [`Report`]: all places for programs, each distinct find once for people. The
//! words of the finds are shown, for the researcher has to judge them.

use std::collections::BTreeMap;

use super::Report;
use super::table::{Cell, Column, Table};
use crate::statistics::interval::upper_bound;

/// One find.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The transcript's id; none for other files.
    pub transcript: Option<String>,
    /// The file.
    pub file: String,
    /// Line and column in the text, from 1.
    pub place: Option<(usize, usize)>,
    /// The turn, from 1.
    pub turn: Option<usize>,
    /// Code points of the text, the end exclusive.
    pub points: Option<(usize, usize)>,
    /// What it is.
    pub kind: String,
    /// `table`, `pattern`, `review` or `cases`.
    pub source: &'static str,
    /// The words.
    pub text: String,
    /// What it becomes; none where a person has to decide.
    pub replacement: Option<String>,
}

/// The source of what a person has to look at.
pub const REVIEW: &str = "review";
/// The source of rare combinations.
pub const CASES: &str = "cases";

/// The list.
pub fn report(rows: &[Row]) -> Report {
    let mut data = Table::new(vec![
        Column::text("transcript", "Transcript"),
        Column::text("file", "File"),
        Column::count("line", "Line"),
        Column::count("column", "Column"),
        Column::count("turn", "Turn"),
        Column::count("start", "Start"),
        Column::count("end", "End"),
        Column::text("kind", "Kind"),
        Column::text("source", "By"),
        Column::text("text", "Text"),
        Column::text("replacement", "Becomes"),
    ]);
    let maybe = |number: Option<usize>| number.map_or(Cell::Missing, Cell::count);
    for row in rows {
        data.push(vec![
            Cell::maybe(row.transcript.clone()),
            row.file.as_str().into(),
            maybe(row.place.map(|place| place.0)),
            maybe(row.place.map(|place| place.1)),
            maybe(row.turn),
            maybe(row.points.map(|points| points.0)),
            maybe(row.points.map(|points| points.1)),
            row.kind.as_str().into(),
            row.source.into(),
            row.text.as_str().into(),
            Cell::maybe(row.replacement.clone()),
        ]);
    }
    let mut report = Report::new("deid", data);
    report.for_people = Some(for_people(rows));
    for source in ["table", "pattern", REVIEW, CASES] {
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.source == source) {
            *kinds.entry(&row.kind).or_default() += 1;
        }
        if !kinds.is_empty() {
            let kinds: Vec<String> =
                kinds.into_iter().map(|(kind, count)| format!("{kind} {count}")).collect();
            report.head.push(format!("By {source}: {}", kinds.join(", ")));
        }
    }
    report
}

/// What makes two finds one: the source's place, the kind, the words and what they become.
type Same<'r> = (usize, &'r str, &'r str, Option<&'r str>);

/// Each distinct find once, with how often it stands where.
fn for_people(rows: &[Row]) -> Table {
    let mut table = Table::new(vec![
        Column::text("source", "By"),
        Column::text("kind", "Kind"),
        Column::text("text", "Text"),
        Column::text("replacement", "Becomes"),
        Column::count("places", "Places"),
        Column::text("first", "First"),
    ]);
    let mut same: BTreeMap<Same<'_>, (usize, String)> = BTreeMap::new();
    for row in rows {
        let order = [REVIEW, CASES, "table", "pattern"].iter().position(|one| *one == row.source);
        let key =
            (order.unwrap_or(9), row.kind.as_str(), row.text.as_str(), row.replacement.as_deref());
        let first = || match (row.place, row.turn) {
            (_, Some(turn)) => {
                format!("{} turn {turn}", row.transcript.as_deref().unwrap_or(&row.file))
            }
            (Some((line, column)), None) => format!("{}:{line}:{column}", row.file),
            (None, None) => row.file.clone(),
        };
        same.entry(key).or_insert_with(|| (0, first())).0 += 1;
    }
    for ((order, kind, text, replacement), (places, first)) in same {
        let source = [REVIEW, CASES, "table", "pattern"].get(order).copied().unwrap_or_default();
        table.push(vec![
            source.into(),
            kind.into(),
            text.into(),
            Cell::maybe(replacement),
            Cell::count(places),
            first.into(),
        ]);
    }
    table
}

/// What a reviewed sample says of what is still missed, in a sentence.
pub fn residual(missed: u64, reviewed: u64) -> Option<String> {
    let upper = upper_bound(missed, reviewed)?;
    let share = format!("{:.1} %", upper * 100.0);
    let formula = match missed {
        0 => format!("1 − 0.05^(1/{reviewed})"),
        _ => "Clopper and Pearson".to_owned(),
    };
    Some(format!(
        "{missed} of {reviewed} identifiers in the reviewed sample were missed: with 95 % confidence \
         at most {share} of all are ({formula})"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_is_exact() {
        for (n, told) in [(30, "9.5 %"), (100, "3.0 %"), (300, "1.0 %")] {
            assert!(residual(0, n).unwrap().contains(told), "{n}");
        }
        assert!(residual(1, 100).unwrap().contains("4.7 % of all are (Clopper and Pearson)"));
        assert_eq!((residual(0, 0), residual(3, 2)), (None, None));
    }

    #[test]
    fn people_see_each_find_once() {
        let row = |turn| Row {
            transcript: Some("P1".into()),
            file: "transcripts/P1.txt".into(),
            turn: Some(turn),
            kind: "PERSON".into(),
            source: "table",
            text: "Dana".into(),
            replacement: Some("[S_1]".into()),
            ..Row::default()
        };
        let report = report(&[row(2), row(5)]);
        assert_eq!(report.data.rows.len(), 2);
        let shown = report.for_people.unwrap();
        assert_eq!(shown.rows.len(), 1);
        assert_eq!(shown.rows[0][4..], [Cell::Count(2), "P1 turn 2".into()]);
        assert_eq!(report.head, ["By table: PERSON 2"]);
    }
}
