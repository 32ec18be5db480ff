//! What each case contributes to one code: a short list, sorted by case.
//!
//! A transcript has a case or two and a codebook hundreds of codes, so there are very many of these
//! and nearly all have one entry.

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
pub struct Shares(Vec<(String, Share)>);

impl Shares {
    /// The share of a case.
    pub fn get(&self, case: &str) -> Option<&Share> {
        let place = self.0.binary_search_by(|(known, _)| known.as_str().cmp(case)).ok()?;
        self.0.get(place).map(|(_, share)| share)
    }

    /// Sets the share of a case; gives what it was.
    pub fn insert(&mut self, case: String, share: Share) -> Option<Share> {
        match self.0.binary_search_by(|(known, _)| known.cmp(&case)) {
            Ok(place) => self.0.get_mut(place).map(|(_, old)| std::mem::replace(old, share)),
            Err(place) => {
                self.0.insert(place, (case, share));
                None
            }
        }
    }

    /// The cases in order.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.0.iter().map(|(case, _)| case)
    }

    /// The cases in order, each with its share.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Share)> {
        self.into_iter()
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

impl FromIterator<(String, Share)> for Shares {
    fn from_iter<I: IntoIterator<Item = (String, Share)>>(shares: I) -> Self {
        let mut all: Vec<(String, Share)> = shares.into_iter().collect();
        all.sort_by(|one, other| one.0.cmp(&other.0));
        // As in a map, the last one stands.
        all.reverse();
        all.dedup_by(|one, other| one.0 == other.0);
        all.reverse();
        Shares(all)
    }
}

impl<const N: usize> From<[(String, Share); N]> for Shares {
    fn from(shares: [(String, Share); N]) -> Self {
        shares.into_iter().collect()
    }
}

impl IntoIterator for Shares {
    type Item = (String, Share);
    type IntoIter = std::vec::IntoIter<(String, Share)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'s> IntoIterator for &'s Shares {
    type Item = (&'s String, &'s Share);
    type IntoIter = std::iter::Map<
        std::slice::Iter<'s, (String, Share)>,
        fn(&'s (String, Share)) -> (&'s String, &'s Share),
    >;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(|(case, share)| (case, share))
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
        assert!(shares.iter().eq(map.iter()) && shares.keys().eq(map.keys()));
        assert_eq!((shares.get("P1"), shares.get("P4")), (Some(&share(4)), None));
        assert_eq!(shares.insert("P1".into(), share(5)), Some(share(4)));
        assert_eq!(shares.insert("P0".into(), share(6)), None);
        assert_eq!(shares.keys().collect::<Vec<_>>(), ["P0", "P1", "P2", "P3"]);
        assert_eq!((shares.len(), shares.is_empty()), (4, false));
    }
}
