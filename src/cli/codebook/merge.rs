//! `emic codebook merge`: several codes become one.

use clap::Args;

use super::change::Where;
use crate::cli::ui::Stop;
use crate::cli::words::listed;
use crate::cli::{App, Exit};
use crate::codebook::edit;

/// Merge codes into another
///
/// The merged codes stay in the file with the status `merged`, as a record of what they meant;
/// their rules, children and relations go to the code they are merged into. All codings follow; the
/// logs are not touched. Where one coder had coded overlapping pieces with both, they are one piece
/// now, and nothing counts twice.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic codebook merge hope optimism --into outlook
  emic codebook merge red-tape --into barriers -n")]
pub(super) struct Arguments {
    /// The codes to merge
    #[arg(value_name = "CODE", required = true)]
    codes: Vec<String>,
    /// The code that they become
    #[arg(long, value_name = "CODE")]
    into: String,
    #[command(flatten)]
    at: Where,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let into = arguments.into.as_str();
    let opened = arguments.at.open(into, app)?;
    let all: Vec<_> = arguments.codes.iter().filter_map(|code| opened.codings(code, app)).collect();
    let names: Vec<String> = arguments.codes.iter().map(|code| format!("`{code}`")).collect();
    let edited = edit::merge(&opened.parsed, &arguments.codes, into);
    if opened.write(edited, &format!("Merged {} into `{into}`", listed(&names)), app)? {
        for codings in all {
            app.ui.status(&format!("{codings} follow."));
        }
        app.ui.hint(&format!("read its definition again: `emic codebook show {into}`"));
    }
    Ok(Exit::Done)
}
