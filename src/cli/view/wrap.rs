//! The lines that a turn takes in a width.
//!
//! In come a turn's words and a width in columns, out come lines: which part of which word stands
//! on each. Wide characters take two columns; a word wider than a line goes on in the next.

use std::ops::Range;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::page::{Gap, Said};

/// One line of a turn.
pub(super) type Line = Vec<Bit>;

/// A word on a line, or the part of it that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bit {
    /// The word's place in the turn.
    pub(super) word: usize,
    /// The bytes of its text.
    pub(super) part: Range<usize>,
    /// Whether a space stands before it on the line.
    pub(super) spaced: bool,
}

/// The lines of a turn; one empty line where it has no words.
pub(super) fn lines(said: &Said, width: usize) -> Vec<Line> {
    let width = width.max(2);
    let mut lines: Vec<Line> = vec![Vec::new()];
    let mut used = 0;
    for (place, word) in said.words.iter().enumerate() {
        let is_first = lines.last().is_none_or(Vec::is_empty);
        if matches!(word.gap, Gap::Line | Gap::Paragraph) && !is_first {
            if word.gap == Gap::Paragraph {
                lines.push(Vec::new());
            }
            lines.push(Vec::new());
            used = 0;
        }
        let is_first = lines.last().is_none_or(Vec::is_empty);
        let spaced = word.gap == Gap::Space && !is_first;
        let wide = word.text.width();
        if used + usize::from(spaced) + wide <= width {
            used += usize::from(spaced) + wide;
            push(&mut lines, Bit { word: place, part: 0..word.text.len(), spaced });
            continue;
        }
        if !is_first {
            lines.push(Vec::new());
        }
        used = 0;
        let mut start = 0;
        for (at, c) in word.text.char_indices() {
            let c = c.width().unwrap_or(0);
            if used + c > width {
                push(&mut lines, Bit { word: place, part: start..at, spaced: false });
                lines.push(Vec::new());
                (used, start) = (0, at);
            }
            used += c;
        }
        push(&mut lines, Bit { word: place, part: start..word.text.len(), spaced: false });
    }
    lines
}

fn push(lines: &mut [Line], bit: Bit) {
    if let Some(line) = lines.last_mut() {
        line.push(bit);
    }
}

/// The line that a word begins on.
pub(super) fn line_of(lines: &[Line], word: usize) -> usize {
    lines.iter().position(|line| line.iter().any(|bit| bit.word == word)).unwrap_or(0)
}

/// A text cut to a width, with `…` where something is missing.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= width
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    if width > 0 {
        cut.push('…');
    }
    cut
}

/// The end of a text in a width, with `…` where something is missing: of ids in a tree, the end tells
/// them apart.
pub(super) fn tail(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= width
    };
    let end: Vec<char> = text.chars().rev().take_while(fits).collect();
    let mark = if width > 0 { "…" } else { "" };
    mark.chars().chain(end.into_iter().rev()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::page::tests::page;
    use super::*;

    fn shown(text: &str, width: usize) -> Vec<String> {
        let (_, page) = page(&[("P", text)]);
        let said = &page.turns[0];
        let bit = |bit: &Bit| {
            let space = if bit.spaced { " " } else { "" };
            format!("{space}{}", &said.words[bit.word].text[bit.part.clone()])
        };
        lines(said, width).iter().map(|line| line.iter().map(bit).collect()).collect()
    }

    #[test]
    fn words_stay_whole_where_they_can() {
        assert_eq!(shown("one two three", 8), ["one two", "three"]);
        assert_eq!(shown("a incomprehensible b", 6), ["a", "incomp", "rehens", "ible b"]);
        assert_eq!(shown("我们说好 ok", 5), ["我们", "说好", "ok"]);
        assert_eq!(shown("", 5), [""]);
        let long = "x".repeat(1000);
        for width in 0..4 {
            assert!(shown(&long, width).iter().all(|line| line.len() <= width.max(2)));
        }
    }

    #[test]
    fn a_word_is_on_the_line_where_it_begins() {
        let (_, page) = page(&[("P", "one two incomprehensible")]);
        let lines = lines(&page.turns[0], 8);
        assert_eq!([0, 1, 2].map(|word| line_of(&lines, word)), [0, 0, 1]);
        assert_eq!(
            (cut("我们说好", 5), cut("abc", 3), cut("abc", 2), tail("我们说好", 5), tail("abc", 3)),
            ("我们…".into(), "abc".into(), "a…".into(), "…说好".into(), "abc".into())
        );
    }
}
