//! Which code of the study a code of a package is.
//!
//! By its id, where the package gives back what we wrote; else by its label and those above it; else
//! by a label that only one code has on either side. What is none of the study's is new and gets an
//! id of its own, made from its label and the id of the code above.

use std::collections::{BTreeMap, BTreeSet};

use crate::codebook::Codebook;
use crate::codebook::parse::as_id;
use crate::codebook::tree::Tree;
use crate::refi::guid;
use crate::refi::kept::Kept;
use crate::refi::model::{Code, Guid, Project};

/// The codes of a package in a study.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codes {
    /// The study's id of each code of the package.
    pub ids: BTreeMap<Guid, String>,
    /// The codes that the study does not have, each behind the one above it.
    pub new: Vec<New>,
}

/// A new code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct New {
    /// Its id in the study.
    pub id: String,
    /// The id of the code above it, if that is new too.
    pub parent: Option<String>,
    /// What the package says of it.
    pub code: Code,
}

/// Finds the codes of a package in a study's codebooks, laid side by side.
pub fn codes(project: &Project, codebook: &Codebook, kept: &Kept) -> Codes {
    let known = Known::of(codebook, kept);
    let mut labels: BTreeMap<String, usize> = BTreeMap::new();
    for (_, code) in project.all_codes() {
        *labels.entry(folded(&code.name)).or_default() += 1;
    }
    let mut codes = Codes::default();
    let mut taken: BTreeSet<String> = codebook.codes.iter().map(|code| code.id.clone()).collect();
    for code in &codebook.codes {
        taken.extend(code.aliases.iter().cloned());
    }
    // Each code with the line of labels above it, and the one above if that is new.
    let mut open: Vec<(&Code, Vec<String>, Option<String>)> =
        project.codes.iter().rev().map(|code| (code, Vec::new(), None)).collect();
    while let Some((code, mut line, above)) = open.pop() {
        line.push(folded(&code.name));
        let is_only = labels.get(&folded(&code.name)) == Some(&1);
        let found = known.find(code, &line, is_only);
        let below = match found {
            Some(id) => {
                codes.ids.insert(code.guid.clone(), id);
                None
            }
            None => {
                let id = free(&taken, above.as_deref(), &code.name);
                taken.insert(id.clone());
                codes.ids.insert(code.guid.clone(), id.clone());
                codes.new.push(New { id: id.clone(), parent: above, code: code.clone() });
                Some(id)
            }
        };
        open.extend(code.codes.iter().rev().map(|one| (one, line.clone(), below.clone())));
    }
    codes
}

/// The study's codes by what a package may know of them.
struct Known {
    by_guid: BTreeMap<Guid, String>,
    by_line: BTreeMap<Vec<String>, String>,
    by_label: BTreeMap<String, Vec<String>>,
    ids: BTreeSet<String>,
}

impl Known {
    fn of(codebook: &Codebook, kept: &Kept) -> Self {
        let tree = Tree::new(codebook);
        let mut known = Known {
            by_guid: BTreeMap::new(),
            by_line: BTreeMap::new(),
            by_label: BTreeMap::new(),
            ids: BTreeSet::new(),
        };
        for (place, code) in codebook.codes.iter().enumerate() {
            let ours = guid::of("code", &[&code.id]);
            known.by_guid.insert(kept.guid(ours.clone()), code.id.clone());
            known.by_guid.insert(ours, code.id.clone());
            // From the root down, as a package has them.
            let line = tree.line(place).into_iter().rev().filter_map(|at| codebook.codes.get(at));
            let line = line.map(|code| folded(&code.label)).collect();
            known.by_line.entry(line).or_insert_with(|| code.id.clone());
            known.by_label.entry(folded(&code.label)).or_default().push(code.id.clone());
            known.ids.insert(code.id.clone());
        }
        known
    }

    fn find(&self, code: &Code, line: &[String], is_only: bool) -> Option<String> {
        let by_label = || {
            let all = self.by_label.get(&folded(&code.name))?;
            match all.as_slice() {
                [one] if is_only => Some(one.clone()),
                _ => None,
            }
        };
        let by_id = || self.ids.get(code.name.trim()).cloned();
        let by_line = || self.by_line.get(line).cloned();
        self.by_guid.get(&code.guid).cloned().or_else(by_line).or_else(by_label).or_else(by_id)
    }
}

fn folded(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// An id that no code has.
fn free(taken: &BTreeSet<String>, above: Option<&str>, label: &str) -> String {
    let own = match as_id(label) {
        id if id.is_empty() => "code".to_owned(),
        id => id,
    };
    let id = match above {
        Some(above) => format!("{above}.{own}"),
        None => own,
    };
    let mut numbered = (2usize..).map(|number| format!("{id}-{number}"));
    match taken.contains(&id) {
        false => id,
        true => numbered.find(|id| !taken.contains(id)).unwrap_or(id),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::parse::parse;

    fn code(guid: &str, name: &str, codes: Vec<Code>) -> Code {
        Code { guid: guid.into(), name: name.into(), codable: true, codes, ..Code::default() }
    }

    #[test]
    fn codes_are_found_and_new_ones_get_ids() {
        let text = "schema = 1\n[codebook]\nid = \"c\"\nversion = \"1\"\n\
                    [[code]]\nid = \"w\"\nlabel = \"Work\"\n\
                    [[code]]\nid = \"w.other\"\nlabel = \"Other\"\nparent = \"w\"\n\
                    [[code]]\nid = \"hope\"\nlabel = \"Hope\"\n";
        let codebook = parse("c.toml", text).unwrap().codebook;
        let ours = guid::of("code", &["hope"]);
        let project = Project {
            codes: vec![
                code("1", "work", vec![code("2", "Other", vec![]), code("3", "信任", vec![])]),
                code("4", "Self", vec![code("5", "Other", vec![]), code("6", "Other", vec![])]),
                code(&ours, "Renamed since", vec![]),
            ],
            ..Project::default()
        };
        let found = codes(&project, &codebook, &Kept::default());
        let id = |guid: &str| found.ids[guid].as_str();
        assert_eq!([id("1"), id("2"), id("3")], ["w", "w.other", "code"]);
        assert_eq!([id("4"), id("5"), id("6")], ["self", "self.other", "self.other-2"]);
        assert_eq!(id(&ours), "hope");
        let new: Vec<&str> = found.new.iter().map(|new| new.id.as_str()).collect();
        assert_eq!(new, ["code", "self", "self.other", "self.other-2"]);
    }
}
