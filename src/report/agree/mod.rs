//! The report on agreement: what coders say of the same units, a row a code.
//!
//! In come ratings with their names ([`Rated`]), one table a code; out comes every coefficient that
//! applies, and for the others the reason why not. α stands first whatever it is: a coefficient
//! that is chosen for its value says nothing. Formulas: `statistics::agreement`.

mod columns;
pub mod differences;
mod note;
pub mod study;
pub mod unitizing;

use rayon::prelude::*;

use super::Report;
use super::table::{Cell, Table};
use crate::statistics::agreement::binary::Cells;
use crate::statistics::agreement::krippendorff::{Level, alpha};
use crate::statistics::agreement::many::{ac1, brennan_prediger, conger, fleiss, percent};
use crate::statistics::agreement::pooled::pooled_kappa;
use crate::statistics::agreement::rated::Rated;
use crate::statistics::agreement::resample::{self, Drawn};
use crate::statistics::agreement::rho::{Test, rho};
use crate::statistics::agreement::two::{Contingency, Weights};
use crate::statistics::agreement::{Undefined, Value};
use columns::{columns, columns_for_people, columns_of_more};

/// How the interval of α is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Boot {
    /// Transcripts where they are known, else units.
    #[default]
    Clusters,
    /// Units.
    Units,
    /// Cases: the tables say which case a unit belongs to.
    Cases,
    /// Pairs of values, after Krippendorff and Hayes.
    Pairs,
}

/// What is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Options {
    /// What the values are.
    pub level: Level,
    /// How the interval is drawn.
    pub boot: Boot,
    /// The seed of the draws.
    pub seed: u64,
    /// The least α that is enough.
    pub least: Option<f64>,
}

/// The report, and whether α of every code reaches what is enough.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// The report.
    pub report: Report,
    /// Codes whose α is below, or undefined because no unit has two ratings. A code on which nobody
    /// varied is not among them: there is nothing to disagree about.
    pub below: Vec<String>,
}

/// Everything about one code.
struct Found<'a> {
    rated: &'a Rated,
    options: &'a Options,
    alpha: Value,
    drawn: Result<Drawn, Undefined>,
    table: Result<Contingency, Undefined>,
    cells: Result<Cells, Undefined>,
    rho: Option<f64>,
}

/// Compares the coders of each table.
pub fn agreement(tables: &[Rated], options: &Options) -> Agreement {
    let all: Vec<Found<'_>> = tables.par_iter().map(|rated| Found::of(rated, options)).collect();
    let mut data = Table::new(columns());
    let mut shown = Table::new(columns_for_people());
    let mut more = Table::new(columns_of_more());
    let mut below = Vec::new();
    for found in &all {
        data.push(found.row());
        shown.push(found.row_for_people());
        more.push(found.row_of_more());
        if let Some(least) = options.least
            && found.is_below(least)
        {
            below.push(found.name());
        }
    }
    let mut report = Report::new("agree", data);
    report.for_people = Some(shown);
    report.head = vec![head(tables, options)];
    let coders = tables.first().map(|rated| rated.coders.clone()).unwrap_or_default();
    let pooled = pooled(tables);
    report.facts = vec![
        ("coders", Cell::List(coders)),
        ("level", options.level.name().into()),
        ("replicates", Cell::count(resample::REPLICATES)),
        ("seed", Cell::Count(options.seed)),
        ("pooled_kappa", cell(pooled)),
    ];
    report.sections = vec![super::section::Section::table("more", "More coefficients", more)];
    report.notes = all.iter().filter_map(Found::told).collect();
    if let Ok(kappa) = pooled {
        let codes = tables.iter().filter(|rated| rated.categories.len() == 2).count();
        report.notes.push(format!("Pooled κ over {codes} codes: {kappa:.3}."));
    }
    report.notes.push(note::closing(&all, options));
    Agreement { report, below }
}

/// Pooled κ of two coders over the tables of two categories.
fn pooled(tables: &[Rated]) -> Value {
    let binary = || tables.iter().filter(|rated| rated.categories.len() == 2);
    if binary().count() < 2 {
        return Err(Undefined::NotBinary);
    }
    pooled_kappa(binary().map(|rated| &rated.ratings))
}

fn head(tables: &[Rated], options: &Options) -> String {
    let coders = tables.first().map(|rated| rated.coders.join(", ")).unwrap_or_default();
    let unit = tables.first().map_or("unit", |rated| rated.unit.as_str());
    let draws = match options.boot {
        Boot::Pairs => "pairs of values",
        Boot::Cases => "cases",
        Boot::Clusters if tables.iter().any(|rated| !rated.clusters.is_empty()) => "transcripts",
        _ => "units",
    };
    format!(
        "Agreement of {coders} on each {unit}; α {} with the 95 % interval of {} draws of {draws} \
         (seed {}).",
        options.level.name(),
        resample::REPLICATES,
        options.seed
    )
}

/// Shaffer's ρ: whether κ of these units may be taken for that of all.
fn rho_of(
    rated: &Rated,
    table: &Result<Contingency, Undefined>,
    cells: &Result<Cells, Undefined>,
    seed: u64,
) -> Option<f64> {
    let kappa = table.as_ref().ok()?.cohen().ok()?;
    let cells = cells.as_ref().ok()?;
    let first = cells.both + cells.first;
    let length = rated.ratings.pairable();
    if rated.unit == study::CHAR || length == 0 {
        return None;
    }
    let base_rate = first as f64 / length as f64;
    Some(rho(&Test { kappa, base_rate, length, seed, ..Test::default() })?.rho)
}

fn cell(value: Value) -> Cell {
    value.map_or(Cell::Missing, Cell::Number)
}

impl<'a> Found<'a> {
    fn of(rated: &'a Rated, options: &'a Options) -> Self {
        let numbers = rated.numbers();
        let level = rated.level.unwrap_or(options.level);
        let scale = (level, numbers.as_slice());
        let ratings = &rated.ratings;
        let drawn = match options.boot {
            Boot::Pairs => resample::pairs(ratings, scale, options.seed),
            Boot::Clusters | Boot::Cases if !rated.clusters.is_empty() => {
                match rated.clusters_n() {
                    // One transcript drawn again and again is always the same, and that is no certainty.
                    0 | 1 => Err(Undefined::OneCluster),
                    _ => resample::clusters(ratings, &rated.clusters, scale, options.seed),
                }
            }
            _ => resample::units(ratings, scale, options.seed),
        };
        let (table, cells) = (Contingency::of_two(ratings), Cells::of(ratings));
        Found {
            rho: rho_of(rated, &table, &cells, options.seed),
            rated,
            options,
            alpha: alpha(ratings, level, &numbers),
            drawn,
            table,
            cells,
        }
    }

    fn name(&self) -> String {
        match self.rated.code.as_str() {
            "" => "ratings".to_owned(),
            code => code.to_owned(),
        }
    }

    fn is_below(&self, least: f64) -> bool {
        match self.alpha {
            Ok(alpha) => alpha < least,
            Err(Undefined::NoVariation) => false,
            Err(_) => true,
        }
    }

    fn two(&self, of: fn(&Contingency) -> Value) -> Value {
        of(self.table.as_ref().map_err(|reason| *reason)?)
    }

    /// The standard error of κ; characters side by side are not independent, so they have none.
    fn error(&self) -> Value {
        match self.rated.unit.as_str() {
            study::CHAR => Err(Undefined::Incomplete),
            _ => self.two(Contingency::cohen_error),
        }
    }

    fn of_cells(&self, of: fn(&Cells) -> Value) -> Value {
        of(self.cells.as_ref().map_err(|reason| *reason)?)
    }

    /// How often each coder gave the positive category, where there are two.
    fn positives(&self) -> Option<Vec<u64>> {
        (self.rated.categories.len() == 2).then(|| self.rated.ratings.uses(1))
    }

    fn row(&self) -> Vec<Cell> {
        let ratings = &self.rated.ratings;
        let drawn = |of: fn(&Drawn) -> f64| cell(self.drawn.as_ref().map(of).map_err(|why| *why));
        vec![
            self.name().into(),
            self.rated.unit.as_str().into(),
            Cell::count(ratings.len()),
            Cell::count(ratings.missing()),
            Cell::List(self.rated.coders.clone()),
            self.positives().map_or(Cell::Missing, Cell::Counts),
            cell(percent(ratings)),
            cell(self.alpha),
            drawn(|drawn| drawn.low),
            drawn(|drawn| drawn.high),
            cell(self.two(Contingency::cohen)),
            cell(self.error()),
            cell(ac1(ratings)),
            cell(self.of_cells(Cells::pabak)),
            cell(self.two(Contingency::scott)),
            cell(fleiss(ratings)),
            cell(self.of_cells(Cells::positive)),
            cell(self.of_cells(Cells::negative)),
            Cell::maybe(self.note()),
        ]
    }

    fn row_for_people(&self) -> Vec<Cell> {
        let positives = self
            .positives()
            .map(|counts| counts.iter().map(u64::to_string).collect::<Vec<_>>().join(" / "));
        let of_100 = |share: f64| format!("{:.1}", 100.0 * share);
        let alpha = match (self.alpha, &self.drawn) {
            (Ok(alpha), Ok(drawn)) => {
                format!("{alpha:.3} ({:.3} to {:.3})", drawn.low, drawn.high)
            }
            (Ok(alpha), Err(_)) => format!("{alpha:.3}"),
            (Err(_), _) => "undefined".to_owned(),
        };
        vec![
            self.name().into(),
            Cell::maybe(positives),
            Cell::maybe(percent(&self.rated.ratings).ok().map(of_100)),
            alpha.into(),
            cell(self.two(Contingency::cohen)),
            cell(ac1(&self.rated.ratings)),
            cell(self.of_cells(Cells::positive)),
            cell(self.of_cells(Cells::negative)),
            Cell::count(self.rated.ratings.pairable()),
        ]
    }

    fn row_of_more(&self) -> Vec<Cell> {
        let ratings = &self.rated.ratings;
        let drawn = |of: fn(&Drawn) -> f64| cell(self.drawn.as_ref().map(of).map_err(|why| *why));
        vec![
            self.name().into(),
            cell(brennan_prediger(ratings)),
            cell(conger(ratings)),
            cell(self.two(Contingency::cohen_max)),
            cell(self.two(|table| table.weighted(Weights::Linear))),
            cell(self.two(|table| table.weighted(Weights::Quadratic))),
            cell(self.of_cells(Cells::prevalence_index)),
            cell(self.of_cells(Cells::bias_index)),
            cell(self.of_cells(Cells::precision)),
            cell(self.of_cells(Cells::recall)),
            cell(self.of_cells(Cells::positive)),
            drawn(|drawn| drawn.below_667),
            drawn(|drawn| drawn.below_800),
            self.drawn.as_ref().map_or(Cell::Missing, |drawn| Cell::count(drawn.undefined)),
            self.rho.map_or(Cell::Missing, Cell::Number),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(cells: [usize; 4]) -> Rated {
        let kinds = [(true, true), (true, false), (false, true), (false, false)];
        let marks = kinds.into_iter().zip(cells).flat_map(|(marks, times)| vec![marks; times]);
        let unit = |(place, (one, other)): (usize, (bool, bool))| {
            (format!("u{place}"), place / 10, vec![Some(one), Some(other)])
        };
        let coders = ["ana", "ben"].map(str::to_owned);
        Rated::binary("hope", "turn", &coders, marks.enumerate().map(unit))
    }

    fn shown(table: &Table, row: usize, key: &str) -> String {
        let place = table.columns.iter().position(|column| column.key == key).unwrap();
        table.rows[row][place].exact()
    }

    #[test]
    fn a_code_has_its_coefficients() {
        let tables = [pairs([10, 2, 3, 35])];
        let found = agreement(&tables, &Options { seed: 42, ..Options::default() });
        let data = &found.report.data;
        assert_eq!(shown(data, 0, "kappa"), "0.733475");
        assert_eq!(shown(data, 0, "positives"), "12;13");
        assert_eq!(shown(data, 0, "percent"), "0.900000");
        assert!(found.report.head[0].contains("draws of transcripts (seed 42)"));
        assert!(found.report.notes[0].contains("few transcripts"), "{:?}", found.report.notes);
        assert_eq!(differences::disagreements(&tables).data.rows.len(), 5);
    }

    #[test]
    fn what_is_undefined_has_its_reason() {
        let found = agreement(&[pairs([0, 0, 0, 20])], &Options::default());
        let note = shown(&found.report.data, 0, "note");
        assert!(
            note.starts_with(
                "undefined (no variation: 0 of 20 turns coded by anyone); percent agreement 100.0 %"
            ),
            "{note}"
        );
        assert_eq!(shown(&found.report.data, 0, "alpha"), "");
        assert_eq!(shown(&found.report.data, 0, "ac1"), "1.000000");
        let never = agreement(&[pairs([0, 5, 0, 15])], &Options::default());
        assert!(shown(&never.report.data, 0, "note").contains("kappa is 0 by construction"));
    }

    #[test]
    fn what_is_enough_is_asked_of_alpha() {
        let tables = [pairs([10, 2, 3, 35]), pairs([0, 0, 0, 20])];
        let least = |least| Options { least: Some(least), ..Options::default() };
        assert_eq!(agreement(&tables, &least(0.8)).below, ["hope"]);
        assert!(agreement(&tables, &least(0.7)).below.is_empty());
    }
}
