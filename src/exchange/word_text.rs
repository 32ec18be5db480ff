//! The text of a Word document with the places of its comments (ECMA-376 part 1).
//!
//! In comes `word/document.xml`, out come the words with a blank line between paragraphs, and for
//! every comment the bytes that it was made on. Deleted text is left out as the reader of
//! transcripts leaves it out; a comment without a range is about the paragraph it stands in.

use std::collections::BTreeMap;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// How deep elements may be nested.
const DEEPEST: usize = 256;

/// Elements whose content is not read.
const PASSED_OVER: [&str; 7] =
    ["del", "moveFrom", "Fallback", "instrText", "delText", "rt", "delInstrText"];

/// What was commented on.
#[derive(Debug, Default)]
pub(super) struct Commented {
    /// The words.
    pub(super) text: String,
    /// By the comment's number, the bytes.
    pub(super) ranges: BTreeMap<String, Range<usize>>,
}

/// Reads the main part. The error is what is wrong with it.
pub(super) fn read(xml: &str) -> Result<Commented, String> {
    let mut reader = Reader::from_str(xml);
    let mut page = Page::default();
    let mut depth = 0usize;
    let mut passing: Option<usize> = None;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err("its elements are nested too deep".to_owned());
                }
                let name = start.local_name();
                if passing.is_none() {
                    match PASSED_OVER.contains(&name.as_ref()) {
                        true => passing = Some(depth),
                        false => page.start(name.as_ref(), &start),
                    }
                }
            }
            Event::Empty(start) if passing.is_none() => {
                let name = start.local_name();
                page.start(name.as_ref(), &start);
                page.end(name.as_ref());
            }
            Event::End(end) => {
                if passing.is_none() {
                    page.end(end.local_name().as_ref());
                }
                if passing == Some(depth) {
                    passing = None;
                }
                depth = depth.saturating_sub(1);
            }
            Event::Text(text) if passing.is_none() => page.words(&text),
            Event::CData(text) if passing.is_none() => page.words(&text),
            Event::GeneralRef(reference) if passing.is_none() => page.words(&entity(&reference)),
            Event::Eof if depth > 0 => return Err("it ends too early".to_owned()),
            Event::Eof => return Ok(page.done),
            _ => {}
        }
    }
}

/// The characters of a reference; those of a document type are never expanded.
pub(super) fn entity(reference: &quick_xml::events::BytesRef<'_>) -> String {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => c.to_string(),
        _ => quick_xml::escape::resolve_xml_entity(reference).unwrap_or("\u{FFFD}").to_owned(),
    }
}

/// An attribute's value by its local name.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.attributes().flatten().find(|one| one.key.local_name().as_ref() == name)?;
    Some(
        quick_xml::escape::unescape(&found.value)
            .map_or_else(|_| found.value.to_string(), std::borrow::Cow::into_owned),
    )
}

/// The page under construction.
#[derive(Default)]
struct Page {
    done: Commented,
    /// Where the open ranges began.
    open: BTreeMap<String, usize>,
    /// Where the open paragraph began.
    paragraph: usize,
    /// Comments of the open paragraph that have no range.
    loose: Vec<String>,
    in_text: bool,
}

impl Page {
    fn start(&mut self, name: &str, start: &BytesStart<'_>) {
        let at = self.done.text.len();
        let id = || attribute(start, "id").unwrap_or_default();
        match name {
            "p" => self.paragraph = at,
            "t" => self.in_text = true,
            "tab" => self.done.text.push(' '),
            "br" | "cr" => self.done.text.push('\n'),
            "noBreakHyphen" => self.done.text.push('-'),
            "commentRangeStart" => {
                self.open.insert(id(), at);
            }
            "commentRangeEnd" => {
                let id = id();
                if let Some(begun) = self.open.remove(&id) {
                    self.done.ranges.insert(id, begun..at);
                }
            }
            "commentReference" => {
                let id = id();
                if self.done.ranges.get(&id).is_none_or(Range::is_empty) {
                    self.loose.push(id);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "t" => self.in_text = false,
            "p" => {
                let whole = self.paragraph..self.done.text.len();
                for id in self.loose.drain(..) {
                    self.done.ranges.insert(id, whole.clone());
                }
                if !self.done.text.is_empty() && !self.done.text.ends_with("\n\n") {
                    self.done.text.push_str("\n\n");
                }
                self.paragraph = self.done.text.len();
            }
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.in_text {
            self.done.text.push_str(words);
        }
    }
}
