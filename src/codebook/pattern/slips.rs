//! What a pattern can say but hardly means: gaps that touch a word, wildcards beside a character
//! that is a word by itself.
//!
//! In comes a pattern, out come the places with what to write in their stead. A gap that would be
//! lost is an error of the codebook; a wildcard that stands for a word is worth a warning.

use std::ops::Range;

use super::{Element, Fault, elements, written};
use crate::text::chars::{Class, class};

/// Gaps without spaces beside them (`x ...y`), which as punctuation of a word would say nothing.
pub fn gaps_without_spaces(pattern: &str) -> Vec<Fault> {
    let spans = written(pattern);
    let count = spans.len();
    let gap = |(place, span): (usize, Range<usize>)| {
        let text = pattern.get(span.clone())?;
        let dots = text.replace('…', "...");
        if !dots.contains("...") || !text.chars().any(is_of_word) {
            return None;
        }
        let parts = dots.split("...").map(|part| part.trim_matches('.'));
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        let before = if place > 0 && dots.starts_with("...") { "... " } else { "" };
        let after = if place + 1 < count && dots.ends_with("...") { " ..." } else { "" };
        let cure = format!("{before}{}{after}", parts.join(" ... "));
        let (message, help) = match cure.contains("...") {
            true => ("has no space on each side", format!("write `{cure}`")),
            false => ("is at the edge of the pattern", format!("leave it out: `{cure}`")),
        };
        let message = format!("the gap in `{text}` {message}");
        Some(Fault::new(span, message).help(help))
    };
    spans.into_iter().enumerate().filter_map(gap).collect()
}

/// Wildcards that touch a character which is a word by itself (`信任*`), so that they stand for a
/// whole word beside it; each with the same written out (`信 任 *`).
pub fn wildcards_apart(pattern: &str) -> Vec<(Range<usize>, String)> {
    let apart = |span: Range<usize>| {
        let text = pattern.get(span.clone())?;
        let is_name = text.starts_with(['@', '~']);
        let is_wild = |c: char| matches!(c, '*' | '?');
        let is_single = |c: Option<char>| c.is_some_and(|c| class(c) == Class::Spaceless);
        let found = !is_name
            && text.match_indices(is_wild).any(|(at, _)| {
                let head = text.get(..at).unwrap_or_default().trim_end_matches(is_wild);
                let tail = text.get(at..).unwrap_or_default().trim_start_matches(is_wild);
                let (before, after) = (head.chars().next_back(), tail.chars().next());
                let is_beside = is_single(before) || is_single(after);
                let is_word = |c: Option<char>| c.is_some_and(|c| class(c) == Class::Word);
                is_beside && !is_word(before) && !is_word(after)
            });
        let all = elements(text).ok().filter(|_| found)?;
        let words: Vec<&str> = all
            .iter()
            .map(|element| match element {
                Element::Literal(word) | Element::Glob(word) => word.as_str(),
                _ => "*",
            })
            .collect();
        Some((span, words.join(" ")))
    };
    written(pattern).into_iter().filter_map(apart).collect()
}

/// Whether a character belongs to an element that stands for something.
fn is_of_word(c: char) -> bool {
    matches!(c, '*' | '?' | '@' | '~') || class(c) != Class::Other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_need_spaces() {
        for (pattern, place, help) in [
            ("x ...y", "...y", "write `... y`"),
            ("x... y", "x...", "write `x ...`"),
            ("x...y", "x...y", "write `x ... y`"),
            ("a …@y b", "…@y", "write `... @y`"),
            ("x y...", "y...", "leave it out: `y`"),
            ("...x", "...x", "leave it out: `x`"),
        ] {
            let faults = gaps_without_spaces(pattern);
            let [fault] = faults.as_slice() else { panic!("{pattern}: {faults:?}") };
            assert_eq!((&pattern[fault.span.clone()], fault.help.as_deref()), (place, Some(help)));
        }
        for pattern in ["x ... y", "e.g. x", "x .. y", "... ?", "a …"] {
            assert_eq!(gaps_without_spaces(pattern), [], "{pattern}");
        }
    }

    #[test]
    fn wildcards_beside_characters_are_written_out() {
        for (pattern, out) in
            [("信任*", "信 任 *"), ("信?任", "信 ? 任"), ("*ｶﾞ", "* ガ"), ("กั**", "กั *")]
        {
            assert_eq!(wildcards_apart(pattern), [(0..pattern.len(), out.to_owned())]);
        }
        for pattern in ["信 任 *", "trust*", "ok*信", "@信*", "* 信", "信"] {
            assert_eq!(wildcards_apart(pattern), [], "{pattern}");
        }
    }
}
