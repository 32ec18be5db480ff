//! Intervals for a share: `x` of `n` people.

use super::fisher::ln_factorial;

/// The standard normal quantile for 95 %.
pub(super) const Z: f64 = 1.959_963_984_540_054;

/// The 95 % Wilson score interval for `x` of `n`, as shares from 0 to 1; nothing where `n` is 0 or
/// `x` is larger than `n`.
///
/// With p = x/n: centre (p + z²/2n)/(1 + z²/n), half-width z√(p(1−p)/n + z²/4n²)/(1 + z²/n); the
/// lower end is 0 for x = 0 and the upper end 1 for x = n. Wilson 1927,
/// doi:10.1080/01621459.1927.10502953.
pub fn wilson(x: u64, n: u64) -> Option<(f64, f64)> {
    if n == 0 || x > n {
        return None;
    }
    let count = n as f64;
    let p = x as f64 / count;
    let scale = 1.0 + Z * Z / count;
    let centre = (p + Z * Z / (2.0 * count)) / scale;
    let half = Z * (p * (1.0 - p) / count + Z * Z / (4.0 * count * count)).sqrt() / scale;
    let low = if x == 0 { 0.0 } else { centre - half };
    let high = if x == n { 1.0 } else { centre + half };
    Some((low, high))
}

/// The exact 95 % interval for `x` of `n` after Clopper and Pearson, as shares from 0 to 1; wider
/// than Wilson's.
///
/// The lower end is the share under which x or more of n have a probability of .025, the upper end
/// that under which x or fewer have. Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404.
pub fn clopper_pearson(x: u64, n: u64) -> Option<(f64, f64)> {
    if n == 0 || x > n {
        return None;
    }
    let low = match x {
        0 => 0.0,
        _ => rising_root(|p| 1.0 - at_most(x - 1, n, p) - 0.025),
    };
    let high = if x == n { 1.0 } else { rising_root(|p| 0.025 - at_most(x, n, p)) };
    Some((low, high))
}

/// The largest share that `x` of `n` still allows, exact, with 95 % confidence on this one side; for
/// none of `n` it is 1 − 0.05^(1/n), near 3/n (the rule of three).
///
/// The share under which x or fewer of n have a probability of .05: the upper end of Clopper and
/// Pearson's one-sided interval; Hanley and Lippman-Hand 1983, doi:10.1001/jama.1983.03330370053031.
pub fn upper_bound(x: u64, n: u64) -> Option<f64> {
    match x {
        _ if n == 0 || x > n => None,
        0 => Some(1.0 - 0.05_f64.powf(1.0 / n as f64)),
        _ if x == n => Some(1.0),
        _ => Some(rising_root(|p| 0.05 - at_most(x, n, p))),
    }
}

/// Terms of a sum that are this part of it change nothing any more.
const NOTHING: f64 = 1e-18;

/// The probability of at most `x` of `n` where each has the probability `p`: summed from the greatest
/// term to both sides, until terms are too small to count.
fn at_most(x: u64, n: u64, p: f64) -> f64 {
    let middle = x.min((n as f64 * p) as u64);
    let ways = ln_factorial(n) - ln_factorial(middle) - ln_factorial(n - middle);
    let greatest = (ways + middle as f64 * p.ln() + (n - middle) as f64 * (-p).ln_1p()).exp();
    let odds = p / (1.0 - p);
    let (mut sum, mut term) = (greatest, greatest);
    for k in (1..=middle).rev() {
        term *= k as f64 / ((n - k + 1) as f64 * odds);
        sum += term;
        if term < sum * NOTHING {
            break;
        }
    }
    term = greatest;
    for k in middle..x {
        term *= (n - k) as f64 * odds / (k + 1) as f64;
        sum += term;
        if term < sum * NOTHING {
            break;
        }
    }
    sum
}

/// Where a function that rises from 0 to 1 is zero, by halving.
fn rising_root(of: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if of(middle) < 0.0 { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_near(found: Option<(f64, f64)>, low: f64, high: f64) -> bool {
        found.is_some_and(|found| (found.0 - low).abs() < 1e-6 && (found.1 - high).abs() < 1e-6)
    }

    #[test]
    fn wilson_reproduces_published_values() {
        for (x, n, low, high) in [
            (5, 12, 0.193_260, 0.680_489),
            (0, 12, 0.0, 0.242_494),
            (12, 12, 0.757_506, 1.0),
            (8, 12, 0.390_622, 0.861_880),
        ] {
            assert!(is_near(wilson(x, n), low, high), "{x} of {n}");
        }
        assert_eq!(wilson(0, 0), None);
        assert_eq!(wilson(2, 1), None);
    }

    #[test]
    fn clopper_and_pearson_are_wider() {
        assert!(is_near(clopper_pearson(5, 12), 0.151_652, 0.723_330));
        assert!(is_near(clopper_pearson(0, 12), 0.0, 0.264_648));
        assert!(is_near(clopper_pearson(1, 1), 0.025, 1.0));
        for (x, n) in [(0, 0), (1, 0), (2, 1)] {
            assert_eq!((clopper_pearson(x, n), upper_bound(x, n)), (None, None), "{x} of {n}");
        }
    }

    #[test]
    fn none_of_n_still_allows_some() {
        for (n, bound) in [(10, 0.258_866), (30, 0.095_034), (300, 0.009_936)] {
            assert!((upper_bound(0, n).unwrap() - bound).abs() < 1e-6, "{n}");
        }
        // Where one of 100 is missed: the share p with (1−p)^100 + 100 p (1−p)^99 = .05.
        let one = upper_bound(1, 100).unwrap();
        let chance = (1.0 - one).powi(100) + 100.0 * one * (1.0 - one).powi(99);
        assert!((chance - 0.05).abs() < 1e-9);
        assert_eq!((upper_bound(3, 3), upper_bound(1, 0)), (Some(1.0), None));
    }

    #[test]
    fn a_sum_that_stops_early_is_the_whole_sum() {
        let whole = |x: u64, n: u64, p: f64| -> f64 {
            let of = |k: u64| {
                let ways = ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k);
                (ways + k as f64 * p.ln() + (n - k) as f64 * (-p).ln_1p()).exp()
            };
            (0..=x).map(of).sum()
        };
        for n in [1, 7, 60, 900] {
            for x in [0, 1, n / 3, n / 2, n - 1, n] {
                for p in [1e-12, 0.004, 0.3, 0.5, 0.97, 1.0 - 1e-9] {
                    let (found, wanted) = (at_most(x, n, p), whole(x, n, p));
                    assert!((found - wanted).abs() < 1e-11, "{x} of {n}, {p}: {found} {wanted}");
                }
            }
        }
        let (low, high) = clopper_pearson(500_000, 1_000_000).unwrap();
        assert!((low - 0.499_019).abs() < 1e-6 && (high - 0.500_981).abs() < 1e-6);
    }
}
