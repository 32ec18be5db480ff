//! The paragraphs and tables of a Word document (ECMA-376 part 1, WordprocessingML).
//!
//! In comes `word/document.xml`, out come paragraphs as runs with their boldness, in the order of
//! the page, and tables as rows of cells. Inserted text is kept and deleted text left out; comments,
//! notes, pictures and fields are passed over. Entities of a document type are never expanded.

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::ResolveResult;

/// A stretch of a paragraph in one weight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Run {
    /// The text; a line break is `\n`.
    pub(super) text: String,
    /// Whether it is bold.
    pub(super) is_bold: bool,
}

/// A paragraph or a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// A table: rows of cells.
    Table(Vec<Vec<String>>),
}

/// What a document holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Document {
    /// Paragraphs and tables in their order.
    pub(super) blocks: Vec<Block>,
    /// How many comments are anchored in it.
    pub(super) comments: usize,
    /// How many footnotes and endnotes it refers to.
    pub(super) notes: usize,
}

/// The namespaces of WordprocessingML, transitional and strict.
const NAMESPACES: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// The namespace of alternative content.
const ALTERNATIVES: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";

/// How deep elements may be nested.
const DEEPEST: usize = 256;

/// Elements whose content is not read: deletions, moved-away text, the second of two renderings.
const PASSED_OVER: [&str; 6] = ["del", "moveFrom", "Fallback", "instrText", "delText", "rt"];

/// Reads a document's main part. The error is what is wrong with it.
pub(super) fn document(xml: &str) -> Result<Document, String> {
    let mut reader = NsReader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut page = Page::default();
    let mut depth = 0usize;
    // The depth at which something passed over began.
    let mut passing: Option<usize> = None;
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|error| error.to_string())?;
        let is_word = |names: &[&str]| match namespace {
            ResolveResult::Bound(bound) => names.iter().any(|name| bound.as_ref() == *name),
            _ => false,
        };
        let is_ours = is_word(&NAMESPACES);
        match event {
            Event::Start(start) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err("its elements are nested too deep".to_owned());
                }
                let name = start.local_name();
                if passing.is_none() {
                    let is_passed = PASSED_OVER.contains(&name.as_ref())
                        && (is_ours || is_word(&[ALTERNATIVES]));
                    if is_passed {
                        passing = Some(depth);
                    } else if is_ours {
                        page.start(name.as_ref(), &start);
                    }
                }
            }
            Event::Empty(start) if passing.is_none() && is_ours => {
                let name = start.local_name();
                page.start(name.as_ref(), &start);
                page.end(name.as_ref());
            }
            Event::End(end) => {
                if passing.is_none() && is_ours {
                    page.end(end.local_name().as_ref());
                }
                if passing == Some(depth) {
                    passing = None;
                }
                depth = depth.saturating_sub(1);
            }
            Event::Text(text) if passing.is_none() => page.text(&text),
            Event::CData(text) if passing.is_none() => page.text(&text),
            Event::GeneralRef(reference) if passing.is_none() => match reference.resolve_char_ref()
            {
                Ok(Some(c)) => page.text(c.encode_utf8(&mut [0; 4])),
                _ => match quick_xml::escape::resolve_xml_entity(&reference) {
                    Some(text) => page.text(text),
                    None => page.text("\u{FFFD}"),
                },
            },
            Event::Eof if depth > 0 => return Err("it ends too early".to_owned()),
            Event::Eof => return Ok(page.finish()),
            _ => {}
        }
    }
}

/// A table under construction.
#[derive(Default)]
struct Table {
    rows: Vec<Vec<String>>,
    /// Where the paragraphs of the open cell go.
    cell: Vec<String>,
}

/// The page under construction.
#[derive(Default)]
struct Page {
    document: Document,
    /// Open paragraphs: a text box is a paragraph within a run of another.
    paragraphs: Vec<Vec<Run>>,
    tables: Vec<Table>,
    /// Whether the open run is bold.
    is_bold: bool,
    /// Whether properties of a run are open, and not those of a paragraph's mark.
    in_run: bool,
    /// Whether text is open.
    in_text: bool,
}

impl Page {
    fn start(&mut self, name: &str, start: &BytesStart) {
        match name {
            "p" => self.paragraphs.push(Vec::new()),
            "r" => (self.is_bold, self.in_run) = (false, true),
            "b" if self.in_run => self.is_bold = is_on(start),
            "rStyle" if self.in_run && value(start).as_deref() == Some("Strong") => {
                self.is_bold = true;
            }
            "t" => self.in_text = true,
            "tab" if self.in_run => self.push("\t"),
            "br" if value_of(start, "type").is_none_or(|kind| kind == "textWrapping") => {
                self.push("\n");
            }
            "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "commentReference" => self.document.comments += 1,
            "footnoteReference" | "endnoteReference" => self.document.notes += 1,
            "tbl" => self.tables.push(Table::default()),
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(Vec::new());
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => {
                let Some(runs) = self.paragraphs.pop() else { return };
                match self.tables.last_mut() {
                    Some(table) => table.cell.push(plain(&runs)),
                    None => self.document.blocks.push(Block::Paragraph(runs)),
                }
            }
            "r" => self.in_run = false,
            "t" => self.in_text = false,
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    let cell = std::mem::take(&mut table.cell).join("\n");
                    if let Some(row) = table.rows.last_mut() {
                        row.push(cell.trim().to_owned());
                    }
                }
            }
            "tbl" => {
                let Some(table) = self.tables.pop() else { return };
                match self.tables.last_mut() {
                    // A table within a cell is text of that cell.
                    Some(outer) => {
                        outer.cell.extend(table.rows.iter().map(|row| row.join(" ")));
                    }
                    None => self.document.blocks.push(Block::Table(table.rows)),
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text {
            self.push(text);
        }
    }

    fn push(&mut self, text: &str) {
        let is_bold = self.is_bold;
        let Some(runs) = self.paragraphs.last_mut() else { return };
        match runs.last_mut() {
            Some(run) if run.is_bold == is_bold => run.text.push_str(text),
            _ => runs.push(Run { text: text.to_owned(), is_bold }),
        }
    }

    fn finish(self) -> Document {
        self.document
    }
}

/// The text of runs.
pub(super) fn plain(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

/// The lines of a paragraph, each as runs.
pub(super) fn lines(runs: &[Run]) -> Vec<Vec<Run>> {
    let mut lines = vec![Vec::new()];
    for run in runs {
        for (number, text) in run.text.split('\n').enumerate() {
            if number > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !text.is_empty()) {
                line.push(Run { text: text.to_owned(), is_bold: run.is_bold });
            }
        }
    }
    lines
}

/// A text with every run of white space as one space.
pub(super) fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An attribute's value by its local name.
fn value_of(start: &BytesStart, name: &str) -> Option<String> {
    let attribute = start
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(attribute.value.to_string())
}

fn value(start: &BytesStart) -> Option<String> {
    value_of(start, "val")
}

/// Whether a switch such as `<w:b/>` is on.
fn is_on(start: &BytesStart) -> bool {
    !value(start).is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Document {
        let xml = format!(
            "<?xml version=\"1.0\"?><w:document xmlns:w=\"{}\" xmlns:mc=\"{ALTERNATIVES}\"><w:body>{body}</w:body></w:document>",
            NAMESPACES[0]
        );
        document(&xml).unwrap()
    }

    fn lines(document: &Document) -> Vec<String> {
        let text = |block: &Block| match block {
            Block::Paragraph(runs) => plain(runs),
            Block::Table(rows) => format!("{rows:?}"),
        };
        document.blocks.iter().map(text).collect()
    }

    #[test]
    fn runs_breaks_and_tracked_changes() {
        let document = read(
            "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>I: </w:t></w:r><w:ins><w:r><w:t>a &amp; b&#233;</w:t></w:r></w:ins>\
             <w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:hyperlink><w:r><w:br/><w:t>link</w:t><w:tab/></w:r></w:hyperlink></w:p>",
        );
        let Block::Paragraph(runs) = &document.blocks[0] else { panic!() };
        assert_eq!(runs[0], Run { text: "I: ".into(), is_bold: true });
        assert_eq!(runs[1], Run { text: "a & bé\nlink\t".into(), is_bold: false });
        let off = read("<w:p><w:r><w:rPr><w:b w:val=\"0\"/></w:rPr><w:t>x</w:t></w:r></w:p>");
        assert_eq!(off.blocks, [Block::Paragraph(vec![Run { text: "x".into(), is_bold: false }])]);
    }

    #[test]
    fn text_boxes_are_read_once() {
        let document = read(
            "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
             <mc:Fallback><w:p><w:r><w:t>box</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>around</w:t></w:r></w:p>",
        );
        assert_eq!(lines(&document), ["box", "around"]);
    }

    #[test]
    fn tables_are_rows_of_cells() {
        let document = read(
            "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ana</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>So</w:t></w:r></w:p>\
             <w:p><w:r><w:t>it is</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        );
        assert_eq!(document.blocks, [Block::Table(vec![vec!["Ana".into(), "So\nit is".into()]])]);
    }

    #[test]
    fn hostile_markup_is_an_error_or_nothing() {
        let deep = "<w:sdt>".repeat(400);
        let xml = format!("<w:document xmlns:w=\"{}\">{deep}", NAMESPACES[0]);
        assert!(document(&xml).unwrap_err().contains("deep"));
        assert!(document("<w:document><w:p>").is_err());
        let bomb = format!(
            "<!DOCTYPE d [<!ENTITY a \"boom\"><!ENTITY b \"&a;&a;\">]><w:document xmlns:w=\"{}\"><w:p><w:r><w:t>x&b;</w:t></w:r></w:p></w:document>",
            NAMESPACES[0]
        );
        assert_eq!(lines(&document(&bomb).unwrap()), ["x\u{FFFD}"]);
    }
}
