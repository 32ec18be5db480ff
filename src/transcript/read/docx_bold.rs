//! Word documents whose speakers are told by boldness: `**Ana:** text`, a bold name above plain
//! paragraphs, or bold questions with plain answers.
//!
//! In come paragraphs as runs, out come turns. The speaker of bold questions is `(bold)`, that of
//! the answers `(plain)`, until the researcher names them.

use std::collections::{BTreeMap, BTreeSet};

use super::paragraphs::{self, Block, Document, Run, squeezed};
use super::{fields, label, label_words};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;
use crate::transcript::build::Builder;
use crate::transcript::people::BOLD_QUESTIONS;
use crate::transcript::reading::Join;

/// The speaker of whole bold paragraphs: the questions.
pub(super) const QUESTIONS: &str = BOLD_QUESTIONS;

/// The speaker of the paragraphs below them: the answers.
pub(super) const ANSWERS: &str = "(plain)";

/// Whether bold paragraphs are labels or questions, and not the headings of an essay: one is a
/// label with words behind it, a question, a known label, or comes again. Fields (`Who: me`) are no
/// labels.
pub(super) fn recognises(paragraphs: &[&[Run]]) -> bool {
    let labels: Vec<String> =
        paragraphs.iter().filter_map(|runs| bold_label(runs)).map(|(label, _)| label).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for label in &labels {
        *counts.entry(label).or_default() += 1;
    }
    if fields::are_fields(counts.into_iter(), true) {
        return false;
    }
    let mut headings = BTreeSet::new();
    paragraphs.iter().any(|runs| {
        let text = squeezed(&paragraphs::plain(runs));
        bold_label(runs).is_some()
            || is_all_bold(runs)
                && (text.ends_with('?')
                    || label_words::is_known(text.trim_end_matches(':'))
                    || is_lone_label(&text) && !headings.insert(text))
    })
}

/// Whether a bold paragraph can be a label: at most four words and no sentence.
pub(super) fn is_lone_label(text: &str) -> bool {
    text.split(' ').count() <= 4 && !text.ends_with(['?', '.', '!'])
}

/// Whether all of a paragraph's letters are bold.
pub(super) fn is_all_bold(runs: &[Run]) -> bool {
    let mut spoken = runs.iter().filter(|run| !run.text.trim().is_empty()).peekable();
    spoken.peek().is_some() && spoken.all(|run| run.is_bold)
}

/// The label of a paragraph that begins with a bold one, and its words.
fn bold_label(runs: &[Run]) -> Option<(String, String)> {
    let first = runs.iter().find(|run| !run.text.trim().is_empty())?;
    let text = paragraphs::plain(runs);
    let found = label::find(text.trim(), false).filter(|_| first.is_bold && !is_all_bold(runs))?;
    Some((found.label.to_owned(), squeezed(&text.trim()[found.speech..])))
}

/// The label known everywhere that a plain paragraph begins with, and its words.
fn known_label(words: &str) -> Option<(String, String)> {
    let found = label::find(words, false).filter(|found| label_words::is_known(found.label))?;
    let words = words.get(found.speech..).filter(|words| !words.is_empty())?;
    Some((found.label.to_owned(), words.to_owned()))
}

/// Turns by bold labels; bold paragraphs that are no label are questions.
pub(super) fn read(document: &Document, path: &str) -> Transcript {
    let mut turns: Vec<(String, Vec<String>)> = Vec::new();
    let mut meta = Vec::new();
    for block in &document.blocks {
        let runs = match block {
            Block::Paragraph(runs) => runs.clone(),
            Block::Table(rows) => {
                let text = rows.iter().map(|row| row.join(" ")).collect::<Vec<_>>().join(" ");
                vec![Run { text, is_bold: false }]
            }
        };
        let words = squeezed(&paragraphs::plain(&runs));
        if words.is_empty() {
            continue;
        }
        if let Some((label, words)) = bold_label(&runs) {
            turns.push((label, vec![words]));
        } else if is_all_bold(&runs) {
            if is_lone_label(&words) {
                turns.push((words.trim_end_matches(':').trim_end().to_owned(), Vec::new()));
            } else {
                turns.push((QUESTIONS.to_owned(), vec![words]));
            }
        } else if let Some((label, words)) = known_label(&words) {
            turns.push((label, vec![words]));
        } else {
            match turns.last_mut() {
                Some((speaker, said)) if speaker != QUESTIONS => said.push(words),
                _ => turns.push((ANSWERS.to_owned(), vec![words])),
            }
        }
    }
    // A bold title is no speaker: nothing follows it.
    while turns.first().is_some_and(|(_, said)| said.is_empty()) && turns.len() > 1 {
        meta.push(("title".to_owned(), turns.remove(0).0));
    }
    let mut builder = Builder::written();
    for (speaker, said) in turns.iter().filter(|(_, said)| !said.is_empty()) {
        builder.push(Some(speaker), &said.join(Join::Paragraph.text()), (None, None));
    }
    let mut transcript = builder.finish();
    transcript.meta = meta;
    transcript.notes.extend(told(&transcript, path));
    transcript
}

/// What is to be told about bold questions, and how to name who asks and answers.
pub(super) fn told(transcript: &Transcript, path: &str) -> Option<Diagnostic> {
    let has = |label: &str| transcript.speakers.iter().any(|speaker| speaker == label);
    let names = match has(ANSWERS) {
        true => format!("name the speakers `{QUESTIONS}` and `{ANSWERS}` in speakers.csv"),
        false => format!("name the speaker `{QUESTIONS}` in speakers.csv"),
    };
    has(QUESTIONS).then(|| {
        Diagnostic::note(format!(
            "bold paragraphs of `{path}` are read as questions, the others as answers"
        ))
        .in_file(path)
        .help(names)
    })
}
