//! Fisher's exact test of a fourfold table.
//!
//! In comes a table, out comes the probability, with its margins given, of all tables that are at
//! most as probable as the one seen. Fisher 1935, doi:10.2307/2342435.

use super::fourfold::Fourfold;

/// Tables count as equally probable up to this factor: rounding must not part them.
const SLACK: f64 = 1e-7;

/// Terms below this share of a tail's sum change nothing.
const NEGLIGIBLE: f64 = 1e-18;

/// The two-sided p of Fisher's exact test: the sum over all tables with the same margins whose
/// probability is at most that of the table seen, times 1 + 10⁻⁷.
///
/// The probability of a table is r₁! r₂! c₁! c₂! / (n! a! b! c! d!), with r and c the sums of rows
/// and columns. Where a margin is empty there is one table, and p is 1. 9 of 12 against 4 of 12:
/// p = .099533.
pub fn p_two_sided(table: &Fourfold) -> f64 {
    let [first, second] = table.sizes();
    let coded = table.a + table.c;
    let (least, most) = (coded.saturating_sub(second), first.min(coded));
    let margins = ln_factorial(first)
        + ln_factorial(second)
        + ln_factorial(coded)
        + ln_factorial(first + second - coded)
        - ln_factorial(first + second);
    let probability = |a: u64| {
        let cells = [a, first - a, coded - a, second + a - coded];
        (margins - cells.map(ln_factorial).iter().sum::<f64>()).exp()
    };
    let limit = probability(table.a) * (1.0 + SLACK);
    // Probabilities rise up to the mode and fall from there on.
    let mode =
        ((first as f64 + 1.0) * (coded as f64 + 1.0) / ((first + second) as f64 + 2.0)) as u64;
    let mode = mode.clamp(least, most);
    if probability(mode) <= limit {
        return 1.0;
    }
    let counts = |a: u64| probability(a) <= limit;
    let below = parted(least, mode, |a| !counts(a));
    let above = parted(mode, most + 1, counts);
    let lower = tail((least..below).rev().map(probability));
    let upper = tail((above..=most).map(probability));
    (lower + upper).min(1.0)
}

/// The first place from `from` to `to` where a condition holds that holds from somewhere on; `to`
/// if it holds nowhere.
fn parted(from: u64, to: u64, holds: impl Fn(u64) -> bool) -> u64 {
    let (mut from, mut to) = (from, to);
    while from < to {
        let middle = from + (to - from) / 2;
        if holds(middle) { to = middle } else { from = middle + 1 }
    }
    from
}

/// The sum of terms that fall, as far as they matter.
fn tail(terms: impl Iterator<Item = f64>) -> f64 {
    let mut sum = 0.0;
    for term in terms {
        sum += term;
        if term <= sum * NEGLIGIBLE {
            break;
        }
    }
    sum
}

/// The natural logarithm of n!: of the product up to 20, from there on Stirling's series, whose
/// error is below 10⁻¹⁴.
pub(super) fn ln_factorial(n: u64) -> f64 {
    if n <= 20 {
        return ((2..=n).product::<u64>() as f64).ln();
    }
    let x = n as f64;
    let square = x * x;
    let series = (1.0 / 12.0
        - (1.0 / 360.0 - (1.0 / 1260.0 - 1.0 / (1680.0 * square)) / square) / square)
        / x;
    x * x.ln() - x + 0.5 * (std::f64::consts::TAU * x).ln() + series
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(a: u64, b: u64, c: u64, d: u64) -> f64 {
        p_two_sided(&Fourfold { a, b, c, d })
    }

    #[test]
    fn small_tables_have_their_published_p() {
        assert!((p(9, 3, 4, 8) - 0.099_533).abs() < 1e-6);
        assert!((p(5, 0, 1, 6) - 0.015_152).abs() < 1e-6);
        assert!((p(3, 9, 3, 9) - 1.0).abs() < 1e-12);
        // The lady and the tea: three of four cups.
        assert!((p(3, 1, 1, 3) - 0.485_714).abs() < 1e-6);
        assert!((p(0, 6, 0, 6) - 1.0).abs() < f64::EPSILON);
        assert!((p(0, 0, 0, 0) - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_table_read_from_either_side_has_the_same_p() {
        for (a, b, c, d) in [(7, 3, 2, 8), (1, 20, 9, 31), (0, 5, 12, 1)] {
            let straight = p(a, b, c, d);
            for turned in [p(b, a, d, c), p(c, d, a, b), p(a, c, b, d)] {
                assert!((straight - turned).abs() < 1e-12);
            }
        }
    }

    #[test]
    fn large_tables_end_and_agree_with_the_sum_over_all() {
        assert!((p(50_000, 50_000, 50_000, 50_000) - 1.0).abs() < 1e-9);
        assert!(p(60_000_000, 40_000_000, 50_000_000, 50_000_000) < 1e-12);
        // χ² = 8.08 with one degree of freedom is near for large counts: p = .0045.
        assert!((p(5_200, 4_800, 5_000, 5_000) - 0.0049).abs() < 2e-4);
    }

    #[test]
    fn factorials_meet_where_the_series_begins() {
        let direct: f64 = (1..=40).map(|k| f64::from(k).ln()).sum();
        assert!((ln_factorial(40) - direct).abs() < 1e-12);
        assert!((ln_factorial(21) - ln_factorial(20) - 21f64.ln()).abs() < 1e-13);
        assert!(ln_factorial(0).abs() < f64::EPSILON);
    }
}
