//! Codings that people made, as reports and searches take them.
//!
//! In come a transcript and what a coder's log comes to, out come the places where the codings
//! stand in the text as it is now ([`place`]), and from them a [`Coded`] like that of the rules
//! ([`coded`]). A text that did not change is taken at its word; in one that did, each coding finds
//! its place again ([`super::anchor`]). What is lost is left out here and told by who asks.

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::anchor::{Found, Method, Status, Text, find};
use super::log::replay::Held;
use super::{Coded, Coding, Evidence};
use crate::codebook::Codebook;
use crate::text::scan::Scanner;
use crate::transcript::Transcript;
use crate::transcript::people::{Cast, Role};

/// The place of no rule: what a person coded without one.
const NO_RULE: u32 = u32::MAX;
/// From so many codings on, threads share the work.
const MANY: usize = 256;

/// A coding with its place in the text as it is now.
#[derive(Clone, Debug)]
pub struct Placed<'h> {
    /// The coding.
    pub held: &'h Held,
    /// Where it stands, in code points.
    pub found: Found,
    /// The same in bytes; empty if it is lost.
    pub bytes: std::ops::Range<usize>,
}

/// The SHA-256 of a canonical text, as logs have it.
pub fn fingerprint(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Where codings of one transcript stand.
pub fn place<'h>(text: &str, codings: &[&'h Held]) -> Vec<Placed<'h>> {
    if codings.is_empty() {
        return Vec::new();
    }
    let fingerprint = fingerprint(text);
    let text = Text::new(text);
    let one = |held: &&'h Held| {
        let (anchor, held) = (&held.anchor, *held);
        let as_written = || {
            let is_same = held.text.as_ref() == Some(&fingerprint);
            let place = (anchor.start, anchor.end);
            let is_there = is_same && text.is_at(&anchor.quote, anchor.start, anchor.end);
            let (status, method) = (Status::Kept, Method::Position);
            is_there.then_some(Found { status, method, place: Some(place), score: 1.0 })
        };
        let found = as_written().unwrap_or_else(|| find(&text, anchor));
        let bytes = found.place.map_or(0..0, |(start, end)| text.bytes(start, end));
        Placed { held, found, bytes }
    };
    match codings.len() < MANY {
        true => codings.iter().map(one).collect(),
        false => codings.par_iter().map(one).collect(),
    }
}

/// Codings as reports take them. In come places with the codes' places in the codebook.
pub fn coded(
    transcript: &Transcript,
    cast: &Cast,
    codebook: &Codebook,
    placed: &[(u32, &Placed<'_>)],
) -> Coded {
    let turn_words = words(transcript, cast);
    let mut coded = Coded { turn_words, ..Coded::default() };
    let extents: Vec<_> =
        transcript.turns.iter().map(|turn| transcript.reading(turn).extent()).collect();
    let last = transcript.turns.len().saturating_sub(1);
    let mut sorted: Vec<&(u32, &Placed<'_>)> =
        placed.iter().filter(|(_, placed)| placed.found.place.is_some()).collect();
    sorted.sort_by_key(|(code, placed)| (placed.bytes.start, placed.bytes.end, *code));
    for (code, placed) in sorted {
        let bytes = &placed.bytes;
        // The turn whose words it begins in; before the first, in a label, the one that follows.
        let first = extents.partition_point(|extent| extent.end <= bytes.start).min(last);
        let after = extents.partition_point(|extent| extent.start < bytes.end);
        let until = after.saturating_sub(1).clamp(first, last);
        let known = codebook.codes.get(*code as usize).map(|code| code.rules.as_slice());
        let named = placed.held.rule.as_deref().unwrap_or_default();
        let mut rules: Vec<u32> = (0..)
            .zip(known.unwrap_or_default())
            .filter(|(_, rule)| named.split(';').any(|name| name == rule.id))
            .map(|(place, _)| place)
            .collect();
        if rules.is_empty() {
            rules.push(NO_RULE);
        }
        let first_evidence = coded.evidence.len() as u32;
        for turn in first..=until {
            let Some((said, extent)) = transcript.turns.get(turn).zip(extents.get(turn)) else {
                continue;
            };
            // Over several turns, it is those who answer that it belongs to.
            if first != until && cast.role(said) == Role::Interviewer {
                continue;
            }
            let start = bytes.start.max(extent.start) as u32;
            let end = (bytes.end.min(extent.end) as u32).max(start);
            let pieces = rules.iter().map(|&rule| Evidence { start, end, rule, turn: turn as u32 });
            coded.evidence.extend(pieces);
        }
        coded.codings.push(Coding {
            code: *code,
            turn: first as u32,
            last_turn: until as u32,
            start: bytes.start as u32,
            end: bytes.end as u32,
            first_evidence,
            evidence: coded.evidence.len() as u32 - first_evidence,
            weak: false,
        });
    }
    coded
}

/// The place of the turn that a byte of the canonical text lies in; before the words of a turn, in its
/// label, it is that turn.
pub fn turn(transcript: &Transcript, byte: usize) -> usize {
    let extents = transcript.turns.iter().map(|turn| transcript.reading(turn).extent().end);
    let before = extents.take_while(|end| *end <= byte).count();
    before.min(transcript.turns.len().saturating_sub(1))
}

/// The words of each turn; 0 for an interviewer's and for private ones.
fn words(transcript: &Transcript, cast: &Cast) -> Vec<u32> {
    let mut scanner = Scanner::default();
    let mut words = Vec::new();
    let count = |turn: &crate::transcript::Turn| {
        if cast.role(turn) == Role::Interviewer || transcript.is_private(turn) {
            return 0;
        }
        let reading = transcript.reading(turn);
        scanner.words(&transcript.blanked(reading.text()), &mut words);
        words.len() as u32
    };
    transcript.turns.iter().map(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::build::Builder;
    use crate::transcript::people::Known;

    fn held(text: &str, quote: &str) -> Held {
        let start = text.find(quote).unwrap();
        let anchor = Text::new(text).anchor(start, start + quote.len());
        Held { text: Some(fingerprint(text)), code: "c".into(), anchor, ..Held::default() }
    }

    #[test]
    fn a_coding_over_turns_belongs_to_who_answers() {
        let mut builder = Builder::written();
        for (speaker, words) in [("P", "I hope so."), ("I", "And then?"), ("P", "It came. Yes.")] {
            builder.push(Some(speaker), words, (None, None));
        }
        let transcript = builder.finish();
        let known = Known { interviewers: ["i".to_owned()].into(), ..Known::default() };
        let cast = Cast::of(&transcript, &known);
        let across = held(&transcript.text, "hope so.\nI: And then?\nP: It came.");
        let inside = held(&transcript.text, "Yes");
        let placed = place(&transcript.text, &[&inside, &across]);
        let pairs: Vec<(u32, &Placed<'_>)> = placed.iter().map(|placed| (0, placed)).collect();
        let coded = coded(&transcript, &cast, &Codebook::default(), &pairs);
        let turns = |coding: &Coding| {
            let pieces = coded.evidence_of(coding).iter();
            (coding.turn, coding.last_turn, pieces.map(|piece| piece.turn).collect::<Vec<_>>())
        };
        let all: Vec<_> = coded.codings.iter().map(turns).collect();
        assert_eq!(all, [(0, 2, vec![0, 2]), (2, 2, vec![2])]);
        assert_eq!(coded.turn_words, [3, 0, 3]);
    }

    #[test]
    fn a_changed_text_is_looked_through() {
        let old = "P: I hope so, I really do.\n";
        let new = "Interview 1\n\nP: I hope so, I really do.\n";
        let held = held(old, "hope so");
        let placed = place(new, &[&held]);
        assert_eq!(&new[placed[0].bytes.clone()], "hope so");
        assert_eq!(placed[0].found.status, Status::Moved);
        let lost = place("P: Nothing.\n", &[&held]);
        assert_eq!((lost[0].found.status, lost[0].bytes.clone()), (Status::Lost, 0..0));
    }
}
