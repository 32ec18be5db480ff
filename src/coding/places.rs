//! Places: where codes stand in one transcript and who has the turns, without a word of it.
//!
//! What a report asks that looks at what stands beside or after what, and needs nothing that was
//! said. It is a few numbers a segment and one a turn, so a report over many transcripts can hold it,
//! and a line of a tally can say it ([`super::tally_line`]). A code has here the segments that it
//! carries itself; those of the codes below it are theirs.

use std::collections::BTreeMap;

/// Where codes stand in one transcript.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Who has turns, each once.
    pub voices: Vec<Voice>,
    /// By turn: the place of its voice.
    pub turns: Vec<u32>,
    /// The segments within the filter, by place in the text.
    pub segments: Vec<Place>,
}

/// What is the same of many turns.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Voice {
    /// The case that the turns belong to.
    pub case: Option<String>,
    /// Whether they are a participant's.
    pub is_participant: bool,
    /// Whether they are in the filter.
    pub is_in: bool,
}

/// Where a segment stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// First code point in the canonical text.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The code's place in the codebook.
    pub code: u32,
    /// The number of the first turn it lies in, from 1.
    pub turn: u32,
    /// The number of the last.
    pub last_turn: u32,
    /// Whose it is where it lies in several turns: a voice of each of its cases.
    pub whose: Vec<u32>,
}

impl Places {
    /// The turns of a transcript one after the other, without any segment.
    pub fn of_turns(turns: impl Iterator<Item = Voice>) -> Self {
        let (mut places, mut known) = (Places::default(), BTreeMap::new());
        for voice in turns {
            let next = places.voices.len() as u32;
            let place = *known.entry(voice).or_insert_with_key(|voice| {
                places.voices.push(voice.clone());
                next
            });
            places.turns.push(place);
        }
        places
    }

    /// The voice of a turn, by its place from 0.
    pub fn voice(&self, turn: usize) -> Option<&Voice> {
        self.voices.get(*self.turns.get(turn)? as usize)
    }

    /// The cases that a segment belongs to; several only where it lies in several turns.
    pub fn cases_of<'p>(&'p self, place: &'p Place) -> impl Iterator<Item = &'p str> {
        let own = match place.turn == place.last_turn {
            true => (place.turn as usize).checked_sub(1).and_then(|turn| self.turns.get(turn)),
            false => None,
        };
        let voices = own.into_iter().chain(&place.whose);
        voices.filter_map(|voice| self.voices.get(*voice as usize)?.case.as_deref())
    }

    /// The voices of these turns that belong to a case, one a case in the order of their cases.
    pub fn whose(&self, turns: &[u32]) -> Vec<u32> {
        let mut cases = BTreeMap::new();
        for &voice in turns.iter().filter_map(|turn| self.turns.get(*turn as usize)) {
            let of = self.voices.get(voice as usize);
            if let Some(case) = of.and_then(|voice| voice.case.as_deref()) {
                cases.entry(case).or_insert(voice);
            }
        }
        cases.into_values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_belongs_to_whose_turn_it_is() {
        let voice = |case: Option<&str>| {
            let case = case.map(str::to_owned);
            Voice { is_participant: case.is_some(), case, is_in: true }
        };
        let turns = [None, Some("P2"), Some("P1"), Some("P2")];
        let places = Places::of_turns(turns.into_iter().map(voice));
        assert_eq!((places.turns.as_slice(), places.voices.len()), (&[0, 1, 2, 1][..], 3));
        assert_eq!(places.voice(3), places.voice(1));
        let cases = |place: &Place| places.cases_of(place).map(str::to_owned).collect::<Vec<_>>();
        let one = |turn| Place { turn, last_turn: turn, ..Place::default() };
        assert_eq!((cases(&one(3)), cases(&one(1))), (vec!["P1".to_owned()], Vec::new()));
        assert!(cases(&one(0)).is_empty() && cases(&one(9)).is_empty());
        let whose = places.whose(&[3, 0, 1, 2, 7]);
        let several = Place { turn: 1, last_turn: 4, whose, ..Place::default() };
        assert_eq!(cases(&several), ["P1", "P2"]);
    }
}
