//! `emic case import`: takes cases and attributes from a table into cases.csv.

use std::path::PathBuf;

use clap::Args;

use super::{Held, table};
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::cli::{App, Exit};
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::study::edit::Cases;

/// Import cases and their attributes from a csv or tsv file
///
/// New cases and columns are added, empty cells are filled. A value that differs from the one in
/// cases.csv is shown and only replaced with `--replace`.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  emic case import participants.csv
  emic case import survey.csv --id respondent --dry-run")]
pub(super) struct Arguments {
    /// The table
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The column with the ids of cases
    #[arg(long, value_name = "COLUMN", default_value = "id")]
    id: String,
    /// Replace values that differ
    #[arg(long)]
    replace: bool,
    /// Say what would be changed and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let theirs = Cases::parse(&table(&arguments.file)?, &arguments.id)?;
    let mut held = Held::open(app, arguments.dry_run)?;
    let mut wrong = Vec::new();
    let (mut new, mut filled, mut differ) = (0, 0, 0);
    for case in theirs.ids() {
        new += usize::from(held.cases.add(&case));
        for name in theirs.attributes() {
            let value = theirs.value(&case, &name).unwrap_or_default();
            let value = match held.fitted(&name, value) {
                Ok(value) if value.is_empty() => continue,
                Ok(value) => value,
                Err(told) => {
                    wrong.push(
                        told.in_file(format!("{}, case {case}", files::shown(&arguments.file))),
                    );
                    continue;
                }
            };
            let old = held.cases.value(&case, &name).unwrap_or_default().to_owned();
            if old == value {
                continue;
            }
            if !old.is_empty() {
                differ += 1;
                app.ui.status(&format!("{case}: {name} is `{old}` here, `{value}` there"));
                if !arguments.replace {
                    continue;
                }
            }
            filled += 1;
            held.cases.set(&case, &name, &value);
        }
    }
    wrong.dedup();
    if !wrong.is_empty() {
        wrong.push(Diagnostic::note("nothing was imported"));
        return Err(wrong.into());
    }
    if !arguments.dry_run && (new > 0 || filled > 0) {
        held.write()?;
    }
    let imported = if arguments.dry_run { "Would import" } else { "Imported" };
    app.ui.status(&format!(
        "{imported} {} and {}.",
        counted(new, "new case"),
        counted(filled, "value")
    ));
    let is_left = differ > 0 && !arguments.replace;
    if is_left {
        let differ = counted(differ, "value");
        app.ui.hint(&format!("{differ} in cases.csv stayed; `--replace` takes those of the file"));
    }
    Ok(if is_left { Exit::No } else { Exit::Done })
}
