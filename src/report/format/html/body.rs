//! The pieces of a page: headings, tables, quotations, paragraphs, figures. One walk over a report
//! for every page that shows one.

use crate::report::draw;
use crate::report::section::{self, Quote, Section};
use crate::report::table::Table;
use crate::report::{Report, escape};

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

    /// Everything of a report but its heading; its sections have headings from `level` on.
    pub fn report(&mut self, report: &Report, caption: &str, level: u8) {
        for line in &report.head {
            self.element("p", "class=\"base\"", line);
        }
        if let Some(table) = report.shown() {
            self.table(table, caption);
        }
        self.notes(&report.notes);
        for section in &report.sections {
            self.section(section, level);
        }
    }

    /// One section; its heading is at `level` or deeper.
    pub fn section(&mut self, section: &Section, level: u8) {
        let level = (level + section.level.saturating_sub(1)).clamp(1, LAST_HEADING);
        self.raw("<section>\n");
        if !section.title.is_empty() {
            self.element(&format!("h{level}"), "", &section.title);
        }
        match &section.body {
            section::Body::Table(table, shown) => {
                self.table(shown.as_ref().unwrap_or(table), &section.title);
            }
            section::Body::Quotes(quotes) => quotes.iter().for_each(|quote| self.quote(quote)),
            section::Body::Prose(lines) => {
                lines.iter().for_each(|line| self.element("p", "", line));
            }
            section::Body::Figure(figure) => {
                self.figures += 1;
                let drawing = draw::inline(figure, &format!("figure-{}", self.figures));
                self.raw(&format!(
                    "<figure>\n<div class=\"scroll\" role=\"group\" tabindex=\"0\" \
                     aria-label=\"{}\">\n{drawing}</div>\n",
                    escape::html(figure.title())
                ));
                if figure.title() != section.title {
                    self.element("figcaption", "", figure.title());
                }
                self.raw("</figure>\n");
            }
        }
        self.notes(&section.notes);
        self.raw("</section>\n");
    }

    /// A table with its caption; on a narrow screen it moves sideways, by key too.
    pub fn table(&mut self, table: &Table, caption: &str) {
        let label = escape::html(caption);
        let class = if table.columns.len() > WIDE { " class=\"wide\"" } else { "" };
        self.raw(&format!(
            "<div class=\"scroll\" role=\"group\" tabindex=\"0\" aria-label=\"{label}\">\n\
             <table{class} data-sortable>\n<caption>{label}</caption>\n<thead>\n<tr>"
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

    /// Remarks.
    pub fn notes(&mut self, notes: &[String]) {
        for note in notes {
            self.element("p", "class=\"note\"", note);
        }
    }
}
