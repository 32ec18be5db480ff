//! The lines of a text with their places, and trimming that costs nothing on plain letters.

/// One line, without its newline.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// First byte in the text.
    pub(super) start: usize,
    /// The line.
    pub(super) text: &'t str,
}

impl<'t> Line<'t> {
    /// The line without white space at both ends.
    pub(super) fn trimmed(self) -> Self {
        let bytes = self.text.as_bytes();
        match (bytes.first(), bytes.last()) {
            (Some(first), Some(last)) if first.is_ascii_graphic() && last.is_ascii_graphic() => {
                self
            }
            _ => {
                let text = self.text.trim_start();
                let start = self.start + (self.text.len() - text.len());
                Line { start, text: text.trim_end() }
            }
        }
    }

    /// The rest of the line from a byte on.
    pub(super) fn from(self, at: usize) -> Self {
        let text = self.text.get(at..).unwrap_or_default();
        Line { start: self.start + (self.text.len() - text.len()), text }
    }

    /// One past the last byte.
    pub(super) fn end(self) -> usize {
        self.start + self.text.len()
    }

    /// Whether nothing but white space stands in it.
    pub(super) fn is_blank(self) -> bool {
        !self.text.as_bytes().first().is_some_and(u8::is_ascii_graphic)
            && self.text.trim_start().is_empty()
    }
}

/// The lines of a text from a byte on.
pub(super) fn lines(text: &str, from: usize) -> impl Iterator<Item = Line<'_>> {
    let from = if text.is_char_boundary(from) { from } else { text.len() };
    let mut newlines = memchr::memchr_iter(b'\n', &text.as_bytes()[from..]);
    let mut next = Some(from);
    std::iter::from_fn(move || {
        let start = next?;
        let end = newlines.next().map(|at| from + at);
        next = end.map(|end| end + 1);
        let end = end.unwrap_or(text.len());
        (start < text.len()).then(|| Line { start, text: text.get(start..end).unwrap_or_default() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_their_places() {
        let text = "ab\n\n  é \ncd";
        let all: Vec<_> = lines(text, 0).map(|line| (line.start, line.text)).collect();
        assert_eq!(all, [(0, "ab"), (3, ""), (4, "  é "), (10, "cd")]);
        let third = lines(text, 0).nth(2).unwrap().trimmed();
        assert_eq!((third.start, third.end(), third.text), (6, 8, "é"));
        assert_eq!(lines(text, 4).count(), 2);
        assert_eq!(lines("a\n", 0).count(), 1);
    }
}
