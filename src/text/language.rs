//! What a language brings to the rules: abbreviations, negators, and what ends a negator's reach.
//!
//! The lists are data, one set a language; a codebook may add to them in its `[language]` table.
//! English after CODEBOOK semantics 3 and 7; the other languages are short lists of our own.

use std::collections::BTreeSet;

/// The word lists of one language, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Language {
    /// The primary tag: `en`, `de`, …
    pub tag: String,
    /// Words after which a full stop does not end a sentence, with the full stops inside them.
    pub abbreviations: Vec<String>,
    /// The abbreviation that only a digit continues (`No. 4`).
    pub number_sign: Option<String>,
    /// The abbreviation that a capital ends (`etc.`).
    pub and_so_on: Option<String>,
    /// One-letter words that are no initials (English `I`).
    pub single_letter_words: Vec<String>,
    /// Words that negate what follows.
    pub negators: BTreeSet<String>,
    /// Endings that make any word a negator (English `n't`).
    pub negator_endings: Vec<String>,
    /// Phrases that look like negation and are none.
    pub pseudo_negators: Vec<Vec<String>>,
    /// Words that end a negator's reach.
    pub terminators: BTreeSet<String>,
    /// Words that, after a comma, end a negator's reach.
    pub pronouns: BTreeSet<String>,
}

/// The primary subtag of a language tag, in lower case: `pt` for `pt-BR`.
pub fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or_default().to_lowercase()
}

fn set(words: &str) -> BTreeSet<String> {
    words.split_whitespace().map(str::to_owned).collect()
}

fn list(words: &str) -> Vec<String> {
    words.split_whitespace().map(str::to_owned).collect()
}

fn phrases(lines: &[&str]) -> Vec<Vec<String>> {
    lines.iter().map(|line| line.split(' ').map(str::to_owned).collect()).collect()
}

impl Language {
    /// The lists for a language tag. A language without lists of its own splits sentences at
    /// punctuation alone and knows no negators.
    pub fn for_tag(tag: &str) -> Self {
        let tag = primary(tag);
        match tag.as_str() {
            "en" => english(),
            "de" => Language {
                abbreviations: list("bzw ca d.h dr evtl fr ggf hr prof st str usw vgl z.b"),
                negators: set(
                    "nicht nie niemals kein keine keinen keinem keiner keines niemand nichts weder ohne kaum",
                ),
                pseudo_negators: phrases(&["nicht nur", "kein wunder", "ohne zweifel"]),
                terminators: set("aber sondern jedoch obwohl außer doch"),
                pronouns: set("ich du er sie es wir ihr das dies da"),
                ..bare(tag)
            },
            "es" => Language {
                abbreviations: list("d dr dra ej p.ej prof sr sra srta ud uds"),
                negators: set(
                    "no nunca jamás nadie nada ningún ninguno ninguna ni sin tampoco apenas",
                ),
                pseudo_negators: phrases(&["no solo", "no sólo", "sin duda"]),
                terminators: set("pero sino aunque excepto salvo"),
                pronouns: set("yo tú él ella ello nosotros nosotras vosotros ellos ellas eso esto"),
                ..bare(tag)
            },
            "fr" => Language {
                abbreviations: list("av c.-à-d dr ex m me mlle mm mme p.ex prof st ste"),
                negators: set("ne pas jamais aucun aucune personne rien ni sans guère non"),
                pseudo_negators: phrases(&["pas seulement", "sans doute", "pas mal"]),
                terminators: set("mais cependant pourtant sauf quoique"),
                pronouns: set("je tu il elle on nous vous ils elles ça cela ceci"),
                ..bare(tag)
            },
            _ => bare(tag),
        }
    }
}

fn bare(tag: String) -> Language {
    Language {
        tag,
        abbreviations: Vec::new(),
        number_sign: None,
        and_so_on: None,
        single_letter_words: Vec::new(),
        negators: BTreeSet::new(),
        negator_endings: Vec::new(),
        pseudo_negators: Vec::new(),
        terminators: BTreeSet::new(),
        pronouns: BTreeSet::new(),
    }
}

fn english() -> Language {
    Language {
        tag: "en".to_owned(),
        abbreviations: list("mr mrs ms dr prof st e.g i.e vs approx"),
        number_sign: Some("no".to_owned()),
        and_so_on: Some("etc".to_owned()),
        single_letter_words: list("i"),
        negators: set(
            "no not never none nobody nothing neither nor without cannot hardly barely scarcely \
             rarely ain't",
        ),
        negator_endings: vec!["n't".to_owned()],
        pseudo_negators: phrases(&[
            "not only",
            "not just",
            "no wonder",
            "no doubt",
            "not sure if",
            "can't wait",
            "don't know",
            "don't mind",
        ]),
        terminators: set("but however though although except yet"),
        pronouns: set("i you he she it we they that this there"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_reduced_to_their_language() {
        assert_eq!(primary("pt-BR"), "pt");
        assert_eq!(Language::for_tag("EN_gb"), Language::for_tag("en"));
        assert!(Language::for_tag("zh").negators.is_empty());
    }
}
