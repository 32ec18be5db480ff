//! Small tables that people keep in spreadsheets (`cases.csv`), read so that every cell knows its
//! place in the file.
//!
//! RFC 4180 with `,`, `;` or tab between the cells, whichever the header has most of; Excel's line
//! `sep=;` is understood. In comes text, out come a header and rows, or what is wrong.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Outcome, Source};

/// One cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Field {
    /// Its text, without quotes and without white space at both ends.
    pub(crate) value: String,
    /// Its bytes in the file, quotes included.
    pub(crate) span: Range<usize>,
}

/// A table with its header.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    pub(crate) separator: char,
    pub(crate) header: Vec<Field>,
    /// Rows that are not blank; each with as many cells as the header.
    pub(crate) rows: Vec<Vec<Field>>,
}

impl Sheet {
    /// The place of a column.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|field| field.value.eq_ignore_ascii_case(name))
    }
}

/// Reads a table.
pub(crate) fn parse(source: &Arc<Source>) -> Outcome<Sheet> {
    let text = source.text.as_str();
    let (separator, start) = separator(text);
    let mut faults = Vec::new();
    let mut rows = rows(source, separator, start, &mut faults).into_iter();
    let header = rows.next().unwrap_or_default();
    let mut sheet = Sheet { separator, header, rows: Vec::new() };
    for (place, field) in sheet.header.iter().enumerate() {
        let first = sheet.header[..place].iter().find(|other| other.value == field.value);
        if let Some(first) = first
            && !field.value.is_empty()
        {
            let told = Diagnostic::error(format!("two columns are called `{}`", field.value))
                .at(source, field.span.clone(), "the second")
                .at(source, first.span.clone(), "the first");
            faults.push(told);
        }
    }
    for mut row in rows {
        let width = sheet.header.len();
        if let Some(extra) = row.iter().skip(width).find(|field| !field.value.is_empty()) {
            let (cells, columns) = (counted(row.len(), "cell"), counted(width, "column"));
            let told = Diagnostic::error(format!("this row has {cells}, the header {columns}"))
                .at(source, extra.span.clone(), "too many")
                .help(format!("put a cell that holds `{separator}` in double quotes"));
            faults.push(told);
        }
        let end = row.last().map_or(0, |field| field.span.end);
        row.resize(width, Field { value: String::new(), span: end..end });
        let unnamed = row
            .iter()
            .zip(&sheet.header)
            .find(|(field, head)| head.value.is_empty() && !field.value.is_empty());
        if let Some((_, head)) = unnamed
            && faults
                .iter()
                .all(|told| told.labels.first().map(|label| &label.span) != Some(&head.span))
        {
            let told = Diagnostic::error("this column has no name")
                .at(source, head.span.clone(), "")
                .help("write a name into the header, or delete the column");
            faults.push(told);
        }
        sheet.rows.push(row);
    }
    if faults.is_empty() { Ok(sheet) } else { Err(faults) }
}

/// `1 cell`, `2 cells`.
fn counted(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

/// The separator, and where the table begins.
fn separator(text: &str) -> (char, usize) {
    let first = text.lines().next().unwrap_or_default();
    if let Some(sign) = first.strip_prefix("sep=").and_then(|rest| rest.chars().next()) {
        let start = text.find('\n').map_or(text.len(), |newline| newline + 1);
        return (sign, start);
    }
    let count = |sign: char| first.matches(sign).count();
    // On a tie the first of the three.
    let most = [';', '\t']
        .into_iter()
        .fold(',', |best, sign| if count(sign) > count(best) { sign } else { best });
    (most, 0)
}

fn rows(
    source: &Arc<Source>,
    separator: char,
    start: usize,
    faults: &mut Vec<Diagnostic>,
) -> Vec<Vec<Field>> {
    let text = source.text.as_str();
    let mut rows = Vec::new();
    let mut row = Vec::new();
    let mut at = start;
    while at < text.len() {
        let (field, next) = field(text, at, separator);
        let Some(field) = field else {
            let told = Diagnostic::error("this quotation mark is never closed")
                .at(source, at..at + 1, "")
                .help("double it inside a cell, `\"\"`, and close the cell with one");
            faults.push(told);
            break;
        };
        row.push(field);
        at = next;
        let after = text[at..].chars().next();
        match after {
            Some(sign) if sign == separator => {
                at += sign.len_utf8();
                if at < text.len() {
                    continue;
                }
                row.push(Field { value: String::new(), span: at..at });
            }
            Some('\r') if text[at..].starts_with("\r\n") => at += 2,
            Some(_) => at += 1,
            None => {}
        }
        let done = std::mem::take(&mut row);
        if done.iter().any(|field| !field.value.is_empty()) {
            rows.push(done);
        }
    }
    rows
}

/// The cell that begins at a byte, and where what follows it begins; no cell if a quote is open.
fn field(text: &str, start: usize, separator: char) -> (Option<Field>, usize) {
    let stops = |c: char| c == separator || matches!(c, '\n' | '\r');
    let length = |from: usize| text[from..].find(stops).unwrap_or(text.len() - from);
    if !text[start..].starts_with('"') {
        let end = start + length(start);
        let value = text[start..end].trim().to_owned();
        return (Some(Field { value, span: start..end }), end);
    }
    let mut value = String::new();
    let mut at = start + 1;
    loop {
        let Some(quote) = text[at..].find('"').map(|found| at + found) else {
            return (None, text.len());
        };
        value.push_str(&text[at..quote]);
        at = quote + 1;
        if !text[at..].starts_with('"') {
            break;
        }
        value.push('"');
        at += 1;
    }
    // What stands between the closing quote and the separator belongs to the cell.
    let end = at + length(at);
    value.push_str(&text[at..end]);
    (Some(Field { value: value.trim().to_owned(), span: start..end }), end)
}

/// A cell as it is written, quoted where it has to be.
pub(crate) fn written(value: &str, separator: char) -> String {
    let quotes = value.contains([separator, '"', '\n', '\r']) || value.trim() != value;
    match quotes {
        true => format!("\"{}\"", value.replace('"', "\"\"")),
        false => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn source(text: &str) -> Arc<Source> {
        Arc::new(Source { name: "cases.csv".into(), text: text.into() })
    }

    fn values(text: &str) -> Vec<Vec<String>> {
        let sheet = parse(&source(text)).unwrap();
        let texts = |row: &Vec<Field>| row.iter().map(|field| field.value.clone()).collect();
        std::iter::once(&sheet.header).chain(&sheet.rows).map(texts).collect()
    }

    #[test]
    fn spreadsheets_of_every_kind() {
        let expected = [["id", "site"], ["P1", "a, b"], ["P2", ""]];
        assert_eq!(values("id,site\nP1,\"a, b\"\nP2,\n"), expected);
        assert_eq!(values("id;site\r\nP1;a, b\r\n\r\nP2"), expected);
        assert_eq!(values("sep=;\nid;site\nP1;\"a, b\"\n;\nP2;\n"), expected);
        assert_eq!(values("id\tsite\rP1\t a, b \rP2\t"), expected);
        assert_eq!(values("id,x\nP1,\"say \"\"so\"\"\ntwice\"\n")[1][1], "say \"so\"\ntwice");
        assert_eq!(values(""), [[""; 0]]);
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        let told = |text: &str| parse(&source(text)).unwrap_err().remove(0);
        let many = told("id,site\nP1,a,b\n");
        assert_eq!(many.message, "this row has 3 cells, the header 2 columns");
        assert_eq!(many.labels[0].span, 13..14);
        assert_eq!(told("id,x,x\n").message, "two columns are called `x`");
        assert_eq!(told("id,x\nP1,\"open\n").labels[0].span, 8..9);
        assert_eq!(told("id,\nP1,a\nP2,b\n").message, "this column has no name");
    }

    proptest! {
        #[test]
        fn nothing_panics_and_written_cells_come_back(
            text in "[a\";,\t\n\ré=]{0,40}", cell in "[a\";, é\n]{0,9}"
        ) {
            let _ = parse(&source(&text));
            let line = format!("id,x\n1,{}\n", written(cell.trim(), ','));
            let read = values(&line);
            prop_assert_eq!(read[1][1].as_str(), cell.trim());
        }
    }
}
