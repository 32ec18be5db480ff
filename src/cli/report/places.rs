//! The material of reports that need counts and where codes stand, and nothing of what was said: of
//! transcripts, or of tallies that say where.

use std::collections::BTreeSet;

use super::ask::{Ask, Asked};
use super::tallied::{self, By};
use super::tallies::Tallies;
use crate::cli::App;
use crate::cli::ui::Stop;
use crate::coding::tally_line::Made;
use crate::diagnostic::Diagnostic;
use crate::report::material::{Document, Material};

/// Reads transcripts, or tallies where they are given. `by` says what groups, once it is known what is
/// recorded.
pub(super) fn material<'a>(
    tallies: &Tallies,
    ask: &'a Ask,
    by: impl FnOnce(&Asked<'a>) -> Result<By, Stop>,
    app: &'a App,
) -> Result<(Material, By), Stop> {
    if tallies.are_given() {
        let by = |asked: &mut Asked<'a>, made: &Made| {
            if !made.segments {
                return Err(Diagnostic::error("these tallies do not say where segments stand")
                    .help("`emic tally --segments` makes tallies that do")
                    .into());
            }
            by(asked)
        };
        return tallied::material(tallies, ask, by, app);
    }
    let asked = ask.open(app)?;
    let by = by(&asked)?;
    let material = asked.places_by(by.as_ref().map(|(name, _)| name.as_str()))?;
    Ok((material, by))
}

impl Asked<'_> {
    /// The counts of every transcript and where its codes stand, with small groups united where that
    /// is asked for.
    fn places_by(self, by: Option<&str>) -> Result<Material, Stop> {
        let merges = self.merges_small()?;
        let codebook = self.coder.rules.codebook();
        let unit = self.ask.filter.unit.map(|unit| (unit, &self.coder.rules));
        let mut documents = Vec::new();
        let seen = self.go(
            |one| {
                let places = one.found(codebook, unit).places();
                let id = one.tally.transcript.clone();
                Document { id, tally: one.tally, places, ..Document::default() }
            },
            |document| documents.push(document),
        )?;
        let voices = documents.iter().flat_map(|document| &document.places.voices);
        let speaking: BTreeSet<String> = voices.filter_map(|voice| voice.case.clone()).collect();
        let mut material = self.of(documents, speaking, seen)?;
        if let Some(by) = by.filter(|_| merges) {
            material.merge_small(by);
        }
        Ok(material)
    }
}
