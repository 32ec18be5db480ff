//! Who coded: users of a package as coders of a study.
//!
//! A coder's name is the name of a file, so characters that no such name may have become `-`. The
//! name of the rules belongs to the rules.

use std::collections::{BTreeMap, BTreeSet};

use crate::coding::rule_coder::RULES;
use crate::refi::model::{Guid, Project};

/// The longest name of a coder.
const LONGEST: usize = 64;

/// The coder of each user who coded or remarked anything; two users never become one.
pub fn coders(project: &Project) -> BTreeMap<Guid, String> {
    let mut coders = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for user in &project.users {
        let name = match name(&user.name) {
            name if name.is_empty() => "coder".to_owned(),
            name if name == RULES => format!("{RULES}-of-the-package"),
            name => name,
        };
        let mut numbered = (2usize..).map(|number| format!("{name} {number}"));
        let name = match taken.contains(&name) {
            false => name,
            true => numbered.find(|name| !taken.contains(name)).unwrap_or(name),
        };
        taken.insert(name.clone());
        coders.entry(user.guid.clone()).or_insert(name);
    }
    coders
}

fn name(name: &str) -> String {
    let fine = |c: char| match c {
        c if c.is_alphanumeric() || "-_. ".contains(c) => c,
        _ => '-',
    };
    let name: String = name.trim().chars().map(fine).take(LONGEST - 16).collect();
    name.trim_start_matches(['.', ' ']).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refi::model::User;

    #[test]
    fn names_are_names_of_files() {
        let user = |guid: &str, name: &str| User { guid: guid.into(), name: name.into() };
        let users = vec![
            user("1", "Ana María"),
            user("2", "../../x@y"),
            user("3", ""),
            user("4", "rules"),
            user("5", "Ana María"),
        ];
        let found = coders(&Project { users, ..Project::default() });
        let names: Vec<&str> = found.values().map(String::as_str).collect();
        assert_eq!(names, ["Ana María", "-..-x-y", "coder", "rules-of-the-package", "Ana María 2"]);
    }
}
