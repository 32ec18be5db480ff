//! From entries of another tool to codes: ids that hold, parents that exist.
//!
//! In come entries with the names that they had there; out come codes in the same order. A name
//! becomes an id as near to it as can be; what stands in it for a hierarchy (`Trust > Gain`,
//! `trust/gain`) becomes the parents, which are added where they have no entry of their own.

use std::collections::{BTreeMap, BTreeSet};

use crate::codebook::Code;
use crate::codebook::parse::as_id;

/// Signs between the parts of a path.
const SIGNS: [&str; 3] = [" > ", "::", "\\"];

/// Signs that may as well stand within a name: they count where what is before them has an entry.
const MAYBE: [char; 2] = ['/', '.'];

/// The most levels that a path is taken apart into.
const MOST_LEVELS: usize = 50;

/// A code as another tool has it.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    /// Its name, its id or its path.
    pub(super) name: String,
    /// The name or the path of the code above; empty where the tool says that there is none, absent
    /// where it has no word for it.
    pub(super) parent: Option<String>,
    /// All else; `id` and `parent` are made here.
    pub(super) code: Code,
}

/// Makes codes of entries, and says which parents were not found.
pub(super) fn codes(entries: Vec<Entry>) -> (Vec<Code>, Vec<String>) {
    let mut made = Made::default();
    let entries = with_headings(entries);
    for entry in &entries {
        made.add(&entry.name, &entry.code.label);
    }
    let mut lost = Vec::new();
    let mut codes = Vec::new();
    for (place, entry) in entries.into_iter().enumerate() {
        let mut code = entry.code;
        let name = entry.name.trim();
        let above = match entry.parent {
            Some(parent) if parent.trim().is_empty() => {
                parted(name).and_then(|(above, _)| made.find(above))
            }
            Some(parent) => {
                let found = made.find(&parent);
                if found.is_none() {
                    lost.push(parent);
                }
                found
            }
            None => above(name).and_then(|above| made.find(above)),
        };
        code.id = made.ids.get(place).cloned().unwrap_or_default();
        if code.label.trim().is_empty() {
            code.label = last(name).to_owned();
        }
        code.parent = above.filter(|parent| *parent != code.id);
        code.merged_into = code.merged_into.and_then(|other| made.find(&other));
        codes.push(code);
    }
    let ids: BTreeSet<&str> = codes.iter().map(|code| code.id.as_str()).collect();
    let taken: Vec<Vec<String>> = codes
        .iter()
        .map(|code| {
            let is_free = |alias: &&String| !ids.contains(alias.as_str());
            code.aliases.iter().filter(is_free).cloned().collect()
        })
        .collect();
    for (code, aliases) in codes.iter_mut().zip(taken) {
        code.aliases = aliases;
    }
    (codes, lost)
}

/// The ids that were given, by what they were given for.
#[derive(Default)]
struct Made {
    ids: Vec<String>,
    used: BTreeSet<String>,
    /// By id, the last number that was put behind it.
    last: BTreeMap<String, u32>,
    by_name: BTreeMap<String, String>,
    by_label: BTreeMap<String, String>,
}

impl Made {
    fn add(&mut self, name: &str, label: &str) {
        let name = name.trim();
        let parts = path(name).into_iter().map(as_id).filter(|part| !part.is_empty());
        let mut id =
            if is_id(name) { name.to_owned() } else { parts.collect::<Vec<_>>().join(".") };
        if id.is_empty() {
            id = as_id(label);
        }
        if id.is_empty() {
            id = "code".to_owned();
        }
        let mut free = id.clone();
        // A table may call a hundred thousand codes the same: each goes on where the last one ended.
        let number = self.last.entry(id.clone()).or_insert(1);
        while !self.used.insert(free.clone()) {
            *number += 1;
            free = format!("{id}-{number}");
        }
        self.by_name.entry(name.to_owned()).or_insert_with(|| free.clone());
        for label in [label.trim(), last(name)] {
            self.by_label.entry(label.to_lowercase()).or_insert_with(|| free.clone());
        }
        self.ids.push(free);
    }

    fn find(&self, name: &str) -> Option<String> {
        let name = name.trim();
        let by_label = || self.by_label.get(&name.to_lowercase());
        self.by_name.get(name).or_else(by_label).cloned()
    }
}

/// The entries, with one for every part of a path that has none.
fn with_headings(entries: Vec<Entry>) -> Vec<Entry> {
    let mut known: BTreeSet<String> =
        entries.iter().map(|entry| entry.name.trim().to_owned()).collect();
    let mut all = Vec::new();
    for entry in entries {
        let mut missing = Vec::new();
        let mut name = entry.name.trim();
        while let Some((above, _)) = parted(name).filter(|_| missing.len() < MOST_LEVELS) {
            if known.insert(above.to_owned()) {
                missing.push(above.to_owned());
            }
            name = above;
        }
        all.extend(missing.into_iter().rev().map(|name| Entry {
            code: Code { codable: false, label: last(&name).to_owned(), ..Code::default() },
            name,
            parent: None,
        }));
        all.push(entry);
    }
    all
}

/// Whether a name can be an id as it is.
fn is_id(name: &str) -> bool {
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
    name.chars().all(is_part) && name.starts_with(|c: char| c.is_ascii_alphanumeric())
}

/// A path's last sign: what is before it and what is behind.
fn parted(name: &str) -> Option<(&str, &str)> {
    let at = SIGNS.iter().filter_map(|sign| Some((name.rfind(sign)?, sign.len()))).max()?;
    let (before, behind) = (name.get(..at.0)?.trim(), name.get(at.0 + at.1..)?.trim());
    (!before.is_empty() && !behind.is_empty()).then_some((before, behind))
}

/// The code that a name says it stands below.
fn above(name: &str) -> Option<&str> {
    if let Some((before, _)) = parted(name) {
        return Some(before);
    }
    name.rfind(MAYBE).and_then(|at| name.get(..at)).filter(|above| !above.is_empty())
}

/// The last part of a path.
fn last(name: &str) -> &str {
    parted(name).map_or(name, |(_, last)| last)
}

/// The parts of a path.
fn path(name: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = name;
    while let Some((before, last)) = parted(rest).filter(|_| parts.len() < MOST_LEVELS) {
        parts.push(last);
        rest = before;
    }
    parts.push(rest);
    parts.reverse();
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids_and_paths_become_parents() {
        let entry = |name: &str, parent: Option<&str>| Entry {
            name: name.into(),
            parent: parent.map(str::to_owned),
            code: Code { codable: true, ..Code::default() },
        };
        let (codes, lost) = codes(vec![
            entry("Trust > Gaining it", None),
            entry("work", None),
            entry("work/rest", None),
            entry("信任", Some("Work")),
            entry("Work!", Some("nowhere")),
            entry("a.b", None),
        ]);
        let all: Vec<_> = codes
            .iter()
            .map(|code| (code.id.as_str(), code.label.as_str(), code.parent.as_deref()))
            .collect();
        assert_eq!(
            all,
            [
                ("trust", "Trust", None),
                ("trust.gaining-it", "Gaining it", Some("trust")),
                ("work", "work", None),
                ("work-rest", "work/rest", Some("work")),
                ("code", "信任", Some("work")),
                ("work-2", "Work!", None),
                ("a.b", "a.b", None),
            ]
        );
        assert_eq!(lost, ["nowhere"]);
        assert!(!codes[0].codable && codes[1].codable);
    }

    #[test]
    fn a_hundred_thousand_codes_of_one_name_have_ids() {
        let entry = |name: &str| Entry { name: name.into(), ..Entry::default() };
        let mut entries = vec![entry("x-2")];
        entries.extend((0..100_000).map(|_| entry("X")));
        let (codes, _) = codes(entries);
        let ids: Vec<&str> = codes.iter().map(|code| code.id.as_str()).collect();
        assert_eq!(ids[..4], ["x-2", "x", "x-3", "x-4"]);
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 100_001);
    }
}
