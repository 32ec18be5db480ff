//! The memo of words: which elements each distinct word is, worked out once.
//!
//! In comes a token as it stands in the text, out come the numbers of its elements. Each thread has
//! a memo of its own, of bounded size.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::lexicon::Lexicon;
use crate::text::word::Word;

/// The words seen and the elements that they are: one a thread, bounded.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    seen: HashMap<Box<[u8]>, (u32, u32), BuildHasherDefault<WordHasher>>,
    /// Words of up to sixteen bytes, which are nearly all, by a hash of their bytes.
    short: Vec<Short>,
    elements: Vec<u32>,
    /// What the word that is looked up is.
    found: Vec<u32>,
}

/// A short word with its range in [`Memo::elements`].
#[derive(Clone, Copy, Debug, Default)]
struct Short {
    /// The bytes, padded with zeros; no word holds a zero.
    bytes: u128,
    range: (u32, u32),
}

/// How many short words are held, a power of two.
const SHORT_WORDS: usize = 1 << 13;
/// The most bytes of a short word.
const SHORTEST: usize = 16;

/// By length: the bits of a short word's bytes.
const MASKS: [u128; SHORTEST + 1] = {
    let mut masks = [0; SHORTEST + 1];
    let mut length = 1;
    while length <= SHORTEST {
        masks[length] = masks[length - 1] << 8 | 0xFF;
        length += 1;
    }
    masks
};

/// A short word's bytes, from the text it stands in.
#[inline]
fn short(text: &[u8], start: usize, length: usize) -> Option<u128> {
    if length > SHORTEST {
        return None;
    }
    match text.get(start..).and_then(<[u8]>::first_chunk::<SHORTEST>) {
        Some(bytes) => {
            let own = MASKS.get(length).copied().unwrap_or_default();
            Some(u128::from_le_bytes(*bytes) & own)
        }
        None => {
            let mut bytes = [0; SHORTEST];
            bytes.get_mut(..length)?.copy_from_slice(text.get(start..start + length)?);
            Some(u128::from_le_bytes(bytes))
        }
    }
}

/// Where a short word is held.
#[inline]
fn place(bytes: u128) -> usize {
    let folded = (bytes as u64).rotate_left(7) ^ (bytes >> 64) as u64;
    (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 51) as usize
}

/// The most distinct words a memo holds; then it begins anew.
const MOST_WORDS: usize = 1 << 15;

impl Memo {
    /// The numbers of the elements that a token is.
    pub(crate) fn elements(&mut self, lexicon: &Lexicon, token: &str) -> &[u32] {
        let (start, end) = self.range(lexicon, token);
        &self.elements[start as usize..end as usize]
    }

    /// The same for a word of a text.
    #[inline]
    pub(crate) fn elements_at(&mut self, lexicon: &Lexicon, text: &str, word: Word) -> &[u32] {
        let (start, length) = (word.start as usize, (word.end - word.start) as usize);
        let bytes = short(text.as_bytes(), start, length).filter(|_| length > 0);
        let (first, end) = match bytes {
            Some(bytes) => match self.short.get(place(bytes)) {
                Some(known) if known.bytes == bytes => known.range,
                _ => self.remember(lexicon, word.of(text), bytes),
            },
            None => self.range(lexicon, word.of(text)),
        };
        self.elements.get(first as usize..end as usize).unwrap_or_default()
    }

    #[cold]
    fn remember(&mut self, lexicon: &Lexicon, token: &str, bytes: u128) -> (u32, u32) {
        let range = self.range(lexicon, token);
        self.short.resize(SHORT_WORDS, Short::default());
        if let Some(slot) = self.short.get_mut(place(bytes)) {
            *slot = Short { bytes, range };
        }
        range
    }

    fn range(&mut self, lexicon: &Lexicon, token: &str) -> (u32, u32) {
        match self.seen.get(token.as_bytes()) {
            Some(&range) => range,
            None => self.look_up(lexicon, token),
        }
    }

    #[cold]
    fn look_up(&mut self, lexicon: &Lexicon, token: &str) -> (u32, u32) {
        if self.seen.len() >= MOST_WORDS {
            self.seen.clear();
            self.short.clear();
            self.elements.clear();
        }
        let start = self.elements.len() as u32;
        lexicon.elements_of(token, &mut self.found);
        self.elements.extend_from_slice(&self.found);
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
