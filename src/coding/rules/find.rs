//! Finding what a turn holds of the rules' patterns: one pass over its words.
//!
//! In come a blanked reading text and its words; out come hits (a part of a rule, as a range of
//! tokens) and candidates (where a regular expression may match).

use std::ops::Range;

use super::memo::Memo;
use super::sequence::Tokens;
use super::{Hit, Program, Worker};

impl Program {
    /// Finds the parts of rules in a turn: `worker.hits` and `worker.candidates`.
    pub(super) fn find(&self, text: &str, worker: &mut Worker) {
        let Worker { words, anchors, memo, elements, hits, candidates, sentences, .. } = worker;
        hits.clear();
        candidates.clear();
        sentences.clear();
        let tokens = Tokens { text, words };
        let mut sentence_end = |token: usize| self.sentence_end(token, &tokens, sentences);
        let mut take = |at: usize, memo: &mut Memo, sequence: u32| {
            let slots = &self.slots[sequence as usize];
            self.sequences[sequence as usize].matches_at(
                at,
                &tokens,
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
        for &at in anchors.iter() {
            let at = at as usize;
            let Some(word) = words.get(at) else { break };
            elements.clear();
            elements.extend_from_slice(memo.elements_at(&self.lexicon, text, *word));
            for &element in elements.iter() {
                for &sequence in &self.anchored[element as usize] {
                    take(at, memo, sequence);
                }
                for &expression in &self.beginnings[element as usize] {
                    candidates.push((expression, word.start));
                }
            }
        }
        for &sequence in &self.everywhere {
            for at in 0..words.len() {
                take(at, memo, sequence);
            }
        }
        self.find_held(text, candidates);
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
            self.splitter.split(tokens.text, sentences);
        }
        let Some(word) = tokens.words.get(token) else { return token };
        let place = sentences.partition_point(|sentence| sentence.end <= word.start as usize);
        let end = sentences.get(place).map_or(usize::MAX, |sentence| sentence.end);
        tokens.words.partition_point(|word| (word.start as usize) < end)
    }
}
