//! Anchors: how a coding finds its place again in a text that changed.
//!
//! A coding keeps where it stood, its quote and what stood around it: the W3C's text position
//! selector and text quote selector. In come an anchor and a text, out comes where the quote
//! stands now and how sure that is ([`find`]). The steps, their weights and limits are those of
//! METHODS 10 (`docs/coding.md`): the same place, the same words elsewhere, the same words folded,
//! the gap between what stood around, similar words. What is not found is lost, and said to be.

mod distance;
mod fold;
mod grams;
mod haystack;
mod steps;
mod words;

pub use haystack::Text;
pub use steps::find;
pub use words::{find_words, nearest_words};

/// So many characters before and after a quote are kept.
pub const CONTEXT: usize = 32;

/// Where a quote stood, in code points, the end exclusive.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Anchor {
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The words.
    pub quote: String,
    /// What stood before, at most [`CONTEXT`] characters.
    pub prefix: String,
    /// What stood after.
    pub suffix: String,
}

/// How much of a coding is where it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// The same words at the same place.
    Kept,
    /// The same words elsewhere, or with other white space, case or quotation marks.
    Moved,
    /// Similar words.
    Changed,
    /// Other words between what stood around the quote.
    Replaced,
    /// Several places are as good.
    Ambiguous,
    /// Not found.
    Lost,
}

/// By what a quote was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Its position.
    Position,
    /// Its words.
    Quote,
    /// Its words with case, white space, quotation marks and dashes folded.
    Folded,
    /// What stood around it.
    Context,
    /// Words with few errors.
    Fuzzy,
    /// What stood around it meets: the words between are gone.
    Deleted,
    /// Nothing.
    None,
}

/// Where a quote stands now.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found {
    /// How much of it is where it was.
    pub status: Status,
    /// By what it was found.
    pub method: Method,
    /// First code point and one past the last; none if it is lost.
    pub place: Option<(usize, usize)>,
    /// How well it fits, 0 to 1, rounded to four decimals.
    pub score: f64,
}

impl Status {
    /// The name, as columns have it.
    pub fn name(self) -> &'static str {
        match self {
            Status::Kept => "kept",
            Status::Moved => "moved",
            Status::Changed => "changed",
            Status::Replaced => "replaced",
            Status::Ambiguous => "ambiguous",
            Status::Lost => "lost",
        }
    }

    /// Whether a person has to look at it.
    pub fn needs_review(self) -> bool {
        !matches!(self, Status::Kept | Status::Moved)
    }
}

impl Method {
    /// The name.
    pub fn name(self) -> &'static str {
        match self {
            Method::Position => "position",
            Method::Quote => "quote",
            Method::Folded => "folded",
            Method::Context => "context",
            Method::Fuzzy => "fuzzy",
            Method::Deleted => "deleted",
            Method::None => "none",
        }
    }
}

impl Found {
    /// Nothing was found.
    pub const LOST: Found =
        Found { status: Status::Lost, method: Method::None, place: None, score: 0.0 };
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(old: &str, quote: &str, new: &str) -> (Status, Method, String) {
        let start = old[..old.find(quote).unwrap()].chars().count();
        let anchor = Text::new(old).anchor(start, start + quote.chars().count());
        let found = find(&Text::new(new), &anchor);
        let words = found.place.map(|(start, end)| new.chars().skip(start).take(end - start));
        (found.status, found.method, words.into_iter().flatten().collect())
    }

    const OLD: &str =
        "I: And then?\nP1: I felt like a fraud the first month. It passed after some time.\n";

    #[test]
    fn what_did_not_change_is_kept() {
        let kept = (Status::Kept, Method::Position, "felt like a fraud".to_owned());
        assert_eq!(found(OLD, "felt like a fraud", OLD), kept);
        let after = OLD.replace("It passed", "It went by");
        assert_eq!(found(OLD, "felt like a fraud", &after), kept);
    }

    #[test]
    fn the_same_words_elsewhere_have_moved_and_short_ones_need_their_neighbours() {
        let moved = |words: &str| (Status::Moved, Method::Quote, words.to_owned());
        let later = format!("I: Is this fine?\n{OLD}");
        assert_eq!(found(OLD, "felt like a fraud", &later), moved("felt like a fraud"));
        assert_eq!(found(OLD, "fraud", &later), moved("fraud"));
        for elsewhere in ["There was fraud in the bank, they say.", "Only FRAUD, nothing else."] {
            assert_eq!(found(OLD, "fraud", elsewhere).0, Status::Lost, "{elsewhere}");
        }
        // In its place, but nothing around is as it was.
        let around = OLD.replace("I felt", "A felt").replace("the first", "my worst");
        let (status, method, _) = found(OLD, "felt like a fraud", &around);
        assert_eq!((status, method), (Status::Kept, Method::Quote));
    }

    #[test]
    fn neighbours_that_moved_apart_say_nothing() {
        let quote = "I felt like a fraud the first month.";
        let far = format!("Nothing of that kind. {}", "La la la. ".repeat(12));
        assert_eq!(found(OLD, quote, &OLD.replace(quote, &far)).0, Status::Lost);
        let near = "Nothing of that kind at all, really.";
        let (status, method, words) = found(OLD, quote, &OLD.replace(quote, near));
        assert_eq!((status, method, words.as_str()), (Status::Replaced, Method::Context, near));
    }

    #[test]
    fn other_white_space_and_quotes_are_the_same_words() {
        let new = OLD.replace("felt like a fraud", "felt\nlike  a “FRAUD”");
        let (status, method, words) = found(OLD, "felt like a", &new);
        assert_eq!((status, method), (Status::Moved, Method::Folded));
        assert_eq!(words, "felt\nlike  a");
    }

    #[test]
    fn what_was_taken_out_is_lost_and_what_was_redacted_replaced() {
        let quote = "I felt like a fraud the first month.";
        assert_eq!(found(OLD, quote, &OLD.replace(quote, "")).0, Status::Lost);
        let (status, _, words) = found(OLD, quote, &OLD.replace(quote, "[REDACTED]"));
        assert_eq!((status, words.as_str()), (Status::Replaced, "[REDACTED]"));
    }

    #[test]
    fn what_was_corrected_is_found_nearby_and_waits_for_a_person() {
        let new = OLD.replace("like a fraud the first", "lik a fraud in my frist");
        let (status, method, _) = found(OLD, "I felt like a fraud the first month.", &new);
        assert_eq!((status, method), (Status::Changed, Method::Context));
        // Where the neighbours changed as well, the words themselves must be alike.
        let new = new.replace("P1: I", "Mara: I").replace("It passed", "Later it passed");
        let (status, method, words) = found(OLD, "I felt like a fraud the first month.", &new);
        assert_eq!((status, method), (Status::Changed, Method::Fuzzy));
        assert_eq!(words, "I felt lik a fraud in my frist month.");
        assert!(status.needs_review() && !Status::Kept.needs_review());
        assert_eq!((status.name(), method.name()), ("changed", "fuzzy"));
    }

    #[test]
    fn two_places_as_good_are_ambiguous() {
        let old = "I: Tired?\nP1: Yes, very tired.\n";
        let new = "x\nI: Tired?\nP1: Yes, very tired.\nI: Tired?\nP1: Yes, very tired.\n";
        assert_eq!(found(old, "Yes, very tired.", new).0, Status::Ambiguous);
    }

    proptest! {
        /// Whatever becomes of a text, every coding is accounted for: a place inside the text, or
        /// lost. The unchanged text keeps it.
        #[test]
        fn every_coding_is_accounted_for(
            old in "[a-c é信\n]{1,80}",
            new in "[a-c é信\n]{0,80}",
            at in 0usize..80,
            length in 1usize..40,
        ) {
            let count = old.chars().count();
            let start = at % count;
            let end = (start + length).min(count);
            let anchor = Text::new(&old).anchor(start, end);
            let kept = find(&Text::new(&old), &anchor);
            prop_assert_eq!((kept.status, kept.place), (Status::Kept, Some((start, end))));
            prop_assert_eq!(kept.score, 1.0);
            let found = find(&Text::new(&new), &anchor);
            match found.place {
                Some((start, end)) => prop_assert!(start <= end && end <= new.chars().count()),
                None => prop_assert_eq!(found.status, Status::Lost),
            }
            prop_assert!((0.0..=1.0).contains(&found.score));
        }
    }
}
