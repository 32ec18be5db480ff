//! The classes of characters that decide what a word is.
//!
//! A *word character* is a letter, a combining mark or a decimal digit (Unicode general categories
//! L, M and Nd). Scripts written without spaces (Han, Kana, Thai, Lao, Khmer, Burmese) have a class
//! of their own, because there each character is a token. Half-width kana are kana, and their voicing
//! marks are marks, as NFKC makes one character of both.

use std::sync::OnceLock;

/// What a character is to the tokeniser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Not part of any word.
    Other,
    /// Part of a word in a script that separates words.
    Word,
    /// A word character of a script written without spaces.
    Spaceless,
}

const OTHER: u8 = 0;
const WORD: u8 = 1;
const SPACELESS: u8 = 2;

/// Blocks whose characters stand for words by themselves, as inclusive code point ranges.
const SPACELESS_BLOCKS: [(u32, u32); 13] = [
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x2E80, 0x2FDF),
    // Signs that repeat a character: `々`.
    (0x3005, 0x3007),
    (0x3040, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFF66, VOICING.1),
    (0x1AFF0, 0x1B16F),
    (0x20000, 0x2FFFF),
    (0x30000, 0x3FFFF),
];

/// The voicing marks of half-width kana.
const VOICING: (u32, u32) = (0xFF9E, 0xFF9F);

struct Table {
    /// One entry a code point of the basic multilingual plane.
    plane: Vec<u8>,
    /// Ranges of word characters above it, sorted.
    above: Vec<(u32, u32)>,
    /// Combining marks, as sorted ranges.
    marks: Vec<(u32, u32)>,
}

fn ranges_of(class: &str) -> Vec<(u32, u32)> {
    match regex_syntax::parse(class).map(|hir| hir.into_kind()) {
        Ok(regex_syntax::hir::HirKind::Class(regex_syntax::hir::Class::Unicode(set))) => set
            .ranges()
            .iter()
            .map(|range| (u32::from(range.start()), u32::from(range.end())))
            .collect(),
        _ => Vec::new(),
    }
}

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut plane = vec![OTHER; 0x10000];
        let mut above = Vec::new();
        for (start, end) in ranges_of(r"[\p{L}\p{M}\p{Nd}]") {
            for point in start..=end.min(0xFFFF) {
                if let Some(entry) = plane.get_mut(point as usize) {
                    *entry = if is_spaceless_block(point) { SPACELESS } else { WORD };
                }
            }
            if end > 0xFFFF {
                above.push((start.max(0x10000), end));
            }
        }
        Table { plane, above, marks: ranges_of(r"\p{M}") }
    })
}

fn is_spaceless_block(point: u32) -> bool {
    SPACELESS_BLOCKS.iter().any(|&(start, end)| start <= point && point <= end)
}

fn within(ranges: &[(u32, u32)], point: u32) -> bool {
    let after = ranges.partition_point(|&(start, _)| start <= point);
    after > 0 && ranges[after - 1].1 >= point
}

/// The class of one character.
pub fn class(c: char) -> Class {
    if c.is_ascii() {
        return if c.is_ascii_alphanumeric() { Class::Word } else { Class::Other };
    }
    let point = u32::from(c);
    let table = table();
    match table.plane.get(point as usize) {
        Some(&WORD) => Class::Word,
        Some(&SPACELESS) => Class::Spaceless,
        Some(_) => Class::Other,
        None if !within(&table.above, point) => Class::Other,
        None if is_spaceless_block(point) => Class::Spaceless,
        None => Class::Word,
    }
}

/// Whether a character combines with the one before it (general category M, or the voicing mark of
/// half-width kana).
pub fn is_mark(c: char) -> bool {
    let point = u32::from(c);
    !c.is_ascii() && (within(&table().marks, point) || within(&[VOICING], point))
}

/// Whether a character is an apostrophe that may stand inside a word: `'` or `’`.
pub fn is_apostrophe(c: char) -> bool {
    c == '\'' || c == '\u{2019}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_marks_and_digits_are_word_characters() {
        for c in ['a', 'Z', '7', 'é', '\u{301}', 'ß', 'я', 'ب', '٣', '한'] {
            assert_eq!(class(c), Class::Word, "{c:?}");
        }
        for c in [' ', '-', '_', '\'', '’', '…', '½', '€', '\u{200B}'] {
            assert_eq!(class(c), Class::Other, "{c:?}");
        }
    }

    #[test]
    fn scripts_without_spaces_have_their_own_class() {
        for c in ['信', '々', 'の', 'カ', 'ｶ', 'ｰ', 'ﾞ', 'ก', 'ຂ', 'ក', 'မ', '𠀀']
        {
            assert_eq!(class(c), Class::Spaceless, "{c:?}");
        }
        assert_eq!(class('。'), Class::Other);
        assert_eq!(class('･'), Class::Other);
        assert_eq!(class('ﾠ'), Class::Word, "Hangul, which has spaces");
    }

    #[test]
    fn marks_are_told_from_letters() {
        assert!(is_mark('\u{301}') && is_mark('\u{0E31}') && is_mark('ﾞ'));
        assert!(!is_mark('e') && !is_mark('信'));
    }
}
