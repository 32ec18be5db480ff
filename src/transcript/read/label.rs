//! Speaker labels: what the beginning of a line may name.
//!
//! In comes a line, out come the label it may begin with and the place where the words begin.
//! Labels stand before a colon (also the full-width one) or a tab, in Markdown perhaps between
//! asterisks, in square brackets (`[SPEAKER_00]: …`, as WhisperX writes) or behind the number of the
//! turn (`12. P1: …`); a time may stand before, behind, or after them.

use super::{label_words, times};
use crate::text::chars::{self, Class};

/// The most characters of a label.
const LONGEST: usize = 40;

/// The label that a line may begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found<'l> {
    /// The label as written, without colon and emphasis.
    pub(super) label: &'l str,
    /// Where in the line the words begin.
    pub(super) speech: usize,
    /// The time written before, inside or after the label.
    pub(super) ms: Option<u32>,
}

/// The label at the beginning of a line. `is_timed` says that the line may hold a time, which may
/// stand before the label or in brackets behind it.
pub(super) fn find(line: &str, is_timed: bool) -> Option<Found<'_>> {
    if !is_timed {
        return find_plain(line, 0);
    }
    let before = leading_time(line);
    let from = before.map_or(0, |(_, end)| end);
    let ms = before.map(|(ms, _)| ms);
    let found = with_time_behind(line, from)
        .or_else(|| with_bare_time_behind(line, from))
        .or_else(|| find_plain(line, from))?;
    // `Dan<tab>00:12<tab>…`: the time in a column of its own.
    let rest = line.get(found.speech..).unwrap_or_default();
    let column = times::clock(rest.as_bytes())
        .filter(|clock| rest.as_bytes().get(clock.length) == Some(&b'\t'));
    if let Some(clock) = column {
        let speech = found.speech + clock.length + 1;
        return Some(Found { speech, ms: ms.or(found.ms).or(Some(clock.ms)), ..found });
    }
    Some(Found { ms: ms.or(found.ms), ..found })
}

/// A time at the beginning of a line, in brackets or not, and where the rest begins.
fn leading_time(line: &str) -> Option<(u32, usize)> {
    let start = line.len() - line.trim_start().len();
    let bytes = &line.as_bytes()[start..];
    let (ms, length) = match times::mark(bytes) {
        Some(mark) => (mark.ms, mark.length),
        None => times::clock(bytes).map(|clock| (clock.ms, clock.length))?,
    };
    let rest = line.get(start + length..)?;
    let trimmed = rest.trim_start_matches([' ', '\t', '-', '–', '—']);
    (trimmed.len() < rest.len()).then(|| (ms, line.len() - trimmed.len()))
}

/// `Dan (00:12): …`, `Dan [00:12] …`: a bracketed time right behind the label.
fn with_time_behind(line: &str, from: usize) -> Option<Found<'_>> {
    let rest = line.get(from..)?;
    let open = rest.bytes().take(LONGEST * 4).position(|byte| matches!(byte, b'(' | b'['))?;
    let mark = times::mark(&rest.as_bytes()[open..])?;
    let label = rest[..open].trim().trim_matches('*');
    let after = rest.get(open + mark.length..)?;
    let speech = after.strip_prefix(':').or((open > 0).then_some(after))?;
    let is_label = !label.is_empty() && !label.contains([':', '\t', '.', ',', '?', '!']);
    let has_end = speech.is_empty() || speech.starts_with(char::is_whitespace);
    (is_label && has_end && label.chars().count() <= LONGEST).then(|| Found {
        label,
        speech: line.len() - speech.trim_start().len(),
        ms: Some(mark.ms),
    })
}

/// `Dan 00:12: …`, `Dan, 1:02:07: …`: a time without brackets between the label and its colon.
fn with_bare_time_behind(line: &str, from: usize) -> Option<Found<'_>> {
    let rest = line.get(from..)?;
    let window = rest.as_bytes().get(..rest.len().min(LONGEST * 4 + 12))?;
    let colon = memchr::memchr(b':', window)?;
    let hours = window[..colon].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let at = colon - hours;
    let clock = times::clock(rest.as_bytes().get(at..)?)?;
    let before = rest.get(..at)?;
    let label = before.trim_end_matches([' ', ',', '-', '–', '|']);
    let speech = rest.get(at + clock.length..)?.strip_prefix(':')?;
    let is_label = label.len() < before.len()
        && !label.is_empty()
        && !label.contains(['\t', '.', ',', '?', '!', '[', '('])
        && label.chars().count() <= LONGEST;
    (is_label && ends_label(speech)).then(|| Found {
        label: bare(label),
        speech: line.len() - speech.trim_start().len(),
        ms: Some(clock.ms),
    })
}

fn find_plain(line: &str, from: usize) -> Option<Found<'_>> {
    let bytes = line.as_bytes();
    let mut start = from;
    if !bytes.get(start)?.is_ascii_alphanumeric() {
        start = line.len() - without_markers(line.get(from..)?).len();
    }
    let emphasis = match bytes.get(start..)? {
        [b'*', b'*', ..] | [b'_', b'_', ..] => 2,
        [b'*' | b'_', ..] => 1,
        _ => 0,
    };
    let first = start + emphasis;
    // No character is longer than four bytes, and a mark of emphasis may end the label.
    let window = &bytes[..bytes.len().min(first + LONGEST * 4 + 8)];
    let mut at = first;
    let (label_end, after, is_tab) = loop {
        at += memchr::memchr3(b':', b'\t', 0xEF, &window[at..])?;
        match bytes[at] {
            b':' => break (at, at + 1, false),
            b'\t' => break (at, at + 1, true),
            _ if bytes[at..].starts_with("：".as_bytes()) => break (at, at + 3, false),
            _ => at += 1,
        }
    };
    let is_wide = after - label_end == 3;
    let mut label = line.get(first..label_end)?;
    let mut rest = line.get(after..)?;
    if emphasis > 0 {
        let mark = &line[start..first];
        label = label.trim_end().strip_suffix(mark).unwrap_or(label);
        rest = rest.strip_prefix(mark).unwrap_or(rest);
    }
    if is_tab && let Some(behind) = rest.trim_start().strip_prefix(": ") {
        rest = behind;
    } else if !is_tab && !is_wide && !ends_label(rest) && !is_close(label, rest) {
        return None;
    }
    let (start, end) = (label.as_bytes().first(), label.as_bytes().last());
    if !end.is_some_and(u8::is_ascii_graphic) {
        label = label.trim_end_matches(is_blank);
    }
    if end == Some(&b']') || matches!(start, Some(b'[' | b'0'..=b'9')) {
        label = bare(label);
    }
    let is_short = label.len() <= LONGEST || label.chars().count() <= LONGEST;
    let speech = match rest.as_bytes() {
        [b' ', next, ..] if next.is_ascii_graphic() => line.len() - rest.len() + 1,
        _ => line.len() - rest.trim_start().len(),
    };
    (!label.is_empty() && is_short).then_some(Found { label, speech, ms: None })
}

/// White space, and signs that are not seen: marks of direction, byte order and width.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// A label without the square brackets around it, and without the number of its turn:
/// `[SPEAKER_00]`, `12. P1`, `3) P1`, `[4] P1`.
pub(super) fn bare(label: &str) -> &str {
    let inside = |label: &str| -> Option<usize> {
        let close = label.strip_prefix('[')?.find(']')? + 1;
        (close > 1).then_some(close)
    };
    if let Some(close) = inside(label)
        && close + 1 == label.len()
    {
        return label.get(1..close).map_or(label, str::trim);
    }
    let number = label.trim_start_matches('[');
    let rest = number.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = number.len() - rest.len();
    let closing = match number.len() < label.len() {
        true => &[']'][..],
        false => &['.', ')'],
    };
    let behind = rest.strip_prefix(closing).filter(|_| (1..=4).contains(&digits));
    match behind.map(|rest| (rest.len(), rest.trim_start())) {
        Some((length, name))
            if name.len() < length && name.starts_with(|c: char| c.is_alphabetic() || c == '[') =>
        {
            bare(name)
        }
        _ => label,
    }
}

/// Whether a word follows a label at once: `P1:Yes`. Behind a label that is not known everywhere it
/// begins as a sentence does: `Mara:Yes`.
fn is_close(label: &str, rest: &str) -> bool {
    let Some(first) = rest.chars().next() else { return false };
    // Identifiers have further colons: `ECLI:AT:…`.
    if rest.split_whitespace().next().is_some_and(|word| word.contains(':')) {
        return false;
    }
    let label = label.trim_end();
    let is_opening = matches!(first, '"' | '“' | '(' | '[' | '…');
    let is_sentence = is_opening || first.is_alphabetic() && !first.is_lowercase();
    (is_sentence || first.is_alphabetic() && label_words::is_known(label))
        && label_words::is_name_like(label)
        && !label_words::is_meta(label)
}

/// A line without the marks of a list or a quotation before it.
fn without_markers(line: &str) -> &str {
    let mut rest = line.trim_start_matches(is_blank);
    for _ in 0..3 {
        let inside = rest.strip_prefix(['>', '-', '*', '+', '•']);
        match inside.filter(|inside| inside.starts_with(char::is_whitespace)) {
            Some(inside) => rest = inside.trim_start(),
            None => break,
        }
    }
    rest
}

/// Whether what follows a colon lets the colon end a label: white space, the line's end, or a
/// script that sets no spaces.
fn ends_label(rest: &str) -> bool {
    if rest.as_bytes().first() == Some(&b' ') {
        return true;
    }
    match rest.chars().next() {
        None => true,
        Some(c) => c.is_whitespace() || chars::class(c) == Class::Spaceless,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(line: &str) -> Option<(&str, &str)> {
        find(line, false).map(|found| (found.label, &line[found.speech..]))
    }

    #[test]
    fn labels_stand_before_a_colon_or_a_tab() {
        for (line, label, speech) in [
            ("I: And?", "I", "And?"),
            ("  P1 : yes", "P1", "yes"),
            ("Dr. Vale:\tno", "Dr. Vale", "no"),
            ("MOD\tWho starts?", "MOD", "Who starts?"),
            ("P2:", "P2", ""),
            ("甲: 你好", "甲", "你好"),
            ("甲：你好", "甲", "你好"),
            ("乙:你好", "乙", "你好"),
            ("José Núñez: sí", "José Núñez", "sí"),
            ("מראיין: כן", "מראיין", "כן"),
            ("**Mara:** yes", "Mara", "yes"),
            ("**Mara**: yes", "Mara", "yes"),
            ("_P1:_ yes", "P1", "yes"),
            ("P1\u{A0}: oui", "P1", "oui"),
            ("> - **Mara:** yes", "Mara", "yes"),
            ("- P1: yes", "P1", "yes"),
            ("[SPEAKER_00]: yes", "SPEAKER_00", "yes"),
            ("12. P1: yes", "P1", "yes"),
            ("3) Mara: yes", "Mara", "yes"),
            ("[4] [P1]: yes", "P1", "yes"),
            ("\u{200E}P1\u{200F}: yes", "P1", "yes"),
            ("P1:Yes", "P1", "Yes"),
            ("INTERVIEWER:“So", "INTERVIEWER", "“So"),
            ("PSW_07:So", "PSW_07", "So"),
            ("2: yes", "2", "yes"),
            ("1.5: a half", "1.5", "a half"),
        ] {
            assert_eq!(plain(line), Some((label, speech)), "{line}");
        }
    }

    #[test]
    fn other_colons_are_not_labels() {
        for line in [
            "at 10:30 we left",
            "https://example.org",
            ": nothing",
            "P1:30 was it",
            "Mara:yes",
            "ID:abc",
            "ECLI:AT:2024",
            "no colon here",
            "a sentence that runs on for more than forty characters: like this",
        ] {
            assert_eq!(plain(line), None, "{line}");
        }
    }

    #[test]
    fn times_may_stand_around_a_label() {
        for line in [
            "[00:12] Dan: yes",
            "00:00:12 Dan: yes",
            "Dan (00:12): yes",
            "Dan [0:12]: yes",
            "\\[00:12\\] Dan: yes",
            "Dan 00:12: yes",
            "Dan\t00:12\tyes",
            "Dan, 00:00:12: yes",
            "[00:00:12 - 00:00:15] Dan: yes",
            "[00:12.000 --> 00:15.000] Dan: yes",
        ] {
            let found = find(line, true).unwrap();
            let read = (found.label, &line[found.speech..], found.ms);
            assert_eq!(read, ("Dan", "yes", Some(12_000)), "{line}");
        }
    }
}
