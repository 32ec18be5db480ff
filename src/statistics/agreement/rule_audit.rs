//! How far a rule may be trusted, from two samples: some of its hits and some of the rest, coded by
//! hand without knowing which is which.
//!
//! A sample of hits alone shows precision and hides what was missed, which is where rules are weak
//! (Cai, Marquart and Shaffer 2022, Proceedings of Educational Data Mining). The estimate is that of
//! a stratified sample: Cochran 1977, *Sampling Techniques*, chapter 5.

use super::many::beyond_chance;
use super::rho::{Test, rho};
use crate::statistics::bootstrap::quantile;
use crate::statistics::random::SplitMix64;

/// How often the samples are drawn anew.
pub const REPLICATES: usize = 2000;

/// One stratum: the units that the rule codes, or those that it does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stratum {
    /// Units in it.
    pub units: u64,
    /// Units that were drawn and coded by hand.
    pub sampled: u64,
    /// Of these, units to which the person gave the code.
    pub positive: u64,
}

/// What the samples say of the rule.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Audit {
    /// Of the hits, the share that is right.
    pub precision: Option<f64>,
    /// Right hits: precision times the hits.
    pub right: f64,
    /// Units that should have been hits: their share in the sample of the rest times the rest.
    pub missed: f64,
    /// right / (right + missed).
    pub recall: Option<f64>,
    /// The 95 % interval of recall by drawing both samples anew.
    pub interval: Option<(f64, f64)>,
    /// 2 precision recall / (precision + recall).
    pub f1: Option<f64>,
    /// The share of all units that have the code: (right + missed) / units.
    pub base_rate: Option<f64>,
    /// Cohen's κ of rule and person over all units, from the cells as estimated.
    pub kappa: Option<f64>,
    /// Where no miss was found: at most so many may still be missed, with 95 % confidence.
    pub missed_at_most: Option<f64>,
}

impl Stratum {
    /// The share of positives; nothing where nothing was drawn or the counts contradict each other.
    fn share(&self) -> Option<f64> {
        let is_sound = self.sampled > 0 && self.positive <= self.sampled;
        is_sound.then(|| self.positive as f64 / self.sampled as f64)
    }

    /// The share of positives in a sample drawn anew from the sample.
    fn drawn(&self, random: &mut SplitMix64) -> f64 {
        let positive = (0..self.sampled)
            .filter(|_| (random.below(self.sampled as usize) as u64) < self.positive)
            .count();
        positive as f64 / self.sampled.max(1) as f64
    }
}

/// The audit of a rule. Nothing where one of the strata has units of which none was drawn.
pub fn audit(hits: &Stratum, rest: &Stratum, seed: u64) -> Option<Audit> {
    let share = |stratum: &Stratum| match stratum.units {
        0 => Some(0.0),
        _ => stratum.share(),
    };
    let (units, others) = (hits.units as f64, rest.units as f64);
    let (right, missed) = (share(hits)? * units, share(rest)? * others);
    let precision = hits.share();
    let recall = recall(right, missed);
    let f1 = precision.zip(recall).and_then(|(precision, recall)| {
        let sum = precision + recall;
        (sum > 0.0).then(|| 2.0 * precision * recall / sum)
    });
    // Exact: the share p under which none of n is found with a probability of .05.
    let is_clean = rest.sampled > 0 && rest.positive == 0;
    let missed_at_most =
        is_clean.then(|| (1.0 - 0.05_f64.powf(1.0 / rest.sampled as f64)) * others);
    let all = units + others;
    Some(Audit {
        precision,
        right,
        missed,
        recall,
        interval: interval(hits, rest, seed),
        f1,
        kappa: kappa([right, units - right, missed, others - missed]),
        base_rate: (all > 0.0).then(|| (right + missed) / all),
        missed_at_most,
    })
}

fn recall(right: f64, missed: f64) -> Option<f64> {
    (right + missed > 0.0).then(|| right / (right + missed))
}

/// κ of right hits, wrong hits, units missed and units rightly left out.
fn kappa([right, wrong, missed, left]: [f64; 4]) -> Option<f64> {
    let n = right + wrong + missed + left;
    if n <= 0.0 {
        return None;
    }
    let (rule, person) = ((right + wrong) / n, (right + missed) / n);
    let expected = rule * person + (1.0 - rule) * (1.0 - person);
    beyond_chance((right + left) / n, expected).ok()
}

/// Shaffer's ρ of the samples: may κ seen in them be taken for that of all units? The rule is the
/// first coder, for the sample was drawn by its hits. Nothing where κ of the samples is undefined.
pub fn rho_of(hits: &Stratum, rest: &Stratum, seed: u64) -> Option<(f64, f64)> {
    let (right, found) = (hits.positive as f64, rest.positive as f64);
    let [wrong, left] = [hits, rest].map(|one| one.sampled.saturating_sub(one.positive) as f64);
    let kappa = kappa([right, wrong, found, left])?;
    let length = (hits.sampled + rest.sampled) as usize;
    let test = Test {
        kappa,
        base_rate: hits.units as f64 / (hits.units + rest.units).max(1) as f64,
        length,
        inflation: hits.sampled as f64 / length.max(1) as f64,
        seed,
        ..Test::default()
    };
    Some((kappa, rho(&test)?.rho))
}

fn interval(hits: &Stratum, rest: &Stratum, seed: u64) -> Option<(f64, f64)> {
    let mut random = SplitMix64::new(seed);
    let mut found = Vec::with_capacity(REPLICATES);
    for _ in 0..REPLICATES {
        let right = hits.drawn(&mut random) * hits.units as f64;
        let missed = rest.drawn(&mut random) * rest.units as f64;
        found.extend(recall(right, missed));
    }
    found.sort_by(f64::total_cmp);
    Some((quantile(&found, 0.025)?, quantile(&found, 0.975)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixty_hits_and_two_hundred_of_the_rest() {
        let hits = Stratum { units: 120, sampled: 60, positive: 51 };
        let rest = Stratum { units: 1880, sampled: 200, positive: 4 };
        let audit = audit(&hits, &rest, 5).unwrap();
        assert!((audit.recall.unwrap() - 0.730_659).abs() < 1e-6);
        let (low, high) = audit.interval.unwrap();
        assert!((low - 0.565_262).abs() < 1e-6 && (high - 0.919_932).abs() < 1e-6);
        assert_eq!(audit.missed_at_most, None);
        // 102 right, 18 wrong, 37.6 missed, 1842.4 left: o = .9722, e = .87858.
        assert!((audit.kappa.unwrap() - 0.771_050).abs() < 1e-6, "{:?}", audit.kappa);
        let (kappa, rho) = rho_of(&hits, &rest, 5).unwrap();
        assert!((kappa - 0.854_936).abs() < 1e-6 && (0.0..=1.0).contains(&rho), "{kappa} {rho}");
    }

    #[test]
    fn no_miss_found_is_not_none_there() {
        let hits = Stratum { units: 120, sampled: 120, positive: 100 };
        let rest = Stratum { units: 1880, sampled: 200, positive: 0 };
        let found = audit(&hits, &rest, 5).unwrap();
        assert_eq!(found.recall, Some(1.0));
        assert!((found.missed_at_most.unwrap() - 27.950_034).abs() < 1e-6);
        assert_eq!(audit(&hits, &Stratum { sampled: 0, ..rest }, 5), None);
    }

    #[test]
    fn what_an_audit_adds_up() {
        let hits = Stratum { units: 120, sampled: 60, positive: 51 };
        let rest = Stratum { units: 1880, sampled: 200, positive: 4 };
        let found = audit(&hits, &rest, 5).unwrap();
        assert_eq!((found.precision, found.right), (Some(0.85), 102.0));
        assert!((found.missed - 37.6).abs() < 1e-9);
        assert!((found.f1.unwrap() - 0.785_824_3).abs() < 1e-6);
        assert!((found.base_rate.unwrap() - 0.0698).abs() < 1e-9);
        let (hits, rest) = (
            Stratum { sampled: 20, positive: 13, ..hits },
            Stratum { sampled: 40, positive: 2, ..rest },
        );
        let (kappa, luck) = rho_of(&hits, &rest, 5).unwrap();
        let (base_rate, inflation) = (0.06, 1.0 / 3.0);
        let test = Test { kappa, base_rate, length: 60, inflation, seed: 5, ..Test::default() };
        assert_eq!(Some(luck), rho(&test).map(|found| found.rho));
        assert!(luck > 0.0 && luck < 1.0, "{luck}");
    }

    #[test]
    fn samples_that_say_nothing() {
        let none = Stratum::default();
        let rest = Stratum { units: 50, sampled: 10, positive: 0 };
        let found = audit(&none, &rest, 5).unwrap();
        assert_eq!((found.precision, found.recall, found.f1), (None, None, None));
        assert_eq!((found.base_rate, found.interval), (Some(0.0), None));
        let empty = audit(&none, &none, 5).unwrap();
        assert_eq!((empty.base_rate, empty.kappa, empty.missed_at_most), (None, None, None));
        let wrong = Stratum { units: 9, sampled: 3, positive: 0 };
        let found = audit(&wrong, &rest, 5).unwrap();
        assert_eq!((found.precision, found.f1, found.right), (Some(0.0), None, 0.0));
        let missing = audit(&wrong, &Stratum { positive: 5, ..rest }, 5).unwrap();
        assert_eq!((missing.recall, missing.f1, missing.missed), (Some(0.0), None, 25.0));
        let contradicting = Stratum { positive: 4, ..wrong };
        assert_eq!(audit(&contradicting, &rest, 5), None);
        let all = Stratum { positive: 3, ..wrong };
        assert_eq!(audit(&all, &rest, 5).unwrap().precision, Some(1.0));
    }
}
