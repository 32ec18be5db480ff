//! Findings as text: what, where with the line and a caret, why, and the next step.
//!
//! In comes a [`Diagnostic`], out comes what stands on the terminal, in the layout of rustc
//! (annotate-snippets). Control characters of transcripts are shown, never sent.

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Label, Severity, Source};
use crate::report::escape;
use crate::report::format::terminal::PLAIN;
use crate::text::points::line_and_column;

/// Begins the word `help`: bold and cyan.
const HELP: &str = "\x1b[1m\x1b[36m";

/// Lines longer than this are not shown, only named.
const LONGEST_LINE: usize = 10_000;

/// A finding as text with control sequences for colours; it ends in a newline.
pub(super) fn render(told: &Diagnostic, width: Option<usize>) -> String {
    let safe = |text: &str| escape::terminal(text, true).into_owned();
    let level = match told.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(safe(&told.message)));
    let path = told.path.as_deref().map(safe);
    let excerpt = told.source.as_deref().and_then(|source| Excerpt::of(source, &told.labels));
    match (&told.source, &excerpt, path) {
        (Some(source), Some(excerpt), _) => group = group.element(excerpt.snippet(source)),
        (Some(source), None, _) => {
            let start = told.labels.first().map_or(0, |label| label.span.start);
            let (line, column) = line_and_column(&source.text, start);
            let origin = Origin::path(safe(&source.name)).line(line).char_column(column);
            group = group.element(origin);
        }
        (None, _, Some(path)) => group = group.element(Origin::path(path)),
        (None, _, None) => {}
    }
    let width = width.unwrap_or(DEFAULT_TERM_WIDTH);
    let mut text = Renderer::styled().term_width(width).render(&[group]);
    for line in &told.help {
        text.push_str(&format!("\n{HELP}help{PLAIN}: {}", safe(line)));
    }
    // The renderer shows all control characters but those of the upper block.
    let text: String = text
        .chars()
        .map(|c| if matches!(c, '\u{80}'..='\u{9f}') { '\u{fffd}' } else { c })
        .collect();
    text + "\n"
}

/// The lines of a source that a finding points at.
struct Excerpt<'t> {
    text: &'t str,
    first_line: usize,
    labels: Vec<(std::ops::Range<usize>, &'t str)>,
}

impl<'t> Excerpt<'t> {
    /// The lines from the first to the last label; none if there is nothing to point at or a line
    /// is too long to show.
    fn of(source: &'t Source, labels: &'t [Label]) -> Option<Self> {
        let text = source.text.as_str();
        let length = text.len();
        let floor = |at: usize| {
            let mut at = at.min(length);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = floor(labels.iter().map(|label| label.span.start).min()?);
        let end = floor(labels.iter().map(|label| label.span.end).max()?).max(start);
        let start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[end..].find('\n').map_or(length, |newline| end + newline);
        let lines = &text[start..end];
        if lines.split('\n').any(|line| line.len() > LONGEST_LINE) {
            return None;
        }
        let inside = |label: &'t Label| {
            let from = floor(label.span.start) - start;
            let to = floor(label.span.end).saturating_sub(start).max(from);
            (from..to, label.text.as_str())
        };
        Some(Excerpt {
            text: lines,
            first_line: text[..start].matches('\n').count() + 1,
            labels: labels.iter().map(inside).collect(),
        })
    }

    fn snippet(&self, source: &Source) -> Snippet<'t, annotate_snippets::Annotation<'t>> {
        let mut snippet = Snippet::source(self.text)
            .line_start(self.first_line)
            .path(escape::terminal(&source.name, false).into_owned());
        for (number, (span, text)) in self.labels.iter().enumerate() {
            let kind = if number == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let annotation = kind.span(span.clone());
            snippet = snippet.annotation(match text.is_empty() {
                true => annotation,
                false => annotation.label(escape::terminal(text, false).into_owned()),
            });
        }
        snippet
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn plain(told: &Diagnostic) -> String {
        anstream::adapter::strip_str(&render(told, None)).to_string()
    }

    #[test]
    fn the_line_and_the_next_step_are_shown() {
        let text = "schema = 1\n[study]\ntitel = \"T\"\n".to_owned();
        let source = Arc::new(Source { name: "emic.toml".into(), text });
        let told = Diagnostic::error("unknown key `titel` in `[study]`")
            .at(&source, 19..24, "")
            .at(&source, 11..18, "the table begins here")
            .did_you_mean("titel", ["title"])
            .help("the keys there are title, language, codebooks");
        insta::assert_snapshot!(plain(&told));
    }

    #[test]
    fn a_file_without_a_line_is_named() {
        let told = Diagnostic::error("this file does not exist").in_file("a/P1.vtt").help("look");
        insta::assert_snapshot!(plain(&told));
    }

    #[test]
    fn nothing_hostile_reaches_the_terminal_and_nothing_panics() {
        let text = format!("a\x1b[31m\u{9b}é\n{}", "x".repeat(20_000));
        let source = Arc::new(Source { name: "p\x07".into(), text });
        let told = Diagnostic::warning("odd \x1b]0;t").at(&source, 2..10, "\u{202e}here");
        let shown = plain(&told);
        assert!(
            shown.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'),
            "{shown:?}"
        );
        let long = Diagnostic::warning("long").at(&source, 50..60, "");
        assert!(plain(&long).contains(":2:"), "{}", plain(&long));
        for (start, end) in [(0, usize::MAX), (11, 12), (5, 3), (usize::MAX, usize::MAX)] {
            let _ = plain(&Diagnostic::warning("x").at(&source, start..end, ""));
        }
    }
}
