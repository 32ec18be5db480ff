//! What a rule makes of its hits in one unit: veto, conjunction, evidence, mask, negation, number.
//!
//! In come the hits of one rule in one turn, out comes what it found: evidence with the segment it
//! codes. The order is that of CODEBOOK semantics 6: none, all, collect, except, negation, min.

use std::ops::Range;

use super::{Hit, Part, Program, Rule, negation};
use crate::codebook::{Negation, Order, Unit};
use crate::text::rank::Words;
use crate::text::sentence::paragraphs;

/// A turn as rules see it: blanked reading text, its tokens and sentences.
pub(super) struct View<'t> {
    pub(super) text: &'t str,
    pub(super) words: Words<'t>,
    pub(super) sentences: &'t [Range<usize>],
    /// The codes that the whole transcript carries, this turn with it.
    pub(super) covering: &'t [u32],
}

/// One piece of evidence with the segment that it codes, in bytes of the blanked reading text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pub(super) code: u32,
    pub(super) segment: (u32, u32),
    pub(super) evidence: (u32, u32),
    /// The rule's place in the code's rules.
    pub(super) rule: u32,
    pub(super) weak: bool,
    /// Whether it codes the whole transcript.
    pub(super) is_whole: bool,
}

/// A hit's words: bytes, and its first token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Evidence {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) token: usize,
}

/// What one rule collected in one unit.
#[derive(Debug, Default)]
pub(super) struct Collected {
    /// Whether `none` speaks against the unit.
    pub(super) vetoed: bool,
    /// Which of `all` occurred.
    pub(super) alls: Vec<bool>,
    /// Disjoint evidence left after `except` and `negation`.
    pub(super) disjoint: usize,
    /// What would be coded.
    pub(super) found: Vec<Found>,
}

/// One rule in one turn.
pub(super) struct Run<'r> {
    pub(super) program: &'r Program,
    pub(super) rule: &'r Rule,
    pub(super) view: &'r View<'r>,
}

impl View<'_> {
    pub(super) fn token_at_or_after(&self, byte: usize) -> usize {
        self.words.at_or_after(byte)
    }

    /// The places of the sentences that share a character with a range.
    pub(super) fn sentences_over(&self, range: &Range<usize>) -> Range<usize> {
        let first = self.sentences.partition_point(|sentence| sentence.end <= range.start);
        let end = self.sentences.partition_point(|sentence| sentence.start < range.end);
        first..end.max(first)
    }

    /// From the first to the last word or mark inside a range: no blanks at its edges.
    pub(super) fn trimmed(&self, range: Range<usize>) -> Option<Range<usize>> {
        let slice = self.text.get(range.clone())?;
        let start = range.start + (slice.len() - slice.trim_start().len());
        let end = range.end - (slice.len() - slice.trim_end().len());
        (start < end).then_some(start..end)
    }

    fn whole(&self) -> Option<Range<usize>> {
        Some(self.sentences.first()?.start..self.sentences.last()?.end)
    }

    /// What evidence codes that lies over these sentences. Nothing where there are none.
    pub(super) fn found(
        &self,
        rule: &Rule,
        hit: Range<usize>,
        over: Range<usize>,
    ) -> Option<Found> {
        if over.is_empty() {
            return None;
        }
        let stretch = |places: Range<usize>| {
            let first = self.sentences.get(places.start)?;
            let last = self.sentences.get(places.end.checked_sub(1)?)?;
            Some(first.start..last.end)
        };
        let segment = match rule.code_unit {
            Unit::Match => hit.clone(),
            Unit::Sentence => {
                let [before, after] = rule.context;
                let end = over.end.saturating_add(after).min(self.sentences.len());
                stretch(over.start.saturating_sub(before)..end)?
            }
            Unit::Paragraph => {
                let all = paragraphs(self.text);
                let first = all.iter().find(|paragraph| hit.start < paragraph.end)?;
                let last = all.iter().rfind(|paragraph| paragraph.start < hit.end)?;
                stretch(self.sentences_over(&(first.start..last.end)))?
            }
            Unit::Turn | Unit::Transcript => self.whole()?,
        };
        Some(Found {
            code: rule.code,
            segment: (segment.start as u32, segment.end as u32),
            evidence: (hit.start as u32, hit.end as u32),
            rule: rule.number,
            weak: rule.weak,
            is_whole: rule.code_unit == Unit::Transcript,
        })
    }
}

impl Run<'_> {
    /// Takes every hit, pair and match for evidence: for rules that ask no more. `evidence` is room
    /// that is used again.
    pub(super) fn plain(
        &self,
        hits: &[Hit],
        candidates: &[(u32, u32)],
        evidence: &mut Vec<Evidence>,
        found: &mut Vec<Found>,
    ) {
        evidence.clear();
        let anys = hits.partition_point(|hit| hit.part <= Part::Any);
        let (anys, sides) = hits.split_at(anys);
        if sides.len() > 1 {
            self.pairs(sides, evidence);
            evidence.retain(|hit| self.lies_in_one_unit(hit));
        }
        for hit in anys {
            self.evidence(hit).into_iter().for_each(|hit| evidence.push(hit));
        }
        for of_one in candidates.chunk_by(|a, b| a.0 == b.0) {
            let Some(expression) = self.expression_of(of_one) else { continue };
            if expression.words().is_some() {
                self.words(expression, of_one, evidence);
                continue;
            }
            let units = of_one.chunk_by(|a, b| {
                self.unit_at(a.1 as usize).is_some_and(|unit| unit.contains(&(b.1 as usize)))
            });
            for of_unit in units {
                if let [(_, byte), ..] = of_unit
                    && let Some(unit) = self.unit_at(*byte as usize)
                {
                    self.expression(&unit, of_unit, evidence);
                }
            }
        }
        for hit in evidence {
            self.found(hit).into_iter().for_each(|hit| found.push(hit));
        }
    }

    fn lies_in_one_unit(&self, hit: &Evidence) -> bool {
        self.unit_at(hit.start).is_some_and(|unit| hit.end <= unit.end)
    }

    /// The pairs of all `near` among hits sorted by their parts.
    fn pairs(&self, sides: &[Hit], evidence: &mut Vec<Evidence>) {
        let of = |part: Part| {
            let start = sides.partition_point(|hit| hit.part < part);
            let end = sides.partition_point(|hit| hit.part <= part);
            sides.get(start..end).unwrap_or_default()
        };
        for (number, &(words, order)) in self.rule.nears.iter().enumerate() {
            let this = of(Part::This(number as u32));
            if !this.is_empty() {
                self.near(this, of(Part::With(number as u32)), words, order, evidence);
            }
        }
    }

    /// The unit that a byte lies in.
    fn unit_at(&self, byte: usize) -> Option<Range<usize>> {
        match self.rule.unit {
            Unit::Sentence | Unit::Match => {
                let place = self.view.sentences.partition_point(|sentence| sentence.end <= byte);
                self.view.sentences.get(place).cloned()
            }
            Unit::Paragraph => {
                paragraphs(self.view.text).into_iter().find(|paragraph| byte < paragraph.end)
            }
            Unit::Turn | Unit::Transcript => self.view.whole(),
        }
    }

    /// Looks at every unit of the turn that a hit or a candidate lies in.
    pub(super) fn units(&self, hits: &[Hit], candidates: &[(u32, u32)], found: &mut Vec<Found>) {
        for unit in self.touched(hits, candidates) {
            let collected = self.collect(unit, hits, candidates, found);
            let complete = collected.alls.iter().all(|&occurred| occurred);
            if !collected.vetoed && complete && collected.disjoint >= self.rule.min {
                found.extend(collected.found);
            }
        }
    }

    /// The units to look at, in order.
    fn touched(&self, hits: &[Hit], candidates: &[(u32, u32)]) -> Vec<Range<usize>> {
        let all = match self.rule.unit {
            Unit::Sentence | Unit::Match => self.view.sentences.to_vec(),
            Unit::Paragraph => paragraphs(self.view.text),
            Unit::Turn | Unit::Transcript => return self.view.whole().into_iter().collect(),
        };
        let unguarded =
            self.rule.expressions.iter().any(|own| self.program.unguarded.contains(own));
        if unguarded || all.len() < 2 {
            return all;
        }
        let mut touched = vec![false; all.len()];
        let starts = hits
            .iter()
            .filter(|hit| !matches!(hit.part, Part::None | Part::Except))
            .map(|hit| hit.start)
            .chain(candidates.iter().map(|&(_, byte)| byte));
        for start in starts {
            let place = all.partition_point(|unit| unit.end <= start as usize);
            if let Some(touched) = touched.get_mut(place) {
                *touched = true;
            }
        }
        all.into_iter().zip(touched).filter(|(_, touched)| *touched).map(|(unit, _)| unit).collect()
    }

    /// What the rule finds in one unit. `before` is what other rules found in the turn, for
    /// `within`.
    pub(super) fn collect(
        &self,
        unit: Range<usize>,
        hits: &[Hit],
        candidates: &[(u32, u32)],
        before: &[Found],
    ) -> Collected {
        let tokens = self.view.token_at_or_after(unit.start)..self.view.token_at_or_after(unit.end);
        let own: Vec<Hit> =
            hits.iter().filter(|hit| tokens.contains(&(hit.first as usize))).copied().collect();
        let of = |part: Part| own.iter().filter(move |hit| hit.part == part);
        let mut collected = Collected {
            vetoed: of(Part::None).next().is_some(),
            alls: (0..self.rule.alls).map(|all| of(Part::All(all)).next().is_some()).collect(),
            ..Collected::default()
        };
        if collected.vetoed {
            return collected;
        }
        let mut evidence: Vec<Evidence> = Vec::new();
        evidence.extend(of(Part::Any).filter_map(|hit| self.evidence(hit)));
        if self.rule.all_is_evidence {
            let alls = own.iter().filter(|hit| matches!(hit.part, Part::All(_)));
            evidence.extend(alls.filter_map(|hit| self.evidence(hit)));
        }
        self.pairs(&own, &mut evidence);
        self.expressions(&unit, candidates, &mut evidence);
        let masks: Vec<Evidence> = of(Part::Except).filter_map(|hit| self.evidence(hit)).collect();
        evidence.retain(|hit| {
            !masks.iter().any(|mask| mask.start.max(hit.start) < mask.end.min(hit.end))
                && self.negation_allows(hit)
                && self.lies_within(hit, before)
        });
        evidence.sort_unstable();
        evidence.dedup_by_key(|hit| (hit.start, hit.end));
        collected.disjoint = disjoint(&evidence);
        collected.found = evidence.iter().filter_map(|hit| self.found(hit)).collect();
        collected
    }

    /// The words of a hit.
    fn evidence(&self, hit: &Hit) -> Option<Evidence> {
        self.between(hit, hit)
    }

    /// The words from the first of one hit to the last of another.
    fn between(&self, first: &Hit, last: &Hit) -> Option<Evidence> {
        let words = &self.view.words;
        let end = match last.end == last.first + 1 {
            true => words.at(last.start as usize).end,
            false => words.get((last.end as usize).checked_sub(1)?)?.end,
        };
        Some(Evidence {
            start: first.start as usize,
            end: end as usize,
            token: first.first as usize,
        })
    }

    /// Pairs with at most `words` tokens strictly between, which do not overlap.
    fn near(
        &self,
        this: &[Hit],
        with: &[Hit],
        words: usize,
        order: Order,
        evidence: &mut Vec<Evidence>,
    ) {
        let mut pair = |firsts: &[Hit], seconds: &[Hit]| {
            for first in firsts {
                let from = seconds.partition_point(|second| second.first < first.end);
                let reach = (first.end as usize).saturating_add(words);
                let near =
                    seconds[from..].iter().take_while(|second| second.first as usize <= reach);
                evidence.extend(near.filter_map(|second| self.between(first, second)));
            }
        };
        if order != Order::After {
            pair(this, with);
        }
        if order != Order::Before {
            pair(with, this);
        }
    }

    fn negation_allows(&self, hit: &Evidence) -> bool {
        if self.rule.negation == Negation::Ignore {
            return true;
        }
        let sentence = self.view.sentences_over(&(hit.start..hit.start + 1));
        let start = self.view.sentences.get(sentence.start).map_or(hit.start, |range| range.start);
        let negated = negation::is_negated(
            hit.token,
            self.view.token_at_or_after(start),
            self.view.text,
            |place| self.view.words.get(place),
            self.program.language(),
        );
        negated == (self.rule.negation == Negation::Only)
    }

    fn lies_within(&self, hit: &Evidence, before: &[Found]) -> bool {
        let Some(codes) = &self.rule.within else { return true };
        if self.view.covering.iter().any(|code| codes.contains(code)) {
            return true;
        }
        before.iter().filter(|found| !found.is_whole).any(|found| {
            codes.contains(&found.code)
                && found.segment.0 as usize <= hit.start
                && hit.end <= found.segment.1 as usize
        })
    }

    /// What evidence codes. Nothing where it holds no sentence.
    fn found(&self, hit: &Evidence) -> Option<Found> {
        let over = self.view.sentences_over(&(hit.start..hit.end));
        self.view.found(self.rule, hit.start..hit.end, over)
    }
}

/// The most pieces of evidence that do not overlap.
fn disjoint(evidence: &[Evidence]) -> usize {
    let mut by_end: Vec<(usize, usize)> = evidence.iter().map(|hit| (hit.end, hit.start)).collect();
    by_end.sort_unstable();
    let mut count = 0;
    let mut last = 0;
    for (end, start) in by_end {
        if count == 0 || start >= last {
            count += 1;
            last = end;
        }
    }
    count
}
