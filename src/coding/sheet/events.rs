//! Changes of a sheet as events of the log.
//!
//! In come the changes and the transcript as it is now, out come the events, which get their ids and
//! times from who writes them.

use super::Change;
use crate::coding::anchor::Text;
use crate::coding::hand;
use crate::coding::log::event::{Event, Kind};
use crate::transcript::Transcript;

/// The events of changes. `done` are the marks that say that the transcript was read to its end.
pub fn events(changes: &[Change], transcript: &Transcript, done: &[String]) -> Vec<Event> {
    let text = Text::new(&transcript.text);
    let fingerprint = hand::fingerprint(&transcript.text);
    let about = |kind: Kind, id: &str| Event {
        event: kind,
        target: Some(id.to_owned()),
        ..Event::default()
    };
    let at = |event: Event, bytes: &std::ops::Range<usize>| {
        let anchor = text.anchor(text.point(bytes.start), text.point(bytes.end));
        let turn = Some(hand::turn(transcript, bytes.start) + 1);
        Event { turn, text: Some(fingerprint.clone()), ..event }.anchored(anchor)
    };
    let mut events = Vec::new();
    for change in changes {
        match change {
            Change::Add(entry) => {
                let add = Event {
                    event: Kind::Add,
                    transcript: Some(transcript.id.clone()),
                    code: Some(entry.code.clone()),
                    note: entry.note.clone(),
                    ..Event::default()
                };
                events.push(at(add, &entry.bytes));
            }
            Change::Remove { id } => events.push(about(Kind::Remove, id)),
            Change::Recode { id, code } => {
                events.push(Event { code: Some(code.clone()), ..about(Kind::Recode, id) });
            }
            Change::Resize { id, bytes } => events.push(at(about(Kind::Resize, id), bytes)),
            Change::Note { id, note } => {
                events.push(Event { note: Some(note.clone()), ..about(Kind::Note, id) });
            }
            Change::Done => events.push(Event {
                event: Kind::Done,
                transcript: Some(transcript.id.clone()),
                text: Some(fingerprint.clone()),
                ..Event::default()
            }),
            Change::NotDone => events.extend(done.iter().map(|id| about(Kind::Undo, id))),
        }
    }
    events
}
