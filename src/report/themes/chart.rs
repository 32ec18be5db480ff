//! The figure of the theme table: bars of cases by code, or by group and code a heat map.
//!
//! Bars are counts of cases with the base at the end of the axis, so that no bar looks longer than
//! it is; with intervals, the Wilson interval of the share stands around their ends. The shade of a
//! heat map's cell is the share of the group's cases.

use super::{Frequencies, Options, Row};
use crate::codebook::Codebook;
use crate::codebook::tree::Tree;
use crate::report::base::thousands;
use crate::report::figure::{Bar, Bars, Figure, Heat, HeatRow};
use crate::report::section::{Body, Section};
use crate::report::small_cell::{Shown, WITHHELD};
use crate::report::themes::line::share;
use crate::statistics::interval::wilson;

/// What a figure is drawn from.
pub(super) struct Chart<'a> {
    pub(super) codebook: &'a Codebook,
    pub(super) tree: &'a Tree,
    pub(super) frequencies: &'a Frequencies,
    pub(super) options: &'a Options,
    pub(super) shown: &'a [usize],
    pub(super) groups: &'a [String],
    /// By code shown and group, whether its numbers are shown.
    pub(super) cells: &'a [Vec<Shown>],
}

impl Chart<'_> {
    /// The figure with its heading and what has to be said about it.
    pub(super) fn section(&self) -> Section {
        match &self.options.by {
            Some((name, _)) => self.heat(name),
            None => self.bars(),
        }
    }

    fn bars(&self) -> Section {
        let n = self.frequencies.cases();
        let bar = |&code: &usize| {
            let x = self.cases(code);
            let interval = self.options.intervals.then(|| wilson(x, n)).flatten();
            Bar {
                label: self.label(code),
                depth: self.tree.depth(code),
                value: x as f64,
                shown: share(x, n, self.options),
                interval: interval.map(|(low, high)| (low * n as f64, high * n as f64)),
            }
        };
        let bars: Vec<Bar> = self.shown.iter().map(bar).collect();
        let title = "Cases by theme".to_owned();
        let told: Vec<String> =
            bars.iter().map(|bar| format!("{} {}", bar.label, bar.shown)).collect();
        let base = format!("Cases with at least one segment, of {}", thousands(n));
        let description = format!("{base}: {}.", told.join(", "));
        let (axis, end) = (base, Some(n as f64));
        let figure = Figure::Bars(Bars { title: title.clone(), description, axis, end, bars });
        let mut section = Section::new("chart", title, Body::Figure(figure));
        if self.options.intervals {
            let note = "Where lines are drawn, they are 95 % Wilson intervals.";
            section.notes.push(note.to_owned());
        }
        section
    }

    fn heat(&self, by: &str) -> Section {
        let least = self.options.min_cell.unwrap_or(1);
        // Whoever is in a group of two could be found by name.
        let places = self.groups.iter().enumerate();
        let (groups, small): (Vec<_>, Vec<_>) =
            places.partition(|(_, group)| self.frequencies.cases_in(group) >= least);
        let mut withheld = false;
        let empty = Row::default();
        let mut told = Vec::new();
        let mut rows = Vec::new();
        for (&code, shown) in self.shown.iter().zip(self.cells) {
            let row = self.frequencies.code(code).unwrap_or(&empty);
            let mut cells = Vec::new();
            let mut words = Vec::new();
            for &(place, group) in &groups {
                let (x, _) = row.of_group(group);
                let n = self.frequencies.cases_in(group);
                let is_hidden = shown.get(place).is_some_and(|shown| shown.is_hidden());
                withheld |= is_hidden;
                cells.push((!is_hidden && n > 0).then(|| {
                    let shown = share(x, n, self.options);
                    words.push(format!("{group} {shown}"));
                    (x as f64 / n as f64, shown)
                }));
            }
            let label = self.label(code);
            if !words.is_empty() {
                told.push(format!("{label}: {}", words.join(", ")));
            }
            rows.push(HeatRow { label, depth: self.tree.depth(code), cells });
        }
        let title = format!("Cases by theme and {by}");
        let column = |(_, group): &(usize, &String)| {
            format!("{group}, of {}", thousands(self.frequencies.cases_in(group)))
        };
        let columns: Vec<String> = groups.iter().map(column).collect();
        let description = format!(
            "Cases with at least one segment, by group ({}). {}.",
            columns.join("; "),
            told.join(". ")
        );
        let values = "Cases; darker: a larger share of the group".to_owned();
        let heat = Heat { title: title.clone(), description, values, columns, rows };
        let figure = Figure::Heat(heat);
        let mut section = Section::new("chart", title, Body::Figure(figure));
        section.notes.push(
            "Cells are counts of cases; the stronger the shade, the larger the share of the group."
                .to_owned(),
        );
        if withheld {
            section.notes.push(format!(
                "{WITHHELD}: not shown, for it is from 1 to {} cases or would give such a count away.",
                least.saturating_sub(1)
            ));
        }
        if !small.is_empty() {
            let names: Vec<&str> = small.iter().map(|(_, group)| group.as_str()).collect();
            let names = names.join(", ");
            section.notes.push(format!("Left out, with fewer than {least} cases: {names}."));
        }
        section
    }

    fn cases(&self, code: usize) -> u64 {
        self.frequencies.code(code).map_or(0, |row| row.cases.len())
    }

    fn label(&self, code: usize) -> String {
        self.codebook.codes.get(code).map_or(String::new(), |code| code.label.clone())
    }
}
