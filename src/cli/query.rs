//! Queries on the command line: `emic search QUERY` and the filter `--match QUERY`.

use std::collections::BTreeSet;

use super::App;
use super::coder::Coder;
use super::ui::Stop;
use crate::index::coded::Labels;
use crate::index::query::{Names, Query};
use crate::study::corpus::Corpus;
use crate::text::stem::Stemmer;

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
