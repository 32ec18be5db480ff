//! Nothing lies on anything else, whatever the graph.

use proptest::prelude::*;

use super::placed::{Frame, Label};
use super::*;
use crate::report::figure::{Figure, Link, Node};

fn node(label: &str, level: usize) -> Node {
    Node { id: label.into(), label: label.into(), detail: "3 of 17 cases".into(), level }
}

fn link(from: usize, to: usize, label: &str, faint: bool) -> Link {
    Link { from, to, label: label.into(), weight: 0.5, faint }
}

/// What lies on what.
fn overlaps(placed: &Placed) -> Vec<String> {
    let mut found = Vec::new();
    for (at, one) in placed.boxes.iter().enumerate() {
        for other in &placed.boxes[at + 1..] {
            let is_beside = (one.x - other.x).abs() >= one.width;
            if !is_beside && one.y < other.bottom() && other.y < one.bottom() {
                found.push(format!("{:?} on {:?}", one.lines, other.lines));
            }
        }
    }
    for arrow in &placed.arrows {
        let lies_in = |frame: &Frame, (x, y): (f64, f64)| {
            frame.x + 1.0 < x
                && x < frame.right() - 1.0
                && frame.y + 1.0 < y
                && y < frame.bottom() - 1.0
        };
        let boxes = placed.boxes.iter();
        let boxes = boxes.filter(|frame| arrow.points().iter().any(|&at| lies_in(frame, at)));
        found.extend(boxes.map(|frame| format!("{arrow:?} through {:?}", frame.lines)));
    }
    let words: Vec<&Label> = placed.labels.iter().chain(&placed.headings).collect();
    for (at, one) in words.iter().enumerate() {
        found.extend(
            words[at + 1..]
                .iter()
                .filter(|other| one.touches(other))
                .map(|other| format!("{one:?} on {other:?}")),
        );
        let boxes = placed.boxes.iter().filter(|frame| one.lies_on(frame));
        found.extend(boxes.map(|frame| format!("{one:?} on {:?}", frame.lines)));
        let half = one.width / 2.0;
        if one.x - half < 0.0 || one.x + half > placed.width || one.y > placed.height {
            found.push(format!("{one:?} is outside"));
        }
    }
    found
}

fn graph() -> impl Strategy<Value = Graph> {
    let boxes = 1_usize..24;
    boxes.prop_flat_map(|boxes| {
        let nodes = prop::collection::vec(("[a-z ]{0,60}", 0_usize..4), boxes);
        let labels = prop::sample::select(vec!["", "7", "precedes", "intervening condition"]);
        let links = prop::collection::vec((0..boxes + 1, 0..boxes, labels, any::<bool>()), 0..24);
        let columns = prop::sample::select(vec![0_usize, 4]);
        (nodes, links, columns, any::<bool>(), any::<bool>()).prop_map(
            |(nodes, links, columns, is_map, faint)| Graph {
                shape: if is_map { Shape::Map } else { Shape::Process },
                nodes: nodes.iter().map(|(label, level)| node(label, *level)).collect(),
                links: links
                    .iter()
                    .map(|&(from, to, label, is_faint)| link(from, to, label, is_faint && faint))
                    .collect(),
                columns: (0..columns).map(|at| format!("Column {at}")).collect(),
                ..Graph::default()
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn boxes_and_words_never_lie_on_each_other(mut graph in graph()) {
        if let Shape::Process = graph.shape {
            // A process has at most one arrow from a stage to another.
            graph.links.sort_by_key(|link| (link.from, link.to));
            graph.links.dedup_by_key(|link| (link.from, link.to));
            graph.links.iter_mut().for_each(|link| link.label = "12".into());
        }
        let placed = placed(&graph);
        prop_assert_eq!(overlaps(&placed), Vec::<String>::new());
        prop_assert_eq!(super::placed(&graph), placed);
    }
}

#[test]
fn families_have_bands_and_arrows_go_to_the_right() {
    let graph = Graph {
        shape: Shape::Map,
        nodes: ["core", "a", "a1", "a2", "b"].map(|label| node(label, 1)).to_vec(),
        links: vec![
            link(0, 1, "", true),
            link(1, 2, "", true),
            link(1, 3, "", true),
            link(0, 4, "", true),
            link(1, 4, "precedes", false),
        ],
        ..Graph::default()
    };
    let placed = placed(&graph);
    let column = |at: usize| placed.boxes[at].x;
    assert!(column(0) < column(1) && column(1) < column(2));
    assert_eq!((column(1), column(2)), (column(4), column(3)));
    assert!(placed.boxes[4].y > placed.boxes[3].middle(), "{:?}", placed.boxes);
    let arrow = &placed.arrows[4];
    assert_eq!(arrow.start.0, arrow.end().0, "neighbours are joined by a straight arrow");
}

#[test]
fn circles_and_nothing_at_all_are_drawn() {
    let circle = Graph {
        shape: Shape::Map,
        nodes: vec![node("a", 0), node("b", 0)],
        links: vec![link(0, 1, "x", false), link(1, 0, "y", false), link(1, 9, "z", false)],
        ..Graph::default()
    };
    assert_eq!(placed(&circle).arrows.len(), 2);
    let faint = Graph {
        links: vec![link(0, 1, "", true), link(1, 0, "", true), link(0, 0, "", true)],
        ..circle
    };
    assert!(overlaps(&placed(&faint)).is_empty());
    for shape in [Shape::Map, Shape::Process] {
        let empty = placed(&Graph { shape, ..Graph::default() });
        assert!(empty.width > 0.0 && empty.width < 100.0);
    }
}

#[test]
fn a_network_has_lines_without_heads() {
    let drawn = |shape| {
        let nodes = ["A", "B"].map(|label| Node { label: label.into(), ..Node::default() });
        let link = Link { from: 0, to: 1, weight: 1.0, ..Link::default() };
        let links = vec![link];
        let graph = Graph { shape, nodes: nodes.to_vec(), links, ..Graph::default() };
        crate::report::draw::svg(&Figure::Graph(graph)).matches("<path").count()
    };
    assert_eq!(drawn(Shape::Map), drawn(Shape::Network) + 1);
}
