//! Dictionaries of quanteda as YAML.
//!
//! In come keys with lists of words, or with further keys; out come codes below each other. Words
//! are globs (`*`, `?`), as quanteda reads them unless told otherwise; several words are a phrase.

use super::dictionary::{Category, codebook};
use super::yaml::{self, Node};
use super::{Input, Taken};
use crate::diagnostic::{Diagnostic, Outcome};

/// Whether it is YAML, by its name.
pub(super) fn recognises(input: &Input<'_>) -> bool {
    input.ends(&["yml", "yaml"])
}

/// Reads it.
pub(super) fn read(input: &Input<'_>) -> Outcome<Taken> {
    let node = yaml::read(&input.text()).map_err(|(line, why)| {
        let place = format!("{}:{line}", input.name);
        vec![Diagnostic::error(why).in_file(place)]
    })?;
    let Node::Keys(keys) = node else {
        let told = Diagnostic::error("a dictionary is keys with lists of words");
        return Err(vec![
            told.in_file(input.name).help("begin with `category:` and `- word` below"),
        ]);
    };
    let mut categories = Vec::new();
    for (_, name, node) in keys {
        category(&[], name, node, &mut categories);
    }
    codebook(input, "quanteda", categories, Vec::new())
}

/// Adds a key and all below it.
fn category(above: &[String], name: String, node: Node, all: &mut Vec<Category>) {
    let mut path = above.to_vec();
    path.push(name.replace(" > ", " "));
    let place = all.len();
    all.push(Category { path: path.clone(), ..Category::default() });
    let mut words = Vec::new();
    let mut rest = vec![(0, node)];
    while let Some((line, node)) = rest.pop() {
        match node {
            Node::Nothing => {}
            Node::Word(word) => words.push((line, word)),
            Node::List(items) => rest.extend(items.into_iter().rev()),
            Node::Keys(keys) => {
                for (_, name, node) in keys {
                    category(&path, name, node, all);
                }
            }
        }
    }
    if let Some(category) = all.get_mut(place) {
        category.words = words;
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    #[test]
    fn keys_below_keys_become_codes_below_codes() {
        let text = "Trust:\n  gain: [trust*, rely on]\n  loss:\n    - let ? down\nHope: hope*\n";
        let input = Input { name: "d.yml", bytes: text.as_bytes() };
        let (what, taken) = read(&input).unwrap();
        assert_eq!(what, "a quanteda dictionary");
        let codes: Vec<_> = taken
            .codebook
            .codes
            .iter()
            .map(|code| (code.id.as_str(), code.parent.as_deref(), code.codable))
            .collect();
        assert_eq!(
            codes,
            [
                ("trust", None, false),
                ("trust.gain", Some("trust"), true),
                ("trust.loss", Some("trust"), true),
                ("hope", None, true)
            ]
        );
        assert_eq!(taken.codebook.codes[1].rules[0].any, ["trust*", "rely on"]);
        assert!(taken.told.is_empty());
        let wrong = Input { bytes: b"- a\n", ..input };
        assert!(super::read(&wrong).is_err());
    }
}
