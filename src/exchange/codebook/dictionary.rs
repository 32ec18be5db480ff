//! From a dictionary to a codebook: a category is a code, its words are the patterns of one rule.
//!
//! In come categories with the words that they had there; out comes a codebook whose rules code each
//! word found by itself, as dictionaries count. What could not be said in a pattern is named, and
//! so is what is counted otherwise here.

use super::made::{Entry, codes};
use super::{Input, Taken};
use crate::codebook::pattern::{elements, gaps_without_spaces};
use crate::codebook::{Code, Codebook, Kind, Rule, Unit};
use crate::diagnostic::{Diagnostic, Outcome};

/// The most words that are read, of all categories.
const MOST_WORDS: usize = 500_000;

/// A category of a dictionary.
#[derive(Clone, Debug, Default)]
pub(super) struct Category {
    /// Its path: the names of those above it and its own.
    pub(super) path: Vec<String>,
    /// What people read, where it is another text.
    pub(super) label: String,
    /// Its words with the lines that they stand in.
    pub(super) words: Vec<(usize, String)>,
}

/// Makes the codebook. `program` is whose dictionary it is.
pub(super) fn codebook(
    input: &Input<'_>,
    program: &str,
    categories: Vec<Category>,
    mut told: Vec<Diagnostic>,
) -> Outcome<Taken> {
    if categories.is_empty() {
        let none = Diagnostic::error("this dictionary has no category").in_file(input.name);
        return Err(vec![none]);
    }
    let number: usize = categories.iter().map(|category| category.words.len()).sum();
    if number > MOST_WORDS {
        let message = format!("a dictionary of more than {MOST_WORDS} words is not read");
        return Err(vec![Diagnostic::error(message).in_file(input.name)]);
    }
    let lost = told.len();
    let mut entries = Vec::new();
    for category in &categories {
        let mut any: Vec<String> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for (line, word) in &category.words {
            match pattern(word) {
                Ok(pattern) => {
                    if seen.insert(pattern.to_lowercase()) {
                        any.push(pattern);
                    }
                }
                Err(why) => told.push(input.odd(*line, format!("`{word}` is left out: {why}"))),
            }
        }
        let is_parent = categories.iter().any(|other| {
            other.path.len() == category.path.len() + 1 && other.path.starts_with(&category.path)
        });
        let depth = category.path.len();
        let rule = Rule { any, unit: Unit::Sentence, code: Unit::Match, min: 1, ..Rule::default() };
        let code = Code {
            label: match category.label.as_str() {
                "" => category.path.last().cloned().unwrap_or_default(),
                label => label.to_owned(),
            },
            kind: if is_parent && depth == 1 { Kind::Theme } else { Kind::Category },
            codable: !rule.any.is_empty() || !is_parent,
            rules: if rule.any.is_empty() { Vec::new() } else { vec![rule] },
            ..Code::default()
        };
        let above = category.path.get(..depth.saturating_sub(1)).unwrap_or_default();
        entries.push(Entry {
            name: category.path.join(" > "),
            parent: Some(above.join(" > ")),
            code,
        });
    }
    let (mut codes, _) = codes(entries);
    for code in &mut codes {
        for (number, rule) in code.rules.iter_mut().enumerate() {
            rule.id = format!("{}-{}", code.id, number + 1);
        }
    }
    let source = format!("{program} dictionary {}", file_name(input.name));
    let codebook = Codebook { codes, source: Some(source), ..Codebook::default() };
    Ok(Taken { codebook, remarks: remarks(program, told.len() - lost), told })
}

/// What is said at the top of the file.
fn remarks(program: &str, lost: usize) -> Vec<String> {
    let mut remarks = vec![
        format!("Made from a {program} dictionary. Each word found is coded by itself, once a"),
        "category. A code counts what is below it as well.".to_owned(),
        format!("Not as in {program}: what interviewers say is left out (speaker = [\"*\"] under"),
        "[codebook] listens to everybody), remarks like [laughs] are not read, a phrase does not"
            .to_owned(),
        "cross the end of a sentence, and a hyphen separates words.".to_owned(),
    ];
    if lost > 0 {
        let entries = if lost == 1 { "entry was" } else { "entries were" };
        remarks.push(format!("{lost} {entries} left out, because no pattern can say them."));
    }
    remarks
}

/// A word or a phrase of a dictionary as a pattern, or why there is none.
pub(super) fn pattern(word: &str) -> Result<String, String> {
    let elements_of = |text: &str| -> Vec<String> {
        text.split_whitespace()
            .map(|part| part.trim_start_matches(['@', '~']))
            // Dots at the ends of a word say nothing; alone they are a gap.
            .map(|part| match part.trim_matches(['.', '…']) {
                word if !word.is_empty() && part.contains("...") => word.to_owned(),
                _ => part.to_owned(),
            })
            .filter(|part| part == "*" || part.chars().any(char::is_alphanumeric) || part == "?")
            .collect()
    };
    let parts = elements_of(word);
    let text = parts.join(" ");
    if text.is_empty() || parts.len() < word.split_whitespace().count() {
        return Err("signs without a letter or digit are no words".to_owned());
    }
    if text.chars().all(|c| matches!(c, '*' | '?' | ' ')) {
        return Err("it would be found everywhere".to_owned());
    }
    let faults = match gaps_without_spaces(&text) {
        faults if faults.is_empty() => elements(&text).err().unwrap_or_default(),
        faults => faults,
    };
    match faults.is_empty() {
        true => Ok(text),
        false => Err(faults.into_iter().map(|fault| fault.message).collect::<Vec<_>>().join("; ")),
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_dictionaries_are_patterns() {
        assert_eq!(pattern("Trust*").as_deref(), Ok("Trust*"));
        assert_eq!(pattern(" kind  of ").as_deref(), Ok("kind of"));
        assert_eq!(pattern("@home").as_deref(), Ok("home"), "no list of ours");
        assert_eq!(pattern("~so not *").as_deref(), Ok("so not *"));
        for wrong in [":)", "", "*", "a ... b", "* ?"] {
            assert!(pattern(wrong).is_err(), "{wrong}");
        }
    }
}
