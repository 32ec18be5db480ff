//! The theme table: who speaks of what, how often and how much.
//!
//! In come the tallies of all transcripts by one coder; out comes a row a code in codebook order,
//! with cases, transcripts, segments and words kept apart and every base stated
//! (`docs/methods.md`). Rows without any segment stay in the table. A parent counts the union of
//! its descendants.

mod chart;
pub mod comparison;
mod frequencies;
mod legend;
mod line;

use std::collections::BTreeSet;

use super::Report;
use super::base::Base;
use super::groups;
use super::small_cell;
use super::table::{Cell, Table};
use crate::codebook::Codebook;
use crate::codebook::tree::Tree;
use crate::statistics::bootstrap;
use chart::Chart;
use comparison::Comparison;
use frequencies::Row;
pub use frequencies::{Frequencies, GroupsOf};
pub use line::DOMINANT;
use line::{Line, data_columns, people_columns};

const CAUTION: &str = "Counts describe this sample and this coding; people were free to speak of \
    what came to mind, so absence is not disagreement.";

/// What the table shall show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The attribute that groups cases, and its values in order where they are declared.
    pub by: Option<(String, Vec<String>)>,
    /// Group counts of cases from 1 to below this are not shown.
    pub min_cell: Option<u64>,
    /// Show percentages to people however few the cases.
    pub percent: bool,
    /// Add the Wilson interval of the share of cases.
    pub intervals: bool,
    /// Add the interval of the rate for every 1,000 words, by drawing cases anew.
    pub bootstrap: bool,
    /// Show people words in place of counts of cases.
    pub legend: bool,
    /// The two groups to compare.
    pub compare: Option<Comparison>,
    /// Show people who speaks of a theme, with a quotation, in place of numbers.
    pub no_numbers: bool,
    /// Add the figure. It counts, so it is left out where numbers are.
    pub chart: bool,
    /// The places of the codes to show; all where it is `None`.
    pub codes: Option<BTreeSet<usize>>,
    /// Whose codings are counted.
    pub coder: String,
    /// In how many transcripts this coder neither coded nor marked anything as read.
    pub unread: u64,
    /// What the filter left in, in words; empty for everything.
    pub filter: String,
}

/// The example of a code that `--no-numbers` shows: its case and its words.
pub type QuoteOf<'a> = &'a dyn Fn(u32) -> Option<(String, String)>;

/// The theme table.
pub fn report(
    codebook: &Codebook,
    frequencies: &Frequencies,
    options: &Options,
    quote_of: QuoteOf<'_>,
) -> Report {
    let tree = Tree::new(codebook);
    let declared = options.by.as_ref().map_or(&[][..], |(_, declared)| declared);
    let names = frequencies.groups(declared);
    let shown: Vec<usize> = tree
        .standing()
        .filter(|code| options.codes.as_ref().is_none_or(|codes| codes.contains(code)))
        .collect();
    let empty = Row::default();
    let mut data = Table::new(data_columns(options, &names));
    let mut people = Table::new(people_columns(frequencies, options, &names));
    let mut dominated = false;
    let cells = frequencies.cells(codebook, &tree, &shown, &names, options.min_cell);
    let (mut themes, mut found) = (Vec::new(), Vec::new());
    for (&code, hidden) in shown.iter().zip(&cells) {
        let row = frequencies.code(code).unwrap_or(&empty);
        let depth = tree.depth(code);
        let line = Line { codebook, frequencies, options, row, code, depth, hidden };
        data.push(line.data(&names));
        people.push(match options.no_numbers {
            true => line.presence(&names, quote_of),
            false => line.numbers(&names, &mut dominated),
        });
        if let Some(comparison) = &options.compare {
            themes.push(line.theme());
            found.push(comparison.found(row, &names, hidden));
        }
    }
    let tests = options.compare.as_ref().map(|comparison| comparison.cells(&found));
    for (row, cells) in data.rows.iter_mut().zip(tests.iter().flatten()) {
        row.extend(cells.iter().cloned());
    }
    if let Some(comparison) = &options.compare {
        data.columns.extend(comparison.columns());
    }
    let mut report = Report::new("themes", data);
    let base = Base {
        codebook,
        coder: &options.coder,
        filter: &options.filter,
        unread: options.unread,
        cases: frequencies.cases(),
        transcripts: frequencies.transcripts,
        words: frequencies.words,
        united: &frequencies.united,
    };
    let by = options.by.as_ref().map(|(name, _)| name.as_str());
    report.head = vec![base.head()];
    report.facts = base.facts(by, options.min_cell);
    if let Some(comparison) = &options.compare {
        report.head.push(comparison.head());
        report.facts.extend(comparison.facts());
        report.sections.push(comparison.section(themes, tests.as_deref().unwrap_or_default()));
    }
    if options.bootstrap {
        report.facts.push(("bootstrap_replicates", Cell::count(bootstrap::REPLICATES)));
        report.facts.push(("bootstrap_seed", Cell::Count(bootstrap::SEED)));
    }
    report.for_people = Some(people);
    report.notes = vec![CAUTION.to_owned()];
    if options.legend {
        report.notes.push(legend::LEGEND.to_owned());
    }
    if options.bootstrap {
        report.notes.push(format!(
            "Interval of the rate per 1,000 words: cases drawn anew {} times, seed {}.",
            bootstrap::REPLICATES,
            bootstrap::SEED
        ));
    }
    if dominated {
        report.notes.push("* At least half of the segments come from one case.".to_owned());
    }
    report.notes.extend(small_cell::notes(cells.iter().flatten(), options.min_cell));
    report.notes.extend(by.filter(|_| frequencies.overlaps()).map(groups::several));
    if options.chart && !options.no_numbers {
        let (tree, shown, groups, cells) = (&tree, &shown, &names, &cells);
        let chart = Chart { codebook, tree, frequencies, options, shown, groups, cells };
        report.sections.push(chart.section());
    }
    report
}

#[cfg(test)]
mod tests {
    use super::line::share;
    use super::*;
    use crate::codebook::Code;
    use crate::coding::tally::{Count, Share, Tally};
    use crate::report::figure::Figure;
    use crate::report::section::Body;
    use crate::report::table::Cell;

    fn tally(transcript: &str, case: &str, words: u64, segments: u64) -> Tally {
        let mut tally = Tally { transcript: transcript.into(), words, ..Tally::default() };
        tally.cases.insert(case.into(), words);
        if segments > 0 {
            let words = 10 * segments;
            let mut count = Count { segments, words, covered: words, ..Count::default() };
            count.cases.insert(case, Share { segments, words });
            tally.codes.insert(0, count);
        }
        tally
    }

    fn codebook() -> Codebook {
        let code = |id: &str, parent: Option<&str>| Code {
            id: id.into(),
            label: id.to_uppercase(),
            parent: parent.map(str::to_owned),
            ..Code::default()
        };
        Codebook {
            codes: vec![code("hope", None), code("fear", Some("hope"))],
            ..Codebook::default()
        }
    }

    fn frequencies(by_wave: bool) -> Frequencies {
        let mut frequencies = Frequencies::default();
        for tally in [tally("t1", "A", 500, 3), tally("t2", "A", 300, 0), tally("t3", "B", 200, 1)]
        {
            let wave = |_: &str| vec![tally.transcript[1..].to_owned()];
            frequencies.add(&tally, by_wave.then_some(&wave as &dyn Fn(&str) -> _));
        }
        frequencies
    }

    fn rows(options: &Options) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
        let frequencies = frequencies(options.by.is_some());
        let report = report(&codebook(), &frequencies, options, &|_| None);
        let shown = |table: &Table| {
            table.rows.iter().map(|row| row.iter().map(Cell::exact).collect()).collect()
        };
        (shown(&report.data), shown(report.for_people.as_ref().unwrap()))
    }

    #[test]
    fn cases_transcripts_segments_and_words_are_kept_apart() {
        let (data, people) = rows(&Options::default());
        assert_eq!(
            data[0],
            [
                "hope",
                "HOPE",
                "code",
                "0",
                "2",
                "2",
                "100.000000",
                "2",
                "3",
                "4",
                "40",
                "4.000000",
                "4.000000",
                "0.750000"
            ]
        );
        assert_eq!(
            data[1][4..],
            ["0", "2", "0.000000", "0", "3", "0", "0", "0.000000", "0.000000", ""]
        );
        assert_eq!(people[0], ["HOPE", "2", "2", "4*", "4.00", "4.0"]);
        assert_eq!(people[1][0], "  FEAR");
    }

    #[test]
    fn several_transcripts_a_case_say_their_own_base() {
        let heading = |frequencies: &Frequencies| {
            let report = report(&codebook(), frequencies, &Options::default(), &|_| None);
            report.for_people.unwrap().columns[2].heading.clone()
        };
        assert_eq!(heading(&frequencies(false)), "Transcripts, of 3");
        let mut one = Frequencies::default();
        one.add(&tally("t1", "A", 10, 1), None);
        assert_eq!(heading(&one), "Transcripts");
    }

    #[test]
    fn groups_follow_the_transcript_and_small_ones_are_hidden() {
        let by = Options { by: Some(("wave".into(), Vec::new())), ..Options::default() };
        let (data, _) = rows(&by);
        assert_eq!(data[0][14..18], ["1", "1", "100.000000", "3"]);
        assert_eq!(data[0][18..22], ["0", "1", "0.000000", "0"]);
        let (data, people) = rows(&Options { min_cell: Some(5), ..by });
        assert_eq!(data[0][14..22], ["", "1", "", "", "", "1", "", ""]);
        assert_eq!(people[0][2..4], ["<5", "<5"]);
    }

    #[test]
    fn what_is_hidden_is_told() {
        let by = Some(("wave".into(), Vec::new()));
        for (least, told) in
            [(2, "<2: group counts of 1 are not"), (5, "<5: group counts from 1 to 4")]
        {
            let options = Options { by: by.clone(), min_cell: Some(least), ..Options::default() };
            let report = report(&codebook(), &frequencies(true), &options, &|_| None);
            assert!(report.notes.iter().any(|note| note.starts_with(told)), "{:?}", report.notes);
        }
    }

    #[test]
    fn the_figure_is_of_bars_or_of_groups() {
        let chart = |options: Options| {
            let frequencies = frequencies(options.by.is_some());
            let mut report = report(&codebook(), &frequencies, &options, &|_| None);
            report.sections.pop().unwrap()
        };
        let plain = Options { chart: true, intervals: true, ..Options::default() };
        let Body::Figure(Figure::Bars(bars)) = chart(plain).body else { panic!() };
        assert_eq!((bars.end, bars.bars[0].value, bars.bars[1].depth), (Some(2.0), 2.0, 1));
        assert_eq!(bars.axis, "Cases with at least one segment, of 2");
        let (low, high) = bars.bars[0].interval.unwrap();
        assert!((low - 2.0 * 0.342_380).abs() < 1e-5 && (high - 2.0).abs() < 1e-9, "{low}");

        let by =
            Options { chart: true, by: Some(("wave".into(), Vec::new())), ..Options::default() };
        let Body::Figure(Figure::Heat(heat)) = chart(by.clone()).body else { panic!() };
        assert_eq!(heat.columns, ["1, of 1", "2, of 1", "3, of 1"]);
        assert_eq!(heat.rows[0].cells[1], Some((0.0, "0".into())));
        let section = chart(Options { min_cell: Some(2), ..by });
        let Body::Figure(Figure::Heat(heat)) = section.body else { panic!() };
        assert!(heat.columns.is_empty() && heat.rows[0].cells.is_empty());
        assert_eq!(section.notes[1], "Left out, with fewer than 2 cases: 1, 2, 3.");
        let mute = Options { chart: true, no_numbers: true, ..Options::default() };
        let report = report(&codebook(), &frequencies(false), &mute, &|_| None);
        assert!(report.sections.is_empty());
    }

    #[test]
    fn percentages_need_a_base() {
        assert_eq!(share(8, 12, &Options::default()), "8");
        assert_eq!(share(8, 12, &Options { percent: true, ..Options::default() }), "8 (67 %)");
        assert_eq!(share(17, 24, &Options::default()), "17 (71 %)");
        assert_eq!(share(1234, 2000, &Options::default()), "1,234 (61.7 %)");
    }
}
