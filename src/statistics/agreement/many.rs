//! Agreement of two or more coders whose ratings may have gaps: percent, Fleiss, Gwet,
//! Brennan–Prediger; and of complete ratings, Conger.
//!
//! r is the number of ratings of a unit, r_k of them in category k, q the categories there are to
//! choose from. A unit with one rating says nothing of agreement but counts in how often a category
//! is used (Gwet 2014, *Handbook of Inter-Rater Reliability*, 4th edition).

use super::two::Contingency;
use super::{Ratings, Undefined, Value};

/// Percent agreement, as a share from 0 to 1: the mean over units with at least two ratings of
/// Σ r_k(r_k − 1) / (r(r − 1)). Fleiss 1971, doi:10.1037/h0031619.
pub fn percent(ratings: &Ratings) -> Value {
    let (mut sum, mut units) = (0.0, 0.0);
    for (unit, times) in ratings.counted() {
        let counts = counts(unit, ratings.categories());
        let given: f64 = counts.iter().sum();
        if given >= 2.0 {
            let equal: f64 = counts.iter().map(|count| count * (count - 1.0)).sum();
            sum += f64::from(times) * equal / (given * (given - 1.0));
            units += f64::from(times);
        }
    }
    if units == 0.0 { Err(Undefined::NoPairs) } else { Ok(sum / units) }
}

/// Fleiss κ = (p − e)/(1 − e) with e = Σ π_k², π_k the mean over units with a rating of r_k / r.
/// With two coders and no gaps it is Scott's π. Fleiss 1971, doi:10.1037/h0031619.
pub fn fleiss(ratings: &Ratings) -> Value {
    let observed = percent(ratings)?;
    let expected: f64 = shares(ratings).iter().map(|share| share * share).sum();
    beyond_chance(observed, expected)
}

/// Gwet's AC1 = (p − e)/(1 − e) with e = Σ π_k(1 − π_k) / (q − 1). Gwet 2008,
/// doi:10.1348/000711006X126600.
pub fn ac1(ratings: &Ratings) -> Value {
    let observed = percent(ratings)?;
    let free = ratings.categories().saturating_sub(1);
    if free == 0 {
        return Err(Undefined::OneCategory);
    }
    let expected: f64 = shares(ratings).iter().map(|share| share * (1.0 - share)).sum();
    beyond_chance(observed, expected / free as f64)
}

/// Brennan and Prediger's κ = (p − 1/q)/(1 − 1/q); also Bennett's S and Randolph's free-marginal κ.
/// Brennan and Prediger 1981, doi:10.1177/001316448104100307.
pub fn brennan_prediger(ratings: &Ratings) -> Value {
    let observed = percent(ratings)?;
    if ratings.categories() < 2 {
        return Err(Undefined::OneCategory);
    }
    beyond_chance(observed, 1.0 / ratings.categories() as f64)
}

/// Conger's κ of complete ratings: the means over all pairs of coders of Cohen's observed and
/// expected agreement, then (o − e)/(1 − e). Conger 1980, doi:10.1037/0033-2909.88.2.322.
pub fn conger(ratings: &Ratings) -> Value {
    if ratings.missing() > 0 {
        return Err(Undefined::Incomplete);
    }
    let (mut observed, mut expected, mut pairs) = (0.0, 0.0, 0usize);
    for first in 0..ratings.coders() {
        for second in first + 1..ratings.coders() {
            let table = Contingency::of(ratings, first, second);
            observed += table.observed()?;
            expected += table.expected()?;
            pairs += 1;
        }
    }
    if pairs == 0 {
        return Err(Undefined::NoPairs);
    }
    beyond_chance(observed / pairs as f64, expected / pairs as f64)
}

/// (o − e)/(1 − e); undefined where chance alone would agree always.
pub(super) fn beyond_chance(observed: f64, expected: f64) -> Value {
    let left = 1.0 - expected;
    if left.abs() < 1e-12 { Err(Undefined::NoVariation) } else { Ok((observed - expected) / left) }
}

fn counts(unit: &[Option<u32>], categories: usize) -> Vec<f64> {
    let mut counts = vec![0.0; categories];
    for value in unit.iter().flatten() {
        if let Some(count) = counts.get_mut(*value as usize) {
            *count += 1.0;
        }
    }
    counts
}

/// How often each category is used: the mean over units with a rating of r_k / r.
fn shares(ratings: &Ratings) -> Vec<f64> {
    let mut shares = vec![0.0; ratings.categories()];
    let mut units = 0.0;
    for (unit, times) in ratings.counted() {
        let counts = counts(unit, ratings.categories());
        let given: f64 = counts.iter().sum();
        if given > 0.0 {
            units += f64::from(times);
            for (share, count) in shares.iter_mut().zip(counts) {
                *share += f64::from(times) * count / given;
            }
        }
    }
    shares.iter().map(|share| share / f64::max(units, 1.0)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::krippendorff::{Level, alpha};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fleiss_table_of_ten_by_fourteen() {
        let rows = [
            [0, 0, 0, 0, 14],
            [0, 2, 6, 4, 2],
            [0, 0, 3, 5, 6],
            [0, 3, 9, 2, 0],
            [2, 2, 8, 1, 1],
            [7, 7, 0, 0, 0],
            [3, 2, 6, 3, 0],
            [2, 5, 3, 2, 2],
            [6, 5, 2, 1, 0],
            [0, 2, 2, 3, 7],
        ];
        let unit = |row: &[usize; 5]| -> Vec<Option<u32>> {
            (0u32..).zip(row).flat_map(|(at, &times)| vec![Some(at); times]).collect()
        };
        let units: Vec<Vec<Option<u32>>> = rows.iter().map(unit).collect();
        let found = fleiss(&Ratings::of(14, 5, &units)).unwrap();
        assert!((found - 0.209_931).abs() < 1e-6, "{found}");
    }

    #[test]
    fn one_rating_a_unit_is_no_agreement() {
        let ratings = Ratings::of(2, 2, &[[Some(1), None], [None, Some(0)]]);
        for found in [percent, fleiss, ac1, brennan_prediger] {
            assert_eq!(found(&ratings), Err(Undefined::NoPairs));
        }
        assert_eq!(conger(&ratings), Err(Undefined::Incomplete));
    }

    fn complete() -> impl Strategy<Value = (usize, usize, Vec<Vec<Option<u32>>>)> {
        (2usize..5, 2usize..5).prop_flat_map(|(coders, categories)| {
            let rating = (0..categories as u32).prop_map(Some);
            let units = prop::collection::vec(prop::collection::vec(rating, coders), 1..20);
            (Just(coders), Just(categories), units)
        })
    }

    fn near(one: Value, other: Value) -> bool {
        match (one, other) {
            (Ok(one), Ok(other)) => (one - other).abs() < 1e-9,
            (one, other) => one == other,
        }
    }

    proptest! {
        #[test]
        fn alpha_is_fleiss_with_a_correction_for_small_samples(
            (coders, categories, units) in complete()
        ) {
            let ratings = Ratings::of(coders, categories, &units);
            let kappa = fleiss(&ratings);
            let values = (units.len() * coders) as f64;
            let wanted = kappa.map(|kappa| kappa + (1.0 - kappa) / values);
            prop_assert!(near(alpha(&ratings, Level::Nominal, &[]), wanted));
        }

        #[test]
        fn a_unit_that_nobody_looked_at_changes_nothing(
            (coders, categories, units) in complete(), at in 0usize..20
        ) {
            let one = Ratings::of(coders, categories, &units);
            let mut more = units.clone();
            more.insert(at.min(units.len()), vec![None; coders]);
            let other = Ratings::of(coders, categories, &more);
            for coefficient in [percent, fleiss, ac1, brennan_prediger] {
                prop_assert!(near(coefficient(&one), coefficient(&other)));
            }
            for level in [Level::Nominal, Level::Ordinal] {
                prop_assert!(near(alpha(&one, level, &[]), alpha(&other, level, &[])));
            }
            if coders == 2 {
                let cohen = |ratings: &Ratings| Contingency::of(ratings, 0, 1).cohen();
                prop_assert!(near(cohen(&one), cohen(&other)));
            }
        }

        #[test]
        fn any_order_of_categories_is_the_same_where_they_are_names(
            (coders, categories, units) in complete(), turn in 1u32..5
        ) {
            let shifted = |value: &Option<u32>| value.map(|value| (value + turn) % categories as u32);
            let renamed: Vec<Vec<Option<u32>>> =
                units.iter().map(|unit| unit.iter().map(shifted).collect()).collect();
            let one = Ratings::of(coders, categories, &units);
            let other = Ratings::of(coders, categories, &renamed);
            for coefficient in [percent, fleiss, ac1, brennan_prediger, conger] {
                prop_assert!(near(coefficient(&one), coefficient(&other)));
            }
            prop_assert!(near(
                alpha(&one, Level::Nominal, &[]),
                alpha(&other, Level::Nominal, &[])
            ));
        }

        #[test]
        fn names_of_categories_and_the_order_of_coders_do_not_matter(
            (coders, categories, units) in complete()
        ) {
            let turned = |unit: &Vec<Option<u32>>| -> Vec<Option<u32>> {
                let other = |value: &Option<u32>| value.map(|value| categories as u32 - 1 - value);
                unit.iter().rev().map(other).collect()
            };
            let one = Ratings::of(coders, categories, &units);
            let other = Ratings::of(coders, categories, &units.iter().map(turned).collect::<Vec<_>>());
            for coefficient in [percent, fleiss, ac1, brennan_prediger, conger] {
                prop_assert!(near(coefficient(&one), coefficient(&other)));
            }
            for level in [Level::Nominal, Level::Ordinal] {
                prop_assert!(near(alpha(&one, level, &[]), alpha(&other, level, &[])));
            }
        }

        #[test]
        fn a_unit_that_nobody_rated_changes_nothing((coders, categories, units) in complete()) {
            let one = Ratings::of(coders, categories, &units);
            let mut other = one.clone();
            other.push(&[]);
            for coefficient in [percent, fleiss, ac1, brennan_prediger] {
                prop_assert!(near(coefficient(&one), coefficient(&other)));
            }
            prop_assert!(near(
                alpha(&one, Level::Nominal, &[]),
                alpha(&other, Level::Nominal, &[])
            ));
        }
    }

    #[test]
    fn three_coders_with_gaps() {
        let units = [
            [Some(0), Some(0), Some(1)],
            [Some(1), Some(1), Some(1)],
            [Some(2), None, Some(2)],
            [Some(1), None, None],
            [Some(2), Some(1), Some(2)],
        ];
        let ratings = Ratings::of(3, 3, &units);
        let close = |found: Value, wanted: f64| (found.unwrap() - wanted).abs() < 1e-6;
        assert!(close(percent(&ratings), 2.0 / 3.0));
        assert!(close(fleiss(&ratings), 0.431_818_2), "{:?}", fleiss(&ratings));
        assert!(close(ac1(&ratings), 0.528_301_9), "{:?}", ac1(&ratings));
        assert!(close(brennan_prediger(&ratings), 0.5));
        assert_eq!(conger(&ratings), Err(Undefined::Incomplete));
        let one = Ratings::of(2, 1, &[[Some(0), Some(0)]]);
        assert_eq!(
            (ac1(&one), brennan_prediger(&one)),
            (Err(Undefined::OneCategory), Err(Undefined::OneCategory))
        );
        assert_eq!(conger(&Ratings::of(1, 2, &[[Some(0)]])), Err(Undefined::NoPairs));
    }

    #[test]
    fn conger_takes_the_mean_over_pairs_of_coders() {
        let rows = [[0, 0, 1], [1, 1, 1], [2, 1, 2], [0, 0, 0], [2, 2, 1]];
        let ratings = Ratings::of(3, 3, &rows.map(|row| row.map(Some)));
        assert!((conger(&ratings).unwrap() - 0.411_764_7).abs() < 1e-6, "{:?}", conger(&ratings));
    }
}
