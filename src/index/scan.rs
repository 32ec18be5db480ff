//! Searching without an index: every passage of a transcript is looked at.
//!
//! For files without a study, for folders that nobody may write to, and for the turns that a report
//! counts (`--match`). It is also what the index is tested against: both must find the same with the
//! same scores. In come coded transcripts one by one, out come [`Part`]s of what is found.

use std::collections::HashMap;

use super::coded::CodedTranscript;
use super::evaluate::{Level, holds, level, places_of_interest};
use super::found::{Candidate, Part};
use super::passage::{Passage, Passages, Spoken, Stretch, words_in};
use super::query::word::{Wanteds, key};
use super::query::{Query, Scope, Term};

/// A query, ready to be looked for.
#[derive(Clone, Debug)]
pub struct Scan<'q> {
    query: &'q Query,
    wanteds: Wanteds,
    scope: Scope,
    /// The coders whose codings are seen.
    coders: Vec<u32>,
}

/// What a thread keeps between transcripts.
#[derive(Debug, Default)]
pub struct Looker {
    spoken: Spoken,
    /// By word of the transcript, which words of the query find it.
    finding: Vec<u64>,
    memo: HashMap<Box<str>, u64>,
}

impl Looker {
    /// The words of the transcript read last.
    pub(super) fn spoken(&self) -> &Spoken {
        &self.spoken
    }

    /// By word of that transcript, which words of the query find it, a bit each.
    pub(super) fn finding(&self) -> &[u64] {
        &self.finding
    }
}

/// So many different words are remembered before the memory starts anew.
const MOST_REMEMBERED: usize = 1 << 20;

/// A passage with how often each wording is found in it.
struct Counted<'p> {
    passage: &'p Passage,
    words: u32,
    counts: Vec<u32>,
}

impl<'q> Scan<'q> {
    /// Prepares a search in a scope that sees the codings of some coders.
    pub fn new(query: &'q Query, scope: Scope, coders: Vec<u32>) -> Self {
        Scan { query, wanteds: query.wanteds(), scope, coders }
    }

    /// What one transcript holds, given its place in the corpus.
    pub fn look(&self, place: u32, coded: &CodedTranscript<'_>, looker: &mut Looker) -> Part {
        let mut part = Part::default();
        part.seen.add(coded.transcript, coded.cast);
        let passages = Passages::of(coded);
        let passages = match self.scope {
            Scope::Segment => &passages.segments,
            Scope::Turn | Scope::Transcript => &passages.turns,
        };
        let counted = self.count(coded, passages, looker, &mut part);
        let hits = match self.scope {
            Scope::Transcript => self.of_transcript(coded, &counted),
            _ => counted.iter().filter(|one| self.is_hit(coded, one)).collect(),
        };
        for one in hits {
            let passage = one.passage;
            part.cases.extend(passage.cases(coded).into_iter().map(str::to_owned));
            let candidate = Candidate {
                turn: passage.turn,
                last_turn: passage.last_turn,
                start: passage.start,
                end: passage.end,
                coder: passage.coder,
                words: one.words,
                counts: one.counts.clone(),
            };
            part.hits.push((place, candidate));
        }
        part
    }

    /// The places of the turns of a transcript that hold a hit or a part of one, ascending.
    pub fn turns(&self, coded: &CodedTranscript<'_>, looker: &mut Looker) -> Vec<u32> {
        let part = self.look(0, coded, looker);
        let mut turns: Vec<u32> =
            part.hits.iter().flat_map(|(_, hit)| hit.turn..=hit.last_turn).collect();
        turns.sort_unstable();
        turns.dedup();
        turns
    }

    /// Counts the wordings in every passage.
    fn count<'p>(
        &self,
        coded: &CodedTranscript<'_>,
        passages: &'p [Passage],
        looker: &mut Looker,
        part: &mut Part,
    ) -> Vec<Counted<'p>> {
        part.statistics.with = vec![0; self.query.wordings.len()];
        if self.query.wordings.is_empty() {
            let plain = |passage| Counted { passage, words: 0, counts: Vec::new() };
            return passages.iter().map(plain).collect();
        }
        self.read(coded, looker);
        let mut counted = Vec::with_capacity(passages.len());
        for passage in passages {
            let stretches = looker.spoken.stretches(coded, passage);
            let words = words_in(&stretches);
            let counts = self.counts(&stretches, &looker.finding);
            part.statistics.passages += 1;
            part.statistics.words += u64::from(words);
            for (with, count) in part.statistics.with.iter_mut().zip(&counts) {
                *with += u64::from(*count > 0);
            }
            counted.push(Counted { passage, words, counts });
        }
        counted
    }

    /// Reads all words of a transcript and compares each different one once.
    pub(super) fn read(&self, coded: &CodedTranscript<'_>, looker: &mut Looker) {
        let Looker { spoken, finding, memo } = looker;
        finding.clear();
        if memo.len() > MOST_REMEMBERED {
            memo.clear();
        }
        spoken.read(coded, |text, words| {
            for word in words {
                let word = word.of(text);
                let found = match memo.get(word) {
                    Some(found) => *found,
                    None => {
                        let found = self.wanteds.finding(&key(word));
                        memo.insert(word.into(), found);
                        found
                    }
                };
                finding.push(found);
            }
        });
    }

    /// How often each wording is found in a passage.
    fn counts(&self, stretches: &[Stretch], finding: &[u64]) -> Vec<u32> {
        let places = places(stretches, finding, self.query.words.len());
        let Some(places) = places else { return vec![0; self.query.wordings.len()] };
        let count = |asked: &super::query::Asked| asked.wording.count(&places);
        self.query.wordings.iter().map(count).collect()
    }

    fn term(&self, term: &Term, coded: &CodedTranscript<'_>, one: &Counted<'_>) -> Level {
        let said = |wording: usize| one.counts.get(wording).is_some_and(|count| *count > 0);
        holds(term, coded, one.passage, &self.coders, said)
    }

    fn is_hit(&self, coded: &CodedTranscript<'_>, one: &Counted<'_>) -> bool {
        let is_seen = one.passage.coder.is_none_or(|coder| self.coders.contains(&coder));
        is_seen && level(&self.query.expr, &mut |term| self.term(term, coded, one)).is_hit()
    }

    /// The turns of interest of a transcript that meets the query as a whole.
    fn of_transcript<'c, 'p>(
        &self,
        coded: &CodedTranscript<'_>,
        turns: &'c [Counted<'p>],
    ) -> Vec<&'c Counted<'p>> {
        let anywhere = |term: &Term| {
            turns.iter().map(|one| self.term(term, coded, one)).max().unwrap_or(Level::No)
        };
        if !level(&self.query.expr, &mut |term| anywhere(term)).is_hit() {
            return Vec::new();
        }
        let terms = places_of_interest(&self.query.expr);
        let is_of_interest = |one: &&Counted<'_>| {
            terms.is_empty() || terms.iter().any(|term| self.term(term, coded, one).is_hit())
        };
        turns.iter().filter(is_of_interest).collect()
    }
}

/// By word of the query, its places in a passage; nothing where there are none at all.
pub(super) fn places(
    stretches: &[Stretch],
    finding: &[u64],
    words: usize,
) -> Option<Vec<Vec<u32>>> {
    let mut places: Option<Vec<Vec<u32>>> = None;
    for stretch in stretches {
        let range = stretch.words.start as usize..stretch.words.end as usize;
        for (place, found) in (stretch.place..).zip(finding.get(range).unwrap_or_default()) {
            let mut left = *found;
            while left != 0 {
                let word = left.trailing_zeros() as usize;
                left &= left - 1;
                let places = places.get_or_insert_with(|| vec![Vec::new(); words]);
                if let Some(places) = places.get_mut(word) {
                    places.push(place);
                }
            }
        }
    }
    places
}
