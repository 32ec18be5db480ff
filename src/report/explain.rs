//! Why a segment carries a code: which rule found it, by which words.
//!
//! In come a transcript and its codings by rules, out comes a row a piece of evidence.

use super::table::{Cell, Column, Table};
use crate::codebook::Codebook;
use crate::coding::{Coded, Coding};
use crate::text::points::Points;
use crate::transcript::Transcript;

/// An empty table of explanations.
pub fn table() -> Table {
    Table::new(vec![
        Column::text("transcript", "Transcript"),
        Column::count("turn", "Turn"),
        Column::text("code", "Code"),
        Column::text("rule", "Rule"),
        Column::text("words", "By the words"),
        Column::count("start", "From"),
        Column::count("end", "To"),
        Column::text("segment", "Segment"),
    ])
}

/// The rows of one transcript. `keeps` says which codings are wanted.
pub fn rows(
    transcript: &Transcript,
    coded: &Coded,
    codebook: &Codebook,
    keeps: &dyn Fn(&Coding) -> bool,
) -> Table {
    let mut table = table();
    let points = Points::new(&transcript.text);
    let words = |start: u32, end: u32| -> String {
        let slice = transcript.text.get(start as usize..end as usize).unwrap_or_default();
        slice.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for coding in coded.codings.iter().filter(|coding| keeps(coding)) {
        let Some(code) = codebook.codes.get(coding.code as usize) else { continue };
        for evidence in coded.evidence_of(coding) {
            let rule = code.rules.get(evidence.rule as usize);
            table.push(vec![
                transcript.id.as_str().into(),
                Cell::count(evidence.turn as usize + 1),
                code.id.as_str().into(),
                rule.map_or("", |rule| rule.id.as_str()).into(),
                words(evidence.start, evidence.end).into(),
                Cell::count(points.of_byte(evidence.start as usize)),
                Cell::count(points.of_byte(evidence.end as usize)),
                words(coding.start, coding.end).into(),
            ]);
        }
    }
    table
}
