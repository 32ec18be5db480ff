//! The words that the rules ask for, and a fast answer to "which of them is this token?".
//!
//! Every distinct element of every pattern has a number here. A token is first held against a
//! filter of its first four letters, which turns away nine words of ten; what passes is looked up
//! in a memo of the words seen, so that wildcards and stems are tried once a distinct word. In
//! comes a token, out come the numbers of the elements that it is.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasherDefault;

use super::filter::Filter;
use super::memo::{Memo, WordHasher};
use crate::codebook::pattern::{Element, glob_matches};
use crate::text::accent::plain;
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
    beginnings: Beginnings,
    /// The beginnings of regular expressions, tried after inner apostrophes too.
    regex_beginnings: Beginnings,
    /// The words of expressions that are nothing but words, likewise.
    regex_words: Numbers,
    globs: Vec<(String, u32)>,
    stems: Numbers,
    /// Choices of elements, by the elements' numbers.
    choices: BTreeMap<Vec<u32>, u32>,
    /// By element: the choices that it is in.
    in_choices: Vec<Vec<u32>>,
    filter: Filter,
}

/// Numbers of elements by what their tokens begin with.
#[derive(Debug, Default)]
struct Beginnings {
    numbers: Numbers,
    /// How long they are, a bit a length; the highest is for all that are longer.
    lengths: u64,
    longest: usize,
}

impl Beginnings {
    fn number(&mut self, head: &str, next: u32) -> u32 {
        self.lengths |= 1 << head.len().min(63);
        self.longest = self.longest.max(head.len());
        *self.numbers.entry(head.to_owned()).or_insert(next)
    }

    /// Adds the numbers of all that a token begins with.
    fn of(&self, token: &str, found: &mut Vec<u32>) {
        let mut lengths = self.lengths;
        while lengths != 0 {
            let length = lengths.trailing_zeros() as usize;
            lengths &= lengths - 1;
            let last = if length < 63 { length } else { self.longest };
            for end in length..=last.min(token.len()) {
                found.extend(token.get(..end).and_then(|head| self.numbers.get(head)));
            }
        }
    }
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
            beginnings: Beginnings::default(),
            regex_beginnings: Beginnings::default(),
            regex_words: Numbers::default(),
            globs: Vec::new(),
            stems: Numbers::default(),
            choices: BTreeMap::new(),
            in_choices: Vec::new(),
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
                Some(head) if !head.contains(['*', '?']) => self.beginnings.number(head, next),
                _ => match self.globs.iter().find(|(known, _)| known == glob) {
                    Some(&(_, number)) => number,
                    None => {
                        self.globs.push((glob.clone(), next));
                        next
                    }
                },
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

    /// The number of a choice of elements, new or known.
    pub(crate) fn choice(&mut self, elements: &[Element]) -> Option<u32> {
        let mut members: Vec<u32> =
            elements.iter().filter_map(|element| self.number(element)).collect();
        members.sort_unstable();
        members.dedup();
        if let [one] = members.as_slice() {
            return Some(*one);
        }
        if let Some(&known) = self.choices.get(&members) {
            return Some(known);
        }
        let number = self.kinds.len() as u32;
        self.kinds.push(Kind::Other);
        for &member in &members {
            let member = member as usize;
            if self.in_choices.len() <= member {
                self.in_choices.resize(member + 1, Vec::new());
            }
            self.in_choices[member].push(number);
        }
        self.choices.insert(members, number);
        Some(number)
    }

    /// The number of the beginning of a regular expression's matches (a folded ASCII word).
    pub(crate) fn regex_beginning(&mut self, head: &str) -> u32 {
        let next = self.kinds.len() as u32;
        let number = self.regex_beginnings.number(head, next);
        self.filter.admit_beginning(head);
        self.other(number)
    }

    /// The number of a whole match of a regular expression (a folded ASCII word).
    pub(crate) fn regex_word(&mut self, word: &str) -> u32 {
        let next = self.kinds.len() as u32;
        let number = *self.regex_words.entry(word.to_owned()).or_insert(next);
        self.filter.admit_word(word);
        self.other(number)
    }

    /// A number, new or known, of what tokens with an apostrophe may be as well.
    fn other(&mut self, number: u32) -> u32 {
        self.filter.after_apostrophe = true;
        if number == self.kinds.len() as u32 {
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
            Element::Stem(_) if !self.stemmer.keeps_first_letter() => self.filter.admit_all(),
            // Suffixes may change all but the first letter (`dying`, `die`), and its accent.
            Element::Stem(word) => {
                let plain = plain(word);
                match plain.chars().next() {
                    Some(c) if c.is_ascii() => self.filter.admit_beginning(&plain[..1]),
                    _ => {}
                }
            }
            Element::AnyToken | Element::Gap | Element::List(_) => self.filter.admit_all(),
        }
    }

    pub(crate) fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The numbers of the elements that a token is, sorted, into a vector that is cleared first.
    pub(super) fn elements_of(&self, token: &str, found: &mut Vec<u32>) {
        found.clear();
        let folded = fold(token);
        found.extend(self.literals.get(folded.as_ref()));
        self.beginnings.of(&folded, found);
        if self.filter.after_apostrophe {
            let mut rest = Some(&*folded);
            while let Some(part) = rest {
                self.regex_beginnings.of(part, found);
                let quote = memchr::memchr(b'\'', part.as_bytes());
                let word = quote.map_or(Some(part), |quote| part.get(..quote));
                found.extend(word.and_then(|word| self.regex_words.get(word)));
                rest = quote.and_then(|quote| part.get(quote + 1..));
            }
        }
        if !self.stems.is_empty() {
            found.extend(self.stems.get(self.stemmer.stem(&folded).as_ref()));
        }
        let globs = self.globs.iter().filter(|(glob, _)| glob_matches(glob, &folded));
        found.extend(globs.map(|glob| glob.1));
        for place in 0..found.len() {
            let element = found.get(place).map_or(usize::MAX, |&element| element as usize);
            if let Some(choices) = self.in_choices.get(element) {
                found.extend_from_slice(choices);
            }
        }
        found.sort_unstable();
        found.dedup();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_that_begin_otherwise_pass_the_filter() {
        for (tag, pattern, token) in
            [("de", "über", "uber"), ("it", "gli", "agli"), ("fr", "l", "x")]
        {
            let mut lexicon = Lexicon::new(Stemmer::for_language(tag));
            lexicon.admit(&Element::Stem(pattern.into()));
            assert!(lexicon.filter().passes(token), "{tag} {token}");
        }
    }

    #[test]
    fn beginnings_of_any_length_pass_alone() {
        for head in ["m", "mu", "mum", "mumm", "mummy"] {
            let mut lexicon = Lexicon::new(Stemmer::for_language("en"));
            lexicon.admit(&Element::Glob(format!("{head}*")));
            for token in ["M", "Mu", "MUM", "mum's", "mum2", "mum’s", "mumé", "mummy", "Mummies"]
            {
                let is_one = fold(token).starts_with(head);
                assert!(!is_one || lexicon.filter().passes(token), "{head} {token}");
            }
            assert!(!lexicon.filter().passes("hospital"));
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
            assert!(lexicon.filter().passes(token), "{token}");
            assert_eq!(memo.elements(&lexicon, token).len(), 1, "{token}");
        }
        assert!(!lexicon.filter().passes("hospital"));
        assert!(memo.elements(&lexicon, "trusty").is_empty());
    }
}
