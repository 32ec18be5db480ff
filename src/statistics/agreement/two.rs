//! Agreement of two coders: Cohen's κ with its standard error, its greatest value and its weighted
//! forms, and Scott's π. Units that one of them did not rate are left out.

use super::many::beyond_chance;
use super::{Ratings, Undefined, Value};

/// How often the first coder gave one category and the second another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Contingency {
    categories: usize,
    /// By the first coder's category, then by the second's.
    cells: Vec<f64>,
}

/// How much a near miss counts as agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    /// Not at all.
    Identity,
    /// 1 − |i − j| / (q − 1).
    Linear,
    /// 1 − ((i − j)/(q − 1))².
    Quadratic,
}

impl Contingency {
    /// The table of two coders, by their places.
    pub fn of(ratings: &Ratings, first: usize, second: usize) -> Self {
        let categories = ratings.categories();
        let mut cells = vec![0.0; categories * categories];
        for (unit, times) in ratings.counted() {
            let [one, other] = [first, second].map(|coder| unit.get(coder).copied().flatten());
            if let (Some(one), Some(other)) = (one, other)
                && let Some(cell) = cells.get_mut(one as usize * categories + other as usize)
            {
                *cell += f64::from(times);
            }
        }
        Contingency { categories, cells }
    }

    /// The table of the only two coders there are.
    pub fn of_two(ratings: &Ratings) -> Result<Self, Undefined> {
        match ratings.coders() {
            2 => Ok(Contingency::of(ratings, 0, 1)),
            _ => Err(Undefined::NotTwoCoders),
        }
    }

    /// The share of a cell; 0 outside the table.
    fn share(&self, row: usize, column: usize) -> f64 {
        let cell = self.cells.get(row * self.categories + column).copied().unwrap_or_default();
        cell / self.n().max(1.0)
    }

    /// Units that both rated.
    fn n(&self) -> f64 {
        self.cells.iter().sum()
    }

    /// The shares of the categories with each coder.
    fn margins(&self) -> [Vec<f64>; 2] {
        let all = 0..self.categories;
        let rows = all.clone().map(|row| all.clone().map(|at| self.share(row, at)).sum());
        let columns = all.clone().map(|column| all.clone().map(|at| self.share(at, column)).sum());
        [rows.collect(), columns.collect()]
    }

    fn diagonal(&self) -> f64 {
        (0..self.categories).map(|at| self.share(at, at)).sum()
    }

    /// The share of units on which they agree.
    pub fn observed(&self) -> Value {
        if self.n() > 0.0 { Ok(self.diagonal()) } else { Err(Undefined::NoPairs) }
    }

    /// The share on which they would agree by chance: Σ of the products of their margins.
    pub fn expected(&self) -> Value {
        self.observed()?;
        let [rows, columns] = self.margins();
        Ok(rows.iter().zip(&columns).map(|(row, column)| row * column).sum())
    }

    /// Cohen's κ = (o − e)/(1 − e). Cohen 1960, doi:10.1177/001316446002000104.
    pub fn cohen(&self) -> Value {
        beyond_chance(self.observed()?, self.expected()?)
    }

    /// The greatest κ that these margins allow: Σ min of the margins in place of o. Cohen 1960.
    pub fn cohen_max(&self) -> Value {
        let [rows, columns] = self.margins();
        let most = rows.iter().zip(&columns).map(|(row, column)| row.min(*column)).sum();
        beyond_chance(most, self.expected()?)
    }

    /// The standard error of κ in large samples: √(A + B − C) / ((1 − e)² √n) with
    /// A = Σ p_ii((1 − e) − (p_i· + p_·i)(1 − o))², B = (1 − o)² Σ_{i≠j} p_ij(p_·i + p_j·)²,
    /// C = (oe − 2e + o)². Fleiss, Cohen and Everitt 1969, doi:10.1037/h0028106.
    pub fn cohen_error(&self) -> Value {
        self.cohen()?;
        let (o, e) = (self.observed()?, self.expected()?);
        let [rows, columns] = self.margins();
        let mut spread = -(o * e - 2.0 * e + o).powi(2);
        for (i, (row, column)) in rows.iter().zip(&columns).enumerate() {
            spread += self.share(i, i) * ((1.0 - e) - (row + column) * (1.0 - o)).powi(2);
            for (j, other) in rows.iter().enumerate().filter(|(j, _)| *j != i) {
                spread += (1.0 - o).powi(2) * self.share(i, j) * (column + other).powi(2);
            }
        }
        Ok(spread.max(0.0).sqrt() / ((1.0 - e).powi(2) * self.n().sqrt()))
    }

    /// The standard error of κ if there were no agreement beyond chance:
    /// √(e + e² − Σ p_i· p_·i (p_i· + p_·i)) / ((1 − e) √n). Fleiss, Cohen and Everitt 1969.
    pub fn cohen_error_by_chance(&self) -> Value {
        self.cohen()?;
        let e = self.expected()?;
        let [rows, columns] = self.margins();
        let pairs = rows.iter().zip(&columns);
        let sum: f64 = pairs.map(|(row, column)| row * column * (row + column)).sum();
        Ok((e + e * e - sum).max(0.0).sqrt() / ((1.0 - e) * self.n().sqrt()))
    }

    /// Cohen's κ in which near misses count in part: the sums of o and e weighted alike. Cohen 1968,
    /// doi:10.1037/h0026256.
    pub fn weighted(&self, weights: Weights) -> Value {
        self.observed()?;
        let [rows, columns] = self.margins();
        let far = self.categories.saturating_sub(1).max(1) as f64;
        let weight = |i: usize, j: usize| {
            let distance = i.abs_diff(j) as f64 / far;
            match weights {
                Weights::Identity => f64::from(u8::from(i == j)),
                Weights::Linear => 1.0 - distance,
                Weights::Quadratic => 1.0 - distance * distance,
            }
        };
        let (mut observed, mut expected) = (0.0, 0.0);
        for (i, row) in rows.iter().enumerate() {
            for (j, column) in columns.iter().enumerate() {
                observed += weight(i, j) * self.share(i, j);
                expected += weight(i, j) * row * column;
            }
        }
        beyond_chance(observed, expected)
    }

    /// Scott's π = (o − e)/(1 − e) with e = Σ ((p_k· + p_·k)/2)². Scott 1955, doi:10.1086/266577.
    pub fn scott(&self) -> Value {
        let observed = self.observed()?;
        let [rows, columns] = self.margins();
        let pairs = rows.iter().zip(&columns);
        let expected = pairs.map(|(row, column)| f64::midpoint(*row, *column).powi(2)).sum();
        beyond_chance(observed, expected)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A table by its cells.
    fn table(categories: usize, cells: &[u32]) -> Contingency {
        let cells = cells.iter().map(|cell| f64::from(*cell)).collect();
        Contingency { categories, cells }
    }

    fn near(found: Value, wanted: f64) -> bool {
        found.is_ok_and(|found| (found - wanted).abs() < 1e-6)
    }

    #[test]
    fn cohen_1960_page_45() {
        let table = table(3, &[88, 14, 18, 10, 40, 10, 2, 6, 12]);
        assert!(near(table.cohen(), 0.491_525), "{:?}", table.cohen());
        assert!(near(table.cohen_max(), 0.830_508), "{:?}", table.cohen_max());
        assert!(near(table.cohen_error(), 0.051_002), "{:?}", table.cohen_error());
    }

    #[test]
    fn one_coder_never_uses_the_code() {
        let table = table(2, &[15, 5, 0, 0]);
        assert!(near(table.cohen(), 0.0));
        let nobody = self::table(2, &[20, 0, 0, 0]);
        assert_eq!(nobody.cohen(), Err(Undefined::NoVariation));
        assert_eq!(nobody.scott(), Err(Undefined::NoVariation));
        assert_eq!(self::table(2, &[0; 4]).cohen_error(), Err(Undefined::NoPairs));
    }

    #[test]
    fn three_categories_used_unevenly() {
        let cells = [[4, 1, 0], [2, 5, 1], [0, 1, 6]];
        let mut ratings = Ratings::new(3, 3);
        ratings.push(&[Some(0), None, Some(2)]);
        ratings.push(&[None, Some(1), None]);
        for (first, row) in (0u32..).zip(cells) {
            for (second, times) in (0u32..).zip(row) {
                ratings.push_times(&[Some(first), Some(second), Some(0)], times);
            }
        }
        let table = Contingency::of(&ratings, 0, 1);
        assert_eq!(table, self::table(3, &[4, 1, 0, 2, 5, 1, 0, 1, 6]));
        assert!(near(table.observed(), 0.75) && near(table.expected(), 0.3375));
        assert!(near(table.cohen(), 0.622_641_5) && near(table.cohen_max(), 0.924_528_3));
        assert!(near(table.cohen_error(), 0.146_094_8));
        assert!(near(table.cohen_error_by_chance(), 0.158_097_0));
        assert!(near(table.weighted(Weights::Identity), 0.622_641_5));
        assert!(near(table.weighted(Weights::Linear), 0.707_602_3));
        assert!(near(table.weighted(Weights::Quadratic), 0.798_387_1));
        assert!(near(table.scott(), 0.621_928_2));
        assert_eq!(Contingency::of_two(&ratings), Err(Undefined::NotTwoCoders));
    }
}
