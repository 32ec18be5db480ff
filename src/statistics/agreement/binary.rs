//! Agreement on whether one code holds: the four cells of two coders and what is made of them.

use super::{Ratings, Undefined, Value};

/// The four cells; units that one of the coders did not look at are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    /// Both gave the code.
    pub both: u64,
    /// The first alone.
    pub first: u64,
    /// The second alone.
    pub second: u64,
    /// Neither.
    pub neither: u64,
}

impl Cells {
    /// The cells of the only two coders; of two categories, the last is the positive one.
    pub fn of(ratings: &Ratings) -> Result<Self, Undefined> {
        if ratings.categories() != 2 {
            return Err(Undefined::NotBinary);
        }
        if ratings.coders() != 2 {
            return Err(Undefined::NotTwoCoders);
        }
        let mut cells = Cells::default();
        for (unit, times) in ratings.counted() {
            let cell = match unit {
                [Some(1), Some(1)] => &mut cells.both,
                [Some(1), Some(_)] => &mut cells.first,
                [Some(_), Some(1)] => &mut cells.second,
                [Some(_), Some(_)] => &mut cells.neither,
                _ => continue,
            };
            *cell += u64::from(times);
        }
        Ok(cells)
    }

    fn n(&self) -> u64 {
        self.both + self.first + self.second + self.neither
    }

    fn share(&self, count: u64) -> Value {
        ratio(count, self.n()).map_err(|_| Undefined::NoPairs)
    }

    /// PABAK = 2 p − 1, the prevalence-adjusted bias-adjusted κ. Byrt, Bishop and Carlin 1993,
    /// doi:10.1016/0895-4356(93)90018-V.
    pub fn pabak(&self) -> Value {
        Ok(2.0 * self.share(self.both + self.neither)? - 1.0)
    }

    /// |a − d| / n: near 1, κ is low however well coders agree. Byrt, Bishop and Carlin 1993.
    pub fn prevalence_index(&self) -> Value {
        self.share(self.both.abs_diff(self.neither))
    }

    /// |b − c| / n: how differently often the two give the code. Byrt, Bishop and Carlin 1993.
    pub fn bias_index(&self) -> Value {
        self.share(self.first.abs_diff(self.second))
    }

    /// Positive agreement 2a/(2a + b + c), which is F1 of either coder against the other. Dice 1945;
    /// Cicchetti and Feinstein 1990, doi:10.1016/0895-4356(90)90159-M.
    pub fn positive(&self) -> Value {
        ratio(2 * self.both, 2 * self.both + self.first + self.second)
    }

    /// Negative agreement 2d/(2d + b + c). Cicchetti and Feinstein 1990.
    pub fn negative(&self) -> Value {
        ratio(2 * self.neither, 2 * self.neither + self.first + self.second)
    }

    /// Of what the second coder gave, the share that the first gave too.
    pub fn precision(&self) -> Value {
        ratio(self.both, self.both + self.second)
    }

    /// Of what the first coder gave, the share that the second found.
    pub fn recall(&self) -> Value {
        ratio(self.both, self.both + self.first)
    }
}

fn ratio(part: u64, whole: u64) -> Value {
    if whole == 0 { Err(Undefined::Nothing) } else { Ok(part as f64 / whole as f64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_observers_ten_units() {
        let cells = Cells { both: 1, first: 1, second: 3, neither: 5 };
        let found = [
            cells.pabak(),
            cells.prevalence_index(),
            cells.bias_index(),
            cells.positive(),
            cells.negative(),
            cells.precision(),
            cells.recall(),
        ];
        let wanted = [0.2, 0.4, 0.2, 0.333_333, 0.714_286, 0.25, 0.5];
        for (found, wanted) in found.into_iter().zip(wanted) {
            assert!((found.unwrap() - wanted).abs() < 1e-6);
        }
        let nothing = Cells { neither: 3, ..Cells::default() };
        assert_eq!((nothing.positive(), nothing.negative()), (Err(Undefined::Nothing), Ok(1.0)));
        assert_eq!(Cells::default().pabak(), Err(Undefined::NoPairs));
    }

    #[test]
    fn three_coders_or_three_categories_have_no_cells() {
        assert_eq!(Cells::of(&Ratings::new(3, 2)), Err(Undefined::NotTwoCoders));
        assert_eq!(Cells::of(&Ratings::new(2, 3)), Err(Undefined::NotBinary));
    }

    #[test]
    fn each_pair_of_answers_has_its_cell() {
        let mut ratings = Ratings::new(2, 2);
        for (unit, times) in [([1, 1], 4), ([1, 0], 3), ([0, 1], 2), ([0, 0], 6)] {
            ratings.push_times(&unit.map(Some), times);
        }
        ratings.push(&[Some(1), None]);
        let wanted = Cells { both: 4, first: 3, second: 2, neither: 6 };
        assert_eq!(Cells::of(&ratings), Ok(wanted));
        assert_eq!(wanted.pabak(), Ok(2.0 * (10.0 / 15.0) - 1.0));
        let one_sided = Cells { first: 2, ..Cells::default() };
        assert_eq!((one_sided.precision(), one_sided.recall()), (Err(Undefined::Nothing), Ok(0.0)));
    }
}
