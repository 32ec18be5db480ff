//! A ruler along a text: where each character begins in one way of counting.

use super::{Convention, Unit};

/// A text as characters, with its lines ending in a line feed and without a mark.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) chars: Vec<char>,
}

impl Page {
    /// The characters of a text as it stands in a package.
    pub(super) fn new(raw: &str) -> Self {
        Page { chars: lines(raw).chars().collect() }
    }

    /// Whether exactly these characters stand there.
    pub(super) fn is(&self, start: usize, end: usize, text: &str) -> bool {
        text.chars().eq(self.chars.get(start..end).unwrap_or_default().iter().copied())
    }

    /// The words between two characters, white space as single spaces.
    pub(super) fn words(&self, start: usize, end: usize) -> String {
        let between: String = self.chars.get(start..end).unwrap_or_default().iter().collect();
        super::evidence::collapsed(&between)
    }
}

/// A text with line feeds alone and without a mark.
pub(super) fn lines(raw: &str) -> String {
    let text = raw.strip_prefix('\u{feff}').unwrap_or(raw);
    match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n"),
        false => text.to_owned(),
    }
}

/// Where each character begins, and where the text ends.
#[derive(Debug)]
pub(super) struct Ruler {
    marks: Vec<u64>,
    inclusive: bool,
}

impl Ruler {
    pub(super) fn new(page: &Page, convention: Convention) -> Self {
        let mark = match convention.unit {
            Unit::Points | Unit::Utf16 => 1,
            Unit::Bytes => 3,
        };
        let mut at = if convention.mark { mark } else { 0 };
        let mut marks = Vec::with_capacity(page.chars.len() + 1);
        for &c in &page.chars {
            marks.push(at);
            at += match (c, convention.unit) {
                ('\n', _) => 1 + u64::from(convention.two_line_ends),
                (_, Unit::Points) => 1,
                (_, Unit::Utf16) => c.len_utf16() as u64,
                (_, Unit::Bytes) => c.len_utf8() as u64,
            };
        }
        marks.push(at);
        Ruler { marks, inclusive: convention.inclusive }
    }

    /// The characters of a range; none if it is empty or reaches out of the text.
    pub(super) fn range(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let end = (end as u64).checked_add(u64::from(self.inclusive))?;
        let last = *self.marks.last()?;
        let (start, end) = (self.at(start as u64), if end > last { None } else { self.at(end) });
        start.zip(end).filter(|(start, end)| start < end)
    }

    /// Where a character begins.
    #[cfg(test)]
    pub(super) fn mark(&self, point: usize) -> u64 {
        self.marks[point]
    }

    /// The character that stands at a mark, or the one that the mark lies in.
    pub(super) fn at(&self, mark: u64) -> Option<usize> {
        match self.marks.binary_search(&mark) {
            Ok(place) => Some(place),
            Err(0) => None,
            Err(place) if place < self.marks.len() => Some(place - 1),
            Err(_) => None,
        }
    }
}
