//! Bytes to transcripts: labelled text and WebVTT.

use criterion::{Criterion, Throughput};
use emic::transcript::read::{Options, read};

use super::corpus;

pub(crate) fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("read");
    let text = corpus::interviews(100).concat();
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("labels", |bencher| {
        bencher.iter(|| read(text.as_bytes(), "P.txt", &Options::default()).unwrap().turns.len());
    });
    let captions = std::fs::read("examples/creating-connection/transcripts/P01.vtt").unwrap();
    group.throughput(Throughput::Bytes(captions.len() as u64));
    group.bench_function("webvtt", |bencher| {
        bencher.iter(|| read(&captions, "P01.vtt", &Options::default()).unwrap().turns.len());
    });
    group.finish();
}
