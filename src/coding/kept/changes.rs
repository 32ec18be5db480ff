//! A codebook that changes at random, over texts of several scripts: where terms and note say that a
//! transcript is not touched, it is coded as before.

use super::terms::Terms;
use crate::codebook::{Code, Codebook, Near, Negation, Rule, Unit};
use crate::coding::Coded;
use crate::coding::rule_coder::RuleCoder;
use crate::coding::rules::heads::Heads;
use crate::coding::rules::{Setting, Worker};
use crate::transcript::Transcript;
use crate::transcript::build::Builder;
use crate::transcript::people::{Cast, Known};
use crate::transcript::read::{Options, read};

const WORDS: [&str; 40] = [
    "trust",
    "Trusted",
    "the",
    "staff",
    "not",
    "don't",
    "don’t",
    "hope",
    "hopeful",
    "I",
    "work",
    "working",
    "self-esteem",
    "café",
    "CAFÉ",
    "cafe\u{301}s",
    "信任",
    "他",
    "доверие",
    "Доверия",
    "ﬁne",
    "fine",
    "sad",
    "ſad",
    "mum",
    "Mum’s",
    "l’espoir",
    "d'espoir",
    "naïve",
    "Straße",
    "ثقة",
    "विश्वास",
    "ความหวัง",
    "kelvin",
    "\u{212A}elvin",
    "rock'n'roll",
    "gp",
    "ǆ",
    "Ǆungla",
    "12",
];

const GLUE: [&str; 8] = [" ", " ", " ", ". ", ", ", " [laughs] ", "。", " (well) "];

const PATTERNS: [&str; 34] = [
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
    "café",
    "cafés",
    "caf*",
    "信任",
    "довери*",
    "доверие",
    "fine",
    "sad",
    "mum",
    "mum's",
    "l'espoir",
    "naïve",
    "straße",
    "ثقة",
    "विश्वास*",
    "kelvin",
    "rock'n'roll",
    "gp",
    "dž*",
    "džungla",
    "roll",
];

const EXPRESSIONS: [&str; 12] = [
    r"\btrust\w*\b",
    r"\b\d+\b",
    r"hope|work",
    r"\b(?:the|not) \w+",
    r"\bespoir\b",
    r"\bespo\w+",
    r"\b(?:sad|mum)\b",
    r"(?:fine|café)",
    r"\bmum\b",
    r"\b(?:hope|roll) ",
    r"\bkelv\w+",
    r"\broll\b",
];

/// Knuth's linear congruential generator: the same changes each time.
struct Random(u64);

impl Random {
    fn below(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    fn patterns(&mut self, most: usize) -> Vec<String> {
        (0..self.below(most + 1)).map(|_| self.of(&PATTERNS).to_owned()).collect()
    }

    fn rule(&mut self) -> Rule {
        let units = [Unit::Sentence, Unit::Turn, Unit::Sentence, Unit::Transcript];
        let mut rule = Rule {
            any: self.patterns(3),
            unit: units[self.below(4)],
            code: [Unit::Match, Unit::Sentence, Unit::Turn, Unit::Transcript][self.below(4)],
            min: 1,
            ..Rule::default()
        };
        for _ in 0..self.below(3) {
            self.edit(&mut rule);
        }
        if rule.any.is_empty() {
            rule.any.push(self.of(&PATTERNS).to_owned());
        }
        rule
    }

    /// Changes one thing in a rule.
    fn edit(&mut self, rule: &mut Rule) {
        let (pattern, other) = (self.of(&PATTERNS).to_owned(), self.of(&PATTERNS).to_owned());
        match self.below(16) {
            0..4 => rule.any.push(pattern),
            4 => drop(rule.any.pop().filter(|_| !rule.any.is_empty())),
            5 => rule.none.push(pattern),
            6 => rule.except.push(pattern),
            7 => rule.all.push(pattern),
            8 => {
                let near = Near {
                    this: vec![pattern],
                    with: vec![other.clone()],
                    words: 3,
                    ..Near::default()
                };
                rule.near.push(near);
            }
            9 => rule.near.iter_mut().for_each(|near| near.with.push(pattern.clone())),
            10 => rule.regex.push(self.of(&EXPRESSIONS).to_owned()),
            11 => rule.negation = [Negation::Skip, Negation::Only, Negation::Ignore][self.below(3)],
            12 => rule.weak = !rule.weak,
            13 => rule.speaker = [None, Some(vec!["P1".to_owned()])][self.below(2)].clone(),
            14 => rule.conditions = vec![("group".to_owned(), vec!["peer".to_owned()])],
            _ => rule.any.reverse(),
        }
        if rule.any.is_empty() {
            rule.any.push(other);
        }
    }

    fn codebook(&mut self) -> Codebook {
        let code = |number: usize, rules| Code {
            id: format!("c{number}"),
            parent: (number == 1).then(|| "c0".to_owned()),
            exclusive: (1..3).contains(&number).then(|| "family".to_owned()),
            codable: true,
            rules,
            ..Code::default()
        };
        let mut codes: Vec<Code> = (0..4)
            .map(|number| code(number, (0..1 + self.below(3)).map(|_| self.rule()).collect()))
            .collect();
        codes[3].rules[0].within = Some("c0".to_owned());
        let mood = ["hope*", "fine", "not fine", "信任"].map(str::to_owned).to_vec();
        let lists = [("mood".to_owned(), mood)].into();
        Codebook { id: "c".into(), language: "en".into(), lists, codes, ..Codebook::default() }
    }

    /// Changes one thing in the rules of a codebook.
    fn change(&mut self, book: &mut Codebook) {
        let (from, to) = (self.below(4), self.below(4));
        let rules = book.codes[from].rules.len();
        let at = self.below(rules);
        match self.below(10) {
            0 => {
                let rule = self.rule();
                book.codes[from].rules.insert(at.min(rules), rule);
            }
            1 if rules > 1 => drop(book.codes[from].rules.remove(at)),
            2 if rules > 1 => {
                let rule = book.codes[from].rules.remove(at);
                book.codes[to].rules.push(rule);
            }
            3 => book.codes[from].rules.reverse(),
            _ if rules > 0 => {
                let mut rule = book.codes[from].rules[at].clone();
                self.edit(&mut rule);
                book.codes[from].rules[at] = rule;
            }
            _ => {}
        }
    }

    fn said(&mut self) -> String {
        (0..self.below(9)).map(|_| [self.of(&WORDS), self.of(&GLUE)].concat()).collect()
    }

    /// A transcript that was read, or one that was written.
    fn transcript(&mut self) -> Transcript {
        let labels = ["I", "P1", "P2"];
        if self.below(2) == 0 {
            let mut builder = Builder::written();
            for _ in 0..3 {
                let label = self.of(&labels);
                builder.push(Some(label), self.said().trim(), (None, None));
            }
            return builder.finish();
        }
        let text: String = (0..4)
            .map(|_| format!("{}: {}\n{}\n", self.of(&labels), self.said(), self.said()))
            .collect();
        read(text.as_bytes(), "t.txt", &Options::default()).unwrap()
    }
}

fn coded(coder: &RuleCoder, transcript: &Transcript) -> Coded {
    let cast = Cast::of(transcript, &Known::default());
    let attribute = |case: Option<&str>, _: &str| match case {
        Some(case) if case.ends_with("P1") => vec!["peer".to_owned()],
        _ => Vec::new(),
    };
    let setting = Setting { transcript, cast: &cast, attribute: &attribute };
    coder.apply(&setting, &mut Worker::default())
}

/// A coding: code, place, turns, whether it is weak, and its evidence.
type Found = ((u32, u32, u32), (u32, u32), bool, Vec<(u32, u32)>);

/// What of codings counts: all but the numbers of rules.
fn found(coded: &Coded) -> Vec<Found> {
    let one = |coding: &crate::coding::Coding| {
        let evidence = coded.evidence_of(coding).iter();
        (
            (coding.code, coding.start, coding.end),
            (coding.turn, coding.last_turn),
            coding.weak,
            evidence.map(|piece| (piece.start, piece.end)).collect(),
        )
    };
    coded.codings.iter().map(one).collect()
}

#[test]
fn what_a_change_cannot_touch_stays() {
    let mut random = Random(7);
    let (mut all, mut touched, mut other) = (0, 0, 0);
    for round in 0..1000 {
        let old = random.codebook();
        let mut new = old.clone();
        (0..1 + random.below(2)).for_each(|_| random.change(&mut new));
        let weak = random.below(2) == 0;
        let [before, after] =
            [&old, &new].map(|book| RuleCoder::new(vec![book.clone()], weak).unwrap());
        let [was, is] = [&before, &after].map(|coder| Terms::of(coder, "question"));
        assert_eq!(Terms::read(&is.written()).as_ref(), Some(&is));
        let Some(sought) = is.since(&was, &after) else { continue };
        let mut heads = Heads::default();
        for _ in 0..4 {
            let transcript = random.transcript();
            let first = coded(&before, &transcript);
            let note = heads.note(&transcript, &first.placed);
            let (first, then) = (found(&first), found(&coded(&after, &transcript)));
            all += 1;
            other += usize::from(first != then);
            if sought.may_be_in(&note) {
                touched += 1;
                continue;
            }
            assert_eq!(
                first, then,
                "round {round}: {:?}\n{:#?}\n{:#?}",
                transcript.text, old.codes, new.codes
            );
        }
    }
    assert!(all > 1000 && other > 100, "{all} {other}");
    assert!(touched * 4 < all * 3, "{touched} of {all} touched, {other} of them coded otherwise");
}

#[test]
fn what_is_not_a_rule_touches_everything() {
    let mut random = Random(3);
    let old = random.codebook();
    let coder = |book: &Codebook| RuleCoder::new(vec![book.clone()], false).unwrap();
    let since = |change: &dyn Fn(&mut Codebook)| {
        let mut new = old.clone();
        change(&mut new);
        let (before, after) = (coder(&old), coder(&new));
        Terms::of(&after, "").since(&Terms::of(&before, ""), &after).is_some()
    };
    assert!(since(&|_| {}));
    assert!(since(&|book| book.codes[0].label = "Label".into()));
    assert!(since(&|book| book.codes[0].rules[0].any.push("doubt".into())));
    assert!(since(&|book| book.codes[0].rules[0].id = "mine".into()));
    assert!(!since(&|book| book.codes[0].rules[0].any.push("~doubt".into())));
    assert!(!since(&|book| book.codes[0].rules[0].regex.push("doubt".into())));
    assert!(!since(&|book| book.codes.swap(0, 2)));
    assert!(!since(&|book| book.codes[2].parent = Some("c0".into())));
    assert!(!since(&|book| book.codes[2].exclusive = None));
    assert!(!since(&|book| book.codes[2].codable = false));
    assert!(!since(&|book| drop(book.codes.pop())));
    assert!(!since(&|book| book.language = "de".into()));
    assert!(!since(&|book| book.lists.values_mut().for_each(Vec::clear)));
    assert!(!since(&|book| book.codes[3].rules[0].within = Some("c1".into())));
    assert!(!since(&|book| book.codes[0].rules[0].speaker = Some(vec!["*".into()])));
    let (before, other) = (coder(&old), coder(&old));
    assert!(Terms::of(&other, "a").since(&Terms::of(&before, "b"), &other).is_none());
}
