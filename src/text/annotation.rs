//! Transcribers' annotations: `[laughs]`, `((coughs))`, `{unclear}`, `(pause, 3)`, `(1.2)`.
//!
//! In comes a reading text, out come the annotations with their kinds. All kinds but `overlap` and
//! `uncertain` are no speech: they are left out of word counts and blanked to spaces before rules
//! and search see the text.

use std::borrow::Cow;
use std::ops::Range;

/// What an annotation tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Words that could not be heard.
    Inaudible,
    /// Several people talk at once.
    Crosstalk,
    /// Something was taken out to protect people.
    Redaction,
    /// Silence.
    Pause,
    /// Laughter, sighs, gestures, noises.
    Nonverbal,
    /// Words that the transcriber guessed: speech.
    Uncertain,
    /// Words left out.
    Omission,
    /// A remark of the transcriber or editor.
    Editorial,
    /// Overlapping speech in Jefferson notation: speech.
    Overlap,
}

impl Kind {
    /// Whether the words inside were spoken.
    pub fn is_speech(self) -> bool {
        matches!(self, Kind::Uncertain | Kind::Overlap)
    }
}

/// One annotation: its kind and its byte range in the reading text, brackets included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// What it tells.
    pub kind: Kind,
    /// Where it stands.
    pub span: Range<usize>,
}

/// The most characters between the brackets of an annotation.
const LONGEST: usize = 60;

/// Words that make round brackets an annotation, with whether more may follow them.
const ROUND: [&str; 11] = [
    "laugh", "laughs", "laughter", "laughing", "sigh", "sighs", "crying", "cough", "coughs",
    "lacht", "unv",
];

/// Words inside an annotation that tell its kind, in the order of their precedence.
const SIGNS: [(Kind, &[&str]); 5] = [
    (Kind::Inaudible, &["inaudible", "unintelligible", "unclear", "unv"]),
    (Kind::Crosstalk, &["crosstalk", "overlap"]),
    (Kind::Redaction, &["redact"]),
    (Kind::Pause, &["pause", "silence"]),
    (Kind::Nonverbal, &["laugh", "sigh", "cough", "cry", "phone", "lacht", "looks", "smil"]),
];

/// All annotations of a reading text, in order.
///
/// `jefferson` says that square brackets mark overlapping speech, as in Jefferson notation.
pub fn annotations(text: &str, jefferson: bool) -> Vec<Annotation> {
    let of =
        |span: Range<usize>| Annotation { kind: kind_in(&text[span.clone()], jefferson), span };
    spans(text).map(of).collect()
}

/// Where the annotations stand that are no speech.
pub fn unspoken(text: &str, jefferson: bool) -> impl Iterator<Item = Range<usize>> {
    spans(text).filter(move |span| {
        let raw = &text[span.clone()];
        // Only few are speech: mostly the kind need not be told.
        let may_be_speech = raw.starts_with("[?") || jefferson && raw.starts_with('[');
        !may_be_speech || !kind_in(raw, jefferson).is_speech()
    })
}

/// Where annotations stand.
fn spans(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + memchr::memchr3(b'[', b'(', b'{', &bytes[at..])?;
            let end = match bytes[start] {
                b'[' => bracketed(text, start + 1, ']'),
                b'{' => bracketed(text, start + 1, '}'),
                _ if bytes.get(start + 1) == Some(&b'(') => double_round(text, start),
                _ => round(text, start),
            };
            at = end.unwrap_or(start + 1);
            if let Some(end) = end {
                return Some(start..end);
            }
        }
    })
}

/// Whether a text has any character that can open an annotation.
pub fn may_have_any(text: &str) -> bool {
    openings(text).next().is_some()
}

/// The bytes where an annotation may begin.
pub fn openings(text: &str) -> impl Iterator<Item = usize> {
    memchr::memchr3_iter(b'[', b'(', b'{', text.as_bytes())
}

/// The reading text with every annotation that is no speech blanked to spaces. Every byte keeps
/// its place.
pub fn blank(text: &str, jefferson: bool) -> Cow<'_, str> {
    let mut blanked = String::new();
    let mut copied = 0;
    for span in unspoken(text, jefferson) {
        blanked.push_str(&text[copied..span.start]);
        blanked.extend(std::iter::repeat_n(' ', span.len()));
        copied = span.end;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    blanked.push_str(&text[copied..]);
    Cow::Owned(blanked)
}

/// The end of a bracket whose content starts at `from`, if it closes within the allowed length.
fn bracketed(text: &str, from: usize, close: char) -> Option<usize> {
    for (length, (at, c)) in text[from..].char_indices().enumerate() {
        if c == close {
            return (length > 0).then(|| from + at + 1);
        }
        if c == '\n' || length == LONGEST {
            return None;
        }
    }
    None
}

fn double_round(text: &str, start: usize) -> Option<usize> {
    match bracketed(text, start + 2, ')') {
        Some(end) if text.as_bytes().get(end) == Some(&b')') => Some(end + 1),
        _ => None,
    }
}

/// The end of round brackets if what they hold is one of the known annotations.
fn round(text: &str, start: usize) -> Option<usize> {
    let rest = &text[start + 1..];
    // Most round brackets hold speech; few letters can begin an annotation.
    let may_begin = |c: char| "lscpuLSCPU.…".contains(c) || c.is_ascii_digit();
    if !rest.starts_with(may_begin) {
        return None;
    }
    let length = rest.char_indices().take(LONGEST + 1).find(|&(_, c)| c == ')')?.0;
    let inside = &rest[..length];
    let lower = inside.to_lowercase();
    let known = ROUND.contains(&lower.trim_end_matches('.'))
        && (!lower.ends_with('.') || lower == "unv.")
        || lower.starts_with("pause")
        || matches!(inside, ".." | "..." | "…")
        || is_seconds(inside);
    known.then_some(start + 1 + length + 1)
}

/// `3`, `1.2`: a pause in seconds.
fn is_seconds(inside: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    match inside.split_once('.') {
        Some((whole, tenths)) => digits(whole) && digits(tenths),
        None => digits(inside),
    }
}

/// The kind of an annotation by its text, brackets included.
fn kind_in(raw: &str, jefferson: bool) -> Kind {
    if jefferson && raw.starts_with('[') { Kind::Overlap } else { kind(raw) }
}

fn kind(raw: &str) -> Kind {
    let sign = first_sign(raw);
    let second = raw.as_bytes().get(1);
    let is_timed =
        raw.starts_with('(') && second.is_some_and(|&byte| byte.is_ascii_digit() || byte == b'.');
    match sign {
        Some(kind @ (Kind::Inaudible | Kind::Crosstalk | Kind::Redaction)) => return kind,
        _ if is_placeholder(raw) => return Kind::Redaction,
        Some(Kind::Pause) => return Kind::Pause,
        _ if is_timed => return Kind::Pause,
        Some(kind) => return kind,
        None => {}
    }
    if raw.starts_with("[?") {
        return Kind::Uncertain;
    }
    if raw.contains('…') || raw.contains("..") { Kind::Omission } else { Kind::Editorial }
}

/// The kind that the words inside tell; the first of [`SIGNS`] where there are several.
fn first_sign(raw: &str) -> Option<Kind> {
    let lower = raw.to_lowercase();
    let at = |from: usize| {
        let rest = lower.as_bytes().get(from..)?;
        // Signs begin with few letters: most places are told by one look.
        let may_begin =
            matches!(rest.first(), Some(b'c' | b'i' | b'l' | b'o' | b'p' | b'r' | b's' | b'u'));
        let begins = |signs: &[&str]| signs.iter().any(|sign| rest.starts_with(sign.as_bytes()));
        may_begin.then(|| SIGNS.iter().position(|(_, signs)| begins(signs)))?
    };
    let first = (0..lower.len()).filter_map(at).min()?;
    SIGNS.get(first).map(|(kind, _)| *kind)
}

/// `[NAME_3]`, `[PLACE_1]`, `[NAME…`: what a name was replaced by.
fn is_placeholder(raw: &str) -> bool {
    let inside = raw.trim_start_matches('[').trim_end_matches(']');
    let typed = inside.split_once('_').is_some_and(|(kind, number)| {
        !kind.is_empty()
            && kind.bytes().all(|byte| byte.is_ascii_uppercase())
            && !number.is_empty()
            && number.bytes().all(|byte| byte.is_ascii_digit())
    });
    raw.starts_with('[') && (typed || inside.to_uppercase().starts_with("NAME"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raws(text: &str) -> Vec<(Kind, &str)> {
        annotations(text, false).into_iter().map(|a| (a.kind, &text[a.span])).collect()
    }

    #[test]
    fn every_kind_is_recognised() {
        assert_eq!(
            raws(
                "[laughs] a [inaudible 00:12:03] (sighs) ((coughs)) [the manager] {unclear} [?fine]"
            ),
            [
                (Kind::Nonverbal, "[laughs]"),
                (Kind::Inaudible, "[inaudible 00:12:03]"),
                (Kind::Nonverbal, "(sighs)"),
                (Kind::Nonverbal, "((coughs))"),
                (Kind::Editorial, "[the manager]"),
                (Kind::Inaudible, "{unclear}"),
                (Kind::Uncertain, "[?fine]"),
            ]
        );
        assert_eq!(
            raws("(…) (unv.) (1.2) (pause, 3) [NAME_3] [redacted] [crosstalk]"),
            [
                (Kind::Omission, "(…)"),
                (Kind::Inaudible, "(unv.)"),
                (Kind::Pause, "(1.2)"),
                (Kind::Pause, "(pause, 3)"),
                (Kind::Redaction, "[NAME_3]"),
                (Kind::Redaction, "[redacted]"),
                (Kind::Crosstalk, "[crosstalk]"),
            ]
        );
    }

    #[test]
    fn ordinary_brackets_are_speech() {
        assert!(raws("(well, sort of) and [] and (( and [never closed").is_empty());
    }

    #[test]
    fn blanking_keeps_every_place() {
        assert_eq!(blank("a [laughs] b", false), "a          b");
        assert_eq!(blank("a [é] [?b]", false), "a      [?b]");
        assert_eq!(blank("no brackets", false), "no brackets");
        assert_eq!(blank("I [so] see", true), "I [so] see");
    }
}
