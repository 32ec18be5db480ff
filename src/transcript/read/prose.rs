//! Written accounts: running text with headings and fields, of which nobody is the speaker.
//!
//! In come the lines of a text, out come pieces of its reading text: a heading is a paragraph without
//! its `#`, a field (see [`super::fields`]) begins one and loses its asterisks, all other lines go on
//! as they were wrapped. Every piece keeps its place in the text.

use super::lines::Line;
use super::speech::Speech;
use super::{fields, label, times};

/// What is known of a text before its lines are passed on.
pub(super) struct Prose {
    /// Where lines start that begin a field, ascending.
    fields: Vec<usize>,
}

impl Prose {
    /// Looks over a text from a byte on.
    pub(super) fn of(text: &str, from: usize) -> Self {
        Prose { fields: fields::starts(text, from) }
    }

    /// Adds a trimmed line that is not blank to the last turn.
    pub(super) fn line(&self, speech: &mut Speech, line: Line) {
        if let Some(heading) = heading(line) {
            speech.blank();
            speech.line(heading);
            speech.blank();
            return;
        }
        if self.fields.binary_search(&line.start).is_ok() {
            speech.blank();
        }
        let mut rest = line;
        if let Some((name, colon, words)) = emphasised(line) {
            speech.line(name);
            speech.at_once(colon);
            rest = words;
        }
        match times::may_have_time(rest.text.as_bytes()) {
            true => speech.timed_line(rest),
            false => speech.line(rest),
        }
    }
}

/// The words of a Markdown heading: one to six `#`, white space, words, perhaps `#` again.
pub(super) fn heading(line: Line) -> Option<Line> {
    let words = line.text.trim_start_matches('#');
    let depth = line.text.len() - words.len();
    if !(1..=6).contains(&depth) || !words.starts_with([' ', '\t']) {
        return None;
    }
    let open = words.trim_end_matches('#');
    let words = if open.ends_with([' ', '\t']) { open } else { words };
    let heading = Line { start: line.start + depth, text: words }.trimmed();
    (!heading.text.is_empty()).then_some(heading)
}

/// The name of an emphasised field, its colon if it stands outside, and the words behind:
/// `**Who:** me`, `**Who**: me`.
fn emphasised(line: Line) -> Option<(Line, Line, Line)> {
    let mark = ["**", "__", "*", "_"].into_iter().find(|mark| line.text.starts_with(mark))?;
    let found = label::find(line.text, false)?;
    let start = line.text.find(found.label)?;
    let end = start + found.label.len();
    let between = line.text.get(end..found.speech)?.trim_end();
    let part = |from: usize, to: usize| {
        let text = line.text.get(from..to).unwrap_or_default();
        Line { start: line.start + from, text }
    };
    let words = line.from(found.speech).trimmed();
    // A mark that closes after the words emphasises them all.
    match between.strip_suffix(mark) {
        Some(colon) => Some((part(start, end + colon.len()), part(end, end), words)),
        None => {
            let colon = between.strip_prefix(mark)?;
            let at = end + between.len() - colon.len();
            Some((part(start, end), part(at, at + colon.len()).trimmed(), words))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Line<'_> {
        Line { start: 0, text }
    }

    #[test]
    fn headings_lose_their_marks() {
        for (text, words) in [("# A", "A"), ("### Two words ##", "Two words"), ("# C#", "C#")] {
            let found = heading(line(text)).unwrap();
            assert_eq!((found.text, found.start), (words, text.find(words).unwrap()));
        }
        for text in ["#A", "# ", "####### A", "A #", "#00:00:05-1#", "## ##"] {
            assert!(heading(line(text)).is_none(), "{text}");
        }
    }

    #[test]
    fn names_of_fields_lose_their_asterisks() {
        for (text, parts) in [
            ("**Who:** me", ("Who:", "", "me")),
            ("**Who**: me", ("Who", ":", "me")),
            ("__With whom :__ me", ("With whom :", "", "me")),
            ("*Who:* me", ("Who:", "", "me")),
            ("**Who:**", ("Who:", "", "")),
        ] {
            let (name, colon, words) = emphasised(line(text)).unwrap();
            assert_eq!((name.text, colon.text, words.text), parts, "{text}");
        }
        for text in ["Who: me", "**Who: me**", "**Nobody** came: I left", "**"] {
            assert!(emphasised(line(text)).is_none(), "{text}");
        }
    }
}
