//! Which column a box of a map stands in, and in which order.
//!
//! Where the graph has columns, a box's level says it. Where boxes belong to others (faint links),
//! their depth says it, and each family has a band of its own. Otherwise every box stands to the
//! right of what leads to it; links that would close a circle do not count.

use std::collections::BTreeSet;

use crate::report::figure::Graph;

/// Who belongs to whom by faint links: a parent at most, no circles.
#[derive(Clone, Debug, Default)]
pub(super) struct Forest {
    pub(super) parents: Vec<Option<usize>>,
    pub(super) children: Vec<Vec<usize>>,
    /// Parents before their children, siblings in the order of the boxes.
    pub(super) order: Vec<usize>,
    pub(super) depths: Vec<usize>,
}

impl Forest {
    pub(super) fn of(graph: &Graph) -> Self {
        let boxes = graph.nodes.len();
        let mut forest = Forest {
            parents: vec![None; boxes],
            children: vec![Vec::new(); boxes],
            depths: vec![0; boxes],
            ..Forest::default()
        };
        for link in graph.links.iter().filter(|link| link.faint) {
            if forest.parents[link.to].is_none() && !forest.is_above(link.to, link.from) {
                forest.parents[link.to] = Some(link.from);
            }
        }
        for node in 0..boxes {
            if let Some(parent) = forest.parents[node] {
                forest.children[parent].push(node);
            }
        }
        let roots = (0..boxes).rev().filter(|&node| forest.parents[node].is_none());
        let mut open: Vec<usize> = roots.collect();
        while let Some(node) = open.pop() {
            forest.order.push(node);
            for &child in forest.children[node].iter().rev() {
                forest.depths[child] = forest.depths[node] + 1;
                open.push(child);
            }
        }
        forest
    }

    /// Whether the first box is the second or above it.
    fn is_above(&self, upper: usize, lower: usize) -> bool {
        let mut at = Some(lower);
        while let Some(node) = at {
            if node == upper {
                return true;
            }
            at = self.parents[node];
        }
        false
    }
}

/// By box: the column, from the left.
pub(super) fn columns(graph: &Graph, forest: &Forest) -> Vec<usize> {
    if !graph.columns.is_empty() {
        let last = graph.columns.len() - 1;
        return graph.nodes.iter().map(|node| node.level.min(last)).collect();
    }
    if graph.links.iter().any(|link| link.faint) {
        return forest.depths.clone();
    }
    longest_ways(graph)
}

/// By box: the number of links on the longest way to it.
fn longest_ways(graph: &Graph) -> Vec<usize> {
    let boxes = graph.nodes.len();
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); boxes];
    let mut arriving = vec![0_usize; boxes];
    for link in &graph.links {
        if !reaches(&next, link.to, link.from) {
            next[link.from].push(link.to);
            arriving[link.to] += 1;
        }
    }
    let mut columns = vec![0; boxes];
    let mut open: Vec<usize> = (0..boxes).filter(|&node| arriving[node] == 0).collect();
    while let Some(node) = open.pop() {
        for &to in &next[node] {
            columns[to] = columns[to].max(columns[node] + 1);
            arriving[to] -= 1;
            if arriving[to] == 0 {
                open.push(to);
            }
        }
    }
    columns
}

fn reaches(next: &[Vec<usize>], from: usize, to: usize) -> bool {
    let mut seen = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(node) = open.pop() {
        if node == to {
            return true;
        }
        open.extend(next[node].iter().filter(|&&after| seen.insert(after)));
    }
    false
}

/// Boxes of each column from above, so that linked ones stand near each other: four sweeps by the
/// mean place of the neighbours (Sugiyama, Tagawa & Toda 1981, doi:10.1109/TSMC.1981.4308636).
pub(super) fn sorted(graph: &Graph, columns: &[usize]) -> Vec<Vec<usize>> {
    let count = columns.iter().max().map_or(0, |last| last + 1);
    let mut sorted = vec![Vec::new(); count];
    for (node, &column) in columns.iter().enumerate() {
        sorted[column].push(node);
    }
    let mut places = vec![0.0; columns.len()];
    let set = |places: &mut Vec<f64>, column: &[usize]| {
        for (place, &node) in column.iter().enumerate() {
            places[node] = place as f64 - (column.len() as f64 - 1.0) / 2.0;
        }
    };
    for column in &sorted {
        set(&mut places, column);
    }
    let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); columns.len()];
    for link in graph.links.iter().filter(|link| columns[link.from] != columns[link.to]) {
        neighbours[link.from].push(link.to);
        neighbours[link.to].push(link.from);
    }
    for _ in 0..4 {
        for column in &mut sorted {
            let mean = |node: &usize| match neighbours[*node].as_slice() {
                [] => places[*node],
                near => near.iter().map(|&near| places[near]).sum::<f64>() / near.len() as f64,
            };
            let mut keyed: Vec<(f64, usize)> =
                column.iter().map(|node| (mean(node), *node)).collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            *column = keyed.into_iter().map(|(_, node)| node).collect();
            set(&mut places, column);
        }
    }
    sorted
}
