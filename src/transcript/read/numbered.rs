//! Transcripts with line numbers, in plain or in Jefferson notation.
//!
//! In comes text whose lines begin with consecutive numbers (every line, or every fifth; from 1
//! again on a new page), out come turns by speaker label without the numbers. Jefferson notation
//! (Jefferson 2004) is told by its signs: `(0.8)`, `°quiet°`, `we::ll`, a latching `=`.

use super::input::Input;
use super::lines::{Line, lines};
use super::speakers::Speakers;
use super::speech::Speech;
use super::times::digits;
use super::{Reader, labels, survey};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// Numbered lines, plain or with Jefferson's signs.
pub(super) struct Numbered {
    name: &'static str,
    about: &'static str,
    is_jefferson: bool,
}

/// Numbered lines.
pub(super) const LINE_NUMBERED: Numbered = Numbered {
    name: "line_numbered",
    about: "speaker labels behind line numbers",
    is_jefferson: false,
};

/// Conversation analysis.
pub(super) const JEFFERSON: Numbered = Numbered {
    name: "jefferson",
    about: "Jefferson notation, where [ ] marks overlapping speech",
    is_jefferson: true,
};

impl Reader for Numbered {
    fn name(&self) -> &'static str {
        self.name
    }

    fn about(&self) -> &'static str {
        self.about
    }

    fn recognises(&self, input: &Input) -> bool {
        input.survey().has_share(input.survey().numbered, 10)
            && numbering(input.after_front()).is_some()
            && is_jefferson(input.after_front()) == self.is_jefferson
    }

    fn read(&self, mut input: Input) -> Result<Transcript, Diagnostic> {
        let body = input.body;
        let text = input.take_text();
        let step = numbering(text.get(body..).unwrap_or_default());
        let bare: Vec<Line> = without_numbers(&text, body, step);
        let mut known = Speakers::default();
        let mut filled = 0;
        for (number, line) in bare.iter().enumerate() {
            filled += usize::from(!line.is_blank());
            known.count_line(line.text, false, number + 1);
        }
        known.accept(filled, &input.options.interviewers, self.is_jefferson);
        let mut speech = Speech::new(&text);
        if self.is_jefferson {
            speech.keep_hyphens();
        }
        labels::turns(&mut speech, survey::spoken(bare.into_iter(), &known, false), &known);
        let mut transcript = speech.finish();
        transcript.meta = input.meta;
        transcript.notes = labels::notes(&known, input.path, 0);
        transcript.jefferson = self.is_jefferson;
        transcript.text = text;
        Ok(transcript)
    }
}

/// The number that a line begins with, and where the rest of the line begins.
fn number(line: &str) -> Option<(u64, usize)> {
    let start = line.len() - line.trim_start().len();
    let (value, length) = digits(&line.as_bytes()[start..]);
    let rest = line.get(start + length..)?;
    ((1..=4).contains(&length) && (rest.is_empty() || rest.starts_with(char::is_whitespace)))
        .then_some((value, start + length))
}

/// By how much the line numbers grow (1 or 5), if the lines are numbered.
fn numbering(text: &str) -> Option<u64> {
    let mut filled = 0;
    let mut numbers: Vec<u64> = Vec::new();
    for line in lines(text, 0).filter(|line| !line.is_blank()) {
        filled += 1;
        numbers.extend(number(line.text).map(|(value, _)| value));
    }
    // A page that begins anew has several numbers: speech may begin with the same one, again and
    // again.
    let runs_by = |step: u64| {
        let grows = |pair: &&[u64]| pair[1] == pair[0].saturating_add(step);
        let grown = numbers.windows(2).filter(grows).count();
        let begun = numbers.windows(2).filter(|pair| !grows(pair) && pair[1] == step).count();
        grown + begun + 1 == numbers.len() && grown >= begun * 3
    };
    if numbers.len() > 3 && numbers.len() * 10 >= filled * 8 && runs_by(1) {
        Some(1)
    } else if numbers.len() > 2
        && numbers.len() * 10 >= filled
        && numbers.iter().all(|number| number % 5 == 0)
        && runs_by(5)
    {
        Some(5)
    } else {
        None
    }
}

/// The lines without their numbers. Lines above the first number stay as they are.
fn without_numbers<'t>(text: &'t str, from: usize, step: Option<u64>) -> Vec<Line<'t>> {
    let mut last = None;
    let strip = |line: Line<'t>| {
        let numbered = number(line.text).filter(|(value, _)| {
            step.is_some_and(|step| match last {
                None => true,
                Some(last) => *value == step || *value == step.saturating_add(last),
            })
        });
        match numbered {
            Some((value, end)) => {
                last = Some(value);
                line.from(end)
            }
            None => line,
        }
    };
    lines(text, from).map(strip).map(Line::trimmed).collect()
}

/// Whether a text has the signs of Jefferson notation.
fn is_jefferson(text: &str) -> bool {
    text.contains('°')
        || text.contains("::")
        || text.contains("(h)")
        || text.lines().any(|line| line.trim_end().ends_with('=') || has_timed_pause(line))
}

/// `(0.8)`: a pause in tenths of a second.
fn has_timed_pause(line: &str) -> bool {
    line.match_indices('(').any(|(open, _)| {
        let inside = &line.as_bytes()[open + 1..];
        let (_, whole) = digits(inside);
        whole > 0
            && inside.get(whole) == Some(&b'.')
            && inside.get(whole + 1).is_some_and(u8::is_ascii_digit)
            && inside.get(whole + 2) == Some(&b')')
    })
}

#[cfg(test)]
mod tests {
    use crate::transcript::Transcript;
    use crate::transcript::read::{Options, read};

    fn of(text: &str) -> (Transcript, Vec<String>) {
        let transcript = read(text.as_bytes(), "t.txt", &Options::default()).unwrap();
        let shown = transcript
            .turns
            .iter()
            .map(|turn| {
                let speaker = transcript.speaker(turn).unwrap_or("");
                format!("{speaker}|{}", transcript.reading_text(turn))
            })
            .collect();
        (transcript, shown)
    }

    #[test]
    fn numbers_are_left_out_of_the_words() {
        let (transcript, shown) =
            of("1  I: How did you\n2  start?\n3  P1: Well,\n4  12 years ago.\n5\n6  I: So?\n");
        assert_eq!(transcript.format, "line_numbered");
        assert_eq!(shown, ["I|How did you start?", "P1|Well, 12 years ago.", "I|So?"]);
    }

    #[test]
    fn pages_begin_again_and_every_fifth_line_is_enough() {
        let (_, shown) = of("1 I: A\n2 b\n3 P1: C\n1 d\n2 I: E\n");
        assert_eq!(shown, ["I|A b", "P1|C d", "I|E"]);
        let mut text = String::new();
        for number in 1..=15 {
            let label = if number % 3 == 1 { "I: one" } else { "two" };
            match number % 5 {
                0 => text.push_str(&format!("{number:2} {label}\n")),
                _ => text.push_str(&format!("   {label}\n")),
            }
        }
        let (transcript, shown) = of(&text);
        assert_eq!(transcript.format, "line_numbered");
        assert_eq!(shown, ["I|one two two"; 5]);
    }

    #[test]
    fn jefferson_keeps_its_signs() {
        let (transcript, shown) =
            of("1 Int: so [that]\n2 Pat: [we::]ll (0.8) then-\n3   then fine=\n4 Int: =mm\n");
        assert_eq!((transcript.format, transcript.jefferson), ("jefferson", true));
        assert_eq!(shown, ["Int|so [that]", "Pat|[we::]ll (0.8) then- then fine=", "Int|=mm"]);
    }

    #[test]
    fn lists_of_numbers_are_no_line_numbers() {
        let (transcript, _) = of("1 apple\n3 pears\n7 plums\n2 figs\n9 nuts\n");
        assert_eq!(transcript.format, "plain");
    }
}
