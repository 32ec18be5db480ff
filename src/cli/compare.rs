//! `emic compare`: incidents of a code side by side.

use std::path::PathBuf;

use clap::Args;
use clap::builder::RangedU64ValueParser;

use super::report::ask::Ask;
use super::ui::Stop;
use super::{App, Exit};
use crate::files::{self, What};
use crate::report::compare::{Options, report};

/// Set incidents of a code side by side, for constant comparison
///
/// Incidents are segments of the code, and of the codes below it, that participants said. Pairs lie
/// across cases, or with --by across the groups of an attribute; with a second code each pair has an
/// incident of either. Pairs of groups take turns in a random order, the incidents shown least come
/// next, and the same seed gives the same pairs; fewer pairs are the beginning of more.
///
/// Every pair ends with an empty place for the memo and with the command that keeps it. csv and json
/// have a row an incident: pair, side (a or b), code, case, place and words. Exit status 1 if there
/// is nothing to compare.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic compare trust
  emic compare trust --by site --pairs 10 --seed 1 -o trust.docx
  emic compare trust strain --by wave --coder ana")]
pub(super) struct Arguments {
    /// The code
    #[arg(value_name = "CODE")]
    code: String,
    /// Another code, whose incidents stand beside those of the first
    #[arg(value_name = "CODE2")]
    other: Option<String>,
    /// Draw pairs across the groups of this attribute, not across cases
    #[arg(long, value_name = "ATTR")]
    by: Option<String>,
    /// The most pairs
    #[arg(long, value_name = "N", default_value_t = 5,
        value_parser = RangedU64ValueParser::<usize>::new().range(1..=10_000))]
    pairs: usize,
    /// What the pairs are drawn from (SplitMix64)
    #[arg(long, value_name = "N", default_value_t = 42)]
    seed: u64,
    #[command(flatten)]
    ask: Ask,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let (mut ask, mut other) = (arguments.ask.clone(), arguments.other.clone());
    // A name that is a file is no code: `emic compare CODE FILE --codebook …`.
    if let Some(path) = other.take_if(|name| files::what(name.as_ref()) != What::Missing) {
        ask.input.paths.insert(0, PathBuf::from(path));
    }
    let asked = ask.open(app)?;
    let code = asked.coder.tree.resolve(&arguments.code)?;
    let other = other.map(|name| asked.coder.tree.resolve(&name)).transpose()?;
    let by = arguments.by.as_ref().map(|name| asked.grouped(name)).transpose()?;
    let grouped = by.as_ref().map(|(name, _)| name.clone());
    let material = asked.material_by(grouped.as_deref())?;
    let options = Options { code, other, by, pairs: arguments.pairs, seed: arguments.seed };
    let report = report(&material, &options);
    let is_empty = report.data.rows.is_empty();
    ask.output.write(&report, &app.ui)?;
    if is_empty {
        app.ui.hint("there are no two incidents to set beside each other.");
    }
    Ok(if is_empty { Exit::No } else { Exit::Done })
}
