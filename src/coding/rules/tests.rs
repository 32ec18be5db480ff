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
const WORDS: [&str; 30] = [
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
    "quell’amour",
    "quell'hope",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenbefestigung’trust",
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

const EXPRESSIONS: [&str; 13] = [
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
    r"\bamour\b",
    r"\b(?:hope|amour) \w",
    // Blanks at its edges are no part of what it finds.
    r"\s(?:hope|the) ",
];

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec((0..WORDS.len(), 0..GLUE.len()), 0..40).prop_map(|parts| {
        let text = parts.into_iter().flat_map(|(word, glue)| [WORDS[word], GLUE[glue]]);
        // A turn has no blanks at its end.
        text.collect::<String>().trim_end().to_owned()
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
    let regex = proptest::collection::vec(proptest::sample::select(EXPRESSIONS.to_vec()), 0..3);
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// A way of its own, which the rules above seldom go.
    #[test]
    fn rules_that_ask_no_more_are_found_the_same_way(
        rules in proptest::collection::vec(rule(), 1..5),
        text in text(),
    ) {
        let bare = |rule: Rule| Rule {
            all: Vec::new(),
            none: Vec::new(),
            except: Vec::new(),
            negation: Negation::Ignore,
            min: 1,
            context: [0, 0],
            ..rule
        };
        let rules: Vec<Rule> = rules.into_iter().map(bare).collect();
        let found = fast(&rules, &text);
        for (rule, found) in rules.iter().zip(found) {
            prop_assert_eq!(found, plain(rule, &text), "{:?}", rule);
        }
    }
}

#[test]
fn words_near_each_other_stand_in_one_unit() {
    let near =
        Near { this: vec!["hope".into()], with: vec!["staff".into()], words: 6, order: Order::Any };
    let rule = Rule { near: vec![near], code: Unit::Match, min: 1, ..Rule::default() };
    let text = "I hope the staff stays. I hope. Staff may go.";
    assert_eq!(
        fast(&[rule], text)[0].iter().map(|one| (one.0, one.1)).collect::<Vec<_>>(),
        [(2, 16)]
    );
}

#[test]
fn an_expression_after_an_apostrophe_is_found() {
    let found = |regex: &str, text| {
        let rule = Rule { regex: vec![regex.into()], code: Unit::Match, min: 1, ..Rule::default() };
        fast(&[rule], text)[0].len()
    };
    assert_eq!(found(r"\bt\b", "I don't, don’t"), 2);
    assert_eq!(found(r"\bamour\b", "Quell'amour, quell’amour"), 2);
    assert_eq!(found(r"\bamour de\b", "Quell'amour de, quell’amour de"), 2);
}

/// Words of many scripts, some of which begin or end like others.
const SCRIPTS: [&str; 30] = [
    "trust",
    "Trusting",
    "don't",
    "don’t",
    "naïve",
    "Naïveté",
    "Straße",
    "łódź",
    "ŁÓDŹ",
    "доверие",
    "Доверять",
    "довер",
    "εμπιστοσύνη",
    "Εμπιστοσύνης",
    "ثقة",
    "الثقة",
    "אמון",
    "האמון",
    "विश्वास",
    "विश्वासी",
    "신뢰",
    "신뢰를",
    "հույս",
    "იმედი",
    "信任",
    "信任感",
    "不信任",
    "希望",
    "ความหวัง",
    "หวัง",
];

/// A pattern as one regular expression over the whole text, by the definition of a token: what
/// `regex` alone would find.
fn by_expression(pattern: &str, text: &str) -> BTreeSet<(usize, usize)> {
    let spaceless = |c: char| "信任感不希望".contains(c) || ('\u{E00}'..='\u{E7F}').contains(&c);
    if pattern.starts_with(spaceless) {
        let found = text.match_indices(pattern).map(|(at, hit)| (at, at + hit.len()));
        // A mark belongs to the character before it.
        let is_mark =
            |at: usize| text[at..].chars().next().is_some_and(crate::text::chars::is_mark);
        return found.filter(|&(_, end)| !is_mark(end)).collect();
    }
    let tokens = regex::Regex::new(
        r"[[\p{L}\p{M}\p{Nd}]--[\p{Han}\p{Thai}]]+(?:['’][[\p{L}\p{M}\p{Nd}]--[\p{Han}\p{Thai}]]+)*",
    );
    let written: Vec<String> = pattern
        .split(' ')
        .map(|word| match word.strip_suffix('*') {
            Some(head) => format!(r"{}[\p{{L}}\p{{M}}\p{{Nd}}'’]*", regex::escape(head)),
            None => regex::escape(word).replace(['\'', '’'], "['’]"),
        })
        .collect();
    let words: Vec<regex::Regex> =
        written.iter().map(|word| regex::Regex::new(&format!("^(?i:{word})$")).unwrap()).collect();
    let tokens: Vec<_> = tokens.unwrap().find_iter(text).collect();
    tokens
        .windows(words.len())
        .filter(|window| {
            window.iter().zip(&words).all(|(token, word)| word.is_match(token.as_str()))
                && window.windows(2).all(|pair| {
                    !text[pair[0].end()..pair[1].start()].chars().any(char::is_alphanumeric)
                })
        })
        .map(|window| (window[0].start(), window[window.len() - 1].end()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    /// PERF T13: no difference from one expression a pattern, in any script.
    #[test]
    fn no_difference_from_one_expression_a_pattern(
        parts in proptest::collection::vec((0..SCRIPTS.len(), 0..5usize), 0..40),
        picks in proptest::collection::vec((0..SCRIPTS.len(), 0..SCRIPTS.len(), 0..3usize), 1..6),
    ) {
        let glue = [" ", " ", ", ", " — ", "; "];
        let text: String =
            parts.into_iter().flat_map(|(word, join)| [SCRIPTS[word], glue[join]]).collect();
        let is_spaceless = |word: &str| word.starts_with(|c: char| {
            matches!(u32::from(c), 0x0E00..=0x0E7F | 0x3400..=0x9FFF)
        });
        let patterns: Vec<String> = picks
            .into_iter()
            .map(|(one, two, kind)| match kind {
                0 => SCRIPTS[one].to_owned(),
                _ if is_spaceless(SCRIPTS[one]) || is_spaceless(SCRIPTS[two]) => {
                    SCRIPTS[one].to_owned()
                }
                1 => format!("{} {}", SCRIPTS[one], SCRIPTS[two]),
                _ => {
                    let head: String = SCRIPTS[one].chars().take(4).collect();
                    format!("{}*", head.trim_end_matches(['\'', '’']))
                }
            })
            .collect();
        let rules: Vec<Rule> = patterns
            .iter()
            .map(|pattern| Rule {
                any: vec![pattern.clone()],
                unit: Unit::Turn,
                code: Unit::Match,
                ..Rule::default()
            })
            .collect();
        for (pattern, found) in patterns.iter().zip(fast(&rules, &text)) {
            let found: BTreeSet<(usize, usize)> =
                found.into_iter().flat_map(|(_, _, evidence)| evidence).collect();
            prop_assert_eq!(found, by_expression(pattern, &text), "{} in {}", pattern, text);
        }
    }
}
