//! Searching: the next place of some words, and the next turn that nobody coded.
//!
//! In come a page and where the search begins, out comes a selection. Case and punctuation at the
//! ends of what is searched for need not be exact; from the end of the transcript the search goes
//! on at its beginning.

use super::page::{Gap, Page, Place, Said};
use super::select::Selection;
use super::state::State;

/// The next place of some words after a selection, or the one before it.
pub(super) fn find(page: &Page, from: Selection, wanted: &str, forward: bool) -> Option<Selection> {
    let wanted = wanted.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    if wanted.is_empty() {
        return None;
    }
    let count = page.turns.len();
    let here = from.from();
    // The turn of the selection is looked through twice: behind it first, before it last.
    for step in 0..=count {
        let turn = match forward {
            true => (here.turn + step) % count.max(1),
            false => (here.turn + count - step % count.max(1)) % count.max(1),
        };
        let hits = page.turns.get(turn).map(|said| hits(said, &wanted)).unwrap_or_default();
        let is_asked = |first: usize| match (step, forward) {
            (0, true) => first > here.word,
            (0, false) => first < here.word,
            _ => true,
        };
        let mut hits = hits.into_iter().filter(|(first, _)| is_asked(*first));
        let hit = if forward { hits.next() } else { hits.next_back() };
        if let Some((first, last)) = hit {
            let at = |word: usize| Place { turn, word };
            return Some(Selection::over((at(first), at(last))));
        }
    }
    None
}

/// The first and the last word of each place of a text in a turn.
fn hits(said: &Said, wanted: &str) -> Vec<(usize, usize)> {
    let (mut text, mut starts) = (String::new(), Vec::new());
    for word in &said.words {
        if word.gap != Gap::None {
            text.push(' ');
        }
        starts.push(text.len());
        text.push_str(&word.text.to_lowercase());
    }
    let word = |byte: usize| starts.partition_point(|start| *start <= byte).saturating_sub(1);
    let places = text.match_indices(wanted);
    places.map(|(at, found)| (word(at), word(at + found.len().max(1) - 1))).collect()
}

/// The next turn that counts and has no coding, or the one before.
pub(super) fn uncoded(state: &State, forward: bool) -> Option<Place> {
    let page = &state.page;
    let is_uncoded = |turn: &usize| {
        let Some(said) = page.turns.get(*turn) else { return false };
        let (Some(first), Some(last)) = (said.words.first(), said.words.last()) else {
            return false;
        };
        let is_inside = |bytes: &std::ops::Range<usize>| {
            bytes.start < last.bytes.end && first.bytes.start < bytes.end
        };
        said.counts && !state.own.given.iter().any(|given| is_inside(&given.bytes))
    };
    let found = match forward {
        true => (state.selection.to().turn + 1..page.turns.len()).find(is_uncoded),
        false => (0..state.selection.from().turn).rev().find(is_uncoded),
    };
    found.map(|turn| Place { turn, word: 0 })
}

#[cfg(test)]
mod tests {
    use super::super::own::{Given, Own};
    use super::super::page::tests::page;
    use super::*;

    #[test]
    fn words_are_found_round_the_transcript() {
        let (_, page) =
            page(&[("P", "Trust me. I trust."), ("I", "信任 是什么?"), ("P", "No trust, no.")]);
        let mut selection = Selection::word(Place { turn: 0, word: 0 });
        let mut seen = Vec::new();
        for _ in 0..3 {
            selection = find(&page, selection, "TRUST", true).unwrap();
            seen.push((selection.from().turn, selection.from().word));
        }
        assert_eq!(seen, [(0, 3), (2, 1), (0, 0)]);
        let back = find(&page, selection, "trust", false).unwrap();
        assert_eq!((back.from().turn, back.from().word), (2, 1));
        let phrase = find(&page, selection, " me. i  tr", true);
        assert_eq!(phrase.map(|found| (found.from().word, found.to().word)), Some((1, 3)));
        let chinese = find(&page, selection, "任 是什", true).unwrap();
        assert_eq!((chinese.from().word, chinese.to().word), (1, 3));
        assert_eq!(find(&page, selection, "nobody", true), None);
        assert_eq!(find(&Page::default(), selection, "a", false), None);
    }

    #[test]
    fn uncoded_turns_are_those_that_count() {
        let (_, page) = page(&[("P", "One."), ("I", "Two?"), ("P", "Three."), ("P", "Four.")]);
        let bytes = page.turns[2].words[0].bytes.clone();
        let given = vec![Given { bytes, ..Given::default() }];
        let own = Own { given, ..Own::default() };
        let mut state = State { page, own, ..State::default() };
        assert_eq!(uncoded(&state, true), Some(Place { turn: 3, word: 0 }));
        state.selection = Selection::word(Place { turn: 3, word: 0 });
        assert_eq!(uncoded(&state, true), None);
        assert_eq!(uncoded(&state, false), Some(Place { turn: 0, word: 0 }));
    }
}
