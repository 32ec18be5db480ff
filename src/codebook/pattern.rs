//! Patterns: what a rule looks for, written as a person would say it.
//!
//! In comes one pattern string (`trust* the @clinic`); out come its elements, each of which stands
//! for one token, and from these the plain sequences once every `@list` is replaced by its entries
//! ([`Lists`]). Semantics 2 and 4 of `docs/codebook.md` are the definition. The parser checks
//! patterns with this file and the rules match with it, so that both mean the same.

mod lists;
mod slips;

use std::ops::Range;

use crate::text::chars::{Class, class, is_apostrophe, is_mark};
use crate::text::word::{fold, words};

pub use slips::{gaps_without_spaces, wildcards_apart};

pub use lists::{Lists, MOST_ELEMENTS, MOST_SEQUENCES, Size, needs, sequences, too_many};

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
            let has_letter = text.chars().any(|c| class(c) != Class::Other);
            if text != "?" && !has_letter && text.contains(['*', '?']) {
                return refuse(
                    format!("`{text}` is nothing but wildcards, which say nothing of the word"),
                    "write `*` for any one word, or letters of the words that are meant",
                );
            }
            if text != "?" && !has_letter {
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
        let fits = match next_glob.next() {
            Some('*') => {
                retry = Some((next_glob.clone(), word_rest.clone()));
                true
            }
            Some(sign) => word_rest.next().is_some_and(|c| sign == '?' || sign == c),
            None if word_rest.as_str().is_empty() => return true,
            None => false,
        };
        if fits {
            glob_rest = next_glob;
            continue;
        }
        let Some((after_star, from)) = &mut retry else { return false };
        if from.next().is_none() {
            return false;
        }
        glob_rest = after_star.clone();
        word_rest = from.clone();
    }
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
        assert_eq!(elements("ｶﾞｺ").unwrap(), [lit("ガ"), lit("コ")]);
    }

    #[test]
    fn a_greek_beginning_is_the_same_in_capitals() {
        assert_eq!(elements("ΟΔΟΣ* ~ΟΔΟΣ").unwrap()[0], glob("οδοσ*"));
        assert!(glob_matches("οδοσ*", &fold("ΟΔΟΣΑ")) && glob_matches("οδοσ*", &fold("οδος")));
    }

    #[test]
    fn every_fault_of_a_pattern_is_named_at_its_place() {
        assert_eq!(messages("  "), [("  ".to_owned(), "this pattern is empty".to_owned())]);
        let found = messages("... a — @ ~b* ~c-d …");
        let places: Vec<&str> = found.iter().map(|(place, _)| place.as_str()).collect();
        assert_eq!(places, ["...", "—", "@", "~b*", "~c-d", "…"]);
        assert_eq!(found[1].1, "`—` holds no letter or digit, so it matches no word");
        assert_eq!(messages("a ...")[0].1, "`...` cannot be first or last in a pattern");
        for wild in ["???", "*'*", "**"] {
            let told = format!("`{wild}` is nothing but wildcards, which say nothing of the word");
            assert_eq!(messages(wild), [(wild.to_owned(), told)]);
        }
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

    proptest! {
        #[test]
        fn a_pattern_without_signs_has_the_tokens_of_the_text(text in "[^~@*?.…]{0,24}") {
            let tokens: Vec<Element> =
                words(&text).iter().map(|word| lit(&fold(word.of(&text)))).collect();
            if let Ok(found) = elements(&text) {
                prop_assert_eq!(found, tokens);
            }
        }
    }
}
