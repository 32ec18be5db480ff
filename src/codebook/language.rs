//! The language of a codebook: the lists of its tag with what `[language]` adds to them.
//!
//! Whoever splits sentences for the codes of a codebook takes this one, so that a sentence that is
//! counted is one that a rule looked at.

use super::Codebook;
use crate::text::language::Language;
use crate::text::word::fold;

impl Codebook {
    /// The lists of the codebook's language, with what the codebook adds.
    pub fn word_lists(&self) -> Language {
        let mut language = Language::for_tag(&self.language);
        let folded = |words: &[String]| -> Vec<String> {
            words.iter().map(|word| fold(word).into_owned()).collect()
        };
        let added = &self.additions;
        let abbreviations = folded(&added.abbreviations);
        let bare = abbreviations.iter().map(|word| word.trim_end_matches('.').to_owned());
        language.abbreviations.extend(bare);
        language.negators.extend(folded(&added.negators));
        language.terminators.extend(folded(&added.terminators));
        let phrases = folded(&added.pseudo_negators);
        let phrases = phrases
            .iter()
            .map(|phrase| phrase.split_whitespace().map(str::to_owned).collect::<Vec<String>>());
        language.pseudo_negators.extend(phrases);
        language
    }
}
