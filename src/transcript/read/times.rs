//! Times of the recording as transcripts write them: `0:04`, `01:02:07`, `00:00:04.120`,
//! `[00:12]`, `#00:00:04-3#`.
//!
//! In comes text at a place, out come milliseconds and how many bytes were read. The general form
//! is an optional hour, minutes, two digits of seconds.

/// A time that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    /// Milliseconds from the beginning of the recording.
    pub(super) ms: u32,
    /// How many bytes it took.
    pub(super) length: usize,
    /// Whether hours were written.
    pub(super) has_hours: bool,
}

/// The digits at the beginning: their value and number.
pub(super) fn digits(bytes: &[u8]) -> (u64, usize) {
    let length = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let value = bytes[..length].iter().fold(0u64, |value, digit| {
        value.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
    });
    (value, length)
}

/// A time at the beginning: `T`, with tenths, hundredths or thousandths after `.` or `,`.
pub(super) fn clock(bytes: &[u8]) -> Option<Clock> {
    let (first, first_length) = digits(bytes);
    if !(1..=3).contains(&first_length) || bytes.get(first_length) != Some(&b':') {
        return None;
    }
    let mut at = first_length + 1;
    let (second, second_length) = digits(&bytes[at..]);
    at += second_length;
    let (hours, minutes, seconds, has_hours) = if bytes.get(at) == Some(&b':')
        && (1..=2).contains(&second_length)
        && digits(&bytes[at + 1..]).1 == 2
    {
        let third = digits(&bytes[at + 1..]).0;
        at += 3;
        (first, second, third, true)
    } else if second_length == 2 {
        (0, first, second, false)
    } else {
        return None;
    };
    let mut ms = hours
        .saturating_mul(3600)
        .saturating_add(minutes * 60)
        .saturating_add(seconds)
        .saturating_mul(1000);
    if matches!(bytes.get(at), Some(b'.' | b',')) {
        let (fraction, length) = digits(&bytes[at + 1..]);
        if (1..=3).contains(&length) {
            ms = ms.saturating_add(fraction * [100, 10, 1][length - 1]);
            at += 1 + length;
        }
    }
    if bytes.get(at).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    Some(Clock { ms: u32::try_from(ms).ok()?, length: at, has_hours })
}

/// A text that is a time and nothing else.
pub(super) fn only_clock(text: &str) -> Option<u32> {
    let text = text.trim();
    clock(text.as_bytes()).filter(|clock| clock.length == text.len()).map(|clock| clock.ms)
}

/// What a time mark in the text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Milliseconds from the beginning of the recording.
    pub(super) ms: u32,
    /// How many bytes it took, brackets included.
    pub(super) length: usize,
    /// Whether it tells the end of what stands before it (`#00:00:04-3#`).
    pub(super) is_end: bool,
    /// Whether it can be nothing but a time mark (square brackets, number signs).
    pub(super) is_sure: bool,
}

/// A time mark at the beginning: `[T]`, `(T)`, `{T}`, `\[T\]`, `#hh:mm:ss-d#`. Brackets may hold the
/// end as well (`[T - T]`, `[T --> T]`); what is told is the beginning.
pub(super) fn mark(bytes: &[u8]) -> Option<Mark> {
    let (open, close): (&[u8], &[u8]) = match bytes {
        [b'[', ..] => (b"[", b"]"),
        [b'(', ..] => (b"(", b")"),
        [b'{', ..] => (b"{", b"}"),
        [b'\\', b'[', ..] => (b"\\[", b"\\]"),
        [b'#', rest @ ..] => return number_sign(rest),
        _ => return None,
    };
    let clock = clock(&bytes[open.len()..])?;
    let mut end = open.len() + clock.length;
    end += until(&bytes[end..]);
    bytes[end..].starts_with(close).then(|| Mark {
        ms: clock.ms,
        length: end + close.len(),
        is_end: false,
        is_sure: bytes[0] != b'(',
    })
}

/// How many bytes a second time takes: ` - 00:05`, ` --> 00:05.400`, `–00:05`.
fn until(bytes: &[u8]) -> usize {
    let spaces = |bytes: &[u8]| bytes.iter().take_while(|byte| **byte == b' ').count();
    let mut at = spaces(bytes);
    let rest = &bytes[at..];
    let signs: [&[u8]; 3] = [b"-->", "–".as_bytes(), b"-"];
    let Some(sign) = signs.into_iter().find(|sign| rest.starts_with(sign)) else { return 0 };
    at += sign.len();
    at += spaces(&bytes[at..]);
    clock(&bytes[at..]).map_or(0, |clock| at + clock.length)
}

fn number_sign(rest: &[u8]) -> Option<Mark> {
    let clock = clock(rest)?;
    let (tenths, length) = match rest.get(clock.length) {
        Some(b'-') => digits(&rest[clock.length + 1..]),
        _ => (0, 0),
    };
    let after = if length == 0 { clock.length } else { clock.length + 1 + length };
    (length <= 1 && rest.get(after) == Some(&b'#')).then(|| Mark {
        ms: clock.ms.saturating_add(u32::try_from(tenths).unwrap_or(0) * 100),
        length: after + 2,
        is_end: true,
        is_sure: true,
    })
}

/// Whether a line can hold a time at all: a colon between two digits.
pub(super) fn may_have_time(line: &[u8]) -> bool {
    memchr::memchr_iter(b':', line).any(|at| is_between_digits(line, at))
}

/// Whether a byte stands between two digits.
pub(super) fn is_between_digits(text: &[u8], at: usize) -> bool {
    let is_digit = |at: usize| text.get(at).is_some_and(u8::is_ascii_digit);
    is_digit(at.wrapping_sub(1)) && is_digit(at.wrapping_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_milliseconds() {
        for (text, ms) in [
            ("0:04", 4_000),
            ("12:03", 723_000),
            ("1:02:07", 3_727_000),
            ("00:00:04.12", 4_120),
            ("00:00:04,125", 4_125),
            ("100:00", 6_000_000),
        ] {
            assert_eq!(only_clock(text), Some(ms), "{text}");
        }
        for text in ["4", "0:4", "1:2:3", "a0:04", "0:045", "0:04 pm", "9999:00", ""] {
            assert_eq!(only_clock(text), None, "{text}");
        }
    }

    #[test]
    fn marks_have_brackets_or_number_signs() {
        let read = |text: &str| mark(text.as_bytes()).map(|mark| (mark.ms, mark.length));
        assert_eq!(read("[00:12] yes"), Some((12_000, 7)));
        assert_eq!(read("\\[01:46\\] About"), Some((106_000, 9)));
        assert_eq!(read("#00:00:04-3# yes"), Some((4_300, 12)));
        assert_eq!(read("(01:02:03)"), Some((3_723_000, 10)));
        assert_eq!(read("[00:12 - 00:15] yes"), Some((12_000, 15)));
        assert_eq!(read("[00:12.5 --> 00:15.250]"), Some((12_500, 23)));
        assert_eq!(read("{00:12}"), Some((12_000, 7)));
        assert_eq!(read("[00:12 - so]"), None);
        assert_eq!(read("[inaudible 00:12]"), None);
        assert_eq!(read("[00:12"), None);
        assert_eq!(read("#1"), None);
    }

    #[test]
    fn colons_between_digits_are_seen() {
        assert!(may_have_time(b"I: at 10:30"));
        assert!(!may_have_time(b"I: 4: no"));
    }
}
