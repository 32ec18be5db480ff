//! Word stems: the Snowball stemmer of the study's language.
//!
//! `~word` in a pattern is any token with the same stem, and search finds all forms of a word.
//! Snowball: Porter 1980 and 2001, <https://snowballstem.org>. Languages without a stemmer leave
//! words as they are.

use std::borrow::Cow;

/// A stemmer of one language, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stemmer {
    algorithm: Option<frostem::Algorithm>,
}

impl Stemmer {
    /// The stemmer for a language tag such as `en` or `pt-BR`.
    pub fn for_language(tag: &str) -> Self {
        use frostem::Algorithm as A;
        let algorithm = match super::language::primary(tag).as_str() {
            "ar" => A::Arabic,
            "da" => A::Danish,
            "de" => A::German,
            "el" => A::Greek,
            "en" => A::English,
            "es" => A::Spanish,
            "fi" => A::Finnish,
            "fr" => A::French,
            "hu" => A::Hungarian,
            "it" => A::Italian,
            "nb" | "nn" | "no" => A::Norwegian,
            "nl" => A::Dutch,
            "pt" => A::Portuguese,
            "ro" => A::Romanian,
            "ru" => A::Russian,
            "sv" => A::Swedish,
            "ta" => A::Tamil,
            "tr" => A::Turkish,
            _ => return Stemmer { algorithm: None },
        };
        Stemmer { algorithm: Some(algorithm) }
    }

    /// The stem of a folded word.
    pub fn stem<'w>(&self, folded: &'w str) -> Cow<'w, str> {
        match self.algorithm {
            Some(algorithm) => frostem::Stemmer::new(algorithm).stem(folded),
            None => Cow::Borrowed(folded),
        }
    }

    /// Whether a stem always begins with the letter of its word, accents aside, so that words with
    /// other beginnings need not be compared. Arabic, French, Italian and Tamil take off beginnings;
    /// Greek and Dutch rewrite some.
    pub fn keeps_first_letter(&self) -> bool {
        use frostem::Algorithm as A;
        let rewrites = [A::Arabic, A::Dutch, A::French, A::Greek, A::Italian, A::Tamil];
        self.algorithm.is_none_or(|algorithm| !rewrites.contains(&algorithm))
    }

    /// Whether a stem also begins with the second letter of its word, if it has two, where `i` and
    /// `y` are one letter (*dying*, *die*). So it is in English; other languages were not looked at.
    pub fn keeps_second_letter(&self) -> bool {
        self.algorithm == Some(frostem::Algorithm::English)
    }

    /// Whether the language has a stemmer.
    pub fn exists(&self) -> bool {
        self.algorithm.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::accent::plain;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn first_letters_stay_where_it_is_said(
            word in "[a-zäöüßéèêáàíìóòúùñçåøæőűșțăâîğışа-яё]{1,3}[a-zäöüßéáíóúñçа-я']{0,9}"
        ) {
            for tag in ["da", "de", "en", "es", "fi", "hu", "nb", "pt", "ro", "ru", "sv", "tr"] {
                let stemmer = Stemmer::for_language(tag);
                prop_assert!(stemmer.keeps_first_letter());
                let first = |word: &str| plain(word).chars().next();
                prop_assert_eq!(first(&stemmer.stem(&word)), first(&word), "{} in {}", word, tag);
            }
        }
    }

    proptest! {
        #[test]
        fn english_keeps_two_letters(
            word in "[a-zéï][a-z'éï]{0,2}[a-z']{0,5}(s|ies|ied|ying|ed|ing|ly|li|eed|'s|ational|iviti|)"
        ) {
            assert_two_letters(&word);
        }
    }

    fn assert_two_letters(word: &str) {
        let english = Stemmer::for_language("en");
        assert!(
            english.keeps_second_letter() && !Stemmer::for_language("de").keeps_second_letter()
        );
        let letter = |letter: char| if letter == 'y' { 'i' } else { letter };
        let second = |word: &str| plain(word).chars().nth(1).map(letter);
        let stem = english.stem(word);
        assert!(second(&stem).is_none() || second(&stem) == second(word), "{word}: {stem}");
    }

    #[test]
    fn exceptions_of_english_keep_two_letters() {
        let words = "skis skies idly gently ugly early only singly dying lying tying sky news howe \
                     atlas cosmos bias andes ties tied cries by say being is's i's as yes eyes";
        words.split_whitespace().for_each(assert_two_letters);
    }

    #[test]
    fn stems_join_the_forms_of_a_word() {
        let english = Stemmer::for_language("en-GB");
        assert_eq!(english.stem("trusted"), english.stem("trusting"));
        assert_ne!(english.stem("trust"), english.stem("rust"));
        assert_eq!(Stemmer::for_language("zh").stem("信"), "信");
    }
}
