//! `emic report stages`: how the stages of a process follow each other.

use clap::Args;

use super::ask::{Ask, Asked};
use super::places::material;
use super::tallies::Tallies;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::report::stages::family::{Family, family};
use crate::report::stages::{Options, PERMUTATIONS, SEED, report};

/// Show how the stages of a process follow each other
///
/// A row a pair of stages. Each case's segments in one transcript stand in the order in which they
/// begin; those of one stage (the code and everything below it) that overlap are one. Sequences are
/// never joined over transcripts or cases; turns without a stage are skipped. The order is that of
/// the talk, not of what happened.
///
/// The stages are the children of --of that have an `order` or exclude each other. Without --of:
/// the codebook's family with levels, else the ordered children of its core category, else the
/// codes that relations of the type `precedes` join.
///
/// n: how often the second stage comes next after the first; from_n: transitions out of the first.
/// cases: cases that show it. probability: n / from_n, 0 to 1. expected: row total × column total /
/// all transitions. residual: adjusted residual (Haberman 1973). q: Yule's Q, −1 to 1; 1 or −1 as
/// soon as one of its four counts is 0. p: one-sided, by shuffling the stages within each sequence
/// (Bakeman, Robinson & Quera 1996); exploratory. With --collapse, expected is fitted with zeros
/// where a stage would follow itself (Deming & Stephan 1940), there are no residuals and no χ², and
/// p is still that of the sequences with their repetitions.
///
/// Below: χ² and G² of the whole table; first and last stages; the stages of each case in the order
/// of their first appearance; how many of those with and without a stage speak of later ones.
/// Stages with fewer than 5 transitions are not shown to people in the main table.
///
/// --tallies takes what `emic tally --segments` wrote.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// The parent whose children are the stages
    #[arg(long, value_name = "CODE")]
    of: Option<String>,
    /// Count a stage that is spoken of several times in a row once
    #[arg(long)]
    collapse: bool,
    /// Break a sequence after K of the case's turns without a stage
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(1..))]
    gap_breaks: Option<u32>,
    /// How often to shuffle for p; 0 for no p
    #[arg(long, value_name = "B", default_value_t = PERMUTATIONS,
        value_parser = clap::value_parser!(u32).range(0..=100_000))]
    permutations: u32,
    /// Seed of the shuffles: the same seed gives the same p
    #[arg(long, value_name = "N", default_value_t = SEED)]
    seed: u64,
    /// Add the cases that speak of each stage, by groups of this attribute
    #[arg(long, value_name = "ATTR")]
    by: Option<String>,
    #[command(flatten)]
    tallies: Tallies,
    #[command(flatten)]
    ask: Ask,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let mut stages = Family::default();
    let by = |asked: &Asked<'_>| {
        let codebook = asked.coder.rules.codebook();
        stages = family(codebook, &asked.coder.tree, arguments.of.as_deref())?;
        arguments.by.as_ref().map(|name| asked.grouped(name)).transpose()
    };
    let (material, by) = material(&arguments.tallies, &arguments.ask, by, app)?;
    let options = Options {
        family: stages,
        collapse: arguments.collapse,
        gap_breaks: arguments.gap_breaks.map(|turns| turns as usize),
        permutations: arguments.permutations,
        seed: arguments.seed,
        by,
    };
    let report = report(&material, &options);
    arguments.ask.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}
