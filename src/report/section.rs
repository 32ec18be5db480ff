//! Sections: what a report has beside its main table. Further tables, quotations, prose, figures.
//!
//! Programs that read csv or jsonl get the main table alone; JSON has every section under its key;
//! documents for people (terminal, Markdown, HTML, Word, LaTeX, Excel) have them in order below the
//! main table.

use super::figure::Figure;
use super::table::{Cell, Table};

/// One section.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// Its name in JSON. Empty where the section only shows people what the report's data hold:
    /// programs and spreadsheets do without it.
    pub key: &'static str,
    /// The heading that people read; none where it is empty.
    pub title: String,
    /// How deep the heading is, from 1.
    pub level: u8,
    /// What stands below the heading.
    pub body: Body,
    /// Remarks at its end, a line each.
    pub notes: Vec<String>,
}

/// What a section holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A table: exact values, and what people see of it if that is another.
    Table(Table, Option<Table>),
    /// Quotations.
    Quotes(Vec<Quote>),
    /// Paragraphs.
    Prose(Vec<String>),
    /// A figure.
    Figure(Figure),
}

/// Words that somebody said, with who said them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// The words as spoken.
    pub text: String,
    /// Whose words: `P9, HCP`.
    pub label: String,
    /// What was asked before.
    pub question: Option<String>,
    /// Where it stands: `P9, turn 12`.
    pub place: String,
}

impl Default for Body {
    fn default() -> Self {
        Body::Prose(Vec::new())
    }
}

impl Section {
    /// A section at the first level.
    pub fn new(key: &'static str, title: impl Into<String>, body: Body) -> Self {
        Section { key, title: title.into(), level: 1, body, notes: Vec::new() }
    }

    /// A section around a table.
    pub fn table(key: &'static str, title: impl Into<String>, table: Table) -> Self {
        Section::new(key, title, Body::Table(table, None))
    }
}

impl Quote {
    /// The fields by name, for programs.
    pub fn fields(&self) -> [(&'static str, Cell); 4] {
        [
            ("label", self.label.as_str().into()),
            ("text", self.text.as_str().into()),
            ("question", Cell::maybe(self.question.as_deref())),
            ("place", self.place.as_str().into()),
        ]
    }
}
