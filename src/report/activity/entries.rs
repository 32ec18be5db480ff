//! The entries of activity logs with the codes of their rows, and sums over them.
//!
//! An entry carries the codes of its segments and all their ancestors; with several codes it counts
//! in each of them, with its whole time. Whether it was direct work is told in two ways: by the
//! codes it carries, and by these together with the client's presence.

use std::collections::BTreeSet;

use crate::codebook::Codebook;
use crate::report::material::{Document, Material, Told};
use crate::transcript::LogRow;

/// One row of a log.
pub(super) struct Entry<'a> {
    pub(super) document: &'a Document,
    /// The number of its turn.
    pub(super) turn: usize,
    pub(super) told: &'a Told,
    pub(super) log: &'a LogRow,
    /// The places of its codes and of their ancestors.
    pub(super) codes: BTreeSet<usize>,
}

/// What the codes of an entry say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Direct,
    Indirect,
    Both,
    Neither,
}

/// Entries and minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) entries: u64,
    /// Entries without minutes: missing, not zero.
    pub(super) untimed: u64,
    pub(super) minutes: u64,
}

/// The entries of the filter, in the order of the logs.
pub(super) fn entries(material: &Material) -> Vec<Entry<'_>> {
    let mut entries = Vec::new();
    for document in &material.documents {
        for (place, told) in document.turns.iter().enumerate().filter(|(_, told)| told.is_in) {
            let Some(log) = &told.log else { continue };
            let turn = place + 1;
            // A segment that is a whole log says nothing about a row of it.
            let own = document
                .segments
                .iter()
                .filter(|segment| segment.turn == turn && segment.last_turn == turn);
            let codes = own.flat_map(|segment| material.tree.line(segment.code)).collect();
            entries.push(Entry { document, turn, told, log, codes });
        }
    }
    entries
}

/// The code whose id is that word or ends in it, `work.direct`: the codes below it mark work as
/// direct or indirect where nobody says which do.
pub fn named(codebook: &Codebook, word: &str) -> BTreeSet<usize> {
    let is_named = |id: &str| id.rsplit('.').next() == Some(word);
    let codes = codebook.codes.iter().enumerate();
    codes.filter(|(_, code)| is_named(&code.id)).map(|(place, _)| place).collect()
}

/// Words in the column `client` that say that nobody was there.
const NOBODY: [&str; 9] = ["no", "none", "nobody", "absent", "false", "0", "-", "–", "n/a"];

impl Entry<'_> {
    /// Whose entry it is: the case's, else the worker's that the log names, else the log's own.
    pub(super) fn person(&self) -> &str {
        let named = self.told.case.as_deref().or(self.log.worker.as_deref());
        named.unwrap_or(&self.document.id)
    }

    /// Whether a client was there.
    pub(super) fn is_client_present(&self) -> bool {
        let client = self.log.client.as_deref().map(|client| client.trim().to_lowercase());
        client.is_some_and(|client| !client.is_empty() && !NOBODY.contains(&client.as_str()))
    }

    /// What its codes say.
    pub(super) fn mark(&self, direct: &BTreeSet<usize>, indirect: &BTreeSet<usize>) -> Mark {
        match (self.codes.is_disjoint(direct), self.codes.is_disjoint(indirect)) {
            (false, true) => Mark::Direct,
            (true, false) => Mark::Indirect,
            (false, false) => Mark::Both,
            (true, true) => Mark::Neither,
        }
    }

    /// The month of its date.
    pub(super) fn month(&self) -> Option<&str> {
        self.told.date.as_deref().and_then(|date| date.get(..7))
    }
}

impl Mark {
    pub(super) const ALL: [Mark; 4] = [Mark::Direct, Mark::Indirect, Mark::Both, Mark::Neither];

    pub(super) fn name(self) -> &'static str {
        match self {
            Mark::Direct => "direct",
            Mark::Indirect => "indirect",
            Mark::Both => "both",
            Mark::Neither => "neither",
        }
    }

    /// Direct by presence: not marked indirect, and the client is there.
    pub(super) fn is_direct_with(self, is_client_present: bool) -> bool {
        is_client_present && matches!(self, Mark::Direct | Mark::Neither)
    }
}

impl Sum {
    pub(super) fn add(&mut self, entry: &Entry<'_>) {
        self.entries += 1;
        match entry.log.minutes {
            Some(minutes) => self.minutes += u64::from(minutes),
            None => self.untimed += 1,
        }
    }

    pub(super) fn of<'e>(entries: impl Iterator<Item = &'e Entry<'e>>) -> Self {
        let mut sum = Sum::default();
        entries.for_each(|entry| sum.add(entry));
        sum
    }

    pub(super) fn hours(&self) -> f64 {
        self.minutes as f64 / 60.0
    }

    /// 100 × these minutes / all minutes.
    pub(super) fn share(&self, all: &Sum) -> Option<f64> {
        (all.minutes > 0).then(|| 100.0 * self.minutes as f64 / all.minutes as f64)
    }

    /// Minutes of an entry that has any.
    pub(super) fn mean(&self) -> Option<f64> {
        let timed = self.entries - self.untimed;
        (timed > 0).then(|| self.minutes as f64 / timed as f64)
    }
}
