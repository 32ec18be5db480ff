//! Web pages: transcripts saved from a browser, or exported as HTML by a transcription service.
//!
//! In comes the decoded page, out come its paragraphs and tables, of which [`document`] makes turns.
//! It is read as a browser reads careless markup: nothing need be closed. Scripts, styles, forms and
//! navigation are passed over, and nothing that the page refers to is fetched.

use super::html_tags::{Piece, Pieces, Tag};
use super::input::Input;
use super::page::Page;
use super::{Reader, document};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// Web pages.
pub(super) struct Html;

impl Reader for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn about(&self) -> &'static str {
        "web pages: labels, bold labels, tables of turns"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml"]
    }

    fn recognises(&self, input: &Input) -> bool {
        let start = input.text().trim_start();
        // A page that a page shows is speech; it could show a page again, and so on.
        if input.is_extracted {
            return false;
        }
        let head = start.get(..start.floor_char_boundary(2_000)).unwrap_or_default();
        let head = head.to_ascii_lowercase();
        let is_page = || head.contains("<!doctype html") || head.contains("<html");
        // Part of a page is known by its name and any mark.
        let is_part = self.extensions().contains(&input.extension().as_str())
            && PARTS.iter().any(|part| head.contains(part));
        is_part || start.starts_with('<') && is_page()
    }

    fn read(&self, input: Input) -> Result<Transcript, Diagnostic> {
        let mut reading = Reading::default();
        for piece in Pieces::of(input.text()) {
            match piece {
                Piece::Text(text) => reading.text(&text),
                Piece::Open(tag) => reading.open(&tag),
                Piece::Close(name) => reading.close(&name),
            }
        }
        let mut transcript = document::transcript(&reading.page.finish(), &input)?;
        let title = reading.title.split_whitespace().collect::<Vec<_>>().join(" ");
        if !title.is_empty() {
            transcript.meta.push(("title".to_owned(), title));
        }
        Ok(transcript)
    }
}

/// Marks of which part of a page has one.
const PARTS: [&str; 14] = [
    "<p>", "<p ", "<br", "<div", "<table", "<pre", "<span", "<ul", "<ol", "<dl", "<h1", "<h2",
    "<b>", "<body",
];

/// Elements that are passed over with what they hold.
const PASSED_OVER: [&str; 8] =
    ["nav", "select", "button", "svg", "template", "noscript", "object", "math"];

/// Elements that are paragraphs, or whose beginning and end are those of one.
const BLOCKS: [&str; 31] = [
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "aside",
    "figure",
    "figcaption",
    "blockquote",
    "pre",
    "hr",
    "body",
    "form",
    "fieldset",
    "address",
    "details",
    "summary",
];

/// Elements that make no difference but may carry a weight of their own.
const INLINE: [&str; 8] = ["b", "strong", "span", "em", "i", "u", "font", "a"];

/// How many open elements are kept account of.
const MOST_OPEN: usize = 256;

/// Whether LibreOffice wrote an element for what is no part of the text: running heads and feet,
/// notes, and the numbers that lead to notes.
fn is_furniture(tag: &Tag) -> bool {
    match tag.name.as_str() {
        "div" => {
            matches!(tag.attribute("title"), Some("header" | "footer"))
                || tag
                    .attribute("id")
                    .is_some_and(|id| id.starts_with("sdfootnote") || id.starts_with("sdendnote"))
        }
        "a" => matches!(tag.attribute("class"), Some("sdfootnoteanc" | "sdendnoteanc")),
        _ => false,
    }
}

/// The page under reading.
#[derive(Default)]
struct Reading {
    page: Page,
    title: String,
    in_title: bool,
    in_pre: bool,
    /// The element that is passed over, and how often it is open.
    passing: Option<(String, usize)>,
    /// Open inline elements and whether each is bold.
    open: Vec<(String, bool)>,
    /// Open cells: one within another stands in a table within.
    in_cell: Vec<bool>,
}

impl Reading {
    fn text(&mut self, text: &str) {
        if self.in_title {
            self.title.push_str(text);
            return;
        }
        if self.passing.is_some() {
            return;
        }
        let is_bold = self.open.last().is_some_and(|(_, is_bold)| *is_bold);
        match self.in_pre {
            true => self.page.text(text, is_bold),
            false => self.page.flowing(text, is_bold),
        }
    }

    fn open(&mut self, tag: &Tag) {
        let name = tag.name.as_str();
        if let Some((passed, times)) = &mut self.passing {
            *times += usize::from(passed == name);
            return;
        }
        match name {
            "title" => self.in_title = true,
            "br" => self.page.text("\n", false),
            "pre" => {
                self.page.close_paragraph();
                self.in_pre = true;
            }
            "table" => {
                self.page.begin_table();
                self.in_cell.push(false);
            }
            "tr" => {
                self.end_cell();
                self.page.begin_row();
            }
            "td" | "th" => {
                self.end_cell();
                if let Some(in_cell) = self.in_cell.last_mut() {
                    *in_cell = true;
                }
            }
            name if (PASSED_OVER.contains(&name) || is_furniture(tag)) && !tag.is_closed => {
                if BLOCKS.contains(&name) {
                    self.page.close_paragraph();
                }
                self.passing = Some((name.to_owned(), 1));
            }
            name if BLOCKS.contains(&name) => self.page.close_paragraph(),
            name if INLINE.contains(&name) && self.open.len() < MOST_OPEN && !tag.is_closed => {
                let around = self.open.last().is_some_and(|(_, is_bold)| *is_bold);
                let is_bold = matches!(name, "b" | "strong");
                let own = tag.weight().unwrap_or(is_bold || around);
                self.open.push((name.to_owned(), own));
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((passed, times)) = &mut self.passing {
            if passed == name {
                *times -= 1;
            }
            if *times == 0 {
                self.passing = None;
            }
            return;
        }
        match name {
            "title" => self.in_title = false,
            "pre" => {
                self.in_pre = false;
                self.page.close_paragraph();
            }
            "td" | "th" | "tr" => self.end_cell(),
            "table" => {
                self.end_cell();
                if self.in_cell.pop().is_some() {
                    self.page.end_table();
                }
            }
            // An empty paragraph is one, too: it sets others apart.
            "p" => self.page.close_paragraph(),
            name if BLOCKS.contains(&name) => {
                self.page.close_paragraph();
                if !self.page.in_table() {
                    self.open.clear();
                }
            }
            name => {
                if let Some(place) = self.open.iter().rposition(|(open, _)| open == name) {
                    self.open.truncate(place);
                }
            }
        }
    }

    fn end_cell(&mut self) {
        if let Some(in_cell) = self.in_cell.last_mut().filter(|in_cell| **in_cell) {
            *in_cell = false;
            self.page.end_cell();
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::transcript::Transcript;
    use crate::transcript::read::{Options, read};

    fn of(body: &str) -> Transcript {
        let page = format!("<!DOCTYPE html><html><head><title>A talk</title></head><body>{body}");
        let transcript = read(page.as_bytes(), "t.html", &Options::default()).unwrap();
        assert_eq!(transcript.format, "html");
        transcript
    }

    #[test]
    fn paragraphs_need_not_be_closed() {
        let transcript = of("<p><b>I:</b> How did\n it go?<p>P1: Well&nbsp;&mdash; &#233;<br>so.\
                             <script>if (a < b) { x = '<p>I: no' }</script>\
                             <nav><ul><li>Home</ul></nav><!-- <p>I: no --><p>I: And?<p>P1: <i>No</i>.");
        assert_eq!(
            transcript.text,
            "I: How did it go?\nP1: Well\u{A0}\u{2014} é so.\nI: And?\nP1: No."
        );
        assert_eq!(transcript.meta, [("title".to_owned(), "A talk".to_owned())]);
    }

    #[test]
    fn a_page_that_is_shown_in_a_page_is_text() {
        let shown = |depth: usize| format!("&{}lt;html&{}gt;So.", "amp;".repeat(depth), "");
        for depth in [0, 1, 5_000] {
            let page = of(&format!("<html><p>{}", shown(depth)));
            assert!(page.text.contains("So."), "{depth}");
        }
    }

    #[test]
    fn running_heads_feet_and_notes_of_libreoffice_are_left_out() {
        let transcript = of("<div title=\"header\"><p>Talk 7</p></div><p>I: How\
                             <a class=\"sdfootnoteanc\" href=\"#n\"><sup>1</sup></a> was it?</p>\
                             <p>P1: Well <div title=footer><div><p>Page 4</div></div>\
                             <div id='sdfootnote1'><p>1 A note</div><p>P1: Fine.");
        assert_eq!(transcript.text, "I: How was it?\nP1: Well\nP1: Fine.");
        assert_eq!(of("<div title='Header of a talk'><p>I: So?</div>").text, "I: So?");
    }

    #[test]
    fn tables_and_bold_questions_are_read() {
        let table = of("<table><tr><th>speaker<th>text<tr><td>Ana<td>So.<p>It is.\
                        <tr><td>Ben</td><td>No.</td></tr></table>");
        assert_eq!(table.text, "Ana: So. It is.\nBen: No.");
        let bold =
            of("<p><span style='font-weight: 700'>How did you start?</span></p><p>Sideways.\
                       <p><strong>What kept you?</strong><p>The people.");
        assert_eq!(bold.speakers, ["(bold)", "(plain)"]);
    }
}
