//! `emic report joint`: themes beside a measure.

use std::path::{Path, PathBuf};

use clap::Args;

use super::ask::Ask;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::report::joint::{Measure, Options, report};
use crate::study::edit::Cases;

/// Set themes beside groups, a measure and the words themselves
///
/// A row a code: cases with a segment of the code or of one below it, of all cases; the same for each
/// group of --by. With --measure: n, mean and standard deviation √(Σ(x − mean)²/(n − 1)) of the
/// measure among cases with the code and among those without it; below, the same by group. quote: the
/// first segment, or one that a person marked as an example. Nothing is tested: a joint display sets
/// two kinds of findings side by side (Guetterman, Fetters & Creswell 2015).
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    ask: Ask,
    /// The attribute that groups cases
    #[arg(long, value_name = "ATTR")]
    by: Option<String>,
    /// A csv with a row a case: its id and a column of numbers
    #[arg(long, value_name = "FILE.csv")]
    measure: Option<PathBuf>,
    /// The column of --measure that holds the numbers; without, the first of numbers alone
    #[arg(long, value_name = "NAME", requires = "measure")]
    column: Option<String>,
    /// The column of --measure that holds the cases' ids
    #[arg(long, value_name = "NAME", default_value = "id", requires = "measure")]
    id: String,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let measure = arguments.measure.as_ref().map(|path| measure(path, arguments)).transpose()?;
    let asked = arguments.ask.open(app)?;
    let by = arguments.by.as_ref().map(|name| asked.grouped(name)).transpose()?;
    let report = report(&asked.material()?, &Options { by, measure });
    arguments.ask.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}

/// The numbers of a table.
fn measure(path: &Path, arguments: &Arguments) -> Result<Measure, Stop> {
    let table = Cases::parse(&crate::cli::case::table(path)?, &arguments.id)?;
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let texts = |name: &str| -> Vec<(String, String)> {
        let ids = table.ids().into_iter();
        let all = ids.map(|case| {
            let text = table.value(&case, name).unwrap_or_default().trim().to_owned();
            (case, text)
        });
        all.filter(|(_, text)| !text.is_empty()).collect()
    };
    let names = table.attributes();
    let is_numbers = |name: &&String| {
        let texts = texts(name);
        !texts.is_empty() && texts.iter().all(|(_, text)| number(text).is_some())
    };
    let name = match &arguments.column {
        Some(name) if names.contains(name) => name.clone(),
        Some(name) => {
            return Err(Diagnostic::error(format!("there is no column `{name}`"))
                .in_file(files::shown(path))
                .did_you_mean(name, names.iter().map(String::as_str))
                .into());
        }
        None => names.iter().find(is_numbers).cloned().ok_or_else(|| {
            Diagnostic::error("no column holds numbers alone")
                .in_file(files::shown(path))
                .help("name the one that is meant: `--column NAME`")
        })?,
    };
    let mut measure = Measure { name: name.clone(), ..Measure::default() };
    for (case, text) in texts(&name) {
        let value = number(&text).ok_or_else(|| {
            Diagnostic::error(format!("`{text}` of case {case} is no number"))
                .in_file(files::shown(path))
        })?;
        measure.values.insert(case, value);
    }
    Ok(measure)
}
