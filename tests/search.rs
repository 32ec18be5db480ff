//! Searches in real conversations: what the search finds, counted by other means.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)] // Also in what the tests share.

mod outside;

use std::collections::BTreeSet;

use emic::index::codings::{Codings, RuleCodings};
use emic::index::found::{First, Found};
use emic::index::query::{Names, Query, Scope};
use emic::index::search::Search;
use emic::study::corpus::{Corpus, Given};
use emic::text::annotation::blank;
use emic::text::stem::Stemmer;
use serde_json::Value;

/// What a query finds in a corpus: through the transcripts and through an index.
fn find(corpus: &Corpus, language: &str, text: &str, folder: &std::path::Path) -> Found {
    let codings = RuleCodings::new(corpus, None, false);
    let ids: BTreeSet<String> = corpus.sources.iter().map(|source| source.id.clone()).collect();
    let names = Names {
        labels: codings.labels(),
        transcripts: &ids,
        attributes: &corpus.attributes,
        stemmer: Stemmer::for_language(language),
    };
    let query = Query::parse(text, &names).unwrap();
    let search = Search {
        corpus,
        codings: &codings,
        query: &query,
        scope: Scope::Turn,
        first: First::ALL,
        coders: &[],
    };
    let scanned = search.in_transcripts(&mut |_, _| {}).found;
    let searched = search.in_index(folder, &mut |_, _| {});
    assert_eq!(searched.hint, None);
    assert!(searched.found.hits == scanned.hits, "{text}");
    scanned
}

#[test]
fn chinese_is_found_wherever_it_is_said() {
    let Some(data) = outside::data() else { return };
    let folder = data.join("data/kdconv");
    let corpus = Corpus::of_paths(&[folder.join("transcripts")], &Given::default());
    assert!(corpus.sources.len() >= 900);
    let text = std::fs::read_to_string(folder.join("turns.jsonl")).unwrap();
    let turns: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let index = tempfile::tempdir().unwrap();
    for wanted in ["电影", "导演", "小说家", "恋恋笔记本", "的"] {
        let expected: Vec<(&str, u64)> = turns
            .iter()
            // What stands in square brackets is an annotation.
            .filter(|turn| blank(turn["text"].as_str().unwrap(), false).contains(wanted))
            .map(|turn| (turn["doc"].as_str().unwrap(), turn["turn"].as_u64().unwrap()))
            .collect();
        let expected: BTreeSet<(&str, u64)> = expected.into_iter().collect();
        let found = find(&corpus, "zh", wanted, index.path());
        let hits: BTreeSet<(&str, u64)> = found
            .hits
            .iter()
            .map(|hit| {
                let id = corpus.sources[hit.transcript as usize].id.as_str();
                (id, u64::from(hit.turn) + 1)
            })
            .collect();
        assert!(!expected.is_empty());
        let differ: Vec<_> = hits.symmetric_difference(&expected).take(5).collect();
        assert!(differ.is_empty(), "{wanted}: {differ:?}");
    }
    assert!(!find(&corpus, "zh", "\"电影 导演\"~5", index.path()).hits.is_empty());
}

#[test]
fn english_words_are_counted_as_a_person_counts_them() {
    let Some(data) = outside::data() else { return };
    let folder = data.join("data/primock57");
    let corpus = Corpus::of_paths(&[folder.join("transcripts")], &Given::default());
    let text = std::fs::read_to_string(folder.join("turns.jsonl")).unwrap();
    let is_word = |c: char| c.is_alphanumeric() || c == '\'' || c == '’';
    let mut exact = 0;
    for line in text.lines() {
        let turn: Value = serde_json::from_str(line).unwrap();
        let said = turn["text"].as_str().unwrap().to_lowercase();
        exact += said.split(|c| !is_word(c)).filter(|word| *word == "pain").count() as u64;
    }
    let index = tempfile::tempdir().unwrap();
    let found = find(&corpus, "en", "=pain", index.path());
    assert!(exact > 100);
    assert_eq!(found.matches, exact);
    assert!(find(&corpus, "en", "pain", index.path()).matches > exact, "pains, painful …");
}
