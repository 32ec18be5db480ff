//! `emic report model`: the relations between codes.

use clap::{Args, ValueEnum};

use super::ask::Ask;
use super::places::material;
use super::tallies::Tallies;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::report::model::{Shape, report};

/// Show how the codes are related, as a map or a paradigm
///
/// A row a [[relation]] of the codebook. cases_from, cases_to, cases_both: cases that speak of the
/// one, the other, both (of cases_n). segments_from, segments_to: spans of text, united where they
/// overlap; segments_both: stretches of text that carry both. A code counts with everything below
/// it. The relations are the researcher's; that people speak of both ends does not prove one.
///
/// The figure (`-o model.svg`, `-f mermaid`, `-f dot`) shows all codes as a map: the hierarchy from
/// left to right by thin lines, relations as arrows, thicker the more cases speak of both ends. As
/// a paradigm (Strauss & Corbin 1990; Corbin & Strauss 2008) it shows conditions, phenomenon,
/// actions and consequences. The core category is the phenomenon; the types causes,
/// causal-condition, conditions, context, context-of, intervenes, intervening-condition make their
/// `from` a condition; action, interaction, strategy, acts-on their `from`, performs its `to` and
/// precedes both ends an action; leads-to and results-in their `to` and consequence-of its `from` a
/// consequence.
///
/// --tallies takes what `emic tally --segments` wrote.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// How to draw the model
    #[arg(long, value_enum, default_value = "map")]
    shape: Drawing,
    #[command(flatten)]
    tallies: Tallies,
    #[command(flatten)]
    ask: Ask,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Drawing {
    Map,
    Paradigm,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let shape = match arguments.shape {
        Drawing::Map => Shape::Map,
        Drawing::Paradigm => Shape::Paradigm,
    };
    let (material, _) = material(&arguments.tallies, &arguments.ask, |_| Ok(None), app)?;
    let report = report(&material, shape);
    arguments.ask.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}
