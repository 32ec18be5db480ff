//! One sheet of a workbook: a table, or the notes.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::joined;
use crate::report::escape;
use crate::report::table::{Cell, Column, Table, decimal};

/// The longest text in a cell, in UTF-16 units.
const LONGEST: usize = 32_767;
/// Column widths in characters: no narrower, no wider.
const NARROWEST: usize = 8;
const WIDEST: usize = 60;
/// From this width on, paper is turned.
const PORTRAIT: usize = 90;
/// A wider table is printed on several pages beside each other: nobody could read it on one.
const READABLE: usize = 280;
/// A heading is broken rather than making a column of numbers wider than this.
const HEADING: usize = 14;
/// The width of the notes.
const LINE: f64 = 100.0;
/// A4 in Excel's numbering of papers.
const A4: u8 = 9;
/// The largest whole number that a cell holds exactly: 2⁵³.
const EXACT: u64 = 1 << 53;

/// Fills a sheet with a table; true where a text was too long for its cell.
pub(super) fn fill(sheet: &mut Worksheet, table: &Table) -> Result<bool, XlsxError> {
    let heading = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Bottom)
        .set_border_bottom(FormatBorder::Thin);
    let mut cut = false;
    let mut sum = 0;
    let mut lines = vec![1; table.rows.len()];
    for (column, place) in table.columns.iter().zip(0_u16..) {
        let text = if column.heading.is_empty() { &column.key } else { &column.heading };
        let side = if column.right { FormatAlign::Right } else { FormatAlign::Left };
        sheet.write_string_with_format(
            0,
            place,
            fitted(text).0,
            &heading.clone().set_align(side),
        )?;
        let width = width(table, column, usize::from(place));
        sheet.set_column_width(place, (width + 2) as f64)?;
        sum += width + 2;
        let format = aside(format(column), table, usize::from(place));
        for (row, at) in table.rows.iter().zip(1_u32..) {
            let Some(cell) = row.get(usize::from(place)) else { continue };
            cut |= write(sheet, at, place, cell, &format)?;
            if let Some(most) = lines.get_mut(at as usize - 1).filter(|_| !column.right) {
                *most = lines_of(&joined(cell), width).max(*most);
            }
        }
    }
    for (lines, at) in lines.into_iter().zip(1_u32..).filter(|(lines, _)| *lines > 1) {
        sheet.set_row_height(at, height(lines))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    let last = table.columns.len().saturating_sub(1);
    if let (Ok(rows), Ok(columns)) = (u32::try_from(table.rows.len()), u16::try_from(last)) {
        sheet.autofilter(0, 0, rows, columns)?;
    }
    sheet.set_paper_size(A4);
    if sum > PORTRAIT {
        sheet.set_landscape();
    }
    sheet.set_print_fit_to_pages(u16::try_from(sum.div_ceil(READABLE)).unwrap_or(1).max(1), 0);
    Ok(cut)
}

/// How many lines a text has in a column, more or less: a row does not grow by itself in every
/// program.
fn lines_of(text: &str, width: usize) -> usize {
    let room = width.saturating_sub(width / 12).max(1);
    text.split('\n').map(|line| line.width().div_ceil(room).max(1)).sum()
}

/// The height of a row of so many lines, as far as rows can be high.
fn height(lines: usize) -> f64 {
    (15.0 * lines as f64).min(400.0)
}

/// Writes a cell; true where a text was too long for it.
fn write(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    format: &Format,
) -> Result<bool, XlsxError> {
    // A number has the six decimals that every program gets.
    let number = match cell {
        Cell::Count(number) if *number <= EXACT => Some(*number as f64),
        Cell::Number(number) => decimal(*number, 6).and_then(|written| written.parse().ok()),
        _ => None,
    };
    if let Some(number) = number {
        sheet.write_number_with_format(row, column, number, format)?;
        return Ok(false);
    }
    if let Cell::Flag(flag) = cell {
        sheet.write_boolean_with_format(row, column, *flag, format)?;
        return Ok(false);
    }
    let (text, cut) = fitted(&joined(cell));
    if !text.is_empty() {
        sheet.write_string_with_format(row, column, text, format)?;
    }
    Ok(cut)
}

/// Numbers to the right, words to the left; words keep away from numbers before them.
fn aside(format: Format, table: &Table, place: usize) -> Format {
    let is_right = |place: usize| table.columns.get(place).is_some_and(|column| column.right);
    match (is_right(place), place.checked_sub(1).is_some_and(is_right)) {
        (true, _) => format.set_align(FormatAlign::Right),
        (false, true) => format.set_align(FormatAlign::Left).set_indent(1),
        (false, false) => format.set_align(FormatAlign::Left),
    }
}

fn format(column: &Column) -> Format {
    let format = Format::new().set_align(FormatAlign::Top);
    match (column.right, column.decimals) {
        (false, _) => format.set_text_wrap(),
        (true, 0) => format,
        (true, decimals) => format.set_num_format(format!("0.{}", "0".repeat(decimals.min(6)))),
    }
}

/// A text that a cell can hold, and whether it had to be cut for that.
fn fitted(text: &str) -> (String, bool) {
    let text = escape::document(text);
    if text.encode_utf16().count() <= LONGEST {
        return (text, false);
    }
    let mut room = LONGEST - 1;
    let fits = |c: &char| {
        let left = room.checked_sub(c.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    cut.push('…');
    (cut, true)
}

fn width(table: &Table, column: &Column, place: usize) -> usize {
    let longest = |text: &str| text.split('\n').map(UnicodeWidthStr::width).max().unwrap_or(0);
    let cells = table.rows.iter().filter_map(|row| row.get(place));
    let widest = cells.map(|cell| longest(&cell.shown(column))).max().unwrap_or(0);
    // Room for the button of the filter.
    let heading = (column.heading.width() + 2).min(HEADING);
    widest.max(heading).clamp(NARROWEST, WIDEST)
}

/// The names of sheets: each once, none with a sign that Excel refuses.
#[derive(Default)]
pub(super) struct Names {
    used: BTreeSet<String>,
}

impl Names {
    const LONGEST: usize = 31;

    /// A name for a sheet that is not used yet.
    pub(super) fn free(&mut self, wanted: &str) -> String {
        let allowed = |c: char| match c {
            '[' => Some('('),
            ']' => Some(')'),
            ':' | '*' | '?' => None,
            '/' | '\\' | '\'' | '\n' => Some(' '),
            c => Some(c),
        };
        let text: String = escape::document(wanted).chars().filter_map(allowed).collect();
        let text = text.split_whitespace().collect::<Vec<&str>>().join(" ");
        let text = match text.to_lowercase().as_str() {
            "" | "history" => format!("{text} table").trim().to_owned(),
            _ => text,
        };
        let mut name = beginning(&text, Self::LONGEST);
        let mut number = 2;
        while !self.used.insert(name.to_lowercase()) {
            let ending = format!(" {number}");
            name = beginning(&text, Self::LONGEST - ending.len()) + &ending;
            number += 1;
        }
        name
    }
}

/// The first characters of a name, counted as Excel counts them.
fn beginning(text: &str, most: usize) -> String {
    let mut used = 0;
    let fits = |c: &char| {
        used += c.len_utf16();
        used <= most
    };
    text.chars().take_while(fits).collect::<String>().trim_end().to_owned()
}

/// The sheet of notes: a paragraph a row, facts in two columns.
pub(super) struct Notes<'s> {
    sheet: &'s mut Worksheet,
    row: u32,
    /// Whether something stands above that a gap must part from what follows.
    open: bool,
}

impl<'s> Notes<'s> {
    pub(super) fn new(sheet: &'s mut Worksheet) -> Result<Self, XlsxError> {
        sheet.set_column_width(0, LINE / 4.0)?;
        sheet.set_column_width(1, LINE * 3.0 / 4.0)?;
        sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0);
        Ok(Notes { sheet, row: 0, open: false })
    }

    fn gap(&mut self) {
        self.row += u32::from(self.open);
        self.open = true;
    }

    /// A heading of a section.
    pub(super) fn heading(&mut self, text: &str) -> Result<(), XlsxError> {
        self.gap();
        self.open = false;
        let bold = Format::new().set_bold();
        self.sheet.write_string_with_format(self.row, 0, fitted(text).0, &bold)?;
        self.row += 1;
        Ok(())
    }

    /// Paragraphs, each as high as its text needs.
    pub(super) fn lines(&mut self, lines: &[String]) -> Result<(), XlsxError> {
        if lines.is_empty() {
            return Ok(());
        }
        self.gap();
        let format = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        for line in lines {
            let (text, _) = fitted(line);
            // A merged cell does not grow by itself.
            let height = height(lines_of(&text, LINE as usize));
            self.sheet.merge_range(self.row, 0, self.row, 1, "", &format)?;
            self.sheet.write_string_with_format(self.row, 0, text, &format)?;
            self.sheet.set_row_height(self.row, height)?;
            self.row += 1;
        }
        Ok(())
    }

    /// Facts: a name and its value.
    pub(super) fn facts(&mut self, facts: &[(&'static str, Cell)]) -> Result<(), XlsxError> {
        if facts.is_empty() {
            return Ok(());
        }
        self.gap();
        let name = Format::new().set_font_color(Color::Gray).set_align(FormatAlign::Top);
        let value = Format::new().set_text_wrap().set_align(FormatAlign::Left);
        for (key, cell) in facts {
            self.sheet.write_string_with_format(self.row, 0, *key, &name)?;
            write(self.sheet, self.row, 1, cell, &value.clone().set_align(FormatAlign::Top))?;
            self.row += 1;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_names_that_excel_takes() {
        let mut names = Names::default();
        assert_eq!(names.free("History"), "History table");
        assert_eq!(names.free("''"), "table");
        let long = "Who speaks of trust in which of the waves";
        assert_eq!(names.free(long), "Who speaks of trust in which of");
        assert_eq!(names.free(long), "Who speaks of trust in which 2");
        assert_eq!(names.free("NOTES"), "NOTES");
        assert_eq!(names.free("Notes"), "Notes 2");
    }
}
