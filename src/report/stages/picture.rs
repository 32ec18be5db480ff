//! The process as a figure: a box a stage, an arrow a transition.

use super::Process;
use crate::report::base::{counted, thousands};
use crate::report::figure::{Figure, Graph, Link, Node, Shape};

impl Process<'_> {
    pub(super) fn picture(&self) -> Figure {
        let n = self.material.base().cases;
        let nodes: Vec<Node> = (0..self.stages())
            .map(|stage| Node {
                id: self.id(stage).to_owned(),
                label: self.label(stage).to_owned(),
                detail: format!(
                    "{} of {}",
                    thousands(self.reached(stage)),
                    counted(n, "case", "cases")
                ),
                level: 1,
            })
            .collect();
        let counts = &self.transitions.counts;
        let most = counts.iter().flatten().copied().max().unwrap_or_default().max(1);
        let mut links = Vec::new();
        for (from, row) in counts.iter().enumerate() {
            for (to, &count) in row.iter().enumerate().filter(|(_, count)| **count > 0) {
                let weight = count as f64 / most as f64;
                links.push(Link { from, to, label: thousands(count), weight, faint: false });
            }
        }
        Figure::Graph(Graph {
            title: format!("Stages of {}", self.options.family.name),
            description: self.in_words(&nodes, &links),
            shape: Shape::Process,
            nodes,
            links,
            ..Graph::default()
        })
    }

    fn in_words(&self, nodes: &[Node], links: &[Link]) -> String {
        let name = |node: &Node| format!("{} ({})", node.label, node.detail);
        let stages: Vec<String> = nodes.iter().map(name).collect();
        let mut often: Vec<&Link> = links.iter().filter(|link| link.from != link.to).collect();
        often.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        let arrow = |link: &&Link| {
            format!("{} to {} ({})", self.label(link.from), self.label(link.to), link.label)
        };
        let arrows: Vec<String> = often.iter().take(3).map(arrow).collect();
        let mut words = format!("The stages in order: {}.", stages.join(", "));
        if !arrows.is_empty() {
            words.push_str(&format!(
                " The most frequent ways from one to another: {}.",
                arrows.join(", ")
            ));
        }
        words
    }
}
