//! Markdown: head lines, a pipe table (GitHub's dialect), remarks.

use super::Options;
use super::walk::{Block, blocks, one_line};
use crate::report::table::Table;
use crate::report::{Report, escape};

/// Writes what people see.
pub fn render(report: &Report, _options: &Options) -> Vec<u8> {
    let mut out = String::new();
    for part in blocks(report) {
        if !out.is_empty() {
            out.push('\n');
        }
        block(&mut out, part);
    }
    out.into_bytes()
}

fn block(out: &mut String, block: Block<'_>) {
    match block {
        Block::Head(lines) => {
            for line in lines {
                out.push_str(&format!("{}  \n", paragraph(line)));
            }
        }
        Block::Heading(level, title) => {
            let hashes = "#".repeat(usize::from(level) + 1);
            out.push_str(&format!("{hashes} {}\n", escape::markdown(title)));
        }
        Block::Table(table) => grid(out, table),
        Block::Quotes(quotes) => {
            for (number, quote) in quotes.iter().enumerate() {
                if number > 0 {
                    out.push('\n');
                }
                if let Some(question) = &quote.question {
                    out.push_str(&format!("> *{}*\n>\n", escape::markdown(&one_line(question))));
                }
                let said = paragraph(&quote.text);
                out.push_str(&format!("> {said} ({})\n", escape::markdown(&quote.label)));
            }
        }
        Block::Prose(lines) => {
            for (number, line) in lines.iter().enumerate() {
                if number > 0 {
                    out.push('\n');
                }
                out.push_str(&format!("{}\n", paragraph(line)));
            }
        }
        Block::Figure(figure) => {
            out.push_str(&format!("*{}*\n", escape::markdown(figure.description())));
        }
        Block::Notes(lines) => {
            let lines: Vec<String> = lines.iter().map(|line| paragraph(line)).collect();
            out.push_str(&format!("{}\n", lines.join("  \n")));
        }
    }
}

/// A paragraph on one line; what begins it makes no heading, list or quotation of it.
fn paragraph(text: &str) -> String {
    let escaped = escape::markdown(&one_line(text));
    let number = escaped.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = number.len() < escaped.len() && number.starts_with(['.', ')']);
    match is_numbered {
        true => format!("{}\\{number}", escaped.strip_suffix(number).unwrap_or_default()),
        false if escaped.starts_with(['#', '+', '-', '=', '>']) => format!("\\{escaped}"),
        false => escaped,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_paragraph_begins_a_list_or_a_heading() {
        assert_eq!(paragraph("# One"), "\\# One");
        assert_eq!(paragraph("- So\n- it is"), "\\- So - it is");
        assert_eq!(paragraph("12. Two"), "12\\. Two");
        assert_eq!(paragraph("12 of 14."), "12 of 14.");
    }
}
