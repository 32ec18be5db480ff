//! From a tree to a query: words become stems, names become codes, cases and values.
//!
//! Every name is looked up. One that does not exist is told with those that are near; nothing is
//! taken for something else. Cases and speakers are only known once transcripts were read, and are
//! checked then (`Query::unseen`).

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::lex;
use super::parse::{self, Node, Tree};
use super::sign::{Fault, Field, Said};
use super::word::{Wanted, key};
use super::{Asked, Expr, MOST_WORDS, Named, Names, Query, Term, Who, place_of};
use crate::codebook::pattern::{self, Element};
use crate::diagnostic::{Diagnostic, Source};
use crate::index::wording::{MOST_NEAR, Phrase, Step, Wording};
use crate::study::attributes::Kind;
use crate::study::condition::{Condition, Operator, attribute_named};
use crate::study::selection::{Seen, Selection, matches};
use crate::text::chars::{Class, class};
use crate::transcript::people::Role;

/// The longest query, in bytes.
const LONGEST: usize = 10_000;

/// The fields of our own, with what follows them.
const FIELDS: [&str; 7] = ["code", "theme", "case", "speaker", "role", "transcript", "coder"];

/// Reads a query and looks up its names.
pub(super) fn query(text: &str, names: &Names<'_>) -> Result<Query, Vec<Diagnostic>> {
    let source = Arc::new(Source { name: "query".to_owned(), text: text.to_owned() });
    let mut resolver = Resolver {
        text,
        names,
        source,
        query: Query {
            expr: Expr::All(Vec::new()),
            wordings: Vec::new(),
            words: Vec::new(),
            stemmer: names.stemmer,
            notes: Vec::new(),
            people: Vec::new(),
        },
        negated: false,
        faults: Vec::new(),
    };
    if text.len() > LONGEST {
        return Err(vec![Diagnostic::error(format!("the query is longer than {LONGEST} bytes"))]);
    }
    match lex::signs(text).and_then(|signs| parse::tree(&signs, text.len()).map_err(|f| vec![f])) {
        Ok(tree) => resolver.query.expr = resolver.expr(&tree),
        Err(faults) => faults.into_iter().for_each(|fault| resolver.fault(fault)),
    }
    if resolver.query.words.len() > MOST_WORDS {
        resolver.faults.push(too_many_words());
    }
    if resolver.faults.is_empty() { Ok(resolver.query) } else { Err(resolver.faults) }
}

pub(super) fn too_many_words() -> Diagnostic {
    Diagnostic::error(format!("the query has more than {MOST_WORDS} different words"))
        .help("search several times, or write a rule with a word list")
}

struct Resolver<'q> {
    text: &'q str,
    names: &'q Names<'q>,
    source: Arc<Source>,
    query: Query,
    /// Inside an odd number of `NOT`.
    negated: bool,
    faults: Vec<Diagnostic>,
}

impl Resolver<'_> {
    fn slice(&self, span: &Range<usize>) -> &str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    fn error(&self, span: &Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(message).at(&self.source, span.clone(), "")
    }

    fn fault(&mut self, fault: Fault) {
        let told = self.error(&fault.span, fault.message);
        self.faults.push(if fault.help.is_empty() { told } else { told.help(fault.help) });
    }

    fn note(&mut self, span: &Range<usize>, message: String, help: &str) {
        let told = Diagnostic::warning(message).at(&self.source, span.clone(), "");
        self.query.notes.push(told.help(help));
    }

    fn expr(&mut self, node: &Node) -> Expr {
        match &node.tree {
            Tree::All(parts) => Expr::All(parts.iter().map(|part| self.expr(part)).collect()),
            Tree::Any(parts) => Expr::Any(parts.iter().map(|part| self.expr(part)).collect()),
            Tree::Not(inner) => {
                self.negated = !self.negated;
                let inner = self.expr(inner);
                self.negated = !self.negated;
                Expr::Not(Box::new(inner))
            }
            Tree::Said(said) => self.said(said, &node.span),
            Tree::Field(field) => self.field(field, &node.span),
        }
    }

    /// A word, a phrase or words near each other.
    fn said(&mut self, said: &Said, span: &Range<usize>) -> Expr {
        let mut phrases: Vec<Phrase> = Vec::new();
        for piece in pieces(self.text, &said.words) {
            let steps = self.steps(&piece, said);
            match phrases.last_mut() {
                _ if steps.is_empty() => {}
                Some(phrase) if said.near.is_none() => phrase.steps.extend(steps),
                _ => phrases.push(Phrase { steps }),
            }
        }
        if phrases.is_empty() && self.faults.is_empty() {
            let told = self.error(span, "there is no word in this");
            self.faults.push(told.help("only words are searched, not punctuation"));
        }
        for phrase in &phrases {
            let is_word = |step: Option<&Step>| matches!(step, Some(Step::Word(_)));
            if !is_word(phrase.steps.first()) || !is_word(phrase.steps.last()) {
                let told = self.error(span, "`*` and `...` stand between words, not at the edge");
                self.faults.push(told.help(
                    "leave it out here; in scripts without spaces a word finds longer words anyway",
                ));
            }
        }
        if said.near.is_some() && phrases.len() == 1 {
            let told = self.error(span, "one word alone is near nothing");
            self.faults.push(told.help("write two words or more: `\"trust staff\"~5`"));
        }
        if phrases.len() > MOST_NEAR {
            let message = format!("more than {MOST_NEAR} words near each other");
            let told = self.error(span, message);
            self.faults.push(told.help("join several with `AND`"));
        }
        let wording = Wording { phrases, between: said.near };
        let positive = !self.negated;
        let place = match self.query.wordings.iter().position(|known| known.wording == wording) {
            Some(place) => place,
            None => {
                self.query.wordings.push(Asked { wording, positive: false });
                self.query.wordings.len() - 1
            }
        };
        if let Some(asked) = self.query.wordings.get_mut(place) {
            asked.positive |= positive;
        }
        Expr::Is(Term::Said(place))
    }

    /// What one written piece of a wording stands for.
    fn steps(&mut self, piece: &Range<usize>, said: &Said) -> Vec<Step> {
        let written = self.slice(piece).to_owned();
        let has_word = written.chars().any(|c| class(c) != Class::Other);
        match written.as_str() {
            "..." if said.near.is_none() => return vec![Step::Gap],
            "*" if said.quoted && said.near.is_none() => return vec![Step::Any],
            _ if said.quoted && !has_word && written != "*" => return Vec::new(),
            _ => {}
        }
        let joins = ["and", "or", "not"].contains(&written.to_lowercase().as_str());
        if joins && !said.quoted && !said.exact {
            let message = format!("`{written}` is searched for as a word");
            let help = format!("write `{}` to join terms", written.to_uppercase());
            self.note(piece, message, &help);
        }
        if has_word && written.ends_with('?') {
            let message = format!("`{written}` stands for words with one more character");
            self.note(piece, message, "leave `?` out to search for the word");
        }
        let elements = match pattern::elements(&written) {
            Ok(elements) => elements,
            Err(faults) => {
                for fault in faults {
                    let span = piece.start + fault.span.start..piece.start + fault.span.end;
                    let told = self.error(&span, fault.message);
                    self.faults.push(told.help("only words are searched, not punctuation"));
                }
                return Vec::new();
            }
        };
        elements.into_iter().map(|element| self.step(element, said)).collect()
    }

    fn step(&mut self, element: Element, said: &Said) -> Step {
        let stem = |word: &str| Wanted::Forms(self.names.stemmer.stem(&key(word)).into_owned());
        let wanted = match element {
            Element::Literal(word) if said.exact => Wanted::Exact(key(&word).into_owned()),
            Element::Literal(word) | Element::Stem(word) => stem(&word),
            Element::Glob(glob) => Wanted::Glob(glob),
            Element::AnyToken => return Step::Any,
            Element::Gap | Element::List(_) => return Step::Gap,
        };
        Step::Word(place_of(&mut self.query.words, wanted) as u32)
    }

    /// `name:value`.
    fn field(&mut self, field: &Field, span: &Range<usize>) -> Expr {
        let name = self.slice(&field.name).to_owned();
        let value = self.slice(&field.value).to_owned();
        let at = &field.value;
        if FIELDS.contains(&name.as_str()) && field.operator != Operator::Is {
            let told = self.error(span, format!("`{name}` has no order to compare by"));
            self.faults.push(told.help(format!("write `{name}:{value}`")));
        }
        let term = match name.as_str() {
            "code" => Term::Code(self.codes(&value, at, false)),
            "theme" => Term::Code(self.codes(&value, at, true)),
            "coder" => Term::Coder(self.coders(&value, at)),
            "case" => self.person(Who::Case, value, at),
            "speaker" => self.person(Who::Speaker, value, at),
            "role" => Term::Role(self.role(&value, at)),
            "transcript" => {
                let named = Selection { transcripts: vec![value.clone()], ..Selection::default() };
                let all = Seen { transcripts: self.names.transcripts.clone(), ..Seen::default() };
                for told in named.unseen(&all) {
                    self.faults.push(told.at(&self.source, at.clone(), ""));
                }
                Term::Transcript(value)
            }
            _ => self.attribute(&name, &value, field),
        };
        Expr::Is(term)
    }

    fn person(&mut self, who: Who, name: String, at: &Range<usize>) -> Term {
        let (source, span) = (Arc::clone(&self.source), at.clone());
        self.query.people.push(Named { source, span, who, name: name.clone() });
        match who {
            Who::Case => Term::Case(name),
            Who::Speaker => Term::Speaker(name),
        }
    }

    fn role(&mut self, value: &str, at: &Range<usize>) -> Role {
        let roles = [Role::Participant, Role::Interviewer, Role::Other].map(Role::name);
        Role::named(value).unwrap_or_else(|| {
            let told = self.error(at, format!("there is no role `{value}`"));
            let told = told.did_you_mean(value, roles);
            self.faults.push(told.help(format!("the roles are {}", roles.join(", "))));
            Role::Other
        })
    }

    /// The codes of an id, an alias or a name with `*`; with all below where it is a theme.
    fn codes(&mut self, value: &str, at: &Range<usize>, theme: bool) -> Vec<u32> {
        let codes = &self.names.labels.codes;
        let is_meant = |id: &str| matches(value, id);
        let mut found: BTreeSet<u32> = (0u32..)
            .zip(codes)
            .filter(|(_, code)| is_meant(&code.id) || code.aliases.iter().any(|id| is_meant(id)))
            .map(|(place, _)| place)
            .collect();
        if found.is_empty() {
            let told = self.error(at, format!("there is no code `{value}`"));
            let ids = codes.iter().map(|code| code.id.as_str());
            let labelled = codes.iter().find(|code| code.label.eq_ignore_ascii_case(value));
            let told = match labelled {
                Some(code) => told.help(format!("`{}` is the label of `{}`", value, code.id)),
                None if codes.is_empty() => told.help("nothing is coded here: name a codebook"),
                None => told.did_you_mean(value, ids),
            };
            let told = match told.help.is_empty() {
                true => told.help("`emic codebook show` lists the codes"),
                false => told,
            };
            self.faults.push(told);
        }
        if theme {
            found = found
                .into_iter()
                .flat_map(|code| self.names.labels.family(code as usize))
                .collect();
        }
        found.into_iter().collect()
    }

    fn coders(&mut self, value: &str, at: &Range<usize>) -> Vec<u32> {
        let coders = &self.names.labels.coders;
        let found: Vec<u32> = (0u32..)
            .zip(coders)
            .filter(|(_, coder)| matches(value, coder))
            .map(|(place, _)| place)
            .collect();
        if found.is_empty() {
            let told = self.error(at, format!("there are no codings by `{value}`"));
            let told = told.did_you_mean(value, coders.iter().map(String::as_str));
            self.faults.push(told.help(format!("the coders are {}", coders.join(", "))));
        }
        found
    }

    fn attribute(&mut self, name: &str, value: &str, field: &Field) -> Term {
        let values = self.values(name, value, field).unwrap_or_else(|told| {
            self.faults.push(told);
            BTreeSet::new()
        });
        Term::Attribute { name: name.to_owned(), values }
    }

    /// The values of an attribute that are meant.
    fn values(
        &self,
        name: &str,
        value: &str,
        field: &Field,
    ) -> Result<BTreeSet<String>, Diagnostic> {
        let known = self.names.attributes;
        let attribute = attribute_named(name, known).map_err(|_| {
            let told = Diagnostic::error(format!("there is no field or attribute `{name}`"));
            let told = told.did_you_mean(name, FIELDS.into_iter().chain(known.names()));
            let told = match told.help.is_empty() {
                true => {
                    let all: Vec<&str> = FIELDS.into_iter().chain(known.names()).collect();
                    told.help(format!("there are {}", all.join(", ")))
                }
                false => told,
            };
            let quote = "to search for a text with `:` put it in quotation marks";
            told.help(quote).at(&self.source, field.name.clone(), "")
        })?;
        let at = |told: Diagnostic| told.at(&self.source, field.value.clone(), "");
        let all = known.all_values(name);
        let meant = |conditions: &[Condition]| -> BTreeSet<String> {
            let holds = |value: &&String| {
                conditions.iter().all(|one| one.holds(std::slice::from_ref(*value)))
            };
            all.iter().filter(holds).cloned().collect()
        };
        if !field.quoted && field.operator == Operator::Is {
            if value.contains('*') {
                let found: BTreeSet<String> =
                    all.iter().filter(|known| matches(value, known)).cloned().collect();
                return match found.is_empty() && value != "*" {
                    true => Err(at(unknown_value(name, value, &all))),
                    false => Ok(found),
                };
            }
            if let Some((from, to)) = value.split_once("..") {
                if from.is_empty() || to.is_empty() {
                    let told = Diagnostic::error("a range needs both ends");
                    return Err(at(told.help(format!("write `{name}:1..3`, or `{name}:>=1`"))));
                }
                let from = Condition::new(name, Operator::From, from, known).map_err(at)?;
                let to = Condition::new(name, Operator::UpTo, to, known).map_err(at)?;
                return Ok(meant(&[from, to]));
            }
        }
        let condition = Condition::new(name, field.operator, value, known).map_err(at)?;
        let found = meant(&[condition]);
        match found.is_empty() && field.operator == Operator::Is && attribute.kind == Kind::Text {
            true => Err(at(unknown_value(name, value, &all))),
            false => Ok(found),
        }
    }
}

fn unknown_value(name: &str, value: &str, all: &BTreeSet<String>) -> Diagnostic {
    let told = Diagnostic::error(format!("nothing has `{value}` as its `{name}`"))
        .did_you_mean(value, all.iter().map(String::as_str));
    match told.help.is_empty() && all.len() <= 12 {
        true => {
            let all: Vec<&str> = all.iter().map(String::as_str).collect();
            told.help(format!("its values are {}", all.join(", ")))
        }
        false => told,
    }
}

/// Where the pieces between white space stand.
fn pieces(text: &str, words: &Range<usize>) -> Vec<Range<usize>> {
    let inside = text.get(words.clone()).unwrap_or_default();
    let mut found = Vec::new();
    let mut at = words.start;
    for piece in inside.split(char::is_whitespace) {
        if !piece.is_empty() {
            found.push(at..at + piece.len());
        }
        // White space has characters of several bytes too.
        at += piece.len();
        at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    found
}
