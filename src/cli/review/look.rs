//! What waits in one transcript.
//!
//! In come a transcript and the logs, out come the things to decide in it: proposals that one coder
//! has neither coded nor turned down, what one of two coders has alone, codings whose words changed.

use std::ops::Range;

use super::gather::Purpose;
use super::{Arguments, CONSENSUS};
use crate::cli::coder::Coder;
use crate::coding::anchor::Status;
use crate::coding::hand;
use crate::coding::log::replay::{Held, Mark, State};
use crate::coding::review::consensus::{Part, segments};
use crate::coding::review::proposals::{self, Spot};
use crate::coding::review::{Item, is_same, touch};
use crate::study::logs::Logs;
use crate::transcript::Transcript;

/// A coding whose words changed.
pub(super) fn changed(
    coder: &str,
    held: &Held,
    status: Status,
    score: f64,
    bytes: Option<Range<usize>>,
) -> Item {
    Item {
        transcript: held.transcript.clone(),
        code: held.code.clone(),
        coder: coder.to_owned(),
        bytes,
        id: Some(held.id.clone()),
        found: Some((status, score)),
        quote: Some(held.anchor.quote.clone()),
        note: held.note.clone(),
        ..Item::default()
    }
}

/// What the gathering works with.
pub(super) struct Desk<'d> {
    pub(super) arguments: &'d Arguments,
    pub(super) logs: &'d Logs,
    pub(super) coder: &'d Coder,
    pub(super) purpose: &'d Purpose,
    /// The coders that are meant, where somebody says so.
    pub(super) only: Option<&'d str>,
}

pub(super) type Agreed = (String, Range<usize>, Option<String>);

impl Desk<'_> {
    /// The coders whose codings are meant.
    pub(super) fn people(&self) -> impl Iterator<Item = (&String, &State)> {
        let is_meant = |name: &str| match (self.only, self.purpose) {
            (Some(names), Purpose::Anchors) => names.split(',').any(|one| one.trim() == name),
            _ => true,
        };
        self.logs.states.iter().filter(move |(name, _)| is_meant(name))
    }

    /// What a coder coded and turned down, with the codes' places in the codebook.
    fn spots(&self, name: &str, transcript: &Transcript) -> [Vec<Spot>; 2] {
        let held = self.logs.of_transcript(name, &transcript.id);
        let state = self.logs.states.get(name);
        let marks = state.map(|state| state.rejected.as_slice()).unwrap_or_default();
        let marks: Vec<Held> =
            marks.iter().filter(|mark| mark.transcript == transcript.id).map(of_mark).collect();
        let spots = |held: &[&Held]| {
            let placed = hand::place(&transcript.text, held);
            let there = placed.iter().filter(|placed| placed.found.place.is_some());
            let spot = |placed: &hand::Placed<'_>| {
                Some((self.coder.tree.find(&placed.held.code)? as u32, placed.bytes.clone()))
            };
            there.filter_map(spot).collect()
        };
        [spots(&held), spots(&marks.iter().collect::<Vec<_>>())]
    }

    pub(super) fn proposals(
        &self,
        name: &str,
        transcript: &Transcript,
        coded: &crate::coding::Coded,
    ) -> Vec<Item> {
        let [own, rejected] = self.spots(name, transcript);
        let codebook = self.coder.rules.codebook();
        proposals::waiting(&transcript.text, coded, &own, &rejected)
            .into_iter()
            .map(|coding| proposals::item(transcript, coded, coding, codebook))
            .collect()
    }

    /// The code as the codebook calls it now.
    fn code(&self, name: &str) -> String {
        let place = self.coder.tree.find(name);
        let code = place.and_then(|place| self.coder.rules.codebook().codes.get(place));
        code.map_or_else(|| name.to_owned(), |code| code.id.clone())
    }

    /// Where the codings or rejections of the consensus stand.
    fn parts(&self, transcript: &Transcript, held: &[&Held]) -> Vec<Part> {
        let placed = hand::place(&transcript.text, held);
        let there = placed.iter().filter(|placed| placed.found.place.is_some());
        let part = |placed: &hand::Placed<'_>| Part {
            is_second: false,
            code: self.code(&placed.held.code),
            bytes: placed.bytes.clone(),
            note: placed.held.note.clone().filter(|note| !note.is_empty()),
        };
        there.map(part).collect()
    }

    /// Whether both of two coders have read a transcript: marked it as read, or coded in it.
    pub(super) fn both_have_read(&self, transcript: &Transcript) -> bool {
        let is_seen = |name: &String| {
            let state = self.logs.states.get(name);
            let done = state.map(|state| state.done.as_slice()).unwrap_or_default();
            let is_whole = |mark: &Mark| mark.anchor.is_none() && mark.transcript == transcript.id;
            done.iter().any(is_whole) || !self.logs.of_transcript(name, &transcript.id).is_empty()
        };
        let names = &self.arguments.disagreements;
        !names.is_empty() && names.iter().all(is_seen)
    }

    /// What one of two coders has alone, and what both have; without what the consensus has.
    pub(super) fn differences(&self, transcript: &Transcript) -> (Vec<Item>, Vec<Agreed>) {
        let [one, other] = self.arguments.disagreements.as_slice() else {
            return Default::default();
        };
        if !self.both_have_read(transcript) {
            return Default::default();
        }
        let mut parts = self.parts(transcript, &self.logs.of_transcript(one, &transcript.id));
        let second = self.parts(transcript, &self.logs.of_transcript(other, &transcript.id));
        parts.extend(second.into_iter().map(|part| Part { is_second: true, ..part }));
        let held = self.logs.of_transcript(CONSENSUS, &transcript.id);
        let settled = self.parts(transcript, &held);
        let marks = self.logs.states.get(CONSENSUS).map(|state| state.rejected.as_slice());
        let marks: Vec<Held> = marks
            .unwrap_or_default()
            .iter()
            .filter(|mark| mark.transcript == transcript.id)
            .map(of_mark)
            .collect();
        let rejected = self.parts(transcript, &marks.iter().collect::<Vec<_>>());
        let (mut items, mut agreed) = (Vec::new(), Vec::new());
        for segment in segments(&transcript.text, parts) {
            let (code, at) = (&segment.code, &segment.bytes);
            let has = |part: &Part| part.code == *code && touch(&transcript.text, &part.bytes, at);
            let turned_down = |part: &Part| part.code == *code && is_same(&part.bytes, at);
            if settled.iter().any(has) || rejected.iter().any(turned_down) {
                continue;
            }
            let note = Some(segment.notes.join("; ")).filter(|note| !note.is_empty());
            if segment.is_agreed() {
                agreed.push((segment.code, segment.bytes, note));
            } else {
                items.push(Item {
                    transcript: transcript.id.clone(),
                    coder: if segment.has[0] { one } else { other }.clone(),
                    code: segment.code,
                    bytes: Some(segment.bytes),
                    note,
                    ..Item::default()
                });
            }
        }
        (items, agreed)
    }

    /// Codings that a person has to look at.
    pub(super) fn changed(&self, transcript: &Transcript) -> Vec<Item> {
        let mut items = Vec::new();
        for (name, _) in self.people() {
            let held = self.logs.of_transcript(name, &transcript.id);
            for placed in hand::place(&transcript.text, &held) {
                let found = placed.found;
                if found.status.needs_review() {
                    let bytes = found.place.map(|_| placed.bytes.clone());
                    items.push(changed(name, placed.held, found.status, found.score, bytes));
                }
            }
        }
        items
    }
}

/// A rejection as something that has a place.
fn of_mark(mark: &Mark) -> Held {
    Held {
        id: mark.id.clone(),
        transcript: mark.transcript.clone(),
        anchor: mark.anchor.clone().unwrap_or_default(),
        text: mark.text.clone(),
        code: mark.code.clone().unwrap_or_default(),
        ..Held::default()
    }
}
