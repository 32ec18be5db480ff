//! The same words as [`super::word`], found at the speed of memory.
//!
//! The text is classified sixteen bytes at a time into masks of letters, apostrophes and bytes
//! beyond ASCII; words are the runs in the masks. A run with a byte beyond ASCII is left to the
//! plain tokeniser. In comes a text, out come its words; a property test holds the two together.

use wide::i8x16;

use super::word::{Word, words_into};

/// Finds words; keeps its masks between texts.
#[derive(Debug, Default)]
pub struct Scanner {
    blocks: Vec<Block>,
    runs: Vec<Word>,
}

/// What stands in 64 bytes of text, a bit a byte.
#[derive(Clone, Copy, Debug, Default)]
struct Block {
    /// Letters and digits of ASCII, and all bytes beyond ASCII.
    word: u64,
    /// Straight apostrophes.
    quote: u64,
}

impl Scanner {
    /// The words of a text, into a vector that is cleared first. `apostrophes` receives the places
    /// of straight apostrophes inside words.
    pub fn words(&mut self, text: &str, found: &mut Vec<Word>, apostrophes: &mut Vec<u32>) {
        found.clear();
        apostrophes.clear();
        let bytes = text.as_bytes();
        self.blocks.clear();
        let mut beyond = 0;
        let (chunks, rest) = bytes.as_chunks::<64>();
        for chunk in chunks {
            beyond |= self.classify(chunk);
        }
        let mut last = [0; 64];
        if let Some(head) = last.get_mut(..rest.len()) {
            head.copy_from_slice(rest);
        }
        beyond |= self.classify(&last);
        let mut open = None;
        let mut carry_word = 0;
        let mut carry_run = 0;
        for (number, block) in self.blocks.iter().enumerate() {
            let base = number as u32 * 64;
            let next = self.blocks.get(number + 1).map_or(0, |next| next.word & 1);
            let before = block.word << 1 | carry_word;
            let after = block.word >> 1 | next << 63;
            let inner = block.quote & before & after;
            let run = block.word | inner;
            let shifted = run << 1 | carry_run;
            let mut starts = run & !shifted;
            let mut ends = !run & shifted;
            let mut inside = inner;
            while inside != 0 {
                apostrophes.push(base + inside.trailing_zeros());
                inside &= inside - 1;
            }
            if ends != 0
                && let Some(start) = open.take()
            {
                found.push(Word { start, end: base + ends.trailing_zeros() });
                ends &= ends - 1;
            }
            // Each end that is left has its start in this block.
            found.extend((0..ends.count_ones()).map(|_| {
                let word = Word {
                    start: base + starts.trailing_zeros(),
                    end: base + ends.trailing_zeros(),
                };
                starts &= starts.wrapping_sub(1);
                ends &= ends.wrapping_sub(1);
                word
            }));
            if starts != 0 {
                open = Some(base + starts.trailing_zeros());
            }
            carry_word = block.word >> 63;
            carry_run = run >> 63;
        }
        if let Some(start) = open {
            found.push(Word { start, end: bytes.len() as u32 });
        }
        if beyond != 0 {
            self.split_runs(text, found);
        }
    }

    /// Leaves the runs with a byte beyond ASCII to the plain tokeniser.
    fn split_runs(&mut self, text: &str, found: &mut Vec<Word>) {
        self.runs.clear();
        std::mem::swap(&mut self.runs, found);
        for run in &self.runs {
            let slice = run.of(text);
            match slice.is_ascii() {
                true => found.push(*run),
                false => words_into(slice, run.start, found),
            }
        }
    }

    /// Notes what stands in a chunk; gives its bytes beyond ASCII.
    fn classify(&mut self, chunk: &[u8; 64]) -> u64 {
        let mut block = Block::default();
        let mut beyond = 0;
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
            beyond |= u64::from(high & 0xFFFF) << shift;
            block.word |= u64::from((alnum | high) & 0xFFFF) << shift;
            block.quote |= u64::from(quote & 0xFFFF) << shift;
        }
        self.blocks.push(block);
        beyond
    }
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
