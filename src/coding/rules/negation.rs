//! Negation: whether a hit stands behind a negator, after NegEx.
//!
//! A hit is negated if among the five tokens before its first, in the same sentence, there is a
//! negator with nothing between that ends its reach, and the negator is no part of a
//! pseudo-negation. Nothing after the hit is examined. CODEBOOK semantics 7; the idea is Chapman
//! et al. 2001, doi:10.1006/jbin.2001.1029.

use crate::text::language::Language;
use crate::text::word::{Word, fold};

/// How many tokens before a hit are examined.
const REACH: usize = 5;

/// Whether the token at `at` is negated. `word` gives the tokens of its turn by their place,
/// `sentence_start` is the first token of its sentence.
pub(crate) fn is_negated(
    at: usize,
    sentence_start: usize,
    text: &str,
    word: impl Fn(usize) -> Option<Word>,
    language: &Language,
) -> bool {
    let folded = |place: usize| word(place).map(|word| fold(word.of(text)));
    let first = sentence_start.max(at.saturating_sub(REACH));
    for place in (first..at).rev() {
        let (Some(own), Some(next)) = (word(place), word(place + 1)) else {
            return false;
        };
        let between = text.get(own.end as usize..next.start as usize).unwrap_or_default();
        if between.contains([';', ':']) {
            return false;
        }
        if between.contains(',')
            && folded(place + 1).is_some_and(|next| language.pronouns.contains(next.as_ref()))
        {
            return false;
        }
        let own = fold(own.of(text));
        if language.terminators.contains(own.as_ref()) {
            return false;
        }
        let negates = language.negators.contains(own.as_ref())
            || language.negator_endings.iter().any(|ending| own.ends_with(ending.as_str()));
        let is_part_of = |phrase: &Vec<String>| {
            phrase.iter().enumerate().all(|(number, part)| {
                folded(place + number).is_some_and(|word| word == part.as_str())
            })
        };
        if negates && !language.pseudo_negators.iter().any(is_part_of) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::word::words;

    fn negated(text: &str, hit: &str) -> bool {
        let words = words(text);
        let at = words.iter().position(|word| word.of(text) == hit).unwrap();
        is_negated(at, 0, text, |place| words.get(place).copied(), &Language::for_tag("en"))
    }

    #[test]
    fn negators_reach_five_tokens() {
        assert!(negated("I was not afraid", "afraid"));
        assert!(negated("I didn’t really feel all that afraid", "afraid"));
        assert!(!negated("not one two three four five afraid", "afraid"));
    }

    #[test]
    fn what_ends_the_reach() {
        assert!(!negated("no, but afraid", "afraid"));
        assert!(!negated("it was not that; afraid", "afraid"));
        assert!(!negated("not then, I was afraid", "afraid"));
        assert!(!negated("not only afraid", "afraid"));
        assert!(!negated("I don't know afraid", "afraid"));
    }
}
