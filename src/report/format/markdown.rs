//! Markdown: head lines, a pipe table (GitHub's dialect), remarks.

use super::Options;
use crate::report::section::Body;
use crate::report::table::Table;
use crate::report::{Report, escape};

/// Writes the table that people see.
pub fn render(report: &Report, _options: &Options) -> Vec<u8> {
    let mut out = String::new();
    for line in &report.head {
        out.push_str(&escape::markdown(line));
        out.push_str("  \n");
    }
    if !report.head.is_empty() {
        out.push('\n');
    }
    if let Some(table) = report.shown() {
        grid(&mut out, table);
    }
    notes(&mut out, &report.notes);
    for section in &report.sections {
        out.push('\n');
        if !section.title.is_empty() {
            let hashes = "#".repeat(usize::from(section.level) + 1);
            out.push_str(&format!("{hashes} {}\n\n", escape::markdown(&section.title)));
        }
        body(&mut out, &section.body);
        notes(&mut out, &section.notes);
    }
    out.into_bytes()
}

fn body(out: &mut String, body: &Body) {
    match body {
        Body::Table(table, shown) => grid(out, shown.as_ref().unwrap_or(table)),
        Body::Quotes(quotes) => {
            for (number, quote) in quotes.iter().enumerate() {
                if number > 0 {
                    out.push('\n');
                }
                if let Some(question) = &quote.question {
                    out.push_str(&format!("> *{}*\n>\n", escape::markdown(&one_line(question))));
                }
                let said = escape::markdown(&one_line(&quote.text));
                out.push_str(&format!("> {said} ({})\n", escape::markdown(&quote.label)));
            }
        }
        Body::Prose(lines) => {
            for (number, line) in lines.iter().enumerate() {
                if number > 0 {
                    out.push('\n');
                }
                out.push_str(&format!("{}\n", escape::markdown(line)));
            }
        }
        Body::Figure(figure) => {
            out.push_str(&format!("*{}*\n", escape::markdown(figure.description())));
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

fn notes(out: &mut String, notes: &[String]) {
    for (number, note) in notes.iter().enumerate() {
        out.push_str(if number == 0 { "\n" } else { "  \n" });
        out.push_str(&escape::markdown(note));
    }
    if !notes.is_empty() {
        out.push('\n');
    }
}

fn grid(out: &mut String, table: &Table) {
    row(out, table.columns.iter().map(|column| cell(&column.heading)));
    let rule = |right| if right { "---:" } else { "---" }.to_owned();
    row(out, table.columns.iter().map(|column| rule(column.right)));
    for cells in &table.rows {
        row(out, table.columns.iter().zip(cells).map(|(column, value)| cell(&value.shown(column))));
    }
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
