//! `emic report participants`: the characteristics table.

use clap::Args;

use super::ask::Ask;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::diagnostic::Diagnostic;
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
    ask: Ask,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let asked = arguments.ask.open_for_people(app)?;
    let by = arguments.by.as_ref().map(|name| asked.grouped(name)).transpose()?;
    let named = arguments.attributes.iter().map(|name| Ok(asked.grouped(name)?.0));
    let named = named.collect::<Result<Vec<String>, Stop>>()?;
    let first = asked.declared();
    let grouped = by.as_ref().map(|(name, _)| name.as_str());
    let material = asked.material_by(grouped)?;
    let mut options = Options { attributes: named, by, percent: arguments.percent };
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
