//! JSON lines: the rows alone, one object a line.

use super::{Options, json};
use crate::report::Report;
use crate::report::table::Table;

/// Writes a report's data.
pub fn render(report: &Report, options: &Options) -> Vec<u8> {
    rows(&report.data, options)
}

/// The rows alone: a long table is written part by part.
pub(super) fn rows(table: &Table, _options: &Options) -> Vec<u8> {
    let mut out = String::new();
    for row in &table.rows {
        json::object(&mut out, &table.columns, row);
        out.push('\n');
    }
    out.into_bytes()
}
