//! The paradigm: conditions, phenomenon, actions and interactions, consequences.
//!
//! In come relations, out comes the part that each related code plays. The parts are those of
//! Strauss and Corbin 1990, in the shorter list of Corbin and Strauss 2008; relation types say which
//! part the code at one of their ends plays ([`TYPES`]), and the core category is the phenomenon.

use std::collections::BTreeMap;

use super::Model;
use crate::codebook::Kind;
use crate::report::figure::{Graph, Link, Shape};

/// The parts, in their order.
pub const PARTS: [&str; 4] =
    ["Conditions", "Phenomenon", "Actions and interactions", "Consequences"];

const CONDITIONS: usize = 0;
const PHENOMENON: usize = 1;
const ACTIONS: usize = 2;
const CONSEQUENCES: usize = 3;

/// An end of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The code that the relation starts from.
    From,
    /// The code that it goes to.
    To,
    /// Both.
    Both,
}

/// Relation types: which end plays which part.
pub const TYPES: [(&str, End, usize); 16] = [
    ("causes", End::From, CONDITIONS),
    ("causal-condition", End::From, CONDITIONS),
    ("conditions", End::From, CONDITIONS),
    ("context", End::From, CONDITIONS),
    ("context-of", End::From, CONDITIONS),
    ("intervenes", End::From, CONDITIONS),
    ("intervening-condition", End::From, CONDITIONS),
    ("action", End::From, ACTIONS),
    ("interaction", End::From, ACTIONS),
    ("strategy", End::From, ACTIONS),
    ("acts-on", End::From, ACTIONS),
    ("performs", End::To, ACTIONS),
    ("precedes", End::Both, ACTIONS),
    ("leads-to", End::To, CONSEQUENCES),
    ("results-in", End::To, CONSEQUENCES),
    ("consequence-of", End::From, CONSEQUENCES),
];

impl Model<'_> {
    /// The figure, and what it leaves out.
    pub(super) fn paradigm(&self) -> (Graph, Vec<String>) {
        let parts = self.parts();
        let places: Vec<usize> = {
            let mut all: Vec<(usize, usize)> = self
                .codes()
                .into_iter()
                .enumerate()
                .filter_map(|(at, code)| Some((*parts.get(&code)?, at)))
                .collect();
            all.sort_unstable();
            let codes = self.codes();
            all.into_iter().filter_map(|(_, at)| codes.get(at).copied()).collect()
        };
        let place = |code: usize| places.iter().position(|other| *other == code);
        let part = |code: usize| parts.get(&code).copied().unwrap_or_default();
        let nodes = places.iter().map(|&code| self.node(code, part(code))).collect();
        let mut links = Vec::new();
        let mut left_out = Vec::new();
        for one in &self.relations {
            match (place(one.from), place(one.to)) {
                (Some(from), Some(to)) => links.push(Link {
                    from,
                    to,
                    label: one.kind.to_owned(),
                    weight: self.weight(one),
                    faint: false,
                }),
                _ => left_out.push(format!(
                    "{} {} {}",
                    self.label(one.from),
                    one.kind,
                    self.label(one.to)
                )),
            }
        }
        for (to, &code) in places.iter().enumerate() {
            let is_joined = |link: &Link| link.from == to || link.to == to;
            let parent = self.material.tree.parent(code).and_then(place);
            if let Some(from) = parent
                && !links
                    .iter()
                    .any(|link| is_joined(link) && (link.from == from || link.to == from))
            {
                links.push(Link { from, to, faint: true, ..Link::default() });
            }
        }
        let mut graph = Graph {
            title: format!("Paradigm of {}", self.material.codebook.name),
            shape: Shape::Map,
            nodes,
            links,
            columns: PARTS.map(str::to_owned).to_vec(),
            ..Graph::default()
        };
        graph.description = self.in_words(&graph, "A paradigm");
        let mut notes = Vec::new();
        if !left_out.is_empty() {
            notes.push(format!("Not part of the paradigm: {}.", left_out.join("; ")));
        }
        let missing: Vec<String> = (0..PARTS.len())
            .filter(|part| !parts.values().any(|is| is == part))
            .filter_map(|part| Some(PARTS.get(part)?.to_lowercase()))
            .collect();
        if !missing.is_empty() {
            notes.push(format!("No relation of the codebook names {}.", missing.join(" or ")));
        }
        (graph, notes)
    }

    /// The part of each code that has one. The core category is always the phenomenon; of several
    /// parts that relations give a code, the last in their order counts.
    fn parts(&self) -> BTreeMap<usize, usize> {
        let mut parts: BTreeMap<usize, usize> = BTreeMap::new();
        let mut give = |code: usize, part: usize| {
            let known = parts.entry(code).or_insert(part);
            *known = (*known).max(part);
        };
        for one in &self.relations {
            let kind = one.kind.to_lowercase();
            let Some((_, end, part)) = TYPES.iter().find(|(name, ..)| *name == kind) else {
                continue;
            };
            if matches!(end, End::From | End::Both) {
                give(one.from, *part);
            }
            if matches!(end, End::To | End::Both) {
                give(one.to, *part);
            }
        }
        let core: Vec<usize> =
            self.codes().into_iter().filter(|&code| self.kind(code) == Some(Kind::Core)).collect();
        for &code in &core {
            parts.insert(code, PHENOMENON);
        }
        if core.is_empty() {
            // Without a core category, what conditions bear on is the phenomenon.
            let bears = |kind: &str| {
                TYPES.iter().any(|(name, _, part)| *name == kind && *part == CONDITIONS)
            };
            for one in self.relations.iter().filter(|one| bears(&one.kind.to_lowercase())) {
                parts.entry(one.to).or_insert(PHENOMENON);
            }
        }
        parts
    }
}
