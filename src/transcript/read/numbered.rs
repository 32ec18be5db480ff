//! Transcripts with line numbers, in plain or in Jefferson notation.
//!
//! In comes text whose lines begin with consecutive numbers (every line, or every fifth; from 1
//! again on a new page), out come turns by speaker label without the numbers. Jefferson notation
//! (Jefferson 2004) is told by its signs: `(0.8)`, `°quiet°`, `we::ll`, a latching `=`.

use super::input::Input;
use super::label_words::{base, is_known};
use super::lines::{Line, lines};
use super::speakers::Speakers;
use super::speech::Speech;
use super::times::digits;
use super::{Reader, label, labels, survey};
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
        if self.is_jefferson && is_written_so(input) {
            return true;
        }
        input.survey().has_share(input.survey().numbered, 10)
            && numbering(input.after_front()).is_some()
            && are_of_lines(input.after_front())
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

/// The number that a line begins with, and where the rest of the line begins. A full stop, a colon
/// or a bracket may close the number: `12. `, `12: `, `12) `.
fn number(line: &str) -> Option<(u64, usize)> {
    let start = line.len() - line.trim_start().len();
    let (value, length) = digits(&line.as_bytes()[start..]);
    let rest = line.get(start + length..)?;
    let behind = rest.strip_prefix(['.', ':', ')']).unwrap_or(rest);
    ((1..=4).contains(&length) && (behind.is_empty() || behind.starts_with(char::is_whitespace)))
        .then_some((value, line.len() - behind.len()))
}

/// Whether the numbers are those of lines: a list is numbered with full stops, too, but has nobody's
/// label behind a number.
fn are_of_lines(text: &str) -> bool {
    let is_closed = |line: &Line| {
        let rest = line.text.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
        rest.len() < line.text.trim_start().len() && rest.starts_with(['.', ':', ')'])
    };
    if !lines(text, 0).any(|line| is_closed(&line)) {
        return true;
    }
    lines(text, 0).any(|line| {
        let rest = number(line.text).and_then(|(_, end)| line.text.get(end..));
        rest.and_then(|rest| label::find(rest, false))
            .is_some_and(|found| is_known(base(found.label)))
    })
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

/// Whether a text has two of the four signs that hardly any other text has. Three kinds of five, the
/// fifth being pauses, need as many.
fn has_rare_signs(text: &str) -> bool {
    let bytes = text.as_bytes();
    let has = |sign: &str| memchr::memmem::find(bytes, sign.as_bytes()).is_some();
    let has_breath = || has("(h)") || has(".hh");
    // `°` begins with C2: one look tells of both signs in most texts.
    match memchr::memchr2(b'=', 0xC2, bytes) {
        None => has("::") && has_breath(),
        Some(_) => {
            let signs = [has("="), has("°"), has("::")];
            let found = signs.into_iter().filter(|has| *has).count();
            found >= 2 || found == 1 && has_breath()
        }
    }
}

/// Whether labelled text without numbers is in Jefferson notation: three of its signs, and one in a
/// third of the lines.
fn is_written_so(input: &Input) -> bool {
    let survey = input.survey();
    let text = input.after_front();
    if survey.labels.accepted_lines() < 2 || !has_rare_signs(text) {
        return false;
    }
    let mut kinds = [false; 5];
    let mut signed = 0;
    for line in lines(text, 0) {
        let words = line.text.trim_end();
        let found = [
            has_timed_pause(words),
            words.ends_with('=') || words.contains(": ="),
            words.contains('°'),
            words.contains("::"),
            words.contains("(h)") || words.contains(".hh"),
        ];
        signed += usize::from(found.contains(&true));
        kinds.iter_mut().zip(found).for_each(|(kind, found)| *kind |= found);
    }
    kinds.iter().filter(|kind| **kind).count() >= 3 && signed * 3 >= survey.filled
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
    fn speech_that_begins_with_a_number_keeps_it() {
        let text = "I: How?\nP1: It took\n5 years and\n5 more and\n5 again.\nI: So?\n";
        let (transcript, shown) = of(text);
        assert_eq!(transcript.format, "labels");
        assert_eq!(shown[1], "P1|It took 5 years and 5 more and 5 again.");
        let (transcript, shown) = of("1\tHow?\n2\tSo.\n1\tAnd?\n2\tNo.\n");
        assert_eq!((transcript.format, shown.len(), shown[0].as_str()), ("labels", 4, "1|How?"));
    }

    #[test]
    fn jefferson_needs_no_numbers() {
        let text =
            "Int: so what was [that like]\nPat: [.hhh ] we::ll (0.8) °hard°=\nInt: =mm hm (1.2)\n";
        let (transcript, shown) = of(text);
        assert_eq!((transcript.format, transcript.jefferson), ("jefferson", true));
        assert_eq!(shown[1], "Pat|[.hhh ] we::ll (0.8) °hard°=");
        assert_eq!(of("I: And? (0.8)\nP1: [laughs] No. (1.2)\nI: So.\n").0.format, "labels");
    }

    #[test]
    fn numbers_may_be_closed_where_somebody_speaks() {
        for close in [".", ":", ")"] {
            let lines = ["I: How", "was it?", "P1: Long.", "Dull.", "I: So?"];
            let number = |(at, line): (usize, &str)| format!("{}{close} {line}\n", at + 1);
            let text: String = lines.into_iter().enumerate().map(number).collect();
            let (transcript, shown) = of(&text);
            assert_eq!(transcript.format, "line_numbered", "{text}");
            assert_eq!(shown, ["I|How was it?", "P1|Long. Dull.", "I|So?"]);
        }
        assert_eq!(of("1. Bread\n2. Milk\n3. Tea\n4. Salt\n5. Rice\n").0.format, "plain");
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
