//! Codings of a source as events of logs.
//!
//! In come a source, the transcript it became and the names of codes and coders; out comes an event
//! a coding, at its place in the transcript. The text of a package may differ from the transcript in
//! white space and in its Unicode form, so every place is one of quote and context: the position is
//! believed where the words stand there, else the words are looked for.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use crate::coding::anchor::{Anchor, Status, Text, find, find_words};
use crate::coding::hand;
use crate::coding::log::event::{Event, Kind, id};
use crate::coding::log::time;
use crate::refi::model::{Coding, Guid, Note, Selection, Source};
use crate::transcript::Transcript;

/// What the codings of a package go by in the study.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Codes.
    pub codes: BTreeMap<Guid, String>,
    /// Coders.
    pub coders: BTreeMap<Guid, String>,
    /// Notes.
    pub notes: BTreeMap<Guid, Note>,
    /// The coder of what is by nobody.
    pub nobody: Option<String>,
    /// The time of what has none, in milliseconds.
    pub now: i64,
}

/// What became of the codings of one source.
#[derive(Clone, Debug, Default)]
pub struct Made {
    /// Events with the id that the coding has in the package.
    pub events: Vec<(Guid, Event)>,
    /// Names of places that were not found in the transcript.
    pub lost: Vec<String>,
    /// Codings that name no code of the package, or nobody, where no coder was named.
    pub nameless: usize,
    /// Notes that became remarks on codings.
    pub remarks: BTreeSet<Guid>,
}

/// The codings of a source as events in a transcript.
pub fn codings(source: &Source, transcript: &Transcript, names: &Names) -> Made {
    let mut made = Made::default();
    let there = Text::new(&transcript.text);
    let length = transcript.text.chars().count();
    let page = Page::of(source, transcript);
    let maker = Maker {
        names,
        there: &there,
        fingerprint: hand::fingerprint(&transcript.text),
        ends: transcript.turns.iter().map(|turn| transcript.reading(turn).extent().end).collect(),
        id: &transcript.id,
    };
    for place in source.selections.iter().filter(|place| !place.codings.is_empty()) {
        match page.place(place, &there) {
            Some((start, end)) => {
                for coding in &place.codings {
                    maker.event(coding, Some(place), (start, end), &mut made);
                }
            }
            None => made.lost.push(place.name.clone()),
        }
    }
    for coding in source.codings.iter().filter(|_| length > 0) {
        maker.event(coding, None, (0, length), &mut made);
    }
    made
}

/// The text of a package beside the transcript.
struct Page<'s> {
    text: Option<Text<'s>>,
    /// For each line of the package's text its first code point, there and in form C.
    lines: Vec<(usize, usize, &'s str)>,
    is_same: bool,
}

impl<'s> Page<'s> {
    fn of(source: &'s Source, transcript: &Transcript) -> Self {
        let is_same = source.text == transcript.text;
        let (mut lines, mut raw, mut composed) = (Vec::new(), 0, 0);
        for line in source.text.split_inclusive('\n').filter(|_| !is_same) {
            lines.push((raw, composed, line));
            raw += line.chars().count();
            composed += line.nfc().count();
        }
        let has_text = !source.text.is_empty();
        Page { text: has_text.then(|| Text::new(&source.text)), lines, is_same }
    }

    /// Where a place of the package stands in the transcript.
    fn place(&self, place: &Selection, there: &Text<'_>) -> Option<(usize, usize)> {
        let Some(text) = &self.text else {
            let name = place.name.trim_end_matches(['…', '.']);
            let all = find_words(there, name);
            return all.into_iter().min_by_key(|(start, _)| start.abs_diff(place.start));
        };
        if self.is_same {
            return Some((place.start, place.end));
        }
        let anchor = text.anchor(place.start, place.end);
        let composed = |text: &str| text.nfc().collect::<String>();
        let start = self.composed(place.start);
        let quote = composed(&anchor.quote);
        let anchor = Anchor {
            start,
            end: start + quote.chars().count(),
            quote,
            prefix: composed(&anchor.prefix),
            suffix: composed(&anchor.suffix),
        };
        if there.is_at(&anchor.quote, anchor.start, anchor.end) {
            return Some((anchor.start, anchor.end));
        }
        let found = find(there, &anchor);
        match found.status {
            Status::Lost | Status::Ambiguous | Status::Replaced => {
                let all = find_words(there, &anchor.quote);
                all.into_iter().min_by_key(|(at, _)| at.abs_diff(start))
            }
            _ => found.place,
        }
    }

    /// A code point of the package's text in form C.
    fn composed(&self, point: usize) -> usize {
        let at = self.lines.partition_point(|line| line.0 <= point);
        let Some((raw, composed, line)) = at.checked_sub(1).and_then(|at| self.lines.get(at))
        else {
            return point;
        };
        composed + line.chars().take(point - raw).nfc().count()
    }
}

struct Maker<'m> {
    names: &'m Names,
    there: &'m Text<'m>,
    fingerprint: String,
    ends: Vec<usize>,
    id: &'m str,
}

impl Maker<'_> {
    fn event(
        &self,
        coding: &Coding,
        place: Option<&Selection>,
        (start, end): (usize, usize),
        made: &mut Made,
    ) {
        let user = coding.user.as_ref().or(place.and_then(|place| place.user.as_ref()));
        let coder = user.and_then(|user| self.names.coders.get(user));
        let coder = coder.or(self.names.nobody.as_ref());
        let (Some(code), Some(coder)) = (self.names.codes.get(&coding.code), coder) else {
            made.nameless += 1;
            return;
        };
        let written = coding.at.as_ref().or(place.and_then(|place| place.at.as_ref()));
        let at = written.and_then(|at| time::parse(at).or_else(|| time::parse(&format!("{at}Z"))));
        let at = at.filter(|at| *at > 0).unwrap_or(self.names.now);
        let mut words: Vec<&str> = Vec::new();
        for guid in &coding.note_refs {
            if let Some(note) = self.names.notes.get(guid) {
                words.push(note.text.trim());
                made.remarks.insert(guid.clone());
            }
        }
        words.extend(place.map(|place| place.description.trim()));
        words.retain(|words| !words.is_empty());
        let bytes = self.there.bytes(start, end);
        let turn = self.ends.partition_point(|end| *end <= bytes.start) + 1;
        let event = Event {
            id: own_id(at, &coding.guid),
            event: Kind::Add,
            coder: coder.clone(),
            at: time::format(at),
            transcript: Some(self.id.to_owned()),
            turn: Some(turn.min(self.ends.len().max(1))),
            code: Some(code.clone()),
            text: Some(self.fingerprint.clone()),
            note: (!words.is_empty()).then(|| words.join("\n")),
            ..Event::default()
        };
        made.events.push((coding.guid.clone(), event.anchored(self.there.anchor(start, end))));
    }
}

/// The id of an event from the id that the coding came with: the same on every machine.
fn own_id(at: i64, guid: &str) -> String {
    let digits: String = guid.chars().filter(char::is_ascii_hexdigit).collect();
    let number = |range: std::ops::Range<usize>| {
        digits.get(range).and_then(|part| u64::from_str_radix(part, 16).ok()).unwrap_or_default()
    };
    id(at, number(10..15) as u32, number(0..10))
}
