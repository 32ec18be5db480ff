//! Where a passage of another tool's text stands in a transcript.
//!
//! The other tool's text and the transcript say the same words, but one has time marks, other
//! labels, or lines broken elsewhere. In come the two texts, out comes a map ([`Alignment`]): words
//! are matched by a longest common subsequence (Myers 1986, between the words that occur once), and
//! a passage runs from the first to the last of its words that are matched.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Texts with more words than this are not aligned.
const MOST_WORDS: usize = 400_000;

/// From here on (CJK radicals) writing mostly sets no spaces: every character is a word.
const UNSPACED: char = '\u{2E80}';

/// The words of two texts, matched.
#[derive(Debug)]
pub struct Alignment {
    /// The words of the other text, each with the bytes of its fellow in ours.
    words: Vec<(Range<usize>, Option<Range<usize>>)>,
}

impl Alignment {
    /// Matches two texts; nothing if they have too little in common.
    pub fn of(theirs: &str, ours: &str) -> Option<Self> {
        let (theirs, ours) = (words(theirs), words(ours));
        if theirs.len().max(ours.len()) > MOST_WORDS || !are_alike(&theirs, &ours) {
            return None;
        }
        let only = |words: &[(Range<usize>, &str)]| {
            words.iter().map(|(_, word)| (*word).to_owned()).collect::<Vec<String>>()
        };
        let (old, new) = (only(&theirs), only(&ours));
        let mut matched: Vec<(Range<usize>, Option<Range<usize>>)> =
            theirs.into_iter().map(|(bytes, _)| (bytes, None)).collect();
        for operation in capture_diff_slices(Algorithm::Patience, &old, &new) {
            if let DiffOp::Equal { old_index, new_index, len } = operation {
                for step in 0..len {
                    let fellow = ours.get(new_index + step).map(|(bytes, _)| bytes.clone());
                    if let Some(word) = matched.get_mut(old_index + step) {
                        word.1 = fellow;
                    }
                }
            }
        }
        Some(Alignment { words: matched })
    }

    /// The bytes of our text that a passage of the other stands for; nothing if fewer than a third
    /// of its words are there: the others may be time marks and labels. What a passage holds of its first and last word is kept.
    pub fn range(&self, passage: &Range<usize>) -> Option<Range<usize>> {
        let from = self.words.partition_point(|(bytes, _)| bytes.end <= passage.start);
        let to = self.words.partition_point(|(bytes, _)| bytes.start < passage.end);
        let inside = self.words.get(from..to)?;
        let there: Vec<(&Range<usize>, &Range<usize>)> =
            inside.iter().filter_map(|(theirs, ours)| Some((theirs, ours.as_ref()?))).collect();
        if there.is_empty() || there.len() * 3 < inside.len() {
            return None;
        }
        let (first, last) = (there.first()?, there.last()?);
        let skipped = passage.start.saturating_sub(first.0.start);
        let short = last.0.end.saturating_sub(passage.end);
        let range = first.1.start + skipped..last.1.end.saturating_sub(short);
        (range.start < range.end).then_some(range)
    }
}

/// The words of a text with their bytes: what stands between white space, and marks by themselves,
/// for they move when labels change.
fn words(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut words = Vec::new();
    let mut begun: Option<usize> = None;
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() && c < UNSPACED {
            begun.get_or_insert(at);
            continue;
        }
        if let Some(start) = begun.take() {
            words.push((start..at, text.get(start..at).unwrap_or_default()));
        }
        let end = at + c.len_utf8();
        if !c.is_whitespace() {
            words.push((at..end, text.get(at..end).unwrap_or_default()));
        }
    }
    if let Some(start) = begun {
        words.push((start..text.len(), text.get(start..).unwrap_or_default()));
    }
    words
}

/// Whether at least half of the words of one are in the other.
fn are_alike(theirs: &[(Range<usize>, &str)], ours: &[(Range<usize>, &str)]) -> bool {
    let sorted = |words: &[(Range<usize>, &str)]| {
        let mut only: Vec<String> = words.iter().map(|(_, word)| (*word).to_owned()).collect();
        only.sort_unstable();
        only
    };
    let (one, other) = (sorted(theirs), sorted(ours));
    let (mut left, mut right, mut shared) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(left), other.get(right)) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => left += 1,
            std::cmp::Ordering::Greater => right += 1,
            std::cmp::Ordering::Equal => (left, right, shared) = (left + 1, right + 1, shared + 1),
        }
    }
    shared > 0 && shared * 2 >= one.len().min(other.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there(theirs: &str, ours: &str, passage: &str) -> Option<String> {
        let start = theirs.rfind(passage).unwrap();
        let alignment = Alignment::of(theirs, ours)?;
        let range = alignment.range(&(start..start + passage.len()))?;
        Some(ours[range].to_owned())
    }

    #[test]
    fn passages_are_found_among_marks_and_other_lines() {
        let theirs = "00:01 I: How was it?\n\n00:04 Mara: I hope so.\n00:09 Mara: I hope so. Yes.";
        let ours = "I: How was it?\nMara: I hope so.\n\nI hope\nso. Yes.";
        assert_eq!(there(theirs, ours, "I hope so.").unwrap(), "I hope\nso.");
        assert_eq!(there(theirs, ours, "ope s").unwrap(), "ope\ns");
        assert_eq!(there(theirs, ours, "so.\n00:09 Mara: I").unwrap(), "so.\n\nI");
        assert_eq!(there("Quite another text", ours, "text"), None);
        assert_eq!(
            there("So it was: 好的。 Yes.", "P: So it was : 好的。", "好的。").unwrap(),
            "好的。"
        );
    }
}
