//! The rules of a codebook, applied to transcripts.
//!
//! In come a codebook and transcripts with their casts, out come codings: the same text, codebook,
//! cases and roles give the same codings. The text is read once for all patterns: a turn's words
//! ([`crate::text::scan`]) pass a filter, what passes is an anchor of some sequences
//! (`lexicon`, `sequence`), and only units with hits are evaluated (`evaluate`). The
//! semantics are those of `docs/codebook.md`; `reference` says them once more, plainly, for tests.

mod apply;
mod around;
mod compile;
mod direct;
mod evaluate;
mod filter;
mod find;
pub mod heads;
mod lexicon;
mod listen;
mod matches;
mod memo;
mod negation;
#[cfg(test)]
mod reference;
mod regexes;
mod segments;
#[cfg(test)]
mod semantics;
mod sequence;
mod sieve;
pub mod sought;
mod sweep;
#[cfg(test)]
mod tests;
mod variants;
mod wholes;

use std::collections::BTreeSet;

use crate::codebook::{Codebook, Negation, Order, Unit};
use crate::diagnostic::Diagnostic;
use crate::text::language::Language;
use crate::text::sentence::Splitter;
use crate::transcript::Transcript;
use crate::transcript::people::Cast;
use around::Expected;
use evaluate::{Evidence, Found};
use find::Bench;
use lexicon::Lexicon;
use listen::Listen;
use regexes::Expression;
use sequence::Sequence;
use sweep::Sweep;

/// A codebook's rules, ready to run.
#[derive(Debug)]
pub struct Program {
    splitter: Splitter,
    lexicon: Lexicon,
    rules: Vec<Rule>,
    sequences: Vec<Sequence>,
    /// By sequence: the parts of rules that it serves.
    slots: Vec<Vec<Slot>>,
    /// By element: what a word that is it may begin.
    begins: Vec<Begins>,
    /// Sequences without an anchor, tried at every token.
    everywhere: Vec<u32>,
    /// The regular expressions with their rules.
    expressions: Vec<(u32, Expression)>,
    /// Texts that matches of other expressions hold, and by text the expression.
    held: Option<aho_corasick::AhoCorasick>,
    held_by: Vec<u32>,
    /// Expressions that can match anywhere.
    unguarded: Vec<u32>,
    codes: Vec<CodeFacts>,
    /// How many rounds `within` needs.
    levels: u32,
    /// Whether any rule looks at whole transcripts, or codes them.
    has_wholes: bool,
}

/// What evaluation asks of a code.
#[derive(Debug)]
struct CodeFacts {
    order: i64,
    family: Option<String>,
}

/// A rule as it runs.
#[derive(Debug)]
struct Rule {
    code: u32,
    /// Its place in the code's rules.
    number: u32,
    listen: Listen,
    unit: Unit,
    code_unit: Unit,
    context: [usize; 2],
    conditions: Vec<(String, Vec<String>)>,
    /// The code named by `within` and its descendants.
    within: Option<BTreeSet<u32>>,
    /// Rules of higher levels look at what lower ones coded.
    level: u32,
    negation: Negation,
    min: usize,
    weak: bool,
    /// How many patterns `all` has.
    alls: u32,
    /// Whether the hits of `all` are the evidence.
    all_is_evidence: bool,
    nears: Vec<(usize, Order)>,
    expressions: Vec<u32>,
    /// Whether every hit is evidence by itself: no veto, conjunction, mask or number.
    is_plain: bool,
}

/// What a sequence is in a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    None,
    All(u32),
    Any,
    This(u32),
    With(u32),
    Except,
}

impl Part {
    /// Parts in their order as numbers; no rule has so many patterns that two would share one.
    fn number(self) -> u32 {
        let (kind, number) = match self {
            Part::None => (0, 0),
            Part::All(number) => (1, number),
            Part::Any => (2, 0),
            Part::This(number) => (3, number),
            Part::With(number) => (4, number),
            Part::Except => (5, 0),
        };
        kind << 29 | number
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Slot {
    rule: u32,
    part: Part,
    /// Whether it codes by itself.
    is_direct: bool,
}

/// What a word may begin that is one element.
#[derive(Clone, Debug, Default)]
struct Begins {
    /// The sequences of this word alone.
    words: Vec<u32>,
    /// The longer ones whose anchor it is, with the words beside it.
    phrases: Vec<(Expected, u32)>,
    /// The expressions whose matches may begin there; with the rule, if they match whole words and
    /// the rule's hits code by themselves.
    expressions: Vec<(u32, Option<u32>)>,
}

/// A part of a rule found in a turn: tokens `first..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Hit {
    rule: u32,
    part: Part,
    first: u32,
    end: u32,
    /// Its first byte.
    start: u32,
}

impl Hit {
    /// Hits stand by rule, part and place: compared very often, so as two numbers.
    fn order(&self) -> (u64, u64) {
        let both = |high: u32, low: u32| u64::from(high) << 32 | u64::from(low);
        (both(self.rule, self.part.number()), both(self.first, self.end))
    }
}

/// A transcript with what rules may ask about it.
pub struct Setting<'a> {
    /// The text.
    pub transcript: &'a Transcript,
    /// Roles and cases of its speakers.
    pub cast: &'a Cast,
    /// The values of an attribute of a case, or of the transcript where the case has none.
    pub attribute: &'a (dyn Fn(Option<&str>, &str) -> Vec<String> + Sync),
}

impl<'a> Setting<'a> {
    /// A transcript without attributes.
    pub fn plain(transcript: &'a Transcript, cast: &'a Cast) -> Self {
        Setting { transcript, cast, attribute: &|_, _| Vec::new() }
    }
}

/// What a thread keeps between turns and transcripts: buffers and the memo of words.
///
/// The memo is of one program: where a study has several codebooks, each has a worker
/// (`Worker::of`).
#[derive(Debug, Default)]
pub struct Worker {
    /// The workers of the codebooks after the first.
    further: Vec<Worker>,
    /// The sweep over the transcript, and that over a turn that it cannot answer for.
    sweep: Sweep,
    turn_sweep: Sweep,
    bench: Bench,
    findings: Findings,
}

/// What the rules found in a turn.
#[derive(Debug, Default)]
struct Findings {
    /// The evidence of the rule that is looked at.
    evidence: Vec<Evidence>,
    found: Vec<Found>,
    united: Vec<segments::United>,
    /// How many codings and pieces of evidence the last transcript had.
    last: (usize, usize),
}

impl Worker {
    /// The worker of a codebook by its place among those of a study.
    pub(crate) fn of(&mut self, codebook: usize) -> &mut Worker {
        let Some(place) = codebook.checked_sub(1) else { return self };
        if self.further.len() <= place {
            self.further.resize_with(place + 1, Worker::default);
        }
        &mut self.further[place]
    }
}

impl Program {
    /// Compiles the rules of a codebook. Weak rules only propose; `weak` says whether they code.
    ///
    /// # Errors
    /// Patterns and expressions that the parser would have refused.
    pub fn compile(codebook: &Codebook, weak: bool) -> Result<Self, Vec<Diagnostic>> {
        compile::compile(codebook, weak)
    }

    fn empty(language: &Language, lexicon: Lexicon) -> Self {
        Program {
            splitter: Splitter::new(language),
            lexicon,
            rules: Vec::new(),
            sequences: Vec::new(),
            slots: Vec::new(),
            begins: Vec::new(),
            everywhere: Vec::new(),
            expressions: Vec::new(),
            held: None,
            held_by: Vec::new(),
            unguarded: Vec::new(),
            codes: Vec::new(),
            levels: 1,
            has_wholes: false,
        }
    }

    /// The lists of the codebook's language, with what the codebook adds.
    pub fn language(&self) -> &Language {
        self.splitter.language()
    }

    /// Whether nothing can be found in a turn without an anchor.
    fn begins_at_anchors(&self) -> bool {
        self.everywhere.is_empty() && self.held.is_none() && self.unguarded.is_empty()
    }

    /// The rule of an expression; the largest number for none.
    fn rule_of(&self, expression: u32) -> u32 {
        self.expressions.get(expression as usize).map_or(u32::MAX, |(rule, _)| *rule)
    }
}
