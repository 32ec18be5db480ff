//! A graph whose parts have their places: what is left is to write them down.
//!
//! Lengths are in pixels; x grows to the right, y downwards.

use crate::report::draw::svg::{LEADING, length, lines};
use crate::report::figure::Node;

/// The width of a box.
pub(super) const WIDTH: f64 = 168.0;
/// The width of a box of which there are many: its words stand on fewer lines.
pub(super) const WIDE: f64 = 240.0;
/// Between a box's border and its words.
const PADDING: f64 = 10.0;
/// Lines of words and of counts in a box.
const MOST: usize = 5;
/// Around the drawing.
pub(super) const MARGIN: f64 = 16.0;
/// The height of a label on an arrow.
pub(in crate::report) const LABEL: f64 = 16.0;

/// A drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::report) struct Placed {
    pub(in crate::report) boxes: Vec<Frame>,
    pub(in crate::report) arrows: Vec<Arrow>,
    /// Whether arrows have no heads.
    pub(in crate::report) undirected: bool,
    pub(in crate::report) labels: Vec<Label>,
    /// Words above the columns, centred.
    pub(in crate::report) headings: Vec<Label>,
    pub(in crate::report) width: f64,
    pub(in crate::report) height: f64,
}

/// A box with its words.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::report) struct Frame {
    pub(in crate::report) x: f64,
    pub(in crate::report) y: f64,
    pub(in crate::report) width: f64,
    pub(in crate::report) height: f64,
    pub(in crate::report) lines: Vec<String>,
    pub(in crate::report) detail: Vec<String>,
    pub(in crate::report) level: usize,
}

/// An arrow.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::report) struct Arrow {
    /// Where it begins.
    pub(in crate::report) start: (f64, f64),
    /// Cubic curves: two handles and an end each.
    pub(in crate::report) curves: Vec<[(f64, f64); 3]>,
    pub(in crate::report) weight: f64,
    pub(in crate::report) faint: bool,
}

/// Words on an arrow, by their middle.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::report) struct Label {
    pub(in crate::report) x: f64,
    pub(in crate::report) y: f64,
    pub(in crate::report) width: f64,
    pub(in crate::report) text: String,
}

impl Frame {
    /// The box of a node, not placed yet.
    pub(super) fn of(node: &Node, width: f64) -> Self {
        let room = width - 2.0 * PADDING;
        // Several counts stand on a line each where they do not fit on one.
        let parts: Vec<&str> = match length(&node.detail) > room {
            true => node.detail.split(", ").take(MOST).collect(),
            false => vec![&node.detail],
        };
        let detail: Vec<String> =
            parts.into_iter().flat_map(|part| lines(part, room, MOST)).collect();
        let lines = lines(&node.label, room, MOST);
        Frame {
            width,
            height: (lines.len() + detail.len()) as f64 * LEADING + 2.0 * PADDING,
            lines,
            detail,
            level: node.level,
            ..Frame::default()
        }
    }

    pub(super) fn right(&self) -> f64 {
        self.x + self.width
    }

    pub(super) fn bottom(&self) -> f64 {
        self.y + self.height
    }

    pub(super) fn middle(&self) -> f64 {
        self.y + self.height / 2.0
    }
}

impl Arrow {
    /// A curve that leaves and arrives level.
    pub(super) fn level(&mut self, end: (f64, f64)) {
        let from = self.end();
        let middle = (from.0 + end.0) / 2.0;
        self.curves.push([(middle, from.1), (middle, end.1), end]);
    }

    /// A straight line.
    pub(super) fn straight(&mut self, end: (f64, f64)) {
        let from = self.end();
        self.curves.push([from, end, end]);
    }

    /// Places along it, dense enough to say how far it reaches.
    pub(super) fn points(&self) -> Vec<(f64, f64)> {
        let mut points = vec![self.start];
        for [first, second, end] in &self.curves {
            let from = points.last().copied().unwrap_or(self.start);
            points.extend((1..=8).map(|step| {
                let t = f64::from(step) / 8.0;
                let part = |a: f64, b: f64, c: f64, d: f64| {
                    let u = 1.0 - t;
                    u * u * u * a + 3.0 * u * u * t * b + 3.0 * u * t * t * c + t * t * t * d
                };
                (part(from.0, first.0, second.0, end.0), part(from.1, first.1, second.1, end.1))
            }));
        }
        points
    }

    /// How thick its line is.
    pub(in crate::report) fn stroke(&self) -> f64 {
        let weight = if self.weight.is_finite() { self.weight.clamp(0.0, 1.0) } else { 0.0 };
        if self.faint { 1.2 } else { 1.2 + 3.3 * weight }
    }

    /// The direction in which it arrives, of length 1.
    pub(in crate::report) fn direction(&self) -> (f64, f64) {
        let Some([first, second, tip]) = self.curves.last() else { return (1.0, 0.0) };
        let before = if second == tip { first } else { second };
        let (dx, dy) = (tip.0 - before.0, tip.1 - before.1);
        let length = dx.hypot(dy);
        if length > 0.0 { (dx / length, dy / length) } else { (1.0, 0.0) }
    }

    /// Where it ends so far.
    pub(in crate::report) fn end(&self) -> (f64, f64) {
        self.curves.last().map_or(self.start, |curve| curve[2])
    }
}

impl Label {
    /// Words around a place.
    pub(super) fn at(text: &str, x: f64, y: f64) -> Self {
        Label { x, y, width: length(text) + 8.0, text: text.to_owned() }
    }

    /// Whether two labels touch.
    pub(super) fn touches(&self, other: &Label) -> bool {
        (self.x - other.x).abs() < (self.width + other.width) / 2.0 - ROUNDING
            && (self.y - other.y).abs() < LABEL - ROUNDING
    }

    /// Whether it lies on a box.
    pub(super) fn lies_on(&self, frame: &Frame) -> bool {
        let (across, down) = (self.width / 2.0 - ROUNDING, LABEL / 2.0 - ROUNDING);
        self.x + across > frame.x
            && self.x - across < frame.right()
            && self.y + down > frame.y
            && self.y - down < frame.bottom()
    }
}

/// What is side by side stays so when everything is moved: sums differ in their last digits.
const ROUNDING: f64 = 0.01;

impl Placed {
    /// Moves everything so that it begins at the margin, and measures the whole.
    pub(super) fn framed(mut self) -> Self {
        let mut low = (f64::MAX, f64::MAX);
        let mut high = (f64::MIN, f64::MIN);
        let mut see = |x: f64, y: f64| {
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
        };
        for frame in &self.boxes {
            see(frame.x, frame.y);
            see(frame.right(), frame.bottom());
        }
        for label in self.labels.iter().chain(&self.headings) {
            see(label.x - label.width / 2.0, label.y - LABEL / 2.0);
            see(label.x + label.width / 2.0, label.y + LABEL / 2.0);
        }
        for (x, y) in self.arrows.iter().flat_map(Arrow::points) {
            see(x, y);
        }
        if low.0 > high.0 {
            (low, high) = ((0.0, 0.0), (0.0, 0.0));
        }
        let (dx, dy) = (MARGIN - low.0, MARGIN - low.1);
        for frame in &mut self.boxes {
            (frame.x, frame.y) = (frame.x + dx, frame.y + dy);
        }
        for label in self.labels.iter_mut().chain(&mut self.headings) {
            (label.x, label.y) = (label.x + dx, label.y + dy);
        }
        for arrow in &mut self.arrows {
            arrow.start = (arrow.start.0 + dx, arrow.start.1 + dy);
            for (x, y) in arrow.curves.iter_mut().flatten() {
                (*x, *y) = (*x + dx, *y + dy);
            }
        }
        self.width = high.0 - low.0 + 2.0 * MARGIN;
        self.height = high.1 - low.1 + 2.0 * MARGIN;
        self
    }
}
