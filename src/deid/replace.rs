//! Replacing parts of a text, and where every position went.
//!
//! In come a text and edits, out come the new text and a map of positions. What lies inside a
//! replaced part grows to all of it, so that a coding that held half a name holds the whole
//! pseudonym; all else keeps its words.

use std::ops::Range;

/// One part of a text and what stands there afterwards.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What stands there afterwards.
    pub with: String,
}

/// A text with its parts replaced.
#[derive(Clone, Debug, Default)]
pub struct Replaced {
    /// The new text.
    pub text: String,
    /// The edits that were made, in order: bytes before and bytes after.
    spans: Vec<(Range<usize>, Range<usize>)>,
}

impl Replaced {
    /// Replaces parts of a text. An edit that overlaps an earlier one, or lies outside, is left out.
    pub fn new(text: &str, mut edits: Vec<Edit>) -> Self {
        edits.sort();
        let mut replaced = Replaced { text: String::with_capacity(text.len()), spans: Vec::new() };
        let mut from = 0;
        for edit in edits {
            let is_inside = edit.start <= edit.end && text.get(edit.start..edit.end).is_some();
            let Some(kept) = text.get(from..edit.start).filter(|_| is_inside) else { continue };
            replaced.text.push_str(kept);
            let start = replaced.text.len();
            replaced.text.push_str(&edit.with);
            replaced.spans.push((edit.start..edit.end, start..replaced.text.len()));
            from = edit.end;
        }
        replaced.text.push_str(text.get(from..).unwrap_or_default());
        replaced
    }

    /// Where a range of the old text stands in the new one.
    pub fn range(&self, old: Range<usize>) -> Range<usize> {
        let start = self.place(old.start, false);
        let end = self.place(old.end, true);
        start..end.max(start)
    }

    /// Where a position went; inside a replaced part, to its end or its beginning.
    fn place(&self, byte: usize, is_end: bool) -> usize {
        let next = self.spans.partition_point(|(old, _)| old.start < byte);
        let Some((old, new)) = next.checked_sub(1).and_then(|place| self.spans.get(place)) else {
            return byte;
        };
        match byte < old.end {
            true if is_end => new.end,
            true => new.start,
            false => new.end + (byte - old.end),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edit(start: usize, end: usize, with: &str) -> Edit {
        Edit { start, end, with: with.into() }
    }

    #[test]
    fn half_a_name_grows_to_the_pseudonym() {
        let text = "Ask Dana Whitlock now";
        let replaced = Replaced::new(text, vec![edit(4, 17, "[S_1]")]);
        let at = |range: Range<usize>| &replaced.text[replaced.range(range)];
        assert_eq!(replaced.text, "Ask [S_1] now");
        assert_eq!((at(0..8), at(9..21), at(4..17)), ("Ask [S_1]", "[S_1] now", "[S_1]"));
        assert_eq!((at(0..4), at(17..21)), ("Ask ", " now"));
    }

    proptest! {
        /// What an edit does not touch keeps its words; ranges keep their order.
        #[test]
        fn positions_keep_their_words(
            text in "[a-cé信 ]{0,60}",
            cuts in proptest::collection::vec((0usize..60, 0usize..6, "[X-Zé]{0,5}"), 0..6),
            range in (0usize..60, 0usize..60),
        ) {
            let bytes: Vec<usize> =
                text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let byte = |point: usize| bytes[point % bytes.len()];
            let edits: Vec<Edit> = cuts
                .iter()
                .map(|(start, length, with)| {
                    let start = start % bytes.len();
                    let end = (start + length).min(bytes.len() - 1);
                    edit(bytes[start], bytes[end], with)
                })
                .collect();
            let replaced = Replaced::new(&text, edits);
            let (mut start, mut end) = (byte(range.0), byte(range.1));
            if start > end {
                std::mem::swap(&mut start, &mut end);
            }
            let new = replaced.range(start..end);
            prop_assert!(new.end <= replaced.text.len());
            prop_assert!(replaced.text.get(new.clone()).is_some());
            let touched = replaced.spans.iter().any(|(old, _)| old.start <= end && old.end >= start);
            if !touched {
                prop_assert_eq!(&replaced.text[new], &text[start..end]);
            }
        }
    }
}
