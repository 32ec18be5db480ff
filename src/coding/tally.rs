//! Tallies: what one transcript contributes to the counts of a report.
//!
//! In come a transcript, its cast and its codings by one coder; out comes a [`Tally`] by code and
//! case. A report is a fold over tallies ([`Tally`] by [`Tally`], in any order), so counts made
//! elsewhere can be united later. A parent's segments are the spans of the code and of all its
//! descendants, united where they overlap: overlaps count once, never twice. Words are those of
//! participants, without annotations (`docs/methods.md`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::counts::Counts;
use super::placed::Placed;
pub use super::shares::{Share, Shares};
use super::{Coding, Whole};
use crate::text::scan::Scanner;
use crate::text::word::Word;
use crate::transcript::people::{Cast, Role};
use crate::transcript::{Transcript, Turn};

/// A span of a transcript that carries a code, as the tally needs it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The code's place in the codebook.
    pub code: u32,
    /// First byte in the canonical text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The place of the first turn it lies in.
    pub turn: u32,
    /// The place of the last.
    pub last_turn: u32,
}

impl From<&Coding> for Span {
    fn from(coding: &Coding) -> Self {
        let Coding { code, start, end, turn, last_turn, .. } = *coding;
        Span { code, start, end, turn, last_turn }
    }
}

/// What one transcript contributes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// The transcript's id.
    pub transcript: String,
    /// Words of participants in the filter.
    pub words: u64,
    /// Words by case, of every case of the transcript that is in the filter.
    pub cases: BTreeMap<String, u64>,
    /// By code place: what carries the code or one of its descendants. Codes without are absent.
    pub codes: Counts,
}

/// The segments of one code in one transcript.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// United spans.
    pub segments: u64,
    /// Words inside them.
    pub words: u64,
    /// Words of participants inside them: the part of the base that is covered.
    pub covered: u64,
    /// What of it belongs to each case.
    pub cases: Shares,
    /// The first segment, as bytes of the canonical text.
    pub first: (u32, u32),
}

/// The parts of a codebook's hierarchy that a tally needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RollUp {
    /// By code place: the code and all its ancestors.
    pub lines: Vec<Vec<u32>>,
}

/// Buffers that a thread keeps between transcripts.
#[derive(Debug, Default)]
pub struct Worker {
    scanner: Scanner,
    words: Vec<Word>,
    /// The places of counted words in the canonical text, ascending.
    places: Vec<u32>,
    /// Those that interviewers did not say, where a span lies over many turns.
    said: Vec<u32>,
    /// By code: its spans and those of all codes below it.
    by_code: Vec<Vec<Member>>,
    /// By case: what it contributes to the code that is counted.
    shares: Vec<Share>,
}

/// A span of a code or of one below it, within one turn where it is a part of a whole transcript.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub(super) span: Span,
    pub(super) words: u64,
    /// The place of the whole transcript's segment that it is a part of, if it is.
    pub(super) whole: Option<u32>,
}

/// One transcript with everything that decides what counts in it.
pub struct Counted<'a> {
    /// The text.
    pub transcript: &'a Transcript,
    /// Roles and cases of its speakers.
    pub cast: &'a Cast,
    /// Words by turn where they are known already.
    pub turn_words: Option<&'a [u32]>,
    /// Where words stand, where that is known.
    pub placed: Option<&'a Placed>,
    /// Whether a turn is in the filter.
    pub includes: &'a dyn Fn(usize, &Turn) -> bool,
    /// By span: the places of the turns whose cases a span over several turns belongs to.
    pub evidence_turns: &'a dyn Fn(&Span) -> Vec<u32>,
    /// The spans that are whole transcripts, where such are counted.
    pub wholes: &'a [Whole],
}

impl Counted<'_> {
    /// Counts the spans of one coder.
    pub fn tally(&self, spans: &[Span], roll_up: &RollUp, worker: &mut Worker) -> Tally {
        let mut tally = Tally { transcript: self.transcript.id.clone(), ..Tally::default() };
        self.count_base(&mut tally, worker);
        let mut by_code = std::mem::take(&mut worker.by_code);
        by_code.iter_mut().for_each(Vec::clear);
        by_code.resize_with(by_code.len().max(roll_up.lines.len()), Vec::new);
        let parts = self.parts_of_wholes(spans);
        let plain = || spans.iter().filter(|span| self.whole_of(span).is_none());
        self.place_words(plain().chain(parts.iter().map(|(span, _)| span)), worker);
        let all = plain().map(|span| (span, None));
        let all = all.chain(parts.iter().map(|(span, whole)| (span, Some(*whole))));
        // Many codes lie on the same sentence.
        let mut last = (Span::default(), 0);
        for (span, whole) in all.filter(|(span, _)| self.is_counted(span)) {
            if (Span { code: last.0.code, ..*span }) != last.0 {
                last = (*span, self.words_of(span, worker));
            }
            let line = roll_up.lines.get(span.code as usize).map(Vec::as_slice);
            for &code in line.unwrap_or(std::slice::from_ref(&span.code)) {
                if let Some(own) = by_code.get_mut(code as usize) {
                    own.push(Member { span: Span { code, ..*span }, words: last.1, whole });
                }
            }
        }
        let owners = Owners::of(self, &tally.cases);
        let cases: Vec<Arc<str>> = tally.cases.keys().map(|case| case.as_str().into()).collect();
        for own in by_code.iter_mut().filter(|own| !own.is_empty()) {
            // Rules leave codings in the order of the text.
            let place = |member: &Member| (member.span.start, member.span.end);
            if !own.is_sorted_by_key(place) {
                own.sort_unstable_by_key(place);
            }
            let code = own.first().map_or(0, |member| member.span.code);
            let count = match own.iter().any(|member| member.whole.is_some()) {
                true => self.count_wholes(own, &owners, &cases, worker),
                false => self.count(own, &owners, &cases, worker),
            };
            tally.codes.insert(code, count);
        }
        worker.by_code = by_code;
        tally
    }

    /// Counts the spans of one code, in the order of the text.
    fn count(
        &self,
        mut rest: &[Member],
        owners: &Owners,
        cases: &[Arc<str>],
        worker: &mut Worker,
    ) -> Count {
        let mut count = Count::default();
        let mut shares = std::mem::take(&mut worker.shares);
        shares.clear();
        shares.resize(cases.len(), Share::default());
        while let Some((Member { span: first, words, .. }, others)) = rest.split_first() {
            let (united, members) = united(*first, others);
            let (own, after) = rest.split_at(members);
            rest = after;
            let words = if united == *first { *words } else { self.words_of(&united, worker) };
            if count.segments == 0 {
                count.first = (united.start, united.end);
            }
            count.segments += 1;
            count.words += words;
            let mut give = |case: u32| {
                if let Some(share) = shares.get_mut(case as usize) {
                    share.segments += 1;
                    share.words += words;
                }
            };
            if united.turn == united.last_turn {
                let (is_participant, case) = owners.at(united.turn);
                count.covered += if is_participant { words } else { 0 };
                case.into_iter().for_each(&mut give);
                continue;
            }
            count.covered += words;
            let turns = own.iter().flat_map(|member| (self.evidence_turns)(&member.span));
            let of_turns: BTreeSet<u32> = turns.filter_map(|turn| owners.at(turn).1).collect();
            of_turns.into_iter().for_each(&mut give);
        }
        let shared = cases.iter().zip(&shares).filter(|(_, share)| share.segments > 0);
        count.cases = shared.map(|(case, share)| (Arc::clone(case), *share)).collect();
        worker.shares = shares;
        count
    }

    fn is_counted(&self, span: &Span) -> bool {
        (span.turn..=span.last_turn).any(|place| {
            let turn = self.transcript.turns.get(place as usize);
            turn.is_some_and(|turn| (self.includes)(place as usize, turn))
        })
    }

    /// Words of participants, in all and by case.
    fn count_base(&self, tally: &mut Tally, worker: &mut Worker) {
        let mut by_speaker: BTreeMap<Option<u32>, u64> = BTreeMap::new();
        for (place, turn) in self.transcript.turns.iter().enumerate() {
            if self.cast.role(turn) != Role::Participant
                || self.transcript.is_private(turn)
                || !(self.includes)(place, turn)
            {
                continue;
            }
            let words = match self.turn_words.and_then(|words| words.get(place)) {
                Some(&words) => u64::from(words),
                None => {
                    self.scan(turn, worker);
                    worker.words.len() as u64
                }
            };
            *by_speaker.entry(turn.speaker).or_default() += words;
            tally.words += words;
        }
        for (speaker, words) in by_speaker {
            let turn = Turn { speaker, ..Turn::default() };
            if let Some(case) = self.cast.case(&turn) {
                *tally.cases.entry(case.to_owned()).or_default() += words;
            }
        }
    }

    fn scan(&self, turn: &Turn, worker: &mut Worker) {
        let reading = self.transcript.reading(turn);
        let text = self.transcript.blanked(reading.text());
        worker.scanner.words(&text, &mut worker.words);
    }

    /// Finds the places of the words of all turns that spans lie in.
    fn place_words<'s>(&self, spans: impl Iterator<Item = &'s Span>, worker: &mut Worker) {
        worker.places.clear();
        worker.said.clear();
        let mut touched = vec![false; self.transcript.turns.len()];
        let mut across = 0..0;
        for span in spans {
            let turns = span.turn..span.last_turn.saturating_add(1);
            if turns.len() > 1 {
                across = match across.is_empty() {
                    true => turns,
                    false => across.start.min(turns.start)..across.end.max(turns.end),
                };
            } else if !self.knows(span.turn)
                && let Some(touched) = touched.get_mut(span.turn as usize)
            {
                *touched = true;
            }
        }
        for ((place, turn), touched) in (0..).zip(&self.transcript.turns).zip(touched) {
            // A whole transcript's words are those of the turns that are listened to.
            let is_said = across.contains(&place) && self.cast.role(turn) != Role::Interviewer;
            if !touched && !is_said {
                continue;
            }
            self.scan(turn, worker);
            let Worker { words, places, said, .. } = &mut *worker;
            let reading = self.transcript.reading(turn);
            let first = places.len();
            places.extend(words.iter().map(|word| reading.canonical(word.start as usize) as u32));
            if is_said {
                said.extend(places.get(first..).unwrap_or_default());
            }
        }
    }

    /// Whether the words of a turn need not be looked for.
    fn knows(&self, turn: u32) -> bool {
        self.placed.is_some_and(|placed| placed.knows(turn))
    }

    /// How many words a united span has.
    pub(super) fn words_of(&self, united: &Span, worker: &Worker) -> u64 {
        if let Some(placed) = self.placed.filter(|placed| placed.knows(united.turn))
            && united.turn == united.last_turn
            && let Some(turn) = self.transcript.turns.get(united.turn as usize)
            && let Some(said) = self.transcript.only_piece(turn)
        {
            // What stands around the turn, its label above all, is not said.
            let (start, end) =
                (united.start.max(said.start as u32), united.end.min(said.end as u32));
            return placed.words(start..end) as u64;
        }
        let places = match united.turn == united.last_turn {
            true => &worker.places,
            false => &worker.said,
        };
        let before = |place| places.partition_point(|&word| word < place);
        (before(united.end) - before(united.start)) as u64
    }
}

/// A span with those after it that overlap it, and how many they are, the first with them.
pub(super) fn united(first: Span, others: &[Member]) -> (Span, usize) {
    let mut united = first;
    let mut members = 1;
    for Member { span, .. } in others {
        if span.start >= united.end {
            break;
        }
        united.end = united.end.max(span.end);
        united.last_turn = united.last_turn.max(span.last_turn);
        members += 1;
    }
    (united, members)
}

/// To whom the turns belong, as numbers.
pub(super) struct Owners {
    /// By turn: whether it is a participant's, and the place of its case among those in the filter.
    turns: Vec<(bool, Option<u32>)>,
}

impl Owners {
    fn of(counted: &Counted<'_>, cases: &BTreeMap<String, u64>) -> Self {
        let places: BTreeMap<&str, u32> = cases.keys().map(String::as_str).zip(0..).collect();
        let owner = |turn: &Turn| {
            let case = counted.cast.case(turn).and_then(|case| places.get(case).copied());
            (counted.cast.role(turn) == Role::Participant, case)
        };
        let labels = 0..counted.transcript.speakers.len() as u32;
        let of = |speaker| owner(&Turn { speaker, ..Turn::default() });
        let speakers: Vec<_> = labels.map(|place| of(Some(place))).collect();
        let nobody = of(None);
        let turns = counted.transcript.turns.iter().map(|turn| match turn.speaker {
            Some(place) => speakers.get(place as usize).copied().unwrap_or_default(),
            None => nobody,
        });
        Owners { turns: turns.collect() }
    }

    /// Whether a turn is a participant's, and the place of its case among those in the filter.
    pub(super) fn at(&self, turn: u32) -> (bool, Option<u32>) {
        self.turns.get(turn as usize).copied().unwrap_or_default()
    }
}

impl RollUp {
    /// The lines from every code of a codebook up to its root.
    pub fn of(tree: &crate::codebook::tree::Tree, codes: usize) -> Self {
        let line = |code| tree.line(code).into_iter().map(|code| code as u32).collect();
        RollUp { lines: (0..codes).map(line).collect() }
    }
}
