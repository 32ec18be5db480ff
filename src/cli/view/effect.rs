//! Bringing a change to the disk: as `emic code` does it, under the study's lock and into the
//! coder's log, before the view shows it.

use super::super::pen::Pen;
use super::super::ui::Stop;
use super::own::Own;
use super::update::Change;
use crate::codebook::migration::Ways;
use crate::coding::anchor::Text;
use crate::coding::hand;
use crate::coding::log::event::{Event, Kind};
use crate::study::logs::Logs;
use crate::study::open::Study;
use crate::transcript::Transcript;

/// Where the view's changes go.
pub(super) struct Desk<'s> {
    pub(super) study: &'s Study,
    pub(super) transcript: &'s Transcript,
    pub(super) coder: String,
    pub(super) round: Option<u32>,
    /// The ways of codes to those of today.
    pub(super) ways: Ways,
}

impl Desk<'_> {
    /// Writes a change; out comes what the log says then. It is read anew each time: somebody else
    /// may have written meanwhile.
    pub(super) fn write(&self, change: Change) -> Result<Own, Stop> {
        let _lock = self.study.lock()?;
        let mut logs = Logs::read(self.study);
        let mut pen = Pen::of(&self.coder, &logs)?;
        let event = self.event(change, &mut pen);
        let written = logs.for_united(&self.coder, vec![event]).into_iter();
        let mut written: Vec<Event> = written.map(|event| pen.sign(event)).collect();
        pen.write(self.study, &written)?;
        let events = logs.events.entry(self.coder.clone()).or_default();
        events.append(&mut written);
        Ok(Own::of(events, &self.ways, self.transcript))
    }

    /// The event of a change.
    fn event(&self, change: Change, pen: &mut Pen) -> Event {
        let (kind, target, code, bytes, note, rule) = match change {
            Change::Add { code, bytes } => (Kind::Add, None, Some(code), Some(bytes), None, None),
            Change::Remove { target } => (Kind::Remove, Some(target), None, None, None, None),
            Change::Recode { target, code } => {
                (Kind::Recode, Some(target), Some(code), None, None, None)
            }
            Change::Resize { target, bytes } => {
                (Kind::Resize, Some(target), None, Some(bytes), None, None)
            }
            Change::Note { target, note } => {
                (Kind::Note, Some(target), None, None, Some(note), None)
            }
            Change::Accept(one) => {
                (Kind::Accept, None, Some(one.code), Some(one.bytes), None, Some(one.rule))
            }
            Change::Reject(one) => {
                (Kind::Reject, None, Some(one.code), Some(one.bytes), None, Some(one.rule))
            }
            Change::Done => (Kind::Done, None, None, None, None, None),
            Change::Undo { target } => (Kind::Undo, Some(target), None, None, None, None),
        };
        let is_of_text = bytes.is_some() || kind == Kind::Done;
        let event = Event {
            // What is about another event lies where that one lies.
            transcript: target.is_none().then(|| self.transcript.id.clone()),
            text: is_of_text.then(|| hand::fingerprint(&self.transcript.text)),
            rule: rule.filter(|rule| !rule.is_empty()),
            round: self.round.filter(|_| kind != Kind::Undo),
            target,
            code,
            note,
            ..pen.event(kind)
        };
        let Some(bytes) = bytes else { return event };
        let text = Text::new(&self.transcript.text);
        let anchor = text.anchor(text.point(bytes.start), text.point(bytes.end));
        let extents =
            self.transcript.turns.iter().map(|turn| self.transcript.reading(turn).extent().end);
        let turn = extents.take_while(|end| *end <= bytes.start).count();
        let turn = turn.min(self.transcript.turns.len().saturating_sub(1)) + 1;
        Event { turn: Some(turn), ..event }.anchored(anchor)
    }
}
