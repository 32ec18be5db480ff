//! The turns of all transcripts as a table.

use crate::cli::App;
use crate::report::Report;
use crate::report::table::{Cell, Column, Table};
use crate::study::corpus::Corpus;
use crate::study::fold::fold;
use crate::transcript::Transcript;
use crate::transcript::people::Cast;

/// A row a turn, as `emic show -f jsonl` has them. Private messages are left out.
pub(super) fn report(corpus: &Corpus, app: &App) -> Report {
    let mut table = Table::new(vec![
        Column::text("transcript", "Transcript"),
        Column::count("turn", "Turn"),
        Column::text("speaker", "Speaker"),
        Column::text("role", "Role"),
        Column::text("case", "Case"),
        Column::count("start_ms", "Start (ms)"),
        Column::count("end_ms", "End (ms)"),
        Column::text("date", "Date"),
        Column::text("text", "Text"),
    ]);
    let mut progress = app.ui.progress("reading");
    let told = fold(
        corpus,
        &corpus.sources.iter().collect::<Vec<_>>(),
        || (),
        |(), transcript, cast| rows(&transcript, &cast),
        |rows| table.rows.extend(rows),
        &mut |done, total| progress.step(done, total),
    );
    drop(progress);
    app.ui.tell_all(&told);
    Report::new("turns", table)
}

fn rows(transcript: &Transcript, cast: &Cast) -> Vec<Vec<Cell>> {
    let time = |ms: Option<u32>| ms.map_or(Cell::Missing, |ms| Cell::Count(u64::from(ms)));
    let row = |(place, turn)| -> Vec<Cell> {
        let turn: &crate::transcript::Turn = turn;
        let date = turn.extra.as_ref().and_then(|extra| extra.date.clone());
        vec![
            transcript.id.as_str().into(),
            Cell::count(place + 1),
            Cell::maybe(transcript.speaker(turn)),
            cast.role(turn).name().into(),
            Cell::maybe(cast.case(turn)),
            time(turn.start_ms),
            time(turn.end_ms),
            Cell::maybe(date),
            transcript.reading_text(turn).into_owned().into(),
        ]
    };
    let turns = transcript.turns.iter().enumerate();
    turns.filter(|(_, turn)| !transcript.is_private(turn)).map(row).collect()
}
