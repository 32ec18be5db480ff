//! One look over a text before its format is known: how many lines hold a time, a number, a date,
//! a label.
//!
//! In comes text, out come counts. The readers decide on them whether a format is possible at all,
//! so that no costly pattern ever runs over text that cannot match it.

use super::label::{self, Labels};
use super::lines::lines;
use super::{Options, dates, times};

/// The counts of one text.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Lines that are not blank.
    pub(super) filled: usize,
    /// Paragraphs: runs of lines that are not blank.
    pub(super) blocks: usize,
    /// Lines with a colon between two digits.
    pub(super) timed: usize,
    /// Lines that begin with a digit.
    pub(super) numbered: usize,
    /// Lines that begin with `**`.
    pub(super) bold: usize,
    /// Lines that are a date and nothing else.
    pub(super) dated: usize,
    /// The labels that lines begin with, and which of them are speakers.
    pub(super) labels: Labels,
}

impl Survey {
    /// Looks over a text.
    pub(super) fn of(text: &str, options: &Options) -> Self {
        let mut survey = Survey::default();
        let mut is_after_blank = true;
        for (number, line) in lines(text, 0).enumerate() {
            let line = line.trimmed();
            let bytes = line.text.as_bytes();
            let Some(&first) = bytes.first() else {
                is_after_blank = true;
                continue;
            };
            survey.filled += 1;
            survey.blocks += usize::from(is_after_blank);
            is_after_blank = false;
            let is_timed = times::may_have_time(bytes);
            survey.timed += usize::from(is_timed);
            survey.numbered += usize::from(first.is_ascii_digit());
            survey.bold += usize::from(bytes.starts_with(b"**"));
            if bytes.len() <= 50 && dates::is_date_line(line.text) {
                survey.dated += 1;
            } else if let Some(found) = label::find(line.text, is_timed) {
                survey.labels.count(found.label, number + 1);
            }
        }
        let is_told = options.format.is_some_and(|format| format.name() == "labels");
        survey.labels.accept(survey.filled, &options.interviewers, is_told);
        survey
    }

    /// Whether a share (in per cent) of the lines is that many lines, and at least two.
    pub(super) fn has_share(&self, lines: usize, percent: usize) -> bool {
        lines >= 2 && lines * 100 >= self.filled * percent
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_by_what_they_begin_with() {
        let text = "2 March 2026\n\n**I:** At 10:30?\nP1: no\n  12 years\n\nP1: yes\n";
        let survey = Survey::of(text, &Options::default());
        let counts = (survey.filled, survey.blocks, survey.timed, survey.numbered);
        assert_eq!(counts, (5, 3, 1, 2));
        assert_eq!((survey.bold, survey.dated, survey.labels.accepted_lines()), (1, 1, 3));
    }
}
