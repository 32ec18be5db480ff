//! Excel workbooks: the first sheet that is a table of turns or an activity log.
//!
//! In comes the package, out come rows for [`super::table`]. Sheets are read cell by cell, so that
//! one cell in the last corner costs no more than any other.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader as _};

use super::columns::{Columns, Row};
use super::input::Input;
use super::package::{Package, damaged};
use super::{Reader, activity_log, table};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// Workbooks.
pub(super) struct Xlsx;

/// The columns that are looked at.
const MOST_COLUMNS: u32 = 256;

/// The most cells that are kept of one sheet.
const MOST_CELLS: usize = 10_000_000;

impl Reader for Xlsx {
    fn name(&self) -> &'static str {
        "xlsx"
    }

    fn about(&self) -> &'static str {
        "Excel workbooks with a row a turn"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xlsx", "xlsm"]
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn recognises(&self, input: &Input) -> bool {
        Package::open(&input.bytes, input.path).is_ok_and(|package| package.has("xl/workbook.xml"))
    }

    fn read(&self, input: Input) -> Result<Transcript, Diagnostic> {
        let path = input.path;
        let mut package = Package::open(&input.bytes, path)?;
        if !package.has("xl/workbook.xml") {
            return Err(package.unknown());
        }
        // Unpacked once under the package's limits before the library unpacks it without any.
        for name in package.names() {
            if name.starts_with("xl/") && (name.ends_with(".xml") || name.ends_with(".rels")) {
                package.bytes(&name)?;
            }
        }
        of_sheets(sheets(&input.bytes, path)?, &input)
    }
}

/// The turns of the first sheet that is a table of turns or a log, or else of the first filled one.
pub(super) fn of_sheets(
    mut sheets: Vec<(String, Vec<Row>)>,
    input: &Input,
) -> Result<Transcript, Diagnostic> {
    let path = input.path;
    let place = sheets
        .iter()
        .position(|(_, rows)| is_table(rows))
        .or_else(|| sheets.iter().position(|(_, rows)| !rows.is_empty()));
    let Some(place) = place else {
        return Err(Diagnostic::error(format!("`{path}` has no filled sheet"))
            .in_file(path)
            .help("give a workbook with a row a turn"));
    };
    let (name, rows) = sheets.swap_remove(place);
    let others = sheets.iter().filter(|(_, rows)| !rows.is_empty()).count();
    let mut transcript = table::of_rows(rows, input)?;
    if others > 0 {
        let sheets = if others == 1 { "sheet" } else { "sheets" };
        let message = format!("sheet `{name}` of `{path}` is read, {others} more {sheets} not");
        transcript.notes.push(Diagnostic::note(message).in_file(path));
    }
    Ok(transcript)
}

fn is_table(rows: &[Row]) -> bool {
    rows.first().is_some_and(|first| {
        activity_log::Columns::of(&first.cells).is_some()
            || Columns::by_header(&first.cells).is_some()
            || Columns::by_content(rows).is_some()
    })
}

/// The sheets with their rows.
fn sheets(bytes: &[u8], path: &str) -> Result<Vec<(String, Vec<Row>)>, Diagnostic> {
    // The library may fail on the name of a cell that no sheet has room for.
    let found = catch_unwind(AssertUnwindSafe(|| cells(bytes, path)));
    found.unwrap_or_else(|_| Err(damaged(path)))
}

fn cells(bytes: &[u8], path: &str) -> Result<Vec<(String, Vec<Row>)>, Diagnostic> {
    let mut workbook: calamine::Xlsx<_> =
        calamine::Xlsx::new(Cursor::new(bytes)).map_err(|_| damaged(path))?;
    let mut sheets = Vec::new();
    for name in workbook.sheet_names() {
        // A sheet of charts has no cells.
        let Ok(mut cells) = workbook.worksheet_cells_reader(&name) else { continue };
        let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        let mut kept = 0;
        while let Some(cell) = cells.next_cell().map_err(|_| damaged(path))? {
            let (row, column) = cell.get_position();
            let text = text(cell.get_value());
            if column >= MOST_COLUMNS || text.is_empty() {
                continue;
            }
            let cells = rows.entry(row).or_default();
            let column = column as usize;
            if cells.len() <= column {
                kept += column + 1 - cells.len();
                cells.resize(column + 1, String::new());
            }
            if kept > MOST_CELLS {
                return Err(Diagnostic::error(format!(
                    "sheet `{name}` of `{path}` has more than {MOST_CELLS} cells"
                ))
                .in_file(path)
                .help("split it into one workbook an interview"));
            }
            cells[column] = text;
        }
        let row = |(row, cells): (u32, Vec<String>)| Row { line: row as usize + 1, cells };
        sheets.push((name, rows.into_iter().map(row).collect()));
    }
    Ok(sheets)
}

/// A cell as text; dates in ISO 8601, times of day as `hh:mm:ss`.
fn text(value: &DataRef) -> String {
    match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(is) => is.to_string(),
        DataRef::DateTime(date) => date_or_time(date),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

fn date_or_time(date: &ExcelDateTime) -> String {
    let days = date.as_f64();
    if !(0.0..1.0e6).contains(&days) {
        return days.to_string();
    }
    let seconds = ((days - days.floor()) * 86_400.0).round() as u64;
    let clock = |hours: u64| format!("{hours:02}:{:02}:{:02}", seconds / 60 % 60, seconds % 60);
    if date.is_duration() || days < 1.0 {
        return clock(days.floor() as u64 * 24 + seconds / 3600);
    }
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    if seconds == 0 { day } else { format!("{day} {}", clock(seconds / 3600)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::ExcelDateTimeType;

    #[test]
    fn dates_and_times_become_text() {
        let date = |value| ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false);
        assert_eq!(date_or_time(&date(46083.0)), "2026-03-02");
        assert_eq!(date_or_time(&date(46083.5)), "2026-03-02 12:00:00");
        assert_eq!(date_or_time(&date(0.0625)), "01:30:00");
        let long = ExcelDateTime::new(1.0625, ExcelDateTimeType::TimeDelta, false);
        assert_eq!(date_or_time(&long), "25:30:00");
        assert_eq!(date_or_time(&date(f64::NAN)), "NaN");
    }
}
