//! Which incidents are set beside each other.
//!
//! The rule: the incidents of each group are put into a random order, and so are the pairs of
//! groups (SplitMix64, `statistics::random`). The pairs of groups take turns; each sets its least
//! shown incidents beside each other, the first in the order where several were shown equally
//! often. No two incidents meet twice, nor two that share a character. With one code {a, b} is one
//! pair of groups; with two, a's incidents of the first beside b's of the second is another than the
//! reverse. Where only one group has incidents, they are compared within it. A shorter list is the
//! beginning of a longer one.

use std::collections::{BTreeMap, BTreeSet};

use super::Incident;
use crate::statistics::random::SplitMix64;

/// So many groups are compared at most; of more, some by chance.
const MOST_GROUPS: usize = 1000;

/// The pairs, as many as are asked for or there are.
pub(super) fn draw<'i, 'm>(
    first: &'i [Incident<'m>],
    second: Option<&'i [Incident<'m>]>,
    groups: &[String],
    pairs: usize,
    seed: u64,
) -> Vec<[&'i Incident<'m>; 2]> {
    let mut random = SplitMix64::new(seed);
    let mut chosen: Vec<usize> = (0..groups.len()).collect();
    if chosen.len() > MOST_GROUPS {
        random.shuffle(&mut chosen);
        chosen.truncate(MOST_GROUPS);
        chosen.sort_unstable();
    }
    let one = Side::new(first, groups, &mut random);
    let other = match second {
        Some(second) => Side::new(second, groups, &mut random),
        None => one.clone(),
    };
    let mut meetings = Vec::new();
    for &a in &chosen {
        for &b in &chosen {
            let is_new = if second.is_some() { a != b } else { a < b };
            if is_new && one.has(a) && other.has(b) {
                meetings.push((a, b));
            }
        }
    }
    if meetings.is_empty() {
        meetings.extend(chosen.into_iter().filter(|&a| one.has(a) && other.has(a)).map(|a| (a, a)));
    }
    random.shuffle(&mut meetings);
    let mut drawing = Drawing {
        lists: [first, second.unwrap_or(first)],
        is_one_code: second.is_none(),
        shown: [BTreeMap::new(), BTreeMap::new()],
        met: BTreeSet::new(),
    };
    let mut drawn = Vec::new();
    while !meetings.is_empty() && drawn.len() < pairs {
        meetings.retain(|&(a, b)| {
            if drawn.len() >= pairs {
                return true;
            }
            let next = drawing.next(one.of(a), other.of(b));
            drawn.extend(next);
            next.is_some()
        });
    }
    drawn
}

/// The incidents of one code by group, each group in its random order, named by their places.
#[derive(Clone)]
struct Side {
    groups: Vec<Vec<usize>>,
}

impl Side {
    fn new(incidents: &[Incident<'_>], groups: &[String], random: &mut SplitMix64) -> Self {
        let mut members = vec![Vec::new(); groups.len()];
        let places: BTreeMap<&String, usize> = groups.iter().zip(0..).collect();
        for (place, incident) in incidents.iter().enumerate() {
            for group in &incident.groups {
                let list = places.get(group).and_then(|&group| members.get_mut(group));
                list.into_iter().for_each(|list| list.push(place));
            }
        }
        members.iter_mut().for_each(|list| random.shuffle(list));
        Side { groups: members }
    }

    fn of(&self, group: usize) -> &[usize] {
        self.groups.get(group).map(Vec::as_slice).unwrap_or_default()
    }

    fn has(&self, group: usize) -> bool {
        !self.of(group).is_empty()
    }
}

/// What was drawn so far.
struct Drawing<'i, 'm> {
    lists: [&'i [Incident<'m>]; 2],
    is_one_code: bool,
    /// How often each incident was shown, by side; with one code the first side counts for both.
    shown: [BTreeMap<usize, usize>; 2],
    met: BTreeSet<(usize, usize)>,
}

impl<'i, 'm> Drawing<'i, 'm> {
    /// The next pair of two groups; nothing where all have met.
    fn next(&mut self, a: &[usize], b: &[usize]) -> Option<[&'i Incident<'m>; 2]> {
        for &x in &self.least_shown(0, a) {
            for &y in &self.least_shown(1, b) {
                let (Some(one), Some(other)) = (self.lists[0].get(x), self.lists[1].get(y)) else {
                    continue;
                };
                let key = if self.is_one_code { (x.min(y), x.max(y)) } else { (x, y) };
                if one.overlaps(other) || !self.met.insert(key) {
                    continue;
                }
                *self.shown[0].entry(x).or_default() += 1;
                *self.shown[self.side(1)].entry(y).or_default() += 1;
                return Some([one, other]);
            }
        }
        None
    }

    fn side(&self, side: usize) -> usize {
        if self.is_one_code { 0 } else { side }
    }

    fn least_shown(&self, side: usize, list: &[usize]) -> Vec<usize> {
        let shown = &self.shown[self.side(side)];
        let mut list = list.to_vec();
        list.sort_by_key(|place| shown.get(place).copied().unwrap_or_default());
        list
    }
}
