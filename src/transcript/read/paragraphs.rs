//! The paragraphs and tables of a Word document (ECMA-376 part 1, WordprocessingML).
//!
//! In comes `word/document.xml`, out come paragraphs as runs with their boldness, in the order of
//! the page, and tables as rows of cells. Inserted text is kept and deleted text left out, and so is
//! hidden text; comments, notes, pictures and fields are passed over. Entities of a document type are
//! never expanded.

use std::collections::BTreeSet;

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
    /// Whether words of it are hidden.
    pub(super) has_hidden: bool,
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

/// Elements whose content is not read: deletions, moved-away text, the second of two renderings, and
/// formats before a tracked change.
const PASSED_OVER: [&str; 8] =
    ["del", "moveFrom", "Fallback", "instrText", "delText", "rt", "rPrChange", "pPrChange"];

/// Reads a document's main part, of which some styles are bold. The error is what is wrong with it.
pub(super) fn document(xml: &str, bold: BTreeSet<String>) -> Result<Document, String> {
    let mut reader = NsReader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut page = Page { bold, ..Page::default() };
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

/// A paragraph under construction.
#[derive(Default)]
struct Paragraph {
    runs: Vec<Run>,
    /// Whether its style is bold.
    is_bold: bool,
    /// Whether its mark was deleted.
    goes_on: bool,
}

/// The page under construction.
#[derive(Default)]
struct Page {
    document: Document,
    /// Open paragraphs: a text box is a paragraph within a run of another.
    paragraphs: Vec<Paragraph>,
    /// What stands before a paragraph's mark that was deleted: the next paragraph goes on with it.
    going_on: Vec<Run>,
    tables: Vec<Table>,
    /// The styles that are bold.
    bold: BTreeSet<String>,
    /// Whether the open run is bold.
    is_bold: bool,
    /// Whether the open run is hidden.
    is_hidden: bool,
    /// Whether the properties of a paragraph are open.
    in_properties: bool,
    /// Whether properties of a run are open, and not those of a paragraph's mark.
    in_run: bool,
    /// Whether text is open.
    in_text: bool,
}

impl Page {
    fn start(&mut self, name: &str, start: &BytesStart) {
        match name {
            "p" => {
                let runs = std::mem::take(&mut self.going_on);
                self.paragraphs.push(Paragraph { runs, ..Paragraph::default() });
            }
            "pPr" => self.in_properties = true,
            "pStyle" if self.in_properties => {
                let is_bold = value(start).is_some_and(|style| self.bold.contains(&style));
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.is_bold = is_bold;
                }
            }
            "del" | "moveFrom" if self.in_properties => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.goes_on = true;
                }
            }
            "r" => {
                self.is_bold = self.paragraphs.last().is_some_and(|paragraph| paragraph.is_bold);
                (self.is_hidden, self.in_run) = (false, true);
            }
            "b" if self.in_run => self.is_bold = is_on(start),
            "vanish" if self.in_run => self.is_hidden = is_on(start),
            "rStyle" if self.in_run => {
                self.is_bold |= value(start)
                    .is_some_and(|style| style == "Strong" || self.bold.contains(&style));
            }
            "t" => self.in_text = true,
            "tab" | "ptab" if self.in_run => self.push("\t"),
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
                let Some(Paragraph { runs, goes_on, .. }) = self.paragraphs.pop() else { return };
                if goes_on {
                    self.going_on = runs;
                    return;
                }
                match self.tables.last_mut() {
                    Some(table) => table.cell.push(plain(&runs)),
                    None => self.document.blocks.push(Block::Paragraph(runs)),
                }
            }
            "pPr" => self.in_properties = false,
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
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        if self.is_hidden {
            self.document.has_hidden |= !text.trim().is_empty();
            return;
        }
        match paragraph.runs.last_mut() {
            Some(run) if run.is_bold == is_bold => run.text.push_str(text),
            _ => paragraph.runs.push(Run { text: text.to_owned(), is_bold }),
        }
    }

    fn finish(mut self) -> Document {
        if !self.going_on.is_empty() {
            self.document.blocks.push(Block::Paragraph(self.going_on));
        }
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
pub(super) fn value_of(start: &BytesStart, name: &str) -> Option<String> {
    let attribute = start
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(attribute.value.to_string())
}

/// The value of `w:val`.
pub(super) fn value(start: &BytesStart) -> Option<String> {
    value_of(start, "val")
}

/// Whether a switch such as `<w:b/>` is on.
pub(super) fn is_on(start: &BytesStart) -> bool {
    !value(start).is_some_and(|value| matches!(value.as_str(), "0" | "false" | "off"))
}

#[cfg(test)]
mod tests;
