//! Wordings: words, phrases and words near each other, found by their places alone.
//!
//! In come the places of every word of the query in one passage, counted in words from its
//! beginning; out come hits from a first to a last word. The text itself is not looked at, so a
//! search through the index and a search through the text find the same. Between two turns of one
//! passage lie [`BETWEEN_TURNS`] places, so that nothing is found across them.

use std::collections::BTreeSet;

/// Places that no word has between two turns of a passage: more than any wording spans.
pub const BETWEEN_TURNS: u32 = 4096;

/// The most words that may stand between words near each other.
pub const MOST_BETWEEN: u32 = 1000;

/// The most words or phrases that can be looked for near each other.
pub const MOST_NEAR: usize = 8;

/// The most tokens that `...` stands for, as in a rule.
const LONGEST_GAP: u32 = 3;

/// Something said: one phrase, or several near each other.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wording {
    /// The phrases; one unless they are near each other.
    pub phrases: Vec<Phrase>,
    /// How many words may stand between the first and the last of the phrases, besides theirs.
    pub between: Option<u32>,
}

/// Words in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phrase {
    /// Its steps; first and last are words.
    pub steps: Vec<Step>,
}

/// One step of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The word of that place in the query's list.
    Word(u32),
    /// Any one word.
    Any,
    /// Up to three words.
    Gap,
}

/// Where a wording was found: its first and its last word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The place of the first word.
    pub first: u32,
    /// The place of the last word.
    pub last: u32,
}

impl Span {
    fn words(&self) -> u32 {
        self.last - self.first + 1
    }
}

/// By word of the query, the places where it stands, ascending.
pub type Places = [Vec<u32>];

impl Wording {
    /// The one word that this wording is, if it is no more than that.
    pub fn word(&self) -> Option<u32> {
        match (self.phrases.as_slice(), self.between) {
            ([Phrase { steps }], None) => match steps.as_slice() {
                [Step::Word(word)] => Some(*word),
                _ => None,
            },
            _ => None,
        }
    }

    /// The words without which it cannot be found.
    pub fn words(&self) -> impl Iterator<Item = u32> {
        let steps = self.phrases.iter().flat_map(|phrase| &phrase.steps);
        steps.filter_map(|step| match step {
            Step::Word(word) => Some(*word),
            Step::Any | Step::Gap => None,
        })
    }

    /// The same with other places of the words in the query's list.
    pub(super) fn renumbered(mut self, words: &[u32]) -> Self {
        for step in self.phrases.iter_mut().flat_map(|phrase| &mut phrase.steps) {
            if let Step::Word(word) = step
                && let Some(new) = words.get(*word as usize)
            {
                *word = *new;
            }
        }
        self
    }

    /// The words with their distance from the first one, if the wording is one phrase in which every
    /// word has its place and none stands twice.
    pub(super) fn row(&self) -> Option<Vec<(u32, u32)>> {
        let ([Phrase { steps }], None) = (self.phrases.as_slice(), self.between) else {
            return None;
        };
        let word = |(step, at): (&Step, u32)| match step {
            Step::Word(word) => Some(Some((*word, at))),
            Step::Any => Some(None),
            Step::Gap => None,
        };
        let row: Vec<_> = steps.iter().zip(0..).map(word).collect::<Option<_>>()?;
        let row: Vec<(u32, u32)> = row.into_iter().flatten().collect();
        let words: BTreeSet<u32> = row.iter().map(|(word, _)| *word).collect();
        (words.len() == row.len()).then_some(row)
    }

    /// Every hit in a passage, in order.
    pub fn find(&self, places: &Places) -> Vec<Span> {
        match self.between {
            None => self.phrases.iter().take(1).flat_map(|phrase| phrase.find(places)).collect(),
            Some(between) => {
                let found = self.phrases.iter().map(|phrase| phrase.find(places).collect());
                near(found.collect(), between)
            }
        }
    }

    /// How many hits there are.
    pub fn count(&self, places: &Places) -> u32 {
        match (self.phrases.first(), self.between) {
            (Some(phrase), None) => phrase.find(places).count() as u32,
            _ => self.find(places).len() as u32,
        }
    }
}

fn of(places: &Places, word: u32) -> &[u32] {
    places.get(word as usize).map_or(&[], Vec::as_slice)
}

impl Phrase {
    /// Every hit in a passage: the shortest from each first word.
    fn find<'p>(&'p self, places: &'p Places) -> impl Iterator<Item = Span> + 'p {
        let (starts, rest) = match self.steps.split_first() {
            Some((Step::Word(word), rest)) => (of(places, *word), rest),
            _ => (&[][..], &[][..]),
        };
        starts.iter().filter_map(move |&first| {
            let last = if rest.is_empty() { first } else { last_of(rest, first + 1, places)? };
            Some(Span { first, last })
        })
    }
}

/// The last word of the shortest way through the steps that go on at a place.
fn last_of(steps: &[Step], mut at: u32, places: &Places) -> Option<u32> {
    if !steps.contains(&Step::Gap) {
        for step in steps {
            if let Step::Word(word) = step {
                of(places, *word).binary_search(&at).ok()?;
            }
            at += 1;
        }
        return Some(at - 1);
    }
    // Where the next step may stand, ascending: gaps leave several places open.
    let mut open = vec![at];
    for step in steps {
        match step {
            Step::Any => open.iter_mut().for_each(|at| *at += 1),
            Step::Word(word) => {
                let standing = of(places, *word);
                open.retain(|at| standing.binary_search(at).is_ok());
                open.iter_mut().for_each(|at| *at += 1);
            }
            Step::Gap => {
                open = open.iter().flat_map(|&at| at..=at + LONGEST_GAP).collect();
                open.sort_unstable();
                open.dedup();
            }
        }
        if open.is_empty() {
            return None;
        }
    }
    open.first().map(|end| end - 1)
}

/// The smallest stretches that hold one hit of every phrase, none overlapping another, with at most
/// `between` words that belong to none of them.
fn near(mut phrases: Vec<Vec<Span>>, between: u32) -> Vec<Span> {
    if phrases.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    // The rarest phrase leaves the least choice; those that are the same come side by side.
    phrases.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    let longest = |spans: &Vec<Span>| spans.iter().map(Span::words).max().unwrap_or(0);
    let reach = phrases.iter().map(longest).fold(between, u32::saturating_add);
    let mut starts: Vec<u32> = phrases.iter().flatten().map(|span| span.first).collect();
    starts.sort_unstable();
    starts.dedup();
    let mut found: Vec<Span> = Vec::new();
    for first in starts {
        let mut choice = Choice { phrases: &phrases, first, between, reach, best: None };
        choice.go_on(&mut Vec::with_capacity(phrases.len()));
        let Some(last) = choice.best else { continue };
        // Of two stretches that end together the later start is the smaller one.
        while found.last().is_some_and(|before| before.last >= last) {
            found.pop();
        }
        found.push(Span { first, last });
    }
    found
}

/// The search for the smallest stretch that begins with a hit at one place.
struct Choice<'p> {
    phrases: &'p [Vec<Span>],
    first: u32,
    between: u32,
    /// No stretch is longer than all its phrases at their longest and the words between.
    reach: u32,
    /// The last word of the smallest stretch so far.
    best: Option<u32>,
}

impl Choice<'_> {
    /// Tries the hits of the next phrase. Phrases that are the same take theirs in order, so that
    /// no choice is tried twice.
    fn go_on(&mut self, chosen: &mut Vec<Span>) {
        let last = chosen.iter().map(|span| span.last).max().unwrap_or(self.first);
        if self.best.is_some_and(|best| last >= best) {
            return;
        }
        let Some(own) = self.phrases.get(chosen.len()) else {
            let begins = chosen.iter().any(|span| span.first == self.first);
            let words: u32 = chosen.iter().map(Span::words).sum();
            if begins && (last - self.first + 1).saturating_sub(words) <= self.between {
                self.best = Some(last);
            }
            return;
        };
        let same = chosen.len().checked_sub(1).filter(|&before| self.phrases[before] == *own);
        let before = same.and_then(|before| chosen.get(before).copied());
        let from = own.partition_point(|span| span.first < self.first);
        for span in own.iter().skip(from) {
            if span.first - self.first >= self.reach
                || self.best.is_some_and(|best| span.first >= best)
            {
                break;
            }
            let overlaps =
                chosen.iter().any(|other| span.first <= other.last && other.first <= span.last);
            if overlaps || before.is_some_and(|before| *span <= before) {
                continue;
            }
            chosen.push(*span);
            self.go_on(chosen);
            chosen.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn word(place: u32) -> Phrase {
        Phrase { steps: vec![Step::Word(place)] }
    }

    /// Hits in a text whose words are the letters `a` to `e`.
    fn find(wording: &Wording, text: &str) -> Vec<(u32, u32)> {
        let places: Vec<Vec<u32>> = ('a'..='e')
            .map(|letter| {
                let at = text.chars().enumerate().filter(|(_, c)| *c == letter);
                at.map(|(place, _)| place as u32).collect()
            })
            .collect();
        wording.find(&places).into_iter().map(|span| (span.first, span.last)).collect()
    }

    fn phrase(steps: &[Step]) -> Wording {
        Wording { phrases: vec![Phrase { steps: steps.to_vec() }], between: None }
    }

    fn near_words(words: &[u32], between: u32) -> Wording {
        Wording {
            phrases: words.iter().map(|&place| word(place)).collect(),
            between: Some(between),
        }
    }

    #[test]
    fn phrases_stand_in_a_row() {
        let ab = phrase(&[Step::Word(0), Step::Word(1)]);
        assert_eq!(find(&ab, "abxbaab"), [(0, 1), (5, 6)]);
        let any = phrase(&[Step::Word(0), Step::Any, Step::Word(1)]);
        assert_eq!(find(&any, "abaxb"), [(2, 4)]);
        let gap = phrase(&[Step::Word(0), Step::Gap, Step::Word(1)]);
        assert_eq!(find(&gap, "abaxxxbaxxxxb"), [(0, 1), (2, 6)]);
        let gaps = [vec![Step::Word(0)], vec![Step::Gap; 40], vec![Step::Word(1)]].concat();
        assert_eq!(find(&phrase(&gaps), &format!("a{}b", "x".repeat(120))), [(0, 121)]);
    }

    #[test]
    fn near_words_may_stand_in_any_order() {
        assert_eq!(find(&near_words(&[0, 1], 2), "axxb"), [(0, 3)]);
        assert_eq!(find(&near_words(&[0, 1], 2), "bxxa"), [(0, 3)]);
        assert!(find(&near_words(&[0, 1], 1), "axxb").is_empty());
        assert_eq!(find(&near_words(&[0, 1], 5), "aaxbxxa"), [(1, 3), (3, 6)]);
    }

    #[test]
    fn a_word_named_twice_must_stand_twice() {
        assert!(find(&near_words(&[0, 0], 9), "xaxx").is_empty());
        assert_eq!(find(&near_words(&[0, 0, 1], 9), "axxabxa"), [(0, 4), (3, 6)]);
    }

    #[test]
    fn many_words_and_hits_take_no_time() {
        let text = "abcd".repeat(2_000);
        let wording = near_words(&[0, 1, 2, 3, 0, 1, 2, 4], 1_000);
        assert!(find(&wording, &text).is_empty());
        let text = format!("{text}exxe");
        let wording = near_words(&[0, 1, 2, 3, 0, 1, 4, 4], 1_000);
        assert_eq!(find(&wording, &text).len(), 1);
    }

    /// The definition, tried word by word.
    fn plainly(words: &[u32], between: u32, text: &str) -> Vec<(u32, u32)> {
        let letters: Vec<u32> =
            text.chars().map(|c| u32::from(c).saturating_sub(u32::from('a'))).collect();
        let holds = |first: usize, last: usize| {
            let mut left = letters[first..=last].to_vec();
            words.iter().all(|word| match left.iter().position(|letter| letter == word) {
                Some(at) => {
                    left.remove(at);
                    true
                }
                None => false,
            }) && last - first + 1 - words.len() <= between as usize
        };
        let mut found = Vec::new();
        for first in 0..letters.len() {
            for last in first..letters.len() {
                let smaller = first < last && (holds(first + 1, last) || holds(first, last - 1));
                if holds(first, last) && !smaller {
                    found.push((first as u32, last as u32));
                }
            }
        }
        found
    }

    proptest! {
        #[test]
        fn near_is_what_it_says(
            text in "[abcx]{0,14}",
            words in proptest::collection::vec(0u32..3, 1..4),
            between in 0u32..6,
        ) {
            let found = find(&near_words(&words, between), &text);
            prop_assert_eq!(found, plainly(&words, between, &text));
        }
    }
}
