//! Word documents that tell the questions by boldness and the answers by labels: a whole bold
//! paragraph, and below it `P10: …`.
//!
//! In come the paragraphs and the labels found in their text; out comes each paragraph as text in
//! which every question and every answer begins with a label, as the reader of labelled text takes
//! it. A bold question is nobody's answer: without a label it is asked by `(bold)`. An answer without
//! a label belongs to the one person who answers elsewhere; where several do, to `(plain)`.

use std::collections::{BTreeMap, BTreeSet};

use super::docx_bold::{ANSWERS, QUESTIONS, is_all_bold};
use super::label_words::{base, is_known, is_name_like};
use super::lines::Line;
use super::paragraphs::{self, Run};
use super::speakers::Speakers;
use super::times;
use crate::transcript::people::is_interviewer_label;

/// What one paragraph is.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// Nothing is written in it.
    Empty,
    /// Bold without a label.
    Bold,
    /// Bold with the label of somebody who asks.
    Asked(String),
    /// Begins with any other label.
    Labelled(String),
    /// Anything else.
    Plain,
}

/// The paragraphs as labelled text, if boldness tells the questions and labels stand before them or
/// before answers.
pub(super) fn labelled(
    paragraphs: &[Vec<Run>],
    labels: &Speakers,
    interviewers: &[String],
) -> Option<Vec<String>> {
    let kinds = kinds(paragraphs, labels, interviewers);
    let (mut asking, mut answering) = (BTreeSet::new(), BTreeSet::new());
    let mut is_asked_plainly = false;
    for kind in &kinds {
        match kind {
            Kind::Asked(label) => _ = asking.insert(label.as_str()),
            Kind::Labelled(label) if asks(label, interviewers) => is_asked_plainly = true,
            Kind::Labelled(label) => _ = answering.insert(label.as_str()),
            Kind::Empty | Kind::Bold | Kind::Plain => {}
        }
    }
    let is_told_by_boldness = match questions(paragraphs, &kinds) {
        _ if asking.is_empty() && answering.is_empty() => false,
        0 => !asking.is_empty() && !is_asked_plainly,
        // One bold question can be the title of a talk.
        1 => !is_asked_plainly && (!asking.is_empty() || answering.len() == 1),
        _ => true,
    };
    let asker = only(&asking).unwrap_or(QUESTIONS);
    let answerer = only(&answering).unwrap_or(ANSWERS);
    is_told_by_boldness.then(|| with_labels(paragraphs, &kinds, asker, answerer))
}

/// The label that is alone.
fn only<'l>(labels: &BTreeSet<&'l str>) -> Option<&'l str> {
    labels.first().copied().filter(|_| labels.len() == 1)
}

/// Whether a label is that of somebody who asks.
fn asks(label: &str, interviewers: &[String]) -> bool {
    is_interviewer_label(label)
        || interviewers.iter().any(|given| given.eq_ignore_ascii_case(base(label)))
}

/// What one paragraph looks like.
struct Look {
    is_empty: bool,
    is_bold: bool,
    is_question: bool,
    label: Option<String>,
    /// Whether words follow the label.
    has_words: bool,
}

impl Look {
    fn at(runs: &[Run], labels: &Speakers) -> Self {
        let text = paragraphs::plain(runs);
        let line = Line { start: 0, text: text.trim() };
        let found = labels.speaker_at(line, times::may_have_time(text.as_bytes()));
        Look {
            is_empty: line.text.is_empty(),
            is_bold: is_all_bold(runs),
            is_question: ends_as_question(runs),
            label: found.map(|found| found.label.to_owned()),
            has_words: found.is_some_and(|found| found.speech < line.text.len()),
        }
    }

    /// Whether it begins with a label that is not known everywhere.
    fn is_named(&self) -> bool {
        self.label.as_deref().is_some_and(|label| !is_known(base(label)) && is_name_like(label))
    }
}

/// Labels whose words are always bold and mostly questions.
fn askers(looks: &[Look]) -> BTreeSet<String> {
    // By label: paragraphs, those that are bold, those that are questions.
    let mut counts: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for look in looks {
        let Some(label) = &look.label else { continue };
        let [all, bold, questions] = counts.entry(label).or_default();
        *all += 1;
        *bold += usize::from(look.is_bold && look.has_words);
        *questions += usize::from(look.is_question);
    }
    counts.retain(|_, [all, bold, questions]| bold == all && *questions * 2 >= *all);
    counts.into_keys().map(str::to_owned).collect()
}

fn kinds(paragraphs: &[Vec<Run>], labels: &Speakers, interviewers: &[String]) -> Vec<Kind> {
    let looks: Vec<Look> = paragraphs.iter().map(|runs| Look::at(runs, labels)).collect();
    let askers = askers(&looks);
    // A name that is not known everywhere is a label if names begin every other answer.
    let named = looks.iter().filter(|look| !look.is_bold && look.is_named()).count();
    let unnamed = looks.iter().filter(|look| look.is_bold && look.label.is_none()).count();
    let are_names = named > 0 && named * 2 >= unnamed;
    let kind = |look: Look| {
        let is_label = look.is_named() && (are_names || look.is_bold);
        match look.label {
            _ if look.is_empty => Kind::Empty,
            Some(label)
                if look.is_bold
                    && look.has_words
                    && (asks(&label, interviewers) || askers.contains(&label)) =>
            {
                Kind::Asked(label)
            }
            Some(label) if is_label || is_known(base(&label)) || asks(&label, interviewers) => {
                Kind::Labelled(label)
            }
            _ if look.is_bold => Kind::Bold,
            _ => Kind::Plain,
        }
    };
    looks.into_iter().map(kind).collect()
}

/// How many bold paragraphs without a label are questions, and not more of one that has a label.
fn questions(paragraphs: &[Vec<Run>], kinds: &[Kind]) -> usize {
    let mut goes_on = false;
    let is_question = |(runs, kind): &(&Vec<Run>, &Kind)| {
        match kind {
            Kind::Empty => return false,
            Kind::Asked(_) => goes_on = true,
            Kind::Bold => {}
            Kind::Labelled(_) | Kind::Plain => goes_on = false,
        }
        **kind == Kind::Bold && !goes_on && ends_as_question(runs)
    };
    paragraphs.iter().zip(kinds).filter(is_question).count()
}

fn ends_as_question(runs: &[Run]) -> bool {
    paragraphs::plain(runs).trim_end().ends_with(['?', '？', '؟'])
}

/// The paragraphs as text, with a label before every question and every answer.
fn with_labels(
    paragraphs: &[Vec<Run>],
    kinds: &[Kind],
    asker: &str,
    answerer: &str,
) -> Vec<String> {
    let mut has_begun = false;
    // Whether the last paragraph is part of a question, and of one that has a label.
    let (mut is_question, mut is_labelled) = (false, false);
    let mut lines = Vec::new();
    for (runs, kind) in paragraphs.iter().zip(kinds) {
        let text = paragraphs::plain(runs);
        // What stands bold above the first question and does not ask is a title.
        let is_title = !has_begun && !ends_as_question(runs);
        let label = match kind {
            Kind::Bold if !is_title && !is_labelled => Some(asker),
            Kind::Plain if is_question => Some(answerer),
            _ => None,
        };
        if *kind != Kind::Empty {
            is_labelled = matches!(kind, Kind::Asked(_)) || is_labelled && *kind == Kind::Bold;
            is_question = is_labelled || *kind == Kind::Bold && !is_title;
            has_begun |= label.is_some() || !matches!(kind, Kind::Bold | Kind::Plain);
        }
        lines.push(match label {
            Some(label) => format!("{label}: {}", text.trim_start()),
            None => text,
        });
    }
    lines
}
