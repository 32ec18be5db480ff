//! Positions: bytes inside the program, code points in everything that leaves it.
//!
//! Offsets in files, tables and logs are Unicode code points, counted from 0, half-open (as in the
//! W3C's text position selector); lines and columns count from 1. This is the only file that
//! converts between them.

/// Converts between the byte offsets and the code point offsets of one text.
#[derive(Clone, Debug)]
pub struct Points<'t> {
    text: &'t str,
    /// Code points before each multiple of [`STRIDE`] bytes; empty if the text is ASCII.
    before: Vec<u32>,
}

const STRIDE: usize = 512;

impl<'t> Points<'t> {
    /// Prepares the conversion for a text. Costs nothing for ASCII.
    pub fn new(text: &'t str) -> Self {
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut seen = 0;
            for chunk in text.as_bytes().chunks(STRIDE) {
                before.push(seen);
                seen += starts_in(chunk);
            }
        }
        Points { text, before }
    }

    /// The code point offset of a byte offset that lies on a character's first byte.
    pub fn of_byte(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        match self.before.get(byte / STRIDE) {
            Some(&before) => {
                let from = byte - byte % STRIDE;
                before as usize + starts_in(&self.text.as_bytes()[from..byte]) as usize
            }
            None if self.before.is_empty() => byte,
            None => self.text.chars().count(),
        }
    }

    /// The byte offset of a code point offset; past the end, the text's length.
    pub fn to_byte(&self, point: usize) -> usize {
        if self.before.is_empty() {
            return point.min(self.text.len());
        }
        let chunk = self.before.partition_point(|&before| before as usize <= point).max(1) - 1;
        let bytes = self.text.as_bytes();
        let mut left = point - self.before[chunk] as usize;
        for (at, &byte) in bytes.iter().enumerate().skip(chunk * STRIDE) {
            if is_start(byte) {
                if left == 0 {
                    return at;
                }
                left -= 1;
            }
        }
        bytes.len()
    }
}

fn is_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

fn starts_in(bytes: &[u8]) -> u32 {
    bytes.iter().map(|&byte| u32::from(is_start(byte))).sum()
}

/// Line and column (both from 1, the column in characters) of a byte offset.
pub fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let byte = byte.min(text.len());
    let head = &text.as_bytes()[..byte];
    let line_start = memchr::memrchr(b'\n', head).map_or(0, |newline| newline + 1);
    let line = memchr::memchr_iter(b'\n', head).count() + 1;
    (line, starts_in(&head[line_start..]) as usize + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_and_points_are_inverse(text in "[a-zé信😀 ]{0,1500}") {
            let points = Points::new(&text);
            let mut expected = 0;
            for (byte, _) in text.char_indices() {
                prop_assert_eq!(points.of_byte(byte), expected);
                prop_assert_eq!(points.to_byte(expected), byte);
                expected += 1;
            }
            prop_assert_eq!(points.of_byte(text.len()), expected);
            prop_assert_eq!(points.to_byte(expected), text.len());
        }
    }

    #[test]
    fn lines_and_columns_count_from_one() {
        assert_eq!(line_and_column("ab\ncé\nd", 0), (1, 1));
        assert_eq!(line_and_column("ab\ncé\nd", 6), (2, 3));
        assert_eq!(line_and_column("ab\ncé\nd", 7), (3, 1));
    }
}
