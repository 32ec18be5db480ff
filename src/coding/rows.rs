//! Codings as a table, as `emic import` reads them from csv.
//!
//! In comes text with a header, out come rows ([`parse`]); then, with the transcript, the place of
//! each ([`place`]). The columns are those of `emic export`; `transcript` and `code` must be there,
//! and `start` and `end`, `quote` or `turn`. Offsets place a coding and the quote verifies it; where
//! they disagree, the words are looked for.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::anchor::{Anchor, Status, Text, find, find_words};
use super::quote;
use crate::diagnostic::{Diagnostic, Outcome, Source};
use crate::transcript::Transcript;

/// The columns that are understood.
pub const COLUMNS: [&str; 13] = [
    "transcript",
    "start",
    "end",
    "turn",
    "code",
    "coder",
    "rule",
    "segment",
    "quote",
    "prefix",
    "suffix",
    "note",
    "round",
];

/// One row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The line of the file where it begins.
    pub line: u64,
    /// The cells that are not empty, by column.
    cells: BTreeMap<&'static str, String>,
    /// The offsets, if it has both.
    offsets: Option<(usize, usize)>,
    /// The turn, from 1.
    turn: Option<usize>,
    /// The place in a text of the other tool: which of its documents, and the bytes.
    pub passage: Option<(usize, Range<usize>)>,
}

impl Row {
    /// A row of cells; what is empty is left out.
    pub fn of<'c>(line: u64, cells: impl IntoIterator<Item = (&'static str, &'c str)>) -> Self {
        let filled = cells.into_iter().filter(|(_, cell)| !cell.trim().is_empty());
        let cells: BTreeMap<_, _> =
            filled.map(|(column, cell)| (column, cell.to_owned())).collect();
        let number = |column: &str| cells.get(column).and_then(|cell| cell.trim().parse().ok());
        let (turn, offsets) = (number("turn"), number("start").zip(number("end")));
        Row { line, cells, offsets, turn, passage: None }
    }

    /// The same row at a place in a text of the other tool.
    pub fn at(mut self, document: usize, bytes: Range<usize>) -> Self {
        self.passage = Some((document, bytes));
        self
    }

    /// Sets a cell.
    pub fn set(&mut self, column: &'static str, cell: impl Into<String>) {
        self.cells.insert(column, cell.into());
    }

    /// The value of a column, if it has any.
    pub fn get(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(String::as_str)
    }
}

/// What offsets count from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Offsets {
    /// The beginning of the canonical text.
    #[default]
    Text,
    /// The beginning of the turn's words.
    Turn,
}

/// Reads a table. `renamed` says which column of the file stands for one of ours.
pub fn parse(
    source: &Arc<Source>,
    renamed: &[(String, String)],
    separator: Option<char>,
) -> Outcome<Vec<Row>> {
    let separator =
        separator.filter(char::is_ascii).unwrap_or_else(|| self::separator(&source.text));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator as u8)
        .flexible(true)
        .from_reader(source.text.as_bytes());
    let wrong = |error: csv::Error| {
        vec![Diagnostic::error(format!("this is no table: {error}")).in_file(source.name.clone())]
    };
    let header = reader.headers().map_err(wrong)?.clone();
    let mut places = Vec::new();
    for column in COLUMNS {
        let theirs = renamed.iter().find(|(ours, _)| ours == column);
        let theirs = theirs.map_or(column, |(_, theirs)| theirs.as_str());
        let place = header.iter().position(|name| name.trim().eq_ignore_ascii_case(theirs));
        places.extend(place.map(|place| (column, place)));
    }
    let has = |column: &str| places.iter().any(|(known, _)| *known == column);
    let mut missing: Vec<&str> =
        ["transcript", "code"].into_iter().filter(|column| !has(column)).collect();
    if !(has("quote") || has("turn") || has("start") && has("end")) {
        missing.push("quote");
    }
    if !missing.is_empty() {
        let names: Vec<&str> = header.iter().map(str::trim).collect();
        let told =
            Diagnostic::error(format!("codings need the column `{}`", missing.join("` and `")));
        let told = told.at(source, 0..source.text.find('\n').unwrap_or(source.text.len()), "");
        let example = names.first().copied().unwrap_or("name");
        return Err(vec![
            told.help(format!("where it has another name: `--columns {}={example}`", missing[0])),
        ]);
    }
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let position = record.position();
        let mut row = Row { line: position.map_or(0, csv::Position::line), ..Row::default() };
        for (column, place) in &places {
            let cell = record.get(*place).unwrap_or_default();
            let exact = matches!(*column, "quote" | "prefix" | "suffix");
            let cell = if exact { cell } else { cell.trim() };
            if !cell.trim().is_empty() || exact && !cell.is_empty() {
                row.cells.insert(column, cell.to_owned());
            }
        }
        if row.cells.is_empty() {
            continue;
        }
        let from = position.map_or(0, |position| position.byte() as usize);
        let length =
            source.text.get(from..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
        let mut fault = |message: String| {
            faults.push(Diagnostic::error(message).at(source, from..from + length, ""));
        };
        for column in ["transcript", "code"] {
            if row.get(column).is_none() {
                fault(format!("this row has no {column}"));
            }
        }
        let mut number = |column: &str| -> Option<usize> {
            let text = row.cells.get(column)?;
            let number = text.parse().ok();
            if number.is_none() {
                fault(format!("`{text}` is no number"));
            }
            number
        };
        row.turn = number("turn");
        row.offsets = number("start").zip(number("end"));
        rows.push(row);
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

/// What stands between the cells: what the first line has most of.
pub fn separator(text: &str) -> char {
    let header = text.lines().next().unwrap_or_default();
    let count = |c: char| header.matches(c).count();
    [',', ';', '\t'].into_iter().max_by_key(|c| (count(*c), *c == ',')).unwrap_or(',')
}

/// The bytes of the canonical text that a row names, or why there are none.
pub fn place(transcript: &Transcript, row: &Row, offsets: Offsets) -> Result<Range<usize>, String> {
    let text = Text::new(&transcript.text);
    let turn = row.turn.and_then(|number| transcript.turn(number));
    let quote = row.get("quote");
    let named = match (row.offsets, offsets) {
        (Some((start, end)), Offsets::Text) => Some(text.bytes(start, end)),
        (Some((start, end)), Offsets::Turn) => turn.map(|turn| {
            let reading = transcript.reading(turn);
            let bytes = Text::new(reading.text()).bytes(start, end);
            reading.canonical_range(bytes)
        }),
        (None, _) if quote.is_none() => turn.map(|turn| transcript.reading(turn).extent()),
        (None, _) => None,
    };
    let named = named.filter(|bytes| !bytes.is_empty());
    let Some(quote) = quote else {
        return named.ok_or_else(|| "there is no such place".to_owned());
    };
    if let Some(bytes) = &named
        && is_said(transcript, bytes, quote)
    {
        return Ok(bytes.clone());
    }
    // The turn by the words: the one that is meant, else the nearest that has them.
    let places = find_words(&text, quote);
    let away = |place: &(usize, usize)| {
        let bytes = text.bytes(place.0, place.1);
        let extents = transcript.turns.iter().map(|turn| transcript.reading(turn).extent().end);
        let number = extents.take_while(|end| *end <= bytes.start).count() + 1;
        row.turn.map_or(0, |turn| turn.abs_diff(number))
    };
    let mut nearest: Vec<(usize, (usize, usize))> =
        places.iter().map(|place| (away(place), *place)).collect();
    nearest.sort_unstable();
    match nearest.as_slice() {
        [(_, (start, end))] => return Ok(text.bytes(*start, *end)),
        [(first, (start, end)), (second, _), ..] if first < second && row.offsets.is_none() => {
            return Ok(text.bytes(*start, *end));
        }
        _ => {}
    }
    let (start, end) = match &named {
        Some(bytes) => (text.point(bytes.start), text.point(bytes.end)),
        None => row.offsets.unwrap_or_default(),
    };
    let of = |column: &str| row.get(column).unwrap_or_default().to_owned();
    let (prefix, suffix) = (of("prefix"), of("suffix"));
    let anchor = Anchor { start, end, quote: quote.to_owned(), prefix, suffix };
    let found = find(&text, &anchor);
    match (found.status, found.place) {
        (Status::Kept | Status::Moved | Status::Changed, Some((start, end))) => {
            Ok(text.bytes(start, end))
        }
        (Status::Ambiguous, Some((start, end))) if row.turn.is_some() || row.offsets.is_some() => {
            match nearest.as_slice() {
                [(first, place), (second, _), ..] if first < second => {
                    Ok(text.bytes(place.0, place.1))
                }
                _ if row.offsets.is_some() => Ok(text.bytes(start, end)),
                _ => Err("the quote is said several times".to_owned()),
            }
        }
        (Status::Ambiguous, _) => Err("the quote is said several times".to_owned()),
        _ => quote::find(transcript, quote, None).map_err(|_| "the quote is not there".to_owned()),
    }
}

/// Whether a quote is what stands at a place, white space aside.
fn is_said(transcript: &Transcript, bytes: &Range<usize>, quote: &str) -> bool {
    let there = transcript.text.get(bytes.clone()).unwrap_or_default();
    there == quote || there.split_whitespace().eq(quote.split_whitespace())
}

/// Parts of one segment as one range, where each begins where the one before ends: at the end of a
/// turn and the beginning of the next.
pub fn joined(transcript: &Transcript, mut parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    parts.sort_by_key(|part| (part.start, part.end));
    parts.dedup();
    let extents: Vec<Range<usize>> =
        transcript.turns.iter().map(|turn| transcript.reading(turn).extent()).collect();
    let no_words = |from: usize, to: usize| {
        transcript.text.get(from..to).is_none_or(|between| between.trim().is_empty())
    };
    let mut joined: Vec<Range<usize>> = Vec::new();
    for part in parts {
        let follows = joined.last().is_some_and(|last| {
            let first = extents.partition_point(|extent| extent.end < last.end);
            let next = extents.get(first + 1).filter(|next| next.start <= part.start);
            let ends = extents.get(first).is_some_and(|extent| no_words(last.end, extent.end));
            part.start <= last.end
                || ends && next.is_some_and(|next| no_words(next.start, part.start))
        });
        match joined.last_mut().filter(|_| follows) {
            Some(last) => last.end = last.end.max(part.end),
            None => joined.push(part),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::build::Builder;

    fn rows(text: &str, renamed: &[(&str, &str)]) -> Outcome<Vec<Row>> {
        let source = Arc::new(Source { name: "c.csv".into(), text: text.into() });
        let renamed: Vec<(String, String)> =
            renamed.iter().map(|(ours, theirs)| ((*ours).into(), (*theirs).into())).collect();
        parse(&source, &renamed, None)
    }

    fn transcript() -> Transcript {
        let mut builder = Builder::written();
        for words in ["I hope so.", "I hope it lasts.", "Yes. I hope so."] {
            builder.push(Some("P"), words, (None, None));
        }
        builder.finish()
    }

    #[test]
    fn places_by_offsets_quote_and_turn() {
        let text = "doc;turn;start;end;code;quote\nT;3;5;15;a;I hope so.\nT;2;;;a;\nT;3;;;a;I hope so\nT;;99;120;a;hope it\nT;;;;a;hope so\n";
        let rows = rows(text, &[("transcript", "doc")]).unwrap();
        let transcript = transcript();
        let said = |row: &Row, offsets| {
            place(&transcript, row, offsets).map(|bytes| (bytes.start, &transcript.text[bytes]))
        };
        assert_eq!(said(&rows[0], Offsets::Turn), Ok((42, "I hope so.")));
        assert_eq!(said(&rows[1], Offsets::Text), Ok((17, "I hope it lasts.")));
        assert_eq!(said(&rows[2], Offsets::Text), Ok((42, "I hope so")));
        assert_eq!(said(&rows[3], Offsets::Text), Ok((19, "hope it")));
        assert!(said(&rows[4], Offsets::Text).is_err());
        assert_eq!(rows[4].line, 6);
    }

    #[test]
    fn what_is_wrong_with_a_table_is_told() {
        assert!(rows("doc,code,quote\n", &[]).unwrap_err()[0].message.contains("`transcript`"));
        let told = rows("transcript,code,start,end\nT,a,x,3\nT,,1,2\n", &[]).unwrap_err();
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(rows("", &[]).is_err());
    }

    #[test]
    fn parts_that_follow_each_other_are_one() {
        let transcript = transcript();
        let extent = |place: usize| transcript.reading(&transcript.turns[place]).extent();
        let (first, second, third) = (extent(0), extent(1), extent(2));
        let all = joined(&transcript, vec![second.clone(), first.clone()]);
        assert_eq!((all.len(), &all[0]), (1, &(first.start..second.end)));
        assert_eq!(joined(&transcript, vec![first, third]).len(), 2);
    }
}
