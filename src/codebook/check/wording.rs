//! Warnings about what a code says of itself.

use std::collections::BTreeSet;

use super::Subject;
use crate::diagnostic::Diagnostic;
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
/// whatever form.
pub(super) fn repeated_label(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let stemmer = Stemmer::for_language(&subject.codebook.language);
    let stems = |text: &str, least: usize| -> BTreeSet<String> {
        words(text)
            .iter()
            .map(|word| fold(word.of(text)).into_owned())
            .filter(|word| word.chars().count() >= least)
            .map(|word| stemmer.stem(&word).into_owned())
            .collect()
    };
    let mut found = Vec::new();
    for (_, code, place) in subject.codes() {
        let label = stems(&code.label, 1);
        let texts = [
            ("brief definition", &code.brief, &place.brief),
            ("definition", &code.definition, &place.definition),
        ];
        for (what, text, span) in texts {
            let Some(span) = span else { continue };
            // Articles and prepositions add nothing: words of under four letters do not count.
            if !stems(text, 1).is_empty() && stems(text, 4).is_subset(&label) {
                let message = format!("the {what} of `{}` only repeats its label", code.id);
                found.push(
                    Diagnostic::warning(message)
                        .at(&subject.places.source, span.clone(), "")
                        .at(&subject.places.source, place.label.clone(), "the label")
                        .help("say what somebody must hear to give a passage this code"),
                );
            }
        }
    }
    found
}
