//! A page under construction: what the readers of odt, rtf and html write paragraphs and tables on.
//!
//! In come stretches of text with their weight and the ends of paragraphs, cells, rows and tables, in
//! the order of the page; out comes a [`Document`].

use super::paragraphs::{self, Block, Document, Run};

/// How deep tables may stand in tables; what is deeper is text of the cell around.
const DEEPEST: usize = 8;

/// A table under construction.
#[derive(Default)]
struct Table {
    rows: Vec<Vec<String>>,
    /// The paragraphs of the open cell.
    cell: Vec<String>,
}

/// A page under construction.
#[derive(Default)]
pub(super) struct Page {
    document: Document,
    paragraph: Vec<Run>,
    tables: Vec<Table>,
    /// Tables that are open and too deep to be kept apart.
    too_deep: usize,
}

impl Page {
    /// Adds text to the open paragraph as it stands; a line break is `\n`.
    pub(super) fn text(&mut self, text: &str, is_bold: bool) {
        match self.paragraph.last_mut() {
            Some(run) if run.is_bold == is_bold => run.text.push_str(text),
            _ if text.is_empty() => {}
            _ => self.paragraph.push(Run { text: text.to_owned(), is_bold }),
        }
    }

    /// Adds text in which white space of any length is one space, and none at a line's beginning.
    pub(super) fn flowing(&mut self, text: &str, is_bold: bool) {
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{C}');
        for (number, word) in text.split(is_space).enumerate() {
            if number > 0 && !self.ends_open() {
                self.text(" ", is_bold);
            }
            self.text(word, is_bold);
        }
    }

    /// Whether the paragraph is empty or ends in white space.
    fn ends_open(&self) -> bool {
        let last = self.paragraph.iter().rev().find(|run| !run.text.is_empty());
        last.is_none_or(|run| run.text.ends_with([' ', '\n', '\t']))
    }

    /// Whether nothing stands in the open paragraph.
    pub(super) fn is_empty(&self) -> bool {
        self.paragraph.iter().all(|run| run.text.trim().is_empty())
    }

    /// Ends the paragraph, which may be empty.
    pub(super) fn end_paragraph(&mut self) {
        let runs = std::mem::take(&mut self.paragraph);
        match self.tables.last_mut() {
            Some(table) => table.cell.push(paragraphs::plain(&runs)),
            None => self.document.blocks.push(Block::Paragraph(runs)),
        }
    }

    /// Ends the paragraph if anything stands in it.
    pub(super) fn close_paragraph(&mut self) {
        if self.is_empty() {
            self.paragraph.clear();
        } else {
            self.end_paragraph();
        }
    }

    /// Whether a table is open.
    pub(super) fn in_table(&self) -> bool {
        !self.tables.is_empty()
    }

    /// Begins a table.
    pub(super) fn begin_table(&mut self) {
        self.close_paragraph();
        match self.tables.len() < DEEPEST {
            true => self.tables.push(Table::default()),
            false => self.too_deep += 1,
        }
    }

    /// Begins a row.
    pub(super) fn begin_row(&mut self) {
        if let Some(table) = self.tables.last_mut().filter(|_| self.too_deep == 0) {
            table.rows.push(Vec::new());
        }
    }

    /// Ends a cell. Without a row, it begins one.
    pub(super) fn end_cell(&mut self) {
        self.end_cell_as(None, 1);
    }

    /// Ends a cell that stands for as many; a value takes the place of its words.
    pub(super) fn end_cell_as(&mut self, value: Option<String>, times: usize) {
        self.close_paragraph();
        if let Some(table) = self.tables.last_mut().filter(|_| self.too_deep == 0) {
            let words = std::mem::take(&mut table.cell).join("\n").trim().to_owned();
            let cell = value.unwrap_or(words);
            if table.rows.is_empty() {
                table.rows.push(Vec::new());
            }
            if let Some(row) = table.rows.last_mut() {
                row.extend(std::iter::repeat_n(cell, times));
            }
        }
    }

    /// Ends a row that stands for as many.
    pub(super) fn end_row_as(&mut self, times: usize) {
        if let Some(table) = self.tables.last_mut().filter(|_| self.too_deep == 0)
            && let Some(row) = table.rows.last().cloned()
        {
            table.rows.extend(std::iter::repeat_n(row, times.saturating_sub(1)));
        }
    }

    /// Ends a table. One within a cell is text of that cell.
    pub(super) fn end_table(&mut self) {
        self.close_paragraph();
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(mut table) = self.tables.pop() else { return };
        let left = std::mem::take(&mut table.cell);
        if !left.iter().all(|text| text.trim().is_empty()) {
            table.rows.push(vec![left.join("\n").trim().to_owned()]);
        }
        table.rows.retain(|row| !row.is_empty());
        match self.tables.last_mut() {
            Some(outer) => outer.cell.extend(table.rows.iter().map(|row| row.join(" "))),
            None => self.document.blocks.push(Block::Table(table.rows)),
        }
    }

    /// Counts a comment that is not read.
    pub(super) fn comment(&mut self) {
        self.document.comments += 1;
    }

    /// Counts a footnote or endnote that is not read.
    pub(super) fn note(&mut self) {
        self.document.notes += 1;
    }

    /// The finished document.
    pub(super) fn finish(mut self) -> Document {
        self.close_paragraph();
        while self.in_table() {
            self.end_table();
        }
        self.document
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_flows_and_weight_is_kept() {
        let mut page = Page::default();
        page.flowing("\n  Ana: ", true);
        page.flowing(" so\n it", false);
        page.text("\n", false);
        page.flowing(" is ", false);
        page.end_paragraph();
        let run = |text: &str, is_bold| Run { text: text.into(), is_bold };
        assert_eq!(
            page.finish().blocks,
            [Block::Paragraph(vec![run("Ana: ", true), run("so it\nis ", false)])]
        );
    }

    #[test]
    fn tables_within_tables_are_text_of_a_cell_and_unclosed_ones_end() {
        let mut page = Page::default();
        for _ in 0..40 {
            page.begin_table();
            page.begin_row();
        }
        page.text("So", false);
        assert_eq!(page.finish().blocks, [Block::Table(vec![vec!["So".into()]])]);
    }
}
