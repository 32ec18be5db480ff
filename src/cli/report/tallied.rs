//! The material of a report that needs no more than tallies hold: counts, attributes, and where codes
//! stand if they say that.

use std::collections::{BTreeMap, BTreeSet};

use super::ask::{Ask, Asked};
use super::tallies::Tallies;
use crate::cli::App;
use crate::cli::ui::Stop;
use crate::codebook::tree::Tree;
use crate::coding::tally_line::Made;
use crate::report::material::{Document, Material};
use crate::study::question::QUESTION;
use crate::text::natural::natural;

/// An attribute and its values in the order of all reports.
pub(super) type By = Option<(String, Vec<String>)>;

/// Reads tallies as the transcripts that they were made of. `by` says what groups, once it is known
/// what is recorded.
pub(super) fn material<'a>(
    tallies: &Tallies,
    ask: &'a Ask,
    by: impl FnOnce(&mut Asked<'a>, &Made) -> Result<By, Stop>,
    app: &'a App,
) -> Result<(Material, By), Stop> {
    let mut asked = tallies.open(ask, app)?;
    let mut attributes = std::mem::take(&mut asked.corpus.attributes);
    let (mut documents, mut speaking, mut unread) = (Vec::new(), BTreeSet::new(), 0);
    let made = tallies.go(&asked, app, |line| {
        unread += u64::from(line.unread);
        speaking.extend(line.tally.cases.keys().cloned().chain(line.heard));
        let id = line.tally.transcript.clone();
        for (name, values) in line.attributes {
            attributes.found(&name);
            attributes.set_transcript(&id, &name, values);
        }
        for (case, row) in line.of_cases {
            for (name, values) in row {
                attributes.found(&name);
                attributes.set_case(&case, &name, values);
            }
        }
        let (tally, parts, places) = (line.tally, line.parts, line.places);
        documents.push(Document { id, tally, parts, places, ..Document::default() });
    })?;
    attributes.infer();
    asked.corpus.attributes = attributes;
    // In the order of the study, and behind it by their names.
    let sources = asked.corpus.sources.iter().map(|source| source.id.as_str());
    let places: BTreeMap<&str, usize> = sources.zip(0..).collect();
    let place = |one: &Document| places.get(one.id.as_str()).copied().unwrap_or(usize::MAX);
    documents.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| natural(&a.id, &b.id)));
    let by = by(&mut asked, &made)?;
    let known = asked.corpus.known.cases.iter();
    let silent = known.filter(|case| !speaking.contains(*case)).cloned().collect();
    let codebook = asked.coder.rules.codebook();
    let mut material = Material {
        codebook: codebook.clone(),
        tree: Tree::new(codebook),
        coder: asked.coder.name.clone(),
        unread,
        filter: made.filter,
        codes: asked.coder.codes(&ask.filter)?,
        min_cell: asked.min_cell(),
        attributes: asked.corpus.attributes.clone(),
        documents,
        silent,
        ..Material::default()
    };
    let merges = asked.merges_small()?;
    if let Some((name, _)) = by.as_ref().filter(|(name, _)| merges && name != QUESTION) {
        material.merge_small(name);
    }
    Ok((material, by))
}
