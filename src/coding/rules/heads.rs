//! What the words of a transcript begin with: a note by which it is known later, without opening the
//! transcript, that a pattern cannot match in it.
//!
//! In come a transcript and where its words stand, out comes a set of sixteen-bit sums over the first
//! four letters of every word that has as many ([`Heads`]), as a few hundred bytes. The
//! question is asked by [`super::sought`]. A note may say "perhaps" where the answer is no, never the
//! opposite: whatever a token can be compared by is in it, also what stands behind an apostrophe,
//! where a regular expression may begin.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use pulp::{Arch, Simd, WithSimd};

use super::filter::{hash, letters};
use super::memo::WordHasher;
use crate::coding::placed::Placed;
use crate::text::rank::Ranks;
use crate::text::scan::Scanner;
use crate::text::word::{Word, fold};
use crate::transcript::reading::Join;
use crate::transcript::{Transcript, Turn};

/// Shorter words of ASCII are not noted, for they are very many: who looks for one must look everywhere.
pub(super) const LETTERS: usize = 4;

/// Nor are words beyond ASCII of fewer bytes. Scripts without spaces have words of three.
pub(super) const BYTES: usize = 3;

/// Where more words than so many and one of four have a letter beyond ASCII, folding them all would
/// take too long, and nothing is ruled out.
const MOST_BEYOND: usize = 64;

/// Nor is anything ruled out where such a word has more bytes.
const LONGEST: usize = 1 << 10;

/// How many words beyond ASCII are remembered.
const MOST_WORDS: usize = 1 << 14;

/// 65,536 bits.
pub(super) type Bits = Box<[u64; 1024]>;

/// Bits of which none is set.
pub(super) fn none() -> Bits {
    Box::new([0; 1024])
}

/// The sum of a beginning (folded), of four bytes at most.
pub(super) fn sum(head: &[u8]) -> u16 {
    hash(letters(head)) as u16
}

/// Sets the bit of a sum.
#[inline(always)]
pub(super) fn set(bits: &mut Bits, sum: u16) {
    bits[(sum / 64) as usize] |= 1 << (sum % 64);
}

/// What the words of one transcript begin with; keeps its memory between transcripts.
#[derive(Debug)]
pub struct Heads {
    bits: Bits,
    /// Whether nothing can be ruled out.
    is_all: bool,
    /// How many words beyond ASCII may still come.
    left: usize,
    scanner: Scanner,
    /// The sums of words beyond ASCII.
    known: HashMap<Box<str>, Vec<u16>, BuildHasherDefault<WordHasher>>,
}

impl Default for Heads {
    fn default() -> Self {
        Heads {
            bits: none(),
            is_all: false,
            left: 0,
            scanner: Scanner::default(),
            known: HashMap::default(),
        }
    }
}

impl Heads {
    /// The note of a transcript, of which coding left where its words stand.
    pub fn note(&mut self, transcript: &Transcript, placed: &Placed) -> Vec<u8> {
        self.bits.fill(0);
        self.is_all = false;
        let text = transcript.text.as_str();
        self.left = placed.ranks().before(text.len()) / 4 + MOST_BEYOND;
        self.look(text, placed.ranks());
        for turn in &transcript.turns {
            // What is read otherwise than it stands in the text has other words.
            if self.is_all
                || stands_there(transcript, placed.ranks(), turn)
                || transcript.is_private(turn)
            {
                continue;
            }
            let reading = transcript.reading(turn);
            let text = transcript.blanked(reading.text());
            let mut scanner = std::mem::take(&mut self.scanner);
            scanner.look(&text);
            self.look(&text, scanner.ranks());
            self.scanner = scanner;
        }
        self.written()
    }

    /// Takes in all words of a text.
    fn look(&mut self, text: &str, ranks: &Ranks) {
        Arch::new().dispatch(Look { bits: &mut self.bits, text: text.as_bytes(), ranks });
        for at in memchr::memchr_iter(b'\'', text.as_bytes()) {
            self.beside(text.as_bytes(), at, ranks);
        }
        if !text.is_ascii() {
            self.beyond(text, ranks);
        }
    }

    /// What stands behind an apostrophe inside a word.
    fn beside(&mut self, text: &[u8], at: usize, ranks: &Ranks) {
        if !ranks.goes_on(at) {
            return;
        }
        // Before it stand the letters of a word that is noted, or too few.
        if let Some(after) =
            text.get(at + 1..at + 1 + LETTERS).filter(|_| ranks.goes_on(at + LETTERS))
        {
            set(&mut self.bits, sum(after));
        }
    }

    /// Takes in the words with a letter beyond ASCII, as they are compared.
    fn beyond(&mut self, text: &str, ranks: &Ranks) {
        let mut done = 0;
        for (number, block) in text.as_bytes().chunks(64).enumerate() {
            if block.is_ascii() {
                continue;
            }
            for at in beyond_ascii(block) {
                let at = number * 64 + at;
                if at < done {
                    continue;
                }
                let Some(word) = around(at, ranks) else { continue };
                done = word.end as usize;
                if self.left == 0 || word.of(text).len() > LONGEST {
                    self.is_all = true;
                    return;
                }
                self.left -= 1;
                self.fold(word.of(text));
            }
        }
    }

    /// Takes in a word with a letter beyond ASCII.
    fn fold(&mut self, word: &str) {
        if let Some(known) = self.known.get(word) {
            return known.iter().for_each(|&sum| set(&mut self.bits, sum));
        }
        if self.known.len() >= MOST_WORDS {
            self.known.clear();
        }
        let sums = sums(&fold(word));
        sums.iter().for_each(|&sum| set(&mut self.bits, sum));
        self.known.insert(word.into(), sums);
    }

    /// The set as bytes: first whether nothing is ruled out, then the steps from one sum to the
    /// next, where 0 is a step of 255 that leads to none.
    fn written(&self) -> Vec<u8> {
        if self.is_all {
            return vec![1];
        }
        // At most a byte a sum, and one for each step that is too long.
        let sums: u32 = self.bits.iter().map(|block| block.count_ones()).sum();
        let mut bytes = vec![0; 1 + sums as usize + 65_536 / 255];
        let mut rest = bytes.iter_mut();
        rest.next();
        let mut next = 0;
        for (block, &bits) in (0..).step_by(64).zip(self.bits.iter()) {
            let mut bits = bits;
            while bits != 0 {
                let sum = block + bits.trailing_zeros();
                bits &= bits - 1;
                let mut step = sum + 1 - next;
                while step > 255 {
                    rest.next();
                    step -= 255;
                }
                if let Some(byte) = rest.next() {
                    *byte = step as u8;
                }
                next = sum + 1;
            }
        }
        let left = rest.len();
        bytes.truncate(bytes.len() - left);
        bytes
    }
}

/// Whether any of these sums may be in a note; one that cannot be read rules nothing out.
pub(super) fn may_have(note: &[u8], sought: &Bits) -> bool {
    let Some((&0, steps)) = note.split_first() else { return true };
    let mut next = 0;
    for &step in steps {
        if step == 0 {
            next += 255;
            continue;
        }
        let sum = next + usize::from(step) - 1;
        next = sum + 1;
        match sought.get(sum / 64) {
            Some(block) if block >> (sum % 64) & 1 == 0 => {}
            _ => return true,
        }
    }
    false
}

/// The bytes beyond ASCII, by their place.
fn beyond_ascii(block: &[u8]) -> impl Iterator<Item = usize> {
    let eights = block.chunks(8).zip((0..).step_by(8)).filter(|(eight, _)| !eight.is_ascii());
    eights.flat_map(|(eight, first)| {
        let own = eight.iter().enumerate().filter(|(_, byte)| !byte.is_ascii());
        own.map(move |(at, _)| first + at)
    })
}

/// Whether the words of a turn are words of the text that it stands in. Annotations may be left out of
/// it: they begin and end with brackets, at which words end anyway.
fn stands_there(transcript: &Transcript, ranks: &Ranks, turn: &Turn) -> bool {
    let first = turn.first_piece as usize;
    let pieces = transcript.pieces.get(first..first + turn.pieces as usize).unwrap_or_default();
    !ranks.blocks().is_empty()
        && pieces.iter().enumerate().all(|(place, piece)| {
            (place == 0 || piece.join != Join::None)
                && !ranks.goes_on(piece.start as usize)
                && !ranks.goes_on(piece.end as usize)
        })
}

/// The word that a byte stands in.
fn around(at: usize, ranks: &Ranks) -> Option<Word> {
    let mut start = at;
    while ranks.goes_on(start) {
        start = start.checked_sub(1)?;
    }
    let block = ranks.blocks().get(start / 64)?;
    (block.starts >> (start % 64) & 1 == 1).then(|| ranks.word_at(start))
}

/// The sums of a folded word: from its first letter on, and from behind each apostrophe.
fn sums(folded: &str) -> Vec<u16> {
    let mut sums = Vec::new();
    let mut rest = Some(folded.as_bytes());
    while let Some(part) = rest {
        let quote = memchr::memchr(b'\'', part);
        let own = part.get(..quote.unwrap_or(part.len())).unwrap_or_default();
        let heads = [part, own].into_iter().filter(|head| head.len() >= BYTES);
        sums.extend(heads.map(sum));
        rest = quote.and_then(|quote| part.get(quote + 1..));
    }
    sums.sort_unstable();
    sums.dedup();
    sums
}

/// One call of [`Heads::look`], compiled for the instructions of the machine it runs on.
struct Look<'a> {
    bits: &'a mut Bits,
    text: &'a [u8],
    ranks: &'a Ranks,
}

/// What is looked at at once: 64 bytes and the letters of a word that begins at the last of them.
const WINDOW: usize = 64 + 3;

impl WithSimd for Look<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, _: S) {
        let mut blocks = self.ranks.blocks().iter().peekable();
        let mut rest = self.text;
        while let Some(block) = blocks.next() {
            let next = blocks.peek().map_or(0, |next| next.goes_on);
            let goes_on = u128::from(next) << 64 | u128::from(block.goes_on);
            let [two, three, four] = [1, 2, 3].map(|letters| (goes_on >> letters) as u64);
            let long = block.starts & two & three & four;
            match rest.first_chunk() {
                Some(window) => take(self.bits, window, long),
                None => {
                    let mut last = [0; WINDOW];
                    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
                    take(self.bits, &last, long);
                }
            }
            rest = rest.get(64..).unwrap_or_default();
        }
    }
}

/// Takes in the words that begin at these bytes.
#[inline(always)]
fn take(bits: &mut Bits, window: &[u8; WINDOW], mut starts: u64) {
    while starts != 0 {
        let at = starts.trailing_zeros() % 64;
        starts &= starts.wrapping_sub(1);
        let four = window.get(at as usize..).and_then(<[u8]>::first_chunk::<4>);
        let four = u32::from_le_bytes(four.copied().unwrap_or_default()) | 0x2020_2020;
        set(bits, hash(four) as u16);
    }
}
