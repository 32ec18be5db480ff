//! The words of a text as the index holds them: our own, in place of tantivy's tokenizers.
//!
//! The index knows words as they are spoken, folded, not their stems: which of them a query means is
//! decided when it is asked, once for each different word. So one index serves every language and
//! prefixes and exact words are found too. A character of a script without spaces is a word.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::query::word::key;
use super::wording::BETWEEN_TURNS;
use crate::text::scan::Scanner;
use crate::text::word::Word;

/// The name under which it is registered.
pub(super) const NAME: &str = "emic";

/// Stands between the turns of one passage in what is given to the index.
pub(super) const TURN_BREAK: char = '\u{1e}';

/// Cuts texts into words.
#[derive(Debug, Default)]
pub(super) struct Words {
    scanner: Scanner,
    found: Vec<Word>,
    breaks: Vec<u32>,
}

impl Clone for Words {
    fn clone(&self) -> Self {
        // Its buffers are nobody else's.
        Self::default()
    }
}

impl Tokenizer for Words {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.scanner.words(text, &mut self.found);
        self.breaks.clear();
        let breaks = memchr::memchr_iter(TURN_BREAK as u8, text.as_bytes());
        self.breaks.extend(breaks.map(|at| at as u32));
        Stream { text, words: &self.found, breaks: &self.breaks, at: 0, token: Token::default() }
    }
}

/// The words of one text, one after the other.
#[derive(Debug)]
pub(super) struct Stream<'a> {
    text: &'a str,
    words: &'a [Word],
    breaks: &'a [u32],
    at: usize,
    token: Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.get(self.at) else { return false };
        let breaks = match self.breaks {
            [] => 0,
            breaks => breaks.partition_point(|at| *at < word.start),
        };
        self.token.position = self.at + breaks * BETWEEN_TURNS as usize;
        (self.token.offset_from, self.token.offset_to) = (word.start as usize, word.end as usize);
        self.token.text.clear();
        self.token.text.push_str(&key(word.of(self.text)));
        self.at += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_turns_have_their_places() {
        let mut words = Words::default();
        let mut stream = words.token_stream("I Can’t\u{1e}信任\u{1e}\u{1e}ok");
        let mut found = Vec::new();
        while let Some(token) = stream.next() {
            found.push((token.position, token.text.clone()));
        }
        let expected = [(0, "i"), (1, "can't"), (4098, "信"), (4099, "任"), (12292, "ok")];
        assert_eq!(found, expected.map(|(place, word)| (place, word.to_owned())));
    }
}
