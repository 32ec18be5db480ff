//! The styles of a Word document: what a title, a heading, a quotation and a remark look like.
//!
//! Measures are Word's: type in half points, distances in twentieths of a point.

use super::{HEAD, WORD};

/// How many levels of headings there are.
pub(super) const HEADINGS: u8 = 6;

/// One style of paragraphs.
struct Style {
    id: &'static str,
    name: &'static str,
    /// What stands in `w:pPr`, in the order that the schema wants.
    paragraph: &'static str,
    /// What stands in `w:rPr`.
    type_: &'static str,
}

/// All styles but `Normal` and the headings.
const STYLES: [Style; 8] = [
    Style {
        id: "Title",
        name: "Title",
        paragraph: "<w:spacing w:after=\"120\"/>",
        type_: "<w:b/><w:sz w:val=\"36\"/>",
    },
    Style {
        id: "Base",
        name: "Base",
        paragraph: "<w:spacing w:after=\"160\"/>",
        type_: "<w:color w:val=\"404040\"/><w:sz w:val=\"20\"/>",
    },
    Style {
        id: "BodyText",
        name: "Body Text",
        paragraph: "<w:spacing w:after=\"100\"/>",
        type_: "",
    },
    Style {
        id: "Question",
        name: "Question",
        paragraph: "<w:keepNext/><w:keepLines/><w:spacing w:before=\"120\" w:after=\"40\"/>\
            <w:ind w:left=\"567\" w:right=\"567\"/>",
        type_: "<w:i/><w:color w:val=\"404040\"/>",
    },
    Style {
        id: "Quote",
        name: "Quote",
        paragraph: "<w:keepLines/><w:spacing w:after=\"120\"/>\
            <w:ind w:left=\"567\" w:right=\"567\"/>",
        type_: "",
    },
    Style {
        id: "Note",
        name: "Note",
        paragraph: "<w:spacing w:before=\"60\" w:after=\"60\"/>",
        type_: "<w:color w:val=\"404040\"/><w:sz w:val=\"18\"/>",
    },
    Style {
        id: "TableHeading",
        name: "Table Heading",
        paragraph: "<w:keepNext/><w:spacing w:before=\"40\" w:after=\"40\"/>",
        type_: "<w:b/><w:sz w:val=\"18\"/>",
    },
    Style {
        id: "TableText",
        name: "Table Text",
        paragraph: "<w:spacing w:before=\"40\" w:after=\"30\"/>",
        type_: "<w:sz w:val=\"18\"/>",
    },
];

/// `word/styles.xml`.
pub(super) fn styles() -> String {
    let mut text = format!(
        "{HEAD}<w:styles xmlns:w=\"{WORD}\"><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" w:cs=\"Arial\"/>\
         <w:sz w:val=\"21\"/></w:rPr></w:rPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">\
         <w:name w:val=\"Normal\"/></w:style>"
    );
    for style in &STYLES {
        text += &of(style.id, style.name, style.paragraph, style.type_);
    }
    for level in 1..=HEADINGS {
        let size = 32 - 2 * level.min(5);
        let paragraph = format!(
            "<w:keepNext/><w:keepLines/><w:spacing w:before=\"240\" w:after=\"80\"/>\
             <w:outlineLvl w:val=\"{}\"/>",
            level - 1
        );
        let slant = if level > 3 { "<w:i/>" } else { "" };
        let type_ = format!("<w:b/>{slant}<w:sz w:val=\"{size}\"/>");
        text += &of(&format!("Heading{level}"), &format!("heading {level}"), &paragraph, &type_);
    }
    text + "</w:styles>"
}

fn of(id: &str, name: &str, paragraph: &str, type_: &str) -> String {
    format!(
        "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
         <w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>{paragraph}</w:pPr>\
         <w:rPr>{type_}</w:rPr></w:style>"
    )
}
