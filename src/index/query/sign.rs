//! What a query is written in: the signs that [`super::lex`] finds and [`super::parse`] joins.

use std::ops::Range;

use crate::study::condition::Operator;

/// One sign with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sign {
    pub(super) span: Range<usize>,
    pub(super) kind: Kind,
}

/// What a sign is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    And,
    Or,
    Not,
    Said(Said),
    Field(Field),
}

/// A word or a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// The words alone.
    pub(super) words: Range<usize>,
    pub(super) quoted: bool,
    /// `=`: as written, not by stem.
    pub(super) exact: bool,
    /// `~5`: in any order, with so many words between.
    pub(super) near: Option<u32>,
}

/// `name:value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: Range<usize>,
    pub(super) operator: Operator,
    pub(super) value: Range<usize>,
    pub(super) quoted: bool,
}

/// What cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) help: &'static str,
}
