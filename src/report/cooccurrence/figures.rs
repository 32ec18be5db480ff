//! The figures of codes that stand together: a grid and a network.
//!
//! In come the codes and the counts of each pair, out come figures as values.

use super::{Options, label};
use crate::report::figure::{Figure, Graph, Heat, HeatRow, Link, Node, Shape};
use crate::report::material::Material;
use crate::statistics::cooccurrence::Pair;

/// The largest table of codes that is drawn.
const MOST_CODES: usize = 40;

pub(super) fn heat(
    material: &Material,
    codes: &[usize],
    pair: &dyn Fn(&(usize, usize)) -> Pair,
    options: &Options,
) -> Figure {
    let drawn: Vec<usize> = codes.iter().copied().take(MOST_CODES).collect();
    let cell = |a: usize, b: usize| {
        // A code with itself is no pair, and nothing is missing there.
        let found = if a == b { None } else { Some(pair(&(a, b))) };
        Some(found.map_or((0.0, String::new()), |found| {
            (found.jaccard().unwrap_or_default().min(1.0), found.both.to_string())
        }))
    };
    let row = |a: &usize| HeatRow {
        label: label(material, *a),
        depth: 0,
        cells: drawn.iter().map(|b| cell(*a, *b)).collect(),
    };
    let left = match codes.len() > MOST_CODES {
        true => format!(" The first {MOST_CODES} of {} codes.", codes.len()),
        false => String::new(),
    };
    Figure::Heat(Heat {
        title: format!("Codes that share a {}", options.level.name()),
        description: format!(
            "How often two codes stand in the same {}; darker by Jaccard's index.{left}",
            options.level.name()
        ),
        values: "Units with both codes; darker by Jaccard's index".to_owned(),
        columns: drawn.iter().map(|code| label(material, *code)).collect(),
        rows: drawn.iter().map(row).collect(),
    })
}

/// The strongest pairs as boxes and lines.
pub(super) fn network(
    material: &Material,
    codes: &[usize],
    ordered: &[(usize, usize)],
    pair: &dyn Fn(&(usize, usize)) -> Pair,
    options: &Options,
) -> Figure {
    let mut strongest: Vec<((usize, usize), Pair)> =
        ordered.iter().map(|key| (*key, pair(key))).filter(|(_, pair)| pair.both > 0).collect();
    strongest.sort_by(|one, other| {
        let jaccard = |pair: &Pair| pair.jaccard().unwrap_or_default();
        let by_jaccard = jaccard(&other.1).total_cmp(&jaccard(&one.1));
        by_jaccard.then(other.1.both.cmp(&one.1.both)).then(one.0.cmp(&other.0))
    });
    strongest.truncate(options.links);
    let most = strongest.iter().map(|(_, pair)| pair.both).max().unwrap_or(1).max(1) as f64;
    let there: Vec<usize> = codes
        .iter()
        .copied()
        .filter(|code| strongest.iter().any(|((a, b), _)| a == code || b == code))
        .collect();
    let place = |code: usize| there.iter().position(|one| *one == code).unwrap_or_default();
    let links = strongest.iter().map(|((a, b), pair)| Link {
        from: place(*a),
        to: place(*b),
        label: pair.both.to_string(),
        weight: pair.both as f64 / most,
        faint: false,
    });
    let said: Vec<String> = strongest
        .iter()
        .map(|((a, b), pair)| {
            format!("{} with {}: {}", label(material, *a), label(material, *b), pair.both)
        })
        .collect();
    let node = |code: &usize| Node {
        id: material.codebook.codes.get(*code).map(|code| code.id.clone()).unwrap_or_default(),
        label: label(material, *code),
        level: 1,
        ..Node::default()
    };
    Figure::Graph(Graph {
        title: format!("The {} strongest pairs", strongest.len()),
        description: match said.is_empty() {
            true => "No two codes stand together.".to_owned(),
            false => format!("{}. Lines have no direction.", said.join("; ")),
        },
        shape: Shape::Network,
        columns: Vec::new(),
        nodes: there.iter().map(node).collect(),
        links: links.collect(),
    })
}
