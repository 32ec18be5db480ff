//! The small-cell rule: which counts of people a report keeps back so that nobody is pointed at.
//!
//! In come counts of cases by row and group, the sizes of the groups and the limit N of `--min-cell`
//! or `emic.toml`; out comes for each count whether it is shown. Four steps
//! (`docs/methods.md`; Hundepool et al. 2012, *Statistical Disclosure Control*, chapter 4):
//!
//! 1. A group of fewer than N cases shows no count, not even 0: under a group of one, 0 is an
//!    answer. Its size stays.
//! 2. In any other group the counts from 1 to N−1 are hidden.
//! 3. Where what is shown gives a hidden count away, its row shows `×` in place of `<N`, and if that
//!    is not enough the next smallest count beside it is withheld as well ([`bounds`]). What everybody
//!    or nobody does is told by the total alone and cannot be helped by hiding its parts.
//! 4. No count is hidden alone where other numbers stand beside it ([`keep_company`]).
//!
//! What belongs to a count (a percentage, segments, words) is hidden with it.

pub mod bounds;

use bounds::{Counts, Relation};

/// Whether a count is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shown {
    /// It is.
    #[default]
    Yes,
    /// It is below the limit, or its group is.
    Below,
    /// It stands in a row in which more is held back, so that no count can be computed. People see
    /// one sign in all hidden counts of the row, for the difference would give them away.
    Withheld,
}

impl Shown {
    /// Whether the count is not to be seen.
    pub fn is_hidden(self) -> bool {
        self != Shown::Yes
    }

    /// What people see in its place.
    pub fn sign(self, least: Option<u64>) -> Option<String> {
        match self {
            Shown::Yes => None,
            Shown::Below => Some(format!("<{}", least.unwrap_or_default())),
            Shown::Withheld => Some(WITHHELD.to_owned()),
        }
    }
}

/// The sign of a count that is withheld so that another cannot be computed.
pub const WITHHELD: &str = "×";

/// Whether a number of cases is from 1 to the limit − 1.
pub fn is_small(cases: u64, least: Option<u64>) -> bool {
    least.is_some_and(|least| 0 < cases && cases < least)
}

/// Counts of cases by row and group, with the total of each row, which readers are taken to know:
/// it stands beside them or in a report without groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grid {
    /// The limit; without one everything is shown.
    pub least: Option<u64>,
    /// The cases of each group.
    pub sizes: Vec<u64>,
    /// Whether a case may be in several groups, so that they sum to more than the total.
    pub overlaps: bool,
    /// Whether the counts are all there is: no segments, words or hours stand beside them.
    pub is_bare: bool,
    /// The rows.
    pub rows: Vec<Row>,
}

/// One row of counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Cases in all.
    pub total: u64,
    /// Cases by group.
    pub counts: Vec<u64>,
    /// The place of the row that holds the cases of this one too: a code's parent.
    pub parent: Option<usize>,
    /// Whether it holds nothing but its children.
    pub is_heading: bool,
}

impl Grid {
    /// By row and group, whether the count is shown.
    pub fn shown(&self) -> Vec<Vec<Shown>> {
        let Some(least) = self.least else {
            return self.rows.iter().map(|row| vec![Shown::Yes; row.counts.len()]).collect();
        };
        let mut counts = Counts::new(least);
        let all: u64 = self.sizes.iter().sum();
        let places: Vec<Vec<usize>> = self
            .rows
            .iter()
            .enumerate()
            .map(|(line, row)| {
                let own = row.counts.iter().zip(&self.sizes);
                own.map(|(&count, &size)| counts.group(line, count, size)).collect()
            })
            .collect();
        for (row, parts) in self.rows.iter().zip(&places) {
            let whole = counts.total(row.total, all);
            let parts = parts.clone();
            counts.relate(match self.overlaps {
                true => Relation::Union { whole, parts },
                false => Relation::Sum { whole, parts },
            });
        }
        for group in 0..self.sizes.len() {
            let at = |line: usize| places.get(line).and_then(|row| row.get(group)).copied();
            for (line, row) in self.rows.iter().enumerate() {
                let Some(whole) = at(line) else { continue };
                if let Some(parent) = row.parent.and_then(at) {
                    counts.relate(Relation::Within { whole: parent, part: whole });
                }
                if row.is_heading {
                    let children = self.rows.iter().enumerate();
                    let children = children.filter(|(_, row)| row.parent == Some(line));
                    let parts = children.filter_map(|(child, _)| at(child)).collect();
                    counts.relate(Relation::Union { whole, parts });
                }
            }
        }
        counts.settle();
        let shown = |(row, places): (&Row, &Vec<usize>)| {
            let mut shown: Vec<Shown> = places.iter().map(|&place| counts.shown(place)).collect();
            if row.total > 0 && !self.is_bare {
                keep_company(&row.counts, &mut shown);
            }
            shown
        };
        self.rows.iter().zip(&places).map(shown).collect()
    }
}

/// Withholds the next smallest count where only one of a row is hidden, or only zeros are. Where
/// everybody has the code, or cases are in several groups, the counts give nothing away; but segments,
/// words, hours and means stand beside them, and those of the row less those of the other groups are
/// the hidden ones.
pub fn keep_company(counts: &[u64], shown: &mut [Shown]) {
    let hidden = counts.iter().zip(shown.iter()).filter(|(_, one)| one.is_hidden());
    let hidden: Vec<u64> = hidden.map(|(count, _)| *count).collect();
    let is_told = hidden.len() == 1 || hidden.iter().all(|count| *count == 0);
    if hidden.is_empty() || !is_told {
        return;
    }
    let others = counts.iter().zip(shown.iter_mut()).filter(|(_, one)| !one.is_hidden());
    let Some((_, next)) = others.min_by_key(|(count, _)| (**count == 0, **count)) else { return };
    *next = Shown::Withheld;
    for one in shown.iter_mut().filter(|one| one.is_hidden()) {
        *one = Shown::Withheld;
    }
}

/// What is said below a table in which something is hidden; one line a sign.
pub fn notes<'s>(shown: impl IntoIterator<Item = &'s Shown>, least: Option<u64>) -> Vec<String> {
    let (mut below, mut withheld) = (false, false);
    for one in shown {
        below |= *one == Shown::Below;
        withheld |= *one == Shown::Withheld;
    }
    let Some(least) = least.filter(|_| below || withheld) else { return Vec::new() };
    let counts = if least == 2 {
        "of 1".to_owned()
    } else {
        format!("from 1 to {}", least.saturating_sub(1))
    };
    let mut notes = Vec::new();
    if below {
        notes.push(format!(
            "<{least}: group counts {counts} are not shown, nor any count of a group of fewer than \
             {least} cases; a total of nobody or of everybody still tells."
        ));
    }
    if withheld {
        notes.push(format!(
            "{WITHHELD}: not shown, for it is below {least}, or the total would give away one that \
             is."
        ));
    }
    notes
}

/// The groups that may not be named beside a person: those of fewer cases than the limit and, where
/// there is only one of them, the next smallest, for everybody without a name would be in that one.
pub fn unnamed(sizes: &[(String, u64)], least: Option<u64>) -> Vec<String> {
    let mut by_size: Vec<&(String, u64)> = sizes.iter().filter(|(_, size)| *size > 0).collect();
    by_size.sort_by_key(|(_, size)| *size);
    let small = by_size.iter().filter(|(_, size)| is_small(*size, least)).count();
    let many = if small == 1 { 2 } else { small };
    by_size.into_iter().take(many).map(|(name, _)| name.clone()).collect()
}

/// What is said where rows of people name no group.
pub fn unnamed_note(least: Option<u64>) -> String {
    format!(
        "No group is named where it has fewer than {} cases, nor the next smallest where only one \
         has; rows of people still let anybody count the groups that are named.",
        least.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests;
