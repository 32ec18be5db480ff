//! Sentences: the unit that most rules look at.
//!
//! A sentence ends at `. ? ! …` with closing quotes before white space, or at `。 ？ ！` at once,
//! unless the next visible character is lower case; not after an abbreviation or a single initial
//! (`abbreviation`). `؟` and `۔` end it like the first, `।`, `．` and the full stops of other
//! scripts like the second. A blank line ends a sentence and a paragraph. In comes a blanked reading
//! text, out come trimmed byte ranges. CODEBOOK semantics 3 (`docs/codebook.md`) is the definition.

use std::ops::Range;

use wide::u8x16;

use super::abbreviation::Abbreviations;
use super::chars::{Class, class};
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
    abbreviations: Abbreviations,
}

impl Splitter {
    /// Prepares the lists of a language.
    pub fn new(language: &Language) -> Self {
        Splitter { abbreviations: Abbreviations::new(language) }
    }

    /// The language whose lists it uses.
    pub fn language(&self) -> &Language {
        self.abbreviations.language()
    }

    /// The sentences of a text, into a vector that is cleared first.
    pub fn split(&self, text: &str, found: &mut Vec<Range<usize>>) {
        found.clear();
        let mut from = 0;
        let (mut marks, mut at) = (Marks::of(text), 0);
        while let Some(end) = self.next_end(text, &mut marks, &mut at) {
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

/// The bytes with which a line or a mark ends that may end a sentence, looked for sixteen bytes at a
/// time.
struct Marks<'t> {
    bytes: &'t [u8],
    /// Where the bytes stand that were looked at last.
    start: usize,
    /// Which of them are left, a bit each.
    left: u32,
}

impl<'t> Marks<'t> {
    fn of(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        Marks { bytes, start: 0, left: candidates(bytes, 0) }
    }

    /// The next one at or after `from`, which never goes back.
    fn next(&mut self, from: usize) -> Option<usize> {
        match from.checked_sub(self.start) {
            Some(passed @ 0..16) => self.left &= u32::MAX << passed,
            _ => (self.start, self.left) = (from, candidates(self.bytes, from)),
        }
        loop {
            while self.left != 0 {
                let at = self.start + self.left.trailing_zeros() as usize;
                if begins_mark(self.bytes, at) {
                    return Some(at);
                }
                self.left &= self.left - 1;
            }
            self.start += 16;
            if self.start >= self.bytes.len() {
                return None;
            }
            self.left = candidates(self.bytes, self.start);
        }
    }
}

/// Which of the sixteen bytes from a place on may begin a mark ([`begins_mark`]), a bit each.
fn candidates(bytes: &[u8], start: usize) -> u32 {
    let rest = bytes.get(start..).unwrap_or_default();
    let Some(chunk) = rest.first_chunk::<16>() else {
        let begins = |bit: &usize| begins_mark(bytes, start + bit);
        return (0..rest.len()).filter(begins).fold(0, |found, bit| found | 1 << bit);
    };
    let here = u8x16::from(*chunk);
    let is = |byte: u8| here.simd_eq(u8x16::splat(byte));
    let ascii = is(b'.') | is(b'?') | is(b'!') | is(b'\n');
    // The highest bit of a byte says that it is not ASCII.
    if here.to_bitmask() == 0 {
        return ascii.to_bitmask();
    }
    // Four lead bytes at once: D8 to DB, and E0 to E3.
    let leads = here & u8x16::splat(0xFC);
    let leads = leads.simd_eq(u8x16::splat(0xD8)) | leads.simd_eq(u8x16::splat(0xE0));
    (ascii | leads | is(0xD6) | is(0xEF)).to_bitmask()
}

/// Whether a new line or a mark of [`is_end_mark`] or [`ends_at_once`] begins at a byte. Marks that
/// share their first two bytes with others may be told for nothing.
fn begins_mark(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at..).unwrap_or_default() {
        [b'.' | b'?' | b'!' | b'\n', ..] => true,
        // ։ ؟ ۔
        [0xD6, 0x89, ..] | [0xD8, 0x9F, ..] | [0xDB, 0x94, ..] => true,
        // । ॥, ။, ። ፧, ។ ៕
        [0xE0, 0xA5, 0xA4 | 0xA5, ..] | [0xE1, 0x81, 0x8B, ..] => true,
        [0xE1, 0x8D, 0xA2 | 0xA7, ..] | [0xE1, 0x9F, 0x94 | 0x95, ..] => true,
        // … and ‼, ⁇ ⁈ ⁉, 。, the full-width and half-width ones
        [0xE2, 0x80, 0xA6 | 0xBC, ..] | [0xE2, 0x81, 0x87..=0x89, ..] => true,
        [0xE3, 0x80, 0x82, ..] | [0xEF, 0xBC | 0xBD, ..] => true,
        _ => false,
    }
}

impl Splitter {
    /// The next place at or after `at` where a sentence ends; `at` moves behind what was looked at.
    fn next_end(&self, text: &str, marks: &mut Marks<'_>, at: &mut usize) -> Option<usize> {
        let bytes = text.as_bytes();
        while let Some(start) = marks.next(*at) {
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
            if ends_at_once(c) && !(c == '．' && is_inside_word(text, *at)) {
                let behind = run(text, start, ends_at_once);
                // A quote of either hand closes only if nothing stands behind it.
                let wide = run(text, behind, |c| is_closing(c) || is_of_either_hand(c));
                let end = match is_blank(text, wide) {
                    true => wide,
                    false => run(text, behind, is_closing),
                };
                *at = end;
                if !next_is_lower_case(text, end) {
                    return Some(end);
                }
            } else if is_end_mark(c) {
                let behind = run(text, start, is_end_mark);
                let end = run(text, behind, |c| is_closing(c) || is_of_either_hand(c));
                *at = behind;
                if !is_blank(text, end) {
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

    /// Whether the marks and quotes from `start` to `end` are the full stop of an abbreviation or an
    /// initial. With a question mark beside it a full stop ends the sentence all the same.
    fn goes_on(&self, text: &str, start: usize, end: usize) -> bool {
        let marks = text.get(start..end).unwrap_or_default();
        let is_more = |c: char| is_end_mark(c) && c != '.' && c != '…';
        marks.starts_with('.')
            && !marks.contains(is_more)
            && self.abbreviations.own(text, start, end)
    }
}

/// Marks that end a sentence before white space.
fn is_end_mark(c: char) -> bool {
    matches!(c, '.' | '?' | '!' | '…' | '‼' | '⁇' | '⁈' | '⁉' | '؟' | '۔' | '։')
}

/// Marks that end a sentence whatever follows.
fn ends_at_once(c: char) -> bool {
    matches!(c, '。' | '？' | '！' | '．' | '｡' | '।' | '॥' | '။' | '។' | '៕' | '።' | '፧')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '’' | '”' | ')' | ']' | '」' | '』' | '｣' | '）' | '］')
}

/// Quotes that open in one language and close in another: `„geh“`, `“go”`, `«va»`, `»geh«`.
fn is_of_either_hand(c: char) -> bool {
    matches!(c, '“' | '‘' | '«' | '»' | '‹' | '›')
}

/// Whether a letter or digit of a script that separates words stands at `at`: `３．５`.
fn is_inside_word(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(|c| class(c) == Class::Word)
}

/// Whether white space or the end of the text stands at `at`.
fn is_blank(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_none_or(char::is_whitespace)
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

    #[test]
    fn quotes_of_any_language_close_behind_the_mark() {
        assert_eq!(
            split("Er sagte „geh.“ Dann kam er. Er rief »geh!« Dann «va!» Puis ‚so.‘ Ja."),
            [
                "Er sagte „geh.“",
                "Dann kam er.",
                "Er rief »geh!«",
                "Dann «va!»",
                "Puis ‚so.‘",
                "Ja."
            ]
        );
        assert_eq!(split("他说。“好。”我们"), ["他说。", "“好。”", "我们"]);
        assert_eq!(split("„Gut。“ Ja"), ["„Gut。“", "Ja"]);
    }

    #[test]
    fn a_question_mark_behind_an_abbreviation_ends_the_sentence() {
        assert_eq!(split("The Dr.? Yes. Mr.! Hm."), ["The Dr.?", "Yes.", "Mr.!", "Hm."]);
        assert_eq!(split("No. four was hers."), ["No. four was hers."]);
    }

    #[test]
    fn full_stops_of_other_scripts() {
        assert_eq!(split("वह आया। फिर गया।अब"), ["वह आया।", "फिर गया।", "अब"]);
        assert_eq!(split("كيف حالك؟ بخير. شكرا"), ["كيف حالك؟", "بخير.", "شكرا"]);
        assert_eq!(split("وہ آیا۔ وہ گیا۔"), ["وہ آیا۔", "وہ گیا۔"]);
        assert_eq!(split("３．５です．はい｡そう"), ["３．５です．", "はい｡", "そう"]);
        assert_eq!(split("ሰላም። እሺ። လာ။သွား။ មក។ទៅ"), ["ሰላም።", "እሺ።", "လာ။", "သွား။", "មក។", "ទៅ"]);
    }

    proptest::proptest! {
        #[test]
        fn every_mark_is_found(text in "[a-cऀ-ॿ؀-ۿ。！．｡“”’…‼ .?\n]{0,80}") {
            let begins = |at: &usize| {
                let c = text[*at..].chars().next().unwrap();
                c == '\n' || is_end_mark(c) || ends_at_once(c)
            };
            let places: Vec<usize> =
                text.char_indices().map(|(at, _)| at).filter(begins).collect();
            let mut found = Vec::new();
            let (mut marks, mut at) = (Marks::of(&text), 0);
            while let Some(place) = marks.next(at) {
                found.push(place);
                at = place + 1;
            }
            found.retain(begins);
            proptest::prop_assert_eq!(found, places);
        }
    }
}
