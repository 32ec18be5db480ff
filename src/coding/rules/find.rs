//! Finding what a turn holds of the rules' patterns: one pass over its words.
//!
//! In come a blanked reading text and its words; out come hits (a part of a rule, as a range of
//! tokens) and candidates (where a regular expression may match).

use std::ops::Range;

use super::around::Around;
use super::direct::Direct;
use super::memo::Memo;
use super::sequence::Tokens;
use super::sweep::{Sweep, Swept};
use super::{Hit, Program, Slot};
use crate::text::word::Word;

/// What is found in one turn, and what finding needs; kept between turns.
#[derive(Debug, Default)]
pub(super) struct Bench {
    memo: Memo,
    /// The words that are an element.
    known: Vec<Known>,
    pub(super) taken: Taken,
    /// Expressions with the byte of the turn where a match may begin or a guarding text stands.
    pub(super) candidates: Vec<(u32, u32)>,
    /// The sentences of the turn, if anything asked for them.
    pub(super) sentences: Vec<Range<usize>>,
}

/// The hits of a turn.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// What codes by itself.
    pub(super) direct: Vec<Direct>,
    /// Parts of rules that weigh them.
    pub(super) hits: Vec<Hit>,
}

/// A word of a turn that is an element.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// Its place among the turn's words.
    place: u32,
    word: Word,
    element: u32,
}

impl Bench {
    /// Whether there is anything that codes, or that rules must weigh.
    pub(super) fn has_any(&self) -> bool {
        !self.taken.direct.is_empty() || !self.taken.hits.is_empty() || !self.candidates.is_empty()
    }
}

impl Taken {
    /// Takes in what stands at some tokens, `words` from the first byte of the first to the last of
    /// the last.
    fn take(&mut self, slots: &[Slot], tokens: Range<usize>, words: Word) {
        let Word { start, end } = words;
        for &Slot { rule, part, is_direct } in slots {
            if is_direct {
                self.direct.push(Direct { rule, start, end });
            } else {
                let (first, end) = (tokens.start as u32, tokens.end as u32);
                self.hits.push(Hit { rule, part, first, end, start });
            }
        }
    }
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
        sweep.anchors(swept, |word| {
            // Mostly one or none: nothing that would be worth a call.
            for &element in memo.elements_at(&self.lexicon, text, word) {
                let place = sweep.place(swept, word);
                known.push(Known { place, word: word.without(start), element });
            }
        });
        !known.is_empty()
    }

    /// Finds what a turn holds of the rules' patterns, after its anchors were looked up.
    pub(super) fn find(&self, tokens: &Tokens<'_>, bench: &mut Bench) {
        let Bench { memo, known, taken, candidates, sentences } = bench;
        taken.direct.clear();
        taken.hits.clear();
        candidates.clear();
        sentences.clear();
        let mut phrase = |number: u32, place: usize, taken: &mut Taken| {
            let (sequence, slots) =
                (&self.sequences[number as usize], &self.slots[number as usize]);
            let mut sentence_end = |token: usize| self.sentence_end(token, tokens, sentences);
            let mut take = |first: usize, end: usize| {
                let start = tokens.words.get(first).map_or(0, |word| word.start);
                let last = end.checked_sub(1).and_then(|last| tokens.words.get(last));
                let end_byte = last.map_or(start, |word| word.end);
                taken.take(slots, first..end, Word { start, end: end_byte });
            };
            let lexicon = &self.lexicon;
            sequence.matches_at(place, tokens, lexicon, memo, &mut sentence_end, &mut take);
        };
        for &Known { place, word, element } in known.iter() {
            let begins = &self.begins[element as usize];
            let own = place as usize..place as usize + 1;
            for &number in &begins.words {
                taken.take(&self.slots[number as usize], own.clone(), word);
            }
            if !begins.phrases.is_empty() {
                let around = Around::of(tokens, place, word);
                for (_, number) in begins.phrases.iter().filter(|phrase| phrase.0.fits(around)) {
                    phrase(*number, own.start, taken);
                }
            }
            for &(expression, direct) in &begins.expressions {
                let Some(rule) = direct else {
                    candidates.push((expression, word.start));
                    continue;
                };
                let words = &self.expressions[expression as usize].1;
                words.in_word(tokens.text, word, &mut |hit| {
                    let (start, end) = (hit.start as u32, hit.end as u32);
                    taken.direct.push(Direct { rule, start, end });
                });
            }
        }
        for &number in &self.everywhere {
            (0..tokens.words.len()).for_each(|place| phrase(number, place, taken));
        }
        self.find_held(tokens.text, candidates);
        if taken.hits.len() > 1 {
            taken.hits.sort_unstable_by_key(Hit::order);
            taken.hits.dedup();
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
