//! Whether a passage meets a query.
//!
//! Among segments a code holds in two ways: the segment carries it itself, or one that shares a
//! character with it does. A hit must rest on what it carries itself, else `code:a` would find every
//! segment beside one of `a`. So a condition has a [`Level`], not only yes or no. This file is the
//! definition; the index reaches the same levels with sets ([`super::lookup`]).

use super::coded::CodedTranscript;
use super::passage::Passage;
use super::query::{Expr, Term};
use crate::study::selection::matches;

/// How a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It does not.
    No,
    /// Through a code of a segment that shares a character with this one.
    Touching,
    /// Without any code: words, people, attributes, or because something is not so.
    Plain,
    /// Through a code that the segment itself carries.
    Own,
}

impl Level {
    /// Whether a passage is a hit.
    pub fn is_hit(self) -> bool {
        self >= Level::Plain
    }

    fn of(holds: bool) -> Self {
        if holds { Level::Plain } else { Level::No }
    }
}

/// How an expression holds, given how its terms do.
pub fn level(expr: &Expr, term: &mut impl FnMut(&Term) -> Level) -> Level {
    match expr {
        Expr::Is(one) => term(one),
        Expr::Not(inner) => Level::of(level(inner, term) == Level::No),
        Expr::Any(parts) => parts.iter().map(|part| level(part, term)).max().unwrap_or(Level::No),
        Expr::All(parts) => {
            let mut own = false;
            let mut touching = false;
            for part in parts {
                match level(part, term) {
                    Level::No => return Level::No,
                    Level::Touching => touching = true,
                    Level::Plain => {}
                    Level::Own => own = true,
                }
            }
            match (own, touching) {
                (true, _) => Level::Own,
                (false, true) => Level::Touching,
                (false, false) => Level::Plain,
            }
        }
    }
}

/// How a term holds in a passage. `coders` are those whose codings are seen; `said` tells whether a
/// wording is found in it.
pub fn holds(
    term: &Term,
    coded: &CodedTranscript<'_>,
    passage: &Passage,
    coders: &[u32],
    said: impl Fn(usize) -> bool,
) -> Level {
    let holds = match term {
        Term::Code(codes) if codes.iter().any(|code| passage.own.contains(code)) => {
            return Level::Own;
        }
        Term::Code(codes) => {
            let mut seen = passage.touching.iter().filter(|(coder, _)| coders.contains(coder));
            let touching = seen.any(|(_, code)| codes.contains(code));
            return match (touching, passage.coder) {
                (true, Some(_)) => Level::Touching,
                (holds, _) => Level::of(holds),
            };
        }
        Term::Coder(wanted) => match passage.coder {
            Some(coder) => wanted.contains(&coder),
            None => passage.touching.iter().any(|(coder, _)| wanted.contains(coder)),
        },
        Term::Said(wording) => said(*wording),
        Term::Case(name) => {
            let mut people = passage.people(coded);
            people.any(|(.., case)| case.is_some_and(|case| matches(name, case)))
        }
        Term::Speaker(name) => passage.people(coded).any(|(label, role, _)| {
            name == role.name() || label.is_some_and(|label| matches(name, label))
        }),
        Term::Role(wanted) => passage.people(coded).any(|(_, role, _)| role == *wanted),
        Term::Transcript(id) => matches(id, &coded.transcript.id),
        Term::Attribute { name, values } => passage.people(coded).any(|(.., case)| {
            let own = coded.attributes.values(case, &coded.transcript.id, name);
            own.iter().any(|value| values.contains(value))
        }),
    };
    Level::of(holds)
}

/// The parts of a query by which the hits of a matching transcript are chosen: its words and codes
/// where it looks for any, else all it looks for, else nothing, which means every turn.
pub fn places_of_interest(expr: &Expr) -> Vec<&Term> {
    let mut terms = Vec::new();
    positive(expr, true, &mut terms);
    let is_content = |term: &&Term| matches!(term, Term::Said(_) | Term::Code(_) | Term::Coder(_));
    if terms.iter().any(is_content) {
        terms.retain(is_content);
    }
    terms
}

fn positive<'e>(expr: &'e Expr, is_positive: bool, terms: &mut Vec<&'e Term>) {
    match expr {
        Expr::All(parts) | Expr::Any(parts) => {
            parts.iter().for_each(|part| positive(part, is_positive, terms));
        }
        Expr::Not(inner) => positive(inner, !is_positive, terms),
        Expr::Is(term) if is_positive => terms.push(term),
        Expr::Is(_) => {}
    }
}
