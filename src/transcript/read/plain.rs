//! Plain text without speakers: one turn, its paragraphs kept.

use super::input::Input;
use super::lines::lines;
use super::speech::Speech;
use super::{Reader, times};
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
        let mut speech = Speech::new(&text);
        speech.turn(None, None);
        for line in lines(&text, body) {
            let line = line.trimmed();
            if line.text.is_empty() {
                speech.blank();
            } else if times::may_have_time(line.text.as_bytes()) {
                speech.timed_line(line);
            } else {
                speech.line(line);
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
