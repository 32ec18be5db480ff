//! A report in the order in which documents show it.
//!
//! In comes a report, out come its blocks, from the first line to the last remark: head, main
//! table, remarks, and then section by section heading, body and remarks. Every format for people
//! goes through the same blocks and says only what a block looks like.

use crate::report::Report;
use crate::report::figure::Figure;
use crate::report::section::{Body, Quote};
use crate::report::table::Table;

/// One part of a document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Block<'a> {
    /// The lines that say what is counted.
    Head(&'a [String]),
    /// A heading, at a level from 1.
    Heading(u8, &'a str),
    /// A table as people see it.
    Table(&'a Table),
    /// Quotations.
    Quotes(&'a [Quote]),
    /// Paragraphs.
    Prose(&'a [String]),
    /// A figure.
    Figure(&'a Figure),
    /// Remarks, a line each.
    Notes(&'a [String]),
}

/// The blocks of a report, in order; none of them is empty but a table without rows.
pub fn blocks(report: &Report) -> Vec<Block<'_>> {
    let mut blocks = vec![Block::Head(&report.head)];
    blocks.extend(report.shown().map(Block::Table));
    blocks.push(Block::Notes(&report.notes));
    for section in &report.sections {
        blocks.push(Block::Heading(section.level.max(1), &section.title));
        blocks.push(match &section.body {
            Body::Table(table, shown) => Block::Table(shown.as_ref().unwrap_or(table)),
            Body::Quotes(quotes) => Block::Quotes(quotes),
            Body::Prose(lines) => Block::Prose(lines),
            Body::Figure(figure) => Block::Figure(figure),
        });
        blocks.push(Block::Notes(&section.notes));
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

impl Block<'_> {
    fn is_empty(&self) -> bool {
        match self {
            Block::Head(lines) | Block::Prose(lines) | Block::Notes(lines) => lines.is_empty(),
            Block::Heading(_, title) => title.is_empty(),
            Block::Table(table) => table.columns.is_empty(),
            Block::Quotes(quotes) => quotes.is_empty(),
            Block::Figure(_) => false,
        }
    }
}

/// A text on one line: any white space becomes one space.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// The title of a document: the report's name in words, with a capital. A name that is short for
/// the command's sake is written out.
pub fn title(report: &Report) -> String {
    match report.name {
        "agree" => return "Agreement".to_owned(),
        "cooccurrence" => return "Co-occurrence".to_owned(),
        "joint" => return "Joint display".to_owned(),
        "negative" => return "Negative cases".to_owned(),
        "audit" => return "Audit trail".to_owned(),
        name @ ("coreq" | "srqr") => return name.to_uppercase(),
        _ => {}
    }
    let words = report.name.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::section::Section;
    use crate::report::table::Column;

    #[test]
    fn blocks_stand_in_the_order_of_a_document() {
        let mut report = Report::new("quotes", Table::new(vec![Column::text("a", "A")]));
        report.head = vec!["Base.".into()];
        report.notes = vec!["Seed 42.".into()];
        report.for_people = Some(Table::default());
        let quotes = Body::Quotes(vec![Quote::default()]);
        report.sections = vec![Section { level: 2, ..Section::new("q", "Trust", quotes) }];
        let found = blocks(&report);
        assert_eq!(found[0], Block::Head(&report.head));
        assert_eq!(found[1], Block::Notes(&report.notes));
        assert_eq!(found[2], Block::Heading(2, "Trust"));
        assert!(matches!(found[3], Block::Quotes([_])));
        assert_eq!(found.len(), 4);
        assert_eq!(title(&report), "Quotes");
        report.name = "job-description";
        assert_eq!(title(&report), "Job description");
        report.name = "cooccurrence";
        assert_eq!(title(&report), "Co-occurrence");
        report.name = "coreq";
        assert_eq!(title(&report), "COREQ");
    }
}
