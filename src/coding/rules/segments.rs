//! From evidence to segments: exclusive families, merging, and whole transcripts.
//!
//! Of the codes of one exclusive family the one with the earliest evidence stands in a sentence;
//! overlapping segments of one code in one turn merge, touching ones do not (CODEBOOK semantics 9
//! and 12). With `code = "transcript"` there is one segment a transcript (semantics 8).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::evaluate::{Collected, Found, Run};
use super::{Findings, Hit, Program, Setting};
use crate::codebook::Unit;
use crate::coding::{Coded, Coding, Evidence, Loser};
use crate::transcript::reading::Reading;

/// Turns what was found in a turn into codings.
pub(super) fn of_turn(
    program: &Program,
    place: u32,
    reading: &Reading<'_>,
    sentences: &[Range<usize>],
    findings: &mut Findings,
    coded: &mut Coded,
) {
    let Findings { found, united, .. } = findings;
    exclude(program, place, reading, sentences, found, coded);
    found.sort_unstable();
    found.dedup();
    united.clear();
    for (number, found) in found.iter().enumerate() {
        match united.last_mut() {
            Some(last) if last.code == found.code && found.segment.0 < last.end => {
                last.end = last.end.max(found.segment.1);
                last.members.1 = number + 1;
            }
            _ => united.push(United {
                start: found.segment.0,
                end: found.segment.1,
                code: found.code,
                members: (number, number + 1),
            }),
        }
    }
    united.sort_unstable();
    for segment in united {
        let members = &found[segment.members.0..segment.members.1];
        let first_evidence = coded.evidence.len();
        for found in members {
            let (start, end) = found.evidence;
            let there = reading.canonical_range(start as usize..end as usize);
            let (start, end) = (there.start as u32, there.end as u32);
            coded.evidence.push(Evidence { start, end, rule: found.rule, turn: place });
        }
        if let [_, _, ..] = members
            && let Some(own) = coded.evidence.get_mut(first_evidence..)
        {
            own.sort_unstable();
        }
        let there = reading.canonical_range(segment.start as usize..segment.end as usize);
        coded.codings.push(Coding {
            code: segment.code,
            turn: place,
            last_turn: place,
            start: there.start as u32,
            end: there.end as u32,
            first_evidence: first_evidence as u32,
            evidence: members.len() as u32,
            weak: members.iter().all(|found| found.weak),
        });
    }
}

/// A segment in the making, in bytes of the blanked reading text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct United {
    start: u32,
    end: u32,
    code: u32,
    /// What was found in it: from, to.
    members: (usize, usize),
}

/// Drops what lost against another code of its exclusive family in the same sentence.
fn exclude(
    program: &Program,
    place: u32,
    reading: &Reading<'_>,
    sentences: &[Range<usize>],
    all: &mut Vec<Found>,
    coded: &mut Coded,
) {
    let family = |found: &Found| {
        program.codes.get(found.code as usize).and_then(|code| code.family.as_deref())
    };
    if !all.iter().any(|found| family(found).is_some()) {
        return;
    }
    let sentence = |found: &Found| {
        sentences.partition_point(|sentence| sentence.end <= found.evidence.0 as usize)
    };
    let rank = |found: &Found| {
        let order = program.codes.get(found.code as usize).map_or(i64::MAX, |code| code.order);
        (found.evidence.0, order, found.code)
    };
    let mut winners: BTreeMap<(&str, usize), (u32, i64, u32)> = BTreeMap::new();
    for found in all.iter() {
        if let Some(family) = family(found) {
            let best = winners.entry((family, sentence(found))).or_insert_with(|| rank(found));
            *best = (*best).min(rank(found));
        }
    }
    let mut losers = BTreeSet::new();
    all.retain(|found| {
        let Some(family) = family(found) else { return true };
        let Some(&(_, _, winner)) = winners.get(&(family, sentence(found))) else { return true };
        if winner != found.code {
            let start = sentences.get(sentence(found)).map_or(0, |sentence| sentence.start);
            let start = reading.canonical(start) as u32;
            losers.insert(Loser { turn: place, winner, loser: found.code, start });
        }
        winner == found.code
    });
    coded.losers.extend(losers);
}

/// What rules that look at or code whole transcripts collected so far.
#[derive(Debug, Default)]
pub(super) struct Whole {
    /// By rule: what its turns gave.
    by_rule: BTreeMap<u32, OfRule>,
}

#[derive(Debug, Default)]
struct OfRule {
    vetoed: bool,
    alls: Vec<bool>,
    disjoint: usize,
    found: Vec<(u32, Found)>,
}

impl Whole {
    /// Takes in what a rule with `unit = "transcript"` found in one turn.
    pub(super) fn collect(
        &mut self,
        run: &Run<'_>,
        hits: &[Hit],
        candidates: &[(u32, u32)],
        before: &[Found],
    ) {
        let number = run.program.rules.iter().position(|rule| std::ptr::eq(rule, run.rule));
        let (Some(number), Some(first), Some(last)) =
            (number, run.view.sentences.first(), run.view.sentences.last())
        else {
            return;
        };
        let Collected { vetoed, alls, disjoint, found } =
            run.collect(first.start..last.end, hits, candidates, before);
        let so_far = self.by_rule.entry(number as u32).or_default();
        so_far.vetoed |= vetoed;
        so_far.alls.resize(alls.len().max(so_far.alls.len()), false);
        for (so_far, here) in so_far.alls.iter_mut().zip(alls) {
            *so_far |= here;
        }
        so_far.disjoint += disjoint;
        so_far.found.extend(found.into_iter().map(|found| (run.place, found)));
    }

    /// Decides the rules that looked at the whole transcript, and codes it where they say so.
    pub(super) fn finish(self, program: &Program, setting: &Setting<'_>, coded: &mut Coded) {
        let mut by_turn: BTreeMap<u32, Vec<Found>> = BTreeMap::new();
        for (number, of_rule) in self.by_rule {
            let Some(rule) = program.rules.get(number as usize) else { continue };
            let complete = of_rule.alls.iter().all(|&occurred| occurred);
            if of_rule.vetoed || !complete || of_rule.disjoint < rule.min {
                continue;
            }
            for (turn, found) in of_rule.found {
                by_turn.entry(turn).or_default().push(found);
            }
        }
        if !by_turn.is_empty() {
            add(program, setting, by_turn, coded);
        }
        unite_whole(program, setting, coded);
    }
}

/// Adds late findings to the codings of their turns, merging where they overlap.
fn add(
    program: &Program,
    setting: &Setting<'_>,
    by_turn: BTreeMap<u32, Vec<Found>>,
    coded: &mut Coded,
) {
    let mut findings = Findings::default();
    let mut sentences = Vec::new();
    for (place, found) in by_turn {
        let Some(turn) = setting.transcript.turns.get(place as usize) else { continue };
        let reading = setting.transcript.reading(turn);
        let text = setting.transcript.blanked(reading.text());
        program.splitter.split(&text, &mut sentences);
        findings.found = found;
        of_turn(program, place, &reading, &sentences, &mut findings, coded);
    }
    unite_late(coded);
}

/// Merges codings of one code in one turn that came at different times.
fn unite_late(coded: &mut Coded) {
    let mut all: Vec<(Coding, Vec<Evidence>)> =
        coded.codings.iter().map(|coding| (*coding, coded.evidence_of(coding).to_vec())).collect();
    all.sort_by_key(|(coding, _)| (coding.turn, coding.code, coding.start, coding.end));
    let mut united: Vec<(Coding, Vec<Evidence>)> = Vec::new();
    for (coding, evidence) in all {
        match united.last_mut() {
            Some((last, known))
                if (last.turn, last.code) == (coding.turn, coding.code)
                    && coding.start < last.end =>
            {
                last.end = last.end.max(coding.end);
                last.weak &= coding.weak;
                known.extend(evidence);
                known.sort_unstable();
                known.dedup();
            }
            _ => united.push((coding, evidence)),
        }
    }
    rebuild(united, coded);
}

/// Makes one segment a transcript of the codings of rules with `code = "transcript"`.
fn unite_whole(program: &Program, setting: &Setting<'_>, coded: &mut Coded) {
    let codes_whole = |code: u32, rule: u32| {
        program
            .rules
            .iter()
            .find(|own| own.code == code && own.number == rule)
            .filter(|rule| rule.code_unit == Unit::Transcript)
    };
    if !program.rules.iter().any(|rule| rule.code_unit == Unit::Transcript) {
        return;
    }
    let mut parts: Vec<(Coding, Vec<Evidence>)> = Vec::new();
    let mut whole: BTreeMap<u32, (Coding, Vec<Evidence>)> = BTreeMap::new();
    for coding in &coded.codings {
        let evidence = coded.evidence_of(coding);
        let listener = evidence.iter().find_map(|evidence| codes_whole(coding.code, evidence.rule));
        let Some(listener) = listener else {
            parts.push((*coding, evidence.to_vec()));
            continue;
        };
        let (united, known) = whole.entry(coding.code).or_insert_with(|| {
            let transcript = setting.transcript;
            let heard = transcript.turns.iter().enumerate().filter(|(_, turn)| {
                let role = setting.cast.role(turn);
                listener.listen.hears(role, transcript.speaker(turn)) && turn.pieces > 0
            });
            let mut united = Coding { weak: true, ..*coding };
            for (number, (place, turn)) in heard.enumerate() {
                let extent = transcript.reading(turn).extent();
                if number == 0 {
                    united.turn = place as u32;
                    united.start = extent.start as u32;
                }
                united.last_turn = place as u32;
                united.end = extent.end as u32;
            }
            (united, Vec::new())
        });
        united.weak &= coding.weak;
        known.extend_from_slice(evidence);
    }
    // A whole-transcript segment takes in every other segment of its code.
    let mut inside = Vec::new();
    for (coding, evidence) in parts {
        match whole.get_mut(&coding.code) {
            Some((united, known)) => {
                united.weak &= coding.weak;
                known.extend(evidence);
            }
            None => inside.push((coding, evidence)),
        }
    }
    for (_, (coding, mut evidence)) in whole {
        evidence.sort_unstable();
        inside.push((coding, evidence));
    }
    rebuild(inside, coded);
}

fn rebuild(mut all: Vec<(Coding, Vec<Evidence>)>, coded: &mut Coded) {
    all.sort_by_key(|(coding, _)| (coding.start, coding.end, coding.code));
    coded.codings.clear();
    coded.evidence.clear();
    for (mut coding, evidence) in all {
        coding.first_evidence = coded.evidence.len() as u32;
        coding.evidence = evidence.len() as u32;
        coded.evidence.extend(evidence);
        coded.codings.push(coding);
    }
}
