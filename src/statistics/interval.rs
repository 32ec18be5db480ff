//! Intervals for a share: `x` of `n` people.

/// The standard normal quantile for 95 %.
const Z: f64 = 1.959_963_984_540_054;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_reproduces_published_values() {
        for (x, n, low, high) in [
            (5, 12, 0.193_260, 0.680_489),
            (0, 12, 0.0, 0.242_494),
            (12, 12, 0.757_506, 1.0),
            (8, 12, 0.390_622, 0.861_880),
        ] {
            let (found_low, found_high) = wilson(x, n).unwrap();
            assert!(
                (found_low - low).abs() < 1e-6 && (found_high - high).abs() < 1e-6,
                "{x} of {n}"
            );
        }
        assert_eq!(wilson(0, 0), None);
        assert_eq!(wilson(2, 1), None);
    }
}
