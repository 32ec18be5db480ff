//! Where the regular expressions of a rule match in a unit.
//!
//! In come the candidates that finding left (an expression, and the byte where a match may begin or a
//! guarding text stands), out comes evidence.

use std::ops::Range;

use super::evaluate::{Evidence, Run};
use super::regexes::Expression;

impl Run<'_> {
    /// The matches of all expressions of the rule in a unit.
    pub(super) fn expressions(
        &self,
        unit: &Range<usize>,
        candidates: &[(u32, u32)],
        evidence: &mut Vec<Evidence>,
    ) {
        for &number in &self.rule.expressions {
            let own = candidates.partition_point(|&(own, _)| own < number)
                ..candidates.partition_point(|&(own, _)| own <= number);
            let own = candidates.get(own).unwrap_or_default();
            let inside = own.partition_point(|&(_, byte)| (byte as usize) < unit.start)
                ..own.partition_point(|&(_, byte)| (byte as usize) < unit.end);
            let inside = own.get(inside).unwrap_or_default();
            if !inside.is_empty() {
                self.expression(unit, inside, evidence);
            } else if self.program.unguarded.contains(&number) {
                self.expression(unit, &[(number, unit.start as u32)], evidence);
            }
        }
    }

    /// The matches of one expression in a unit where it has candidates.
    pub(super) fn expression(
        &self,
        unit: &Range<usize>,
        candidates: &[(u32, u32)],
        evidence: &mut Vec<Evidence>,
    ) {
        let Some(expression) = self.expression_of(candidates) else { return };
        if expression.words().is_some() {
            return self.words(expression, candidates, evidence);
        }
        let (text, words) = (self.view.text, self.view.words);
        let last = words.at_or_after(unit.end).saturating_sub(1);
        expression.matches(text, unit.clone(), &mut |hit| {
            let Some(hit) = self.view.trimmed(hit) else { return };
            // A match may begin inside a word.
            let first = words.at_or_after(hit.start);
            let before = first.checked_sub(1).filter(|&before| {
                words.get(before).is_some_and(|word| word.end as usize > hit.start)
            });
            let first = before.unwrap_or(first);
            evidence.push(Evidence { start: hit.start, end: hit.end, token: first.min(last) });
        });
    }

    /// The expression of candidates.
    pub(super) fn expression_of(&self, candidates: &[(u32, u32)]) -> Option<&Expression> {
        let number = candidates.first()?.0 as usize;
        self.program.expressions.get(number).map(|(_, expression)| expression)
    }

    /// The matches of an expression that is nothing but words.
    pub(super) fn words(
        &self,
        expression: &Expression,
        candidates: &[(u32, u32)],
        evidence: &mut Vec<Evidence>,
    ) {
        for &(_, byte) in candidates {
            let word = self.view.words.at(byte as usize);
            let token = self.view.token_at_or_after(byte as usize);
            expression.in_word(self.view.text, word, &mut |hit| {
                evidence.push(Evidence { start: hit.start, end: hit.end, token });
            });
        }
    }
}
