//! The rules of a codebook, applied to transcripts.
//!
//! In come a codebook and transcripts with their casts, out come codings: the same text, codebook,
//! cases and roles give the same codings. The text is read once for all patterns: a turn's words
//! ([`crate::text::scan`]) pass a filter, what passes is an anchor of some sequences
//! (`lexicon`, `sequence`), and only units with hits are evaluated (`evaluate`). The
//! semantics are those of `docs/codebook.md`; `reference` says them once more, plainly, for tests.

mod compile;
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

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::codebook::{Codebook, Negation, Order, Unit};
use crate::coding::Coded;
use crate::coding::placed::Placed;
use crate::diagnostic::Diagnostic;
use crate::text::language::Language;
use crate::text::sentence::Splitter;
use crate::transcript::people::{Cast, Role};
use crate::transcript::{Transcript, Turn};
use evaluate::{Evidence, Found, View};
use find::Bench;
use lexicon::Lexicon;
use listen::Listen;
use regexes::Expression;
use sequence::{Sequence, Tokens};
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
    /// By element: the sequences whose anchor it is.
    anchored: Vec<Vec<u32>>,
    /// Sequences without an anchor, tried at every token.
    everywhere: Vec<u32>,
    /// The regular expressions with their rules.
    expressions: Vec<(u32, Expression)>,
    /// By element: the expressions whose matches may begin there.
    beginnings: Vec<Vec<u32>>,
    /// Texts that matches of other expressions hold, and by text the expression.
    held: Option<aho_corasick::AhoCorasick>,
    held_by: Vec<u32>,
    /// Expressions that can match anywhere.
    unguarded: Vec<u32>,
    codes: Vec<CodeFacts>,
    /// How many rounds `within` needs.
    levels: u32,
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
            anchored: Vec::new(),
            everywhere: Vec::new(),
            expressions: Vec::new(),
            beginnings: Vec::new(),
            held: None,
            held_by: Vec::new(),
            unguarded: Vec::new(),
            codes: Vec::new(),
            levels: 1,
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

    /// Whether there is anything to evaluate in a turn.
    fn needs_words(&self, bench: &Bench) -> bool {
        !bench.hits.is_empty() || !bench.candidates.is_empty() || !self.unguarded.is_empty()
    }

    /// Codes one transcript.
    pub fn apply(&self, setting: &Setting<'_>, worker: &mut Worker) -> Coded {
        let transcript = setting.transcript;
        let hears_interviewers = self.rules.iter().any(|rule| rule.listen.may_hear_interviewers());
        let mut coded = Coded::default();
        let (codings, evidence) = worker.findings.last;
        coded.codings.reserve(codings);
        coded.evidence.reserve(evidence);
        coded.turn_words.reserve(transcript.turns.len());
        coded.placed = Placed::of(transcript.turns.len());
        let mut whole = segments::Whole::default();
        let filter = self.lexicon.filter();
        worker.sweep.over(&transcript.text, filter);
        for (place, turn) in transcript.turns.iter().enumerate() {
            let role = setting.cast.role(turn);
            let unheard = role == Role::Interviewer && !hears_interviewers;
            if unheard || transcript.is_private(turn) {
                coded.turn_words.push(0);
                coded.placed.push(false);
                continue;
            }
            let Worker { sweep, turn_sweep, bench, findings, .. } = &mut *worker;
            let whole_turn;
            let extent = transcript.only_piece(turn);
            let swept = extent.clone().and_then(|extent| sweep.turn(extent));
            coded.placed.push(swept.is_some() && role != Role::Interviewer);
            let (text, swept, sweep, looked) = match swept {
                Some(swept) => {
                    let looked = self.look_up(&transcript.text, sweep, &swept, bench);
                    let text = extent.and_then(|extent| transcript.text.get(extent));
                    (Cow::Borrowed(text.unwrap_or_default()), swept, &*sweep, looked)
                }
                None => {
                    whole_turn = transcript.reading(turn);
                    let text = transcript.blanked(whole_turn.text());
                    let swept = turn_sweep.over_turn(&text, filter);
                    let looked = self.look_up(&text, turn_sweep, &swept, bench);
                    (text, swept, &*turn_sweep, looked)
                }
            };
            coded.turn_words.push(swept.count());
            if !looked && self.begins_at_anchors() {
                continue;
            }
            let words = sweep.words(&swept);
            self.find(&Tokens { text: &text, words }, bench);
            if !self.needs_words(bench) {
                continue;
            }
            if bench.sentences.is_empty() {
                self.splitter.split(&text, &mut bench.sentences);
            }
            let view = View { text: &text, words, sentences: &bench.sentences };
            self.evaluate(setting, (place as u32, turn, role), &view, bench, findings, &mut whole);
            let reading = transcript.reading(turn);
            let sentences = &bench.sentences;
            segments::of_turn(self, place as u32, &reading, sentences, findings, &mut coded);
        }
        whole.finish(self, setting, &mut coded);
        worker.findings.last = (coded.codings.len(), coded.evidence.len());
        coded.placed.learn(worker.sweep.take_ranks());
        coded
    }

    /// Evaluates the rules that were hit in a turn, level by level.
    fn evaluate(
        &self,
        setting: &Setting<'_>,
        (place, turn, role): (u32, &Turn, Role),
        view: &View<'_>,
        bench: &Bench,
        findings: &mut Findings,
        whole: &mut segments::Whole,
    ) {
        let label = setting.transcript.speaker(turn);
        let case = setting.cast.case(turn);
        let Findings { evidence, found, .. } = findings;
        found.clear();
        for level in 0..self.levels {
            let mut hits = bench.hits.as_slice();
            let mut candidates = bench.candidates.as_slice();
            let mut unguarded = self.unguarded.as_slice();
            loop {
                let of = |expression: Option<u32>| match expression {
                    Some(expression) => self.rule_of(expression),
                    None => u32::MAX,
                };
                let rule = hits
                    .first()
                    .map_or(u32::MAX, |hit| hit.rule)
                    .min(of(candidates.first().map(|candidate| candidate.0)))
                    .min(of(unguarded.first().copied()));
                let Some(facts) = self.rules.get(rule as usize) else { break };
                let own = hits.iter().take_while(|hit| hit.rule == rule).count();
                let (own_hits, rest) = hits.split_at(own);
                hits = rest;
                let own = candidates.iter().take_while(|own| self.rule_of(own.0) == rule).count();
                let (own_candidates, rest) = candidates.split_at(own);
                candidates = rest;
                let own = unguarded.iter().take_while(|own| self.rule_of(**own) == rule).count();
                unguarded = unguarded.get(own..).unwrap_or_default();
                if facts.level != level
                    || !facts.listen.hears(role, label)
                    || !fulfils(setting, case, &facts.conditions)
                {
                    continue;
                }
                let run = evaluate::Run { program: self, rule: facts, place, view };
                if facts.unit == Unit::Transcript {
                    whole.collect(&run, own_hits, own_candidates, found);
                } else if facts.is_plain {
                    run.plain(own_hits, own_candidates, evidence, found);
                } else {
                    run.units(own_hits, own_candidates, found);
                }
            }
        }
    }

    /// The rule of an expression; the largest number for none.
    fn rule_of(&self, expression: u32) -> u32 {
        self.expressions.get(expression as usize).map_or(u32::MAX, |(rule, _)| *rule)
    }
}

/// Whether case or transcript have the attribute values that a rule wants.
fn fulfils(setting: &Setting<'_>, case: Option<&str>, wanted: &[(String, Vec<String>)]) -> bool {
    wanted.iter().all(|(name, values)| {
        (setting.attribute)(case, name).iter().any(|value| values.contains(value))
    })
}
