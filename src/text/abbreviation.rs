//! Full stops that end no sentence: those of abbreviations and initials.
//!
//! In come a text and the place of a full stop; out comes whether it belongs to the word before it
//! (`Dr.`, `e.g.`, the `J.` of `J. Moss`). A word is a token of CODEBOOK semantics 2 with the full
//! stops inside it, so the `t` of `don't` is no initial. What behind it decides is said in semantics
//! 3 (`docs/codebook.md`).

use super::chars::{Class, class, is_apostrophe};
use super::language::Language;
use super::word::fold;

/// The abbreviations of a language, ready to be asked for.
#[derive(Clone, Debug)]
pub(super) struct Abbreviations {
    language: Language,
    /// The bytes of the longest word that a full stop may belong to.
    longest: usize,
    /// By ASCII byte: the lengths of such words that begin with it, a bit a length; the highest is
    /// for all that are longer.
    beginnings: [u32; 128],
    /// By the last two letters (`a` to `z` as 0 to 25): whether such a word may end with them.
    endings: Box<[bool; 26 * 26]>,
}

impl Abbreviations {
    /// Prepares the lists of a language.
    pub(super) fn new(language: &Language) -> Self {
        let words = || {
            language.abbreviations.iter().chain(&language.number_sign).chain(&language.and_so_on)
        };
        let mut beginnings = [0; 128];
        for word in words() {
            if let Some(&byte) = word.as_bytes().first()
                && byte.is_ascii()
            {
                beginnings[usize::from(byte.to_ascii_lowercase())] |= 1 << word.len().min(31);
                beginnings[usize::from(byte.to_ascii_uppercase())] |= 1 << word.len().min(31);
            }
        }
        let mut endings = Box::new([false; 26 * 26]);
        for word in words() {
            if let [.., last_but_one, last] = word.as_bytes() {
                let place = ending(*last_but_one, *last);
                place
                    .and_then(|place| endings.get_mut(place))
                    .into_iter()
                    .for_each(|is| *is = true);
            }
        }
        // A letter takes three bytes more at most in another form: upper case, full width, `’`.
        let longest = words().map(|word| word.chars().count() * 4).max().unwrap_or_default();
        Abbreviations { language: language.clone(), longest: longest.max(4), beginnings, endings }
    }

    /// The language whose lists they are.
    pub(super) fn language(&self) -> &Language {
        &self.language
    }

    /// Whether the full stop at `stop` belongs to the word before it, by what stands from `end` on.
    pub(super) fn own(&self, text: &str, stop: usize, end: usize) -> bool {
        let head = text.get(..stop).unwrap_or_default();
        // Most words cannot be one by their last two letters.
        if let [.., last_but_one, last] = head.as_bytes()
            && let Some(place) = ending(*last_but_one, *last)
            && self.endings.get(place) == Some(&false)
        {
            return false;
        }
        let word = word_before(head, self.longest);
        let next = || text.get(end..).and_then(|rest| rest.trim_start().chars().next());
        if self.is_one(word, next) {
            return true;
        }
        // `l'av. Foch`: an elided article stands before the abbreviation. A single letter there is
        // the end of a contraction.
        let behind = word.rsplit_once(is_apostrophe).map(|(_, behind)| behind);
        behind.is_some_and(|word| word.chars().nth(1).is_some() && self.is_one(word, next))
    }

    /// Whether a word is an abbreviation or an initial before this next character.
    fn is_one(&self, word: &str, next: impl Fn() -> Option<char>) -> bool {
        let language = &self.language;
        let is_single = word.chars().nth(1).is_none();
        let length = word.len().min(31);
        let may_be = !word.is_ascii()
            || word.bytes().next().is_some_and(|byte| {
                self.beginnings.get(usize::from(byte)).is_some_and(|known| known >> length & 1 == 1)
            });
        if word.is_empty() || word.len() > self.longest || !(may_be || is_single) {
            return false;
        }
        let is = |known: &str| match word.is_ascii() {
            true => known.eq_ignore_ascii_case(word),
            false => known == fold(word),
        };
        if language.number_sign.as_deref().is_some_and(is) {
            return next().is_some_and(|c| c.is_ascii_digit());
        }
        if language.and_so_on.as_deref().is_some_and(is) {
            return !next().is_some_and(char::is_uppercase);
        }
        let is_initial = || {
            is_single
                && word.chars().all(|c| c.is_alphabetic() && class(c) != Class::Other)
                && !language.single_letter_words.iter().any(|known| is(known))
        };
        is_initial() || language.abbreviations.iter().any(|known| is(known))
    }
}

/// The token at the end of a text, with full stops inside it. Of one longer than `longest` bytes, at
/// least so much.
fn word_before(head: &str, longest: usize) -> &str {
    let is_ascii_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    let bytes = head.as_bytes();
    let near = bytes.iter().rev().take(longest + 1);
    let start = bytes.len() - near.take_while(|byte| is_ascii_part(byte)).count();
    let before = start.checked_sub(1).and_then(|before| bytes.get(before));
    if before.is_none_or(|byte| byte.is_ascii() && *byte != b'\'') {
        return head.get(start..).unwrap_or_default();
    }
    let is_letter = |c: char| class(c) != Class::Other;
    let is_part = |c: char| matches!(c, '_' | '.') || c.is_alphanumeric() || is_letter(c);
    let mut word = "";
    let mut rest = head.char_indices().rev().peekable();
    while let Some((at, c)) = rest.next() {
        let is_inside = is_apostrophe(c)
            && word.chars().next().is_some_and(is_letter)
            && rest.peek().is_some_and(|&(_, before)| is_letter(before));
        if !is_part(c) && !is_inside {
            break;
        }
        word = head.get(at..).unwrap_or_default();
    }
    word
}

/// The number of two ASCII letters of any case.
fn ending(last_but_one: u8, last: u8) -> Option<usize> {
    let letter = |byte: u8| {
        let place = (byte | 0x20).wrapping_sub(b'a');
        (place < 26).then_some(usize::from(place))
    };
    Some(letter(last_but_one)? * 26 + letter(last)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::sentence::sentences;

    fn split<'t>(text: &'t str, language: &Language) -> Vec<&'t str> {
        sentences(text, language).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_contraction_ends_with_no_initial() {
        let english = Language::for_tag("en");
        for word in ["don't", "I’m", "I'd", "CAN'T", "it’s", "won't", "o'", "rock 'n'", "y’all'd"]
        {
            let text = format!("So {word}. I was tired. He left.");
            let all = [&text[..text.len() - 22], "I was tired.", "He left."];
            assert_eq!(split(&text, &english), all, "{word}");
        }
        for initial in ["'J. Moss", "‘J. Moss", "O'Hara and J. Moss", "É. Moss"] {
            let text = format!("It was {initial} then.");
            assert_eq!(split(&text, &english), [text.as_str()]);
        }
        for number in ["4", "Ⅷ"] {
            let text = format!("It was {number}. Then he left.");
            assert_eq!(split(&text, &english).len(), 2, "{text}");
        }
    }

    #[test]
    fn marks_belong_to_the_word() {
        let hindi = Language::for_tag("hi");
        assert_eq!(split("यह शब्द. अब ठीक. अब", &hindi), ["यह शब्द.", "अब ठीक.", "अब"]);
        assert_eq!(split("यह क्षेत्र. अब", &hindi), ["यह क्षेत्र.", "अब"]);
        let english = Language::for_tag("en");
        assert_eq!(split("q\u{307}x\u{302}b. Then", &english), ["q\u{307}x\u{302}b.", "Then"]);
    }

    #[test]
    fn abbreviations_behind_an_elision_and_with_an_apostrophe() {
        let french = Language::for_tag("fr");
        assert_eq!(split("Elle vit l’av. Foch. Oui.", &french), ["Elle vit l’av. Foch.", "Oui."]);
        let mut english = Language::for_tag("en");
        english.abbreviations.push("int'l".to_owned());
        assert_eq!(split("An int’l. Group came.", &english), ["An int’l. Group came."]);
    }
}
