//! The table of transitions, for programs and for people.

use super::Process;
use crate::report::base::thousands;
use crate::report::table::{Cell, Column, Table};

/// People are not shown the transitions out of a stage that has fewer of them.
const LEAST: u64 = 5;
/// An expected count from which on a cell can bear a test (Cochran 1954).
const ENOUGH: f64 = 5.0;
/// The share of cells below it from which on the table says so.
const TOO_MANY: f64 = 0.2;

impl Process<'_> {
    /// Every pair of stages, the impossible ones left out.
    fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        let stages = self.stages();
        let all = (0..stages).flat_map(move |from| (0..stages).map(move |to| (from, to)));
        all.filter(|(from, to)| !self.options.collapse || from != to)
    }

    pub(super) fn data(&self) -> Table {
        let mut table = Table::new(vec![
            Column::text("from", "From"),
            Column::text("to", "To"),
            Column::count("n", "n"),
            Column::count("from_n", "of"),
            Column::count("cases", "Cases"),
            Column::count("cases_n", "of"),
            Column::number("probability", "Probability", 2),
            Column::number("expected", "Expected", 1),
            Column::number("residual", "Residual", 2),
            Column::number("q", "Q", 2),
            Column::number("p", "p", 3),
            Column::text("note", "Note"),
        ]);
        for (from, to) in self.pairs() {
            let mut row = vec![self.id(from).into(), self.id(to).into()];
            row.extend(self.measures(from, to));
            let is_empty = self.transitions.row(from) == 0;
            let note = format!("undefined: nothing follows `{}`", self.id(from));
            row.push(Cell::maybe(is_empty.then_some(note)));
            table.push(row);
        }
        table
    }

    pub(super) fn for_people(&self) -> Table {
        let n = thousands(self.material.base().cases);
        let mut table = Table::new(vec![
            Column::text("from", "From"),
            Column::text("to", "To"),
            Column::count("n", "n"),
            Column::count("cases", format!("Cases, of {n}")),
            Column::number("probability", "Probability", 2),
            Column::number("expected", "Expected", 1),
        ]);
        if !self.options.collapse {
            table.columns.push(Column::number("residual", "Residual", 2));
        }
        table.columns.push(Column::number("q", "Q", 2));
        if !self.p.is_empty() {
            table.columns.push(Column::number("p", "p", 3));
        }
        for (from, to) in self.pairs().filter(|&(from, _)| self.transitions.row(from) >= LEAST) {
            let mut row = vec![self.label(from).into(), self.label(to).into()];
            let keys = ["n", "from_n", "cases", "cases_n", "probability", "expected", "residual"];
            let keys = keys.into_iter().chain(["q", "p"]);
            let measures = keys.zip(self.measures(from, to));
            let is_shown = |key: &str| table.columns.iter().any(|column| column.key == key);
            row.extend(measures.filter(|(key, _)| is_shown(key)).map(|(_, cell)| cell));
            table.push(row);
        }
        table
    }

    /// What is said of one transition, from `n` to `p`.
    fn measures(&self, from: usize, to: usize) -> [Cell; 9] {
        let found = &self.transitions;
        let number = |number: Option<f64>| number.map_or(Cell::Missing, Cell::Number);
        let of = |table: &[Vec<u64>]| {
            table.get(from).and_then(|row| row.get(to)).copied().map_or(Cell::Missing, Cell::Count)
        };
        let real = |table: &[Vec<f64>]| table.get(from).and_then(|row| row.get(to)).copied();
        let p = real(&self.p).filter(|_| found.row(from) > 0);
        [
            of(&found.counts),
            Cell::Count(found.row(from)),
            of(&found.people),
            Cell::Count(self.material.base().cases),
            number(found.probability(from, to)),
            number(real(&found.expected)),
            number(found.residual(from, to)),
            number(found.yules_q(from, to)),
            number(p),
        ]
    }

    /// Says which stages people are not shown.
    pub(super) fn rare_rows_note(&self) -> Option<String> {
        let rare = |stage: &usize| self.transitions.row(*stage) < LEAST;
        let rare: Vec<&str> =
            (0..self.stages()).filter(rare).map(|stage| self.label(stage)).collect();
        (!rare.is_empty()).then(|| {
            format!("Fewer than {LEAST} transitions, not shown: out of {}.", rare.join(", "))
        })
    }

    /// Says that the table does not bear a test.
    pub(super) fn small_note(&self) -> Option<String> {
        let expected: Vec<f64> = self.transitions.expected.iter().flatten().copied().collect();
        let cells = expected.iter().filter(|expected| **expected > 0.0).count();
        let small = expected.iter().filter(|expected| 0.0 < **expected && **expected < ENOUGH);
        let small = small.count();
        (small as f64 > TOO_MANY * cells as f64).then(|| {
            format!(
                "Fewer than {ENOUGH} transitions are expected in {small} of {cells} cells: describe \
                 them, do not test them."
            )
        })
    }
}
