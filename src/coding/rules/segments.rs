//! From evidence to segments: exclusive families and merging.
//!
//! Of the codes of one exclusive family the one with the earliest evidence stands in a sentence;
//! overlapping segments of one code in one turn merge, touching ones do not (CODEBOOK semantics 9
//! and 12).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::evaluate::Found;
use super::{Findings, Program};
use crate::coding::{Coded, Coding, Evidence, Loser};
use crate::transcript::reading::Reading;

/// Turns what was found in a turn into codings; what codes the whole transcript is put into `whole`.
pub(super) fn of_turn(
    program: &Program,
    place: u32,
    reading: &Reading<'_>,
    sentences: &[Range<usize>],
    findings: &mut Findings,
    coded: &mut Coded,
    whole: &mut Vec<Found>,
) {
    let Findings { found, united, .. } = findings;
    exclude(program, place, reading, sentences, found, coded);
    if program.has_wholes {
        whole.extend(found.iter().filter(|found| found.is_whole));
        found.retain(|found| !found.is_whole);
    }
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
