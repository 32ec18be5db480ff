//! An invented corpus for the tests of search and index.

mod indexes;
mod queries;
mod rows;
mod scans;
mod study;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::coded::{CodedSpan, CodedTranscript, KnownCode, Labels};
use super::found::{First, Found, Hit};
use super::query::{Names, Query, Scope};
use super::scan::{Looker, Scan};
use crate::diagnostic::{Diagnostic, Source};
use crate::study::attributes::{Attribute, Attributes, Kind};
use crate::study::config::Config;
use crate::study::tables::{self, Texts};
use crate::text::stem::Stemmer;
use crate::transcript::Transcript;
use crate::transcript::build::Builder;
use crate::transcript::people::{Cast, Known};

/// A corpus in memory.
#[derive(Clone, Default)]
pub(super) struct Corpus {
    pub(super) transcripts: Vec<(Transcript, Cast, Vec<CodedSpan>)>,
    pub(super) labels: Labels,
    pub(super) attributes: Attributes,
    pub(super) known: Known,
    pub(super) language: &'static str,
}

impl Corpus {
    /// Codes `trust` (with `trust.gain` below), `hope`, `fear`; coders `rules`, `ana`, `ben`; cases
    /// with a site, waves of transcripts.
    pub(super) fn new() -> Self {
        let code = |id: &str, parent: Option<&str>, alias: Option<&str>| KnownCode {
            id: id.into(),
            label: format!("The {id}"),
            aliases: alias.into_iter().map(str::to_owned).collect(),
            parent: parent.map(str::to_owned),
        };
        let source =
            |text: &str| Some(Arc::new(Source { name: "table".into(), text: text.to_owned() }));
        let declared = |name: &str, kind: Kind| Attribute {
            name: name.into(),
            kind,
            declared: true,
            multiple: true,
        };
        let levels = ["low", "middle", "high"].map(str::to_owned).to_vec();
        let config = Config {
            attributes: vec![declared("level", Kind::Ordered(levels))],
            ..Config::default()
        };
        let texts = Texts {
            cases: source("id,site,level\nP1,North,low\nP2,South,high\nP3,North End,middle;high\n"),
            transcripts: source("id,wave,date\nt1,1,2026-01-10\nt2,2,2026-02-11\nt3,3,2026-02\n"),
            speakers: None,
        };
        let tables = tables::read(&texts, &config, &["t1", "t2", "t3"]);
        Corpus {
            transcripts: Vec::new(),
            labels: Labels {
                codes: vec![
                    code("trust", None, Some("confidence")),
                    code("trust.gain", Some("trust"), None),
                    code("hope", None, None),
                    code("fear", None, None),
                ],
                coders: ["rules", "ana", "ben"].map(str::to_owned).to_vec(),
            },
            attributes: tables.attributes,
            known: tables.known,
            language: "en",
        }
    }

    /// Adds a transcript with its codings: coder, code and the words that are coded.
    pub(super) fn with(
        mut self,
        id: &str,
        turns: &[(&str, &str)],
        codings: &[(&str, &str, &str)],
    ) -> Self {
        let mut builder = Builder::written();
        for (label, text) in turns {
            builder.push((!label.is_empty()).then_some(*label), text, (None, None));
        }
        builder.transcript().id = id.to_owned();
        let transcript = builder.finish();
        let cast = Cast::of(&transcript, &self.known);
        let mut spans = Vec::new();
        for (coder, code, words) in codings {
            let start = transcript.text.find(words).expect(words) as u32;
            let end = start + words.len() as u32;
            let (coder, code) = (self.labels.coder(coder), self.labels.code(code));
            spans.push(CodedSpan { start, end, coder, code });
        }
        self.transcripts.push((transcript, cast, spans));
        self
    }

    pub(super) fn coded(&self, place: usize) -> CodedTranscript<'_> {
        let (transcript, cast, spans) = &self.transcripts[place];
        let (labels, attributes) = (&self.labels, &self.attributes);
        CodedTranscript { transcript, cast, spans, labels, attributes }
    }

    pub(super) fn query(&self, text: &str) -> Result<Query, Vec<Diagnostic>> {
        let ids: BTreeSet<String> =
            self.transcripts.iter().map(|(transcript, ..)| transcript.id.clone()).collect();
        let names = Names {
            labels: &self.labels,
            transcripts: &ids,
            attributes: &self.attributes,
            stemmer: Stemmer::for_language(self.language),
        };
        Query::parse(text, &names)
    }

    /// What a scan finds; the coder is `rules` unless the query names others.
    pub(super) fn scan(&self, query: &Query, scope: Scope) -> Found {
        self.first(query, scope, First::ALL)
    }

    /// The first hits of a scan in an order.
    pub(super) fn first(&self, query: &Query, scope: Scope, first: First) -> Found {
        let coders = query.coders(&[0], self.labels.coders.len() as u32);
        let scan = Scan::new(query, scope, coders);
        let mut looker = Looker::default();
        let parts = (0..self.transcripts.len())
            .map(|at| scan.look(at as u32, &self.coded(at), &mut looker));
        Found::unite(query, scope, first, parts.collect::<Vec<_>>())
    }

    /// The texts of the hits of a query in its own scope, in the order of the corpus.
    pub(super) fn texts(&self, text: &str) -> Vec<&str> {
        let query = self.query(text).unwrap();
        let found = self.scan(&query, query.scope());
        found.hits.iter().map(|hit| self.text(hit)).collect()
    }

    pub(super) fn text(&self, hit: &Hit) -> &str {
        &self.transcripts[hit.transcript as usize].0.text[hit.start as usize..hit.end as usize]
    }
}
