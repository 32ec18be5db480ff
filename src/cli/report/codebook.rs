//! `emic report codebook`: the codebook as a document.

use clap::Args;

use super::ask::Ask;
use super::tallied::material;
use super::tallies::Tallies;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::report::codebook::report;

/// Show the codebook as a document, with counts
///
/// An overview and a section a code, in the order of the codebook: definition, when to use it, when
/// not to, examples, rules in words, origin and status (MacQueen et al. 1998), and how often it was
/// found. csv and json have a row a code.
///
/// cases: people (or sites) with at least one segment of the code or of a code below it; cases_n:
/// cases in the filter with at least one transcript; transcripts: transcripts with a segment;
/// segments: spans of text, united where they overlap.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    tallies: Tallies,
    #[command(flatten)]
    ask: Ask,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let material = match arguments.tallies.are_given() {
        true => material(&arguments.tallies, &arguments.ask, |_, _| Ok(None), app)?.0,
        false => arguments.ask.open(app)?.counts_by(None)?,
    };
    let report = report(&material);
    arguments.ask.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}
