//! Codings to a theme table.

use criterion::Criterion;
use emic::codebook::tree::Tree;
use emic::coding::rules::{Program, Setting, Worker};
use emic::coding::tally::{self, Counted, RollUp, Span};
use emic::report::themes::{Frequencies, Options, report};
use emic::transcript::people::{Cast, Known};

use super::corpus;

pub(crate) fn bench(criterion: &mut Criterion) {
    let codebook = corpus::codebook(300);
    let program = Program::compile(&codebook, false).unwrap();
    let roll_up = RollUp::of(&Tree::new(&codebook), codebook.codes.len());
    let coded: Vec<_> = corpus::transcripts(20)
        .into_iter()
        .map(|transcript| {
            let cast = Cast::of(&transcript, &Known::default());
            let coded = program.apply(&Setting::plain(&transcript, &cast), &mut Worker::default());
            let spans: Vec<Span> = coded.codings.iter().map(Span::from).collect();
            (transcript, cast, coded, spans)
        })
        .collect();
    criterion.bench_function("report/themes of 17 interviews", |bencher| {
        let mut worker = tally::Worker::default();
        bencher.iter(|| {
            let mut frequencies = Frequencies::default();
            for (transcript, cast, coded, spans) in &coded {
                let counted = Counted {
                    transcript,
                    cast,
                    turn_words: Some(&coded.turn_words),
                    placed: Some(&coded.placed),
                    includes: &|_, _| true,
                    evidence_turns: &|_| Vec::new(),
                    wholes: &[],
                };
                frequencies.add(&counted.tally(spans, &roll_up, &mut worker), None);
            }
            let options = Options::default();
            report(&codebook, &frequencies, &options, &|_| None).data.rows.len()
        });
    });
}
