//! The characteristics table: who took part.
//!
//! In come the attributes of the cases in the filter, out comes a block an attribute: each value
//! with n (%), numbers with mean, standard deviation, median and range, dates with their range.
//! Definitions and sources: `docs/methods.md`. A block whose values do not sum to N says why;
//! counts below the small-cell limit are not shown.

mod block;
mod line;

use std::collections::BTreeSet;

use super::Report;
use super::base::{MISSING, counted};
use super::material::Material;
use super::table::{Cell, Table};
use crate::study::attributes::Kind;
use block::{Block, Cases, Column};
use line::Lines;

/// Texts with more values than this are left out unless they are asked for.
const FEW: usize = 12;

/// What the table shall show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The attributes, in order.
    pub attributes: Vec<String>,
    /// The attribute that groups cases, and its declared values in order.
    pub by: Option<(String, Vec<String>)>,
    /// Show percentages to people however few the cases.
    pub percent: bool,
}

/// The attributes that are shown where none is asked for: those that cases have themselves, or all
/// where they have none; of texts those with few values. `first` are the names in the order that
/// the study declares; the others follow by letters. The second list is what was left out.
pub fn usual(material: &Material, first: &[String]) -> (Vec<String>, Vec<String>) {
    let attributes = &material.attributes;
    let mut names: Vec<String> = first.to_vec();
    names.extend(
        attributes.names().filter(|name| !first.iter().any(|own| own == name)).map(str::to_owned),
    );
    if names.iter().any(|name| attributes.is_of_cases(name)) {
        names.retain(|name| attributes.is_of_cases(name));
    }
    let is_few = |name: &String| {
        let is_text = attributes.get(name).is_some_and(|known| known.kind == Kind::Text);
        !is_text || attributes.all_values(name).len() <= FEW
    };
    names.into_iter().partition(is_few)
}

/// The characteristics table.
pub fn report(material: &Material, options: &Options) -> Report {
    let cases = block::cases(material);
    let groups = groups(material, &cases, options);
    let mut columns: Vec<Column<'_>> = vec![cases.keys().copied().collect()];
    columns.extend(groups.iter().map(|(_, members)| members.clone()));
    let names: Vec<&str> = groups.iter().map(|(name, _)| name.as_str()).collect();
    let mut lines = Lines {
        names: &names,
        sizes: columns.iter().map(|column| column.len() as u64).collect(),
        min_cell: material.min_cell,
        percent: options.percent,
        hidden: false,
    };
    let mut data = Table::new(lines.data_columns());
    let mut people = Table::new(lines.people_columns());
    let mut notes = Vec::new();
    let by = options.by.as_ref().map(|(name, _)| name.as_str());
    for name in options.attributes.iter().filter(|name| Some(name.as_str()) != by) {
        let block = Block::of(material, &cases, &columns, name);
        people.push(vec![name.as_str().into()]);
        for line in &block.lines {
            data.push(lines.data(&block, line));
            for row in lines.people(&block.kind, line) {
                people.push(row);
            }
        }
        notes.extend(sum_check(&block, cases.len() as u64, material.min_cell));
        notes.extend(only_one_hidden(&block, &lines.sizes, material.min_cell));
    }
    let mut report = Report::new("participants", data);
    report.head = vec![material.base().head()];
    report.facts = material.base().facts(by, material.min_cell);
    report.facts.push(("silent", Cell::List(material.silent.iter().cloned().collect())));
    report.for_people = Some(people);
    report.notes = notes;
    if let (true, Some(least)) = (lines.hidden, material.min_cell) {
        report.notes.push(format!(
            "<{least}: counts from 1 to {} are not shown, nor any of a group that is so small; totals \
             may still disclose them.",
            least - 1
        ));
    }
    if !material.silent.is_empty() {
        report.notes.push(format!(
            "{} of cases.csv without a transcript, not counted here: {}.",
            counted(material.silent.len() as u64, "case", "cases"),
            material.silent.iter().cloned().collect::<Vec<_>>().join(", ")
        ));
    }
    report
}

/// The groups with their cases, in the order of the declared values. A case that is seen in two of
/// them is in both.
fn groups<'a>(
    material: &'a Material,
    cases: &Cases<'a>,
    options: &Options,
) -> Vec<(String, BTreeSet<&'a str>)> {
    let Some((name, declared)) = &options.by else { return Vec::new() };
    let mut groups: Vec<(String, BTreeSet<&str>)> = Vec::new();
    for (&case, ids) in cases {
        let mut values = block::values(material, case, ids, name);
        if values.is_empty() {
            values.insert(MISSING);
        }
        for value in values {
            match groups.iter_mut().find(|(known, _)| known == value) {
                Some((_, members)) => {
                    members.insert(case);
                }
                None => groups.push((value.to_owned(), BTreeSet::from([case]))),
            }
        }
    }
    groups.sort_by_key(|(value, _)| {
        let place = declared.iter().position(|known| known == value).unwrap_or(usize::MAX);
        (value == MISSING, place, value.clone())
    });
    groups
}

/// What is said about a block whose values do not sum to the number of cases.
fn sum_check(block: &Block, n: u64, min_cell: Option<u64>) -> Option<String> {
    let sum = block.sum();
    // Numbers and dates have their n in the table.
    let is_counted = !matches!(block.kind, Kind::Number | Kind::Date);
    if !is_counted || block.several == 0 && block.missing == 0 {
        return None;
    }
    // A number that the table hides is not told here either.
    let is_hidden = |cases: u64| min_cell.is_some_and(|least| 0 < cases && cases < least);
    let number = |cases: u64| match is_hidden(cases) {
        true => "some cases have".to_owned(),
        false if cases == 1 => "1 case has".to_owned(),
        false => format!("{cases} cases have"),
    };
    let mut reasons = Vec::new();
    if block.several > 0 {
        reasons.push(format!("{} several values", number(block.several)));
    }
    if block.missing > 0 {
        reasons.push(format!("{} none", number(block.missing)));
    }
    let hides = is_hidden(block.several) || is_hidden(block.missing);
    let sums = match hides {
        true => format!("the values of {} do not sum to {n}", block.attribute),
        false => format!("the values of {} sum to {sum}, N is {n}", block.attribute),
    };
    Some(format!("Sum check: {sums}: {}.", reasons.join(" and ")))
}

/// Where a column hides one number of a block alone, N minus the others is that number.
fn only_one_hidden(block: &Block, sizes: &[u64], min_cell: Option<u64>) -> Option<String> {
    let least = min_cell?;
    let is_small = |number: u64| 0 < number && number < least;
    let hides_one = |(column, &n): (usize, &u64)| {
        let counts = block.lines.iter().filter_map(|line| line.figures.get(column));
        !is_small(n) && counts.filter(|figures| is_small(figures.cases)).count() == 1
    };
    let is_open = sizes.iter().enumerate().any(hides_one);
    (is_open && block.several == 0 && block.lines.len() > 1).then(|| {
        format!(
            "{}: a single hidden count can be computed from N; unite values before you publish it.",
            block.attribute
        )
    })
}

#[cfg(test)]
mod tests;
