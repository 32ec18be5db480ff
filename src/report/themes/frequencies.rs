//! What the tallies of all transcripts come to: the whole sample, by code, case and transcript.

use std::collections::{BTreeMap, BTreeSet};

use crate::coding::tally::Tally;

/// The union of tallies: what the whole sample contributes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frequencies {
    /// Words of participants.
    pub words: u64,
    /// Transcripts in the filter.
    pub transcripts: BTreeSet<String>,
    /// Transcripts by case.
    pub cases: BTreeMap<String, BTreeSet<String>>,
    /// By code place.
    pub codes: BTreeMap<u32, Row>,
}

/// What the whole sample says of one code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// United spans.
    pub segments: u64,
    /// Words inside.
    pub words: u64,
    /// Words of participants inside.
    pub covered: u64,
    /// Transcripts with at least one segment.
    pub transcripts: u64,
    /// Segments by case and transcript.
    pub cases: BTreeMap<(String, String), u64>,
}

impl Frequencies {
    /// Takes in the tally of one more transcript.
    pub fn add(&mut self, tally: &Tally) {
        self.words += tally.words;
        self.transcripts.insert(tally.transcript.clone());
        for case in tally.cases.keys() {
            self.cases.entry(case.clone()).or_default().insert(tally.transcript.clone());
        }
        for (&code, count) in &tally.codes {
            let row = self.codes.entry(code).or_default();
            row.segments += count.segments;
            row.words += count.words;
            row.covered += count.covered;
            row.transcripts += 1;
            for (case, segments) in &count.cases {
                let key = (case.clone(), tally.transcript.clone());
                *row.cases.entry(key).or_default() += segments;
            }
        }
    }
}

impl Row {
    pub(super) fn by_case(&self) -> BTreeMap<&str, u64> {
        let mut by_case = BTreeMap::new();
        for ((case, _), segments) in &self.cases {
            *by_case.entry(case.as_str()).or_default() += segments;
        }
        by_case
    }

    /// The largest share of the segments that one case supplies.
    pub(super) fn max_case_share(&self) -> Option<f64> {
        let most = self.by_case().into_values().max()?;
        (self.segments > 0).then(|| most as f64 / self.segments as f64)
    }
}
