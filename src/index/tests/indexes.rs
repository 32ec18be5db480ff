//! The index against the scan: on random studies, after random changes, when it is damaged and when
//! two ask for it at once.

#![allow(clippy::disallowed_methods)] // Here files are harmed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use crate::coding::rules::Worker;
use crate::files;
use crate::index::coded::{CodedSpan, KnownCode, Labels};
use crate::index::codings::Codings;
use crate::index::found::Found;
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
struct Invented {
    labels: Labels,
    seed: u32,
}

impl Invented {
    fn new(seed: u32) -> Self {
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
struct Study {
    root: tempfile::TempDir,
}

impl Study {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let study = Study { root };
        study.write("emic.toml", "schema = 1\n[study]\nlanguage = \"en\"\n");
        study.write("cases.csv", "id,site,a.b\nP1,North,x\nP2,South,2026-01-01T00:00:00Z\n");
        study.write("transcripts.csv", "id,wave\nt0,1\nt1,2\nt2,2\nt3,3\n");
        study
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.root.path().join(name);
        files::write::folder(path.parent().unwrap()).unwrap();
        files::write::replace(&path, text.as_bytes()).unwrap();
    }

    fn transcript(&self, number: usize, text: &str) {
        self.write(&format!("transcripts/t{number}.txt"), text);
    }

    fn corpus(&self) -> Corpus {
        Corpus::of_study(open::open(self.root.path()).unwrap(), &Given::default())
    }

    fn folder(&self) -> PathBuf {
        folder(self.root.path())
    }

    fn refresh(&self, codings: &Invented) -> Refreshed {
        refresh(&self.folder(), &self.corpus(), codings, false, &mut |_, _| {}).unwrap().1
    }

    /// The query and its scope, if it has a meaning here.
    fn query(&self, text: &str, codings: &Invented) -> Option<Query> {
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
    fn both(&self, query: &Query, scope: Scope, codings: &Invented, folder: &Path) -> [Found; 2] {
        let corpus = self.corpus();
        let coders = query.coders(&[0], 2);
        let search = Search { corpus: &corpus, codings, query, scope, coders: &coders };
        let mut scanned = search.in_transcripts(&mut |_, _| {}).found;
        if !query.names_people() {
            scanned.seen = Default::default();
        }
        let searched = search.in_index(folder, &mut |_, _| {});
        assert_eq!(searched.hint, None);
        [scanned, searched.found]
    }

    fn assert_same(&self, text: &str, codings: &Invented, folder: &Path) {
        let Some(query) = self.query(text, codings) else { return };
        for scope in [Scope::Segment, Scope::Turn, Scope::Transcript] {
            let [scanned, found] = self.both(&query, scope, codings, folder);
            assert_eq!(scanned, found, "{text} in {scope:?}");
        }
    }
}

const WORDS: [&str; 18] = [
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

fn text() -> impl Strategy<Value = String> {
    let word = proptest::sample::select(WORDS.to_vec());
    let label = proptest::sample::select(vec!["I", "P1", "P2", "P3"]);
    let turn = (label, proptest::collection::vec(word, 1..12))
        .prop_map(|(label, words)| format!("{label}: {}\n", words.join(" ")));
    proptest::collection::vec(turn, 1..8).prop_map(|turns| turns.concat())
}

fn query() -> impl Strategy<Value = String> {
    let term = proptest::sample::select(vec![
        "trust",
        "hope",
        "=trusted",
        "cafe",
        "café",
        "tru*",
        "*e",
        "h?pe",
        "信任",
        "self-esteem",
        "can't",
        "\"the staff\"",
        "\"trust * staff\"",
        "\"hope ... trust\"",
        "\"trust staff\"~2",
        "\"trust trust hope\"~6",
        "\"信任 hope\"~4",
        "code:trust",
        "code:hope",
        "theme:trust",
        "code:*",
        "coder:ana",
        "coder:rules",
        "speaker:P1",
        "speaker:participant",
        "role:interviewer",
        "case:P2",
        "case:*/P3",
        "transcript:t1",
        "transcript:t*",
        "wave:>1",
        "wave:2",
        "site:North",
        "a.b:x",
        "a.b:2026*",
        "site:*",
        "nothing",
    ])
    .prop_map(str::to_owned);
    term.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4).prop_map(|all| all.join(" AND ")),
            proptest::collection::vec(inner.clone(), 2..4)
                .prop_map(|any| format!("({})", any.join(" OR "))),
            inner.prop_map(|not| format!("NOT ({not})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_index_finds_what_a_scan_finds(
        texts in proptest::collection::vec(text(), 1..5),
        queries in proptest::collection::vec(query(), 12),
        seed in 0u32..1000,
    ) {
        let study = Study::new();
        for (number, text) in texts.iter().enumerate() {
            study.transcript(number, text);
        }
        let codings = Invented::new(seed);
        for query in queries {
            study.assert_same(&query, &codings, &study.folder());
        }
    }

    #[test]
    fn changes_lead_where_a_new_index_leads(
        texts in proptest::collection::vec(text(), 4),
        changes in proptest::collection::vec((0usize..5, 0usize..4, text()), 1..5),
        queries in proptest::collection::vec(query(), 6),
    ) {
        let study = Study::new();
        for (number, text) in texts.iter().enumerate() {
            study.transcript(number, text);
        }
        let mut seed = 7;
        study.refresh(&Invented::new(seed));
        for (change, number, text) in changes {
            match change {
                0 => {
                    let name = format!("transcripts/t{number}.txt");
                    let _ = std::fs::remove_file(study.root.path().join(name));
                    study.transcript((number + 1) % 4, &text);
                }
                1 => seed += 1,
                2 => study.write("cases.csv", &format!("id,site\nP1,{}\n", text.len())),
                _ => study.transcript(number, &text),
            }
            study.refresh(&Invented::new(seed));
        }
        let codings = Invented::new(seed);
        let anew = tempfile::tempdir().unwrap();
        for query in queries {
            study.assert_same(&query, &codings, &study.folder());
            study.assert_same(&query, &codings, anew.path());
        }
    }
}

fn small() -> (Study, Invented) {
    let study = Study::new();
    for number in 0..4 {
        let text = format!("I: What of hope?\nP1: I trust the staff {number} times.\n");
        study.transcript(number, &text.repeat(number + 1));
    }
    (study, Invented::new(1))
}

fn counts(done: &Refreshed) -> (usize, usize, usize, bool) {
    (done.indexed, done.removed, done.unchanged, done.rebuilt)
}

#[test]
fn only_what_changed_is_indexed_again() {
    let (study, codings) = small();
    assert_eq!(counts(&study.refresh(&codings)), (4, 0, 0, true));
    assert_eq!(counts(&study.refresh(&codings)), (0, 0, 4, false));
    study.transcript(2, "P1: No more hope.\n");
    assert_eq!(counts(&study.refresh(&codings)), (1, 0, 3, false));
    std::fs::remove_file(study.root.path().join("transcripts/t3.txt")).unwrap();
    assert_eq!(counts(&study.refresh(&codings)), (0, 1, 3, false));
    // Everything is coded again, but only what is coded otherwise is indexed again.
    let again = study.refresh(&Invented::new(2));
    assert_eq!(again.indexed + again.unchanged, 3);
    study.transcript(2, "P1: No more hope. \n");
    assert!(!study.refresh(&Invented::new(2)).rebuilt);
    study.assert_same("hope OR code:hope", &Invented::new(2), &study.folder());
}

#[test]
fn a_transcript_that_cannot_be_read_is_told_and_taken_out() {
    let (study, codings) = small();
    study.refresh(&codings);
    let path = study.root.path().join("transcripts/t1.txt");
    std::fs::write(&path, b"\0\xff\0\xff\x01\x02 no text at all \0\0").unwrap();
    let done = study.refresh(&codings);
    assert_eq!((done.removed, done.told.len()), (1, 1), "{:?}", done.told);
    study.assert_same("hope", &codings, &study.folder());
}

#[test]
fn a_damaged_index_is_made_anew() {
    let (study, codings) = small();
    let files = |study: &Study| -> Vec<PathBuf> {
        let all = std::fs::read_dir(study.folder()).unwrap().flatten();
        let mut all: Vec<PathBuf> = all.map(|entry| entry.path()).collect();
        all.sort();
        all
    };
    study.refresh(&codings);
    let count = files(&study).len();
    assert!(count > 5);
    type Harm = fn(&Path);
    let harms: [Harm; 4] = [
        |path| std::fs::remove_file(path).unwrap(),
        |path| {
            let bytes = std::fs::read(path).unwrap();
            std::fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
        },
        |path| std::fs::write(path, b"garbage\0\xff{}").unwrap(),
        |path| {
            let mut bytes = std::fs::read(path).unwrap();
            let middle = bytes.len() / 2;
            if let Some(byte) = bytes.get_mut(middle) {
                *byte ^= 0x55;
            }
            std::fs::write(path, bytes).unwrap();
        },
    ];
    for harm in harms {
        for number in 0..count {
            let Some(path) = files(&study).get(number).cloned() else { continue };
            harm(&path);
            study.assert_same("trust AND staff", &codings, &study.folder());
            study.assert_same("code:hope", &codings, &study.folder());
        }
    }
}

#[test]
fn two_at_once_take_turns() {
    let (study, codings) = small();
    std::thread::scope(|scope| {
        for number in 0..4 {
            let (study, codings) = (&study, &codings);
            scope.spawn(move || {
                for round in 0..3 {
                    if number == 0 {
                        study.transcript(round, "P1: Hope, always hope.\n");
                    }
                    study.refresh(codings);
                }
            });
        }
    });
    study.assert_same("hope", &codings, &study.folder());
    assert_eq!(study.refresh(&codings).unchanged, 4);
}

#[test]
fn an_index_of_another_version_is_made_anew() {
    let (study, codings) = small();
    study.refresh(&codings);
    let list = std::fs::read_dir(study.folder())
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.to_string_lossy().contains("manifest-"))
        .unwrap();
    let text = std::fs::read_to_string(&list).unwrap();
    std::fs::write(&list, text.replace("emic index ", "emic index 9")).unwrap();
    assert!(study.refresh(&codings).rebuilt);
}

#[test]
fn without_a_place_for_the_index_the_transcripts_are_searched() {
    let (study, codings) = small();
    // Where the folder of the index should be, there is a file.
    study.write(".emic", "in the way");
    let corpus = study.corpus();
    let query = study.query("hope", &codings).unwrap();
    let search = Search {
        corpus: &corpus,
        codings: &codings,
        query: &query,
        scope: Scope::Turn,
        coders: &[0],
    };
    let searched = search.in_index(&study.folder(), &mut |_, _| {});
    assert_eq!(searched.found.hits.len(), 10);
    assert!(searched.refreshed.is_none());
    assert!(searched.hint.unwrap().starts_with("the index was not used"));
}
