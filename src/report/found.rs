//! What is taken out of one transcript for reports: its turns without their words, its segments with
//! theirs.
//!
//! In come a transcript, its cast and its codings by one coder, out comes a [`Document`], or only its
//! [`Places`]. Words are those of participants, annotations left out; a segment keeps what was asked
//! before it and a few words on either side.

use std::collections::BTreeSet;

use super::material::{Document, Segment, Told};
use crate::codebook::{Codebook, Unit};
use crate::coding::places::{Place, Places, Voice};
use crate::coding::rule_coder::RuleCoder;
use crate::coding::tally::{Span, Tally};
use crate::coding::unit::widen;
use crate::coding::{Coded, Coding};
use crate::study::guide::Guide;
use crate::study::question::{self, Asked};
use crate::text::points::Points;
use crate::text::scan::Scanner;
use crate::transcript::Transcript;
use crate::transcript::people::{Cast, Role};

/// So many words stand on either side of a segment.
const AROUND: usize = 20;

/// One transcript with what was found in it.
pub struct Found<'a> {
    /// The text.
    pub transcript: &'a Transcript,
    /// Roles and cases of its speakers.
    pub cast: &'a Cast,
    /// Its codings.
    pub coded: &'a Coded,
    /// The codes that the codings refer to.
    pub codebook: &'a Codebook,
    /// Whether a turn is in the filter, by its place from 0.
    pub includes: &'a dyn Fn(usize) -> bool,
    /// What stands in place of a coding's own span, with the rules that say what a sentence is.
    pub unit: Option<(Unit, &'a RuleCoder)>,
    /// The question of each turn, where questions are asked for.
    pub asked: Option<&'a Asked>,
    /// The interview guide.
    pub guide: Option<&'a Guide>,
}

impl Document {
    /// Takes out of a transcript what reports need.
    pub fn of(found: &Found<'_>, tally: Tally) -> Self {
        let (transcript, cast) = (found.transcript, found.cast);
        let points = Points::new(&transcript.text);
        let mut document = Document {
            id: transcript.id.clone(),
            format: transcript.format,
            tally,
            places: found.places_at(&points),
            ..Document::default()
        };
        for (place, turn) in transcript.turns.iter().enumerate() {
            let extra = turn.extra.as_deref();
            document.turns.push(Told {
                speaker: transcript.speaker(turn).map(str::to_owned),
                role: Some(cast.role(turn)),
                case: cast.case(turn).map(str::to_owned),
                words: found.coded.turn_words.get(place).copied().unwrap_or_default(),
                start_ms: turn.start_ms,
                end_ms: turn.end_ms,
                date: extra.and_then(|extra| extra.date.clone()),
                log: extra.and_then(|extra| extra.log.clone()),
                is_in: (found.includes)(place),
            });
        }
        for coding in found.codings() {
            document.segments.extend(found.segments(coding, &points));
        }
        if found.unit.is_some() {
            // Two codings in one unit are one segment.
            let mut seen = BTreeSet::new();
            let place = |segment: &Segment| (segment.code, segment.start, segment.end);
            document.segments.retain(|segment| seen.insert(place(segment)));
        }
        document
    }
}

impl Found<'_> {
    /// Where codes stand and whose turns there are.
    pub fn places(&self) -> Places {
        self.places_at(&Points::new(&self.transcript.text))
    }

    fn places_at(&self, points: &Points) -> Places {
        let (transcript, cast) = (self.transcript, self.cast);
        let turns = transcript.turns.iter().enumerate();
        let mut places = Places::of_turns(turns.map(|(place, turn)| Voice {
            case: cast.case(turn).map(str::to_owned),
            is_participant: cast.role(turn) == Role::Participant,
            is_in: (self.includes)(place),
        }));
        let at = |byte: u32| points.of_byte(byte as usize) as u32;
        let mut seen = BTreeSet::new();
        for coding in self.codings() {
            for coding in self.widened(coding) {
                // Two codings in one unit are one segment.
                let Coding { code, start, end, turn, last_turn, .. } = coding;
                if self.unit.is_some() && !seen.insert((code, start, end)) {
                    continue;
                }
                let whose = match turn == last_turn {
                    true => Vec::new(),
                    false => places.whose(&self.turns_of(&coding)),
                };
                let (start, end) = (at(start), at(end));
                let (turn, last_turn) = (turn + 1, last_turn + 1);
                places.segments.push(Place { start, end, code, turn, last_turn, whose });
            }
        }
        places.segments.sort_unstable();
        places
    }

    /// The codings of which anything is in the filter.
    fn codings(&self) -> impl Iterator<Item = &Coding> {
        let is_in = |coding: &&Coding| {
            (coding.turn..=coding.last_turn).any(|turn| (self.includes)(turn as usize))
        };
        self.coded.codings.iter().filter(is_in)
    }

    /// A coding; with a unit, one for each unit that it touches.
    fn widened(&self, coding: &Coding) -> Vec<Coding> {
        let Some((unit, rules)) = self.unit else { return vec![*coding] };
        let spans = widen(self.transcript, self.coded, coding, unit, rules);
        let of = |span: Span| Coding {
            start: span.start,
            end: span.end,
            turn: span.turn,
            last_turn: span.last_turn,
            ..*coding
        };
        spans.into_iter().map(of).collect()
    }

    /// The turns whose cases a segment belongs to: its turn, of several those with evidence.
    fn turns_of(&self, coding: &Coding) -> Vec<u32> {
        match coding.turn == coding.last_turn {
            true => vec![coding.turn],
            false => self.coded.evidence_of(coding).iter().map(|piece| piece.turn).collect(),
        }
    }

    /// The segment of a coding; with a unit, those of the units that it touches.
    fn segments(&self, coding: &Coding, points: &Points) -> Vec<Segment> {
        self.widened(coding).iter().map(|one| self.segment(one, points)).collect()
    }

    fn segment(&self, coding: &Coding, points: &Points) -> Segment {
        let transcript = self.transcript;
        let evidence = self.coded.evidence_of(coding);
        let of_code = self.codebook.codes.get(coding.code as usize);
        let rules: BTreeSet<String> = evidence
            .iter()
            .filter_map(|piece| of_code?.rules.get(piece.rule as usize))
            .map(|rule| rule.id.clone())
            .collect();
        let cases: BTreeSet<String> = self
            .turns_of(coding)
            .into_iter()
            .filter_map(|turn| transcript.turns.get(turn as usize))
            .filter_map(|turn| self.cast.case(turn).map(str::to_owned))
            .collect();
        let (before, after) = self.around(coding);
        Segment {
            code: coding.code as usize,
            start: points.of_byte(coding.start as usize),
            end: points.of_byte(coding.end as usize),
            turn: coding.turn as usize + 1,
            last_turn: coding.last_turn as usize + 1,
            cases: cases.into_iter().collect(),
            words: self.words(coding),
            quote: self.said(coding),
            rules: rules.into_iter().collect(),
            question: self.question(coding.turn as usize),
            asked: self.asked(coding.turn as usize).map(str::to_owned),
            exemplar: false,
            before,
            after,
        }
    }

    /// The text of a segment: within one turn of its reading text, else of the transcript.
    fn said(&self, coding: &Coding) -> String {
        let span = coding.start as usize..coding.end as usize;
        let turn = self.transcript.turns.get(coding.turn as usize);
        let Some(turn) = turn.filter(|_| coding.turn == coding.last_turn) else {
            return self.transcript.text.get(span).unwrap_or_default().to_owned();
        };
        let reading = self.transcript.reading(turn);
        let (start, end) = (reading.from_canonical(span.start), reading.from_canonical(span.end));
        reading.text().get(start..end).unwrap_or_default().trim().to_owned()
    }

    /// The words of a segment, without annotations; of a whole transcript those of the turns that
    /// are counted.
    fn words(&self, coding: &Coding) -> u32 {
        let words = |place: u32| self.words_of_turn(coding, place);
        if coding.turn == coding.last_turn {
            return words(coding.turn);
        }
        let known = |place: u32| self.coded.turn_words.get(place as usize).copied();
        let counted = (coding.turn..=coding.last_turn).filter(|&place| known(place) > Some(0));
        let is_inside = |place: u32| coding.turn < place && place < coding.last_turn;
        counted
            .map(|place| known(place).filter(|_| is_inside(place)).unwrap_or_else(|| words(place)))
            .sum()
    }

    /// The words of a segment in one of its turns.
    fn words_of_turn(&self, coding: &Coding, place: u32) -> u32 {
        let Some(turn) = self.transcript.turns.get(place as usize) else { return 0 };
        let reading = self.transcript.reading(turn);
        let text = self.transcript.blanked(reading.text());
        let mut words = Vec::new();
        Scanner::default().words(&text, &mut words);
        let span = coding.start as usize..coding.end as usize;
        let places = words.iter().map(|word| reading.canonical(word.start as usize));
        places.filter(|place| span.contains(place)).count() as u32
    }

    /// Some words of its turn on either side of a segment; none around one over several turns.
    fn around(&self, coding: &Coding) -> (String, String) {
        let turn = self.transcript.turns.get(coding.turn as usize);
        let turn = turn.filter(|_| coding.turn == coding.last_turn);
        let Some(turn) = turn else { return Default::default() };
        let reading = self.transcript.reading(turn);
        let text = reading.text();
        let at = |place: u32| reading.from_canonical(place as usize);
        let before = text.get(..at(coding.start)).unwrap_or_default();
        let after = text.get(at(coding.end)..).unwrap_or_default();
        let mut last: Vec<&str> = before.split_whitespace().rev().take(AROUND + 1).collect();
        let mut first: Vec<&str> = after.split_whitespace().take(AROUND + 1).collect();
        for words in [&mut last, &mut first] {
            if let Some(more) = words.get_mut(AROUND) {
                *more = "…";
            }
        }
        last.reverse();
        (last.join(" "), first.join(" "))
    }

    /// The name of the question that a turn stands under.
    fn asked(&self, place: usize) -> Option<&str> {
        self.asked?.get(place)?.as_deref()
    }

    /// What an interviewer said last before a turn.
    fn question(&self, place: usize) -> Option<String> {
        if question::are_set(self.transcript, self.guide)
            && let Some(asked) = self.asked(place)
        {
            let text = self.guide.and_then(|guide| guide.text(asked));
            return Some(text.unwrap_or(asked).to_owned());
        }
        let before = self.transcript.turns.get(..place)?;
        let asked = before.iter().rev().find(|turn| self.cast.role(turn) == Role::Interviewer)?;
        Some(self.transcript.reading_text(asked).into_owned())
    }
}
