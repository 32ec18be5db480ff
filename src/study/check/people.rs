//! What is doubtful about speakers and cases: labels that may be the interviewer's, rows of tables
//! that nobody is behind, and people whom `cases.csv` does not know.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::study::corpus::Corpus;
use crate::study::selection::Seen;
use crate::study::summary::Frequent;
use crate::study::tables;

/// What is doubtful, once all transcripts were seen. `speaking` are the cases that say something.
pub fn check(
    corpus: &Corpus,
    frequent: &Frequent,
    seen: &Seen,
    speaking: &BTreeSet<String>,
) -> Vec<Diagnostic> {
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
    if !corpus.known.cases.is_empty() {
        for case in speaking.iter().filter(|case| !corpus.known.cases.contains(*case)) {
            let told = Diagnostic::warning(format!("`{case}` speaks and has no row in cases.csv"))
                .in_file(tables::CASES)
                .did_you_mean(case, corpus.known.cases.iter().map(String::as_str))
                .help("add a row, or say in transcripts.csv or speakers.csv whose words these are");
            found.push(told);
        }
    }
    found
}
