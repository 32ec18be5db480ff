//! What `emic check` sees in the transcripts themselves.

use std::collections::{BTreeMap, BTreeSet};

use crate::cli::App;
use crate::cli::words::counted;
use crate::coding::hand;
use crate::coding::log::replay::Held;
use crate::diagnostic::Diagnostic;
use crate::study::corpus::Corpus;
use crate::study::fold::fold;
use crate::study::logs::{FOLDER, Logs};
use crate::study::selection::Seen;
use crate::study::summary::{Frequent, Summary};

/// What was seen.
#[derive(Default)]
pub(super) struct Looked {
    /// Transcripts that cannot be read or have no words, and codings that wait for a person.
    pub(super) told: Vec<Diagnostic>,
    pub(super) frequent: Frequent,
    pub(super) seen: Seen,
    /// The cases that say something.
    pub(super) speaking: BTreeSet<String>,
}

/// Reads all transcripts.
pub(super) fn look(corpus: &Corpus, logs: &Logs, app: &App) -> Looked {
    let mut held: BTreeMap<&str, Vec<(&str, &Held)>> = BTreeMap::new();
    for (coder, state) in &logs.states {
        for one in state.by_place() {
            held.entry(&one.transcript).or_default().push((coder, one));
        }
    }
    let mut looked = Looked::default();
    let mut odd = Vec::new();
    let mut progress = app.ui.progress("checking");
    let told = fold(
        corpus,
        &corpus.sources.iter().collect::<Vec<_>>(),
        || (),
        |(), transcript, cast| {
            let mut names = Seen::default();
            names.add(&transcript, &cast);
            let own = held.get(transcript.id.as_str()).map(Vec::as_slice).unwrap_or_default();
            let waiting = waiting(&transcript.text, &transcript.id, own);
            (Summary::of(&transcript, &cast), names, waiting)
        },
        |(summary, names, waiting): (Summary, Seen, Vec<Diagnostic>)| {
            looked.frequent.add(&summary);
            looked.seen.unite(names);
            if summary.words == 0 {
                let told = Diagnostic::warning("this transcript has no words");
                odd.push(told.in_file(summary.path));
            }
            let speaking = summary.cases.into_iter().filter(|(_, _, words)| *words > 0);
            looked.speaking.extend(speaking.map(|(case, ..)| case));
            odd.extend(waiting);
        },
        &mut |done, total| progress.step(done, total),
    );
    drop(progress);
    looked.told = told;
    looked.told.extend(odd);
    looked
}

/// The codings of a transcript that a person has to look at, a finding a coder.
fn waiting(text: &str, id: &str, own: &[(&str, &Held)]) -> Vec<Diagnostic> {
    let all: Vec<&Held> = own.iter().map(|(_, held)| *held).collect();
    let mut by_coder: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for ((coder, _), placed) in own.iter().zip(hand::place(text, &all)) {
        let status = placed.found.status;
        if status.needs_review() {
            *by_coder.entry(coder).or_default().entry(status.name()).or_default() += 1;
        }
    }
    let one = |(coder, counts): (&str, BTreeMap<&str, usize>)| {
        let number = counts.values().sum();
        let how: Vec<String> =
            counts.into_iter().map(|(status, number)| format!("{number} {status}")).collect();
        let verb = if number == 1 { "waits" } else { "wait" };
        Diagnostic::error(format!(
            "{} in `{id}`, whose words changed, {verb} for a person: {}",
            counted(number, "coding"),
            how.join(", ")
        ))
        .in_file(format!("{FOLDER}/{coder}.jsonl"))
        .help("`emic review --anchors` asks about each")
    };
    by_coder.into_iter().map(one).collect()
}
