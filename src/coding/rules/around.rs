//! The first letters of the words beside an anchor: nearly all phrases that are not there can be told
//! from them.
//!
//! While a codebook is compiled each phrase learns how the words on both sides of its anchor begin;
//! then two comparisons say whether it can stand at a place of a text. They never turn away what
//! stands there; what they let through for nothing only costs time.

use super::filter::{GOES_ON, letters};
use super::sequence::Tokens;
use super::variants::Piece;
use crate::codebook::pattern::Element;
use crate::text::word::Word;

/// The first letters of the words before and after an anchor; nothing where there is no word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Around {
    before: u32,
    after: u32,
}

impl Around {
    /// Reads them beside a token: its place among the words of a turn, and where it stands.
    #[inline]
    pub(crate) fn of(tokens: &Tokens<'_>, place: u32, word: Word) -> Self {
        let letters = |(start, behind): (usize, usize)| {
            let rest = tokens.text.as_bytes().get(start..).unwrap_or_default();
            let four = match rest.first_chunk::<4>() {
                Some(four) => *four,
                None => std::array::from_fn(|at| rest.get(at).copied().unwrap_or_default()),
            };
            (u32::from_le_bytes(four) | 0x2020_2020) & GOES_ON[behind % 8]
        };
        let words = &tokens.words;
        let before = if place > 0 { words.begins_before(word.start as usize) } else { None };
        let is_last = place as usize + 1 >= words.len();
        let after = if is_last { None } else { words.begins_after(word.end as usize) };
        Around { before: before.map_or(0, letters), after: after.map_or(0, letters) }
    }
}

/// How the words on both sides of the anchor of a phrase begin.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Expected {
    before: Head,
    after: Head,
}

/// Up to four letters, and a mask of those that are known.
#[derive(Clone, Copy, Debug, Default)]
struct Head {
    letters: u32,
    mask: u32,
}

impl Expected {
    /// What stands beside the anchor of a phrase.
    pub(crate) fn of(pieces: &[Piece], anchor: usize) -> Self {
        let head = |place: Option<usize>| place.and_then(|place| pieces.get(place)).map(Head::of);
        Expected {
            before: head(anchor.checked_sub(1)).unwrap_or_default(),
            after: head(anchor.checked_add(1)).unwrap_or_default(),
        }
    }

    /// Whether a phrase can stand there.
    #[inline]
    pub(crate) fn fits(&self, around: Around) -> bool {
        self.before.may_be(around.before) && self.after.may_be(around.after)
    }
}

impl Head {
    fn of(piece: &Piece) -> Self {
        match piece {
            // A short word ends where its letters end: the zeros behind it are known, too.
            Piece::One(Element::Literal(word)) => {
                Head { letters: letters(word.as_bytes()), mask: !0 }
            }
            Piece::One(Element::Glob(glob)) => {
                let head = glob.split(['*', '?']).next().unwrap_or_default().as_bytes();
                let mask = !(!0_u32).checked_shl(8 * head.len() as u32).unwrap_or_default();
                Head { letters: letters(head), mask }
            }
            _ => Head::default(),
        }
    }

    /// Whether a word that begins with these letters may be meant; letters beyond ASCII may be forms
    /// of any.
    #[inline]
    fn may_be(self, letters: u32) -> bool {
        (letters ^ self.letters) & self.mask == 0 || letters & 0x8080_8080 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::scan::Scanner;

    #[test]
    fn letters_on_both_sides_tell_most_phrases() {
        let text = "She did not do this, don’t you see";
        let mut scanner = Scanner::default();
        scanner.look(text);
        let tokens = Tokens { text, words: scanner.ranks().counted(0..text.len(), 0, 8) };
        let literal = |word: &str| Piece::One(Element::Literal(word.into()));
        let glob = |word: &str| Piece::One(Element::Glob(word.into()));
        let stands = |place: u32, before: Piece, after: Piece| {
            let word = tokens.words.get(place as usize).unwrap();
            Expected::of(&[before, literal("x"), after], 1).fits(Around::of(&tokens, place, word))
        };
        assert!(stands(1, literal("she"), literal("not")));
        assert!(stands(1, glob("s?e"), glob("no*")));
        assert!(!stands(1, literal("sh"), literal("not")));
        assert!(!stands(1, literal("she"), literal("nothing")));
        assert!(!stands(1, glob("sha*"), literal("not")));
        assert!(!stands(0, literal("she"), literal("did")), "nothing stands before the first");
        assert!(!stands(7, literal("you"), literal("did")), "nothing stands after the last");
        assert!(stands(4, literal("do"), literal("don't")));
        assert!(stands(5, Piece::One(Element::AnyToken), literal("you")));
    }
}
