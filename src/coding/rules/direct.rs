//! What codes by itself: the hits of rules that ask nothing of the rest of their unit.
//!
//! Nearly all hits of nearly all codebooks are such. They need not be gathered by rule and weighed:
//! in come the bytes of a hit and the turn's sentences, out comes what it codes.

use super::evaluate::{Found, View};
use super::listen::Listen;
use super::{Program, Rule};
use crate::codebook::Unit;
use crate::transcript::people::Role;

/// A hit of a rule that codes by itself, in bytes of the turn's blanked reading text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Direct {
    pub(super) rule: u32,
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Rule {
    /// Whether each hit codes by itself in every turn that the rule hears.
    pub(super) fn codes_directly(&self) -> bool {
        self.is_plain
            && self.level == 0
            && matches!(self.listen, Listen::NotInterviewers | Listen::Everyone)
            && self.conditions.is_empty()
            && self.unit != Unit::Transcript
    }
}

impl Program {
    /// Adds what the hits of a turn code, whose speaker has this role.
    pub(super) fn code_directly(
        &self,
        hits: &[Direct],
        view: &View<'_>,
        role: Role,
        found: &mut Vec<Found>,
    ) {
        let mut last = 0..0;
        for hit in hits {
            let Some(rule) = self.rules.get(hit.rule as usize) else { continue };
            if !rule.listen.hears(role, None) {
                continue;
            }
            let (start, end) = (hit.start as usize, hit.end as usize);
            // Hits come in the order of the text, mostly, and lie in one sentence.
            let sentence = view.sentences.get(last.start);
            if !sentence.is_some_and(|sentence| sentence.start <= start && end <= sentence.end) {
                last = view.sentences_over(&(start..end));
            } else {
                last.end = last.start + 1;
            }
            found.extend(view.found(rule, start..end, last.clone()));
        }
    }
}
