//! A text made ready for many anchors to be looked for in it.
//!
//! What all of them need is made once: the characters, their numbers in the text's alphabet, and
//! the folded text with the way back.

use std::borrow::Cow;
use std::sync::OnceLock;

use memchr::memmem;

use super::fold::fold;
use super::grams::Grams;
use super::{Anchor, CONTEXT};

/// A canonical text in which anchors are looked for.
#[derive(Debug)]
pub struct Text<'t> {
    pub(super) plain: Haystack<'t>,
    folded: OnceLock<(Haystack<'static>, Vec<u32>)>,
    alphabet: OnceLock<(Vec<char>, Vec<u32>)>,
    grams: OnceLock<Grams>,
}

/// Characters that can be searched for strings.
#[derive(Debug)]
pub(super) struct Haystack<'t> {
    pub(super) chars: Vec<char>,
    text: Cow<'t, str>,
    /// The first byte of each character, and the length; empty where a character is a byte.
    bytes: Vec<u32>,
}

impl<'t> Text<'t> {
    /// Makes a text ready.
    pub fn new(text: &'t str) -> Self {
        let plain = Haystack::new(text.chars().collect(), Cow::Borrowed(text));
        let (folded, alphabet, grams) = Default::default();
        Text { plain, folded, alphabet, grams }
    }

    /// The anchor of a range of code points; what lies outside the text is left out.
    pub fn anchor(&self, start: usize, end: usize) -> Anchor {
        let count = self.plain.chars.len();
        let end = end.min(count);
        let start = start.min(end);
        Anchor {
            start,
            end,
            quote: self.string(start, end),
            prefix: self.string(start.saturating_sub(CONTEXT), start),
            suffix: self.string(end, (end + CONTEXT).min(count)),
        }
    }

    /// Whether a quote stands exactly there.
    pub fn is_at(&self, quote: &str, start: usize, end: usize) -> bool {
        self.plain.text.get(self.bytes(start, end)) == Some(quote)
    }

    /// The range of bytes of a range of code points.
    pub fn bytes(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        self.plain.byte(start)..self.plain.byte(end)
    }

    /// The code point of a byte.
    pub fn point(&self, byte: usize) -> usize {
        self.plain.point(byte)
    }

    fn string(&self, start: usize, end: usize) -> String {
        self.plain.chars.get(start..end).unwrap_or_default().iter().collect()
    }

    /// The folded text, and for each of its characters the place in the original.
    pub(super) fn folded(&self) -> (&Haystack<'static>, &[u32]) {
        let (folded, places) = self.folded.get_or_init(|| {
            let (chars, places) = fold(self.plain.chars.iter().copied());
            let text = chars.iter().collect();
            (Haystack::new(chars, Cow::Owned(text)), places)
        });
        (folded, places)
    }

    /// The characters that occur, sorted, and the text as places in them.
    pub(super) fn alphabet(&self) -> (&[char], &[u32]) {
        let (alphabet, numbers) = self.alphabet.get_or_init(|| {
            let mut alphabet = self.plain.chars.clone();
            alphabet.sort_unstable();
            alphabet.dedup();
            let number = |c: &char| alphabet.binary_search(c).unwrap_or_default() as u32;
            let numbers = self.plain.chars.iter().map(number).collect();
            (alphabet, numbers)
        });
        (alphabet, numbers)
    }

    /// Where the text's runs of characters stand.
    pub(super) fn grams(&self) -> &Grams {
        self.grams.get_or_init(|| Grams::of(self.alphabet().1))
    }
}

impl<'t> Haystack<'t> {
    fn new(chars: Vec<char>, text: Cow<'t, str>) -> Self {
        let mut bytes = Vec::new();
        if !text.is_ascii() {
            bytes.extend(text.char_indices().map(|(at, _)| at as u32));
            bytes.push(text.len() as u32);
        }
        Haystack { chars, text, bytes }
    }

    fn point(&self, byte: usize) -> usize {
        match self.bytes.is_empty() {
            true => byte.min(self.text.len()),
            false => {
                self.bytes.partition_point(|&start| (start as usize) < byte).min(self.chars.len())
            }
        }
    }

    fn byte(&self, point: usize) -> usize {
        match self.bytes.is_empty() {
            true => point.min(self.text.len()),
            false => self.bytes.get(point).map_or(self.text.len(), |&byte| byte as usize),
        }
    }

    /// The code points at which a string begins, overlapping ones too.
    pub(super) fn all(&self, needle: &str) -> Vec<usize> {
        let mut found = Vec::new();
        let Some(first) = needle.chars().next() else { return found };
        let finder = memmem::Finder::new(needle);
        let bytes = self.text.as_bytes();
        let mut at = 0;
        while let Some(next) = bytes.get(at..).and_then(|rest| finder.find(rest)) {
            found.push(self.point(at + next));
            at += next + first.len_utf8();
        }
        found
    }

    /// The code point at which a string begins that occurs exactly once.
    pub(super) fn only(&self, needle: &str) -> Option<usize> {
        let finder = memmem::Finder::new(needle);
        let mut found = finder.find_iter(self.text.as_bytes());
        let first = found.next()?;
        found.next().is_none().then(|| self.point(first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_and_bytes_lead_to_each_other() {
        for said in ["so it is", "é信 ok"] {
            let text = Text::new(said);
            let begins = said.char_indices().map(|(byte, _)| byte).chain([said.len()]);
            for (point, byte) in begins.enumerate() {
                assert_eq!((text.point(byte), text.bytes(point, point).start), (point, byte));
            }
            assert_eq!(
                (text.point(99), text.bytes(98, 99).end),
                (text.point(said.len()), said.len())
            );
        }
        let text = Text::new("é信 ok");
        assert!(text.is_at("信 o", 1, 4) && !text.is_at("信 o", 0, 3));
        assert_eq!(Text::new("abba").alphabet(), (&['a', 'b'][..], &[0, 1, 1, 0][..]));
    }

    #[test]
    fn an_anchor_keeps_what_stands_around_as_far_as_there_is_any() {
        let said = format!("{}x{}", "b".repeat(40), "a".repeat(40));
        let text = Text::new(&said);
        let anchor = text.anchor(40, 41);
        assert_eq!(
            (anchor.quote.as_str(), anchor.prefix, anchor.suffix),
            ("x", "b".repeat(32), "a".repeat(32))
        );
        let anchor = text.anchor(2, 79);
        assert_eq!((anchor.prefix.as_str(), anchor.suffix.as_str()), ("bb", "aa"));
        let outside = text.anchor(90, 99);
        assert_eq!((outside.start, outside.end, outside.suffix.as_str()), (81, 81, ""));
    }

    #[test]
    fn what_occurs_once_and_what_occurs_again() {
        let haystack = Haystack::new("éaéaé".chars().collect(), Cow::Borrowed("éaéaé"));
        assert_eq!(
            (haystack.all("éaé"), haystack.all("x"), haystack.all("")),
            (vec![0, 2], vec![], vec![])
        );
        assert_eq!(
            (haystack.only("éaéa"), haystack.only("a"), haystack.only("x")),
            (Some(0), None, None)
        );
    }
}
