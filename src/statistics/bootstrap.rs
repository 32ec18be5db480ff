//! Intervals by drawing people anew: the bootstrap with the person as the unit.
//!
//! In come the segments and words of each person, out comes the 95 % interval of the rate for every
//! 1,000 words. People are drawn, never segments, for the segments of one person hang together.
//! Efron 1979, doi:10.1214/aos/1176344552; of clusters, Davison and Hinkley 1997,
//! doi:10.1017/CBO9780511802843.

use super::random::SplitMix64;

/// How often people are drawn anew.
pub const REPLICATES: usize = 2000;

/// The seed of the draws; each interval begins anew with it.
pub const SEED: u64 = 7;

/// An interval with what it stands on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The 2.5 % quantile of the replicates.
    pub low: f64,
    /// Their 97.5 % quantile.
    pub high: f64,
    /// Replicates in which the rate was defined.
    pub replicates: usize,
}

/// The interval of 1,000 · segments / words, with the pairs of segments and words of each person.
/// Nothing where fewer than two people have words: one drawn again and again is always the same, and
/// that is no certainty.
///
/// Each replicate draws as many people as there are, with replacement, in the order of the list
/// given; those without any word are left out and not counted.
pub fn rate_per_1000(people: &[(u64, u64)], seed: u64) -> Option<Interval> {
    let mut random = SplitMix64::new(seed);
    let mut rates = Vec::with_capacity(REPLICATES);
    if people.iter().filter(|person| person.1 > 0).count() < 2 {
        return None;
    }
    for _ in 0..REPLICATES {
        let (mut segments, mut words) = (0.0, 0.0);
        for _ in people {
            if let Some(person) = people.get(random.below(people.len())) {
                segments += person.0 as f64;
                words += person.1 as f64;
            }
        }
        if words > 0.0 {
            rates.push(1000.0 * segments / words);
        }
    }
    rates.sort_by(f64::total_cmp);
    let replicates = rates.len();
    Some(Interval { low: quantile(&rates, 0.025)?, high: quantile(&rates, 0.975)?, replicates })
}

/// A quantile of sorted values: linear between the values around (n − 1)·p, as in Hyndman and Fan's
/// type 7 (1996, doi:10.1080/00031305.1996.10473566).
pub fn quantile(sorted: &[f64], p: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = last as f64 * p.clamp(0.0, 1.0);
    let below = place.floor();
    let low = sorted.get(below as usize)?;
    let high = sorted.get((below as usize + 1).min(last))?;
    Some(low + (place - below) * (high - low))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_people_and_hope() {
        let segments = [4, 0, 2, 1, 5, 3, 1, 0, 2, 0, 0, 1];
        let words = [3120, 2840, 4015, 1980, 3550, 2760, 2210, 3890, 2475, 3025, 1840, 2690];
        let people: Vec<(u64, u64)> = segments.into_iter().zip(words).collect();
        let found = rate_per_1000(&people, SEED).unwrap();
        assert!((found.low - 0.269_408).abs() < 1e-6, "{found:?}");
        assert!((found.high - 0.870_778).abs() < 1e-6, "{found:?}");
        assert_eq!(found.replicates, REPLICATES);
    }

    #[test]
    fn nobody_and_people_without_words() {
        assert_eq!(rate_per_1000(&[], SEED), None);
        assert_eq!(rate_per_1000(&[(0, 0)], SEED), None);
        // The one who speaks could only be drawn again: 10 to 10 would be no interval.
        assert_eq!(rate_per_1000(&[(1, 100), (0, 0)], SEED), None);
        let found = rate_per_1000(&[(1, 100), (2, 100), (0, 0)], SEED).unwrap();
        assert!(found.replicates < REPLICATES && (found.high - 20.0).abs() < 1e-9);
    }

    #[test]
    fn quantiles_lie_between_values() {
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.5), Some(2.0));
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.75), Some(3.0));
        assert_eq!(quantile(&[], 0.5), None);
    }
}
