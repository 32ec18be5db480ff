//! Turns as pieces of the canonical text: what every reader of plain text and Markdown builds with.
//!
//! In come the lines that belong to a turn, out come pieces with their joins: lines of a paragraph
//! join with a space, a word broken at a line's end with nothing, paragraphs with a blank line, and
//! time marks fall between the pieces.

use super::lines::Line;
use super::times::{self, Mark};
use crate::text::chars::{self, Class};
use crate::transcript::Transcript;
use crate::transcript::build::Builder;
use crate::transcript::reading::Join;

/// Collects the turns of one text.
pub(super) struct Speech<'t> {
    text: &'t str,
    builder: Builder,
    /// Whether a blank line was passed since the last piece.
    is_after_blank: bool,
    /// Whether words broken at a line's end are put together.
    joins_words: bool,
    /// A time that stood alone on a line, for the turn that begins next.
    pending: Option<u32>,
    /// The speakers by the places of their labels in [`super::speakers::Speakers`].
    speakers: Vec<Option<u32>>,
}

impl<'t> Speech<'t> {
    /// Begins with a text.
    pub(super) fn new(text: &'t str) -> Self {
        Speech {
            text,
            builder: Builder::over(String::new()),
            is_after_blank: false,
            joins_words: true,
            pending: None,
            speakers: Vec::new(),
        }
    }

    /// Keeps a hyphen at a line's end: in Jefferson notation it marks a word cut off.
    pub(super) fn keep_hyphens(&mut self) {
        self.joins_words = false;
    }

    /// Begins a turn.
    pub(super) fn turn(&mut self, label: Option<&str>, start_ms: Option<u32>) {
        self.is_after_blank = false;
        let start_ms = start_ms.or(self.pending.take());
        self.builder.begin_turn(label).start_ms = start_ms;
    }

    /// Begins a turn of the label at a place of the file's list of labels.
    pub(super) fn turn_of(&mut self, place: usize, label: &str, start_ms: Option<u32>) {
        if self.speakers.len() <= place {
            self.speakers.resize(place + 1, None);
        }
        let builder = &mut self.builder;
        let speaker = *self.speakers[place].get_or_insert_with(|| builder.speaker(label));
        self.is_after_blank = false;
        self.builder.begin_turn_of(Some(speaker)).start_ms = start_ms.or(self.pending.take());
    }

    /// Makes room for as many turns and lines.
    pub(super) fn make_room(&mut self, turns: usize, lines: usize) {
        let transcript = self.builder.transcript();
        transcript.turns.reserve(turns);
        transcript.pieces.reserve(lines);
    }

    /// The builder, for what is not speech.
    pub(super) fn builder(&mut self) -> &mut Builder {
        &mut self.builder
    }

    /// Whether no turn was begun yet.
    pub(super) fn is_empty(&mut self) -> bool {
        self.builder.last_turn().is_none()
    }

    /// A blank line: what follows in the same turn is a new paragraph.
    pub(super) fn blank(&mut self) {
        self.is_after_blank = true;
    }

    /// Adds the words of a trimmed line to the last turn.
    pub(super) fn line(&mut self, line: Line) {
        if !line.text.is_empty() {
            self.piece(line.start, line.end());
        }
    }

    /// Adds the words of a trimmed line to the last turn without anything between.
    pub(super) fn at_once(&mut self, line: Line) {
        if !line.text.is_empty() {
            self.builder.piece(line.start, line.end(), Join::None);
        }
    }

    /// Adds the words of a line that may hold time marks, which are left out.
    pub(super) fn timed_line(&mut self, line: Line) {
        let bytes = line.text.as_bytes();
        let mut at = 0;
        let mut words_from = 0;
        let mut has_words = false;
        while let Some(next) = memchr::memchr3(b'[', b'(', b'#', &bytes[at..]) {
            let escape = usize::from(next > 0 && bytes[at + next - 1] == b'\\');
            let start = at + next - escape;
            let is_first = line.text[words_from..start].trim().is_empty() && !has_words;
            match times::mark(&bytes[start..]).filter(|mark| mark.is_sure || is_first) {
                Some(mark) => {
                    self.words(line, words_from, start);
                    has_words |= !line.text[words_from..start].trim().is_empty();
                    self.note(mark);
                    at = start + mark.length;
                    words_from = at;
                }
                None => at += next + 1,
            }
        }
        self.words(line, words_from, line.text.len());
    }

    /// A line that is a time alone: the turn that begins next starts there.
    pub(super) fn time_alone(&mut self, ms: u32) {
        self.pending = Some(ms);
    }

    /// The words between two marks.
    fn words(&mut self, line: Line, from: usize, to: usize) {
        let part = Line { start: line.start + from, text: &line.text[from..to] };
        self.line(part.trimmed());
    }

    /// What a mark tells about the last turn.
    fn note(&mut self, mark: Mark) {
        if let Some(turn) = self.builder.last_turn() {
            if mark.is_end {
                turn.end_ms = Some(mark.ms);
            } else if turn.pieces == 0 && turn.start_ms.is_none() {
                turn.start_ms = Some(mark.ms);
            }
        }
    }

    fn piece(&mut self, start: usize, end: usize) {
        let is_first = self.builder.last_turn().is_none_or(|turn| turn.pieces == 0);
        let join = match (is_first, self.is_after_blank) {
            (true, _) => Join::None,
            (false, true) => Join::Paragraph,
            (false, false) => self.join_before(start),
        };
        self.is_after_blank = false;
        self.builder.piece(start, end, join);
    }

    /// What stands between the last piece and one on a further line of the same paragraph.
    fn join_before(&mut self, start: usize) -> Join {
        let pieces = &mut self.builder.transcript().pieces;
        let Some(last) = pieces.last_mut() else { return Join::None };
        let before = self.text.get(..last.end as usize).unwrap_or_default();
        let next = self.text.get(start..).and_then(|text| text.chars().next());
        let Some(next) = next else { return Join::Space };
        if self.joins_words
            && next.is_lowercase()
            && let Some(word) = before.strip_suffix('-')
            && word.chars().next_back().is_some_and(char::is_lowercase)
            && last.end > last.start + 1
        {
            last.end -= 1;
            return Join::None;
        }
        let sets_no_space = |c: char| {
            chars::class(c) == Class::Spaceless
                || matches!(u32::from(c), 0x3000..=0x303F | 0xFF00..=0xFFEF)
        };
        match before.chars().next_back() {
            Some(last) if sets_no_space(last) && sets_no_space(next) => Join::None,
            _ => Join::Space,
        }
    }

    /// The transcript's turns, without its text.
    pub(super) fn finish(self) -> Transcript {
        self.builder.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::read::lines::lines;

    fn read(text: &str) -> (String, Option<u32>, Option<u32>) {
        let mut speech = Speech::new(text);
        speech.turn(Some("P"), None);
        for line in lines(text, 0) {
            match line.is_blank() {
                true => speech.blank(),
                false => speech.timed_line(line.trimmed()),
            }
        }
        let mut transcript = speech.finish();
        transcript.text = text.to_owned();
        let turn = &transcript.turns[0];
        (transcript.reading_text(turn).into_owned(), turn.start_ms, turn.end_ms)
    }

    fn words(text: &str) -> String {
        read(text).0
    }

    #[test]
    fn lines_join_as_they_were_wrapped() {
        assert_eq!(
            words("a client of the ser-\n  vice for\n\ntwo years"),
            "a client of the service for\n\ntwo years"
        );
        assert_eq!(words("well-\nKnown and --\nso"), "well- Known and -- so");
        assert_eq!(words("我们很\n担心，\n你"), "我们很担心，你");
        assert_eq!(words("-\nso"), "- so");
    }

    #[test]
    fn time_marks_fall_between_the_pieces() {
        assert_eq!(
            read("[00:00:05] I saw her. [00:00:35] She left. #00:00:40-5#"),
            ("I saw her. She left.".to_owned(), Some(5_000), Some(40_500))
        );
        assert_eq!(
            words("I said [inaudible 00:07] at (10:30) [so]"),
            "I said [inaudible 00:07] at (10:30) [so]"
        );
        assert_eq!(words("[00:01]"), "");
    }
}
