//! Speakers marked otherwise than by a colon: `[P1] …`, `<P1> …`, `P1 - …`, `P1 – …`, `Q. …`.
//!
//! In comes text of which no other reader knows the speakers, out comes a turn for every marked
//! line; lines and paragraphs that follow belong to the same speaker. One way of marking is taken
//! for the whole text, and only if nearly every paragraph is marked so and people take turns: a dash
//! or a full stop behind a word is seldom a label.

use std::collections::BTreeMap;

use super::input::Input;
use super::lines::{Line, lines};
use super::speech::Speech;
use super::{Reader, fields, front, label_words, times};
use crate::diagnostic::Diagnostic;
use crate::text::annotation::{self, Kind};
use crate::transcript::Transcript;

/// Text whose speakers are marked in another way.
pub(super) struct Marked;

/// The most characters of a label.
const LONGEST: usize = 40;

/// The most different speakers.
const MOST_SPEAKERS: usize = 12;

impl Reader for Marked {
    fn name(&self) -> &'static str {
        "marked"
    }

    fn about(&self) -> &'static str {
        "speakers in brackets, before a dash or a full stop: `[P1] text`"
    }

    fn recognises(&self, input: &Input) -> bool {
        Way::of(input.after_front()).is_some()
    }

    fn read(&self, mut input: Input) -> Result<Transcript, Diagnostic> {
        let body = input.body;
        let survey = input.take_survey();
        let text = input.take_text();
        let way = Way::of(text.get(body..).unwrap_or_default());
        let mark = |text| way.and_then(|way| way.mark(text));
        let first = lines(&text, body).map(Line::trimmed).find(|line| mark(line.text).is_some());
        let above = text.get(..first.map_or(0, |line| line.start)).unwrap_or_default();
        let header = front::header(above, body, &survey.labels);
        let mut speech = Speech::new(&text);
        for line in lines(&text, header.end.max(body)).map(Line::trimmed) {
            if line.text.is_empty() {
                speech.blank();
                continue;
            }
            let mut words = line;
            if let Some((label, at)) = mark(line.text) {
                speech.turn(Some(label), None);
                words = line.from(at).trimmed();
            } else if speech.is_empty() {
                speech.turn(None, None);
            }
            match times::may_have_time(words.text.as_bytes()) {
                true => speech.timed_line(words),
                false => speech.line(words),
            }
        }
        let mut transcript = speech.finish();
        transcript.meta = input.meta;
        transcript.meta.extend(header.meta);
        transcript.text = text;
        Ok(transcript)
    }
}

/// The most of them where no label is known and the mark is a common one.
const MOST_NAMES: usize = 4;

/// A way of marking speakers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// `[P1] …`
    Square,
    /// `<P1> …`
    Angle,
    /// `P1 - …`, with any dash.
    Dash,
    /// `Q. …`: labels known everywhere only.
    Stop,
}

impl Way {
    const ALL: [Way; 4] = [Way::Square, Way::Angle, Way::Dash, Way::Stop];

    /// The way in which the lines of a text are marked: people take turns, each of them speaks at
    /// least twice or is known by the label, and hardly a paragraph begins otherwise.
    fn of(text: &str) -> Option<Way> {
        Self::ALL.into_iter().find(|way| way.holds(text))
    }

    fn holds(self, text: &str) -> bool {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut marked, mut changes, mut blocks, mut others) = (0, 0, 0, 0);
        let mut last = None;
        let mut is_after_blank = true;
        for line in lines(text, 0).map(Line::trimmed) {
            if line.text.is_empty() {
                is_after_blank = true;
                continue;
            }
            let found = self.mark(line.text);
            if let Some((label, _)) = found {
                marked += 1;
                changes += usize::from(last.is_some_and(|last| last != label));
                last = Some(label);
                *counts.entry(label).or_default() += 1;
            }
            blocks += usize::from(is_after_blank);
            others += usize::from(is_after_blank && found.is_none());
            is_after_blank = false;
            // What begins with many lines of another kind is no talk.
            if others > 20 && marked * 3 < others {
                return false;
            }
        }
        let is_known = |label: &str| label_words::is_known(label_words::base(label));
        let is_speaker = |(label, lines): (&&str, &usize)| *lines >= 2 || is_known(label);
        // Before a dash stand the days of a diary, too.
        let may_be_days = self == Way::Dash
            && counts.len() > MOST_NAMES
            && !counts.keys().any(|label| is_known(label));
        marked >= 4
            && (2..=MOST_SPEAKERS).contains(&counts.len())
            && counts.len() * 2 <= marked
            && counts.iter().all(is_speaker)
            && changes * 2 >= marked
            && !may_be_days
            && others * 3 <= blocks.max(marked)
            && !fields::are_fields(counts.into_iter(), false)
    }

    /// The label that a line is marked with, and where its words begin.
    fn mark(self, line: &str) -> Option<(&str, usize)> {
        let (label, after) = match self {
            Way::Square => between(line, '[', ']')?,
            Way::Angle => between(line, '<', '>')?,
            Way::Dash => [" - ", " – ", " — "]
                .iter()
                .filter_map(|dash| line.split_once(dash))
                .min_by_key(|(label, _)| label.len())?,
            Way::Stop => line.split_once(". ").filter(|(label, _)| label_words::is_known(label))?,
        };
        let label = label.trim();
        let is_label = !label.is_empty()
            && label.chars().count() <= LONGEST
            && label_words::word_count(label_words::base(label)) <= label_words::MOST_WORDS
            && !label.contains([':', '\t', '?', '!', '…', '[', '<', '{', '"'])
            && label.contains(char::is_alphabetic)
            && (label_words::is_known(label)
                || label_words::is_name_like(label_words::base(label)))
            && !label_words::is_meta(label)
            && !label_words::is_speech(label);
        (is_label && !after.trim().is_empty()).then(|| (label, line.len() - after.len()))
    }
}

/// What stands in brackets at the beginning of a line, if it is no annotation, and what follows.
fn between(line: &str, open: char, close: char) -> Option<(&str, &str)> {
    let (label, after) = line.strip_prefix(open)?.split_once(close)?;
    let is_remark = annotation::annotations(&format!("[{label}]"), false)
        .first()
        .is_some_and(|found| !matches!(found.kind, Kind::Editorial | Kind::Redaction));
    (!is_remark && after.starts_with(char::is_whitespace)).then_some((label, after))
}

#[cfg(test)]
mod tests {
    use crate::transcript::read::{Options, read};

    fn shown(text: &str) -> (&'static str, Vec<String>) {
        let transcript = read(text.as_bytes(), "t.txt", &Options::default()).unwrap();
        let show = |turn| {
            let speaker = transcript.speaker(turn).unwrap_or("");
            format!("{speaker}|{}", transcript.reading_text(turn))
        };
        (transcript.format, transcript.turns.iter().map(show).collect())
    }

    #[test]
    fn every_way_of_marking_is_read() {
        for (open, close) in [("[", "] "), ("<", "> "), ("", " - "), ("", " – "), ("", " — ")] {
            let line = |(who, words): (&str, &str)| format!("{open}{who}{close}{words}\n");
            let said = [("Mara", "How?"), ("Odell", "So - or"), ("Mara", "And?"), ("Odell", "No.")];
            let text: String = said.into_iter().map(line).collect();
            let turns = ["Mara|How?", "Odell|So - or", "Mara|And?", "Odell|No."].map(str::to_owned);
            assert_eq!(shown(&text), ("marked", turns.to_vec()), "{text}");
        }
        let bracketed =
            "Mara (int) - How?\nP1 (f, 34) - So.\nMara (int) - And?\nP1 (f, 34) - No.\n";
        assert_eq!(shown(bracketed).0, "marked");
        let court = "Oral history 4\n\nQ. And then?\n\nA. Then I\nleft.\n\nIt rained.\n\nQ. So?\n\nA. No.\n";
        let turns = ["Q|And then?", "A|Then I left.\n\nIt rained.", "Q|So?", "A|No."];
        assert_eq!(shown(court), ("marked", turns.map(str::to_owned).to_vec()));
    }

    #[test]
    fn other_dashes_stops_and_brackets_mark_nobody() {
        for text in [
            "[Laughs] One.\n[Sighs] Two.\n[Laughs] Three.\n[Sighs] Four.\n",
            "A. One.\nB. Two.\nC. Three.\nD. Four.\n",
            "Monday - rain\nTuesday - rain\nWednesday - sun\nThursday - rain\n",
            "It was late - very.\nWe went home - all.\nIt was late - so.\nWe went home - yes.\n",
            "10:30 rain\n10:40 sun\n10:30 rain\n10:40 sun\n",
            "See https://a.example\nOr http://b.example\nSee https://c.example\nOr http://d.example\n",
            "Dr. Vale came.\nMr. Hay left.\nDr. Vale came.\nMr. Hay left.\n",
        ] {
            assert_eq!(shown(text).0, "plain", "{text}");
        }
    }
}
