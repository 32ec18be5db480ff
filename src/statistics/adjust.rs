//! Several tests at once: p values adjusted for how many were made.
//!
//! In come the p values of all codes of a table, in any order; out come adjusted ones in the same
//! order. What could not be tested stays out and does not count.

/// How p values are adjusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Adjustment {
    /// Against one wrong finding among all: Holm.
    #[default]
    Holm,
    /// Against too large a share of wrong findings: Benjamini and Hochberg.
    BenjaminiHochberg,
    /// Not at all.
    None,
}

impl Adjustment {
    /// The name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Adjustment::Holm => "holm",
            Adjustment::BenjaminiHochberg => "bh",
            Adjustment::None => "none",
        }
    }

    /// The adjusted p values.
    pub fn of(self, p: &[Option<f64>]) -> Vec<Option<f64>> {
        let known: Vec<f64> = p.iter().copied().flatten().collect();
        let adjusted = match self {
            Adjustment::Holm => holm(&known),
            Adjustment::BenjaminiHochberg => benjamini_hochberg(&known),
            Adjustment::None => known,
        };
        let mut adjusted = adjusted.into_iter();
        p.iter().map(|p| p.and_then(|_| adjusted.next())).collect()
    }
}

/// Holm's step-down procedure: the i-th smallest of m values becomes the largest of (m−j+1)·p(j) for
/// j ≤ i, at most 1. Holm 1979, Scandinavian Journal of Statistics 6, 65–70.
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![0.0; p.len()];
    let mut most: f64 = 0.0;
    for (rank, place) in ascending(p).into_iter().enumerate() {
        most = most.max((p.len() - rank) as f64 * p[place]).min(1.0);
        adjusted[place] = most;
    }
    adjusted
}

/// Benjamini and Hochberg's procedure: the i-th smallest of m values becomes the smallest of
/// m·p(j)/j for j ≥ i, at most 1. Benjamini and Hochberg 1995,
/// doi:10.1111/j.2517-6161.1995.tb02031.x.
pub fn benjamini_hochberg(p: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![0.0; p.len()];
    let mut least: f64 = 1.0;
    for (rank, place) in ascending(p).into_iter().enumerate().rev() {
        least = least.min(p.len() as f64 * p[place] / (rank + 1) as f64);
        adjusted[place] = least;
    }
    adjusted
}

/// The places of the values, the smallest first.
fn ascending(p: &[f64]) -> Vec<usize> {
    let mut places: Vec<usize> = (0..p.len()).collect();
    places.sort_by(|&a, &b| p[a].total_cmp(&p[b]));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    const P: [f64; 7] = [0.099_533, 0.069_779, 0.015_152, 1.0, 1.0, 1.0, 0.013_73];

    fn is_near(found: &[f64], wanted: &[f64]) -> bool {
        found.len() == wanted.len()
            && found.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() < 2e-6)
    }

    #[test]
    fn seven_codes() {
        let holm = [0.398_132, 0.348_895, 0.096_11, 1.0, 1.0, 1.0, 0.096_11];
        assert!(is_near(&super::holm(&P), &holm));
        let bh = [0.174_183, 0.162_818, 0.053_032, 1.0, 1.0, 1.0, 0.053_032];
        assert!(is_near(&benjamini_hochberg(&P), &bh));
        assert!(super::holm(&[]).is_empty());
    }

    #[test]
    fn adjustments_go_by_their_names() {
        let all = [Adjustment::Holm, Adjustment::BenjaminiHochberg, Adjustment::None];
        assert_eq!(all.map(Adjustment::name), ["holm", "bh", "none"]);
    }

    #[test]
    fn what_was_not_tested_does_not_count() {
        let adjusted = Adjustment::Holm.of(&[Some(0.02), None, Some(0.5)]);
        assert_eq!(adjusted, [Some(0.04), None, Some(0.5)]);
        assert_eq!(Adjustment::None.of(&[Some(0.3), None]), [Some(0.3), None]);
        let adjusted = Adjustment::BenjaminiHochberg.of(&[Some(0.02), None, Some(0.5)]);
        assert_eq!(adjusted, [Some(0.04), None, Some(0.5)]);
    }
}
