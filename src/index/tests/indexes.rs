//! The index against the scan: on random studies, after random changes, when it is damaged and when
//! two ask for it at once.

#![allow(clippy::disallowed_methods)] // Here files are harmed.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use proptest::prelude::*;

use super::study::{Invented, Study, WORDS};
use crate::index::found::First;
use crate::index::query::Scope;
use crate::index::refresh::Refreshed;
use crate::index::search::Search;

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
            // A change of the same size shows by its time; two within one tick of the clock do not.
            let later = SystemTime::now() + Duration::from_secs(2);
            File::options().write(true).open(path).unwrap().set_modified(later).unwrap();
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
        .find(|path| {
            path.to_string_lossy().ends_with(".json")
                && path.to_string_lossy().contains("manifest-")
        })
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
        first: First::ALL,
        coders: &[0],
    };
    let searched = search.in_index(&study.folder(), &mut |_, _| {});
    assert_eq!(searched.found.hits.len(), 10);
    assert!(searched.refreshed.is_none());
    assert!(searched.hint.unwrap().starts_with("the index was not used"));
}
