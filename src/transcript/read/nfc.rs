//! Unicode normalisation form C, at no cost for text that has it already.
//!
//! In comes text, out comes the same text or its composed form. Most text is decided by its bytes:
//! nothing below U+0300 can be outside form C, nor can curly quotes, dashes, Cyrillic, Kana or Han.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The text in form C.
pub(super) fn normalised(text: String) -> String {
    if text.is_ascii() || is_safe(text.as_bytes()) {
        return text;
    }
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text,
        IsNormalized::No | IsNormalized::Maybe => text.nfc().collect(),
    }
}

/// Whether the bytes alone show that the text is in form C.
fn is_safe(bytes: &[u8]) -> bool {
    // Curly quotes and dashes, the most common of all, begin with 0xE2.
    let others = bytes.iter().fold(0u8, |any, &byte| any | u8::from(byte >= 0xCC && byte != 0xE2));
    if others == 0 {
        return memchr::memchr_iter(0xE2, bytes).all(|at| is_safe_at(bytes, at));
    }
    (0..bytes.len()).all(|at| bytes[at] < 0xCC || is_safe_at(bytes, at))
}

/// Whether the character that begins here is its own form C and never combines.
fn is_safe_at(bytes: &[u8], at: usize) -> bool {
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    match (byte(at), byte(at + 1), byte(at + 2)) {
        // Cyrillic up to U+047F.
        (0xD0 | 0xD1, ..) => true,
        // General punctuation but the two quads that are other spaces.
        (0xE2, 0x80, third) => third >= 0x82,
        // CJK punctuation before the tone marks, Kana but the two voicing marks.
        (0xE3, 0x80, third) => third < 0xAA,
        (0xE3, 0x81 | 0x83, _) => true,
        (0xE3, 0x82, third) => !matches!(third, 0x99 | 0x9A),
        // Han, U+4000 to U+9FFF.
        (0xE4..=0xE9, ..) => true,
        // Full-width forms.
        (0xEF, 0xBC..=0xBF, _) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::is_nfc;

    #[test]
    fn what_the_bytes_call_safe_is_in_form_c() {
        for point in 0..=0x10_FFFFu32 {
            let Some(c) = char::from_u32(point) else { continue };
            let text = String::from(c);
            if text.is_ascii() || is_safe(text.as_bytes()) {
                // Alone and after a letter, so that nothing safe combines backwards.
                assert!(is_nfc(&text) && is_nfc(&format!("e{c}")), "U+{point:04X}");
            }
        }
    }

    #[test]
    fn other_forms_are_composed() {
        assert_eq!(normalised("e\u{301}a \u{2019}s".to_owned()), "éa \u{2019}s");
        assert_eq!(normalised("\u{1112}\u{1161}\u{11AB}".to_owned()), "한");
        assert_eq!(normalised("\u{2126}".to_owned()), "\u{3A9}");
    }

    #[test]
    fn marks_at_a_chunk_border_are_seen() {
        let text = format!("{}e\u{301}", "a".repeat(62));
        assert!(normalised(text).ends_with('é'));
    }
}
