//! Which column of a table holds what: by the names in its header, or by what stands in it.
//!
//! In come rows of cells, out come the places of speaker, words and times. Without a header that
//! says so, the speakers are a column of few short values that come again and again, the words the
//! column with the longest cells.

use std::collections::BTreeSet;

use super::times;

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Its line in the file or row in the sheet, from 1.
    pub(super) line: usize,
    /// Its cells.
    pub(super) cells: Vec<String>,
}

impl Row {
    /// A cell without white space around it; empty where the row is too short.
    pub(super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    /// Whether nothing stands in it.
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// The columns of a table of turns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    /// Who speaks.
    pub(super) speaker: Option<usize>,
    /// What is said.
    pub(super) text: usize,
    /// When the turn begins.
    pub(super) start: Option<usize>,
    /// When it ends.
    pub(super) end: Option<usize>,
    /// Begin and end in one cell.
    pub(super) span: Option<usize>,
    /// Whether the first row names the columns.
    pub(super) has_header: bool,
}

const SPEAKER: [&str; 16] = [
    "speaker",
    "speaker name",
    "speaker label",
    "speakers",
    "participant",
    "who",
    "name",
    "person",
    "respondent",
    "interlocutor",
    "label",
    "sprecher",
    "sprecherin",
    "locuteur",
    "hablante",
    "说话人",
];

const TEXT: [&str; 22] = [
    "text",
    "words",
    "utterance",
    "utterances",
    "content",
    "speech",
    "transcript",
    "transcription",
    "sentence",
    "message",
    "said",
    "dialogue",
    "dialog",
    "statement",
    "response",
    "answer",
    "caption",
    "texto",
    "texte",
    "äußerung",
    "inhalt",
    "内容",
];

const START: [&str; 14] = [
    "start",
    "start time",
    "starttime",
    "start ms",
    "begin",
    "begin time",
    "timestamp",
    "time",
    "timecode",
    "time code",
    "from",
    "in",
    "start (s)",
    "start (ms)",
];

const END: [&str; 10] = [
    "end",
    "end time",
    "endtime",
    "end ms",
    "stop",
    "stop time",
    "to",
    "out",
    "end (s)",
    "end (ms)",
];

const SPAN: [&str; 3] = ["timespan", "time span", "start - end"];

/// A column's name as it is compared: lower case, `_` as a space.
pub(super) fn folded(name: &str) -> String {
    let name = name.trim().trim_start_matches('\u{FEFF}').to_lowercase().replace(['_', '-'], " ");
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The place of the first of several names in a header.
pub(super) fn place(header: &[String], names: &[&str]) -> Option<usize> {
    names.iter().find_map(|name| header.iter().position(|column| column == name))
}

/// Whether a header is that of a table of codings, not of turns.
pub(super) fn is_of_codings(header: &[String]) -> bool {
    place(header, &["transcript"]).is_some() && place(header, &["code"]).is_some()
}

impl Columns {
    /// The columns that a header names: the words, and who speaks or when.
    pub(super) fn by_header(header: &[String]) -> Option<Self> {
        let header: Vec<String> = header.iter().map(|name| folded(name)).collect();
        let text = place(&header, &TEXT)?;
        let without = |names: &[&str]| place(&header, names).filter(|column| *column != text);
        let columns = Columns {
            speaker: without(&SPEAKER),
            text,
            start: without(&START),
            end: without(&END),
            span: without(&SPAN),
            has_header: true,
        };
        let is_enough =
            columns.speaker.is_some() || columns.start.is_some() || columns.span.is_some();
        (is_enough && !is_of_codings(&header)).then_some(columns)
    }

    /// The columns as their content shows them.
    pub(super) fn by_content(rows: &[Row]) -> Option<Self> {
        let rows = &rows[..rows.len().min(2000)];
        let width = rows.iter().map(|row| row.cells.len()).max()?.min(64);
        // The first row may be a header whatever it says; it must not decide.
        let body = if rows.len() > 2 { &rows[1..] } else { rows };
        let looks: Vec<Look> = (0..width).map(|column| Look::at(body, column)).collect();
        let (text, longest) = looks
            .iter()
            .enumerate()
            .filter(|(_, look)| !look.is_time())
            .max_by_key(|(column, look)| (look.mean_length(), usize::MAX - column))?;
        let start = looks.iter().position(Look::is_time);
        let speaker = looks.iter().enumerate().find_map(|(column, look)| {
            let is_speaker = column != text && look.is_speaker() && !look.is_time();
            (is_speaker && look.mean_length() * 3 < longest.mean_length() * 2).then_some(column)
        })?;
        let mut columns = Columns { speaker: Some(speaker), text, start, ..Columns::default() };
        columns.has_header = has_header(rows, &columns);
        Some(columns)
    }
}

/// Whether the first row names the columns: no time where times stand, or a speaker who never
/// speaks again above a short word.
fn has_header(rows: &[Row], columns: &Columns) -> bool {
    let Some((first, body)) = rows.split_first() else { return false };
    if let Some(start) = columns.start
        && !first.cell(start).is_empty()
    {
        return times::only_clock(first.cell(start)).is_none();
    }
    let Some(speaker) = columns.speaker else { return false };
    let name = first.cell(speaker);
    !body.iter().any(|row| row.cell(speaker) == name)
        && first.cell(columns.text).chars().count() <= 30
        && !first.cell(columns.text).ends_with(['.', '?', '!'])
}

/// What one column looks like.
struct Look<'r> {
    filled: usize,
    characters: usize,
    values: BTreeSet<&'r str>,
    times: usize,
    short: usize,
}

impl<'r> Look<'r> {
    fn at(rows: &'r [Row], column: usize) -> Self {
        let mut look =
            Look { filled: 0, characters: 0, values: BTreeSet::new(), times: 0, short: 0 };
        for cell in rows.iter().map(|row| row.cell(column)).filter(|cell| !cell.is_empty()) {
            look.filled += 1;
            look.characters += cell.chars().count();
            look.times += usize::from(times::only_clock(cell).is_some());
            let is_number = cell.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            look.short += usize::from(
                !is_number && cell.chars().count() <= 40 && cell.split_whitespace().count() <= 5,
            );
            look.values.insert(cell);
        }
        look
    }

    fn mean_length(&self) -> usize {
        self.characters.checked_div(self.filled).unwrap_or(0)
    }

    fn is_time(&self) -> bool {
        self.filled > 0 && self.times * 10 >= self.filled * 8
    }

    /// Few short values that come again.
    fn is_speaker(&self) -> bool {
        self.filled >= 2 && self.short == self.filled && self.values.len() * 2 <= self.filled.max(4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(table: &[&[&str]]) -> Vec<Row> {
        let row = |(number, cells): (usize, &&[&str])| Row {
            line: number + 1,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
        };
        table.iter().enumerate().map(row).collect()
    }

    fn header(names: &[&str]) -> Option<Columns> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        Columns::by_header(&names)
    }

    #[test]
    fn headers_name_columns() {
        let columns = header(&["Start_Time", "Speaker", "Words", "tags"]).unwrap();
        assert_eq!((columns.start, columns.speaker, columns.text), (Some(0), Some(1), 2));
        assert!(header(&["name", "utterance"]).is_some());
        assert!(header(&["who", "text"]).is_some());
        assert!(header(&["start", "end", "text"]).is_some_and(|columns| columns.speaker.is_none()));
        assert!(header(&["transcript", "code", "speaker", "text"]).is_none());
        assert!(header(&["name", "age"]).is_none());
    }

    #[test]
    fn content_shows_columns_without_names() {
        let table = rows(&[
            &["0:01", "Ana", "So how was the week for you?"],
            &["0:05", "Ben", "Long, with two visits before nine."],
            &["0:09", "Ana", "And then what happened?"],
            &["0:12", "Ben", "Nothing."],
        ]);
        let columns = Columns::by_content(&table).unwrap();
        assert_eq!((columns.start, columns.speaker, columns.text), (Some(0), Some(1), 2));
        assert!(!columns.has_header);
        let table = rows(&[
            &["Wer", "Was"],
            &["Ana", "So how was the week for you?"],
            &["Ben", "Long, with two visits before nine."],
            &["Ana", "And then what happened?"],
            &["Ben", "Nothing."],
        ]);
        assert!(Columns::by_content(&table).unwrap().has_header);
    }

    #[test]
    fn numbers_are_no_turns() {
        let table = rows(&[&["age", "score"], &["34", "1.5"], &["35", "2.5"], &["34", "1.5"]]);
        assert_eq!(Columns::by_content(&table), None);
    }
}
