//! `emic report activity`: time by code, from activity logs; the job description.

use std::collections::BTreeSet;

use clap::Args;

use super::ask::{Ask, Asked};
use crate::cli::ui::Stop;
use crate::cli::{App, Exit, stopped};
use crate::diagnostic::Diagnostic;
use crate::report::activity::{Options, is_logged, job, named, report};

/// Count entries and hours of activity logs by code
///
/// A row a code, in the order of the codebook, and one for entries that no rule coded. A parent
/// holds each entry of its descendants once; an entry with several codes counts in each of them with
/// its whole time.
///
/// entries of entries_n, entries_pct: rows of logs. untimed: entries without minutes; they are in
/// the entries and not in the hours. minutes; hours: minutes / 60; hours_pct: share of all hours, 0
/// to 100; mean_minutes: minutes / entries with minutes.
///
/// Direct work is told in two ways. By code: the entry carries a code below --direct. By presence:
/// the log names a client and no code marks the entry as indirect (as services log their time:
/// marked direct but without the client is indirect, unmarked with the client is direct). Services
/// often count direct time only if it lasts longer than five minutes; --least-minutes flags shorter
/// entries and leaves them in.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// Work under this code is direct; without, the code `direct` or `….direct`
    #[arg(long, value_name = "CODE")]
    direct: Vec<String>,
    /// Work under this code is indirect; without, the code `indirect` or `….indirect`
    #[arg(long, value_name = "CODE")]
    indirect: Vec<String>,
    /// Flag entries with fewer minutes
    #[arg(long, value_name = "N", default_value_t = 5)]
    least_minutes: u32,
    /// Add entries and hours for each group of this attribute
    #[arg(long, value_name = "ATTR")]
    by: Option<String>,
    /// Show percentages to people even for fewer than 20 entries
    #[arg(long)]
    percent: bool,
    /// Show group, category, definition, tasks, a quotation and time in place of counts
    #[arg(long, conflicts_with_all = ["by", "direct", "indirect"])]
    job_description: bool,
    /// Tasks to show for a code of the job description
    #[arg(long, value_name = "N", default_value_t = 3, requires = "job_description")]
    tasks: usize,
    #[command(flatten)]
    ask: Ask,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let asked = arguments.ask.open(app)?;
    let options = Options {
        direct: marks(&asked, &arguments.direct, "direct")?,
        indirect: marks(&asked, &arguments.indirect, "indirect")?,
        least_minutes: arguments.least_minutes,
        by: arguments.by.as_ref().map(|name| asked.grouped(name)).transpose()?,
        percent: arguments.percent,
    };
    let by = options.by.as_ref().map(|(name, _)| name.as_str());
    let material = asked.material_by(by)?;
    if !is_logged(&material) {
        return stopped(Diagnostic::error("there is no entry of an activity log here").help(
            "a log is a csv, tsv or xlsx with the columns `date`, `worker`, `activity`, \
                 `minutes`, `client`, `notes`",
        ));
    }
    let report = match arguments.job_description {
        true => job::report(&material, arguments.tasks),
        false => report(&material, &options),
    };
    arguments.ask.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}

/// The codes that mark work: those named, else the one that is called so.
fn marks(asked: &Asked<'_>, names: &[String], word: &str) -> Result<BTreeSet<usize>, Stop> {
    if names.is_empty() {
        return Ok(named(asked.coder.rules.codebook(), word));
    }
    let found: Vec<_> = names.iter().map(|name| asked.coder.tree.resolve(name)).collect();
    let wrong: Vec<Diagnostic> = found.iter().filter_map(|one| one.clone().err()).collect();
    if wrong.is_empty() { Ok(found.into_iter().flatten().collect()) } else { Err(wrong.into()) }
}
