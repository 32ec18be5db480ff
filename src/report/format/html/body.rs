//! The pieces of a page: headings, tables, quotations, paragraphs, figures.

use crate::report::figure::Figure;
use crate::report::format::walk::{Block, blocks};
use crate::report::section::Quote;
use crate::report::table::{Cell, Table};
use crate::report::{Report, draw, escape};

/// The deepest set-in that the style sheet knows.
const DEEPEST: usize = 6;
/// A table of more columns is printed in smaller letters.
const WIDE: usize = 9;
/// Headings go no deeper.
const LAST_HEADING: u8 = 6;

/// A page's body in the making.
#[derive(Clone, Debug, Default)]
pub struct Body {
    html: String,
    figures: usize,
}

impl Body {
    /// What was written.
    pub fn html(&self) -> &str {
        &self.html
    }

    /// Appends markup as it is.
    pub fn raw(&mut self, markup: &str) {
        self.html.push_str(markup);
    }

    /// Appends words.
    pub fn words(&mut self, text: &str) {
        self.html.push_str(&escape::html(text));
    }

    /// Appends an element around words. The attributes are markup: escape what is put into them.
    pub fn element(&mut self, name: &str, attributes: &str, text: &str) {
        let space = if attributes.is_empty() { "" } else { " " };
        let text = escape::html(text);
        self.html.push_str(&format!("<{name}{space}{attributes}>{text}</{name}>\n"));
    }

    /// Everything of a report but its title; its sections have headings from `level` on.
    pub fn report(&mut self, report: &Report, title: &str, level: u8) {
        // What a table is called: the heading above it.
        let mut heading = title;
        for block in blocks(report) {
            match block {
                Block::Head(lines) => self.lines("base", lines),
                Block::Heading(depth, words) => {
                    let level = (level + depth.saturating_sub(1)).clamp(1, LAST_HEADING);
                    self.element(&format!("h{level}"), "", words);
                    heading = words;
                }
                Block::Table(table) => self.table(table, heading),
                Block::Quotes(quotes) => quotes.iter().for_each(|quote| self.quote(quote)),
                Block::Prose(lines) => lines.iter().for_each(|line| self.element("p", "", line)),
                Block::Figure(figure) => self.figure(figure, heading),
                Block::Notes(lines) => self.lines("note", lines),
            }
        }
    }

    /// A figure; it is called as it calls itself where the heading says something else.
    fn figure(&mut self, figure: &Figure, heading: &str) {
        self.figures += 1;
        let drawing = draw::inline(figure, &format!("figure-{}", self.figures));
        self.raw(&format!(
            "<figure>\n<div class=\"scroll\" role=\"group\" tabindex=\"0\" \
             aria-label=\"{}\">\n{drawing}</div>\n",
            escape::html(figure.title())
        ));
        if figure.title() != heading {
            self.element("figcaption", "", figure.title());
        }
        self.raw("</figure>\n");
    }

    /// A table; its caption is the heading above it, so it is only heard. On a narrow screen it moves sideways, by key too.
    pub fn table(&mut self, table: &Table, caption: &str) {
        let label = escape::html(caption);
        let class = if table.columns.len() > WIDE { " class=\"wide\"" } else { "" };
        // Rows below a heading of their own lose it in another order.
        let is_heading = |row: &Vec<Cell>| {
            row.len() > 1 && row.iter().skip(1).all(|cell| *cell == Cell::Missing)
        };
        let sortable = if table.rows.iter().any(is_heading) { "" } else { " data-sortable" };
        self.raw(&format!(
            "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{label}\">\n\
             <table{class}{sortable}>\n<caption class=\"heard\">{label}</caption>\n<thead>\n<tr>"
        ));
        for column in &table.columns {
            let class = if column.right { " class=\"n\"" } else { "" };
            let heading = escape::html(&column.heading);
            // A heading without words is a corner, not a heading.
            match heading.is_empty() {
                true => self.raw("<td></td>"),
                false => self.raw(&format!("<th scope=\"col\"{class}>{heading}</th>")),
            }
        }
        self.raw("</tr>\n</thead>\n<tbody>\n");
        for row in &table.rows {
            self.raw("<tr>");
            for (place, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
                let shown = cell.shown(column);
                let depth = (shown.len() - shown.trim_start_matches(' ').len()) / 2;
                let class = match (column.right, depth.min(DEEPEST)) {
                    (true, _) => " class=\"n\"".to_owned(),
                    (false, 0) => String::new(),
                    (false, depth) => format!(" class=\"in{depth}\""),
                };
                let text = escape::html(shown.trim());
                match place == 0 && !column.right && !text.is_empty() {
                    true => self.raw(&format!("<th scope=\"row\"{class}>{text}</th>")),
                    false => self.raw(&format!("<td{class}>{text}</td>")),
                }
            }
            self.raw("</tr>\n");
        }
        self.raw("</tbody>\n</table>\n</div>\n");
    }

    fn quote(&mut self, quote: &Quote) {
        self.raw("<div class=\"quote\">\n");
        if let Some(question) = &quote.question {
            self.raw("<p class=\"asked\"><span class=\"heard\">Asked: </span>");
            self.words(question.trim());
            self.raw("</p>\n");
        }
        self.raw("<blockquote><p>");
        self.words(&format!("“{}”", quote.text.trim()));
        self.raw("</p></blockquote>\n");
        let who = match quote.place.is_empty() {
            true => quote.label.clone(),
            false => format!("{} · {}", quote.label, quote.place),
        };
        self.element("p", "class=\"who\"", &who);
        self.raw("</div>\n");
    }

    /// Paragraphs of a class, a line each.
    pub fn lines(&mut self, class: &str, lines: &[String]) {
        for line in lines {
            self.element("p", &format!("class=\"{class}\""), line);
        }
    }
}
