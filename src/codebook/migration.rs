//! Where codes went: by which id a code is known now that was known by another once.
//!
//! Logs are never rewritten. In comes a code as a log, a memo or a person names it, out comes the
//! code that it is today: an alias leads to its code, a merged code to the one it was merged into,
//! and what the codebook does not know at all goes through the steps of its migrations in their
//! order. A split waits for a person: until each coding is recoded, it stays with the old code, or
//! with the first of the new ones where the old is gone.

use std::collections::BTreeMap;

use super::Codebook;

/// The ways of codes through the versions of codebooks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ways {
    /// The codes, with the one that each was merged into.
    codes: BTreeMap<String, Option<String>>,
    /// Other names with the codes that they lead to.
    aliases: BTreeMap<String, String>,
    /// The steps of all migrations: old names, new name.
    steps: Vec<(Vec<String>, String)>,
}

impl Ways {
    /// The ways through these codebooks.
    pub fn of<'c>(codebooks: impl IntoIterator<Item = &'c Codebook>) -> Self {
        let mut ways = Ways::default();
        for codebook in codebooks {
            for code in &codebook.codes {
                ways.codes.entry(code.id.clone()).or_insert_with(|| code.merged_into.clone());
                for alias in &code.aliases {
                    ways.aliases.entry(alias.clone()).or_insert_with(|| code.id.clone());
                }
            }
            let steps = codebook.migrations.iter().flat_map(|migration| &migration.steps);
            let first =
                steps.filter_map(|step| Some((step.from.clone(), step.to.first()?.clone())));
            ways.steps.extend(first);
        }
        ways
    }

    /// The code that a name stands for now; the name itself where it leads nowhere.
    pub fn now<'n>(&'n self, name: &'n str) -> &'n str {
        let mut now = name;
        if !self.codes.contains_key(now) && !self.aliases.contains_key(now) {
            for (from, to) in &self.steps {
                if from.iter().any(|from| from == now) {
                    now = to;
                }
            }
        }
        now = self.id(now);
        // Codes that were merged into each other, which is a mistake, end where they began.
        for _ in 0..self.codes.len() {
            match self.codes.get(now) {
                Some(Some(into)) => now = self.id(into),
                _ => break,
            }
        }
        now
    }

    /// The id behind an alias; an id is stronger.
    fn id<'n>(&'n self, name: &'n str) -> &'n str {
        match self.aliases.get(name) {
            Some(id) if !self.codes.contains_key(name) => id,
            _ => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::{Code, Migration, Step};
    use proptest::prelude::*;

    fn step(op: &str, from: &[&str], to: &[&str]) -> Step {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Step { op: op.to_owned(), from: owned(from), to: owned(to) }
    }

    fn codebook(ids: &[&str], steps: Vec<Step>) -> Codebook {
        let code = |id: &&str| Code { id: (*id).to_owned(), ..Code::default() };
        let migrations = vec![Migration { steps, ..Migration::default() }];
        Codebook { codes: ids.iter().map(code).collect(), migrations, ..Codebook::default() }
    }

    #[test]
    fn steps_follow_one_another() {
        let steps = vec![
            step("rename", &["a"], &["b"]),
            step("merge", &["b", "x"], &["c"]),
            step("move", &["c"], &["d"]),
        ];
        let ways = Ways::of([&codebook(&["d"], steps)]);
        for old in ["a", "b", "c", "x", "d"] {
            assert_eq!(ways.now(old), "d", "{old}");
        }
        assert_eq!(ways.now("unknown"), "unknown");
    }

    #[test]
    fn a_rename_back_leads_back() {
        let steps = vec![step("rename", &["a"], &["b"]), step("rename", &["b"], &["a"])];
        let ways = Ways::of([&codebook(&["a"], steps)]);
        assert_eq!((ways.now("a"), ways.now("b")), ("a", "a"));
    }

    #[test]
    fn a_split_stays_with_the_old_code_or_goes_to_the_first() {
        let steps = || vec![step("split", &["core"], &["bridge", "barriers"])];
        let kept = Ways::of([&codebook(&["core", "bridge", "barriers"], steps())]);
        assert_eq!(kept.now("core"), "core");
        let gone = Ways::of([&codebook(&["bridge", "barriers"], steps())]);
        assert_eq!(gone.now("core"), "bridge");
    }

    #[test]
    fn merged_codes_and_aliases_lead_on() {
        let mut book = codebook(&["a", "b", "c"], Vec::new());
        book.codes[0].merged_into = Some("old-b".into());
        book.codes[1].aliases = vec!["old-b".into(), "c".into()];
        book.codes[1].merged_into = Some("c".into());
        let ways = Ways::of([&book]);
        assert_eq!((ways.now("a"), ways.now("old-b"), ways.now("c")), ("c", "c", "c"));
        book.codes[2].merged_into = Some("a".into());
        assert!(["a", "b", "c"].contains(&Ways::of([&book]).now("a")));
    }

    proptest! {
        /// Renames one after the other, each of a code that is there to a name that never was.
        #[test]
        fn any_chain_of_renames_and_merges_leads_to_a_code(
            picks in proptest::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..20)
        ) {
            let mut live: Vec<String> = (0..6).map(|n| format!("c{n}")).collect();
            let mut is_now: BTreeMap<String, String> =
                live.iter().map(|id| (id.clone(), id.clone())).collect();
            let mut steps = Vec::new();
            for (number, (pick, merges)) in picks.into_iter().enumerate() {
                let old = live.remove(pick.index(live.len()));
                let new = match merges && !live.is_empty() {
                    true => live[pick.index(live.len())].clone(),
                    false => format!("n{number}"),
                };
                if !live.contains(&new) {
                    live.push(new.clone());
                }
                steps.push(step(if merges { "merge" } else { "rename" }, &[&old], &[&new]));
                for now in is_now.values_mut().filter(|now| **now == old) {
                    now.clone_from(&new);
                }
                is_now.entry(new.clone()).or_insert(new);
            }
            let ids: Vec<&str> = live.iter().map(String::as_str).collect();
            let ways = Ways::of([&codebook(&ids, steps)]);
            for (old, now) in &is_now {
                prop_assert_eq!(ways.now(old), now.as_str(), "{}", old);
            }
        }
    }
}
