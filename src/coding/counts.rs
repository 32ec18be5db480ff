//! What one transcript has of each code: a list, sorted by the code's place.
//!
//! There is one for every transcript, so it is made and left in one piece.

use super::tally::Count;

/// Counts by the place of the code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts(Vec<(u32, Count)>);

impl Counts {
    /// An empty list with room for so many codes.
    pub fn with_capacity(codes: usize) -> Self {
        Counts(Vec::with_capacity(codes))
    }

    /// The count of a code.
    pub fn get(&self, code: &u32) -> Option<&Count> {
        let place = self.0.binary_search_by_key(code, |(known, _)| *known).ok()?;
        self.0.get(place).map(|(_, count)| count)
    }

    /// Sets the count of a code; gives what it was.
    pub fn insert(&mut self, code: u32, count: Count) -> Option<Count> {
        // Mostly they come in order.
        if self.0.last().is_none_or(|(last, _)| *last < code) {
            self.0.push((code, count));
            return None;
        }
        match self.0.binary_search_by_key(&code, |(known, _)| *known) {
            Ok(place) => self.0.get_mut(place).map(|(_, old)| std::mem::replace(old, count)),
            Err(place) => {
                self.0.insert(place, (code, count));
                None
            }
        }
    }

    /// The codes in order, each with its count.
    pub fn iter(&self) -> impl Iterator<Item = (&u32, &Count)> {
        self.0.iter().map(|(code, count)| (code, count))
    }

    /// How many codes have a count.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none has.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(u32, Count)> for Counts {
    fn from_iter<I: IntoIterator<Item = (u32, Count)>>(counts: I) -> Self {
        let mut all = Counts::default();
        for (code, count) in counts {
            all.insert(code, count);
        }
        all
    }
}

impl<const N: usize> From<[(u32, Count); N]> for Counts {
    fn from(counts: [(u32, Count); N]) -> Self {
        counts.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn counts_are_a_sorted_map() {
        let count = |segments| Count { segments, ..Count::default() };
        let given = [(3, 1), (1, 2), (5, 3), (1, 4)].map(|(code, own)| (code, count(own)));
        let map = BTreeMap::from(given.clone());
        let mut counts = Counts::from(given);
        assert!(counts.iter().eq(map.iter()));
        assert_eq!((counts.get(&1), counts.get(&4)), (Some(&count(4)), None));
        assert_eq!(counts.insert(1, count(5)), Some(count(4)));
        assert_eq!(counts.insert(4, count(6)), None);
        assert_eq!(counts.iter().map(|(code, _)| *code).collect::<Vec<_>>(), [1, 3, 4, 5]);
        assert_eq!((counts.len(), counts.is_empty()), (4, false));
    }
}
