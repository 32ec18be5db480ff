//! The reading text of a turn and its map to the canonical text.
//!
//! A reading text is made of pieces of the canonical text, joined by nothing, a space, a newline or
//! a blank line. Every character of a piece stands in the file as it stands in the reading text;
//! a joining character maps to the white space (or the hyphen) that it stands for. In come the
//! canonical text and the pieces, out come the text and positions.

use std::borrow::Cow;
use std::ops::Range;

/// What stands between a piece and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Join {
    /// Nothing: the first piece, or a word that was broken at a line's end.
    #[default]
    None,
    /// A space: lines of one paragraph.
    Space,
    /// A newline: lines that stay lines.
    Line,
    /// A blank line: a new paragraph.
    Paragraph,
}

impl Join {
    /// The characters it puts into the reading text.
    pub fn text(self) -> &'static str {
        match self {
            Join::None => "",
            Join::Space => " ",
            Join::Line => "\n",
            Join::Paragraph => "\n\n",
        }
    }
}

/// A part of the canonical text that a reading text is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// First byte in the canonical text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// What stands before it.
    pub join: Join,
}

/// A reading text with the way back to the canonical text.
#[derive(Clone, Debug)]
pub struct Reading<'t> {
    text: Cow<'t, str>,
    pieces: &'t [Piece],
}

impl<'t> Reading<'t> {
    /// Reads the pieces of a canonical text. A turn of one piece is borrowed, not copied.
    pub fn new(canonical: &'t str, pieces: &'t [Piece]) -> Self {
        let slice = |piece: &Piece| {
            canonical.get(piece.start as usize..piece.end as usize).unwrap_or_default()
        };
        let text = match pieces {
            [] => Cow::Borrowed(""),
            [only] => Cow::Borrowed(slice(only)),
            several => {
                let mut text = String::new();
                for (number, piece) in several.iter().enumerate() {
                    if number > 0 {
                        text.push_str(piece.join.text());
                    }
                    text.push_str(slice(piece));
                }
                Cow::Owned(text)
            }
        };
        Reading { text, pieces }
    }

    /// The reading text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The reading text, without the map.
    pub fn into_text(self) -> Cow<'t, str> {
        self.text
    }

    /// The byte of the canonical text that a byte of the reading text stands for. The end of the
    /// reading text maps to the end of the last piece.
    pub fn canonical(&self, byte: usize) -> usize {
        let mut seen = 0;
        let mut last = self.pieces.first().map_or(0, |piece| piece.start as usize);
        for (number, piece) in self.pieces.iter().enumerate() {
            let join = if number > 0 { piece.join.text().len() } else { 0 };
            if byte < seen + join {
                // A joining character: the white space right after the piece before.
                return (last + (byte - seen)).min(piece.start as usize);
            }
            seen += join;
            let length = (piece.end - piece.start) as usize;
            if byte < seen + length {
                return piece.start as usize + (byte - seen);
            }
            seen += length;
            last = piece.end as usize;
        }
        last
    }

    /// The range of the canonical text that a range of the reading text stands for. The end is
    /// mapped from the last character inside, so that a segment never takes in what follows it.
    #[inline]
    pub fn canonical_range(&self, range: Range<usize>) -> Range<usize> {
        if let [only] = self.pieces {
            let start = only.start as usize;
            return start + range.start..start + range.end;
        }
        let start = self.canonical(range.start);
        if range.is_empty() {
            return start..start;
        }
        start..(self.canonical(range.end - 1) + 1).max(start)
    }

    /// The byte of the reading text that a byte of the canonical text stands at; a byte between
    /// two pieces counts as the beginning of the next.
    pub fn from_canonical(&self, byte: usize) -> usize {
        let mut seen = 0;
        for (number, piece) in self.pieces.iter().enumerate() {
            let (start, end) = (piece.start as usize, piece.end as usize);
            if number > 0 {
                seen += piece.join.text().len();
            }
            if byte <= start {
                return seen;
            }
            if byte < end {
                return seen + (byte - start);
            }
            seen += end - start;
        }
        seen
    }

    /// The range of the canonical text from the first to the last piece.
    pub fn extent(&self) -> Range<usize> {
        match (self.pieces.first(), self.pieces.last()) {
            (Some(first), Some(last)) => first.start as usize..last.end as usize,
            _ => 0..0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wrapped_lines_map_back_to_the_file() {
        let file = "P: the ser-\nvice  was\n\ngood";
        let pieces = [
            Piece { start: 3, end: 10, join: Join::None },
            Piece { start: 12, end: 21, join: Join::None },
            Piece { start: 23, end: 27, join: Join::Paragraph },
        ];
        let reading = Reading::new(file, &pieces);
        assert_eq!(reading.text(), "the service  was\n\ngood");
        assert_eq!(reading.canonical_range(4..11), 7..16);
        assert_eq!(&file[reading.canonical_range(4..11)], "ser-\nvice");
        assert_eq!(reading.from_canonical(12), 7);
        assert_eq!(reading.from_canonical(22), 18);
        assert_eq!(reading.canonical(22), 27);
    }

    proptest! {
        /// Every character of a reading text that comes from a piece is the same in the file, and
        /// the way back leads to where it came from.
        #[test]
        fn the_map_is_exact(
            lines in proptest::collection::vec(("[a-zé信 ]{0,9}", 0u8..4), 1..8)
        ) {
            let mut file = String::from("Label: ");
            let mut pieces = Vec::new();
            for (line, join) in &lines {
                let join = [Join::None, Join::Space, Join::Line, Join::Paragraph][usize::from(*join)];
                file.push_str("\n\n");
                let start = file.len() as u32;
                file.push_str(line);
                pieces.push(Piece { start, end: file.len() as u32, join });
            }
            let reading = Reading::new(&file, &pieces);
            let mut joined = 0;
            for (at, c) in reading.text().char_indices() {
                let there = reading.canonical(at);
                prop_assert!(file.is_char_boundary(there));
                let original = file[there..].chars().next().unwrap();
                if original == c {
                    continue;
                }
                joined += 1;
                prop_assert!(c.is_whitespace() && original.is_whitespace());
            }
            let most: usize = pieces.iter().map(|piece| piece.join.text().len()).sum();
            prop_assert!(joined <= most);
            for piece in pieces.iter().filter(|piece| piece.end > piece.start) {
                let there = reading.from_canonical(piece.start as usize);
                prop_assert_eq!(reading.canonical(there), piece.start as usize);
            }
        }
    }
}
