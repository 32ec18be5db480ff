//! A text in the form in which names are compared, with the way back to the text itself.
//!
//! Folded are case, accents, compatibility forms, runs of white space, quotation marks and dashes; a
//! hyphen is a space and the point of a short word is none, so that `Mr Lee` is found in `Mr. Lee`
//! and `Anne Marie` in `Anne-Marie`. Characters that nobody sees (soft hyphens, joiners, direction
//! marks) are left out, so that they hide no name. A second form joins what was broken at a line's
//! end, so that `Whitlock` is found in `Whit-` and `lock`. In comes text, out comes the folded text
//! and where each of its bytes came from.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::accent;

/// As many letters has a word that may be cut short with a point.
const SHORT: std::ops::RangeInclusive<usize> = 2..=4;

/// A folded text.
#[derive(Clone, Debug)]
pub(super) struct Folded {
    /// The folded text.
    pub(super) text: String,
    /// By byte of the folded text, the first byte of the character that it came from; one more for
    /// the end.
    from: Vec<usize>,
    /// By byte of the folded text, one past the last byte of what it came from.
    until: Vec<usize>,
}

impl Folded {
    /// Folds a text.
    pub(super) fn new(text: &str) -> Self {
        Folded::with(text, false)
    }

    /// Folds a text without its hyphens that white space follows, and without that; none if it has
    /// none.
    pub(super) fn joined(text: &str) -> Option<Self> {
        let mut ends = text.match_indices(is_hyphen).map(|(at, hyphen)| at + hyphen.len());
        ends.any(|end| is_space_next(text, end)).then(|| Folded::with(text, true))
    }

    fn with(text: &str, is_joined: bool) -> Self {
        let mut folded = Folded {
            text: String::with_capacity(text.len()),
            from: Vec::with_capacity(text.len() + 1),
            until: Vec::with_capacity(text.len()),
        };
        let mut letters = 0;
        let mut is_broken = false;
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            if is_broken && c.is_whitespace() {
                continue;
            }
            is_broken = is_joined && is_hyphen(c) && is_space_next(text, end);
            if is_broken {
                continue;
            }
            let is_short = std::mem::take(&mut letters);
            if c.is_alphanumeric() || is_unseen(c) {
                letters = is_short + usize::from(c.is_alphanumeric());
            }
            if c.is_whitespace() || matches!(c, '-' | '‐' | '‑') {
                if !folded.text.ends_with(' ') {
                    folded.push(' ', at..end);
                }
            } else if c == '.' && SHORT.contains(&is_short) && is_space_next(text, end) {
                // `Mr. Lee` is `Mr Lee`.
            } else if c.is_ascii() {
                folded.push(alike(c.to_ascii_lowercase()), at..end);
            } else if is_unseen(c) {
                if let Some(until) = folded.until.last_mut() {
                    *until = end;
                }
            } else {
                let lower: String =
                    std::iter::once(c).nfkc().flat_map(char::to_lowercase).collect();
                for plain in accent::plain(&lower).chars().filter(|&c| !is_combining_mark(c)) {
                    folded.push(alike(plain), at..end);
                }
            }
        }
        folded.from.push(text.len());
        folded
    }

    fn push(&mut self, c: char, source: std::ops::Range<usize>) {
        self.text.push(c);
        self.from.resize(self.text.len(), source.start);
        self.until.resize(self.text.len(), source.end);
    }

    /// The bytes of the text that a range of the folded text came from; none if it begins or ends
    /// within one character.
    pub(super) fn source(&self, start: usize, end: usize) -> Option<std::ops::Range<usize>> {
        let at = |place: usize| self.from.get(place).copied();
        let before = start.checked_sub(1).and_then(at);
        let (first, last, after) = (at(start)?, at(end.checked_sub(1)?)?, at(end)?);
        let until = self.until.get(end.checked_sub(1)?).copied()?;
        (before != Some(first) && last != after).then_some(first..until)
    }
}

/// The folded form alone, without white space at its ends.
pub(super) fn folded(text: &str) -> String {
    // As if something came after it, so that its last point is folded as anywhere else.
    Folded::new(&format!("{} ", text.trim())).text.trim().to_owned()
}

/// What a word may be broken with at a line's end.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '\u{ad}')
}

fn is_space_next(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

/// One form of quotation marks, dashes and sigmas.
fn alike(c: char) -> char {
    match c {
        '‘' | '’' | 'ʼ' | '`' | '´' | '′' => '\'',
        '“' | '”' | '„' | '″' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        'ς' => 'σ',
        _ => c,
    }
}

/// Whether nobody sees a character.
fn is_unseen(c: char) -> bool {
    is_combining_mark(c)
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_sees_hides_no_name() {
        let text = "Zoë\u{200b}  O’Neil\u{ad}l – STRASSE Straße";
        let folded = Folded::new(text);
        assert_eq!(folded.text, "zoe o'neill - strasse strasse");
        let place = folded.text.find("o'neill").unwrap();
        let source = folded.source(place, place + 7).unwrap();
        assert_eq!(&text[source], "O’Neil\u{ad}l");
        assert_eq!(folded.source(0, 3).map(|source| &text[source]), Some("Zoë\u{200b}"));
        assert_eq!(super::folded("St. Mary-Anne Co."), "st mary anne co");
        assert_eq!(super::folded("J. Lee"), "j. lee");
        assert_eq!(super::folded("ΠΕΤΡΟΣ"), super::folded("Πέτρος"));
        let text = "Ask Whit-\r\n  lock";
        let joined = Folded::joined(text).unwrap();
        assert_eq!(joined.text, "ask whitlock");
        assert_eq!(joined.source(4, 12).map(|source| &text[source]), Some("Whit-\r\n  lock"));
        assert!(Folded::joined("Anne-Marie -").is_none());
        let sharp = folded.text.rfind("ss").unwrap();
        assert_eq!(folded.source(sharp, sharp + 1), None, "half a letter");
    }
}
