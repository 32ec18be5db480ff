//! What is wrong in a study beyond single files: where one thing names another that is not there.
//!
//! In come the logs, memos and tables of a study with the names that are known, out come findings,
//! each with its place and a cure. An error is what loses work or counts wrongly if nobody acts;
//! a warning is what is probably not meant so.

pub mod logs;
pub mod memos;
pub mod people;

use std::collections::BTreeSet;

/// The names that things in a study can refer to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Ids of transcripts.
    pub transcripts: BTreeSet<String>,
    /// Ids of cases: of `cases.csv`, and of whoever talks in a transcript.
    pub cases: BTreeSet<String>,
    /// Ids of codes, with all that they are also called.
    pub codes: BTreeSet<String>,
    /// Whether any codebook can be read, so that a code can be called unknown.
    pub has_codebook: bool,
}
