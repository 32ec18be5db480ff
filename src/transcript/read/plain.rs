//! Plain text without speakers: one turn, its paragraphs, headings and fields kept.

use super::Reader;
use super::input::Input;
use super::lines::lines;
use super::prose::Prose;
use super::speech::Speech;
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// Text of any kind, where nothing else fits.
pub(super) struct Plain;

impl Reader for Plain {
    fn name(&self) -> &'static str {
        "plain"
    }

    fn about(&self) -> &'static str {
        "text without speakers, as one turn"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text", "md", "markdown"]
    }

    fn recognises(&self, _: &Input) -> bool {
        false
    }

    fn read(&self, mut input: Input) -> Result<Transcript, Diagnostic> {
        let body = input.body;
        let text = input.take_text();
        let prose = Prose::of(&text, body);
        let mut speech = Speech::new(&text);
        speech.turn(None, None);
        for line in lines(&text, body) {
            let line = line.trimmed();
            if line.text.is_empty() {
                speech.blank();
            } else {
                prose.line(&mut speech, line);
            }
        }
        let mut transcript = speech.finish();
        transcript.meta = input.meta;
        transcript.text = text;
        Ok(transcript)
    }
}

#[cfg(test)]
mod tests {
    use crate::transcript::read::{Options, read};

    #[test]
    fn a_heading_is_a_paragraph_without_its_mark() {
        let text = "## Where\nlaundry\n## Why it mattered\n\nIt was warm.\n";
        let transcript = read(text.as_bytes(), "d.md", &Options::default()).unwrap();
        let reading = transcript.reading(&transcript.turns[0]);
        assert_eq!(reading.text(), "Where\n\nlaundry\n\nWhy it mattered\n\nIt was warm.");
        for word in ["Where", "laundry", "mattered", "warm"] {
            let start = reading.text().find(word).unwrap();
            let range = reading.canonical_range(start..start + word.len());
            assert_eq!(&transcript.text[range], word);
        }
    }

    #[test]
    fn paragraphs_are_kept() {
        let text = "---\nsite: North\n---\nIt rained\nall day.\n\n\nNobody came.\n";
        let transcript = read(text.as_bytes(), "d.txt", &Options::default()).unwrap();
        assert_eq!((transcript.format, transcript.turns.len()), ("plain", 1));
        let words = transcript.reading_text(&transcript.turns[0]);
        assert_eq!(words, "It rained all day.\n\nNobody came.");
        assert_eq!(transcript.meta, [("site".to_owned(), "North".to_owned())]);
        assert_eq!(transcript.text, text);
    }
}
