//! What a search found: hits with their scores, in a fixed order, and how many there are of what.

use std::collections::BTreeSet;

use super::query::{Query, Scope};
use super::score::Statistics;
use crate::study::selection::Seen;

/// A passage that meets a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The transcript's place in the corpus.
    pub transcript: u32,
    /// The place of the turn where it begins, from 0.
    pub turn: u32,
    /// First byte in the canonical text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Of a segment: who coded it.
    pub coder: Option<u32>,
    /// How well it answers the query; 0 where no words are looked for.
    pub score: f64,
    /// How often the words looked for are found in it.
    pub matches: u32,
}

/// The order of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The best first; equally good ones as they stand in the corpus.
    Score,
    /// As they stand in the corpus.
    Place,
}

/// The first so many hits in an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct First {
    /// The order.
    pub order: Order,
    /// How many; 0 for all.
    pub most: usize,
}

/// Where a hit comes in an order, as far as that is known without reading where it stands in its
/// transcript: equal ranks are told apart by that alone.
pub(super) type Rank = (u64, u32);

/// What was found of a query.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// What was looked at.
    pub scope: Scope,
    /// The hits that were asked for, in their order.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub count: usize,
    /// Transcripts with hits.
    pub transcripts: usize,
    /// Cases with hits.
    pub cases: usize,
    /// How often the words looked for are found in all hits.
    pub matches: u64,
    /// The cases and speakers of the whole corpus; nothing where all that the query names are known.
    pub seen: Option<Seen>,
}

/// A hit before the whole corpus is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) turn: u32,
    pub(super) last_turn: u32,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) coder: Option<u32>,
    /// Words in the passage.
    pub(super) words: u32,
    /// By wording, how often it is found.
    pub(super) counts: Vec<u32>,
}

/// What one transcript holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    pub(super) statistics: Statistics,
    /// Candidates with the place of their transcript.
    pub(super) hits: Vec<(u32, Candidate)>,
    /// The cases of the hits.
    pub(super) cases: BTreeSet<String>,
    pub(super) seen: Seen,
}

impl First {
    /// All hits, as they stand in the corpus.
    pub const ALL: First = First { order: Order::Place, most: 0 };

    /// The rank of a hit.
    pub(super) fn rank(self, score: f64, transcript: u32) -> Rank {
        match self.order {
            // Scores are not negative, and the bits of such numbers ascend as they do.
            Order::Score => (u64::MAX - (score + 0.0).to_bits(), transcript),
            Order::Place => (0, transcript),
        }
    }

    /// The last rank that has hits among the first.
    pub(super) fn last(self, mut ranks: Vec<Rank>) -> Rank {
        if self.most == 0 || ranks.len() <= self.most {
            return (u64::MAX, u32::MAX);
        }
        *ranks.select_nth_unstable(self.most - 1).1
    }

    /// Puts hits in order and leaves the first.
    pub(super) fn of(self, mut hits: Vec<Hit>) -> Vec<Hit> {
        hits.sort_by_key(|hit| (self.rank(hit.score, hit.transcript), hit.place()));
        if self.most > 0 {
            hits.truncate(self.most);
        }
        hits
    }
}

impl Found {
    /// Unites the transcripts of a corpus, in any order, and scores the hits.
    pub fn unite(
        query: &Query,
        scope: Scope,
        first: First,
        parts: impl IntoIterator<Item = Part>,
    ) -> Self {
        let mut all = Part::default();
        for part in parts {
            all.statistics.add(&part.statistics);
            all.hits.extend(part.hits);
            all.cases.extend(part.cases);
            all.seen.unite(part.seen);
        }
        let weights = all.statistics.weights();
        let hit = |(transcript, found): (u32, Candidate)| {
            let mut counts = found.counts;
            for (count, asked) in counts.iter_mut().zip(&query.wordings) {
                if !asked.positive {
                    *count = 0;
                }
            }
            Hit {
                transcript,
                turn: found.turn,
                start: found.start,
                end: found.end,
                coder: found.coder,
                score: weights.score(found.words, &counts),
                matches: counts.iter().fold(0, |sum, count| sum.saturating_add(*count)),
            }
        };
        let hits: Vec<Hit> = all.hits.into_iter().map(hit).collect();
        let transcripts: BTreeSet<u32> = hits.iter().map(|hit| hit.transcript).collect();
        Found {
            scope,
            count: hits.len(),
            transcripts: transcripts.len(),
            cases: all.cases.len(),
            matches: hits.iter().map(|hit| u64::from(hit.matches)).sum(),
            hits: first.of(hits),
            seen: Some(all.seen),
        }
    }
}

impl Hit {
    /// Where it stands in the corpus.
    fn place(&self) -> (u32, u32, u32, Option<u32>) {
        (self.transcript, self.start, self.end, self.coder)
    }
}
