//! `emic check`: everything that is wrong or doubtful in the study, in one run.

mod codebooks;
mod links;
mod transcripts;

use clap::Args;

use super::codebook::check::lints;
use super::output::Output;
use super::ui::Stop;
use super::words::counted;
use super::{App, Exit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::Report;
use crate::report::table::{Cell, Column, Table};
use crate::study::check::{Names, logs as in_logs, memos as in_memos, people};
use crate::study::corpus::{Corpus, Given};
use crate::study::logs::Logs;
use crate::study::memo::Memos;
use crate::study::open::{self, Study};
use crate::study::sampling;
use crate::text::points::line_and_column;

/// Check the study: everything that is wrong, each with its place and a cure
///
/// Settings; tables (rows of cases and transcripts that do not fit each other, attributes named like
/// a field of emic); transcripts that cannot be read or lie
/// outside of the study behind a link; codebooks with all lints; logs (lines that are
/// no events, copies that a sync service left, coders and codes that are nearly alike, codes that no
/// codebook has); codings that wait for a person because their words changed; memos and the record
/// of sampling (mistakes, links that lead nowhere).
///
/// Exit status 1 if there are errors, or with `--strict` if there are warnings. An error loses work
/// or counts wrongly if nobody acts; a warning is probably not meant so.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  emic check
  emic check --strict --allow rare-code
  emic check -f json -o check.json")]
pub(super) struct Arguments {
    /// Warnings count as errors
    #[arg(long)]
    strict: bool,
    /// Leave out the warnings of this lint of codebooks; may be repeated. `allow` under `[check]` in
    /// emic.toml does it once and for all
    #[arg(long, value_name = "LINT", value_parser = lints())]
    allow: Vec<String>,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let mut found = Vec::new();
    match open::find(&app.folder) {
        Ok(study) => found.extend(in_study(study, &arguments.allow, app)),
        // A study whose emic.toml is wrong is what was asked about; no study at all is not.
        Err(faults) if faults.iter().all(|told| told.source.is_some()) => found.extend(faults),
        Err(faults) => return Err(faults.into()),
    }
    let errors = found.iter().filter(|told| told.is_error()).count();
    let warnings = found.iter().filter(|told| told.severity == Severity::Warning).count();
    if arguments.output.is_for_people() {
        app.ui.show_all(&found);
    } else {
        arguments.output.write(&Report::new("check", listed(&found)), &app.ui)?;
    }
    let summary = match (errors, warnings) {
        (0, 0) => "No problems found.".to_owned(),
        _ => format!("{} and {}.", counted(errors, "error"), counted(warnings, "warning")),
    };
    app.ui.status(&summary);
    let is_faulty = errors > 0 || arguments.strict && warnings > 0;
    Ok(if is_faulty { Exit::No } else { Exit::Done })
}

/// Everything behind `emic.toml`.
fn in_study(study: Study, allow: &[String], app: &App) -> Vec<Diagnostic> {
    let corpus = Corpus::of_study(study, &Given::default());
    let Some(study) = &corpus.study else { return Vec::new() };
    let (logs, memos) = (Logs::read(study), Memos::read(study));
    let mut found = corpus.findings.clone();
    found.extend(corpus.doubts.iter().cloned());
    match corpus.read_guide() {
        Ok(read) => found.extend(read.into_iter().flat_map(|(_, told)| told)),
        Err(told) => found.push(told),
    }
    found.extend(corpus.faults.iter().cloned());
    let looked = transcripts::look(&corpus, &logs, app);
    found.extend(looked.told);
    found.extend(links::leading_out(&study.root, &corpus));
    found.extend(people::check(&corpus, &looked.frequent, &looked.seen, &looked.speaking));
    let is_allowed =
        |lint: &str| allow.iter().chain(&study.config.allow).any(|allowed| allowed == lint);
    let (in_codebooks, codes) = codebooks::check(&corpus, is_allowed, app);
    found.extend(in_codebooks);
    let ids = corpus.sources.iter().map(|source| source.id.clone());
    let names = Names {
        transcripts: ids.collect(),
        cases: looked.seen.cases.iter().chain(&corpus.known.cases).cloned().collect(),
        has_codebook: codes.is_some(),
        codes: codes.into_iter().flatten().collect(),
    };
    found.extend(in_logs::check(&logs, &names));
    found.extend(in_memos::check(&memos, &logs, &names));
    let (decisions, told) = sampling::read(study);
    found.extend(in_memos::sampling(&decisions, &told, &memos, &names));
    if corpus.sources.is_empty() && corpus.faults.is_empty() {
        let told = Diagnostic::warning("the study has no transcripts yet");
        found.push(told.help("add some with `emic add FILE…`"));
    }
    found
}

/// The findings for programs.
pub(in crate::cli) fn listed(found: &[Diagnostic]) -> Table {
    let mut table = Table::new(vec![
        Column::text("severity", "Severity"),
        Column::text("file", "File"),
        Column::count("line", "Line"),
        Column::count("column", "Column"),
        Column::text("message", "Message"),
        Column::text("help", "Help"),
    ]);
    for told in found {
        let place = told.source.as_ref().zip(told.labels.first()).map(|(source, label)| {
            let (line, column) = line_and_column(&source.text, label.span.start);
            (source.name.clone(), line, column)
        });
        let severity = match told.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        table.push(vec![
            severity.into(),
            Cell::maybe(place.as_ref().map(|place| place.0.clone()).or_else(|| told.path.clone())),
            place.as_ref().map_or(Cell::Missing, |place| Cell::count(place.1)),
            place.as_ref().map_or(Cell::Missing, |place| Cell::count(place.2)),
            told.message.as_str().into(),
            Cell::List(told.help.clone()),
        ]);
    }
    table
}
