//! `emic report participants`: the characteristics table.

use clap::Args;

use super::ask::{Ask, Asked};
use super::tallied;
use super::tallies::Tallies;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::coding::tally_line::Made;
use crate::diagnostic::Diagnostic;
use crate::report::material::Material;
use crate::report::participants::{Options, report, usual};

/// Describe who took part, an attribute a block
///
/// Counts cases in the filter with at least one transcript. A case with several values of an
/// attribute counts in each; one without is counted as missing, in a line of its own. A block
/// whose values do not sum to the number of cases says why.
///
/// cases: cases with the value; cases_n: all cases of the column, missing ones too; cases_pct: cases
/// of cases_n, 0 to 100. mean; sd: standard deviation of a sample, divisor n - 1; median: the middle
/// one or the mean of the two; min, max: range, for dates the first and the last. Without
/// --attribute: everything that cases.csv records but texts with more than 12 values. --min-cell
/// hides every count below N here, for each value is a group of people, and all of a smaller group.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// Show this attribute; may be repeated, the order is kept
    #[arg(long = "attribute", value_name = "NAME")]
    attributes: Vec<String>,
    /// Add a column for each group of this attribute
    #[arg(long, value_name = "ATTR")]
    by: Option<String>,
    /// Show percentages to people even for fewer than 20 cases
    #[arg(long)]
    percent: bool,
    #[command(flatten)]
    tallies: Tallies,
    #[command(flatten)]
    ask: Ask,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let wanted = |asked: &Asked<'_>| -> Result<Wanted, Stop> {
        let by = arguments.by.as_ref().map(|name| asked.grouped(name)).transpose()?;
        let named = arguments.attributes.iter().map(|name| Ok(asked.grouped(name)?.0));
        Ok(Wanted { attributes: named.collect::<Result<_, Stop>>()?, first: asked.declared(), by })
    };
    let (material, Wanted { attributes, by, first }) = match arguments.tallies.are_given() {
        true => of_tallies(arguments, wanted, app)?,
        false => {
            let asked = arguments.ask.open_for_people(app)?;
            let wanted = wanted(&asked)?;
            (asked.counts_by(wanted.by.as_ref().map(|(name, _)| name.as_str()))?, wanted)
        }
    };
    let mut options = Options { attributes, by, percent: arguments.percent };
    if options.attributes.is_empty() {
        let (usual, left_out) = usual(&material, &first);
        options.attributes = usual;
        if !left_out.is_empty() {
            app.ui.hint(&format!(
                "not shown, for they have many values: {}; `--attribute NAME` shows one.",
                left_out.join(", ")
            ));
        }
    }
    if options.attributes.is_empty() {
        app.ui.tell(
            &Diagnostic::warning("nothing is recorded about the cases")
                .help("write attributes into cases.csv, or `emic case set CASE NAME=VALUE`"),
        );
    }
    arguments.ask.output.write(&report(&material, &options), &app.ui)?;
    Ok(Exit::Done)
}

/// The attributes that are meant, those that the study declares, and what groups.
#[derive(Default)]
struct Wanted {
    attributes: Vec<String>,
    first: Vec<String>,
    by: Option<(String, Vec<String>)>,
}

/// The material of tallies.
fn of_tallies(
    arguments: &Arguments,
    wanted: impl Fn(&Asked<'_>) -> Result<Wanted, Stop>,
    app: &App,
) -> Result<(Material, Wanted), Stop> {
    let mut found = Wanted::default();
    let by = |asked: &mut Asked<'_>, _: &Made| {
        found = wanted(asked)?;
        Ok(found.by.clone())
    };
    let (material, _) = tallied::material(&arguments.tallies, &arguments.ask, by, app)?;
    if !material.filter.is_empty() && !material.silent.is_empty() {
        return Err(Diagnostic::error("tallies with a filter do not say who has no transcript")
            .help("this report lists cases of cases.csv without one; report the transcripts")
            .help("outside a study, where no cases.csv is known, the tallies are enough")
            .into());
    }
    Ok((material, found))
}
