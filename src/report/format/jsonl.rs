//! JSON lines: the rows alone, one object a line.

use super::{Options, json};
use crate::report::Report;

/// Writes a report's data.
pub fn render(report: &Report, _options: &Options) -> Vec<u8> {
    let mut out = String::new();
    for row in &report.data.rows {
        json::object(&mut out, &report.data.columns, row);
        out.push('\n');
    }
    out.into_bytes()
}
