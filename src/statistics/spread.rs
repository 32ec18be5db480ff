//! Where numbers lie and how far apart: mean, standard deviation, median, range.

/// Numbers in short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// How many.
    pub n: usize,
    /// Their sum / n.
    pub mean: f64,
    /// Standard deviation of a sample, √(Σ(x − mean)² / (n − 1)); none of one number.
    pub sd: Option<f64>,
    /// The middle one, or the mean of the two in the middle.
    pub median: f64,
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
}

impl Spread {
    /// Of finite numbers; none of nothing.
    pub fn of(numbers: &[f64]) -> Option<Self> {
        let mut sorted: Vec<f64> =
            numbers.iter().copied().filter(|number| number.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let (&min, &max) = (sorted.first()?, sorted.last()?);
        let n = sorted.len();
        let mean = sorted.iter().sum::<f64>() / n as f64;
        let squares: f64 = sorted.iter().map(|number| (number - mean).powi(2)).sum();
        let upper = *sorted.get(n / 2)?;
        let lower = *sorted.get((n - 1) / 2)?;
        Some(Spread {
            n,
            mean,
            sd: (n > 1).then(|| (squares / (n - 1) as f64).sqrt()),
            median: lower + (upper - lower) / 2.0,
            min,
            max,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_numbers() {
        let spread = Spread::of(&[9.0, 2.0, 4.0, 5.0, 4.0, 4.0, 5.0, 7.0]).unwrap();
        assert_eq!((spread.n, spread.mean, spread.median), (8, 5.0, 4.5));
        assert_eq!((spread.min, spread.max), (2.0, 9.0));
        assert!((spread.sd.unwrap() - 2.138_090).abs() < 1e-6);
        let median = |numbers: &[f64]| Spread::of(numbers).unwrap().median;
        assert_eq!(median(&[6.0, 1.0, 5.0, 2.0, 4.0, 3.0]), 3.5);
        assert_eq!(median(&[7.0, 1.0, 5.0, 2.0, 4.0]), 4.0);
        assert_eq!(Spread::of(&[3.0]).unwrap().sd, None);
        assert_eq!(Spread::of(&[f64::NAN]), None);
    }
}
