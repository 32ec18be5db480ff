//! The sweep: one pass over a text before its turns are looked at.
//!
//! In come a text, the canonical one of a transcript or that of one turn, and the filter of anchors;
//! out come, turn by turn, the turn's words and which of them may be anchors. A turn that lies in one
//! piece is answered from the sweep of the canonical text, in which annotations were blanked; any
//! other is left to be swept by itself ([`Sweep::turn`] gives nothing).

use std::ops::Range;

use super::filter::Filter;
use crate::text::rank::{Ranks, Words, within};
use crate::text::scan::Scanner;
use crate::text::word::Word;
use crate::transcript::Transcript;

/// Texts longer than this are not swept whole: what is found takes half of their size.
const LONGEST: usize = 1 << 24;

/// What one pass found in a text, and how far its turns have come.
#[derive(Debug, Default)]
pub(crate) struct Sweep {
    /// Finds the words and knows where they stand.
    scanner: Scanner,
    /// The words that may be anchors, a bit at each first byte.
    passing: Vec<u64>,
    /// The canonical text with its annotations blanked, if it has any; else nothing.
    blanked: String,
    is_done: bool,
}

/// The part of a sweep that is one turn's.
#[derive(Clone, Debug)]
pub(crate) struct Swept {
    extent: Range<usize>,
    /// The place of its first word.
    first: u32,
    words: u32,
}

impl Sweep {
    /// Goes over the canonical text of a transcript.
    pub(crate) fn over(&mut self, transcript: &Transcript, filter: &Filter) {
        self.blanked.clear();
        self.is_done = transcript.text.len() <= LONGEST;
        if !self.is_done {
            return;
        }
        transcript.blank_turns(&mut self.blanked);
        let blanked = std::mem::take(&mut self.blanked);
        self.look(if blanked.is_empty() { &transcript.text } else { &blanked }, filter);
        self.blanked = blanked;
    }

    /// The text that the transcript's turns are read in: every byte at its place.
    pub(crate) fn text<'s>(&'s self, transcript: &'s Transcript) -> &'s str {
        if self.blanked.is_empty() { &transcript.text } else { &self.blanked }
    }

    /// Goes over the reading text of one turn, without its annotations.
    pub(crate) fn over_turn(&mut self, text: &str, filter: &Filter) -> Swept {
        self.look(text, filter);
        self.swept(0..text.len())
    }

    fn look(&mut self, text: &str, filter: &Filter) {
        self.scanner.look(text);
        filter.anchors(text, &self.scanner, &mut self.passing);
    }

    /// Where the words of the text stand, if it was swept; they are forgotten here.
    pub(crate) fn take_ranks(&mut self) -> Option<Ranks> {
        self.is_done.then(|| self.scanner.take_ranks())
    }

    /// What lies between two bytes of the text, if it can be taken as it is.
    pub(crate) fn turn(&self, extent: Range<usize>) -> Option<Swept> {
        if !self.is_done {
            return None;
        }
        // A word that reaches over the turn's edge is another word inside it.
        let ranks = self.scanner.ranks();
        if ranks.goes_on(extent.start) || ranks.goes_on(extent.end) {
            return None;
        }
        Some(self.swept(extent))
    }

    fn swept(&self, extent: Range<usize>) -> Swept {
        let ranks = self.scanner.ranks();
        let first = ranks.before(extent.start) as u32;
        let words = ranks.before(extent.end) as u32 - first;
        Swept { extent, first, words }
    }

    /// The words of a turn that may be anchors, as bytes of the text of the sweep.
    #[inline]
    pub(crate) fn anchors(&self, swept: &Swept, mut each: impl FnMut(Word)) {
        let blocks = swept.extent.start / 64..swept.extent.end.div_ceil(64).min(self.passing.len());
        let ranks = self.scanner.ranks();
        for (number, passing) in blocks.clone().zip(self.passing.get(blocks).unwrap_or_default()) {
            let mut rest = within(*passing, number, &swept.extent);
            while rest != 0 {
                each(ranks.word_at(number * 64 + rest.trailing_zeros() as usize));
                rest &= rest - 1;
            }
        }
    }

    /// The place of a word among those of its turn.
    #[inline]
    pub(crate) fn place(&self, swept: &Swept, word: Word) -> u32 {
        self.scanner.ranks().before(word.start as usize) as u32 - swept.first
    }

    /// The words of a turn, as bytes of its own text.
    pub(crate) fn words(&self, swept: &Swept) -> Words<'_> {
        self.scanner.ranks().counted(swept.extent.clone(), swept.first, swept.words)
    }
}

impl Swept {
    /// Where the turn's text begins in that of the sweep.
    pub(crate) fn start(&self) -> usize {
        self.extent.start
    }

    /// How many words the turn has.
    pub(crate) fn count(&self) -> u32 {
        self.words
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::word::words;
    use crate::transcript::Turn;
    use crate::transcript::read::{Options, read};

    /// Each turn of a transcript: nothing, or its words and the places of its anchors.
    fn swept(written: &str) -> Vec<Option<(Vec<String>, Vec<u32>)>> {
        let transcript = read(written.as_bytes(), "t.txt", &Options::default()).unwrap();
        let mut filter = Filter::default();
        filter.admit_word("trust");
        let mut sweep = Sweep::default();
        sweep.over(&transcript, &filter);
        let turn = |turn: &Turn| {
            let extent = transcript.only_piece(turn)?;
            let swept = sweep.turn(extent.clone())?;
            let own = &sweep.text(&transcript)[extent.clone()];
            assert_eq!(own, transcript.blanked(&transcript.text[extent.clone()]));
            let found: Vec<Word> = sweep.words(&swept).iter().collect();
            assert_eq!(found, words(own));
            assert_eq!(swept.count() as usize, found.len());
            let mut anchors = Vec::new();
            sweep.anchors(&swept, |word| {
                let place = sweep.place(&swept, word);
                assert_eq!(word.without(extent.start as u32), found[place as usize]);
                anchors.push(place);
            });
            Some((found.iter().map(|word| word.of(own).to_owned()).collect(), anchors))
        };
        transcript.turns.iter().map(turn).collect()
    }

    #[test]
    fn turns_have_their_words_and_anchors() {
        let found = swept(
            "I: Trust whom?\nP: I never trusted 信 anybody, it's so, trust me, one two three.\n",
        );
        let (words, anchors) = found[0].clone().unwrap();
        assert_eq!((words.len(), anchors), (2, vec![0]));
        let (words, anchors) = found[1].clone().unwrap();
        assert_eq!(words[..5], ["I", "never", "trusted", "信", "anybody"]);
        assert_eq!(anchors, [2, 3, 7]);
    }

    #[test]
    fn annotations_are_no_words() {
        let found = swept(
            "I: So [trusts her] trust (trust) me [?trust].\nP: Trusting, [né] [] ((trust.\n\
             I: [so] they went\n[on and] on.\nP: [laughs] Trust.\n",
        );
        let (words, anchors) = found[0].clone().unwrap();
        assert_eq!((words.join(" ").as_str(), anchors), ("So trust trust me trust", vec![1, 2, 4]));
        let (words, anchors) = found[1].clone().unwrap();
        assert_eq!((words.join(" ").as_str(), anchors), ("Trusting trust", vec![0, 1]));
        assert_eq!(found[2], None, "a turn of two lines is swept by itself");
        let (words, anchors) = found[3].clone().unwrap();
        assert_eq!((words.join(" ").as_str(), anchors), ("Trust", vec![0]));
    }
}
