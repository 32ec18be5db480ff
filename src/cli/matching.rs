//! `--match QUERY` of commands other than `search`: only the turns that the search finds.

use super::coder::Coder;
use super::filter::Filter;
use super::ui::Stop;
use super::{App, query};
use crate::coding::Coded;
use crate::coding::rule_coder::RULES;
use crate::index::coded::{CodedSpan, CodedTranscript, Labels, spans_of_rules};
use crate::index::query::Query;
use crate::index::scan::{Looker, Scan};
use crate::study::corpus::Corpus;
use crate::transcript::Transcript;
use crate::transcript::people::Cast;

/// A query that turns must match.
pub(super) struct Matching {
    query: Query,
    labels: Labels,
}

impl Matching {
    /// Reads `--match`, if it is given.
    pub(super) fn read(
        filter: &Filter,
        corpus: &Corpus,
        coder: &Coder,
        app: &App,
    ) -> Result<Option<Self>, Stop> {
        let Some(text) = &filter.query else { return Ok(None) };
        let labels = Labels::new(coder.rules.codebook(), RULES);
        let query = query::read(text, corpus, Some(coder), &labels, app)?;
        Ok(Some(Matching { query, labels }))
    }

    /// The places of the turns of one transcript that match, ascending.
    pub(super) fn turns(
        &self,
        corpus: &Corpus,
        transcript: &Transcript,
        cast: &Cast,
        coded: &Coded,
        looker: &mut Looker,
    ) -> Vec<u32> {
        let spans: Vec<CodedSpan> = spans_of_rules(coded, 0).collect();
        let attributes = &corpus.attributes;
        let labels = &self.labels;
        let coded = CodedTranscript { transcript, cast, spans: &spans, labels, attributes };
        let coders = self.query.coders(&[0], 1);
        Scan::new(&self.query, self.query.scope(), coders).turns(&coded, looker)
    }
}

/// Whether a turn is among those that match; all are where nothing must.
pub(super) fn is_match(matching: &Option<Vec<u32>>, turn: usize) -> bool {
    matching.as_ref().is_none_or(|turns| turns.binary_search(&(turn as u32)).is_ok())
}
