//! Codings as rows: where each segment is, who coded it, with what, and its words.
//!
//! The columns are fixed: `emic apply` and `emic export` write them and `emic import` reads them.
//! Positions are code points of the canonical text, the end exclusive; `prefix` and `suffix` are up
//! to 32 characters before and after, as anchors need them (`docs/methods.md`, Positions).

use super::table::{Cell, Column, Table};
use crate::codebook::Codebook;
use crate::coding::hand::Placed;
use crate::coding::{Coded, Coding};
use crate::text::points::Points;
use crate::transcript::Transcript;
use crate::transcript::people::Cast;

/// Characters of context on each side.
const CONTEXT: usize = 32;

/// The columns of codings, in order.
pub const COLUMNS: [&str; 15] = [
    "transcript",
    "start",
    "end",
    "turn",
    "speaker",
    "case",
    "code",
    "coder",
    "rule",
    "segment",
    "quote",
    "prefix",
    "suffix",
    "note",
    "at",
];

/// An empty table of codings.
pub fn table() -> Table {
    let column = |key: &&str| match *key {
        "start" | "end" | "turn" => Column::count(*key, *key),
        key => Column::text(key, key),
    };
    Table::new(COLUMNS.iter().map(column).collect())
}

/// The rows of one transcript's codings by rules. `keeps` says which codings are wanted.
pub fn rows(
    transcript: &Transcript,
    cast: &Cast,
    coded: &Coded,
    codebook: &Codebook,
    coder: &str,
    keeps: &dyn Fn(&Coding) -> bool,
) -> Table {
    let mut table = table();
    let points = Points::new(&transcript.text);
    for (number, coding) in coded.codings.iter().enumerate().filter(|(_, coding)| keeps(coding)) {
        let (start, end) = (coding.start as usize, coding.end as usize);
        let turn = transcript.turns.get(coding.turn as usize);
        let code = codebook.codes.get(coding.code as usize);
        let mut rules: Vec<&str> = coded
            .evidence_of(coding)
            .iter()
            .filter_map(|evidence| code?.rules.get(evidence.rule as usize))
            .map(|rule| rule.id.as_str())
            .collect();
        rules.sort_unstable();
        rules.dedup();
        let speaker = turn.and_then(|turn| transcript.speaker(turn));
        table.push(vec![
            transcript.id.as_str().into(),
            Cell::count(points.of_byte(start)),
            Cell::count(points.of_byte(end)),
            Cell::count(coding.turn as usize + 1),
            Cell::maybe(speaker),
            Cell::maybe(turn.and_then(|turn| cast.case(turn))),
            code.map_or("", |code| code.id.as_str()).into(),
            coder.into(),
            rules.join(";").into(),
            format!("{}#{}", transcript.id, number + 1).into(),
            transcript.text.get(start..end).unwrap_or_default().into(),
            before(&transcript.text, start).into(),
            after(&transcript.text, end).into(),
            Cell::Missing,
            Cell::Missing,
        ]);
    }
    table
}

/// The rows of one transcript's codings by a person, by place.
pub fn of_people(
    transcript: &Transcript,
    cast: &Cast,
    coder: &str,
    placed: &[Placed<'_>],
) -> Table {
    let mut table = table();
    let points = Points::new(&transcript.text);
    let ends: Vec<usize> =
        transcript.turns.iter().map(|turn| transcript.reading(turn).extent().end).collect();
    let last = transcript.turns.len().saturating_sub(1);
    for one in placed.iter().filter(|one| one.found.place.is_some()) {
        let (start, end) = (one.bytes.start, one.bytes.end);
        let place = ends.partition_point(|end| *end <= start).min(last);
        let turn = transcript.turns.get(place);
        let held = one.held;
        table.push(vec![
            transcript.id.as_str().into(),
            Cell::count(points.of_byte(start)),
            Cell::count(points.of_byte(end)),
            Cell::count(place + 1),
            Cell::maybe(turn.and_then(|turn| transcript.speaker(turn))),
            Cell::maybe(turn.and_then(|turn| cast.case(turn))),
            held.code.as_str().into(),
            coder.into(),
            Cell::maybe(held.rule.as_deref()),
            held.segment.as_deref().unwrap_or(&held.id).into(),
            transcript.text.get(start..end).unwrap_or_default().into(),
            before(&transcript.text, start).into(),
            after(&transcript.text, end).into(),
            Cell::maybe(held.note.as_deref()),
            held.at.as_str().into(),
        ]);
    }
    table
}

fn before(text: &str, start: usize) -> &str {
    let head = text.get(..start).unwrap_or_default();
    let from = head.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
    &head[from..]
}

fn after(text: &str, end: usize) -> &str {
    let tail = text.get(end..).unwrap_or_default();
    let to = tail.char_indices().nth(CONTEXT).map_or(tail.len(), |(at, _)| at);
    &tail[..to]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_is_at_most_32_characters() {
        let text = format!("{}信任{}", "é".repeat(40), "ü".repeat(3));
        let start = text.find('信').unwrap();
        assert_eq!(before(&text, start), "é".repeat(32));
        assert_eq!(after(&text, start + 6), "üüü");
        assert_eq!(before(&text, 0), "");
    }
}
