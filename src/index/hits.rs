//! The hits in one part of the index: what all of them are counted by, and where those stand that are
//! asked for.
//!
//! In come the entries that meet a query, out come their numbers and, for the first of them, the
//! [`Hit`]s. A common word has a hundred thousand hits of which twenty are shown, so the rest is not
//! looked up.

use tantivy::TantivyError;
use tantivy::columnar::{Column, StrColumn};

use super::found::{First, Hit, Rank};
use super::ordinals::{self, Names};
use super::query::Scope;
use super::score::Weights;
use super::sets::Set;
use super::shard::Shard;

/// The hits of a part, by their place in it.
pub(super) struct Hits<'s> {
    shard: &'s Shard<'s>,
    entries: Vec<u32>,
    /// The place of the transcript in the corpus.
    transcripts: Vec<u32>,
    scores: Vec<f64>,
    /// How often the words looked for are found.
    matches: Vec<u32>,
    /// The cases of all hits.
    cases: Names,
}

impl<'s> Hits<'s> {
    /// Counts and scores the entries that are hits.
    pub(super) fn of(
        shard: &'s Shard<'s>,
        entries: &Set,
        weights: &Weights,
    ) -> Result<Self, TantivyError> {
        let (mut hits, mut transcripts) = (Vec::new(), Vec::new());
        for entry in entries.iter() {
            if let Some(place) = shard.transcript(entry) {
                hits.push(entry);
                transcripts.push(place);
            }
        }
        let (scores, matches) = scores(shard, &hits, weights)?;
        let cases = cases(shard, &hits)?;
        Ok(Hits { shard, entries: hits, transcripts, scores, matches, cases })
    }

    pub(super) fn count(&self) -> usize {
        self.entries.len()
    }

    /// How often the words looked for are found in all of them.
    pub(super) fn matches(&self) -> u64 {
        self.matches.iter().map(|matches| u64::from(*matches)).sum()
    }

    /// Adds the places of their transcripts.
    pub(super) fn transcripts(&self, found: &mut Set) {
        self.transcripts.iter().for_each(|place| found.insert(*place));
    }

    /// Their cases.
    pub(super) fn cases(&self) -> &Names {
        &self.cases
    }

    /// Where each comes in an order.
    pub(super) fn ranks(&self, first: First) -> impl Iterator<Item = Rank> {
        let both = self.scores.iter().zip(&self.transcripts);
        both.map(move |(score, transcript)| first.rank(*score, *transcript))
    }

    /// The hits up to a rank.
    pub(super) fn up_to(&self, last: Rank, first: First) -> Result<Vec<Hit>, TantivyError> {
        let columns = self.shard.reader.fast_fields();
        let (turns, starts, ends) =
            (columns.u64("turn")?, columns.u64("start")?, columns.u64("end")?);
        let coder_column = match self.shard.lookup.scope {
            Scope::Segment => columns.str("coder")?,
            Scope::Turn | Scope::Transcript => None,
        };
        let coders = coder_column.as_ref().map(|column| self.coders(column)).transpose()?;
        let coder = |entry: u32| {
            let ordinal = coder_column.as_ref()?.ords().first(entry)?;
            coders.as_ref()?.get(ordinal as usize).copied().flatten()
        };
        let places = (0..self.count()).zip(self.ranks(first)).filter(|(_, rank)| *rank <= last);
        let hit = |at: usize| {
            let entry = *self.entries.get(at)?;
            Some(Hit {
                transcript: *self.transcripts.get(at)?,
                turn: number(&turns, entry),
                start: number(&starts, entry),
                end: number(&ends, entry),
                coder: coder(entry),
                score: *self.scores.get(at)?,
                matches: *self.matches.get(at)?,
            })
        };
        Ok(places.filter_map(|(at, _)| hit(at)).collect())
    }

    /// By ordinal, the place of a coder in the labels.
    fn coders(&self, column: &StrColumn) -> Result<Vec<Option<u32>>, TantivyError> {
        let coders = &self.shard.lookup.labels.coders;
        let mut places = Vec::new();
        ordinals::each(column, |name| {
            places.push(coders.iter().position(|coder| *coder == name).map(|at| at as u32));
        })?;
        Ok(places)
    }
}

fn number(column: &Column<u64>, entry: u32) -> u32 {
    column.first(entry).unwrap_or_default() as u32
}

/// By entry, its score and how often the words looked for are found.
fn scores(
    shard: &Shard<'_>,
    entries: &[u32],
    weights: &Weights,
) -> Result<(Vec<f64>, Vec<u32>), TantivyError> {
    let wordings = &shard.lookup.query.wordings;
    if wordings.is_empty() {
        return Ok((vec![0.0; entries.len()], vec![0; entries.len()]));
    }
    let words = shard.reader.fast_fields().u64("words")?;
    let mut counts = Vec::with_capacity(wordings.len());
    for (said, asked) in shard.said.iter().zip(wordings) {
        // What must not be there counts for nothing.
        counts.push(if asked.positive { said.counts(entries)? } else { Vec::new() });
    }
    let (mut scores, mut matches) = (Vec::new(), Vec::new());
    let mut own = vec![0; counts.len()];
    for (at, entry) in entries.iter().enumerate() {
        for (own, counts) in own.iter_mut().zip(&counts) {
            *own = counts.get(at).copied().unwrap_or_default();
        }
        scores.push(weights.score(number(&words, *entry), &own));
        matches.push(own.iter().fold(0, |sum: u32, count| sum.saturating_add(*count)));
    }
    Ok((scores, matches))
}

/// The cases that entries belong to.
fn cases(shard: &Shard<'_>, entries: &[u32]) -> Result<Names, TantivyError> {
    let Some(column) = shard.reader.fast_fields().str("case")? else { return Ok(Names::default()) };
    let mut numbers = Set::none(u32::try_from(column.num_terms()).unwrap_or(u32::MAX));
    for entry in entries {
        column.term_ords(*entry).for_each(|number| numbers.insert(number as u32));
    }
    let numbers: Vec<u64> = numbers.iter().map(u64::from).collect();
    Ok(Names::of(&column, &numbers)?)
}
