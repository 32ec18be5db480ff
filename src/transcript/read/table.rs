//! Tables with a row a turn: what csv, tsv, xlsx and the tables of a docx have in common.
//!
//! In come rows, out come turns: speaker, words and times by column. Where more than a third of the
//! rows name a speaker, a row that names none goes on with the one before; that is told.

use super::columns::{Columns, Row, folded, is_of_codings};
use super::input::Input;
use super::{activity_log, label, times};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;
use crate::transcript::build::Builder;

/// The turns of a file's rows: an activity log or a table of turns.
pub(super) fn of_rows(rows: Vec<Row>, input: &Input) -> Result<Transcript, Diagnostic> {
    let path = input.path;
    let mut rows = rows;
    rows.retain(|row| !row.is_blank());
    let Some(first) = rows.first() else {
        return Err(Diagnostic::error(format!("`{path}` has no rows"))
            .in_file(path)
            .help("give a table with a row a turn"));
    };
    if activity_log::Columns::of(&first.cells).is_some() {
        return activity_log::of_rows(&rows, input);
    }
    if is_of_codings(&first.cells.iter().map(|name| folded(name)).collect::<Vec<_>>()) {
        return Err(Diagnostic::error(format!("`{path}` is a table of codings, not a transcript"))
            .in_file(path)
            .help(format!("take it in with `emic import {path}`")));
    }
    let columns = Columns::by_header(&first.cells).or_else(|| Columns::by_content(&rows));
    match columns {
        Some(columns) => Ok(turns(&rows, &columns, path)),
        None => Err(unknown(first, path)),
    }
}

/// The turns of a document's tables, if they are turns.
pub(super) fn of_document(rows: Vec<Vec<String>>, input: &Input) -> Option<Transcript> {
    let row = |(number, cells): (usize, Vec<String>)| Row { line: number + 1, cells };
    let mut rows: Vec<Row> = rows.into_iter().enumerate().map(row).collect();
    rows.retain(|row| !row.is_blank());
    let first = rows.first()?;
    if activity_log::Columns::of(&first.cells).is_some() {
        return activity_log::of_rows(&rows, input).ok();
    }
    let columns = Columns::by_header(&first.cells).or_else(|| Columns::by_content(&rows))?;
    Some(turns(&rows, &columns, input.path))
}

fn unknown(header: &Row, path: &str) -> Diagnostic {
    let names: Vec<String> =
        header.cells.iter().take(8).map(|name| format!("`{}`", name.trim())).collect();
    Diagnostic::error(format!("`{path}` has no columns that look like speaker and words"))
        .in_file(path)
        .help(format!("its first row is {}", names.join(", ")))
        .help("name a column `speaker` and one `text` (and `start`, `end` for times)")
}

/// Milliseconds for each unit of a column of plain numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Seconds,
    Milliseconds,
}

/// Whether a column of plain numbers is in seconds or (as Whisper writes) in milliseconds: several
/// hundred for each row are no seconds.
fn unit(rows: &[Row], column: Option<usize>) -> Unit {
    let Some(column) = column else { return Unit::Seconds };
    let name = rows.first().map_or("", |row| row.cell(column)).to_lowercase();
    let numbers =
        || rows.iter().skip(1).map(|row| row.cell(column)).filter(|cell| !cell.is_empty());
    let are_whole = numbers().all(|cell| cell.bytes().all(|byte| byte.is_ascii_digit()));
    let most = numbers().filter_map(|cell| cell.parse::<u64>().ok()).max().unwrap_or(0);
    match name.ends_with("ms")
        || name.ends_with("ms)")
        || are_whole && most > rows.len() as u64 * 200
    {
        true => Unit::Milliseconds,
        false => Unit::Seconds,
    }
}

/// The time in a cell.
fn time(cell: &str, unit: Unit) -> Option<u32> {
    let cell = cell.trim().trim_matches(['[', ']', '(', ')']);
    if cell.is_empty() || cell.contains(':') {
        return times::only_clock(cell);
    }
    let number: f64 = cell.replace(',', ".").parse().ok()?;
    let ms = if unit == Unit::Seconds { number * 1000.0 } else { number };
    (ms.is_finite() && (0.0..=f64::from(u32::MAX)).contains(&ms)).then_some(ms.round() as u32)
}

fn turns(rows: &[Row], columns: &Columns, path: &str) -> Transcript {
    let body = &rows[usize::from(columns.has_header).min(rows.len())..];
    let units = (unit(rows, columns.start), unit(rows, columns.end));
    let named = columns
        .speaker
        .map_or(0, |column| body.iter().filter(|row| !row.cell(column).is_empty()).count());
    // In real tables a speaker's sentences have rows of their own, the first of which names her.
    let goes_on = named * 3 > body.len();
    let mut builder = Builder::written();
    let mut speaker: Option<&str> = None;
    let mut filled_in = Vec::new();
    for row in body {
        let own = columns.speaker.map(|column| name(row.cell(column)));
        let own = own.filter(|name| !name.is_empty());
        if own.is_none() && row.cell(columns.text).is_empty() {
            continue;
        }
        if own.is_none() && speaker.is_some() && goes_on {
            filled_in.push(row.line);
        } else {
            speaker = own;
        }
        let mut start = columns.start.and_then(|column| time(row.cell(column), units.0));
        let mut end = columns.end.and_then(|column| time(row.cell(column), units.1));
        if let Some((from, to)) = columns.span.and_then(|column| row.cell(column).split_once(" - "))
        {
            (start, end) = (time(from, Unit::Seconds), time(to, Unit::Seconds));
        }
        let words: Vec<&str> = row.cell(columns.text).split_whitespace().collect();
        builder.push(speaker, &words.join(" "), (start, end));
    }
    let mut transcript = builder.finish();
    transcript.notes.extend(filled(&filled_in, path));
    if columns.has_header {
        transcript.notes.extend(surplus(rows, path));
        transcript.notes.extend(unused(rows, columns, path));
    }
    transcript
}

/// A speaker as labels write it: without a colon and the brackets around it.
fn name(cell: &str) -> &str {
    label::bare(cell.trim_end_matches([':', '：']).trim_end())
}

/// The warning on rows with more cells than there are columns: mostly speech with a separator in it
/// that nobody quoted.
fn surplus(rows: &[Row], path: &str) -> Option<Diagnostic> {
    let (header, body) = rows.split_first()?;
    let width = header.cells.len();
    let mut longer =
        body.iter().filter(|row| row.cells.iter().skip(width).any(|cell| !cell.trim().is_empty()));
    let first = longer.next()?;
    let more = match longer.count() {
        0 => String::new(),
        1 => ", and one more row has".to_owned(),
        more => format!(", and {more} more rows have"),
    };
    Some(
        Diagnostic::warning(format!(
            "line {} of `{path}` has more cells than the first row has names{more}: they are not read",
            first.line
        ))
        .in_file(path)
        .help("put quotation marks round cells that hold the separator"),
    )
}

/// The note on rows that name no speaker.
fn filled(lines: &[usize], path: &str) -> Option<Diagnostic> {
    let first = lines.first()?;
    let rows = if lines.len() == 1 { "row names" } else { "rows name" };
    Some(
        Diagnostic::note(format!(
            "{} {rows} no speaker in `{path}`, the first on line {first}: the one before goes on",
            lines.len()
        ))
        .in_file(path),
    )
}

/// The note on columns that say something and are not read.
fn unused(rows: &[Row], columns: &Columns, path: &str) -> Option<Diagnostic> {
    let used = [columns.speaker, Some(columns.text), columns.start, columns.end, columns.span];
    let (header, body) = rows.split_first()?;
    let names: Vec<String> = (0..header.cells.len())
        .filter(|column| !used.contains(&Some(*column)))
        .filter(|column| !header.cell(*column).is_empty())
        .filter(|column| body.iter().any(|row| !row.cell(*column).is_empty()))
        .map(|column| format!("`{}`", header.cell(column)))
        .collect();
    let (word, verb) = if names.len() == 1 { ("column", "is") } else { ("columns", "are") };
    let message = format!("{word} {} of `{path}` {verb} not read", names.join(", "));
    (!names.is_empty()).then(|| Diagnostic::note(message).in_file(path))
}

#[cfg(test)]
mod tests {
    use crate::transcript::Transcript;
    use crate::transcript::read::{Options, read};

    fn of(text: &str) -> Transcript {
        read(text.as_bytes(), "t.csv", &Options::default()).unwrap()
    }

    fn times(transcript: &Transcript) -> Vec<(Option<u32>, Option<u32>)> {
        transcript.turns.iter().map(|turn| (turn.start_ms, turn.end_ms)).collect()
    }

    #[test]
    fn a_row_without_a_speaker_goes_on_where_many_have_one() {
        let transcript = of("speaker,text\nAna,One.\n,Two.\nBen,Three.\nAna,Four.\n");
        assert_eq!(transcript.text, "Ana: One.\nAna: Two.\nBen: Three.\nAna: Four.");
        assert!(transcript.notes[0].message.contains("line 3"));
        let transcript = of("speaker,text\nAna,One.\n,Two.\n,Three.\n");
        assert_eq!(transcript.text, "Ana: One.\nTwo.\nThree.");
    }

    #[test]
    fn times_are_clocks_seconds_or_milliseconds() {
        assert_eq!(
            times(&of("start,who,text\n0:01,A,x\n,A,y\n")),
            [(Some(1000), None), (None, None)]
        );
        assert_eq!(times(&of("start,end,text\n1.5,2,x\n")), [(Some(1500), Some(2000))]);
        assert_eq!(
            times(&of("start\tend\ttext\n0\t3400\tx\n3400\t7000\ty\n")),
            [(Some(0), Some(3400)), (Some(3400), Some(7000))]
        );
        let nvivo = "\tTimespan\tContent\tSpeaker\n1\t0:00.0 - 0:04.1\tx\tMara\n";
        assert_eq!(times(&of(nvivo)), [(Some(0), Some(4100))]);
    }

    #[test]
    fn speakers_stand_without_colons_and_brackets() {
        let transcript = of("speaker,text\nI:,So?\n[P1],No.\nI :,Why?\n");
        assert_eq!(transcript.text, "I: So?\nP1: No.\nI: Why?");
    }

    #[test]
    fn cells_beyond_the_names_are_told() {
        let transcript = of("speaker,text\nAna,One, two.\nBen,No.\nAna,a, b, c\n");
        let message = &transcript.notes[0].message;
        assert!(message.starts_with("line 2") && message.contains("one more row"), "{message}");
    }

    #[test]
    fn unknown_columns_are_asked_for_and_unused_ones_told() {
        let error = read(b"a,b\n1,2\n3,4\n", "t.csv", &Options::default()).unwrap_err();
        assert!(error.help[1].contains("`speaker`"));
        let transcript = of("speaker,text,tags\nA,x,care\n");
        assert!(transcript.notes[0].message.contains("`tags`"));
        let error =
            read(b"transcript,code,quote\nt,c,q\n", "t.csv", &Options::default()).unwrap_err();
        assert!(error.message.contains("table of codings"));
    }
}
