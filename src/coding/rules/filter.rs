//! The filter of first letters: nine words of ten are no anchor, and most of these can be told from
//! their first four letters.
//!
//! While a codebook is compiled the filter learns which words to let through; then it answers for
//! each token with a few bits. It never turns away what an element is; what it lets through for
//! nothing only costs time.

use pulp::{Arch, Simd, WithSimd};

use crate::text::rank::Ranks;
use crate::text::word::Word;

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

/// By how many letters a token has: the mask of its letters among four.
const LETTERS: [u32; 5] = [0, 0xFF, 0xFFFF, 0xFF_FFFF, 0xFFFF_FFFF];

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

/// The first letters of the word at these bytes of a text.
#[inline(always)]
fn beginning(text: &[u8], start: usize, end: usize) -> u32 {
    let four = match text.get(start..start + 4).and_then(<[u8]>::first_chunk::<4>) {
        Some(four) => u32::from_le_bytes(*four) | 0x2020_2020,
        None => near_end(text, start, end),
    };
    four & LETTERS[(end - start).min(4)]
}

/// The same for a word that ends less than four bytes before the text.
#[cold]
#[inline(never)]
fn near_end(text: &[u8], start: usize, end: usize) -> u32 {
    letters(text.get(start..end).unwrap_or_default())
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

    /// The places of the words that may be anchors, into a vector that is cleared first.
    /// `apostrophes` are those inside words, `ranks` tell which word a byte belongs to, if they are
    /// known.
    pub(crate) fn anchors(
        &self,
        text: &str,
        words: &[Word],
        apostrophes: &[u32],
        ranks: Option<&Ranks>,
        anchors: &mut Vec<u32>,
    ) {
        let quotes: &[u32] = if self.after_apostrophe { apostrophes } else { &[] };
        let text = text.as_bytes();
        Arch::new().dispatch(Sieve { filter: self, text, words, quotes, ranks, anchors });
    }

    /// Whether the token at these bytes may be any anchor.
    #[cfg(test)]
    pub(crate) fn passes(&self, text: &[u8], start: usize, end: usize) -> bool {
        self.lets_through::<true, false>(beginning(text, start, end)) != 0
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
            let first = (four & LETTERS[1]) as usize;
            passes |= self.three.has(hash(four & LETTERS[3]))
                | self.two.has(four & LETTERS[2])
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
    words: &'a [Word],
    /// Apostrophes; the words that they stand in pass.
    quotes: &'a [u32],
    ranks: Option<&'a Ranks>,
    anchors: &'a mut Vec<u32>,
}

impl WithSimd for Sieve<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, _: S) {
        self.anchors.clear();
        self.anchors.reserve(self.words.len());
        let is_ascii = self.text.is_ascii();
        let mut first = 0;
        for words in self.words.chunks(64) {
            let mut passing = self.quoted(words, first);
            passing |= match (self.filter.has_short, is_ascii) {
                (true, true) => self.passing::<true, true>(words),
                (true, false) => self.passing::<true, false>(words),
                (false, true) => self.passing::<false, true>(words),
                (false, false) => self.passing::<false, false>(words),
            };
            while passing != 0 {
                self.anchors.push(first + passing.trailing_zeros());
                passing &= passing - 1;
            }
            first += 64;
        }
    }
}

impl Sieve<'_> {
    /// The words that the filter lets through, a bit a word. Without a branch a word: which ones
    /// pass cannot be foretold.
    #[inline(always)]
    fn passing<const SHORT: bool, const ASCII: bool>(&self, words: &[Word]) -> u64 {
        // What is asked for each word stays at hand.
        let (filter, text) = (self.filter, self.text);
        let mut passing = 0_u64;
        for word in words {
            let four = beginning(text, word.start as usize, word.end as usize);
            passing = passing >> 1 | filter.lets_through::<SHORT, ASCII>(four) << 63;
        }
        passing >> (64 - words.len().clamp(1, 64))
    }

    /// The words that an apostrophe stands in, a bit a word.
    #[inline(always)]
    fn quoted(&mut self, words: &[Word], first: u32) -> u64 {
        let end = words.last().map_or(0, |word| word.end);
        let mut quoted = 0;
        while let Some((&quote, rest)) = self.quotes.split_first()
            && quote < end
        {
            let place = match self.ranks {
                Some(ranks) => ranks.before(quote as usize).wrapping_sub(first as usize + 1),
                None => words.partition_point(|word| word.end <= quote),
            };
            quoted |= 1 << (place % 64);
            self.quotes = rest;
        }
        quoted
    }
}
