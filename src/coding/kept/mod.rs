//! What is kept of the counts between runs, so that a report opens only what changed.
//!
//! In comes what each transcript of a study adds to the counts of a question ([`Added`]), out comes a
//! file under `.emic/`, a record a transcript ([`record`]) in the order of the study ([`mod@file`]), and
//! the other way round. A record counts only while everything that decides it is as it was: the
//! transcript's size and times and who its speakers are are looked at one by one, all that holds for
//! the whole study is one fingerprint. Where only rules changed since, their terms ([`terms`]) and what
//! the words of the transcripts begin with ([`notes`]) tell which records still count. It is a cache:
//! what is damaged, torn or of another program is made anew, and nothing is lost with it. No word of a
//! transcript is in it, but for labels of speakers and names of cases and questions; of its words there
//! are sums of their first letters.

pub(crate) mod bytes;
#[cfg(test)]
mod changes;
pub mod file;
pub mod notes;
pub mod reading;
pub mod record;
mod segments;
pub mod terms;
#[cfg(test)]
mod tests;
pub mod writing;

use std::collections::BTreeSet;

use super::places::Places;
use super::tally::Tally;

/// What one transcript adds to the counts of a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Whether anything of it is in the filter.
    pub is_in: bool,
    /// The counts of what is in the filter.
    pub tally: Tally,
    /// The counts by question, in the order in which they were asked; none unless grouped by it.
    pub parts: Vec<(String, Tally)>,
    /// The cases of all its turns, also of those outside the filter.
    pub speaking: BTreeSet<String>,
    /// The questions of its turns, where a filter asks for one.
    pub questions: BTreeSet<String>,
    /// Where codes stand in it, where that is asked for.
    pub places: Option<Places>,
}
