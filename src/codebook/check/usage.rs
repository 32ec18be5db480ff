//! Warnings about how a codebook fares with its data.

use super::Subject;
use crate::codebook::Kind;
use crate::diagnostic::Diagnostic;

/// How many themes a reader can keep in mind.
const MOST_THEMES: usize = 8;

/// How many themes an analysis usually comes to at least (Thomas 2006, general inductive approach).
const LEAST_THEMES: usize = 3;

/// A code used by one case, or under twice.
pub(super) fn rare_code(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(usage) = subject.material.usage else { return Vec::new() };
    let mut found = Vec::new();
    for (at, code, place) in subject.codes() {
        let used = usage.get(at).copied().flatten();
        let Some(used) = used.filter(|used| used.cases <= 1 || used.segments < 2) else { continue };
        let times = match used.segments {
            0 => "never used".to_owned(),
            1 => "used once".to_owned(),
            times if used.cases == 0 => format!("used {times} times, but by no case"),
            times => format!("used {times} times, but by one case alone"),
        };
        found.push(
            Diagnostic::warning(format!("code `{}` is {times}", code.id))
                .at(&subject.places.source, place.id.clone(), "")
                .help("is it a code of its own, a part of another, or are its rules too narrow?"),
        );
    }
    found
}

/// The codes at the top that are in use. Below a core category the top is its children.
fn top(subject: &Subject<'_>) -> Vec<usize> {
    let is_core =
        |code: usize| subject.codebook.codes.get(code).is_some_and(|code| code.kind == Kind::Core);
    let is_theme =
        |code: usize| subject.codebook.codes.get(code).is_some_and(|code| code.kind == Kind::Theme);
    let used: Vec<usize> = subject.codes().map(|(at, ..)| at).collect();
    subject
        .tree
        .roots()
        .iter()
        .flat_map(|&root| match is_core(root) {
            true => {
                let children = subject.tree.children(root).iter();
                children.copied().filter(|&child| is_theme(child)).collect()
            }
            false => vec![root],
        })
        .filter(|code| used.binary_search(code).is_ok())
        .collect()
}

/// More themes at the top than a reader can keep in mind.
pub(super) fn many_themes(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let top = top(subject);
    let Some(place) = top.get(MOST_THEMES).and_then(|&code| subject.places.codes.get(code)) else {
        return Vec::new();
    };
    let message = format!("this codebook has {} themes at the top", top.len());
    vec![
        Diagnostic::warning(message)
            .at(&subject.places.source, place.id.clone(), format!("number {}", MOST_THEMES + 1))
            .help("bring together what belongs together with `parent`"),
    ]
}

/// Fewer themes at the top than an analysis usually comes to. A codebook of few codes is begun, and
/// not judged.
pub(super) fn few_themes(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let top = top(subject);
    let Some(place) = top.first().and_then(|&code| subject.places.codes.get(code)) else {
        return Vec::new();
    };
    if top.len() >= LEAST_THEMES || subject.codes().count() <= MOST_THEMES {
        return Vec::new();
    }
    let number = match top.len() {
        1 => "only one theme".to_owned(),
        number => format!("only {number} themes"),
    };
    vec![
        Diagnostic::warning(format!("this codebook has {number} at the top"))
            .at(&subject.places.source, place.id.clone(), "")
            .help("three to eight are usual (Thomas 2006); `allow = [\"few-themes\"]` under `[check]` in emic.toml if that is meant"),
    ]
}

/// An example that no rule of its code hits.
pub(super) fn missed_example(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let Some(examples) = subject.material.examples else { return Vec::new() };
    examples
        .iter()
        .filter(|tried| tried.expected && !tried.hit)
        .map(|tried| {
            let mut failure = tried.failure(subject.codebook, subject.places);
            failure.severity = crate::diagnostic::Severity::Warning;
            failure
        })
        .collect()
}
