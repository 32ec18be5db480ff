//! One search from end to end: through the index where there can be one, else through the
//! transcripts.
//!
//! Both ways find the same. Where the index cannot be written, is busy or breaks while it is read,
//! the transcripts are gone through instead, and what happened is told.

use std::collections::BTreeMap;
use std::path::Path;

use super::codings::{Codings, coded};
use super::found::{Found, Part};
use super::lookup::Lookup;
use super::query::{Query, Scope};
use super::refresh::{Refreshed, refresh};
use super::scan::{Looker, Scan};
use crate::coding::rules::Worker;
use crate::diagnostic::{Diagnostic, Severity};
use crate::files;
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
    /// About transcripts that could not be read, and about an index that could not be used.
    pub told: Vec<Diagnostic>,
}

/// The places of transcripts by id.
pub fn order(corpus: &Corpus) -> BTreeMap<String, u32> {
    (0u32..).zip(&corpus.sources).map(|(place, source)| (source.id.clone(), place)).collect()
}

impl Search<'_> {
    /// Goes through the index in a folder, which is brought up to date first.
    pub fn in_index(self, folder: &Path, progress: &mut dyn FnMut(usize, usize)) -> Searched {
        let mut trouble = None;
        // A damaged index shows itself at the first reading or not at all.
        for anew in [false, true] {
            let (index, refreshed) =
                match refresh(folder, self.corpus, self.codings, anew, progress) {
                    Ok(done) => done,
                    Err(told) => {
                        trouble = Some(told);
                        break;
                    }
                };
            let order = order(self.corpus);
            let lookup = Lookup {
                query: self.query,
                scope: self.scope,
                coders: self.coders,
                labels: self.codings.labels(),
                order: &order,
            };
            if let Ok(found) = index.find(&lookup) {
                let told = refreshed.told.clone();
                return Searched { found, refreshed: Some(refreshed), told };
            }
        }
        let mut searched = self.in_transcripts(progress);
        let mut told = trouble.unwrap_or_else(|| {
            Diagnostic::warning("the index cannot be read").in_file(files::shown(folder))
        });
        // Everything was found nevertheless.
        told.severity = Severity::Note;
        told.message = format!("the index was not used: {}", told.message);
        searched.told.push(told);
        searched
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
                let place = order.get(&transcript.id).copied().unwrap_or_default();
                scan.look(place, &coded, looker)
            },
            |part| parts.push(part),
            progress,
        );
        let found = Found::unite(self.query, self.scope, parts);
        Searched { found, refreshed: None, told }
    }
}
