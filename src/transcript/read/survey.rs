//! One look over a text before its format is known: how many lines hold a time, a number, a date,
//! a label.
//!
//! In comes text, out come counts. The readers decide on them whether a format is possible at all,
//! so that no costly pattern ever runs over text that cannot match it.

use wide::i8x16;

use super::label::Found;
use super::lines::{Line, lines};
use super::speakers::Speakers;
use super::{Options, dates, times};

/// The most lines that are remembered one by one.
const MOST_LINES: usize = 1 << 20;

/// A line that is not blank, with the label it begins with.
#[derive(Clone, Copy, Debug)]
struct Told {
    start: u32,
    end: u32,
    /// Where the words behind the label begin, from the line's start.
    speech: u32,
    /// The label's place in the list, or [`NO_LABEL`].
    label: u32,
    is_timed: bool,
    is_after_blank: bool,
}

/// The place of no label.
const NO_LABEL: u32 = u32::MAX;

/// A line to make a turn of, or part of one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spoken<'t> {
    /// The line, trimmed.
    pub(super) line: Line<'t>,
    /// The label that it begins with, and its place in the list.
    pub(super) found: Option<(Found<'t>, Option<usize>)>,
    /// Whether it may hold a time.
    pub(super) is_timed: bool,
    /// Whether a blank line stands before it.
    pub(super) is_after_blank: bool,
}

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
    /// Of lines with a time, those that begin with `[`.
    pub(super) bracketed: usize,
    /// Of lines with a time, those that end with `)` or `):`.
    pub(super) closed: usize,
    /// Of lines with a time, those that end with a digit.
    pub(super) ending_in_digit: usize,
    /// Lines that are a date and nothing else.
    pub(super) dated: usize,
    /// The labels that lines begin with, and which of them are speakers.
    pub(super) labels: Speakers,
    /// The lines, unless there are too many to remember.
    told: Option<Vec<Told>>,
}

impl Survey {
    /// Looks over a text.
    pub(super) fn of(text: &str, options: &Options) -> Self {
        // A line of speech is seldom shorter than this.
        let lines = (text.len() / 64).min(MOST_LINES);
        let mut survey = Survey { told: Some(Vec::with_capacity(lines)), ..Survey::default() };
        let mut is_after_blank = true;
        for (number, (line, is_timed)) in timed_lines(text).enumerate() {
            let line = line.trimmed();
            let bytes = line.text.as_bytes();
            let Some(&first) = bytes.first() else {
                is_after_blank = true;
                continue;
            };
            survey.filled += 1;
            survey.blocks += usize::from(is_after_blank);
            survey.numbered += usize::from(first.is_ascii_digit());
            survey.bold += usize::from(bytes.starts_with(b"**"));
            if is_timed {
                survey.count_timed(bytes);
            }
            let found = if bytes.len() <= 50 && dates::is_date_line(line.text) {
                survey.dated += 1;
                None
            } else {
                survey.labels.count_line(line.text, is_timed, number + 1)
            };
            survey.remember(line, found, is_timed, is_after_blank);
            is_after_blank = false;
        }
        let is_told = options.format.is_some_and(|format| format.name() == "labels");
        survey.labels.is_bold = survey.bold * 2 >= survey.filled;
        survey.labels.accept(survey.filled, &options.interviewers, is_told);
        survey
    }

    /// Counts what the first and the last characters tell about a line with a time.
    fn count_timed(&mut self, line: &[u8]) {
        self.timed += 1;
        self.bracketed += usize::from(line.starts_with(b"["));
        let end = line.strip_suffix(b":").unwrap_or(line).last();
        self.closed += usize::from(end == Some(&b')'));
        self.ending_in_digit += usize::from(line.last().is_some_and(u8::is_ascii_digit));
    }

    fn remember(
        &mut self,
        line: Line,
        found: Option<(Found, Option<usize>)>,
        is_timed: bool,
        is_after_blank: bool,
    ) {
        if self.filled > MOST_LINES {
            self.told = None;
        }
        let Some(told) = &mut self.told else { return };
        let (speech, label) = match found {
            Some((found, Some(place))) => (found.speech as u32, place as u32),
            _ => (0, NO_LABEL),
        };
        let (start, end) = (line.start as u32, line.end() as u32);
        told.push(Told { start, end, speech, label, is_timed, is_after_blank });
    }

    /// The lines of the text from a byte on, with what was found in them. `text` begins `body`
    /// bytes before what was surveyed.
    pub(super) fn spoken<'t>(
        &'t self,
        text: &'t str,
        body: usize,
        from: usize,
    ) -> impl Iterator<Item = Spoken<'t>> {
        let (told, rest) = match &self.told {
            Some(told) => (told.as_slice(), text.len()),
            None => (&[][..], from),
        };
        let first = told.partition_point(|told| told.start as usize + body < from);
        let remembered = told.get(first..).unwrap_or_default().iter().map(move |told| {
            let (start, end) = (told.start as usize + body, told.end as usize + body);
            let line = Line { start, text: text.get(start..end).unwrap_or_default() };
            let found = if told.is_timed {
                self.labels.find(line.text, true)
            } else {
                self.labels.label(told.label as usize).map(|label| {
                    (
                        Found { label, speech: told.speech as usize, ms: None },
                        Some(told.label as usize),
                    )
                })
            };
            Spoken { line, found, is_timed: told.is_timed, is_after_blank: told.is_after_blank }
        });
        remembered.chain(spoken(lines(text, rest), &self.labels, self.timed > 0))
    }

    /// Whether a share (in per cent) of the lines is that many lines, and at least two.
    pub(super) fn has_share(&self, lines: usize, percent: usize) -> bool {
        lines >= 2 && lines * 100 >= self.filled * percent
    }
}

/// The lines of a text, each with whether a colon stands between two digits: one pass for both.
fn timed_lines(text: &str) -> impl Iterator<Item = (Line<'_>, bool)> {
    let bytes = text.as_bytes();
    let mut found = Signs::new(bytes);
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next.filter(|&start| start < bytes.len())?;
        let mut is_timed = false;
        let end = loop {
            match found.next() {
                Some(at) if bytes[at] == b':' => is_timed |= times::is_between_digits(bytes, at),
                end => break end,
            }
        };
        next = end.map(|end| end + 1);
        let line = text.get(start..end.unwrap_or(bytes.len())).unwrap_or_default();
        Some((Line { start, text: line }, is_timed))
    })
}

/// The places of newlines and colons: they stand so close that a search for each one would cost
/// more than to look at 64 bytes at once.
struct Signs<'t> {
    rest: &'t [u8],
    /// The place of the first byte that `mask` tells about.
    base: usize,
    /// The signs among 64 bytes that were not given yet, a bit a byte.
    mask: u64,
    /// The place behind what was looked at.
    next: usize,
}

impl<'t> Signs<'t> {
    fn new(bytes: &'t [u8]) -> Self {
        Signs { rest: bytes, base: 0, mask: 0, next: 0 }
    }
}

impl Iterator for Signs<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.mask == 0 {
            let mut last = [0; 64];
            let (chunk, rest) = match self.rest.split_first_chunk::<64>() {
                Some(split) => split,
                None if self.rest.is_empty() => return None,
                None => {
                    last.get_mut(..self.rest.len())?.copy_from_slice(self.rest);
                    (&last, &[][..])
                }
            };
            (self.base, self.next, self.rest) = (self.next, self.next + 64, rest);
            self.mask = signs(chunk);
        }
        let at = self.base + self.mask.trailing_zeros() as usize;
        self.mask &= self.mask - 1;
        Some(at)
    }
}

/// Which bytes are a newline or a colon.
#[inline]
fn signs(chunk: &[u8; 64]) -> u64 {
    let (quarters, _) = chunk.as_chunks::<16>();
    quarters.iter().rev().fold(0, |mask, quarter| {
        let bytes = i8x16::from(quarter.map(u8::cast_signed));
        let found = bytes.simd_eq(i8x16::splat(0x0A)) | bytes.simd_eq(i8x16::splat(0x3A));
        mask << 16 | u64::from(found.to_bitmask() & 0xFFFF)
    })
}

/// Lines with the labels found in them.
pub(super) fn spoken<'t>(
    lines: impl Iterator<Item = Line<'t>>,
    labels: &'t Speakers,
    has_times: bool,
) -> impl Iterator<Item = Spoken<'t>> {
    let mut is_after_blank = true;
    lines.map(Line::trimmed).filter_map(move |line| {
        if line.text.is_empty() {
            is_after_blank = true;
            return None;
        }
        let is_timed = has_times && times::may_have_time(line.text.as_bytes());
        let found = labels.find(line.text, is_timed);
        let after = std::mem::replace(&mut is_after_blank, false);
        Some(Spoken { line, found, is_timed, is_after_blank: after })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_found_at_the_edges_of_what_is_looked_at() {
        for length in 0..200 {
            let text: String = "a:\n é".chars().cycle().take(length).collect();
            let wanted: Vec<usize> = memchr::memchr2_iter(b'\n', b':', text.as_bytes()).collect();
            assert_eq!(Signs::new(text.as_bytes()).collect::<Vec<_>>(), wanted, "{length}");
        }
    }

    #[test]
    fn lines_are_counted_by_what_they_begin_with() {
        let text = "2 March 2026\n\n**I:** At 10:30?\nP1: no\n  12 years\n\nP1: yes\n";
        let survey = Survey::of(text, &Options::default());
        let counts = (survey.filled, survey.blocks, survey.timed, survey.numbered);
        assert_eq!(counts, (5, 3, 1, 2));
        assert_eq!((survey.bold, survey.dated, survey.labels.accepted_lines()), (1, 1, 3));
    }
}
