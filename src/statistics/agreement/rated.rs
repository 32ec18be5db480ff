//! Ratings with their names: which units, which coders, which categories.
//!
//! This is what agreement is asked of, wherever the ratings come from: a table that somebody made,
//! or the codings of a study, one binary table a code.

use super::Ratings;
use super::krippendorff::Level;

/// The ratings of one code, or of one question with exclusive answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rated {
    /// The code's id; empty where the table is about one question alone.
    pub code: String,
    /// What a unit is: `turn`, `sentence`, `unit`.
    pub unit: String,
    /// The coders.
    pub coders: Vec<String>,
    /// The categories in order; of two, the last is the positive one.
    pub categories: Vec<String>,
    /// The level of the values, where the table has one of its own.
    pub level: Option<Level>,
    /// What is to be said about the table.
    pub note: Option<String>,
    /// The names of the units; empty where nobody asks for them.
    pub units: Vec<String>,
    /// The cluster of each unit, from 0: its transcript. Empty where units do not hang together.
    pub clusters: Vec<usize>,
    /// The ratings.
    pub ratings: Ratings,
}

impl Rated {
    /// The table of a code: 1 where a unit carries it, 0 where it does not, nothing where the coder
    /// has not finished the unit. A unit comes as its name, its cluster and a mark a coder.
    pub fn binary(
        code: &str,
        unit: &str,
        coders: &[String],
        units: impl IntoIterator<Item = (String, usize, Vec<Option<bool>>)>,
    ) -> Self {
        let mut rated = Rated {
            code: code.to_owned(),
            unit: unit.to_owned(),
            coders: coders.to_vec(),
            categories: ["0", "1"].map(str::to_owned).to_vec(),
            ratings: Ratings::new(coders.len(), 2),
            ..Rated::default()
        };
        for (name, cluster, marks) in units {
            let marks: Vec<Option<u32>> =
                marks.into_iter().map(|mark| mark.map(u32::from)).collect();
            rated.units.push(name);
            rated.clusters.push(cluster);
            rated.ratings.push(&marks);
        }
        rated
    }

    /// The categories as numbers; none where one is not.
    pub fn numbers(&self) -> Vec<f64> {
        let numbers = self.categories.iter().map(|name| name.parse::<f64>().ok());
        let numbers: Option<Vec<f64>> = numbers.map(|x| x.filter(|x| x.is_finite())).collect();
        numbers.unwrap_or_default()
    }

    /// How many clusters there are.
    pub fn clusters_n(&self) -> usize {
        self.clusters.iter().max().map_or(0, |last| last + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_there_or_not_or_nobody_looked() {
        let coders = ["ana", "ben"].map(str::to_owned);
        let units = [
            ("t1/1".to_owned(), 0, vec![Some(true), Some(false)]),
            ("t2/1".to_owned(), 1, vec![Some(true), None]),
        ];
        let rated = Rated::binary("hope", "turn", &coders, units);
        assert_eq!((rated.ratings.uses(1), rated.ratings.missing()), (vec![2, 0], 1));
        assert_eq!((rated.clusters_n(), rated.numbers()), (2, vec![0.0, 1.0]));
        assert_eq!((rated.code.as_str(), rated.unit.as_str()), ("hope", "turn"));
        assert_eq!(
            (rated.coders, rated.units),
            (coders.to_vec(), vec!["t1/1".into(), "t2/1".into()])
        );
    }

    #[test]
    fn names_that_are_no_numbers_are_none() {
        let named = |names: &[&str]| Rated {
            categories: names.iter().map(|name| (*name).to_owned()).collect(),
            ..Rated::default()
        };
        assert_eq!(named(&["-1", "2.5"]).numbers(), [-1.0, 2.5]);
        assert!(named(&["1", "two"]).numbers().is_empty());
        assert!(named(&["1", "inf"]).numbers().is_empty());
        assert_eq!(named(&[]).clusters_n(), 0);
    }
}
