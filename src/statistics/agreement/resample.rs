//! Intervals of α by drawing anew: transcripts, units, or, as Krippendorff proposes, pairs.
//!
//! Each replicate has its own stretch of one random sequence, so that the intervals are the same
//! however many processors share the work.

use rayon::prelude::*;

use super::krippendorff::{Coincidences, Distances, Level};
use super::{Ratings, Undefined};
use crate::statistics::bootstrap::quantile;
use crate::statistics::random::SplitMix64;

/// How often is drawn.
pub const REPLICATES: usize = 2000;

/// The seed where none is asked for.
pub const SEED: u64 = 42;

/// What came of drawing anew.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drawn {
    /// The 2.5 % quantile.
    pub low: f64,
    /// The 97.5 % quantile.
    pub high: f64,
    /// The mean.
    pub mean: f64,
    /// The share of replicates in which α is below .667.
    pub below_667: f64,
    /// The share in which it is below .800.
    pub below_800: f64,
    /// Replicates in which α is undefined; they are left out.
    pub undefined: usize,
}

/// α of clusters of units drawn anew, with replacement, as many as there are: `cluster` is the
/// cluster of each unit. Davison and Hinkley 1997, doi:10.1017/CBO9780511802843, section 3.8.
pub fn clusters(
    ratings: &Ratings,
    cluster: &[usize],
    (level, numbers): (Level, &[f64]),
    seed: u64,
) -> Result<Drawn, Undefined> {
    Coincidences::of(ratings).alpha(level, numbers)?;
    let many = cluster.iter().max().map_or(0, |last| last + 1);
    let mut parts = vec![Coincidences::new(ratings.categories()); many];
    for ((unit, times), &place) in ratings.counted().zip(cluster) {
        if let Some(part) = parts.get_mut(place) {
            part.add(unit, times);
        }
    }
    // Side by side in memory: most of the time goes into fetching them.
    let width = ratings.categories() * ratings.categories();
    let parts: Vec<f64> = parts.iter().flat_map(|part| part.cells().iter().copied()).collect();
    let replicate = |number: usize| {
        let mut random = SplitMix64::after(seed, number.saturating_mul(many) as u64);
        let mut all = Coincidences::new(ratings.categories());
        for _ in 0..many {
            let first = random.below(many) * width;
            if let Some(part) = parts.get(first..first + width) {
                all.unite(part);
            }
        }
        all.alpha(level, numbers).ok()
    };
    summed((0..REPLICATES).into_par_iter().map(replicate).collect())
}

/// α of units drawn anew. Right only where units do not hang together, as turns of one transcript do.
pub fn units(ratings: &Ratings, scale: (Level, &[f64]), seed: u64) -> Result<Drawn, Undefined> {
    let each: Vec<usize> = (0..ratings.rows()).collect();
    clusters(ratings, &each, scale, seed)
}

/// The bootstrap of Krippendorff and Hayes: pairs of values are drawn as if they had nothing to do
/// with each other, and the disagreement by chance stays as it is, so the interval is narrower.
///
/// From 1, for each unit of m values and each of its m(m − 1)/2 pairs, 2δ²/(n D_e (m − 1)) of a
/// drawn pair is taken away; never below −1. Hayes and Krippendorff 2007,
/// doi:10.1080/19312450709336664.
pub fn pairs(
    ratings: &Ratings,
    (level, numbers): (Level, &[f64]),
    seed: u64,
) -> Result<Drawn, Undefined> {
    let all = Coincidences::of(ratings);
    all.alpha(level, numbers)?;
    let distances = Distances::new(level, &all.totals(), numbers)?;
    let (_, expected) = all.disagreement(&distances).ok_or(Undefined::NoPairs)?;
    let mut seen = Vec::new();
    let mut parts = Vec::new();
    for unit in ratings.units() {
        let values: Vec<usize> = unit.iter().flatten().map(|value| *value as usize).collect();
        for (place, one) in values.iter().enumerate() {
            for other in values.iter().skip(place + 1) {
                seen.push(distances.between(*one, *other));
                parts.push(2.0 / (all.n() * expected * (values.len() - 1) as f64));
            }
        }
    }
    let replicate = |number: usize| {
        let mut random = SplitMix64::after(seed, number.saturating_mul(parts.len()) as u64);
        let mut alpha = 1.0;
        for part in &parts {
            alpha -= part * seen.get(random.below(seen.len())).copied().unwrap_or_default();
        }
        Some(alpha.max(-1.0))
    };
    summed((0..REPLICATES).into_par_iter().map(replicate).collect())
}

fn summed(replicates: Vec<Option<f64>>) -> Result<Drawn, Undefined> {
    let undefined = replicates.iter().filter(|alpha| alpha.is_none()).count();
    let mut found: Vec<f64> = replicates.into_iter().flatten().collect();
    found.sort_by(f64::total_cmp);
    let n = found.len() as f64;
    let below = |limit: f64| found.partition_point(|alpha| *alpha < limit) as f64 / n;
    match (quantile(&found, 0.025), quantile(&found, 0.975)) {
        (Some(low), Some(high)) => Ok(Drawn {
            low,
            high,
            mean: found.iter().sum::<f64>() / n,
            below_667: below(0.667),
            below_800: below(0.8),
            undefined,
        }),
        _ => Err(Undefined::NoVariation),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn perfect_agreement_has_no_width_and_none_has_no_interval() {
        let unit = |value| [Some(value), Some(value)];
        let ratings = Ratings::of(2, 2, &[unit(0), unit(1), unit(1), unit(0)]);
        let drawn = units(&ratings, (Level::Nominal, &[]), SEED).unwrap();
        assert_eq!((drawn.low, drawn.high, drawn.below_800), (1.0, 1.0, 0.0));
        assert!(drawn.undefined > 0, "four times the same unit has no variation");
        assert!(pairs(&ratings, (Level::Nominal, &[]), SEED).is_ok());
        let same = Ratings::of(2, 2, &[unit(0)]);
        let found = units(&same, (Level::Nominal, &[]), SEED);
        assert_eq!(found, Err(Undefined::NoVariation));
    }

    /// What another program gives with the same numbers.
    fn assert_near(found: &Drawn, wanted: [f64; 5]) {
        let numbers = [found.low, found.high, found.mean, found.below_667, found.below_800];
        for (found, wanted) in numbers.into_iter().zip(wanted) {
            assert!((found - wanted).abs() < 1e-9, "{numbers:?}");
        }
    }

    #[test]
    fn units_transcripts_and_pairs_drawn_by_hand() {
        let ratings = super::super::krippendorff::tests::four_observers();
        let scale = (Level::Nominal, &[][..]);
        let found = units(&ratings, scale, SEED).unwrap();
        assert_near(&found, [0.424_287_856_072, 1.0, 0.727_851_990_235, 0.3175, 0.675]);
        let transcripts = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3];
        let found = clusters(&ratings, &transcripts, scale, SEED).unwrap();
        let wanted = [0.587_202_007_528, 0.895_833_333_333, 0.736_699_518_798, 0.198, 0.7645];
        assert_near(&found, wanted);
        let found = pairs(&ratings, scale, SEED).unwrap();
        let wanted = [0.561_677_631_579, 0.850_328_947_368, 0.721_515_625, 0.218, 0.8585];
        assert_near(&found, wanted);
        assert_eq!(found.undefined, 0);
    }
}
