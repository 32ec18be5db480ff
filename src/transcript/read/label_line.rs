//! Speakers alone on a line, their speech below it.
//!
//! ```text
//! Coach
//! How was the week?
//!
//! Anna
//! Long.
//! ```
//!
//! In comes text whose paragraphs begin with such a line, each label at least twice; out comes a
//! turn a label. A paragraph without a label goes on with the turn.

use std::collections::BTreeMap;

use super::input::Input;
use super::lines::{Line, lines};
use super::speech::Speech;
use super::{Reader, label_words, times};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// Labels on lines of their own.
pub(super) struct LabelLine;

/// The most characters and words of a label.
const LONGEST: (usize, usize) = (40, 4);

impl Reader for LabelLine {
    fn name(&self) -> &'static str {
        "label_line"
    }

    fn about(&self) -> &'static str {
        "speakers alone on a line, speech below"
    }

    fn recognises(&self, input: &Input) -> bool {
        let survey = input.survey();
        if survey.labels.accepted_lines() * 2 >= survey.filled || survey.blocks < 2 {
            return false;
        }
        let speakers = speakers(input.after_front());
        let mut begun = 0;
        for block in Blocks::of(input.after_front(), 0) {
            begun += usize::from(speakers.contains_key(label_of(&block).unwrap_or_default()));
        }
        begun >= 2 && begun * 2 >= survey.blocks && begun > survey.labels.accepted_lines()
    }

    fn read(&self, mut input: Input) -> Result<Transcript, Diagnostic> {
        let body = input.body;
        let text = input.take_text();
        let speakers = speakers(text.get(body..).unwrap_or_default());
        let mut speech = Speech::new(&text);
        let mut meta = input.meta;
        for block in Blocks::of(&text, body) {
            speech.blank();
            let found = label_of(&block).filter(|label| speakers.contains_key(label));
            if let Some(label) = found {
                speech.turn(Some(label), None);
            } else if speech.is_empty() {
                meta.extend(block.iter().map(|line| ("title".to_owned(), line.text.to_owned())));
                continue;
            }
            for line in block.iter().skip(usize::from(found.is_some())) {
                match times::may_have_time(line.text.as_bytes()) {
                    true => speech.timed_line(*line),
                    false => speech.line(*line),
                }
            }
        }
        let mut transcript = speech.finish();
        transcript.meta = meta;
        transcript.text = text;
        Ok(transcript)
    }
}

/// The paragraphs of a text, as trimmed lines.
struct Blocks<'t, I: Iterator<Item = Line<'t>>> {
    lines: I,
}

impl<'t> Blocks<'t, std::iter::Empty<Line<'t>>> {
    fn of(text: &'t str, from: usize) -> Blocks<'t, impl Iterator<Item = Line<'t>>> {
        Blocks { lines: lines(text, from).map(Line::trimmed) }
    }
}

impl<'t, I: Iterator<Item = Line<'t>>> Iterator for Blocks<'t, I> {
    type Item = Vec<Line<'t>>;

    fn next(&mut self) -> Option<Self::Item> {
        let first = self.lines.find(|line| !line.text.is_empty())?;
        let mut block = vec![first];
        block.extend(self.lines.by_ref().take_while(|line| !line.text.is_empty()));
        Some(block)
    }
}

/// What a paragraph's first line says if it can be a label: short, a name, no sentence.
fn label_of<'t>(block: &[Line<'t>]) -> Option<&'t str> {
    let line = block.first()?.text;
    let label = line.trim_start_matches('#').trim().trim_matches('*').trim_end_matches(':');
    let base = label_words::base(label);
    let is_label = !label.is_empty()
        && label.chars().count() <= LONGEST.0
        && base.split_whitespace().count() <= LONGEST.1
        && !label.contains([':', '\t', '?', '!', '…', ',', ';'])
        && (!label.ends_with('.') || label_words::is_known(label.trim_end_matches('.')))
        && !label_words::is_meta(label)
        && (label_words::is_known(base) || label_words::is_name_like(base));
    is_label.then_some(label)
}

/// The labels that paragraphs begin with at least twice, with speech below. Labels known everywhere
/// count once too. A label may be a paragraph of its own if all its speech follows that way.
fn speakers(text: &str) -> BTreeMap<&str, usize> {
    let mut above: BTreeMap<&str, usize> = BTreeMap::new();
    let mut alone: BTreeMap<&str, usize> = BTreeMap::new();
    for block in Blocks::of(text, 0) {
        if let Some(label) = label_of(&block) {
            let counts = if block.len() > 1 { &mut above } else { &mut alone };
            *counts.entry(label).or_default() += 1;
        }
    }
    let is_speaker = |label: &str, times: usize| times >= 2 || label_words::is_known(label);
    above.retain(|label, times| is_speaker(label, *times));
    if above.is_empty() {
        alone.retain(|label, times| *times >= 3 || label_words::is_known(label) && *times >= 2);
        return alone;
    }
    above
}

#[cfg(test)]
mod tests {
    use crate::transcript::read::{Options, read};

    fn shown(text: &str) -> Vec<String> {
        let transcript = read(text.as_bytes(), "t.txt", &Options::default()).unwrap();
        assert_eq!(transcript.format, "label_line", "{text}");
        let show = |turn| {
            let speaker = transcript.speaker(turn).unwrap_or("");
            format!("{speaker}|{}", transcript.reading_text(turn))
        };
        transcript.turns.iter().map(show).collect()
    }

    #[test]
    fn speech_stands_below_its_speaker() {
        let text = "Talk 4\n\nCoach\nHow was\nit?\n\nAnna\nLong: very.\n\nAnd dull.\n\nCoach\nOK.\n\nAnna\nOK";
        assert_eq!(
            shown(text),
            ["Coach|How was it?", "Anna|Long: very.\n\nAnd dull.", "Coach|OK.", "Anna|OK"]
        );
    }

    #[test]
    fn what_stands_in_brackets_behind_a_name_is_no_part_of_it() {
        let text = "Mara (int)\nHow?\n\nP1 (Ana)\nLong.\n\nMara (int)\nAnd?\n\nP1 (Ana)\nDull.\n";
        assert_eq!(
            shown(text),
            ["Mara (int)|How?", "P1 (Ana)|Long.", "Mara (int)|And?", "P1 (Ana)|Dull."]
        );
    }

    #[test]
    fn headings_and_labels_between_blank_lines() {
        let text = "## Coach\nHow?\n\n## Anna\nLong.\n\n## Coach\nAnd?\n\n## Anna\nDull.\n";
        assert_eq!(shown(text), ["Coach|How?", "Anna|Long.", "Coach|And?", "Anna|Dull."]);
        let text = "I\n\nHow?\n\nP1\n\nLong.\n\nI\n\nAnd?\n\nP1\n\nDull.\n";
        assert_eq!(shown(text), ["I|How?", "P1|Long.", "I|And?", "P1|Dull."]);
    }

    #[test]
    fn paragraphs_with_titles_are_no_talk() {
        let text = "Introduction\nIt rained.\n\nMethod\nWe walked.\n\nResult\nWet.\n";
        let transcript = read(text.as_bytes(), "t.txt", &Options::default()).unwrap();
        assert_eq!(transcript.format, "plain");
    }
}
