//! Boxes and arrows as SVG: the stages of a process, a map of themes.
//!
//! In comes a [`Graph`], out comes the same drawing on every run, in which no box and no label lies
//! on another. [`process`] and [`map`] decide where things stand, [`ink`] draws them.

mod ink;
mod map;
pub(in crate::report) mod placed;
mod process;
mod route;
mod tree;

use super::svg::Canvas;
use crate::report::figure::{Graph, Shape};
use placed::Placed;

/// Draws a graph.
pub(super) fn draw(graph: &Graph) -> Canvas {
    ink::canvas(&placed(graph))
}

/// Decides where everything stands, for formats that have shapes of their own. Links to boxes that do not exist are left out.
pub(in crate::report) fn placed(graph: &Graph) -> Placed {
    let mut graph = graph.clone();
    let boxes = graph.nodes.len();
    graph.links.retain(|link| link.from < boxes && link.to < boxes);
    let placed = match graph.shape {
        Shape::Process => process::place(&graph),
        Shape::Map | Shape::Network => map::place(&graph),
    };
    Placed { undirected: graph.shape == Shape::Network, ..placed }
}

#[cfg(test)]
mod tests;
