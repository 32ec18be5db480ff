//! WordStat's dictionaries (`.cat`) as text.
//!
//! In come lines indented by tabs: a category, or a word with its weight in brackets
//! (`HAPPY* (1)`), `_` between the words of a phrase. Rules (`@…`) and words that name other
//! categories (`#…`) are named as not understood.

use super::dictionary::{Category, codebook};
use super::{Input, Taken};
use crate::diagnostic::{Diagnostic, Outcome};

/// Whether it is such a dictionary, by its name.
pub(super) fn recognises(input: &Input<'_>) -> bool {
    input.ends(&["cat"]) && !input.bytes.contains(&0)
}

/// Reads it.
pub(super) fn read(input: &Input<'_>) -> Outcome<Taken> {
    let text = input.text();
    let mut told: Vec<Diagnostic> = Vec::new();
    let mut categories: Vec<Category> = Vec::new();
    // The categories that are open: how far they are indented, and where they are.
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (place, line) in text.lines().enumerate() {
        let indent = line.chars().take_while(|c| c.is_whitespace()).count();
        let rest = line.trim();
        if rest.is_empty() {
            continue;
        }
        let word = word(rest);
        while open.last().is_some_and(|(other, _)| *other >= indent) {
            open.pop();
        }
        if rest.starts_with(['@', '#']) {
            let message = format!("`{rest}` is left out: rules of WordStat are not understood");
            told.push(
                input.odd(place + 1, message).help("write it as a rule with `near` or `none`"),
            );
            continue;
        }
        match (word, open.last()) {
            (Some(word), Some((_, category))) => {
                if let Some(category) = categories.get_mut(*category) {
                    category.words.push((place + 1, word.replace('_', " ")));
                }
            }
            (Some(word), None) => {
                let message = format!("`{word}` is left out: it stands in no category");
                told.push(input.odd(place + 1, message));
            }
            (None, above) => {
                let mut path = above
                    .and_then(|(_, place)| categories.get(*place))
                    .map(|category| category.path.clone())
                    .unwrap_or_default();
                path.push(rest.replace(" > ", " "));
                open.push((indent, categories.len()));
                categories.push(Category { path, ..Category::default() });
            }
        }
    }
    codebook(input, "WordStat", categories, told)
}

/// A word before its weight.
fn word(text: &str) -> Option<&str> {
    let (word, weight) = text.strip_suffix(')')?.rsplit_once('(')?;
    let is_weight =
        !weight.is_empty() && weight.chars().all(|c| c.is_ascii_digit() || ".-".contains(c));
    is_weight.then(|| word.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_words_and_what_is_not_understood() {
        let text = "FEELING\n\tJOY\n\t\tHAPPY* (1)\n\t\tAT_EASE (1)\n\t\t@NEAR1 [A NEAR B] (1)\n\
                    \tGRIEF\n\t\tSAD (1)\n";
        let input = Input { name: "d.cat", bytes: text.as_bytes() };
        let taken = read(&input).unwrap();
        let codes = &taken.codebook.codes;
        assert_eq!(codes.len(), 3);
        assert_eq!(
            (codes[1].id.as_str(), codes[1].parent.as_deref()),
            ("feeling.joy", Some("feeling"))
        );
        assert_eq!(codes[1].rules[0].any, ["HAPPY*", "AT EASE"]);
        assert_eq!(taken.told.len(), 1);
    }
}
