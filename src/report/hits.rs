//! What a search found: a row a hit for programs, and hits in their context for reading.
//!
//! In come rows, out come a table with the fixed columns of `emic search -f jsonl`, or text with
//! control sequences in which the words that were looked for stand out. A segment stands between
//! `‹` and `›` in its turn. All speech is escaped for a terminal.

use std::ops::Range;

use super::escape;
use super::format::terminal::{BOLD, PLAIN, wrap};
use super::table::{Cell, Column, Table};
use crate::index::row::Row;

/// Widest line where nobody says how wide the window is.
const WIDE: usize = 100;
/// How far the words are set in.
const INDENT: &str = "    ";
/// So many characters of a turn are shown beside a segment.
const BESIDE: usize = 60;
/// A longer text is shown in parts.
const WHOLE: usize = 400;
/// So many characters are shown around a match in a long text.
const AROUND: usize = 90;
/// At most so many parts of a long text.
const PARTS: usize = 3;

/// Begins what was looked for.
const FOUND: &str = "\x1b[1m\x1b[4m";
/// Begins what stands beside.
const FAINT: &str = "\x1b[2m";

/// Signs for the sequences while a text is broken into lines: control characters, which escaped
/// text does not have and which take no room.
const ON: char = '\u{1}';
const OFF: char = '\u{2}';
const FAINT_ON: char = '\u{3}';

/// The columns of search hits; with context those of the turns before and after.
pub fn table(rows: &[Row]) -> Table {
    let with_context = rows.iter().any(|row| row.before.is_some());
    let mut columns = vec![
        Column::text("transcript", "Transcript"),
        Column::count("turn", "Turn"),
        Column::count("start", "Start"),
        Column::count("end", "End"),
        Column::text("speaker", "Speaker"),
        Column::text("case", "Case"),
        Column::text("codes", "Codes"),
        Column::text("coder", "Coder"),
        Column::text("text", "Text"),
        Column::number("score", "Score", 2),
    ];
    if with_context {
        columns.push(Column::text("before", "Before"));
        columns.push(Column::text("after", "After"));
    }
    let mut table = Table::new(columns);
    for row in rows {
        let mut cells = vec![
            row.transcript.as_str().into(),
            Cell::count(row.turn),
            Cell::count(row.start),
            Cell::count(row.end),
            Cell::maybe(row.speaker.as_deref()),
            Cell::maybe(row.case.as_deref()),
            Cell::List(row.codes.clone()),
            Cell::maybe(row.coder.as_deref()),
            row.text.as_str().into(),
            Cell::Number(row.score),
        ];
        if with_context {
            cells.push(Cell::maybe(row.before.as_deref()));
            cells.push(Cell::maybe(row.after.as_deref()));
        }
        table.push(cells);
    }
    table
}

/// Hits for reading. `segments` says that they are segments, shown in their turns.
pub fn page(rows: &[Row], segments: bool, width: Option<usize>) -> String {
    let width = width.unwrap_or(WIDE).min(WIDE);
    let mut page = String::new();
    for (number, row) in rows.iter().enumerate() {
        if number > 0 {
            page.push('\n');
        }
        page.push_str(&head(row));
        let beside = |text: Option<&str>, page: &mut String| {
            for line in text.into_iter().flat_map(str::lines) {
                let line = format!("{FAINT_ON}{}{OFF}", escape::terminal(line, false));
                set(page, &line, width);
            }
        };
        beside(row.before.as_deref(), &mut page);
        set(&mut page, &body(row, segments), width);
        beside(row.after.as_deref(), &mut page);
    }
    page
}

/// `P03:12  Interviewee, case P03  trust, hope`.
fn head(row: &Row) -> String {
    let safe = |text: &str| escape::terminal(text, false).into_owned();
    let mut head = format!("{BOLD}{}:{}{PLAIN}", safe(&row.transcript), row.turn);
    if let Some(speaker) = &row.speaker {
        head.push_str(&format!("  {}", safe(speaker)));
    }
    if let Some(case) = &row.case
        && *case != row.transcript
        && row.speaker.as_ref() != Some(case)
        && !case.starts_with(&format!("{}/", row.transcript))
    {
        head.push_str(&format!(", case {}", safe(case)));
    }
    if !row.codes.is_empty() {
        head.push_str(&format!("  {}", safe(&row.codes.join(", "))));
    }
    head.push('\n');
    head
}

/// The words of a hit with signs where a match begins and ends.
fn body(row: &Row, segments: bool) -> String {
    let mut parts: Vec<Range<usize>> =
        row.matches.iter().flat_map(|found| found.parts.iter().cloned()).collect();
    parts.sort_by_key(|part| (part.start, part.end));
    let words = shown(&row.text, &parts);
    if !segments {
        return words;
    }
    let lead = end_of(&row.lead, BESIDE);
    let tail = start_of(&row.tail, BESIDE);
    format!("{FAINT_ON}{lead}{OFF}‹{words}›{FAINT_ON}{tail}{OFF}")
}

/// A text with signs around its matches; of a long one only what stands around them.
fn shown(text: &str, matches: &[Range<usize>]) -> String {
    let mut out = String::new();
    let windows = windows(text, matches);
    for (number, window) in windows.iter().enumerate() {
        if number > 0 || window.start > 0 {
            out.push_str(if number > 0 { " … " } else { "… " });
        }
        let mut at = window.start;
        for found in matches.iter().filter(|found| found.end <= window.end) {
            // Matches may overlap; what is marked already is not marked again.
            let start = found.start.max(at);
            if start >= found.end {
                continue;
            }
            out.push_str(&escape::terminal(text.get(at..start).unwrap_or_default(), true));
            out.push(ON);
            out.push_str(&escape::terminal(text.get(start..found.end).unwrap_or_default(), true));
            out.push(OFF);
            at = found.end;
        }
        out.push_str(&escape::terminal(text.get(at..window.end).unwrap_or_default(), true));
    }
    if windows.last().is_some_and(|window| window.end < text.len()) {
        out.push_str(" …");
    }
    out
}

/// The parts of a text that are shown: all of it if it is short, else what is around the first
/// matches, else its beginning.
fn windows(text: &str, matches: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut windows: Vec<Range<usize>> = Vec::new();
    if text.chars().take(WHOLE + 1).count() <= WHOLE {
        windows.push(0..text.len());
        return windows;
    }
    for found in matches {
        let before = text.get(..found.start).unwrap_or_default();
        let after = text.get(found.end..).unwrap_or_default();
        let start = found.start - end_of_text(before, AROUND).len();
        let end = found.end + start_of_text(after, AROUND).len();
        let full = windows.len() == PARTS;
        match windows.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ if full => break,
            _ => windows.push(start..end),
        }
    }
    if windows.is_empty() {
        windows.push(0..start_of_text(text, WHOLE).len());
    }
    windows
}

/// The end of a text with at most so many characters, from the beginning of a word on.
fn end_of_text(text: &str, most: usize) -> &str {
    let Some((at, _)) = text.char_indices().rev().nth(most.saturating_sub(1)) else { return text };
    if at == 0 {
        return text;
    }
    let end = text.get(at..).unwrap_or_default();
    end.find(char::is_whitespace).and_then(|space| end.get(space..)).map_or(end, str::trim_start)
}

/// The beginning of a text with at most so many characters, to the end of a word.
fn start_of_text(text: &str, most: usize) -> &str {
    let Some((at, _)) = text.char_indices().nth(most) else { return text };
    let start = text.get(..at).unwrap_or_default();
    start.rfind(char::is_whitespace).and_then(|space| start.get(..space)).unwrap_or(start)
}

fn end_of(text: &str, most: usize) -> String {
    let end = end_of_text(text, most);
    let mark = if end.len() < text.len() { "… " } else { "" };
    format!("{mark}{}", escape::terminal(end, false))
}

fn start_of(text: &str, most: usize) -> String {
    let start = start_of_text(text, most);
    let mark = if start.len() < text.len() { " …" } else { "" };
    format!("{}{mark}", escape::terminal(start, false))
}

/// Breaks a text with signs into lines and turns the signs into sequences.
fn set(page: &mut String, text: &str, width: usize) {
    let mut open = None;
    for line in wrap(text, width.saturating_sub(INDENT.len()).max(1)) {
        page.push_str(INDENT);
        if let Some(sequence) = open {
            page.push_str(sequence);
        }
        for c in line.chars() {
            match c {
                ON | FAINT_ON => {
                    let sequence = if c == ON { FOUND } else { FAINT };
                    page.push_str(sequence);
                    open = Some(sequence);
                }
                OFF => {
                    page.push_str(PLAIN);
                    open = None;
                }
                c => page.push(c),
            }
        }
        if open.is_some() {
            page.push_str(PLAIN);
        }
        page.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::row::Match;

    fn row(text: &str, words: &[&str]) -> Row {
        let matches = words
            .iter()
            .map(|word| {
                let start = text.find(word).unwrap();
                let span = start..start + word.len();
                Match { parts: vec![span.clone()], span }
            })
            .collect();
        Row {
            transcript: "P03".into(),
            turn: 12,
            speaker: Some("Mara".into()),
            case: Some("P03".into()),
            codes: vec!["hope".into(), "trust".into()],
            text: text.into(),
            matches,
            ..Row::default()
        }
    }

    fn signs(page: &str) -> String {
        page.replace(FOUND, "<").replace(FAINT, "{").replace(BOLD, "*").replace(PLAIN, ">")
    }

    #[test]
    fn matches_stand_out_in_their_turn() {
        let row = row("I trust them, and I hope.", &["trust", "hope"]);
        assert_eq!(
            signs(&page(&[row], false, Some(28))),
            "*P03:12>  Mara  hope, trust\n    I <trust> them, and I\n    <hope>.\n"
        );
    }

    #[test]
    fn a_segment_stands_in_its_turn_and_turns_beside_it() {
        let mut row = row("I hope\u{1b}[31m", &["hope"]);
        row.lead = format!("{} and so ", "x".repeat(80));
        row.tail = " it does.".into();
        row.before = Some("I: Well?".into());
        assert_eq!(
            signs(&page(&[row], true, None)),
            "*P03:12>  Mara  hope, trust\n    {I: Well?>\n    {… and so >‹I <hope>␛[31m›{ it does.>\n"
        );
    }

    #[test]
    fn long_turns_are_shown_around_what_was_found() {
        let text =
            format!("{}hope {}fear {}", "a b ".repeat(100), "c d ".repeat(100), "e ".repeat(200));
        let shown = shown(
            &text,
            &row(&text, &["hope", "fear"])
                .matches
                .iter()
                .map(|m| m.span.clone())
                .collect::<Vec<_>>(),
        );
        assert!(shown.starts_with("… ") && shown.ends_with(" …") && shown.contains(" … "));
        assert!(shown.chars().count() < 4 * AROUND + 40, "{shown}");
        assert!(windows(&text, &[])[0].end <= WHOLE);
    }
}
