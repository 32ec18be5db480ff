//! Who reaches which stage: first and last stages, the stages of each case, and whether those who
//! speak of one stage also speak of later ones.

use std::collections::{BTreeMap, BTreeSet};

use super::{Process, REACH};
use crate::report::base::thousands;
use crate::report::groups;
use crate::report::section::{Body, Section};
use crate::report::small_cell::{self, Grid};
use crate::report::table::{Cell, Column, Table};

impl Process<'_> {
    /// By case, in the order of their ids: the stages in the order of their first appearance.
    fn orders(&self) -> BTreeMap<&str, Vec<usize>> {
        let mut orders: BTreeMap<&str, Vec<usize>> =
            self.material.cases().into_keys().map(|case| (case, Vec::new())).collect();
        for course in &self.courses {
            let order = orders.entry(course.sequence.person.as_str()).or_default();
            for &stage in course.sequence.chains.iter().flatten() {
                if !order.contains(&stage) {
                    order.push(stage);
                }
            }
        }
        orders
    }

    /// How many cases speak of a stage.
    pub(super) fn reached(&self, stage: usize) -> u64 {
        self.orders().values().filter(|order| order.contains(&stage)).count() as u64
    }

    /// The first and the last stage of each sequence.
    pub(super) fn ends(&self) -> Section {
        let sequences: Vec<Vec<usize>> =
            self.courses.iter().map(|one| one.sequence.chains.concat()).collect();
        let sequences: Vec<&Vec<usize>> = sequences.iter().filter(|all| !all.is_empty()).collect();
        let n = sequences.len();
        let columns = |first: String, last: String| {
            vec![
                Column::text("stage", "Stage"),
                Column::count("first", first),
                Column::count("last", last),
            ]
        };
        let mut table = Table::new(columns("First".into(), "Last".into()));
        table.columns.push(Column::count("sequences_n", "of"));
        let of = |end: &str| format!("{end}, of {}", thousands(n as u64));
        let mut shown = Table::new(columns(of("First"), of("Last")));
        for stage in 0..self.stages() {
            let first = sequences.iter().filter(|all| all.first() == Some(&stage)).count();
            let last = sequences.iter().filter(|all| all.last() == Some(&stage)).count();
            let (first, last) = (Cell::count(first), Cell::count(last));
            shown.push(vec![self.label(stage).into(), first.clone(), last.clone()]);
            table.push(vec![self.id(stage).into(), first, last, Cell::count(n)]);
        }
        Section::new("ends", "First and last stage", Body::Table(table, Some(shown)))
    }

    /// A row a case: which stages, and in which order they first appear.
    pub(super) fn reach(&self) -> Section {
        let mut table = Table::new(vec![Column::text("case", "Case")]);
        let mut shown = table.clone();
        for stage in 0..self.stages() {
            table.columns.push(Column::count(self.id(stage), self.label(stage)));
            let heading = format!("{}. {}", stage + 1, self.label(stage));
            shown.columns.push(Column::count(self.id(stage), heading));
        }
        table.columns.push(Column::text("order", "Order"));
        shown.columns.push(Column::text("order", "First spoken of"));
        for (case, order) in self.orders() {
            let is_in = |stage: usize| Cell::Count(u64::from(order.contains(&stage)));
            let mut row = vec![case.into()];
            row.extend((0..self.stages()).map(is_in));
            let ids = order.iter().map(|&stage| self.id(stage).to_owned());
            let places = order.iter().map(|stage| (stage + 1).to_string());
            let places = places.collect::<Vec<String>>().join(" → ");
            shown.push(row.iter().cloned().chain([places.into()]).collect());
            row.push(Cell::List(ids.collect()));
            table.push(row);
        }
        Section::new(REACH, "Who speaks of which stage", Body::Table(table, Some(shown)))
    }

    /// Of those with and without a stage, how many speak of each later one.
    pub(super) fn later(&self) -> Section {
        let mut table = Table::new(vec![
            Column::text("stage", "Stage"),
            Column::text("later", "Later stage"),
            Column::count("with", "With the stage"),
            Column::count("with_n", "of"),
            Column::count("without", "Without it"),
            Column::count("without_n", "of"),
        ]);
        let mut shown = Table::new(vec![
            Column::text("stage", "Stage"),
            Column::text("later", "Later stage"),
            Column::count("with", "Of those with the stage"),
            Column::count("without", "Of those without"),
        ]);
        let orders = self.orders();
        for stage in 0..self.stages() {
            for later in stage + 1..self.stages() {
                let count = |has: bool, also: Option<usize>| {
                    let of = orders.values().filter(|order| order.contains(&stage) == has);
                    let of = of.filter(|order| also.is_none_or(|also| order.contains(&also)));
                    of.count() as u64
                };
                let (with, with_n) = (count(true, Some(later)), count(true, None));
                let (without, without_n) = (count(false, Some(later)), count(false, None));
                let counts = [with, with_n, without, without_n].map(Cell::Count);
                table.push(
                    [self.id(stage), self.id(later)]
                        .map(Cell::from)
                        .into_iter()
                        .chain(counts)
                        .collect(),
                );
                let of = |x: u64, n: u64| match n {
                    0 => Cell::from("–"),
                    n => format!("{} of {}", thousands(x), thousands(n)).into(),
                };
                let names = [self.label(stage).into(), self.label(later).into()];
                let counts = [of(with, with_n), of(without, without_n)];
                shown.push(names.into_iter().chain(counts).collect());
            }
        }
        let title = "Whether those who speak of a stage also speak of later ones";
        let mut section = Section::new("later", title, Body::Table(table, Some(shown)));
        section.notes = vec!["Cases, anywhere in their transcripts; not a prediction.".to_owned()];
        section
    }

    /// Cases that reach each stage, by group.
    pub(super) fn groups(&self) -> Option<Section> {
        let (name, declared) = self.options.by.as_ref()?;
        let mut members: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for course in &self.courses {
            let case = course.sequence.person.as_str();
            for group in self.material.groups(case, &course.transcript, name) {
                members.entry(group).or_default().insert(case);
            }
        }
        let mut groups: Vec<&String> = members.keys().collect();
        groups::sort(&mut groups, declared, |group| group);
        let size = |group: &&String| members.get(*group).map_or(0, |cases| cases.len() as u64);
        let sizes: Vec<u64> = groups.iter().map(size).collect();
        let overlaps = sizes.iter().sum::<u64>() > self.material.cases().len() as u64;
        let mut table =
            Table::new(vec![Column::text("group", name), Column::count("cases_n", "Cases")]);
        let columns =
            (0..self.stages()).map(|stage| Column::count(self.id(stage), self.label(stage)));
        table.columns.extend(columns);
        let mut shown = table.clone();
        let orders = self.in_groups(name);
        let count = |group: &String, stage: usize| {
            orders.get(&(group.clone(), stage)).map_or(0, BTreeSet::len) as u64
        };
        let least = self.material.min_cell;
        let line = |stage: usize| small_cell::Row {
            total: self.reached(stage),
            counts: groups.iter().map(|group| count(group, stage)).collect(),
            ..small_cell::Row::default()
        };
        let rows = (0..self.stages()).map(line).collect();
        let cells = Grid { least, sizes: sizes.clone(), overlaps, is_bare: true, rows }.shown();
        for ((place, group), n) in groups.into_iter().enumerate().zip(sizes) {
            let mut row = vec![Cell::from(group.as_str()), Cell::Count(n)];
            let mut shown_row = row.clone();
            for (stage, cells) in cells.iter().enumerate() {
                let cases = count(group, stage);
                match cells.get(place).and_then(|shown| shown.sign(least)) {
                    Some(sign) => {
                        row.push(Cell::Missing);
                        shown_row.push(sign.into());
                    }
                    None => {
                        row.push(Cell::Count(cases));
                        shown_row.push(Cell::Count(cases));
                    }
                }
            }
            table.push(row);
            shown.push(shown_row);
        }
        let title = format!("Cases that speak of each stage, by {name}");
        let mut section = Section::new("groups", title, Body::Table(table, Some(shown)));
        section.notes = small_cell::notes(cells.iter().flatten(), least);
        section.notes.extend(overlaps.then(|| groups::several(name)));
        Some(section)
    }

    /// By group and stage: the cases that speak of it in a transcript of that group.
    fn in_groups(&self, name: &str) -> BTreeMap<(String, usize), BTreeSet<&str>> {
        let mut found: BTreeMap<(String, usize), BTreeSet<&str>> = BTreeMap::new();
        for course in &self.courses {
            let case = course.sequence.person.as_str();
            for group in self.material.groups(case, &course.transcript, name) {
                for &stage in course.sequence.chains.iter().flatten() {
                    found.entry((group.clone(), stage)).or_default().insert(case);
                }
            }
        }
        found
    }
}
