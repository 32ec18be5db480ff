//! Krippendorff's α: any number of coders, missing ratings, four levels of measurement.
//!
//! α = 1 − D_o / D_e: the disagreement seen over the disagreement to be expected if values and
//! units had nothing to do with each other. Krippendorff 2011, Computing Krippendorff's
//! Alpha-Reliability; Krippendorff 2018, *Content Analysis*, 4th edition, chapter 12.

use super::{Ratings, Undefined, Value};

/// What the values are, and so how far apart two of them are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// Names: 1 if they differ.
    #[default]
    Nominal,
    /// An order: (Σ of the values from one to the other − half of both ends)².
    Ordinal,
    /// Numbers: (c − k)².
    Interval,
    /// Numbers with a zero: ((c − k)/(c + k))².
    Ratio,
}

impl Level {
    /// All levels.
    pub const ALL: [Level; 4] = [Level::Nominal, Level::Ordinal, Level::Interval, Level::Ratio];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Level::Nominal => "nominal",
            Level::Ordinal => "ordinal",
            Level::Interval => "interval",
            Level::Ratio => "ratio",
        }
    }
}

/// How often two values stand together in a unit, each pair with 1/(m − 1) of a unit with m values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coincidences {
    categories: usize,
    cells: Vec<f64>,
}

impl Coincidences {
    /// None yet.
    pub fn new(categories: usize) -> Self {
        Coincidences { categories, cells: vec![0.0; categories * categories] }
    }

    /// The coincidences of ratings.
    pub fn of(ratings: &Ratings) -> Self {
        let mut all = Coincidences::new(ratings.categories());
        ratings.counted().for_each(|(unit, times)| all.add(unit, times));
        all
    }

    /// Adds those of a unit that occurs so often.
    pub fn add(&mut self, unit: &[Option<u32>], times: u32) {
        let given = unit.iter().flatten().count();
        if given < 2 {
            return;
        }
        let part = f64::from(times) / (given - 1) as f64;
        for (place, one) in unit.iter().enumerate() {
            for (_, other) in unit.iter().enumerate().filter(|(other, _)| *other != place) {
                if let (Some(one), Some(other)) = (one, other) {
                    let at = *one as usize * self.categories + *other as usize;
                    if let Some(cell) = self.cells.get_mut(at) {
                        *cell += part;
                    }
                }
            }
        }
    }

    /// The cells, row by row.
    pub fn cells(&self) -> &[f64] {
        &self.cells
    }

    /// Adds the cells of other units.
    pub fn unite(&mut self, cells: &[f64]) {
        for (cell, more) in self.cells.iter_mut().zip(cells) {
            *cell += more;
        }
    }

    /// How often each value stands with any other.
    pub fn totals(&self) -> Vec<f64> {
        self.cells.chunks(self.categories.max(1)).map(|row| row.iter().sum()).collect()
    }

    /// The values that stand with another.
    pub fn n(&self) -> f64 {
        self.cells.iter().sum()
    }

    /// D_o = Σ o_ck δ²_ck / n and D_e = Σ n_c n_k δ²_ck / (n(n − 1)).
    pub fn disagreement(&self, distances: &Distances) -> Option<(f64, f64)> {
        let (n, totals) = (self.n(), self.totals());
        if n < 1.5 {
            return None;
        }
        let (mut observed, mut expected) = (0.0, 0.0);
        for (c, row) in totals.iter().enumerate() {
            for (k, column) in totals.iter().enumerate() {
                let distance = distances.between(c, k);
                let cell = self.cells.get(c * self.categories + k).copied().unwrap_or_default();
                observed += cell * distance;
                expected += row * column * distance;
            }
        }
        Some((observed / n, expected / (n * (n - 1.0))))
    }

    /// α; `numbers` are the values of the categories, which the levels interval and ratio need.
    pub fn alpha(&self, level: Level, numbers: &[f64]) -> Value {
        let distances = Distances::new(level, &self.totals(), numbers)?;
        let (observed, expected) = self.disagreement(&distances).ok_or(Undefined::NoPairs)?;
        if expected > 0.0 { Ok(1.0 - observed / expected) } else { Err(Undefined::NoVariation) }
    }
}

/// δ²: how far apart each two categories are.
#[derive(Clone, Debug, PartialEq)]
pub struct Distances {
    categories: usize,
    squares: Vec<f64>,
}

impl Distances {
    /// The distances at a level; ordinal ones depend on how often each value was given.
    pub fn new(level: Level, totals: &[f64], numbers: &[f64]) -> Result<Self, Undefined> {
        let categories = totals.len();
        let needs_numbers = matches!(level, Level::Interval | Level::Ratio);
        let are_numbers = numbers.len() >= categories && numbers.iter().all(|x| x.is_finite());
        if needs_numbers && !are_numbers {
            return Err(Undefined::NotNumbers);
        }
        let number = |at: usize| numbers.get(at).copied().unwrap_or_default();
        let total = |at: usize| totals.get(at).copied().unwrap_or_default();
        let square = |c: usize, k: usize| match level {
            _ if c == k => 0.0,
            Level::Nominal => 1.0,
            Level::Ordinal => {
                let (low, high) = (c.min(k), c.max(k));
                let between: f64 = (low..=high).map(total).sum();
                (between - f64::midpoint(total(low), total(high))).powi(2)
            }
            Level::Interval => (number(c) - number(k)).powi(2),
            Level::Ratio => {
                let sum = number(c) + number(k);
                if sum == 0.0 { 0.0 } else { ((number(c) - number(k)) / sum).powi(2) }
            }
        };
        let all = 0..categories;
        let squares = all.clone().flat_map(|c| all.clone().map(move |k| (c, k)));
        Ok(Distances { categories, squares: squares.map(|(c, k)| square(c, k)).collect() })
    }

    /// Between two categories; 0 for what is none.
    pub fn between(&self, c: usize, k: usize) -> f64 {
        self.squares.get(c * self.categories + k).copied().unwrap_or_default()
    }
}

/// α of ratings; `numbers` are the values of the categories, which interval and ratio need.
pub fn alpha(ratings: &Ratings, level: Level, numbers: &[f64]) -> Value {
    Coincidences::of(ratings).alpha(level, numbers)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Krippendorff 2011: four observers, twelve units, some values missing.
    pub(crate) fn four_observers() -> Ratings {
        let rows = [
            "11.1", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", ".555", "..11",
            "..3.",
        ];
        let value = |c: char| c.to_digit(10).map(|value| value - 1);
        let unit = |row: &&str| row.chars().map(value).collect::<Vec<_>>();
        Ratings::of(4, 5, &rows.iter().map(unit).collect::<Vec<_>>())
    }

    #[test]
    fn four_observers_and_four_levels() {
        let ratings = four_observers();
        let numbers = [1.0, 2.0, 3.0, 4.0, 5.0];
        for (level, wanted) in
            Level::ALL.into_iter().zip([0.743_421, 0.815_388, 0.849_107, 0.797_403])
        {
            let found = alpha(&ratings, level, &numbers).unwrap();
            assert!((found - wanted).abs() < 1e-6, "{}: {found}", level.name());
        }
        assert_eq!(alpha(&ratings, Level::Interval, &[]), Err(Undefined::NotNumbers));
    }

    #[test]
    fn without_variation_or_pairs_there_is_none() {
        let same = Ratings::of(2, 2, &[[Some(0), Some(0)], [Some(0), Some(0)]]);
        assert_eq!(alpha(&same, Level::Nominal, &[]), Err(Undefined::NoVariation));
        let alone = Ratings::of(2, 2, &[[Some(0), None]]);
        assert_eq!(alpha(&alone, Level::Nominal, &[]), Err(Undefined::NoPairs));
        let one = Ratings::of(2, 2, &[[Some(0), Some(1)]]);
        assert_eq!(alpha(&one, Level::Nominal, &[]), Ok(0.0));
    }

    #[test]
    fn a_unit_counts_once_for_each_of_its_values() {
        let mut found = Coincidences::new(3);
        found.add(&[Some(0), Some(1), Some(1), None], 4);
        found.add(&[Some(2), None, None, None], 5);
        assert_eq!(found.cells(), [0.0, 4.0, 0.0, 4.0, 4.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!((found.totals(), found.n()), (vec![4.0, 8.0, 0.0], 12.0));
        let more = found.clone();
        found.unite(more.cells());
        assert_eq!(found.n().to_bits(), 24f64.to_bits());
    }

    #[test]
    fn distances_of_each_level() {
        let totals = [4.0, 2.0, 6.0];
        let numbers = [-1.0, 1.0, 5.0];
        let at =
            |level: Level, c, k| Distances::new(level, &totals, &numbers).unwrap().between(c, k);
        assert_eq!([at(Level::Nominal, 0, 2), at(Level::Nominal, 1, 1)], [1.0, 0.0]);
        assert_eq!([at(Level::Ordinal, 0, 1), at(Level::Ordinal, 2, 0)], [9.0, 49.0]);
        assert_eq!([at(Level::Interval, 0, 2), at(Level::Interval, 1, 2)], [36.0, 16.0]);
        // Where the sum is 0 there is no ratio.
        assert_eq!([at(Level::Ratio, 0, 1), at(Level::Ratio, 1, 2)], [0.0, 4.0 / 9.0]);
        let endless = Distances::new(Level::Ratio, &totals, &[1.0, 2.0, f64::INFINITY]);
        assert_eq!(endless, Err(Undefined::NotNumbers));
        assert_eq!(at(Level::Nominal, 3, 3).to_bits(), 0);
    }

    #[test]
    fn levels_go_by_their_names() {
        let names = Level::ALL.map(Level::name);
        assert_eq!(names, ["nominal", "ordinal", "interval", "ratio"]);
    }
}
