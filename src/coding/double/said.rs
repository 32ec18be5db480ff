//! What one coder says of one transcript: segments with their codes, and what was looked at.
//!
//! In comes what a coder's log comes to ([`State`]); out come byte ranges of the text as it is now.
//! Rules have looked at everything. A person has looked at what has a done-mark and at the units
//! that carry one of the person's codes. Where a person never set a done-mark, each transcript with a
//! coding by that person counts as looked at.

use std::collections::BTreeMap;
use std::ops::Range;

use super::units::Codable;
use crate::coding::Coded;
use crate::coding::hand::{Placed, place};
use crate::coding::log::replay::{Held, Mark, State};

/// What a coder has looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// The whole transcript.
    All,
    /// These parts, in bytes; they may be none.
    Parts(Vec<Range<usize>>),
}

/// What one coder says of one transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Codes with byte ranges.
    pub spans: Vec<(u32, Range<usize>)>,
    /// What was looked at.
    pub done: Done,
}

/// Codings that did not find their place, and those that a person has to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unsure {
    /// Not found.
    pub lost: usize,
    /// Found in changed words.
    pub unsure: usize,
}

impl Said {
    /// What the rules say.
    pub fn by_rules(coded: &Coded) -> Self {
        let spans = coded.codings.iter().filter(|coding| !coding.weak);
        let spans = spans.map(|coding| (coding.code, coding.start as usize..coding.end as usize));
        Said { spans: spans.collect(), done: Done::All }
    }

    /// What a person says. `codes` gives the place of a code.
    pub fn by_person(
        text: &str,
        transcript: &str,
        state: &State,
        codes: &BTreeMap<String, u32>,
    ) -> (Self, Unsure) {
        let held: Vec<&Held> =
            state.codings.values().filter(|held| held.transcript == transcript).collect();
        let placed = place(text, &held);
        let lost = placed.iter().filter(|one| one.found.place.is_none()).count();
        let unsure = placed.iter().filter(|one| one.found.status.needs_review()).count() - lost;
        let is_there = |one: &&Placed<'_>| one.found.place.is_some();
        let code = |one: &Placed<'_>| codes.get(&one.held.code).copied();
        let spans = placed.iter().filter(is_there);
        let spans = spans.filter_map(|one| Some((code(one)?, one.bytes.clone()))).collect();
        let done = match state.done.is_empty() {
            true if held.is_empty() => Done::Parts(Vec::new()),
            true => Done::All,
            false => marked(text, transcript, &state.done),
        };
        (Said { spans, done }, Unsure { lost, unsure })
    }

    /// The ranges of each code, united where they overlap.
    pub(super) fn by_code(&self) -> BTreeMap<u32, Vec<Range<usize>>> {
        let mut sorted: Vec<(u32, usize, usize)> = self
            .spans
            .iter()
            .filter(|(_, range)| range.start < range.end)
            .map(|(code, range)| (*code, range.start, range.end))
            .collect();
        sorted.sort_unstable();
        let mut all: BTreeMap<u32, Vec<Range<usize>>> = BTreeMap::new();
        for (code, start, end) in sorted {
            let own = all.entry(code).or_default();
            match own.last_mut() {
                Some(last) if start < last.end => last.end = last.end.max(end),
                _ => own.push(start..end),
            }
        }
        all
    }

    /// Whether each unit was looked at, as far as done-marks say: those of its visible characters
    /// must be at least half.
    pub(super) fn looked(&self, text: &str, codable: &[Codable]) -> Vec<bool> {
        let Done::Parts(parts) = &self.done else { return vec![true; codable.len()] };
        let looked = |unit: &Codable| {
            let within = |part: &Range<usize>| unit.visible_within(text, part);
            let covered: u32 = parts.iter().map(within).sum();
            2 * covered >= unit.visible
        };
        codable.iter().map(|unit| !parts.is_empty() && looked(unit)).collect()
    }
}

/// What done-marks say of a transcript.
fn marked(text: &str, transcript: &str, done: &[Mark]) -> Done {
    let marks = || done.iter().filter(|mark| mark.transcript == transcript);
    if marks().any(|mark| mark.anchor.is_none()) {
        return Done::All;
    }
    let parts: Vec<Held> = marks()
        .filter_map(|mark| {
            let anchor = mark.anchor.clone()?;
            Some(Held { anchor, text: mark.text.clone(), ..Held::default() })
        })
        .collect();
    let parts: Vec<&Held> = parts.iter().collect();
    let placed = place(text, &parts);
    let ranges = placed.into_iter().filter(|one| one.found.place.is_some());
    Done::Parts(ranges.map(|one| one.bytes).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::anchor::Text;

    const TEXT: &str = "P: I hope so.\n\nP: And I fear it.\n";

    fn said(codings: &[&str], done: &[Option<&str>]) -> Said {
        let text = Text::new(TEXT);
        let anchor = |words: &str| {
            let start = TEXT.find(words).unwrap();
            text.anchor(start, start + words.len())
        };
        let held = |words: &&str| {
            let (transcript, code) = ("P1".to_owned(), "c".to_owned());
            let held = Held { transcript, code, anchor: anchor(words), ..Held::default() };
            ((*words).to_owned(), held)
        };
        let mark = |words: &Option<&str>| Mark {
            transcript: "P1".into(),
            anchor: words.map(anchor),
            ..Mark::default()
        };
        let codings = codings.iter().map(held).collect();
        let done = done.iter().map(mark).collect();
        let state = State { codings, done, ..State::default() };
        Said::by_person(TEXT, "P1", &state, &[("c".to_owned(), 4)].into()).0
    }

    #[test]
    fn without_done_marks_a_coded_transcript_was_looked_at() {
        assert_eq!(said(&["hope"], &[]), Said { spans: vec![(4, 5..9)], done: Done::All });
        assert_eq!(said(&[], &[]).done, Done::Parts(Vec::new()));
    }

    #[test]
    fn with_done_marks_they_alone_say_what_was_read() {
        assert_eq!(said(&["hope"], &[None]).done, Done::All);
        let part = said(&["hope"], &[Some("And I fear it.")]);
        assert_eq!(part.done, Done::Parts(std::iter::once(18..32).collect()));
        let elsewhere = State {
            done: vec![Mark { transcript: "P2".into(), ..Mark::default() }],
            ..State::default()
        };
        let none = Said::by_person(TEXT, "P1", &elsewhere, &BTreeMap::new()).0;
        assert_eq!(none.done, Done::Parts(Vec::new()));
    }
}
