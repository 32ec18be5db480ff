//! Trajectories: what became of each code in each case, and in how many cases.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Change, Spoken};
use super::{Wave, Waves};
use crate::report::section::{Body, Section};
use crate::report::small_cell::{self, Grid, Shown};
use crate::report::table::{Cell, Column, Table};

/// A code in a case, wave by wave.
struct Trajectory {
    waves: Vec<Option<Spoken>>,
    /// From the first wave with transcripts to the last.
    change: Change,
    /// Whether no other case ever speaks of the code.
    idiosyncratic: bool,
}

impl Waves<'_> {
    /// By case, in the order of their ids.
    fn of_code(&self, code: usize) -> BTreeMap<&str, Trajectory> {
        let timed = self.timed();
        let mut found: BTreeMap<&str, Trajectory> = BTreeMap::new();
        for case in timed.iter().flat_map(|wave| wave.words.keys()) {
            let waves: Vec<Option<Spoken>> =
                timed.iter().map(|wave| wave.of_case(code, case)).collect();
            let ends = self.ends().map(|wave| wave.and_then(|wave| wave.of_case(code, case)));
            let change = Change::between(ends[0], ends[1]);
            found.insert(case, Trajectory { waves, change, idiosyncratic: false });
        }
        // Whoever speaks of it in a transcript without a wave speaks of it too.
        let speakers = self.speakers(code);
        if let [only] = speakers.as_slice()
            && self.material.cases().len() > 1
            && let Some(one) = found.get_mut(only)
        {
            one.idiosyncratic = true;
        }
        found
    }

    /// The first and the last wave of those with transcripts: a wave that is still to come, or that
    /// the filter leaves out, is no end.
    fn ends(&self) -> [Option<&Wave>; 2] {
        let mut held = self.timed().iter().filter(|wave| wave.transcripts > 0);
        [held.next(), held.next_back()]
    }

    /// The cases that speak of a code in any transcript.
    fn speakers(&self, code: usize) -> Vec<&str> {
        let spoken = self.waves.iter().flat_map(|wave| &wave.spoken);
        let own = spoken.filter(|((of, _), (segments, _))| *of == code && *segments > 0);
        let cases: BTreeSet<&str> = own.map(|((_, case), _)| case.as_str()).collect();
        cases.into_iter().collect()
    }

    /// A row a code and case: the waves, and what became of the code.
    pub(super) fn trajectories(&self) -> Section {
        let timed = self.timed();
        let mut table =
            Table::new(vec![Column::text("code", "Code"), Column::text("case", "Case")]);
        let mut shown =
            Table::new(vec![Column::text("code", "Theme"), Column::text("case", "Case")]);
        for wave in timed {
            let name = &wave.name;
            table.columns.push(Column::count(format!("segments[{name}]"), name));
            let rate = Column::number(format!("per_1000_words[{name}]"), "per 1,000 words", 2);
            table.columns.push(rate);
            shown.columns.push(Column::count(format!("segments[{name}]"), name));
        }
        let change = Column::text("change", "Change");
        table.columns.push(change.clone());
        table.columns.push(Column::text("steps", "Steps"));
        table.columns.push(Column::text("idiosyncratic", "Only this case"));
        shown.columns.push(change);
        if timed.len() > 2 {
            shown.columns.push(Column::text("steps", "Step by step"));
        }
        for code in self.material.shown() {
            let id = self.material.codebook.codes.get(code).map_or("", |code| code.id.as_str());
            for (case, one) in self.of_code(code) {
                let steps: Vec<String> = one
                    .waves
                    .windows(2)
                    .map(|pair| Change::between(pair[0], pair[1]).name().to_owned())
                    .collect();
                let mut row = vec![Cell::from(id), case.into()];
                let mut people = vec![self.theme(code), case.into()];
                for wave in &one.waves {
                    let segments = wave.map(|wave| wave.segments);
                    row.push(segments.map_or(Cell::Missing, Cell::Count));
                    let rate = wave.and_then(Spoken::per_1000);
                    row.push(rate.map_or(Cell::Missing, Cell::Number));
                    people.push(segments.map_or("–".into(), Cell::Count));
                }
                let only = if one.idiosyncratic { ", only this case" } else { "" };
                people.push(format!("{}{only}", one.change.name()).into());
                if timed.len() > 2 {
                    people.push(steps.join(" → ").into());
                }
                row.push(one.change.name().into());
                row.push(Cell::List(steps));
                row.push(Cell::Flag(one.idiosyncratic));
                table.push(row);
                shown.push(people);
            }
        }
        let mut section =
            Section::new("trajectories", "Case by case", Body::Table(table, Some(shown)));
        section.notes.push(
            "–: no transcript in this wave; that is not zero. Change: from the first wave with \
             transcripts to the last."
                .to_owned(),
        );
        section
    }

    /// In how many cases a code emerged, ceased and so on.
    fn changed(&self, code: usize) -> Vec<u64> {
        let found = self.of_code(code);
        let count = |change: &Change| found.values().filter(|one| one.change == *change).count();
        Change::ALL.iter().map(|change| count(change) as u64).collect()
    }

    /// The small-cell rule for what became of each code; every case is in one of the columns.
    pub(super) fn change_cells(&self) -> Vec<Vec<Shown>> {
        let row = |code: usize| {
            let counts = self.changed(code);
            small_cell::Row { total: counts.iter().sum(), counts, ..small_cell::Row::default() }
        };
        let rows: Vec<small_cell::Row> = self.material.shown().into_iter().map(row).collect();
        let all = rows.first().map_or(0, |row| row.total);
        // A column is no group: its size is that of all, whatever the limit.
        let sizes = vec![all.max(self.material.min_cell.unwrap_or_default()); Change::ALL.len()];
        Grid { least: self.material.min_cell, sizes, overlaps: false, is_bare: true, rows }.shown()
    }

    /// A row a code: in how many cases it emerged, ceased and so on from the first wave to the last.
    pub(super) fn changes(&self, cells: &[Vec<Shown>]) -> Option<Section> {
        let [Some(first), Some(last)] = self.ends() else { return None };
        let mut table = Table::new(vec![Column::text("code", "Theme")]);
        let columns = Change::ALL.map(|change| Column::count(change.name(), change.name()));
        table.columns.extend(columns);
        let mut shown = table.clone();
        for (code, shown_of) in self.material.shown().into_iter().zip(cells) {
            let id = self.material.codebook.codes.get(code).map_or("", |code| code.id.as_str());
            let (mut row, mut people) = (vec![Cell::from(id)], vec![self.theme(code)]);
            for (cases, hidden) in self.changed(code).into_iter().zip(shown_of) {
                match hidden.sign(self.material.min_cell) {
                    Some(sign) => {
                        row.push(Cell::Missing);
                        people.push(sign.into());
                    }
                    None => {
                        row.push(Cell::Count(cases));
                        people.push(Cell::Count(cases));
                    }
                }
            }
            table.push(row);
            shown.push(people);
        }
        let title = format!("What became of each code from {} to {}, cases", first.name, last.name);
        let mut section = Section::new("changes", title, Body::Table(table, Some(shown)));
        section.notes.push(
            "Increased, decreased: at least one segment more or fewer, and a rate per 1,000 words \
             at least 1.5 times as high or low. Counts describe the talk, not what happened."
                .to_owned(),
        );
        Some(section)
    }
}
