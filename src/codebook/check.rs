//! What is not wrong in a codebook, but worth a warning.
//!
//! In come a codebook with its places and, where there is a study, its words, the use of each code
//! and the outcome of the examples; out come warnings. Each is the work of one function in
//! [`LINTS`]; one that needs a study says nothing without.

mod patterns;
mod usage;
mod wording;

use std::collections::BTreeSet;

use super::examples::Outcome;
use super::parse::Parsed;
use super::places::{CodePlaces, Places};
use super::tree::Tree;
use super::{Code, Codebook, Status};
use crate::diagnostic::Diagnostic;

/// One kind of warning.
#[derive(Clone, Copy, Debug)]
pub struct Lint {
    /// Its name in files and in JSON.
    pub id: &'static str,
    /// What it looks for.
    pub about: &'static str,
    run: fn(&Subject<'_>) -> Vec<Diagnostic>,
}

/// All kinds of warnings.
pub const LINTS: [Lint; 10] = [
    Lint {
        id: "incomplete",
        about: "a code without brief definition, use_when, not_when or example",
        run: wording::incomplete,
    },
    Lint {
        id: "repeated-label",
        about: "a definition that only repeats the label",
        run: wording::repeated_label,
    },
    Lint {
        id: "same-pattern",
        about: "two codes with the same pattern",
        run: patterns::same_pattern,
    },
    Lint {
        id: "short-pattern",
        about: "a pattern under three letters",
        run: patterns::short_pattern,
    },
    Lint {
        id: "wildcard-apart",
        about: "a wildcard that is a word of its own beside a character that is one",
        run: patterns::wildcard_apart,
    },
    Lint {
        id: "broad-wildcard",
        about: "a wildcard that matches over 200 different words of the transcripts",
        run: patterns::broad_wildcard,
    },
    Lint {
        id: "rare-code",
        about: "a code used by one case or under twice",
        run: usage::rare_code,
    },
    Lint { id: "many-themes", about: "more than eight themes at the top", run: usage::many_themes },
    Lint {
        id: "few-themes",
        about: "fewer than three themes at the top of more than eight codes",
        run: usage::few_themes,
    },
    Lint {
        id: "missed-example",
        about: "an example that no rule hits",
        run: usage::missed_example,
    },
];

/// How much a code is used, its descendants included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Use {
    /// By how many cases.
    pub cases: usize,
    /// In how many segments.
    pub segments: usize,
}

/// What a study knows of a codebook. What is absent is not looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Material<'m> {
    /// The different words of the transcripts, folded.
    pub words: Option<&'m BTreeSet<String>>,
    /// The use of each code, in the order of `Codebook::codes`; nothing where it is not known.
    pub usage: Option<&'m [Option<Use>]>,
    /// What came of the examples.
    pub examples: Option<&'m [Outcome]>,
}

/// One warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// The [`Lint`] it comes from.
    pub lint: &'static str,
    /// What is odd, and where.
    pub diagnostic: Diagnostic,
}

/// What a lint looks at.
struct Subject<'s> {
    codebook: &'s Codebook,
    places: &'s Places,
    tree: Tree,
    material: Material<'s>,
}

impl<'s> Subject<'s> {
    /// The codes that are in use, with their numbers and places.
    fn codes(&self) -> impl Iterator<Item = (usize, &'s Code, &'s CodePlaces)> {
        self.codebook
            .codes
            .iter()
            .zip(&self.places.codes)
            .enumerate()
            .map(|(at, (code, place))| (at, code, place))
            .filter(|(_, code, _)| matches!(code.status, Status::Active | Status::Draft))
    }
}

/// All warnings about a codebook, in the order of the file.
pub fn check(parsed: &Parsed, material: Material<'_>) -> Vec<Warning> {
    let subject = Subject {
        codebook: &parsed.codebook,
        places: &parsed.places,
        tree: Tree::new(&parsed.codebook),
        material,
    };
    let mut warnings: Vec<Warning> = LINTS
        .iter()
        .flat_map(|lint| {
            let found = (lint.run)(&subject).into_iter();
            found.map(|diagnostic| Warning { lint: lint.id, diagnostic })
        })
        .collect();
    warnings.sort_by_key(|warning| {
        warning.diagnostic.labels.first().map_or(0, |label| label.span.start)
    });
    warnings
}

#[cfg(test)]
mod tests;
