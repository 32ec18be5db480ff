//! Coding one transcript: turn by turn, from the sweep over its text to codings.
//!
//! In come a transcript with its setting, out come its codings.

use std::borrow::Cow;

use super::evaluate::{self, View};
use super::find::Bench;
use super::sequence::Tokens;
use super::{Findings, Program, Setting, Worker, segments};
use crate::codebook::Unit;
use crate::coding::Coded;
use crate::coding::placed::Placed;
use crate::transcript::Turn;
use crate::transcript::people::Role;

impl Program {
    /// Codes one transcript.
    pub fn apply(&self, setting: &Setting<'_>, worker: &mut Worker) -> Coded {
        let transcript = setting.transcript;
        let hears_interviewers = self.rules.iter().any(|rule| rule.listen.may_hear_interviewers());
        let mut coded = Coded::default();
        let (codings, evidence) = worker.findings.last;
        coded.codings.reserve(codings);
        coded.evidence.reserve(evidence);
        coded.turn_words.reserve(transcript.turns.len());
        coded.placed = Placed::of(transcript.turns.len());
        let mut whole = segments::Whole::default();
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
            let view = View { text: &text, words, sentences: &bench.sentences };
            self.evaluate(setting, (place as u32, turn, role), &view, bench, findings, &mut whole);
            let reading = transcript.reading(turn);
            let sentences = &bench.sentences;
            segments::of_turn(self, place as u32, &reading, sentences, findings, &mut coded);
        }
        whole.finish(self, setting, &mut coded);
        worker.findings.last = (coded.codings.len(), coded.evidence.len());
        coded.placed.learn(worker.sweep.take_ranks());
        coded
    }

    /// What was found in a turn: what codes by itself, and the rules that were hit, level by level.
    fn evaluate(
        &self,
        setting: &Setting<'_>,
        (place, turn, role): (u32, &Turn, Role),
        view: &View<'_>,
        bench: &Bench,
        findings: &mut Findings,
        whole: &mut segments::Whole,
    ) {
        let Findings { evidence, found, .. } = findings;
        found.clear();
        self.code_directly(&bench.taken.direct, view, role, found);
        if bench.taken.hits.is_empty() && bench.candidates.is_empty() && self.unguarded.is_empty() {
            return;
        }
        let label = setting.transcript.speaker(turn);
        let case = setting.cast.case(turn);
        for level in 0..self.levels {
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
                    || !facts.listen.hears(role, label)
                    || !fulfils(setting, case, &facts.conditions)
                {
                    continue;
                }
                let run = evaluate::Run { program: self, rule: facts, place, view };
                if facts.unit == Unit::Transcript {
                    whole.collect(&run, own_hits, own_candidates, found);
                } else if facts.is_plain {
                    run.plain(own_hits, own_candidates, evidence, found);
                } else {
                    run.units(own_hits, own_candidates, found);
                }
            }
        }
    }
}

/// Whether case or transcript have the attribute values that a rule wants.
fn fulfils(setting: &Setting<'_>, case: Option<&str>, wanted: &[(String, Vec<String>)]) -> bool {
    wanted.iter().all(|(name, values)| {
        (setting.attribute)(case, name).iter().any(|value| values.contains(value))
    })
}
