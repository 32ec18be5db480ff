//! How one transcript is counted: its codings, what of it the filters let in, its tally.
//!
//! What a report and a tally made for later ask is the same, whether the transcript is a file of a
//! corpus or a line of a pipe.

use super::counted::{evidence_turns, parts, spans};
use crate::cli::coder::Coder;
use crate::cli::query::Matching;
use crate::codebook::Unit;
use crate::coding::Coded;
use crate::coding::placed::Placed;
use crate::coding::places::Places;
use crate::coding::rules;
use crate::coding::tally::{self, Counted, RollUp, Span, Tally};
use crate::diagnostic::Diagnostic;
use crate::index::scan::Looker;
use crate::report::found::Found;
use crate::study::corpus::Corpus;
use crate::study::guide::Guide;
use crate::study::question;
use crate::study::selection::{Seen, Selection};
use crate::transcript::Transcript;
use crate::transcript::people::Cast;

/// What grouping by question needs.
#[derive(Debug)]
pub(in crate::cli) struct ByQuestion {
    pub(super) guide: Option<Guide>,
}

/// One transcript with its codings, as a report sees it.
pub(in crate::cli) struct One<'a> {
    pub transcript: &'a Transcript,
    pub cast: &'a Cast,
    pub coded: &'a Coded,
    /// The counts of what is in the filter.
    pub tally: Tally,
    /// The counts by question, in the order in which they were asked; none unless grouped by it.
    pub parts: Vec<(String, Tally)>,
    /// Whether a turn is in the filter, by its place from 0.
    pub includes: &'a dyn Fn(usize) -> bool,
}

/// What a thread keeps.
#[derive(Default)]
pub(in crate::cli) struct Desk {
    rules: rules::Worker,
    tally: tally::Worker,
    spans: Vec<Span>,
    looker: Looker,
    /// Where the words of the last transcript stand.
    pub(super) placed: Placed,
}

/// Everything that decides what of a transcript counts.
#[derive(Clone, Copy)]
pub(in crate::cli) struct Counting<'a> {
    pub(super) unit: Option<Unit>,
    pub(super) coder: &'a Coder,
    pub(super) roll_up: &'a RollUp,
    pub(super) selection: &'a Selection,
    pub(super) matching: Option<&'a Matching>,
    pub(super) by_question: Option<&'a ByQuestion>,
}

impl Counting<'_> {
    /// Whether anything may be left out.
    pub(super) fn has_filter(&self) -> bool {
        !self.selection.is_everything() || self.matching.is_some()
    }

    /// Where codes stand in a transcript.
    pub(in crate::cli) fn places(&self, one: &One<'_>) -> Places {
        let rules = &self.coder.rules;
        let One { transcript, cast, coded, includes, .. } = *one;
        let unit = self.unit.map(|unit| (unit, rules));
        let codebook = rules.codebook();
        Found { transcript, cast, coded, codebook, includes, unit, asked: None, guide: None }
            .places()
    }

    /// Codes and counts a transcript of a corpus. Out come what `work` makes of it, nothing where
    /// nothing of it is in the filter; with filters the names in it; and what is wrong with it.
    pub(in crate::cli) fn one<R>(
        &self,
        desk: &mut Desk,
        corpus: &Corpus,
        transcript: &Transcript,
        cast: &Cast,
        work: &impl Fn(One<'_>) -> R,
    ) -> (Option<R>, Seen, Option<Diagnostic>) {
        let Counting { coder, roll_up, selection, matching, .. } = *self;
        let everything = !self.has_filter();
        let coded = coder.code(corpus, transcript, cast, &mut desk.rules);
        spans(transcript, &coded, self.unit, &coder.rules, &mut desk.spans);
        let matched = matching
            .map(|matching| matching.turns(corpus, transcript, cast, &coded, &mut desk.looker));
        let asked = selection.asked(transcript, cast);
        let includes = |place: usize| {
            let matches = |turns: &Vec<u32>| turns.binary_search(&(place as u32)).is_ok();
            let attributes = &corpus.attributes;
            everything
                || matched.as_ref().is_none_or(matches)
                    && selection.question(asked.as_ref(), place)
                    && transcript
                        .turns
                        .get(place)
                        .is_some_and(|turn| selection.turn(transcript, cast, turn, attributes))
        };
        let counted = Counted {
            transcript,
            cast,
            turn_words: Some(&coded.turn_words),
            placed: Some(&coded.placed),
            includes: &|place, _| includes(place),
            evidence_turns: &|span| evidence_turns(&coded, roll_up, span),
            wholes: if self.unit.is_none() { &coded.wholes } else { &[] },
        };
        let tally = counted.tally(&desk.spans, roll_up, &mut desk.tally);
        let parts = self.by_question.map(|by| {
            let asked = question::questions(transcript, cast, by.guide.as_ref());
            parts(&counted, &asked, &desk.spans, roll_up, &mut desk.tally)
        });
        let (parts, too_many) = match parts.transpose() {
            Ok(parts) => (parts.unwrap_or_default(), None),
            Err(told) => (Vec::new(), Some(told)),
        };
        let mut seen = Seen::default();
        // Names are asked for only where a filter names some.
        if !everything {
            seen.add(transcript, cast);
            seen.add_questions(asked.as_ref());
        }
        let is_in = everything || !tally.cases.is_empty() || tally.words > 0;
        let one = One { transcript, cast, coded: &coded, tally, parts, includes: &includes };
        let result = is_in.then(|| work(one));
        desk.placed = coded.placed;
        (result, seen, too_many)
    }
}
