//! What the participants of a study said, so that a draft can be held against it: runs of words
//! that are somebody's own, names that one of them alone said.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::language::Language;
use crate::text::sentence::sentences;
use crate::text::word::{fold, words, written};

/// One turn of a participant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Voice {
    /// The case.
    pub case: String,
    /// The transcript's id.
    pub transcript: String,
    /// The number of the turn.
    pub turn: usize,
    /// Its words, annotations blanked.
    pub text: String,
}

/// Everything that participants said.
#[derive(Clone, Debug)]
pub struct Voices {
    /// The turns.
    pub turns: Vec<Voice>,
    /// The language of sentences.
    pub language: Language,
    /// Whether the language writes all nouns with capitals, so that these tell no names.
    pub capitalises_nouns: bool,
}

/// A run of words of a draft that is somebody's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) words: usize,
    pub(super) case: String,
    pub(super) transcript: String,
    pub(super) turn: usize,
    /// Its first words.
    pub(super) beginning: String,
}

/// The words of a text as they are compared.
pub(super) fn folded_words(text: &str) -> Vec<String> {
    words(text).iter().map(|word| fold(word.of(text)).into_owned()).collect()
}

impl Voices {
    /// The runs of a draft with more than `most` words that stand so in a turn.
    pub(super) fn runs(&self, draft: &str, most: usize) -> Vec<Run> {
        let draft = folded_words(draft);
        let mut places: BTreeMap<&[String], usize> = BTreeMap::new();
        for (place, window) in draft.windows(most + 1).enumerate() {
            places.entry(window).or_insert(place);
        }
        let mut runs = Vec::new();
        if places.is_empty() {
            return runs;
        }
        for turn in &self.turns {
            let said = folded_words(&turn.text);
            let mut at = 0;
            while let Some(window) = said.get(at..at + most + 1) {
                let Some(&place) = places.get(window) else {
                    at += 1;
                    continue;
                };
                let (here, there) = (said.iter().skip(at), draft.iter().skip(place));
                let words = here.zip(there).take_while(|(here, there)| here == there).count();
                runs.push(Run {
                    words,
                    case: turn.case.clone(),
                    transcript: turn.transcript.clone(),
                    turn: turn.turn,
                    beginning: window
                        .iter()
                        .take(6)
                        .map(|word| written(word))
                        .collect::<Vec<_>>()
                        .join(" "),
                });
                at += words;
            }
        }
        runs
    }

    /// The names of a draft that one participant alone said, with this participant. A name is a
    /// word with a capital inside a sentence, in the draft or in what was said, that nobody says
    /// in small letters. `None` where capitals tell no names.
    pub(super) fn names_of_one(&self, draft: &str) -> Option<BTreeMap<String, String>> {
        if self.capitalises_nouns {
            return None;
        }
        let mut spoken = Capitals::default();
        for turn in &self.turns {
            spoken.add(&turn.text, &turn.case, &self.language);
        }
        let mut written = Capitals::default();
        written.add(draft, "", &self.language);
        let mut names = BTreeMap::new();
        for (folded, form) in &written.forms {
            let is_inside = spoken.inside.contains(folded) || written.inside.contains(folded);
            let cases = spoken.cases.get(folded);
            if let Some(case) = cases.filter(|cases| cases.len() == 1).and_then(BTreeSet::first)
                && is_inside
                && !spoken.small.contains(folded)
            {
                names.insert(form.clone(), case.clone());
            }
        }
        Some(names)
    }
}

/// Words by how they are written, in their folded form.
#[derive(Debug, Default)]
struct Capitals {
    /// With a capital somewhere: as it was written first.
    forms: BTreeMap<String, String>,
    /// With a capital inside a sentence.
    inside: BTreeSet<String>,
    /// In small letters.
    small: BTreeSet<String>,
    /// Who said it.
    cases: BTreeMap<String, BTreeSet<String>>,
}

impl Capitals {
    fn add(&mut self, text: &str, case: &str, language: &Language) {
        for range in sentences(text, language) {
            let sentence = text.get(range).unwrap_or_default();
            for (number, word) in words(sentence).iter().enumerate() {
                let written = word.of(sentence);
                let folded = fold(written).into_owned();
                // `I`, `I’m`: a word of one letter is no name.
                let stem = folded.split('\'').next().unwrap_or_default();
                if stem.chars().count() < 2 || !stem.chars().any(char::is_alphabetic) {
                    continue;
                }
                self.cases.entry(folded.clone()).or_default().insert(case.to_owned());
                if !written.starts_with(char::is_uppercase) {
                    self.small.insert(folded);
                    continue;
                }
                if number > 0 {
                    self.inside.insert(folded.clone());
                }
                self.forms.entry(folded).or_insert_with(|| written.to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voices(turns: &[(&str, &str)]) -> Voices {
        let voice = |(number, (case, text)): (usize, &(&str, &str))| Voice {
            case: (*case).to_owned(),
            transcript: format!("i-{case}"),
            turn: number + 1,
            text: (*text).to_owned(),
        };
        Voices {
            turns: turns.iter().enumerate().map(voice).collect(),
            language: Language::for_tag("en"),
            capitalises_nouns: false,
        }
    }

    #[test]
    fn names_of_one_are_found_and_common_words_are_not() {
        let voices = voices(&[
            ("A", "I went to Brickford. Slowly it got better. I'm there on Friday."),
            ("B", "We meet Friday. The ward knows. Tomasz came."),
        ]);
        let names = |draft: &str| {
            let names = voices.names_of_one(draft).unwrap();
            names.into_iter().map(|(name, case)| format!("{name} {case}")).collect::<Vec<_>>()
        };
        assert_eq!(names("Brickford is small. I'm there Friday."), ["Brickford A"]);
        assert_eq!(names("Slowly, she says, it went. The ward was far."), [""; 0]);
        assert_eq!(names("One day Tomasz and Elisabeth came."), ["Tomasz B"]);
    }

    #[test]
    fn long_runs_are_found_whatever_their_signs() {
        let voices = voices(&[("A", "no"), ("B", "So one, two; three four five. Six!")]);
        let runs = voices.runs("And then: One two THREE four five seven", 3);
        assert_eq!(runs.len(), 1);
        assert_eq!((runs[0].words, runs[0].case.as_str(), runs[0].turn), (5, "B", 2));
        assert_eq!(voices.runs("one two three", 3), []);
        assert_eq!(voices.runs("one two three six five", 3), []);
    }
}
