//! Regular expressions in rules, run only where they can match.
//!
//! From each expression the words are taken that one of must begin or stand in every match; the
//! expression then runs only on units that hold one. Slices of plain ASCII are searched with an
//! ASCII twin of the expression, which is much faster and means the same there. In comes an
//! expression, out comes how to find its candidates and its matches.

use std::ops::Range;
use std::sync::OnceLock;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::literal::{ExtractKind, Extractor, Seq};
use regex_syntax::hir::{Hir, HirKind, Look};

use crate::text::chars::is_apostrophe;
use crate::text::word::Word;

/// Bytes that a compiled expression may take.
const SIZE_LIMIT: usize = 1 << 20;

/// One regular expression of a rule.
#[derive(Debug)]
pub(crate) struct Expression {
    pattern: String,
    case: bool,
    pub(crate) guard: Guard,
    /// All that it matches, where it is nothing but words between word edges.
    words: Option<Vec<String>>,
    unicode: OnceLock<Option<regex::Regex>>,
    ascii: OnceLock<Option<regex::bytes::Regex>>,
}

/// Where an expression can match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Guard {
    /// Every match begins, at a word's edge, with one of these (lower-case ASCII letters).
    Beginnings(Vec<String>),
    /// Every match holds one of these (lower-case ASCII).
    Holds(Vec<String>),
    /// Anywhere: the expression runs on everything.
    Nothing,
}

/// The most different beginnings that are told apart.
const MOST_LITERALS: usize = 64;

impl Expression {
    /// Reads an expression; says why it cannot be one.
    pub(crate) fn new(pattern: &str, case: bool) -> Result<Self, String> {
        // Literals are taken from the expression as written and compared without case, which finds
        // at least what the expression finds.
        let hir = ParserBuilder::new()
            .build()
            .parse(pattern)
            .map_err(|error| error.to_string().replace('\n', " "))?;
        let expression = Expression {
            pattern: pattern.to_owned(),
            case,
            guard: guard(&hir),
            words: words_between_edges(&hir),
            unicode: OnceLock::new(),
            ascii: OnceLock::new(),
        };
        // Only expressions that repeat much can be too large; the others are compiled when needed.
        if pattern.contains('{') && expression.unicode().is_none() {
            return Err("the expression is too large when compiled".to_owned());
        }
        Ok(expression)
    }

    fn unicode(&self) -> Option<&regex::Regex> {
        let build = || {
            regex::RegexBuilder::new(&self.pattern)
                .case_insensitive(!self.case)
                .size_limit(SIZE_LIMIT * 8)
                .build()
                .ok()
        };
        self.unicode.get_or_init(build).as_ref()
    }

    fn ascii(&self) -> Option<&regex::bytes::Regex> {
        let build = || {
            regex::bytes::RegexBuilder::new(&self.pattern)
                .case_insensitive(!self.case)
                .unicode(false)
                .size_limit(SIZE_LIMIT)
                .build()
                .ok()
        };
        self.ascii.get_or_init(build).as_ref()
    }

    /// What the expression matches, where it is nothing but words between word edges: it can be
    /// compared with the words of the text ([`Expression::in_word`]) and never runs.
    pub(crate) fn words(&self) -> Option<&[String]> {
        self.words.as_deref()
    }

    /// Reports the matches of an expression of words ([`Expression::words`]) in a word of a text that
    /// was looked up by its letters.
    pub(crate) fn in_word(&self, text: &str, word: Word, found: &mut dyn FnMut(Range<usize>)) {
        let own = word.of(text);
        let (start, end) = (word.start as usize, word.end as usize);
        // It is one of the words as it stands, mostly.
        if !self.case && own.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            if self.stands_alone(text, start, end) {
                found(start..end);
            }
            return;
        }
        self.word_at(text, start).into_iter().for_each(&mut *found);
        // A match may begin after an apostrophe.
        for (at, quote) in own.char_indices().filter(|&(_, c)| is_apostrophe(c)) {
            self.word_at(text, start + at + quote.len_utf8()).into_iter().for_each(&mut *found);
        }
    }

    /// Whether no word character stands on either side of these bytes.
    fn stands_alone(&self, text: &str, start: usize, end: usize) -> bool {
        let bytes = text.as_bytes();
        let sides = [start.checked_sub(1).and_then(|at| bytes.get(at)), bytes.get(end)];
        if sides.iter().flatten().all(|byte| byte.is_ascii()) {
            return !sides.iter().flatten().any(|byte| is_ascii_word(**byte));
        }
        let before = text.get(..start).and_then(|text| text.chars().next_back());
        let after = text.get(end..).and_then(|text| text.chars().next());
        !before.into_iter().chain(after).any(is_word)
    }

    /// The match of an expression of words ([`Expression::words`]) that begins at a byte.
    fn word_at(&self, text: &str, start: usize) -> Option<Range<usize>> {
        let words = self.words.as_ref()?;
        let (before, from) = text.split_at_checked(start)?;
        if before.chars().next_back().is_some_and(is_word) {
            return None;
        }
        let mut end = from.bytes().take_while(|byte| is_ascii_word(*byte)).count();
        if from.as_bytes().get(end).is_some_and(|byte| !byte.is_ascii()) {
            end = from.find(|c| !is_word(c)).unwrap_or(from.len());
        }
        let run = from.get(..end)?;
        let is = |known: &String| match (self.case, run.is_ascii()) {
            (true, _) => known == run,
            (false, true) => known.eq_ignore_ascii_case(run),
            // The Kelvin sign and the long s are forms of ASCII letters to an expression.
            (false, false) => {
                run.replace('\u{212A}', "k").replace('\u{17F}', "s").eq_ignore_ascii_case(known)
            }
        };
        words.iter().any(is).then_some(start..start + end)
    }

    /// Reports the matches in a part of a text that are not empty, as byte ranges of the text.
    /// The part stands alone: its edges are edges of the text to the expression.
    pub(crate) fn matches(
        &self,
        text: &str,
        part: Range<usize>,
        found: &mut dyn FnMut(Range<usize>),
    ) {
        let Some(slice) = text.get(part.clone()) else { return };
        let mut report = |start: usize, end: usize| {
            if start < end {
                found(part.start + start..part.start + end);
            }
        };
        if slice.is_ascii()
            && let Some(ascii) = self.ascii()
        {
            ascii.find_iter(slice.as_bytes()).for_each(|hit| report(hit.start(), hit.end()));
        } else if let Some(unicode) = self.unicode() {
            unicode.find_iter(slice).for_each(|hit| report(hit.start(), hit.end()));
        }
    }
}

/// Whether a character is a word character to an expression (`\w`).
fn is_word(c: char) -> bool {
    match c.is_ascii() {
        true => is_ascii_word(c as u8),
        false => regex_syntax::try_is_word_character(c).unwrap_or(false),
    }
}

fn is_ascii_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The words of an expression such as `\b(?:mum|mothers?)\b`.
fn words_between_edges(hir: &Hir) -> Option<Vec<String>> {
    let HirKind::Concat(parts) = hir.kind() else { return None };
    let [first, middle @ .., last] = parts.as_slice() else { return None };
    let is_edge = |hir: &Hir| matches!(hir.kind(), HirKind::Look(Look::WordUnicode));
    if !is_edge(first) || !is_edge(last) || middle.is_empty() {
        return None;
    }
    let middle = Hir::concat(middle.to_vec());
    let mut extractor = Extractor::new();
    extractor.kind(ExtractKind::Prefix).limit_total(MOST_LITERALS).limit_class(12);
    let found = extractor.extract(&middle);
    if !found.is_exact() || !middle.properties().look_set().is_empty() {
        return None;
    }
    let word = |bytes: &[u8]| {
        let word = std::str::from_utf8(bytes).ok()?;
        let plain = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
        plain.then(|| word.to_owned())
    };
    found.literals()?.iter().map(|literal| word(literal.as_bytes())).collect()
}

fn guard(hir: &Hir) -> Guard {
    let starts_at_word = hir.properties().look_set_prefix().iter().any(|look| {
        matches!(
            look,
            Look::WordUnicode | Look::WordAscii | Look::WordStartUnicode | Look::WordStartAscii
        )
    }) && !begins_with_choice_of_looks(hir);
    if starts_at_word && let Some(literals) = literals(hir) {
        let words: Option<Vec<String>> = literals.iter().map(|text| first_word(text)).collect();
        if let Some(mut words) = words {
            words.sort();
            words.dedup();
            return Guard::Beginnings(words);
        }
    }
    match best_inside(hir) {
        Some(literals) => Guard::Holds(literals),
        None => Guard::Nothing,
    }
}

/// Whether the look at the word's edge may not be the first thing of every match.
fn begins_with_choice_of_looks(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Look(_) => false,
        HirKind::Concat(parts) => parts.first().is_none_or(begins_with_choice_of_looks),
        HirKind::Capture(capture) => begins_with_choice_of_looks(&capture.sub),
        HirKind::Alternation(choices) => choices.iter().any(begins_with_choice_of_looks),
        _ => true,
    }
}

/// The lower-case ASCII texts that one of every match begins with.
fn literals(hir: &Hir) -> Option<Vec<String>> {
    let mut extractor = Extractor::new();
    extractor.kind(ExtractKind::Prefix).limit_total(MOST_LITERALS).limit_class(12);
    known(&extractor.extract(hir))
}

fn known(found: &Seq) -> Option<Vec<String>> {
    let mut texts = found
        .literals()?
        .iter()
        .map(|literal| {
            let text = std::str::from_utf8(literal.as_bytes()).ok()?;
            (!text.is_empty() && text.is_ascii()).then(|| text.to_ascii_lowercase())
        })
        .collect::<Option<Vec<String>>>()?;
    texts.sort();
    texts.dedup();
    (!texts.is_empty()).then_some(texts)
}

/// The letters and digits that a literal begins with.
fn first_word(literal: &str) -> Option<String> {
    let end = literal.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(literal.len());
    (end > 0).then(|| literal[..end].to_owned())
}

/// The longest literals that stand somewhere in every match.
fn best_inside(hir: &Hir) -> Option<Vec<String>> {
    let parts = match hir.kind() {
        HirKind::Concat(parts) => parts.as_slice(),
        HirKind::Capture(capture) => return best_inside(&capture.sub),
        _ => std::slice::from_ref(hir),
    };
    parts
        .iter()
        .filter_map(|part| match part.kind() {
            HirKind::Capture(capture) => best_inside(&capture.sub),
            _ => literals(part),
        })
        .filter(|literals| literals.iter().all(|literal| literal.len() >= 2))
        .max_by_key(|literals| literals.iter().map(String::len).min())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard_of(pattern: &str) -> Guard {
        Expression::new(pattern, false).unwrap().guard
    }

    #[test]
    fn word_alternations_begin_with_known_words() {
        assert_eq!(
            guard_of(r"\b(?:mum|Mother)s?\b"),
            Guard::Beginnings(["mother", "mothers", "mum", "mums"].map(str::to_owned).to_vec())
        );
        assert_eq!(guard_of(r"\bnot my job"), Guard::Beginnings(vec!["not".into()]));
    }

    #[test]
    fn others_hold_a_known_text_or_run_everywhere() {
        assert_eq!(
            guard_of(r"\b\d+\s*(?:hours?|hrs?)\b"),
            Guard::Holds(vec!["hour".into(), "hours".into(), "hr".into(), "hrs".into()])
        );
        assert_eq!(guard_of("red tape"), Guard::Holds(vec!["red tape".into()]));
        assert_eq!(guard_of(r"\w+"), Guard::Nothing);
        assert_eq!(guard_of(r"(?:\b|x)yes"), Guard::Holds(vec!["yes".into()]));
    }

    #[test]
    fn ascii_and_unicode_twins_agree() {
        let expression = Expression::new(r"\bcaf\w+", false).unwrap();
        let find = |text: &str| {
            let mut found = Vec::new();
            expression
                .matches(text, 0..text.len(), &mut |range| found.push(text[range].to_owned()));
            found
        };
        assert_eq!(find("Cafe, decaf, cafés"), ["Cafe", "cafés"]);
        assert_eq!(find("Cafe, decaf"), ["Cafe"]);
    }

    #[test]
    fn too_large_expressions_are_refused() {
        assert!(Expression::new(r"(?:\w{1000}){1000}", false).is_err());
        assert!(Expression::new("(", false).is_err());
    }
}
