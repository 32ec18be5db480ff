//! The filter of first letters: nine words of ten are no anchor, and most of these can be told from
//! their first four letters.
//!
//! While a codebook is compiled the filter learns which words to let through; then it answers for
//! each token with a few bits. It never turns away what an element is; what it lets through for
//! nothing only costs time.

/// Turns away most tokens that no pattern can begin with.
#[derive(Debug, Default)]
pub(crate) struct Filter {
    /// Bits by a hash of the first four letters (shorter words padded with zeros).
    four: Bits,
    two: Bits,
    one: [u64; 4],
    /// Whether anything is let through by fewer than three letters.
    pub(super) has_short: bool,
    /// Whether any word of one, two and three letters is let through as a whole: all bits, or none.
    pub(super) lengths: [u64; 3],
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
pub(super) const GOES_ON: [u32; 8] = {
    let [one, two, three, four] = LETTERS;
    [one, two, one, three, one, two, one, four]
};

/// Sixteen bits of four letters.
#[inline(always)]
pub(super) fn hash(letters: u32) -> u32 {
    letters.wrapping_mul(0x9E37_79B1) >> 16
}

/// The first letters of a word as the filter compares them: lower case, padded with zeros.
pub(super) fn letters(word: &[u8]) -> u32 {
    let mut four = [0; 4];
    for (to, from) in four.iter_mut().zip(word) {
        *to = from | 0x20;
    }
    u32::from_le_bytes(four)
}

impl Filter {
    pub(crate) fn admit_word(&mut self, word: &str) {
        // Tokens that begin beyond ASCII pass anyway.
        let length = word.len().checked_sub(1).and_then(|length| self.lengths.get_mut(length));
        length.into_iter().for_each(|length| *length = !0);
        self.four.set(hash(letters(word.as_bytes())));
    }

    pub(super) fn admit_beginning(&mut self, head: &str) {
        let first = letters(head.as_bytes());
        self.has_short |= head.len() < 3;
        match head.len() {
            0 => self.all = true,
            1 => {
                let at = (first & 0xFF) as usize;
                self.one[at / 64] |= 1 << (at % 64);
            }
            2 => self.two.set(first & 0xFFFF),
            // With every fourth letter there may be, or none.
            3 => {
                self.four.set(hash(first));
                self.lengths[2] = !0;
                (0x20..0x80).for_each(|fourth: u32| self.four.set(hash(first | fourth << 24)));
            }
            _ => self.four.set(hash(first)),
        }
    }

    pub(super) fn admit_all(&mut self) {
        (self.all, self.has_short) = (true, true);
    }

    /// Whether the token at these bytes may be any anchor.
    #[cfg(test)]
    pub(crate) fn passes(&self, token: &str) -> bool {
        let mut scanner = crate::text::scan::Scanner::default();
        let mut passing = Vec::new();
        scanner.look(token);
        self.anchors(token, &scanner, &mut passing);
        passing.first().is_some_and(|passing| passing & 1 == 1)
    }

    /// Whether a token may be an anchor by its first letters, or begins beyond ASCII: 1 or 0. `SHORT`
    /// says that fewer than four letters may do, `ASCII` that the text has nothing else.
    #[inline(always)]
    pub(super) fn lets_through<const SHORT: bool, const ASCII: bool>(&self, four: u32) -> u64 {
        let mut passes = self.four.has(hash(four));
        if !ASCII {
            passes |= u64::from(four & 0x8080_8080 != 0);
        }
        if SHORT {
            let [one, two, ..] = LETTERS;
            let first = (four & one) as usize;
            passes |= self.two.has(four & two)
                | self.one[first / 64] >> (first % 64) & 1
                | u64::from(self.all);
        }
        passes
    }
}
