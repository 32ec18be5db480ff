//! A map: boxes in columns, each to the right of what it belongs to or follows from.
//!
//! Families have bands of their own, so lines of belonging never cross. Arrows and their words run
//! in the channels between the columns, which are as wide as the longest words in them.

use super::placed::{Frame, LABEL, Label, Placed, WIDE, WIDTH};
use super::route::Router;
use super::tree::{Forest, columns, sorted};
use crate::report::draw::svg::length;
use crate::report::figure::{Graph, Link};

/// A map of more boxes than this would be too high for a page with narrow ones.
const FEW: usize = 18;
/// Between two boxes of a column.
const GAP: f64 = 14.0;
/// Between two boxes of a column that are linked.
const LINKED: f64 = 44.0;
/// Between two boxes of a column that arrows may have to cross.
const CROSSED: f64 = 28.0;
/// More words on arrows than this make a channel wider.
const MANY: usize = 3;
/// Between two columns, at least.
const CHANNEL: f64 = 56.0;

pub(super) fn place(graph: &Graph) -> Placed {
    let forest = Forest::of(graph);
    let columns = columns(graph, &forest);
    let width = if graph.nodes.len() > FEW { WIDE } else { WIDTH };
    let mut boxes: Vec<Frame> = graph.nodes.iter().map(|node| Frame::of(node, width)).collect();
    let has_families = graph.columns.is_empty() && graph.links.iter().any(|link| link.faint);
    let order = if has_families {
        bands(graph, &forest, &mut boxes);
        in_columns(&boxes, &columns)
    } else {
        let order = sorted(graph, &columns);
        stack(graph, &order, &mut boxes);
        order
    };
    if !graph.columns.is_empty() {
        for frame in &mut boxes {
            frame.level = 1;
        }
    }
    let graph = &without_doubles(graph);
    let router = Router { graph, columns: &columns, order: &order, left: &[], width };
    let channels = channels(&router, &boxes);
    let mut x = 0.0;
    let mut left = Vec::new();
    for (column, nodes) in order.iter().enumerate() {
        for &node in nodes {
            boxes[node].x = x;
        }
        left.push(x);
        x += width + channels.get(column).copied().unwrap_or(CHANNEL);
    }
    let router = Router { graph, columns: &columns, order: &order, left: &left, width };
    let (arrows, labels) = router.routes(&boxes);
    let headings = headings(graph, &left, &boxes, &labels, width);
    Placed { boxes, arrows, labels, headings, ..Placed::default() }.framed()
}

/// The graph without lines of belonging where an arrow joins the same boxes.
fn without_doubles(graph: &Graph) -> Graph {
    let mut less = graph.clone();
    less.links.retain(|link| !link.faint || !are_linked(graph, link.from, link.to));
    less
}

/// Whether two boxes are joined by an arrow.
fn are_linked(graph: &Graph, one: usize, other: usize) -> bool {
    let joins =
        |link: &Link| !link.faint && [(one, other), (other, one)].contains(&(link.from, link.to));
    graph.links.iter().any(joins)
}

fn gap(graph: &Graph, one: usize, other: usize) -> f64 {
    if are_linked(graph, one, other) { LINKED } else { GAP }
}

/// Gives every family a band as high as its boxes need; a parent stands in the middle of its own.
fn bands(graph: &Graph, forest: &Forest, boxes: &mut [Frame]) {
    let mut heights: Vec<f64> = boxes.iter().map(|frame| frame.height).collect();
    let inner = |heights: &[f64], children: &[usize]| {
        let gaps = children.windows(2).map(|pair| gap(graph, pair[0], pair[1]));
        children.iter().map(|&child| heights[child]).sum::<f64>() + gaps.sum::<f64>()
    };
    for &node in forest.order.iter().rev() {
        heights[node] = heights[node].max(inner(&heights, &forest.children[node]));
    }
    let mut tops = vec![0.0; boxes.len()];
    let roots: Vec<usize> =
        forest.order.iter().copied().filter(|&node| forest.parents[node].is_none()).collect();
    let lay = |siblings: &[usize], from: f64, tops: &mut [f64]| {
        let mut y = from;
        for (place, &node) in siblings.iter().enumerate() {
            tops[node] = y;
            let next = siblings.get(place + 1);
            y += heights[node] + next.map_or(0.0, |&next| gap(graph, node, next));
        }
    };
    lay(&roots, 0.0, &mut tops);
    for &node in &forest.order {
        let children = &forest.children[node];
        let rest = heights[node] - inner(&heights, children);
        lay(children, tops[node] + rest / 2.0, &mut tops);
        boxes[node].y = tops[node] + (heights[node] - boxes[node].height) / 2.0;
    }
}

/// The boxes of each column from above.
fn in_columns(boxes: &[Frame], columns: &[usize]) -> Vec<Vec<usize>> {
    let count = columns.iter().max().map_or(0, |last| last + 1);
    let mut order = vec![Vec::new(); count];
    for (node, &column) in columns.iter().enumerate() {
        order[column].push(node);
    }
    for column in &mut order {
        column.sort_by(|&a: &usize, &b: &usize| boxes[a].y.total_cmp(&boxes[b].y));
    }
    order
}

/// Stacks the boxes of each column around one middle line.
fn stack(graph: &Graph, order: &[Vec<usize>], boxes: &mut [Frame]) {
    for column in order {
        let gaps = column.windows(2).map(|pair| gap(graph, pair[0], pair[1]).max(CROSSED));
        let all = column.iter().map(|&node| boxes[node].height).sum::<f64>() + gaps.sum::<f64>();
        let mut y = -all / 2.0;
        for (place, &node) in column.iter().enumerate() {
            boxes[node].y = y;
            let next = column.get(place + 1);
            y += boxes[node].height + next.map_or(0.0, |&next| gap(graph, node, next).max(CROSSED));
        }
    }
}

/// The widths of the channels: every word on an arrow fits into the one it stands in.
fn channels(router: &Router<'_>, boxes: &[Frame]) -> Vec<f64> {
    let mut widths = vec![CHANNEL; router.order.len()];
    let mut words = vec![0_usize; router.order.len()];
    for (at, link) in router.graph.links.iter().enumerate().filter(|(_, link)| !link.faint) {
        let (from, to) = (router.columns[link.from], router.columns[link.to]);
        if from == to && router.is_straight(boxes, at, link) {
            continue;
        }
        let lanes = if from == to { 40.0 } else { 24.0 };
        if let Some(width) = widths.get_mut(channel(from, to)) {
            *width = width.max(length(&link.label) + 8.0 + 2.0 * lanes);
        }
        if let Some(words) = words.get_mut(channel(from, to)) {
            *words += usize::from(!link.label.is_empty());
        }
    }
    // Where many words share a channel, there is room for them to move aside.
    let more = |words: usize| if words > MANY { 1.3 } else { 1.0 };
    widths.iter().zip(words).map(|(width, words)| width * more(words)).collect()
}

/// The channel in which the words of a link stand: the first that it enters, by the column at its
/// left.
pub(super) fn channel(from: usize, to: usize) -> usize {
    if to < from { from - 1 } else { from }
}

/// The headings of the columns, above all boxes and all words on arrows.
fn headings(
    graph: &Graph,
    left: &[f64],
    boxes: &[Frame],
    labels: &[Label],
    width: f64,
) -> Vec<Label> {
    let words = labels.iter().map(|label| label.y - LABEL / 2.0);
    let top = boxes.iter().map(|frame| frame.y).chain(words).fold(0.0, f64::min);
    let heading = |(x, text): (&f64, &String)| Label::at(text, x + width / 2.0, top - LABEL - 8.0);
    left.iter().zip(&graph.columns).map(heading).collect()
}
