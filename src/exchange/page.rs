//! HTML as other tools keep it: the words alone, with blank lines between paragraphs.
//!
//! In comes HTML, out come two texts and the way from one to the other: the text nodes as they
//! follow each other, which is what Taguette counts bytes in, and a text that a person can read.

use std::ops::Range;

use crate::transcript::read::html_tags::{Piece, Pieces};

/// Elements that stand by themselves.
const BLOCKS: [&str; 20] = [
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
    "tr",
    "table",
    "blockquote",
    "pre",
    "section",
    "article",
    "dd",
    "dt",
    "hr",
];

/// Elements whose text nobody reads.
const UNREAD: [&str; 4] = ["script", "style", "template", "title"];

/// A page's words.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The text to read.
    pub(super) text: String,
    /// The stretches that both texts share: bytes in the text nodes, and where they stand here.
    pieces: Vec<(Range<usize>, usize)>,
    /// How long the text nodes are together.
    length: usize,
}

impl Page {
    /// Reads HTML.
    pub(super) fn of(html: &str) -> Self {
        let mut page = Page::default();
        let (mut unread, mut has_begun) = (0_usize, false);
        for piece in Pieces::of(html) {
            match piece {
                // Before the first element white space belongs to nothing.
                Piece::Text(text) if !has_begun && text.trim().is_empty() => {}
                Piece::Text(text) if unread == 0 => page.push(&text),
                Piece::Text(_) => {}
                Piece::Open(tag) => {
                    has_begun = true;
                    let name = tag.name.as_str();
                    unread += usize::from(UNREAD.contains(&name) && !tag.is_closed);
                    if name == "br" {
                        page.part("\n");
                    }
                    page.block(name);
                }
                Piece::Close(name) => {
                    unread = unread.saturating_sub(usize::from(UNREAD.contains(&name.as_str())));
                    page.block(&name);
                }
            }
        }
        page.block("p");
        page
    }

    /// The beginning or the end of an element.
    fn block(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.part("\n\n");
        }
    }

    fn push(&mut self, text: &str) {
        let from = self.length;
        self.length += text.len();
        // White space between blocks is counted and not read.
        let at_end = self.text.is_empty() || self.text.ends_with('\n');
        if at_end && text.trim().is_empty() {
            return;
        }
        self.pieces.push((from..self.length, self.text.len()));
        self.text.push_str(text);
    }

    fn part(&mut self, mark: &str) {
        while mark == "\n\n" && self.text.ends_with('\n') {
            self.text.pop();
        }
        if !self.text.is_empty() {
            self.text.push_str(mark);
        }
    }

    /// The bytes of the text to read that bytes of the text nodes stand for.
    pub(super) fn range(&self, nodes: Range<usize>) -> Option<Range<usize>> {
        let inside =
            |piece: &&(Range<usize>, usize)| piece.0.start < nodes.end && nodes.start < piece.0.end;
        let first = self.pieces.iter().find(inside)?;
        let last = self.pieces.iter().rfind(inside)?;
        let start = first.1 + nodes.start.saturating_sub(first.0.start);
        let end = last.1 + nodes.end.min(last.0.end) - last.0.start;
        let (start, end) = (start.min(self.text.len()), end.min(self.text.len()));
        let whole = self.text.floor_char_boundary(start)..self.text.ceil_char_boundary(end);
        (whole.start < whole.end).then_some(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_text_nodes_lead_into_the_text() {
        let page = Page::of("<p>A &amp; <b>é</b> 🙂.</p>\n<p>Two<br>lines</p><script>x</script>");
        assert_eq!(page.text, "A & é 🙂.\n\nTwo\nlines\n\n");
        let said = |from: usize, to: usize| page.range(from..to).map(|range| &page.text[range]);
        assert_eq!(said(4, 6), Some("é"));
        assert_eq!(said(7, 12), Some("🙂."));
        assert_eq!(said(13, 16), Some("Two"));
        assert_eq!(said(13, 99), Some("Two\nlines"));
        assert_eq!(said(5, 6), Some("é"), "half a character is the whole");
        assert_eq!(said(400, 500), None);
    }
}
