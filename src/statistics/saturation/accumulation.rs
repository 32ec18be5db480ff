//! How codes accumulate from interview to interview: as they came, on average over all orders, and
//! in random orders.

use super::Incidence;
use super::guest::{Rule, guest};
use crate::statistics::bootstrap::quantile;
use crate::statistics::fisher::ln_factorial;
use crate::statistics::random::SplitMix64;

/// How many random orders are drawn.
pub const ORDERS: usize = 1000;

/// The seed of the random orders.
pub const SEED: u64 = 1;

/// Codes first seen in each interview.
pub fn new_codes(interviews: &Incidence) -> Vec<u64> {
    let order: Vec<usize> = (0..interviews.len()).collect();
    in_order(interviews, &order)
}

/// In how many interviews each code is.
pub fn frequencies(interviews: &Incidence) -> Vec<u64> {
    let codes = interviews.iter().flatten().max().map_or(0, |last| last + 1);
    let mut counts = vec![0; codes];
    for code in interviews.iter().flatten() {
        if let Some(count) = counts.get_mut(*code) {
            *count += 1;
        }
    }
    counts
}

/// The running sum.
pub fn cumulative(new: &[u64]) -> Vec<u64> {
    let mut sum = 0;
    let add = |count: &u64| {
        sum += count;
        sum
    };
    new.iter().map(add).collect()
}

/// The codes to be expected after each number of interviews, over all orders: with T interviews, S
/// codes and f_c interviews with code c, S − Σ C(T − f_c, t)/C(T, t). Colwell, Mao and Chang 2004,
/// doi:10.1890/03-0557.
pub fn expected(interviews: &Incidence) -> Vec<f64> {
    let all = interviews.len() as u64;
    let counts: Vec<u64> = frequencies(interviews).into_iter().filter(|count| *count > 0).collect();
    let ln_ways = |n: u64, k: u64| ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k);
    let unseen = |count: u64, t: u64| match all - count {
        left if left < t => 0.0,
        left => (ln_ways(left, t) - ln_ways(all, t)).exp(),
    };
    let after = |t: u64| counts.iter().map(|count| 1.0 - unseen(*count, t)).sum();
    (1..=all).map(after).collect()
}

/// What random orders gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shuffled {
    /// The mean of the codes after each number of interviews.
    pub mean: Vec<f64>,
    /// Their 2.5 % and 97.5 % quantiles.
    pub band: Vec<(f64, f64)>,
    /// The share of orders in which the rule is met.
    pub share: f64,
    /// The median interview at which it is, where it is.
    pub median: Option<f64>,
}

/// Puts the interviews into random orders, each from the order given.
pub fn shuffled(interviews: &Incidence, rule: &Rule, seed: u64) -> Shuffled {
    let mut random = SplitMix64::new(seed);
    let mut after: Vec<Vec<f64>> = vec![Vec::with_capacity(ORDERS); interviews.len()];
    let mut reached = Vec::new();
    for _ in 0..ORDERS {
        let mut order: Vec<usize> = (0..interviews.len()).collect();
        random.shuffle(&mut order);
        let new = in_order(interviews, &order);
        for (all, sum) in after.iter_mut().zip(cumulative(&new)) {
            all.push(sum as f64);
        }
        reached.extend(guest(&new, rule).reached.ok().map(|interview| interview as f64));
    }
    let mut shuffled =
        Shuffled { share: reached.len() as f64 / ORDERS as f64, ..Default::default() };
    for mut all in after {
        all.sort_by(f64::total_cmp);
        shuffled.mean.push(all.iter().sum::<f64>() / ORDERS as f64);
        shuffled.band.extend(quantile(&all, 0.025).zip(quantile(&all, 0.975)));
    }
    reached.sort_by(f64::total_cmp);
    shuffled.median = quantile(&reached, 0.5);
    shuffled
}

fn in_order(interviews: &Incidence, order: &[usize]) -> Vec<u64> {
    let codes = interviews.iter().flatten().max().map_or(0, |last| last + 1);
    let mut seen = vec![false; codes];
    let mut first = |interview: &usize| {
        let mut new = 0;
        for code in interviews.get(*interview).into_iter().flatten() {
            if let Some(seen) = seen.get_mut(*code) {
                new += u64::from(!*seen);
                *seen = true;
            }
        }
        new
    };
    order.iter().map(&mut first).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_new_once() {
        let interviews = vec![vec![0, 1], vec![1, 2], vec![], vec![2]];
        assert_eq!(new_codes(&interviews), [2, 1, 0, 0]);
        assert_eq!(cumulative(&[2, 1, 0, 0]), [2, 3, 3, 3]);
        let found = expected(&interviews);
        assert!((found[0] - 1.25).abs() < 1e-9 && (found[3] - 3.0).abs() < 1e-9, "{found:?}");
        assert!(expected(&Vec::new()).is_empty());
        let rule = Rule { base: 1, run: 1, threshold: 0.0 };
        let found = shuffled(&interviews, &rule, SEED);
        assert_eq!(found.band[3], (3.0, 3.0));
    }

    #[test]
    fn over_all_orders_each_number_of_interviews_has_its_mean() {
        let interviews = vec![vec![0, 1], vec![1, 2], vec![], vec![2]];
        assert_eq!(frequencies(&interviews), [1, 2, 2]);
        for (found, wanted) in expected(&interviews).into_iter().zip([1.25, 13.0 / 6.0, 2.75, 3.0])
        {
            assert!((found - wanted).abs() < 1e-9, "{found}, not {wanted}");
        }
        assert!(frequencies(&Vec::new()).is_empty());
    }

    #[test]
    fn random_orders_are_near_all_orders() {
        let interviews = vec![vec![0, 1], vec![1, 2], vec![], vec![2]];
        let found = shuffled(&interviews, &Rule { base: 1, run: 1, threshold: 0.0 }, SEED);
        for (found, wanted) in found.mean.iter().zip(expected(&interviews)) {
            assert!((found - wanted).abs() < 0.08, "{found}, not {wanted}");
        }
        // One of four orders begins with the interview without a code.
        assert!((found.share - 0.75).abs() < 0.05, "{}", found.share);
        assert_eq!((found.median, found.band[0]), (Some(2.0), (0.0, 2.0)));
        assert_eq!(found.band.len(), 4);
    }
}
