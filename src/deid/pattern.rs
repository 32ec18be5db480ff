//! Patterns of what points at a person without being a name: addresses, numbers, dates.
//!
//! In comes text, out come byte ranges with their kind. The patterns are those of METHODS 6, about
//! twelve of the eighteen identifiers of the HIPAA safe harbour (45 CFR 164.514(b)(2)), and everyday
//! forms beside them: names and places have no pattern, they need the table. Other long numbers are
//! listed for a person to look at ([`numbers`]).

use std::ops::Range;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

use super::covered::Covered;

/// Kinds with their patterns. Of two that begin together and are as long, the first counts.
pub const PATTERNS: [(&str, &str); 13] = [
    ("EMAIL", r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}"),
    ("URL", r#"\b(?:https?://|www\.)[^\s<>"')]+"#),
    (HANDLE, r"\B@[A-Za-z0-9_]{3,30}\b"),
    ("IP", r"\b(?:\d{1,3}\.){3}\d{1,3}\b"),
    ("SSN", r"\b\d{3}-\d{2}-\d{4}\b"),
    ("NHS", r"\b\d{3}[ ]\d{3}[ ]\d{4}\b"),
    (
        "RECORD_NO",
        r"(?i)\b(?:mrn|record|case|file|claim|policy|licen[cs]e|member)\s*(?:no\.?|number|#|id)?\s*[:#]?\s*[A-Z]{0,3}-?\d{4,}\b",
    ),
    (
        "PHONE",
        r"(?:\+\d{1,3}[ .\-]?)?(?:\(\d{2,5}\)[ .\-]?|\b\d{2,5}[ .\-])\d{3,4}[ .\-]?\d{3,4}\b",
    ),
    ("POSTCODE_UK", r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"),
    ("ZIP_US", r"\b[A-Z]{2}\s\d{5}(?:-\d{4})?\b"),
    (
        DATE,
        r"(?i)\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:january|february|march|april|may|june|july|august|september|october|november|december)(?:,?\s+\d{4})?|(?:january|february|march|april|may|june|july|august|september|october|november|december)\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?)\b",
    ),
    (
        "AGE_90",
        r"(?i)\b(?:9\d|1[01]\d)[ -]?(?:years?[ -]old|yrs?[ -]old|year[ -]old)\b|\baged?\s(?:9\d|1[01]\d)\b",
    ),
    ("VEHICLE", r"\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b"),
];

/// Everyday forms that those leave out: addresses with letters outside ASCII, telephone numbers
/// without spaces, months cut short, months of a year.
const MORE: [(&str, &str); 3] = [
    (
        "EMAIL",
        r"[\p{Latin}\p{Greek}\p{Cyrillic}\p{M}\d._%+\-]+@[\p{Latin}\p{Greek}\p{Cyrillic}\p{M}\d.\-]+\.[\p{Latin}\p{Greek}\p{Cyrillic}]{2,}",
    ),
    (PHONE, r"\+\d{8,15}\b|\b00\d{9,13}\b|\b0\d{9,10}\b|\b[2-9]\d{9}\b"),
    (
        DATE,
        r"(?i)\b(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?:\.?,?\s+\d{4})?|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?|(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?,?\s+(?:19|20)\d{2})\b",
    ),
];

/// As many digits in a row may be somebody's number.
const LONG: usize = 6;

/// The kind of names that people have in networks.
pub const HANDLE: &str = "HANDLE";
/// The kind of dates, which can be shifted.
pub const DATE: &str = "DATE";

const PHONE: &str = "PHONE";

/// What a pattern may grow to when it is compiled.
const LARGEST: usize = 1 << 24;

fn compiled() -> &'static [(&'static str, Regex)] {
    static COMPILED: OnceLock<Vec<(&'static str, Regex)>> = OnceLock::new();
    COMPILED.get_or_init(|| {
        let compile = |(kind, pattern): &(&'static str, &str)| {
            Some((*kind, RegexBuilder::new(pattern).size_limit(LARGEST).build().ok()?))
        };
        PATTERNS.iter().chain(&MORE).filter_map(compile).collect()
    })
}

/// Every match of every pattern, with its kind; they may overlap. The number of a publication (DOI)
/// is none of a telephone.
pub fn matches(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    for (kind, pattern) in compiled() {
        found.extend(pattern.find_iter(text).map(|found| (found.range(), *kind)));
    }
    let publications = Covered::new(publications(text));
    found.retain(|(at, kind)| *kind != PHONE || !publications.holds(at));
    found
}

/// Runs of six and more digits that lie in none of the ranges given and in no number of a
/// publication: they may be somebody's number.
pub fn numbers(text: &str, found: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut numbers = Vec::new();
    let mut from = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_ascii_digit(), from) {
            (true, None) => from = Some(at),
            (false, Some(start)) => {
                numbers.push(start..at);
                from = None;
            }
            _ => {}
        }
    }
    numbers.retain(|number| number.len() >= LONG);
    if !numbers.is_empty() {
        let known = Covered::new(publications(text).into_iter().chain(found.iter().cloned()));
        numbers.retain(|number| !known.overlaps(number));
    }
    numbers
}

/// Where numbers of publications (DOI) stand.
fn publications(text: &str) -> Vec<Range<usize>> {
    static PUBLICATION: OnceLock<Option<Regex>> = OnceLock::new();
    let publication = PUBLICATION.get_or_init(|| Regex::new(r#"\b10\.\d{4,9}/[^\s"<>]+"#).ok());
    publication.iter().flat_map(|one| one.find_iter(text)).map(|one| one.range()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles_and_finds_its_kind() {
        assert_eq!(compiled().len(), PATTERNS.len() + MORE.len());
        for (text, kind) in [
            ("a.b@c.example", "EMAIL"),
            ("www.c.example/x", "URL"),
            ("ask @some_one", "HANDLE"),
            ("from 10.0.0.12", "IP"),
            ("078-05-1120", "SSN"),
            ("943 476 5919", "NHS"),
            ("case no. 20391", "RECORD_NO"),
            ("(0161) 496 0000", "PHONE"),
            ("07700900123", PHONE),
            ("+447700900123", PHONE),
            ("call 5551234567", PHONE),
            ("zoë.müller@bücher.example", "EMAIL"),
            ("3 Mar 2024", DATE),
            ("Mar 3rd 2024", DATE),
            ("Sept. 3", DATE),
            ("March 2024", DATE),
            ("M1 1AE", "POSTCODE_UK"),
            ("OH 44113", "ZIP_US"),
            ("the 3rd of March, 2024", "DATE"),
            ("aged 93", "AGE_90"),
            ("AB12 CDE", "VEHICLE"),
        ] {
            assert!(matches(text).iter().any(|found| found.1 == kind), "{kind}: {text}");
        }
        for whole in ["zoë.müller@bücher.example", "3 Mar 2024", "Mar 3rd, 2024", "March 2024"] {
            assert!(matches(whole).iter().any(|found| found.0 == (0..whole.len())), "{whole}");
        }
        let text = "No 123456, not 12345, doi:10.1080/01612840, 07700900123";
        let known: Vec<_> = matches(text).into_iter().map(|found| found.0).collect();
        assert_eq!(numbers(text, &known), [Range { start: 3, end: 9 }]);
        assert!(matches("doi:10.1080/01612840.2020.587656").is_empty());
        assert!(matches("I took 50 mg, slept 3-4 hours, scored 12/27, in room 12.").is_empty());
    }
}
