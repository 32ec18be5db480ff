//! The theme table: who speaks of what, how often and how much.
//!
//! In come the tallies of all transcripts by one coder; out comes a row a code in codebook order,
//! with cases, transcripts, segments and words kept apart and every base stated (METHODS 2.1 and
//! 2.2, `docs/methods.md`). Rows without any segment stay in the table. A parent counts the union
//! of its descendants.

use std::collections::{BTreeMap, BTreeSet};

use super::Report;
use super::table::{Cell, Column, Table};
use crate::codebook::tree::Tree;
use crate::codebook::{Codebook, Kind};
use crate::coding::tally::Tally;
use crate::statistics::interval::wilson;

/// From this share of one case's segments on, a row says so.
const DOMINANT: f64 = 0.5;

/// Percentages are shown to people only from so many cases on.
const ENOUGH_FOR_PERCENT: u64 = 20;

/// From so many cases on, people see percentages with one decimal.
const ENOUGH_FOR_DECIMAL: u64 = 100;

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
    /// Show people who speaks of a theme, with a quotation, in place of numbers.
    pub no_numbers: bool,
    /// The places of the codes to show; all where it is `None`.
    pub codes: Option<BTreeSet<usize>>,
    /// Whose codings are counted.
    pub coder: String,
    /// What the filter left in, in words; empty for everything.
    pub filter: String,
}

/// The union of tallies: what the whole sample contributes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frequencies {
    /// Words of participants.
    pub words: u64,
    /// Transcripts in the filter.
    pub transcripts: BTreeSet<String>,
    /// Transcripts by case.
    pub cases: BTreeMap<String, BTreeSet<String>>,
    /// By code place.
    pub codes: BTreeMap<u32, Row>,
}

/// What the whole sample says of one code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// United spans.
    pub segments: u64,
    /// Words inside.
    pub words: u64,
    /// Words of participants inside.
    pub covered: u64,
    /// Transcripts with at least one segment.
    pub transcripts: u64,
    /// Segments by case and transcript.
    pub cases: BTreeMap<(String, String), u64>,
}

impl Frequencies {
    /// Takes in the tally of one more transcript.
    pub fn add(&mut self, tally: &Tally) {
        self.words += tally.words;
        self.transcripts.insert(tally.transcript.clone());
        for case in tally.cases.keys() {
            self.cases.entry(case.clone()).or_default().insert(tally.transcript.clone());
        }
        for (&code, count) in &tally.codes {
            let row = self.codes.entry(code).or_default();
            row.segments += count.segments;
            row.words += count.words;
            row.covered += count.covered;
            row.transcripts += 1;
            for (case, segments) in &count.cases {
                let key = (case.clone(), tally.transcript.clone());
                *row.cases.entry(key).or_default() += segments;
            }
        }
    }
}

impl Row {
    fn by_case(&self) -> BTreeMap<&str, u64> {
        let mut by_case = BTreeMap::new();
        for ((case, _), segments) in &self.cases {
            *by_case.entry(case.as_str()).or_default() += segments;
        }
        by_case
    }

    /// The largest share of the segments that one case supplies.
    fn max_case_share(&self) -> Option<f64> {
        let most = self.by_case().into_values().max()?;
        (self.segments > 0).then(|| most as f64 / self.segments as f64)
    }
}

/// The values of the grouping attribute for a case and a transcript.
pub type GroupsOf<'a> = &'a dyn Fn(&str, &str) -> Vec<String>;

/// The example of a code that `--no-numbers` shows: its case and its words.
pub type QuoteOf<'a> = &'a dyn Fn(u32) -> Option<(String, String)>;

/// The theme table.
pub fn report(
    codebook: &Codebook,
    frequencies: &Frequencies,
    options: &Options,
    groups_of: GroupsOf<'_>,
    quote_of: QuoteOf<'_>,
) -> Report {
    let tree = Tree::new(codebook);
    let groups = Groups::new(frequencies, options, groups_of);
    let shown: Vec<usize> = tree
        .order()
        .iter()
        .copied()
        .filter(|code| options.codes.as_ref().is_none_or(|codes| codes.contains(code)))
        .collect();
    let empty = Row::default();
    let mut data = Table::new(data_columns(options, &groups));
    let mut people = Table::new(people_columns(frequencies, options, &groups));
    let mut dominated = false;
    let mut hidden = false;
    for code in shown {
        let row = frequencies.codes.get(&(code as u32)).unwrap_or(&empty);
        let line = Line { codebook, frequencies, options, row, code, depth: tree.depth(code) };
        data.push(line.data(&groups, &mut hidden));
        people.push(match options.no_numbers {
            true => line.presence(&groups, quote_of),
            false => line.numbers(&groups, &mut dominated),
        });
    }
    let mut report = Report::new("themes", data);
    report.head = vec![head(codebook, frequencies, options)];
    report.facts = facts(codebook, frequencies, options);
    report.for_people = Some(people);
    report.notes = vec![CAUTION.to_owned()];
    if dominated {
        report.notes.push("* At least half of the segments come from one case.".to_owned());
    }
    if let (true, Some(least)) = (hidden, options.min_cell) {
        report.notes.push(format!(
            "<{least}: group counts from 1 to {} are not shown; totals may still disclose them.",
            least - 1
        ));
    }
    report
}

fn head(codebook: &Codebook, frequencies: &Frequencies, options: &Options) -> String {
    let filter = match options.filter.as_str() {
        "" => String::new(),
        filter => format!(", where {filter}"),
    };
    format!(
        "Codings by {}; codebook {} {} ({}); base {} in {}, {} by participants{filter}.",
        options.coder,
        codebook.id,
        codebook.version,
        codebook.sha256.get(..8).unwrap_or_default(),
        counted(frequencies.cases.len() as u64, "case", "cases"),
        counted(frequencies.transcripts.len() as u64, "transcript", "transcripts"),
        counted(frequencies.words, "word", "words"),
    )
}

fn facts(
    codebook: &Codebook,
    frequencies: &Frequencies,
    options: &Options,
) -> Vec<(&'static str, Cell)> {
    let mut facts = vec![
        ("coder", options.coder.as_str().into()),
        ("codebook", codebook.id.as_str().into()),
        ("codebook_version", codebook.version.as_str().into()),
        ("codebook_sha256", codebook.sha256.as_str().into()),
        ("cases_n", Cell::count(frequencies.cases.len())),
        ("transcripts_n", Cell::count(frequencies.transcripts.len())),
        ("words_n", Cell::Count(frequencies.words)),
    ];
    if !options.filter.is_empty() {
        facts.push(("filter", options.filter.as_str().into()));
    }
    if let Some((name, _)) = &options.by {
        facts.push(("by", name.as_str().into()));
    }
    if let Some(least) = options.min_cell {
        facts.push(("min_cell", Cell::Count(least)));
    }
    facts
}

/// `1 case`, `1,234 words`.
fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

/// A count with commas between thousands.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut written = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

/// The groups of `--by`, each with its cases.
struct Groups {
    /// Value, and the cases (by transcript) that have it.
    values: Vec<(String, BTreeSet<(String, String)>)>,
}

impl Groups {
    fn new(frequencies: &Frequencies, options: &Options, groups_of: GroupsOf<'_>) -> Self {
        let Some((_, declared)) = &options.by else { return Groups { values: Vec::new() } };
        let mut members: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
        for (case, transcripts) in &frequencies.cases {
            for transcript in transcripts {
                let mut values = groups_of(case, transcript);
                if values.is_empty() {
                    values.push("missing".to_owned());
                }
                for value in values {
                    members.entry(value).or_default().insert((case.clone(), transcript.clone()));
                }
            }
        }
        let mut order: Vec<String> = members.keys().cloned().collect();
        let number = |value: &str| value.parse::<f64>().ok();
        order.sort_by(|a, b| {
            let place = |value: &str| {
                let declared = declared.iter().position(|known| known == value);
                (value == "missing", declared.unwrap_or(usize::MAX))
            };
            place(a).cmp(&place(b)).then_with(|| match (number(a), number(b)) {
                (Some(x), Some(y)) => x.total_cmp(&y),
                _ => a.cmp(b),
            })
        });
        let values = order
            .into_iter()
            .map(|value| {
                let members = members.remove(&value).unwrap_or_default();
                (value, members)
            })
            .collect();
        Groups { values }
    }
}

fn cases_in(members: &BTreeSet<(String, String)>) -> u64 {
    members.iter().map(|(case, _)| case).collect::<BTreeSet<_>>().len() as u64
}

fn data_columns(options: &Options, groups: &Groups) -> Vec<Column> {
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
    for (value, _) in &groups.values {
        columns.push(Column::count(format!("cases[{value}]"), format!("Cases, {value}")));
        columns.push(Column::count(format!("cases_n[{value}]"), format!("of, {value}")));
        columns.push(Column::number(format!("cases_pct[{value}]"), format!("%, {value}"), 1));
        columns.push(Column::count(format!("segments[{value}]"), format!("Segments, {value}")));
    }
    columns
}

fn people_columns(frequencies: &Frequencies, options: &Options, groups: &Groups) -> Vec<Column> {
    let mut columns = vec![Column::text("theme", "Theme")];
    if options.no_numbers {
        match groups.values.as_slice() {
            [] => columns.push(Column::text("present", "Present")),
            values => columns.extend(
                values.iter().map(|(value, _)| Column::text(value.as_str(), value.as_str())),
            ),
        }
        columns.push(Column::text("quote", "In their words"));
        return columns;
    }
    let n = frequencies.cases.len() as u64;
    let share = if shows_percent(n, options) { "n (%)" } else { "n" };
    columns.push(Column::count("cases", format!("Cases, {share} of {}", thousands(n))));
    if options.intervals {
        columns.push(Column::count("interval", "95 % interval"));
    }
    for (value, members) in &groups.values {
        let n = cases_in(members);
        columns.push(Column::count(value.as_str(), format!("{value}, of {}", thousands(n))));
    }
    columns.push(Column::count("transcripts", "Transcripts"));
    columns.push(Column::count("segments", "Segments"));
    columns.push(Column::count("per_1000_words", "per 1,000 words"));
    columns.push(Column::count("words_pct", "% of words"));
    columns
}

fn shows_percent(n: u64, options: &Options) -> bool {
    options.percent || n >= ENOUGH_FOR_PERCENT
}

/// `x` of `n` as people read it: `8`, or `17 (71 %)` where the base is large enough.
fn share(x: u64, n: u64, options: &Options) -> String {
    if n == 0 || !shows_percent(n, options) {
        return thousands(x);
    }
    let percent = 100.0 * x as f64 / n as f64;
    let decimals = usize::from(n >= ENOUGH_FOR_DECIMAL);
    format!("{} ({percent:.decimals$} %)", thousands(x))
}

fn ratio(part: f64, whole: u64) -> Cell {
    if whole == 0 { Cell::Missing } else { Cell::Number(part / whole as f64) }
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Core => "core",
        Kind::Theme => "theme",
        Kind::Category => "category",
        Kind::Code => "code",
    }
}

/// One row in the making.
struct Line<'a> {
    codebook: &'a Codebook,
    frequencies: &'a Frequencies,
    options: &'a Options,
    row: &'a Row,
    code: usize,
    depth: usize,
}

impl Line<'_> {
    fn cases(&self) -> u64 {
        self.row.by_case().len() as u64
    }

    fn n(&self) -> u64 {
        self.frequencies.cases.len() as u64
    }

    /// Cases and segments of a group.
    fn of_group(&self, members: &BTreeSet<(String, String)>) -> (u64, u64) {
        let mut cases = BTreeSet::new();
        let mut segments = 0;
        for (member, count) in self.row.cases.iter().filter(|(member, _)| members.contains(member))
        {
            cases.insert(&member.0);
            segments += count;
        }
        (cases.len() as u64, segments)
    }

    fn is_hidden(&self, cases: u64) -> bool {
        self.options.min_cell.is_some_and(|least| 0 < cases && cases < least)
    }

    fn data(&self, groups: &Groups, hidden: &mut bool) -> Vec<Cell> {
        let Some(code) = self.codebook.codes.get(self.code) else { return Vec::new() };
        let (row, base) = (self.row, self.frequencies);
        let mut cells = vec![
            code.id.as_str().into(),
            code.label.as_str().into(),
            kind_name(code.kind).into(),
            Cell::count(self.depth),
            Cell::Count(self.cases()),
            Cell::Count(self.n()),
            ratio(100.0 * self.cases() as f64, self.n()),
            Cell::Count(row.transcripts),
            Cell::count(base.transcripts.len()),
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
        for (_, members) in &groups.values {
            let (cases, segments) = self.of_group(members);
            let n = cases_in(members);
            if self.is_hidden(cases) {
                *hidden = true;
                cells.extend([Cell::Missing, Cell::Count(n), Cell::Missing, Cell::Missing]);
                continue;
            }
            cells.push(Cell::Count(cases));
            cells.push(Cell::Count(n));
            cells.push(ratio(100.0 * cases as f64, n));
            cells.push(Cell::Count(segments));
        }
        cells
    }

    fn theme(&self) -> Cell {
        let label = self.codebook.codes.get(self.code).map_or("", |code| code.label.as_str());
        format!("{}{label}", "  ".repeat(self.depth)).into()
    }

    fn numbers(&self, groups: &Groups, dominated: &mut bool) -> Vec<Cell> {
        let (row, base) = (self.row, self.frequencies);
        let mut cells = vec![self.theme(), share(self.cases(), self.n(), self.options).into()];
        if self.options.intervals {
            let interval = wilson(self.cases(), self.n());
            let written =
                interval.map(|(low, high)| format!("{:.1}–{:.1} %", 100.0 * low, 100.0 * high));
            cells.push(Cell::maybe(written));
        }
        for (_, members) in &groups.values {
            let (cases, _) = self.of_group(members);
            cells.push(match self.options.min_cell {
                Some(least) if self.is_hidden(cases) => format!("<{least}").into(),
                _ => share(cases, cases_in(members), self.options).into(),
            });
        }
        cells.push(thousands(row.transcripts).into());
        let is_dominated = self.cases() > 1 || base.cases.len() > 1;
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
        cells.push(per_words(100.0 * row.covered as f64, 1));
        cells
    }

    fn presence(&self, groups: &Groups, quote_of: QuoteOf<'_>) -> Vec<Cell> {
        let mark = |present: bool| Cell::from(if present { "●" } else { "○" });
        let mut cells = vec![self.theme()];
        if groups.values.is_empty() {
            cells.push(mark(self.row.segments > 0));
        }
        cells.extend(groups.values.iter().map(|(_, members)| mark(self.of_group(members).0 > 0)));
        let quote = quote_of(self.code as u32);
        cells.push(Cell::maybe(quote.map(|(case, words)| format!("“{words}” ({case})"))));
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::Code;

    fn tally(transcript: &str, case: &str, words: u64, segments: u64) -> Tally {
        let mut tally = Tally { transcript: transcript.into(), words, ..Tally::default() };
        tally.cases.insert(case.into(), words);
        if segments > 0 {
            let count = tally.codes.entry(0).or_default();
            (count.segments, count.words, count.covered) = (segments, 10 * segments, 10 * segments);
            count.cases.insert(case.into(), segments);
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

    fn frequencies() -> Frequencies {
        let mut frequencies = Frequencies::default();
        for tally in [tally("t1", "A", 500, 3), tally("t2", "A", 300, 0), tally("t3", "B", 200, 1)]
        {
            frequencies.add(&tally);
        }
        frequencies
    }

    fn rows(options: &Options) -> (Vec<Vec<String>>, Vec<Vec<String>>) {
        let wave = |_: &str, transcript: &str| vec![transcript[1..].to_owned()];
        let report = report(&codebook(), &frequencies(), options, &wave, &|_| None);
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
    fn groups_follow_the_transcript_and_small_ones_are_hidden() {
        let by = Options { by: Some(("wave".into(), Vec::new())), ..Options::default() };
        let (data, _) = rows(&by);
        assert_eq!(data[0][14..18], ["1", "1", "100.000000", "3"]);
        assert_eq!(data[0][18..22], ["0", "1", "0.000000", "0"]);
        let (data, people) = rows(&Options { min_cell: Some(5), ..by });
        assert_eq!(data[0][14..18], ["", "1", "", ""]);
        assert_eq!(people[0][2], "<5");
    }

    #[test]
    fn percentages_need_a_base() {
        assert_eq!(share(8, 12, &Options::default()), "8");
        assert_eq!(share(8, 12, &Options { percent: true, ..Options::default() }), "8 (67 %)");
        assert_eq!(share(17, 24, &Options::default()), "17 (71 %)");
        assert_eq!(share(1234, 2000, &Options::default()), "1,234 (61.7 %)");
    }
}
