//! Decisions as events of a log.
//!
//! In come what waited, what was decided and the transcript as it is now, out come the events, which
//! get their ids and times from who writes them. An accepted proposal becomes the coder's own coding
//! and remembers the rule; a rejection is an event too, so that the proposal does not come back.

use std::ops::Range;

use super::{Item, is_same};
use crate::coding::anchor::Text;
use crate::coding::hand;
use crate::coding::log::event::{Event, Kind};
use crate::transcript::Transcript;

/// What was decided, with names and words found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is so.
    Accept,
    /// It is not so.
    Reject,
    /// It is this code.
    Recode(String),
    /// It is here, in bytes of the canonical text.
    Resize(Range<usize>),
}

/// The events of a decision about a proposal or a difference. `kind` is what a coding is made with.
pub fn settled(
    transcript: &Transcript,
    item: &Item,
    settled: &Settled,
    note: Option<&str>,
    kind: Kind,
) -> Vec<Event> {
    let Some(bytes) = &item.bytes else { return Vec::new() };
    let made = |kind: Kind, code: &str, bytes: &Range<usize>| Event {
        event: kind,
        transcript: Some(transcript.id.clone()),
        code: Some(code.to_owned()),
        rule: item.rule.clone(),
        note: note.map(str::to_owned),
        ..at(transcript, bytes)
    };
    let reject = || made(Kind::Reject, &item.code, bytes);
    match settled {
        Settled::Accept => vec![made(kind, &item.code, bytes)],
        Settled::Reject => vec![reject()],
        Settled::Recode(code) if *code == item.code => vec![made(kind, code, bytes)],
        Settled::Recode(code) => vec![reject(), made(kind, code, bytes)],
        // Where other words were meant, these are not.
        Settled::Resize(other) if !is_same(bytes, other) => {
            vec![reject(), made(kind, &item.code, other)]
        }
        Settled::Resize(other) => vec![made(kind, &item.code, other)],
    }
}

/// The events of a decision about a coding whose words changed.
pub fn placed(
    transcript: Option<&Transcript>,
    item: &Item,
    settled: &Settled,
    note: Option<&str>,
) -> Vec<Event> {
    let about = |kind: Kind| Event { event: kind, target: item.id.clone(), ..Event::default() };
    let bytes = match settled {
        Settled::Reject => {
            return vec![Event { note: note.map(str::to_owned), ..about(Kind::Remove) }];
        }
        Settled::Recode(_) => return Vec::new(),
        Settled::Accept => item.bytes.as_ref(),
        Settled::Resize(bytes) => Some(bytes),
    };
    let Some((transcript, bytes)) = transcript.zip(bytes) else { return Vec::new() };
    let resize = Event { target: item.id.clone(), event: Kind::Resize, ..at(transcript, bytes) };
    let note = note.map(|note| Event { note: Some(note.to_owned()), ..about(Kind::Note) });
    [resize].into_iter().chain(note).collect()
}

/// An event at a place of a transcript.
fn at(transcript: &Transcript, bytes: &Range<usize>) -> Event {
    let text = Text::new(&transcript.text);
    let event = Event {
        turn: Some(hand::turn(transcript, bytes.start) + 1),
        text: Some(hand::fingerprint(&transcript.text)),
        ..Event::default()
    };
    event.anchored(text.anchor(text.point(bytes.start), text.point(bytes.end)))
}
