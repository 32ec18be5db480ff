//! Stages: how people go from one stage of a process to the next in what they tell.
//!
//! In comes the material of a report with the codes that are its stages ([`family`]); out come the
//! transitions with their measures (`statistics::transitions`), who reaches which stage, and the
//! process as a figure. The order is that of the talk.

mod course;
pub mod family;
mod picture;
mod reach;
mod transition;

use super::Report;
use super::base::{counted, thousands};
use super::material::Material;
use super::section::{Body, Section};
use super::table::{Cell, Column, Table};
use crate::statistics::transitions::{Sequence, Transitions, permutation};
use course::{Course, courses};
use family::Family;

/// What the report shall show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The stages.
    pub family: Family,
    /// Count runs of one stage as one.
    pub collapse: bool,
    /// Break a sequence after so many turns without a stage.
    pub gap_breaks: Option<usize>,
    /// How often to shuffle for the p values; 0 for none.
    pub permutations: u32,
    /// The seed of the shuffles.
    pub seed: u64,
    /// The attribute whose groups are compared, and its declared values in order.
    pub by: Option<(String, Vec<String>)>,
}

/// What all parts of the report are made of.
struct Process<'a> {
    material: &'a Material,
    options: &'a Options,
    courses: Vec<Course>,
    transitions: Transitions,
    /// By stage and next stage; empty where nothing was shuffled.
    p: Vec<Vec<f64>>,
}

/// The key of the section that has a row a case.
pub const REACH: &str = "reach";
/// How often to shuffle for p where nobody says it.
pub const PERMUTATIONS: u32 = 2000;
/// The seed where nobody says it.
pub const SEED: u64 = 1;

/// The report as it is without any option but groups; nothing where the codebook declares no stages.
pub fn standard(material: &Material, by: Option<(String, Vec<String>)>) -> Option<Report> {
    let family = family::family(&material.codebook, &material.tree, None).ok()?;
    let options =
        Options { family, permutations: PERMUTATIONS, seed: SEED, by, ..Options::default() };
    Some(report(material, &options))
}

/// The report.
pub fn report(material: &Material, options: &Options) -> Report {
    let stages = options.family.stages.len();
    let courses = courses(material, &options.family.stages, options.gap_breaks);
    let sequences: Vec<Sequence> = courses.iter().map(|one| one.sequence.clone()).collect();
    let transitions = Transitions::of(&sequences, stages, options.collapse);
    let p = match options.permutations {
        0 => Vec::new(),
        replicates => permutation(&sequences, stages, replicates, options.seed),
    };
    let process = Process { material, options, courses, transitions, p };
    let mut report = Report::new("stages", process.data());
    report.for_people = Some(process.for_people());
    report.head = process.head();
    let by = options.by.as_ref().map(|(name, _)| name.as_str());
    report.facts = material.base().facts(by, by.and(material.min_cell));
    report.facts.extend(process.facts());
    report.notes = process.notes();
    report.sections = vec![process.figure(), process.totals(), process.ends()];
    report.sections.extend([process.reach(), process.later()]);
    report.sections.extend(process.groups());
    report
}

impl Process<'_> {
    /// How many stages there are.
    fn stages(&self) -> usize {
        self.options.family.stages.len()
    }

    fn id(&self, stage: usize) -> &str {
        self.code(stage).map_or("", |code| &code.id)
    }

    fn label(&self, stage: usize) -> &str {
        self.code(stage).map_or("", |code| &code.label)
    }

    fn code(&self, stage: usize) -> Option<&crate::codebook::Code> {
        self.material.codebook.codes.get(*self.options.family.stages.get(stage)?)
    }

    /// How often stages are spoken of.
    fn incidents(&self) -> u64 {
        let chains = self.courses.iter().flat_map(|one| &one.sequence.chains);
        chains.map(|chain| chain.len() as u64).sum()
    }

    fn head(&self) -> Vec<String> {
        let with_some = self.courses.iter().filter(|one| !one.sequence.chains.is_empty()).count();
        let transitions = self.transitions.total();
        vec![
            self.material.base().head(),
            format!(
                "{}: {} stages, spoken of {} in {}; {}{}.",
                self.options.family.name,
                self.stages(),
                counted(self.incidents(), "time", "times"),
                counted(with_some as u64, "sequence", "sequences"),
                counted(transitions, "transition", "transitions"),
                if self.options.collapse { " without repetitions" } else { "" },
            ),
        ]
    }

    fn facts(&self) -> Vec<(&'static str, Cell)> {
        let ids = (0..self.stages()).map(|stage| self.id(stage).to_owned()).collect();
        let options = self.options;
        let mut facts = vec![
            ("process", options.family.name.as_str().into()),
            ("stages", Cell::List(ids)),
            ("collapse", Cell::Flag(options.collapse)),
        ];
        facts.extend(options.gap_breaks.map(|turns| ("gap_breaks", Cell::count(turns))));
        if options.permutations > 0 {
            facts.push(("permutations", Cell::Count(u64::from(options.permutations))));
            facts.push(("seed", Cell::Count(options.seed)));
        }
        facts
    }

    /// χ², G² and what they stand on.
    fn totals(&self) -> Section {
        let mut table = Table::new(vec![
            Column::count("transitions", "Transitions"),
            Column::count("sequences", "Sequences"),
            Column::number("chi2", "χ²", 2),
            Column::number("g2", "G²", 2),
            Column::count("df", "df"),
            Column::text("note", "Note"),
        ]);
        let found = &self.transitions;
        let number = |number: Option<f64>| number.map_or(Cell::Missing, Cell::Number);
        let note = match (found.collapsed, found.total()) {
            (true, _) => Some("undefined: a stage cannot follow itself here"),
            (_, 0) => Some("undefined: nothing follows anything"),
            _ => None,
        };
        table.push(vec![
            Cell::Count(found.total()),
            Cell::count(self.courses.iter().filter(|one| !one.sequence.chains.is_empty()).count()),
            number(found.chi_square()),
            number(found.g_square()),
            found.degrees_of_freedom().map_or(Cell::Missing, Cell::Count),
            Cell::maybe(note),
        ]);
        Section::table("totals", "All transitions together", table)
    }

    fn figure(&self) -> Section {
        Section::new("figure", "", Body::Figure(self.picture()))
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = vec!["The order is that of the talk, not of what happened.".to_owned()];
        if let Some(note) = self.rare_rows_note() {
            notes.push(note);
        }
        if let Some(note) = self.small_note() {
            notes.push(note);
        }
        let ties: u64 = self.courses.iter().map(|one| one.ties).sum();
        if ties > 0 {
            notes.push(format!(
                "{} between stages that begin at the same place: there the order is that of the \
                 stages.",
                counted(ties, "step is", "steps are"),
            ));
        }
        if self.options.permutations > 0 {
            let repeated = match self.options.collapse {
                true => " The shuffled sequences keep their repetitions.",
                false => "",
            };
            notes.push(format!(
                "p: one-sided, by {} shuffles within each case's transcript, seed {}; \
                 exploratory.{repeated}",
                thousands(u64::from(self.options.permutations)),
                self.options.seed,
            ));
        }
        notes
    }
}

#[cfg(test)]
mod tests;
