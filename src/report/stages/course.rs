//! Courses: the stages that one case speaks of in one transcript, in order.
//!
//! In comes the material of a report, out come sequences of stages. Segments of one stage (the code
//! and everything below it) that overlap are one; they stand in the order in which they begin. Turns
//! without a stage are skipped, or break the sequence if there are many.

use std::collections::{BTreeMap, BTreeSet};

use crate::coding::places::{Place, Places};
use crate::report::material::Material;
use crate::statistics::transitions::Sequence;

/// The stages of one case in one transcript.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Course {
    /// The transcript's id.
    pub(super) transcript: String,
    /// The case with its stages.
    pub(super) sequence: Sequence,
    /// Steps between two stages that begin at the same place: their order is that of the stages.
    pub(super) ties: u64,
}

/// A place where a stage is spoken of.
#[derive(Clone, Copy)]
struct Incident {
    start: u32,
    end: u32,
    stage: usize,
    turn: u32,
    last_turn: u32,
}

/// The courses of all cases in all transcripts, in the order of the study; those without any stage
/// are among them.
pub(super) fn courses(
    material: &Material,
    stages: &[usize],
    gap_breaks: Option<usize>,
) -> Vec<Course> {
    let families: Vec<BTreeSet<usize>> =
        stages.iter().map(|&stage| material.tree.family(stage).iter().copied().collect()).collect();
    let mut courses = Vec::new();
    for document in &material.documents {
        let places = &document.places;
        let mut own: BTreeMap<&str, Vec<&Place>> = BTreeMap::new();
        for place in &places.segments {
            for case in places.cases_of(place) {
                own.entry(case).or_default().push(place);
            }
        }
        let turns = turns(places);
        for case in document.tally.cases.keys() {
            let own = own.remove(case.as_str()).unwrap_or_default();
            let found = incidents(&own, &families);
            let turns = turns.get(case.as_str()).map(Vec::as_slice).unwrap_or_default();
            let (chains, ties) = chains(&found, turns, gap_breaks);
            let sequence = Sequence { person: case.clone(), chains };
            courses.push(Course { transcript: document.id.clone(), sequence, ties });
        }
    }
    courses
}

/// By case: the numbers of its turns within the filter, from 1.
fn turns(places: &Places) -> BTreeMap<&str, Vec<u32>> {
    let mut turns: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for number in 1..=places.turns.len() {
        let voice = places.voice(number - 1).filter(|voice| voice.is_in);
        if let Some(case) = voice.and_then(|voice| voice.case.as_deref()) {
            turns.entry(case).or_default().push(number as u32);
        }
    }
    turns
}

fn incidents(own: &[&Place], families: &[BTreeSet<usize>]) -> Vec<Incident> {
    let mut found: Vec<Incident> = own
        .iter()
        .flat_map(|place| {
            let stages = families.iter().enumerate();
            let stages = stages.filter(|(_, family)| family.contains(&(place.code as usize)));
            stages.map(|(stage, _)| Incident {
                start: place.start,
                end: place.end,
                stage,
                turn: place.turn,
                last_turn: place.last_turn,
            })
        })
        .collect();
    found.sort_by_key(|one| (one.stage, one.start, one.end));
    let mut united: Vec<Incident> = Vec::with_capacity(found.len());
    for one in found {
        match united.last_mut() {
            Some(last) if last.stage == one.stage && one.start < last.end => {
                last.end = last.end.max(one.end);
                last.last_turn = last.last_turn.max(one.last_turn);
            }
            _ => united.push(one),
        }
    }
    united.sort_by_key(|one| (one.start, one.stage));
    united
}

/// The stages one after the other, and the steps between two that begin at the same place. `turns` are
/// the case's.
fn chains(found: &[Incident], turns: &[u32], gap_breaks: Option<usize>) -> (Vec<Vec<usize>>, u64) {
    let mut chains: Vec<Vec<usize>> = Vec::new();
    let mut ties = 0;
    let mut before: Option<&Incident> = None;
    for one in found {
        let breaks = before.is_some_and(|before| {
            gap_breaks.is_some_and(|most| gap(turns, before.last_turn, one.turn) >= most)
        });
        match chains.last_mut() {
            Some(chain) if !breaks => {
                chain.push(one.stage);
                ties += u64::from(before.is_some_and(|before| before.start == one.start));
            }
            _ => chains.push(vec![one.stage]),
        }
        before = Some(one);
    }
    (chains, ties)
}

/// How many of these turns stand between two.
fn gap(turns: &[u32], from: u32, to: u32) -> usize {
    let up_to = |last: u32| turns.partition_point(|turn| *turn <= last);
    up_to(to.saturating_sub(1)).saturating_sub(up_to(from))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::Sample;

    #[test]
    fn segments_are_united_within_a_stage_and_gaps_break() {
        let codebook = "schema = 1\n[codebook]\nid = \"c\"\nversion = \"1\"\nunit = \"sentence\"\n\
            [[code]]\nid = \"a\"\nlabel = \"A\"\n[[code.rule]]\nany = [\"meet\"]\n\
            [[code]]\nid = \"a.x\"\nparent = \"a\"\nlabel = \"X\"\n[[code.rule]]\nany = [\"first\"]\n\
            [[code]]\nid = \"b\"\nlabel = \"B\"\n[[code.rule]]\nany = [\"leave\"]\n";
        let text = "I: So?\nA: We meet first. I leave.\nI: And?\nA: Hm.\nB: We meet.\nA: Well.\n\
            A: I leave. We meet and leave.\n";
        let material = Sample { codebook, texts: &[("t.txt", text)], ..Sample::default() };
        let material = material.material();
        let chains = |gap| {
            let courses = courses(&material, &[0, 2], gap);
            courses.into_iter().map(|one| one.sequence.chains).collect::<Vec<_>>()
        };
        assert_eq!(chains(None), [vec![vec![0, 1, 1, 0, 1]], vec![vec![0]]]);
        // A's two turns without a stage break; B's turn between them is not A's.
        assert_eq!(chains(Some(2))[0], [vec![0, 1], vec![1, 0, 1]]);
        assert_eq!(chains(Some(3))[0].len(), 1);
        assert_eq!(courses(&material, &[0, 2], None)[0].ties, 1);
    }
}
