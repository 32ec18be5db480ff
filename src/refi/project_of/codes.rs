//! Codes on their way out: the hierarchy as a tree, the fields of a code as its description.

use std::collections::{BTreeMap, BTreeSet};

use super::notes::Notes;
use crate::codebook;
use crate::refi::guid;
use crate::refi::model::Code;
use crate::refi::schema::is_colour;
use crate::refi::told::Told;
use crate::refi::tool::Habits;

/// The codes as trees. Codes that only logs know stand behind those of the codebooks.
pub(super) fn codes(told: &Told, habits: &Habits, notes: &Notes<'_>) -> Vec<Code> {
    let known: BTreeSet<&str> = told.codes.iter().map(|code| code.id.as_str()).collect();
    let mut others: BTreeSet<&str> = told.codings.iter().map(|given| given.code.as_str()).collect();
    others.retain(|id| !known.contains(id));
    let bare = |id: &str| codebook::Code {
        id: id.to_owned(),
        label: id.to_owned(),
        codable: true,
        ..codebook::Code::default()
    };
    let all: Vec<codebook::Code> =
        told.codes.iter().cloned().chain(others.into_iter().map(bare)).collect();
    let names = names(&all, habits);
    let mut below: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (place, code) in all.iter().enumerate() {
        let parent = code.parent.as_deref().filter(|parent| known.contains(parent));
        below.entry(parent).or_default().push(place);
    }
    let tree = Trees { told, all: &all, names: &names, below: &below, notes };
    let roots = below.get(&None).map(Vec::as_slice).unwrap_or_default();
    let mut codes: Vec<Code> = roots.iter().map(|&place| tree.code(place)).collect();
    if let Some(levels) = habits.levels {
        for code in &mut codes {
            flatten(code, levels);
        }
    }
    codes
}

struct Trees<'t> {
    told: &'t Told,
    all: &'t [codebook::Code],
    names: &'t [String],
    below: &'t BTreeMap<Option<&'t str>, Vec<usize>>,
    notes: &'t Notes<'t>,
}

impl Trees<'_> {
    /// A code with those below. The parser of codebooks lets no code be its own ancestor.
    fn code(&self, place: usize) -> Code {
        let Some(code) = self.all.get(place) else { return Code::default() };
        let below = self.below.get(&Some(code.id.as_str())).map(Vec::as_slice).unwrap_or_default();
        Code {
            guid: self.told.kept.guid(guid::of("code", &[&code.id])),
            name: self.names.get(place).cloned().unwrap_or_default(),
            codable: code.codable,
            colour: code.colour.clone().filter(|colour| is_colour(colour)),
            description: description(code),
            note_refs: self.notes.of("code", &code.id),
            codes: below.iter().map(|&place| self.code(place)).collect(),
        }
    }
}

/// The names that people read; each only once where a program needs that.
fn names(all: &[codebook::Code], habits: &Habits) -> Vec<String> {
    let label = |code: &codebook::Code| match code.label.trim() {
        "" => code.id.clone(),
        label => label.to_owned(),
    };
    let mut names: Vec<String> = all.iter().map(label).collect();
    if !habits.unique_names {
        return names;
    }
    let labels: BTreeMap<&str, String> =
        all.iter().map(|code| (code.id.as_str(), label(code))).collect();
    let mut taken = BTreeSet::new();
    for (name, code) in names.iter_mut().zip(all) {
        if !taken.insert(name.to_lowercase()) {
            let above = code.parent.as_deref().and_then(|parent| labels.get(parent));
            let mut other = format!("{name} ({})", above.unwrap_or(&code.id));
            if taken.contains(&other.to_lowercase()) {
                other = format!("{name} ({})", code.id);
            }
            taken.insert(other.to_lowercase());
            *name = other;
        }
    }
    names
}

/// Lifts codes that stand too deep to the lowest level there may be: `middle::leaf`.
fn flatten(code: &mut Code, levels: usize) {
    if levels > 1 {
        if levels == 2 {
            let mut flat = Vec::new();
            for below in std::mem::take(&mut code.codes) {
                let mut open = vec![below];
                while let Some(mut one) = open.pop() {
                    let deeper = std::mem::take(&mut one.codes);
                    let name = one.name.clone();
                    flat.push(one);
                    open.extend(deeper.into_iter().rev().map(|mut next| {
                        next.name = format!("{name}::{}", next.name);
                        next
                    }));
                }
            }
            code.codes = flat;
        } else {
            for below in &mut code.codes {
                flatten(below, levels - 1);
            }
        }
    }
}

/// What a code means, in one text.
fn description(code: &codebook::Code) -> String {
    let mut parts = Vec::new();
    for text in [&code.brief, &code.definition] {
        if !text.trim().is_empty() {
            parts.push(text.trim().to_owned());
        }
    }
    let lists = [
        ("Use when:", &code.use_when),
        ("Do not use when:", &code.not_when),
        ("Examples:", &code.examples),
        ("Not examples:", &code.non_examples),
    ];
    for (heading, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        let lines: Vec<String> = list.iter().map(|line| format!("- {line}")).collect();
        parts.push(format!("{heading}\n{}", lines.join("\n")));
    }
    parts.join("\n\n")
}
