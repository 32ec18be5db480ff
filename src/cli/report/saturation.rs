//! `emic report saturation`: when transcripts stop bringing new codes.

use clap::Args;

use super::ask::{Ask, Asked};
use super::places::material;
use super::tallies::Tallies;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::diagnostic::Diagnostic;
use crate::report::saturation::{Options, report};
use crate::statistics::saturation::accumulation::SEED;
use crate::statistics::saturation::guest::Rule;

/// Show when transcripts stop bringing new codes
///
/// A row a transcript, in the order of the study or of --order. new: codes with their first segment
/// in it; cumulative: codes seen so far; expected: the mean over all orders, S − Σ C(T − f, t)/C(T, t)
/// (Colwell, Mao & Chang 2004); band_lo, band_hi: the 2.5 % and 97.5 % quantiles of 1,000 random
/// orders; run_pct: new codes of the run that ends here, in percent of the base; codes: what is new.
/// A code counts where it has a segment of its own, not one of a code below it.
///
/// Saturation after Guest, Namey & Chen 2020: the first run of --run transcripts after the --base
/// that brings at most --threshold percent of the codes of the base; `6+2` is six transcripts and a
/// run of two. Below: the same for other bases, runs and thresholds; Chao2 with its interval (Chao
/// 1987), jackknife (Burnham & Overton 1979), sample coverage (Chao & Jost 2012) and codes to be
/// expected after more transcripts (Colwell et al. 2012), all as if codes behaved like species; each
/// family of codes for itself.
///
/// --tallies takes what `emic tally --segments` wrote.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    ask: Ask,
    #[command(flatten)]
    tallies: Tallies,
    /// Transcripts of the base
    #[arg(long, value_name = "N", default_value_t = 4)]
    base: usize,
    /// Transcripts of a run
    #[arg(long, value_name = "N", default_value_t = 2)]
    run: usize,
    /// New codes of a run that are few enough, in percent of the base
    #[arg(long, value_name = "PERCENT", default_value_t = 5.0)]
    threshold: f64,
    /// Put the transcripts into the order of this attribute: a date, a wave, a number
    #[arg(long, value_name = "ATTR")]
    order: Option<String>,
    /// The seed of the random orders
    #[arg(long, value_name = "N", default_value_t = SEED)]
    seed: u64,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    if !(0.0..=100.0).contains(&arguments.threshold) {
        return Err(Diagnostic::error("the threshold is a percentage from 0 to 100").into());
    }
    let mut order = None;
    let by = |asked: &Asked<'_>| {
        order = arguments.order.as_ref().map(|name| asked.grouped(name)).transpose()?;
        // It puts them in order and groups nothing.
        Ok(None)
    };
    let (material, _) = material(&arguments.tallies, &arguments.ask, by, app)?;
    let options = Options {
        rule: Rule {
            base: arguments.base,
            run: arguments.run,
            threshold: arguments.threshold / 100.0,
        },
        order: order.map(|(name, _)| name),
        seed: arguments.seed,
    };
    let report = report(&material, &options);
    arguments.ask.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}
