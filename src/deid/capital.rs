//! Capitalised words that nobody looked at yet: what neither the key nor a pattern knows and what
//! may be a name.
//!
//! In come a text, its sentences and what was found in it, out come byte ranges of words. A word
//! that begins a sentence says nothing by its capital and is not listed; nor are weekdays, one or
//! several, months and English `I`. Where a language writes all nouns with capitals the list is long; in
//! scripts without capitals it is empty.

use std::ops::Range;

use super::covered::Covered;
use crate::text::calendar::MONTHS;
use crate::text::word::words;

/// Words that have a capital and name nobody.
const COMMON: [&str; 12] = [
    "i",
    "i'm",
    "i've",
    "i'd",
    "i'll",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// The capitalised words inside sentences that lie in none of the ranges given.
pub fn unreviewed(
    text: &str,
    sentences: &[Range<usize>],
    found: &[Range<usize>],
) -> Vec<Range<usize>> {
    let mut names = Vec::new();
    for sentence in sentences {
        let said = text.get(sentence.clone()).unwrap_or_default();
        for word in words(said).into_iter().skip(1) {
            let start = sentence.start + word.start as usize;
            names.extend(name(text, start..sentence.start + word.end as usize));
        }
    }
    let found = Covered::new(found.iter().cloned());
    names.retain(|name| !found.overlaps(name));
    names
}

/// The capitalised words of a text that is no sentence: a heading, a line about the interview.
pub fn in_heading(text: &str, found: &[Range<usize>]) -> Vec<Range<usize>> {
    let all = words(text).into_iter();
    let mut names: Vec<Range<usize>> =
        all.filter_map(|word| name(text, word.start as usize..word.end as usize)).collect();
    let found = Covered::new(found.iter().cloned());
    names.retain(|name| !found.overlaps(name));
    names
}

/// A word without its possessive ending, if it may be a name.
fn name(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let word = text.get(range.clone())?;
    let is_capital = word.chars().next().is_some_and(char::is_uppercase);
    let is_common = |word: &str| COMMON.contains(&word) || MONTHS.contains(&word);
    if !is_capital || is_common(&word.to_lowercase().replace('’', "'")) {
        return None;
    }
    let ending = ["'s", "’s", "'S", "’S"].into_iter().find(|ending| word.ends_with(ending));
    let bare = word.len() - ending.map_or(0, str::len);
    let base = word.get(..bare)?.to_lowercase();
    let several = base.strip_suffix("days").map(|stem| format!("{stem}day"));
    (!is_common(&base) && !several.is_some_and(|day| is_common(&day)))
        .then_some(range.start..range.start + bare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::language::Language;
    use crate::text::sentence::sentences;

    fn listed(text: &str) -> Vec<&str> {
        let sentences = sentences(text, &Language::for_tag("en"));
        unreviewed(text, &sentences, &[]).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn words_that_may_be_names() {
        assert_eq!(
            listed(
                "We met Tomasz’s aunt in Brickford. Then I'm off on Monday, not Fridays, May's end."
            ),
            ["Tomasz", "Brickford"]
        );
        assert!(listed("May came in May. Will will drive.").is_empty());
        assert_eq!(listed("He is with the NHS [Laughs] \"Dana!\""), ["NHS", "Laughs", "Dana"]);
        let text = "We met Tomasz.";
        let (whole, hit) = (0..text.len(), 7..13);
        assert!(
            unreviewed(text, std::slice::from_ref(&whole), std::slice::from_ref(&hit)).is_empty()
        );
        assert_eq!(in_heading("Brickford, 3 March", &[]), [Range { start: 0, end: 9 }]);
    }
}
