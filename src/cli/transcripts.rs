//! `emic transcripts`: what there is to read.

use clap::Args;

use super::filter::People;
use super::input::{Codebooks, Input};
use super::output::Output;
use super::ui::Stop;
use super::{App, Exit};
use crate::report::Report;
use crate::report::table::{Cell, Column, Table};
use crate::study::attributes::Attributes;
use crate::study::fold::fold;
use crate::study::selection::Seen;
use crate::study::summary::Summary;

/// List transcripts with their turns, words, minutes, speakers and cases
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  emic transcripts
  emic transcripts interviews/ -f csv -o transcripts.csv
  emic transcripts --where wave=2")]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    people: People,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let corpus = arguments.input.corpus(&Codebooks::default(), app)?;
    let selection = arguments.people.selection(&corpus)?;
    People::tell_doubts(&selection, &corpus, app);
    let mut progress = app.ui.progress("reading");
    let mut table = columns();
    let mut totals = Totals::default();
    let mut seen = Seen::default();
    let told = fold(
        &corpus,
        &corpus.selected(&selection),
        || (),
        |(), transcript, cast| {
            let mut names = Seen::default();
            names.add(&transcript, &cast);
            let asked = selection.asked(&transcript, &cast);
            names.add_questions(asked.as_ref());
            // Who asked belongs to no case, and so has no attribute: that is not what `site=` means.
            let of_cases = selection.speakers.is_empty() && !cast.cases().is_empty();
            let is_in = selection.is_everything()
                || transcript.turns.iter().enumerate().any(|(place, turn)| {
                    (!of_cases || cast.case(turn).is_some())
                        && selection.question(asked.as_ref(), place)
                        && selection.turn(&transcript, &cast, turn, &corpus.attributes)
                });
            (names, is_in.then(|| Summary::of(&transcript, &cast)))
        },
        |(names, summary)| {
            seen.unite(names);
            if let Some(summary) = summary {
                totals.add(&summary);
                table.push(row(&summary, &corpus.attributes));
            }
        },
        &mut |done, total| progress.step(done, total),
    );
    drop(progress);
    app.ui.tell_all(&told);
    let unseen = arguments.people.unseen(&selection, &seen);
    if !unseen.is_empty() {
        return Err(unseen.into());
    }
    let found = !table.rows.is_empty();
    let report = Report { notes: vec![totals.told()], ..Report::new("transcripts", table) };
    if !found {
        if !app.ui.has_failed() {
            app.ui.status("No transcript matches these filters.");
        }
        return Ok(Exit::No);
    }
    arguments.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}

fn columns() -> Table {
    Table::new(vec![
        Column::text("id", "Id"),
        Column::text("format", "Format"),
        Column::count("turns", "Turns"),
        Column::count("words", "Words"),
        Column::count("participant_words", "Participants'"),
        Column::number("minutes", "Minutes", 1),
        Column::text("speakers", "Speakers"),
        Column::text("cases", "Cases"),
        Column::text("date", "Date"),
        Column::text("path", "Path"),
    ])
}

fn row(summary: &Summary, attributes: &Attributes) -> Vec<Cell> {
    let known = attributes.values(None, &summary.id, "date").first();
    vec![
        Cell::from(summary.id.as_str()),
        Cell::from(summary.format),
        Cell::count(summary.turns),
        Cell::Count(summary.words),
        Cell::Count(summary.participant_words),
        summary.minutes.map_or(Cell::Missing, Cell::Number),
        Cell::List(summary.speakers.iter().map(|speaker| speaker.0.clone()).collect()),
        Cell::List(summary.cases.iter().map(|case| case.0.clone()).collect()),
        Cell::maybe(known.cloned().or_else(|| summary.date.clone())),
        Cell::from(summary.path.as_str()),
    ]
}

/// The sums below the table.
#[derive(Default)]
struct Totals {
    transcripts: usize,
    turns: usize,
    words: u64,
    participant_words: u64,
}

impl Totals {
    fn add(&mut self, summary: &Summary) {
        self.transcripts += 1;
        self.turns += summary.turns;
        self.words += summary.words;
        self.participant_words += summary.participant_words;
    }

    fn told(&self) -> String {
        format!(
            "{}, {}, {}, {} of them by participants.",
            super::words::counted(self.transcripts, "transcript"),
            super::words::counted(self.turns, "turn"),
            super::words::counted(self.words as usize, "word"),
            self.participant_words
        )
    }
}
