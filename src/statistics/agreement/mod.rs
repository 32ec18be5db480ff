//! Agreement: how far two or more coders say the same of the same units.
//!
//! In come [`Ratings`], units by coders, where *not coded* is a value and *not looked at* is
//! missing; out come coefficients, each with its formula and its source. What a coefficient cannot
//! say is an [`Undefined`] with the reason, never 0 and never 1.

pub mod binary;
pub mod krippendorff;
pub mod many;
pub mod pooled;
pub mod rated;
pub mod resample;
pub mod rho;
pub mod rule_audit;
pub mod spans;
pub mod two;
pub mod unitizing;

use std::fmt;

/// A coefficient, or why there is none.
pub type Value = Result<f64, Undefined>;

/// Why a coefficient is undefined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undefined {
    /// No unit has the ratings of two coders.
    NoPairs,
    /// Everybody gave the same value everywhere.
    NoVariation,
    /// It is made for two coders.
    NotTwoCoders,
    /// It needs a rating of every coder for every unit.
    Incomplete,
    /// There are fewer than two categories to choose from.
    OneCategory,
    /// It is made for two categories.
    NotBinary,
    /// Distances are asked for, and the values are no numbers.
    NotNumbers,
    /// Nobody gave the value that it is about.
    Nothing,
    /// The spans of one coder overlap.
    Overlap,
}

impl fmt::Display for Undefined {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Undefined::NoPairs => "no unit was coded by two coders",
            Undefined::NoVariation => "no variation",
            Undefined::NotTwoCoders => "not two coders",
            Undefined::Incomplete => "some ratings are missing",
            Undefined::OneCategory => "fewer than two categories",
            Undefined::NotBinary => "not two categories",
            Undefined::NotNumbers => "the values are no numbers",
            Undefined::Nothing => "nobody gave this value",
            Undefined::Overlap => "the spans of a coder overlap",
        })
    }
}

/// What the coders said of the units: for each unit a rating a coder, by the place of its category;
/// none where the coder did not look at the unit. Equal units that follow each other, as characters
/// do, may stand once with their number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ratings {
    coders: usize,
    categories: usize,
    values: Vec<Option<u32>>,
    /// How many units each row stands for; empty where each stands for one.
    times: Vec<u32>,
}

impl Ratings {
    /// An empty table for so many coders, and categories that were there to choose from: a fact of
    /// the codebook, not of what was used.
    pub fn new(coders: usize, categories: usize) -> Self {
        Ratings { coders, categories, ..Ratings::default() }
    }

    /// A table of these units. What is no category is missing.
    pub fn of<U: AsRef<[Option<u32>]>>(coders: usize, categories: usize, units: &[U]) -> Self {
        let mut ratings = Ratings::new(coders, categories);
        for unit in units {
            ratings.push(unit.as_ref());
        }
        ratings
    }

    /// Adds a unit. Ratings that are not given, and those of no category, are missing.
    pub fn push(&mut self, unit: &[Option<u32>]) {
        let rating = |coder| {
            let value: Option<u32> = unit.get(coder).copied().flatten();
            value.filter(|value| (*value as usize) < self.categories)
        };
        self.values.extend((0..self.coders).map(rating));
        if !self.times.is_empty() {
            self.times.push(1);
        }
    }

    /// Adds so many equal units as one row.
    pub fn push_times(&mut self, unit: &[Option<u32>], times: u32) {
        let before = self.rows();
        self.push(unit);
        self.times.resize(before, 1);
        self.times.push(times);
    }

    /// How many coders there are.
    pub fn coders(&self) -> usize {
        self.coders
    }

    /// How many categories there are to choose from.
    pub fn categories(&self) -> usize {
        self.categories
    }

    /// The rows, each with a rating a coder.
    pub fn units(&self) -> impl Iterator<Item = &[Option<u32>]> {
        self.values.chunks_exact(self.coders.max(1))
    }

    /// The rows with the number of units they stand for.
    pub fn counted(&self) -> impl Iterator<Item = (&[Option<u32>], u32)> {
        let times = self.times.iter().copied().chain(std::iter::repeat(1));
        self.units().zip(times)
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.values.len() / self.coders.max(1)
    }

    /// How many units there are.
    pub fn len(&self) -> usize {
        match self.times.is_empty() {
            true => self.rows(),
            false => self.times.iter().map(|times| *times as usize).sum(),
        }
    }

    /// Whether there is no unit.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// How many units have the ratings of at least two coders.
    pub fn pairable(&self) -> usize {
        let pairable = self.counted().filter(|(unit, _)| unit.iter().flatten().count() >= 2);
        pairable.map(|(_, times)| times as usize).sum()
    }

    /// How many ratings are missing.
    pub fn missing(&self) -> usize {
        let missing = |unit: &[Option<u32>]| unit.iter().filter(|value| value.is_none()).count();
        self.counted().map(|(unit, times)| missing(unit) * times as usize).sum()
    }

    /// How often each coder gave a category.
    pub fn uses(&self, category: u32) -> Vec<u64> {
        let mut uses = vec![0; self.coders];
        for (unit, times) in self.counted() {
            for (count, value) in uses.iter_mut().zip(unit) {
                *count += u64::from(times) * u64::from(*value == Some(category));
            }
        }
        uses
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_given_or_no_category_is_missing() {
        let ratings = Ratings::of(3, 2, &[vec![Some(0), None, Some(2)], vec![Some(1), Some(1)]]);
        assert_eq!((ratings.len(), ratings.pairable(), ratings.missing()), (2, 1, 3));
        assert_eq!(ratings.uses(1), [1, 1, 0]);
        assert_eq!((ratings.coders(), ratings.categories()), (3, 2));
        assert!(Ratings::new(0, 0).is_empty() && !ratings.is_empty());
    }

    #[test]
    fn a_row_for_several_units_is_as_many_rows() {
        let (yes, no) = ([Some(1), Some(1)], [Some(0), Some(1)]);
        let rows = Ratings::of(2, 2, &[yes, yes, yes, no, [Some(0), None], no, no]);
        let mut counted = Ratings::new(2, 2);
        counted.push(&yes);
        counted.push_times(&yes, 2);
        counted.push(&no);
        counted.push(&[Some(0), None]);
        counted.push_times(&no, 2);
        assert_eq!((counted.len(), counted.rows(), counted.pairable()), (7, 5, 6));
        assert_eq!((counted.missing(), counted.uses(1)), (1, vec![3, 6]));
        let mut first = Ratings::new(2, 2);
        first.push_times(&yes, 3);
        first.push_times(&no, 2);
        assert_eq!((first.len(), first.uses(0)), (5, vec![2, 0]));
        for of in [many::percent, many::fleiss, many::ac1] {
            let [one, other] = [of(&rows).unwrap(), of(&counted).unwrap()];
            assert!((one - other).abs() < 1e-12);
        }
        assert_eq!(two::Contingency::of_two(&rows), two::Contingency::of_two(&counted));
        assert_eq!(binary::Cells::of(&rows), binary::Cells::of(&counted));
        let alpha = |ratings| krippendorff::alpha(ratings, krippendorff::Level::Nominal, &[]);
        assert_eq!(alpha(&rows), alpha(&counted));
    }

    #[test]
    fn reasons_are_words() {
        assert_eq!(Undefined::NoVariation.to_string(), "no variation");
    }
}
