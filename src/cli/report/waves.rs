//! `emic report waves`: codes over time.

use clap::Args;

use super::ask::{Ask, Asked};
use super::tallied::material;
use super::tallies::Tallies;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::coding::tally_line::Made;
use crate::report::waves::{Options, attribute, report};

/// Show how codes change from wave to wave
///
/// A row a code and wave, in the order of the codebook and of the waves. cases: people with a
/// segment in that wave; cases_n: people with a transcript in it. segments: spans of text that
/// belong to a case, united where they overlap; words: words in them; words_n: words of
/// cases in the wave; per_1000_words: segments for every 1,000 of those. A wave without a transcript is
/// empty, not zero.
///
/// Below: in how many cases a code changed from the first wave with transcripts to the last; with
/// --cases what became of it in each case, wave by wave. absent: 0 and 0 segments; emerged: 0 and some; ceased: some and
/// 0; increased: at least one segment more and a rate at least 1.5 times as high; decreased: the
/// reverse; constant: all else; missing: no transcript in one of the two waves; idiosyncratic: no
/// other case ever speaks of it. After the descriptive questions of Saldaña 2003; what the changes
/// mean is for the analyst.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// The attribute that says the wave; without, `wave` or the only ordered attribute
    #[arg(long, value_name = "ATTR")]
    by: Option<String>,
    /// Show what became of each code in each case
    #[arg(long = "cases")]
    each_case: bool,
    #[command(flatten)]
    tallies: Tallies,
    #[command(flatten)]
    ask: Ask,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let by = |asked: &Asked<'_>| {
        let name = match &arguments.by {
            Some(name) => name.clone(),
            None => attribute(&asked.corpus.attributes)?,
        };
        asked.grouped(&name)
    };
    let (material, by) = match arguments.tallies.are_given() {
        true => {
            let by = |asked: &mut Asked<'_>, _: &Made| by(asked).map(Some);
            let (material, by) = material(&arguments.tallies, &arguments.ask, by, app)?;
            (material, by.unwrap_or_default())
        }
        false => {
            let asked = arguments.ask.open(app)?;
            let by = by(&asked)?;
            (asked.counts_by(Some(&by.0))?, by)
        }
    };
    let report = report(&material, &Options { by, cases: arguments.each_case });
    arguments.ask.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}
