//! Shaffer's ρ: may a κ from a short test be taken for that of the whole data?
//!
//! Coders whose κ over the whole is below a threshold are made up, each is tested on as few units
//! as the real ones were, and ρ is the share of them that does as well by luck. Shaffer 2017,
//! *Quantitative Ethnography*; Eagan et al. 2017, rhoR. Random numbers differ from those of R, so R's
//! results are met to about .02.

use crate::statistics::bootstrap::quantile;
use crate::statistics::random::SplitMix64;

/// What was found, and which coders shall be made up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Test {
    /// κ of the two coders in the test.
    pub kappa: f64,
    /// The share of units with the code, by the first coder.
    pub base_rate: f64,
    /// Units in the test.
    pub length: usize,
    /// The share of the test that was drawn from what the first coder gave the code.
    pub inflation: f64,
    /// κ of made-up coders: from the first, and to the second, the threshold.
    pub range: (f64, f64),
    /// Units that made-up coders coded in all.
    pub whole: usize,
    /// How many are made up.
    pub replicates: usize,
    /// The seed.
    pub seed: u64,
}

impl Default for Test {
    fn default() -> Self {
        Test {
            kappa: 0.0,
            base_rate: 0.0,
            length: 0,
            inflation: 0.0,
            range: (0.4, 0.65),
            whole: 10_000,
            replicates: 800,
            seed: 42,
        }
    }
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rho {
    /// The share of made-up coders with at least the κ seen; 1 where it is below their mean.
    pub rho: f64,
    /// The mean of their κ.
    pub mean: f64,
    /// The 95 % quantile of their κ.
    pub q95: f64,
}

/// Precision is drawn from this to 1.
const LEAST_PRECISION: f64 = 0.6;
/// In steps of so many.
const STEPS_OF_PRECISION: usize = 10_000;
/// κ is drawn in steps of so many.
const STEPS_OF_KAPPA: usize = 100_000;

/// ρ; nothing where the test has no units, more than there are, or a base rate that is no share.
pub fn rho(test: &Test) -> Option<Rho> {
    let is_share = test.base_rate > 0.0 && test.base_rate < 1.0;
    if test.length == 0 || test.length > test.whole || !is_share || test.replicates == 0 {
        return None;
    }
    let mut random = SplitMix64::new(test.seed);
    let mut found: Vec<f64> = (0..test.replicates).map(|_| replicate(test, &mut random)).collect();
    found.sort_by(f64::total_cmp);
    let n = found.len() as f64;
    let mean = found.iter().sum::<f64>() / n;
    let as_good = found.len() - found.partition_point(|kappa| *kappa < test.kappa);
    let rho = if test.kappa < mean { 1.0 } else { as_good as f64 / n };
    Some(Rho { rho, mean, q95: quantile(&found, 0.95)? })
}

/// κ of one pair of made-up coders in the test.
fn replicate(test: &Test, random: &mut SplitMix64) -> f64 {
    let (kappa, precision) = coder(test, random);
    let b = test.base_rate;
    let recall = kappa * precision / (2.0 * precision - 2.0 * b - kappa + 2.0 * b * kappa);
    let positive = (b * test.whole as f64).round_ties_even().max(1.0);
    let others = test.whole as f64 - positive;
    let hits = (positive * recall).round_ties_even().max(1.0).min(positive);
    let wrong = (hits * (1.0 - precision) / precision).round_ties_even().max(1.0).min(others);
    // Hits, misses, false alarms, and what both left out.
    let mut cells = [hits, positive - hits, wrong, others - wrong].map(|cell| cell as usize);
    let mut drawn = [0usize; 4];
    let forced = (test.length as f64 * test.inflation.clamp(0.0, 1.0)).ceil() as usize;
    for number in 0..test.length {
        let allowed = if number < forced { 2 } else { cells.len() };
        let all: usize = cells.iter().take(allowed).sum();
        let mut place = random.below(all);
        for (cell, count) in cells.iter_mut().zip(&mut drawn).take(allowed) {
            if place < *cell {
                *cell -= 1;
                *count += 1;
                break;
            }
            place -= *cell;
        }
    }
    kappa_of(drawn)
}

/// κ and precision of a made-up coder: precision must lie above (2bκ − 2b − κ)/(κ − 2).
fn coder(test: &Test, random: &mut SplitMix64) -> (f64, f64) {
    let (low, high) = test.range;
    let at = |step: usize| {
        LEAST_PRECISION + (1.0 - LEAST_PRECISION) * step as f64 / (STEPS_OF_PRECISION - 1) as f64
    };
    // Base rates so low that nothing lies above the bound do not exist for κ below 1; should one
    // come, the bound is given up rather than the program.
    let mut last = (low, 1.0);
    for _ in 0..1000 {
        let step = random.below(STEPS_OF_KAPPA) as f64 / (STEPS_OF_KAPPA - 1) as f64;
        let kappa = low + (high - low) * step;
        let precision = at(random.below(STEPS_OF_PRECISION));
        let b = test.base_rate;
        let bound = (2.0 * b * kappa - 2.0 * b - kappa) / (kappa - 2.0);
        if precision > bound {
            return (kappa, precision);
        }
        let first = (0..STEPS_OF_PRECISION).find(|step| at(*step) > bound);
        if let Some(first) = first {
            return (kappa, at(first + random.below(STEPS_OF_PRECISION - first)));
        }
        last = (kappa, 1.0);
    }
    last
}

/// κ of four counts; 1 where both gave the code to all or to none.
fn kappa_of(cells: [usize; 4]) -> f64 {
    let [hits, misses, wrong, neither] = cells.map(|cell| cell as f64);
    let n = hits + misses + wrong + neither;
    if hits == n || neither == n {
        return 1.0;
    }
    let observed = (hits + neither) / n;
    let (first, second) = ((hits + misses) / n, (hits + wrong) / n);
    let expected = first * second + (1.0 - first) * (1.0 - second);
    if expected < 1.0 { (observed - expected) / (1.0 - expected) } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forty_units_at_a_base_rate_of_a_tenth_prove_nothing() {
        let test = Test { kappa: 0.625, base_rate: 0.1, length: 40, ..Test::default() };
        let found = rho(&test).unwrap();
        assert!((found.rho - 0.40875).abs() < 1e-9, "{found:?}");
        assert!((found.q95 - 1.0).abs() < 1e-9, "{found:?}");
        let better = Test { kappa: 0.9, length: 80, ..test };
        assert!((rho(&better).unwrap().rho - 0.015).abs() < 1e-9);
        assert_eq!(rho(&Test { length: 0, ..test }), None);
        assert_eq!(rho(&Test { base_rate: f64::NAN, ..test }), None);
    }

    #[test]
    fn what_cannot_be_tested_is_nothing() {
        let test = Test { kappa: 0.7, base_rate: 0.2, length: 40, ..Test::default() };
        assert!(rho(&test).is_some() && rho(&Test { whole: 40, ..test }).is_some());
        for wrong in [
            Test { whole: 39, ..test },
            Test { base_rate: 0.0, ..test },
            Test { base_rate: 1.0, ..test },
            Test { replicates: 0, ..test },
        ] {
            assert_eq!(rho(&wrong), None, "{wrong:?}");
        }
        // Those who are exactly as good count.
        let perfect = Test { kappa: 1.0, base_rate: 0.1, ..test };
        assert!(rho(&perfect).unwrap().rho > 0.05);
        let low = rho(&Test { kappa: 0.1, ..test }).unwrap();
        assert_eq!((low.rho, low.mean > 0.4 && low.mean < 0.65), (1.0, true));
    }

    #[test]
    fn made_up_coders_are_as_asked_for() {
        let test = Test { base_rate: 0.3, length: 40, ..Test::default() };
        let mut random = SplitMix64::new(3);
        // For the second range the first precision drawn is often too low.
        for (low, high) in [(0.5, 0.6), (0.8, 0.9)] {
            let mut most = (0.0_f64, 0.0_f64);
            for _ in 0..500 {
                let asked = Test { range: (low, high), ..test };
                let (kappa, precision) = coder(&asked, &mut random);
                assert!((low..=high).contains(&kappa) && precision <= 1.0);
                assert!(precision > (0.6 * kappa - 0.6 - kappa) / (kappa - 2.0));
                most = (most.0.max(kappa), most.1.max(precision));
            }
            assert!(most.0 > high - 0.005 && most.1 > 0.99, "{most:?}");
        }
        // The whole as a test gives the coder's own κ.
        let all = Test { whole: 2000, length: 2000, range: (0.55, 0.55), ..test };
        assert!((replicate(&all, &mut random) - 0.55).abs() < 0.005);
        // A test drawn from what the first coder marked alone is agreed on or missed.
        let forced = Test { inflation: 1.0, ..all };
        assert!(replicate(&Test { length: 300, ..forced }, &mut random) < 1e-9);
    }

    #[test]
    fn kappa_of_four_counts() {
        assert!((kappa_of([5, 2, 3, 30]) - 0.590_163_9).abs() < 1e-6);
        assert_eq!([[4, 0, 0, 0], [0, 0, 0, 4], [2, 0, 0, 2]].map(kappa_of), [1.0, 1.0, 1.0]);
        assert_eq!(kappa_of([0, 2, 2, 0]).to_bits(), (-1f64).to_bits());
    }
}
