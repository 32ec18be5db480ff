//! Queries through an open index, and through the transcripts.
//!
//! With `EMIC_BENCH_STUDY` set to the folder of a study, that study is asked in place of the example's
//! speech, so that the times can be seen at any size.

use std::collections::BTreeSet;
use std::path::PathBuf;

use criterion::Criterion;
use emic::index::codings::{Codings, RuleCodings};
use emic::index::found::{First, Order};
use emic::index::lookup::Lookup;
use emic::index::query::{Names, Query, Scope};
use emic::index::refresh::{folder, refresh};
use emic::index::search::{Search, order};
use emic::study::corpus::{Corpus, Given};
use emic::study::open::open;
use emic::text::stem::Stemmer;

use super::index::study;

const QUERIES: [(&str, &str); 7] = [
    ("a rare word", "binder"),
    ("a common word", "know"),
    ("a prefix", "trust*"),
    ("a phrase", "\"i don't know\""),
    ("near", "\"trust build\"~5"),
    ("boolean", "(trust OR hope) AND know NOT slowly"),
    ("a speaker", "know speaker:P"),
];

pub(crate) fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("search");
    let given = std::env::var_os("EMIC_BENCH_STUDY").map(PathBuf::from);
    let (root, corpus) = match &given {
        Some(root) => (None, Corpus::of_study(open(root).unwrap(), &Given::default())),
        None => {
            let (root, corpus) = study(100);
            (Some(root), corpus)
        }
    };
    let root = root.as_ref().map(tempfile::TempDir::path).or(given.as_deref()).unwrap();
    let codings = RuleCodings::new(&corpus, None, false);
    let (index, _) = refresh(&folder(root), &corpus, &codings, false, &mut |_, _| {}).unwrap();
    let ids: BTreeSet<String> = corpus.sources.iter().map(|source| source.id.clone()).collect();
    let names = Names {
        labels: codings.labels(),
        transcripts: &ids,
        attributes: &corpus.attributes,
        stemmer: Stemmer::for_language("en"),
    };
    let order = order(&corpus);
    for (name, text) in QUERIES {
        let query = Query::parse(text, &names).unwrap();
        let lookup = Lookup {
            query: &query,
            scope: Scope::Turn,
            first: First { order: Order::Score, most: 10 },
            coders: &[],
            labels: codings.labels(),
            order: &order,
        };
        group.bench_function(name, |bencher| {
            bencher.iter(|| index.find(&lookup).unwrap().hits.len());
        });
        let search = Search {
            corpus: &corpus,
            codings: &codings,
            query: &query,
            scope: Scope::Turn,
            first: First { order: Order::Score, most: 10 },
            coders: &[],
        };
        group.bench_function(format!("{name}, ten passages read"), |bencher| {
            bencher.iter(|| {
                let found = index.find(&lookup).unwrap();
                search.rows(&found.hits, None, &mut |_, _| {}).0.len()
            });
        });
    }
    if given.is_some() {
        group.finish();
        return;
    }
    let query = Query::parse("\"i don't know\"", &names).unwrap();
    let scope = Scope::Turn;
    let first = First::ALL;
    let search =
        Search { corpus: &corpus, codings: &codings, query: &query, scope, first, coders: &[] };
    group.sample_size(10);
    group.bench_function("a phrase without the index", |bencher| {
        bencher.iter(|| search.in_transcripts(&mut |_, _| {}).found.hits.len());
    });
    group.finish();
}
