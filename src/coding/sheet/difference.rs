//! What changed between a coder's codings and a sheet.
//!
//! In come the codings as the sheet found them and what the sheet says now, out come the changes in
//! the order of the sheet. A sheet that nobody touched has none.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Entry, Sheet};

/// One thing that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A new coding.
    Add(Entry),
    /// A coding that is not in the sheet any more.
    Remove {
        /// The coding.
        id: String,
    },
    /// A coding has another code.
    Recode {
        /// The coding.
        id: String,
        /// Its code from now on.
        code: String,
    },
    /// A coding has another place.
    Resize {
        /// The coding.
        id: String,
        /// Its place from now on, in bytes.
        bytes: Range<usize>,
    },
    /// A coding has another remark.
    Note {
        /// The coding.
        id: String,
        /// The remark; empty if there is none any more.
        note: String,
    },
    /// The transcript was read to its end.
    Done,
    /// It was not read to its end after all.
    NotDone,
}

/// What changed. `before` are the codings as they are in the log; those that the sheet was not
/// written with are left as they are.
pub fn difference(before: &[Entry], was_done: bool, sheet: &Sheet) -> Vec<Change> {
    let known: BTreeMap<&str, &Entry> =
        before.iter().filter_map(|entry| Some((entry.id.as_deref()?, entry))).collect();
    let mut changes = Vec::new();
    let mut kept = BTreeSet::new();
    let mut there: BTreeSet<(&str, usize, usize)> = BTreeSet::new();
    let key = |entry: &Entry| (entry.bytes.start, entry.bytes.end);
    for entry in sheet.entries.iter().filter(|entry| entry.id.is_some()) {
        there.insert((&entry.code, key(entry).0, key(entry).1));
    }
    for entry in &sheet.entries {
        let Some(id) = &entry.id else {
            if there.insert((&entry.code, key(entry).0, key(entry).1)) {
                changes.push(Change::Add(entry.clone()));
            }
            continue;
        };
        kept.insert(id.as_str());
        let Some(old) = known.get(id.as_str()) else { continue };
        if old.code != entry.code {
            changes.push(Change::Recode { id: id.clone(), code: entry.code.clone() });
        }
        if old.bytes != entry.bytes {
            changes.push(Change::Resize { id: id.clone(), bytes: entry.bytes.clone() });
        }
        let words = |entry: &Entry| entry.note.clone().unwrap_or_default();
        if words(old) != words(entry) {
            changes.push(Change::Note { id: id.clone(), note: words(entry) });
        }
    }
    for id in sheet.listed.iter().filter(|id| !kept.contains(id.as_str())) {
        if known.contains_key(id.as_str()) {
            changes.push(Change::Remove { id: id.clone() });
        }
    }
    match sheet.done {
        Some(true) if !was_done => changes.push(Change::Done),
        Some(false) if was_done => changes.push(Change::NotDone),
        _ => {}
    }
    changes
}
