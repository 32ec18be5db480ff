//! How many words begin before a byte, answered without a search.
//!
//! In come the places where words begin, 64 bytes of text at a time; out comes the number of those
//! before any byte: a count carried from block to block, and the bits of one mask.

use super::word::Word;

/// Where the words of one text begin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranks {
    blocks: Vec<Block>,
    words: u32,
}

/// 64 bytes of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Block {
    /// The words that begin here, a bit a byte.
    starts: u64,
    /// How many began before.
    before: u32,
}

impl Ranks {
    /// Forgets everything but its memory.
    pub(super) fn clear(&mut self) {
        self.blocks.clear();
        self.words = 0;
    }

    /// Takes in the next 64 bytes.
    #[inline(always)]
    pub(super) fn push(&mut self, starts: u64) {
        self.blocks.push(Block { starts, before: self.words });
        self.words += starts.count_ones();
    }

    /// Begins anew with the words of a text of that many bytes.
    pub(super) fn count(&mut self, words: &[Word], bytes: usize) {
        self.clear();
        let mut rest = words.iter().map(|word| word.start as usize).peekable();
        for block in 0..=bytes / 64 {
            let mut starts = 0;
            while let Some(start) = rest.next_if(|start| start / 64 == block) {
                starts |= 1 << (start % 64);
            }
            self.push(starts);
        }
    }

    /// How many words begin before a byte.
    #[inline]
    pub fn before(&self, byte: usize) -> usize {
        let count = self.blocks.get(byte / 64).map_or(self.words, |block| {
            block.before + (block.starts & ((1 << (byte % 64)) - 1)).count_ones()
        });
        count as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::scan::Scanner;

    #[test]
    fn words_are_counted_up_to_every_byte() {
        let long = "a bc, d's é 信任 ".repeat(30);
        for text in ["", "one", "one two", " one ", &"x".repeat(64), &"x y ".repeat(40), &long] {
            let (mut scanner, mut ranks) = (Scanner::default(), Ranks::default());
            scanner.ranked(text, &mut Vec::new(), &mut ranks);
            let words = scanner.found();
            for byte in 0..text.len() + 130 {
                let before = words.iter().filter(|word| (word.start as usize) < byte).count();
                assert_eq!(ranks.before(byte), before, "{byte} of {text:?}");
            }
        }
    }
}
