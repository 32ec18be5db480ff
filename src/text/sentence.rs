//! Sentences: the unit that most rules look at.
//!
//! A sentence ends at `. ? ! …` with closing quotes before white space, or at `。 ？ ！` at once,
//! unless the next visible character is lower case; not after an abbreviation or a single initial.
//! A blank line ends a sentence and a paragraph. In comes a blanked reading text, out come trimmed
//! byte ranges. CODEBOOK semantics 3 (`docs/codebook.md`) is the definition.

use std::ops::Range;

use super::language::Language;

/// The sentences of a text, in order, without the white space around them.
pub fn sentences(text: &str, language: &Language) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    sentences_into(text, language, &mut found);
    found
}

/// Like [`sentences`], into a vector that is cleared first.
pub fn sentences_into(text: &str, language: &Language, found: &mut Vec<Range<usize>>) {
    found.clear();
    let mut from = 0;
    let mut at = 0;
    while let Some(end) = next_end(text, &mut at, language) {
        push_trimmed(text, from..end, found);
        from = end;
    }
    push_trimmed(text, from..text.len(), found);
}

/// The paragraphs of a text: what stands between blank lines. Not trimmed.
pub fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while let Some(newline) = memchr::memchr(b'\n', &text.as_bytes()[at..]) {
        let start = at + newline;
        match blank_line(text, start) {
            Some(end) => {
                found.push(from..start);
                from = end;
                at = end;
            }
            None => at = start + 1,
        }
    }
    found.push(from..text.len());
    found
}

fn push_trimmed(text: &str, range: Range<usize>, found: &mut Vec<Range<usize>>) {
    let slice = &text[range.clone()];
    let start = range.start + (slice.len() - slice.trim_start().len());
    let end = range.end - (slice.len() - slice.trim_end().len());
    if start < end {
        found.push(start..end);
    }
}

/// The end of the blank line that begins with the newline at `start`, if there is one.
fn blank_line(text: &str, start: usize) -> Option<usize> {
    let rest = &text.as_bytes()[start + 1..];
    let spaces = rest.iter().take_while(|&&byte| byte == b' ' || byte == b'\t').count();
    (rest.get(spaces) == Some(&b'\n')).then_some(start + spaces + 2)
}

/// The next place at or after `at` where a sentence ends; `at` moves behind what was looked at.
fn next_end(text: &str, at: &mut usize, language: &Language) -> Option<usize> {
    let bytes = text.as_bytes();
    while *at < bytes.len() {
        let start = *at;
        match bytes[start] {
            b'.' | b'?' | b'!' => {}
            // `…` is E2 80 A6, `。` E3 80 82, `？` and `！` begin with EF BC.
            0xE2 | 0xE3 | 0xEF => {}
            b'\n' => {
                if let Some(end) = blank_line(text, start) {
                    *at = end;
                    return Some(end);
                }
                *at = start + 1;
                continue;
            }
            _ => {
                *at = start + 1;
                continue;
            }
        }
        let Some(c) = text[start..].chars().next() else { return None };
        *at = start + c.len_utf8();
        if is_full_width(c) {
            let marks = run(text, start, is_full_width);
            let end = run(text, marks, |c| is_closing(c) || matches!(c, '」' | '』'));
            *at = end;
            if !next_is_lower_case(text, end) {
                return Some(end);
            }
        } else if is_end_mark(c) {
            let marks = run(text, start, is_end_mark);
            let end = run(text, marks, is_closing);
            *at = marks;
            if !text[end..].chars().next().is_none_or(char::is_whitespace) {
                continue;
            }
            *at = end;
            if next_is_lower_case(text, end) || goes_on(text, start, end, language) {
                continue;
            }
            return Some(end);
        }
    }
    None
}

fn is_end_mark(c: char) -> bool {
    matches!(c, '.' | '?' | '!' | '…')
}

fn is_full_width(c: char) -> bool {
    matches!(c, '。' | '？' | '！')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '’' | '”' | ')' | ']')
}

/// The end of the run of characters from `start` that fulfil a condition.
fn run(text: &str, start: usize, is_part: impl Fn(char) -> bool) -> usize {
    let rest = &text[start..];
    start + rest.find(|c| !is_part(c)).unwrap_or(rest.len())
}

fn next_is_lower_case(text: &str, end: usize) -> bool {
    text[end..].trim_start().chars().next().is_some_and(char::is_lowercase)
}

/// Whether the full stop at `start` belongs to an abbreviation or an initial.
fn goes_on(text: &str, start: usize, end: usize, language: &Language) -> bool {
    if text.as_bytes()[start] != b'.' {
        return false;
    }
    let head = &text[..start];
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let word_start = head
        .char_indices()
        .rev()
        .take_while(|&(_, c)| is_word(c))
        .last()
        .map_or(start, |(at, _)| at);
    if word_start == start {
        return false;
    }
    let word = head[word_start..].to_lowercase();
    let next = text[end..].trim_start().chars().next();
    if language.number_sign.as_ref() == Some(&word) {
        return next.is_some_and(|c| c.is_ascii_digit());
    }
    if language.and_so_on.as_ref() == Some(&word) {
        return !next.is_some_and(char::is_uppercase);
    }
    if language.abbreviations.contains(&word) {
        return true;
    }
    let mut letters = word.chars();
    matches!((letters.next(), letters.next()), (Some(c), None) if c.is_alphabetic())
        && !language.single_letter_words.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text, &Language::for_tag("en")).into_iter().map(|s| &text[s]).collect()
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_a_sentence() {
        assert_eq!(
            split("Dr. Vale came. I left at 5 p.m. sharp. Well... maybe."),
            ["Dr. Vale came.", "I left at 5 p.m. sharp.", "Well... maybe."]
        );
        assert_eq!(
            split("He said: stop! Then J. Moss went, e.g. home. Yes."),
            ["He said: stop!", "Then J. Moss went, e.g. home.", "Yes."]
        );
        assert_eq!(split("So did I. Then he left."), ["So did I.", "Then he left."]);
    }

    #[test]
    fn quotes_and_numbers() {
        assert_eq!(
            split("No. 4 was hers. \"Why?\" she said. Fine."),
            ["No. 4 was hers.", "\"Why?\" she said.", "Fine."]
        );
        assert_eq!(
            split("No. I was. Tea, etc. He left, etc. and so"),
            ["No.", "I was.", "Tea, etc.", "He left, etc. and so"]
        );
    }

    #[test]
    fn a_blank_line_ends_a_sentence() {
        assert_eq!(split("One\n \t\nTwo three. four\nfive"), ["One", "Two three. four\nfive"]);
        assert_eq!(paragraphs("One\n\nTwo\nthree"), [0..3, 5..14]);
    }

    #[test]
    fn full_width_marks_end_at_once() {
        assert_eq!(
            split("我很信任他。他不信任医生！「好？」我们"),
            ["我很信任他。", "他不信任医生！", "「好？」", "我们"]
        );
    }
}
