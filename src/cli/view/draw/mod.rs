//! Drawing: the state as it stands in the window.
//!
//! In come the state and a frame, out comes the frame, filled; nothing is decided here. What comes
//! from files and logs is made safe for a terminal on its way.

mod codebook;
mod help;
mod paint;
mod picker;
mod text;
mod words;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::state::{Open, State};
pub(super) use paint::Paint;

/// Draws the view.
pub(super) fn draw(state: &State, paint: Paint, frame: &mut Frame<'_>) {
    let Some(areas) = state.areas() else {
        let (width, height) = super::layout::LEAST;
        let told = format!("The window is too small: {width} × {height} at least. q leaves.");
        let width = usize::from(frame.area().width).max(1);
        let chars: Vec<char> = told.chars().collect();
        let lines = chars.chunks(width).map(|line| Line::from(line.iter().collect::<String>()));
        return put(frame, frame.area(), lines.collect());
    };
    words::head(state, frame, areas.head);
    match &state.open {
        Open::Help(from) => {
            let all = Rect { width: areas.head.width, ..areas.text };
            help::draw(*from, paint, frame, all);
        }
        Open::Codebook(from) => codebook::draw(state, *from, paint, frame, areas.text),
        Open::Nothing | Open::Pick(_) | Open::Note(..) | Open::Search(_) => {
            text::draw(state, paint, frame, areas.text);
            match (&state.open, areas.side) {
                (Open::Pick(picker), Some(side)) => {
                    picker::draw(state, picker, paint, frame, side);
                }
                (_, Some(side)) => codebook::beside(state, paint, frame, side),
                (_, None) => {}
            }
        }
    }
    words::here(state, paint, frame, areas.here);
    words::line(state, paint, frame, areas.line);
    words::foot(state, paint, frame, areas.foot);
}

/// Puts lines into an area, one below the other; what has no room is left out.
fn put(frame: &mut Frame<'_>, area: Rect, lines: Vec<Line<'_>>) {
    let area = area.intersection(frame.area());
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        frame.buffer_mut().set_line(area.x, y, &line, area.width);
    }
}

/// The room right of a line that keeps two areas apart.
fn fenced(frame: &mut Frame<'_>, area: Rect, paint: Paint) -> Rect {
    let fence = (0..area.height).map(|_| Line::from(Span::styled("│", paint.quiet())));
    put(frame, Rect { width: 1, ..area }, fence.collect());
    Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area }
}

/// Text from a file or a log, safe for a terminal, in a width.
fn safe(text: &str, width: usize) -> String {
    super::wrap::cut(&crate::report::escape::terminal(text, false), width)
}

#[cfg(test)]
mod tests;
