//! The words in a TOML file: its strings and remarks, without the keys and marks around them.
//!
//! In comes the text of a file, out come the byte ranges that may be replaced without breaking it. A
//! key or a table's name in quotation marks is what other files refer to, and none of them. A file
//! that is no TOML gives ranges too; whether the new one can be read is asked afterwards.

use std::ops::Range;

/// The contents of strings that are values, and of remarks, in order.
pub(super) fn words(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    // Whether a `=` was read and its value goes on, and within how many brackets.
    let (mut is_value, mut depth) = (false, 0_usize);
    let marks = ['"', '\'', '#', '=', '\n', '[', ']', '{', '}'];
    while let Some(step) = text.get(at..).and_then(|rest| rest.find(marks)) {
        let start = at + step;
        let rest = text.get(start..).unwrap_or_default();
        let quotes = ["\"\"\"", "'''", "\"", "'"];
        let Some(quote) = quotes.into_iter().find(|quote| rest.starts_with(quote)) else {
            at = start + 1;
            match rest.chars().next() {
                Some('#') => {
                    at = start + rest.find('\n').unwrap_or(rest.len());
                    found.push(start + 1..at);
                }
                Some('=') => is_value = true,
                Some('\n') if depth == 0 => is_value = false,
                Some('[' | '{') if is_value => depth += 1,
                Some(']' | '}') => depth = depth.saturating_sub(1),
                _ => {}
            }
            continue;
        };
        let from = start + quote.len();
        let end = close(text, from, quote);
        at = (end + quote.len()).min(text.len());
        let after = text.get(at..).unwrap_or_default().trim_start_matches([' ', '\t']);
        if is_value && !after.starts_with(['=', '.']) {
            found.push(from..end);
        }
    }
    found
}

/// Where a string ends that began with these marks.
fn close(text: &str, from: usize, quote: &str) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let is_escaped = quote.starts_with('"');
    let mut skip = false;
    for (at, c) in rest.char_indices() {
        if skip {
            skip = false;
        } else if is_escaped && c == '\\' {
            skip = true;
        } else if rest.get(at..).is_some_and(|rest| rest.starts_with(quote))
            || quote.len() == 1 && c == '\n'
        {
            return from + at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_remarks() {
        let text =
            "a = \"x \\\" y\" # it's so\n[b.'c d']\nd = 2026-03-01\ne = \"\"\"\nf \"g\" \"\"\"\n";
        let found: Vec<&str> = words(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["x \\\" y", " it's so", "\nf \"g\" "]);
        let text = "\"a b\" = [ # c\n  [\"d\"],\n  { \"e f\" = \"g\" },\n]\n['h'.\"i\"]\n\"j\".k = \"l\"\n";
        let found: Vec<&str> = words(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, [" c", "d", "g", "l"], "keys are none");
        for odd in ["a=\"open", "\"open", "'", "#", "\"\\", "\"\"\"", "é'信"] {
            assert!(words(odd).iter().all(|range| odd.get(range.clone()).is_some()), "{odd}");
        }
    }
}
