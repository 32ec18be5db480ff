//! LIWC dictionaries (`.dic`), 2001 to 2015.
//!
//! In comes the text: between two lines `%` the categories, a number and a name each, in the
//! hierarchical form of 2015 indented and with a title in brackets; behind it a word a line with the
//! numbers of its categories. A final `*` stands for any ending. A word that a category below has is
//! not repeated in the one above, which counts it anyway. Entries that depend on the words around
//! them (`like (02 134)125/464`) are named as not understood.

use std::collections::{BTreeMap, BTreeSet};

use super::dictionary::{Category, codebook};
use super::{Input, Taken};
use crate::diagnostic::{Diagnostic, Outcome};

/// The most categories that are read.
const MOST_CATEGORIES: usize = 10_000;

/// Whether it is such a dictionary: its first line is `%`.
pub(super) fn recognises(input: &Input<'_>) -> bool {
    let start = input.bytes.get(..64.min(input.bytes.len())).unwrap_or_default();
    let first = String::from_utf8_lossy(start);
    let first = first.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    input.ends(&["dic"]) || first.lines().next().is_some_and(|line| line.trim() == "%")
}

/// A category with its number and where it is in the tree.
struct Head {
    number: String,
    indent: usize,
    category: Category,
}

/// Reads it.
pub(super) fn read(input: &Input<'_>) -> Outcome<Taken> {
    let text = input.text();
    let mut lines = text.lines().enumerate().map(|(place, line)| (place + 1, line));
    if !lines.any(|(_, line)| line.trim() == "%") {
        let told = Diagnostic::error("this dictionary has no `%` above its categories");
        return Err(vec![told.in_file(input.name).help("categories stand between two lines `%`")]);
    }
    let mut told = Vec::new();
    let mut heads: Vec<Head> = Vec::new();
    let mut is_closed = false;
    for (line, text) in lines.by_ref() {
        if text.trim() == "%" {
            is_closed = true;
            break;
        }
        match head(text, &heads) {
            Some(head) => heads.push(head),
            None if text.trim().is_empty() => {}
            None => told.push(input.odd(line, format!("`{}` is no category", text.trim()))),
        }
        if heads.len() > MOST_CATEGORIES {
            let message = format!("more than {MOST_CATEGORIES} categories are no dictionary");
            return Err(vec![Diagnostic::error(message).in_file(input.name)]);
        }
    }
    if !is_closed {
        let error = Diagnostic::error("the second `%`, below the categories, is missing");
        return Err(vec![error.in_file(input.name).help("the file may be cut off")]);
    }
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (place, head) in heads.iter().enumerate() {
        places.entry(plain(&head.number)).or_insert(place);
    }
    for (line, text) in lines {
        if text.trim().is_empty() {
            continue;
        }
        let Some((word, numbers)) = entry(text, &places) else {
            let message = format!("`{}` is left out: it is not understood", text.trim());
            told.push(
                input.odd(line, message).help(
                    "words that count only beside others need a rule with `near` or `except`",
                ),
            );
            continue;
        };
        for place in least(&numbers, &heads) {
            if let Some(head) = heads.get_mut(place) {
                head.category.words.push((line, word.clone()));
            }
        }
    }
    let categories = heads.into_iter().map(|head| head.category).collect();
    codebook(input, "LIWC", categories, told)
}

/// `12<tab>posemo (Positive emotions)`.
fn head(line: &str, above: &[Head]) -> Option<Head> {
    let indent = line.chars().take_while(|c| c.is_whitespace()).count();
    let rest = line.trim();
    let end = rest.find(|c: char| !c.is_ascii_digit()).filter(|&end| end > 0)?;
    let (number, name) = (rest.get(..end)?, rest.get(end..)?.trim());
    let (name, label) = match name.split_once('(') {
        Some((name, label)) if !name.trim().is_empty() => {
            (name.trim(), label.trim_end_matches(')').trim())
        }
        _ => (name, ""),
    };
    if name.is_empty() {
        return None;
    }
    let parent = above.iter().rev().find(|head| head.indent < indent);
    let mut path = parent.map(|head| head.category.path.clone()).unwrap_or_default();
    path.push(name.replace(" > ", " "));
    let category = Category { path, label: label.to_owned(), words: Vec::new() };
    Some(Head { number: number.to_owned(), indent, category })
}

/// A word and the places of its categories; none where the line says more than that.
fn entry(line: &str, places: &BTreeMap<String, usize>) -> Option<(String, Vec<usize>)> {
    let line = line.trim();
    let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (word, numbers) = match line.split_once('\t') {
        Some((word, numbers)) => (word.trim().to_owned(), numbers.split_whitespace().collect()),
        None => {
            let parts: Vec<&str> = line.split_whitespace().collect();
            let words = parts.iter().rposition(|part| !is_number(part)).map_or(1, |at| at + 1);
            (parts.get(..words)?.join(" "), parts.get(words..)?.to_vec())
        }
    };
    // A plain pair of brackets can be a smiley; one with digits is a condition.
    let is_condition =
        |text: &str| text.contains('(') && text.contains(|c: char| c.is_ascii_digit());
    if word.is_empty()
        || numbers.is_empty()
        || !numbers.iter().all(is_number)
        || is_condition(&word)
    {
        return None;
    }
    let found: Vec<usize> =
        numbers.iter().filter_map(|number| places.get(&plain(number)).copied()).collect();
    (found.len() == numbers.len()).then_some((word, found))
}

/// The categories of a word that have none below them with the same word.
fn least(places: &[usize], heads: &[Head]) -> BTreeSet<usize> {
    let path = |place: &usize| heads.get(*place).map(|head| &head.category.path);
    let is_above = |one: &usize, other: &usize| match (path(one), path(other)) {
        (Some(one), Some(other)) => other.len() > one.len() && other.starts_with(one),
        _ => false,
    };
    let is_least = |one: &&usize| !places.iter().any(|other| is_above(one, other));
    places.iter().filter(is_least).copied().collect()
}

/// `02` is `2`.
fn plain(number: &str) -> String {
    match number.trim_start_matches('0') {
        "" => "0".to_owned(),
        rest => rest.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn taken(text: &str) -> Taken {
        let input = Input { name: "d.dic", bytes: text.as_bytes() };
        assert!(recognises(&input));
        read(&input).unwrap().1
    }

    #[test]
    fn the_flat_form_of_2001() {
        let taken = taken(
            "%\r\n1\tposemo\r\n02\tnegemo\r\n%\r\nhappi*\t1\r\nnot good\t2\r\nsad 2 1\r\n:)\t1\r\n\
             like\t(02 134)125/464\r\nkind (of)131/125\r\nlost\t9\r\n",
        );
        let codes = &taken.codebook.codes;
        assert_eq!(codes[0].rules[0].any, ["happi*", "sad"]);
        assert_eq!(codes[1].rules[0].any, ["not good", "sad"]);
        let told: Vec<&str> = taken.told.iter().map(|told| told.message.as_str()).collect();
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(told[0].starts_with("`like\t(02 134)125/464` is left out"), "{told:?}");
        assert!(told[3].starts_with("`:)` is left out: signs"), "{told:?}");
    }

    #[test]
    fn a_nul_is_shown_as_a_sign() {
        let mut taken = taken("%\n1\tHo\0pe\n%\nhope*\t1\n");
        assert_eq!(taken.codebook.codes[0].label, "Ho\u{fffd}pe");
        taken.codebook.name = "C".into();
        let page = super::super::markdown(&taken.codebook);
        let input = Input { name: "c.md", bytes: page.as_bytes() };
        assert_eq!(read(&input).unwrap().1.codebook.codes[0].label, "Ho\u{fffd}pe");
    }

    #[test]
    fn the_hierarchy_of_2015() {
        let taken = taken(
            "%\n1\tfunction (Function Words)\n\t2\tpronoun (Pronouns)\n\t\t3\tppron (Personal)\n\
             20\tverb (Verbs)\n%\nI\t1 2 3\nit\t1 2\nso\t1\ngo\t20\n",
        );
        let all: Vec<_> = taken
            .codebook
            .codes
            .iter()
            .map(|code| {
                let any = code.rules.first().map(|rule| rule.any.join(" ")).unwrap_or_default();
                (code.id.as_str(), code.label.as_str(), code.parent.as_deref(), any)
            })
            .collect();
        assert_eq!(
            all,
            [
                ("function", "Function Words", None, "so".to_owned()),
                ("function.pronoun", "Pronouns", Some("function"), "it".to_owned()),
                ("function.pronoun.ppron", "Personal", Some("function.pronoun"), "I".to_owned()),
                ("verb", "Verbs", None, "go".to_owned()),
            ]
        );
    }

    #[test]
    fn what_is_cut_off_is_said() {
        for text in ["%\n1\ta\n", "a\t1\n", "", "%\n%\n"] {
            let input = Input { name: "d.dic", bytes: text.as_bytes() };
            assert!(super::read(&input).is_err(), "{text:?}");
        }
    }
}
