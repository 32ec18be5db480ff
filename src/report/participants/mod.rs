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
use super::groups;
use super::material::Material;
use super::small_cell::{self, Shown};
use super::table::{Cell, Table};
use crate::study::attributes::Kind;
use block::{Block, Cases, Column, What};
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
    let columns_of = groups(material, &cases, options);
    let mut columns: Vec<Column<'_>> = vec![cases.keys().copied().collect()];
    columns.extend(columns_of.iter().map(|(_, members)| members.clone()));
    let names: Vec<&str> = columns_of.iter().map(|(name, _)| name.as_str()).collect();
    let lines = Lines {
        names: &names,
        sizes: columns.iter().map(|column| column.len() as u64).collect(),
        min_cell: material.min_cell,
        percent: options.percent,
    };
    let overlaps = lines.sizes.iter().skip(1).sum::<u64>() > cases.len() as u64;
    let mut cells: Vec<Shown> = Vec::new();
    let mut data = Table::new(lines.data_columns());
    let mut people = Table::new(lines.people_columns());
    let mut notes = Vec::new();
    let by = options.by.as_ref().map(|(name, _)| name.as_str());
    for name in options.attributes.iter().filter(|name| Some(name.as_str()) != by) {
        let block = Block::of(material, &cases, &columns, name);
        people.push(vec![name.as_str().into()]);
        let shown = lines.shown(&block, overlaps);
        let mut is_missing_told = true;
        for (line, shown) in block.lines.iter().zip(&shown) {
            data.push(lines.data(&block, line, shown));
            for row in lines.people(&block.kind, line, shown) {
                people.push(row);
            }
            let is_hidden = shown.first().is_some_and(|shown| shown.is_hidden());
            is_missing_told &= line.what != What::Missing || !is_hidden;
        }
        notes.extend(sum_check(&block, cases.len() as u64, material.min_cell, is_missing_told));
        cells.extend(shown.into_iter().flatten());
    }
    let mut report = Report::new("participants", data);
    report.head = vec![material.base().head()];
    report.facts = material.base().facts(by, material.min_cell);
    report.facts.push(("silent", Cell::List(material.silent.iter().cloned().collect())));
    report.for_people = Some(people);
    report.notes = notes;
    report.notes.extend(small_cell::notes(&cells, material.min_cell));
    report.notes.extend(by.filter(|_| overlaps).map(groups::several));
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
    super::groups::sort(&mut groups, declared, |(value, _)| value);
    groups
}

/// What is said about a block whose values do not sum to the number of cases.
fn sum_check(
    block: &Block,
    n: u64,
    min_cell: Option<u64>,
    is_missing_told: bool,
) -> Option<String> {
    let sum = block.sum();
    // Numbers and dates have their n in the table.
    let is_counted = !matches!(block.kind, Kind::Number | Kind::Date);
    if !is_counted || block.several == 0 && block.missing == 0 {
        return None;
    }
    // A number that the table hides is not told here either.
    let number = |cases: u64, is_hidden: bool| match is_hidden {
        true => "some cases have".to_owned(),
        false if cases == 1 => "1 case has".to_owned(),
        false => format!("{cases} cases have"),
    };
    let hides_several = small_cell::is_small(block.several, min_cell);
    let hides_missing = small_cell::is_small(block.missing, min_cell) || !is_missing_told;
    let mut reasons = Vec::new();
    if block.several > 0 {
        reasons.push(format!("{} several values", number(block.several, hides_several)));
    }
    if block.missing > 0 {
        reasons.push(format!("{} none", number(block.missing, hides_missing)));
    }
    let sums = match hides_several || hides_missing {
        true => format!("the values of {} do not sum to {n}", block.attribute),
        false => format!("the values of {} sum to {sum}, N is {n}", block.attribute),
    };
    Some(format!("Sum check: {sums}: {}.", reasons.join(" and ")))
}

#[cfg(test)]
mod tests;
