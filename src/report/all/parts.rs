//! How each report goes in with everything: with the options that it has where nobody says any, and
//! without what would undo the small-cell rule.
//!
//! The page shows words with groups in place of names. Where it does, no file has the same words
//! beside a name, and none has a row a case: both would tell whose group it is.

use super::quotes::bank;
use super::tree::Tree;
use super::{Options, hides_small};
use crate::report::activity::{self, job};
use crate::report::figure::Figure;
use crate::report::material::Material;
use crate::report::quotes::label::Label;
use crate::report::section::Body;
use crate::report::table::Table;
use crate::report::themes::{self, Frequencies};
use crate::report::{
    Report, codebook, cooccurrence, framework, joint, keyness, matrix, model, participants, quotes,
    saturation, sources, stages, waves,
};

/// So many tasks a code, quotations a code and minutes an entry, as in the reports themselves.
const TASKS: usize = 3;
const QUOTES: usize = 5;
const LEAST_MINUTES: u32 = 5;
const SEED: u64 = 42;
/// Key words: said at least so often by a group, and so many a group.
const LEAST_WORDS: u64 = 3;
const MOST_WORDS: usize = 10;
/// The attribute that says what kind of source a transcript is.
const KIND: &str = "kind";

const WITHHELD: &str = "names are withheld, and it has a row a case";

pub(super) fn participants(material: &Material, options: &Options) -> Result<Report, &'static str> {
    let (attributes, _) = participants::usual(material, &options.declared);
    if attributes.is_empty() {
        return Err("nothing is recorded about the cases");
    }
    let by = options.by.clone();
    let wanted = participants::Options { attributes, by, percent: false };
    Ok(participants::report(material, &wanted))
}

pub(super) fn themes(material: &Material, options: &Options) -> Result<Report, &'static str> {
    let by = options.by.as_ref().map(|(name, _)| name.as_str());
    let wanted = themes::Options {
        by: options.by.clone(),
        min_cell: material.min_cell,
        intervals: options.intervals,
        chart: true,
        codes: material.codes.clone(),
        coder: material.coder.clone(),
        filter: material.filter.clone(),
        ..themes::Options::default()
    };
    let frequencies = Frequencies::of(material, by);
    Ok(themes::report(&material.codebook, &frequencies, &wanted, &|_| None))
}

/// Without groups: a row a case that said its group would break the small-cell rule.
pub(super) fn matrix(material: &Material, options: &Options) -> Result<Report, &'static str> {
    match options.hides_names(material) {
        true => Err(WITHHELD),
        false => Ok(matrix::report(material, &Default::default())),
    }
}

pub(super) fn sources(material: &Material, options: &Options) -> Result<Report, &'static str> {
    let attributes = &material.attributes;
    let kinds = attributes.groups(KIND);
    let is_there = |kind: &&String| {
        let mut documents = material.documents.iter();
        documents.any(|document| attributes.values(None, &document.id, KIND).contains(kind))
    };
    if !attributes.is_of_transcripts(KIND) || kinds.iter().filter(is_there).count() < 2 {
        return Err("there are no two kinds of sources");
    }
    let mut report = sources::report(material, &(KIND.to_owned(), kinds));
    if options.hides_names(material) {
        report.sections.retain(|section| section.key != sources::EXAMPLES);
    }
    Ok(report)
}

pub(super) fn waves(material: &Material, _: &Options) -> Result<Report, &'static str> {
    const NONE: &str = "no attribute of transcripts says the wave";
    let name = waves::attribute(&material.attributes).map_err(|_| NONE)?;
    if !material.attributes.is_of_transcripts(&name) {
        return Err(NONE);
    }
    let by = (name.clone(), material.attributes.groups(&name));
    // Rows a case would say whom a small number counts.
    let cases = !hides_small(material);
    Ok(waves::report(material, &waves::Options { by, cases }))
}

pub(super) fn stages(material: &Material, options: &Options) -> Result<Report, &'static str> {
    let report = stages::standard(material, options.by.clone());
    let mut report = report.ok_or("the codebook declares no stages")?;
    if options.hides_names(material) {
        report.sections.retain(|section| section.key != stages::REACH);
    }
    Ok(report)
}

pub(super) fn model(material: &Material, _: &Options) -> Result<Report, &'static str> {
    model::standard(material).ok_or("the codebook relates no codes")
}

const NO_LOG: &str = "there is no entry of an activity log";

pub(super) fn activity(material: &Material, options: &Options) -> Result<Report, &'static str> {
    if !activity::is_logged(material) {
        return Err(NO_LOG);
    }
    let mut report = activity::report(
        material,
        &activity::Options {
            direct: activity::named(&material.codebook, "direct"),
            indirect: activity::named(&material.codebook, "indirect"),
            least_minutes: LEAST_MINUTES,
            ..activity::Options::default()
        },
    );
    if options.hides_names(material) {
        let names = [activity::WORKERS, activity::SHORT];
        report.sections.retain(|section| !names.contains(&section.key));
    }
    Ok(report)
}

pub(super) fn job_description(
    material: &Material,
    options: &Options,
) -> Result<Report, &'static str> {
    if !activity::is_logged(material) {
        return Err(NO_LOG);
    }
    let mut report = job::report(material, TASKS);
    if options.hides_names(material) {
        for table in [Some(&mut report.data), report.for_people.as_mut()].into_iter().flatten() {
            without(table, &job::QUOTE);
        }
    }
    Ok(report)
}

pub(super) fn framework(material: &Material, options: &Options) -> Result<Report, &'static str> {
    if options.summaries.iter().all(|summary| summary.text.trim().is_empty()) {
        return Err("nobody has written summaries yet");
    }
    if options.hides_names(material) {
        return Err(WITHHELD);
    }
    let wanted = framework::Options {
        by: None,
        summaries: options.summaries.clone(),
        file: options.summaries_file.clone(),
    };
    Ok(framework::report(material, &wanted))
}

pub(super) fn quotes(material: &Material, options: &Options) -> Result<Report, &'static str> {
    if material.documents.iter().all(|document| document.segments.is_empty()) {
        return Err("nothing is coded");
    }
    if options.hides_names(material) {
        let themes = themes(material, options)?;
        return Ok(bank(material, options, &Tree::of(&themes, material), QUOTES));
    }
    let wanted = quotes::Options {
        label: options.label.clone().unwrap_or_else(|| Label::usual(None)),
        per_code: QUOTES,
        seed: SEED,
        ..quotes::Options::default()
    };
    Ok(quotes::report(material, &wanted))
}

pub(super) fn codebook(material: &Material, _: &Options) -> Result<Report, &'static str> {
    Ok(codebook::report(material))
}

pub(super) fn cooccurrence(material: &Material, _: &Options) -> Result<Report, &'static str> {
    let report = cooccurrence::report(material, &cooccurrence::Options::default());
    match report.data.rows.is_empty() {
        true => Err("fewer than two codes have segments"),
        false => Ok(report),
    }
}

pub(super) fn keyness(material: &Material, options: &Options) -> Result<Report, &'static str> {
    let (Some(by), Some(words)) = (&options.by, &options.words) else {
        return Err("no groups are compared");
    };
    let wanted = keyness::Options {
        by: by.clone(),
        least: LEAST_WORDS,
        most: MOST_WORDS,
        min_cell: material.min_cell,
    };
    let report = keyness::report(&material.base(), words, &wanted);
    match report.data.rows.is_empty() {
        true => Err("no group has words of its own that may be shown"),
        false => Ok(report),
    }
}

/// Not where small groups are hidden: beside totals and other groups, they could be worked out.
pub(super) fn joint(material: &Material, options: &Options) -> Result<Report, &'static str> {
    if options.by.is_none() {
        return Err("no groups are compared");
    }
    if hides_small(material) {
        return Err("small groups are hidden, and it sets groups beside totals");
    }
    let wanted = joint::Options { by: options.by.clone(), measure: None };
    Ok(joint::report(material, &wanted))
}

/// Where names are withheld, transcripts have their number alone.
pub(super) fn saturation(material: &Material, options: &Options) -> Result<Report, &'static str> {
    if material.documents.len() < 2 {
        return Err("there are fewer than two transcripts");
    }
    let mut report = saturation::report(material, &saturation::Options::default());
    if options.hides_names(material) {
        without(&mut report.data, &["transcript", "codes"]);
        for section in &mut report.sections {
            if let Body::Figure(Figure::Curve(curve)) = &mut section.body {
                curve.places = (1..=curve.places.len()).map(|number| number.to_string()).collect();
            }
        }
    }
    Ok(report)
}

pub(super) fn agree(_: &Material, options: &Options) -> Result<Report, &'static str> {
    options.agreement.clone().ok_or("nobody coded by hand")
}

/// Takes columns away.
fn without(table: &mut Table, keys: &[&str]) {
    let is_kept = |key: &str| !keys.contains(&key);
    let kept: Vec<bool> = table.columns.iter().map(|column| is_kept(&column.key)).collect();
    let mut at = kept.iter();
    table.columns.retain(|_| at.next().is_none_or(|kept| *kept));
    for row in &mut table.rows {
        let mut at = kept.iter();
        row.retain(|_| at.next().is_none_or(|kept| *kept));
    }
}
