//! Patterns: what a rule looks for, written as a person would say it.
//!
//! In comes one pattern string (`trust* the @clinic`); out come its elements, each of which stands
//! for one token, and from these the plain sequences once every `@list` is replaced by its entries.
//! CODEBOOK semantics 2 and 4 (`docs/codebook.md`) are the definition. The parser checks patterns
//! with this file and the rules match with it, so that both mean the same.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::dependency;
use crate::text::chars::{Class, class, is_apostrophe, is_mark};
use crate::text::word::{fold, words};

/// The most sequences that one pattern or one list may stand for.
pub const MOST_SEQUENCES: u64 = 100_000;

/// The most elements that the sequences of one pattern or one list may have together.
pub const MOST_ELEMENTS: u64 = 1_000_000;

/// One element of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Element {
    /// A token, folded.
    Literal(String),
    /// A folded token with `*` (any characters) and `?` (one character).
    Glob(String),
    /// `~word`: any token with the same stem as this folded word.
    Stem(String),
    /// `*`: any one token.
    AnyToken,
    /// `...`: up to three tokens.
    Gap,
    /// `@list`: any entry of the list. [`sequences`] leaves none.
    List(String),
}

/// What is wrong with a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Bytes of the pattern.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Fault {
    fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Fault { span, message: message.into(), help: None }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The elements of a pattern, or all that is wrong with it. Whether its lists exist is not looked
/// at.
pub fn elements(pattern: &str) -> Result<Vec<Element>, Vec<Fault>> {
    let written = written(pattern);
    if written.is_empty() {
        return Err(vec![Fault::new(0..pattern.len(), "this pattern is empty")]);
    }
    let mut found = Vec::new();
    let mut faults = Vec::new();
    for (place, span) in written.iter().enumerate() {
        let edge = place == 0 || place + 1 == written.len();
        let text = pattern.get(span.clone()).unwrap_or_default();
        match element(text, edge, &mut found) {
            Ok(()) => {}
            Err((message, help)) => {
                let fault = Fault::new(span.clone(), message);
                faults.push(match help {
                    Some(help) => fault.help(help),
                    None => fault,
                });
            }
        }
    }
    if faults.is_empty() { Ok(found) } else { Err(faults) }
}

/// The names of the lists that a pattern uses, with their places, the `@` included.
pub fn lists_in(pattern: &str) -> Vec<(Range<usize>, &str)> {
    written(pattern)
        .into_iter()
        .filter_map(|span| {
            let name = pattern.get(span.clone())?.strip_prefix('@')?;
            Some((span, name))
        })
        .collect()
}

/// Where the written elements are: what stands between white space.
fn written(pattern: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in pattern.char_indices().chain([(pattern.len(), ' ')]) {
        if !c.is_whitespace() {
            start.get_or_insert(at);
        } else if let Some(start) = start.take() {
            found.push(start..at);
        }
    }
    found
}

type Refusal = (String, Option<String>);

fn refuse(message: impl Into<String>, help: &str) -> Result<(), Refusal> {
    Err((message.into(), (!help.is_empty()).then(|| help.to_owned())))
}

/// Appends what one written element stands for. `edge`: it is the first or the last.
fn element(text: &str, edge: bool, found: &mut Vec<Element>) -> Result<(), Refusal> {
    match text {
        "*" => found.push(Element::AnyToken),
        "..." if edge => {
            return refuse("`...` cannot be first or last in a pattern", "leave it out here");
        }
        "..." => found.push(Element::Gap),
        "…" => return refuse("`…` is no element", "write a gap as three full stops: `...`"),
        _ => {
            if let Some(name) = text.strip_prefix('@') {
                return list(name, found);
            }
            if let Some(word) = text.strip_prefix('~') {
                return stem(word, found);
            }
            if text != "?" && !text.chars().any(|c| class(c) != Class::Other) {
                return refuse(
                    format!("`{text}` holds no letter or digit, so it matches no word"),
                    "punctuation is no part of any word: leave it out, or use `regex`",
                );
            }
            split(text, found);
        }
    }
    Ok(())
}

fn list(name: &str, found: &mut Vec<Element>) -> Result<(), Refusal> {
    if name.is_empty() {
        return refuse("`@` without the name of a list", "");
    }
    found.push(Element::List(name.to_owned()));
    Ok(())
}

fn stem(word: &str, found: &mut Vec<Element>) -> Result<(), Refusal> {
    if word.contains(['*', '?']) {
        return refuse(
            "`~` and a wildcard exclude each other",
            "`~word` finds all forms of a word already",
        );
    }
    match words(word).as_slice() {
        [one] => {
            found.push(Element::Stem(fold(one.of(word)).into_owned()));
            Ok(())
        }
        [] => refuse(format!("`~{word}` holds no letter or digit, so it matches no word"), ""),
        _ => refuse(format!("`~{word}` is more than one word"), "put `~` before each word"),
    }
}

/// The tokens of a written element, where `*` and `?` are parts of words: as in a text, a hyphen
/// separates, apostrophes stand inside, and a character of a spaceless script is a token.
fn split(text: &str, found: &mut Vec<Element>) {
    let is_part = |c: char| matches!(c, '*' | '?') || class(c) == Class::Word;
    let mut token = String::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let inside = !token.is_empty() && rest.peek().is_some_and(|&next| is_part(next));
        if is_part(c) || is_apostrophe(c) && inside {
            token.push(c);
            continue;
        }
        push_token(&mut token, found);
        if class(c) == Class::Spaceless {
            token.push(c);
            while let Some(mark) = rest.next_if(|&next| is_mark(next)) {
                token.push(mark);
            }
            push_token(&mut token, found);
        }
    }
    push_token(&mut token, found);
}

fn push_token(token: &mut String, found: &mut Vec<Element>) {
    if token.is_empty() {
        return;
    }
    let folded = fold(token).into_owned();
    token.clear();
    found.push(if folded.chars().all(|c| c == '*') {
        Element::AnyToken
    } else if folded.contains(['*', '?']) {
        Element::Glob(folded)
    } else {
        Element::Literal(folded)
    });
}

/// Whether a folded word is what a folded glob stands for: `*` is any characters, `?` is one.
pub fn glob_matches(glob: &str, word: &str) -> bool {
    let mut glob_rest = glob.chars();
    let mut word_rest = word.chars();
    // Where to go on from after the last `*` if what follows it does not fit.
    let mut retry: Option<(std::str::Chars<'_>, std::str::Chars<'_>)> = None;
    loop {
        let mut next_glob = glob_rest.clone();
        match next_glob.next() {
            Some('*') => {
                retry = Some((next_glob.clone(), word_rest.clone()));
                glob_rest = next_glob;
                continue;
            }
            Some(sign) => {
                if word_rest.next().is_some_and(|c| sign == '?' || sign == c) {
                    glob_rest = next_glob;
                    continue;
                }
            }
            None if word_rest.as_str().is_empty() => return true,
            None => {}
        }
        let Some((after_star, from)) = &mut retry else { return false };
        if from.next().is_none() {
            return false;
        }
        glob_rest = after_star.clone();
        word_rest = from.clone();
    }
}

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

    fn glob(word: &str) -> Element {
        Element::Glob(word.to_owned())
    }

    fn lists(entries: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
        entries
            .iter()
            .map(|(name, words)| {
                ((*name).to_owned(), words.iter().map(|&word| word.to_owned()).collect())
            })
            .collect()
    }

    fn messages(pattern: &str) -> Vec<(String, String)> {
        let faults = elements(pattern).unwrap_err();
        faults.into_iter().map(|f| (pattern[f.span].to_owned(), f.message)).collect()
    }

    #[test]
    fn a_phrase_is_a_row_of_folded_tokens() {
        assert_eq!(elements(" Can’t  GO on ").unwrap(), [lit("can't"), lit("go"), lit("on")]);
        assert_eq!(
            elements("trust* wom?n ~Trusted * ... @Clinic").map_err(|f| f[0].message.clone()),
            Ok(vec![
                glob("trust*"),
                glob("wom?n"),
                Element::Stem("trusted".to_owned()),
                Element::AnyToken,
                Element::Gap,
                Element::List("Clinic".to_owned()),
            ])
        );
    }

    #[test]
    fn hyphens_separate_and_apostrophes_stand_inside() {
        assert_eq!(elements("self-esteem").unwrap(), [lit("self"), lit("esteem")]);
        assert_eq!(elements("co-work*").unwrap(), [lit("co"), glob("work*")]);
        assert_eq!(elements("*n't").unwrap(), [glob("*n't")]);
        assert_eq!(elements("people'?").unwrap(), [glob("people'?")]);
        assert_eq!(elements("'til cats'").unwrap(), [lit("til"), lit("cats")]);
    }

    #[test]
    fn spaceless_scripts_give_an_element_a_character() {
        assert_eq!(elements("信任ok").unwrap(), [lit("信"), lit("任"), lit("ok")]);
        assert_eq!(elements("信*").unwrap(), [lit("信"), Element::AnyToken]);
        assert_eq!(elements("กั").unwrap(), [lit("กั")]);
    }

    #[test]
    fn every_fault_of_a_pattern_is_named_at_its_place() {
        assert_eq!(messages("  "), [("  ".to_owned(), "this pattern is empty".to_owned())]);
        let found = messages("... a — @ ~b* ~c-d …");
        let places: Vec<&str> = found.iter().map(|(place, _)| place.as_str()).collect();
        assert_eq!(places, ["...", "—", "@", "~b*", "~c-d", "…"]);
        assert_eq!(found[1].1, "`—` holds no letter or digit, so it matches no word");
        assert_eq!(messages("a ...")[0].1, "`...` cannot be first or last in a pattern");
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
    fn globs_match_whole_words() {
        for (glob, word, fits) in [
            ("trust*", "trust", true),
            ("trust*", "trusting", true),
            ("trust*", "distrust", false),
            ("*trust", "distrust", true),
            ("*n't", "can't", true),
            ("wom?n", "women", true),
            ("wom?n", "womn", false),
            ("?", "信", true),
            ("?", "", false),
            ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "abbc!", false),
            ("**", "", true),
        ] {
            assert_eq!(glob_matches(glob, word), fits, "{glob} {word}");
        }
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
        fn a_pattern_without_signs_has_the_tokens_of_the_text(text in "[^~@*?.…]{0,24}") {
            let tokens: Vec<Element> =
                words(&text).iter().map(|word| lit(&fold(word.of(&text)))).collect();
            if let Ok(found) = elements(&text) {
                prop_assert_eq!(found, tokens);
            }
        }

        #[test]
        fn no_pattern_panics(pattern in "[-a信'’~@*?. …กั\u{301}]{0,12}") {
            let lists = Lists::new(&BTreeMap::from([("a".to_owned(), vec![pattern.clone()])]));
            let _ = sequences(&pattern, &lists);
        }
    }
}
