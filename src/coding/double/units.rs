//! The units of a transcript that can be coded: what participants said, in public.
//!
//! In come a transcript, who speaks, and what a unit is; out come its units by place. Interviewers'
//! turns and private messages are none, nor is a unit without a visible character.

use std::ops::Range;

use super::Grain;
use crate::text::language::Language;
use crate::text::sentence::{Splitter, paragraphs};
use crate::transcript::people::{Cast, Role};
use crate::transcript::{Transcript, Turn};

/// A unit that can be coded, in bytes of the canonical text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codable {
    /// The place of its turn, from 0.
    pub turn: usize,
    /// Its number in the turn, from 1.
    pub number: usize,
    /// From its first to its last character.
    pub bytes: Range<usize>,
    /// The parts of the file that it is read from.
    pub parts: Vec<Range<usize>>,
    /// Characters that are no white space.
    pub visible: u32,
    /// All its characters.
    pub length: usize,
}

/// The units of a transcript by place. `includes` says whether a turn is in the filter.
pub fn codable(
    transcript: &Transcript,
    cast: &Cast,
    grain: Grain,
    language: &Language,
    includes: &dyn Fn(usize) -> bool,
) -> Vec<Codable> {
    let splitter = Splitter::new(language);
    let mut units = Vec::new();
    for (place, turn) in transcript.turns.iter().enumerate() {
        let speaks = cast.role(turn) == Role::Participant && !transcript.is_private(turn);
        if !speaks || !includes(place) {
            continue;
        }
        let reading = transcript.reading(turn);
        let parts: Vec<Range<usize>> = match grain {
            Grain::Turn | Grain::Char => vec![reading.extent()],
            Grain::Paragraph => paragraphs(&transcript.blanked(reading.text()))
                .into_iter()
                .map(|part| reading.canonical_range(part))
                .collect(),
            Grain::Sentence => {
                let mut found = Vec::new();
                splitter.split(&transcript.blanked(reading.text()), &mut found);
                found.into_iter().map(|part| reading.canonical_range(part)).collect()
            }
        };
        let mut number = 0;
        for bytes in parts {
            let unit = Codable::of(transcript, turn, place, bytes);
            if unit.visible > 0 {
                number += 1;
                units.push(Codable { number, ..unit });
            }
        }
    }
    units
}

/// The words of each turn that can be coded, for the unit that suits them.
pub fn words_of_turns(transcript: &Transcript, cast: &Cast) -> Vec<usize> {
    let speaks =
        |turn: &&Turn| cast.role(turn) == Role::Participant && !transcript.is_private(turn);
    let turns = transcript.turns.iter().filter(speaks);
    let words = turns
        .map(|turn| transcript.blanked(transcript.reading(turn).text()).split_whitespace().count());
    words.filter(|words| *words > 0).collect()
}

impl Codable {
    fn of(transcript: &Transcript, turn: &Turn, place: usize, bytes: Range<usize>) -> Self {
        let first = turn.first_piece as usize;
        let pieces = transcript.pieces.get(first..first + turn.pieces as usize).unwrap_or_default();
        let parts = pieces
            .iter()
            .map(|piece| {
                let (start, end) = (piece.start as usize, piece.end as usize);
                start.max(bytes.start)..end.min(bytes.end)
            })
            .filter(|part| part.start < part.end)
            .collect();
        let mut unit = Codable { turn: place, bytes: bytes.clone(), parts, ..Codable::default() };
        unit.visible = unit.visible_within(&transcript.text, &bytes);
        let all = unit.parts.iter().filter_map(|part| transcript.text.get(part.clone()));
        unit.length = all.map(|part| part.chars().count()).sum();
        unit
    }

    /// How many of its visible characters lie in a range.
    pub fn visible_within(&self, text: &str, range: &Range<usize>) -> u32 {
        let inside = self.parts.iter().filter_map(|part| {
            let start = part.start.max(range.start);
            text.get(start..part.end.min(range.end).max(start))
        });
        inside.map(|part| part.chars().filter(|c| !c.is_whitespace()).count() as u32).sum()
    }

    /// Which of its characters lie in a range, from the first to the last.
    pub fn characters_within(&self, text: &str, range: &Range<usize>) -> Option<Range<usize>> {
        let (mut seen, mut found) = (0, None::<Range<usize>>);
        let count = |range: Range<usize>| text.get(range).map_or(0, |part| part.chars().count());
        for part in &self.parts {
            let (start, end) = (part.start.max(range.start), part.end.min(range.end));
            if start < end {
                let from = seen + count(part.start..start);
                let until = from + count(start..end);
                found = Some(found.map_or(from, |found| found.start)..until);
            }
            seen += count(part.clone());
        }
        found
    }
}
