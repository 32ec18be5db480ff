//! The sieve: which words of a text the filter of first letters lets through.
//!
//! In come a text whose words were found and the filter, out come the words that may be anchors, a bit
//! at each first byte. Each pass goes over the masks of 64 bytes at once, with the instructions that
//! the processor has.

use pulp::{Arch, Simd, WithSimd};

use super::filter::{Filter, GOES_ON};
use crate::text::rank::Ranks;
use crate::text::scan::Scanner;

impl Filter {
    /// The words of the text that `scanner` looked at that may be anchors, into a vector that is
    /// cleared first.
    pub(crate) fn anchors(&self, text: &str, scanner: &Scanner, passing: &mut Vec<u64>) {
        passing.clear();
        Arch::new().dispatch(Sieve {
            filter: self,
            text: text.as_bytes(),
            is_ascii: scanner.is_ascii(),
            ranks: scanner.ranks(),
            quotes: if self.after_apostrophe { scanner.quotes() } else { &[] },
            passing,
        });
    }
}

/// One call of [`Filter::anchors`], compiled for the instructions of the machine it runs on.
struct Sieve<'a> {
    filter: &'a Filter,
    text: &'a [u8],
    is_ascii: bool,
    ranks: &'a Ranks,
    /// Apostrophes, a bit a byte; the words that they stand in pass.
    quotes: &'a [u64],
    /// The words that pass, a bit at each first byte.
    passing: &'a mut Vec<u64>,
}

impl WithSimd for Sieve<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, _: S) {
        match (self.filter.has_short, self.is_ascii) {
            (true, true) => self.pass::<true, true>(),
            (true, false) => self.pass::<true, false>(),
            (false, true) => self.pass::<false, true>(),
            (false, false) => self.pass::<false, false>(),
        }
        self.pass_quoted();
    }
}

/// What is looked at at once: 64 bytes and the letters of a word that begins at the last of them.
const WINDOW: usize = 64 + 3;
/// How many words are asked for between two looks whether there are more.
const GROUP: usize = 2;

impl Sieve<'_> {
    /// Lets words through by their first letters.
    #[inline(always)]
    fn pass<const SHORT: bool, const ASCII: bool>(&mut self) {
        let mut blocks = self.ranks.blocks().iter().peekable();
        self.passing.reserve(blocks.len());
        let mut rest = self.text;
        while let Some(block) = blocks.next() {
            let next = blocks.peek().map_or(0, |next| next.goes_on);
            let goes_on = u128::from(next) << 64 | u128::from(block.goes_on);
            let passing = match rest.first_chunk::<WINDOW>() {
                Some(window) => self.filter.passing::<SHORT, ASCII>(window, block.starts, goes_on),
                None => {
                    let mut last = [0; WINDOW];
                    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
                    self.filter.passing::<SHORT, ASCII>(&last, block.starts, goes_on)
                }
            };
            self.passing.push(passing);
            rest = rest.get(64..).unwrap_or_default();
        }
    }

    /// Lets the words through that apostrophes stand in.
    #[inline(always)]
    fn pass_quoted(&mut self) {
        for (number, &quotes) in self.quotes.iter().enumerate().filter(|(_, quotes)| **quotes != 0)
        {
            let mut quotes = quotes;
            while quotes != 0 {
                let mut earlier = (1 << quotes.trailing_zeros()) - 1;
                quotes &= quotes - 1;
                for place in (0..=number).rev() {
                    let starts = self.ranks.blocks().get(place).map_or(0, |block| block.starts);
                    if let Some(last) = (starts & earlier).checked_ilog2() {
                        let passing = self.passing.get_mut(place);
                        passing.into_iter().for_each(|passing| *passing |= 1 << last);
                        break;
                    }
                    earlier = !0;
                }
            }
        }
    }
}

impl Filter {
    /// The words of 64 bytes that are let through, a bit at each first byte. Without a branch a
    /// word: which ones pass cannot be foretold.
    #[inline(always)]
    fn passing<const SHORT: bool, const ASCII: bool>(
        &self,
        window: &[u8; WINDOW],
        starts: u64,
        goes_on: u128,
    ) -> u64 {
        let mut passing = 0;
        let mut rest = starts;
        if ASCII && !SHORT {
            // Words of a length that none is let through with need not be looked at.
            let [two, three, four] = [1, 2, 3].map(|letters| (goes_on >> letters) as u64);
            let [one_will, two_will, three_will] = self.lengths;
            rest &= one_will | two;
            rest &= two_will | !two | three;
            rest &= three_will | !(two & three) | four;
        }
        let starts = rest;
        let behind_next = goes_on >> 1;
        while rest != 0 {
            // The last group may look at the first byte instead, whose answer is masked away.
            for _ in 0..GROUP {
                let at = rest.trailing_zeros() % 64;
                rest &= rest.wrapping_sub(1);
                let behind = (behind_next >> at) as usize % 8;
                let four = window.get(at as usize..).and_then(<[u8]>::first_chunk::<4>);
                let four = u32::from_le_bytes(four.copied().unwrap_or_default()) | 0x2020_2020;
                passing |= self.lets_through::<SHORT, ASCII>(four & GOES_ON[behind]) << at;
            }
        }
        passing & starts
    }
}
