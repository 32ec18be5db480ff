//! What writes a transcript's tally as a line: counts, attributes, what of it is wanted besides.

use super::Arguments;
use crate::cli::coder::Coder;
use crate::cli::report::ask::Asked;
use crate::cli::report::counting::{Counting, One};
use crate::coding::Coding;
use crate::coding::rule_coder::RULES;
use crate::coding::tally_line::{Line, Made};
use crate::report::codings;
use crate::report::format::json;
use crate::study::corpus::Corpus;

/// What makes a line of a transcript.
pub(super) struct Pen<'a> {
    /// How every line is made.
    pub(super) made: Made,
    coder: &'a Coder,
    counting: Counting<'a>,
    ids: Vec<&'a str>,
    with_codings: bool,
}

impl<'a> Pen<'a> {
    pub(super) fn new(asked: &'a Asked<'_>, arguments: &Arguments) -> Self {
        let codebook = asked.coder.rules.codebook();
        // Every line says how it was made.
        let made = Made {
            codebook: codebook.sha256.clone(),
            coder: asked.coder.name.clone(),
            filter: asked.filter_in_words(),
            interviewers: asked.corpus.known.interviewers.iter().cloned().collect(),
            weak: arguments.weak,
            questions: arguments.questions,
            segments: arguments.segments,
        };
        let ids = codebook.codes.iter().map(|code| code.id.as_str()).collect();
        let (coder, counting) = (&asked.coder, asked.counting());
        Pen { made, coder, counting, ids, with_codings: arguments.codings }
    }

    /// The line of a transcript, with its end.
    pub(super) fn line(&self, corpus: &Corpus, one: One<'_>) -> String {
        let rows = self.with_codings.then(|| self.codings(&one));
        let places = self.made.segments.then(|| self.counting.places(&one));
        let attributes = &corpus.attributes;
        let is_silent = |case: &&str| !one.tally.cases.contains_key(*case);
        let heard = one.cast.cases().into_iter().filter(is_silent).map(str::to_owned).collect();
        let of_case = |case: &String| Some((case.clone(), attributes.of_case(case)?.clone()));
        let line = Line {
            made: self.made.clone(),
            attributes: attributes
                .of_transcript(&one.tally.transcript)
                .cloned()
                .unwrap_or_default(),
            of_cases: one.tally.cases.keys().filter_map(of_case).collect(),
            tally: one.tally,
            parts: one.parts,
            heard,
            unread: !self.coder.has_looked_at(&one.transcript.id),
            places: places.unwrap_or_default(),
        };
        line.written(&self.ids, rows.as_deref())
    }

    fn codings(&self, one: &One<'_>) -> String {
        let is_in = |coding: &Coding| {
            (coding.turn..=coding.last_turn).any(|turn| (one.includes)(turn as usize))
        };
        let (transcript, cast) = (one.transcript, one.cast);
        let codebook = self.coder.rules.codebook();
        let table = codings::rows(transcript, cast, one.coded, codebook, RULES, &is_in);
        let mut text = String::from("[");
        for (number, row) in table.rows.iter().enumerate() {
            if number > 0 {
                text.push(',');
            }
            json::object(&mut text, &table.columns, row);
        }
        text.push(']');
        text
    }
}
