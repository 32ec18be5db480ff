//! Picking a code: what was typed, the choices, the definition of the one that is chosen.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::codebook::with_brief;
use super::words::typed;
use super::{Paint, fenced, put, safe};
use crate::cli::view::pick::{Choice, Picker, choices};
use crate::cli::view::state::State;
use crate::cli::view::wrap::tail;

/// Draws the choices in place of the codebook.
pub(super) fn draw(
    state: &State,
    picker: &Picker,
    paint: Paint,
    frame: &mut Frame<'_>,
    area: Rect,
) {
    let area = fenced(frame, area, paint);
    let row = Rect { height: area.height.min(1), ..area };
    let asked = if picker.target.is_some() { "new code: " } else { "code: " };
    typed(frame, row, asked, &picker.field);
    let rest = Rect { y: area.y + row.height, height: area.height - row.height, ..area };
    let all = choices(&state.codes, picker.field.text());
    let chosen = match all.get(picker.at) {
        Some(Choice::Known(place)) => Some(*place),
        _ => None,
    };
    let (list, below) = with_brief(state, chosen, frame, rest);
    let room = usize::from(list.height).max(1);
    let from = picker.at.saturating_sub(room - 1);
    let width = usize::from(list.width);
    let line = |(place, choice): (usize, &Choice)| {
        let style = match place == picker.at {
            true => Style::new().add_modifier(Modifier::REVERSED),
            false => Style::new(),
        };
        let name = match choice {
            Choice::New(name) => format!("+ new: {name}"),
            Choice::Known(at) => match state.codes.get(*at) {
                Some(code) if code.label == code.id || code.label.is_empty() => code.id.clone(),
                // Where the id has no room, its end tells more than the label.
                Some(code) if code.id.width() > width => tail(&code.id, width),
                Some(code) => format!("{}  {}", code.id, code.label),
                None => String::new(),
            },
        };
        Line::from(Span::styled(safe(&name, width), style))
    };
    let lines: Vec<Line<'_>> = match all.is_empty() {
        true => vec![Line::from("a heading or out of use")],
        false => all.iter().enumerate().skip(from).take(room).map(line).collect(),
    };
    put(frame, list, lines);
    put(frame, below.0, below.1);
}
