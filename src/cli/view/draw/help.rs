//! All keys.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::{Paint, put};
use crate::cli::view::keys::TABLE;

/// Draws the table of keys, from a line on.
pub(super) fn draw(from: usize, paint: Paint, frame: &mut Frame<'_>, area: Rect) {
    let rows = || TABLE.iter().flat_map(|(_, rows)| rows.iter());
    let widest = rows().map(|row| row.names().width()).max().unwrap_or(0);
    let bold = Style::new().add_modifier(Modifier::BOLD);
    let mut lines = Vec::new();
    for (group, rows) in TABLE {
        lines.push(Line::from(Span::styled(group, bold)));
        for row in rows {
            let keys = row.names();
            let free = " ".repeat(widest.saturating_sub(keys.width()) + 2);
            lines.push(Line::from(vec![
                Span::raw("  "),
                Span::styled(keys, paint.key()),
                Span::raw(free),
                Span::raw(row.what),
            ]));
        }
        lines.push(Line::default());
    }
    put(frame, area, lines.into_iter().skip(from).collect());
}
