//! Warnings about what a code says of itself.

use std::collections::BTreeSet;

use super::Subject;
use crate::diagnostic::Diagnostic;
use crate::text::chars::{Class, class};
use crate::text::stem::Stemmer;
use crate::text::word::{fold, words};

/// A code without brief definition, use_when, not_when or example. A heading needs a brief
/// definition alone.
pub(super) fn incomplete(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, code, place) in subject.codes() {
        let fields = [
            ("brief", code.brief.is_empty()),
            ("use_when", code.codable && code.use_when.is_empty()),
            ("not_when", code.codable && code.not_when.is_empty()),
            ("examples", code.codable && code.examples.is_empty()),
        ];
        let missing: Vec<String> = fields
            .into_iter()
            .filter(|(_, is_missing)| *is_missing)
            .map(|(key, _)| format!("`{key}`"))
            .collect();
        if missing.is_empty() {
            continue;
        }
        let message = format!("code `{}` has no {}", code.id, missing.join(", "));
        found.push(
            Diagnostic::warning(message)
                .at(&subject.places.source, place.id.clone(), "")
                .help("two coders can only agree on what is written down"),
        );
    }
    found
}

/// A definition that only repeats the label: all its longer words are words of the label, in
/// whatever form. Where there is no full definition the brief one is looked at.
pub(super) fn repeated_label(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let stemmer = Stemmer::for_language(&subject.codebook.language);
    let stems = |text: &str| -> BTreeSet<String> {
        let words = words(text).into_iter().map(|word| fold(word.of(text)));
        words
            .filter(|word| says_something(word))
            .map(|word| stemmer.stem(&word).into_owned())
            .collect()
    };
    let mut found = Vec::new();
    for (_, code, place) in subject.codes() {
        let (text, span) = match &place.definition {
            Some(span) => (&code.definition, span),
            None => match &place.brief {
                Some(span) => (&code.brief, span),
                None => continue,
            },
        };
        if stems(text).is_subset(&stems(&code.label)) {
            let message = format!("the definition of `{}` only repeats its label", code.id);
            found.push(
                Diagnostic::warning(message)
                    .at(&subject.places.source, span.clone(), "")
                    .at(&subject.places.source, place.label.clone(), "the label")
                    .help("say what somebody must hear to give a passage this code"),
            );
        }
    }
    found
}

/// Whether a word is more than an article or a preposition: those have under four letters.
fn says_something(word: &str) -> bool {
    word.chars().count() >= 4 || word.chars().any(|c| class(c) == Class::Spaceless)
}
