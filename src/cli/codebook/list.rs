//! `emic codebook list`: the codes at a glance.

use clap::Args;

use super::Which;
use crate::cli::output::Output;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::codebook::parse::Parsed;
use crate::report::codes;

/// List the codes with their kind, status, rules and examples
///
/// As csv, tsv, json or jsonl with definitions and criteria as well.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  emic codebook list
  emic codebook list codebooks/bridge.toml -o codes.csv")]
pub(super) struct Arguments {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let all = arguments.which.read(app)?;
    app.ui.tell_all(&warnings(&all));
    let report = codes::codes(all.iter().map(|parsed| &parsed.codebook));
    let is_empty = report.data.rows.is_empty();
    arguments.output.write(&report, &app.ui)?;
    Ok(if is_empty { Exit::No } else { Exit::Done })
}

fn warnings(all: &[Parsed]) -> Vec<crate::diagnostic::Diagnostic> {
    all.iter().flat_map(|parsed| parsed.warnings.clone()).collect()
}
