//! Consensus: what two coders agree on, and where they differ.
//!
//! In come two coders' codings of one transcript, out come the codings that both have and those that
//! one of them has alone. Codings of one code that share a word are one segment, as far as they
//! hang together; both have it if both are in it (the rule `any` of agreement, docs/methods.md). Its
//! place is all that either of them coded, so that nothing is cut off.

use std::ops::Range;

use super::touch;

/// The coder that a team settles into.
pub const CONSENSUS: &str = "consensus";

/// A coding of one of the two.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// Whether it is the second coder's.
    pub is_second: bool,
    /// The code.
    pub code: String,
    /// Where, in bytes of the canonical text.
    pub bytes: Range<usize>,
    /// The remark on it.
    pub note: Option<String>,
}

/// A segment that one or both have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segment {
    /// The code.
    pub code: String,
    /// Where, in bytes of the canonical text.
    pub bytes: Range<usize>,
    /// Which of the two have it.
    pub has: [bool; 2],
    /// Their remarks.
    pub notes: Vec<String>,
}

impl Segment {
    /// Whether both have it.
    pub fn is_agreed(&self) -> bool {
        self.has == [true, true]
    }
}

/// The segments of two coders, by place.
pub fn segments(text: &str, mut parts: Vec<Part>) -> Vec<Segment> {
    parts.sort_by(|a, b| {
        let key = |part: &Part| (part.bytes.start, part.bytes.end, part.is_second);
        (&a.code, key(a)).cmp(&(&b.code, key(b)))
    });
    let mut segments: Vec<Segment> = Vec::new();
    for part in parts {
        let hangs_together = |segment: &&mut Segment| {
            segment.code == part.code && touch(text, &segment.bytes, &part.bytes)
        };
        if let Some(last) = segments.last_mut().filter(hangs_together) {
            last.bytes.end = last.bytes.end.max(part.bytes.end);
            last.has[usize::from(part.is_second)] = true;
            last.notes.extend(part.note);
        } else {
            segments.push(Segment {
                has: [!part.is_second, part.is_second],
                code: part.code,
                bytes: part.bytes,
                notes: part.note.into_iter().collect(),
            });
        }
    }
    segments.sort_by(|a, b| {
        let key = |segment: &Segment| (segment.bytes.start, segment.bytes.end);
        (key(a), &a.code).cmp(&(key(b), &b.code))
    });
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hangs_together_is_one_segment() {
        let part =
            |is_second, code: &str, bytes| Part { is_second, code: code.into(), bytes, note: None };
        let text = "one two three four five six";
        let found = segments(
            text,
            vec![
                part(true, "a", 4..13),
                part(false, "a", 0..7),
                part(false, "b", 0..7),
                part(true, "a", 14..18),
                part(false, "a", 18..23),
            ],
        );
        let all: Vec<_> =
            found.iter().map(|one| (one.code.as_str(), one.bytes.clone(), one.has)).collect();
        assert_eq!(
            all,
            [
                ("b", 0..7, [true, false]),
                ("a", 0..13, [true, true]),
                ("a", 14..18, [false, true]),
                ("a", 18..23, [true, false]),
            ]
        );
    }
}
