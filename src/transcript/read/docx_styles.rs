//! The styles of a Word document that are bold (ECMA-376 part 1, section 17.7).
//!
//! In comes `word/styles.xml`, out come the ids of the styles of paragraphs and characters that are
//! bold by themselves or by the style that they are based on.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::paragraphs::{is_on, value, value_of};

/// How many styles one may be based on.
const DEEPEST: usize = 16;

/// What one style says.
#[derive(Default)]
struct Style {
    based_on: Option<String>,
    is_bold: Option<bool>,
}

/// The ids of the bold styles. What cannot be read says nothing.
pub(super) fn bold(xml: &str) -> BTreeSet<String> {
    let mut reader = Reader::from_str(xml);
    let mut styles: BTreeMap<String, Style> = BTreeMap::new();
    let mut open: Option<String> = None;
    while let Ok(event) = reader.read_event() {
        let (Event::Start(start) | Event::Empty(start)) = event else {
            if matches!(event, Event::Eof) {
                break;
            }
            continue;
        };
        let name = start.local_name();
        if name.as_ref() == "style" {
            open = value_of(&start, "styleId");
        }
        let Some(id) = &open else { continue };
        match name.as_ref() {
            "basedOn" => styles.entry(id.clone()).or_default().based_on = value(&start),
            "b" => styles.entry(id.clone()).or_default().is_bold = Some(is_on(&start)),
            _ => {}
        }
    }
    let is_bold = |id: &String| {
        let mut style = styles.get(id);
        for _ in 0..DEEPEST {
            match style {
                Some(Style { is_bold: Some(is_bold), .. }) => return *is_bold,
                Some(Style { based_on: Some(parent), .. }) => style = styles.get(parent),
                _ => return false,
            }
        }
        false
    };
    styles.keys().filter(|id| is_bold(id)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boldness_is_handed_down() {
        let xml = "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"Q\"><w:basedOn w:val=\"Base\"/></w:style>\
                   <w:style w:styleId=\"Base\"><w:rPr><w:b/></w:rPr></w:style>\
                   <w:style w:styleId=\"Off\"><w:basedOn w:val=\"Base\"/><w:rPr><w:b w:val=\"0\"/></w:rPr></w:style>\
                   <w:style w:styleId=\"Loop\"><w:basedOn w:val=\"Loop\"/></w:style></w:styles>";
        assert_eq!(bold(xml).into_iter().collect::<Vec<_>>(), ["Base", "Q"]);
        assert!(bold("<w:styles").is_empty());
    }
}
