//! A hit as it is shown: whose words, which codes, and where in them the query is found.
//!
//! In come a coded transcript and its hits, out comes a [`Row`] each. Matches are found in the text
//! itself, by the same words and wordings as the search.

use std::collections::BTreeSet;
use std::ops::Range;

use super::coded::CodedTranscript;
use super::found::Hit;
use super::passage::{Passage, Passages, Stretch, in_reading};
use super::query::{Asked, Query};
use super::scan::{Looker, Scan, places};
use crate::text::points::Points;
use crate::text::word::Word;

/// One hit with its words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The transcript's id.
    pub transcript: String,
    /// The turn where it begins, counted from 1.
    pub turn: usize,
    /// First code point in the canonical text.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Who talks where it begins.
    pub speaker: Option<String>,
    /// The first case that it belongs to.
    pub case: Option<String>,
    /// The codes that share a character with it, by a coder that is seen, sorted.
    pub codes: Vec<String>,
    /// Who coded the segment; of a turn those who gave its codes, joined by `;`.
    pub coder: Option<String>,
    /// Its words as a person reads them.
    pub text: String,
    /// How well it answers the query.
    pub score: f64,
    /// What is found in it, as bytes of `text`.
    pub matches: Vec<Match>,
    /// What stands before it in its first turn.
    pub lead: String,
    /// What stands after it in its last turn.
    pub tail: String,
    /// The turns before, a line each, if they are asked for.
    pub before: Option<String>,
    /// The turns after.
    pub after: Option<String>,
}

/// Where something that the query looks for is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// From its first to its last word.
    pub span: Range<usize>,
    /// The parts that were looked for: all of it, or the words that stand near each other.
    pub parts: Vec<Range<usize>>,
}

/// Makes the rows of a query's hits.
#[derive(Debug)]
pub struct Rows<'q> {
    query: &'q Query,
    scan: Scan<'q>,
    coders: &'q [u32],
    /// So many turns before and after.
    context: Option<usize>,
}

impl<'q> Rows<'q> {
    /// For a search that saw the codings of these coders.
    pub fn new(
        query: &'q Query,
        scan: Scan<'q>,
        coders: &'q [u32],
        context: Option<usize>,
    ) -> Self {
        Rows { query, scan, coders, context }
    }

    /// The rows of hits of one transcript, in their order. A hit that is not there any more, since
    /// the file changed in between, is left out.
    pub fn of(
        &self,
        coded: &CodedTranscript<'_>,
        hits: &[&Hit],
        looker: &mut Looker,
    ) -> Vec<Option<Row>> {
        let passages = Passages::of(coded);
        let points = Points::new(&coded.transcript.text);
        if self.query.looks_for_words() {
            self.scan.read(coded, looker);
        }
        hits.iter()
            .map(|hit| {
                let list = if hit.coder.is_some() { &passages.segments } else { &passages.turns };
                let is_it = |one: &&Passage| {
                    (one.turn, one.start, one.end) == (hit.turn, hit.start, hit.end)
                        && one.coder == hit.coder
                };
                let passage = list.iter().find(is_it)?;
                Some(self.row(coded, hit, passage, &points, looker))
            })
            .collect()
    }

    fn row(
        &self,
        coded: &CodedTranscript<'_>,
        hit: &Hit,
        passage: &Passage,
        points: &Points<'_>,
        looker: &Looker,
    ) -> Row {
        let labels = coded.labels;
        let seen = || passage.touching.iter().filter(|(coder, _)| self.coders.contains(coder));
        let codes: BTreeSet<&str> = seen().map(|(_, code)| labels.code_id(*code)).collect();
        let coders: BTreeSet<&str> = match passage.coder {
            Some(coder) => std::iter::once(labels.coder_name(coder)).collect(),
            None => seen().map(|(coder, _)| labels.coder_name(*coder)).collect(),
        };
        let coders: Vec<&str> = coders.into_iter().collect();
        let first = passage.people(coded).next();
        let text = Text::new(coded, passage);
        Row {
            transcript: coded.transcript.id.clone(),
            turn: passage.turn as usize + 1,
            start: points.of_byte(passage.start as usize),
            end: points.of_byte(passage.end as usize),
            speaker: first.and_then(|(label, ..)| label).map(str::to_owned),
            case: passage.cases(coded).first().map(|case| (*case).to_owned()),
            codes: codes.into_iter().map(str::to_owned).collect(),
            coder: (!coders.is_empty()).then(|| coders.join(";")),
            score: hit.score,
            matches: self.matches(coded, passage, &text, looker),
            before: self.context.map(|turns| self.beside(coded, passage, turns, false)),
            after: self.context.map(|turns| self.beside(coded, passage, turns, true)),
            text: text.text,
            lead: text.lead,
            tail: text.tail,
        }
    }

    /// The turns beside a passage, without private messages, a line each.
    fn beside(
        &self,
        coded: &CodedTranscript<'_>,
        passage: &Passage,
        turns: usize,
        after: bool,
    ) -> String {
        let transcript = coded.transcript;
        let (first, last) = (passage.turn as usize, passage.last_turn as usize);
        let all = transcript.turns.as_slice();
        let beside = match after {
            true => all.get(last + 1..).unwrap_or_default(),
            false => all.get(..first).unwrap_or_default(),
        };
        let heard = beside.iter().filter(|turn| !transcript.is_private(turn));
        let line = |turn: &crate::transcript::Turn| {
            let text = transcript.reading_text(turn).into_owned();
            match transcript.speaker(turn) {
                Some(label) => format!("{label}: {text}"),
                None => text,
            }
        };
        let lines: Vec<String> = match after {
            true => heard.take(turns).map(line).collect(),
            false => {
                let mut lines: Vec<String> = heard.rev().take(turns).map(line).collect();
                lines.reverse();
                lines
            }
        };
        lines.join("\n")
    }

    /// Where the words looked for stand in the text of a passage.
    fn matches(
        &self,
        coded: &CodedTranscript<'_>,
        passage: &Passage,
        text: &Text,
        looker: &Looker,
    ) -> Vec<Match> {
        if !self.query.looks_for_words() {
            return Vec::new();
        }
        let stretches = looker.spoken().stretches(coded, passage);
        let finding = looker.finding();
        let Some(places) = places(&stretches, finding, self.query.words.len()) else {
            return Vec::new();
        };
        let mut matches = Vec::new();
        for asked in self.query.wordings.iter().filter(|asked| asked.positive) {
            let wanted = wanted(asked);
            for span in asked.wording.find(&places) {
                let found = (span.first..=span.last).filter_map(|place| {
                    let (turn, word) = word_at(&stretches, place)?;
                    let is_part = span.first == span.last
                        || finding.get(word as usize).is_some_and(|found| found & wanted != 0);
                    let word = *looker.spoken().words.get(word as usize)?;
                    Some((text.place(turn, word)?, is_part))
                });
                matches.extend(one_match(found.collect(), asked));
            }
        }
        matches.sort_by_key(|found| (found.span.start, found.span.end));
        matches.dedup();
        matches
    }
}

/// The words of a wording, a bit each.
fn wanted(asked: &Asked) -> u64 {
    asked.wording.words().fold(0, |bits, word| bits | 1u64.checked_shl(word).unwrap_or(0))
}

/// A match made of the places of its words: a phrase is one part, words near each other several.
fn one_match(words: Vec<(Range<usize>, bool)>, asked: &Asked) -> Option<Match> {
    let (first, last) = (words.first()?.0.clone(), words.last()?.0.clone());
    let span = first.start..last.end.max(first.end);
    let parts = match asked.wording.between {
        None => vec![span.clone()],
        Some(_) => {
            words.into_iter().filter(|(_, is_part)| *is_part).map(|(word, _)| word).collect()
        }
    };
    Some(Match { span, parts })
}

/// The turn and the number of the word at a place of a passage.
fn word_at(stretches: &[Stretch], place: u32) -> Option<(u32, u32)> {
    let at = stretches.partition_point(|stretch| stretch.place <= place).checked_sub(1)?;
    let stretch = stretches.get(at)?;
    let word = stretch.words.start + (place - stretch.place);
    (word < stretch.words.end).then_some((stretch.turn, word))
}

/// The text of a passage, made of parts of its turns.
struct Text {
    text: String,
    lead: String,
    tail: String,
    /// By turn, where its part begins in its reading text and in the text.
    parts: Vec<(u32, usize, usize)>,
}

impl Text {
    /// Turn after turn, each on a line of its own; all but the first with their speakers.
    fn new(coded: &CodedTranscript<'_>, passage: &Passage) -> Self {
        let transcript = coded.transcript;
        let mut all = Text {
            text: String::new(),
            lead: String::new(),
            tail: String::new(),
            parts: Vec::new(),
        };
        for number in passage.turns(coded) {
            let Some(turn) = transcript.turns.get(number as usize) else { continue };
            let reading = transcript.reading_text(turn);
            let range = match passage.coder {
                Some(_) => in_reading(coded, passage, number),
                None => 0..reading.len(),
            };
            if all.parts.is_empty() {
                all.lead = reading.get(..range.start).unwrap_or_default().to_owned();
            } else {
                all.text.push('\n');
                if let Some(label) = transcript.speaker(turn) {
                    all.text.push_str(label);
                    all.text.push_str(": ");
                }
            }
            all.parts.push((number, range.start, all.text.len()));
            all.tail = reading.get(range.end..).unwrap_or_default().to_owned();
            all.text.push_str(reading.get(range).unwrap_or_default());
        }
        all
    }

    /// Where a word of a turn stands in the text.
    fn place(&self, turn: u32, word: Word) -> Option<Range<usize>> {
        let (_, from, at) = self.parts.iter().find(|(number, ..)| *number == turn)?;
        let shift = |byte: u32| Some((byte as usize).checked_sub(*from)? + at);
        Some(shift(word.start)?..shift(word.end)?)
    }
}
