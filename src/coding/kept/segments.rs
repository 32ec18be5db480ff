//! Where codes stand in one transcript, as it is kept in its record.
//!
//! In come [`Places`], out come bytes, and the other way round. Cases stand by their place among those
//! of the transcript's cast, as everywhere in a record ([`super::record`]).

use super::record::{Reading, Writing};
use crate::coding::places::{Place, Places, Voice};

/// Writes places; nothing if a case is none of the cast's.
pub(super) fn write(writing: &mut Writing<'_>, places: &Places) -> Option<()> {
    writing.pen.count(places.voices.len());
    for voice in &places.voices {
        let about = [voice.is_participant, voice.is_in, voice.case.is_some()];
        about.into_iter().for_each(|holds| writing.pen.number(u64::from(holds)));
        if let Some(case) = &voice.case {
            writing.case(case)?;
        }
    }
    writing.pen.count(places.turns.len());
    places.turns.iter().for_each(|voice| writing.pen.number(u64::from(*voice)));
    writing.pen.count(places.segments.len());
    for place in &places.segments {
        for number in [place.start, place.end, place.code, place.turn, place.last_turn] {
            writing.pen.number(u64::from(number));
        }
        writing.pen.count(place.whose.len());
        place.whose.iter().for_each(|voice| writing.pen.number(u64::from(*voice)));
    }
    Some(())
}

/// Reads places; `None` if the bytes are none.
pub(super) fn read(reading: &mut Reading<'_>) -> Option<Places> {
    let mut places = Places::default();
    for _ in 0..reading.rest.count()? {
        let mut holds = || Some(reading.rest.number()? != 0);
        let (is_participant, is_in, has_case) = (holds()?, holds()?, holds()?);
        let case = match has_case {
            true => Some(String::from(&**reading.case()?)),
            false => None,
        };
        places.voices.push(Voice { case, is_participant, is_in });
    }
    places.turns = numbers(reading)?;
    for _ in 0..reading.rest.count()? {
        let mut number = || reading.rest.short();
        let (start, end, code) = (number()?, number()?, number()?);
        let (turn, last_turn) = (number()?, number()?);
        let whose = numbers(reading)?;
        places.segments.push(Place { start, end, code, turn, last_turn, whose });
    }
    Some(places)
}

fn numbers(reading: &mut Reading<'_>) -> Option<Vec<u32>> {
    (0..reading.rest.count()?).map(|_| reading.rest.short()).collect()
}
