//! Coding one transcript: turn by turn, from the sweep over its text to codings.
//!
//! In come a transcript with its setting, out come its codings.

use std::borrow::Cow;
use std::ops::Range;

use super::evaluate::{self, View};
use super::find::Bench;
use super::sequence::Tokens;
use super::wholes::Whole;
use super::{Findings, Program, Rule, Setting, Worker, segments};
use crate::codebook::Unit;
use crate::coding::Coded;
use crate::coding::placed::Placed;
use crate::transcript::Turn;
use crate::transcript::people::Role;

/// A turn in which something was found.
pub(super) struct FoundTurn<'t> {
    pub(super) place: u32,
    pub(super) turn: &'t Turn,
    pub(super) role: Role,
    pub(super) view: View<'t>,
    pub(super) bench: &'t Bench,
}

impl Program {
    /// Codes one transcript.
    pub fn apply(&self, setting: &Setting<'_>, worker: &mut Worker) -> Coded {
        let mut coded = Coded::default();
        let (codings, evidence) = worker.findings.last;
        coded.codings.reserve(codings);
        coded.evidence.reserve(evidence);
        if self.has_wholes {
            self.code_wholes(setting, worker, &mut coded);
        } else {
            self.each_turn(setting, worker, &mut coded, &mut |found, findings, coded| {
                findings.found.clear();
                self.evaluate(setting, &found, 0..self.levels, findings, &mut Whole::default());
                let reading = setting.transcript.reading(found.turn);
                let (place, sentences) = (found.place, found.view.sentences);
                let none = &mut Vec::new();
                segments::of_turn(self, place, &reading, sentences, findings, coded, none);
            });
        }
        worker.findings.last = (coded.codings.len(), coded.evidence.len());
        coded.placed.learn(worker.sweep.take_ranks());
        coded
    }

    /// Shows each turn in which anything was found.
    pub(super) fn each_turn(
        &self,
        setting: &Setting<'_>,
        worker: &mut Worker,
        coded: &mut Coded,
        show: &mut impl FnMut(FoundTurn<'_>, &mut Findings, &mut Coded),
    ) {
        let transcript = setting.transcript;
        let hears_interviewers = self.rules.iter().any(|rule| rule.listen.may_hear_interviewers());
        coded.turn_words.clear();
        coded.turn_words.reserve(transcript.turns.len());
        coded.placed = Placed::of(transcript.turns.len());
        let filter = self.lexicon.filter();
        worker.sweep.over(transcript, filter);
        for (place, turn) in transcript.turns.iter().enumerate() {
            let role = setting.cast.role(turn);
            let unheard = role == Role::Interviewer && !hears_interviewers;
            if unheard || transcript.is_private(turn) {
                coded.turn_words.push(0);
                coded.placed.push(false);
                continue;
            }
            let Worker { sweep, turn_sweep, bench, findings, .. } = &mut *worker;
            let whole_turn;
            let extent = transcript.only_piece(turn);
            let swept = extent.clone().and_then(|extent| sweep.turn(extent));
            coded.placed.push(swept.is_some());
            let (text, swept, sweep, looked) = match swept {
                Some(swept) => {
                    let text = sweep.text(transcript);
                    let looked = self.look_up(text, sweep, &swept, bench);
                    let text = extent.and_then(|extent| text.get(extent));
                    (Cow::Borrowed(text.unwrap_or_default()), swept, &*sweep, looked)
                }
                None => {
                    whole_turn = transcript.reading(turn);
                    let text = transcript.blanked(whole_turn.text());
                    let swept = turn_sweep.over_turn(&text, filter);
                    let looked = self.look_up(&text, turn_sweep, &swept, bench);
                    (text, swept, &*turn_sweep, looked)
                }
            };
            coded.turn_words.push(swept.count());
            if !looked && self.begins_at_anchors() {
                continue;
            }
            let words = sweep.words(&swept);
            self.find(&Tokens { text: &text, words }, bench);
            if !bench.has_any() && self.unguarded.is_empty() {
                continue;
            }
            if bench.sentences.is_empty() {
                self.splitter.split(&text, &mut bench.sentences);
            }
            let view = View { text: &text, words, sentences: &bench.sentences, covering: &[] };
            show(FoundTurn { place: place as u32, turn, role, view, bench }, findings, coded);
        }
    }

    /// What was found in a turn: what codes by itself, and the rules that were hit, level by level.
    pub(super) fn evaluate(
        &self,
        setting: &Setting<'_>,
        of_turn: &FoundTurn<'_>,
        levels: Range<u32>,
        findings: &mut Findings,
        whole: &mut Whole,
    ) {
        let FoundTurn { place, turn, role, view, bench } = of_turn;
        let Findings { evidence, found, .. } = findings;
        if levels.start == 0 {
            self.code_directly(&bench.taken.direct, view, *role, found);
        }
        if bench.taken.hits.is_empty() && bench.candidates.is_empty() && self.unguarded.is_empty() {
            return;
        }
        let label = setting.transcript.speaker(turn);
        let case = setting.cast.case(turn);
        for level in levels {
            let mut hits = bench.taken.hits.as_slice();
            let mut candidates = bench.candidates.as_slice();
            let mut unguarded = self.unguarded.as_slice();
            loop {
                let of = |expression: Option<u32>| match expression {
                    Some(expression) => self.rule_of(expression),
                    None => u32::MAX,
                };
                let rule = hits
                    .first()
                    .map_or(u32::MAX, |hit| hit.rule)
                    .min(of(candidates.first().map(|candidate| candidate.0)))
                    .min(of(unguarded.first().copied()));
                let Some(facts) = self.rules.get(rule as usize) else { break };
                let own = hits.iter().take_while(|hit| hit.rule == rule).count();
                let (own_hits, rest) = hits.split_at(own);
                hits = rest;
                let own = candidates.iter().take_while(|own| self.rule_of(own.0) == rule).count();
                let (own_candidates, rest) = candidates.split_at(own);
                candidates = rest;
                let own = unguarded.iter().take_while(|own| self.rule_of(**own) == rule).count();
                unguarded = unguarded.get(own..).unwrap_or_default();
                if facts.level != level
                    || !facts.listen.hears(*role, label)
                    || !fulfils(setting, case, &facts.conditions)
                {
                    continue;
                }
                let run = evaluate::Run { program: self, rule: facts, view };
                if facts.unit == Unit::Transcript {
                    whole.collect(rule, *place, &run, (own_hits, own_candidates), found);
                } else if facts.is_plain {
                    run.plain(own_hits, own_candidates, evidence, found);
                } else {
                    run.units(own_hits, own_candidates, found);
                }
            }
        }
    }
}

/// Whether a rule listens to a turn.
pub(super) fn hears(setting: &Setting<'_>, rule: &Rule, turn: &Turn) -> bool {
    let transcript = setting.transcript;
    !transcript.is_private(turn)
        && rule.listen.hears(setting.cast.role(turn), transcript.speaker(turn))
        && fulfils(setting, setting.cast.case(turn), &rule.conditions)
}

/// Whether case or transcript have the attribute values that a rule wants.
fn fulfils(setting: &Setting<'_>, case: Option<&str>, wanted: &[(String, Vec<String>)]) -> bool {
    wanted.iter().all(|(name, values)| {
        (setting.attribute)(case, name).iter().any(|value| values.contains(value))
    })
}
