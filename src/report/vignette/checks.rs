//! What a composite has to hold to before it is published (`docs/methods.md`, Assemblies).
//!
//! At least three participants; nobody supplies more than half of the passages; every tag names a
//! turn; no run of more than thirty words is somebody's own; no name that one participant alone
//! said; no combination of attributes that fits one participant alone. Each check is a line with
//! the words that say why. They find what can be found by counting; whether somebody can be
//! recognised, a person judges.

use std::collections::{BTreeMap, BTreeSet};

use super::tags::Tag;
use super::voices::{Voices, folded_words};
use crate::report::material::Material;
use crate::report::percent;
use crate::study::attributes::Kind;

/// Participants that a composite needs.
const LEAST_CASES: usize = 3;

/// The most words that may be somebody's own in one run.
pub(super) const MOST_WORDS: usize = 30;

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Its name.
    pub name: &'static str,
    /// Whether the composite holds to it.
    pub is_passed: bool,
    /// What was found.
    pub words: String,
}

impl Check {
    fn passed(name: &'static str, words: impl Into<String>) -> Self {
        Check { name, is_passed: true, words: words.into() }
    }

    fn failed(name: &'static str, words: impl Into<String>) -> Self {
        Check { name, is_passed: false, words: words.into() }
    }

    /// One line for each fault, or one that says that there is none.
    fn each(name: &'static str, faults: Vec<String>, none: &str) -> Vec<Self> {
        match faults.is_empty() {
            true => vec![Check::passed(name, none)],
            false => faults.into_iter().map(|fault| Check::failed(name, fault)).collect(),
        }
    }
}

/// How many participants there are, and whether one outweighs the others. In come passages by case.
pub fn shares(sources: &BTreeMap<String, u64>) -> Vec<Check> {
    let cases = sources.len();
    let number =
        format!("draws on {cases} {}", if cases == 1 { "participant" } else { "participants" });
    let enough = match cases >= LEAST_CASES {
        true => Check::passed("participants", number),
        false => Check::failed("participants", format!("{number}; at least {LEAST_CASES} needed")),
    };
    let all: u64 = sources.values().sum();
    let most = sources.iter().max_by_key(|(_, passages)| **passages);
    let share = most.map(|(case, &passages)| {
        let words = format!(
            "{case} supplies {passages} of {all} passages ({}%)",
            percent::of(passages, all, false)
        );
        match 2 * passages > all {
            true => Check::failed("share", words),
            false => Check::passed("share", words),
        }
    });
    std::iter::once(enough).chain(share).collect()
}

/// Whether every tag names a turn of a case.
pub(super) fn tags(tags: &[Tag<'_>]) -> Vec<Check> {
    let fault = |tag: &Tag<'_>| match (&tag.case, tag.is_vague) {
        (None, _) => Some(format!("{{{}}} is no turn of a case", tag.text)),
        (_, true) => Some(format!("{{{}}} does not say which transcript", tag.text)),
        _ => None,
    };
    let faults = tags.iter().filter_map(fault).collect();
    Check::each("tags", faults, "every tag names a turn")
}

/// Whether a long run of words is somebody's own.
pub(super) fn verbatim(draft: &str, voices: &Voices) -> Vec<Check> {
    let faults = voices.runs(draft, MOST_WORDS).into_iter().map(|run| {
        format!(
            "{} words in a row are {}’s (turn {} of {}): “{} …”; at most {MOST_WORDS}",
            run.words, run.case, run.turn, run.transcript, run.beginning
        )
    });
    let none = format!("no run of more than {MOST_WORDS} words is one participant’s");
    Check::each("verbatim", faults.collect(), &none)
}

/// Whether a name occurs that one participant alone said.
pub(super) fn names(draft: &str, voices: &Voices) -> Vec<Check> {
    let Some(names) = voices.names_of_one(draft) else {
        return vec![Check::passed("names", "not checked: this language capitalises all nouns")];
    };
    let faults = names.into_iter().map(|(name, case)| format!("only {case} says {name}"));
    Check::each("names", faults.collect(), "no name that one participant alone says")
}

/// Values that say nothing about a person where they stand in a text.
const EMPTY_WORDS: [&str; 8] =
    ["other", "none", "unknown", "yes", "no", "not stated", "missing", "any"];

/// Whether the attributes that the text mentions fit one case alone.
pub(super) fn combination(draft: &str, material: &Material) -> Check {
    let name = "combination";
    let attributes = &material.attributes;
    let words = folded_words(draft);
    let is_said = |value: &str| {
        let value = folded_words(&value.replace('_', " "));
        let is_short = value.len() == 1 && value.iter().all(|word| word.chars().count() < 2);
        !value.is_empty()
            && !is_short
            && !EMPTY_WORDS.contains(&value.join(" ").as_str())
            && words.windows(value.len()).any(|window| window == value)
    };
    let mut said: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for attribute in attributes.names().filter(|name| attributes.is_of_cases(name)) {
        if attributes.get(attribute).is_some_and(|known| known.kind == Kind::Bool) {
            continue;
        }
        let values: BTreeSet<String> =
            attributes.all_values(attribute).into_iter().filter(|value| is_said(value)).collect();
        if !values.is_empty() {
            said.insert(attribute, values);
        }
    }
    if said.is_empty() {
        return Check::passed(name, "no attribute of a participant is mentioned");
    }
    let cases = material.cases();
    let fitting: Vec<&str> = cases
        .into_keys()
        .filter(|case| {
            said.iter().all(|(attribute, values)| {
                let own = attributes.values(Some(case), "", attribute);
                own.iter().any(|value| values.contains(value))
            })
        })
        .collect();
    let mentioned: Vec<String> =
        said.values().flatten().map(|value| value.replace('_', " ")).collect();
    let mentioned = mentioned.join(", ");
    match fitting.as_slice() {
        [one] => Check::failed(name, format!("{mentioned}: this fits {one} alone")),
        several => {
            Check::passed(name, format!("{mentioned}: this fits {} participants", several.len()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::three_people;

    fn sources(counts: &[u64]) -> BTreeMap<String, u64> {
        counts.iter().enumerate().map(|(at, &count)| (format!("P0{}", at + 1), count)).collect()
    }

    #[test]
    fn three_participants_and_nobody_over_half() {
        let failing = |counts: &[u64]| -> Vec<String> {
            let checks = shares(&sources(counts)).into_iter();
            checks.filter(|check| !check.is_passed).map(|check| check.words).collect()
        };
        assert_eq!(failing(&[3, 2, 2]), [""; 0]);
        assert_eq!(failing(&[2, 1, 1]), [""; 0]);
        assert_eq!(
            failing(&[5, 1]),
            ["draws on 2 participants; at least 3 needed", "P01 supplies 5 of 6 passages (83%)"]
        );
        assert_eq!(failing(&[]), ["draws on 0 participants; at least 3 needed"]);
    }

    #[test]
    fn attributes_that_fit_one_alone_are_found() {
        let material = three_people();
        let check = combination("She works in the north of town.", &material);
        assert_eq!((check.is_passed, check.words.as_str()), (false, "North: this fits A alone"));
        let check = combination("North or South, it is the same.", &material);
        assert!(check.is_passed && check.words.ends_with("fits 2 participants"), "{check:?}");
        assert!(combination("Northern lights.", &material).is_passed);
    }
}
