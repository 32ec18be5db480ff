//! What each case contributes to one code: a short list, sorted by case.
//!
//! A transcript has a case or two and a codebook hundreds of codes, so there are very many of these
//! and nearly all have one entry, which takes no memory of its own. The codes of a transcript share
//! the names of its cases.

use std::sync::Arc;

use smallvec::SmallVec;

/// What one case contributes to a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// United spans.
    pub segments: u64,
    /// Words inside them.
    pub words: u64,
}

/// Shares by case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shares(SmallVec<[(Arc<str>, Share); 1]>);

impl Shares {
    /// An empty list with room for so many cases.
    pub fn with_capacity(cases: usize) -> Self {
        Shares(SmallVec::with_capacity(cases))
    }

    /// The share of a case.
    pub fn get(&self, case: &str) -> Option<&Share> {
        let place = self.0.binary_search_by(|(known, _)| (**known).cmp(case)).ok()?;
        self.0.get(place).map(|(_, share)| share)
    }

    /// Sets the share of a case; gives what it was.
    pub fn insert(&mut self, case: impl Into<Arc<str>>, share: Share) -> Option<Share> {
        let case = case.into();
        // Mostly they come in order.
        if self.0.last().is_none_or(|(last, _)| *last < case) {
            self.0.push((case, share));
            return None;
        }
        match self.0.binary_search_by(|(known, _)| known.cmp(&case)) {
            Ok(place) => self.0.get_mut(place).map(|(_, old)| std::mem::replace(old, share)),
            Err(place) => {
                self.0.insert(place, (case, share));
                None
            }
        }
    }

    /// The cases in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(case, _)| &**case)
    }

    /// The cases in order, each with its share.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Share)> {
        self.0.iter().map(|(case, share)| (&**case, share))
    }

    /// How many cases there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<C: Into<Arc<str>>> FromIterator<(C, Share)> for Shares {
    fn from_iter<I: IntoIterator<Item = (C, Share)>>(shares: I) -> Self {
        let shares = shares.into_iter();
        let mut all = Shares::with_capacity(shares.size_hint().0);
        // As in a map, the last one stands.
        for (case, share) in shares {
            all.insert(case, share);
        }
        all
    }
}

impl<C: Into<Arc<str>>, const N: usize> From<[(C, Share); N]> for Shares {
    fn from(shares: [(C, Share); N]) -> Self {
        shares.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn shares_are_a_sorted_map() {
        let share = |segments| Share { segments, words: 2 * segments };
        let given = [("P2", 1), ("P1", 2), ("P3", 3), ("P1", 4)];
        let given = given.map(|(case, segments)| (case.to_owned(), share(segments)));
        let map = BTreeMap::from(given.clone());
        let mut shares = Shares::from(given);
        assert!(shares.iter().eq(map.iter().map(|(case, share)| (case.as_str(), share))));
        assert!(shares.keys().eq(map.keys()));
        assert_eq!((shares.get("P1"), shares.get("P4")), (Some(&share(4)), None));
        assert_eq!(shares.insert("P1", share(5)), Some(share(4)));
        assert_eq!(shares.insert("P0", share(6)), None);
        assert_eq!(shares.keys().collect::<Vec<_>>(), ["P0", "P1", "P2", "P3"]);
        assert_eq!((shares.len(), shares.is_empty()), (4, false));
    }
}
