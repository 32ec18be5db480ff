//! Figures as values: what is drawn, before anything is drawn.
//!
//! A report says which bars, cells or boxes there are and what they are called; the drawing
//! functions decide where they stand. Every figure has a description for those who cannot see it.

/// A figure.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// Boxes and arrows: a process or a map of themes.
    Graph(Graph),
    /// Bars, one a row.
    Bars(Bars),
    /// Cells that are darker the larger their value.
    Heat(Heat),
    /// Lines over a row of places.
    Curve(Curve),
}

impl Figure {
    /// The heading.
    pub fn title(&self) -> &str {
        match self {
            Figure::Graph(graph) => &graph.title,
            Figure::Bars(bars) => &bars.title,
            Figure::Heat(heat) => &heat.title,
            Figure::Curve(curve) => &curve.title,
        }
    }

    /// The figure in words.
    pub fn description(&self) -> &str {
        match self {
            Figure::Graph(graph) => &graph.description,
            Figure::Bars(bars) => &bars.description,
            Figure::Heat(heat) => &heat.description,
            Figure::Curve(curve) => &curve.description,
        }
    }
}

/// Boxes and arrows between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// The heading.
    pub title: String,
    /// The figure in words.
    pub description: String,
    /// How the boxes stand.
    pub shape: Shape,
    /// The headings of the columns of a map; a box's level is then its column.
    pub columns: Vec<String>,
    /// The boxes.
    pub nodes: Vec<Node>,
    /// The arrows.
    pub links: Vec<Link>,
}

/// How the boxes of a graph stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// In a row, in their order: stages.
    #[default]
    Process,
    /// In columns, each to the right of what leads to it: themes.
    Map,
    /// As a map, with lines that have no direction: codes that stand together.
    Network,
}

/// A box.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// What identifies it: a code's id.
    pub id: String,
    /// Its words.
    pub label: String,
    /// A second line: counts.
    pub detail: String,
    /// How much it stands out: 0 the core, 1 themes, 2 what is below.
    pub level: usize,
}

/// An arrow.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// The place of the box it leaves.
    pub from: usize,
    /// The place of the box it reaches.
    pub to: usize,
    /// Its words: a relation's type, a count.
    pub label: String,
    /// How strong it is, from 0 to 1; thicker when stronger.
    pub weight: f64,
    /// Whether it only says that one box belongs to another.
    pub faint: bool,
}

/// Bars.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bars {
    /// The heading.
    pub title: String,
    /// The figure in words.
    pub description: String,
    /// What the length means, with its unit.
    pub axis: String,
    /// The value at the end of the axis; the largest value where it is `None`.
    pub end: Option<f64>,
    /// The bars, from the top.
    pub bars: Vec<Bar>,
}

/// One bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// Its name.
    pub label: String,
    /// How far the name is indented.
    pub depth: usize,
    /// Its length.
    pub value: f64,
    /// The value as people read it.
    pub shown: String,
    /// The ends of its interval.
    pub interval: Option<(f64, f64)>,
}

/// Cells by row and column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heat {
    /// The heading.
    pub title: String,
    /// The figure in words.
    pub description: String,
    /// What the values are, with their unit.
    pub values: String,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<HeatRow>,
}

/// One row of cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatRow {
    /// Its name.
    pub label: String,
    /// How far the name is indented.
    pub depth: usize,
    /// By column: how dark from 0 to 1, and the value as people read it; `None` is missing.
    pub cells: Vec<Option<(f64, String)>>,
}

/// Lines over a row of places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// The heading.
    pub title: String,
    /// The figure in words.
    pub description: String,
    /// What the places are.
    pub axis: String,
    /// Their names, from the left.
    pub places: Vec<String>,
    /// The lines; the first is the one that matters most.
    pub lines: Vec<Line>,
    /// By place: the ends of a band; none where it is empty.
    pub band: Vec<(f64, f64)>,
    /// What the band is.
    pub band_label: String,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Its name.
    pub label: String,
    /// By place: its height.
    pub values: Vec<f64>,
    /// Whether it is dashed: expected, not seen.
    pub dashed: bool,
}
