//! Finding quoted words in a transcript, as a person types them.
//!
//! In come words and the part of the canonical text that is meant, out comes where they stand. They
//! are compared with the reading text, so that a quote may run over the lines of a file; white
//! space, case, quotation marks and dashes need not be exact.

use std::ops::Range;

use super::anchor::{Text, find_words, nearest_words};
use crate::transcript::Transcript;

/// Why words were not found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// They are not said there.
    Nowhere {
        /// The numbers of the turns where they are said.
        elsewhere: Vec<usize>,
        /// The turn with the most similar words, and these.
        near: Option<(usize, String)>,
    },
    /// They are said several times: the numbers of the turns.
    Several(Vec<usize>),
}

/// The bytes of the canonical text where words stand. `within` is the part that is meant.
pub fn find(
    transcript: &Transcript,
    words: &str,
    within: Option<Range<usize>>,
) -> Result<Range<usize>, Missing> {
    let is_meant = |place: &Range<usize>| {
        within.as_ref().is_none_or(|within| within.start <= place.start && place.end <= within.end)
    };
    let mut all: Vec<(usize, Range<usize>)> = Vec::new();
    for (number, turn) in (1..).zip(&transcript.turns) {
        let reading = transcript.reading(turn);
        let text = Text::new(reading.text());
        for (start, end) in find_words(&text, words) {
            let bytes = text.bytes(start, end);
            all.push((number, reading.canonical_range(bytes)));
        }
    }
    let exact = |place: &Range<usize>| transcript.text.get(place.clone()) == Some(words);
    let mut meant: Vec<&(usize, Range<usize>)> =
        all.iter().filter(|(_, place)| is_meant(place)).collect();
    if meant.len() > 1 && meant.iter().filter(|(_, place)| exact(place)).count() == 1 {
        meant.retain(|(_, place)| exact(place));
    }
    match meant.as_slice() {
        [(_, place)] => Ok(place.clone()),
        [] => match across(transcript, words).filter(is_meant) {
            Some(place) => Ok(place),
            None => {
                let mut elsewhere: Vec<usize> = all.iter().map(|(number, _)| *number).collect();
                elsewhere.dedup();
                let near = if elsewhere.is_empty() { near(transcript, words) } else { None };
                Err(Missing::Nowhere { elsewhere, near })
            }
        },
        several => Err(Missing::Several(several.iter().map(|(number, _)| *number).collect())),
    }
}

/// Words over several turns, as the canonical text has them.
fn across(transcript: &Transcript, words: &str) -> Option<Range<usize>> {
    let text = Text::new(&transcript.text);
    match find_words(&text, words).as_slice() {
        [(start, end)] => Some(text.bytes(*start, *end)),
        _ => None,
    }
}

/// The turn with the most similar words.
fn near(transcript: &Transcript, words: &str) -> Option<(usize, String)> {
    let mut best: Option<(usize, usize, String)> = None;
    for (number, turn) in (1..).zip(&transcript.turns) {
        let reading = transcript.reading(turn);
        let text = Text::new(reading.text());
        if let Some((errors, quote)) = nearest_words(&text, words)
            && best.as_ref().is_none_or(|best| errors < best.0)
        {
            best = Some((errors, number, quote));
        }
    }
    best.map(|(_, number, quote)| (number, quote))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::build::Builder;

    #[test]
    fn words_are_found_as_they_are_typed() {
        let mut builder = Builder::written();
        for words in ["She was there for me. She was.", "It’s  what it is. She was there"] {
            builder.push(Some("P"), words, (None, None));
        }
        let transcript = builder.finish();
        let found = |words: &str| {
            find(&transcript, words, None).map(|place| transcript.text[place].to_owned())
        };
        assert_eq!(found("it's what").unwrap(), "It’s  what");
        assert_eq!(found("there for me").unwrap(), "there for me");
        assert_eq!(found("she was there"), Err(Missing::Several(vec![1, 2])));
        let second = transcript.reading(&transcript.turns[1]).extent();
        assert!(find(&transcript, "she was there", Some(second.clone())).is_ok());
        let missing = find(&transcript, "there for me", Some(second)).unwrap_err();
        assert_eq!(missing, Missing::Nowhere { elsewhere: vec![1], near: None });
        match found("she was their for me") {
            Err(Missing::Nowhere { near: Some((1, near)), .. }) => {
                assert_eq!(near, "She was there for me");
            }
            other => panic!("{other:?}"),
        }
        assert!(found("").is_err());
    }
}
