//! `emic case list`: every case with its attributes and how much there is of it.

use std::collections::BTreeMap;

use clap::Args;

use crate::cli::filter::People;
use crate::cli::input::{Codebooks, Input};
use crate::cli::output::Output;
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::cli::{App, Exit};
use crate::report::Report;
use crate::report::table::{Cell, Column, Table};
use crate::study::attributes::Attributes;
use crate::study::corpus::Corpus;
use crate::study::fold::fold;
use crate::study::selection::{Seen, Selection};
use crate::study::summary::Summary;
use crate::text::natural::natural;

/// List cases with their attributes, transcripts, turns and words
///
/// The columns are the attributes of cases. What is recorded about transcripts alone (their dates,
/// waves, lengths) is `emic transcripts`, or here with `--all`: of a case with several transcripts,
/// every value that occurs, in the order of the transcripts, separated by `;`.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Also the attributes of the cases' transcripts
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    people: People,
    #[command(flatten)]
    output: Output,
}

/// What there is of one case.
#[derive(Default)]
struct Share {
    transcripts: Vec<String>,
    turns: u64,
    words: u64,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let corpus = arguments.input.corpus(&Codebooks::default(), app)?;
    let selection = arguments.people.selection_without_question(&corpus)?;
    let mut progress = app.ui.progress("reading");
    let mut seen = Seen::default();
    let mut cases: BTreeMap<String, Share> = BTreeMap::new();
    let told = fold(
        &corpus,
        &corpus.selected(&selection),
        || (),
        |(), transcript, cast| {
            let mut names = Seen::default();
            names.add(&transcript, &cast);
            (Summary::of(&transcript, &cast), names)
        },
        |(summary, names)| {
            seen.unite(names);
            for (case, turns, words) in summary.cases {
                if selection.case(Some(&case), &summary.id, &corpus.attributes) {
                    let share = cases.entry(case).or_default();
                    share.transcripts.push(summary.id.clone());
                    share.turns += turns;
                    share.words += words;
                }
            }
        },
        &mut |done, total| progress.step(done, total),
    );
    drop(progress);
    app.ui.tell_all(&told);
    seen.cases.extend(corpus.known.cases.iter().cloned());
    let unseen = arguments.people.unseen(&selection, &seen);
    if !unseen.is_empty() {
        return Err(unseen.into());
    }
    add_silent(&mut cases, &corpus, &selection);
    if cases.is_empty() {
        if !app.ui.has_failed() {
            app.ui.status("No case matches these filters.");
        }
        return Ok(Exit::No);
    }
    let notes = vec![format!("{}.", counted(cases.len(), "case"))];
    let report = Report { notes, ..Report::new("cases", table(&cases, &corpus, arguments.all)) };
    arguments.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}

/// Every case of a study, whatever the filters.
pub(in crate::cli) fn whole(corpus: &Corpus, app: &App) -> Result<Report, Stop> {
    let mut cases: BTreeMap<String, Share> = BTreeMap::new();
    let told = fold(
        corpus,
        &corpus.sources.iter().collect::<Vec<_>>(),
        || (),
        |(), transcript, cast| Summary::of(&transcript, &cast),
        |summary| {
            for (case, turns, words) in summary.cases {
                let share = cases.entry(case).or_default();
                share.transcripts.push(summary.id.clone());
                share.turns += turns;
                share.words += words;
            }
        },
        &mut |_, _| {},
    );
    app.ui.tell_all(&told);
    add_silent(&mut cases, corpus, &Selection::default());
    Ok(Report::new("cases", table(&cases, corpus, true)))
}

/// Adds the cases of `cases.csv` that no transcript is about.
fn add_silent(cases: &mut BTreeMap<String, Share>, corpus: &Corpus, selection: &Selection) {
    if selection.transcripts.is_empty() && selection.speakers.is_empty() {
        for case in &corpus.known.cases {
            if selection.case(Some(case), "", &corpus.attributes) {
                cases.entry(case.clone()).or_default();
            }
        }
    }
}

fn table(cases: &BTreeMap<String, Share>, corpus: &Corpus, is_all: bool) -> Table {
    let attributes = &corpus.attributes;
    let names: Vec<&str> =
        if is_all { attributes.names().collect() } else { attributes.of_cases().collect() };
    let mut cases: Vec<(&String, &Share)> = cases.iter().collect();
    cases.sort_by(|one, other| natural(one.0, other.0));
    let mut columns = vec![
        Column::text("case", "Case"),
        Column::count("transcripts", "Transcripts"),
        Column::count("turns", "Turns"),
        Column::count("words", "Words"),
    ];
    columns.extend(names.iter().map(|name| Column::text(*name, *name)));
    let mut table = Table::new(columns);
    for (case, share) in cases {
        let mut row = vec![
            Cell::from(case.as_str()),
            Cell::count(share.transcripts.len()),
            Cell::Count(share.turns),
            Cell::Count(share.words),
        ];
        let transcripts = if is_all { share.transcripts.as_slice() } else { &[] };
        row.extend(names.iter().map(|name| cell(values(attributes, case, transcripts, name))));
        table.push(row);
    }
    table
}

/// The values of an attribute: the case's own, else those of its transcripts, each once.
fn values(attributes: &Attributes, case: &str, transcripts: &[String], name: &str) -> Vec<String> {
    let mut values = attributes.values(Some(case), "", name).to_vec();
    for transcript in transcripts {
        for value in attributes.values(Some(case), transcript, name) {
            if !values.contains(value) {
                values.push(value.clone());
            }
        }
    }
    values
}

fn cell(mut values: Vec<String>) -> Cell {
    match values.len() {
        0 | 1 => values.pop().map_or(Cell::Missing, Cell::from),
        _ => Cell::List(values),
    }
}
