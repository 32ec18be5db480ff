//! The fourfold table: two groups of people, in each those who have something and those who do not.
//!
//! In come counts of people, never of segments, for the segments of one person hang together; out
//! come differences, associations and their intervals.

use super::chi_squared;
use super::interval::{Z, wilson};

/// A χ² approximates well enough only where every expected count reaches this (Cochran 1954,
/// doi:10.2307/3001616).
const ENOUGH_EXPECTED: f64 = 5.0;

/// Two groups of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fourfold {
    /// The first group: with.
    pub a: u64,
    /// The first group: without.
    pub b: u64,
    /// The second group: with.
    pub c: u64,
    /// The second group: without.
    pub d: u64,
}

impl Fourfold {
    /// `x1` of `n1` against `x2` of `n2`; nothing where more have it than there are.
    pub fn of((x1, n1): (u64, u64), (x2, n2): (u64, u64)) -> Option<Self> {
        Some(Fourfold { a: x1, b: n1.checked_sub(x1)?, c: x2, d: n2.checked_sub(x2)? })
    }

    /// How many people each group has.
    pub fn sizes(&self) -> [u64; 2] {
        [self.a + self.b, self.c + self.d]
    }

    fn cells(&self) -> [f64; 4] {
        [self.a, self.b, self.c, self.d].map(|count| count as f64)
    }

    /// The share in each group; nothing where a group is empty.
    pub fn shares(&self) -> Option<[f64; 2]> {
        let [first, second] = self.sizes();
        (first > 0 && second > 0)
            .then(|| [self.a as f64 / first as f64, self.c as f64 / second as f64])
    }

    /// The risk difference: the share of the first group minus that of the second.
    pub fn difference(&self) -> Option<f64> {
        self.shares().map(|[p1, p2]| p1 - p2)
    }

    /// The 95 % interval of the difference, as hybrid of the two Wilson intervals.
    ///
    /// From d − √((p₁−l₁)² + (u₂−p₂)²) to d + √((u₁−p₁)² + (p₂−l₂)²). Newcombe 1998, method 10,
    /// doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I. 9 of 12 against 4 of
    /// 12: .416667 (.021829 to .669744).
    pub fn newcombe(&self) -> Option<(f64, f64)> {
        let [p1, p2] = self.shares()?;
        let [first, second] = self.sizes();
        let ((l1, u1), (l2, u2)) = (wilson(self.a, first)?, wilson(self.c, second)?);
        let difference = p1 - p2;
        let low = difference - (p1 - l1).hypot(u2 - p2);
        let high = difference + (u1 - p1).hypot(p2 - l2);
        Some((low, high))
    }

    /// φ = (ad − bc) / √(r₁ r₂ c₁ c₂), from −1 to 1; nothing where a margin is empty. Yule 1912,
    /// doi:10.2307/2340126.
    pub fn phi(&self) -> Option<f64> {
        let [a, b, c, d] = self.cells();
        let margins = [a + b, c + d, a + c, b + d];
        let is_whole = margins.iter().all(|margin| *margin > 0.0);
        let root: f64 = margins.iter().map(|margin| margin.sqrt()).product();
        is_whole.then(|| (a * d - b * c) / root)
    }

    /// Cramér's V, which in a fourfold table is φ without its sign. Cramér 1946, Mathematical
    /// Methods of Statistics, 21.9.
    pub fn cramers_v(&self) -> Option<f64> {
        self.phi().map(f64::abs)
    }

    /// Pearson's χ² = n φ², without a correction; nothing where a margin is empty. Pearson 1900,
    /// doi:10.1080/14786440009463897.
    pub fn chi_squared(&self) -> Option<f64> {
        let n: f64 = self.cells().iter().sum();
        self.phi().map(|phi| n * phi * phi)
    }

    /// The smallest count to be expected if both groups were alike.
    pub fn min_expected(&self) -> Option<f64> {
        let [a, b, c, d] = self.cells();
        let n = a + b + c + d;
        (n > 0.0).then(|| (a + b).min(c + d) * (a + c).min(b + d) / n)
    }

    /// χ² and its p with one degree of freedom, only where every expected count is at least 5: with
    /// fewer, Fisher's exact test is to be asked ([`super::fisher`]).
    pub fn chi_squared_test(&self) -> Option<(f64, f64)> {
        let is_enough = self.min_expected()? >= ENOUGH_EXPECTED;
        let chi = self.chi_squared().filter(|_| is_enough)?;
        Some((chi, chi_squared::p_above(chi, 1)))
    }

    /// The odds ratio ad / bc; infinite where only bc is 0, nothing where ad is 0 too.
    pub fn odds_ratio(&self) -> Option<f64> {
        let [a, b, c, d] = self.cells();
        let ratio = (a * d) / (b * c);
        (!ratio.is_nan()).then_some(ratio)
    }

    /// The odds ratio with ½ added to every cell, so that it is finite; nothing where a group is
    /// empty. Haldane 1956, doi:10.1111/j.1469-1809.1955.tb01285.x.
    pub fn odds_ratio_haldane(&self) -> Option<f64> {
        self.shares()?;
        let [a, b, c, d] = self.cells().map(|count| count + 0.5);
        Some((a * d) / (b * c))
    }

    /// The 95 % interval of that odds ratio: exp(ln OR ± z √(1/a + 1/b + 1/c + 1/d)), each cell
    /// with its ½. Woolf 1955, doi:10.1111/j.1469-1809.1955.tb01348.x. 5 of 5 against 1 of 7: 47.67
    /// (1.60 to 1422.69).
    pub fn woolf(&self) -> Option<(f64, f64)> {
        let centre = self.odds_ratio_haldane()?.ln();
        let cells = self.cells().map(|count| 1.0 / (count + 0.5));
        let half = Z * cells.iter().sum::<f64>().sqrt();
        Some(((centre - half).exp(), (centre + half).exp()))
    }

    /// Cohen's h = 2 arcsin √p₁ − 2 arcsin √p₂, from −π to π. Cohen 1988, Statistical Power
    /// Analysis, chapter 6.
    pub fn cohens_h(&self) -> Option<f64> {
        self.shares().map(|[p1, p2]| 2.0 * (p1.sqrt().asin() - p2.sqrt().asin()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: Option<f64>, wanted: f64) -> bool {
        found.is_some_and(|found| (found - wanted).abs() < 1e-6)
    }

    #[test]
    fn nine_of_twelve_against_four_of_twelve() {
        let table = Fourfold::of((9, 12), (4, 12)).unwrap();
        assert!(near(table.difference(), 0.416_667));
        let (low, high) = table.newcombe().unwrap();
        assert!(near(Some(low), 0.021_829) && near(Some(high), 0.669_744));
        assert!(near(table.phi(), 0.418_121) && near(table.cramers_v(), 0.418_121));
        assert!(near(table.cohens_h(), 0.863_436));
        assert!(near(table.odds_ratio(), 6.0));
        let (chi, p) = table.chi_squared_test().unwrap();
        assert!(near(Some(chi), 4.195_804) && near(Some(p), 0.040_524));
    }

    #[test]
    fn a_full_group_has_an_odds_ratio_only_with_a_half_added() {
        let table = Fourfold::of((5, 5), (1, 7)).unwrap();
        assert_eq!(table.odds_ratio(), Some(f64::INFINITY));
        assert!(near(table.odds_ratio_haldane(), 47.666_667));
        let (low, high) = table.woolf().unwrap();
        assert!(near(Some(low), 1.597_047) && (high - 1_422.694_876).abs() < 1e-5);
        assert_eq!(table.chi_squared_test(), None, "too few are expected");
    }

    #[test]
    fn what_cannot_be_said_is_nothing() {
        let nobody = Fourfold::of((0, 6), (0, 6)).unwrap();
        assert_eq!((nobody.phi(), nobody.chi_squared(), nobody.odds_ratio()), (None, None, None));
        assert_eq!(nobody.difference(), Some(0.0));
        assert_eq!(Fourfold::of((0, 0), (1, 2)).unwrap().newcombe(), None);
        assert_eq!(Fourfold::of((3, 2), (1, 2)), None);
    }

    #[test]
    fn four_different_cells_are_not_mixed_up() {
        let table = Fourfold { a: 1, b: 2, c: 3, d: 4 };
        assert_eq!(table.sizes(), [3, 7]);
        assert!(near(table.min_expected(), 1.2));
        assert!(near(table.phi(), -0.089_087_1) && near(table.cramers_v(), 0.089_087_1));
        assert!(near(table.chi_squared(), 0.079_365_1));
        assert!(near(table.odds_ratio(), 2.0 / 3.0));
        assert!(near(table.odds_ratio_haldane(), 0.771_428_6));
        assert!(near(table.cohens_h(), -0.196_489_3));
        let (low, high) = table.woolf().unwrap();
        assert!(near(Some(low), 0.065_944_8) && near(Some(high), 9.024_239_1));
        let (low, high) = table.newcombe().unwrap();
        assert!(near(Some(low), -0.515_856_2) && near(Some(high), 0.437_469_6));
    }

    #[test]
    fn five_to_be_expected_are_enough() {
        assert_eq!(Fourfold { a: 5, b: 5, c: 5, d: 5 }.chi_squared_test(), Some((0.0, 1.0)));
        assert_eq!(Fourfold { a: 5, b: 5, c: 5, d: 4 }.chi_squared_test(), None);
        assert!(near(Fourfold { a: 4, b: 3, c: 2, d: 1 }.min_expected(), 1.2));
        assert_eq!(Fourfold::default().min_expected(), None);
        assert_eq!(Fourfold::of((1, 2), (0, 0)).unwrap().shares(), None);
        assert_eq!(Fourfold::of((1, 2), (0, 0)).unwrap().odds_ratio_haldane(), None);
    }
}
