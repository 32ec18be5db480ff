//! The ways of arrows through a map, and the places of their words.
//!
//! Neighbours in a column are joined by a straight arrow, others of one column by a bow at its
//! right. An arrow to another column leaves at the side and crosses the columns between in the gap
//! that is nearest. Words stand in a channel or in a gap, never on a box and never on other words.

use super::map::channel;
use super::placed::{Arrow, Frame, LABEL, Label};
use crate::report::draw::svg::length;
use crate::report::figure::{Graph, Link};

/// The least gap between two boxes that a straight arrow with words fits into.
const ROOM: f64 = 30.0;

pub(super) struct Router<'a> {
    pub(super) graph: &'a Graph,
    pub(super) columns: &'a [usize],
    /// The boxes of each column from above.
    pub(super) order: &'a [Vec<usize>],
    /// Where each column begins.
    pub(super) left: &'a [f64],
    /// The width of the boxes.
    pub(super) width: f64,
}

/// A side of a box.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Router<'_> {
    /// The arrows in the order of the links, and their words.
    pub(super) fn routes(&self, boxes: &[Frame]) -> (Vec<Arrow>, Vec<Label>) {
        let (mut arrows, mut labels) = (Vec::new(), Vec::new());
        let mut bows = vec![0_u32; self.order.len()];
        let mut used = vec![Vec::new(); self.order.len()];
        for (at, link) in self.graph.links.iter().enumerate() {
            let (from, to) = (self.columns[link.from], self.columns[link.to]);
            let (arrow, places) = match () {
                () if from != to => self.across(boxes, at, link, &mut used),
                () if self.is_straight(boxes, at, link) => down(boxes, link),
                () => {
                    let bow = bows.get_mut(from).map_or(0, |bows| {
                        *bows += 1;
                        *bows - 1
                    });
                    self.bow(boxes, at, link, bow)
                }
            };
            arrows.push(arrow);
            if !link.label.is_empty() && !link.faint {
                labels.push(free(&link.label, &places, boxes, &labels));
            }
        }
        (arrows, labels)
    }

    /// Whether two boxes of a column stand next to each other with room between, and this is the
    /// first link between them.
    pub(super) fn is_straight(&self, boxes: &[Frame], at: usize, link: &Link) -> bool {
        let place = |node: usize| {
            let column = self.order.get(self.columns[node])?;
            column.iter().position(|other| *other == node)
        };
        let (Some(from), Some(to)) = (place(link.from), place(link.to)) else { return false };
        let pair = |link: &Link| (link.from.min(link.to), link.from.max(link.to));
        let before = self.graph.links.iter().take(at);
        let is_first = !before.filter(|other| !other.faint).any(|other| pair(other) == pair(link));
        let (upper, lower) = if from < to { (link.from, link.to) } else { (link.to, link.from) };
        let room = boxes[lower].y - boxes[upper].bottom();
        from.abs_diff(to) == 1 && is_first && room >= ROOM
    }

    /// A bow at the right of a column; for a box alone, a loop.
    fn bow(
        &self,
        boxes: &[Frame],
        at: usize,
        link: &Link,
        number: u32,
    ) -> (Arrow, Vec<(f64, f64)>) {
        let from = &boxes[link.from];
        let bulge = 22.0 + 8.0 * f64::from(number % 3);
        let apart = if link.from == link.to { 6.0 } else { 0.0 };
        let (start, end) = (
            self.port(boxes, at, link.from, Side::Right),
            self.port(boxes, at, link.to, Side::Right),
        );
        let (start, end) = ((start.0, start.1 - apart), (end.0, end.1 + apart));
        let handle = from.right() + bulge * 4.0 / 3.0;
        let curve = [(handle, start.1), (handle, end.1), end];
        let arrow = Arrow { start, curves: vec![curve], weight: link.weight, faint: link.faint };
        let half = length(&link.label) / 2.0 + 8.0;
        // A loop is too small to carry its words.
        let x = match link.from == link.to {
            true => from.right() + bulge + half,
            false => from.right() + bulge.max(half),
        };
        let (a, b) = (start.1, end.1);
        let places = [0.5, 0.4, 0.6, 0.3, 0.7].map(|share| (x, a + (b - a) * share));
        (arrow, places.to_vec())
    }

    /// An arrow from one column to another.
    fn across(
        &self,
        boxes: &[Frame],
        at: usize,
        link: &Link,
        used: &mut [Vec<f64>],
    ) -> (Arrow, Vec<(f64, f64)>) {
        let (from, to) = (self.columns[link.from], self.columns[link.to]);
        let is_right = from < to;
        let (out, into) =
            if is_right { (Side::Right, Side::Left) } else { (Side::Left, Side::Right) };
        let start = self.port(boxes, at, link.from, out);
        let end = self.port(boxes, at, link.to, into);
        let mut arrow = Arrow { start, curves: Vec::new(), weight: link.weight, faint: link.faint };
        let between: Vec<usize> = match is_right {
            true => (from + 1..to).collect(),
            false => (to + 1..from).rev().collect(),
        };
        for column in between {
            let x = self.left.get(column).copied().unwrap_or_default();
            let share = (x - start.0) / (end.0 - start.0);
            let wanted = start.1 + (end.1 - start.1) * share;
            let y = self.passage(boxes, column, wanted, used);
            let (near, far) = if is_right { (x, x + self.width) } else { (x + self.width, x) };
            arrow.level((near, y));
            arrow.straight((far, y));
        }
        arrow.level(end);
        let first = arrow.curves.first().map_or(end, |curve| curve[2]);
        // The words stay inside their channel.
        let inside = channel(from, to);
        let low = self.left.get(inside).copied().unwrap_or_default() + self.width;
        let high = self.left.get(inside + 1).copied().unwrap_or(low);
        let half = length(&link.label) / 2.0 + 8.0;
        let along = |share: f64| {
            let x = start.0 + (first.0 - start.0) * share;
            // The height of a level curve at that part of its way.
            let y = share * share * (3.0 - 2.0 * share);
            let x = x.max(low + half).min((high - half).max(low + half));
            (x, start.1 + (first.1 - start.1) * y)
        };
        (arrow, [0.5, 0.4, 0.6, 0.3, 0.7].map(along).to_vec())
    }

    /// Where a link touches the side of a box. Links of one side are spread over it in the order of
    /// where they go; all lines of belonging share one place.
    fn port(&self, boxes: &[Frame], at: usize, node: usize, side: Side) -> (f64, f64) {
        let frame = &boxes[node];
        let x = if side == Side::Left { frame.x } else { frame.right() };
        let of_side = |number: usize, link: &Link| {
            let other = match (link.from == node, link.to == node) {
                (true, _) => link.to,
                (false, true) => link.from,
                _ => return None,
            };
            if self.columns[other] == self.columns[node] {
                let is_bow = side == Side::Right && !self.is_straight(boxes, number, link);
                return is_bow.then_some(other);
            }
            let is_left = self.columns[other] < self.columns[node];
            let is_right = self.columns[other] > self.columns[node];
            let is_here = if side == Side::Left { is_left } else { is_right };
            is_here.then_some(other)
        };
        let mut slots: Vec<(f64, Option<usize>)> = Vec::new();
        for (number, link) in self.graph.links.iter().enumerate() {
            let Some(other) = of_side(number, link) else { continue };
            match link.faint {
                true if slots.iter().any(|slot| slot.1.is_none()) => {}
                true => slots.push((frame.middle(), None)),
                false => slots.push((boxes[other].middle(), Some(number))),
            }
        }
        slots.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let is_faint = self.graph.links.get(at).is_some_and(|link| link.faint);
        let own = if is_faint { None } else { Some(at) };
        let place = slots.iter().position(|slot| slot.1 == own).unwrap_or_default();
        let share = (place + 1) as f64 / (slots.len() + 1) as f64;
        (x, frame.y + frame.height * share)
    }

    /// The height at which a column can be crossed, nearest to a wanted one: above all boxes, below
    /// all, or between two; where another arrow crosses already, beside it.
    fn passage(&self, boxes: &[Frame], column: usize, wanted: f64, used: &mut [Vec<f64>]) -> f64 {
        let nodes = self.order.get(column).map_or(&[][..], Vec::as_slice);
        let (Some(first), Some(last)) = (nodes.first(), nodes.last()) else { return wanted };
        let mut free: Vec<(f64, f64)> = vec![
            (f64::NEG_INFINITY, boxes[*first].y - ASIDE),
            (boxes[*last].bottom() + ASIDE, f64::INFINITY),
        ];
        let between = nodes.windows(2);
        let between = between.map(|pair| (boxes[pair[0]].bottom() + 4.0, boxes[pair[1]].y - 4.0));
        free.extend(between.filter(|(low, high)| low < high));
        let mut taken = used.get_mut(column);
        let crossed = taken.as_ref().map_or(&[][..], |taken| taken.as_slice());
        let distance = |y: &f64| (y - wanted).abs();
        let nearest = |a: &f64, b: &f64| distance(a).total_cmp(&distance(b));
        let steps = (0..=crossed.len()).map(|step| step as f64 * APART);
        let wishes = steps.flat_map(|step| [wanted - step, wanted + step]);
        let places = wishes.flat_map(|wish| {
            free.iter().flat_map(move |&(low, high)| {
                let here = wish.max(low).min(high);
                let steps = (0..=crossed.len()).map(|step| step as f64 * APART);
                steps
                    .flat_map(move |step| [here - step, here + step])
                    .filter(move |y| (low..=high).contains(y))
            })
        });
        let places: Vec<f64> = places.collect();
        let is_free = |y: &&f64| crossed.iter().all(|other| (*y - other).abs() >= APART - 0.1);
        let best = places.iter().filter(is_free).copied().min_by(nearest);
        let best = best.or(places.iter().copied().min_by(nearest)).unwrap_or(wanted);
        if let Some(taken) = &mut taken {
            taken.push(best);
        }
        best
    }
}

/// How far from the outermost box of a column arrows cross it.
const ASIDE: f64 = 10.0;
/// Between two arrows that cross a column.
const APART: f64 = 6.0;

/// A straight arrow between two neighbours in a column.
fn down(boxes: &[Frame], link: &Link) -> (Arrow, Vec<(f64, f64)>) {
    let (from, to) = (&boxes[link.from], &boxes[link.to]);
    let is_down = from.y < to.y;
    let x = from.x + from.width / 2.0;
    let (start, end) = match is_down {
        true => (from.bottom(), to.y),
        false => (from.y, to.bottom()),
    };
    let mut arrow =
        Arrow { start: (x, start), curves: Vec::new(), weight: link.weight, faint: link.faint };
    arrow.straight((x, end));
    let beside = x + length(&link.label) / 2.0 + 12.0;
    (arrow, vec![(beside, (start + end) / 2.0)])
}

/// The first of the places at which words lie neither on a box nor on other words; else the nearest
/// above or below the first of them.
fn free(text: &str, places: &[(f64, f64)], boxes: &[Frame], labels: &[Label]) -> Label {
    let is_free = |label: &Label| {
        !labels.iter().any(|other| label.touches(other))
            && !boxes.iter().any(|frame| label.lies_on(frame))
    };
    let all = places.iter().map(|&(x, y)| Label::at(text, x, y));
    let (x, y) = places.first().copied().unwrap_or_default();
    let steps = (1..).map(|step| f64::from(step) * LABEL / 2.0).take(MOST_STEPS);
    let aside = steps.flat_map(|dy| [y + dy, y - dy]).map(|y| Label::at(text, x, y));
    let mut all = all.chain(aside);
    all.find(is_free).unwrap_or_else(|| Label::at(text, x, y))
}

/// So many half lines words are moved before they are left where they are.
const MOST_STEPS: usize = 4000;
