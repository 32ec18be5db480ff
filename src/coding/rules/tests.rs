//! The fast way against the plain way, on random codebooks and texts of several scripts.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{Program, Setting, Worker, reference};
use crate::codebook::{Code, Codebook, Near, Negation, Order, Rule, Unit};
use crate::text::annotation::blank;
use crate::transcript::build::Builder;
use crate::transcript::people::{Cast, Known};

type Segments = Vec<(usize, usize, BTreeSet<(usize, usize)>)>;

/// Words that texts and patterns share, so that patterns hit.
const WORDS: [&str; 27] = [
    "trust",
    "Trusted",
    "the",
    "staff",
    "not",
    "don't",
    "don’t",
    "no",
    "hope",
    "hopeful",
    "I",
    "work",
    "working",
    "self-esteem",
    "café",
    "信任",
    "他",
    "доверие",
    "Доверия",
    "ﬁne",
    "fine",
    "etc.",
    "but",
    "12",
    "hope_s",
    "_not",
    "worK",
];

const GLUE: [&str; 10] = [" ", " ", " ", ". ", ", ", "? ", "\n\n", " [laughs] ", "。", " — "];

const PATTERNS: [&str; 22] = [
    "trust",
    "trust*",
    "~trusting",
    "the staff",
    "trust ... staff",
    "trust * staff",
    "hope*",
    "@mood",
    "not @mood",
    "don't",
    "work*",
    "*ing",
    "self esteem",
    "caf?",
    "信任",
    "довери*",
    "fine",
    "the ... ... hope",
    "i",
    "12",
    "@mood the",
    "but",
];

const EXPRESSIONS: [&str; 10] = [
    r"\btrust\w*\b",
    r"\b\d+\b",
    r"hope|work",
    r"\b(?:the|not) \w+",
    r"t\b",
    r"(?:fine|café)",
    r"\bt\b",
    r"\w+ing\b",
    r"\b(?:not|hope|work)\b",
    r"\b(trust|staff|t)\b",
];

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec((0..WORDS.len(), 0..GLUE.len()), 0..40).prop_map(|parts| {
        parts.into_iter().flat_map(|(word, glue)| [WORDS[word], GLUE[glue]]).collect()
    })
}

fn patterns(most: usize) -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(proptest::sample::select(PATTERNS.to_vec()), 0..=most)
        .prop_map(|patterns| patterns.into_iter().map(str::to_owned).collect())
}

fn near() -> impl Strategy<Value = Vec<Near>> {
    let order = proptest::sample::select(vec![Order::Any, Order::Before, Order::After]);
    let one = (patterns(2), patterns(2), 0u32..6, order)
        .prop_map(|(this, with, words, order)| Near { this, with, words, order });
    proptest::collection::vec(one, 0..2)
}

fn rule() -> impl Strategy<Value = Rule> {
    let unit = proptest::sample::select(vec![Unit::Sentence, Unit::Turn, Unit::Paragraph]);
    let code =
        proptest::sample::select(vec![Unit::Match, Unit::Sentence, Unit::Turn, Unit::Paragraph]);
    let negation = proptest::sample::select(vec![Negation::Ignore, Negation::Skip, Negation::Only]);
    let regex = proptest::collection::vec(proptest::sample::select(EXPRESSIONS.to_vec()), 0..2);
    (
        (patterns(3), patterns(1), patterns(1), patterns(1), near(), regex),
        (unit, code, negation, 1u32..3, 0u32..2, 0u32..2, any::<bool>()),
    )
        .prop_map(|((any, all, none, except, near, regex), rest)| {
            let (unit, code, negation, min, before, after, case) = rest;
            let regex = regex.into_iter().map(str::to_owned).collect();
            let context = [before, after];
            Rule {
                any,
                all,
                none,
                except,
                near,
                regex,
                unit,
                code,
                negation,
                min,
                context,
                case,
                ..Rule::default()
            }
        })
        .prop_filter("a positive condition", |rule| {
            !(rule.any.is_empty()
                && rule.all.is_empty()
                && rule.near.is_empty()
                && rule.regex.is_empty())
        })
}

fn lists() -> BTreeMap<String, Vec<String>> {
    let mood = ["hope*", "fine", "not fine", "信任"].map(str::to_owned).to_vec();
    BTreeMap::from([("mood".to_owned(), mood)])
}

/// What the program codes, by code, in bytes of the only turn.
fn fast(rules: &[Rule], text: &str) -> Vec<Segments> {
    let code = |rule: &Rule| Code { codable: true, rules: vec![rule.clone()], ..Code::default() };
    let codes: Vec<Code> = rules
        .iter()
        .enumerate()
        .map(|(number, rule)| Code { id: format!("c{number}"), ..code(rule) })
        .collect();
    let codebook = Codebook { language: "en".into(), lists: lists(), codes, ..Codebook::default() };
    let program = Program::compile(&codebook, true).unwrap();
    let mut builder = Builder::written();
    builder.push(None, text, (None, None));
    let transcript = builder.finish();
    let cast = Cast::of(&transcript, &Known::default());
    let coded = program.apply(&Setting::plain(&transcript, &cast), &mut Worker::default());
    let mut found = vec![Segments::new(); rules.len()];
    for coding in &coded.codings {
        let evidence = coded.evidence_of(coding).iter();
        found[coding.code as usize].push((
            coding.start as usize,
            coding.end as usize,
            evidence.map(|piece| (piece.start as usize, piece.end as usize)).collect(),
        ));
    }
    found
}

fn plain(rule: &Rule, text: &str) -> Segments {
    reference::segments(rule, &lists(), "en", &blank(text, false))
        .into_iter()
        .map(|(segment, evidence)| (segment.start, segment.end, evidence))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn the_fast_way_finds_what_the_plain_way_finds(
        rules in proptest::collection::vec(rule(), 1..5),
        text in text(),
    ) {
        let found = fast(&rules, &text);
        for (rule, found) in rules.iter().zip(found) {
            prop_assert_eq!(found, plain(rule, &text), "{:?}", rule);
        }
    }
}

#[test]
fn an_expression_after_an_apostrophe_is_found() {
    let rule = Rule { regex: vec![r"\bt\b".into()], code: Unit::Match, min: 1, ..Rule::default() };
    assert_eq!(fast(&[rule], "I don't, don’t")[0].len(), 2);
}
