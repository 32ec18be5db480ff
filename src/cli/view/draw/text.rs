//! The transcript: turn numbers, speakers, the letters of codings in a margin, the words.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr;

use super::{Paint, put};
use crate::cli::view::layout::Columns;
use crate::cli::view::own::Given;
use crate::cli::view::page::{Place, Said, Word};
use crate::cli::view::state::{Proposal, State};
use crate::cli::view::wrap::{self, Bit};

/// Draws as many lines as there is room for.
pub(super) fn draw(state: &State, paint: Paint, frame: &mut Frame<'_>, area: Rect) {
    let columns = state.columns();
    let room = usize::from(area.height);
    let mut rows: Vec<Line<'_>> = Vec::new();
    let (first, skipped) = state.top;
    for (turn, said) in state.page.turns.iter().enumerate().skip(first) {
        if rows.len() >= room {
            break;
        }
        let coded = Coded::of(state, said, paint);
        let skipped = if turn == first { skipped } else { 0 };
        let all = wrap::lines(said, columns.words);
        for (at, line) in all.iter().enumerate().skip(skipped).take(room - rows.len()) {
            let mut spans = gutter(columns, turn, said, at == 0 || at == skipped, paint);
            spans.extend(coded.marks(state, line, columns.marks, paint));
            spans.push(Span::raw(" "));
            coded.words(state, turn, line, &mut spans);
            rows.push(Line::from(spans));
        }
    }
    put(frame, area, rows);
}

/// Number and speaker, where a turn begins.
fn gutter(
    columns: Columns,
    turn: usize,
    said: &Said,
    is_first: bool,
    paint: Paint,
) -> Vec<Span<'static>> {
    let number = if is_first { (turn + 1).to_string() } else { String::new() };
    let mut spans =
        vec![Span::styled(format!("{number:>width$} ", width = columns.number), paint.quiet())];
    if columns.label > 0 {
        let label = if is_first { wrap::cut(&said.label, columns.label) } else { String::new() };
        let free = " ".repeat(columns.label.saturating_sub(label.width()) + 1);
        let style = match said.counts {
            true => Style::new().add_modifier(Modifier::BOLD),
            false => paint.quiet(),
        };
        spans.extend([Span::styled(label, style), Span::raw(free)]);
    }
    spans
}

/// What is coded and proposed in one turn.
struct Coded<'s> {
    said: &'s Said,
    given: Vec<(&'s Given, Style)>,
    proposed: Vec<&'s Proposal>,
}

impl<'s> Coded<'s> {
    fn of(state: &'s State, said: &'s Said, paint: Paint) -> Self {
        let (start, end) = match (said.words.first(), said.words.last()) {
            (Some(first), Some(last)) => (first.bytes.start, last.bytes.end),
            _ => (0, 0),
        };
        let is_inside = |bytes: &std::ops::Range<usize>| bytes.start < end && start < bytes.end;
        let given = state.own.given.iter().filter(|given| is_inside(&given.bytes));
        let waiting = state.waiting.iter().filter_map(|place| state.proposals.get(*place));
        Coded {
            said,
            given: given.map(|given| (given, paint.code(state, &given.code))).collect(),
            proposed: waiting.filter(|proposal| is_inside(&proposal.bytes)).collect(),
        }
    }

    /// The letters of the codings that a line has, and `?` where something is proposed.
    fn marks(&self, state: &State, line: &[Bit], width: usize, paint: Paint) -> Vec<Span<'static>> {
        let words: Vec<&Word> =
            line.iter().filter_map(|bit| self.said.words.get(bit.word)).collect();
        let is_on = |bytes: &std::ops::Range<usize>| words.iter().any(|word| touch(word, bytes));
        let mut marks: Vec<(char, Style)> = Vec::new();
        for (given, style) in self.given.iter().filter(|(given, _)| is_on(&given.bytes)) {
            let sign = state.sign(&given.code);
            if !marks.iter().any(|(known, _)| *known == sign) {
                marks.push((sign, *style));
            }
        }
        if self.proposed.iter().any(|proposal| is_on(&proposal.bytes)) {
            marks.push(('?', paint.quiet()));
        }
        if marks.len() > width {
            marks.truncate(width.saturating_sub(1));
            marks.push(('+', Style::new()));
        }
        let free = " ".repeat(width.saturating_sub(marks.len()));
        let signs = marks.into_iter().map(|(sign, style)| Span::styled(sign.to_string(), style));
        signs.chain([Span::raw(free)]).collect()
    }

    /// The words of a line; the space between two words of one coding belongs to it.
    fn words(&self, state: &State, turn: usize, line: &[Bit], spans: &mut Vec<Span<'s>>) {
        let mut before: Option<(usize, Vec<usize>)> = None;
        for bit in line {
            let Some(word) = self.said.words.get(bit.word) else { continue };
            let on = self.on(word);
            if bit.spaced {
                let both = before.as_ref().filter(|(last, _)| {
                    let is_selected = |word| state.selection.has(Place { turn, word });
                    is_selected(*last) && is_selected(bit.word)
                });
                let shared: Vec<usize> = before
                    .iter()
                    .flat_map(|(_, known)| known)
                    .copied()
                    .filter(|given| on.contains(given))
                    .collect();
                spans.push(Span::styled(" ", self.style(&shared, both.is_some())));
            }
            let place = Place { turn, word: bit.word };
            let mut style = self.style(&on, state.selection.has(place));
            if !self.said.counts && on.is_empty() {
                style = style.add_modifier(Modifier::DIM);
            }
            if state.selection.head == place {
                style = style.add_modifier(Modifier::BOLD);
            }
            let shown = word.text.get(bit.part.clone()).unwrap_or_default();
            spans.push(Span::styled(shown, style));
            before = Some((bit.word, on));
        }
    }

    /// The places of the codings that touch a word.
    fn on(&self, word: &Word) -> Vec<usize> {
        let all = self.given.iter().enumerate();
        all.filter(|(_, (given, _))| touch(word, &given.bytes)).map(|(place, _)| place).collect()
    }

    fn style(&self, on: &[usize], is_selected: bool) -> Style {
        let mut style = match on.first().and_then(|place| self.given.get(*place)) {
            Some((_, style)) => style.add_modifier(Modifier::UNDERLINED),
            None => Style::new(),
        };
        if on.len() > 1 {
            style = style.add_modifier(Modifier::BOLD);
        }
        if is_selected {
            style = style.add_modifier(Modifier::REVERSED);
        }
        style
    }
}

fn touch(word: &Word, bytes: &std::ops::Range<usize>) -> bool {
    bytes.start < word.bytes.end && word.bytes.start < bytes.end
}
