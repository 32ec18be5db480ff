//! The interview guide: the questions that interviewers bring along, a line each.
//!
//! In comes the text of the file, out comes a [`Guide`] that finds the question an interviewer's
//! turn asks. A line may begin with an id (`start: How did you begin?`), which then is the name of
//! the question; the same id again gives it another wording. Numbers and bullets before a question,
//! empty lines and lines with `#` do not count.
//!
//! A turn asks the question that it shares most words with: the letters of those words of the
//! question that the turn has, divided by the letters of all its words. Words weigh by their letters
//! because short ones (`how`, `did`, `you`) say little. From [`ENOUGH`] on it is that question;
//! below, the turn is a follow-up of the question before.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Source};
use crate::text::word::{fold, words};

/// The overlap from which a turn asks a question of the guide. It was chosen on the example `bridge`,
/// whose interviewers ask six questions in their own words: with one wording each, of 84 it finds 72 and takes one for
/// another, and it takes none of their 38 other turns, nor any of 207 turns of the example
/// `creating-connection`, for one of them.
pub const ENOUGH: f64 = 0.4;

/// The most wordings that a guide may have.
const MOST: usize = 1000;

/// The most characters of an id.
const LONGEST_ID: usize = 40;

/// The questions of an interview, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guide {
    wordings: Vec<Wording>,
}

/// One way to ask a question.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wording {
    id: Arc<str>,
    text: String,
    words: BTreeSet<String>,
}

impl Guide {
    /// Reads a guide; what cannot be a question is told and left out.
    pub fn parse(source: &Arc<Source>) -> (Self, Vec<Diagnostic>) {
        let mut guide = Guide::default();
        let mut told = Vec::new();
        let mut start = 0;
        for line in source.text.split_inclusive('\n') {
            let span = start..start + line.trim_end().len();
            start += line.len();
            let text = unnumbered(line.trim().trim_start_matches('\u{feff}'));
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let (id, asked) = match with_id(text) {
                Some((id, asked)) => (id, asked),
                None => (text, text),
            };
            let id = squeezed(id);
            let words = words_of(asked);
            let fault = match () {
                () if words.is_empty() => "this question has no words",
                () if guide.wordings.iter().any(|known| known.words == words) => {
                    "this question stands in the guide twice"
                }
                () if guide.wordings.len() == MOST => "a guide has at most 1,000 questions",
                () => {
                    guide.wordings.push(Wording { id: id.into(), text: squeezed(asked), words });
                    continue;
                }
            };
            told.push(Diagnostic::warning(fault).at(source, span, ""));
        }
        if guide.wordings.is_empty() {
            let message = "there is no question in this guide";
            let help = "write a question a line; `id: question` gives it a short name";
            told.push(Diagnostic::error(message).in_file(&source.name).help(help));
        }
        (guide, told)
    }

    /// The names of the questions, each once: their ids, else their words.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let mut known = BTreeSet::new();
        let ids = self.wordings.iter().map(|wording| &*wording.id);
        ids.filter(move |id| known.insert(*id))
    }

    /// The words of a question, in its first wording.
    pub fn text(&self, id: &str) -> Option<&str> {
        let wording = self.wordings.iter().find(|wording| &*wording.id == id);
        wording.map(|wording| wording.text.as_str())
    }

    /// The question that these words ask, if they share enough with one; of equals the first.
    pub fn asked(&self, text: &str) -> Option<Arc<str>> {
        let said = words_of(text);
        let mut best: Option<(f64, &Wording)> = None;
        for wording in &self.wordings {
            let overlap = wording.overlap(&said);
            if overlap >= ENOUGH && best.is_none_or(|(most, _)| overlap > most) {
                best = Some((overlap, wording));
            }
        }
        best.map(|(_, wording)| Arc::clone(&wording.id))
    }
}

impl Wording {
    /// The share of its letters that stand in words which were said.
    fn overlap(&self, said: &BTreeSet<String>) -> f64 {
        let letters = |word: &String| word.chars().count();
        let all: usize = self.words.iter().map(letters).sum();
        let shared: usize = self.words.intersection(said).map(letters).sum();
        if all == 0 { 0.0 } else { shared as f64 / all as f64 }
    }
}

/// A text without the number or bullet before it: `3. How …`, `2) How …`, `- How …`.
fn unnumbered(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let after = match rest.len() < text.len() {
        true => rest.strip_prefix(['.', ')']),
        false => text.strip_prefix(['-', '*', '•']),
    };
    after.filter(|after| after.starts_with(char::is_whitespace)).map_or(text, str::trim_start)
}

/// Id and question of `id: question`; an id is one word.
fn with_id(text: &str) -> Option<(&str, &str)> {
    let (id, asked) = text.split_once(':')?;
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let is_id = !id.is_empty() && id.chars().all(is_part) && id.chars().count() <= LONGEST_ID;
    (is_id && !asked.trim().is_empty()).then(|| (id, asked.trim()))
}

/// A text on one line.
pub(super) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// The words of a text; what stands around an apostrophe counts apart: `what's` has `what`.
fn words_of(text: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for word in words(text) {
        let parts = fold(word.of(text));
        all.extend(parts.split('\'').filter(|part| !part.is_empty()).map(str::to_owned));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Guide, Vec<Diagnostic>) {
        Guide::parse(&Arc::new(Source { name: "guide.txt".into(), text: text.into() }))
    }

    const GUIDE: &str = "# Opening\n1. start: How did you become a peer worker?\n\n\
        - How do you build trust with the people you work with?\nend: Is there anything else?\n";

    #[test]
    fn lines_are_questions_with_or_without_an_id() {
        let (guide, told) = parse(GUIDE);
        assert!(told.is_empty(), "{told:?}");
        let trust = "How do you build trust with the people you work with?";
        assert_eq!(guide.ids().collect::<Vec<_>>(), ["start", trust, "end"]);
        assert_eq!(guide.text("end"), Some("Is there anything else?"));
        assert_eq!((guide.text(trust), guide.text("no")), (Some(trust), None));
        let (guide, told) = parse("a: So?\nb: Why?\na: And then?\nso\n: ?\n");
        let told: Vec<&str> = told.iter().map(|told| told.message.as_str()).collect();
        assert_eq!(guide.ids().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(guide.asked("And what then?").as_deref(), Some("a"), "another wording");
        assert_eq!(told, ["this question stands in the guide twice", "this question has no words"]);
        assert_eq!(parse("# nothing\n").1[0].message, "there is no question in this guide");
    }

    #[test]
    fn a_turn_asks_what_it_shares_most_words_with() {
        let (guide, _) = parse(GUIDE);
        let asked = |text: &str| guide.asked(text).map(|id| id.to_string());
        let start = asked("Okay, thank you. So, how did you become a peer support worker, then?");
        assert_eq!(start.as_deref(), Some("start"));
        let trust = asked("And how do you build up trust with people?");
        assert!(trust.is_some_and(|id| id.starts_with("How do you build trust")));
        assert_eq!(asked("ANYTHING ELSE you wish to add?").as_deref(), Some("end"));
        let begun = asked("What's it like to become a worker?");
        assert_eq!(begun.as_deref(), Some("start"));
        // Short words are not enough.
        assert_eq!(asked("How do you mean, you did?"), None);
        assert_eq!(asked(""), None);
    }
}
