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
use crate::study::corpus::Corpus;
use crate::study::fold::fold;
use crate::study::selection::{Seen, Selection};
use crate::study::summary::Summary;

/// List cases with their attributes, transcripts, turns and words
#[derive(Args, Debug)]
pub(super) struct Arguments {
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
    let report = Report { notes, ..Report::new("cases", table(&cases, &corpus)) };
    arguments.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
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

fn table(cases: &BTreeMap<String, Share>, corpus: &Corpus) -> Table {
    let names: Vec<&str> = corpus.attributes.names().collect();
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
        // A transcript's attribute belongs to the case only where it has one transcript.
        let transcript = match share.transcripts.as_slice() {
            [only] => only.as_str(),
            _ => "",
        };
        row.extend(names.iter().map(|name| {
            match corpus.attributes.values(Some(case), transcript, name) {
                [] => Cell::Missing,
                [one] => Cell::from(one.as_str()),
                several => Cell::List(several.to_vec()),
            }
        }));
        table.push(row);
    }
    table
}
