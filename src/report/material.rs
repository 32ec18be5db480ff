//! The material of a report: transcripts, cases and coded segments as one coder sees them, within
//! the filters.
//!
//! In comes what coding one transcript gave ([`Document::of`]); out come values without positions
//! in memory, from which every report but the theme table is made (that one is a fold, see
//! [`super::themes`]). Words are counted as in the theme table: participants' words, annotations
//! left out.

use std::collections::{BTreeMap, BTreeSet};

use super::base::{Base, MISSING};
use super::cases::Cases;
use super::{groups, small_cell};
use crate::codebook::tree::Tree;
use crate::codebook::{Codebook, Unit};
use crate::coding::tally::{Span, Tally};
use crate::coding::unit::widen;
use crate::coding::{Coded, Coding};
use crate::study::attributes::Attributes;
use crate::study::guide::Guide;
use crate::study::question::{self, Asked};
use crate::text::language::Language;
use crate::text::points::Points;
use crate::text::scan::Scanner;
use crate::transcript::people::{Cast, Role};
use crate::transcript::{LogRow, Transcript};

/// So many words stand on either side of a segment.
const AROUND: usize = 20;

/// Everything that a report is made of.
#[derive(Debug, Default)]
pub struct Material {
    /// The codes, with labels and definitions.
    pub codebook: Codebook,
    /// Their hierarchy.
    pub tree: Tree,
    /// What is recorded about cases and transcripts.
    pub attributes: Attributes,
    /// Whose codings these are.
    pub coder: String,
    /// What the filter left in, in words; empty for everything.
    pub filter: String,
    /// The places of the codes to show; all where it is `None`.
    pub codes: Option<BTreeSet<usize>>,
    /// Counts of cases in groups from 1 to below this are not shown.
    pub min_cell: Option<u64>,
    /// The transcripts with anything in the filter, in the order of the study.
    pub documents: Vec<Document>,
    /// Cases of `cases.csv` that the filter lets in and that have no transcript at all.
    pub silent: BTreeSet<String>,
    /// The groups that were united into one ([`Material::merge_small`]).
    pub united: Vec<String>,
}

/// One transcript.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The transcript's id.
    pub id: String,
    /// The format it was read as.
    pub format: &'static str,
    /// Its counts, rolled up: a parent counts the union of its descendants.
    pub tally: Tally,
    /// Its counts by question, in the order in which they were asked; none unless grouped by it.
    pub parts: Vec<(String, Tally)>,
    /// All its turns, also those outside the filter.
    pub turns: Vec<Told>,
    /// Its segments within the filter, one a coding, by place in the text.
    pub segments: Vec<Segment>,
}

/// A turn, without its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The speaker's label.
    pub speaker: Option<String>,
    /// Whether the speaker's words count.
    pub role: Option<Role>,
    /// The case it belongs to.
    pub case: Option<String>,
    /// Its words.
    pub words: u32,
    /// When it begins, in milliseconds of the recording.
    pub start_ms: Option<u32>,
    /// When it ends, in milliseconds of the recording.
    pub end_ms: Option<u32>,
    /// The date of a diary entry or of a log row.
    pub date: Option<String>,
    /// The row of an activity log.
    pub log: Option<LogRow>,
    /// Whether it is in the filter.
    pub is_in: bool,
}

/// A coded segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segment {
    /// The code's place in the codebook.
    pub code: usize,
    /// First code point in the canonical text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The number of the first turn it lies in, from 1.
    pub turn: usize,
    /// The number of the last.
    pub last_turn: usize,
    /// The cases it belongs to; several only where a whole transcript is coded.
    pub cases: Vec<String>,
    /// Its words.
    pub words: u32,
    /// Its text as spoken, as a person reads it: unwrapped, without line numbers and time marks.
    pub quote: String,
    /// The rules that proposed it.
    pub rules: Vec<String>,
    /// What was asked before it: the question of the guide or the bold question where there are
    /// any, else what an interviewer said last.
    pub question: Option<String>,
    /// The question that it stands under, by its name; nothing where that is not asked for.
    pub asked: Option<String>,
    /// Whether a person marked it as a good example of its code.
    pub exemplar: bool,
    /// The last words before it in its turn; `…` stands for what is left out.
    pub before: String,
    /// The first words after it.
    pub after: String,
}

impl Material {
    /// The cases of the filter in the natural order of their ids, with their words.
    pub fn cases(&self) -> Cases<'_> {
        let mut cases = Cases::default();
        for document in &self.documents {
            for (case, words) in &document.tally.cases {
                cases.add(case, *words);
            }
        }
        cases
    }

    /// The codes to show, in the order of the codebook.
    pub fn shown(&self) -> Vec<usize> {
        let is_shown = |code: &usize| self.codes.as_ref().is_none_or(|codes| codes.contains(code));
        self.tree.order().iter().copied().filter(is_shown).collect()
    }

    /// The segments of a code and of everything below it, with their transcripts.
    pub fn segments_of(&self, code: usize) -> Vec<(&Document, &Segment)> {
        let family: BTreeSet<usize> = self.tree.family(code).iter().copied().collect();
        let all = self
            .documents
            .iter()
            .flat_map(|document| document.segments.iter().map(move |segment| (document, segment)));
        all.filter(|(_, segment)| family.contains(&segment.code)).collect()
    }

    /// The values of an attribute for what a case says in a transcript; `missing` where it has none.
    pub fn groups(&self, case: &str, transcript: &str, attribute: &str) -> Vec<String> {
        match self.attributes.values(Some(case), transcript, attribute) {
            [] => vec![MISSING.to_owned()],
            values => values.to_vec(),
        }
    }

    /// The groups of an attribute with their cases.
    pub fn members(&self, attribute: &str) -> BTreeMap<String, BTreeSet<&str>> {
        let mut members: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for document in &self.documents {
            for case in document.tally.cases.keys() {
                for group in self.groups(case, &document.id, attribute) {
                    members.entry(group).or_default().insert(case);
                }
            }
        }
        members
    }

    /// The groups that may not be named beside a person ([`small_cell::unnamed`]).
    pub fn unnamed(&self, attribute: &str) -> Vec<String> {
        let sizes = self.members(attribute).into_iter();
        let sizes: Vec<(String, u64)> =
            sizes.map(|(group, cases)| (group, cases.len() as u64)).collect();
        small_cell::unnamed(&sizes, self.min_cell)
    }

    /// Whether any case is in several groups of an attribute.
    pub fn overlaps(&self, attribute: &str) -> bool {
        let members = self.members(attribute);
        members.values().map(BTreeSet::len).sum::<usize>() > self.cases().len()
    }

    /// Unites the groups of an attribute that have fewer cases than the limit.
    pub fn merge_small(&mut self, attribute: &str) {
        let sizes = self.members(attribute).into_iter();
        let sizes = sizes.map(|(group, cases)| (group, cases.len() as u64));
        let mut small = groups::small(sizes, self.min_cell);
        groups::sort(&mut small, &[], |group| group);
        for document in &self.documents {
            for case in document.tally.cases.keys() {
                let of = (case.as_str(), document.id.as_str());
                self.attributes.unite(of, attribute, &small, groups::OTHER);
            }
        }
        self.united = small;
    }

    /// The rows of a table of codes by group, for the small-cell rule: `cases` gives the total of a
    /// code and its cases in each group.
    pub fn code_rows(&self, cases: impl Fn(usize) -> (u64, Vec<u64>)) -> Vec<small_cell::Row> {
        let shown = self.shown();
        let row = |&code: &usize| {
            let (total, counts) = cases(code);
            let parent = self.tree.parent(code);
            small_cell::Row {
                total,
                counts,
                parent: parent.and_then(|parent| shown.iter().position(|code| *code == parent)),
                is_heading: self.codebook.codes.get(code).is_some_and(|code| !code.codable)
                    && self.tree.children(code).iter().all(|child| shown.contains(child)),
            }
        };
        shown.iter().map(row).collect()
    }

    /// How many cases speak of a code.
    pub fn cases_of(&self, code: usize) -> u64 {
        let counts = self.documents.iter().filter_map(|one| one.tally.codes.get(&(code as u32)));
        let cases = counts.flat_map(|count| count.cases.keys());
        cases.collect::<BTreeSet<_>>().len() as u64
    }

    /// What the numbers stand on.
    pub fn base(&self) -> Base<'_> {
        Base {
            codebook: &self.codebook,
            coder: &self.coder,
            filter: &self.filter,
            cases: self.cases().len() as u64,
            transcripts: self.documents.len() as u64,
            words: self.documents.iter().map(|document| document.tally.words).sum(),
            united: &self.united,
        }
    }
}

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
    /// What stands in place of a coding's own span, with the language that ends its sentences.
    pub unit: Option<(Unit, &'a Language)>,
    /// The question of each turn, where questions are asked for.
    pub asked: Option<&'a Asked>,
    /// The interview guide.
    pub guide: Option<&'a Guide>,
}

impl Document {
    /// Takes out of a transcript what reports need.
    pub fn of(found: &Found<'_>, tally: Tally) -> Self {
        let (transcript, cast) = (found.transcript, found.cast);
        let mut document = Document {
            id: transcript.id.clone(),
            format: transcript.format,
            tally,
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
        let points = Points::new(&transcript.text);
        for coding in &found.coded.codings {
            let (first, last) = (coding.turn as usize, coding.last_turn as usize);
            if (first..=last).any(|place| (found.includes)(place)) {
                document.segments.extend(found.segments(coding, &points));
            }
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
    /// The segment of a coding; with a unit, those of the units that it touches.
    fn segments(&self, coding: &Coding, points: &Points) -> Vec<Segment> {
        let Some((unit, language)) = self.unit else { return vec![self.segment(coding, points)] };
        let spans = widen(self.transcript, self.coded, coding, unit, language);
        let of = |span: Span| Coding {
            start: span.start,
            end: span.end,
            turn: span.turn,
            last_turn: span.last_turn,
            ..*coding
        };
        spans.into_iter().map(|span| self.segment(&of(span), points)).collect()
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
        let one = [coding.turn];
        let whole: Vec<u32> = evidence.iter().map(|piece| piece.turn).collect();
        let turns = if coding.turn == coding.last_turn { &one[..] } else { &whole };
        let cases: BTreeSet<String> = turns
            .iter()
            .filter_map(|&turn| transcript.turns.get(turn as usize))
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
        let (mut words, mut apostrophes) = (Vec::new(), Vec::new());
        Scanner::default().words(&text, &mut words, &mut apostrophes);
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

#[cfg(test)]
mod tests {
    use crate::report::sample::three_people;

    #[test]
    fn segments_have_their_words_and_what_was_asked() {
        let material = three_people();
        let all = material.segments_of(0);
        let quotes: Vec<&str> = all.iter().map(|(_, segment)| segment.quote.as_str()).collect();
        assert_eq!(
            quotes,
            [
                "I have hope.",
                "Well, hopeful days come.",
                "I am afraid of it.",
                "We hope [laughs] so."
            ]
        );
        let (document, segment) = all[3];
        assert_eq!((document.id.as_str(), segment.turn, segment.words), ("t3", 2, 3));
        assert_eq!((segment.cases.as_slice(), segment.start), (&["B".to_owned()][..], 15));
        assert_eq!(segment.question.as_deref(), Some("And you?"));
        assert_eq!(segment.rules, ["h"]);
        let (_, second) = all[1];
        assert_eq!((second.before.as_str(), second.after.as_str()), ("I have hope.", "I eat."));
        assert_eq!(material.segments_of(1).len(), 1);
        assert_eq!(
            material.cases().into_iter().collect::<Vec<_>>(),
            [("A", 14), ("B", 3), ("C", 1)]
        );
        assert_eq!(material.groups("C", "t4", "wave"), ["missing"]);
    }

    #[test]
    fn small_groups_are_united() {
        let mut material = three_people();
        material.min_cell = Some(2);
        assert_eq!(material.unnamed("site"), ["North", "South", "missing"]);
        assert!(material.overlaps("wave") && !material.overlaps("site"));
        material.merge_small("wave");
        assert_eq!(material.united, ["2", "missing"]);
        let groups = |case, transcript| material.groups(case, transcript, "wave");
        assert_eq!(groups("A", "t1"), ["1"]);
        assert_eq!(groups("A", "t2"), ["other groups"]);
        assert_eq!(groups("C", "t4"), ["other groups"]);
    }
}
