//! The joint display: for each theme, who speaks of it, how those who do stand on a measure, and what
//! they say.
//!
//! In come the material and a measure by case; out comes a row a code: cases by group, the mean of
//! the measure among cases with the code and without it, and a quotation. Nothing is tested: the
//! display sets two kinds of findings side by side. Guetterman, Fetters and Creswell 2015,
//! doi:10.1370/afm.1865.

use std::collections::{BTreeMap, BTreeSet};

use super::material::Material;
use super::quotes::label::{Label, Labels};
use super::section::Section;
use super::small_cell::{self, Grid, Shown};
use super::table::{Cell, Column, Table};
use super::{Report, groups};
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

/// One group: its name, its cases, and by code those of them that speak of it in what counts for the
/// group.
struct Group {
    name: String,
    cases: BTreeSet<String>,
    speakers: BTreeMap<usize, BTreeSet<String>>,
}

/// The report.
pub fn report(material: &Material, options: &Options) -> Report {
    let groups = groups(material, options);
    let least = material.min_cell;
    let mut data = Table::new(columns(&groups, options));
    let mut shown = data.clone();
    let label = Label::usual(None);
    let labels = Labels::new(&label, material);
    let all: BTreeSet<String> = material.cases().into_keys().map(str::to_owned).collect();
    let cells = cells(material, options, &groups);
    for (code, cells_of) in material.shown().into_iter().zip(&cells) {
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
        let mut people = row.clone();
        for (group, hidden) in groups.iter().zip(cells_of) {
            let sign = hidden.sign(least).map(Cell::from);
            row.push(if sign.is_some() { Cell::Missing } else { Cell::count(group.of(code)) });
            people.push(sign.unwrap_or_else(|| Cell::count(group.of(code))));
            row.push(Cell::count(group.cases.len()));
            people.push(Cell::count(group.cases.len()));
        }
        if let Some(measure) = &options.measure {
            let found = sides(measure, [&cases, &(&all - &cases)], least);
            row.extend(found.iter().cloned());
            people.extend(found);
        }
        let best = segments.iter().find(|(_, segment)| segment.exemplar).or(segments.first());
        let quote = Cell::maybe(best.map(|(_, segment)| cut(&segment.quote)));
        // A name beside groups would give a hidden count away.
        let is_told = cells_of.iter().all(|hidden| !hidden.is_hidden());
        let who = best.filter(|_| is_told);
        let who = Cell::maybe(who.map(|(document, segment)| labels.of(document, segment)));
        for line in [&mut row, &mut people] {
            line.extend([quote.clone(), who.clone()]);
        }
        data.push(row);
        shown.push(people);
    }
    let mut report = Report::new("joint", data);
    report.for_people = Some(shown);
    let by = options.by.as_ref().map(|(name, _)| name.as_str());
    report.head = vec![material.base().head()];
    report.facts = material.base().facts(by, least);
    if let Some(measure) = &options.measure {
        report.facts.push(("measure", measure.name.as_str().into()));
        if !groups.is_empty() {
            let title = format!("{} by group", measure.name);
            let table = by_group(&groups, measure, least);
            report.sections.push(Section::table("groups", title, table));
        }
        let known = all.iter().filter(|case| measure.values.contains_key(*case)).count();
        report.notes.push(format!(
            "{} is known of {known} of {} cases; nothing is tested here.",
            measure.name,
            all.len()
        ));
    }
    report.notes.extend(small_cell::notes(cells.iter().flatten(), least));
    if by.is_some_and(|by| material.overlaps(by)) {
        report.notes.extend(by.map(groups::several));
    }
    report
}

impl Group {
    /// How many of its cases speak of a code.
    fn of(&self, code: usize) -> usize {
        self.speakers.get(&code).map_or(0, BTreeSet::len)
    }
}

/// The groups with their cases: declared values first, in their order.
fn groups(material: &Material, options: &Options) -> Vec<Group> {
    let Some((name, declared)) = &options.by else { return Vec::new() };
    let group = |(name, cases): (String, BTreeSet<&str>)| Group {
        name,
        cases: cases.into_iter().map(str::to_owned).collect(),
        speakers: BTreeMap::new(),
    };
    let mut groups: Vec<Group> = material.members(name).into_iter().map(group).collect();
    groups::sort(&mut groups, declared, |group| &group.name);
    for code in material.shown() {
        for (document, segment) in material.segments_of(code) {
            for case in &segment.cases {
                for value in material.groups(case, &document.id, name) {
                    let own =
                        |group: &&mut Group| group.name == value && group.cases.contains(case);
                    if let Some(group) = groups.iter_mut().find(own) {
                        group.speakers.entry(code).or_default().insert(case.clone());
                    }
                }
            }
        }
    }
    groups
}

/// By code and group, whether the count is shown (the small-cell rule).
fn cells(material: &Material, options: &Options, groups: &[Group]) -> Vec<Vec<Shown>> {
    let counts = |code: usize| {
        (material.cases_of(code), groups.iter().map(|group| group.of(code) as u64).collect())
    };
    Grid {
        least: material.min_cell,
        sizes: groups.iter().map(|group| group.cases.len() as u64).collect(),
        overlaps: options.by.as_ref().is_some_and(|(name, _)| material.overlaps(name)),
        is_bare: true,
        rows: material.code_rows(counts),
    }
    .shown()
}

fn columns(groups: &[Group], options: &Options) -> Vec<Column> {
    let mut columns = vec![
        Column::text("code", "Code"),
        Column::text("label", "Theme"),
        Column::count("cases", "Cases"),
        Column::count("cases_n", "Of"),
    ];
    for Group { name: group, .. } in groups {
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

/// n, mean and standard deviation of a measure.
fn spread(measure: &Measure, cases: &BTreeSet<String>) -> [Cell; 3] {
    let values: Vec<f64> =
        cases.iter().filter_map(|case| measure.values.get(case)).copied().collect();
    let found = Spread::of(&values);
    let number = |number: Option<f64>| number.map_or(Cell::Missing, Cell::Number);
    let mean = found.map(|spread| spread.mean);
    [Cell::count(values.len()), number(mean), number(found.and_then(|spread| spread.sd))]
}

/// How many of the cases have a value.
fn known(measure: &Measure, cases: &BTreeSet<String>) -> u64 {
    cases.iter().filter(|case| measure.values.contains_key(*case)).count() as u64
}

/// The measure among cases with a code and among those without it. If one side has too few people,
/// neither is shown: the mean of all would give it away.
fn sides(measure: &Measure, sides: [&BTreeSet<String>; 2], least: Option<u64>) -> Vec<Cell> {
    if sides.iter().any(|side| small_cell::is_small(known(measure, side), least)) {
        return vec![Cell::Missing; 6];
    }
    sides.into_iter().flat_map(|side| spread(measure, side)).collect()
}

/// The measure by group; what is hidden is hidden in two groups at least.
fn by_group(groups: &[Group], measure: &Measure, least: Option<u64>) -> Table {
    let mut table = Table::new(vec![
        Column::text("group", "Group"),
        Column::count("n", "n"),
        Column::number("mean", "Mean", 2),
        Column::number("sd", "SD", 2),
    ]);
    let sizes = groups.iter().map(|group| (group.name.clone(), known(measure, &group.cases)));
    let hidden = small_cell::unnamed(&sizes.collect::<Vec<_>>(), least);
    for group in groups {
        let mut row: Vec<Cell> = vec![group.name.as_str().into()];
        row.extend(match hidden.contains(&group.name) {
            true => [Cell::Missing, Cell::Missing, Cell::Missing],
            false => spread(measure, &group.cases),
        });
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
    use crate::report::sample::{Sample, three_people};

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
    fn a_group_counts_what_is_said_in_it() {
        let by = Some(("wave".to_owned(), vec!["1".to_owned(), "2".to_owned()]));
        let report = report(&three_people(), &Options { by, ..options() });
        // A speaks of fear in wave 2 alone, and took part in wave 1 as well.
        assert_eq!(cell(&report, 1, "cases[1]"), "0");
        assert_eq!(cell(&report, 1, "cases[2]"), "1");
        assert_eq!(cell(&report, 1, "cases_n[1]"), "2");
    }

    #[test]
    fn few_people_are_not_shown() {
        let mut material = three_people();
        material.min_cell = Some(2);
        let report = report(&material, &options());
        assert_eq!(cell(&report, 0, "cases[North]"), "");
        // The mean of those with the code and that of all would tell the mean of the one without.
        for key in ["n_with", "mean_with", "n_without", "mean_without", "who"] {
            assert_eq!(cell(&report, 0, key), "", "{key}");
        }
        let people = report.for_people.as_ref().unwrap();
        assert_eq!(people.rows[0][4], Cell::from("<2"));
    }

    #[test]
    fn a_hidden_count_is_not_told_by_the_others() {
        let codebook = "schema = 1\n[codebook]\nid = \"c\"\nversion = \"1\"\n[[code]]\nid = \"hope\"\n\
            label = \"Hope\"\ndefinition = \"Looking forward.\"\n[[code.rule]]\nany = [\"hope\"]\n";
        let texts: Vec<(String, String)> = (1..=10)
            .map(|n| {
                (
                    format!("P{n}.txt"),
                    format!("I: So?\nP{n}: We {}.\n", if n < 8 { "hope" } else { "go" }),
                )
            })
            .collect();
        let texts: Vec<(&str, &str)> =
            texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let cases = "id,site\nP1,S\nP2,S\nP3,N\nP4,N\nP5,N\nP6,N\nP7,N\nP8,S\nP9,S\nP10,S\n";
        let mut material =
            Sample { codebook, cases, texts: &texts, ..Sample::default() }.material();
        material.min_cell = Some(3);
        let by = Some(("site".to_owned(), Vec::new()));
        let report = report(&material, &Options { by, measure: None });
        // 2 of the 7 are in S: 7 − 5 would give them away.
        assert_eq!(cell(&report, 0, "cases"), "7");
        assert_eq!(
            (cell(&report, 0, "cases[N]"), cell(&report, 0, "cases[S]")),
            Default::default()
        );
    }
}
