//! Places as they stand in the line of a tally: `"segments":{…}`.
//!
//! `voices` says whose turns there are, `turns` which voice each turn has, `codes` by the code's id
//! its segments, a list of numbers each: start and end in code points of the canonical text and the
//! turn, counted from 1; of a segment over several turns also the last turn and a voice of each case
//! that it belongs to. Nothing of a line is trusted: a number that leads nowhere is a fault, and what
//! is kept is no larger than a few times the line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::places::{Place, Places, Voice};
use super::tally_line::Fault;

/// The member of a line. An empty one says that there are places, and of nothing.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlacesWritten {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    voices: Vec<VoiceWritten>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    turns: Vec<u32>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    codes: BTreeMap<String, Vec<Vec<u32>>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct VoiceWritten {
    case: Option<String>,
    participant: bool,
    #[serde(rename = "in")]
    is_in: bool,
}

impl PlacesWritten {
    /// Whether it says nothing of any transcript.
    pub(super) fn is_empty(&self) -> bool {
        self.voices.is_empty() && self.turns.is_empty() && self.codes.is_empty()
    }

    /// What is written. `ids` are the codes' ids by place.
    pub(super) fn of(places: &Places, ids: &[&str]) -> Self {
        let voice = |voice: &Voice| VoiceWritten {
            case: voice.case.clone(),
            participant: voice.is_participant,
            is_in: voice.is_in,
        };
        let mut codes: BTreeMap<String, Vec<Vec<u32>>> = BTreeMap::new();
        for place in &places.segments {
            let Some(id) = ids.get(place.code as usize) else { continue };
            let mut numbers = vec![place.start, place.end, place.turn];
            if place.last_turn != place.turn {
                numbers.push(place.last_turn);
                numbers.extend(&place.whose);
            }
            codes.entry((*id).to_owned()).or_default().push(numbers);
        }
        PlacesWritten {
            voices: places.voices.iter().map(voice).collect(),
            turns: places.turns.clone(),
            codes,
        }
    }

    /// What is meant. `known` says where the codes stand.
    pub(super) fn places(self, known: &BTreeMap<&str, u32>) -> Result<Places, Fault> {
        let voice = |voice: VoiceWritten| Voice {
            case: voice.case,
            is_participant: voice.participant,
            is_in: voice.is_in,
        };
        let mut places = Places {
            voices: self.voices.into_iter().map(voice).collect(),
            turns: self.turns,
            segments: Vec::new(),
        };
        let voices = places.voices.len();
        let leads_nowhere = |turn: &&u32| **turn as usize >= voices;
        if let Some(turn) = places.turns.iter().find(leads_nowhere) {
            return Err(fault(&format!("a turn has the voice {turn} of {voices}")));
        }
        for (id, segments) in self.codes {
            let Some(&code) = known.get(id.as_str()) else { return Err(Fault::Code(id)) };
            for numbers in segments {
                let place = place(code, &numbers);
                let place = place.filter(|place| is_sound(place, &places)).ok_or_else(|| {
                    let numbers: Vec<String> = numbers.iter().take(6).map(u32::to_string).collect();
                    fault(&format!("`{id}` has no segment at [{}]", numbers.join(",")))
                })?;
                places.segments.push(place);
            }
        }
        places.segments.sort_unstable();
        places.segments.shrink_to_fit();
        Ok(places)
    }
}

fn place(code: u32, numbers: &[u32]) -> Option<Place> {
    let (&[start, end, turn], rest) = numbers.split_first_chunk::<3>()?;
    let (last_turn, whose) = match rest.split_first() {
        Some((&last_turn, whose)) => (last_turn, whose.to_vec()),
        None => (turn, Vec::new()),
    };
    // A segment within one turn is whose the turn is.
    (rest.is_empty() || turn < last_turn).then_some(())?;
    Some(Place { start, end, code, turn, last_turn, whose })
}

/// Whether every number of a segment leads somewhere.
fn is_sound(place: &Place, places: &Places) -> bool {
    let has_case =
        |voice: &u32| places.voices.get(*voice as usize).is_some_and(|voice| voice.case.is_some());
    place.start <= place.end
        && place.turn > 0
        && place.last_turn as usize <= places.turns.len()
        && place.whose.iter().all(has_case)
}

fn fault(what: &str) -> Fault {
    Fault::NoTally(format!("`segments`: {what}"), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const IDS: [&str; 2] = ["hope", "fear"];

    fn read(text: &str) -> Result<Places, Fault> {
        let known: BTreeMap<&str, u32> = IDS.into_iter().zip(0..).collect();
        serde_json::from_str::<PlacesWritten>(text).unwrap().places(&known)
    }

    const TEXT: &str = "{\"voices\":[{\"case\":null,\"participant\":false,\"in\":true},\
        {\"case\":\"P1\",\"participant\":true,\"in\":true}],\"turns\":[0,1,0,1],\
        \"codes\":{\"fear\":[[3,9,2]],\"hope\":[[0,60,1,4,1],[3,9,2]]}}";

    #[test]
    fn places_are_read_as_they_were_written() {
        let places = read(TEXT).unwrap();
        let of = |place: &Place| (place.start, place.code, place.turn, place.last_turn);
        let found: Vec<_> = places.segments.iter().map(of).collect();
        assert_eq!(found, [(0, 0, 1, 4), (3, 0, 2, 2), (3, 1, 2, 2)]);
        let written = serde_json::to_string(&PlacesWritten::of(&places, &IDS)).unwrap();
        assert_eq!(written, TEXT);
        assert_eq!(read("{}"), Ok(Places::default()));
    }

    #[test]
    fn numbers_that_lead_nowhere_are_faults() {
        let refused = |from: &str, to: &str, why: &str| {
            let text = TEXT.replacen(from, to, 1);
            assert_ne!(text, TEXT);
            match read(&text) {
                Err(Fault::NoTally(told, 0)) => assert!(told.contains(why), "{told}"),
                other => panic!("{other:?}"),
            }
        };
        refused("[0,1,0,1]", "[0,1,0,2]", "a turn has the voice 2 of 2");
        refused("[0,1,0,1]", "[]", "`fear` has no segment at [3,9,2]");
        refused("[3,9,2]", "[3,9,5]", "`fear` has no segment at [3,9,5]");
        refused("[3,9,2]", "[3,9,0]", "no segment at [3,9,0]");
        refused("[3,9,2]", "[9,3,2]", "no segment at [9,3,2]");
        refused("[3,9,2]", "[3,9]", "no segment at [3,9]");
        refused("[3,9,2]", "[3,9,2,2]", "no segment at [3,9,2,2]");
        refused("[0,60,1,4,1]", "[0,60,1,4294967295]", "[0,60,1,4294967295]");
        refused("[0,60,1,4,1]", "[0,60,1,4,0]", "[0,60,1,4,0]");
        refused("[0,60,1,4,1]", "[0,60,1,4,7]", "[0,60,1,4,7]");
        assert_eq!(read(&TEXT.replace("fear", "joy")), Err(Fault::Code("joy".into())));
    }
}
