//! Activity logs: how much time goes into which work.
//!
//! In come the rows of activity logs (date, worker, activity, minutes, client) with the codes that
//! rules gave them; out come entries, hours and share of all hours by code, by worker and by month,
//! direct and indirect work told in two ways, and entries shorter than a limit. [`job`] makes the
//! job description of them.

mod entries;
pub mod job;
mod parts;

use std::collections::BTreeSet;

use super::Report;
use super::base::{MISSING, counted, thousands};
use super::figure::{Bar, Bars, Figure};
use super::material::Material;
use super::percent;
use super::section::{Body, Section};
use super::small_cell::{self, Grid, Shown};
use super::table::{Cell, Column, Table, rounded};
pub use entries::named;
use entries::{Entry, Sum, entries};

/// The keys of the sections that name workers.
pub const WORKERS: &str = "workers";
/// See [`WORKERS`].
pub const SHORT: &str = "short";

/// What the report shall show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The codes below which work is direct.
    pub direct: BTreeSet<usize>,
    /// The codes below which work is indirect.
    pub indirect: BTreeSet<usize>,
    /// Entries with fewer minutes than this are flagged.
    pub least_minutes: u32,
    /// The attribute that groups entries, and its declared values in order.
    pub by: Option<(String, Vec<String>)>,
    /// Show percentages to people however few the entries.
    pub percent: bool,
}

/// Whether there is any entry of a log.
pub fn is_logged(material: &Material) -> bool {
    let turns = material.documents.iter().flat_map(|document| &document.turns);
    turns.into_iter().any(|told| told.is_in && told.log.is_some())
}

/// The activity report.
pub fn report(material: &Material, options: &Options) -> Report {
    let entries = entries(material);
    let all = Sum::of(entries.iter());
    let groups = groups(material, &entries, options);
    let mut data = Table::new(data_columns(&groups));
    let mut people = Table::new(people_columns(&groups, &all, options));
    let mut bars = Vec::new();
    let cells = cells(material, &entries, &groups);
    let no_code = |entry: &Entry<'_>| entry.codes.is_empty();
    let codes = material.shown().into_iter().map(Some).chain([None]);
    for (place, shown_of) in codes.zip(&cells) {
        let carries = |entry: &&Entry<'_>| match place {
            Some(code) => entry.codes.contains(&code),
            None => no_code(entry),
        };
        let sum = Sum::of(entries.iter().filter(carries));
        let code = place.and_then(|place| material.codebook.codes.get(place));
        let label = code.map_or("not coded", |code| code.label.as_str());
        let depth = place.map_or(0, |place| material.tree.depth(place));
        let mut cells_of = vec![
            Cell::maybe(code.map(|code| code.id.as_str())),
            label.into(),
            Cell::maybe(code.map(|code| code.kind.name())),
            Cell::count(depth),
        ];
        cells_of.extend(sum_cells(&sum, &all));
        let mut shown = vec![
            Cell::from(format!("{}{label}", "  ".repeat(depth))),
            percent::count(sum.entries, all.entries, options.percent).into(),
            hours(&sum).into(),
            maybe(sum.share(&all)),
            maybe(sum.mean()),
        ];
        for ((_, members), hidden) in groups.iter().zip(shown_of) {
            if let Some(sign) = hidden.sign(material.min_cell) {
                cells_of.extend(std::iter::repeat_n(Cell::Missing, 4));
                shown.push(sign.into());
                continue;
            }
            let all = Sum::of(members.iter().copied());
            let sum = Sum::of(members.iter().copied().filter(carries));
            cells_of.extend([Cell::Count(sum.entries), Cell::Count(sum.minutes)]);
            cells_of.extend([Cell::Number(sum.hours()), maybe(sum.share(&all))]);
            shown.push(match sum.share(&all).and_then(|share| rounded(share, 1)) {
                Some(share) => format!("{} ({share} %)", hours(&sum)).into(),
                None => hours(&sum).into(),
            });
        }
        bars.push(Bar {
            label: label.to_owned(),
            depth,
            value: sum.share(&all).unwrap_or_default(),
            shown: format!("{} h", hours(&sum)),
            interval: None,
        });
        data.push(cells_of);
        people.push(shown);
    }
    let mut report = Report::new("activity", data);
    let by = options.by.as_ref().map(|(name, _)| name.as_str());
    let facts = [
        ("entries_n", Cell::Count(all.entries)),
        ("untimed_n", Cell::Count(all.untimed)),
        ("minutes_n", Cell::Count(all.minutes)),
        ("least_minutes", Cell::Count(u64::from(options.least_minutes))),
    ];
    report.head = vec![material.base().head(), head(&all)];
    report.facts = material.base().facts(by, material.min_cell);
    report.facts.extend(facts);
    report.for_people = Some(people);
    report.notes = notes(&entries, &all);
    report.notes.extend(small_cell::notes(cells.iter().flatten(), material.min_cell));
    let members: usize = groups.iter().map(|(_, members)| members.len()).sum();
    report.notes.extend(
        by.filter(|_| members > entries.len())
            .map(|by| format!("Some entries are in several groups of {by} and count in each.")),
    );
    report.sections = parts::sections(material, &entries, &all, options);
    report.sections.push(Section::new(
        "figure",
        "",
        Body::Figure(Figure::Bars(Bars {
            title: "Share of hours by code".to_owned(),
            description: format!(
                "Bars: the share of {} hours that each code has; the numbers are in the table.",
                hours(&all)
            ),
            axis: "% of hours".to_owned(),
            end: Some(100.0),
            bars,
        })),
    ));
    report
}

/// `62 entries of activity logs, 41.5 hours, 3 entries without minutes.`
fn head(all: &Sum) -> String {
    let entries = counted(all.entries, "entry", "entries");
    format!("{entries} of activity logs, {} hours; {} without minutes.", hours(all), all.untimed)
}

fn notes(entries: &[Entry<'_>], all: &Sum) -> Vec<String> {
    let mut notes = vec![
        "An entry with several codes counts in each of them with its whole time, so shares can sum \
         to more than 100 %."
            .to_owned(),
    ];
    if all.untimed > 0 {
        notes.push(format!(
            "{} without minutes: in the entries, not in the hours.",
            counted(all.untimed, "entry", "entries")
        ));
    }
    if entries.iter().all(|entry| entry.log.client.is_none()) {
        notes.push("No entry names a client, so by presence all work is indirect.".to_owned());
    }
    notes
}

/// The groups with their entries, in the order of the declared values.
fn groups<'a>(
    material: &Material,
    entries: &'a [Entry<'a>],
    options: &Options,
) -> Vec<(String, Vec<&'a Entry<'a>>)> {
    let Some((name, declared)) = &options.by else { return Vec::new() };
    let mut groups: Vec<(String, Vec<&Entry<'_>>)> = Vec::new();
    for entry in entries {
        let (case, id) = (entry.told.case.as_deref(), entry.document.id.as_str());
        let values = material.attributes.values(case, id, name);
        let missing = [MISSING.to_owned()];
        for value in if values.is_empty() { &missing } else { values } {
            match groups.iter_mut().find(|(known, _)| known == value) {
                Some((_, members)) => members.push(entry),
                None => groups.push((value.clone(), vec![entry])),
            }
        }
    }
    super::groups::sort(&mut groups, declared, |(value, _)| value);
    groups
}

/// By row and group, whether the numbers are shown: the small-cell rule, for those whose entries
/// they are.
fn cells(
    material: &Material,
    entries: &[Entry<'_>],
    groups: &[(String, Vec<&Entry<'_>>)],
) -> Vec<Vec<Shown>> {
    fn people<'e>(entries: impl Iterator<Item = &'e Entry<'e>>) -> u64 {
        entries.map(Entry::person).collect::<BTreeSet<_>>().len() as u64
    }
    let sizes: Vec<u64> =
        groups.iter().map(|(_, members)| people(members.iter().copied())).collect();
    let row = |place: Option<usize>| {
        let carries = |entry: &&Entry<'_>| match place {
            Some(code) => entry.codes.contains(&code),
            None => entry.codes.is_empty(),
        };
        let own = |(_, members): &(String, Vec<&Entry<'_>>)| {
            people(members.iter().copied().filter(carries))
        };
        let total = people(entries.iter().filter(carries));
        let counts = groups.iter().map(own).collect();
        small_cell::Row { total, counts, ..small_cell::Row::default() }
    };
    let rows = material.shown().into_iter().map(Some).chain([None]).map(row).collect();
    let overlaps = sizes.iter().sum::<u64>() > people(entries.iter());
    Grid { least: material.min_cell, sizes, overlaps, is_bare: false, rows }.shown()
}

/// The columns of a sum, for programs.
fn sum_columns() -> Vec<Column> {
    vec![
        Column::count("entries", "Entries"),
        Column::count("entries_n", "of"),
        Column::number("entries_pct", "%", 1),
        Column::count("untimed", "Without minutes"),
        Column::count("minutes", "Minutes"),
        Column::number("hours", "Hours", 1),
        Column::number("hours_pct", "% of hours", 1),
        Column::number("mean_minutes", "Mean minutes", 1),
    ]
}

/// A section whose table people see without the base, which the head has.
fn section(key: &'static str, title: &str, table: Table) -> Section {
    let is_base = |column: &Column| column.key == "entries_n";
    let Some(base) = table.columns.iter().position(is_base) else {
        return Section::table(key, title, table);
    };
    let mut people = table.clone();
    people.columns.remove(base);
    for row in &mut people.rows {
        row.remove(base);
    }
    Section::new(key, title, Body::Table(table, Some(people)))
}

/// The cells of a sum, for programs.
fn sum_cells(sum: &Sum, all: &Sum) -> Vec<Cell> {
    let entries = (all.entries > 0).then(|| 100.0 * sum.entries as f64 / all.entries as f64);
    vec![
        Cell::Count(sum.entries),
        Cell::Count(all.entries),
        maybe(entries),
        Cell::Count(sum.untimed),
        Cell::Count(sum.minutes),
        Cell::Number(sum.hours()),
        maybe(sum.share(all)),
        maybe(sum.mean()),
    ]
}

fn data_columns(groups: &[(String, Vec<&Entry<'_>>)]) -> Vec<Column> {
    let mut columns = vec![
        Column::text("code", "Code"),
        Column::text("label", "Label"),
        Column::text("kind", "Kind"),
        Column::count("depth", "Depth"),
    ];
    columns.extend(sum_columns());
    for (value, _) in groups {
        columns.push(Column::count(format!("entries[{value}]"), format!("Entries, {value}")));
        columns.push(Column::count(format!("minutes[{value}]"), format!("Minutes, {value}")));
        columns.push(Column::number(format!("hours[{value}]"), format!("Hours, {value}"), 1));
        columns.push(Column::number(format!("hours_pct[{value}]"), format!("%, {value}"), 1));
    }
    columns
}

fn people_columns(
    groups: &[(String, Vec<&Entry<'_>>)],
    all: &Sum,
    options: &Options,
) -> Vec<Column> {
    let share = if percent::is_shown(all.entries, options.percent) { "n (%)" } else { "n" };
    let mut columns = vec![
        Column::text("theme", "Work"),
        Column::count("entries", format!("Entries, {share} of {}", thousands(all.entries))),
        Column::count("hours", "Hours"),
        Column::number("hours_pct", "% of hours", 1),
        Column::number("mean_minutes", "Mean minutes", 1),
    ];
    columns.extend(groups.iter().map(|(value, members)| {
        let all = Sum::of(members.iter().copied());
        Column::count(value, format!("{value}, hours of {}", hours(&all)))
    }));
    columns
}

/// Hours with one decimal.
fn hours(sum: &Sum) -> String {
    rounded(sum.hours(), 1).unwrap_or_default()
}

fn maybe(number: Option<f64>) -> Cell {
    number.map_or(Cell::Missing, Cell::Number)
}

#[cfg(test)]
mod tests;
