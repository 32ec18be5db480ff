//! Where words stand in a text, two bits a byte: any word, and how many begin before any byte, are
//! found without a search.
//!
//! In come the places where words begin and go on, 64 bytes of text at a time; out come words, and
//! counts carried from block to block with the bits of one mask.

use std::ops::Range;

use super::word::Word;

/// Where the words of one text stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranks {
    blocks: Vec<Block>,
    words: u32,
}

/// 64 bytes of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Block {
    /// The words that begin here, a bit a byte.
    pub(crate) starts: u64,
    /// The bytes of words but their first.
    pub(crate) goes_on: u64,
    /// How many words began before.
    pub(crate) before: u32,
}

impl Ranks {
    /// Forgets everything but its memory.
    pub(super) fn clear(&mut self) {
        self.blocks.clear();
        self.words = 0;
    }

    /// Makes room for a text of that many bytes.
    pub(super) fn reserve(&mut self, bytes: usize) {
        self.blocks.reserve(bytes / 64 + 1);
    }

    /// Takes in the next 64 bytes.
    #[inline(always)]
    pub(super) fn push(&mut self, starts: u64, goes_on: u64) {
        self.blocks.push(Block { starts, goes_on, before: self.words });
        self.words += starts.count_ones();
    }

    /// The blocks of 64 bytes, from the first byte of the text to one past its last.
    pub(crate) fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Lets these words stand in the place of one. [`Ranks::count`] must follow.
    pub(super) fn replace(&mut self, old: Word, new: &[Word]) {
        self.each(old.start..old.end, |block, mask| {
            block.starts &= !mask;
            block.goes_on &= !mask;
        });
        for word in new {
            self.each(word.start..word.start + 1, |block, mask| block.starts |= mask);
            self.each(word.start + 1..word.end, |block, mask| block.goes_on |= mask);
        }
    }

    /// Counts anew after words were replaced.
    pub(super) fn count(&mut self) {
        self.words = 0;
        for block in &mut self.blocks {
            block.before = self.words;
            self.words += block.starts.count_ones();
        }
    }

    /// Shows every block that bytes lie in, with a mask of those that do.
    fn each(&mut self, bytes: Range<u32>, mut change: impl FnMut(&mut Block, u64)) {
        let mut at = bytes.start as usize;
        let end = bytes.end as usize;
        while at < end {
            let Some(block) = self.blocks.get_mut(at / 64) else { return };
            let from = !0 << (at % 64);
            let next = (at / 64 + 1) * 64;
            let upto = if end < next { !(!0 << (end % 64)) } else { !0 };
            change(block, from & upto);
            at = next;
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

    /// Whether a word that began before a byte goes on there.
    #[inline]
    pub fn goes_on(&self, byte: usize) -> bool {
        self.blocks.get(byte / 64).is_some_and(|block| block.goes_on >> (byte % 64) & 1 == 1)
    }

    /// The word that begins at a byte.
    #[inline]
    pub fn word_at(&self, start: usize) -> Word {
        let mut number = start / 64;
        // The bytes behind the first that may be the end.
        let mut behind = !1 << (start % 64);
        while let Some(block) = self.blocks.get(number) {
            let ended = !block.goes_on & behind;
            if ended != 0 {
                let end = number * 64 + ended.trailing_zeros() as usize;
                return Word { start: start as u32, end: end as u32 };
            }
            (number, behind) = (number + 1, !0);
        }
        Word { start: start as u32, end: (number * 64) as u32 }
    }

    /// The first word that begins at a byte or after it.
    pub(super) fn next_from(&self, byte: usize) -> Option<Word> {
        self.start_from(byte).map(|start| self.word_at(start))
    }

    /// Where the first word begins at a byte or after it.
    #[inline]
    fn start_from(&self, byte: usize) -> Option<usize> {
        let mut number = byte / 64;
        let mut starts = self.blocks.get(number)?.starts & (!0 << (byte % 64));
        while starts == 0 {
            number += 1;
            starts = self.blocks.get(number)?.starts;
        }
        Some(number * 64 + starts.trailing_zeros() as usize)
    }

    /// Which of the three bytes behind a byte words go on at, a bit a byte.
    #[inline]
    fn goes_on_behind(&self, byte: usize) -> usize {
        let of = |number| self.blocks.get(number).map_or(0, |block: &Block| block.goes_on);
        let (number, at) = (byte / 64, byte % 64);
        let mut behind = of(number) >> at >> 1;
        if at > 60 {
            behind |= of(number + 1) << (63 - at);
        }
        behind as usize % 8
    }

    /// The words that begin in a stretch of the text, of which the place of the first and the number
    /// are known.
    pub(crate) fn counted(&self, stretch: Range<usize>, first: u32, count: u32) -> Words<'_> {
        let blocks = stretch.start / 64..stretch.end.div_ceil(64).min(self.blocks.len());
        Words {
            number: blocks.start,
            blocks: self.blocks.get(blocks).unwrap_or_default(),
            ranks: self,
            start: stretch.start,
            first,
            count,
        }
    }

    /// Lists the words that begin in a stretch of the text, counted from its first byte, in a vector
    /// that is cleared first.
    pub fn words(&self, stretch: Range<usize>, found: &mut Vec<Word>) {
        found.clear();
        for number in stretch.start / 64..stretch.end.div_ceil(64) {
            let Some(block) = self.blocks.get(number) else { return };
            let mut starts = within(block.starts, number, &stretch);
            found.reserve(64);
            while starts != 0 {
                let start = number * 64 + starts.trailing_zeros() as usize;
                starts &= starts - 1;
                found.push(self.word_at(start).without(stretch.start as u32));
            }
        }
    }
}

/// The words that begin in a stretch of a text, by their place among them.
#[derive(Clone, Copy, Debug)]
pub struct Words<'r> {
    blocks: &'r [Block],
    ranks: &'r Ranks,
    /// The place in the text of the first byte, of the first word, and of the first of `blocks`.
    start: usize,
    first: u32,
    number: usize,
    count: u32,
}

impl Words<'_> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The word at a place, counted from the first byte of the stretch.
    #[inline]
    pub fn get(&self, place: usize) -> Option<Word> {
        let place = u32::try_from(place).ok().filter(|&place| place < self.count)?;
        let wanted = self.first + place;
        // A turn has few blocks, as a rule.
        let is_before = |block: &Block| block.before <= wanted;
        let number = match self.blocks.len() <= 16 {
            true => self.blocks.iter().take_while(|block| is_before(block)).count(),
            false => self.blocks.partition_point(is_before),
        };
        let number = number.checked_sub(1)?;
        let block = self.blocks.get(number)?;
        let mut starts = block.starts;
        for _ in block.before..wanted {
            starts &= starts.wrapping_sub(1);
        }
        let start = (self.number + number) * 64 + starts.trailing_zeros() as usize;
        Some(self.ranks.word_at(start).without(self.start as u32))
    }

    /// The word that begins at a byte of the stretch.
    #[inline]
    pub fn at(&self, byte: usize) -> Word {
        self.ranks.word_at(self.start + byte).without(self.start as u32)
    }

    /// Where the last word begins before a byte of the stretch, and at which of the three bytes behind
    /// its first words go on, a bit a byte.
    #[inline]
    pub(crate) fn begins_before(&self, byte: usize) -> Option<(usize, usize)> {
        let byte = self.start + byte;
        let mut number = byte / 64;
        let mut starts = self.ranks.blocks.get(number)?.starts & !(!0 << (byte % 64));
        while starts == 0 {
            number = number.checked_sub(1)?;
            starts = self.ranks.blocks.get(number)?.starts;
        }
        let start = number * 64 + starts.ilog2() as usize;
        Some((start.checked_sub(self.start)?, self.ranks.goes_on_behind(start)))
    }

    /// The same of the first word that begins at a byte or after it.
    #[inline]
    pub(crate) fn begins_after(&self, byte: usize) -> Option<(usize, usize)> {
        let start = self.ranks.start_from(self.start + byte)?;
        Some((start - self.start, self.ranks.goes_on_behind(start)))
    }

    /// The place of the first word that begins at a byte of the stretch or after it.
    #[inline]
    pub fn at_or_after(&self, byte: usize) -> usize {
        let before = self.ranks.before(self.start + byte) as u32;
        (before.saturating_sub(self.first)).min(self.count) as usize
    }

    /// The words one by one.
    pub fn iter(&self) -> impl Iterator<Item = Word> {
        (0..self.len()).filter_map(|place| self.get(place))
    }
}

/// The bits of a block that belong to bytes of a stretch.
#[inline]
pub(crate) fn within(mask: u64, block: usize, stretch: &Range<usize>) -> u64 {
    let (first, next) = (block * 64, block * 64 + 64);
    let from = if stretch.start > first { !0 << (stretch.start % 64) } else { !0 };
    let upto = if stretch.end < next { !(!0 << (stretch.end % 64)) } else { !0 };
    mask & from & upto
}

#[cfg(test)]
mod tests {
    use crate::text::scan::Scanner;
    use crate::text::word::words;

    #[test]
    fn words_are_counted_and_found_from_every_byte() {
        let long = "a bc, d's é 信任 ".repeat(30);
        for text in ["", "one", "one two", " one ", &"x".repeat(64), &"x y ".repeat(40), &long] {
            let mut scanner = Scanner::default();
            scanner.look(text);
            let (ranks, words) = (scanner.ranks(), words(text));
            for byte in 0..text.len() + 130 {
                let before = words.iter().filter(|word| (word.start as usize) < byte).count();
                assert_eq!(ranks.before(byte), before, "{byte} of {text:?}");
                let inside =
                    |word: &&super::Word| (word.start as usize) < byte && byte < word.end as usize;
                assert_eq!(ranks.goes_on(byte), words.iter().find(inside).is_some());
            }
            for word in &words {
                assert_eq!(ranks.word_at(word.start as usize), *word, "{text:?}");
            }
            let mut found = Vec::new();
            for from in (0..text.len()).step_by(7) {
                ranks.words(from..text.len(), &mut found);
                let wanted = words.iter().filter(|word| word.start as usize >= from);
                let wanted: Vec<_> = wanted.map(|word| word.without(from as u32)).collect();
                assert_eq!(found, wanted, "from {from} of {text:?}");
                let (first, all) = (ranks.before(from), ranks.before(text.len()));
                let words = ranks.counted(from..text.len(), first as u32, (all - first) as u32);
                assert_eq!(words.iter().collect::<Vec<_>>(), wanted);
                assert_eq!((words.len(), words.get(words.len())), (wanted.len(), None));
                for (place, word) in wanted.iter().enumerate() {
                    let begins = |place: Option<usize>| {
                        let word: &super::Word = wanted.get(place?)?;
                        Some((word.start as usize, (word.end - word.start - 1).min(3)))
                    };
                    let own = |(start, behind): (usize, usize)| (start, behind.trailing_ones());
                    if place > 0 {
                        let before = words.begins_before(word.start as usize);
                        assert_eq!(before.map(own), begins(place.checked_sub(1)));
                    }
                    let after = words.begins_after(word.end as usize);
                    assert_eq!(after.map(own), begins(Some(place + 1)));
                }
                for byte in 0..text.len() - from {
                    let before = wanted.iter().filter(|word| (word.start as usize) < byte).count();
                    assert_eq!(words.at_or_after(byte), before, "{byte} from {from} of {text:?}");
                }
            }
        }
    }
}
