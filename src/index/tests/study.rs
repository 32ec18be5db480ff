//! A study on disk for the tests of the index, with codings that follow from the text.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::coding::rules::Worker;
use crate::files;
use crate::index::coded::{CodedSpan, KnownCode, Labels};
use crate::index::codings::Codings;
use crate::index::found::{First, Found, Order};
use crate::index::query::{Names, Query, Scope};
use crate::index::refresh::{Refreshed, folder, refresh};
use crate::index::search::Search;
use crate::study::corpus::{Corpus, Given};
use crate::study::open;
use crate::text::stem::Stemmer;
use crate::transcript::Transcript;
use crate::transcript::people::Cast;

const CODES: [&str; 4] = ["trust", "trust.gain", "hope", "fear"];

/// Codings that follow from the text: what lies between certain words, by two coders.
pub(super) struct Invented {
    pub(super) labels: Labels,
    pub(super) seed: u32,
}

impl Invented {
    pub(super) fn new(seed: u32) -> Self {
        let code = |id: &str| KnownCode {
            id: id.into(),
            parent: id.contains('.').then(|| "trust".to_owned()),
            ..KnownCode::default()
        };
        let coders = ["rules", "ana"].map(str::to_owned).to_vec();
        Invented { labels: Labels { codes: CODES.map(code).to_vec(), coders }, seed }
    }
}

impl Codings for Invented {
    fn labels(&self) -> &Labels {
        &self.labels
    }

    fn spans(&self, transcript: &Transcript, _: &Cast, _: &mut Worker) -> Vec<CodedSpan> {
        let text = &transcript.text;
        let mut random = self.seed.wrapping_add(text.len() as u32);
        let mut next = |below: usize| {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 8) as usize % below.max(1)
        };
        let mut spans = Vec::new();
        for _ in 0..text.len() / 40 {
            let start = text.floor_char_boundary(next(text.len()));
            let end = text.floor_char_boundary((start + next(60)).min(text.len()));
            let (coder, code) = (next(2) as u32, next(CODES.len()) as u32);
            spans.push(CodedSpan { start: start as u32, end: end as u32, coder, code });
            if next(3) == 0 {
                spans.push(CodedSpan { start: start as u32, end: end as u32, coder, code: 2 });
            }
        }
        spans
    }

    fn context(&self, _: &str) -> String {
        self.seed.to_string()
    }
}

/// A study on the disk.
pub(super) struct Study {
    pub(super) root: tempfile::TempDir,
}

impl Study {
    pub(super) fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let study = Study { root };
        study.write("emic.toml", "schema = 1\n[study]\nlanguage = \"en\"\n");
        study.write("cases.csv", "id,site,a.b\nP1,North,x\nP2,South,2026-01-01T00:00:00Z\n");
        study.write("transcripts.csv", "id,wave\nt0,1\nt1,2\nt2,2\nt3,3\n");
        study
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        let path = self.root.path().join(name);
        files::write::folder(path.parent().unwrap()).unwrap();
        files::write::replace(&path, text.as_bytes()).unwrap();
    }

    pub(super) fn transcript(&self, number: usize, text: &str) {
        self.write(&format!("transcripts/t{number}.txt"), text);
    }

    pub(super) fn corpus(&self) -> Corpus {
        Corpus::of_study(open::open(self.root.path()).unwrap(), &Given::default())
    }

    pub(super) fn folder(&self) -> PathBuf {
        folder(self.root.path())
    }

    pub(super) fn refresh(&self, codings: &Invented) -> Refreshed {
        refresh(&self.folder(), &self.corpus(), codings, false, &mut |_, _| {}).unwrap().1
    }

    /// The query and its scope, if it has a meaning here.
    pub(super) fn query(&self, text: &str, codings: &Invented) -> Option<Query> {
        let corpus = self.corpus();
        let ids: BTreeSet<String> = corpus.sources.iter().map(|source| source.id.clone()).collect();
        let names = Names {
            labels: &codings.labels,
            transcripts: &ids,
            attributes: &corpus.attributes,
            stemmer: Stemmer::for_language("en"),
        };
        Query::parse(text, &names).ok()
    }

    /// What a scan and what the index finds.
    pub(super) fn both(
        &self,
        query: &Query,
        scope: Scope,
        first: First,
        codings: &Invented,
        folder: &Path,
    ) -> [Found; 2] {
        let corpus = self.corpus();
        let coders = query.coders(&[0], 2);
        let search = Search { corpus: &corpus, codings, query, scope, first, coders: &coders };
        let mut scanned = search.in_transcripts(&mut |_, _| {}).found;
        let searched = search.in_index(folder, &mut |_, _| {});
        if searched.found.seen.is_none() {
            // Only where everybody who is named is somebody.
            assert!(query.unseen(&scanned.seen.take().unwrap()).is_empty());
        }
        assert_eq!(searched.hint, None);
        [scanned, searched.found]
    }

    pub(super) fn assert_same(&self, text: &str, codings: &Invented, folder: &Path) {
        let Some(query) = self.query(text, codings) else { return };
        for scope in [Scope::Segment, Scope::Turn, Scope::Transcript] {
            for first in [First::ALL, First { order: Order::Score, most: 2 }] {
                let [scanned, found] = self.both(&query, scope, first, codings, folder);
                assert_eq!(scanned, found, "{text} in {scope:?}, {first:?}");
            }
        }
    }
}

pub(super) const WORDS: [&str; 18] = [
    "trust",
    "trusted",
    "Trusting",
    "hope",
    "hopes",
    "fear",
    "the",
    "staff",
    "café",
    "cafe",
    "信任",
    "他",
    "can’t",
    "self-esteem",
    "not",
    "[laughs]",
    "x",
    "Доверие",
];
