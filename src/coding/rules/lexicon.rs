//! The words that the rules ask for, and a fast answer to "which of them is this token?".
//!
//! Every distinct element of every pattern has a number here. A token is first held against a
//! filter of its first four letters, which turns away nine words of ten; what passes is looked up
//! in a memo of the words seen, so that wildcards and stems are tried once a distinct word. In
//! comes a token, out come the numbers of the elements that it is.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::codebook::pattern::Element;
use crate::text::stem::Stemmer;
use crate::text::word::fold;

/// Numbers of elements by their letters.
type Numbers = HashMap<String, u32, BuildHasherDefault<WordHasher>>;

/// All distinct elements of a codebook that stand for one token.
#[derive(Debug)]
pub(crate) struct Lexicon {
    stemmer: Stemmer,
    kinds: Vec<Kind>,
    literals: Numbers,
    /// `abc*` by what stands before the star.
    beginnings: Numbers,
    longest_beginning: usize,
    /// The beginnings of regular expressions, tried after inner apostrophes too.
    regex_beginnings: Numbers,
    globs: Vec<(Vec<char>, u32)>,
    stems: Numbers,
    filter: Filter,
}

/// What an element is, for the quick comparison of a neighbour.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Literal(String),
    Other,
}

impl Lexicon {
    pub(crate) fn new(stemmer: Stemmer) -> Self {
        Lexicon {
            stemmer,
            kinds: Vec::new(),
            literals: Numbers::default(),
            beginnings: Numbers::default(),
            longest_beginning: 0,
            regex_beginnings: Numbers::default(),
            globs: Vec::new(),
            stems: Numbers::default(),
            filter: Filter::default(),
        }
    }

    /// The number of an element, new or known; nothing for elements that are no single word.
    pub(crate) fn number(&mut self, element: &Element) -> Option<u32> {
        let next = self.kinds.len() as u32;
        let number = match element {
            Element::Literal(word) => *self.literals.entry(word.clone()).or_insert(next),
            Element::Stem(word) => {
                let stem = self.stemmer.stem(word).into_owned();
                *self.stems.entry(stem).or_insert(next)
            }
            Element::Glob(glob) => match glob.strip_suffix('*') {
                Some(head) if !head.contains(['*', '?']) => {
                    self.longest_beginning = self.longest_beginning.max(head.len());
                    *self.beginnings.entry(head.to_owned()).or_insert(next)
                }
                _ => {
                    let chars: Vec<char> = glob.chars().collect();
                    match self.globs.iter().find(|(known, _)| *known == chars) {
                        Some(&(_, number)) => number,
                        None => {
                            self.globs.push((chars, next));
                            next
                        }
                    }
                }
            },
            Element::AnyToken | Element::Gap | Element::List(_) => return None,
        };
        if number == next {
            self.kinds.push(match element {
                Element::Literal(word) => Kind::Literal(word.clone()),
                _ => Kind::Other,
            });
        }
        Some(number)
    }

    /// The number of the beginning of a regular expression's matches (a folded ASCII word).
    pub(crate) fn regex_beginning(&mut self, head: &str) -> u32 {
        let next = self.kinds.len() as u32;
        let number = *self.regex_beginnings.entry(head.to_owned()).or_insert(next);
        if number == next {
            self.longest_beginning = self.longest_beginning.max(head.len());
            self.kinds.push(Kind::Other);
        }
        number
    }

    pub(crate) fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Lets the tokens that an element may be through the filter.
    pub(crate) fn admit(&mut self, element: &Element) {
        match element {
            Element::Literal(word) => self.filter.admit_word(word),
            Element::Glob(glob) => {
                let head = glob.split(['*', '?']).next().unwrap_or_default();
                self.filter.admit_beginning(head);
            }
            // Suffixes may change all but the first letter (`dying`, `die`).
            Element::Stem(word) => match word.chars().next() {
                Some(c) if c.is_ascii() => self.filter.admit_beginning(&word[..1]),
                _ => {}
            },
            Element::AnyToken | Element::Gap | Element::List(_) => self.filter.admit_all(),
        }
    }

    /// Lets the tokens that may begin a regular expression's match through the filter.
    pub(crate) fn admit_regex_beginning(&mut self, head: &str) {
        self.filter.admit_beginning(head);
        self.filter.after_apostrophe = true;
    }

    pub(crate) fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The numbers of the elements that a token is, sorted.
    fn elements_of(&self, token: &str) -> Vec<u32> {
        let folded = fold(token);
        let mut found: Vec<u32> = self.literals.get(folded.as_ref()).copied().into_iter().collect();
        let longest = self.longest_beginning.min(folded.len());
        for end in (0..=longest).filter(|&end| folded.is_char_boundary(end)) {
            found.extend(self.beginnings.get(&folded[..end]));
        }
        if !self.regex_beginnings.is_empty() {
            let parts = std::iter::once(0)
                .chain(folded.match_indices('\'').map(|(at, quote)| at + quote.len()));
            for start in parts {
                let part = &folded[start..];
                for end in (0..=longest.min(part.len())).filter(|&end| part.is_char_boundary(end)) {
                    found.extend(self.regex_beginnings.get(&part[..end]));
                }
            }
        }
        if !self.stems.is_empty() {
            found.extend(self.stems.get(self.stemmer.stem(&folded).as_ref()));
        }
        if !self.globs.is_empty() {
            let chars: Vec<char> = folded.chars().collect();
            found.extend(
                self.globs.iter().filter(|(glob, _)| glob_matches(glob, &chars)).map(|glob| glob.1),
            );
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether a token is the element of that number.
    pub(crate) fn is(&self, memo: &mut Memo, token: &str, element: u32) -> bool {
        if let Some(Kind::Literal(word)) = self.kinds.get(element as usize) {
            if word.len() == token.len() && word.eq_ignore_ascii_case(token) {
                return true;
            }
            if token.is_ascii() {
                return false;
            }
        }
        memo.elements(self, token).contains(&element)
    }
}

/// Whether a word matches a glob of `*` and `?`, both in characters.
pub(crate) fn glob_matches(glob: &[char], word: &[char]) -> bool {
    let (mut g, mut w) = (0, 0);
    // Where to go on when the last star takes one more character.
    let mut retry = None;
    while w < word.len() {
        match glob.get(g) {
            Some('*') => {
                retry = Some((g + 1, w));
                g += 1;
            }
            Some(&c) if c == '?' || c == word[w] => {
                g += 1;
                w += 1;
            }
            _ => match &mut retry {
                Some((after, taken)) => {
                    *taken += 1;
                    (g, w) = (*after, *taken);
                }
                None => return false,
            },
        }
    }
    glob[g.min(glob.len())..].iter().all(|&c| c == '*')
}

/// Turns away most tokens that no pattern can begin with.
#[derive(Debug)]
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

impl Default for Filter {
    fn default() -> Self {
        Filter {
            four: Bits::default(),
            three: Bits::default(),
            two: Bits::default(),
            one: [0; 4],
            has_three: false,
            has_short: false,
            all: false,
            after_apostrophe: false,
        }
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
    fn admit_word(&mut self, word: &str) {
        // Tokens that begin beyond ASCII pass anyway.
        self.four.set(hash(letters(word.as_bytes())));
    }

    fn admit_beginning(&mut self, head: &str) {
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

    fn admit_all(&mut self) {
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

/// The words seen and the elements that they are: one a thread, bounded.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    seen: HashMap<Box<[u8]>, (u32, u32), BuildHasherDefault<WordHasher>>,
    elements: Vec<u32>,
}

/// The most distinct words a memo holds; then it begins anew.
const MOST_WORDS: usize = 1 << 15;

impl Memo {
    /// The numbers of the elements that a token is.
    pub(crate) fn elements(&mut self, lexicon: &Lexicon, token: &str) -> &[u32] {
        let (start, end) = match self.seen.get(token.as_bytes()) {
            Some(&range) => range,
            None => self.look_up(lexicon, token),
        };
        &self.elements[start as usize..end as usize]
    }

    #[cold]
    fn look_up(&mut self, lexicon: &Lexicon, token: &str) -> (u32, u32) {
        if self.seen.len() >= MOST_WORDS {
            self.seen.clear();
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
struct WordHasher {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn glob(pattern: &str, word: &str) -> bool {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        glob_matches(&chars(pattern), &chars(word))
    }

    #[test]
    fn globs() {
        for (pattern, word) in
            [("hop*", "hopeful"), ("wom?n", "women"), ("*ing", "singing"), ("a*b*c", "axbybc")]
        {
            assert!(glob(pattern, word), "{pattern} {word}");
        }
        for (pattern, word) in [("wom?n", "womn"), ("*ing", "inga"), ("a*b*c", "axbyc d")] {
            assert!(!glob(pattern, word), "{pattern} {word}");
        }
    }

    #[test]
    fn the_filter_never_turns_away_what_an_element_is() {
        let elements = [
            Element::Literal("trust".into()),
            Element::Literal("on".into()),
            Element::Literal("café".into()),
            Element::Glob("mum*".into()),
            Element::Glob("bo*".into()),
            Element::Glob("w?nt".into()),
            Element::Stem("dying".into()),
        ];
        let mut lexicon = Lexicon::new(Stemmer::for_language("en"));
        for element in &elements {
            lexicon.number(element);
            lexicon.admit(element);
        }
        let mut memo = Memo::default();
        for token in ["Trust", "ON", "Café", "mum", "Mummy", "bore", "went", "dies", "died"] {
            assert!(lexicon.filter().passes(token.as_bytes(), 0, token.len()), "{token}");
            assert_eq!(memo.elements(&lexicon, token).len(), 1, "{token}");
        }
        assert!(!lexicon.filter().passes(b"hospital", 0, 8));
        assert!(memo.elements(&lexicon, "trusty").is_empty());
    }
}
