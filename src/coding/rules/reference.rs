//! The rule semantics once more, plainly: every pattern tried at every token, every expression on
//! every unit. Tests hold the fast way against this one. Covers rules without `within`, `where` and
//! `exclusive`, with units inside a turn.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::negation::is_negated;
use crate::codebook::pattern::{Element, Lists, glob_matches, sequences};
use crate::codebook::{Negation, Order, Rule, Unit};
use crate::text::language::Language;
use crate::text::sentence::{paragraphs, sentences};
use crate::text::stem::Stemmer;
use crate::text::word::{Word, fold, words};

type Segment = (Range<usize>, BTreeSet<(usize, usize)>);

/// The segments of one rule in one blanked turn, with their evidence, as byte ranges.
pub(super) fn segments(
    rule: &Rule,
    lists: &BTreeMap<String, Vec<String>>,
    tag: &str,
    text: &str,
) -> Vec<Segment> {
    let language = Language::for_tag(tag);
    let turn = Turn {
        words: words(text),
        sentences: sentences(text, &language),
        stemmer: Stemmer::for_language(tag),
        lists: Lists::new(lists),
        text,
    };
    let units = match rule.unit {
        Unit::Sentence | Unit::Match => turn.sentences.clone(),
        Unit::Paragraph => paragraphs(text),
        // Blanks at the edges of a turn, also those that stand for an annotation, are no part of it.
        Unit::Turn | Unit::Transcript => {
            let edges = turn.sentences.first().zip(turn.sentences.last());
            edges.map(|(first, last)| first.start..last.end).into_iter().collect()
        }
    };
    let mut found: Vec<Segment> = Vec::new();
    for unit in units {
        for (start, end, _) in turn.evidence(rule, &unit, &language) {
            if let Some(segment) = turn.segment(rule, start..end) {
                found.push((segment, BTreeSet::from([(start, end)])));
            }
        }
    }
    found.sort_by_key(|(segment, _)| (segment.start, segment.end));
    let mut merged: Vec<Segment> = Vec::new();
    for (segment, evidence) in found {
        match merged.last_mut() {
            Some((last, known)) if segment.start < last.end => {
                last.end = last.end.max(segment.end);
                known.extend(evidence);
            }
            _ => merged.push((segment, evidence)),
        }
    }
    merged
}

struct Turn<'t> {
    text: &'t str,
    words: Vec<Word>,
    sentences: Vec<Range<usize>>,
    stemmer: Stemmer,
    lists: Lists,
}

impl Turn<'_> {
    fn is(&self, element: &Element, at: usize) -> bool {
        let folded = fold(self.words[at].of(self.text));
        match element {
            Element::AnyToken => true,
            Element::Literal(word) => *word == folded,
            Element::Glob(glob) => glob_matches(glob, &folded),
            Element::Stem(word) => self.stemmer.stem(word) == self.stemmer.stem(&folded),
            Element::Gap | Element::List(_) => false,
        }
    }

    fn end(&self, elements: &[Element], at: usize, limit: usize) -> Option<usize> {
        match elements {
            [] => Some(at),
            [Element::Gap, rest @ ..] => (0..=3)
                .find_map(|gap| (at + gap <= limit).then(|| self.end(rest, at + gap, limit))?),
            [element, rest @ ..] => {
                (at < limit && self.is(element, at)).then(|| self.end(rest, at + 1, limit))?
            }
        }
    }

    fn sentence_of(&self, at: usize) -> Range<usize> {
        let start = self.words[at].start as usize;
        self.sentences.iter().find(|sentence| sentence.contains(&start)).cloned().unwrap()
    }

    /// Token ranges of a list of patterns in a unit.
    fn find(&self, patterns: &[String], unit: &Range<usize>) -> BTreeSet<(usize, usize)> {
        let mut found = BTreeSet::new();
        for pattern in patterns {
            for elements in sequences(pattern, &self.lists).unwrap() {
                for at in 0..self.words.len() {
                    if !unit.contains(&(self.words[at].start as usize)) {
                        continue;
                    }
                    let sentence = self.sentence_of(at);
                    let limit = self
                        .words
                        .iter()
                        .filter(|word| (word.start as usize) < sentence.end)
                        .count();
                    if let Some(end) = self.end(&elements, at, limit) {
                        found.insert((at, end));
                    }
                }
            }
        }
        found
    }

    fn bytes(&self, first: usize, end: usize) -> (usize, usize) {
        (self.words[first].start as usize, self.words[end - 1].end as usize)
    }

    fn evidence(
        &self,
        rule: &Rule,
        unit: &Range<usize>,
        language: &Language,
    ) -> Vec<(usize, usize, usize)> {
        if !self.find(&rule.none, unit).is_empty() {
            return Vec::new();
        }
        let each = |pattern: &String| self.find(std::slice::from_ref(pattern), unit);
        if rule.all.iter().any(|pattern| each(pattern).is_empty()) {
            return Vec::new();
        }
        let mut found: BTreeSet<(usize, usize, usize)> = BTreeSet::new();
        let mut add = |first: usize, end: usize| {
            let (start, stop) = self.bytes(first, end);
            found.insert((start, stop, first));
        };
        self.find(&rule.any, unit).into_iter().for_each(|(first, end)| add(first, end));
        if rule.any.is_empty() && rule.near.is_empty() && rule.regex.is_empty() {
            self.find(&rule.all, unit).into_iter().for_each(|(first, end)| add(first, end));
        }
        for near in &rule.near {
            let (this, with) = (self.find(&near.this, unit), self.find(&near.with, unit));
            for a in &this {
                for b in &with {
                    let words = near.words as usize;
                    if near.order != Order::After && a.1 <= b.0 && b.0 - a.1 <= words {
                        add(a.0, b.1);
                    }
                    if near.order != Order::Before && b.1 <= a.0 && a.0 - b.1 <= words {
                        add(b.0, a.1);
                    }
                }
            }
        }
        for pattern in &rule.regex {
            let regex =
                regex::RegexBuilder::new(pattern).case_insensitive(!rule.case).build().unwrap();
            for hit in regex.find_iter(&self.text[unit.clone()]) {
                let blank = hit.as_str().len() - hit.as_str().trim_start().len();
                let (start, length) = (unit.start + hit.start() + blank, hit.as_str().trim().len());
                if length > 0 {
                    let token = self
                        .words
                        .iter()
                        .position(|word| word.end as usize > start)
                        .filter(|&at| unit.contains(&(self.words[at].start as usize)));
                    let last = self.words.iter().filter(|word| (word.start as usize) < unit.end);
                    let token = token.unwrap_or(last.count().saturating_sub(1));
                    found.insert((start, start + length, token));
                }
            }
        }
        let masks: Vec<_> = self
            .find(&rule.except, unit)
            .into_iter()
            .map(|(first, end)| self.bytes(first, end))
            .collect();
        let kept: Vec<_> = found
            .into_iter()
            .filter(|hit| !masks.iter().any(|mask| mask.0.max(hit.0) < mask.1.min(hit.1)))
            .filter(|hit| {
                let sentence = self.sentences.iter().find(|sentence| sentence.contains(&hit.0));
                let start = sentence.map_or(hit.0, |sentence| sentence.start);
                let first = self.words.iter().filter(|word| (word.start as usize) < start).count();
                rule.negation == Negation::Ignore
                    || is_negated(
                        hit.2,
                        first,
                        self.text,
                        |place| self.words.get(place).copied(),
                        language,
                    ) == (rule.negation == Negation::Only)
            })
            .collect();
        let mut ends: Vec<_> = kept.iter().map(|hit| (hit.1, hit.0)).collect();
        ends.sort_unstable();
        ends.dedup();
        let (mut disjoint, mut last) = (0, 0);
        for (end, start) in ends {
            if disjoint == 0 || start >= last {
                disjoint += 1;
                last = end;
            }
        }
        if disjoint < rule.min.max(1) { Vec::new() } else { kept }
    }

    fn segment(&self, rule: &Rule, evidence: Range<usize>) -> Option<Range<usize>> {
        let over = |range: &Range<usize>| -> Vec<usize> {
            (0..self.sentences.len())
                .filter(|&place| {
                    let sentence = &self.sentences[place];
                    sentence.start.max(range.start) < sentence.end.min(range.end)
                })
                .collect()
        };
        let held = over(&evidence);
        let (first, last) = (*held.first()?, *held.last()?);
        let (first, last) = match rule.code {
            Unit::Match => return Some(evidence),
            Unit::Sentence => {
                let [before, after] = rule.context.map(|number| number as usize);
                (first.saturating_sub(before), (last + after).min(self.sentences.len() - 1))
            }
            Unit::Paragraph => {
                let own: Vec<_> = paragraphs(self.text)
                    .into_iter()
                    .filter(|range| range.start.max(evidence.start) < range.end.min(evidence.end))
                    .collect();
                let inside = over(&(own.first()?.start..own.last()?.end));
                (*inside.first()?, *inside.last()?)
            }
            Unit::Turn | Unit::Transcript => (0, self.sentences.len() - 1),
        };
        Some(self.sentences[first].start..self.sentences[last].end)
    }
}
