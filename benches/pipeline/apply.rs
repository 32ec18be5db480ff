//! Transcripts to codings, with small and large codebooks.

use criterion::{Criterion, Throughput};
use emic::coding::rules::{Program, Setting, Worker};
use emic::transcript::people::{Cast, Known};

use super::corpus;

pub(crate) fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("apply");
    let transcripts = corpus::transcripts(20);
    let casts: Vec<Cast> =
        transcripts.iter().map(|transcript| Cast::of(transcript, &Known::default())).collect();
    let bytes: usize = transcripts.iter().map(|transcript| transcript.text.len()).sum();
    for patterns in [60, 300, 1000] {
        let codebook = corpus::codebook(patterns);
        group.throughput(Throughput::Elements(patterns as u64));
        group.bench_function(format!("compile {patterns}"), |bencher| {
            bencher.iter(|| Program::compile(&codebook, false).unwrap());
        });
        let program = Program::compile(&codebook, false).unwrap();
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function(format!("{patterns} patterns"), |bencher| {
            let mut worker = Worker::default();
            bencher.iter(|| -> usize {
                let pairs = transcripts.iter().zip(&casts);
                pairs
                    .map(|(transcript, cast)| {
                        program.apply(&Setting::plain(transcript, cast), &mut worker).codings.len()
                    })
                    .sum()
            });
        });
    }
    group.finish();
}
