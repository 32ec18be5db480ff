//! What the tallies of all transcripts come to: the whole sample, by code, case and group.
//!
//! Cases are numbered when they are first seen, so that a hundred thousand transcripts take little
//! memory. Tallies may come in any order.

use std::collections::{BTreeMap, HashMap};

use crate::codebook::Codebook;
use crate::codebook::tree::Tree;
use crate::coding::tally::Tally;
use crate::report::base::MISSING;
use crate::report::groups;
use crate::report::material::Material;
use crate::report::small_cell::{self, Grid, Shown};

/// The values of the grouping attribute for a case.
pub type GroupsOf<'a> = &'a dyn Fn(&str) -> Vec<String>;

/// How many names of cases are known by where they stand.
const MOST_NAMES: usize = 8;

/// The union of tallies: what the whole sample contributes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frequencies {
    /// Words of participants.
    pub words: u64,
    /// How many transcripts are in the filter.
    pub transcripts: u64,
    /// The cases in the filter, with their numbers; looked up for every transcript, and put in order
    /// where that matters ([`Frequencies::by_id`]).
    cases: HashMap<String, u32>,
    /// By the number of a case: its words.
    words_of: Vec<u64>,
    /// By group: its cases. Empty where nothing groups.
    groups: BTreeMap<String, Cases>,
    /// The groups that were united, by name.
    pub(super) united: Vec<String>,
    /// By code place; nothing of the last ones where they do not occur.
    codes: Vec<Row>,
}

/// What the whole sample says of one code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// United spans.
    pub(super) segments: u64,
    /// Words inside.
    pub(super) words: u64,
    /// Words of participants inside.
    pub(super) covered: u64,
    /// Transcripts with at least one segment.
    pub(super) transcripts: u64,
    /// Segments by case.
    pub(super) cases: Cases,
    /// Segments by group and case.
    groups: BTreeMap<String, Cases>,
}

/// Segments by the number of a case, sorted by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cases {
    counts: Vec<(u32, u32)>,
}

impl Cases {
    fn add(&mut self, case: u32, segments: u64) {
        let segments = u32::try_from(segments).unwrap_or(u32::MAX);
        // Most cases come in the order of their numbers.
        match self.counts.last_mut() {
            Some((last, count)) if *last == case => *count = count.saturating_add(segments),
            Some((last, _)) if *last > case => {
                match self.counts.binary_search_by_key(&case, |&(known, _)| known) {
                    Ok(place) => {
                        let count = &mut self.counts[place].1;
                        *count = count.saturating_add(segments);
                    }
                    Err(place) => self.counts.insert(place, (case, segments)),
                }
            }
            _ => self.counts.push((case, segments)),
        }
    }

    /// How many cases there are.
    pub(super) fn len(&self) -> u64 {
        self.counts.len() as u64
    }

    /// The segments of all cases.
    pub(super) fn segments(&self) -> u64 {
        self.counts.iter().map(|&(_, segments)| u64::from(segments)).sum()
    }
}

/// The row of a code.
fn row(rows: &mut Vec<Row>, code: u32) -> &mut Row {
    let code = code as usize;
    if rows.len() <= code {
        rows.resize_with(code + 1, Row::default);
    }
    &mut rows[code]
}

impl Frequencies {
    /// What a whole material comes to, by the attribute given.
    pub fn of(material: &Material, by: Option<&str>) -> Self {
        let united = material.united.clone();
        let mut frequencies = Frequencies { united, ..Frequencies::default() };
        for document in &material.documents {
            let groups_of = by.map(|name| {
                let values =
                    |case: &str| material.attributes.values(Some(case), &document.id, name);
                move |case: &str| values(case).to_vec()
            });
            let groups_of = groups_of.as_ref().map(|groups_of| groups_of as GroupsOf<'_>);
            frequencies.add(&document.tally, groups_of);
        }
        frequencies
    }

    /// Takes in the tally of one more transcript. `groups_of` gives the values of the grouping
    /// attribute for a case of it; nothing where nothing groups.
    pub fn add(&mut self, tally: &Tally, groups_of: Option<GroupsOf<'_>>) {
        self.words += tally.words;
        self.transcripts += 1;
        let mut numbers: Vec<(&str, u32, Vec<String>)> = Vec::with_capacity(tally.cases.len());
        for (case, words) in &tally.cases {
            // Most cases are in one transcript, so most are new.
            let next = self.words_of.len() as u32;
            let number = *self.cases.entry(case.clone()).or_insert(next);
            if number == next {
                self.words_of.push(0);
            }
            if let Some(sum) = self.words_of.get_mut(number as usize) {
                *sum += words;
            }
            let mut groups = groups_of.map(|groups_of| groups_of(case)).unwrap_or_default();
            if groups.is_empty() && groups_of.is_some() {
                groups.push(MISSING.to_owned());
            }
            for group in &groups {
                self.groups.entry(group.clone()).or_default().add(number, 0);
            }
            numbers.push((case, number, groups));
        }
        // Codes share the names of cases: mostly the same bytes at the same place.
        let mut names: Vec<(&str, Option<usize>)> = Vec::with_capacity(MOST_NAMES);
        for (&code, count) in tally.codes.iter() {
            let row = row(&mut self.codes, code);
            row.segments += count.segments;
            row.words += count.words;
            row.covered += count.covered;
            row.transcripts += 1;
            for (case, share) in count.cases.iter() {
                let place = match names.iter().find(|(name, _)| std::ptr::eq(*name, case)) {
                    Some((_, place)) => *place,
                    None => {
                        let place = numbers.binary_search_by(|known| known.0.cmp(case)).ok();
                        if names.len() < MOST_NAMES {
                            names.push((case, place));
                        }
                        place
                    }
                };
                let Some((_, number, groups)) = place.and_then(|place| numbers.get(place)) else {
                    continue;
                };
                row.cases.add(*number, share.segments);
                for group in groups {
                    row.groups.entry(group.clone()).or_default().add(*number, share.segments);
                }
            }
        }
    }

    /// Takes in what a transcript, already taken in as a whole, says within one group: where not the
    /// case decides the group but the turn.
    pub fn add_part(&mut self, group: &str, part: &Tally) {
        let cases = self.groups.entry(group.to_owned()).or_default();
        for number in part.cases.keys().filter_map(|case| self.cases.get(case)) {
            cases.add(*number, 0);
        }
        for (&code, count) in part.codes.iter() {
            let row = row(&mut self.codes, code);
            for (case, share) in count.cases.iter() {
                let Some(number) = self.cases.get(case) else { continue };
                row.groups.entry(group.to_owned()).or_default().add(*number, share.segments);
            }
        }
    }

    /// What is said of a code, if anything.
    pub(super) fn code(&self, code: usize) -> Option<&Row> {
        self.codes.get(code)
    }

    /// How many cases are in the filter.
    pub fn cases(&self) -> u64 {
        self.cases.len() as u64
    }

    /// How many cases a group has.
    pub(super) fn cases_in(&self, group: &str) -> u64 {
        self.groups.get(group).map_or(0, Cases::len)
    }

    /// The cases that are in both of two groups.
    pub(super) fn cases_in_both(&self, one: &str, other: &str) -> Vec<&str> {
        let (Some(one), Some(other)) = (self.groups.get(one), self.groups.get(other)) else {
            return Vec::new();
        };
        let is_in = |group: &Cases, number: u32| {
            group.counts.binary_search_by_key(&number, |&(known, _)| known).is_ok()
        };
        let all = self.by_id().into_iter();
        let both = all.filter(|(_, number)| is_in(one, *number) && is_in(other, *number));
        both.map(|(case, _)| case).collect()
    }

    /// Segments of a code and words of each case, in the order of their ids.
    pub(super) fn people(&self, row: &Row) -> Vec<(u64, u64)> {
        let segments = |number: u32| {
            let counts = &row.cases.counts;
            let place = counts.binary_search_by_key(&number, |&(known, _)| known);
            place.ok().and_then(|place| counts.get(place)).map_or(0, |count| u64::from(count.1))
        };
        let words = |number: u32| self.words_of.get(number as usize).copied().unwrap_or_default();
        self.by_id().into_iter().map(|(_, number)| (segments(number), words(number))).collect()
    }

    /// The cases in the order of their ids.
    fn by_id(&self) -> Vec<(&str, u32)> {
        let mut cases: Vec<(&str, u32)> =
            self.cases.iter().map(|(case, number)| (case.as_str(), *number)).collect();
        cases.sort_unstable();
        cases
    }

    /// The groups that occur, in the order of all reports.
    pub(super) fn groups(&self, declared: &[String]) -> Vec<String> {
        let mut order: Vec<String> = self.groups.keys().cloned().collect();
        groups::sort(&mut order, declared, |group| group);
        order
    }

    /// Whether any case is in several groups.
    pub(super) fn overlaps(&self) -> bool {
        self.groups.values().map(Cases::len).sum::<u64>() > self.cases()
    }

    /// Unites the groups of fewer cases than the limit.
    pub fn merge_small(&mut self, least: Option<u64>) {
        let sizes = self.groups.iter().map(|(name, cases)| (name.clone(), cases.len()));
        let mut small = groups::small(sizes, least);
        groups::sort(&mut small, &[], |group| group);
        let tables = self.codes.iter_mut().map(|row| &mut row.groups);
        for groups in tables.chain([&mut self.groups]) {
            for name in &small {
                let Some(cases) = groups.remove(name) else { continue };
                let united = groups.entry(groups::OTHER.to_owned()).or_default();
                cases.counts.into_iter().for_each(|(case, count)| united.add(case, count.into()));
            }
        }
        self.united = small;
    }

    /// By code shown and group, whether its numbers are shown (the small-cell rule).
    pub(super) fn cells(
        &self,
        codebook: &Codebook,
        tree: &Tree,
        shown: &[usize],
        groups: &[String],
        least: Option<u64>,
    ) -> Vec<Vec<Shown>> {
        let empty = self::Row::default();
        let row = |&code: &usize| {
            let row = self.code(code).unwrap_or(&empty);
            let parent = tree.parent(code);
            small_cell::Row {
                total: row.cases.len(),
                counts: groups.iter().map(|group| row.of_group(group).0).collect(),
                parent: parent.and_then(|parent| shown.iter().position(|code| *code == parent)),
                is_heading: codebook.codes.get(code).is_some_and(|code| !code.codable)
                    && tree.has_all_children(code, shown),
            }
        };
        let rows = shown.iter().map(row).collect();
        let sizes = groups.iter().map(|group| self.cases_in(group)).collect();
        Grid { least, sizes, overlaps: self.overlaps(), rows }.shown()
    }
}

impl Row {
    /// Cases and segments of a group.
    pub(super) fn of_group(&self, group: &str) -> (u64, u64) {
        self.groups.get(group).map_or((0, 0), |cases| (cases.len(), cases.segments()))
    }

    /// The largest share of the segments that one case supplies.
    pub(super) fn max_case_share(&self) -> Option<f64> {
        let most = self.cases.counts.iter().map(|&(_, segments)| segments).max()?;
        (self.segments > 0).then(|| f64::from(most) / self.segments as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cases_add_up_in_any_order() {
        let add = |cases: &[(u32, u64)]| {
            let mut all = Cases::default();
            cases.iter().for_each(|&(case, segments)| all.add(case, segments));
            all
        };
        let one = add(&[(0, 2), (2, 1), (1, 4), (0, 1), (2, 1)]);
        assert_eq!(one, add(&[(2, 2), (1, 4), (0, 3)]));
        assert_eq!((one.len(), one.segments()), (3, 9));
    }
}
