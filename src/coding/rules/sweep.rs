//! The sweep: one pass over a transcript's canonical text before its turns are looked at.
//!
//! In come the canonical text and the filter of anchors; out come, turn by turn, the turn's words
//! and which of them may be anchors. A turn that lies in one piece without annotations is answered
//! from the sweep; any other is left to be read by itself ([`Sweep::turn`] gives nothing).

use std::ops::Range;

use super::filter::Filter;
use crate::text::annotation;
use crate::text::rank::Ranks;
use crate::text::scan::Scanner;
use crate::text::word::Word;

/// Texts longer than this are not swept: what is found would take several times their size.
const LONGEST: usize = 1 << 20;

/// What one pass found in a canonical text, and how far its turns have come.
#[derive(Debug, Default)]
pub(crate) struct Sweep {
    /// Finds the words and holds them.
    scanner: Scanner,
    ranks: Ranks,
    apostrophes: Vec<u32>,
    /// The places of the words that may be anchors.
    anchors: Vec<u32>,
    /// Where an annotation may begin.
    brackets: Vec<u32>,
    next_anchor: usize,
    next_bracket: usize,
    is_done: bool,
}

/// The part of a sweep that is one turn's.
#[derive(Clone, Debug)]
pub(crate) struct Swept {
    words: Range<usize>,
    anchors: Range<usize>,
}

impl Sweep {
    /// Goes over a text.
    pub(crate) fn over(&mut self, text: &str, filter: &Filter) {
        (self.next_anchor, self.next_bracket) = (0, 0);
        self.is_done = text.len() <= LONGEST;
        if !self.is_done {
            return;
        }
        self.scanner.ranked(text, &mut self.apostrophes, &mut self.ranks);
        filter.anchors(
            text,
            self.scanner.found(),
            &self.apostrophes,
            Some(&self.ranks),
            &mut self.anchors,
        );
        self.brackets.clear();
        self.brackets.extend(annotation::openings(text).map(|at| at as u32));
    }

    /// Where the words of the text begin, if it was swept.
    pub(crate) fn ranks(&self) -> Option<&Ranks> {
        self.is_done.then_some(&self.ranks)
    }

    /// What lies between two bytes of the text, if it can be taken as it is. Turns are asked for
    /// in the order of the text.
    pub(crate) fn turn(&mut self, extent: Range<usize>) -> Option<Swept> {
        if !self.is_done {
            return None;
        }
        let (start, end) = (extent.start as u32, extent.end as u32);
        let brackets = self.brackets.get(self.next_bracket..)?;
        self.next_bracket += brackets.iter().take_while(|&&at| at < start).count();
        if self.brackets.get(self.next_bracket).is_some_and(|&at| at < end) {
            return None;
        }
        let (first, last) = (self.ranks.before(extent.start), self.ranks.before(extent.end));
        // A word that reaches over the turn's edge is another word inside it.
        let words = self.scanner.found();
        let before = first.checked_sub(1).and_then(|place| words.get(place));
        let inside = words.get(first..last)?.last();
        if before.is_some_and(|word| word.end > start) || inside.is_some_and(|word| word.end > end)
        {
            return None;
        }
        let anchors = self.anchors.get(self.next_anchor..)?;
        let from = anchors.iter().take_while(|&&at| (at as usize) < first).count();
        let own = anchors.get(from..)?.iter().take_while(|&&at| (at as usize) < last).count();
        let from = self.next_anchor + from;
        self.next_anchor = from + own;
        Some(Swept { words: first..last, anchors: from..from + own })
    }

    /// A turn's words, as they stand in the whole text, and the places of its anchors among them.
    pub(crate) fn found(&self, swept: &Swept, anchors: &mut Vec<u32>) -> &[Word] {
        let first = swept.words.start as u32;
        let own = self.anchors.get(swept.anchors.clone()).unwrap_or_default();
        anchors.clear();
        anchors.extend(own.iter().map(|at| at - first));
        self.scanner.found().get(swept.words.clone()).unwrap_or_default()
    }
}

impl Swept {
    /// How many words the turn has.
    pub(crate) fn words(&self) -> usize {
        self.words.len()
    }

    /// Whether any word may be an anchor.
    pub(crate) fn has_anchors(&self) -> bool {
        !self.anchors.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::word::words;

    fn swept(text: &str, extents: &[Range<usize>]) -> Vec<Option<(Vec<String>, Vec<u32>)>> {
        let mut filter = Filter::default();
        filter.admit_word("trust");
        let mut sweep = Sweep::default();
        sweep.over(text, &filter);
        let turn = |extent: &Range<usize>| {
            let swept = sweep.turn(extent.clone())?;
            let mut anchors = Vec::new();
            let base = extent.start as u32;
            let own = &text[extent.clone()];
            let found: Vec<Word> =
                sweep.found(&swept, &mut anchors).iter().map(|word| word.without(base)).collect();
            assert_eq!(found, words(own));
            assert_eq!((swept.words(), swept.has_anchors()), (found.len(), !anchors.is_empty()));
            Some((found.iter().map(|word| word.of(own).to_owned()).collect(), anchors))
        };
        extents.iter().map(turn).collect()
    }

    #[test]
    fn turns_have_their_words_and_anchors() {
        let text =
            "I: Trust whom?\nP: I never trusted 信 anybody, it's so, trust me, one two three.\n";
        let found = swept(text, &[3..14, 18..text.len() - 1]);
        let (words, anchors) = found[0].clone().unwrap();
        assert_eq!((words.len(), anchors), (2, vec![0]));
        let (words, anchors) = found[1].clone().unwrap();
        assert_eq!(words[..5], ["I", "never", "trusted", "信", "anybody"]);
        assert_eq!(anchors, [2, 3, 7]);
    }

    #[test]
    fn annotations_and_edges_inside_words_are_left_alone() {
        let text = "P: So [laughs] trust. P: Trusting.";
        assert_eq!(swept(text, &[3..21, 25..30]), [None, None]);
        let alone = std::slice::from_ref(&(25..34));
        assert!(swept(text, alone)[0].is_some());
    }
}
