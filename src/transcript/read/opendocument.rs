//! The content of OpenDocument files (OASIS OpenDocument 1.3, part 3), text and spreadsheet alike.
//!
//! In comes `content.xml` (or a flat file) with the styles that say what is bold, out come paragraphs
//! and tables in the order of the page, and the names of the tables. Tracked deletions, comments,
//! notes and pictures are passed over; repeated cells are repeated up to a limit; entities of a
//! document type are never expanded.

use std::collections::BTreeSet;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::page::Page;
use super::paragraphs::{Block, Document};

/// How deep elements may be nested.
const DEEPEST: usize = 256;

/// The most spaces that one element may stand for.
const MOST_SPACES: usize = 1_000;

/// The most columns and rows that a repetition is written out to.
const MOST_REPEATED: usize = 256;

/// The most cells that a file may have, repeated ones among them.
const MOST_CELLS: usize = 4_000_000;

/// Elements whose content is no text of the page.
const PASSED_OVER: [&str; 9] = [
    "text:tracked-changes",
    "text:note",
    "office:annotation",
    "office:scripts",
    "office:settings",
    "office:meta",
    "office:master-styles",
    "text:table-of-content",
    "svg:desc",
];

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// Paragraphs and tables.
    pub(super) document: Document,
    /// The tables' names, in their order.
    pub(super) names: Vec<String>,
}

/// The names of the styles that are bold.
pub(super) type Bold = BTreeSet<String>;

/// Reads the content. `of_values` says that cells are numbers and dates (a spreadsheet), not what is
/// shown of them. The error is what is wrong with it.
pub(super) fn content(xml: &str, bold: Bold, of_values: bool) -> Result<Content, String> {
    let mut reading =
        Reading { styles: Styles { bold, ..Styles::default() }, of_values, ..Reading::default() };
    walk(xml, |event| reading.event(event))?;
    let mut content = Content { document: reading.page.finish(), names: reading.names };
    // A repeated row at a sheet's end is only its lower border.
    for block in &mut content.document.blocks {
        if let Block::Table(rows) = block {
            while rows.last().is_some_and(|row| row.iter().all(String::is_empty)) {
                rows.pop();
            }
        }
    }
    Ok(content)
}

/// The bold styles of a file of styles.
pub(super) fn bold_styles(xml: &str) -> Bold {
    let mut styles = Styles::default();
    let walked = walk(xml, |event| {
        styles.event(event);
        Ok(())
    });
    walked.map(|()| styles.bold).unwrap_or_default()
}

/// An element begins, ends, or there is text.
enum Markup<'e> {
    Start(&'e str, &'e BytesStart<'e>),
    End(&'e str),
    Text(&'e str),
}

/// Goes through the markup in its order, with a limit on its depth.
fn walk(xml: &str, mut each: impl FnMut(Markup) -> Result<(), String>) -> Result<(), String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut depth = 0usize;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err("its elements are nested too deep".to_owned());
                }
                each(Markup::Start(start.name().as_ref(), &start))?;
            }
            Event::Empty(start) => {
                each(Markup::Start(start.name().as_ref(), &start))?;
                each(Markup::End(start.name().as_ref()))?;
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                each(Markup::End(end.name().as_ref()))?;
            }
            Event::Text(text) => each(Markup::Text(&text))?,
            Event::CData(text) => each(Markup::Text(&text))?,
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(c)) => each(Markup::Text(c.encode_utf8(&mut [0; 4])))?,
                _ => {
                    let known = quick_xml::escape::resolve_xml_entity(&reference);
                    each(Markup::Text(known.unwrap_or("\u{FFFD}")))?;
                }
            },
            Event::Eof if depth > 0 => return Err("it ends too early".to_owned()),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// An attribute's value.
fn value(start: &BytesStart, name: &str) -> Option<String> {
    let attribute = start.attributes().flatten().find(|found| found.key.as_ref() == name)?;
    attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

/// Which styles are bold.
#[derive(Default)]
struct Styles {
    bold: Bold,
    open: Option<String>,
}

impl Styles {
    fn event(&mut self, markup: Markup) {
        match markup {
            Markup::Start("style:style", start) => {
                self.open = value(start, "style:name");
                let parent = value(start, "style:parent-style-name");
                if let (Some(name), Some(parent)) = (&self.open, parent)
                    && self.bold.contains(&parent)
                {
                    self.bold.insert(name.clone());
                }
            }
            Markup::Start("style:text-properties", start) => {
                let (Some(name), Some(weight)) = (&self.open, value(start, "fo:font-weight"))
                else {
                    return;
                };
                let is_bold =
                    weight == "bold" || weight.parse().is_ok_and(|weight: u32| weight > 500);
                match is_bold {
                    true => _ = self.bold.insert(name.clone()),
                    false => _ = self.bold.remove(name),
                }
            }
            Markup::End("style:style") => self.open = None,
            _ => {}
        }
    }
}

/// The content under reading.
#[derive(Default)]
struct Reading {
    page: Page,
    styles: Styles,
    of_values: bool,
    names: Vec<String>,
    depth: usize,
    /// The depth at which something passed over began.
    passing: Option<usize>,
    /// Whether each open paragraph and span is bold.
    weights: Vec<bool>,
    /// Open paragraphs: a text box stands within one.
    paragraphs: usize,
    /// The open cells: how often each is repeated, and its value.
    cells: Vec<(usize, Option<String>)>,
    /// How often each open row is repeated.
    rows: Vec<usize>,
    /// Cells so far.
    written: usize,
}

impl Reading {
    fn event(&mut self, markup: Markup) -> Result<(), String> {
        match markup {
            Markup::Start(name, start) => {
                self.depth += 1;
                if self.passing.is_none() {
                    match PASSED_OVER.contains(&name) {
                        true => self.pass_over(name),
                        false => self.start(name, start),
                    }
                }
            }
            Markup::End(name) => {
                if self.passing.is_none() {
                    self.end(name)?;
                } else if self.passing == Some(self.depth) {
                    self.passing = None;
                }
                self.depth = self.depth.saturating_sub(1);
            }
            Markup::Text(text) if self.passing.is_none() && self.paragraphs > 0 => {
                self.page.flowing(text, self.is_bold());
            }
            Markup::Text(_) => {}
        }
        Ok(())
    }

    fn pass_over(&mut self, name: &str) {
        self.passing = Some(self.depth);
        match name {
            "office:annotation" => self.page.comment(),
            "text:note" => self.page.note(),
            _ => {}
        }
    }

    fn is_bold(&self) -> bool {
        self.weights.last().copied().unwrap_or(false)
    }

    fn start(&mut self, name: &str, start: &BytesStart) {
        self.styles.event(Markup::Start(name, start));
        let count = |attribute: &str| {
            value(start, attribute).and_then(|count| count.parse::<usize>().ok()).unwrap_or(1)
        };
        match name {
            "text:p" | "text:h" | "text:span" => {
                let style = value(start, "text:style-name");
                let is_bold = style.is_some_and(|style| self.styles.bold.contains(&style));
                if name != "text:span" {
                    if self.paragraphs > 0 {
                        self.page.close_paragraph();
                    }
                    self.paragraphs += 1;
                }
                let is_bold = is_bold || name == "text:span" && self.is_bold();
                self.weights.push(is_bold);
            }
            "text:s" => {
                let spaces = " ".repeat(count("text:c").min(MOST_SPACES));
                self.page.text(&spaces, self.is_bold());
            }
            "text:tab" => self.page.text("\t", self.is_bold()),
            "text:line-break" => self.page.text("\n", self.is_bold()),
            "table:table" => {
                if !self.page.in_table() {
                    self.names.push(value(start, "table:name").unwrap_or_default());
                }
                self.page.begin_table();
            }
            "table:table-row" => {
                self.rows.push(count("table:number-rows-repeated").clamp(1, MOST_REPEATED));
                self.page.begin_row();
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let written = self.of_values.then(|| cell_value(start)).flatten();
                self.cells.push((count("table:number-columns-repeated"), written));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) -> Result<(), String> {
        self.styles.event(Markup::End(name));
        match name {
            "text:p" | "text:h" => {
                self.weights.pop();
                self.paragraphs = self.paragraphs.saturating_sub(1);
                self.page.end_paragraph();
            }
            "text:span" => _ = self.weights.pop(),
            "table:table-cell" | "table:covered-table-cell" => {
                let (times, written) = self.cells.pop().unwrap_or((1, None));
                let times = times.clamp(1, MOST_REPEATED);
                self.written += times * self.rows.last().copied().unwrap_or(1);
                if self.written > MOST_CELLS {
                    return Err(format!("it has more than {MOST_CELLS} cells"));
                }
                self.page.end_cell_as(written, times);
            }
            "table:table-row" => {
                let times = self.rows.pop().unwrap_or(1);
                self.page.end_row_as(times);
            }
            "table:table" => self.page.end_table(),
            _ => {}
        }
        Ok(())
    }
}

/// A cell's value where it is not what is shown: dates in ISO 8601, times as a clock, numbers.
fn cell_value(start: &BytesStart) -> Option<String> {
    match value(start, "office:value-type")?.as_str() {
        "float" | "percentage" | "currency" => value(start, "office:value"),
        "date" => value(start, "office:date-value").map(|date| date.replace('T', " ")),
        "time" => value(start, "office:time-value").and_then(|time| clock(&time)),
        "boolean" => value(start, "office:boolean-value"),
        _ => None,
    }
}

/// A duration such as `PT01H30M05S` as `01:30:05`.
fn clock(duration: &str) -> Option<String> {
    let (hours, rest) = duration.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?;
    Some(format!("{hours:0>2}:{minutes:0>2}:{seconds:0>2}").replace(',', "."))
}
