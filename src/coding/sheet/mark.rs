//! One mark of a sheet: `{code#1: note}`, `{+code}`, `{/code#1}`, `{/}`.
//!
//! In comes what follows the opening brace, out comes the [`Mark`] with how long it is.

use super::escape::{Sign, sign};

/// What a mark says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark {
    /// Whether it closes a coding.
    pub(super) is_end: bool,
    /// Whether the code is one that no codebook has.
    pub(super) is_new: bool,
    /// The code, as it was typed.
    pub(super) code: String,
    /// The number of the coding, as it was typed.
    pub(super) number: Option<String>,
    /// The remark.
    pub(super) note: Option<String>,
    /// The bytes that it takes, both braces included.
    pub(super) length: usize,
}

impl Mark {
    /// Reads a mark, which begins with its brace; none if it is not closed on this line.
    pub(super) fn read(sheet: &str) -> Option<Self> {
        let mut length = 1;
        let mut parts: [Vec<Sign>; 3] = Default::default();
        let mut part = 0;
        let has_part = |parts: &[Vec<Sign>; 3], part: usize| part > 0 || !parts[0].is_empty();
        loop {
            let found = sheet.get(length..).and_then(sign)?;
            length += found.length;
            match found.c {
                '}' if !found.is_plain => break,
                '{' | '\n' if !found.is_plain => return None,
                '#' if !found.is_plain && part == 0 => part = 1,
                ':' if !found.is_plain && part < 2 && has_part(&parts, part) => part = 2,
                _ => parts[part].push(found),
            }
        }
        let [name, number, note] = &parts;
        let mut name = trimmed(name);
        let mut begins = |with: char| {
            let is_so = name.first().is_some_and(|first| first.c == with && !first.is_plain);
            if is_so {
                name = trimmed(&name[1..]);
            }
            is_so
        };
        let is_end = begins('/');
        let is_new = !is_end && begins('+');
        let words = |signs: &[Sign]| trimmed(signs).iter().map(|sign| sign.c).collect::<String>();
        let code = words(name);
        let number = Some(words(number)).filter(|number| !number.is_empty());
        let note = Some(words(note)).filter(|note| !note.is_empty());
        Some(Mark { is_end, is_new, code, number, note, length })
    }
}

/// Without the white space at both ends, unless it was meant.
fn trimmed(signs: &[Sign]) -> &[Sign] {
    let is_word = |sign: &Sign| sign.is_plain || !sign.c.is_whitespace();
    let start = signs.iter().position(is_word).unwrap_or(signs.len());
    let end = signs.iter().rposition(is_word).map_or(start, |last| last + 1);
    signs.get(start..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(text: &str) -> Mark {
        Mark::read(text).unwrap()
    }

    #[test]
    fn marks_have_a_code_a_number_and_a_note() {
        let all = mark("{ trust #3 : a \\} brace } rest");
        assert_eq!((all.code.as_str(), all.number.as_deref()), ("trust", Some("3")));
        assert_eq!((all.note.as_deref(), all.length), (Some("a } brace"), 25));
        let new = mark("{+being-the-first}");
        assert!(new.is_new && new.code == "being-the-first");
        let end = mark("{/trust#3}");
        assert!(end.is_end && end.code == "trust" && end.number.as_deref() == Some("3"));
        assert_eq!(mark("{/}"), Mark { is_end: true, length: 3, ..Mark::default() });
        assert_eq!(mark("{\\/a\\:b}").code, "/a:b");
    }

    #[test]
    fn what_is_not_closed_is_no_mark() {
        for wrong in ["{trust", "{trust {hope}", "{a\n}", "{", "{a\\}"] {
            assert_eq!(Mark::read(wrong), None, "{wrong}");
        }
    }
}
