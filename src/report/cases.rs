//! The cases of a report with what is known of each, in the natural order of their ids.
//!
//! In come case ids with values, out they come as a map whose order is the one people read: `P2`
//! before `P10` ([`crate::text::natural`]).

use std::collections::BTreeMap;

use crate::text::natural::Natural;

/// Values by case id, in natural order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cases<'m> {
    words: BTreeMap<Natural<'m>, u64>,
}

impl<'m> Cases<'m> {
    /// Adds words to a case.
    pub fn add(&mut self, case: &'m str, words: u64) {
        *self.words.entry(Natural(case)).or_default() += words;
    }

    /// How many cases there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether a case is among them.
    pub fn contains_key(&self, case: &str) -> bool {
        self.words.contains_key(&Natural(case))
    }

    /// The words of a case.
    pub fn get<'s>(&'s self, case: &'s str) -> Option<&'s u64> {
        self.words.get(&Natural(case))
    }

    /// The ids.
    pub fn keys(&self) -> impl Iterator<Item = &&'m str> {
        self.words.keys().map(|case| &case.0)
    }

    /// The ids alone.
    pub fn into_keys(self) -> impl Iterator<Item = &'m str> {
        self.words.into_keys().map(|case| case.0)
    }

    /// The words, by case.
    pub fn values(&self) -> impl Iterator<Item = &u64> {
        self.words.values()
    }

    /// The ids with their words.
    pub fn iter(&self) -> impl Iterator<Item = (&&'m str, &u64)> {
        self.words.iter().map(|(case, words)| (&case.0, words))
    }
}

impl<'m> IntoIterator for Cases<'m> {
    type Item = (&'m str, u64);
    type IntoIter = std::iter::Map<
        std::collections::btree_map::IntoIter<Natural<'m>, u64>,
        fn((Natural<'m>, u64)) -> (&'m str, u64),
    >;

    fn into_iter(self) -> Self::IntoIter {
        self.words.into_iter().map(|(case, words)| (case.0, words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_add_up_in_natural_order() {
        let mut cases = Cases::default();
        for (case, words) in [("P10", 3), ("P2", 1), ("P10", 4)] {
            cases.add(case, words);
        }
        assert_eq!(cases.get("P10"), Some(&7));
        assert!(!cases.contains_key("P1") && cases.len() == 2);
        assert_eq!(cases.into_iter().collect::<Vec<_>>(), [("P2", 1), ("P10", 7)]);
    }
}
