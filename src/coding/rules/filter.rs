//! The filter of first letters: nine words of ten are no anchor, and most of these can be told from
//! their first four letters.
//!
//! While a codebook is compiled the filter learns which words to let through; then it answers for
//! each token with a few bits. It never turns away what an element is; what it lets through for
//! nothing only costs time.

use pulp::{Arch, Simd, WithSimd};

use crate::text::rank::{Block, Ranks};
use crate::text::scan::Scanner;

/// Turns away most tokens that no pattern can begin with.
#[derive(Debug, Default)]
pub(crate) struct Filter {
    /// Bits by a hash of the first four letters (shorter words padded with zeros).
    four: Bits,
    three: Bits,
    two: Bits,
    one: [u64; 4],
    /// Whether anything is let through by fewer than four letters.
    has_short: bool,
    all: bool,
    /// Whether words with an apostrophe must pass.
    pub(crate) after_apostrophe: bool,
}

/// 65,536 bits.
#[derive(Debug)]
struct Bits(Box<[u64; 1024]>);

impl Default for Bits {
    fn default() -> Self {
        Bits(Box::new([0; 1024]))
    }
}

impl Bits {
    /// 1 where the bit is set, else 0: numbers make no branches.
    #[inline(always)]
    fn has(&self, at: u32) -> u64 {
        self.0[(at as usize / 64) % 1024] >> (at % 64) & 1
    }

    fn set(&mut self, at: u32) {
        self.0[(at as usize / 64) % 1024] |= 1 << (at % 64);
    }
}

/// The masks of one, two, three and four letters.
const LETTERS: [u32; 4] = [0xFF, 0xFFFF, 0xFF_FFFF, 0xFFFF_FFFF];
/// By which of the three bytes behind its first belong to a token, a bit a byte: the mask of its
/// letters among four.
const GOES_ON: [u32; 8] = {
    let [one, two, three, four] = LETTERS;
    [one, two, one, three, one, two, one, four]
};

#[inline]
fn hash(letters: u32) -> u32 {
    letters.wrapping_mul(0x9E37_79B1) >> 16
}

/// The first letters of a word as the filter compares them: lower case, padded with zeros.
fn letters(word: &[u8]) -> u32 {
    let mut four = [0; 4];
    for (to, from) in four.iter_mut().zip(word) {
        *to = from | 0x20;
    }
    u32::from_le_bytes(four)
}

impl Filter {
    pub(crate) fn admit_word(&mut self, word: &str) {
        // Tokens that begin beyond ASCII pass anyway.
        self.four.set(hash(letters(word.as_bytes())));
    }

    pub(super) fn admit_beginning(&mut self, head: &str) {
        let first = letters(head.as_bytes());
        self.has_short |= head.len() < 4;
        match head.len() {
            0 => self.all = true,
            1 => {
                let at = (first & 0xFF) as usize;
                self.one[at / 64] |= 1 << (at % 64);
            }
            2 => self.two.set(first & 0xFFFF),
            3 => self.three.set(hash(first)),
            _ => self.four.set(hash(first)),
        }
    }

    pub(super) fn admit_all(&mut self) {
        (self.all, self.has_short) = (true, true);
    }

    /// The words that may be anchors, by 64 bytes of the text that `scanner` looked at, a bit at each
    /// first byte; into a vector that is cleared first.
    pub(crate) fn anchors(&self, text: &str, scanner: &Scanner, passing: &mut Vec<u64>) {
        passing.clear();
        let (ranks, is_ascii) = (scanner.ranks(), scanner.is_ascii());
        Arch::new().dispatch(Sieve {
            filter: self,
            text: text.as_bytes(),
            is_ascii,
            ranks,
            passing,
        });
        if self.after_apostrophe {
            self.admit_quoted(ranks.blocks(), scanner.quotes(), passing);
        }
    }

    /// Lets the words through that apostrophes stand in.
    fn admit_quoted(&self, blocks: &[Block], quotes: &[u64], passing: &mut [u64]) {
        for (number, &quotes) in quotes.iter().enumerate().filter(|(_, quotes)| **quotes != 0) {
            let mut quotes = quotes;
            while quotes != 0 {
                let mut earlier = (1 << quotes.trailing_zeros()) - 1;
                quotes &= quotes - 1;
                for place in (0..=number).rev() {
                    let starts = blocks.get(place).map_or(0, |block| block.starts) & earlier;
                    if let Some(last) = starts.checked_ilog2() {
                        passing.get_mut(place).into_iter().for_each(|mask| *mask |= 1 << last);
                        break;
                    }
                    earlier = !0;
                }
            }
        }
    }

    /// Whether the token at these bytes may be any anchor.
    #[cfg(test)]
    pub(crate) fn passes(&self, token: &str) -> bool {
        let mut scanner = Scanner::default();
        let mut passing = Vec::new();
        scanner.look(token);
        self.anchors(token, &scanner, &mut passing);
        passing[0] & 1 == 1
    }

    /// Whether a token may be an anchor by its first letters, or begins beyond ASCII: 1 or 0. `SHORT`
    /// says that fewer than four letters may do, `ASCII` that the text has nothing else.
    #[inline(always)]
    fn lets_through<const SHORT: bool, const ASCII: bool>(&self, four: u32) -> u64 {
        let mut passes = self.four.has(hash(four));
        if !ASCII {
            passes |= u64::from(four & 0x8080_8080 != 0);
        }
        if SHORT {
            let [one, two, three, _] = LETTERS;
            let first = (four & one) as usize;
            passes |= self.three.has(hash(four & three))
                | self.two.has(four & two)
                | self.one[first / 64] >> (first % 64) & 1
                | u64::from(self.all);
        }
        passes
    }
}

/// One call of [`Filter::anchors`], compiled for the instructions of the machine it runs on.
struct Sieve<'a> {
    filter: &'a Filter,
    text: &'a [u8],
    is_ascii: bool,
    ranks: &'a Ranks,
    passing: &'a mut Vec<u64>,
}

impl WithSimd for Sieve<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        match (self.filter.has_short, self.is_ascii) {
            (true, true) => self.all::<true, true>(),
            (true, false) => self.all::<true, false>(),
            (false, true) => self.all::<false, true>(),
            (false, false) => self.all::<false, false>(),
        }
    }
}

/// What is looked at at once: 64 bytes and the letters of a word that begins at the last of them.
const WINDOW: usize = 64 + 3;
/// How many words are asked for between two looks whether there are more.
const GROUP: usize = 4;

impl Sieve<'_> {
    #[inline(always)]
    fn all<const SHORT: bool, const ASCII: bool>(self) {
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
        while rest != 0 {
            // The last group may look at the first byte instead, whose answer is masked away.
            for _ in 0..GROUP {
                let at = rest.trailing_zeros() % 64;
                rest &= rest.wrapping_sub(1);
                let behind = (goes_on >> at >> 1) as usize % 8;
                let four = window.get(at as usize..).and_then(<[u8]>::first_chunk::<4>);
                let four = u32::from_le_bytes(four.copied().unwrap_or_default()) | 0x2020_2020;
                passing |= self.lets_through::<SHORT, ASCII>(four & GOES_ON[behind]) << at;
            }
        }
        passing & starts
    }
}
