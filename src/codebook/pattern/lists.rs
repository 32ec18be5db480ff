//! The lists of a codebook, and the sequences that patterns stand for once lists are filled in.
//!
//! In come lists of patterns that may name each other; out comes, for any pattern, every plain row
//! of elements. How many there are is known before one is made, so that no file can ask for more
//! than fits.

use std::collections::{BTreeMap, BTreeSet};

use super::{Element, Fault, elements, lists_in};
use crate::codebook::dependency;

/// The most sequences that one pattern or one list may stand for.
pub const MOST_SEQUENCES: u64 = 100_000;

/// The most elements that the sequences of one pattern or one list may have together.
pub const MOST_ELEMENTS: u64 = 1_000_000;

/// How much a pattern stands for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// How many sequences.
    pub sequences: u64,
    /// How many elements they have together.
    pub elements: u64,
}

impl Size {
    const ONE: Size = Size { sequences: 1, elements: 0 };

    /// Whether this is more than a pattern or a list may stand for.
    pub fn is_too_much(self) -> bool {
        self.sequences > MOST_SEQUENCES || self.elements > MOST_ELEMENTS
    }

    fn then(self, next: Size) -> Size {
        Size {
            sequences: self.sequences.saturating_mul(next.sequences),
            elements: self
                .elements
                .saturating_mul(next.sequences)
                .saturating_add(next.elements.saturating_mul(self.sequences)),
        }
    }

    fn or(self, other: Size) -> Size {
        Size {
            sequences: self.sequences.saturating_add(other.sequences),
            elements: self.elements.saturating_add(other.elements),
        }
    }
}

/// The lists of a codebook, ready for patterns: the elements of their entries, and how much they
/// stand for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lists {
    by_name: BTreeMap<String, List>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct List {
    sequences: Vec<Vec<Element>>,
    size: Size,
}

impl Lists {
    /// Resolves all lists. Entries that are at fault, name unknown lists or lists in a circle, or
    /// stand for too much count as absent: the parser has said so.
    pub fn new(lists: &BTreeMap<String, Vec<String>>) -> Self {
        let (entries, order) = in_order(lists);
        let mut resolved = Lists::default();
        for (name, entries) in order.iter().filter_map(|&place| entries.get(place)) {
            let mut list = List { size: resolved.size_of_any(entries), ..List::default() };
            if !list.size.is_too_much() {
                for entry in entries {
                    list.sequences.extend(resolved.expand(entry).unwrap_or_default());
                }
            }
            resolved.by_name.insert((*name).to_owned(), list);
        }
        resolved
    }

    /// Only how much each list stands for: what the parser needs to know.
    pub fn measure(lists: &BTreeMap<String, Vec<String>>) -> Self {
        let (entries, order) = in_order(lists);
        let mut measured = Lists::default();
        for (name, entries) in order.iter().filter_map(|&place| entries.get(place)) {
            let size = measured.size_of_any(entries);
            measured.by_name.insert((*name).to_owned(), List { size, ..List::default() });
        }
        measured
    }

    /// Whether there is such a list.
    pub fn contains(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// The names of all lists.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(String::as_str)
    }

    /// The sequences that a list stands for.
    pub fn sequences_of(&self, name: &str) -> &[Vec<Element>] {
        self.by_name.get(name).map_or(&[], |list| list.sequences.as_slice())
    }

    /// How much a list stands for.
    pub fn size_of_list(&self, name: &str) -> Size {
        self.by_name.get(name).map(|list| list.size).unwrap_or_default()
    }

    /// How much a pattern stands for.
    pub fn size(&self, elements: &[Element]) -> Size {
        elements.iter().fold(Size::ONE, |size, element| {
            size.then(match element {
                Element::List(name) => self.size_of_list(name),
                _ => Size { sequences: 1, elements: 1 },
            })
        })
    }

    fn size_of_any(&self, entries: &[Vec<Element>]) -> Size {
        entries.iter().fold(Size::default(), |size, entry| size.or(self.size(entry)))
    }

    /// The sequences of a pattern, or nothing where they are too many.
    fn expand(&self, elements: &[Element]) -> Option<Vec<Vec<Element>>> {
        if self.size(elements).is_too_much() {
            return None;
        }
        let mut found: Vec<Vec<Element>> = vec![Vec::new()];
        for element in elements {
            if let Element::List(name) = element {
                let entries = self.by_name.get(name).map_or(&[][..], |list| &list.sequences);
                let longer = |head: &Vec<Element>| {
                    let head = head.clone();
                    entries.iter().map(move |entry| [head.as_slice(), entry.as_slice()].concat())
                };
                found = found.iter().flat_map(longer).collect();
            } else {
                for sequence in &mut found {
                    sequence.push(element.clone());
                }
            }
        }
        Some(found)
    }
}

type Entries<'l> = Vec<(&'l str, Vec<Vec<Element>>)>;

/// The entries of the lists, and the order in which each list comes after those that it names.
fn in_order(lists: &BTreeMap<String, Vec<String>>) -> (Entries<'_>, Vec<usize>) {
    let needs: Vec<Vec<usize>> = needs(lists).into_iter().map(|(_, needs)| needs).collect();
    let entries = lists
        .iter()
        .map(|(name, entries)| {
            (name.as_str(), entries.iter().filter_map(|entry| elements(entry).ok()).collect())
        })
        .collect();
    (entries, dependency::order(&needs).order)
}

/// For each list, in the order of the names: its name and the places of the lists that it names.
pub fn needs(lists: &BTreeMap<String, Vec<String>>) -> Vec<(&str, Vec<usize>)> {
    let places: BTreeMap<&str, usize> =
        lists.keys().enumerate().map(|(place, name)| (name.as_str(), place)).collect();
    lists
        .iter()
        .map(|(name, entries)| {
            let named: BTreeSet<usize> = entries
                .iter()
                .flat_map(|entry| lists_in(entry))
                .filter_map(|(_, name)| places.get(name).copied())
                .collect();
            (name.as_str(), named.into_iter().collect())
        })
        .collect()
}

/// The plain sequences that a pattern stands for: every `@list` is replaced by each of its entries,
/// also by entries of several words and by those of lists that it names.
pub fn sequences(pattern: &str, lists: &Lists) -> Result<Vec<Vec<Element>>, Vec<Fault>> {
    let elements = elements(pattern)?;
    let unknown: Vec<Fault> = lists_in(pattern)
        .into_iter()
        .filter(|(_, name)| !lists.contains(name))
        .map(|(span, name)| Fault::new(span, format!("there is no list `{name}`")))
        .collect();
    if !unknown.is_empty() {
        return Err(unknown);
    }
    lists.expand(&elements).ok_or_else(|| vec![too_many(pattern, lists.size(&elements))])
}

/// What to say of a pattern that stands for too much.
pub fn too_many(pattern: &str, size: Size) -> Fault {
    let message = if size.sequences > MOST_SEQUENCES {
        format!("this pattern stands for more than {MOST_SEQUENCES} phrases")
    } else {
        format!("this pattern stands for more than {MOST_ELEMENTS} words")
    };
    Fault::new(0..pattern.len(), message).help("use fewer or shorter lists in one pattern")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lit(word: &str) -> Element {
        Element::Literal(word.to_owned())
    }

    fn lists(entries: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
        entries
            .iter()
            .map(|(name, words)| {
                ((*name).to_owned(), words.iter().map(|&word| word.to_owned()).collect())
            })
            .collect()
    }

    #[test]
    fn lists_are_replaced_by_their_entries_at_any_depth() {
        let lists = Lists::new(&lists(&[
            ("all", &["@place", "street"]),
            ("place", &["staff", "drop-in centre"]),
        ]));
        assert_eq!(
            sequences("trust the @all", &lists).unwrap(),
            [
                vec![lit("trust"), lit("the"), lit("staff")],
                vec![lit("trust"), lit("the"), lit("drop"), lit("in"), lit("centre")],
                vec![lit("trust"), lit("the"), lit("street")],
            ]
        );
        assert_eq!(
            sequences("a @plac", &lists).unwrap_err()[0],
            Fault::new(2..7, "there is no list `plac`")
        );
    }

    #[test]
    fn circles_and_floods_end() {
        let circle = Lists::new(&lists(&[("a", &["@b", "x"]), ("b", &["@a", "y"])]));
        assert!(sequences("@a @b", &circle).is_ok());

        let many: Vec<String> = (0..400).map(|n| format!("w{n}")).collect();
        let flood = BTreeMap::from([
            ("many".to_owned(), many),
            ("more".to_owned(), vec!["@many @many @many @many @many @many @many @many".to_owned()]),
        ]);
        let flood = Lists::new(&flood);
        assert_eq!(sequences("@many", &flood).unwrap().len(), 400);
        for pattern in ["@many @many", "@more", "@more @more @more"] {
            let fault = &sequences(pattern, &flood).unwrap_err()[0];
            assert_eq!(fault.message, "this pattern stands for more than 100000 phrases");
        }
    }

    proptest! {
        #[test]
        fn no_pattern_panics(pattern in "[-a信'’~@*?. …กั\u{301}]{0,12}") {
            let lists = Lists::new(&BTreeMap::from([("a".to_owned(), vec![pattern.clone()])]));
            let _ = sequences(&pattern, &lists);
        }
    }
}
