//! Diaries: entries under lines that are a date and nothing else.
//!
//! In comes text with at least two such lines, out comes a turn an entry, with its date as written.
//! `05/03/2026` can be read two ways: the reader asks for the order.

use super::Reader;
use super::dates::{self, Date};
use super::input::Input;
use super::lines::lines;
use super::prose::Prose;
use super::speech::Speech;
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// Dated entries.
pub(super) struct Diary;

impl Reader for Diary {
    fn name(&self) -> &'static str {
        "diary"
    }

    fn about(&self) -> &'static str {
        "entries under lines that are a date"
    }

    fn recognises(&self, input: &Input) -> bool {
        let survey = input.survey();
        // Interviews of several days in one file have dates too, but people who talk.
        survey.dated >= 2 && survey.labels.known_lines() * 4 < survey.filled
    }

    fn read(&self, mut input: Input) -> Result<Transcript, Diagnostic> {
        let order = input.options.date_order;
        let (path, body) = (input.path, input.body);
        let text = input.take_text();
        let prose = Prose::of(&text, body);
        let mut speech = Speech::new(&text);
        let mut meta = input.meta;
        let mut ambiguous = Vec::new();
        for (number, line) in lines(&text, body).enumerate() {
            let line = line.trimmed();
            let heading = line.text.trim_start_matches('#').trim();
            if line.text.is_empty() {
                speech.blank();
            } else if dates::is_date_line(line.text) {
                if dates::date(heading, order) == Some(Date::Ambiguous) {
                    ambiguous.push((number + 1, heading));
                }
                speech.turn(None, None);
                if let Some(extra) = speech.builder().last_extra() {
                    extra.date = Some(heading.to_owned());
                }
            } else if speech.is_empty() {
                meta.push(("title".to_owned(), heading.to_owned()));
            } else {
                prose.line(&mut speech, line);
            }
        }
        let notes =
            ambiguous.first().map(|(line, date)| dates::doubt(path, *line, date, ambiguous.len()));
        let mut transcript = speech.finish();
        transcript.meta = meta;
        transcript.notes = notes.into_iter().collect();
        transcript.text = text;
        Ok(transcript)
    }
}

#[cfg(test)]
mod tests {
    use crate::transcript::read::{DateOrder, Options, read};

    const TEXT: &str = "Diary of P11\n\nMonday 2 March 2026\nTwo visits.\n\nIt\nrained.\n\n# 05/03/2026\nDay off.\n";

    #[test]
    fn an_entry_is_a_turn() {
        let transcript = read(TEXT.as_bytes(), "d.txt", &Options::default()).unwrap();
        assert_eq!(transcript.format, "diary");
        let entries: Vec<_> = transcript
            .turns
            .iter()
            .map(|turn| {
                let date = turn.extra.as_ref().and_then(|extra| extra.date.clone()).unwrap();
                (date, transcript.reading_text(turn).into_owned())
            })
            .collect();
        assert_eq!(entries[0], ("Monday 2 March 2026".into(), "Two visits.\n\nIt rained.".into()));
        assert_eq!(entries[1], ("05/03/2026".into(), "Day off.".into()));
        assert_eq!(transcript.meta, [("title".to_owned(), "Diary of P11".to_owned())]);
        assert!(transcript.notes[0].message.contains("`05/03/2026` on line 9"));
    }

    #[test]
    fn the_order_settles_the_doubt() {
        let options = Options { date_order: Some(DateOrder::DayFirst), ..Options::default() };
        assert!(read(TEXT.as_bytes(), "d.txt", &options).unwrap().notes.is_empty());
    }

    #[test]
    fn interviews_on_several_days_are_no_diary() {
        let text = "2 March 2026\n\nI: And?\nP1: No.\n\n9 March 2026\n\nI: So?\nP1: Yes.\n";
        let transcript = read(text.as_bytes(), "d.txt", &Options::default()).unwrap();
        assert_eq!(transcript.format, "labels");
    }
}
