//! Finding what a turn holds of the rules' patterns: one pass over its words.
//!
//! In come a blanked reading text and its words; out come hits (a part of a rule, as a range of
//! tokens) and candidates (where a regular expression may match).

use std::ops::Range;

use super::memo::Memo;
use super::sequence::Tokens;
use super::{Hit, Program};
use crate::text::word::Word;

/// What is found in one turn, and what finding needs; kept between turns.
#[derive(Debug, Default)]
pub(super) struct Bench {
    memo: Memo,
    /// What the word that is looked at is.
    elements: Vec<u32>,
    /// Parts of rules.
    pub(super) hits: Vec<Hit>,
    /// Expressions with the byte of the turn where a match may begin or a guarding text stands.
    pub(super) candidates: Vec<(u32, u32)>,
    /// The sentences of the turn, if anything asked for them.
    pub(super) sentences: Vec<Range<usize>>,
}

impl Program {
    /// Finds the parts of rules in a turn. `anchors` are the places of the words that may be one.
    pub(super) fn find(&self, tokens: &Tokens<'_>, anchors: &[u32], bench: &mut Bench) {
        let Bench { memo, elements, hits, candidates, sentences } = bench;
        let Tokens { text, words, turn, base } = *tokens;
        hits.clear();
        candidates.clear();
        sentences.clear();
        let mut sentence_end = |token: usize| self.sentence_end(token, tokens, sentences);
        let mut take = |at: usize, memo: &mut Memo, sequence: u32| {
            let slots = &self.slots[sequence as usize];
            self.sequences[sequence as usize].matches_at(
                at,
                tokens,
                &self.lexicon,
                memo,
                &mut sentence_end,
                &mut |first, end| {
                    hits.extend(slots.iter().map(|slot| Hit {
                        rule: slot.rule,
                        part: slot.part,
                        first: first as u32,
                        end: end as u32,
                    }));
                },
            );
        };
        for &at in anchors {
            let at = at as usize;
            let Some(word) = words.get(at) else { break };
            elements.clear();
            // Mostly one or none: nothing that would be worth a call.
            for &element in memo.elements_at(&self.lexicon, text, *word) {
                elements.push(element);
            }
            for &element in elements.iter() {
                for &sequence in &self.anchored[element as usize] {
                    take(at, memo, sequence);
                }
                for &expression in &self.beginnings[element as usize] {
                    candidates.push((expression, word.start - base));
                }
            }
        }
        for &sequence in &self.everywhere {
            for at in 0..words.len() {
                take(at, memo, sequence);
            }
        }
        self.find_held(turn, candidates);
        if hits.len() > 1 {
            hits.sort_unstable();
            hits.dedup();
        }
        if candidates.len() > 1 {
            candidates.sort_unstable();
            candidates.dedup();
        }
    }

    /// Finds the texts that guard regular expressions.
    fn find_held(&self, text: &str, candidates: &mut Vec<(u32, u32)>) {
        let Some(held) = &self.held else { return };
        // The Kelvin sign and the long s are forms of ASCII letters to an expression.
        if text.contains(['\u{212A}', '\u{17F}']) {
            for &expression in &self.held_by {
                candidates.extend(text.char_indices().map(|(at, _)| (expression, at as u32)));
            }
            return;
        }
        for hit in held.find_overlapping_iter(text) {
            if let Some(&expression) = self.held_by.get(hit.pattern().as_usize()) {
                candidates.push((expression, hit.start() as u32));
            }
        }
    }

    /// One past the last token of the sentence of a token. Splits the turn when first asked.
    fn sentence_end(
        &self,
        token: usize,
        tokens: &Tokens<'_>,
        sentences: &mut Vec<Range<usize>>,
    ) -> usize {
        if sentences.is_empty() {
            self.splitter.split(tokens.turn, sentences);
        }
        let Some(word) = tokens.words.get(token) else { return token };
        let start = |word: &Word| (word.start - tokens.base) as usize;
        let place = sentences.partition_point(|sentence| sentence.end <= start(word));
        let end = sentences.get(place).map_or(usize::MAX, |sentence| sentence.end);
        tokens.words.partition_point(|word| start(word) < end)
    }
}
