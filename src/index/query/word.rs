//! What a word of a query finds.
//!
//! A plain word finds all words with its stem, `=word` finds only itself, and `*` and `?` stand for
//! any characters and for one. Words are compared folded ([`key`]); an accent that the query leaves
//! out does not matter, one that it has must be there. The decision looks at one word at a time and
//! is made once for each different word, of a text or of the index.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::codebook::pattern::glob_matches;
use crate::text::accent::plain;
use crate::text::stem::Stemmer;
use crate::text::word::fold;

/// The most bytes by which words are told apart; no word of any language is longer.
const LONGEST: usize = 250;

/// One word of a query.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wanted {
    /// All words with this stem.
    Forms(String),
    /// This word alone, folded.
    Exact(String),
    /// A folded word with `*` (any characters) and `?` (one character).
    Glob(String),
}

/// The form of a word by which the index knows it and searches compare it.
pub fn key(word: &str) -> Cow<'_, str> {
    let folded = fold(word);
    if folded.len() <= LONGEST {
        return folded;
    }
    let end = (0..=LONGEST).rev().find(|&end| folded.is_char_boundary(end)).unwrap_or(0);
    match folded {
        Cow::Borrowed(word) => Cow::Borrowed(word.get(..end).unwrap_or_default()),
        Cow::Owned(mut word) => {
            word.truncate(end);
            Cow::Owned(word)
        }
    }
}

/// The first two letters of a word; as the second one, `y` is an `i`.
fn head(plain: &str) -> [Option<char>; 2] {
    let mut letters = plain.chars();
    let (first, second) = (letters.next(), letters.next());
    [first, second.map(|letter| if letter == 'y' { 'i' } else { letter })]
}

/// The words of a query, ready to be compared.
#[derive(Clone, Debug)]
pub struct Wanteds {
    stemmer: Stemmer,
    stems: Vec<(u32, String)>,
    /// The first and second letters of the stems, without accents.
    heads: Vec<[Option<char>; 2]>,
    exact: Vec<(u32, String)>,
    globs: Vec<(u32, String)>,
}

impl Wanteds {
    /// Prepares words; the answers refer to them by place.
    pub fn new(words: &[Wanted], stemmer: Stemmer) -> Self {
        let mut ready = Wanteds {
            stemmer,
            stems: Vec::new(),
            heads: Vec::new(),
            exact: Vec::new(),
            globs: Vec::new(),
        };
        for (place, word) in words.iter().enumerate() {
            let place = place as u32;
            match word {
                Wanted::Forms(stem) => {
                    ready.heads.push(head(&plain(stem)));
                    ready.stems.push((place, stem.clone()));
                }
                Wanted::Exact(word) => ready.exact.push((place, word.clone())),
                Wanted::Glob(glob) => ready.globs.push((place, glob.clone())),
            }
        }
        ready
    }

    /// What the words that are found begin with, if that is known: ASCII characters, each once. A
    /// word that begins beyond ASCII may be found, too.
    pub fn initials(&self) -> Option<BTreeSet<u8>> {
        if !self.stems.is_empty() && !self.stemmer.keeps_first_letter() {
            return None;
        }
        let first = |word: &str| match word.as_bytes().first() {
            None | Some(b'*' | b'?') => None,
            Some(&byte) => Some(byte),
        };
        let words = self.exact.iter().chain(&self.globs).map(|(_, word)| first(word));
        // The first letter of a stem may have an accent that the words need not have.
        let forms =
            self.heads.iter().map(|head| head[0].map(|c| u8::try_from(c).unwrap_or(u8::MAX)));
        let all = words.chain(forms).collect::<Option<BTreeSet<u8>>>()?;
        Some(all.into_iter().filter(u8::is_ascii).collect())
    }

    /// Whether a word without accents can be a form of any of the words. Stemming takes time, and
    /// most words begin with another letter.
    fn may_be_a_form(&self, plain: &str) -> bool {
        if !self.stemmer.keeps_first_letter() {
            return !self.stems.is_empty();
        }
        let [first, second] = head(plain);
        let two = self.stemmer.keeps_second_letter();
        let may_be = |stem: &[Option<char>; 2]| {
            stem[0] == first && (!two || stem[1].is_none() || stem[1] == second)
        };
        self.heads.iter().any(may_be)
    }

    /// Which of the words find this one, given by its key: a bit each.
    pub fn finding(&self, key: &str) -> u64 {
        let mut found = 0;
        let bit = |place: u32| 1u64.checked_shl(place).unwrap_or(0);
        for (place, _) in self.exact.iter().filter(|(_, word)| word == key) {
            found |= bit(*place);
        }
        let plain = plain(key);
        let has_accents = matches!(plain, Cow::Owned(_));
        if self.may_be_a_form(&plain) {
            let stem = self.stemmer.stem(key);
            let of_plain = has_accents.then(|| self.stemmer.stem(&plain));
            for (place, wanted) in &self.stems {
                if *wanted == stem || of_plain.as_ref().is_some_and(|stem| stem == wanted) {
                    found |= bit(*place);
                }
            }
        }
        for (place, glob) in &self.globs {
            if glob_matches(glob, key) || has_accents && glob_matches(glob, &plain) {
                found |= bit(*place);
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(wanted: Wanted, language: &str, words: &[&str]) -> Vec<bool> {
        let ready = Wanteds::new(&[wanted], Stemmer::for_language(language));
        words.iter().map(|word| ready.finding(&key(word)) == 1).collect()
    }

    fn forms(word: &str, language: &str) -> Wanted {
        Wanted::Forms(Stemmer::for_language(language).stem(&key(word)).into_owned())
    }

    #[test]
    fn a_word_finds_its_forms_and_an_exact_word_itself() {
        let words = ["trust", "Trusted", "trusting", "rust"];
        assert_eq!(finds(forms("trusts", "en"), "en", &words), [true, true, true, false]);
        assert_eq!(
            finds(Wanted::Exact("trusted".into()), "en", &words),
            [false, true, false, false]
        );
    }

    #[test]
    fn an_accent_left_out_does_not_matter() {
        let words = ["café", "cafe", "CAFÉS"];
        assert_eq!(finds(forms("cafe", "en"), "en", &words), [true, true, true]);
        assert_eq!(finds(forms("café", "und"), "und", &words), [true, false, false]);
        assert_eq!(finds(Wanted::Glob("caf?s".into()), "en", &words), [false, false, true]);
        assert_eq!(finds(Wanted::Exact("cafe".into()), "en", &words), [false, true, false]);
    }

    #[test]
    fn stars_and_question_marks() {
        let words = ["hope", "hopeful", "hopeless", "organise", "organize"];
        assert_eq!(
            finds(Wanted::Glob("hope*".into()), "en", &words),
            [true, true, true, false, false]
        );
        assert_eq!(
            finds(Wanted::Glob("organi?e".into()), "en", &words),
            [false, false, false, true, true]
        );
    }

    #[test]
    fn what_is_found_begins_as_it_was_told() {
        let initials = |wanted: &[Wanted], language: &str| {
            let wanteds = Wanteds::new(wanted, Stemmer::for_language(language));
            Some(String::from_utf8(wanteds.initials()?.into_iter().collect()).unwrap())
        };
        let glob = |glob: &str| Wanted::Glob(glob.into());
        let told =
            initials(&[forms("Trust", "en"), glob("ho?e*"), Wanted::Exact("7".into())], "en");
        assert_eq!(told.as_deref(), Some("7ht"));
        assert_eq!(initials(&[glob("?ope")], "en"), None);
        assert_eq!(initials(&[forms("gli", "it")], "it"), None);
        assert_eq!(initials(&[forms("écoute", "en")], "en").as_deref(), Some("e"));
        assert_eq!(initials(&[Wanted::Exact("信".into())], "en").as_deref(), Some(""));
        for (wanted, language) in [(forms("écouter", "en"), "en"), (forms("dying", "en"), "en")] {
            let initials = initials(std::slice::from_ref(&wanted), language).unwrap();
            for word in ["ecouter", "écouter", "die", "died", "Écouters", "dying", "lie"] {
                let begins = word.starts_with(|c: char| !c.is_ascii() || initials.contains(c));
                assert!(begins || finds(wanted.clone(), language, &[word]) == [false], "{word}");
            }
        }
    }

    #[test]
    fn words_without_end_are_cut() {
        let long = "é".repeat(10_000);
        assert!(key(&long).len() <= LONGEST);
        assert_eq!(key(&long), key(&key(&long)));
    }
}
