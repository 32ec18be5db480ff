//! The terminal: head lines, aligned columns, remarks. Wraps to the width of the window.
//!
//! Widths are those of the characters on screen (UAX #11), so that Chinese and combining accents
//! align. Headings are bold through control sequences, which the terminal's door takes out where
//! there are no colours. Everything else in it is escaped.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Options;
use super::walk::{Block, blocks, one_line};
use crate::report::draw::{blocks as drawn, curve};
use crate::report::figure::{Bars, Figure};
use crate::report::table::{Column, Table};
use crate::report::{Report, escape};

/// Begins bold type.
pub const BOLD: &str = "\x1b[1m";
/// Ends it.
pub const PLAIN: &str = "\x1b[0m";

/// Between two columns.
const GAP: usize = 2;
/// No column of words is made narrower than this to fit the window.
const LEAST: usize = 12;
/// The longest line of a quotation where nobody says how wide the window is.
const READABLE: usize = 100;

/// Writes what people see.
pub fn render(report: &Report, options: &Options) -> Vec<u8> {
    let mut out = String::new();
    let mut below_heading = true;
    for part in blocks(report) {
        if !below_heading {
            out.push('\n');
        }
        below_heading = matches!(part, Block::Heading(..));
        block(&mut out, part, options.width);
    }
    out.into_bytes()
}

fn block(out: &mut String, block: Block<'_>, width: Option<usize>) {
    match block {
        Block::Heading(_, title) => {
            out.push_str(&format!("{BOLD}{}{PLAIN}\n", escape::terminal(title, false)));
        }
        Block::Table(table) => grid(out, table, width),
        Block::Quotes(quotes) => {
            for (number, quote) in quotes.iter().enumerate() {
                if number > 0 {
                    out.push('\n');
                }
                if let Some(question) = &quote.question {
                    indented(out, question, width);
                }
                indented(out, &format!("“{}” ({})", quote.text.trim(), quote.label), width);
            }
        }
        Block::Head(lines) | Block::Prose(lines) | Block::Notes(lines) => {
            for line in lines {
                prose(out, line, width);
            }
        }
        Block::Figure(Figure::Bars(bars)) => chart(out, bars, width),
        Block::Figure(Figure::Curve(lines)) => chart(out, &curve::bars(lines), width),
        Block::Figure(Figure::Heat(heat)) => grid(out, &drawn::heat(heat), width),
        Block::Figure(figure) => prose(out, figure.description(), width),
    }
}

fn chart(out: &mut String, bars: &Bars, width: Option<usize>) {
    for line in drawn::bars(bars, width) {
        out.push_str(&escape::terminal(&line, false));
        out.push('\n');
    }
}

/// Words that are set in by two columns.
fn indented(out: &mut String, text: &str, width: Option<usize>) {
    let text = one_line(text);
    let width = width.unwrap_or(READABLE).saturating_sub(2).max(LEAST);
    for line in wrap(&escape::terminal(&text, false), width) {
        out.push_str(&format!("  {line}\n"));
    }
}

fn prose(out: &mut String, text: &str, width: Option<usize>) {
    for line in wrap(&escape::terminal(text, true), width.unwrap_or(usize::MAX)) {
        out.push_str(&line);
        out.push('\n');
    }
}

fn grid(out: &mut String, table: &Table, width: Option<usize>) {
    let cells: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| {
            let shown = row.iter().zip(&table.columns).map(|(cell, column)| cell.shown(column));
            shown.map(|text| escape::terminal(&text, true).into_owned()).collect()
        })
        .collect();
    let headings: Vec<String> = table
        .columns
        .iter()
        .map(|column| escape::terminal(&column.heading, false).into_owned())
        .collect();
    let widths = fit(table, &headings, &cells, width);
    line(out, &table.columns, &headings, &widths, true);
    for row in &cells {
        line(out, &table.columns, row, &widths, false);
    }
}

/// The width of each column: as wide as its widest cell; where the window is narrower, the widest
/// columns of words give way.
fn fit(
    table: &Table,
    headings: &[String],
    cells: &[Vec<String>],
    width: Option<usize>,
) -> Vec<usize> {
    let widest = |text: &String| text.split('\n').map(UnicodeWidthStr::width).max().unwrap_or(0);
    let mut widths: Vec<usize> = headings.iter().map(widest).collect();
    for row in cells {
        for (width, text) in widths.iter_mut().zip(row) {
            *width = (*width).max(widest(text));
        }
    }
    let Some(window) = width else { return widths };
    let gaps = GAP * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > window {
        let too_much = widths.iter().sum::<usize>() + gaps - window;
        let giving = (0..widths.len())
            .filter(|&place| !table.columns[place].right && widths[place] > LEAST)
            .max_by_key(|&place| (widths[place], usize::MAX - place));
        let Some(place) = giving else { break };
        // Down to the next widest at most, so that several columns of words share the loss.
        let next = (0..widths.len())
            .filter(|&other| other != place && !table.columns[other].right)
            .map(|other| widths[other])
            .filter(|&other| other < widths[place])
            .max()
            .unwrap_or(LEAST);
        let loss = too_much.min((widths[place] - next.max(LEAST)).max(1));
        widths[place] -= loss;
    }
    widths
}

fn line(out: &mut String, columns: &[Column], cells: &[String], widths: &[usize], bold: bool) {
    let wrapped: Vec<Vec<String>> =
        cells.iter().zip(widths).map(|(text, &width)| wrap(text, width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(1);
    for number in 0..height {
        let mut one = String::new();
        let mut owed = 0;
        for ((column, &width), lines) in columns.iter().zip(widths).zip(&wrapped) {
            let text = lines.get(number).map_or("", String::as_str);
            let free = width.saturating_sub(text.width());
            let (before, after) = if column.right { (free, 0) } else { (0, free) };
            if !text.is_empty() {
                one.push_str(&" ".repeat(owed + before));
                one.push_str(text);
                owed = after + GAP;
            } else {
                owed += width + GAP;
            }
        }
        match bold {
            true => out.push_str(&format!("{BOLD}{one}{PLAIN}\n")),
            false => out.push_str(&format!("{one}\n")),
        }
    }
}

/// Breaks a text into lines of at most that width: at spaces where there are any, else anywhere.
/// Lines after the first keep the indent of the first.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let indent = paragraph.len() - paragraph.trim_start_matches(' ').len();
        let indent = " ".repeat(if indent < width / 2 { indent } else { 0 });
        let mut rest = paragraph;
        let mut first = true;
        loop {
            let room = if first { width } else { width - indent.len() };
            let at = break_at(rest, room.max(1));
            let (line, after) = rest.split_at(at);
            let line = if after.is_empty() { line } else { line.trim_end_matches(' ') };
            lines.push(if first { line.to_owned() } else { format!("{indent}{line}") });
            rest = after.trim_start_matches(' ');
            first = false;
            if rest.is_empty() {
                break;
            }
        }
    }
    lines
}

/// The byte where a line of that width ends: after the last space that fits, else where it is full.
fn break_at(text: &str, width: usize) -> usize {
    let mut used = 0;
    let mut space = None;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > width && at > 0 && c != ' ' {
            return space.unwrap_or(at);
        }
        if c == ' ' && !text[..at].trim_start_matches(' ').is_empty() {
            space = Some(at + 1);
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_by_width() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("  one two", 6), ["  one", "  two"]);
        assert_eq!(wrap("信信信", 4), ["信信", "信"]);
        assert_eq!(wrap("abcdef", 4), ["abcd", "ef"]);
        assert_eq!(wrap("a\nb", 9), ["a", "b"]);
        assert_eq!(wrap("", 9), [""]);
        assert_eq!(wrap("é", 0), ["é"]);
    }
}
