//! Combinations of attributes that one or two cases share: they point at people without a name.
//!
//! In comes what is recorded of the cases, out come the smallest combinations of values, of up to
//! three attributes, that at most two cases have: the minimal sample uniques of Elliot, Manning and
//! Ford (2002, doi:10.1142/S0218488502001600), and pairs beside them. A combination that holds a
//! smaller one that is rare already is not listed.

use std::collections::{BTreeMap, BTreeSet};

/// As many cases as make a combination rare.
pub const RARE: usize = 2;
/// With more attributes than this, combinations of three would be too many to look through.
const MANY: usize = 24;

/// Values that few cases share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Combination {
    /// Attributes with their values.
    pub values: Vec<(String, String)>,
    /// The cases that have them.
    pub cases: Vec<String>,
}

impl Combination {
    /// `site=North, age=34`.
    pub fn text(&self) -> String {
        let pairs = self.values.iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join(", ")
    }
}

/// The rare combinations of the values of attributes; a case's row has a value an attribute, empty
/// where there is none.
pub fn combinations(names: &[&str], cases: &[(String, Vec<String>)]) -> Vec<Combination> {
    let largest = if names.len() > MANY { 2 } else { 3 };
    let mut found: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
    for subset in subsets(names.len(), largest) {
        let mut groups: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
        for (case, (_, row)) in cases.iter().enumerate() {
            let values: Vec<&str> =
                subset.iter().filter_map(|&name| row.get(name)).map(String::as_str).collect();
            if values.iter().all(|value| !value.is_empty()) {
                groups.entry(values).or_default().push(case);
            }
        }
        for members in groups.into_values().filter(|members| members.len() <= RARE) {
            let is_smaller = |(other, same): &(Vec<usize>, Vec<usize>)| {
                other.len() < subset.len()
                    && other.iter().all(|name| subset.contains(name))
                    && members.iter().all(|case| same.contains(case))
            };
            if !found.iter().any(is_smaller) {
                found.push((subset.clone(), members));
            }
        }
    }
    let combination = |(subset, members): (Vec<usize>, Vec<usize>)| {
        let row = members.first().and_then(|&case| cases.get(case));
        let pair = |name: &usize| {
            let value = row.and_then(|(_, row)| row.get(*name)).map_or("", String::as_str);
            (names.get(*name).copied().unwrap_or_default().to_owned(), value.to_owned())
        };
        let id = |case: &usize| cases.get(*case).map(|(id, _)| id.clone());
        Combination {
            values: subset.iter().map(pair).collect(),
            cases: members.iter().filter_map(id).collect(),
        }
    };
    found.into_iter().map(combination).collect()
}

/// How many cases are in a rare combination.
pub fn cases(combinations: &[Combination]) -> usize {
    let all: BTreeSet<&String> = combinations.iter().flat_map(|one| &one.cases).collect();
    all.len()
}

/// Subsets of 0 to `count`, the smallest first.
fn subsets(count: usize, largest: usize) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = Vec::new();
    let mut last: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..largest {
        let mut next = Vec::new();
        for subset in &last {
            let from = subset.last().map_or(0, |last| last + 1);
            next.extend((from..count).map(|name| [subset.as_slice(), &[name]].concat()));
        }
        all.extend(next.iter().cloned());
        last = next;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_combinations_alone() {
        let rows = [
            ("P1", "North", "f"),
            ("P2", "North", "f"),
            ("P3", "North", "f"),
            ("P4", "North", "m"),
            ("P5", "South", "m"),
            ("P6", "South", "m"),
            ("P7", "South", "m"),
            ("P8", "South", ""),
        ];
        let rows = rows.map(|(id, site, sex)| (id.to_owned(), vec![site.into(), sex.into()]));
        let found = combinations(&["site", "sex"], &rows);
        let texts: Vec<(String, usize)> =
            found.iter().map(|one| (one.text(), one.cases.len())).collect();
        assert_eq!(texts, [("site=North, sex=m".to_owned(), 1)]);
        assert_eq!((found[0].cases.as_slice(), cases(&found)), (["P4".to_owned()].as_slice(), 1));
        assert_eq!(subsets(3, 3).len(), 7);
    }
}
