//! One search from end to end: through the index where there can be one, else through the
//! transcripts.
//!
//! Both ways find the same. Where the index cannot be written, is busy or breaks while it is read,
//! the transcripts are gone through instead, and what happened is told.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::codings::{Codings, coded};
use super::found::{First, Found, Hit, Part};
use super::lookup::Lookup;
use super::query::{Query, Scope};
use super::refresh::{Refreshed, refresh};
use super::row::{Row, Rows};
use super::scan::{Looker, Scan};
use crate::coding::rules::Worker;
use crate::diagnostic::Diagnostic;
use crate::study::corpus::{Corpus, Source};
use crate::study::fold::fold;

/// What is searched, and how.
#[derive(Clone, Copy)]
pub struct Search<'a> {
    /// The transcripts; where there is an index, all of the study.
    pub corpus: &'a Corpus,
    /// Their codings.
    pub codings: &'a dyn Codings,
    /// What is looked for.
    pub query: &'a Query,
    /// What is looked at.
    pub scope: Scope,
    /// Which hits are asked for.
    pub first: First,
    /// The coders whose codings are seen.
    pub coders: &'a [u32],
}

/// What a search found and what is to be told about it.
#[derive(Clone, Debug)]
pub struct Searched {
    /// The hits.
    pub found: Found,
    /// What became of the index, where it was used.
    pub refreshed: Option<Refreshed>,
    /// Why the index was not used although there should be one.
    pub hint: Option<String>,
    /// About transcripts that could not be read.
    pub told: Vec<Diagnostic>,
}

/// The places of transcripts by id.
pub fn order(corpus: &Corpus) -> BTreeMap<&str, u32> {
    (0u32..).zip(&corpus.sources).map(|(place, source)| (source.id.as_str(), place)).collect()
}

impl Search<'_> {
    /// Goes through the index in a folder, which is brought up to date first.
    pub fn in_index(self, folder: &Path, progress: &mut dyn FnMut(usize, usize)) -> Searched {
        let mut trouble = None;
        // A damaged index shows itself at the first reading or not at all.
        for anew in [false, true] {
            // A file that lies about its content must not take the search with it.
            let attempt = catch_unwind(AssertUnwindSafe(|| self.attempt(folder, anew, progress)));
            match attempt {
                Ok(Ok(Some(searched))) => return searched,
                Ok(Ok(None)) | Err(_) => {}
                Ok(Err(told)) => {
                    trouble = Some(told);
                    break;
                }
            }
        }
        let mut searched = self.in_transcripts(progress);
        // Everything was found nevertheless.
        let why = trouble.map_or_else(|| "it cannot be read".to_owned(), |told| told.message);
        searched.hint = Some(format!("the index was not used, which takes longer: {why}"));
        searched
    }

    /// Refreshes and searches the index; nothing if it cannot be read.
    fn attempt(
        self,
        folder: &Path,
        anew: bool,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<Option<Searched>, Diagnostic> {
        let (index, refreshed) = refresh(folder, self.corpus, self.codings, anew, progress)?;
        let lookup = Lookup {
            query: self.query,
            scope: self.scope,
            first: self.first,
            coders: self.coders,
            labels: self.codings.labels(),
            order: &order(self.corpus),
        };
        let Ok(found) = index.find(&lookup) else { return Ok(None) };
        let told = refreshed.told.clone();
        Ok(Some(Searched { found, refreshed: Some(refreshed), hint: None, told }))
    }

    /// The rows of hits, in their order, with so many turns before and after. Each transcript is
    /// read once.
    pub fn rows(
        self,
        hits: &[Hit],
        context: Option<usize>,
        progress: &mut dyn FnMut(usize, usize),
    ) -> (Vec<Row>, Vec<Diagnostic>) {
        let rows = Rows::new(
            self.query,
            Scan::new(self.query, self.scope, self.coders.to_vec()),
            self.coders,
            context,
        );
        let mut by_transcript: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (rank, hit) in hits.iter().enumerate() {
            by_transcript.entry(hit.transcript).or_default().push(rank);
        }
        let mut sources: Vec<&Source> = Vec::new();
        let mut by_id: BTreeMap<&str, &[usize]> = BTreeMap::new();
        for (place, ranks) in &by_transcript {
            if let Some(source) = self.corpus.sources.get(*place as usize) {
                sources.push(source);
                by_id.insert(&source.id, ranks);
            }
        }
        let mut ranked: Vec<(usize, Row)> = Vec::new();
        let told = fold(
            self.corpus,
            &sources,
            || (Worker::default(), Looker::default()),
            |(worker, looker), transcript, cast| {
                let ranks = by_id.get(transcript.id.as_str()).copied().unwrap_or_default();
                let own: Vec<&Hit> = ranks.iter().filter_map(|rank| hits.get(*rank)).collect();
                let spans = self.codings.spans(&transcript, &cast, worker);
                let coded = coded(self.corpus, self.codings, &transcript, &cast, &spans);
                let rows = rows.of(&coded, &own, looker);
                let ranked = ranks.iter().copied().zip(rows);
                ranked.filter_map(|(rank, row)| Some((rank, row?))).collect::<Vec<_>>()
            },
            |part| ranked.extend(part),
            progress,
        );
        ranked.sort_by_key(|(rank, _)| *rank);
        (ranked.into_iter().map(|(_, row)| row).collect(), told)
    }

    /// Goes through the transcripts.
    pub fn in_transcripts(self, progress: &mut dyn FnMut(usize, usize)) -> Searched {
        let scan = Scan::new(self.query, self.scope, self.coders.to_vec());
        let order = order(self.corpus);
        let sources: Vec<&Source> = self.corpus.sources.iter().collect();
        let mut parts: Vec<Part> = Vec::new();
        let told = fold(
            self.corpus,
            &sources,
            || (Worker::default(), Looker::default()),
            |(worker, looker), transcript, cast| {
                let spans = self.codings.spans(&transcript, &cast, worker);
                let coded = coded(self.corpus, self.codings, &transcript, &cast, &spans);
                let place = order.get(transcript.id.as_str()).copied().unwrap_or_default();
                scan.look(place, &coded, looker)
            },
            |part| parts.push(part),
            progress,
        );
        let found = Found::unite(self.query, self.scope, self.first, parts);
        Searched { found, refreshed: None, hint: None, told }
    }
}
