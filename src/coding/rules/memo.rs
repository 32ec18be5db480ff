//! The memo of words: which elements each distinct word is, worked out once.
//!
//! In comes a token as it stands in the text, out come the numbers of its elements. Each thread has
//! a memo of its own, of bounded size.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::lexicon::Lexicon;

/// The words seen and the elements that they are: one a thread, bounded.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    seen: HashMap<Box<[u8]>, (u32, u32), BuildHasherDefault<WordHasher>>,
    /// Words of up to four bytes, which are most of what is asked for, by a hash of their bytes.
    short: Vec<Short>,
    elements: Vec<u32>,
}

/// A short word with its range in [`Memo::elements`].
#[derive(Clone, Copy, Debug, Default)]
struct Short {
    /// The bytes, padded with zeros; no word holds a zero.
    bytes: [u8; 4],
    range: (u32, u32),
}

/// How many short words are held, a power of two.
const SHORT_WORDS: usize = 1 << 12;

/// A short word's bytes and its place among the short words.
#[inline]
fn short(token: &str) -> Option<([u8; 4], usize)> {
    let mut bytes = [0; 4];
    bytes.get_mut(..token.len())?.copy_from_slice(token.as_bytes());
    let hash = u32::from_le_bytes(bytes).wrapping_mul(0x9E37_79B1);
    Some((bytes, (hash >> 20) as usize))
}

/// The most distinct words a memo holds; then it begins anew.
const MOST_WORDS: usize = 1 << 15;

impl Memo {
    /// The numbers of the elements that a token is.
    pub(crate) fn elements(&mut self, lexicon: &Lexicon, token: &str) -> &[u32] {
        let (start, end) = self.range(lexicon, token);
        &self.elements[start as usize..end as usize]
    }

    fn range(&mut self, lexicon: &Lexicon, token: &str) -> (u32, u32) {
        let short = short(token);
        if let Some((bytes, place)) = short
            && let Some(known) = self.short.get(place)
            && known.bytes == bytes
        {
            return known.range;
        }
        let range = match self.seen.get(token.as_bytes()) {
            Some(&range) => range,
            None => self.look_up(lexicon, token),
        };
        if let Some((bytes, place)) = short {
            self.short.resize(SHORT_WORDS, Short::default());
            if let Some(slot) = self.short.get_mut(place) {
                *slot = Short { bytes, range };
            }
        }
        range
    }

    #[cold]
    fn look_up(&mut self, lexicon: &Lexicon, token: &str) -> (u32, u32) {
        if self.seen.len() >= MOST_WORDS {
            self.seen.clear();
            self.short.clear();
            self.elements.clear();
        }
        let start = self.elements.len() as u32;
        self.elements.extend(lexicon.elements_of(token));
        let range = (start, self.elements.len() as u32);
        // Words of any length come in hostile files; what is too long is not kept.
        if token.len() <= 64 {
            self.seen.insert(token.as_bytes().into(), range);
        }
        range
    }
}

/// A quick hash of short words. Collisions only cost time.
#[derive(Debug, Default)]
pub(super) struct WordHasher {
    state: u64,
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.mix(u64::from_le_bytes(*word));
        }
        let mut last = [0; 8];
        for (to, from) in last.iter_mut().zip(rest) {
            *to = *from;
        }
        self.mix(u64::from_le_bytes(last) ^ (bytes.len() as u64) << 56);
    }

    fn write_usize(&mut self, _length: usize) {}

    fn finish(&self) -> u64 {
        self.state
    }
}

impl WordHasher {
    fn mix(&mut self, word: u64) {
        self.state = (self.state.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.state ^= self.state >> 29;
    }
}
