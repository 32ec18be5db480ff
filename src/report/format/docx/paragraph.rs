//! Paragraphs of a Word document.

use crate::report::escape;

/// A text for XML.
pub(super) fn escaped(text: &str) -> String {
    quick_xml::escape::escape(escape::document(text)).into_owned()
}

/// A paragraph of a style. Line ends stay line ends.
pub(super) fn paragraph(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r>{}</w:r></w:p>", words(text))
}

/// The inside of a run.
pub(super) fn words(text: &str) -> String {
    let lines =
        text.split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", escaped(line)));
    lines.collect::<Vec<String>>().join("<w:br/>")
}
