//! Comma-separated values (RFC 4180, with LF as line end): one header, a line a row, exact values.

use super::Options;
use crate::report::table::{Cell, Table};
use crate::report::{Report, escape};

/// Writes a report's data.
pub fn render(report: &Report, options: &Options) -> Vec<u8> {
    separated(report, options, ',')
}

/// Writes a report's data with the separator given.
pub(super) fn separated(report: &Report, options: &Options, separator: char) -> Vec<u8> {
    let mut out = header(&report.data, options, separator);
    out.extend(rows(&report.data, options, separator));
    out
}

/// The line of column names.
pub(super) fn header(table: &Table, options: &Options, separator: char) -> Vec<u8> {
    let mut out = String::new();
    let keys = table.columns.iter().map(|column| Cell::Text(column.key.clone()));
    line(&mut out, keys, options, separator);
    out.into_bytes()
}

/// The rows alone: a long table is written part by part.
pub(super) fn rows(table: &Table, options: &Options, separator: char) -> Vec<u8> {
    let mut out = String::new();
    for row in &table.rows {
        line(&mut out, row.iter().cloned(), options, separator);
    }
    out.into_bytes()
}

fn line(out: &mut String, cells: impl Iterator<Item = Cell>, options: &Options, separator: char) {
    for (number, cell) in cells.enumerate() {
        if number > 0 {
            out.push(separator);
        }
        let is_words = matches!(cell, Cell::Text(_) | Cell::List(_));
        let value = cell.exact();
        let value = match options.excel_safe && is_words {
            true => escape::formula(&value),
            false => value.as_str().into(),
        };
        let needs_quotes = |c: char| c == separator || matches!(c, '"' | '\n' | '\r');
        if value.contains(needs_quotes) || value.trim() != value {
            out.push('"');
            out.push_str(&value.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&value);
        }
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::table::Column;

    #[test]
    fn formulas_are_neutralised_only_where_asked_and_only_in_words() {
        let mut data = Table::new(vec![Column::text("text", "Text"), Column::number("d", "D", 1)]);
        data.push(vec!["=HYPERLINK(1,2)".into(), Cell::Number(-0.5)]);
        let report = Report::new("test", data);
        let exact = render(&report, &Options::default());
        assert_eq!(exact, b"text,d\n\"=HYPERLINK(1,2)\",-0.500000\n");
        let safe = render(&report, &Options { excel_safe: true, ..Options::default() });
        assert_eq!(safe, b"text,d\n\"'=HYPERLINK(1,2)\",-0.500000\n");
    }
}
