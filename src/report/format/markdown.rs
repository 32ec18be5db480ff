//! Markdown: head lines, a pipe table (GitHub's dialect), remarks.

use super::Options;
use crate::report::{Report, escape};

/// Writes the table that people see.
pub fn render(report: &Report, _options: &Options) -> Vec<u8> {
    let table = report.shown();
    let mut out = String::new();
    for line in &report.head {
        out.push_str(&escape::markdown(line));
        out.push_str("  \n");
    }
    if !report.head.is_empty() {
        out.push('\n');
    }
    row(&mut out, table.columns.iter().map(|column| cell(&column.heading)));
    let rule = |right| if right { "---:" } else { "---" }.to_owned();
    row(&mut out, table.columns.iter().map(|column| rule(column.right)));
    for cells in &table.rows {
        row(
            &mut out,
            table.columns.iter().zip(cells).map(|(column, value)| cell(&value.shown(column))),
        );
    }
    for (number, note) in report.notes.iter().enumerate() {
        out.push_str(if number == 0 { "\n" } else { "  \n" });
        out.push_str(&escape::markdown(note));
    }
    if !report.notes.is_empty() {
        out.push('\n');
    }
    out.into_bytes()
}

fn row(out: &mut String, cells: impl Iterator<Item = String>) {
    out.push('|');
    for cell in cells {
        out.push_str(&format!(" {cell} |"));
    }
    out.push('\n');
}

/// A cell's text, escaped; spaces at the beginning (the indent of a hierarchy) are kept.
fn cell(text: &str) -> String {
    let words = text.trim_start_matches(' ');
    "&nbsp;".repeat(text.len() - words.len()) + &escape::markdown(words)
}
