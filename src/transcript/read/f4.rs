//! f4 transcripts: labelled turns with a time mark at the end, `I: And then? #00:00:04-3#`.
//!
//! Recognised by the marks (tenths of a second behind a hyphen); read as labelled text, where every
//! name counts as a label.

use super::input::Input;
use super::labels::Labels;
use super::lines::lines;
use super::{Reader, times};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// Text with f4 time marks.
pub(super) struct F4;

impl Reader for F4 {
    fn name(&self) -> &'static str {
        "f4"
    }

    fn about(&self) -> &'static str {
        "f4: labels, time marks `#00:00:04-3#` at the end of turns"
    }

    fn recognises(&self, input: &Input) -> bool {
        let survey = input.survey();
        if survey.timed * 5 < survey.filled || survey.timed == 0 {
            return false;
        }
        let marked = lines(input.after_front(), 0).filter(|line| has_mark(line.text)).count();
        marked > 0 && marked * 5 >= survey.filled
    }

    fn read(&self, mut input: Input) -> Result<Transcript, Diagnostic> {
        let mut survey = input.take_survey();
        survey.labels.accept(survey.filled, &input.options.interviewers, true);
        input.put_survey(survey);
        Labels.read(input)
    }
}

fn has_mark(line: &str) -> bool {
    memchr::memchr_iter(b'#', line.as_bytes())
        .any(|at| times::mark(&line.as_bytes()[at..]).is_some_and(|mark| mark.is_end))
}

#[cfg(test)]
mod tests {
    use crate::transcript::read::{Options, read};

    #[test]
    fn the_mark_is_the_end_of_the_turn() {
        let text = "I: Wie war es? #00:00:04-3#\n\nB1: Gut. #00:00:10-0# Sehr gut. #00:00:19-8#\n";
        let transcript = read(text.as_bytes(), "t.txt", &Options::default()).unwrap();
        assert_eq!(transcript.format, "f4");
        let ends: Vec<_> = transcript.turns.iter().map(|turn| turn.end_ms).collect();
        assert_eq!(ends, [Some(4_300), Some(19_800)]);
        assert_eq!(transcript.reading_text(&transcript.turns[1]), "Gut. Sehr gut.");
    }
}
