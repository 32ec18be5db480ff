//! The codebook: its codes with the letters they have in the margin and how often they were given
//! in this transcript.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::{Paint, fenced, put, safe};
use crate::cli::view::state::State;
use crate::report::format::terminal::wrap;

/// The most lines of a definition below the codes.
const BRIEF: usize = 4;

/// Beside the transcript: so that the code of the selected words is seen, with its definition.
pub(super) fn beside(state: &State, paint: Paint, frame: &mut Frame<'_>, area: Rect) {
    let area = fenced(frame, area, paint);
    let coding = state.coding();
    let code = coding.and_then(|coding| state.code(&coding.code));
    let (list, below) = with_brief(state, code, frame, area);
    let room = usize::from(list.height);
    // The code stands in the upper third where the list is longer than the room for it.
    let most = state.codes.len().saturating_sub(room);
    let from = code.unwrap_or(0).saturating_sub(room / 3).min(most);
    put(frame, list, rows(state, from, room, usize::from(list.width), paint));
    put(frame, below.0, below.1);
}

/// In place of the transcript, from a line on.
pub(super) fn draw(state: &State, from: usize, paint: Paint, frame: &mut Frame<'_>, area: Rect) {
    let rows = rows(state, from, usize::from(area.height), usize::from(area.width), paint);
    put(frame, area, rows);
}

/// The room for the codes, and the definition of one of them below.
pub(super) fn with_brief(
    state: &State,
    code: Option<usize>,
    frame: &Frame<'_>,
    area: Rect,
) -> (Rect, (Rect, Vec<Line<'static>>)) {
    let brief = code.and_then(|place| state.codes.get(place)).map_or("", |code| &code.brief);
    if brief.is_empty() || area.height < 10 {
        return (area, (Rect { height: 0, ..area }, Vec::new()));
    }
    let text = crate::report::escape::terminal(brief, false);
    let mut lines = wrap(&text, usize::from(area.width));
    if lines.len() > BRIEF {
        lines.truncate(BRIEF);
        if let Some(last) = lines.last_mut() {
            *last = super::safe(&format!("{last} …"), usize::from(area.width));
        }
    }
    let height = lines.len() as u16 + 1;
    let list = Rect { height: area.height - height, ..area };
    let below = Rect { y: area.bottom() - height + 1, height: height - 1, ..area };
    (list, (below.intersection(frame.area()), lines.into_iter().map(Line::from).collect()))
}

fn rows(state: &State, from: usize, room: usize, width: usize, paint: Paint) -> Vec<Line<'static>> {
    if state.codes.is_empty() {
        return vec![Line::from("no codes yet")];
    }
    let here = state.here();
    let row = |code: &super::super::pick::Code| {
        let times = state.own.given.iter().filter(|given| given.code == code.id).count();
        let sign = if times > 0 { state.sign(&code.id) } else { ' ' };
        let count = if times > 0 { times.to_string() } else { String::new() };
        let indent = " ".repeat(code.depth.min(4));
        let room = width.saturating_sub(2 + indent.len() + count.len() + 1);
        let name = safe(&code.name, room);
        let free = " ".repeat(room.saturating_sub(name.width()) + 1);
        let mut style = paint.code(state, &code.id);
        if !code.is_given {
            style = paint.quiet();
        }
        if here.iter().any(|given| given.code == code.id) {
            style = style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED);
        }
        Line::from(vec![
            Span::styled(format!("{sign} {indent}"), paint.code(state, &code.id)),
            Span::styled(name, style),
            Span::raw(free),
            Span::styled(count, paint.quiet()),
        ])
    };
    state.codes.iter().skip(from).take(room).map(row).collect()
}
