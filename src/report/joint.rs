//! The joint display: for each theme, who speaks of it, how those who do stand on a measure, and what
//! they say.
//!
//! In come the material and a measure by case; out comes a row a code: cases by group, the mean of
//! the measure among cases with the code and without it, and a quotation. Nothing is tested: the
//! display sets two kinds of findings side by side. Guetterman, Fetters and Creswell 2015,
//! doi:10.1370/afm.1865.

use std::collections::{BTreeMap, BTreeSet};

use super::Report;
use super::material::Material;
use super::quotes::label::{Label, Labels};
use super::section::Section;
use super::table::{Cell, Column, Table};
use crate::statistics::spread::Spread;

/// A number for each case, as it was measured elsewhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measure {
    /// What was measured.
    pub name: String,
    /// By case.
    pub values: BTreeMap<String, f64>,
}

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// The attribute that groups cases, and its declared values in order.
    pub by: Option<(String, Vec<String>)>,
    /// The measure.
    pub measure: Option<Measure>,
}

/// Words of a quotation at most.
const QUOTED: usize = 40;

/// The groups of the report with their cases.
type Groups = Vec<(String, BTreeSet<String>)>;

/// The report.
pub fn report(material: &Material, options: &Options) -> Report {
    let groups = groups(material, options);
    let least = material.min_cell.unwrap_or(1);
    let mut data = Table::new(columns(&groups, options));
    let label = Label::usual(None);
    let labels = Labels::new(&label, material);
    let all: BTreeSet<String> = material.cases().into_keys().map(str::to_owned).collect();
    for code in material.shown() {
        let Some(of_code) = material.codebook.codes.get(code) else { continue };
        let segments = material.segments_of(code);
        let spoken = segments.iter().flat_map(|(_, segment)| &segment.cases).cloned();
        let cases: BTreeSet<String> = spoken.filter(|case| all.contains(case)).collect();
        let mut row: Vec<Cell> = vec![
            of_code.id.as_str().into(),
            of_code.label.as_str().into(),
            Cell::count(cases.len()),
            Cell::count(all.len()),
        ];
        for (_, members) in &groups {
            let count = members.intersection(&cases).count() as u64;
            let is_small = (1..least).contains(&count) || (members.len() as u64) < least;
            row.push(if is_small { Cell::Missing } else { Cell::Count(count) });
            row.push(Cell::count(members.len()));
        }
        if let Some(measure) = &options.measure {
            let without: BTreeSet<String> = all.difference(&cases).cloned().collect();
            for side in [&cases, &without] {
                row.extend(spread(measure, side, least));
            }
        }
        let best = segments.iter().find(|(_, segment)| segment.exemplar).or(segments.first());
        row.push(Cell::maybe(best.map(|(_, segment)| cut(&segment.quote))));
        row.push(Cell::maybe(best.map(|(document, segment)| labels.of(document, segment))));
        data.push(row);
    }
    let mut report = Report::new("joint", data);
    let by = options.by.as_ref().map(|(name, _)| name.as_str());
    report.head = vec![material.base().head()];
    report.facts = material.base().facts(by, material.min_cell);
    if let Some(measure) = &options.measure {
        report.facts.push(("measure", measure.name.as_str().into()));
        if !groups.is_empty() {
            let title = format!("{} by group", measure.name);
            report.sections.push(Section::table(
                "groups",
                title,
                by_group(&groups, measure, least),
            ));
        }
        let known = all.iter().filter(|case| measure.values.contains_key(*case)).count();
        report.notes.push(format!(
            "{} is known of {known} of {} cases; nothing is tested here.",
            measure.name,
            all.len()
        ));
    }
    report
}

/// The groups with their cases: declared values first, in their order.
fn groups(material: &Material, options: &Options) -> Groups {
    let Some((name, declared)) = &options.by else { return Vec::new() };
    let mut groups: BTreeMap<String, BTreeSet<String>> =
        declared.iter().map(|value| (value.clone(), BTreeSet::new())).collect();
    for document in &material.documents {
        for case in document.tally.cases.keys() {
            for group in material.groups(case, &document.id, name) {
                groups.entry(group).or_default().insert(case.clone());
            }
        }
    }
    let mut groups: Groups = groups.into_iter().collect();
    let place = |group: &str| declared.iter().position(|value| value == group);
    groups.sort_by_key(|(group, _)| place(group).unwrap_or(usize::MAX));
    groups
}

fn columns(groups: &Groups, options: &Options) -> Vec<Column> {
    let mut columns = vec![
        Column::text("code", "Code"),
        Column::text("label", "Theme"),
        Column::count("cases", "Cases"),
        Column::count("cases_n", "Of"),
    ];
    for (group, _) in groups {
        columns.push(Column::count(format!("cases[{group}]"), group.as_str()));
        columns.push(Column::count(format!("cases_n[{group}]"), "of"));
    }
    if let Some(measure) = &options.measure {
        for (key, words) in [("with", "with"), ("without", "without")] {
            columns.push(Column::count(format!("n_{key}"), format!("n {words}")));
            let heading = format!("{} {words}", measure.name);
            columns.push(Column::number(format!("mean_{key}"), heading, 2));
            columns.push(Column::number(format!("sd_{key}"), "SD", 2));
        }
    }
    columns.push(Column::text("quote", "Quotation"));
    columns.push(Column::text("who", "Who"));
    columns
}

/// n, mean and standard deviation of a measure; all hidden where there are too few people.
fn spread(measure: &Measure, cases: &BTreeSet<String>, least: u64) -> [Cell; 3] {
    let values: Vec<f64> =
        cases.iter().filter_map(|case| measure.values.get(case)).copied().collect();
    let n = values.len() as u64;
    if (1..least).contains(&n) {
        return [Cell::Missing, Cell::Missing, Cell::Missing];
    }
    let found = Spread::of(&values);
    let number = |number: Option<f64>| number.map_or(Cell::Missing, Cell::Number);
    let mean = found.map(|spread| spread.mean);
    [Cell::Count(n), number(mean), number(found.and_then(|spread| spread.sd))]
}

fn by_group(groups: &Groups, measure: &Measure, least: u64) -> Table {
    let mut table = Table::new(vec![
        Column::text("group", "Group"),
        Column::count("n", "n"),
        Column::number("mean", "Mean", 2),
        Column::number("sd", "SD", 2),
    ]);
    for (group, members) in groups {
        let mut row: Vec<Cell> = vec![group.as_str().into()];
        row.extend(spread(measure, members, least));
        table.push(row);
    }
    table
}

fn cut(quote: &str) -> String {
    let words: Vec<&str> = quote.split_whitespace().collect();
    match words.get(..QUOTED) {
        Some(first) if words.len() > QUOTED => first.join(" ") + " …",
        _ => words.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::three_people;

    fn options() -> Options {
        let values = [("A", 2.0), ("B", 4.0), ("C", 9.0)];
        let values = values.into_iter().map(|(case, value)| (case.to_owned(), value)).collect();
        Options {
            by: Some(("site".to_owned(), vec!["North".to_owned(), "South".to_owned()])),
            measure: Some(Measure { name: "score".into(), values }),
        }
    }

    fn cell(report: &Report, row: usize, key: &str) -> String {
        let place = report.data.columns.iter().position(|column| column.key == key).unwrap();
        report.data.rows[row][place].exact()
    }

    #[test]
    fn themes_groups_measure_and_words_stand_side_by_side() {
        let report = report(&three_people(), &options());
        for (key, wanted) in [
            ("cases", "2"),
            ("cases[North]", "1"),
            ("mean_with", "3.000000"),
            ("mean_without", "9.000000"),
            ("quote", "I have hope."),
            ("who", "A"),
        ] {
            assert_eq!(cell(&report, 0, key), wanted, "{key}");
        }
        assert_eq!(report.notes, ["score is known of 3 of 3 cases; nothing is tested here."]);
    }

    #[test]
    fn few_people_are_not_shown() {
        let mut material = three_people();
        material.min_cell = Some(2);
        let report = report(&material, &options());
        assert_eq!(cell(&report, 0, "cases[North]"), "");
        assert_eq!(
            (cell(&report, 0, "mean_with"), cell(&report, 0, "mean_without")),
            ("3.000000".into(), String::new())
        );
    }
}
