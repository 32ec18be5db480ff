//! Queries on the command line: `emic search QUERY` and the filter `--match QUERY`.

use std::collections::BTreeSet;

use super::App;
use super::coder::Coder;
use super::filter::Filter;
use super::ui::Stop;
use crate::coding::Coded;
use crate::diagnostic::Diagnostic;
use crate::index::coded::{CodedSpan, CodedTranscript, Labels, spans_of_rules};
use crate::index::query::{Names, Query, Scope};
use crate::index::scan::{Looker, Scan};
use crate::study::corpus::Corpus;
use crate::study::selection::Seen;
use crate::text::stem::Stemmer;
use crate::transcript::Transcript;
use crate::transcript::people::Cast;

/// The language whose stems are compared where nobody says another.
const LANGUAGE: &str = "en";

/// Reads a query about a corpus. What may not be meant so is told, and the query stands.
pub(super) fn read(
    text: &str,
    corpus: &Corpus,
    coder: Option<&Coder>,
    labels: &Labels,
    app: &App,
) -> Result<Query, Stop> {
    let ids: BTreeSet<String> = corpus.sources.iter().map(|source| source.id.clone()).collect();
    let of_codebook = coder.map(|coder| coder.rules.codebook().language.as_str());
    let language = corpus.language.as_deref().or(of_codebook).filter(|tag| !tag.is_empty());
    let names = Names {
        labels,
        transcripts: &ids,
        attributes: &corpus.attributes,
        stemmer: Stemmer::for_language(language.unwrap_or(LANGUAGE)),
    };
    let query = Query::parse(text, &names)?;
    app.ui.tell_all(&query.notes);
    Ok(query)
}

/// `--match QUERY`: the turns that a search finds.
#[derive(Debug)]
pub(super) struct Matching {
    query: Query,
    scope: Scope,
    labels: Labels,
    coders: Vec<u32>,
}

impl Matching {
    /// Reads the query of a filter, if it has one.
    pub(super) fn of(
        filter: &Filter,
        corpus: &Corpus,
        coder: &Coder,
        app: &App,
    ) -> Result<Option<Self>, Stop> {
        let Some(text) = &filter.query else { return Ok(None) };
        let labels = Labels::new(coder.rules.codebook(), &coder.name);
        let query = read(text, corpus, Some(coder), &labels, app)?;
        let (scope, coders) = (query.scope(), query.coders(&[0], labels.coders.len() as u32));
        Ok(Some(Matching { query, scope, labels, coders }))
    }

    /// The places of the turns of a coded transcript that are in, ascending.
    pub(super) fn turns(
        &self,
        corpus: &Corpus,
        transcript: &Transcript,
        cast: &Cast,
        coded: &Coded,
        looker: &mut Looker,
    ) -> Vec<u32> {
        let spans: Vec<CodedSpan> = spans_of_rules(coded, 0).collect();
        let (labels, attributes) = (&self.labels, &corpus.attributes);
        let coded = CodedTranscript { transcript, cast, spans: &spans, labels, attributes };
        Scan::new(&self.query, self.scope, self.coders.clone()).turns(&coded, looker)
    }

    /// Cases and speakers that the query names and nobody is.
    pub(super) fn unseen(&self, seen: &Seen) -> Vec<Diagnostic> {
        self.query.unseen(seen)
    }
}
