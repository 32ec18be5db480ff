//! The same words as [`super::word`], found at the speed of memory.
//!
//! The text is classified sixteen bytes at a time into masks of letters, apostrophes and bytes
//! beyond ASCII; words are the runs in the masks. A run with a byte beyond ASCII is left to the
//! plain tokeniser. In comes a text, out come its words; a property test holds the two together.

use pulp::{Arch, Simd, WithSimd};
use wide::i8x16;

use super::chars::is_apostrophe;
use super::rank::Ranks;
use super::word::{Word, words_into};

/// Finds words; keeps its memory between texts.
#[derive(Debug, Default)]
pub struct Scanner {
    ranks: Ranks,
    /// By 64 bytes: apostrophes inside words, a bit a byte.
    quotes: Vec<u64>,
    /// Blocks with a byte beyond ASCII.
    beyond: Vec<u32>,
    /// The words of a run with a byte beyond ASCII.
    split: Vec<Word>,
}

/// What stands in 64 bytes of text, a bit a byte.
#[derive(Clone, Copy, Debug, Default)]
struct Block {
    /// Letters and digits of ASCII, and all bytes beyond ASCII.
    word: u64,
    /// Straight apostrophes.
    quote: u64,
    /// Bytes beyond ASCII.
    high: u64,
}

/// One call of [`Scanner::look`], compiled for the instructions of the machine it runs on.
struct Pass<'a> {
    scanner: &'a mut Scanner,
    bytes: &'a [u8],
}

impl WithSimd for Pass<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        self.scanner.find(self.bytes);
    }
}

impl Scanner {
    /// The words of a text, into a vector that is cleared first.
    pub fn words(&mut self, text: &str, found: &mut Vec<Word>) {
        self.look(text);
        self.ranks.words(0..text.len(), found);
    }

    /// Looks for the words of a text, which [`Scanner::ranks`] then knows.
    pub fn look(&mut self, text: &str) {
        Arch::new().dispatch(Pass { scanner: self, bytes: text.as_bytes() });
        if !self.beyond.is_empty() {
            self.split_runs(text);
        }
    }

    /// Where the words of the text stand that was looked at last.
    pub fn ranks(&self) -> &Ranks {
        &self.ranks
    }

    /// The same, to keep.
    pub fn take_ranks(&mut self) -> Ranks {
        std::mem::take(&mut self.ranks)
    }

    /// Whether the text has nothing beyond ASCII.
    pub(crate) fn is_ascii(&self) -> bool {
        self.beyond.is_empty()
    }

    /// The apostrophes inside its words, a bit a byte.
    pub(crate) fn quotes(&self) -> &[u64] {
        &self.quotes
    }

    #[inline(always)]
    fn find(&mut self, bytes: &[u8]) {
        let (chunks, rest) = bytes.as_chunks::<64>();
        let mut last = [0; 64];
        if let Some(head) = last.get_mut(..rest.len()) {
            head.copy_from_slice(rest);
        }
        self.ranks.clear();
        self.ranks.reserve(bytes.len());
        self.quotes.clear();
        self.beyond.clear();
        let mut previous = Block::default();
        // 1 if the last block ended inside a word.
        let mut open = 0;
        let mut blocks = chunks.iter().chain(std::iter::once(&last));
        let mut current = blocks.next().map(classify);
        while let Some(block) = current {
            let next = blocks.next().map(classify);
            let after = next.unwrap_or_default();
            if block.high != 0 {
                self.beyond.push(self.quotes.len() as u32);
            }
            let left = block.word << 1 | previous.word >> 63;
            let right = block.word >> 1 | after.word << 63;
            let inner = block.quote & left & right;
            let run = block.word | inner;
            let shifted = run << 1 | open;
            open = run >> 63;
            self.ranks.push(run & !shifted, run & shifted);
            self.quotes.push(inner);
            (previous, current) = (block, next);
        }
    }

    /// Leaves the runs with a byte beyond ASCII to the plain tokeniser; all others stay.
    #[cold]
    fn split_runs(&mut self, text: &str) {
        let mut done = 0;
        for place in 0..self.beyond.len() {
            let block = self.beyond.get(place).map_or(0, |&block| block as usize);
            let mut from = (block * 64).max(done);
            let to = block * 64 + 64;
            // A run that began before may go on here.
            while from > done && self.ranks.goes_on(from) {
                from -= 1;
            }
            while let Some(run) = self.ranks.next_from(from).filter(|run| (run.start as usize) < to)
            {
                done = run.end as usize;
                from = done;
                let slice = run.of(text);
                if slice.is_ascii() {
                    continue;
                }
                self.split.clear();
                words_into(slice, run.start, &mut self.split);
                if self.split.as_slice() != [run] {
                    self.ranks.replace(run, &self.split);
                }
                for word in &self.split {
                    let start = word.start as usize;
                    let inside = word.of(text).char_indices().filter(|&(_, c)| is_apostrophe(c));
                    for at in inside.map(|(at, _)| start + at) {
                        if let Some(quotes) = self.quotes.get_mut(at / 64) {
                            *quotes |= 1 << (at % 64);
                        }
                    }
                }
            }
        }
        self.ranks.count();
    }
}

/// What stands in a chunk.
#[inline(always)]
fn classify(chunk: &[u8; 64]) -> Block {
    let mut block = Block::default();
    let (quarters, _) = chunk.as_chunks::<16>();
    for (number, quarter) in quarters.iter().enumerate() {
        let bytes = i8x16::from(quarter.map(u8::cast_signed));
        let lower = bytes | i8x16::splat(0x20);
        let letter = lower.simd_gt(i8x16::splat(0x60)) & lower.simd_lt(i8x16::splat(0x7B));
        let digit = bytes.simd_gt(i8x16::splat(0x2F)) & bytes.simd_lt(i8x16::splat(0x3A));
        let high = bytes.to_bitmask();
        let alnum = (letter | digit).to_bitmask();
        let quote = bytes.simd_eq(i8x16::splat(0x27)).to_bitmask();
        let shift = 16 * number;
        block.high |= u64::from(high & 0xFFFF) << shift;
        block.word |= u64::from((alnum | high) & 0xFFFF) << shift;
        block.quote |= u64::from(quote & 0xFFFF) << shift;
    }
    block
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::word::words;
    use proptest::prelude::*;

    fn scan(text: &str) -> Vec<Word> {
        let mut found = Vec::new();
        let mut scanner = Scanner::default();
        scanner.words(text, &mut found);
        for (at, c) in text.char_indices().filter(|&(_, c)| is_apostrophe(c)) {
            let inside = |word: &Word| (word.start as usize) < at && at < word.end as usize;
            let is_told = scanner.quotes()[at / 64] >> (at % 64) & 1 == 1;
            assert!(is_told || !found.iter().any(inside), "{c} at {at} of {text:?}");
        }
        found
    }

    #[test]
    fn apostrophes_at_the_edges_of_a_block() {
        for length in 60..68 {
            let text = format!("{}'t x'", "a".repeat(length));
            assert_eq!(scan(&text), words(&text), "{length}");
        }
    }

    proptest! {
        #[test]
        fn the_same_words_as_the_plain_tokeniser(text in "[a-cA-Z0-9'’ \\-—éя信々のｶﾞก\u{301}.…\n]{0,300}") {
            prop_assert_eq!(scan(&text), words(&text));
        }
    }
}
