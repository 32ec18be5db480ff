//! The log of a coder, compacted and with everything replaced.
//!
//! In come events, what they come to and where each coding stands in the new texts, out come the
//! events of the new log: each coding that stands as one event, with the words that stand in the new
//! transcript; proposals that were turned down, transcripts that were read, remarks. What was removed
//! or taken back is not there any more, nor are former places and former words.

use std::collections::BTreeMap;

use super::find::{Finder, Place};
use crate::coding::anchor::{Anchor, Text};
use crate::coding::hand;
use crate::coding::log::event::{Event, Kind};
use crate::coding::log::replay::{Held, State, in_order, taken_back};

use super::replace::Replaced;
use crate::transcript::Transcript;

/// Where codings and marks stand in the new text: the anchor and the new text's SHA-256; none for
/// words that a person has to look for.
pub type Places = BTreeMap<String, (Anchor, Option<String>)>;

/// What of a state belongs to a transcript, as codings: the codings themselves and the marks with a
/// place.
pub fn held(state: &State, transcript: &str) -> Vec<Held> {
    let mark = |mark: &crate::coding::log::replay::Mark| {
        let anchor = mark.anchor.clone()?;
        Some(Held {
            id: mark.id.clone(),
            transcript: mark.transcript.clone(),
            anchor,
            text: mark.text.clone(),
            ..Held::default()
        })
    };
    let marks = state.rejected.iter().chain(&state.done).filter_map(mark);
    let all = state.codings.values().cloned().chain(marks);
    all.filter(|held| held.transcript == transcript).collect()
}

/// The ids of a transcript's codings whose place in it is sure.
pub fn sure(transcript: &Transcript, state: &State) -> Vec<String> {
    let all = state.codings.values().filter(|held| held.transcript == transcript.id);
    let placed = hand::place(&transcript.text, &all.collect::<Vec<_>>()).into_iter();
    placed.filter(is_sure).map(|placed| placed.held.id.clone()).collect()
}

fn is_sure(placed: &hand::Placed<'_>) -> bool {
    placed.found.place.is_some() && !placed.found.status.needs_review()
}

/// Where codings of one transcript stand in its new text. What stood in changed words or nowhere
/// stays so.
pub fn place(
    old: &str,
    replaced: &Replaced,
    codings: &[Held],
    finder: &Finder,
    places: &mut Places,
) {
    let new = Text::new(&replaced.text);
    let fingerprint = hand::fingerprint(&replaced.text);
    let codings: Vec<&Held> = codings.iter().collect();
    for placed in hand::place(old, &codings) {
        let bytes = replaced.range(placed.bytes.clone());
        let anchor = new.anchor(new.point(bytes.start), new.point(bytes.end));
        let was = &placed.held.anchor;
        let is_there = !anchor.quote.is_empty() || was.quote.is_empty();
        let entry = match is_sure(&placed) && is_there {
            true => (anchor, Some(fingerprint.clone())),
            false => (loose(was, finder), None),
        };
        places.insert(placed.held.id.clone(), entry);
    }
}

/// An anchor whose words stand in no text.
fn loose(anchor: &Anchor, finder: &Finder) -> Anchor {
    let words = |text: &str| finder.replace(text, Place::Words);
    Anchor {
        quote: words(&anchor.quote),
        // What stood around is cut off at any place, also within a name.
        prefix: String::new(),
        suffix: String::new(),
        ..*anchor
    }
}

/// The events of a coder's new log, in order. `id` and `finder` are by transcript; of those that are
/// not there, the id is as a name and the finder the general one.
pub fn compact<'f>(
    events: &[Event],
    state: &State,
    places: &Places,
    coder: impl Fn(&str) -> String,
    id: impl Fn(&str) -> String,
    finder: impl Fn(Option<&str>) -> &'f Finder,
) -> Vec<Event> {
    let ordered = in_order(events);
    let undone = taken_back(&ordered);
    let mut new = Vec::new();
    for event in ordered.into_iter().filter(|event| !undone.contains(&event.id)) {
        let of = event.transcript.as_deref();
        let words = |text: &String| finder(of).replace(text, Place::Words);
        let mut next = Event {
            target: None,
            coder: coder(&event.coder),
            by: event.by.as_deref().map(&coder),
            transcript: of.map(&id),
            quote: None,
            prefix: None,
            suffix: None,
            text: None,
            start: None,
            end: None,
            note: event.note.as_ref().map(words),
            ..event.clone()
        };
        match event.event {
            Kind::Add | Kind::Accept => {
                let Some(held) = state.codings.get(&event.id) else { continue };
                next.code = Some(held.code.clone());
                next.note = held.note.as_ref().map(words);
                next.turn = held.turn;
            }
            Kind::Reject | Kind::Done => {}
            Kind::Note if event.target.is_none() => {}
            _ => continue,
        }
        if event.start.is_some() {
            let (anchor, text) = match places.get(&event.id) {
                Some(place) => place.clone(),
                None => (loose(&event.anchor(), finder(of)), None),
            };
            next = Event { text, ..next.anchored(anchor) };
        }
        new.push(next);
    }
    new
}
