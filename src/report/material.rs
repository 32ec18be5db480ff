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
use crate::codebook::Codebook;
use crate::codebook::tree::Tree;
use crate::coding::places::Places;
use crate::coding::tally::Tally;
use crate::study::attributes::Attributes;
use crate::transcript::LogRow;
use crate::transcript::people::Role;

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
    /// How many of the documents this coder neither coded nor marked as read.
    pub unread: u64,
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
    /// Where codes stand, whose turns there are.
    pub places: Places,
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
        self.tree.standing().filter(is_shown).collect()
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
                    && self.tree.has_all_children(code, &shown),
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
            unread: self.unread,
            cases: self.cases().len() as u64,
            transcripts: self.documents.len() as u64,
            words: self.documents.iter().map(|document| document.tally.words).sum(),
            united: &self.united,
        }
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
