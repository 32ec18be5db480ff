//! `emic case set`: records attributes of a case in cases.csv.

use clap::Args;

use super::Held;
use crate::cli::ui::Stop;
use crate::cli::words::listed;
use crate::cli::{App, Exit};
use crate::diagnostic::Diagnostic;
use crate::study::corpus::{Corpus, Given};

/// Set attributes of a case
///
/// A case that is not in cases.csv yet gets a row. `ATTR=` empties a cell.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  emic case set P07 site=North wave=2
  emic case set P07 group=peer --new")]
pub(super) struct Arguments {
    /// The case's id
    #[arg(value_name = "CASE")]
    case: String,
    /// What to record
    #[arg(value_name = "ATTR=VALUE")]
    values: Vec<String>,
    /// Make a column for an attribute that there is none for
    #[arg(long)]
    new: bool,
    /// Say what would be changed and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let mut held = Held::open(app, arguments.dry_run)?;
    let case = arguments.case.trim();
    if case.is_empty() {
        return Err(Diagnostic::error("a case needs an id").into());
    }
    let values = values(arguments, &held)?;
    let mut changes = Vec::new();
    if held.cases.add(case) {
        changes.push(format!("a row for `{case}`"));
        doubt(case, &held, app);
    }
    for (name, value) in values {
        let old = held.cases.value(case, &name).unwrap_or_default().to_owned();
        if old != value {
            held.cases.set(case, &name, &value);
            changes.push(match old.as_str() {
                "" => format!("{name} = `{value}`"),
                _ => format!("{name} = `{value}` (was `{old}`)"),
            });
        }
    }
    if changes.is_empty() {
        app.ui.status(&format!("Nothing to change: `{case}` has these values already."));
        return Ok(Exit::Done);
    }
    if !arguments.dry_run {
        held.write()?;
    }
    let set = if arguments.dry_run { "Would set" } else { "Set" };
    app.ui.status(&format!("{set} in cases.csv, case `{case}`: {}.", listed(&changes)));
    Ok(Exit::Done)
}

/// The values that are asked for, each fitting its attribute.
fn values(arguments: &Arguments, held: &Held) -> Result<Vec<(String, String)>, Vec<Diagnostic>> {
    let (mut values, mut wrong) = (Vec::new(), Vec::new());
    for text in &arguments.values {
        let Some((name, value)) = text.split_once('=').filter(|parts| !parts.0.trim().is_empty())
        else {
            let told = Diagnostic::error(format!("`{text}` sets nothing"));
            wrong.push(told.help("write `ATTRIBUTE=VALUE`"));
            continue;
        };
        let name = name.trim();
        match held.fitted(name, value) {
            Err(told) => wrong.push(told),
            Ok(_) if !held.knows(name) && !arguments.new => {
                let names = held.names();
                let told = Diagnostic::error(format!("there is no attribute `{name}`"))
                    .did_you_mean(name, names.iter().map(String::as_str))
                    .help("`--new` makes a column for it in cases.csv");
                wrong.push(told);
            }
            Ok(value) => values.push((name.to_owned(), value)),
        }
    }
    if wrong.is_empty() { Ok(values) } else { Err(wrong) }
}

/// A new case that looks like one that is there may be a slip.
fn doubt(case: &str, held: &Held, app: &App) {
    let corpus = Corpus::of_study(held.study.clone(), &Given::default());
    let is_transcript = corpus.sources.iter().any(|source| source.id == case);
    let others: Vec<String> = held.cases.ids().into_iter().filter(|known| known != case).collect();
    let told = Diagnostic::warning(format!("case `{case}` is new"))
        .did_you_mean(case, others.iter().map(String::as_str));
    let is_numbered = case.chars().any(|c| c.is_ascii_digit());
    if !is_transcript && !is_numbered && !told.help.is_empty() {
        app.ui.tell(&told);
    }
}
