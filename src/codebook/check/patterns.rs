//! Warnings about patterns.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::Subject;
use crate::codebook::pattern::{self, Element};
use crate::codebook::places::Span;
use crate::codebook::{Key, Negation, Rule};
use crate::diagnostic::Diagnostic;
use crate::text::chars::{Class, class};
use crate::text::word::written;

/// How many different words a wildcard may match.
const MOST_WORDS: usize = 200;

/// How many of them are named.
const NAMED: usize = 8;

/// How many letters a pattern should have.
const LEAST_LETTERS: usize = 3;

/// What makes the same pattern mean something else in another rule: whom it listens to, where, and
/// what must stand around it.
type Circumstances<'r> = (
    &'r Option<Vec<String>>,
    &'r [(String, Vec<String>)],
    &'r Option<String>,
    &'r [String],
    Negation,
);

fn circumstances(rule: &Rule) -> Circumstances<'_> {
    (&rule.speaker, &rule.conditions, &rule.within, &rule.all, rule.negation)
}

/// Two codes that look for the same.
pub(super) fn same_pattern(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut seen: BTreeMap<Vec<Element>, Vec<(usize, Circumstances<'_>, &Span)>> = BTreeMap::new();
    for (at, code, place) in subject.codes() {
        for (rule, place) in code.rules.iter().zip(&place.rules) {
            for ((key, text), span) in rule.patterns().into_iter().zip(&place.patterns) {
                let Ok(elements) = pattern::elements(text) else { continue };
                if key != Key::Any {
                    continue;
                }
                let around = circumstances(rule);
                let same = seen.entry(elements).or_default();
                let other = same.iter().find(|(code, other, _)| *code != at && *other == around);
                if let Some((other, _, first)) = other {
                    let other = subject.codebook.codes.get(*other).map_or("", |code| &code.id);
                    let message = format!("`{other}` and `{}` have the same pattern", code.id);
                    found.push(
                        Diagnostic::warning(message)
                            .at(&subject.places.source, span.clone(), "here")
                            .at(&subject.places.source, (*first).clone(), "and here")
                            .help("say in `not_when` and `none` what tells the two codes apart"),
                    );
                }
                same.push((at, around, span));
            }
        }
    }
    found
}

/// A pattern of under three letters. Where a script gives every character a word, one is enough.
pub(super) fn short_pattern(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let letters = letters_of_lists(subject);
    let mut found = Vec::new();
    for (_, code, place) in subject.codes() {
        for (rule, place) in code.rules.iter().zip(&place.rules) {
            for ((key, text), span) in rule.patterns().into_iter().zip(&place.patterns) {
                let Ok(elements) = pattern::elements(text) else { continue };
                let count = count_letters(&elements, &letters);
                if key == Key::Any && count < LEAST_LETTERS {
                    let message = format!("`{text}` has under {LEAST_LETTERS} letters");
                    let under = match elements.as_slice() {
                        [Element::List(_)] => "through the shortest entry of the list",
                        _ => "",
                    };
                    found.push(
                        Diagnostic::warning(message)
                            .at(&subject.places.source, span.clone(), under)
                            .help("so short a word means many things: add what stands beside it"),
                    );
                }
            }
        }
    }
    found
}

/// The least number of letters that an entry of each list has. A list comes after those it names.
fn letters_of_lists(subject: &Subject<'_>) -> BTreeMap<String, usize> {
    let lists = &subject.codebook.lists;
    let needs = pattern::needs(lists);
    let bare: Vec<Vec<usize>> = needs.iter().map(|(_, needs)| needs.clone()).collect();
    let mut letters = BTreeMap::new();
    for at in crate::codebook::dependency::order(&bare).order {
        let Some((name, _)) = needs.get(at) else { continue };
        let entries = lists.get(*name).into_iter().flatten();
        let least = entries
            .filter_map(|entry| pattern::elements(entry).ok())
            .map(|elements| count_letters(&elements, &letters))
            .min();
        letters.insert((*name).to_owned(), least.unwrap_or(LEAST_LETTERS));
    }
    letters
}

fn count_letters(elements: &[Element], lists: &BTreeMap<String, usize>) -> usize {
    elements
        .iter()
        .map(|element| match element {
            Element::Literal(word) | Element::Glob(word) | Element::Stem(word) => word
                .chars()
                .map(|c| match class(c) {
                    Class::Other => 0,
                    Class::Word => 1,
                    Class::Spaceless => LEAST_LETTERS,
                })
                .sum(),
            Element::AnyToken | Element::Gap => 0,
            Element::List(name) => lists.get(name).copied().unwrap_or(LEAST_LETTERS),
        })
        .fold(0, usize::saturating_add)
}

/// A wildcard that matches a great part of what people say.
pub(super) fn broad_wildcard(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(words) = subject.material.words else { return Vec::new() };
    let mut found = Vec::new();
    for (glob, span) in globs(subject) {
        let head = glob.split(['*', '?']).next().unwrap_or_default();
        let matched: Vec<&str> = words
            .range::<str, _>((Bound::Included(head), Bound::Unbounded))
            .take_while(|word| word.starts_with(head))
            .filter(|word| pattern::glob_matches(&glob, word))
            .map(String::as_str)
            .collect();
        if matched.len() <= MOST_WORDS {
            continue;
        }
        let named: Vec<String> =
            matched.iter().take(NAMED).map(|word| format!("`{}`", written(word))).collect();
        let count = matched.len();
        let message = format!("`{glob}` matches {count} different words of the transcripts");
        found.push(
            Diagnostic::warning(message)
                .at(&subject.places.source, span, "")
                .help(format!("they begin with {}", named.join(", ")))
                .help("write more of the word, or the forms that are meant"),
        );
    }
    found
}

/// A wildcard that touches a character which is a word by itself, and so stands for one more word.
pub(super) fn wildcard_apart(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (text, span) in written_patterns(subject) {
        for (part, out) in pattern::wildcards_apart(text) {
            let part = text.get(part).unwrap_or_default();
            let bare: String = part.chars().filter(|c| !matches!(c, '*' | '?')).collect();
            let message =
                format!("`{part}` means `{out}`, in which the wildcard is a word by itself");
            let help = match part.trim_matches(['*', '?']) == bare {
                true => {
                    format!("each character is a word here, so `{bare}` finds all that holds it")
                }
                false => "each character is a word here".to_owned(),
            };
            found.push(
                Diagnostic::warning(message)
                    .at(&subject.places.source, span.clone(), "")
                    .help(help)
                    .help(format!("write `{out}` if something has to stand there")),
            );
        }
    }
    found
}

/// Every pattern with its place: in the lists, then in the rules.
fn written_patterns<'s>(subject: &'s Subject<'_>) -> impl Iterator<Item = (&'s str, &'s Span)> {
    let lists = subject.codebook.lists.iter().flat_map(|(name, entries)| {
        let spans = subject.places.lists.get(name).map_or(&[][..], |place| &place.entries);
        entries.iter().map(String::as_str).zip(spans)
    });
    let rules = subject.codes().flat_map(|(_, code, place)| {
        code.rules
            .iter()
            .zip(&place.rules)
            .flat_map(|(rule, place)| rule.patterns().into_iter().zip(&place.patterns))
            .map(|((_, text), span)| (text, span))
    });
    lists.chain(rules)
}

/// Every different word with wildcards, at its first place.
fn globs(subject: &Subject<'_>) -> Vec<(String, Span)> {
    let mut globs: BTreeMap<String, Span> = BTreeMap::new();
    for (text, span) in written_patterns(subject) {
        for element in pattern::elements(text).unwrap_or_default() {
            if let Element::Glob(glob) = element {
                globs.entry(glob).or_insert_with(|| span.clone());
            }
        }
    }
    globs.into_iter().collect()
}
