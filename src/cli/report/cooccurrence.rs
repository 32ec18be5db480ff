//! `emic report cooccurrence`: which codes stand together.

use clap::Args;

use super::ask::Ask;
use super::places::material;
use super::tallies::Tallies;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::diagnostic::Diagnostic;
use crate::report::cooccurrence::{Level, Options, report};

/// Show which codes stand together
///
/// A row a pair of codes with segments of their own. n_a, n_b, n_ab, n: units with the first code,
/// with the second, with both, and all. --level segment: pairs of segments that share a character;
/// turn: participants' turns; window:W: W turns, moved on by one; transcript; case. jaccard:
/// n_ab/(n_a + n_b − n_ab) (Jaccard 1901), with segments the c coefficient of ATLAS.ti;
/// p_b_given_a: n_ab/n_a; expected: n_a × n_b/n; lift: n_ab/expected (Brin et al. 1997); yules_q:
/// (ad − bc)/(ad + bc) (Yule 1912), 1 or −1 as soon as one of the four cells is 0; phi (Yule 1912);
/// exploratory_fisher_p: Fisher's exact test, two-sided (1922), not adjusted.
///
/// Below: the moving stanza of epistemic network analysis (Siebert-Evenstone et al. 2017): a turn
/// counts a pair that it has within itself or with one of the --stanza − 1 turns before it; weight:
/// the count over the Euclidean norm of all counts; and the same for 2 to 7 turns.
///
/// --tallies takes what `emic tally --segments` wrote.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    ask: Ask,
    #[command(flatten)]
    tallies: Tallies,
    /// What codes share: segment, turn, window:W, transcript or case
    #[arg(long, value_name = "LEVEL", default_value = "turn")]
    level: String,
    /// The width of the moving stanza, in turns
    #[arg(long, value_name = "W", default_value_t = 4)]
    stanza: usize,
    /// So many of the strongest pairs are drawn as a network
    #[arg(long, value_name = "N", default_value_t = 15)]
    links: usize,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let level = Level::named(&arguments.level).ok_or_else(|| {
        let names = ["segment", "turn", "window:4", "transcript", "case"];
        Diagnostic::error(format!("`{}` is no level", arguments.level))
            .did_you_mean(&arguments.level, names)
            .help("it is segment, turn, window:W, transcript or case")
    })?;
    let (material, _) = material(&arguments.tallies, &arguments.ask, |_| Ok(None), app)?;
    let options = Options { level, stanza: arguments.stanza.max(1), links: arguments.links };
    let report = report(&material, &options);
    arguments.ask.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}
