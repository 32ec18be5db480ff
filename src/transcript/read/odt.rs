//! OpenDocument texts (LibreOffice, Google Docs): packages `.odt` and `.ott`, flat files `.fodt`.
//!
//! In comes the package or the flat file, out come its paragraphs and tables, of which [`document`]
//! makes turns.

use super::input::Input;
use super::opendocument::{self, Content};
use super::package::{Package, damaged};
use super::{Reader, document};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// OpenDocument texts in a package.
pub(super) struct Odt;

/// OpenDocument texts in one file of XML.
pub(super) struct FlatOdt;

impl Reader for Odt {
    fn name(&self) -> &'static str {
        "odt"
    }

    fn about(&self) -> &'static str {
        "OpenDocument texts: labels, bold labels, tables of turns"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["odt", "ott"]
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn recognises(&self, input: &Input) -> bool {
        kind(input).is_some_and(|kind| kind.starts_with("application/vnd.oasis.opendocument.text"))
    }

    fn read(&self, input: Input) -> Result<Transcript, Diagnostic> {
        let content = of_package(&input, false)?;
        document::transcript(&content.document, &input)
    }
}

impl Reader for FlatOdt {
    fn name(&self) -> &'static str {
        "fodt"
    }

    fn about(&self) -> &'static str {
        "OpenDocument texts as one file of XML"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["fodt"]
    }

    fn recognises(&self, input: &Input) -> bool {
        let start = input.text().trim_start();
        let head = start.get(..start.floor_char_boundary(4_000)).unwrap_or_default();
        start.starts_with('<')
            && head.contains("<office:document")
            && head.contains("opendocument.text")
    }

    fn read(&self, input: Input) -> Result<Transcript, Diagnostic> {
        let read = opendocument::content(input.text(), Default::default(), false);
        let content = read.map_err(|why| broken(input.path, &why))?;
        document::transcript(&content.document, &input)
    }
}

/// The media type that a package says it is of.
pub(super) fn kind(input: &Input) -> Option<String> {
    let mut package = Package::open(&input.bytes, input.path).ok()?;
    match package.has("mimetype") && package.has("content.xml") {
        true => package.text("mimetype").ok().map(|kind| kind.trim().to_owned()),
        false => None,
    }
}

/// The content of a package; `of_values` as in [`opendocument::content`].
pub(super) fn of_package(input: &Input, of_values: bool) -> Result<Content, Diagnostic> {
    let path = input.path;
    let mut package = Package::open(&input.bytes, path)?;
    if !package.has("content.xml") {
        return Err(package.unknown());
    }
    if package.has("META-INF/manifest.xml")
        && package.text("META-INF/manifest.xml")?.contains("encryption-data")
    {
        return Err(Diagnostic::error(format!("`{path}` is protected by a password"))
            .in_file(path)
            .help("open it, save it without the password and give that file"));
    }
    let bold = match package.has("styles.xml") {
        true => opendocument::bold_styles(&package.text("styles.xml")?),
        false => Default::default(),
    };
    let xml = package.text("content.xml")?;
    opendocument::content(&xml, bold, of_values).map_err(|why| broken(path, &why))
}

fn broken(path: &str, why: &str) -> Diagnostic {
    let mut error = damaged(path);
    error.message = format!("`{path}` is a damaged OpenDocument file: {why}");
    error
}

#[cfg(test)]
mod tests {
    use crate::transcript::Transcript;
    use crate::transcript::read::{Options, read};

    const NAMES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
        xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
        xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
        xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
        xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\"";

    fn of(body: &str) -> Transcript {
        let xml = format!(
            "<?xml version=\"1.0\"?><office:document {NAMES} \
             office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:automatic-styles>\
             <style:style style:name=\"T1\"><style:text-properties fo:font-weight=\"bold\"/>\
             </style:style></office:automatic-styles><office:body><office:text>{body}\
             </office:text></office:body></office:document>"
        );
        let transcript = read(xml.as_bytes(), "t.fodt", &Options::default()).unwrap();
        assert_eq!(transcript.format, "fodt");
        transcript
    }

    #[test]
    fn paragraphs_are_labelled_turns() {
        let transcript = of("<text:p>I:<text:tab/>How did\n it<text:s text:c=\"2\"/>go?</text:p>\
             <text:p>P1: Well,<office:annotation><text:p>a comment</text:p></office:annotation>\
             <text:line-break/>so &amp; so.<text:note><text:p>a note</text:p></text:note></text:p>\
             <text:p>I: And?</text:p><text:p>P1: No.</text:p>");
        assert_eq!(transcript.text, "I: How did it  go?\nP1: Well, so & so.\nI: And?\nP1: No.");
        assert!(transcript.notes[0].message.contains("1 comment and 1 footnote"));
    }

    #[test]
    fn bold_questions_and_tables_are_read() {
        let bold = |text: &str| {
            format!("<text:p><text:span text:style-name=\"T1\">{text}</text:span></text:p>")
        };
        let transcript = of(&format!(
            "{}<text:p>Sideways.</text:p>{}<text:p>The people.</text:p>",
            bold("How did you start?"),
            bold("What kept you?")
        ));
        assert_eq!(transcript.speakers, ["(bold)", "(plain)"]);
        let cell =
            |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
        let row =
            |a: &str, b: &str| format!("<table:table-row>{}{}</table:table-row>", cell(a), cell(b));
        let table = [("speaker", "text"), ("Ana", "So."), ("Ben", "No.")].map(|(a, b)| row(a, b));
        let transcript = of(&format!("<table:table>{}</table:table>", table.concat()));
        assert_eq!(transcript.text, "Ana: So.\nBen: No.");
    }
}
