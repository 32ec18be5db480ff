//! What stands below the activity table: direct and indirect work, workers, months, short entries.

use std::collections::{BTreeMap, BTreeSet};

use super::entries::{Entry, Mark, Sum};
use super::{Options, SHORT, WORKERS, section, sum_cells, sum_columns};
use crate::report::base::{MISSING, counted};
use crate::report::material::Material;
use crate::report::section::{Body, Section};
use crate::report::table::{Cell, Column, Table};

pub(super) fn sections(
    material: &Material,
    entries: &[Entry<'_>],
    all: &Sum,
    options: &Options,
) -> Vec<Section> {
    let worker = |entry: &Entry<'_>| entry.log.worker.clone();
    let month = |entry: &Entry<'_>| entry.month().map(str::to_owned);
    let mut sections = vec![
        directness(material, entries, all, options),
        part(WORKERS, "By worker", "worker", "Worker", (entries, all), options, &worker),
        part("months", "By month", "month", "Month", (entries, all), options, &month),
    ];
    sections.extend(short(entries, options.least_minutes));
    sections
}

/// Direct and indirect work by the codes alone, and by codes and presence.
fn directness(material: &Material, entries: &[Entry<'_>], all: &Sum, options: &Options) -> Section {
    let mut columns = vec![Column::text("rule", "Told by"), Column::text("work", "Work")];
    columns.extend(sum_columns());
    let mut table = Table::new(columns);
    let mut push = |rule: &str, work: &str, sum: &Sum| {
        let mut cells = vec![rule.into(), work.into()];
        cells.extend(sum_cells(sum, all));
        table.push(cells);
    };
    let mark = |entry: &Entry<'_>| entry.mark(&options.direct, &options.indirect);
    for wanted in Mark::ALL {
        let marked = entries.iter().filter(|entry| mark(entry) == wanted);
        push("code", wanted.name(), &Sum::of(marked));
    }
    for (name, wanted) in [("direct", true), ("indirect", false)] {
        let told = entries
            .iter()
            .filter(|entry| mark(entry).is_direct_with(entry.is_client_present()) == wanted);
        push("presence", name, &Sum::of(told));
    }
    let ids = |places: &BTreeSet<usize>| {
        let codes = places.iter().filter_map(|&place| material.codebook.codes.get(place));
        match codes.map(|code| code.id.as_str()).collect::<Vec<&str>>().join(", ") {
            none if none.is_empty() => "no code".to_owned(),
            ids => ids,
        }
    };
    let mut made = section("directness", "Direct and indirect work", table);
    made.notes = vec![
        format!(
            "By code: direct is what {} or a code below holds, indirect what {} holds.",
            ids(&options.direct),
            ids(&options.indirect)
        ),
        "By presence: direct if the client is there and no code marks the entry as indirect."
            .to_owned(),
    ];
    made
}

/// A table with a row for each worker or month, and how much of its time was direct by presence.
fn part(
    key: &'static str,
    title: &str,
    name: &str,
    heading: &str,
    (entries, all): (&[Entry<'_>], &Sum),
    options: &Options,
    of: &dyn Fn(&Entry<'_>) -> Option<String>,
) -> Section {
    let mut columns = vec![Column::text(name, heading)];
    columns.extend(sum_columns());
    columns.push(Column::number("direct_hours", "Direct hours", 1));
    columns.push(Column::number("direct_pct", "Direct, % of its hours", 1));
    // What has no name comes last.
    let mut parts: BTreeMap<(bool, String), (Sum, Sum)> = BTreeMap::new();
    for entry in entries {
        let value = of(entry);
        let place = (value.is_none(), value.unwrap_or_else(|| MISSING.to_owned()));
        let (sum, direct) = parts.entry(place).or_default();
        sum.add(entry);
        let mark = entry.mark(&options.direct, &options.indirect);
        if mark.is_direct_with(entry.is_client_present()) {
            direct.add(entry);
        }
    }
    let mut table = Table::new(columns);
    for ((_, value), (sum, direct)) in parts {
        let mut cells = vec![Cell::from(value)];
        cells.extend(sum_cells(&sum, all));
        cells.push(Cell::Number(direct.hours()));
        cells.push(direct.share(&sum).map_or(Cell::Missing, Cell::Number));
        table.push(cells);
    }
    section(key, title, table)
}

/// The entries that are shorter than the limit.
fn short(entries: &[Entry<'_>], least: u32) -> Option<Section> {
    let mut table = Table::new(vec![
        Column::text("transcript", "Log"),
        Column::count("turn", "Entry"),
        Column::text("date", "Date"),
        Column::text("worker", "Worker"),
        Column::text("activity", "Activity"),
        Column::count("minutes", "Minutes"),
    ]);
    let is_short = |entry: &&Entry<'_>| entry.log.minutes.is_some_and(|minutes| minutes < least);
    for entry in entries.iter().filter(is_short) {
        table.push(vec![
            entry.document.id.as_str().into(),
            Cell::count(entry.turn),
            Cell::maybe(entry.told.date.as_deref()),
            Cell::maybe(entry.log.worker.as_deref()),
            Cell::maybe(entry.log.activity.as_deref()),
            entry.log.minutes.map_or(Cell::Missing, |minutes| Cell::Count(minutes.into())),
        ]);
    }
    let number = counted(table.rows.len() as u64, "entry", "entries");
    let title = format!("Shorter than {least} minutes: {number}");
    (!table.rows.is_empty()).then(|| Section::new(SHORT, title, Body::Table(table, None)))
}
