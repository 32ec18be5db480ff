//! CHAT transcripts of CLAN and TalkBank (MacWhinney, The CHILDES Project, part 1: the CHAT format).
//!
//! In comes the text, out comes a turn an utterance (`*MOT:`), with the times of its bullet. Of the
//! markup, what is not spoken becomes an annotation or falls away ([`words`]); dependent tiers
//! (`%mor:`) and the lines of the header are not speech, but the header's become front matter.

use super::chat_words as words;
use super::input::Input;
use super::{Reader, lines};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;
use crate::transcript::build::Builder;

/// CHAT.
pub(super) struct Chat;

/// What encloses the times of an utterance.
const BULLET: char = '\u{15}';

/// Header lines that are told as front matter.
const TOLD: [&str; 7] =
    ["Participants", "Languages", "Date", "Location", "Situation", "Activities", "Media"];

impl Reader for Chat {
    fn name(&self) -> &'static str {
        "chat"
    }

    fn about(&self) -> &'static str {
        "CHAT of CLAN and TalkBank: utterances `*MOT:`, dependent tiers left out"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["cha"]
    }

    fn recognises(&self, input: &Input) -> bool {
        input.first_lines().next().is_some_and(|line| matches!(line, "@UTF8" | "@Begin"))
    }

    fn read(&self, mut input: Input) -> Result<Transcript, Diagnostic> {
        let path = input.path;
        let text = input.take_text();
        let mut reading = Reading::default();
        for line in lines::lines(&text, 0) {
            match line.text.strip_prefix('\t') {
                Some(more) => {
                    reading.line.push(' ');
                    reading.line.push_str(more);
                }
                None => {
                    reading.take();
                    reading.line.push_str(line.text);
                }
            }
        }
        reading.take();
        let mut transcript = reading.builder.finish();
        transcript.meta = reading.meta;
        if reading.tiers > 0 {
            let lines = if reading.tiers == 1 { "line" } else { "lines" };
            let message = format!(
                "{} {lines} of dependent tiers (`%…:`) in `{path}` not read",
                reading.tiers
            );
            transcript.notes.push(Diagnostic::note(message).in_file(path));
        }
        if transcript.turns.is_empty() {
            let message = format!("`{path}` has no utterance (`*…:`)");
            transcript.notes.push(Diagnostic::warning(message).in_file(path));
        }
        Ok(transcript)
    }
}

/// The file under reading.
#[derive(Default)]
struct Reading {
    builder: Builder,
    meta: Vec<(String, String)>,
    /// The line so far, with the lines that continue it.
    line: String,
    /// Lines of dependent tiers.
    tiers: usize,
}

impl Reading {
    /// The line is whole.
    fn take(&mut self) {
        let line = std::mem::take(&mut self.line);
        if line.starts_with('%') {
            self.tiers += 1;
        } else if let Some(main) = line.strip_prefix('*')
            && let Some((speaker, said)) = main.split_once(':')
        {
            let (said, times) = without_bullets(said);
            let spoken = words::spoken(&said);
            if !spoken.is_empty() {
                self.builder.push(
                    Some(speaker.trim()).filter(|name| !name.is_empty()),
                    &spoken,
                    times,
                );
            }
        } else if let Some((name, value)) =
            line.strip_prefix('@').and_then(|line| line.split_once(':'))
            && TOLD.contains(&name)
        {
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            self.meta.push((name.to_lowercase(), value));
        }
    }
}

/// Begin and end of an utterance, in milliseconds.
type Times = (Option<u32>, Option<u32>);

/// An utterance without its bullets, and the times of them.
fn without_bullets(said: &str) -> (String, Times) {
    let (mut text, mut start, mut end) = (String::new(), None, None);
    for (number, part) in said.split(BULLET).enumerate() {
        if number % 2 == 0 {
            text.push_str(part);
            continue;
        }
        // Older files name the recording before the times: `%snd:"file"_0_3400`.
        let mut numbers = part.rsplit('_');
        let (last, first) = (numbers.next(), numbers.next());
        end = last.and_then(|last| last.trim().parse().ok()).or(end);
        start = start.or(first.and_then(|first| first.trim().parse().ok()));
    }
    (text, (start, end))
}

#[cfg(test)]
mod tests {
    use crate::transcript::read::{Options, read};

    #[test]
    fn utterances_are_turns_with_times() {
        let text = "@UTF8\n@Begin\n@Participants:\tINV Mara Investigator, P01 Odell Adult\n\
                    *INV:\thow was it ? \u{15}0_3400\u{15}\n%mor:\tadv|how\n\
                    *P01:\tI (.) &-um walked [/] walked\n\tfor two days . \u{15}3400_5000\u{15}\n\
                    *P01:\t0 .\n*P01:\t&=laughs xxx .\n@End\n";
        let transcript = read(text.as_bytes(), "t.cha", &Options::default()).unwrap();
        assert_eq!(transcript.format, "chat");
        assert_eq!(
            transcript.text,
            "INV: how was it?\nP01: I um walked walked for two days.\nP01: [laughs] [unintelligible]."
        );
        let times: Vec<_> =
            transcript.turns.iter().map(|turn| (turn.start_ms, turn.end_ms)).collect();
        assert_eq!(times, [(Some(0), Some(3400)), (Some(3400), Some(5000)), (None, None)]);
        assert_eq!(transcript.meta[0].0, "participants");
        assert!(transcript.notes[0].message.contains("1 line of dependent tiers"));
    }
}
