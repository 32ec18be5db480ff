//! Accents: the plain form of a word, so that a search for `cafe` finds `café`.
//!
//! Taken off are the marks of Latin, Greek and Cyrillic letters, the vowel signs of Hebrew and the
//! short vowels of Arabic; letters that only look like marked ones (`ø`, `ł`, `ß` …) become the
//! letters that people type for them. `й` is a letter of its own and stays. In comes a folded
//! word, out comes its plain form.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters without a mark of their own, with what people type for them.
const LIKE: [(char, &str); 9] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ð', "d"),
    ('ħ', "h"),
    ('ı', "i"),
];

/// A folded word without accents; the word itself where it has none.
pub fn plain(word: &str) -> Cow<'_, str> {
    if word.is_ascii() || !word.chars().any(may_carry) {
        return Cow::Borrowed(word);
    }
    let mut plain = String::with_capacity(word.len());
    let mut before = None;
    for c in word.nfd() {
        if !is_accent(c) || c == BREVE && before == Some('и') {
            match LIKE.iter().find(|(letter, _)| *letter == c) {
                Some((_, typed)) => plain.push_str(typed),
                None => plain.push(c),
            }
        }
        if !is_combining_mark(c) {
            before = Some(c);
        }
    }
    let plain: String = plain.nfc().collect();
    if plain == word { Cow::Borrowed(word) } else { Cow::Owned(plain) }
}

/// What makes `й` of `и`.
const BREVE: char = '\u{306}';

fn is_accent(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{591}'..='\u{5bd}'
            | '\u{5bf}'
            | '\u{5c1}'..='\u{5c2}'
            | '\u{5c4}'..='\u{5c5}'
            | '\u{5c7}'
            | '\u{64b}'..='\u{652}'
            | '\u{670}'
    )
}

/// Whether a character can be one that [`plain`] changes: those of the scripts above.
fn may_carry(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{6ff}' | '\u{1e00}'..='\u{1fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_come_off() {
        for (word, expected) in [
            ("café", "cafe"),
            ("garçon", "garcon"),
            ("mädchen", "madchen"),
            ("straße", "strasse"),
            ("smørrebrød", "smorrebrod"),
            ("łódź", "lodz"),
            ("đường", "duong"),
            ("ещё", "еще"),
            ("άνθρωπος", "ανθρωπος"),
            ("שָׁלוֹם", "שלום"),
            ("كِتَاب", "كتاب"),
        ] {
            assert_eq!(plain(word), expected);
        }
    }

    #[test]
    fn letters_stay_letters() {
        for word in ["plain", "мой", "信任", "한국", "ガス", "กัน", "कला", "don't"]
        {
            assert_eq!(plain(word), word);
            assert!(matches!(plain(word), Cow::Borrowed(_)));
        }
    }
}
