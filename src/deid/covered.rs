//! What parts of a text are covered, asked of many other parts.
//!
//! In come ranges of bytes in any order, out comes whether another overlaps one of them or lies in
//! one. A transcript may have as many finds as words, so nothing is compared with all of them.

use std::ops::Range;

/// Ranges that were united where they overlap, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Covered(Vec<Range<usize>>);

impl Covered {
    /// Unites ranges.
    pub(super) fn new(ranges: impl IntoIterator<Item = Range<usize>>) -> Self {
        let mut ranges: Vec<Range<usize>> = ranges.into_iter().collect();
        ranges.sort_by_key(|range| (range.start, range.end));
        let mut united: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
        for range in ranges {
            match united.last_mut() {
                Some(last) if range.start < last.end => last.end = last.end.max(range.end),
                _ => united.push(range),
            }
        }
        Covered(united)
    }

    /// Whether a range shares anything with one of them.
    pub(super) fn overlaps(&self, range: &Range<usize>) -> bool {
        let next = self.0.partition_point(|one| one.end <= range.start);
        self.0.get(next).is_some_and(|one| one.start < range.end)
    }

    /// Whether a range lies in one of them.
    pub(super) fn holds(&self, range: &Range<usize>) -> bool {
        let next = self.0.partition_point(|one| one.end < range.end);
        self.0.get(next).is_some_and(|one| one.start <= range.start)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ranges() -> impl Strategy<Value = Vec<Range<usize>>> {
        let range = (0_usize..40, 1_usize..6).prop_map(|(start, length)| start..start + length);
        proptest::collection::vec(range, 0..12)
    }

    proptest! {
        #[test]
        fn it_is_what_all_of_them_say(all in ranges(), asked in ranges()) {
            let covered = Covered::new(all.clone());
            for one in asked {
                let overlaps = all.iter().any(|of| of.start < one.end && one.start < of.end);
                prop_assert_eq!(covered.overlaps(&one), overlaps);
                let holds = all.iter().any(|of| of.start <= one.start && one.end <= of.end);
                // What overlaps is one: several can hold together what none of them holds alone.
                prop_assert!(covered.holds(&one) || !holds);
            }
        }
    }
}
