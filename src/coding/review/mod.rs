//! Review: what waits for a person's decision, one by one.
//!
//! Three things wait: proposals of the rules ([`proposals`]), codings that one of two coders has and
//! the other has not ([`consensus`]), and codings whose words changed. In come codings with their
//! places, out come [`Item`]s; the dialogue ([`dialogue`]) turns what a person types into decisions,
//! and these become events of a log ([`decision`]).

pub mod consensus;
pub mod decision;
pub mod dialogue;
pub mod proposals;

use std::ops::Range;

use super::anchor::Status;

/// One thing that waits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    /// The transcript's id.
    pub transcript: String,
    /// The code.
    pub code: String,
    /// Whose coding it is.
    pub coder: String,
    /// Where it stands, in bytes of the canonical text; none if it was not found.
    pub bytes: Option<Range<usize>>,
    /// What made the rules hit, in bytes of the canonical text.
    pub evidence: Vec<Range<usize>>,
    /// The rules that propose it, joined by `;`.
    pub rule: Option<String>,
    /// The coding that it is about, where there is one.
    pub id: Option<String>,
    /// How its place was found, and how well.
    pub found: Option<(Status, f64)>,
    /// The words that were coded, where they are others now.
    pub quote: Option<String>,
    /// The remark on it.
    pub note: Option<String>,
}

/// Whether two places share a character that is not white space.
pub fn touch(text: &str, one: &Range<usize>, other: &Range<usize>) -> bool {
    let shared = one.start.max(other.start)..one.end.min(other.end);
    shared.start < shared.end && text.get(shared).is_some_and(|words| !words.trim().is_empty())
}

/// Whether two places are as good as one: they share at least half of the longer.
pub fn is_same(one: &Range<usize>, other: &Range<usize>) -> bool {
    let shared = one.end.min(other.end).saturating_sub(one.start.max(other.start));
    shared > 0 && 2 * shared >= one.len().max(other.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_touch_in_words_and_are_the_same_by_half() {
        assert!(touch("one two", &(0..5), &(4..7)));
        assert!(!touch("one two", &(0..4), &(3..7)), "white space alone");
        assert!(!touch("one two", &(0..3), &(3..7)));
        assert!(is_same(&(0..10), &(5..10)) && !is_same(&(0..10), &(6..10)));
        assert!(!is_same(&(3..3), &(3..3)));
    }
}
