//! `emic codebook diff`: what is different between two versions of a codebook.

use std::path::PathBuf;

use clap::Args;

use super::read;
use crate::cli::output::Output;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::codebook::difference::difference;
use crate::codebook::migration::Ways;
use crate::report::difference as report;
use crate::study::logs::Logs;
use crate::study::open;

/// Show what changed between two versions of a codebook
///
/// Codes that were added, removed, renamed, moved, merged, split, and those whose definitions,
/// criteria, examples or rules changed. Where a code went, the newer file says by its aliases,
/// `merged_into` and [[migration]]. In a study, `codings` counts what people coded with the code.
/// The exit code is 1 if nothing changed.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic codebook diff old/bridge.toml codebooks/bridge.toml
  git show v1:codebooks/bridge.toml | emic codebook diff - codebooks/bridge.toml -f csv")]
pub(super) struct Arguments {
    /// The older codebook; `-` is standard input
    #[arg(value_name = "OLDER")]
    older: PathBuf,
    /// The newer codebook
    #[arg(value_name = "NEWER")]
    newer: PathBuf,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let (older, newer) = match (read(&arguments.older), read(&arguments.newer)) {
        (Ok(older), Ok(newer)) => (older.codebook, newer.codebook),
        (older, newer) => {
            let wrong = older.err().into_iter().chain(newer.err()).flatten();
            return Err(wrong.collect::<Vec<_>>().into());
        }
    };
    let changes = difference(&older, &newer);
    if changes.is_empty() {
        app.ui.status("The two say the same.");
        return Ok(Exit::No);
    }
    let logs = open::find(&app.folder).ok().map(|study| Logs::read(&study));
    let ways = Ways::of([&newer]);
    let codings = logs.as_ref().filter(|logs| !logs.states.is_empty()).map(|logs| {
        let ways = &ways;
        move |code: &str| {
            let all = logs.states.values().flat_map(|state| state.codings.values());
            all.filter(|held| ways.now(&held.code) == ways.now(code)).count()
        }
    });
    let codings = codings.as_ref().map(|count| count as &dyn Fn(&str) -> usize);
    let report = report::difference(&older, &newer, &changes, codings);
    arguments.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}
