//! Double coding to coefficients: the intervals of a hundred codes in a thousand transcripts.

use criterion::Criterion;
use emic::report::agree::{Options, agreement};
use emic::statistics::agreement::Ratings;
use emic::statistics::agreement::rated::Rated;
use emic::statistics::random::SplitMix64;

const TRANSCRIPTS: usize = 1000;
const CODES: usize = 100;
/// Turns of a transcript.
const TURNS: usize = 40;

fn tables() -> Vec<Rated> {
    let mut random = SplitMix64::new(1);
    let table = |code| {
        let mut rated = Rated {
            code: format!("code{code}"),
            unit: "turn".into(),
            coders: ["ana", "ben"].map(str::to_owned).to_vec(),
            categories: ["0", "1"].map(str::to_owned).to_vec(),
            ratings: Ratings::new(2, 2),
            ..Rated::default()
        };
        for transcript in 0..TRANSCRIPTS {
            for _ in 0..TURNS {
                let first = u32::from(random.below(10) == 0);
                let second = if random.below(8) == 0 { 1 - first } else { first };
                rated.clusters.push(transcript);
                rated.ratings.push(&[Some(first), Some(second)]);
            }
        }
        rated
    };
    (0..CODES).map(table).collect()
}

pub(crate) fn bench(criterion: &mut Criterion) {
    let tables = tables();
    let mut group = criterion.benchmark_group("agree");
    group.sample_size(10);
    group.bench_function("100 codes in 1,000 transcripts, intervals", |bencher| {
        bencher.iter(|| agreement(&tables, &Options::default()).report.data.rows.len());
    });
    group.finish();
}
