//! Plain text and Markdown with speaker labels: `I: And then?`.
//!
//! In comes text whose lines begin with labels (see [`super::label`] and [`super::speakers`]), out comes a turn for every
//! labelled line; lines and paragraphs that follow belong to the same speaker. Remarks (`Note: …`),
//! Markdown headings and dates alone on a line are turns of nobody.

use super::input::Input;
use super::label_words;
use super::lines::Line;
use super::speakers::Speakers;
use super::speech::Speech;
use super::survey::{Spoken, Survey};
use super::{Reader, dates, front, prose, times};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// Text with speaker labels.
pub(super) struct Labels;

impl Reader for Labels {
    fn name(&self) -> &'static str {
        "labels"
    }

    fn about(&self) -> &'static str {
        "text or Markdown with speaker labels before a colon"
    }

    fn recognises(&self, input: &Input) -> bool {
        let survey = input.survey();
        let spoken = survey.labels.accepted_lines();
        // Words such as `However:` that stand before a few paragraphs of an essay name nobody.
        let is_frequent = spoken * 20 >= survey.filled || spoken * 10 >= survey.blocks;
        match spoken {
            0 => false,
            1 => begins_with_speaker(input, survey),
            _ => is_frequent || survey.labels.known_lines() >= 2,
        }
    }

    fn read(&self, mut input: Input) -> Result<Transcript, Diagnostic> {
        let survey = input.take_survey();
        let path = input.path;
        let body = input.body;
        let text = input.take_text();
        let header = front::header(&text, body, &survey.labels);
        let mut speech = Speech::new(&text);
        speech.make_room(survey.labels.accepted_lines(), survey.filled);
        turns(&mut speech, survey.spoken(&text, body, header.end), &survey.labels);
        let mut transcript = speech.finish();
        transcript.meta = input.meta;
        transcript.meta.extend(header.meta);
        let above = memchr::memchr_iter(b'\n', &text.as_bytes()[..body]).count();
        transcript.notes = notes(&survey.labels, path, above);
        transcript.text = text;
        Ok(transcript)
    }
}

fn begins_with_speaker(input: &Input, survey: &Survey) -> bool {
    input.first_lines().next().is_some_and(|line| {
        survey.labels.speaker_at(Line { start: 0, text: line }, survey.timed > 0).is_some()
    })
}

/// Makes turns of lines.
pub(super) fn turns<'t>(
    speech: &mut Speech<'t>,
    lines: impl Iterator<Item = Spoken<'t>>,
    labels: &Speakers,
) {
    for Spoken { line, found, is_timed, is_after_blank } in lines {
        if is_after_blank {
            speech.blank();
        }
        let words = match found {
            Some((found, Some(place))) if labels.is_speaker(place) => {
                speech.turn_of(place, found.label, found.ms);
                line.from(found.speech).trimmed()
            }
            _ => {
                if is_timed && let Some(ms) = time_alone(line.text) {
                    speech.time_alone(ms);
                    continue;
                }
                let is_remark = found.is_some_and(|(found, _)| {
                    !found.label.contains(' ') && label_words::is_meta(found.label)
                });
                let heading = prose::heading(line);
                if is_remark
                    || speech.is_empty()
                    || heading.is_some()
                    || is_date(line.text, is_after_blank)
                {
                    speech.turn(None, None);
                }
                heading.unwrap_or(line)
            }
        };
        if is_timed {
            speech.timed_line(words);
        } else {
            speech.line(words);
        }
    }
}

/// A line that is a time mark alone.
fn time_alone(line: &str) -> Option<u32> {
    let whole = |mark: &times::Mark| mark.length == line.len() && !mark.is_end;
    times::only_clock(line).or_else(|| times::mark(line.as_bytes()).filter(whole).map(|m| m.ms))
}

/// A date that stands alone.
fn is_date(line: &str, is_after_blank: bool) -> bool {
    is_after_blank && line.len() <= 50 && dates::is_date_line(line)
}

/// What is to be told about the labels; `above` is the number of lines of front matter.
pub(super) fn notes(labels: &Speakers, path: &str, above: usize) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    for typo in &labels.typos {
        let (label, like, line) = (&typo.label, &typo.like, typo.line + above);
        notes.push(
            Diagnostic::warning(format!(
                "label `{label}` on line {line} of `{path}` is one letter from `{like}`"
            ))
            .in_file(path)
            .help("it is read as a speaker of its own; correct it, or name both in speakers.csv"),
        );
    }
    for (label, name) in labels.leaks() {
        notes.push(
            Diagnostic::warning(format!("label `{label}` of `{path}` carries the name `{name}`"))
                .in_file(path)
                .help("take the name out before you share the file"),
        );
    }
    notes
}

#[cfg(test)]
mod tests {
    use crate::transcript::Transcript;
    use crate::transcript::read::{Options, read};

    fn of(text: &str) -> Transcript {
        read(text.as_bytes(), "t.txt", &Options::default()).unwrap()
    }

    fn turns(text: &str) -> Vec<(Option<String>, String)> {
        let transcript = of(text);
        assert_eq!(transcript.format, "labels", "{text}");
        let pair = |turn| {
            let speaker = transcript.speaker(turn).map(str::to_owned);
            (speaker, transcript.reading_text(turn).into_owned())
        };
        transcript.turns.iter().map(pair).collect()
    }

    fn shown(text: &str) -> Vec<String> {
        let join = |(speaker, words): (Option<String>, String)| {
            format!("{}|{words}", speaker.unwrap_or_default())
        };
        turns(text).into_iter().map(join).collect()
    }

    #[test]
    fn every_labelled_line_is_a_turn() {
        let text = "I: How did you\nstart?\n\nP7: Sideways.\n\nThen I trained.\nP7: So.\nI:\nYes?";
        assert_eq!(
            shown(text),
            ["I|How did you start?", "P7|Sideways.\n\nThen I trained.", "P7|So.", "I|Yes?"]
        );
    }

    #[test]
    fn speech_with_a_colon_stays_speech() {
        let text = "I: And?\nP7: It was\nnot easy. I said to her: give me time.\nMine: yes.\n";
        assert_eq!(
            shown(text),
            ["I|And?", "P7|It was not easy. I said to her: give me time. Mine: yes."]
        );
    }

    #[test]
    fn remarks_headings_and_dates_are_nobodys() {
        let text =
            "I: And?\n\nNote: phone rings\n\n## Part two\nI: So?\n\n3 March 2026\n\nP1: Yes.";
        assert_eq!(
            shown(text),
            ["I|And?", "|Note: phone rings", "|Part two", "I|So?", "|3 March 2026", "P1|Yes."]
        );
    }

    #[test]
    fn times_stand_beside_labels_or_alone() {
        let transcript = of(
            "00:00:05\nDan: One.\nPat: [00:10] Two. [00:20] Three.\nDan (0:30): Four.\nPat: Five.",
        );
        let times: Vec<_> = transcript.turns.iter().map(|turn| turn.start_ms).collect();
        assert_eq!(times, [Some(5_000), Some(10_000), Some(30_000), None]);
        assert_eq!(transcript.reading_text(&transcript.turns[1]), "Two. Three.");
    }

    #[test]
    fn names_in_labels_and_slips_are_told() {
        let transcript = of("MOD: Who?\nP1 (Anna): Me.\nMOD: So?\nP2: No.\n");
        assert_eq!(transcript.notes.len(), 1);
        assert!(transcript.notes[0].message.contains("`Anna`"));
        let slip = "Coach: a\nClaire: b\nClaire: c\nCoach: d\nClaire: e\nClare: f\nCoach: g\n";
        assert!(of(slip).notes[0].message.contains("line 6"));
    }

    #[test]
    fn an_essay_with_a_few_colons_is_no_conversation() {
        let paragraph = "It rained for days and the river rose.\n\n".repeat(30);
        let text = format!("{paragraph}However: it stopped.\n\n{paragraph}However: not here.\n");
        assert_eq!(of(&text).format, "plain");
        assert_eq!(of("NB: bring a coat.\n").format, "labels");
        assert_eq!(of("It rained.\n\nNB: bring a coat.\n").format, "plain");
    }

    #[test]
    fn chinese_and_right_to_left_labels() {
        assert_eq!(shown("甲：你好吗\n乙：好\n甲：嗯\n"), ["甲|你好吗", "乙|好", "甲|嗯"]);
        assert_eq!(shown("מראיין: כן\nאנה: לא\n"), ["מראיין|כן", "אנה|לא"]);
    }
}
