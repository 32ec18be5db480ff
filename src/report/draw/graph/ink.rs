//! Draws a placed graph: lines below, boxes above them, words on arrows on top.

use super::placed::{Arrow, Frame, LABEL, Placed};
use crate::report::draw::svg::{
    ARROW, BOX, CORE, Canvas, FAINT, HEAD, HEADING, Hold, LEADING, LEAF, PAPER, SOFT, TEXT, WORDS,
    number,
};

/// From the middle of a line of words down to where its letters stand.
const BASE: f64 = TEXT * 0.35;

pub(super) fn canvas(placed: &Placed) -> Canvas {
    let mut canvas = Canvas::new(placed.width.ceil(), placed.height.ceil());
    for arrow in placed.arrows.iter().filter(|arrow| arrow.faint) {
        canvas.path(&commands(arrow.start, &arrow.curves), FAINT, Some(arrow.stroke()));
    }
    for arrow in placed.arrows.iter().filter(|arrow| !arrow.faint) {
        match placed.undirected {
            true => canvas.path(&commands(arrow.start, &arrow.curves), ARROW, Some(arrow.stroke())),
            false => pointed(&mut canvas, arrow),
        }
    }
    for frame in &placed.boxes {
        boxed(&mut canvas, frame);
    }
    for label in &placed.labels {
        let corner = (label.x - label.width / 2.0, label.y - LABEL / 2.0);
        canvas.rect(corner, (label.width, LABEL), PAPER);
        canvas.text((label.x, label.y + BASE), Hold::Middle, WORDS, &label.text);
    }
    for heading in &placed.headings {
        canvas.text((heading.x, heading.y + BASE), Hold::Middle, HEADING, &heading.text);
    }
    canvas
}

fn boxed(canvas: &mut Canvas, frame: &Frame) {
    let look = match frame.level {
        0 => CORE,
        1 => BOX,
        _ => LEAF,
    };
    canvas.rect((frame.x, frame.y), (frame.width, frame.height), look);
    let all = (frame.lines.len() + frame.detail.len()) as f64;
    let first = frame.middle() - (all - 1.0) * LEADING / 2.0 + BASE;
    let words = frame.lines.iter().map(|line| (line, WORDS));
    let words = words.chain(frame.detail.iter().map(|line| (line, SOFT)));
    for (place, (line, look)) in words.enumerate() {
        let at = (frame.x + frame.width / 2.0, first + place as f64 * LEADING);
        canvas.text(at, Hold::Middle, look, line);
    }
}

/// The line and the head of an arrow.
fn pointed(canvas: &mut Canvas, arrow: &Arrow) {
    let stroke = arrow.stroke();
    let (length, half) = (7.0 + stroke, 3.0 + stroke * 0.9);
    let (tip, way) = (arrow.end(), arrow.direction());
    let back = |by: f64| (tip.0 - way.0 * by, tip.1 - way.1 * by);
    let mut curves = arrow.curves.clone();
    if let Some(last) = curves.last_mut() {
        // The line ends inside the head, so that a thick one does not look out at the tip.
        last[2] = back(length - 1.0);
    }
    canvas.path(&commands(arrow.start, &curves), ARROW, Some(stroke));
    let base = back(length);
    let left = (base.0 - way.1 * half, base.1 + way.0 * half);
    let right = (base.0 + way.1 * half, base.1 - way.0 * half);
    let head = format!("M{}L{}L{}Z", point(tip), point(left), point(right));
    canvas.path(&head, HEAD, None);
}

fn commands(start: (f64, f64), curves: &[[(f64, f64); 3]]) -> String {
    let mut commands = format!("M{}", point(start));
    for [first, second, end] in curves {
        commands.push_str(&format!("C{} {} {}", point(*first), point(*second), point(*end)));
    }
    commands
}

fn point((x, y): (f64, f64)) -> String {
    format!("{} {}", number(x), number(y))
}
