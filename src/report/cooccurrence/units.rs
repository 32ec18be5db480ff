//! The units that codes share, counted one transcript after the other.
//!
//! In come the places of codes and turns, out come the counts of each pair of codes; nothing is kept of
//! a transcript but what it adds, and what is under way is as large as one transcript's turns.

use std::collections::{BTreeMap, BTreeSet};

use super::{Level, Options, WIDTHS};
use crate::coding::places::{Place, Places};
use crate::report::material::Material;
use crate::statistics::cooccurrence::{Counts, Pair, add_stanzas, windows};

/// What all units give.
#[derive(Debug, Default)]
pub(super) struct Units {
    /// By pair of codes, the smaller place first.
    pub(super) pairs: BTreeMap<(usize, usize), Pair>,
    pub(super) stanzas: Stanzas,
}

/// By pair of codes: how many turns have it in their stanza.
#[derive(Debug, Default)]
pub(super) struct Stanzas {
    /// With the width that is asked for.
    pub(super) counts: BTreeMap<(usize, usize), u64>,
    /// With each of [`WIDTHS`].
    pub(super) wide: Vec<BTreeMap<(usize, usize), u64>>,
}

impl Units {
    /// Counts the units of all transcripts.
    pub(super) fn of(material: &Material, codes: &[usize], options: &Options) -> Self {
        let mut counts = Counts::default();
        let mut stanzas =
            Stanzas { wide: WIDTHS.map(|_| BTreeMap::new()).collect(), ..Stanzas::default() };
        for places in material.documents.iter().map(|document| &document.places) {
            let lines = turns(places, codes);
            match options.level {
                Level::Segment => {
                    let spans = placed(places, codes);
                    let spans = spans.map(|(place, code)| (place.start, place.end, code));
                    counts.add_spans(&spans.collect::<Vec<_>>());
                }
                Level::Turn => lines.iter().for_each(|line| counts.add(line)),
                Level::Window(width) => {
                    windows(&lines, width).for_each(|window| counts.add(&window));
                }
                Level::Transcript => {
                    counts.add(&listed(placed(places, codes).map(|(_, code)| code).collect()));
                }
                // A case may speak in several transcripts.
                Level::Case => {}
            }
            add_stanzas(&mut stanzas.counts, &lines, options.stanza);
            for (width, counts) in WIDTHS.zip(&mut stanzas.wide) {
                add_stanzas(counts, &lines, width);
            }
        }
        if options.level == Level::Case {
            of_cases(material, codes).into_values().for_each(|own| counts.add(&listed(own)));
        }
        Units { pairs: counts.pairs(codes), stanzas }
    }
}

/// The codes of each case.
fn of_cases<'m>(material: &'m Material, codes: &[usize]) -> BTreeMap<&'m str, BTreeSet<usize>> {
    let mut cases: BTreeMap<&str, BTreeSet<usize>> =
        material.cases().into_keys().map(|case| (case, BTreeSet::new())).collect();
    for places in material.documents.iter().map(|document| &document.places) {
        for (place, code) in placed(places, codes) {
            for case in places.cases_of(place) {
                if let Some(own) = cases.get_mut(case) {
                    own.insert(code);
                }
            }
        }
    }
    cases
}

/// The codes of each turn of a participant within the filter.
fn turns(places: &Places, codes: &[usize]) -> Vec<Vec<usize>> {
    let all = places.turns.len();
    let mut units: Vec<Vec<usize>> = vec![Vec::new(); all];
    let mut stretches: Vec<(usize, usize, usize)> = placed(places, codes)
        .map(|(place, code)| (code, place.turn as usize, place.last_turn as usize))
        // A transcript coded as a whole says nothing of its turns.
        .filter(|(_, first, last)| !(last > first && *first <= 1 && *last >= all))
        .collect();
    stretches.sort_unstable();
    // Of each code every turn once, however many of its segments lie over it.
    let mut reached = (usize::MAX, 0);
    for (code, first, last) in stretches {
        let done = if reached.0 == code { reached.1 } else { 0 };
        for unit in units.iter_mut().take(last).skip(done.max(first.saturating_sub(1))) {
            unit.push(code);
        }
        reached = (code, done.max(last));
    }
    let counts =
        |turn: usize| places.voice(turn).is_some_and(|voice| voice.is_in && voice.is_participant);
    let units = units.into_iter().enumerate().filter(|(turn, _)| counts(*turn));
    units.map(|(_, codes)| codes).collect()
}

/// The segments of these codes, each with its code.
fn placed<'p>(places: &'p Places, codes: &'p [usize]) -> impl Iterator<Item = (&'p Place, usize)> {
    let all = places.segments.iter().map(|place| (place, place.code as usize));
    all.filter(|(_, code)| codes.contains(code))
}

fn listed(codes: BTreeSet<usize>) -> Vec<usize> {
    codes.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::places::Voice;

    #[test]
    fn a_turn_has_a_code_once_and_whole_transcripts_say_nothing_of_turns() {
        let speaker = Voice { case: Some("P1".into()), is_participant: true, is_in: true };
        let other = Voice { is_participant: false, ..speaker.clone() };
        let outside = Voice { is_in: false, ..speaker.clone() };
        let voices = [&other, &speaker, &speaker, &outside, &speaker];
        let mut places = Places::of_turns(voices.into_iter().cloned());
        let place = |code, turn, last_turn| Place { code, turn, last_turn, ..Place::default() };
        places.segments = vec![
            place(1, 1, 5),
            place(0, 2, 4),
            place(0, 2, 3),
            place(0, 3, 3),
            place(0, 1, 2),
            place(2, 3, 3),
            place(3, 5, 5),
        ];
        assert_eq!(turns(&places, &[0, 1, 2]), [vec![0], vec![0, 2], vec![]]);
        assert_eq!(turns(&places, &[1, 3]), [vec![], vec![], vec![3]]);
    }
}
