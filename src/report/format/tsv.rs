//! Tab-separated values: as csv, with a tab for the comma; cells with tabs or line ends are quoted.

use super::Options;
use crate::report::Report;

/// Writes a report's data.
pub fn render(report: &Report, options: &Options) -> Vec<u8> {
    super::csv::separated(report, options, '\t')
}
