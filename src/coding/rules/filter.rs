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
    three: Bits,
    two: Bits,
    one: [u64; 4],
    has_three: bool,
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
    #[inline]
    fn has(&self, at: u32) -> bool {
        self.0[(at as usize / 64) % 1024] >> (at % 64) & 1 != 0
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

impl Filter {
    pub(super) fn admit_word(&mut self, word: &str) {
        // Tokens that begin beyond ASCII pass anyway.
        self.four.set(hash(letters(word.as_bytes())));
    }

    pub(super) fn admit_beginning(&mut self, head: &str) {
        let first = letters(head.as_bytes());
        match head.len() {
            0 => self.all = true,
            1 => {
                let at = (first & 0xFF) as usize;
                self.one[at / 64] |= 1 << (at % 64);
                self.has_short = true;
            }
            2 => {
                self.two.set(first & 0xFFFF);
                self.has_short = true;
            }
            3 => {
                self.three.set(hash(first));
                self.has_three = true;
            }
            _ => self.four.set(hash(first)),
        }
    }

    pub(super) fn admit_all(&mut self) {
        self.all = true;
    }

    /// Whether the token at these bytes may be any anchor.
    #[inline]
    pub(crate) fn passes(&self, text: &[u8], start: usize, end: usize) -> bool {
        let four = match text.get(start..).and_then(<[u8]>::first_chunk::<4>) {
            Some(four) => u32::from_le_bytes(*four) | 0x2020_2020,
            None => letters(text.get(start..end).unwrap_or_default()),
        };
        let four = four & LETTERS[(end - start).min(4)];
        self.four.has(hash(four)) || four & 0x8080_8080 != 0 || self.passes_short(four)
    }

    /// The same for what begins with fewer than four known letters.
    #[inline]
    fn passes_short(&self, four: u32) -> bool {
        let first = (four & LETTERS[1]) as usize;
        self.has_three && self.three.has(hash(four & LETTERS[3]))
            || self.has_short
                && (self.two.has(four & LETTERS[2])
                    || self.one[first / 64] >> (first % 64) & 1 != 0)
            || self.all
    }
}
