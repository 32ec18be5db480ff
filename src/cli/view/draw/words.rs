//! The lines around the transcript: what is open, what is known of the selection, what was done or
//! is typed, and the keys.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Paint, put, safe};
use crate::cli::view::field::Field;
use crate::cli::view::keys::{self, PICKING, READING, TYPING};
use crate::cli::view::own::Given;
use crate::cli::view::state::{Open, State};
use crate::cli::words::counted;

/// The transcript's name, how far it is, and whose codings are shown.
pub(super) fn head(state: &State, frame: &mut Frame<'_>, area: Rect) {
    let own = &state.own;
    let turn = state.selection.from().turn + 1;
    let mut parts = vec![
        format!("turn {turn} of {}", state.page.turns.len()),
        counted(own.given.len(), "coding"),
    ];
    if !state.waiting.is_empty() {
        parts.push(counted(state.waiting.len(), "proposal"));
    }
    if own.lost > 0 {
        parts.push(format!("{} not found", own.lost));
    }
    if own.done {
        parts.push("done".to_owned());
    }
    let name = format!("{} · {}", state.page.id, safe(&state.coder, 20));
    let said = format!("{name} · {}", parts.join(" · "));
    let width = usize::from(area.width);
    let said = safe(&said, width);
    let free = " ".repeat(width.saturating_sub(said.width()));
    let style = Style::new().add_modifier(Modifier::REVERSED);
    put(frame, area, vec![Line::from(Span::styled(said + &free, style))]);
}

/// What is known of the selected words: how many, their codings, what is proposed.
pub(super) fn here(state: &State, paint: Paint, frame: &mut Frame<'_>, area: Rect) {
    let width = usize::from(area.width);
    let mut lines = Vec::new();
    let looked = state.proposal.and_then(|place| state.proposals.get(place));
    let codings = state.here();
    let coding = state.coding();
    match (looked, coding) {
        (Some(proposal), _) => {
            let keys = if width >= 60 { "proposed (y accepts, x rejects)" } else { "y/x" };
            let rule = match proposal.rule.as_str() {
                "" => String::new(),
                rule => format!(" ({rule})"),
            };
            let said = format!("{keys}: {}{rule}", proposal.code);
            lines.push(Line::from(Span::styled(safe(&said, width), paint.key())));
            let brief = state.code(&proposal.code).and_then(|place| state.codes.get(place));
            lines.push(Line::from(safe(brief.map_or("", |code| &code.brief), width)));
        }
        (None, Some(coding)) => {
            let at = codings.iter().position(|given| given.id == coding.id).unwrap_or(0) + 1;
            lines.push(Line::from(vec![
                Span::styled(
                    format!("{} {}", state.sign(&coding.code), safe(&coding.code, width * 2 / 3)),
                    paint.code(state, &coding.code).add_modifier(Modifier::BOLD),
                ),
                Span::raw(safe(&about(state, coding, at, codings.len()), width)),
            ]));
            let note = coding.note.as_deref().unwrap_or_default();
            let note = if note.is_empty() { String::new() } else { format!("note: {note}") };
            lines.push(Line::from(safe(&note, width)));
        }
        (None, None) => {
            let count = counted(state.selection.count(&state.page), "word");
            let mut said = format!("{count} selected, not coded");
            if let Some(proposal) = state.asked() {
                said.push_str(&format!("; the rules propose {} (y, x)", proposal.code));
            }
            lines.push(Line::from(Span::styled(safe(&said, width), paint.quiet())));
        }
    }
    put(frame, area, lines);
}

/// Which of several codings it is, and which words it has.
fn about(state: &State, coding: &Given, at: usize, of: usize) -> String {
    let mut said = String::new();
    if of > 1 {
        said.push_str(&format!(" ({at} of {of}, Tab)"));
    }
    if coding.is_unsure {
        said.push_str(" (in changed words)");
    }
    if let Some((first, last)) = state.page.touched(&coding.bytes) {
        let word = |place| state.page.word(place).map_or("", |word| word.text.as_str());
        match first == last {
            true => said.push_str(&format!(" “{}”", word(first))),
            false => said.push_str(&format!(" “{} … {}”", word(first), word(last))),
        }
    }
    said
}

/// What is typed, else what was done.
pub(super) fn line(state: &State, paint: Paint, frame: &mut Frame<'_>, area: Rect) {
    match &state.open {
        Open::Note(field, _) => typed(frame, area, "note: ", field),
        Open::Search(field) => typed(frame, area, "/", field),
        Open::Nothing | Open::Pick(_) | Open::Help(_) | Open::Codebook(_) => {
            let style = if state.message.is_wrong { paint.wrong() } else { Style::new() };
            let said = safe(&state.message.text, usize::from(area.width));
            put(frame, area, vec![Line::from(Span::styled(said, style))]);
        }
    }
}

/// A line that is being typed, with the cursor in it. Of a long one, the end before the cursor is
/// seen.
pub(super) fn typed(frame: &mut Frame<'_>, area: Rect, asked: &str, field: &Field) {
    let (before, after) = field.parts();
    let room = usize::from(area.width).saturating_sub(asked.width() + 1);
    let mut start = before.len();
    let mut used = 0;
    for (at, c) in before.char_indices().rev() {
        used += c.width().unwrap_or(0);
        if used > room {
            break;
        }
        start = at;
    }
    let before = before.get(start..).unwrap_or_default();
    let shown = crate::report::escape::terminal(before, false).into_owned();
    let column = asked.width() + shown.width();
    let rest = crate::report::escape::terminal(after, false).into_owned();
    let bold = Style::new().add_modifier(Modifier::BOLD);
    let line =
        Line::from(vec![Span::styled(asked.to_owned(), bold), Span::raw(shown), Span::raw(rest)]);
    put(frame, area, vec![line]);
    let x = area.x.saturating_add(column as u16).min(area.right().saturating_sub(1));
    frame.set_cursor_position(Position { x, y: area.y });
}

/// The keys: as many as there is room for.
pub(super) fn foot(state: &State, paint: Paint, frame: &mut Frame<'_>, area: Rect) {
    let said = match state.open {
        Open::Nothing => None,
        Open::Pick(_) => Some(PICKING),
        Open::Note(..) | Open::Search(_) => Some(TYPING),
        Open::Help(_) | Open::Codebook(_) => Some(READING),
    };
    if let Some(said) = said {
        return put(frame, area, vec![Line::from(Span::styled(said, paint.quiet()))]);
    }
    let width = usize::from(area.width);
    let mut lines: Vec<Vec<Span<'_>>> = vec![Vec::new()];
    let mut used = 0;
    for (keys, does) in keys::footer() {
        let wide = keys.width() + 1 + does.width();
        let gap = if used > 0 { 2 } else { 0 };
        if used + gap + wide > width {
            if lines.len() >= usize::from(area.height) {
                break;
            }
            lines.push(Vec::new());
            used = 0;
        }
        if used > 0 {
            used += 2;
        }
        used += wide;
        if let Some(line) = lines.last_mut() {
            line.push(Span::raw(if line.is_empty() { "" } else { "  " }));
            line.extend([
                Span::styled(keys, paint.key()),
                Span::raw(" "),
                Span::styled(does, paint.quiet()),
            ]);
        }
    }
    put(frame, area, lines.into_iter().map(Line::from).collect());
}
