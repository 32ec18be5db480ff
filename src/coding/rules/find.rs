//! Finding what a turn holds of the rules' patterns: one pass over its words.
//!
//! In come a blanked reading text and its words; out come hits (a part of a rule, as a range of
//! tokens) and candidates (where a regular expression may match).

use std::ops::Range;

use super::memo::Memo;
use super::sequence::Tokens;
use super::sweep::{Sweep, Swept};
use super::{Hit, Program, Slot};

/// What is found in one turn, and what finding needs; kept between turns.
#[derive(Debug, Default)]
pub(super) struct Bench {
    memo: Memo,
    /// The words that are an element: their place in the turn, their first byte there, the element.
    known: Vec<(u32, u32, u32)>,
    /// Parts of rules.
    pub(super) hits: Vec<Hit>,
    /// Expressions with the byte of the turn where a match may begin or a guarding text stands.
    pub(super) candidates: Vec<(u32, u32)>,
    /// The sentences of the turn, if anything asked for them.
    pub(super) sentences: Vec<Range<usize>>,
}

impl Program {
    /// Looks up which elements the words are that may be anchors; says whether any is one.
    pub(super) fn look_up(
        &self,
        text: &str,
        sweep: &Sweep,
        swept: &Swept,
        bench: &mut Bench,
    ) -> bool {
        let Bench { memo, known, .. } = bench;
        known.clear();
        let start = swept.start() as u32;
        for (place, word) in sweep.anchors(swept) {
            // Mostly one or none: nothing that would be worth a call.
            for &element in memo.elements_at(&self.lexicon, text, word) {
                known.push((place, word.start - start, element));
            }
        }
        !known.is_empty()
    }

    /// Finds the parts of rules in a turn whose anchors were looked up.
    pub(super) fn find(&self, tokens: &Tokens<'_>, bench: &mut Bench) {
        let Bench { memo, known, hits, candidates, sentences } = bench;
        let Tokens { text, words } = *tokens;
        hits.clear();
        candidates.clear();
        sentences.clear();
        let mut sentence_end = |token: usize| self.sentence_end(token, tokens, sentences);
        let mut take = |at: usize, byte: u32, memo: &mut Memo, number: u32| {
            let mut hit = |first: usize, end: usize| {
                let start = match first == at {
                    true => byte,
                    false => words.get(first).map_or(0, |word| word.start),
                };
                let (first, end) = (first as u32, end as u32);
                for &Slot { rule, part } in &self.slots[number as usize] {
                    hits.push(Hit { rule, part, first, end, start });
                }
            };
            let sequence = &self.sequences[number as usize];
            if sequence.steps.len() == 1 {
                return hit(at, at + 1);
            }
            let lexicon = &self.lexicon;
            sequence.matches_at(at, tokens, lexicon, memo, &mut sentence_end, &mut hit);
        };
        for &(at, byte, element) in known.iter() {
            for &sequence in &self.anchored[element as usize] {
                take(at as usize, byte, memo, sequence);
            }
            for &expression in &self.beginnings[element as usize] {
                candidates.push((expression, byte));
            }
        }
        for &sequence in &self.everywhere {
            for (at, word) in words.iter().enumerate() {
                take(at, word.start, memo, sequence);
            }
        }
        self.find_held(text, candidates);
        if hits.len() > 1 {
            hits.sort_unstable_by_key(Hit::order);
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
            self.splitter.split(tokens.text, sentences);
        }
        let Some(word) = tokens.words.get(token) else { return token };
        let place = sentences.partition_point(|sentence| sentence.end <= word.start as usize);
        let end = sentences.get(place).map_or(usize::MAX, |sentence| sentence.end);
        tokens.words.at_or_after(end)
    }
}
