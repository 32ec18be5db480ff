//! The pattern of file names: `name = "{case}_{wave}_{date}"` in `emic.toml`.
//!
//! In comes the name of a transcript's file without its extension, out come the attributes that it
//! holds. Between the braces stands an attribute or `case`; everything else is literal. A part takes
//! what its attribute's type allows, a text as little as possible.

use std::ops::Range;

use regex::Regex;

use super::attributes::{Attributes, Kind, is_reserved};

/// The part that is the case, not an attribute.
pub const CASE: &str = "case";

/// The most characters of a pattern.
const LONGEST: usize = 200;

/// A pattern of file names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    /// As it was written.
    pub text: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Literal(String),
    Name(String),
}

/// What is wrong with a pattern: where, in bytes of its text, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The bytes at fault.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
}

impl Pattern {
    /// Reads a pattern.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let fault = |span: Range<usize>, message: String| Err(Fault { span, message });
        if text.len() > LONGEST {
            return fault(0..text.len(), "this pattern is too long".to_owned());
        }
        let mut parts = Vec::new();
        let mut at = 0;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let Some(inside) = rest.strip_prefix('{') else {
                let end = rest.find('{').unwrap_or(rest.len());
                let literal = rest.get(..end).unwrap_or_default();
                if let Some(brace) = literal.find('}') {
                    return fault(at + brace..at + brace + 1, "this `}` closes nothing".to_owned());
                }
                parts.push(Part::Literal(literal.to_owned()));
                at += end;
                continue;
            };
            let Some(end) = inside.find('}') else {
                return fault(at..text.len(), "this `{` is never closed".to_owned());
            };
            let span = at..at + end + 2;
            let name = inside.get(..end).unwrap_or_default().trim().to_owned();
            if name.is_empty() || name.contains('{') {
                return fault(span, "an attribute's name belongs between `{` and `}`".to_owned());
            }
            if name != CASE && is_reserved(&name) {
                return fault(span, format!("`{name}` cannot be the name of an attribute"));
            }
            if parts.contains(&Part::Name(name.clone())) {
                return fault(span, format!("`{name}` stands here twice"));
            }
            if matches!(parts.last(), Some(Part::Name(_))) {
                return fault(span, "two parts need a text between them, such as `_`".to_owned());
            }
            parts.push(Part::Name(name));
            at += end + 2;
        }
        if !parts.iter().any(|part| matches!(part, Part::Name(_))) {
            return fault(0..text.len(), "this pattern names no attribute".to_owned());
        }
        Ok(Pattern { text: text.to_owned(), parts })
    }

    /// The names between braces.
    fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Name(name) => Some(name.as_str()),
            Part::Literal(_) => None,
        })
    }
}

/// A pattern, ready to read names by the types of the attributes.
#[derive(Debug)]
pub(super) struct Reader<'p> {
    pattern: &'p Pattern,
    regex: Regex,
}

impl<'p> Reader<'p> {
    /// Prepares a pattern; nothing if it is too large to be one.
    pub(super) fn new(pattern: &'p Pattern, attributes: &Attributes) -> Option<Self> {
        let mut regex = String::from("^");
        for part in &pattern.parts {
            match part {
                Part::Literal(text) => regex.push_str(&regex::escape(text)),
                Part::Name(name) => {
                    let kind = attributes.get(name).map(|attribute| &attribute.kind);
                    regex.push_str(&format!("({})", wording(kind)));
                }
            }
        }
        regex.push('$');
        Some(Reader { pattern, regex: Regex::new(&regex).ok()? })
    }

    /// Name and value of each part; nothing where the name does not fit.
    pub(super) fn read<'s>(&self, stem: &'s str) -> Option<Vec<(&'p str, &'s str)>> {
        let found = self.regex.captures(stem)?;
        let values = found.iter().skip(1).map(|group| group.map_or("", |group| group.as_str()));
        Some(self.pattern.names().zip(values).collect())
    }
}

/// What a part may hold, as a regular expression without groups of its own.
fn wording(kind: Option<&Kind>) -> String {
    match kind {
        None | Some(Kind::Text) => ".+?".to_owned(),
        Some(Kind::Number) => r"-?\d+(?:\.\d+)?".to_owned(),
        Some(Kind::Date) => r"\d{8}|\d{4}(?:-\d{2}(?:-\d{2})?)?".to_owned(),
        Some(Kind::Bool) => "(?i:yes|no|true|false|[yn10])".to_owned(),
        Some(Kind::Enum(values) | Kind::Ordered(values)) => {
            let mut values: Vec<String> = values.iter().map(|value| regex::escape(value)).collect();
            // The longest first, so that `10` is not read as `1`.
            values.sort_by_key(|value| std::cmp::Reverse(value.len()));
            values.join("|")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::attributes::Attribute;
    use super::*;

    fn attributes() -> Attributes {
        let attribute = |name: &str, kind| Attribute {
            name: name.to_owned(),
            kind,
            declared: true,
            ..Attribute::default()
        };
        let waves = ["1", "2", "10"].map(str::to_owned).to_vec();
        Attributes::declared(&[
            attribute("wave", Kind::Ordered(waves)),
            attribute("date", Kind::Date),
        ])
    }

    fn read(pattern: &str, stem: &str) -> Option<Vec<(String, String)>> {
        let pattern = Pattern::parse(pattern).unwrap();
        let attributes = attributes();
        let found = Reader::new(&pattern, &attributes).unwrap().read(stem)?;
        Some(found.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    fn pairs(pairs: &[(&str, &str)]) -> Option<Vec<(String, String)>> {
        Some(pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect())
    }

    #[test]
    fn types_say_where_a_part_ends() {
        let pattern = "{case}_{wave}_{date}";
        assert_eq!(
            read(pattern, "P_01_10_2026-03-31"),
            pairs(&[("case", "P_01"), ("wave", "10"), ("date", "2026-03-31")])
        );
        assert_eq!(read(pattern, "P01_3_2026-03-31"), None);
        assert_eq!(read(pattern, "P01"), None);
        assert_eq!(
            read("Interview {site} (w{wave})", "Interview North East (w2)"),
            pairs(&[("site", "North East"), ("wave", "2")])
        );
        assert_eq!(read("{case}.{site}", "P1x North"), None, "a point is a point");
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        let fault = |pattern: &str| Pattern::parse(pattern).unwrap_err();
        assert_eq!(fault("{case").message, "this `{` is never closed");
        assert_eq!(fault("{case}_wave}").span, 11..12);
        assert_eq!(
            fault("{case}{wave}").message,
            "two parts need a text between them, such as `_`"
        );
        assert_eq!(fault("{case}_{case}").message, "`case` stands here twice");
        assert_eq!(fault("{turn}").message, "`turn` cannot be the name of an attribute");
        assert_eq!(fault("notes").message, "this pattern names no attribute");
        assert_eq!(fault("").message, "this pattern names no attribute");
    }
}
