//! Replay: what a coder's events come to.
//!
//! In comes a set of events of one coder, in any order and with copies, as the union of two
//! machines' logs gives it; out come the codings that stand, the marks and the remarks
//! ([`State`]). Events take effect by (time, id); of two with one id the first counts. An event
//! that was taken back never was, unless its undo was taken back too; a removal wins over whatever
//! else became of the coding, also what came later.

use std::collections::{BTreeMap, BTreeSet};

use super::event::{Event, Kind};
use crate::coding::anchor::Anchor;

/// A coding that a person made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// The id of the event that made it.
    pub id: String,
    /// When it was made, as written.
    pub at: String,
    /// The transcript's id.
    pub transcript: String,
    /// Where it is.
    pub anchor: Anchor,
    /// Where it was when it was made.
    pub first: Anchor,
    /// The SHA-256 of the text that the anchor is of.
    pub text: Option<String>,
    /// The number of the turn, as written.
    pub turn: Option<usize>,
    /// The code.
    pub code: String,
    /// The rules that had proposed it.
    pub rule: Option<String>,
    /// Codings of one name are parts of one segment.
    pub segment: Option<String>,
    /// The last remark on it.
    pub note: Option<String>,
    /// The round of coding.
    pub round: Option<u32>,
    /// The ids of codings that became one with this, since their codes were merged; who takes it
    /// away takes these away too.
    pub united: Vec<String>,
}

/// A proposal that was turned down, or a part that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// The id of the event that made it.
    pub id: String,
    /// The transcript's id.
    pub transcript: String,
    /// Where; the whole transcript if it is none.
    pub anchor: Option<Anchor>,
    /// The code of a proposal.
    pub code: Option<String>,
    /// The SHA-256 of the text that the anchor is of.
    pub text: Option<String>,
    /// The round of coding.
    pub round: Option<u32>,
}

/// What a coder's events come to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The codings by id.
    pub codings: BTreeMap<String, Held>,
    /// What was read to its end, in the order of the marks.
    pub done: Vec<Mark>,
    /// What was turned down.
    pub rejected: Vec<Mark>,
    /// Remarks on no coding: transcript and words.
    pub notes: Vec<(Option<String>, String)>,
}

/// Events in the order in which they take effect, each once.
pub fn in_order<'e>(events: impl IntoIterator<Item = &'e Event>) -> Vec<&'e Event> {
    let mut events: Vec<(Option<i64>, &Event)> =
        events.into_iter().map(|event| (event.time(), event)).collect();
    events.sort_by(|a, b| (a.0, &a.1.id, a.1).cmp(&(b.0, &b.1.id, b.1)));
    let mut seen = BTreeSet::new();
    let events = events.into_iter().map(|(_, event)| event);
    events.filter(|event| seen.insert(event.id.as_str())).collect()
}

/// The ids of events that were taken back.
pub fn taken_back(events: &[&Event]) -> BTreeSet<String> {
    let mut undone_by: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for event in events.iter().filter(|event| event.event == Kind::Undo) {
        if let Some(target) = &event.target {
            undone_by.entry(target).or_default().push(&event.id);
        }
    }
    // An event stands if every undo of it was taken back. Undos of undos are few; a circle, which
    // only a damaged log can have, ends where it began.
    let mut known: BTreeMap<&str, bool> = BTreeMap::new();
    for event in events {
        let mut open = vec![(event.id.as_str(), false)];
        while let Some((id, is_ready)) = open.pop() {
            let undos = undone_by.get(id).map(Vec::as_slice).unwrap_or_default();
            if is_ready {
                let stands = !undos.iter().any(|undo| known.get(undo).copied().unwrap_or(true));
                known.insert(id, stands);
            } else if !known.contains_key(id) {
                known.insert(id, true);
                open.push((id, true));
                open.extend(undos.iter().map(|undo| (*undo, false)));
            }
        }
    }
    known.into_iter().filter(|(_, stands)| !stands).map(|(id, _)| id.to_owned()).collect()
}

/// What events come to.
pub fn replay<'e>(events: impl IntoIterator<Item = &'e Event>) -> State {
    let events = in_order(events);
    let undone = taken_back(&events);
    let mut state = State::default();
    let mut removed = BTreeSet::new();
    for event in events.into_iter().filter(|event| !undone.contains(&event.id)) {
        if event.event == Kind::Remove {
            removed.extend(event.target.as_deref());
        } else {
            state.take(event);
        }
    }
    state.codings.retain(|id, _| !removed.contains(id.as_str()));
    state
}

impl State {
    /// Takes in one event that is neither a removal nor an undo.
    fn take(&mut self, event: &Event) {
        let target = event.target.as_ref();
        match event.event {
            Kind::Add | Kind::Accept => {
                self.codings.insert(event.id.clone(), Held::of(event));
            }
            Kind::Recode => {
                let held = target.and_then(|id| self.codings.get_mut(id));
                if let (Some(held), Some(code)) = (held, &event.code) {
                    held.code = code.clone();
                }
            }
            Kind::Resize => {
                if let Some(held) = target.and_then(|id| self.codings.get_mut(id)) {
                    held.anchor = event.anchor();
                    held.text = event.text.clone();
                    held.turn = event.turn.or(held.turn);
                }
            }
            Kind::Reject => self.rejected.push(Mark::of(event)),
            Kind::Done => self.done.push(Mark::of(event)),
            Kind::Note => match (target, &event.note) {
                (Some(id), Some(note)) => {
                    if let Some(held) = self.codings.get_mut(id) {
                        held.note = Some(note.clone());
                    }
                }
                (None, Some(note)) => self.notes.push((event.transcript.clone(), note.clone())),
                (_, None) => {}
            },
            Kind::Remove | Kind::Undo => {}
        }
    }

    /// The codings by place: transcript, start, end, code, id.
    pub fn by_place(&self) -> Vec<&Held> {
        let mut all: Vec<&Held> = self.codings.values().collect();
        let place = |held: &Held| (held.anchor.start, held.anchor.end);
        all.sort_by(|a, b| {
            (&a.transcript, place(a), &a.code, &a.id).cmp(&(
                &b.transcript,
                place(b),
                &b.code,
                &b.id,
            ))
        });
        all
    }
}

impl Held {
    fn of(event: &Event) -> Self {
        Held {
            id: event.id.clone(),
            at: event.at.clone(),
            transcript: event.transcript.clone().unwrap_or_default(),
            anchor: event.anchor(),
            first: event.anchor(),
            text: event.text.clone(),
            turn: event.turn,
            code: event.code.clone().unwrap_or_default(),
            rule: event.rule.clone(),
            segment: event.segment.clone(),
            note: event.note.clone(),
            round: event.round,
            united: Vec::new(),
        }
    }
}

impl Mark {
    fn of(event: &Event) -> Self {
        Mark {
            id: event.id.clone(),
            transcript: event.transcript.clone().unwrap_or_default(),
            anchor: event.start.is_some().then(|| event.anchor()),
            code: event.code.clone(),
            text: event.text.clone(),
            round: event.round,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::log::event::id;
    use crate::coding::log::time;
    use proptest::prelude::*;

    fn event(number: u32, kind: Kind) -> Event {
        Event {
            id: id(i64::from(number / 2), number, 7),
            event: kind,
            coder: "ana".into(),
            at: time::format(i64::from(number / 2)),
            ..Event::default()
        }
    }

    fn add(number: u32, code: &str) -> Event {
        let anchor = Anchor { start: 1, end: 4, quote: "abc".into(), ..Anchor::default() };
        let (transcript, code) = (Some("P1".to_owned()), Some(code.to_owned()));
        Event { transcript, code, ..event(number, Kind::Add) }.anchored(anchor)
    }

    fn about(number: u32, kind: Kind, target: &Event) -> Event {
        Event { target: Some(target.id.clone()), ..event(number, kind) }
    }

    /// Any log: each event is about some event before it.
    fn logs() -> impl Strategy<Value = Vec<Event>> {
        proptest::collection::vec((0u8..9, any::<prop::sample::Index>(), 0u8..3), 0..30).prop_map(
            |steps| {
                let mut events: Vec<Event> = Vec::new();
                for (number, (kind, about, code)) in steps.into_iter().enumerate() {
                    let kind = Kind::ALL[usize::from(kind)];
                    let mut event = add(number as u32, &format!("code{code}"));
                    event.event = kind;
                    event.note = Some(format!("note {number}"));
                    event.start = Some(number);
                    if !matches!(kind, Kind::Add | Kind::Accept) && !events.is_empty() {
                        event.target = Some(about.get(&events).id.clone());
                    }
                    events.push(event);
                }
                events
            },
        )
    }

    /// The same, plainly: the events one by one, a removal at once, an undo by beginning anew
    /// without the event.
    fn one_by_one(events: &[Event]) -> State {
        let mut state = State::default();
        let mut removed = BTreeSet::new();
        for event in events {
            match event.event {
                Kind::Remove => removed.extend(event.target.clone()),
                _ => state.take(event),
            }
            state.codings.retain(|id, _| !removed.contains(id));
        }
        state
    }

    #[test]
    fn a_removal_wins_and_an_undo_brings_it_back() {
        let first = add(0, "hope");
        let removed = about(1, Kind::Remove, &first);
        let recoded = Event { code: Some("fear".into()), ..about(2, Kind::Recode, &first) };
        let undo = about(3, Kind::Undo, &removed);
        let redo = about(4, Kind::Undo, &undo);
        assert!(replay([&first, &removed, &recoded]).codings.is_empty());
        let state = replay([&first, &removed, &recoded, &undo]);
        assert_eq!(state.codings[&first.id].code, "fear");
        assert!(replay([&redo, &first, &removed, &recoded, &undo]).codings.is_empty());
    }

    #[test]
    fn a_place_found_again_keeps_the_first() {
        let first = add(0, "hope");
        let anchor = Anchor { start: 9, end: 12, quote: "Abc".into(), ..Anchor::default() };
        let moved = about(1, Kind::Resize, &first).anchored(anchor.clone());
        let state = replay([&first, &moved]);
        let held = &state.codings[&first.id];
        assert_eq!((&held.anchor, held.first.start), (&anchor, 1));
    }

    #[test]
    fn undos_in_a_circle_end() {
        let one = Event { target: Some("b".into()), id: "a".into(), ..event(0, Kind::Undo) };
        let other = Event { target: Some("a".into()), id: "b".into(), ..event(1, Kind::Undo) };
        assert_eq!(replay([&one, &other]), replay([&other, &one]));
    }

    proptest! {
        #[test]
        fn any_order_and_copies_give_the_same(
            events in logs(),
            keys in proptest::collection::vec(any::<u32>(), 60),
            copies in 0usize..30,
        ) {
            let mut shuffled: Vec<(&u32, &Event)> = keys
                .iter()
                .zip(events.iter().chain(events.iter().take(copies)))
                .collect();
            shuffled.sort_by_key(|(key, _)| **key);
            prop_assert_eq!(replay(shuffled.into_iter().map(|(_, event)| event)), replay(&events));
        }

        #[test]
        fn undo_of_everything_is_nothing(events in logs()) {
            let standing: Vec<&Event> = in_order(&events);
            let undone = taken_back(&standing);
            let undos: Vec<Event> = standing
                .iter()
                .filter(|event| event.event != Kind::Undo && !undone.contains(&event.id))
                .zip(100..)
                .map(|(event, number)| about(number, Kind::Undo, event))
                .collect();
            prop_assert_eq!(replay(events.iter().chain(&undos)), State::default());
        }

        #[test]
        fn undo_is_the_state_before(events in logs()) {
            if let Some((last, before)) = events.split_last() {
                let undo = about(100, Kind::Undo, last);
                prop_assert_eq!(replay(events.iter().chain([&undo])), replay(before));
            }
        }

        #[test]
        fn replay_is_applying_one_by_one(events in logs()) {
            let events: Vec<Event> =
                events.into_iter().filter(|event| event.event != Kind::Undo).collect();
            prop_assert_eq!(replay(&events), one_by_one(&events));
        }
    }
}
