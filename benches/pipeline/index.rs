//! Transcripts into the index, and one changed transcript of many.

use criterion::{Criterion, Throughput};
use emic::index::codings::RuleCodings;
use emic::index::refresh::{folder, refresh};
use emic::study::corpus::{Corpus, Given};
use emic::study::open;

use super::corpus;

/// A study on the disk with so many times the example's speech.
pub(crate) fn study(times: usize) -> (tempfile::TempDir, Corpus) {
    let root = tempfile::tempdir().unwrap();
    let transcripts = root.path().join("transcripts");
    std::fs::create_dir(&transcripts).unwrap();
    std::fs::write(root.path().join("emic.toml"), "schema = 1\n").unwrap();
    for (number, text) in corpus::interviews(times).iter().enumerate() {
        std::fs::write(transcripts.join(format!("P{number:02}.txt")), text).unwrap();
    }
    let corpus = Corpus::of_study(open::open(root.path()).unwrap(), &Given::default());
    (root, corpus)
}

pub(crate) fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("index");
    group.sample_size(10);
    let bytes: usize = corpus::interviews(100).iter().map(String::len).sum();
    group.throughput(Throughput::Bytes(bytes as u64));
    let (root, corpus) = study(100);
    let codings = RuleCodings::new(&corpus, None, false);
    let folder = folder(root.path());
    group.bench_function("all", |bencher| {
        bencher.iter(|| {
            let done = refresh(&folder, &corpus, &codings, true, &mut |_, _| {}).unwrap();
            assert_eq!(done.1.indexed, corpus.sources.len());
        });
    });
    group.bench_function("nothing changed", |bencher| {
        bencher.iter(|| {
            let done = refresh(&folder, &corpus, &codings, false, &mut |_, _| {}).unwrap();
            assert_eq!(done.1.indexed, 0);
        });
    });
    let path = &corpus.sources[3].path;
    let text = std::fs::read_to_string(path).unwrap();
    let mut number = 0;
    group.bench_function("one changed", |bencher| {
        bencher.iter(|| {
            number += 1;
            std::fs::write(path, format!("{text}P: word {number}\n")).unwrap();
            let done = refresh(&folder, &corpus, &codings, false, &mut |_, _| {}).unwrap();
            assert_eq!(done.1.indexed, 1);
        });
    });
    group.finish();
}
