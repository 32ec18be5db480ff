//! Which part of the window shows what.
//!
//! In comes the size of the window, out come its areas. 80 × 24 shows everything; a narrow window
//! loses the codebook first, a low one the lines about the selection; below 24 × 6 there is no
//! room to work in and the view says so.

use ratatui::layout::Rect;

use super::page::Page;
use super::wrap;
use unicode_width::UnicodeWidthStr;

/// The least window.
pub(super) const LEAST: (u16, u16) = (24, 6);
/// From this width on the codebook stands beside the transcript.
const SIDE: u16 = 66;

/// The parts of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Areas {
    /// The transcript's name and how far it is.
    pub(super) head: Rect,
    pub(super) text: Rect,
    /// The codebook, or the codes to pick from.
    pub(super) side: Option<Rect>,
    /// What is known of the selection.
    pub(super) here: Rect,
    /// What was done, or what is being typed.
    pub(super) line: Rect,
    /// The keys.
    pub(super) foot: Rect,
}

/// The areas of a window; none if it is too small.
pub(super) fn areas((width, height): (u16, u16), codebook: bool, picking: bool) -> Option<Areas> {
    if width < LEAST.0 || height < LEAST.1 {
        return None;
    }
    let foot = if height >= 20 { 2 } else { 1 };
    let here = match height {
        16.. => 2,
        9.. => 1,
        _ => 0,
    };
    let head = u16::from(height >= 8);
    let body = height - foot - 1 - here - head;
    let row = |y: u16, height: u16| Rect { x: 0, y, width, height };
    let mut areas = Areas {
        head: row(0, head),
        text: row(head, body),
        side: None,
        here: row(head + body, here),
        line: row(head + body + here, 1),
        foot: row(height - foot, foot),
    };
    if width >= SIDE && (codebook || picking) {
        let side = (width / 3).clamp(26, 44);
        areas.text.width = width - side;
        areas.side = Some(Rect { x: width - side, y: head, width: side, height: body });
    } else if picking {
        let side = body - (body / 3).max(1);
        areas.text.height = body - side;
        areas.side = Some(Rect { x: 0, y: head + body - side, width, height: side });
    }
    Some(areas)
}

/// The columns of the transcript: number, label, marks, words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) number: usize,
    pub(super) label: usize,
    pub(super) marks: usize,
    pub(super) words: usize,
}

/// How wide the columns are.
pub(super) fn columns(page: &Page, width: u16) -> Columns {
    let width = usize::from(width);
    let number = page.turns.len().to_string().len();
    let most = match width {
        70.. => 12,
        50.. => 6,
        36.. => 4,
        _ => 0,
    };
    let label = page.turns.iter().map(|said| said.label.width()).max().unwrap_or(0).min(most);
    let marks = if width >= 36 { 3 } else { 1 };
    let taken = number + usize::from(label > 0) + label + 1 + marks + 1;
    Columns { number, label, marks, words: width.saturating_sub(taken + 1).max(8) }
}

/// A line of the transcript: the turn's place, and the line's in the turn.
pub(super) type Spot = (usize, usize);

/// The spot some lines before another.
pub(super) fn back(page: &Page, width: usize, (turn, line): Spot, lines: usize) -> Spot {
    if lines <= line {
        return (turn, line - lines);
    }
    let mut left = lines - line;
    for before in (0..turn).rev() {
        let Some(said) = page.turns.get(before) else { continue };
        let count = wrap::lines(said, width).len();
        if left <= count {
            return (before, count - left);
        }
        left -= count;
    }
    (0, 0)
}

/// The spot some lines after another, the last one at most.
pub(super) fn on(page: &Page, width: usize, (turn, line): Spot, lines: usize) -> Spot {
    let mut left = line + lines;
    for (after, said) in page.turns.iter().enumerate().skip(turn) {
        let count = wrap::lines(said, width).len();
        if left < count {
            return (after, left);
        }
        if after + 1 == page.turns.len() {
            return (after, count - 1);
        }
        left -= count;
    }
    (turn, line)
}

#[cfg(test)]
mod tests {
    use super::super::page::tests::page;
    use super::*;

    #[test]
    fn areas_fill_every_window_and_do_not_overlap() {
        for width in 24..200 {
            for height in 6..60 {
                for (codebook, picking) in [(true, false), (false, true), (false, false)] {
                    let areas = areas((width, height), codebook, picking).unwrap();
                    let parts = [areas.head, areas.text, areas.here, areas.line, areas.foot];
                    let side = areas.side.unwrap_or_default();
                    let all: u32 = parts.iter().chain([&side]).map(|part| part.area()).sum();
                    assert_eq!(all, u32::from(width) * u32::from(height), "{width} {height}");
                    assert!(areas.text.height >= 1 && areas.text.width >= 24);
                }
            }
        }
        assert_eq!(areas((23, 50), true, false), None);
        assert_eq!(areas((0, 0), true, false), None);
    }

    #[test]
    fn lines_are_counted_over_turns() {
        let (_, page) = page(&[("P", "one two"), ("P", ""), ("P", "three four five")]);
        assert_eq!(on(&page, 5, (0, 0), 3), (2, 0));
        assert_eq!(on(&page, 5, (0, 1), 99), (2, 2));
        assert_eq!(back(&page, 5, (2, 2), 3), (1, 0));
        assert_eq!(back(&page, 5, (2, 2), 99), (0, 0));
        assert_eq!(back(&page, 5, (2, 2), 2), (2, 0));
    }
}
