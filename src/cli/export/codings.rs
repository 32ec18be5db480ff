//! The codings of coders as a table, with the columns that `emic import` reads.

use super::coders::{Coders, tell_lost};
use crate::cli::App;
use crate::cli::words::counted;
use crate::coding::hand;
use crate::coding::log::replay::Held;
use crate::coding::rule_coder::RULES;
use crate::coding::rules::Worker;
use crate::report::table::Table;
use crate::report::{Report, codings};
use crate::study::corpus::Corpus;
use crate::study::fold::fold;

/// The codings, a row each.
pub(super) fn report(corpus: &Corpus, asked: &Coders, app: &App) -> Report {
    let mut table = codings::table();
    let mut lost = 0;
    let told = fold(
        corpus,
        &corpus.sources.iter().collect::<Vec<_>>(),
        Worker::default,
        |worker, transcript, cast| {
            let mut rows = Table::default();
            let mut lost = 0;
            if let Some(coder) = &asked.rules {
                let codebook = coder.rules.codebook();
                let coded = coder.code(corpus, &transcript, &cast, worker);
                rows = codings::rows(&transcript, &cast, &coded, codebook, RULES, &|_| true);
            }
            for coder in &asked.coders {
                let held: Vec<&Held> = asked.logs.of_transcript(coder, &transcript.id);
                let placed = hand::place(&transcript.text, &held);
                lost += placed.iter().filter(|placed| placed.found.place.is_none()).count();
                rows.rows.extend(codings::of_people(&transcript, &cast, coder, &placed).rows);
            }
            (rows.rows, lost)
        },
        |(rows, more)| {
            table.rows.extend(rows);
            lost += more;
        },
        &mut |_, _| {},
    );
    app.ui.tell_all(&told);
    tell_lost(lost, app);
    app.ui.verbose(&format!(
        "{} of {}.",
        counted(table.rows.len(), "coding"),
        asked.coders.join(", ")
    ));
    Report::new("codings", table)
}
