//! Rules that look at whole transcripts, and rules that code them.
//!
//! In come the hits of a transcript's turns, out come codings. A rule with `unit = "transcript"` is
//! decided when all turns that it listens to were seen; what it finds then counts like what any other
//! rule found: other rules may look `within` it, and it takes part in its exclusive family. A rule
//! with `code = "transcript"` gives one segment a transcript, which takes in all turns that the rule
//! listens to and nothing between them (CODEBOOK semantics 8, 9, 11 and 12).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::apply::{FoundTurn, hears};
use super::evaluate::{Collected, Found, Run, View};
use super::{Findings, Hit, Program, Rule, Setting, Worker, segments};
use crate::coding::{self, Coded, Coding, Evidence};

/// What rules that look at whole transcripts collected so far.
#[derive(Debug, Default)]
pub(super) struct Whole {
    /// By the place of a rule: what its turns gave.
    by_rule: BTreeMap<u32, OfRule>,
}

#[derive(Debug, Default)]
struct OfRule {
    vetoed: bool,
    alls: Vec<bool>,
    disjoint: usize,
    found: Vec<(u32, Found)>,
}

/// What was found in one turn.
#[derive(Debug, Default)]
struct OfTurn {
    found: Vec<Found>,
    sentences: Vec<Range<usize>>,
    /// The codes that the whole transcript carries, the turn with it.
    covering: Vec<u32>,
}

impl Whole {
    /// Takes in what a rule found in one turn.
    pub(super) fn collect(
        &mut self,
        rule: u32,
        turn: u32,
        run: &Run<'_>,
        (hits, candidates): (&[Hit], &[(u32, u32)]),
        before: &[Found],
    ) {
        let (Some(first), Some(last)) = (run.view.sentences.first(), run.view.sentences.last())
        else {
            return;
        };
        let Collected { vetoed, alls, disjoint, found } =
            run.collect(first.start..last.end, hits, candidates, before);
        let so_far = self.by_rule.entry(rule).or_default();
        so_far.vetoed |= vetoed;
        so_far.alls.resize(alls.len().max(so_far.alls.len()), false);
        for (so_far, here) in so_far.alls.iter_mut().zip(alls) {
            *so_far |= here;
        }
        so_far.disjoint += disjoint;
        so_far.found.extend(found.into_iter().map(|found| (turn, found)));
    }

    /// What the rules found that hold, with the places of the turns.
    fn decide(self, program: &Program) -> impl Iterator<Item = (u32, Found)> {
        let holds = |(rule, of_rule): &(u32, OfRule)| {
            let rule = program.rules.get(*rule as usize);
            !of_rule.vetoed
                && of_rule.alls.iter().all(|&occurred| occurred)
                && rule.is_some_and(|rule| of_rule.disjoint >= rule.min)
        };
        self.by_rule.into_iter().filter(holds).flat_map(|(_, of_rule)| of_rule.found)
    }
}

impl Program {
    /// Codes a transcript by rules some of which look at all of it, or code it.
    pub(super) fn code_wholes(
        &self,
        setting: &Setting<'_>,
        worker: &mut Worker,
        coded: &mut Coded,
    ) {
        let mut turns: BTreeMap<u32, OfTurn> = BTreeMap::new();
        for level in 0..self.levels {
            let mut whole = Whole::default();
            self.each_turn(setting, worker, coded, &mut |found, findings, _| {
                let of_turn = turns.entry(found.place).or_default();
                of_turn.sentences = found.view.sentences.to_vec();
                std::mem::swap(&mut findings.found, &mut of_turn.found);
                let view = View { covering: &of_turn.covering, ..found.view };
                let found = FoundTurn { view, ..found };
                self.evaluate(setting, &found, level..level + 1, findings, &mut whole);
                std::mem::swap(&mut findings.found, &mut of_turn.found);
            });
            for (turn, found) in whole.decide(self) {
                turns.entry(turn).or_default().found.push(found);
            }
            if level + 1 < self.levels {
                self.cover(setting, &mut turns);
            }
        }
        let mut findings = Findings::default();
        let mut by_code: BTreeMap<u32, Vec<(Found, Evidence)>> = BTreeMap::new();
        let mut whole = Vec::new();
        for (place, of_turn) in turns {
            let Some(turn) = setting.transcript.turns.get(place as usize) else { continue };
            let reading = setting.transcript.reading(turn);
            findings.found = of_turn.found;
            let sentences = &of_turn.sentences;
            segments::of_turn(self, place, &reading, sentences, &mut findings, coded, &mut whole);
            for found in whole.drain(..) {
                let (start, end) = found.evidence;
                let there = reading.canonical_range(start as usize..end as usize);
                let (start, end) = (there.start as u32, there.end as u32);
                let evidence = Evidence { start, end, rule: found.rule, turn: place };
                by_code.entry(found.code).or_default().push((found, evidence));
            }
        }
        if !by_code.is_empty() {
            self.unite(setting, by_code, coded);
        }
    }

    /// Notes for all turns which codes the whole transcript carries.
    fn cover(&self, setting: &Setting<'_>, turns: &mut BTreeMap<u32, OfTurn>) {
        let whole =
            turns.values().flat_map(|of_turn| &of_turn.found).filter(|found| found.is_whole);
        let rules: BTreeSet<(u32, u32)> = whole.map(|found| (found.code, found.rule)).collect();
        if rules.is_empty() {
            return;
        }
        for (place, turn) in setting.transcript.turns.iter().enumerate() {
            let heard = self.rules.iter().filter(|rule| {
                rules.contains(&(rule.code, rule.number)) && hears(setting, rule, turn)
            });
            let covering: Vec<u32> = heard.map(|rule| rule.code).collect();
            if !covering.is_empty() {
                turns.entry(place as u32).or_default().covering = covering;
            }
        }
    }

    /// Makes one segment a code of what codes the whole transcript; it takes in what else the code
    /// has in the turns that are listened to.
    fn unite(
        &self,
        setting: &Setting<'_>,
        by_code: BTreeMap<u32, Vec<(Found, Evidence)>>,
        coded: &mut Coded,
    ) {
        let known = coded.codings.iter().map(|own| (*own, coded.evidence_of(own).to_vec()));
        let mut all: Vec<(Coding, Vec<Evidence>)> = known.collect();
        coded.codings.clear();
        coded.evidence.clear();
        for (code, found) in by_code {
            let rules: BTreeSet<u32> = found.iter().map(|(found, _)| found.rule).collect();
            let of_code = |rule: &&Rule| rule.code == code && rules.contains(&rule.number);
            let rules: Vec<&Rule> = self.rules.iter().filter(of_code).collect();
            let mut turns: Vec<u32> = Vec::new();
            let mut edges: Option<Range<usize>> = None;
            for (place, turn) in setting.transcript.turns.iter().enumerate() {
                if !rules.iter().any(|rule| hears(setting, rule, turn)) {
                    continue;
                }
                let reading = setting.transcript.reading(turn);
                let text = setting.transcript.blanked(reading.text());
                let said = text.trim();
                if said.is_empty() {
                    continue;
                }
                // No annotation or blank is an edge of a segment.
                let start = text.len() - text.trim_start().len();
                let there = reading.canonical_range(start..start + said.len());
                turns.push(place as u32);
                edges = Some(edges.map_or(there.start, |edges| edges.start)..there.end);
            }
            let (Some(edges), Some(&first), Some(&last)) = (edges, turns.first(), turns.last())
            else {
                continue;
            };
            let mut weak = found.iter().all(|(found, _)| found.weak);
            let mut evidence: Vec<Evidence> = found.into_iter().map(|(_, own)| own).collect();
            all.retain_mut(|(coding, known)| {
                let is_inside = coding.code == code && turns.binary_search(&coding.turn).is_ok();
                if is_inside {
                    weak &= coding.weak;
                    evidence.append(known);
                }
                !is_inside
            });
            evidence.sort_unstable();
            evidence.dedup();
            let start = edges.start as u32;
            let mut holding: Vec<u32> = evidence.iter().map(|own| own.turn).collect();
            holding.sort_unstable();
            holding.dedup();
            coded.wholes.push(coding::Whole { code, start, turns, evidence: holding });
            let (end, turn, last_turn) = (edges.end as u32, first, last);
            let coding = Coding { code, turn, last_turn, start, end, weak, ..Coding::default() };
            all.push((coding, evidence));
        }
        all.sort_by_key(|(coding, _)| (coding.start, coding.end, coding.code));
        for (mut coding, evidence) in all {
            coding.first_evidence = coded.evidence.len() as u32;
            coding.evidence = evidence.len() as u32;
            coded.evidence.extend(evidence);
            coded.codings.push(coding);
        }
    }
}
