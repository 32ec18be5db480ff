//! Where every short run of characters stands in a text.
//!
//! In comes a text as numbers, out comes a sorted list of its runs of [`LENGTH`] characters. A match
//! with at most k errors holds one of any k + 1 parts of the pattern without an error (Wu and Manber
//! 1992), so only what lies around such parts has to be looked at ([`Grams::windows`]).

use std::ops::Range;

/// How many characters a run has.
const LENGTH: usize = 6;

/// The most places that are looked at before the whole text is.
const MOST_PLACES: usize = 4096;

/// The runs of a text with their places, sorted.
#[derive(Debug, Default)]
pub(super) struct Grams {
    runs: Vec<(u64, u32)>,
}

impl Grams {
    /// The runs of a text.
    pub(super) fn of(text: &[u32]) -> Self {
        let run = |(at, run): (usize, &[u32])| (key(run.iter().copied()), at as u32);
        let mut runs: Vec<(u64, u32)> = text.windows(LENGTH).enumerate().map(run).collect();
        runs.sort_unstable();
        Grams { runs }
    }

    /// The stretches of that text in which all matches of a pattern with at most `errors`
    /// lie, in order and apart; nothing if its parts are too short or stand nearly everywhere.
    pub(super) fn windows(
        &self,
        pattern: &[Option<u32>],
        errors: usize,
        text: &[u32],
    ) -> Option<Vec<Range<usize>>> {
        let parts = errors + 1;
        let part = pattern.len() / parts;
        if part < LENGTH {
            return None;
        }
        let mut windows: Vec<Range<usize>> = Vec::new();
        for number in 0..parts {
            let at = number * part;
            let run: Option<Vec<u32>> = pattern.get(at..at + LENGTH)?.iter().copied().collect();
            // What has a character that the text does not have stands nowhere.
            let Some(run) = run else { continue };
            let whole = pattern.get(at..at + part).unwrap_or_default();
            let is_whole = |place: usize| {
                let there = text.get(place..place + part).unwrap_or_default();
                there.len() == part && there.iter().zip(whole).all(|(a, b)| Some(*a) == *b)
            };
            let key = key(run.into_iter());
            let from = self.runs.partition_point(|(known, _)| *known < key);
            let places = self.runs.get(from..).unwrap_or_default().iter();
            let places = places.take_while(|(known, _)| *known == key);
            for place in places.map(|(_, place)| *place as usize).filter(|at| is_whole(*at)) {
                let start = place.saturating_sub(at + errors);
                let end = (place + pattern.len() - at + errors).min(text.len());
                windows.push(start..end);
            }
            if windows.len() > MOST_PLACES {
                return None;
            }
        }
        windows.sort_unstable_by_key(|window| (window.start, window.end));
        let mut apart: Vec<Range<usize>> = Vec::new();
        for window in windows {
            match apart.last_mut().filter(|last| window.start <= last.end) {
                Some(last) => last.end = last.end.max(window.end),
                None => apart.push(window),
            }
        }
        Some(apart)
    }
}

/// A run as a number; two runs may have one number, so the text is compared as well.
fn key(run: impl Iterator<Item = u32>) -> u64 {
    run.fold(0, |key: u64, letter| {
        key.wrapping_mul(0x1_0000_01b3).wrapping_add(u64::from(letter) + 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_lie_around_parts() {
        let text: Vec<u32> =
            "the cat sat on the mat and the cat ran".bytes().map(u32::from).collect();
        let grams = Grams::of(&text);
        let pattern: Vec<Option<u32>> =
            "cat sat xn the mat".bytes().map(|b| Some(b.into())).collect();
        assert_eq!(grams.windows(&pattern, 1, &text), Some(std::iter::once(3..23).collect()));
        assert_eq!(grams.windows(&pattern, 5, &text), None, "parts would be too short");
        let other: Vec<Option<u32>> = vec![None; 20];
        assert_eq!(grams.windows(&other, 1, &text), Some(Vec::new()));
    }

    #[test]
    fn any_part_may_be_the_one_without_an_error_and_must_be_whole() {
        let numbers = |text: &str| text.bytes().map(u32::from).collect::<Vec<u32>>();
        let pattern =
            |text: &str| text.bytes().map(|b| Some(b.into())).collect::<Vec<Option<u32>>>();
        let wanted = pattern("abcdefghijklmnopqrstu");
        // Of three parts of seven, the first, the second and the third.
        for (text, window) in [
            ("..........abcdefg..............................", 8..33),
            ("....................hijklmn....................", 11..36),
            ("..............................opqrstu..........", 14..39),
        ] {
            let text = numbers(text);
            let found = Grams::of(&text).windows(&wanted, 2, &text);
            assert_eq!(found, Some(std::iter::once(window).collect()));
        }
        // The first six characters of a part are not the part, at the end of the text neither.
        for text in ["......abcdef.........", "......hijklm.........", "........hijklm"] {
            let text = numbers(text);
            assert_eq!(Grams::of(&text).windows(&wanted, 2, &text), Some(Vec::new()));
        }
        let text = numbers("abcdef....................ghijkl");
        let (both, alone) = (Grams::of(&text).windows(&wanted[..12], 1, &text), &text[..3]);
        assert_eq!(both, Some(vec![0..13, 19..32]));
        assert_eq!(Grams::of(alone).windows(&wanted, 2, alone), Some(Vec::new()));
        let long = pattern("abcdefghijklmnopqrstuvw");
        assert_eq!(Grams::of(&text).windows(&long, 5, &text), None, "parts of three");
    }
}
