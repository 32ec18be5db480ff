//! Comma, semicolon, tab or bar separated tables (RFC 4180 where it applies).
//!
//! In comes text, out come rows for [`super::table`]. The separator is the one that makes the most
//! of the first lines alike.

use super::columns::{Columns, Row, folded, is_of_codings};
use super::input::Input;
use super::{Reader, activity_log, table};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// Separated values.
pub(super) struct Csv;

const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The most bytes of a column's name.
const LONGEST_NAME: usize = 80;

/// The most bytes of a line that names columns.
const LONGEST_HEADER: usize = 2000;

/// The most columns a table may have.
const MOST_COLUMNS: usize = 1024;

impl Reader for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "tables with a row a turn: csv, tsv, semicolons"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv"]
    }

    fn recognises(&self, input: &Input) -> bool {
        let by_name = header(input).is_some_and(|header| {
            let folded: Vec<String> = header.iter().map(|name| folded(name)).collect();
            Columns::by_header(&header).is_some() || is_of_codings(&folded)
        });
        by_name || matches!(input.extension().as_str(), "csv" | "tsv") && looks_like_table(input)
    }

    fn read(&self, mut input: Input) -> Result<Transcript, Diagnostic> {
        let text = input.take_text();
        let body = text.get(input.body..).unwrap_or_default();
        let (separator, table, above) = told_separator(body).unwrap_or((separator(&text), body, 0));
        let mut rows = rows(table, separator, input.path)?;
        rows.iter_mut().for_each(|row| row.line += above);
        let open = open_quotation(table, &rows, input.path);
        let mut transcript = table::of_rows(rows, &input)?;
        transcript.notes.extend(open);
        Ok(transcript)
    }
}

/// The separator that a first line `sep=;` names, as Excel reads and writes it, the table below, and
/// how many lines stand above that.
fn told_separator(text: &str) -> Option<(u8, &str, usize)> {
    let (first, rest) = text.split_once('\n')?;
    let told = first.trim_matches('"').strip_prefix("sep=")?;
    match told.trim_matches('"').as_bytes() {
        [separator] if separator.is_ascii() => Some((*separator, rest, 1)),
        _ => None,
    }
}

/// The warning on a cell that takes in further rows: its quotation mark is never closed.
fn open_quotation(text: &str, rows: &[Row], path: &str) -> Option<Diagnostic> {
    let last = rows.last()?;
    let is_open = memchr::memchr_iter(b'"', text.as_bytes()).count() % 2 == 1
        && last.cells.iter().any(|cell| cell.contains('\n'))
        && !text.trim_end().ends_with('"');
    is_open.then(|| {
        let line = last.line;
        Diagnostic::warning(format!(
            "a quotation mark on line {line} of `{path}` is not closed: all lines below are one cell"
        ))
        .in_file(path)
        .help("close it, or write a mark that belongs to the words twice: `\"\"`")
    })
}

/// The first line's cells, if it is short enough for a header and has several.
pub(super) fn header(input: &Input) -> Option<Vec<String>> {
    let text = input.after_front().trim_start();
    let text = told_separator(text).map_or(text, |(_, table, _)| table);
    let end = memchr::memchr(b'\n', text.as_bytes()).unwrap_or(text.len());
    let line = text.get(..end).filter(|line| line.len() <= LONGEST_HEADER)?;
    let count = |separator: u8| memchr::memchr_iter(separator, line.as_bytes()).count();
    let counts = SEPARATORS.map(|separator| (count(separator), separator));
    let (most, separator) = counts.into_iter().max_by_key(|(count, _)| *count)?;
    // Speech is told at once by its long parts.
    let can_be_names = most > 0 && line.len() <= (most + 1) * (LONGEST_NAME + 3);
    // And no column's name has a label before it.
    if !can_be_names || memchr::memmem::find(line.as_bytes(), b": ").is_some() {
        return None;
    }
    cells(line, separator).filter(|cells| cells.len() >= 2)
}

/// The cells of one line that is a whole row of names. Nothing where one is too long or a quotation
/// mark stays open. Setting up a table's machinery for the first line of every text would cost more
/// than reading it.
fn cells(line: &str, separator: u8) -> Option<Vec<String>> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        let cell = cells.last_mut()?;
        match c {
            _ if cell.len() > LONGEST_NAME => return None,
            '"' if quoted && rest.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            _ if c == char::from(separator) && !quoted => cells.push(String::new()),
            _ => cell.push(c),
        }
    }
    (!quoted).then_some(cells)
}

/// Whether the first rows have the same number of cells, at least two, and columns that can be
/// told.
fn looks_like_table(input: &Input) -> bool {
    let text = input.after_front();
    let mut end = text.len().min(1 << 16);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let rows = rows(&text[..end], separator(text), "").unwrap_or_default();
    rows.first().is_some_and(|first| {
        let alike = rows.iter().filter(|row| row.cells.len() == first.cells.len()).count();
        first.cells.len() >= 2
            && alike * 10 >= rows.len() * 9
            && Columns::by_content(&rows).is_some()
    })
}

/// The separator under which most of the first lines have as many cells as the first one.
pub(super) fn separator(text: &str) -> u8 {
    let sample: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    let cells = |line: &str, separator: u8| {
        let mut quoted = false;
        1 + line
            .bytes()
            .filter(|&byte| {
                quoted ^= byte == b'"';
                byte == separator && !quoted
            })
            .count()
    };
    let likeness = |separator: u8| {
        let first = sample.first().map_or(1, |line| cells(line, separator));
        let alike = sample.iter().filter(|line| cells(line, separator) == first).count();
        if first < 2 { (0, 0) } else { (alike, first) }
    };
    let mut best = b',';
    for separator in SEPARATORS {
        if likeness(separator) > likeness(best) {
            best = separator;
        }
    }
    best
}

/// The rows of a text.
pub(super) fn rows(text: &str, separator: u8, path: &str) -> Result<Vec<Row>, Diagnostic> {
    let mut reader = ::csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            Diagnostic::error(format!("`{path}` cannot be read as a table: {error}")).in_file(path)
        })?;
        let line = record.position().map_or(0, |position| position.line() as usize);
        let cells = record.iter().take(MOST_COLUMNS).map(str::to_owned).collect();
        rows.push(Row { line, cells });
    }
    Ok(rows)
}

/// The columns of an activity log that the first line names.
pub(super) fn log_columns(input: &Input) -> Option<activity_log::Columns> {
    activity_log::Columns::of(&header(input)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::read::{Options, read};

    #[test]
    fn the_separator_is_found() {
        assert_eq!(separator("speaker;text\nA;x, y, z\nB;no\n"), b';');
        assert_eq!(separator("a,b\n\"x;y;z\",1\n"), b',');
        assert_eq!(separator("a\tb\n1\t2\n"), b'\t');
        assert_eq!(separator("nothing here"), b',');
    }

    #[test]
    fn quotes_line_breaks_and_lines_are_kept() {
        let text =
            "speaker,text\nMara,\"Tell me,\nhow was it?\"\nOdell,\"Fine, \"\"mostly\"\".\"\n";
        let transcript = read(text.as_bytes(), "t.txt", &Options::default()).unwrap();
        assert_eq!(transcript.format, "csv");
        assert_eq!(transcript.text, "Mara: Tell me, how was it?\nOdell: Fine, \"mostly\".");
        assert_eq!(rows(text, b',', "").unwrap()[2].line, 4);
    }

    #[test]
    fn excel_names_its_separator_on_a_line_above() {
        let text = "sep=;\nspeaker;text\nAna;One, two.\nBen;So.\n";
        let transcript = read(text.as_bytes(), "t.csv", &Options::default()).unwrap();
        assert_eq!(transcript.text, "Ana: One, two.\nBen: So.");
    }

    #[test]
    fn a_quotation_mark_that_stays_open_is_told() {
        let text = "speaker,text\nAna,One.\nBen,\"So\nAna,Yes.\n";
        let transcript = read(text.as_bytes(), "t.csv", &Options::default()).unwrap();
        assert!(transcript.notes[0].message.contains("line 3"), "{:?}", transcript.notes);
        let whole = "speaker,text\nAna,\"One\ntwo\"\n";
        assert!(read(whole.as_bytes(), "t.csv", &Options::default()).unwrap().notes.is_empty());
    }

    #[test]
    fn a_table_without_a_header_is_told_by_its_extension() {
        let text = "Ana,So how was the week for you?\nBen,Long and dull as ever.\nAna,And then what happened?\nBen,Nothing.\n";
        let name = |path| read(text.as_bytes(), path, &Options::default()).unwrap().format;
        assert_eq!((name("t.csv"), name("t.txt")), ("csv", "plain"));
    }
}
