//! Words: the tokens that patterns match, counts count and the index holds.
//!
//! A token is a run of letters, combining marks and digits with inner `'` or `’`; a hyphen
//! separates; in scripts written without spaces each character is a token. Tokens are compared
//! after [`fold`]: NFKC, lower case, straight apostrophe, one sigma. In comes text, out come byte
//! ranges.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::chars::{Class, class, is_apostrophe, is_mark};

/// One token: a half-open byte range of the text it was found in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Word {
    /// The token counted from a byte at or before its first.
    pub fn without(&self, base: u32) -> Word {
        Word { start: self.start - base, end: self.end - base }
    }

    /// The token's characters in `text`, the text it was found in.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// All tokens of a text, in order.
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    words_into(text, 0, &mut found);
    found
}

/// Appends the tokens of `text` to `found`, with `base` added to every position.
pub fn words_into(text: &str, base: u32, found: &mut Vec<Word>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte < 0x80 {
            if byte.is_ascii_alphanumeric() {
                let end = end_of_word(text, at);
                found.push(Word { start: base + at as u32, end: base + end as u32 });
                at = end;
            } else {
                at += 1;
            }
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        let end = match class(c) {
            Class::Other => {
                at += c.len_utf8();
                continue;
            }
            Class::Word => end_of_word(text, at),
            Class::Spaceless => {
                let after = at + c.len_utf8();
                let marks = text[after..].chars().take_while(|&c| is_mark(c));
                after + marks.map(char::len_utf8).sum::<usize>()
            }
        };
        found.push(Word { start: base + at as u32, end: base + end as u32 });
        at = end;
    }
}

/// Where the word that starts at `start` ends. The character there is of class `Word`.
fn end_of_word(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        while at < bytes.len() && bytes[at].is_ascii_alphanumeric() {
            at += 1;
        }
        let mut rest = text[at..].chars();
        match rest.next() {
            Some(c) if !c.is_ascii() && class(c) == Class::Word => at += c.len_utf8(),
            Some(c) if is_apostrophe(c) => match rest.next() {
                Some(next) if class(next) == Class::Word => at += c.len_utf8(),
                _ => return at,
            },
            _ => return at,
        }
    }
}

/// How many tokens a text has.
pub fn count(text: &str) -> usize {
    let mut found = Vec::new();
    words_into(text, 0, &mut found);
    found.len()
}

/// The form in which tokens are compared: NFKC, lower case, `’` as `'`, and the sigma at the end of
/// a Greek word as any other, so that the head of `ΟΔΟΣ*` is that of `ΟΔΟΣΑ`.
pub fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return if word.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(word.to_ascii_lowercase())
        } else {
            Cow::Borrowed(word)
        };
    }
    let alike = |c| match c {
        '\u{2019}' => '\'',
        'ς' => 'σ',
        _ => c,
    };
    Cow::Owned(word.nfkc().flat_map(char::to_lowercase).map(alike).collect())
}

/// A folded word as people write it: a sigma at its end is a final one.
pub fn written(folded: &str) -> Cow<'_, str> {
    match folded.strip_suffix('σ') {
        Some(head) if head.ends_with(char::is_alphabetic) => Cow::Owned(format!("{head}ς")),
        _ => Cow::Borrowed(folded),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        words(text).iter().map(|word| word.of(text)).collect()
    }

    #[test]
    fn apostrophes_stay_inside_and_hyphens_separate() {
        assert_eq!(split("I can’t, won't go-on 'til"), ["I", "can’t", "won't", "go", "on", "til"]);
        assert_eq!(split("the cats' 12a o'"), ["the", "cats", "12a", "o"]);
        assert_eq!(split("rock 'n' roll a''b"), ["rock", "n", "roll", "a", "b"]);
    }

    #[test]
    fn scripts_without_spaces_give_a_token_a_character() {
        assert_eq!(split("我很信任ok他"), ["我", "很", "信", "任", "ok", "他"]);
        assert_eq!(split("กั a"), ["กั", "a"]);
        assert_eq!(split("ｶﾞｯｺｰ人々ok"), ["ｶﾞ", "ｯ", "ｺ", "ｰ", "人", "々", "ok"]);
    }

    #[test]
    fn combining_marks_belong_to_their_letter() {
        assert_eq!(split("cafe\u{301} x"), ["cafe\u{301}", "x"]);
    }

    #[test]
    fn folding_joins_forms_of_one_word() {
        assert_eq!(fold("CAN’T"), "can't");
        assert_eq!(fold("ﬁne"), "fine");
        assert_eq!(fold("Ｆｕｌｌ"), "full");
        assert_eq!(fold("Straße"), "straße");
        assert_eq!(fold("cafe\u{301}"), "café");
        assert_eq!(fold("ｶﾞ"), "ガ");
        assert_eq!([fold("ΟΔΟΣ"), fold("οδος"), fold("ΟΔΟΣ*")], ["οδοσ", "οδοσ", "οδοσ*"]);
        assert_eq!([written("οδοσ"), written("σ"), written("trust")], ["οδος", "σ", "trust"]);
    }
}
