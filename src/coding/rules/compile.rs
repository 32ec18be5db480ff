//! From a codebook to a program: rules, sequences and expressions in the form the scan needs.
//!
//! In comes a parsed codebook, out comes a [`Program`]. Patterns are expanded to plain sequences,
//! equal sequences are shared between rules, and each gets its rarest element as anchor.

use std::collections::BTreeMap;

use super::around::Expected;
use super::lexicon::Lexicon;
use super::regexes::{Expression, Guard};
use super::sequence::{Sequence, Step};
use super::variants::{Piece, variants};
use super::{Begins, Listen, Part, Program, Rule, Slot};
use crate::codebook::pattern::{Element, Lists};
use crate::codebook::tree::Tree;
use crate::codebook::{self, Codebook, Negation, Unit, within};
use crate::diagnostic::Diagnostic;
use crate::text::stem::Stemmer;

/// English function words, the most frequent first: poor anchors.
pub(super) const FREQUENT: &str = "the and i to a of you that it in was is they so like have my but be for \
    we with me on just do know what this not or as at are there yeah it's if can really think \
    because your then he she from all up about one out get people how when don't were them would \
    i'm had their some more going want who by which time very no her him his our an has been did \
    go got could will kind mean right said now way things something where here into much other \
    her say see make even also only than back us over any these those day come need work";

/// Compiles the rules of a codebook. `weak` says whether weak rules code too.
pub(super) fn compile(codebook: &Codebook, weak: bool) -> Result<Program, Vec<Diagnostic>> {
    let language = codebook.word_lists();
    let mut compiler = Compiler {
        program: Program::empty(&language, Lexicon::new(Stemmer::for_language(&codebook.language))),
        tree: Tree::new(codebook),
        lists: Lists::new(&codebook.lists),
        known: BTreeMap::new(),
        expected: Vec::new(),
        frequent: FREQUENT
            .split_whitespace()
            .enumerate()
            .map(|(rank, word)| (word, rank))
            .collect(),
        faults: Vec::new(),
    };
    for (place, code) in codebook.codes.iter().enumerate() {
        compiler.program.codes.push(super::CodeFacts {
            order: code.order.unwrap_or(i64::MAX),
            family: code.exclusive.clone(),
        });
        if !code.is_applied() {
            continue;
        }
        for (number, rule) in code.rules.iter().enumerate() {
            if weak || !rule.weak {
                compiler.rule(codebook, place as u32, number as u32, rule);
            }
        }
    }
    compiler.finish(codebook)
}

struct Compiler {
    program: Program,
    tree: Tree,
    lists: Lists,
    /// Sequences by their steps.
    known: BTreeMap<Vec<Step>, u32>,
    /// By sequence: what stands beside its anchor.
    expected: Vec<Expected>,
    frequent: BTreeMap<&'static str, usize>,
    faults: Vec<Diagnostic>,
}

impl Compiler {
    fn rule(&mut self, codebook: &Codebook, code: u32, number: u32, rule: &codebook::Rule) {
        let place = self.program.rules.len() as u32;
        let positive = !rule.any.is_empty() || !rule.near.is_empty() || !rule.regex.is_empty();
        let within = rule.within.as_ref().map(|id| {
            let named = self.tree.find(id);
            let seen = named.map(|named| within::seen(codebook, &self.tree, code as usize, named));
            seen.unwrap_or_default().into_iter().map(|code| code as u32).collect()
        });
        let mut expressions = Vec::new();
        for pattern in &rule.regex {
            match Expression::new(pattern, rule.case) {
                Ok(expression) => {
                    let number = self.program.expressions.len() as u32;
                    self.program.expressions.push((place, expression));
                    expressions.push(number);
                }
                Err(reason) => self.fault(codebook, code, format!("`regex` {pattern:?}: {reason}")),
            }
        }
        self.program.rules.push(Rule {
            code,
            number,
            listen: Listen::new(rule.speaker.as_deref()),
            unit: rule.unit,
            code_unit: rule.code,
            context: rule.context.map(|sentences| sentences as usize),
            conditions: rule.conditions.clone(),
            within,
            level: 0,
            negation: rule.negation,
            min: rule.min.max(1) as usize,
            weak: rule.weak,
            alls: rule.all.len() as u32,
            all_is_evidence: !positive,
            nears: rule.near.iter().map(|near| (near.words as usize, near.order)).collect(),
            expressions,
            is_plain: rule.all.is_empty()
                && rule.none.is_empty()
                && rule.except.is_empty()
                && rule.within.is_none()
                && rule.negation == Negation::Ignore
                && rule.min <= 1,
        });
        let slot = |part: Part| Slot { rule: place, part, is_direct: false };
        for pattern in &rule.any {
            self.pattern(codebook, code, pattern, slot(Part::Any));
        }
        for (number, pattern) in rule.all.iter().enumerate() {
            self.pattern(codebook, code, pattern, slot(Part::All(number as u32)));
        }
        for pattern in &rule.none {
            self.pattern(codebook, code, pattern, slot(Part::None));
        }
        for pattern in &rule.except {
            self.pattern(codebook, code, pattern, slot(Part::Except));
        }
        for (number, near) in rule.near.iter().enumerate() {
            for pattern in &near.this {
                self.pattern(codebook, code, pattern, slot(Part::This(number as u32)));
            }
            for pattern in &near.with {
                self.pattern(codebook, code, pattern, slot(Part::With(number as u32)));
            }
        }
    }

    fn pattern(&mut self, codebook: &Codebook, code: u32, pattern: &str, slot: Slot) {
        let variants = match variants(pattern, &self.lists) {
            Ok(variants) => variants,
            Err(faults) => {
                for fault in faults {
                    self.fault(codebook, code, fault.message);
                }
                return;
            }
        };
        for pieces in variants {
            let lexicon = &mut self.program.lexicon;
            let steps: Vec<Step> = pieces
                .iter()
                .map(|piece| match piece {
                    Piece::One(Element::Gap) => Step::Gap,
                    Piece::One(word) => lexicon.number(word).map_or(Step::Any, Step::Word),
                    Piece::Choice(words) => lexicon.choice(words).map_or(Step::Any, Step::Word),
                })
                .collect();
            if steps.is_empty() {
                continue;
            }
            let next = self.program.sequences.len() as u32;
            let number = *self.known.entry(steps.clone()).or_insert(next);
            if number == next {
                let anchor = self.anchor(&pieces);
                match pieces.get(anchor) {
                    Some(Piece::One(element)) => self.program.lexicon.admit(element),
                    Some(Piece::Choice(words)) => {
                        words.iter().for_each(|word| self.program.lexicon.admit(word));
                    }
                    None => {}
                }
                self.expected.push(Expected::of(&pieces, anchor));
                self.program.sequences.push(Sequence::new(steps, anchor));
                self.program.slots.push(Vec::new());
            }
            let slots = &mut self.program.slots[number as usize];
            if !slots.contains(&slot) {
                slots.push(slot);
            }
        }
    }

    /// The place of the rarest element, as far as its letters tell.
    fn anchor(&self, pieces: &[Piece]) -> usize {
        let of_element = |element: &Element| match element {
            Element::Literal(word) => match self.frequent.get(word.as_str()) {
                Some(rank) => 100_000 - 300 * rank,
                None => 20_000 / word.chars().count().clamp(1, 12).pow(2),
            },
            Element::Glob(glob) => {
                let head = glob.split(['*', '?']).next().unwrap_or_default().chars().count();
                if head == 0 { 500_000 } else { 60_000 / head.min(12).pow(2) }
            }
            Element::Stem(_) => 30_000,
            Element::AnyToken | Element::List(_) => 1_000_000,
            Element::Gap => usize::MAX,
        };
        let cost = |piece: &Piece| match piece {
            Piece::One(element) => of_element(element),
            Piece::Choice(words) => words.iter().map(of_element).sum(),
        };
        let costs = pieces.iter().map(cost).enumerate();
        costs.min_by_key(|&(_, cost)| cost).map_or(0, |(place, _)| place)
    }

    fn fault(&mut self, codebook: &Codebook, code: u32, message: String) {
        let id = codebook.codes.get(code as usize).map_or("", |code| code.id.as_str());
        self.faults.push(
            Diagnostic::error(format!("code `{id}`: {message}")).in_file(codebook.path.clone()),
        );
    }

    fn finish(mut self, codebook: &Codebook) -> Result<Program, Vec<Diagnostic>> {
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        self.guards();
        let program = &mut self.program;
        program.begins.resize(program.lexicon.len(), Begins::default());
        let sequences = program.sequences.iter().zip(self.expected.iter().copied());
        for (number, (sequence, expected)) in (0..).zip(sequences) {
            match sequence.steps.get(sequence.anchor) {
                Some(Step::Word(element)) => {
                    let begins = &mut program.begins[*element as usize];
                    match sequence.steps.len() {
                        1 => begins.words.push(number),
                        _ => begins.phrases.push((expected, number)),
                    }
                }
                _ => program.everywhere.push(number),
            }
        }
        for &expression in &program.unguarded {
            let rule = program.expressions.get(expression as usize).map(|(rule, _)| *rule as usize);
            if let Some(rule) = rule.and_then(|rule| program.rules.get_mut(rule)) {
                rule.is_plain = false;
            }
        }
        self.levels(codebook);
        let is_whole = |unit: Unit| unit == Unit::Transcript;
        let rules = &self.program.rules;
        self.program.has_wholes =
            rules.iter().any(|rule| is_whole(rule.unit) || is_whole(rule.code_unit));
        self.direct();
        Ok(self.program)
    }

    /// Notes what codes by itself.
    fn direct(&mut self) {
        let Program { rules, slots, begins, expressions, .. } = &mut self.program;
        let is_direct = |rule: u32| rules.get(rule as usize).is_some_and(Rule::codes_directly);
        for slot in slots.iter_mut().flatten() {
            slot.is_direct = slot.part == Part::Any && is_direct(slot.rule);
        }
        for (number, direct) in begins.iter_mut().flat_map(|begins| &mut begins.expressions) {
            let expression = expressions.get(*number as usize);
            let words = expression.filter(|(_, expression)| expression.words().is_some());
            *direct = words.map(|(rule, _)| *rule).filter(|rule| is_direct(*rule));
        }
    }

    /// Enters what guards the regular expressions.
    fn guards(&mut self) {
        let program = &mut self.program;
        let mut texts: Vec<String> = Vec::new();
        for (number, (_, expression)) in program.expressions.iter().enumerate() {
            let number = number as u32;
            let mut begin = |element: u32| {
                let element = element as usize;
                if program.begins.len() <= element {
                    program.begins.resize(element + 1, Begins::default());
                }
                program.begins[element].expressions.push((number, None));
            };
            if let Some(words) = expression.words() {
                let words = words.iter().map(|word| word.to_ascii_lowercase());
                words.for_each(|word| begin(program.lexicon.regex_word(&word)));
                continue;
            }
            match &expression.guard {
                Guard::Beginnings(heads) => {
                    heads.iter().for_each(|head| begin(program.lexicon.regex_beginning(head)));
                }
                Guard::Holds(literals) => {
                    for literal in literals {
                        texts.push(literal.clone());
                        program.held_by.push(number);
                    }
                }
                Guard::Nothing => program.unguarded.push(number),
            }
        }
        if !texts.is_empty() {
            program.held = aho_corasick::AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .build(&texts)
                .ok();
            if program.held.is_none() {
                program.unguarded.append(&mut program.held_by);
                program.unguarded.dedup();
            }
        }
    }

    /// Rules with `within` come after the rules of the codes they see.
    fn levels(&mut self, codebook: &Codebook) {
        let rules = &mut self.program.rules;
        if rules.iter().all(|rule| rule.within.is_none()) {
            return;
        }
        let mut of_code = vec![0; codebook.codes.len()];
        for code in within::order(codebook, &self.tree).order {
            for rule in rules.iter_mut().filter(|rule| rule.code as usize == code) {
                let seen = rule.within.iter().flatten();
                let level_of =
                    |seen: &u32| of_code.get(*seen as usize).map_or(1, |level| level + 1);
                rule.level = seen.map(level_of).max().unwrap_or(u32::from(rule.within.is_some()));
            }
            let own = rules.iter().filter(|rule| rule.code as usize == code);
            if let Some(level) = of_code.get_mut(code) {
                *level = own.map(|rule| rule.level).max().unwrap_or(0);
            }
        }
        self.program.levels = rules.iter().map(|rule| rule.level).max().unwrap_or(0) + 1;
    }
}
