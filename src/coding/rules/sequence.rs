//! Phrases: sequences of elements matched against the tokens of a turn.
//!
//! A phrase is looked for where its rarest element, the *anchor*, occurs. `...` takes as few tokens
//! as it can, at most three; a phrase never crosses a sentence end; the shortest match per start
//! counts (CODEBOOK semantics 4). In come tokens and the place of an anchor, out come token ranges.

use super::lexicon::Lexicon;
use super::memo::Memo;
use crate::text::rank::Words;

/// The most tokens that `...` stands for.
const LONGEST_GAP: usize = 3;

/// One element of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Step {
    /// The element of that number in the lexicon.
    Word(u32),
    /// Any one token.
    Any,
    /// Up to three tokens.
    Gap,
}

/// A sequence with its anchor.
#[derive(Clone, Debug)]
pub(crate) struct Sequence {
    pub(crate) steps: Vec<Step>,
    /// The place of the anchor in `steps`.
    pub(crate) anchor: usize,
    /// Whether any step is a gap.
    has_gap: bool,
}

/// The tokens of a turn in which sequences are matched.
pub(crate) struct Tokens<'t> {
    /// The turn's text.
    pub(crate) text: &'t str,
    /// Its words.
    pub(crate) words: Words<'t>,
}

impl Sequence {
    pub(crate) fn new(steps: Vec<Step>, anchor: usize) -> Self {
        let has_gap = steps.contains(&Step::Gap);
        Sequence { steps, anchor, has_gap }
    }

    /// Reports every match (first token, one past the last token) whose anchor may be the token at
    /// `at`. `sentence_end(token)` is one past the last token of the sentence of a token.
    pub(crate) fn matches_at(
        &self,
        at: usize,
        tokens: &Tokens<'_>,
        lexicon: &Lexicon,
        memo: &mut Memo,
        sentence_end: &mut dyn FnMut(usize) -> usize,
        found: &mut dyn FnMut(usize, usize),
    ) {
        if !self.has_gap {
            let Some(start) = at.checked_sub(self.anchor) else { return };
            let steps = self.steps.iter().enumerate();
            let mut others = steps.filter(|&(place, _)| place != self.anchor);
            if others.all(|(place, step)| is(*step, start + place, tokens, lexicon, memo)) {
                let end = start + self.steps.len();
                if end <= sentence_end(start) {
                    found(start, end);
                }
            }
            return;
        }
        let before = &self.steps[..self.anchor];
        let gaps = before.iter().filter(|step| **step == Step::Gap).count();
        let nearest = before.len() - gaps;
        for reach in 0..=gaps * LONGEST_GAP {
            let Some(start) = at.checked_sub(nearest + reach) else { return };
            let first = self.steps.first().is_some_and(|&step| {
                start == at && self.anchor == 0 || is(step, start, tokens, lexicon, memo)
            });
            if !first {
                continue;
            }
            let limit = sentence_end(start);
            if let Some(end) = end_of(&self.steps, start, limit, tokens, lexicon, memo) {
                found(start, end);
            }
        }
    }
}

fn is(step: Step, at: usize, tokens: &Tokens<'_>, lexicon: &Lexicon, memo: &mut Memo) -> bool {
    match step {
        Step::Any => at < tokens.words.len(),
        Step::Gap => false,
        Step::Word(element) => {
            tokens.words.get(at).is_some_and(|word| lexicon.is(memo, word.of(tokens.text), element))
        }
    }
}

/// Where the shortest match that starts at a token ends.
fn end_of(
    steps: &[Step],
    at: usize,
    limit: usize,
    tokens: &Tokens<'_>,
    lexicon: &Lexicon,
    memo: &mut Memo,
) -> Option<usize> {
    match steps {
        [] => Some(at),
        [Step::Gap, rest @ ..] => (0..=LONGEST_GAP)
            .map(|taken| at + taken)
            .take_while(|&next| next <= limit)
            .find_map(|next| end_of(rest, next, limit, tokens, lexicon, memo)),
        [step, rest @ ..] => (at < limit && is(*step, at, tokens, lexicon, memo))
            .then(|| end_of(rest, at + 1, limit, tokens, lexicon, memo))?,
    }
}
