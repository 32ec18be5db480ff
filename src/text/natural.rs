//! The natural order of names: `P2` comes before `P10`.
//!
//! In come two names, out comes which is first: runs of the digits 0 to 9 compare as numbers of any
//! length, all else by its characters. Names that only differ in leading zeros (`P1`, `P01`) follow
//! the plain order, so that no two different names are equal. Ids of transcripts and cases have this
//! order wherever people read them.

use std::cmp::Ordering;

/// Compares two names: digits as numbers, all else by its characters.
///
/// ```
/// use emic::text::natural::natural;
/// let mut ids = ["P10", "P2", "P1"];
/// ids.sort_by(|a, b| natural(a, b));
/// assert_eq!(ids, ["P1", "P2", "P10"]);
/// ```
pub fn natural(one: &str, other: &str) -> Ordering {
    let (mut left, mut right) = (one, other);
    loop {
        let (number, rest) = number(left);
        let (against, rest_against) = self::number(right);
        let order = match (number, against) {
            // Without leading zeros the longer number is the larger.
            (Some(a), Some(b)) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
            _ => match (left.chars().next(), right.chars().next()) {
                (None, None) => return one.cmp(other),
                (a, b) => a.cmp(&b),
            },
        };
        if order.is_ne() {
            return order;
        }
        (left, right) = match (number, against) {
            (Some(_), Some(_)) => (rest, rest_against),
            _ => (after_first(left), after_first(right)),
        };
    }
}

/// The number that a text begins with, without leading zeros, and what follows it.
fn number(text: &str) -> (Option<&str>, &str) {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    match text.strip_suffix(rest).filter(|digits| !digits.is_empty()) {
        Some(digits) => (Some(digits.trim_start_matches('0')), rest),
        None => (None, text),
    }
}

fn after_first(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    chars.as_str()
}

/// Bytes that stand in the natural order of their names, but for leading zeros: for sorting many.
pub fn key(name: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(name.len() + 8);
    let mut rest = name;
    while !rest.is_empty() {
        let (digits, after) = number(rest);
        match digits {
            Some(digits) => {
                // Any digit stands between the same other characters; the longer number is larger.
                key.push(b'0');
                key.extend((digits.len() as u32).to_be_bytes());
                key.extend(digits.bytes());
                rest = after;
            }
            None => {
                let other = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
                let (words, after) = rest.split_at(other);
                key.extend(words.bytes());
                rest = after;
            }
        }
    }
    key
}

/// A name that sorts naturally, as the key of a map or of a sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Natural<'n>(
    /// The name.
    pub &'n str,
);

impl Ord for Natural<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        natural(self.0, other.0)
    }
}

impl PartialOrd for Natural<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_count_and_ties_are_plain() {
        let ordered = [
            "",
            "007",
            "7",
            "10",
            "N1-diary",
            "N1-w2",
            "N1-w10",
            "N2",
            "P",
            "P01",
            "P1",
            "P1-b",
            "P1/A2",
            "P1/A10",
            "P002",
            "P10",
            "P99999999999999999999998",
            "P99999999999999999999999",
            "Pa",
            "É2",
            "É10",
        ];
        for pair in ordered.windows(2) {
            assert_eq!(natural(pair[0], pair[1]), Ordering::Less, "{pair:?}");
            assert_eq!(natural(pair[1], pair[0]), Ordering::Greater, "{pair:?}");
        }
        assert_eq!(natural("P01", "P01"), Ordering::Equal);
    }

    proptest! {
        /// Sorting gives one order, whatever stood first.
        #[test]
        fn it_is_an_order(a in "[P0-2-é]{0,5}", b in "[P0-2-é]{0,5}", c in "[P0-2-é]{0,5}") {
            prop_assert_eq!(natural(&a, &b), natural(&b, &a).reverse());
            prop_assert_eq!(natural(&a, &b).is_eq(), a == b);
            prop_assert_eq!(natural(&a, &b), (key(&a), &a).cmp(&(key(&b), &b)));
            if natural(&a, &b).is_le() && natural(&b, &c).is_le() {
                prop_assert!(natural(&a, &c).is_le());
            }
        }
    }
}
