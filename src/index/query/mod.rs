//! The query language: what a researcher writes after `emic search` and `--match`.
//!
//! Words, `"phrases"`, `prefix*`, words near each other (`"a b"~5`), fields (`code:`, `theme:`,
//! `case:`, `speaker:`, `role:`, `transcript:`, `coder:` and any attribute), joined by `AND`, `OR`,
//! `NOT` and parentheses. `docs/search.md` is the definition. In come the text and the names of the
//! corpus, out comes a `Query`, or every mistake at its place (`lex`, `parse`, `resolve`).

mod lex;
mod parse;
mod resolve;
mod sign;
pub mod word;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use self::word::{Wanted, Wanteds};
use super::coded::Labels;
use super::wording::Wording;
use crate::diagnostic::{Diagnostic, Source};
use crate::study::attributes::Attributes;
use crate::study::condition::{Condition, Operator};
use crate::study::selection::{Seen, Selection};
use crate::text::stem::Stemmer;
use crate::transcript::people::Role;

/// The most different words of one query: a bit each in an answer.
pub const MOST_WORDS: usize = 64;

/// A query that has a meaning in a corpus.
#[derive(Clone, Debug)]
pub struct Query {
    /// What must hold.
    pub expr: Expr,
    /// The wordings that it names, each once.
    pub wordings: Vec<Asked>,
    /// The words of the wordings, each once.
    pub words: Vec<Wanted>,
    /// By which stems words are compared.
    pub stemmer: Stemmer,
    /// What may not be meant so.
    pub notes: Vec<Diagnostic>,
    /// Cases and speakers that are named, with where.
    people: Vec<Named>,
}

/// A wording of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What is looked for.
    pub wording: Wording,
    /// Whether it is looked for, not only left out (`NOT`).
    pub positive: bool,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// All must hold.
    All(Vec<Expr>),
    /// One must hold.
    Any(Vec<Expr>),
    /// It must not hold.
    Not(Box<Expr>),
    /// It must be so.
    Is(Term),
}

/// The smallest condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// The wording of that place is said.
    Said(usize),
    /// One of these codes is given, by place in [`Labels::codes`].
    Code(Vec<u32>),
    /// One of these coded it, by place in [`Labels::coders`].
    Coder(Vec<u32>),
    /// It belongs to a case of that name; `*` stands for any characters.
    Case(String),
    /// A speaker of that label or role talks; `*` stands for any characters.
    Speaker(String),
    /// Somebody in this role talks.
    Role(Role),
    /// It stands in a transcript of that id; `*` stands for any characters.
    Transcript(String),
    /// An attribute has one of these values.
    Attribute {
        /// The attribute's name.
        name: String,
        /// The values of the corpus that are meant.
        values: BTreeSet<String>,
    },
}

impl Expr {
    /// The conditions of a selection on transcripts and people (`--case`, `--where` …): one for
    /// each kind of filter, all of which must hold.
    pub fn of_selection(selection: &Selection, attributes: &Attributes) -> Vec<Expr> {
        let any = |names: &[String], term: fn(String) -> Term| {
            let terms: Vec<Expr> = names.iter().map(|name| Expr::Is(term(name.clone()))).collect();
            (!terms.is_empty()).then_some(Expr::Any(terms))
        };
        let mut all: Vec<Expr> = Vec::new();
        all.extend(any(&selection.transcripts, Term::Transcript));
        all.extend(any(&selection.cases, Term::Case));
        all.extend(any(&selection.speakers, Term::Speaker));
        // `=` on one attribute are alternatives.
        let mut alternatives: BTreeMap<&str, Vec<Expr>> = BTreeMap::new();
        for condition in &selection.conditions {
            let expr = of_condition(condition, attributes);
            match condition.operator() {
                Operator::Is => alternatives.entry(condition.name()).or_default().push(expr),
                _ => all.push(expr),
            }
        }
        all.extend(alternatives.into_values().map(Expr::Any));
        all
    }
}

/// A condition by the values that meet it; one that is met without any value is the negation of
/// those that do not.
fn of_condition(condition: &Condition, attributes: &Attributes) -> Expr {
    let without = condition.holds(&[]);
    let holds = |value: &String| condition.holds(std::slice::from_ref(value));
    let name = condition.name().to_owned();
    let values = attributes.all_values(&name).into_iter();
    let values = values.filter(|value| holds(value) != without).collect();
    let has = Expr::Is(Term::Attribute { name, values });
    if without { Expr::Not(Box::new(has)) } else { has }
}

/// What a query looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Coded segments: words inside them, codes that share a character with them.
    Segment,
    /// Turns: words and codes anywhere in them.
    Turn,
    /// Whole transcripts; hits are the turns that hold a part of what is looked for.
    Transcript,
}

/// The names that a query is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// Codes and coders.
    pub labels: &'a Labels,
    /// The ids of all transcripts.
    pub transcripts: &'a BTreeSet<String>,
    /// Attributes with their values.
    pub attributes: &'a Attributes,
    /// The stemmer of the transcripts' language.
    pub stemmer: Stemmer,
}

/// A name of a case or a speaker in the query.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Named {
    source: Arc<Source>,
    span: Range<usize>,
    who: Who,
    name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Case,
    Speaker,
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// Every mistake, each at its place.
    pub fn parse(text: &str, names: &Names<'_>) -> Result<Self, Vec<Diagnostic>> {
        resolve::query(text, names)
    }

    /// What it looks at unless somebody says otherwise: segments where nothing can be found but
    /// what carries a code or comes from a coder, else turns.
    pub fn scope(&self) -> Scope {
        if needs_coding(&self.expr) { Scope::Segment } else { Scope::Turn }
    }

    /// Its words, ready to be compared.
    pub fn wanteds(&self) -> Wanteds {
        Wanteds::new(&self.words, self.stemmer)
    }

    /// Shows every term, in order.
    pub fn each_term<'q>(&'q self, see: &mut impl FnMut(&'q Term)) {
        each_term(&self.expr, see);
    }

    /// Whether any words are looked for.
    pub fn looks_for_words(&self) -> bool {
        self.wordings.iter().any(|asked| asked.positive)
    }

    /// The coders whose codings it sees: those that it names (all but where they are only left
    /// out), else the ones given.
    pub fn coders(&self, given: &[u32], all: u32) -> Vec<u32> {
        let mut named = (false, BTreeSet::new());
        coders_in(&self.expr, true, &mut named);
        match named {
            (false, _) => given.to_vec(),
            (true, coders) if coders.is_empty() => (0..all).collect(),
            (true, coders) => coders.into_iter().collect(),
        }
    }

    /// The same query where these conditions hold too.
    pub fn narrowed(mut self, conditions: Vec<Expr>) -> Query {
        if !conditions.is_empty() {
            self.expr = Expr::All(std::iter::once(self.expr).chain(conditions).collect());
        }
        self
    }

    /// Both this query and another must hold. What the other looks for is not shown as found.
    ///
    /// # Errors
    /// Together they have too many words.
    pub fn and(mut self, other: Query) -> Result<Query, Diagnostic> {
        let mut words = Vec::new();
        for word in other.words {
            words.push(place_of(&mut self.words, word) as u32);
        }
        if self.words.len() > MOST_WORDS {
            return Err(resolve::too_many_words());
        }
        let mut wordings = Vec::new();
        for asked in other.wordings {
            let wording = asked.wording.renumbered(&words);
            let known = self.wordings.iter().position(|known| known.wording == wording);
            wordings.push(known.unwrap_or_else(|| {
                self.wordings.push(Asked { wording, positive: false });
                self.wordings.len() - 1
            }));
        }
        let mut expr = other.expr;
        renumber(&mut expr, &wordings);
        self.expr = Expr::All(vec![self.expr, expr]);
        self.notes.extend(other.notes);
        self.people.extend(other.people);
        Ok(self)
    }

    /// Cases and speakers that it names and nobody is, once everything was seen.
    pub fn unseen(&self, seen: &Seen) -> Vec<Diagnostic> {
        let mut told = Vec::new();
        for named in &self.people {
            let name = vec![named.name.clone()];
            let selection = match named.who {
                Who::Case => Selection { cases: name, ..Selection::default() },
                Who::Speaker => Selection { speakers: name, ..Selection::default() },
            };
            let unseen = selection.unseen(seen);
            told.extend(
                unseen.into_iter().map(|one| one.at(&named.source, named.span.clone(), "")),
            );
        }
        told
    }
}

/// The place of a thing in a list; a new one is added.
fn place_of<T: PartialEq>(list: &mut Vec<T>, thing: T) -> usize {
    list.iter().position(|known| *known == thing).unwrap_or_else(|| {
        list.push(thing);
        list.len() - 1
    })
}

/// Whether nothing meets a condition but what carries a code or comes from a coder.
fn needs_coding(expr: &Expr) -> bool {
    match expr {
        Expr::All(parts) => parts.iter().any(needs_coding),
        Expr::Any(parts) => parts.iter().all(needs_coding),
        Expr::Not(_) => false,
        Expr::Is(term) => matches!(term, Term::Code(_) | Term::Coder(_)),
    }
}

fn each_term<'q>(expr: &'q Expr, see: &mut impl FnMut(&'q Term)) {
    match expr {
        Expr::All(parts) | Expr::Any(parts) => parts.iter().for_each(|part| each_term(part, see)),
        Expr::Not(inner) => each_term(inner, see),
        Expr::Is(term) => see(term),
    }
}

fn coders_in(expr: &Expr, positive: bool, named: &mut (bool, BTreeSet<u32>)) {
    match expr {
        Expr::All(parts) | Expr::Any(parts) => {
            parts.iter().for_each(|part| coders_in(part, positive, named));
        }
        Expr::Not(inner) => coders_in(inner, !positive, named),
        Expr::Is(Term::Coder(coders)) => {
            named.0 = true;
            if positive {
                named.1.extend(coders);
            }
        }
        Expr::Is(_) => {}
    }
}

fn renumber(expr: &mut Expr, wordings: &[usize]) {
    match expr {
        Expr::All(parts) | Expr::Any(parts) => {
            parts.iter_mut().for_each(|part| renumber(part, wordings));
        }
        Expr::Not(inner) => renumber(inner, wordings),
        Expr::Is(Term::Said(wording)) => {
            if let Some(new) = wordings.get(*wording) {
                *wording = *new;
            }
        }
        Expr::Is(_) => {}
    }
}
