//! Passages: the turns and the coded segments that a search looks at, with what is known of each.
//!
//! In comes a coded transcript, out come its turns and its segments in order. A segment is a span
//! that one coder gave one or several codes; private messages are no part of any passage. The index
//! holds these passages and the scan goes through them, so that both see the same.

use std::ops::Range;

use super::coded::CodedTranscript;
use super::wording::BETWEEN_TURNS;
use crate::text::scan::Scanner;
use crate::text::word::Word;
use crate::transcript::Turn;
use crate::transcript::people::Role;

/// A turn or a coded segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// The place of the first turn it lies in, from 0.
    pub turn: u32,
    /// The place of the last.
    pub last_turn: u32,
    /// First byte in the canonical text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Of a segment: who coded it.
    pub coder: Option<u32>,
    /// Of a segment: the codes that it carries itself, ascending.
    pub own: Vec<u32>,
    /// Coder and code of every span that shares a character with it; of a segment by its own coder
    /// alone. Ascending, each once.
    pub touching: Vec<(u32, u32)>,
}

/// The passages of one transcript.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passages {
    /// Turns that are no private messages.
    pub turns: Vec<Passage>,
    /// Coded segments by start, end and coder.
    pub segments: Vec<Passage>,
}

/// What one coder gave one code, united where it overlaps or touches.
struct Covered {
    coder: u32,
    code: u32,
    spans: Vec<(u32, u32)>,
}

impl Covered {
    fn touches(&self, start: u32, end: u32) -> bool {
        let at = self.spans.partition_point(|(_, own_end)| *own_end <= start);
        self.spans.get(at).is_some_and(|(own_start, _)| *own_start < end)
    }
}

impl Passages {
    /// The passages of a transcript.
    pub fn of(coded: &CodedTranscript<'_>) -> Self {
        let transcript = coded.transcript;
        let extents = extents(coded);
        let covered = covered(coded);
        let heard = |turn: u32| {
            let turn = transcript.turns.get(turn as usize);
            turn.is_some_and(|turn| !transcript.is_private(turn))
        };
        let mut turns = Vec::with_capacity(extents.len());
        for (turn, extent) in (0u32..).zip(&extents).filter(|(turn, _)| heard(*turn)) {
            let touching = touching(&covered, extent.start, extent.end, None);
            let (start, end) = (extent.start, extent.end);
            turns.push(Passage {
                turn,
                last_turn: turn,
                start,
                end,
                touching,
                ..Passage::default()
            });
        }
        let mut spans: Vec<_> = coded.spans.iter().filter(|span| span.start < span.end).collect();
        spans.sort_unstable_by_key(|span| (span.start, span.end, span.coder, span.code));
        let mut segments: Vec<Passage> = Vec::new();
        for span in spans {
            let (start, end, coder) = (span.start, span.end, Some(span.coder));
            if let Some(last) = segments.last_mut()
                && (last.start, last.end, last.coder) == (start, end, coder)
            {
                if last.own.last() != Some(&span.code) {
                    last.own.push(span.code);
                }
                continue;
            }
            let first = extents.partition_point(|extent| extent.end <= start) as u32;
            let after = extents.partition_point(|extent| extent.start < end) as u32;
            let (Some(turn), Some(last_turn)) = (
                (first..after).find(|&turn| heard(turn)),
                (first..after).rev().find(|&turn| heard(turn)),
            ) else {
                continue;
            };
            let touching = touching(&covered, start, end, coder);
            let own = vec![span.code];
            segments.push(Passage { turn, last_turn, start, end, coder, own, touching });
        }
        Passages { turns, segments }
    }
}

/// Where the turns stand in the canonical text. A turn without any text stands where the one before
/// it ends.
fn extents(coded: &CodedTranscript<'_>) -> Vec<Range<u32>> {
    let mut last = 0;
    let extent = |turn: &Turn| {
        let pieces = turn.first_piece as usize..(turn.first_piece + turn.pieces) as usize;
        let extent = match coded.transcript.pieces.get(pieces).unwrap_or_default() {
            [first, .., end] => first.start..end.end,
            [only] => only.start..only.end,
            [] => last..last,
        };
        last = extent.end;
        extent
    };
    coded.transcript.turns.iter().map(extent).collect()
}

/// By coder and code, what is covered.
fn covered(coded: &CodedTranscript<'_>) -> Vec<Covered> {
    let mut spans: Vec<_> = coded.spans.iter().filter(|span| span.start < span.end).collect();
    spans.sort_unstable_by_key(|span| (span.coder, span.code, span.start, span.end));
    let mut covered: Vec<Covered> = Vec::new();
    for span in spans {
        match covered.last_mut() {
            Some(last) if (last.coder, last.code) == (span.coder, span.code) => {
                match last.spans.last_mut() {
                    Some((_, open)) if span.start <= *open => *open = span.end.max(*open),
                    _ => last.spans.push((span.start, span.end)),
                }
            }
            _ => covered.push(Covered {
                coder: span.coder,
                code: span.code,
                spans: vec![(span.start, span.end)],
            }),
        }
    }
    covered
}

fn touching(covered: &[Covered], start: u32, end: u32, coder: Option<u32>) -> Vec<(u32, u32)> {
    let is_seen = |one: &&Covered| coder.is_none_or(|coder| coder == one.coder);
    let touching = covered.iter().filter(is_seen).filter(|one| one.touches(start, end));
    touching.map(|one| (one.coder, one.code)).collect()
}

impl Passage {
    /// The turns that it lies in, without private messages.
    pub fn turns<'c>(&self, coded: &CodedTranscript<'c>) -> impl Iterator<Item = u32> + use<'c> {
        let transcript = coded.transcript;
        (self.turn..=self.last_turn).filter(move |&turn| {
            let turn = transcript.turns.get(turn as usize);
            turn.is_some_and(|turn| !transcript.is_private(turn))
        })
    }

    /// Turn by turn: the label, the role and the case of who talks.
    pub fn people<'c>(
        &self,
        coded: &CodedTranscript<'c>,
    ) -> impl Iterator<Item = (Option<&'c str>, Role, Option<&'c str>)> + use<'c> {
        let (transcript, cast) = (coded.transcript, coded.cast);
        self.turns(coded).filter_map(move |turn| {
            let turn = transcript.turns.get(turn as usize)?;
            Some((transcript.speaker(turn), cast.role(turn), cast.case(turn)))
        })
    }

    /// The labels of those who talk in it, each once.
    pub fn speakers<'c>(&self, coded: &CodedTranscript<'c>) -> Vec<&'c str> {
        once(self.people(coded).filter_map(|(label, ..)| label))
    }

    /// The cases that it belongs to, each once.
    pub fn cases<'c>(&self, coded: &CodedTranscript<'c>) -> Vec<&'c str> {
        once(self.people(coded).filter_map(|(.., case)| case))
    }
}

/// Names in the order in which they come, each once.
fn once<'c>(names: impl Iterator<Item = &'c str>) -> Vec<&'c str> {
    let mut list = Vec::new();
    for name in names {
        if !list.contains(&name) {
            list.push(name);
        }
    }
    list
}

/// The words of one transcript as a search sees them: without labels, time marks and annotations.
#[derive(Debug, Default)]
pub struct Spoken {
    /// All words, as bytes of their turn's reading text.
    pub words: Vec<Word>,
    /// By turn, its words in `words`.
    pub turns: Vec<Range<u32>>,
    scanner: Scanner,
    found: Vec<Word>,
}

/// The words of a passage in one turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The place of the turn.
    pub turn: u32,
    /// Its words in [`Spoken::words`].
    pub words: Range<u32>,
    /// The place in the passage of the first of them ([`super::wording`]).
    pub place: u32,
}

impl Spoken {
    /// Finds the words of all turns. `see` is shown each turn's text with its words.
    pub fn read(&mut self, coded: &CodedTranscript<'_>, mut see: impl FnMut(&str, &[Word])) {
        let transcript = coded.transcript;
        self.words.clear();
        self.turns.clear();
        for turn in &transcript.turns {
            let start = self.words.len() as u32;
            if !transcript.is_private(turn) {
                let reading = transcript.reading(turn);
                let text = transcript.blanked(reading.text());
                self.scanner.words(&text, &mut self.found);
                see(&text, &self.found);
                self.words.extend_from_slice(&self.found);
            }
            self.turns.push(start..self.words.len() as u32);
        }
    }

    /// The words of a passage, turn by turn: those that lie in it whole.
    pub fn stretches(&self, coded: &CodedTranscript<'_>, passage: &Passage) -> Vec<Stretch> {
        let mut place = 0;
        let mut stretches = Vec::new();
        for turn in passage.turns(coded) {
            let Some(all) = self.turns.get(turn as usize) else { break };
            let words = match passage.coder {
                None => all.clone(),
                Some(_) => self.inside(coded, passage, turn, all),
            };
            let length = words.end - words.start;
            stretches.push(Stretch { turn, words, place });
            place += length + BETWEEN_TURNS;
        }
        stretches
    }

    fn inside(
        &self,
        coded: &CodedTranscript<'_>,
        passage: &Passage,
        turn: u32,
        all: &Range<u32>,
    ) -> Range<u32> {
        let span = in_reading(coded, passage, turn);
        let words = self.words.get(all.start as usize..all.end as usize).unwrap_or_default();
        let first = words.partition_point(|word| (word.start as usize) < span.start);
        let after = words.partition_point(|word| word.end as usize <= span.end);
        all.start + first as u32..all.start + after.max(first) as u32
    }
}

/// The part of a turn's reading text that a passage covers, in bytes.
pub fn in_reading(coded: &CodedTranscript<'_>, passage: &Passage, turn: u32) -> Range<usize> {
    let Some(turn) = coded.transcript.turns.get(turn as usize) else { return 0..0 };
    let reading = coded.transcript.reading(turn);
    let extent = reading.extent();
    let length = reading.text().len();
    let (from, to) = (passage.start as usize, passage.end as usize);
    let start = if from <= extent.start { 0 } else { reading.from_canonical(from) };
    let end = if to >= extent.end { length } else { reading.from_canonical(to) };
    // Positions that cut a character are moved to where it begins.
    let floor = |at: usize| reading.text().floor_char_boundary(at);
    let start = floor(start);
    start..floor(end).max(start)
}

/// How many words stretches hold.
pub fn words_in(stretches: &[Stretch]) -> u32 {
    stretches.iter().map(|stretch| stretch.words.end - stretch.words.start).sum()
}
