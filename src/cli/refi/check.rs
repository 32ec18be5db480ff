//! `emic refi check`: reads a file of the standard and says what is wrong with it.

use std::path::PathBuf;

use clap::Args;

use crate::cli::output::Output;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::files;
use crate::refi::read::{Reading, read};
use crate::report::Report;
use crate::report::section::{Body, Section};
use crate::report::table::{Cell, Column, Table};

/// Say what is wrong with a REFI-QDA file, and which programs will stumble over it
///
/// FILE is a .qdpx, .qde or .qdc of any program. Faults break the standard or cost codings; habits
/// are what some programs cannot read. Below: how the positions of each text were found (every way
/// of counting is tried and scored against the quotes), and what emic does not take.
///
/// Exit status: 0 no fault, 1 faults, 2 not readable.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic refi check from-atlas.qdpx
  emic refi check study.qdpx -f json")]
pub(super) struct Arguments {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let bytes = files::read(&arguments.file)?;
    let reading = read(&bytes, &files::shown(&arguments.file))?;
    arguments.output.write(&report(&reading), &app.ui)?;
    let has_faults = reading.findings.iter().any(|finding| finding.is_fault);
    Ok(if has_faults { Exit::No } else { Exit::Done })
}

fn report(reading: &Reading) -> Report {
    let project = &reading.project;
    let mut findings = Table::new(vec![
        Column::text("severity", "Severity"),
        Column::count("count", "Count"),
        Column::text("finding", "Finding"),
        Column::text("stumbles", "Who stumbles"),
    ]);
    for finding in &reading.findings {
        let severity = if finding.is_fault { "fault" } else { "habit" };
        let tools = finding.tools.iter().map(|tool| tool.shown().to_owned()).collect();
        findings.push(vec![
            severity.into(),
            Cell::count(finding.count),
            finding.what.as_str().into(),
            Cell::List(tools),
        ]);
    }
    let mut report = Report::new("refi-check", findings);
    let counts = [
        ("codes", project.all_codes().len()),
        ("sources", project.sources.len()),
        ("codings", project.codings()),
        ("coders", project.users.len()),
        ("cases", project.cases.len()),
        ("notes", project.notes.len()),
    ];
    let what = if reading.is_codebook { "A codebook" } else { "A project" };
    let by = if project.origin.is_empty() { "nobody knows" } else { &project.origin };
    let list: Vec<String> = counts.iter().map(|(name, count)| format!("{name} {count}")).collect();
    report.head = vec![format!("{what}, written by {by}."), list.join(", ")];
    report.facts.push(("origin", project.origin.as_str().into()));
    report.facts.extend(counts.map(|(name, count)| (name, Cell::count(count))));
    if reading.findings.is_empty() {
        report.notes.push("Nothing is wrong with it.".to_owned());
    }
    if !reading.placings.is_empty() {
        report.sections.push(positions(reading));
    }
    if !reading.lost.is_empty() {
        let mut table =
            Table::new(vec![Column::text("element", "Element"), Column::count("count", "Count")]);
        for (element, count) in &reading.lost {
            table.push(vec![element.as_str().into(), Cell::count(*count)]);
        }
        report.sections.push(Section::table("not_taken", "What emic does not take", table));
    }
    if reading.side.is_some() {
        let words = "The study itself travels along in `emic.zip`; only emic reads it.";
        let body = Body::Prose(vec![words.to_owned()]);
        report.sections.push(Section::new("", "", body));
    }
    report
}

/// How the positions of each text were found.
fn positions(reading: &Reading) -> Section {
    let mut table = Table::new(vec![
        Column::text("source", "Source"),
        Column::text("counted", "Positions are"),
        Column::count("places", "Places"),
        Column::count("quotes", "With a quote"),
        Column::count("kept", "Quote stands there"),
        Column::count("moved", "Found elsewhere"),
        Column::count("lost", "Not found"),
    ]);
    for placing in &reading.placings {
        let counted = match placing.has_text {
            true => placing.convention.name(),
            false => "unknown: the text is missing".to_owned(),
        };
        table.push(vec![
            placing.source.as_str().into(),
            counted.into(),
            Cell::count(placing.places),
            Cell::count(placing.quotes),
            Cell::count(placing.kept),
            Cell::count(placing.moved),
            Cell::count(placing.lost.len()),
        ]);
    }
    Section::table("positions", "Positions", table)
}
