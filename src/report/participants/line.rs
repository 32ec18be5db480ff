//! One line of the characteristics table, for programs and for people, and the columns it fills.

use super::block::{Block, Figures, Line, What};
use crate::report::base::thousands;
use crate::report::percent;
use crate::report::small_cell::bounds::{Counts, Relation};
use crate::report::small_cell::{self, Shown};
use crate::report::table::{Cell, Column, rounded};
use crate::statistics::spread::Spread;
use crate::study::attributes::Kind;

/// Lines in the making.
pub(super) struct Lines<'a> {
    /// The groups; their columns follow that of all cases.
    pub(super) names: &'a [&'a str],
    /// The cases of each column.
    pub(super) sizes: Vec<u64>,
    pub(super) min_cell: Option<u64>,
    pub(super) percent: bool,
}

impl Lines<'_> {
    pub(super) fn data_columns(&self) -> Vec<Column> {
        let mut columns = vec![
            Column::text("attribute", "Attribute"),
            Column::text("kind", "Kind"),
            Column::text("value", "Value"),
        ];
        let own = std::iter::once(String::new());
        for of in own.chain(self.names.iter().map(|name| format!("[{name}]"))) {
            let key = |name: &str| format!("{name}{of}");
            columns.push(Column::count(key("cases"), key("Cases")));
            columns.push(Column::count(key("cases_n"), key("of")));
            columns.push(Column::number(key("cases_pct"), key("%"), 1));
            columns.push(Column::number(key("mean"), key("Mean"), 1));
            columns.push(Column::number(key("sd"), key("SD"), 1));
            columns.push(Column::number(key("median"), key("Median"), 1));
            columns.push(Column::number(key("min"), key("Least"), 1));
            columns.push(Column::number(key("max"), key("Most"), 1));
        }
        columns
    }

    pub(super) fn people_columns(&self) -> Vec<Column> {
        let heading = |name: &str, n: u64| {
            let share = if percent::is_shown(n, self.percent) { "n (%)" } else { "n" };
            format!("{name}, {share} of {}", thousands(n))
        };
        let names = std::iter::once("All").chain(self.names.iter().copied());
        let columns = names.zip(&self.sizes);
        let columns = columns.map(|(name, &n)| Column::count(name, heading(name, n)));
        std::iter::once(Column::text("characteristic", "Characteristic")).chain(columns).collect()
    }

    /// By line and column of a block, whether the count is shown (the small-cell rule): each value
    /// is a group of people too, so the column of all cases follows it as well.
    pub(super) fn shown(&self, block: &Block, overlaps: bool) -> Vec<Vec<Shown>> {
        let shown = |line: &Line| vec![Shown::Yes; line.figures.len()];
        let Some(least) = self.min_cell else { return block.lines.iter().map(shown).collect() };
        let mut counts = Counts::new(least);
        let mut places: Vec<Vec<usize>> = Vec::new();
        for (row, line) in block.lines.iter().enumerate() {
            let own = line.figures.iter().zip(&self.sizes);
            places.push(own.map(|(one, &n)| counts.group(row, one.cases, n)).collect());
        }
        for row in &places {
            let Some((&whole, parts)) = row.split_first() else { continue };
            let parts = parts.to_vec();
            match (parts.is_empty(), overlaps) {
                (true, _) => {}
                (false, true) => counts.relate(Relation::Union { whole, parts }),
                (false, false) => counts.relate(Relation::Sum { whole, parts }),
            }
        }
        for (column, &n) in self.sizes.iter().enumerate() {
            let whole = counts.total(n, n);
            let parts = places.iter().filter_map(|row| row.get(column).copied()).collect();
            counts.relate(match block.several {
                0 => Relation::Sum { whole, parts },
                _ => Relation::Union { whole, parts },
            });
        }
        counts.settle();
        let shown = |(line, row): (&Line, &Vec<usize>)| {
            let mut shown: Vec<Shown> = row.iter().map(|&place| counts.shown(place)).collect();
            // The mean of all less those of the other groups is that of the one.
            if matches!(line.what, What::Numbers | What::Dates) {
                let cases: Vec<u64> = line.figures.iter().skip(1).map(|one| one.cases).collect();
                small_cell::keep_company(&cases, shown.get_mut(1..).unwrap_or_default());
            }
            shown
        };
        block.lines.iter().zip(&places).map(shown).collect()
    }

    pub(super) fn data(&self, block: &Block, line: &Line, shown: &[Shown]) -> Vec<Cell> {
        let mut cells = vec![
            block.attribute.as_str().into(),
            block.kind.name().into(),
            match line.what {
                What::Numbers | What::Dates => Cell::Missing,
                _ => line.what.value().into(),
            },
        ];
        for ((figures, &n), shown) in line.figures.iter().zip(&self.sizes).zip(shown) {
            if shown.is_hidden() {
                cells.extend([Cell::Missing, Cell::Count(n)]);
                cells.extend(std::iter::repeat_n(Cell::Missing, 6));
                continue;
            }
            let share = match n {
                0 => Cell::Missing,
                n => Cell::Number(100.0 * figures.cases as f64 / n as f64),
            };
            cells.extend([Cell::Count(figures.cases), Cell::Count(n), share]);
            let number = |take: &dyn Fn(&Spread) -> Option<f64>| {
                figures.spread.as_ref().and_then(take).map_or(Cell::Missing, Cell::Number)
            };
            cells.push(number(&|spread| Some(spread.mean)));
            cells.push(number(&|spread| spread.sd));
            cells.push(number(&|spread| Some(spread.median)));
            match &figures.dates {
                Some((first, last)) => cells.extend([first.as_str().into(), last.as_str().into()]),
                None => {
                    cells.push(number(&|spread| Some(spread.min)));
                    cells.push(number(&|spread| Some(spread.max)));
                }
            }
        }
        cells
    }

    /// The rows that people see of a line.
    pub(super) fn people(&self, kind: &Kind, line: &Line, signs: &[Shown]) -> Vec<Vec<Cell>> {
        let row = |name: &str, shown: &dyn Fn(&Figures, u64) -> Option<String>| {
            let mut cells = vec![Cell::from(format!("  {name}"))];
            let figures = line.figures.iter().zip(&self.sizes).zip(signs);
            cells.extend(figures.map(|((figures, &n), sign)| {
                let sign = sign.sign(self.min_cell);
                sign.map_or_else(|| Cell::maybe(shown(figures, n)), Cell::from)
            }));
            cells
        };
        let count =
            |figures: &Figures, n: u64| Some(percent::count(figures.cases, n, self.percent));
        let has_missing_row = line.figures.iter().zip(&self.sizes).any(|(one, &n)| one.cases < n);
        let mut rows = Vec::new();
        match &line.what {
            What::Value(value) => {
                let name = match (kind, value.as_str()) {
                    (Kind::Bool, "true") => "yes",
                    (Kind::Bool, "false") => "no",
                    (_, value) => value,
                };
                rows.push(row(name, &count));
            }
            What::Missing => rows.push(row("missing", &count)),
            What::Numbers => {
                if has_missing_row {
                    rows.push(row("n", &count));
                }
                rows.push(row("mean (SD)", &|one, _| one.spread.as_ref().map(mean)));
                rows.push(row("median", &|one, _| Some(plain(one.spread.as_ref()?.median))));
                rows.push(row("range", &|one, _| {
                    let spread = one.spread.as_ref()?;
                    let (min, max) = (plain(spread.min), plain(spread.max));
                    Some(if min == max { min } else { format!("{min}–{max}") })
                }));
            }
            What::Dates => {
                if has_missing_row {
                    rows.push(row("n", &count));
                }
                rows.push(row("range", &|one, _| {
                    let (first, last) = one.dates.as_ref()?;
                    Some(if first == last { first.clone() } else { format!("{first} to {last}") })
                }));
            }
        }
        rows
    }
}

/// `57.5 (48.0)`.
fn mean(spread: &Spread) -> String {
    let mean = rounded(spread.mean, 1).unwrap_or_default();
    match spread.sd.and_then(|sd| rounded(sd, 1)) {
        Some(sd) => format!("{mean} ({sd})"),
        None => mean,
    }
}

/// A number with at most one decimal, which is left out where it is zero.
fn plain(number: f64) -> String {
    let written = rounded(number, 1).unwrap_or_default();
    written.strip_suffix(".0").map_or(written.clone(), str::to_owned)
}
