//! `emic check`: everything that is wrong or doubtful in the study, in one run.

use std::collections::BTreeMap;

use clap::Args;

use super::coder::Coder;
use super::output::Output;
use super::ui::Stop;
use super::words::counted;
use super::{App, Exit};
use crate::codebook::parse::parse;
use crate::coding::rules::Worker;
use crate::diagnostic::{Diagnostic, Severity};
use crate::files;
use crate::report::Report;
use crate::report::table::{Cell, Column, Table};
use crate::study::corpus::{Corpus, Given};
use crate::study::fold::fold;
use crate::study::open::{self, Study};
use crate::study::selection::Seen;
use crate::study::summary::{Frequent, Summary};
use crate::study::tables;
use crate::text::points::line_and_column;

/// Check the study: settings, tables, transcripts, speakers and codebooks
///
/// Exit status 1 if there are errors, or with `--strict` if there are warnings.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Warnings count as errors
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let mut found = Vec::new();
    match open::find(&app.folder) {
        Ok(study) => found.extend(in_study(study, app)),
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
fn in_study(study: Study, app: &App) -> Vec<Diagnostic> {
    let corpus = Corpus::of_study(study, &Given::default());
    let mut found = corpus.findings.clone();
    found.extend(corpus.doubts.iter().cloned());
    match corpus.read_guide() {
        Ok(read) => found.extend(read.into_iter().flat_map(|(_, told)| told)),
        Err(told) => found.push(told),
    }
    found.extend(corpus.faults.iter().cloned());
    let all: Vec<_> = corpus.sources.iter().collect();
    let mut progress = app.ui.progress("checking");
    let (mut frequent, mut seen) = (Frequent::default(), Seen::default());
    let mut empty = Vec::new();
    let told = fold(
        &corpus,
        &all,
        || (),
        |(), transcript, cast| {
            let mut names = Seen::default();
            names.add(&transcript, &cast);
            (Summary::of(&transcript, &cast), names)
        },
        |(summary, names)| {
            frequent.add(&summary);
            seen.unite(names);
            if summary.words == 0 {
                let told = Diagnostic::warning("this transcript has no words");
                empty.push(told.in_file(summary.path));
            }
        },
        &mut |done, total| progress.step(done, total),
    );
    drop(progress);
    found.extend(told);
    found.extend(empty);
    found.extend(people(&corpus, &frequent, &seen));
    let in_codebooks = codebooks(&corpus);
    if !corpus.codebooks.is_empty() && !in_codebooks.iter().any(Diagnostic::is_error) {
        found.extend(displaced(&corpus));
    }
    found.extend(in_codebooks);
    if corpus.sources.is_empty() && corpus.faults.is_empty() {
        let told = Diagnostic::warning("the study has no transcripts yet");
        found.push(told.help("add some with `emic add FILE…`"));
    }
    found
}

/// Labels that may be the interviewer's, labels and cases that nobody has.
fn people(corpus: &Corpus, frequent: &Frequent, seen: &Seen) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (label, count) in frequent.suspects(|label| corpus.known.cases.contains(label)) {
        let told = format!(
            "`{label}` talks in {count} of {} transcripts and is counted as a participant",
            frequent.transcripts()
        );
        found.push(Diagnostic::warning(told).help(format!(
            "if that is the interviewer, write `interviewer = [\"{label}\"]` under `[roles]` in \
             emic.toml"
        )));
    }
    for (transcript, label) in corpus.known.speakers.keys() {
        if seen.transcripts.contains(transcript) && !seen.speakers.contains(label) {
            let told = Diagnostic::warning(format!("nobody is called `{label}` in `{transcript}`"))
                .in_file(tables::SPEAKERS)
                .did_you_mean(label, seen.speakers.iter().map(String::as_str));
            found.push(told);
        }
    }
    for case in corpus.known.cases.iter().filter(|case| !seen.cases.contains(*case)) {
        let told = Diagnostic::warning(format!("case `{case}` has no transcript"))
            .in_file(tables::CASES)
            .help("say in transcripts.csv or speakers.csv which one is about it");
        found.push(told);
    }
    found
}

/// The study's codebooks.
fn codebooks(corpus: &Corpus) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for path in &corpus.codebooks {
        match files::read_text(path) {
            Err(told) => found.push(told),
            Ok(text) => match parse(&files::shown(path), &text) {
                Ok(parsed) => found.extend(parsed.warnings),
                Err(faults) => found.extend(faults),
            },
        }
    }
    if corpus.codebooks.is_empty() {
        let told = Diagnostic::warning("the study has no codebook yet");
        found.push(told.help("begin one with `emic codebook new`"));
    }
    found
}

/// Places that are named of a pair of codes.
const PLACES: usize = 5;

/// Where codes gave way to others of their exclusive family.
fn displaced(corpus: &Corpus) -> Vec<Diagnostic> {
    let coder = match Coder::by_rules(corpus, false) {
        Ok(coder) => coder,
        Err(Stop::Told(told)) => return told,
        Err(Stop::Closed) => return Vec::new(),
    };
    let codes = &coder.rules.codebook().codes;
    if codes.iter().all(|code| code.exclusive.is_none()) {
        return Vec::new();
    }
    let mut pairs: BTreeMap<(u32, u32), Vec<String>> = BTreeMap::new();
    fold(
        corpus,
        &corpus.sources.iter().collect::<Vec<_>>(),
        Worker::default,
        |worker, transcript, cast| {
            (transcript.id.clone(), coder.code(corpus, &transcript, &cast, worker).losers)
        },
        |(id, losers)| {
            for lost in losers {
                let place = format!("{id} turn {}", lost.turn + 1);
                pairs.entry((lost.loser, lost.winner)).or_default().push(place);
            }
        },
        &mut |_, _| {},
    );
    let id = |code: u32| codes.get(code as usize).map_or("", |code| code.id.as_str());
    pairs
        .into_iter()
        .map(|((loser, winner), places)| {
            let shown = places.get(..PLACES.min(places.len())).unwrap_or_default().join(", ");
            let more = if places.len() > PLACES { ", …" } else { "" };
            Diagnostic::warning(format!(
                "`{}` gives way to `{}` in {}: {shown}{more}",
                id(loser),
                id(winner),
                counted(places.len(), "sentence"),
            ))
            .help("codes of one exclusive family: the one with the earliest words stands")
        })
        .collect()
}

/// The findings for programs.
pub(super) fn listed(found: &[Diagnostic]) -> Table {
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
