//! The same words as [`super::word`], found at the speed of memory.
//!
//! The text is classified sixteen bytes at a time into masks of letters, apostrophes and bytes
//! beyond ASCII; words are the runs in the masks. A run with a byte beyond ASCII is left to the
//! plain tokeniser. In comes a text, out come its words; a property test holds the two together.

use pulp::{Arch, Simd, WithSimd};
use wide::i8x16;

use super::rank::Ranks;
use super::word::{Word, words_into};

/// Finds words; keeps its memory between texts.
#[derive(Debug, Default)]
pub struct Scanner {
    /// Where words are written; longer than what was found last.
    room: Vec<Word>,
    /// How many were written.
    runs: usize,
    /// The words of a text with bytes beyond ASCII, whose runs may be several words.
    split: Vec<Word>,
    /// Where blocks with a byte beyond ASCII begin.
    beyond: Vec<u32>,
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

/// One call of [`Scanner::words`], compiled for the instructions of the machine it runs on.
struct Pass<'a> {
    scanner: &'a mut Scanner,
    text: &'a str,
    apostrophes: &'a mut Vec<u32>,
    ranks: Option<&'a mut Ranks>,
}

impl WithSimd for Pass<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        self.scanner.find(self.text, self.apostrophes, self.ranks);
    }
}

impl Scanner {
    /// The words of a text, into a vector that is cleared first. `apostrophes` receives the places
    /// of straight apostrophes inside words.
    pub fn words(&mut self, text: &str, found: &mut Vec<Word>, apostrophes: &mut Vec<u32>) {
        Arch::new().dispatch(Pass { scanner: self, text, apostrophes, ranks: None });
        found.clear();
        found.extend_from_slice(self.found());
    }

    /// Finds the words of a text, which [`Scanner::found`] then gives; `ranks` learns where they
    /// begin.
    pub fn ranked(&mut self, text: &str, apostrophes: &mut Vec<u32>, ranks: &mut Ranks) {
        let ranks = Some(ranks);
        Arch::new().dispatch(Pass { scanner: self, text, apostrophes, ranks });
    }

    /// The words of the text that was looked at last.
    #[inline]
    pub fn found(&self) -> &[Word] {
        match self.beyond.is_empty() {
            true => self.room.get(..self.runs).unwrap_or_default(),
            false => &self.split,
        }
    }

    #[inline(always)]
    fn find(&mut self, text: &str, apostrophes: &mut Vec<u32>, mut ranks: Option<&mut Ranks>) {
        apostrophes.clear();
        if let Some(ranks) = ranks.as_deref_mut() {
            ranks.clear();
        }
        let bytes = text.as_bytes();
        let (chunks, rest) = bytes.as_chunks::<64>();
        let mut last = [0; 64];
        if let Some(head) = last.get_mut(..rest.len()) {
            head.copy_from_slice(rest);
        }
        self.beyond.clear();
        let mut marks = Marks::default();
        let mut previous = Block::default();
        let mut blocks = chunks.iter().chain(std::iter::once(&last));
        let mut current = blocks.next().map(classify);
        let mut base = 0;
        while let Some(block) = current {
            let next = blocks.next().map(classify);
            if self.room.len() < marks.starts + BLOCK {
                self.room.resize(2 * (marks.starts + BLOCK), Word::default());
            }
            if block.high != 0 {
                self.beyond.push(base);
            }
            let after = next.unwrap_or_default();
            let starts = marks.add(base, &previous, &block, &after, &mut self.room, apostrophes);
            if let Some(ranks) = ranks.as_deref_mut() {
                ranks.push(starts);
            }
            (previous, current) = (block, next);
            base += 64;
        }
        if marks.open != 0
            && let Some(word) = self.room.get_mut(marks.ends)
        {
            word.end = bytes.len() as u32;
        }
        self.runs = marks.starts;
        if !self.beyond.is_empty() {
            self.split_runs(text);
            if let Some(ranks) = ranks {
                ranks.count(&self.split, bytes.len());
            }
        }
    }

    /// Leaves the runs with a byte beyond ASCII to the plain tokeniser; all others stay.
    fn split_runs(&mut self, text: &str) {
        let found = &mut self.split;
        found.clear();
        let mut rest = self.room.get(..self.runs).unwrap_or_default();
        for &base in &self.beyond {
            let (ascii, after) = rest.split_at(rest.partition_point(|run| run.end <= base));
            found.extend_from_slice(ascii);
            let (touched, after) =
                after.split_at(after.partition_point(|run| run.start < base + 64));
            for run in touched {
                let slice = run.of(text);
                match slice.is_ascii() {
                    true => found.push(*run),
                    false => words_into(slice, run.start, found),
                }
            }
            rest = after;
        }
        found.extend_from_slice(rest);
    }
}

/// What is carried from block to block.
#[derive(Default)]
struct Marks {
    /// How many words have begun.
    starts: usize,
    /// How many have ended.
    ends: usize,
    /// 1 if the last block ended inside a word.
    open: u64,
}

/// How many places are written at once.
const GROUP: usize = 4;
/// The most words that a block of 64 bytes touches, and the rest of a group.
const BLOCK: usize = 33 + GROUP;

impl Marks {
    /// Takes in a block; gives where words begin in it, a bit a byte.
    #[inline(always)]
    fn add(
        &mut self,
        base: u32,
        previous: &Block,
        block: &Block,
        next: &Block,
        found: &mut [Word],
        apostrophes: &mut Vec<u32>,
    ) -> u64 {
        let before = block.word << 1 | previous.word >> 63;
        let after = block.word >> 1 | next.word << 63;
        let inner = block.quote & before & after;
        let run = block.word | inner;
        let shifted = run << 1 | self.open;
        let starts = run & !shifted;
        let ends = !run & shifted;
        self.open = run >> 63;
        let mut inside = inner;
        while inside != 0 {
            apostrophes.push(base + inside.trailing_zeros());
            inside &= inside - 1;
        }
        self.starts = places(starts, base, found, self.starts, |word, at| word.start = at);
        self.ends = places(ends, base, found, self.ends, |word, at| word.end = at);
        starts
    }
}

/// Writes the places of the bits of a mask, a few at once; gives where the next one goes.
#[inline(always)]
fn places(
    mut mask: u64,
    base: u32,
    found: &mut [Word],
    first: usize,
    write: impl Fn(&mut Word, u32),
) -> usize {
    let next = first + mask.count_ones() as usize;
    let mut at = first;
    while mask != 0 {
        let Some(group) = found.get_mut(at..).and_then(<[Word]>::first_chunk_mut::<GROUP>) else {
            break;
        };
        for word in group {
            write(word, base + mask.trailing_zeros());
            mask &= mask.wrapping_sub(1);
        }
        at += GROUP;
    }
    next
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
        let (mut found, mut apostrophes) = (Vec::new(), Vec::new());
        Scanner::default().words(text, &mut found, &mut apostrophes);
        for &at in &apostrophes {
            assert_eq!(text.as_bytes()[at as usize], b'\'');
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
        fn the_same_words_as_the_plain_tokeniser(text in "[a-cA-Z0-9'’ \\-—éя信のก\u{301}.…\n]{0,300}") {
            prop_assert_eq!(scan(&text), words(&text));
        }
    }
}
