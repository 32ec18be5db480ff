//! One row of the theme table, for programs and for people, and the columns it fills.

use super::legend::in_words;
use super::{Frequencies, Options, QuoteOf, Row};
use crate::codebook::Codebook;
use crate::report::base::thousands;
use crate::report::percent;
use crate::report::small_cell::Shown;
use crate::report::table::{Cell, Column};
use crate::statistics::bootstrap::{self, Interval, rate_per_1000};
use crate::statistics::interval::wilson;

/// From this share of one case's segments on, a row says so.
pub const DOMINANT: f64 = 0.5;

pub(super) fn data_columns(options: &Options, groups: &[String]) -> Vec<Column> {
    let mut columns = vec![
        Column::text("code", "Code"),
        Column::text("label", "Label"),
        Column::text("kind", "Kind"),
        Column::count("depth", "Depth"),
        Column::count("cases", "Cases"),
        Column::count("cases_n", "of"),
        Column::number("cases_pct", "%", 1),
        Column::count("transcripts", "Transcripts"),
        Column::count("transcripts_n", "of"),
        Column::count("segments", "Segments"),
        Column::count("words", "Words"),
        Column::number("words_pct", "% of words", 1),
        Column::number("per_1000_words", "per 1,000 words", 2),
        Column::number("max_case_share", "Largest share of one case", 2),
    ];
    if options.intervals {
        columns.push(Column::number("cases_lo", "95 % from", 3));
        columns.push(Column::number("cases_hi", "to", 3));
    }
    for value in groups {
        columns.push(Column::count(format!("cases[{value}]"), format!("Cases, {value}")));
        columns.push(Column::count(format!("cases_n[{value}]"), format!("of, {value}")));
        columns.push(Column::number(format!("cases_pct[{value}]"), format!("%, {value}"), 1));
        columns.push(Column::count(format!("segments[{value}]"), format!("Segments, {value}")));
    }
    if options.bootstrap {
        columns.push(Column::number("per_1000_words_lo", "per 1,000 words from", 2));
        columns.push(Column::number("per_1000_words_hi", "to", 2));
    }
    columns
}

pub(super) fn people_columns(
    frequencies: &Frequencies,
    options: &Options,
    groups: &[String],
) -> Vec<Column> {
    let mut columns = vec![Column::text("theme", "Theme")];
    if options.no_numbers {
        match groups {
            [] => columns.push(Column::text("present", "Present")),
            values => columns
                .extend(values.iter().map(|value| Column::text(value.as_str(), value.as_str()))),
        }
        columns.push(Column::text("quote", "In their words"));
        return columns;
    }
    let n = frequencies.cases();
    let share = match options.legend {
        true => "in words,",
        false if shows_percent(n, options) => "n (%)",
        false => "n",
    };
    columns.push(Column::count("cases", format!("Cases, {share} of {}", thousands(n))));
    if options.intervals {
        columns.push(Column::count("interval", "95 % interval"));
    }
    for value in groups {
        let n = frequencies.cases_in(value);
        columns.push(Column::count(value.as_str(), format!("{value}, of {}", thousands(n))));
    }
    // Where each case has one transcript, the base stands at the cases already.
    let transcripts = match frequencies.transcripts {
        of if of == n => "Transcripts".to_owned(),
        of => format!("Transcripts, of {}", thousands(of)),
    };
    columns.push(Column::count("transcripts", transcripts));
    columns.push(Column::count("segments", "Segments"));
    columns.push(Column::count("per_1000_words", "per 1,000 words"));
    if options.bootstrap {
        columns.push(Column::count("per_1000_words_interval", "95 % interval"));
    }
    columns.push(Column::count("words_pct", "% of words"));
    columns
}

fn shows_percent(n: u64, options: &Options) -> bool {
    percent::is_shown(n, options.percent)
}

/// `x` of `n` as people read it: `8`, or `17 (71 %)` where the base is large enough, or a word.
pub(super) fn share(x: u64, n: u64, options: &Options) -> String {
    if options.legend {
        return in_words(x, n).to_owned();
    }
    percent::count(x, n, options.percent)
}

fn ratio(part: f64, whole: u64) -> Cell {
    if whole == 0 { Cell::Missing } else { Cell::Number(part / whole as f64) }
}

/// One row in the making.
pub(super) struct Line<'a> {
    pub(super) codebook: &'a Codebook,
    pub(super) frequencies: &'a Frequencies,
    pub(super) options: &'a Options,
    pub(super) row: &'a Row,
    pub(super) code: usize,
    pub(super) depth: usize,
    /// By group, whether its numbers are shown.
    pub(super) hidden: &'a [Shown],
}

impl Line<'_> {
    fn cases(&self) -> u64 {
        self.row.cases.len()
    }

    fn n(&self) -> u64 {
        self.frequencies.cases()
    }

    pub(super) fn data(&self, groups: &[String]) -> Vec<Cell> {
        let Some(code) = self.codebook.codes.get(self.code) else { return Vec::new() };
        let (row, base) = (self.row, self.frequencies);
        let mut cells = vec![
            code.id.as_str().into(),
            code.label.as_str().into(),
            code.kind.name().into(),
            Cell::count(self.depth),
            Cell::Count(self.cases()),
            Cell::Count(self.n()),
            ratio(100.0 * self.cases() as f64, self.n()),
            Cell::Count(row.transcripts),
            Cell::Count(base.transcripts),
            Cell::Count(row.segments),
            Cell::Count(row.words),
            ratio(100.0 * row.covered as f64, base.words),
            ratio(1000.0 * row.segments as f64, base.words),
            row.max_case_share().map_or(Cell::Missing, Cell::Number),
        ];
        if self.options.intervals {
            let interval = wilson(self.cases(), self.n());
            cells.push(interval.map_or(Cell::Missing, |(low, _)| Cell::Number(low)));
            cells.push(interval.map_or(Cell::Missing, |(_, high)| Cell::Number(high)));
        }
        for (group, shown) in groups.iter().zip(self.hidden) {
            let (cases, segments) = row.of_group(group);
            let n = base.cases_in(group);
            if shown.is_hidden() {
                cells.extend([Cell::Missing, Cell::Count(n), Cell::Missing, Cell::Missing]);
                continue;
            }
            cells.push(Cell::Count(cases));
            cells.push(Cell::Count(n));
            cells.push(ratio(100.0 * cases as f64, n));
            cells.push(Cell::Count(segments));
        }
        if self.options.bootstrap {
            let rate = self.rate();
            cells.push(rate.map_or(Cell::Missing, |rate| Cell::Number(rate.low)));
            cells.push(rate.map_or(Cell::Missing, |rate| Cell::Number(rate.high)));
        }
        cells
    }

    /// The interval of the rate for every 1,000 words.
    fn rate(&self) -> Option<Interval> {
        rate_per_1000(&self.frequencies.people(self.row), bootstrap::SEED)
    }

    pub(super) fn theme(&self) -> Cell {
        let label = self.codebook.codes.get(self.code).map_or("", |code| code.label.as_str());
        format!("{}{label}", "  ".repeat(self.depth)).into()
    }

    pub(super) fn numbers(&self, groups: &[String], dominated: &mut bool) -> Vec<Cell> {
        let (row, base) = (self.row, self.frequencies);
        let mut cells = vec![self.theme(), share(self.cases(), self.n(), self.options).into()];
        if self.options.intervals {
            let interval = wilson(self.cases(), self.n());
            let written =
                interval.map(|(low, high)| format!("{:.1}–{:.1} %", 100.0 * low, 100.0 * high));
            cells.push(Cell::maybe(written));
        }
        for (group, shown) in groups.iter().zip(self.hidden) {
            let (cases, _) = row.of_group(group);
            let sign = shown.sign(self.options.min_cell);
            let number = || share(cases, base.cases_in(group), self.options);
            cells.push(sign.unwrap_or_else(number).into());
        }
        cells.push(thousands(row.transcripts).into());
        let is_dominated = self.cases() > 1 || base.cases() > 1;
        let is_dominated =
            is_dominated && row.max_case_share().is_some_and(|most| most >= DOMINANT);
        *dominated |= is_dominated;
        cells.push(
            format!("{}{}", thousands(row.segments), if is_dominated { "*" } else { "" }).into(),
        );
        let per_words = |part: f64, decimals: usize| match base.words {
            0 => Cell::Missing,
            words => format!("{:.decimals$}", part / words as f64).into(),
        };
        cells.push(per_words(1000.0 * row.segments as f64, 2));
        if self.options.bootstrap {
            let rate = self.rate().map(|rate| format!("{:.2}–{:.2}", rate.low, rate.high));
            cells.push(Cell::maybe(rate));
        }
        cells.push(per_words(100.0 * row.covered as f64, 1));
        cells
    }

    pub(super) fn presence(&self, groups: &[String], quote_of: QuoteOf<'_>) -> Vec<Cell> {
        let mark = |present: bool| Cell::from(if present { "●" } else { "○" });
        let mut cells = vec![self.theme()];
        if groups.is_empty() {
            cells.push(mark(self.row.segments > 0));
        }
        cells.extend(groups.iter().zip(self.hidden).map(|(group, shown)| {
            let sign = shown.sign(self.options.min_cell);
            sign.map_or_else(|| mark(self.row.of_group(group).0 > 0), Cell::from)
        }));
        let quote = quote_of(self.code as u32);
        cells.push(Cell::maybe(quote.map(|(case, words)| format!("“{words}” ({case})"))));
        cells
    }
}
