//! A process: boxes in a row, ways forward as arcs above them, ways back below, repetitions as
//! loops. The longer the way, the higher the arc, so arcs over one another do not meet.

use super::placed::{Arrow, Frame, LABEL, Label, Placed, WIDTH};
use crate::report::figure::{Graph, Link};

/// Between two boxes.
const GAP: f64 = 52.0;
/// The height of the arc to the next box.
const FIRST: f64 = 42.0;
/// What each further box adds to it.
const STEP: f64 = 36.0;
/// The height and the half width of a loop.
const LOOP: (f64, f64) = (30.0, 13.0);
/// The part of a box's edge that loops leave to the arcs, on each side.
const SIDE: f64 = WIDTH / 2.0 - 26.0;

pub(super) fn place(graph: &Graph) -> Placed {
    let mut boxes: Vec<Frame> = graph.nodes.iter().map(|node| Frame::of(node, WIDTH)).collect();
    let tallest = boxes.iter().map(|frame| frame.height).fold(0.0, f64::max);
    for (place, frame) in boxes.iter_mut().enumerate() {
        frame.x = place as f64 * (WIDTH + GAP);
        frame.height = tallest;
    }
    let mut placed = Placed { boxes, ..Placed::default() };
    for (at, link) in graph.links.iter().enumerate() {
        let (arrow, label) = match link.from == link.to {
            true => turn_back(&placed.boxes, link),
            false => arc(&placed.boxes, graph, at, link),
        };
        placed.arrows.push(arrow);
        if !link.label.is_empty() {
            placed.labels.push(Label::at(&link.label, label.0, label.1));
        }
    }
    placed.framed()
}

/// A loop above its box, and the place of its label.
fn turn_back(boxes: &[Frame], link: &Link) -> (Arrow, (f64, f64)) {
    let middle = boxes.get(link.from).map_or(0.0, |frame| frame.x + WIDTH / 2.0);
    let (height, half) = LOOP;
    let handle = -height * 4.0 / 3.0;
    let end = (middle + half, 0.0);
    let curve = [(middle - 1.7 * half, handle), (middle + 1.7 * half, handle), end];
    let start = (middle - half, 0.0);
    (
        Arrow { start, curves: vec![curve], weight: link.weight, faint: link.faint },
        (middle, -height - LABEL / 2.0 - 2.0),
    )
}

/// An arc, and the place of its label.
fn arc(boxes: &[Frame], graph: &Graph, at: usize, link: &Link) -> (Arrow, (f64, f64)) {
    let is_forward = link.from < link.to;
    let bottom = boxes.first().map_or(0.0, Frame::bottom);
    let (edge, up) = if is_forward { (0.0, -1.0) } else { (bottom, 1.0) };
    let x = |place: usize| {
        let frame = boxes.get(place).map_or(0.0, |frame| frame.x);
        let (rank, all) = rank(graph, at, place);
        // From the corner inwards: the shorter the way, the nearer to the corner.
        let inwards = SIDE * (rank + 1) as f64 / (all + 1) as f64;
        let is_on_the_right = place == link.from.min(link.to);
        if is_on_the_right { frame + WIDTH - inwards } else { frame + inwards }
    };
    let (start, end) = ((x(link.from), edge), (x(link.to), edge));
    let height = FIRST + STEP * (link.from.abs_diff(link.to) - 1) as f64;
    let handle = edge + up * height * 4.0 / 3.0;
    let curve = [(start.0, handle), (end.0, handle), end];
    let middle = ((start.0 + end.0) / 2.0, edge + up * height);
    (Arrow { start, curves: vec![curve], weight: link.weight, faint: link.faint }, middle)
}

/// The place of a link among those at the same corner of a box, and how many there are.
fn rank(graph: &Graph, at: usize, place: usize) -> (usize, usize) {
    let Some(own) = graph.links.get(at) else { return (0, 1) };
    let corner = |link: &Link| {
        let touches = link.from == place || link.to == place;
        touches.then_some((link.from < link.to, place == link.from.min(link.to)))
    };
    let mut same: Vec<(usize, usize)> = graph
        .links
        .iter()
        .enumerate()
        .filter(|(_, link)| link.from != link.to && corner(link) == corner(own))
        .map(|(at, link)| (link.from.abs_diff(link.to), at))
        .collect();
    same.sort_unstable();
    let rank = same.iter().position(|(_, other)| *other == at);
    (rank.unwrap_or_default(), same.len())
}
