//! The variants of a pattern: plain sequences in which a list may be a choice of one word.
//!
//! A list stands for each of its entries. Written out, a pattern of two lists is hundreds of
//! sequences; as long as no `...` comes before it, a list's single words can instead be one step
//! that is any of them, which finds the same. After a `...` each entry counts for itself, because
//! the nearest of each is meant. In comes a pattern, out come its variants.

use crate::codebook::pattern::{Element, Fault, Lists, elements, sequences};

/// One step of a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// An element.
    One(Element),
    /// One token that is any of these.
    Choice(Vec<Element>),
}

/// The variants of a pattern.
pub(super) fn variants(pattern: &str, lists: &Lists) -> Result<Vec<Vec<Piece>>, Vec<Fault>> {
    let elements = elements(pattern)?;
    let is_list = |element: &Element| matches!(element, Element::List(_));
    if !elements.iter().any(is_list) {
        return Ok(vec![ones(elements)]);
    }
    // What is wrong with lists, and patterns that stand for too much, are told there.
    let unknown =
        |element: &Element| matches!(element, Element::List(name) if !lists.contains(name));
    if elements.iter().any(unknown) || lists.size(&elements).is_too_much() {
        return Ok(sequences(pattern, lists)?.into_iter().map(ones).collect());
    }
    let mut found: Vec<Vec<Piece>> = vec![Vec::new()];
    for element in elements {
        let Element::List(name) = element else {
            for variant in &mut found {
                variant.push(Piece::One(element.clone()));
            }
            continue;
        };
        let entries = lists.sequences_of(&name);
        let heads = std::mem::take(&mut found);
        for head in heads {
            let has_gap = head.contains(&Piece::One(Element::Gap));
            let mut words = Vec::new();
            for entry in entries {
                match entry.as_slice() {
                    [word] if !has_gap && is_word(word) => words.push(word.clone()),
                    entry => found.push([head.as_slice(), &ones(entry.to_vec())].concat()),
                }
            }
            if !words.is_empty() {
                let mut variant = head;
                variant.push(Piece::Choice(words));
                found.push(variant);
            }
        }
    }
    Ok(found)
}

fn is_word(element: &Element) -> bool {
    matches!(element, Element::Literal(_) | Element::Glob(_) | Element::Stem(_))
}

fn ones(elements: Vec<Element>) -> Vec<Piece> {
    elements.into_iter().map(Piece::One).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn single_words_are_one_choice_until_a_gap() {
        let entries = ["nurse", "doctor*", "peer worker"].map(str::to_owned).to_vec();
        let lists = Lists::new(&BTreeMap::from([("who".to_owned(), entries)]));
        let count = |pattern: &str| variants(pattern, &lists).unwrap().len();
        assert_eq!(count("the @who"), 2);
        assert_eq!(count("@who and @who"), 4);
        assert_eq!(count("trust ... @who"), 3);
        assert_eq!(count("@who ... @who"), 6);
        assert!(variants("the @whom", &lists).is_err());
    }
}
