//! The two schemas of the standard as a table: which element holds which, in what order, with which
//! attributes.
//!
//! In comes the tree of a description, out come the places where it breaks the schema, in words.
//! After `Project.xsd` and `Codebook.xsd`, version 1.0 (REFI 2019).

mod table;

use std::collections::BTreeMap;

use super::guid;
use super::read::element::Element;
use table::{ELEMENTS, Kind};

/// What an attribute or a text holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Text,
    Guid,
    Whole,
    Truth,
    Time,
    Colour,
    Direction,
    Variable,
}

/// Whether an element of that name stands in a schema.
pub fn knows(name: &str) -> bool {
    ELEMENTS.iter().any(|(known, ..)| *known == name) || table::TEXTS.contains(&name)
}

/// Where a tree breaks the schema, each kind of breach once with its number.
pub fn breaches(root: &Element) -> BTreeMap<String, usize> {
    let mut breaches = BTreeMap::new();
    let is_codebook = root.name == "CodeBook";
    let mut open = vec![(root, None::<&Element>)];
    while let Some((element, parent)) = open.pop() {
        let mut tell = |told: String| *breaches.entry(told).or_default() += 1;
        let name = element.name.as_str();
        if table::TEXTS.contains(&name) {
            if !element.children.is_empty() {
                tell(format!("`{name}` holds elements, not text"));
            }
            continue;
        }
        let Some(kind) = table::kind(name, is_codebook) else { continue };
        attributes(element, &kind, &mut tell);
        children(element, parent, &kind, &mut tell);
        open.extend(element.children.iter().map(|child| (child, Some(element))));
    }
    breaches
}

fn attributes(element: &Element, kind: &Kind, tell: &mut dyn FnMut(String)) {
    let name = &element.name;
    for (attribute, value, is_needed) in kind.attributes {
        match element.get(attribute) {
            None if *is_needed => tell(format!("`{name}` has no `{attribute}`")),
            None => {}
            Some(text) if !value.fits(text) => {
                tell(format!("`{attribute}` of `{name}` is no {}", value.name()));
            }
            Some(_) => {}
        }
    }
    for (attribute, _) in &element.attributes {
        if !kind.attributes.iter().any(|(known, ..)| known == attribute) {
            tell(format!(
                "`{name}` has an attribute `{attribute}` that the standard does not have"
            ));
        }
    }
}

fn children(
    element: &Element,
    parent: Option<&Element>,
    kind: &Kind,
    tell: &mut dyn FnMut(String),
) {
    let name = element.name.as_str();
    let mut last = 0;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for child in &element.children {
        let Some(place) = kind.children.iter().position(|(known, ..)| *known == child.name) else {
            tell(format!(
                "`{name}` holds `{}`, which the standard does not have there",
                child.name
            ));
            continue;
        };
        if place < last && !kind.any_order {
            tell(format!("`{}` stands too late in `{name}`", child.name));
        }
        last = last.max(place);
        *counts.entry(child.name.as_str()).or_default() += 1;
    }
    for (child, is_needed, is_single) in kind.children {
        let count = counts.get(child).copied().unwrap_or_default();
        if *is_single && count > 1 {
            tell(format!("`{name}` holds several `{child}`"));
        }
        if *is_needed && count == 0 {
            tell(format!("`{name}` is empty: it needs `{child}`"));
        }
    }
    if kind.any_order && element.children.is_empty() {
        tell(format!("`{name}` is empty"));
    }
    let holder = parent.map_or("", |parent| parent.name.as_str());
    if name == "VariableValue" && element.children.len() > 2 {
        tell(format!("a `VariableValue` of `{holder}` has several values"));
    }
}

impl Value {
    fn name(self) -> &'static str {
        match self {
            Value::Text => "text",
            Value::Guid => "id of the standard's form",
            Value::Whole => "whole number",
            Value::Truth => "`true` or `false`",
            Value::Time => "time of the form 2026-03-31T09:30:00Z",
            Value::Colour => "colour of the form #rrggbb",
            Value::Direction => "direction",
            Value::Variable => "type of a variable",
        }
    }

    fn fits(self, text: &str) -> bool {
        let text = if self == Value::Text { text } else { text.trim() };
        match self {
            Value::Text => true,
            Value::Guid => guid::is_valid(text),
            Value::Whole => {
                let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
                !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
            }
            Value::Truth => matches!(text, "true" | "false" | "1" | "0"),
            Value::Time => is_time(text),
            Value::Colour => is_colour(text),
            Value::Direction => matches!(text, "Associative" | "OneWay" | "Bidirectional"),
            Value::Variable => {
                matches!(text, "Text" | "Boolean" | "Integer" | "Float" | "Date" | "DateTime")
            }
        }
    }
}

/// `#rgb` or `#rrggbb`.
pub fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// A time of XML Schema, whose zone may be missing.
fn is_time(text: &str) -> bool {
    use crate::coding::log::time::parse;
    let is_apart = text.get(10..11) == Some("T");
    is_apart && (parse(text).is_some() || parse(&format!("{text}Z")).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refi::read::element::parse;

    fn told(xml: &str) -> Vec<String> {
        breaches(&parse(xml).unwrap().root).into_keys().collect()
    }

    #[test]
    fn breaches_are_told() {
        assert_eq!(
            told("<CodeBook><Codes/><Sets/></CodeBook>"),
            ["`Codes` is empty: it needs `Code`", "`Sets` is empty: it needs `Set`",]
        );
        let id = "11111111-1111-4111-8111-111111111111";
        let code = format!(
            "<Project name='x'><CodeBook><Codes><Code guid='{id}' name='a' color='red'>\
             <NoteRef targetGUID='{id}'/><Description/></Code></Codes></CodeBook><Users/></Project>"
        );
        assert_eq!(
            told(&code),
            [
                "`Code` has no `isCodable`",
                "`Description` stands too late in `Code`",
                "`Users` is empty: it needs `User`",
                "`Users` stands too late in `Project`",
                "`color` of `Code` is no colour of the form #rrggbb",
            ]
        );
        assert!(told("<Project name='x'/>").is_empty());
        assert!(knows("SyncPoint") && knows("TextValue") && !knows("Segment"));
    }
}
