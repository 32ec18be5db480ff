//! Pooled κ over several codes: the means of observed and of expected agreement, then one κ.
//!
//! A code on which nobody varied adds the same to both means and so takes no side. De Vries,
//! Elliott, Kanouse and Teleki 2008, doi:10.1177/1525822X08317166.

use super::many::beyond_chance;
use super::two::Contingency;
use super::{Ratings, Undefined, Value};

/// Pooled κ of two coders over codes, a table of ratings each. Codes without a unit that both
/// rated are left out.
pub fn pooled_kappa<'r>(codes: impl IntoIterator<Item = &'r Ratings>) -> Value {
    let (mut observed, mut expected, mut counted) = (0.0, 0.0, 0usize);
    for ratings in codes {
        let table = Contingency::of_two(ratings)?;
        if let (Ok(one), Ok(other)) = (table.observed(), table.expected()) {
            observed += one;
            expected += other;
            counted += 1;
        }
    }
    if counted == 0 {
        return Err(Undefined::NoPairs);
    }
    beyond_chance(observed / counted as f64, expected / counted as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_codes_in_fifty_turns() {
        let ratings = |cells: [usize; 4]| {
            let pairs = [(1, 1), (1, 0), (0, 1), (0, 0)];
            let units: Vec<[Option<u32>; 2]> = pairs
                .into_iter()
                .zip(cells)
                .flat_map(|((one, other), times)| vec![[Some(one), Some(other)]; times])
                .collect();
            Ratings::of(2, 2, &units)
        };
        let codes = [[10, 2, 3, 35], [4, 1, 1, 44], [20, 5, 5, 20]].map(ratings);
        let found = pooled_kappa(&codes).unwrap();
        assert!((found - 0.677_786).abs() < 1e-6, "{found}");
        assert_eq!(pooled_kappa([]), Err(Undefined::NoPairs));
        assert_eq!(pooled_kappa(&[Ratings::new(3, 2)]), Err(Undefined::NotTwoCoders));
    }
}
