//! What is different between two versions of a codebook.
//!
//! In come the older and the newer; out comes every change, code by code in the order of the newer:
//! what was added and removed, renamed, moved, merged and split, and whose definitions, criteria,
//! examples and rules changed. Where a code went, the newer codebook says itself: by its aliases,
//! by `merged_into`, by the steps of its migrations ([`super::migration`]).

mod fields;

use std::collections::{BTreeMap, BTreeSet};

use super::migration::Ways;
use super::tree::Tree;
use super::{Code, Codebook, Status};

/// What happened to a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// It is new.
    Added,
    /// It is gone, and nothing says where to.
    Removed,
    /// It has another id.
    Renamed,
    /// It has another parent.
    Moved,
    /// It is part of another code now.
    Merged,
    /// It became several codes; a person has to say which coding belongs where.
    Split,
    /// One of its fields changed.
    Changed,
    /// Its rules changed.
    Reruled,
}

impl What {
    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            What::Added => "added",
            What::Removed => "removed",
            What::Renamed => "renamed",
            What::Moved => "moved",
            What::Merged => "merged",
            What::Split => "split",
            What::Changed => "changed",
            What::Reruled => "re-ruled",
        }
    }
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What happened.
    pub what: What,
    /// The id in the older codebook.
    pub from: Option<String>,
    /// The id in the newer one; of a split, all of them.
    pub to: Vec<String>,
    /// The field that changed: `parent`, `brief`, `rule trust-1` …
    pub field: String,
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
}

/// All changes from the older to the newer codebook.
pub fn difference(older: &Codebook, newer: &Codebook) -> Vec<Change> {
    let ways = Ways::of([newer]);
    let splits = splits(older, newer);
    let places: BTreeMap<&str, usize> =
        newer.codes.iter().enumerate().map(|(at, code)| (code.id.as_str(), at)).collect();
    // By the place in the newer codebook: the order in which they are told.
    let mut found: Vec<(usize, Change)> = Vec::new();
    let mut reached: BTreeSet<usize> = BTreeSet::new();
    for old in &older.codes {
        let itself = places.get(old.id.as_str()).copied();
        let is_merged = |at: usize| newer.codes[at].status == Status::Merged;
        if let Some(at) = itself {
            reached.insert(at);
        }
        if let Some(targets) = splits.get(old.id.as_str()) {
            let first = targets.iter().filter_map(|id| places.get(id.as_str()).copied()).min();
            reached.extend(targets.iter().filter_map(|id| places.get(id.as_str()).copied()));
            let change = Change { to: targets.clone(), ..of(What::Split, old) };
            found.push((first.or(itself).unwrap_or(usize::MAX), change));
        }
        let now = match itself {
            Some(at) if !is_merged(at) || old.status == Status::Merged => Some(at),
            _ => places.get(ways.now(&old.id)).copied(),
        };
        let Some((at, new)) = now.and_then(|at| Some((at, newer.codes.get(at)?))) else {
            found.push((usize::MAX, of(What::Removed, old)));
            continue;
        };
        let arrived = !reached.insert(at) && new.id != old.id;
        if new.id != old.id {
            let was_there = older.codes.iter().any(|code| code.id == new.id);
            let is_merge = was_there || arrived || itself.is_some_and(is_merged);
            let what = if is_merge { What::Merged } else { What::Renamed };
            let (before, after) = (old.id.clone(), new.id.clone());
            let to = vec![new.id.clone()];
            let field = "id".to_owned();
            found.push((at, Change { to, field, before, after, ..of(what, old) }));
            if is_merge {
                continue;
            }
        }
        let parent = |code: &Code| code.parent.clone();
        let was = parent(old).map(|parent| ways.now(&parent).to_owned());
        let is = parent(new).map(|parent| ways.now(&parent).to_owned());
        if was != is {
            let (before, after) = (parent(old), parent(new));
            let change = Change {
                to: vec![new.id.clone()],
                field: "parent".to_owned(),
                before: before.unwrap_or_default(),
                after: after.unwrap_or_default(),
                ..of(What::Moved, old)
            };
            found.push((at, change));
        }
        let fields = fields::changes(old, new).into_iter();
        found.extend(fields.map(|change| (at, change)));
    }
    for (at, new) in newer.codes.iter().enumerate() {
        if !reached.contains(&at) {
            let change = Change { from: None, to: vec![new.id.clone()], ..of(What::Added, new) };
            found.push((at, change));
        }
    }
    let tree = Tree::new(newer);
    let order: BTreeMap<usize, usize> =
        tree.order().iter().enumerate().map(|(order, &at)| (at, order)).collect();
    found.sort_by_key(|(at, _)| order.get(at).copied().unwrap_or(usize::MAX));
    found.into_iter().map(|(_, change)| change).collect()
}

fn of(what: What, code: &Code) -> Change {
    Change {
        what,
        from: Some(code.id.clone()),
        to: Vec::new(),
        field: String::new(),
        before: String::new(),
        after: String::new(),
    }
}

/// The codes that the newer codebook says were split since the older.
fn splits(older: &Codebook, newer: &Codebook) -> BTreeMap<String, Vec<String>> {
    let mut splits = BTreeMap::new();
    let known = older.migrations.len().min(newer.migrations.len());
    let shared =
        (0..known).take_while(|&at| older.migrations.get(at) == newer.migrations.get(at)).count();
    for step in newer.migrations.iter().skip(shared).flat_map(|migration| &migration.steps) {
        if let ("split", Some(from)) = (step.op.as_str(), step.from.first()) {
            splits.insert(from.clone(), step.to.clone());
        }
    }
    splits
}

#[cfg(test)]
mod tests;
