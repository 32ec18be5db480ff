//! What a reader can work out of counts that are not shown, and which others must go with them.
//!
//! In come counts with the sums and unions that bind them; for each hidden count the reader knows
//! the least and the most it can be, and every relation narrows that. A hidden count of which only
//! one value is left is given away: then the smallest count beside it that is still shown is
//! withheld, until nothing more is given away or nothing helps.

use std::collections::BTreeSet;

use super::Shown;

/// How counts hang together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The whole is the sum of its parts.
    Sum {
        /// The place of the whole.
        whole: usize,
        /// The places of the parts.
        parts: Vec<usize>,
    },
    /// The whole is the union of its parts: at least the largest, at most their sum.
    Union {
        /// The place of the whole.
        whole: usize,
        /// The places of the parts.
        parts: Vec<usize>,
    },
    /// The part is not more than the whole.
    Within {
        /// The place of the whole.
        whole: usize,
        /// The place of the part.
        part: usize,
    },
}

/// One count.
#[derive(Clone, Copy, Debug)]
struct Count {
    /// The row it stands in; a total that is always shown has none.
    line: Option<usize>,
    count: u64,
    /// The most that it can be.
    most: u64,
    /// Whether the rule hides it for its own sake.
    is_secret: bool,
    /// Whether its whole group is hidden.
    is_of_small_group: bool,
    is_hidden: bool,
}

/// Counts and what binds them.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    least: u64,
    counts: Vec<Count>,
    relations: Vec<Relation>,
    /// By count: the relations in which it is a part beside others, by place.
    bound: Vec<Vec<usize>>,
    /// By row: whether something in it is withheld.
    withheld: Vec<bool>,
}

/// The least and the most that a count can be.
type Range = (u64, u64);

/// Rounds of narrowing; what is not found by then is deeper than a reader reckons.
const ROUNDS: usize = 32;

impl Counts {
    /// No counts yet, under a limit.
    pub fn new(least: u64) -> Self {
        Counts { least, ..Counts::default() }
    }

    /// Adds a count of a group of that size; its place comes back. Counts of one row show one sign.
    pub fn group(&mut self, line: usize, count: u64, size: u64) -> usize {
        let is_small = |number: u64| 0 < number && number < self.least;
        let (is_secret, is_of_small_group) = (is_small(count) || is_small(size), is_small(size));
        if self.withheld.len() <= line {
            self.withheld.resize(line + 1, false);
        }
        self.push(Count {
            line: Some(line),
            count,
            most: size,
            is_secret,
            is_of_small_group,
            is_hidden: is_secret,
        })
    }

    /// Adds a total that is always shown.
    pub fn total(&mut self, count: u64, most: u64) -> usize {
        let open = |most| Count {
            line: None,
            count,
            most,
            is_secret: false,
            is_of_small_group: false,
            is_hidden: false,
        };
        self.push(open(most))
    }

    fn push(&mut self, count: Count) -> usize {
        self.counts.push(count);
        self.bound.push(Vec::new());
        self.counts.len() - 1
    }

    /// Says how counts hang together. Of the relations in which a count is a part, what is withheld
    /// is looked for in the first one first.
    pub fn relate(&mut self, relation: Relation) {
        if let Relation::Sum { parts, .. } | Relation::Union { parts, .. } = &relation {
            for &part in parts {
                if let Some(bound) = self.bound.get_mut(part) {
                    bound.push(self.relations.len());
                }
            }
        }
        self.relations.push(relation);
    }

    /// Whether a count is shown.
    pub fn shown(&self, place: usize) -> Shown {
        let Some(count) = self.counts.get(place) else { return Shown::Yes };
        match count.is_hidden {
            false => Shown::Yes,
            true if self.is_withheld(count) => Shown::Withheld,
            true => Shown::Below,
        }
    }

    fn is_withheld(&self, count: &Count) -> bool {
        count.line.is_some_and(|line| self.withheld.get(line) == Some(&true))
    }

    /// Withholds what would give others away, in each row one count at a time.
    pub fn settle(&mut self) {
        let mut hopeless = self.always_known();
        loop {
            let known = self.narrowed(self.seen());
            let mut changed: BTreeSet<Option<usize>> = BTreeSet::new();
            for (place, hopeless) in hopeless.iter_mut().enumerate() {
                let Some(count) = self.counts.get(place).copied() else { continue };
                let is_given_away = count.is_secret && is_one(known.get(place));
                if !is_given_away || *hopeless || changed.contains(&count.line) {
                    continue;
                }
                let next = match self.is_withheld(&count) {
                    // The sign of what is small may have said too much already.
                    false => Some(place),
                    true => self.beside(place),
                };
                let Some(next) = next else {
                    *hopeless = true;
                    continue;
                };
                self.hide(next);
                changed.insert(count.line);
                changed.insert(self.counts.get(next).and_then(|next| next.line));
            }
            if changed.is_empty() {
                return;
            }
        }
    }

    /// Which counts the totals alone give away, whatever else is hidden.
    fn always_known(&self) -> Vec<bool> {
        let nothing = |count: &Count| match count.line {
            Some(_) => (0, count.most),
            None => (count.count, count.count),
        };
        let known = self.narrowed(self.counts.iter().map(nothing).collect());
        known.iter().map(|range| is_one(Some(range))).collect()
    }

    /// What a reader sees.
    fn seen(&self) -> Vec<Range> {
        let range = |count: &Count| match count {
            count if !count.is_hidden => (count.count, count.count),
            count if count.is_of_small_group || self.is_withheld(count) => (0, count.most),
            count => (1, count.most.min(self.least.saturating_sub(1))),
        };
        self.counts.iter().map(range).collect()
    }

    /// What follows from it.
    fn narrowed(&self, mut known: Vec<Range>) -> Vec<Range> {
        for _ in 0..ROUNDS {
            let mut is_changed = false;
            for relation in &self.relations {
                is_changed |= narrow(relation, &mut known);
            }
            if !is_changed {
                break;
            }
        }
        known
    }

    /// The smallest count that is still shown beside another; of equals the first.
    fn beside(&self, place: usize) -> Option<usize> {
        let shown = |part: &usize| {
            let count = self.counts.get(*part)?;
            (!count.is_hidden && count.line.is_some()).then_some((count.count, *part))
        };
        let beside = |&at: &usize| match self.relations.get(at)? {
            Relation::Sum { parts, .. } | Relation::Union { parts, .. } => {
                parts.iter().filter_map(shown).min().map(|(_, part)| part)
            }
            Relation::Within { .. } => None,
        };
        self.bound.get(place)?.iter().find_map(beside)
    }

    fn hide(&mut self, place: usize) {
        let Some(count) = self.counts.get_mut(place) else { return };
        count.is_hidden = true;
        let line = count.line.and_then(|line| self.withheld.get_mut(line));
        if let Some(withheld) = line {
            *withheld = true;
        }
    }
}

fn is_one(range: Option<&Range>) -> bool {
    range.is_some_and(|(low, high)| low >= high)
}

/// Narrows what a relation binds; whether anything changed.
fn narrow(relation: &Relation, known: &mut [Range]) -> bool {
    let range = |known: &[Range], place: usize| known.get(place).copied().unwrap_or_default();
    let mut is_changed = false;
    let mut set = |known: &mut [Range], place: usize, (low, high): Range| {
        let Some(range) = known.get_mut(place) else { return };
        let new = (range.0.max(low), range.1.min(high));
        is_changed |= *range != new;
        *range = new;
    };
    match relation {
        Relation::Within { whole, part } => {
            let (low, high) = (range(known, *part).0, range(known, *whole).1);
            set(known, *part, (0, high));
            set(known, *whole, (low, u64::MAX));
        }
        Relation::Sum { whole, parts } | Relation::Union { whole, parts } => {
            let is_sum = matches!(relation, Relation::Sum { .. });
            let ranges: Vec<Range> = parts.iter().map(|&part| range(known, part)).collect();
            let lows: u64 = ranges.iter().map(|range| range.0).sum();
            let highs: u64 = ranges.iter().map(|range| range.1).sum();
            let low = match is_sum {
                true => lows,
                false => ranges.iter().map(|range| range.0).max().unwrap_or_default(),
            };
            set(known, *whole, (low, highs));
            let (low, high) = range(known, *whole);
            for (&part, (own_low, own_high)) in parts.iter().zip(ranges) {
                let others_low = if is_sum { lows - own_low } else { 0 };
                let least = low.saturating_sub(highs - own_high);
                set(known, part, (least, high.saturating_sub(others_low)));
            }
        }
    }
    is_changed
}
