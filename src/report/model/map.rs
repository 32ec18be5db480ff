//! The thematic map: every code in its place in the hierarchy, relations as arrows.

use super::Model;
use crate::codebook::Kind;
use crate::report::figure::{Graph, Link, Shape};

impl Model<'_> {
    pub(super) fn map(&self) -> Graph {
        let codes = self.codes();
        let place = |code: usize| codes.iter().position(|other| *other == code);
        let level = |code: usize| match (self.kind(code), self.material.tree.depth(code)) {
            (Some(Kind::Core), _) => 0,
            (_, 0 | 1) => 1,
            _ => 2,
        };
        let nodes = codes.iter().map(|&code| self.node(code, level(code))).collect();
        let mut links = Vec::new();
        for (to, &code) in codes.iter().enumerate() {
            // A parent that is filtered out hands its children to the one above.
            let line = self.material.tree.line(code);
            if let Some(from) = line.into_iter().skip(1).find_map(place) {
                links.push(Link { from, to, faint: true, ..Link::default() });
            }
        }
        for one in &self.relations {
            if let (Some(from), Some(to)) = (place(one.from), place(one.to)) {
                let (label, weight) = (one.kind.to_owned(), self.weight(one));
                links.push(Link { from, to, label, weight, faint: false });
            }
        }
        let mut graph = Graph {
            title: format!("Thematic map of {}", self.material.codebook.name),
            shape: Shape::Map,
            nodes,
            links,
            ..Graph::default()
        };
        graph.description = self.in_words(&graph, "A map");
        graph
    }
}
