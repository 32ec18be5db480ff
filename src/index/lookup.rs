//! Searching through the index.
//!
//! tantivy supplies dictionaries, postings and positions; what a query means is worked out here with
//! sets of entries, level by level as in [`super::evaluate`], and every phrase and every nearness is
//! checked word by word with [`super::wording`]. So a search through the index finds what a scan
//! finds, with the same scores. tantivy keeps the index in parts; each is searched by itself.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{SegmentReader, TantivyError};

use super::coded::Labels;
use super::evaluate::{Level, level};
use super::found::{First, Found};
use super::hits::Hits;
use super::open::Index;
use super::ordinals::distinct;
use super::query::{Query, Scope, Term};
use super::score::Statistics;
use super::sets::Set;
use super::shard::Shard;
use crate::study::selection::Seen;

/// What a search through the index needs to know besides the query.
#[derive(Clone, Copy, Debug)]
pub struct Lookup<'a> {
    /// What is looked for.
    pub query: &'a Query,
    /// What is looked at.
    pub scope: Scope,
    /// Which hits are asked for.
    pub first: First,
    /// The coders whose codings are seen.
    pub coders: &'a [u32],
    /// The codes and coders of the corpus.
    pub labels: &'a Labels,
    /// The ids of the transcripts, in the order of the corpus.
    pub order: &'a BTreeMap<&'a str, u32>,
}

impl Index {
    /// Finds what a query looks for.
    ///
    /// # Errors
    /// Where the index turns out to be damaged.
    pub fn find(&self, lookup: &Lookup<'_>) -> Result<Found, TantivyError> {
        let searcher = self.reader.searcher();
        let terms = terms(lookup.query);
        let shards = searcher
            .segment_readers()
            .par_iter()
            .map(|reader| Shard::new(reader, &self.fields, lookup, &terms))
            .collect::<Result<Vec<_>, _>>()?;
        let transcripts = (lookup.scope == Scope::Transcript)
            .then(|| matching_transcripts(&shards, lookup, &terms))
            .transpose()?;
        let mut statistics = self.sums(lookup.scope);
        statistics.with = vec![0; lookup.query.wordings.len()];
        for shard in &shards {
            for (with, said) in statistics.with.iter_mut().zip(&shard.said) {
                *with += said.entries.count();
            }
        }
        let weights = statistics.weights();
        let parts = shards
            .par_iter()
            .map(|shard| Hits::of(shard, &shard.hits(&terms, transcripts.as_ref()), &weights))
            .collect::<Result<Vec<_>, _>>()?;
        let first = lookup.first;
        let last = first.last(parts.iter().flat_map(|part| part.ranks(first)).collect());
        let mut hits = Vec::new();
        let mut places = Set::none(u32::try_from(lookup.order.len()).unwrap_or(u32::MAX));
        for part in &parts {
            hits.extend(part.up_to(last, first)?);
            part.transcripts(&mut places);
        }
        Ok(Found {
            scope: lookup.scope,
            hits: first.of(hits),
            count: parts.iter().map(Hits::count).sum(),
            transcripts: places.count() as usize,
            cases: distinct(parts.iter().map(Hits::cases)),
            matches: parts.iter().map(Hits::matches).sum(),
            seen: if knows_all(&shards, &terms) { None } else { Some(self.seen()?) },
        })
    }

    /// How many passages and words there are of the kind that is searched.
    fn sums(&self, scope: Scope) -> Statistics {
        let mut all = Statistics::default();
        for entry in self.manifest.transcripts.values() {
            let sum = if scope == Scope::Segment { entry.segments } else { entry.turns };
            all.passages += sum.passages;
            all.words += sum.words;
        }
        all
    }

    /// The cases and speakers of everything that is indexed.
    pub fn seen(&self) -> Result<Seen, TantivyError> {
        let mut seen = Seen {
            transcripts: self.manifest.transcripts.keys().cloned().collect(),
            ..Seen::default()
        };
        for reader in self.reader.searcher().segment_readers() {
            names(reader, self.fields.speaker, &mut seen.speakers)?;
            names(reader, self.fields.case, &mut seen.cases)?;
        }
        Ok(seen)
    }
}

/// Whether somebody has each name of a person that a query asks for.
fn knows_all(shards: &[Shard<'_>], terms: &[&Term]) -> bool {
    let is_known = |(at, term): (usize, &&Term)| match term {
        Term::Case(_) | Term::Speaker(_) => shards.iter().any(|shard| shard.knows(at)),
        _ => true,
    };
    terms.iter().enumerate().all(is_known)
}

/// The terms of a query, each once.
fn terms(query: &Query) -> Vec<&Term> {
    let mut terms = Vec::new();
    query.each_term(&mut |term| {
        if !terms.contains(&term) {
            terms.push(term);
        }
    });
    terms
}

/// The names in a field that some entry still has.
pub(super) fn names(
    reader: &SegmentReader,
    field: Field,
    found: &mut BTreeSet<String>,
) -> Result<(), TantivyError> {
    let inverted = reader.inverted_index(field)?;
    let mut stream = inverted.terms().stream()?;
    while let Some((name, info)) = stream.next() {
        let name = String::from_utf8_lossy(name).into_owned();
        let is_alive = match reader.alive_bitset() {
            None => true,
            Some(alive) => {
                let postings =
                    inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
                postings.doc_freq_given_deletes(alive) > 0
            }
        };
        if is_alive {
            found.insert(name);
        }
    }
    Ok(())
}

/// The transcripts that meet a query as a whole, by place in the corpus.
fn matching_transcripts(
    shards: &[Shard<'_>],
    lookup: &Lookup<'_>,
    terms: &[&Term],
) -> Result<BTreeSet<u32>, TantivyError> {
    let mut holding: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); terms.len()];
    for shard in shards {
        for (holding, levels) in holding.iter_mut().zip(&shard.terms) {
            let mut entries = levels.plain.clone();
            entries.and(&shard.universe);
            holding.extend(entries.iter().filter_map(|entry| shard.transcript(entry)));
        }
    }
    let meets = |place: &u32| {
        let holds = |term: &Term| {
            let at = terms.iter().position(|one| *one == term);
            match at.and_then(|at| holding.get(at)).is_some_and(|there| there.contains(place)) {
                true => Level::Plain,
                false => Level::No,
            }
        };
        level(&lookup.query.expr, &mut |term| holds(term)).is_hit()
    };
    Ok(lookup.order.values().copied().filter(meets).collect())
}
