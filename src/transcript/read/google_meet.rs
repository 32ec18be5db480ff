//! Google Meet transcripts: a time alone every five minutes, `Name: text` below it.
//!
//! In comes the text of the document, out come turns; the time of a turn is that of its block, so
//! times are approximate. Everything above the first time and below `… ended after` is no speech.

use super::input::Input;
use super::lines::lines;
use super::speech::Speech;
use super::{Reader, label, label_words, times};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// Google Meet's document.
pub(super) struct GoogleMeet;

impl Reader for GoogleMeet {
    fn name(&self) -> &'static str {
        "google_meet"
    }

    fn about(&self) -> &'static str {
        "Google Meet: `Name: text` under times five minutes apart"
    }

    fn recognises(&self, input: &Input) -> bool {
        input.survey().timed > 0
            && memchr::memmem::find(input.after_front().as_bytes(), b" ended after ").is_some()
            && lines(input.after_front(), 0).any(|line| is_end(bare(line.text)))
    }

    fn read(&self, mut input: Input) -> Result<Transcript, Diagnostic> {
        let body = input.body;
        let text = input.take_text();
        let mut speech = Speech::new(&text);
        let mut meta = input.meta;
        let mut block = None;
        for line in lines(&text, body) {
            let line = line.trimmed();
            let words = bare(line.text);
            if is_end(words) {
                break;
            }
            if words.is_empty() {
                speech.blank();
            } else if let Some(ms) = times::only_clock(words) {
                block = Some(ms);
            } else if block.is_none() {
                meta.push(("title".to_owned(), words.to_owned()));
            } else if let Some(found) =
                label::find(line.text, false).filter(|found| label_words::may_be_name(found.label))
            {
                speech.turn(Some(found.label), block);
                speech.line(line.from(found.speech).trimmed());
            } else {
                if speech.is_empty() {
                    speech.turn(None, block);
                }
                speech.line(line);
            }
        }
        let mut transcript = speech.finish();
        transcript.meta = meta;
        transcript.text = text;
        Ok(transcript)
    }
}

/// A line without Markdown's heading and emphasis.
fn bare(line: &str) -> &str {
    line.trim().trim_matches(['#', '*']).trim()
}

fn is_end(line: &str) -> bool {
    ["Transcription ended after ", "Meeting ended after "].iter().any(|end| line.starts_with(end))
}

#[cfg(test)]
mod tests {
    use crate::transcript::read::{Options, read};

    #[test]
    fn turns_have_the_time_of_their_block() {
        let text = "Talk - Transcript\nAttendees\nMara, Odell\n00:00:00\n \nMara: Hello.\n\
                    00:05:00\n \nOdell: So,…\nMara: Yeah.\nTranscription ended after 00:31:40\n\
                    This editable transcript was computer generated: beware.\n";
        let transcript = read(text.as_bytes(), "t.txt", &Options::default()).unwrap();
        assert_eq!(transcript.format, "google_meet");
        let shown: Vec<_> = transcript
            .turns
            .iter()
            .map(|turn| (turn.start_ms.unwrap(), transcript.reading_text(turn).into_owned()))
            .collect();
        assert_eq!(
            shown,
            [(0, "Hello.".into()), (300_000, "So,…".into()), (300_000, "Yeah.".into())]
        );
        assert_eq!(transcript.speakers, ["Mara", "Odell"]);
    }
}
