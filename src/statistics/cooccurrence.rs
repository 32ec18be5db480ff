//! Co-occurrence: two codes that stand in the same units, and what is made of the four counts.
//!
//! In come units with their codes, or spans; out come counts for each pair and indices from them.
//! Every index hides a count, so the counts are always to be shown beside it.

use std::collections::BTreeMap;

use super::fisher::p_two_sided;
use super::fourfold::Fourfold;

/// A code much more frequent than the other bounds Jaccard's index from above by one over this.
const LOPSIDED: u64 = 5;

/// Two codes in the same units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pair {
    /// Units with the first code.
    pub a: u64,
    /// Units with the second code.
    pub b: u64,
    /// Units with both.
    pub both: u64,
    /// All units.
    pub n: u64,
}

impl Pair {
    /// n_ab / (n_a + n_b − n_ab). Jaccard 1901; with pairs of segments it is the c coefficient of
    /// ATLAS.ti, which can exceed 1 where several segments overlap one.
    pub fn jaccard(&self) -> Option<f64> {
        let either = (self.a + self.b).checked_sub(self.both).filter(|either| *either > 0)?;
        Some(self.both as f64 / either as f64)
    }

    /// P(b|a): of the units with the first code, the share with the second.
    pub fn b_given_a(&self) -> Option<f64> {
        (self.a > 0).then(|| self.both as f64 / self.a as f64)
    }

    /// P(a|b).
    pub fn a_given_b(&self) -> Option<f64> {
        (self.b > 0).then(|| self.both as f64 / self.b as f64)
    }

    /// Units with both if the codes had nothing to do with each other: n_a n_b / N.
    pub fn expected(&self) -> Option<f64> {
        (self.n > 0).then(|| self.a as f64 * self.b as f64 / self.n as f64)
    }

    /// n_ab N / (n_a n_b): how many times as often as expected. Brin et al. 1997,
    /// doi:10.1145/253260.253325.
    pub fn lift(&self) -> Option<f64> {
        let expected = self.expected().filter(|expected| *expected > 0.0)?;
        Some(self.both as f64 / expected)
    }

    /// The four cells; none where units are not what is counted.
    fn table(&self) -> Option<Fourfold> {
        let first = self.a.checked_sub(self.both)?;
        let second = self.b.checked_sub(self.both)?;
        let neither = self.n.checked_sub(self.both + first + second)?;
        Some(Fourfold { a: self.both, b: first, c: second, d: neither })
    }

    /// Yule's Q = (ad − bc)/(ad + bc), 1 or −1 as soon as one cell is 0. Yule 1912,
    /// doi:10.2307/2340126.
    pub fn q(&self) -> Option<f64> {
        let table = self.table()?;
        let [a, b, c, d] = [table.a, table.b, table.c, table.d].map(|cell| cell as f64);
        let sum = a * d + b * c;
        (sum > 0.0).then(|| (a * d - b * c) / sum)
    }

    /// φ of the four cells (`statistics::fourfold`).
    pub fn phi(&self) -> Option<f64> {
        self.table()?.phi()
    }

    /// Fisher's exact p, two-sided (`statistics::fisher`).
    pub fn fisher(&self) -> Option<f64> {
        self.table().map(|table| p_two_sided(&table))
    }

    /// Whether one code is more than five times as frequent as the other.
    pub fn is_lopsided(&self) -> bool {
        let (less, more) = (self.a.min(self.b), self.a.max(self.b));
        less > 0 && more > LOPSIDED * less
    }

    /// Whether both codes are in every unit, so that the unit is too large to tell anything.
    pub fn is_saturated(&self) -> bool {
        self.n > 0 && self.both == self.n
    }
}

/// The codes of each unit, in any order, each at most once.
pub type Units = Vec<Vec<usize>>;

/// How many units carry each code and each two of them, counted one unit after the other.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    alone: BTreeMap<usize, u64>,
    both: BTreeMap<(usize, usize), u64>,
    n: u64,
}

impl Counts {
    /// Counts a unit with these codes.
    pub fn add(&mut self, unit: &[usize]) {
        self.n += 1;
        for (place, one) in unit.iter().enumerate() {
            *self.alone.entry(*one).or_default() += 1;
            for other in unit.iter().skip(place + 1).filter(|other| *other != one) {
                *self.both.entry(ordered(*one, *other)).or_default() += 1;
            }
        }
    }

    /// Counts the spans of one text as units: first character, one past the last, code. Two of them
    /// are a pair where they overlap.
    pub fn add_spans(&mut self, spans: &[(u32, u32, usize)]) {
        let mut sorted: Vec<&(u32, u32, usize)> =
            spans.iter().filter(|span| span.0 < span.1).collect();
        sorted.sort_unstable();
        self.n += sorted.len() as u64;
        // By code: where its spans begin, and how many of them stand before the one that is looked at.
        let mut starts: BTreeMap<usize, (Vec<u32>, usize)> = BTreeMap::new();
        for (start, _, code) in &sorted {
            starts.entry(*code).or_default().0.push(*start);
        }
        for (_, end, one) in sorted {
            *self.alone.entry(*one).or_default() += 1;
            if let Some((_, before)) = starts.get_mut(one) {
                *before += 1;
            }
            for (other, (starts, before)) in starts.iter().filter(|(other, _)| *other != one) {
                let begun = starts.partition_point(|start| start < end);
                let after = begun.saturating_sub(*before) as u64;
                if after > 0 {
                    *self.both.entry(ordered(*one, *other)).or_default() += after;
                }
            }
        }
    }

    /// The counts of each pair of these codes, the smaller place first.
    pub fn pairs(&self, codes: &[usize]) -> BTreeMap<(usize, usize), Pair> {
        let mut sorted = codes.to_vec();
        sorted.sort_unstable();
        let count = |code: &usize| self.alone.get(code).copied().unwrap_or_default();
        let mut found = BTreeMap::new();
        for (place, a) in sorted.iter().enumerate() {
            for b in sorted.iter().skip(place + 1) {
                let both = self.both.get(&(*a, *b)).copied().unwrap_or_default();
                found.insert((*a, *b), Pair { a: count(a), b: count(b), both, n: self.n });
            }
        }
        found
    }
}

/// The counts of each pair of codes, the smaller place first, by units that carry both.
pub fn by_unit(units: &[Vec<usize>], codes: &[usize]) -> BTreeMap<(usize, usize), Pair> {
    let mut counts = Counts::default();
    units.iter().for_each(|unit| counts.add(unit));
    counts.pairs(codes)
}

/// The same by pairs of overlapping spans: first character, one past the last, code. Spans of one
/// text only; the counts are of spans.
pub fn by_span(
    texts: &[Vec<(u32, u32, usize)>],
    codes: &[usize],
) -> BTreeMap<(usize, usize), Pair> {
    let mut counts = Counts::default();
    texts.iter().for_each(|spans| counts.add_spans(spans));
    counts.pairs(codes)
}

fn ordered(one: usize, other: usize) -> (usize, usize) {
    (one.min(other), one.max(other))
}

/// The codes of each window of so many units, moved on by one; at the beginning shorter.
pub fn windows(units: &[Vec<usize>], width: usize) -> impl Iterator<Item = Vec<usize>> {
    let window = move |last: usize| {
        let first = (last + 1).saturating_sub(width.max(1));
        let mut codes: Vec<usize> =
            units.get(first..=last).unwrap_or_default().iter().flatten().copied().collect();
        codes.sort_unstable();
        codes.dedup();
        codes
    };
    (0..units.len()).map(window)
}

/// The moving stanza of epistemic network analysis: for each line, the pairs that it has within
/// itself or with one of the lines before it in its window of `width` lines; in a conversation each
/// line counts a pair once. Siebert-Evenstone et al. 2017, doi:10.18608/jla.2017.43.7.
pub fn stanzas(conversations: &[Units], width: usize) -> BTreeMap<(usize, usize), u64> {
    let mut counts = BTreeMap::new();
    conversations.iter().for_each(|lines| add_stanzas(&mut counts, lines, width));
    counts
}

/// Adds what one conversation has of these pairs.
pub fn add_stanzas(counts: &mut BTreeMap<(usize, usize), u64>, lines: &[Vec<usize>], width: usize) {
    for (line, window) in lines.iter().zip(windows(lines, width)) {
        let mut found: Vec<(usize, usize)> = line
            .iter()
            .flat_map(|one| window.iter().map(move |other| (*one, *other)))
            .filter(|(one, other)| one != other)
            .map(|(one, other)| ordered(one, other))
            .collect();
        found.sort_unstable();
        found.dedup();
        for pair in found {
            *counts.entry(pair).or_default() += 1;
        }
    }
}

/// Counts divided by their Euclidean norm, so that much talk is not strong connection.
pub fn normalised(counts: &BTreeMap<(usize, usize), u64>) -> BTreeMap<(usize, usize), f64> {
    let norm = counts.values().map(|count| (*count as f64).powi(2)).sum::<f64>().sqrt();
    let share = |count: u64| if norm > 0.0 { count as f64 / norm } else { 0.0 };
    counts.iter().map(|(pair, count)| (*pair, share(*count))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_turns() {
        let pair = Pair { a: 4, b: 5, both: 3, n: 9 };
        for (found, wanted) in [
            (pair.jaccard(), 0.5),
            (pair.b_given_a(), 0.75),
            (pair.lift(), 1.35),
            (pair.q(), 0.636_364),
            (pair.phi(), 0.35),
            (pair.fisher(), 0.523_81),
        ] {
            assert!((found.unwrap() - wanted).abs() < 1e-5, "{found:?}, not {wanted}");
        }
        let everywhere = Pair { a: 2, b: 2, both: 2, n: 2 };
        assert!(everywhere.is_saturated() && everywhere.q().is_none());
        assert_eq!(Pair::default().jaccard(), None);
        assert!(Pair { a: 60, b: 10, both: 5, n: 100 }.is_lopsided());
    }

    #[test]
    fn windows_do_not_look_ahead() {
        let lines = vec![vec![0], vec![1], vec![], vec![2]];
        let windows: Units = windows(&lines, 2).collect();
        assert_eq!(windows, [vec![0], vec![0, 1], vec![1], vec![2]]);
        assert_eq!(stanzas(&[lines], 2), BTreeMap::from([((0, 1), 1)]));
    }

    #[test]
    fn spans_that_overlap_are_pairs() {
        let spans = [(0, 9, 0), (0, 3, 1), (2, 4, 1), (3, 5, 0), (8, 9, 1), (9, 12, 1), (9, 9, 0)];
        let pairs = |spans: &[(u32, u32, usize)]| {
            let mut both = 0;
            for (place, one) in spans.iter().enumerate() {
                let after = spans.iter().skip(place + 1);
                let overlaps = after.filter(|two| one.2 != two.2 && one.0 < two.1 && two.0 < one.1);
                both += overlaps.filter(|two| two.0 < two.1).count() as u64;
            }
            both
        };
        let found = by_span(&[spans.to_vec()], &[0, 1])[&(0, 1)];
        assert_eq!((found.a, found.b, found.n), (2, 4, 6));
        assert_eq!((found.both, pairs(&spans)), (4, 4));
    }

    #[test]
    fn each_index_has_its_own_denominator() {
        let pair = Pair { a: 4, b: 5, both: 3, n: 9 };
        assert_eq!((pair.b_given_a(), pair.a_given_b()), (Some(0.75), Some(0.6)));
        let never = Pair { a: 0, b: 5, both: 0, n: 9 };
        assert_eq!((never.b_given_a(), never.a_given_b()), (None, Some(0.0)));
        assert_eq!((never.expected(), never.lift()), (Some(0.0), None));
        let empty = Pair::default();
        assert_eq!((empty.a_given_b(), empty.expected(), empty.lift()), (None, None, None));
    }

    #[test]
    fn warnings_begin_behind_their_limits() {
        let is_lopsided = |a, b| Pair { a, b, both: 1, n: 100 }.is_lopsided();
        assert!(!is_lopsided(50, 10) && is_lopsided(51, 10) && is_lopsided(10, 51));
        assert!(!is_lopsided(0, 51));
        let is_saturated = |both, n| Pair { a: 3, b: 3, both, n }.is_saturated();
        assert!(is_saturated(3, 3) && !is_saturated(2, 3) && !is_saturated(0, 0));
    }

    #[test]
    fn units_are_counted_by_pair_whatever_their_order() {
        let units = [vec![0, 1], vec![1, 2, 0], vec![1], vec![]];
        let wanted = BTreeMap::from([
            ((0, 1), Pair { a: 2, b: 3, both: 2, n: 4 }),
            ((0, 2), Pair { a: 2, b: 1, both: 1, n: 4 }),
            ((1, 2), Pair { a: 3, b: 1, both: 1, n: 4 }),
        ]);
        assert_eq!(by_unit(&units, &[2, 0, 1]), wanted);
    }

    #[test]
    fn spans_that_only_touch_and_empty_ones_do_not_overlap() {
        let texts =
            [vec![(0, 10, 0), (5, 15, 1), (10, 12, 1), (3, 3, 2)], vec![(2, 6, 0), (0, 4, 1)]];
        let wanted = BTreeMap::from([
            ((0, 1), Pair { a: 2, b: 3, both: 2, n: 5 }),
            ((0, 2), Pair { a: 2, b: 0, both: 0, n: 5 }),
            ((1, 2), Pair { a: 3, b: 0, both: 0, n: 5 }),
        ]);
        assert_eq!(by_span(&texts, &[0, 1, 2]), wanted);
    }

    #[test]
    fn a_stanza_counts_a_pair_once_a_line_and_ends_with_its_conversation() {
        let talks = [vec![vec![0, 1], vec![0, 1]], vec![vec![2]], vec![vec![0]]];
        assert_eq!(stanzas(&talks, 2), BTreeMap::from([((0, 1), 2)]));
        let lines = vec![vec![1], vec![0]];
        assert!(windows(&lines, 0).eq(windows(&lines, 1)));
        assert!(stanzas(&[lines], 0).is_empty());
    }

    #[test]
    fn normalised_counts_have_a_length_of_one() {
        let found = normalised(&BTreeMap::from([((0, 1), 3), ((0, 2), 4)]));
        assert!((found[&(0, 1)] - 0.6).abs() < 1e-12 && (found[&(0, 2)] - 0.8).abs() < 1e-12);
        assert_eq!(normalised(&BTreeMap::from([((0, 1), 0)])), BTreeMap::from([((0, 1), 0.0)]));
    }
}
