//! One attribute of the characteristics table: who has which value.
//!
//! In come the cases of each column and their values; out come lines with counts by column. A case
//! with several values counts in each; one without is counted as missing, which is a line of its
//! own and never zero.

use std::collections::{BTreeMap, BTreeSet};

use crate::report::base::MISSING;
use crate::report::material::Material;
use crate::statistics::spread::Spread;
use crate::study::attributes::Kind;

/// The cases of the filter with the transcripts they are in.
pub(super) type Cases<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// The cases that one column counts.
pub(super) type Column<'a> = BTreeSet<&'a str>;

/// One attribute.
pub(super) struct Block {
    pub(super) attribute: String,
    pub(super) kind: Kind,
    pub(super) lines: Vec<Line>,
    /// Cases with more than one value.
    pub(super) several: u64,
    /// Cases without any.
    pub(super) missing: u64,
}

/// One line: a value, or all numbers or dates together.
pub(super) struct Line {
    pub(super) what: What,
    /// By column.
    pub(super) figures: Vec<Figures>,
}

/// What a line is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    Value(String),
    Numbers,
    Dates,
    Missing,
}

/// What stands in one column of a line.
#[derive(Clone, Debug, Default)]
pub(super) struct Figures {
    pub(super) cases: u64,
    pub(super) spread: Option<Spread>,
    /// The first and the last date.
    pub(super) dates: Option<(String, String)>,
}

/// The cases of the filter.
pub(super) fn cases(material: &Material) -> Cases<'_> {
    let mut cases = Cases::new();
    for document in &material.documents {
        for case in document.tally.cases.keys() {
            cases.entry(case.as_str()).or_default().push(document.id.as_str());
        }
    }
    cases
}

/// The values of a case: its own, else those of all its transcripts in the filter.
pub(super) fn values<'m>(
    material: &'m Material,
    case: &str,
    transcripts: &[&str],
    attribute: &str,
) -> BTreeSet<&'m str> {
    let values = |id: &&str| material.attributes.values(Some(case), id, attribute);
    transcripts.iter().flat_map(values).map(String::as_str).collect()
}

impl Block {
    /// Counts the values of an attribute in each column, the first of which has all cases.
    pub(super) fn of(
        material: &Material,
        cases: &Cases<'_>,
        columns: &[Column<'_>],
        name: &str,
    ) -> Self {
        let kind = material.attributes.get(name).map(|known| known.kind.clone());
        let kind = kind.unwrap_or_default();
        let of_case: BTreeMap<&str, BTreeSet<&str>> =
            cases.iter().map(|(&case, ids)| (case, values(material, case, ids, name))).collect();
        let count = |keeps: &dyn Fn(&BTreeSet<&str>) -> bool| -> Vec<Figures> {
            let keeps = |case: &&&str| of_case.get(**case).is_some_and(keeps);
            let cases = |column: &Column<'_>| column.iter().filter(keeps).count() as u64;
            columns
                .iter()
                .map(|column| Figures { cases: cases(column), ..Figures::default() })
                .collect()
        };
        let mut lines = match kind {
            Kind::Number => vec![Line {
                what: What::Numbers,
                figures: columns.iter().map(|column| numbers(&of_case, column)).collect(),
            }],
            Kind::Date => vec![Line {
                what: What::Dates,
                figures: columns.iter().map(|column| dates(&of_case, column)).collect(),
            }],
            _ => rows(material, name, &kind, &of_case)
                .into_iter()
                .map(|value| Line {
                    figures: count(&|values| values.contains(value.as_str())),
                    what: What::Value(value),
                })
                .collect(),
        };
        let missing = of_case.values().filter(|values| values.is_empty()).count() as u64;
        if missing > 0 {
            let figures = count(&|values| values.is_empty());
            lines.push(Line { what: What::Missing, figures });
        }
        let several = of_case.values().filter(|values| values.len() > 1).count() as u64;
        Block { attribute: name.to_owned(), kind, lines, several, missing }
    }

    /// The values together, a case with two of them twice.
    pub(super) fn sum(&self) -> u64 {
        let values = self.lines.iter().filter(|line| line.what != What::Missing);
        values.filter_map(|line| line.figures.first()).map(|figures| figures.cases).sum()
    }
}

impl What {
    /// What programs read in the column `value`.
    pub(super) fn value(&self) -> &str {
        match self {
            What::Value(value) => value,
            What::Numbers | What::Dates => "",
            What::Missing => MISSING,
        }
    }
}

/// The values that have a line: those that are declared, also where nobody has them, else those
/// that somebody has.
fn rows(
    material: &Material,
    name: &str,
    kind: &Kind,
    of_case: &BTreeMap<&str, BTreeSet<&str>>,
) -> Vec<String> {
    let found: BTreeSet<&str> = of_case.values().flatten().copied().collect();
    let declared = |value: &String| match kind {
        Kind::Enum(values) | Kind::Ordered(values) => values.contains(value),
        _ => false,
    };
    let mut rows = material.attributes.groups(name);
    rows.retain(|value| found.contains(value.as_str()) || declared(value));
    rows
}

fn numbers(of_case: &BTreeMap<&str, BTreeSet<&str>>, column: &Column<'_>) -> Figures {
    let values = column.iter().filter_map(|case| of_case.get(case));
    let mut cases = 0;
    let mut numbers = Vec::new();
    for values in values.filter(|values| !values.is_empty()) {
        cases += 1;
        numbers.extend(values.iter().filter_map(|value| value.parse::<f64>().ok()));
    }
    Figures { cases, spread: Spread::of(&numbers), dates: None }
}

fn dates(of_case: &BTreeMap<&str, BTreeSet<&str>>, column: &Column<'_>) -> Figures {
    let values = column.iter().filter_map(|case| of_case.get(case));
    let with: Vec<&BTreeSet<&str>> = values.filter(|values| !values.is_empty()).collect();
    let first = with.iter().filter_map(|values| values.first()).min();
    let last = with.iter().filter_map(|values| values.last()).max();
    let range = first.zip(last).map(|(first, last)| ((*first).to_owned(), (*last).to_owned()));
    Figures { cases: with.len() as u64, spread: None, dates: range }
}
