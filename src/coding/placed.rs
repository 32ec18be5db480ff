//! Where words stand in a transcript, as the sweep that looked for anchors saw it.
//!
//! In come the turns in order, each with whether the sweep could take it as it is; out comes how
//! many words a span of such a turn has, so that the tally need not read the turn once more.

use std::ops::Range;

use crate::text::rank::Ranks;

/// The words of the turns that were swept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    ranks: Ranks,
    turns: Vec<bool>,
}

impl Placed {
    /// Room for that many turns.
    pub(super) fn of(turns: usize) -> Self {
        Placed { turns: Vec::with_capacity(turns), ..Placed::default() }
    }

    /// The next turn: whether its words are those of the canonical text.
    pub(super) fn push(&mut self, is_swept: bool) {
        self.turns.push(is_swept);
    }

    /// Where the words of the canonical text begin, if it was swept.
    pub(super) fn learn(&mut self, ranks: Option<Ranks>) {
        self.ranks = ranks.unwrap_or_default();
    }

    /// Where the words of the canonical text stand; nothing where it was not swept.
    pub(crate) fn ranks(&self) -> &Ranks {
        &self.ranks
    }

    /// Whether the words of a turn can be told, by the turn's place.
    pub fn knows(&self, turn: u32) -> bool {
        self.turns.get(turn as usize).is_some_and(|&is_swept| is_swept)
    }

    /// How many words begin in a span (bytes of the canonical text) of a turn that is known.
    pub fn words(&self, span: Range<u32>) -> usize {
        let before = |byte| self.ranks.before(byte as usize);
        before(span.end).saturating_sub(before(span.start))
    }
}

#[cfg(test)]
mod tests {
    use crate::codebook::{Code, Codebook, Rule, Unit};
    use crate::coding::rules::{Program, Setting, Worker};
    use crate::coding::tally::{self, Counted, RollUp, Span};
    use crate::transcript::people::{Cast, Known};
    use crate::transcript::read::{Options, read};

    #[test]
    fn the_tally_is_the_same_with_and_without() {
        let text = "I: Whom do you trust?\nP: I trust [laughs] her, it's so. 信 trust\nP: Trust is\n\
            slow. Trust me.\nI: Trust.\nQ: No.\nQ: One two trust, trusting – né trust.\n";
        let transcript = read(text.as_bytes(), "t.txt", &Options::default()).unwrap();
        let cast = Cast::of(&transcript, &Known::default());
        let rule = |code| Rule {
            any: vec!["trust".into()],
            min: 1,
            unit: code,
            code,
            speaker: Some(vec!["*".into()]),
            ..Rule::default()
        };
        for unit in [Unit::Match, Unit::Sentence, Unit::Turn, Unit::Transcript] {
            let code = |id: &str, unit| Code {
                id: id.into(),
                codable: true,
                rules: vec![rule(unit)],
                ..Code::default()
            };
            let codes = vec![code("trust", unit), code("word", Unit::Match)];
            let codebook = Codebook { codes, ..Codebook::default() };
            let program = Program::compile(&codebook, false).unwrap();
            let setting = Setting::plain(&transcript, &cast);
            let coded = program.apply(&setting, &mut Worker::default());
            let spans: Vec<Span> = coded.codings.iter().map(Span::from).collect();
            let tally = |placed| {
                let counted = Counted {
                    transcript: &transcript,
                    cast: &cast,
                    turn_words: None,
                    placed,
                    includes: &|_, _| true,
                    evidence_turns: &|span| (span.turn..=span.last_turn).collect(),
                    wholes: &coded.wholes,
                };
                let roll_up = RollUp { lines: vec![vec![0], vec![1]] };
                counted.tally(&spans, &roll_up, &mut tally::Worker::default())
            };
            assert!(spans.iter().any(|span| span.turn == 0), "interviewers are heard");
            assert_eq!(tally(Some(&coded.placed)), tally(None), "{unit:?}");
        }
    }
}
