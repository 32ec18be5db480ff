//! Sentences: the unit that most rules look at.
//!
//! A sentence ends at `. ? ! …` with closing quotes before white space, or at `。 ？ ！` at once,
//! unless the next visible character is lower case; not after an abbreviation or a single initial.
//! A blank line ends a sentence and a paragraph. In comes a blanked reading text, out come trimmed
//! byte ranges. CODEBOOK semantics 3 (`docs/codebook.md`) is the definition.

use std::ops::Range;

use wide::u8x16;

use super::language::Language;

/// The sentences of a text, in order, without the white space around them.
pub fn sentences(text: &str, language: &Language) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    Splitter::new(language).split(text, &mut found);
    found
}

/// Splits texts of one language into sentences.
#[derive(Clone, Debug)]
pub struct Splitter {
    language: Language,
    /// The bytes of the longest word that a full stop may belong to.
    longest: usize,
    /// By ASCII byte: the lengths of such words that begin with it, a bit a length; the highest is
    /// for all that are longer.
    beginnings: [u32; 128],
    /// By the last two letters (`a` to `z` as 0 to 25): whether such a word may end with them.
    endings: Box<[bool; 26 * 26]>,
}

impl Splitter {
    /// Prepares the lists of a language.
    pub fn new(language: &Language) -> Self {
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
        // Upper case may take a byte or two more.
        let longest = words().map(|word| word.len() + 2).max().unwrap_or_default().max(4);
        Splitter { language: language.clone(), longest, beginnings, endings }
    }

    /// The language whose lists it uses.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// The sentences of a text, into a vector that is cleared first.
    pub fn split(&self, text: &str, found: &mut Vec<Range<usize>>) {
        found.clear();
        let mut from = 0;
        let mut at = 0;
        while let Some(end) = self.next_end(text, &mut at) {
            push_trimmed(text, from..end, found);
            from = end;
        }
        push_trimmed(text, from..text.len(), found);
    }
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

fn push_trimmed(text: &str, mut range: Range<usize>, found: &mut Vec<Range<usize>>) {
    // Mostly one blank stands before a sentence and none behind.
    let bytes = text.as_bytes();
    range.start += usize::from(bytes.get(range.start) == Some(&b' '));
    let is_edge = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at)).is_some_and(|byte| byte.is_ascii_graphic())
    };
    if range.start < range.end && is_edge(Some(range.start)) && is_edge(range.end.checked_sub(1)) {
        return found.push(range);
    }
    range.start = range.start.min(range.end);
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

/// The next byte at or after `from` that may begin the end of a sentence, sixteen bytes at a time.
/// `…` begins with E2, `。` with E3, `？` and `！` with EF.
fn next_mark(bytes: &[u8], from: usize) -> Option<usize> {
    let is_mark = |byte: &u8| matches!(byte, b'.' | b'?' | b'!' | b'\n' | 0xE2 | 0xE3 | 0xEF);
    let (chunks, rest) = bytes.get(from..)?.as_chunks::<16>();
    for (number, chunk) in chunks.iter().enumerate() {
        let bytes = u8x16::from(*chunk);
        let is = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
        let ascii = is(b'.') | is(b'?') | is(b'!') | is(b'\n');
        let marks = ascii | is(0xE2) | is(0xE3) | is(0xEF);
        let found = marks.to_bitmask();
        if found != 0 {
            return Some(from + 16 * number + found.trailing_zeros() as usize);
        }
    }
    let tail = bytes.len() - rest.len();
    rest.iter().position(is_mark).map(|place| tail + place)
}

impl Splitter {
    /// The next place at or after `at` where a sentence ends; `at` moves behind what was looked at.
    fn next_end(&self, text: &str, at: &mut usize) -> Option<usize> {
        let bytes = text.as_bytes();
        while let Some(start) = next_mark(bytes, *at) {
            if bytes[start] == b'\n' {
                if let Some(end) = blank_line(text, start) {
                    *at = end;
                    return Some(end);
                }
                *at = start + 1;
                continue;
            }
            if let [b'.' | b'?' | b'!', b' ', next, ..] = bytes.get(start..).unwrap_or_default()
                && next.is_ascii_uppercase()
            {
                *at = start + 1;
                if self.goes_on(text, start, start + 1) {
                    continue;
                }
                return Some(start + 1);
            }
            let c = text[start..].chars().next()?;
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
                if next_is_lower_case(text, end) || self.goes_on(text, start, end) {
                    continue;
                }
                return Some(end);
            }
        }
        None
    }

    /// Whether the full stop at `start` belongs to an abbreviation or an initial.
    fn goes_on(&self, text: &str, start: usize, end: usize) -> bool {
        if text.as_bytes()[start] != b'.' {
            return false;
        }
        let head = &text[..start];
        // Most words cannot be one by their last two letters.
        if let [.., last_but_one, last] = head.as_bytes()
            && let Some(place) = ending(*last_but_one, *last)
            && self.endings.get(place) == Some(&false)
        {
            return false;
        }
        let is_ascii_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
        let bytes = head.as_bytes();
        let near = bytes.iter().rev().take(self.longest + 1);
        let mut word_start = start - near.take_while(|byte| is_ascii_part(byte)).count();
        if word_start > 0 && !bytes[word_start - 1].is_ascii() {
            let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
            let part = head.char_indices().rev().take_while(|&(_, c)| is_part(c)).last();
            word_start = part.map_or(start, |(at, _)| at);
        }
        let word = &head[word_start..];
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
            false => known == word.to_lowercase(),
        };
        let next = || text[end..].trim_start().chars().next();
        if language.number_sign.as_deref().is_some_and(is) {
            return next().is_some_and(|c| c.is_ascii_digit());
        }
        if language.and_so_on.as_deref().is_some_and(is) {
            return !next().is_some_and(char::is_uppercase);
        }
        let mut letters = word.chars();
        if let (Some(c), None) = (letters.next(), letters.next()) {
            return c.is_alphabetic()
                && !language.single_letter_words.iter().any(|known| is(known))
                || language.abbreviations.iter().any(|known| is(known));
        }
        language.abbreviations.iter().any(|known| is(known))
    }
}

/// The number of two ASCII letters of any case.
fn ending(last_but_one: u8, last: u8) -> Option<usize> {
    let letter = |byte: u8| {
        let place = (byte | 0x20).wrapping_sub(b'a');
        (place < 26).then_some(usize::from(place))
    };
    Some(letter(last_but_one)? * 26 + letter(last)?)
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
