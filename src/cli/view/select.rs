//! Which words are selected, and how keys change that.
//!
//! There is always something selected: a word, a sentence, a turn, or what lies between two words.
//! One end stays (`anchor`), the other moves (`head`). In come a page and a selection, out comes
//! another selection.

use std::ops::Range;

use super::page::{Page, Place};

/// What one step takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Word,
    Sentence,
    Turn,
}

/// The selected words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Selection {
    /// The end that stays.
    pub(super) anchor: Place,
    /// The end that moves.
    pub(super) head: Place,
}

impl Selection {
    /// One word.
    pub(super) fn word(place: Place) -> Self {
        Selection { anchor: place, head: place }
    }

    /// From one word to another.
    pub(super) fn over((anchor, head): (Place, Place)) -> Self {
        Selection { anchor, head }
    }

    /// The first word.
    pub(super) fn from(&self) -> Place {
        self.anchor.min(self.head)
    }

    /// The last word.
    pub(super) fn to(&self) -> Place {
        self.anchor.max(self.head)
    }

    pub(super) fn has(&self, place: Place) -> bool {
        self.from() <= place && place <= self.to()
    }

    /// The same words, the other end to be moved.
    pub(super) fn turned(self) -> Self {
        Selection { anchor: self.head, head: self.anchor }
    }

    /// The unit after or before the selected words. From several words, a step by one word goes to
    /// their first or last.
    pub(super) fn moved(self, page: &Page, unit: Unit, forward: bool) -> Self {
        if unit == Unit::Word {
            let end = if forward { self.to() } else { self.from() };
            let is_one = self.anchor == self.head;
            let beyond = if forward { page.next(end) } else { page.previous(end) };
            return Selection::word(if is_one { beyond.unwrap_or(end) } else { end });
        }
        let there = match forward {
            true => page.next(bounds(page, unit, self.to()).1),
            false => page.previous(bounds(page, unit, self.from()).0),
        };
        let end = if forward { self.to() } else { self.from() };
        Selection::over(bounds(page, unit, there.unwrap_or(end)))
    }

    /// The end that moves goes on, or back: a step by a sentence takes it to an end of a sentence.
    /// It stops at the end that stays before it goes beyond.
    pub(super) fn extended(self, page: &Page, unit: Unit, forward: bool) -> Self {
        let (first, last) = bounds(page, unit, self.head);
        let head = match (forward, self.head.cmp(&self.anchor).is_ge()) {
            (true, true) if last != self.head => last,
            (true, true) => page.next(last).map_or(last, |next| bounds(page, unit, next).1),
            (true, false) => page.next(last).unwrap_or(last).min(self.anchor),
            (false, _) if self.head > self.anchor => {
                page.previous(first).unwrap_or(first).max(self.anchor)
            }
            (false, _) if first != self.head => first,
            (false, _) => page.previous(first).map_or(first, |before| bounds(page, unit, before).0),
        };
        Selection { head, ..self }
    }

    /// The selected words made whole units; their first word, if the unit is a word.
    pub(super) fn whole(self, page: &Page, unit: Unit) -> Self {
        match unit {
            Unit::Word => Selection::word(self.from()),
            _ => Selection::over((
                bounds(page, unit, self.from()).0,
                bounds(page, unit, self.to()).1,
            )),
        }
    }

    /// The bytes of the canonical text that are meant: punctuation at an end belongs to them where
    /// a sentence begins or ends there.
    pub(super) fn bytes(&self, page: &Page) -> Option<Range<usize>> {
        let (from, to) = (self.from(), self.to());
        let (first, last) = (page.word(from)?, page.word(to)?);
        let start = match bounds(page, Unit::Sentence, from).0 == from && from != to {
            true => first.bytes.start,
            false => first.core.start,
        };
        let end = match bounds(page, Unit::Sentence, to).1 == to && from != to {
            true => last.bytes.end,
            false => last.core.end,
        };
        (start < end).then_some(start..end)
    }

    /// How many words there are.
    pub(super) fn count(&self, page: &Page) -> usize {
        let (from, to) = (self.from(), self.to());
        if from.turn == to.turn {
            return to.word - from.word + 1;
        }
        let length = |turn: usize| page.turns.get(turn).map_or(0, |said| said.words.len());
        let between: usize = (from.turn + 1..to.turn).map(length).sum();
        length(from.turn).saturating_sub(from.word) + between + to.word + 1
    }
}

/// The first and the last word of the unit that a word lies in.
pub(super) fn bounds(page: &Page, unit: Unit, place: Place) -> (Place, Place) {
    let Some(said) = page.turns.get(place.turn) else { return (place, place) };
    let at = |word: usize| Place { turn: place.turn, word };
    match unit {
        Unit::Word => (place, place),
        Unit::Turn => (at(0), at(said.words.len().max(1) - 1)),
        Unit::Sentence => {
            let Some(word) = said.words.get(place.word) else { return (place, place) };
            let first = said.words.partition_point(|other| other.sentence < word.sentence);
            let after = said.words.partition_point(|other| other.sentence <= word.sentence);
            (at(first), at(after.max(1) - 1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::page::tests::page;
    use super::*;

    const TURNS: [(&str, &str); 4] = [
        ("I", "And then?"),
        ("P", "One two three. Four (five). Six."),
        ("I", ""),
        ("P", "Seven eight. Nine."),
    ];

    fn at(turn: usize, word: usize) -> Place {
        Place { turn, word }
    }

    fn said(selection: Selection) -> String {
        let (transcript, page) = page(&TURNS);
        transcript.text[selection.bytes(&page).unwrap()].to_owned()
    }

    #[test]
    fn units_follow_each_other_over_turns() {
        let (_, page) = page(&TURNS);
        let mut selection = Selection::word(page.first().unwrap());
        let mut seen = Vec::new();
        for _ in 0..6 {
            selection = selection.moved(&page, Unit::Sentence, true);
            seen.push(said(selection));
        }
        let all = ["One two three.", "Four (five).", "Six", "Seven eight.", "Nine", "Nine"];
        assert_eq!(seen, all);
        assert_eq!(said(selection.moved(&page, Unit::Turn, true)), "Seven eight. Nine.");
        let turn = selection.moved(&page, Unit::Turn, false);
        assert_eq!(said(turn), "One two three. Four (five). Six.");
        assert_eq!(turn.moved(&page, Unit::Word, false), Selection::word(at(1, 0)));
        assert_eq!(turn.moved(&page, Unit::Word, true), Selection::word(at(1, 5)));
        let first = Selection::word(at(0, 0));
        assert_eq!(first.moved(&page, Unit::Word, false), first);
    }

    #[test]
    fn a_selection_grows_and_shrinks_by_every_unit() {
        let (_, page) = page(&TURNS);
        let one = Selection::word(at(1, 1));
        let two = one.extended(&page, Unit::Word, true);
        assert_eq!(said(two), "two three.");
        assert_eq!(two.extended(&page, Unit::Word, false), one);
        let more = one.extended(&page, Unit::Sentence, true).extended(&page, Unit::Sentence, true);
        assert_eq!(said(more), "two three. Four (five).");
        assert_eq!(said(more.extended(&page, Unit::Sentence, false)), "two three.");
        let over = more.extended(&page, Unit::Turn, true).extended(&page, Unit::Turn, true);
        assert!(said(over).ends_with("P: Seven eight. Nine."), "{}", said(over));
        assert_eq!(over.count(&page), 8);
        let back = one.extended(&page, Unit::Word, false).extended(&page, Unit::Turn, false);
        assert_eq!(said(back), "And then?\nP: One two");
        assert_eq!(back.extended(&page, Unit::Turn, true).head, at(1, 0));
        assert_eq!(said(more.turned().extended(&page, Unit::Word, true)), "three. Four (five).");
    }

    #[test]
    fn punctuation_belongs_to_sentences_not_to_words() {
        let (_, page) = page(&TURNS);
        assert_eq!(said(Selection::word(at(1, 4))), "five");
        assert_eq!(said(Selection::word(at(1, 4)).whole(&page, Unit::Sentence)), "Four (five).");
        assert_eq!(said(Selection::over((at(1, 0), at(1, 1)))), "One two");
        let turn = Selection::word(at(1, 4)).whole(&page, Unit::Turn);
        assert_eq!(turn.whole(&page, Unit::Word), Selection::word(at(1, 0)));
    }
}
