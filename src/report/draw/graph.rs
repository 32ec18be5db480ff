//! Boxes and arrows: where the boxes of a process or of a map of themes stand.

use super::svg::Canvas;
use crate::report::figure::Graph;

/// Draws a graph.
pub(super) fn draw(_graph: &Graph) -> Canvas {
    Canvas::new(0.0, 0.0)
}
