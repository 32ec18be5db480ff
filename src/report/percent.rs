//! Percentages as people read them in tables: `17 (71 %)`.
//!
//! In come a count and its base, out come words. One decimal, half away from zero, computed in
//! whole numbers, so that no percentage depends on how a machine stores fractions. How much is
//! shown depends on the base (`docs/methods.md`): nothing below 20, no decimal below 100.

use super::base::thousands;

/// Percentages are shown only from so many on.
const ENOUGH_FOR_PERCENT: u64 = 20;

/// From so many on, percentages have a decimal.
const ENOUGH_FOR_DECIMAL: u64 = 100;

/// Whether a base is large enough for percentages, or they are asked for.
pub fn is_shown(n: u64, always: bool) -> bool {
    n > 0 && (always || n >= ENOUGH_FOR_PERCENT)
}

/// `x` of `n` as people read it: `8`, or `17 (71 %)` where the base is large enough.
pub fn count(x: u64, n: u64, always: bool) -> String {
    match is_shown(n, always) {
        true => format!("{} ({} %)", thousands(x), of(x, n, n >= ENOUGH_FOR_DECIMAL)),
        false => thousands(x),
    }
}

/// 100 × x / n, half away from zero; nothing of nothing is 0.
pub fn of(x: u64, n: u64, decimal: bool) -> String {
    let parts = if decimal { 1000 } else { 100 };
    let (x, n) = (u128::from(x), u128::from(n.max(1)));
    let rounded = (2 * parts * x + n) / (2 * n);
    match decimal {
        true => format!("{}.{}", rounded / 10, rounded % 10),
        false => rounded.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_decides_what_is_shown() {
        assert_eq!(count(8, 12, false), "8");
        assert_eq!(count(8, 12, true), "8 (67 %)");
        assert_eq!(count(17, 24, false), "17 (71 %)");
        assert_eq!(count(1234, 2000, false), "1,234 (61.7 %)");
        assert_eq!(count(0, 0, true), "0");
    }

    #[test]
    fn halves_go_up() {
        assert_eq!((of(1, 8, false), of(1, 16, true)), ("13".to_owned(), "6.3".to_owned()));
        assert_eq!(
            (of(1, 2000, true), of(u64::MAX, u64::MAX, true)),
            ("0.1".into(), "100.0".into())
        );
        assert_eq!((of(300, 555, true), of(1, 555, true)), ("54.1".into(), "0.2".into()));
    }
}
