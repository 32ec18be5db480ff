//! Words without an anchor: every place where they stand, and the most similar ones.

use super::Text;
use super::distance::nearest;
use super::fold::fold;
use super::grams::Grams;

/// One character in so many may differ where similar words are looked for.
const ERRORS: usize = 3;
/// Longer words are not compared.
const MOST: usize = 1000;

/// The places of words, folded, as code points.
pub fn find_words(text: &Text<'_>, words: &str) -> Vec<(usize, usize)> {
    let (folded, places) = text.folded();
    let (wanted, _) = fold(words.trim().chars());
    let length = wanted.len();
    let wanted: String = wanted.into_iter().collect();
    let place = |at: usize| {
        let start = *places.get(at)? as usize;
        let end = *places.get((at + length).checked_sub(1)?)? as usize + 1;
        Some((start, end))
    };
    folded.all(&wanted).into_iter().filter_map(place).collect()
}

/// The most similar words with their number of errors, if there are any near enough.
pub fn nearest_words(text: &Text<'_>, words: &str) -> Option<(usize, String)> {
    let (folded, places) = text.folded();
    let (wanted, _) = fold(words.trim().chars());
    if wanted.len() > MOST {
        return None;
    }
    let mut alphabet = folded.chars.clone();
    alphabet.sort_unstable();
    alphabet.dedup();
    let number = |c: &char| alphabet.binary_search(c).unwrap_or_default() as u32;
    let numbers: Vec<u32> = folded.chars.iter().map(number).collect();
    let found = nearest(&wanted, &alphabet, &numbers, &Grams::default(), wanted.len() / ERRORS);
    let (start, end, errors) = *found.first()?;
    let start = *places.get(start)? as usize;
    let end = *places.get(end.checked_sub(1)?)? as usize + 1;
    let quote = text.anchor(start, end).quote;
    let quote = quote.trim();
    (!quote.is_empty()).then(|| (errors, quote.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_wherever_they_are_written_alike() {
        let text = Text::new("“I’m fine.” I'M  FINE, she said. I'm…");
        assert_eq!(find_words(&text, " i'm fine "), [(1, 9), (12, 21)]);
        assert_eq!(find_words(&text, "i'm..."), [(33, 37)]);
        assert!(find_words(&text, "  ").is_empty() && find_words(&text, "I'm not").is_empty());
    }

    #[test]
    fn the_most_similar_words_have_at_most_a_third_wrong() {
        let text = Text::new("And then: I Was  very tired… of it all.");
        let nearest = |words: &str| nearest_words(&text, words);
        assert_eq!(nearest("i was vry tirad"), Some((2, "I Was  very tired".to_owned())));
        assert_eq!(nearest("I was very tired..."), Some((0, "I Was  very tired…".to_owned())));
        // Two of six may be wrong, three may not.
        assert_eq!(nearest("txrxd…"), Some((2, "tired…".to_owned())));
        assert_eq!(nearest("qqqqqq"), None);
        assert_eq!((nearest(""), nearest_words(&Text::new(""), "tired")), (None, None));
        let long = "tired ".repeat(167);
        let text = Text::new(&long);
        assert!(nearest_words(&text, &long[..1000]).is_some());
        assert!(nearest_words(&text, &long[..1001]).is_none());
    }
}
