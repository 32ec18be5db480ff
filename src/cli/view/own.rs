//! What the coder's log says about the transcript that is open.
//!
//! In come the events of a coder and a transcript, out come the codings with their places in the
//! text as it is now, what was turned down, whether the transcript was read to its end, and what
//! could be taken back. All that the view shows of codings is made anew from here after every
//! change, so that it shows what is on the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::codebook::migration::Ways;
use crate::coding::hand;
use crate::coding::log::event::{Event, Kind};
use crate::coding::log::replay::{Held, Mark, in_order, replay, taken_back};
use crate::transcript::Transcript;

/// A coding of the transcript.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Given {
    /// The id of the event that made it.
    pub(super) id: String,
    pub(super) code: String,
    /// Its bytes in the canonical text.
    pub(super) bytes: Range<usize>,
    pub(super) note: Option<String>,
    /// Whether its words changed, so that a person has to look at it.
    pub(super) is_unsure: bool,
}

/// An event that could be taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) id: String,
    /// What it did, for people.
    pub(super) words: String,
}

/// What the log says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Own {
    /// The codings by place.
    pub(super) given: Vec<Given>,
    /// The codes among them, in the order in which they were first given.
    pub(super) codes: Vec<String>,
    /// The last coding.
    pub(super) latest: Option<String>,
    /// Proposals that were turned down: code and bytes.
    pub(super) rejected: Vec<(String, Range<usize>)>,
    /// Whether it was read to its end.
    pub(super) done: bool,
    /// Codings that were not found in the text.
    pub(super) lost: usize,
    /// What `undo` takes back, and what `redo` brings back.
    pub(super) undo: Option<Step>,
    pub(super) redo: Option<Step>,
}

impl Own {
    /// What a coder's events come to in a transcript, in the codes of today.
    pub(super) fn of(events: &[Event], ways: &Ways, transcript: &Transcript) -> Self {
        let mut state = replay(events);
        state.follow(ways);
        let all = state.by_place();
        let held: Vec<&Held> =
            all.into_iter().filter(|held| held.transcript == transcript.id).collect();
        let placed = hand::place(&transcript.text, &held);
        let mut in_time = held.clone();
        in_time.sort_by(|a, b| (&a.at, &a.id).cmp(&(&b.at, &b.id)));
        let mut codes: Vec<String> = Vec::new();
        for held in &in_time {
            if !codes.contains(&held.code) {
                codes.push(held.code.clone());
            }
        }
        let lost = placed.iter().filter(|placed| placed.bytes.is_empty()).count();
        let mut given: Vec<Given> = placed
            .into_iter()
            .filter(|placed| !placed.bytes.is_empty())
            .map(|placed| Given {
                id: placed.held.id.clone(),
                code: placed.held.code.clone(),
                bytes: placed.bytes,
                note: placed.held.note.clone(),
                is_unsure: placed.found.status.needs_review(),
            })
            .collect();
        given.sort_by(|a, b| {
            (a.bytes.start, a.bytes.end, &a.code).cmp(&(b.bytes.start, b.bytes.end, &b.code))
        });
        let (undo, redo) = steps(events, &transcript.id);
        Own {
            latest: in_time.last().map(|held| held.id.clone()),
            rejected: rejected(&state.rejected, transcript),
            done: state
                .done
                .iter()
                .any(|mark| mark.transcript == transcript.id && mark.anchor.is_none()),
            given,
            codes,
            lost,
            undo,
            redo,
        }
    }
}

/// Where proposals that were turned down stand now.
fn rejected(marks: &[Mark], transcript: &Transcript) -> Vec<(String, Range<usize>)> {
    let held = |mark: &Mark| Held {
        anchor: mark.anchor.clone().unwrap_or_default(),
        text: mark.text.clone(),
        code: mark.code.clone().unwrap_or_default(),
        ..Held::default()
    };
    let here = marks.iter().filter(|mark| mark.transcript == transcript.id);
    let held: Vec<Held> = here.filter(|mark| mark.anchor.is_some()).map(held).collect();
    let placed = hand::place(&transcript.text, &held.iter().collect::<Vec<_>>());
    placed.into_iter().map(|placed| (placed.held.code.clone(), placed.bytes)).collect()
}

/// The last event about a transcript that stands, and the last one that was taken back.
fn steps(events: &[Event], transcript: &str) -> (Option<Step>, Option<Step>) {
    let events = in_order(events);
    let undone = taken_back(&events);
    let known: BTreeMap<&str, &Event> =
        events.iter().map(|event| (event.id.as_str(), *event)).collect();
    let mut here: BTreeSet<&str> = BTreeSet::new();
    let (mut undo, mut redo): (Option<&Event>, Option<(&Event, &Event)>) = (None, None);
    for event in &events {
        let about = event.target.as_deref();
        let is_here = match (&event.transcript, about) {
            (Some(id), _) => id == transcript,
            (None, Some(target)) => here.contains(target),
            (None, None) => false,
        };
        if !is_here {
            continue;
        }
        here.insert(&event.id);
        if undone.contains(&event.id) {
            continue;
        }
        match (event.event, about.and_then(|target| known.get(target))) {
            (Kind::Undo, Some(target)) if target.event != Kind::Undo => {
                redo = Some((event, target));
            }
            (Kind::Undo, _) => {}
            _ => undo = Some(event),
        }
    }
    // What was done since takes its place: only the last thing can be brought back.
    let redo = redo.filter(|(redo, _)| undo.is_none_or(|undo| undo.id < redo.id));
    let step = |event: &Event, did: &Event| Step {
        id: event.id.clone(),
        words: super::super::log::in_words(did, &events),
    };
    (undo.map(|event| step(event, event)), redo.map(|(event, did)| step(event, did)))
}

#[cfg(test)]
mod tests {
    use super::super::page::tests::page;
    use super::*;
    use crate::coding::anchor::Text;

    fn event(number: usize, kind: Kind, target: Option<&str>) -> Event {
        Event {
            id: format!("{number:03}"),
            event: kind,
            target: target.map(str::to_owned),
            coder: "ana".into(),
            at: format!("2026-03-01T09:30:{number:02}Z"),
            ..Event::default()
        }
    }

    #[test]
    fn the_log_says_what_is_coded_and_what_can_be_taken_back() {
        let (transcript, _) = page(&[("P", "She was there for me.")]);
        let text = Text::new(&transcript.text);
        let add = |number: usize, code: &str, start: usize, end: usize| {
            let (id, code) = (Some("P1".to_owned()), Some(code.to_owned()));
            let event = Event { transcript: id, code, ..event(number, Kind::Add, None) };
            event.anchored(text.anchor(start, end))
        };
        let done = Event { transcript: Some("P1".into()), ..event(3, Kind::Done, None) };
        let mut events = vec![add(1, "trust", 7, 12), add(2, "care", 3, 6), done];
        let own = Own::of(&events, &Ways::default(), &transcript);
        let codes: Vec<&str> = own.given.iter().map(|given| given.code.as_str()).collect();
        assert_eq!((codes, own.done), (vec!["care", "trust"], true));
        assert_eq!(own.codes, ["trust", "care"]);
        assert_eq!(own.latest.as_deref(), Some("002"));
        assert_eq!(own.undo.unwrap().id, "003");
        events.push(event(4, Kind::Undo, Some("003")));
        let own = Own::of(&events, &Ways::default(), &transcript);
        assert_eq!((own.done, own.undo.unwrap().id.as_str()), (false, "002"));
        assert_eq!(own.redo.unwrap().id, "004");
        // Brought back, and then something else was done: nothing is left to bring back.
        events.push(event(5, Kind::Undo, Some("004")));
        assert!(Own::of(&events, &Ways::default(), &transcript).done);
        events.push(event(6, Kind::Undo, Some("001")));
        let reject = Event { event: Kind::Reject, ..add(7, "hope", 0, 6) };
        events.push(reject);
        let own = Own::of(&events, &Ways::default(), &transcript);
        assert_eq!((own.redo, own.given.len()), (None, 1));
        assert_eq!(own.rejected, [("hope".to_owned(), 0..6)]);
    }

    #[test]
    fn events_of_other_transcripts_are_not_touched() {
        let (transcript, _) = page(&[("P", "She was there.")]);
        let other = Event { transcript: Some("P2".into()), ..event(1, Kind::Done, None) };
        let own =
            Own::of(&[other, event(2, Kind::Undo, Some("001"))], &Ways::default(), &transcript);
        assert_eq!(own, Own::default());
    }
}
