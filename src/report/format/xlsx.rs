//! Excel workbooks (Office Open XML, ECMA-376): exact, typed cells.
//!
//! The first sheet holds the report's data: counts and numbers as numbers, yes and no as truth
//! values, everything else as text that no program takes for a formula. Every section with a table
//! or quotations has a sheet of its own; the sheet `Notes` says what was counted, how, and with
//! which remarks. Columns are called as people call them, the heading row stands still, what is
//! missing is an empty cell. No clock: the same report gives the same bytes.

mod sheet;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::walk;
use crate::diagnostic::Diagnostic;
use crate::report::Report;
use crate::report::escape;
use crate::report::section::{Body, Quote, Section};
use crate::report::table::{Cell, Column, Table};
use sheet::{Names, Notes};

/// What one sheet of Excel can hold.
const MOST_ROWS: usize = 1_048_576;
const MOST_COLUMNS: usize = 16_384;

/// A sheet with a table: its name and what stands in it.
type Sheet = (String, Table);

/// Writes a report, or says that it is too large for a sheet.
pub fn render(report: &Report) -> Result<Vec<u8>, Diagnostic> {
    let mut sheets = main(report);
    for section in report.sections.iter().filter(|section| !section.key.is_empty()) {
        let name = if section.title.is_empty() { section.key } else { &section.title };
        sheets.extend(table(section).map(|table| (name.to_owned(), table)));
    }
    made(&walk::title(report), std::slice::from_ref(report), &sheets)
}

/// Writes the main tables of several reports, a sheet each, with the notes on all of them.
pub fn book(title: &str, reports: &[Report]) -> Result<Vec<u8>, Diagnostic> {
    made(title, reports, &reports.iter().flat_map(main).collect::<Vec<_>>())
}

/// The sheet of the main table.
fn main(report: &Report) -> Vec<Sheet> {
    match report.data.columns.is_empty() {
        true => Vec::new(),
        false => vec![(walk::title(report), report.data.clone())],
    }
}

fn made(title: &str, reports: &[Report], sheets: &[Sheet]) -> Result<Vec<u8>, Diagnostic> {
    if let Some((name, _)) = sheets.iter().find(|(_, table)| is_too_large(table)) {
        let message = format!("the table `{name}` is too large for a sheet of Excel");
        return Err(Diagnostic::error(message).help("write it as csv: `-f csv`"));
    }
    workbook(title, reports, sheets).map_err(|error| {
        Diagnostic::error(format!("the Excel workbook could not be made: {error}"))
            .help("write it as csv: `-f csv`")
    })
}

fn is_too_large(table: &Table) -> bool {
    table.rows.len() >= MOST_ROWS || table.columns.len() > MOST_COLUMNS
}

/// What a section has for a sheet.
fn table(section: &Section) -> Option<Table> {
    match &section.body {
        Body::Table(table, _) => Some(table.clone()),
        Body::Quotes(quotes) => Some(quoted(quotes)),
        Body::Prose(_) | Body::Figure(_) => None,
    }
}

fn quoted(quotes: &[Quote]) -> Table {
    let headings = ["Who", "Quotation", "Question", "Place"];
    let fields = Quote::default().fields();
    let columns =
        fields.iter().zip(headings).map(|((key, _), heading)| Column::text(*key, heading));
    let mut table = Table::new(columns.collect());
    for quote in quotes {
        table.push(quote.fields().map(|(_, cell)| cell).to_vec());
    }
    table
}

fn workbook(title: &str, reports: &[Report], sheets: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new().set_title(escape::document(title)).set_author("emic");
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&properties.set_creation_datetime(&day));
    let mut names = Names::default();
    let mut cut = false;
    for (name, table) in sheets {
        let sheet = workbook.add_worksheet().set_name(names.free(name))?;
        cut |= sheet::fill(sheet, table)?;
    }
    let mut notes = Notes::new(workbook.add_worksheet().set_name(names.free("Notes"))?)?;
    for report in reports {
        if reports.len() > 1 {
            notes.heading(&walk::title(report))?;
        }
        notes.lines(&report.head)?;
        notes.facts(&report.facts)?;
        notes.lines(&report.notes)?;
        // The sections of one report among several stand in its own workbook.
        for section in report.sections.iter().filter(|_| reports.len() == 1) {
            notes.section(section)?;
        }
    }
    if cut {
        notes
            .lines(&["Excel holds 32,767 characters a cell: longer texts end with …".to_owned()])?;
    }
    workbook.save_to_buffer()
}

impl Notes<'_> {
    /// What a section says besides its table.
    fn section(&mut self, section: &Section) -> Result<(), XlsxError> {
        let figure;
        let prose: &[String] = match &section.body {
            Body::Prose(lines) => lines,
            Body::Figure(drawn) => {
                figure = [drawn.description().to_owned()];
                &figure
            }
            Body::Table(..) | Body::Quotes(_) => &[],
        };
        if prose.is_empty() && section.notes.is_empty() {
            return Ok(());
        }
        self.heading(&section.title)?;
        self.lines(prose)?;
        self.lines(&section.notes)
    }
}

/// A list as one text.
fn joined(cell: &Cell) -> String {
    match cell {
        Cell::List(words) => words.join("; "),
        Cell::Counts(_) => cell.exact().replace(';', "; "),
        other => other.exact(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;

    fn open(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
        Xlsx::new(Cursor::new(bytes)).unwrap()
    }

    fn report() -> Report {
        let mut data = Table::new(vec![
            Column::text("said", "Said"),
            Column::count("cases", "Cases"),
            Column::number("cases_pct", "%", 1),
            Column::text("open", "Open"),
            Column::text("rules", "Rules"),
        ]);
        data.push(vec![
            "=HYPERLINK(\"http://x\")".into(),
            Cell::Count(8),
            Cell::Number(200.0 / 3.0),
            Cell::Flag(true),
            Cell::List(vec!["a".into(), "b".into()]),
        ]);
        data.push(vec!["\u{1b}[31m\u{0} _x0041_ \u{ffff}<b>&\u{202e}\n信".into()]);
        let quote = Quote { text: "=1+1".into(), label: "P9, HCP".into(), ..Quote::default() };
        let mut report = Report::new("themes", data);
        report.head = vec!["Codings by rules.".into()];
        report.facts = vec![("cases_n", Cell::Count(12)), ("none", Cell::Missing)];
        report.sections = vec![
            Section::new("q", "In [their]: own/words?", Body::Quotes(vec![quote])),
            Section::new("q2", "in [their]: own/words?", Body::Quotes(Vec::new())),
            Section::new("", "Seen", Body::Quotes(Vec::new())),
            Section::new("p", "Read", Body::Prose(vec!["Prose.".into()])),
        ];
        report
    }

    #[test]
    fn cells_are_typed_and_hostile_text_is_text() {
        let mut book = open(render(&report()).unwrap());
        assert_eq!(
            book.sheet_names(),
            ["Themes", "In (their) own words", "in (their) own words 2", "Notes"]
        );
        let sheet = book.worksheet_range("Themes").unwrap();
        let cell = |row: u32, column: u32| sheet.get_value((row, column)).cloned().unwrap();
        assert_eq!(cell(0, 2), Data::String("%".into()));
        assert_eq!(cell(1, 0), Data::String("=HYPERLINK(\"http://x\")".into()));
        assert_eq!(cell(1, 1), Data::Float(8.0));
        assert_eq!(cell(1, 2), Data::Float(66.666_667));
        assert_eq!(cell(1, 3), Data::Bool(true));
        assert_eq!(cell(1, 4), Data::String("a; b".into()));
        assert_eq!(cell(2, 0), Data::String("␛[31m␀ _x0041_ \u{fffd}<b>&\u{fffd}\n信".into()));
        assert_eq!(cell(2, 1), Data::Empty);
        assert!(book.worksheet_formula("Themes").unwrap().is_empty());
        let notes = book.worksheet_range("Notes").unwrap();
        let all: Vec<String> = notes.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
        assert_eq!(all, ["Codings by rules.", "cases_n", "12", "none", "Read", "Prose."]);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_comes_out_as_it_went_in(text in "\\PC*|[\0-\u{20}<>&_x0-9A-F=\u{fff0}-\u{ffff}]*") {
            let mut data = Table::new(vec![Column::text("said", "Said")]);
            data.push(vec![format!("“{text}”").into()]);
            let mut book = open(render(&Report::new("test", data)).unwrap());
            let sheet = book.worksheet_range("Test").unwrap();
            let shown = crate::report::escape::document(&format!("“{text}”"));
            proptest::prop_assert_eq!(sheet.get_value((1, 0)).unwrap().to_string(), shown);
        }
    }

    #[test]
    fn several_reports_are_sheets_of_one_workbook() {
        let other = Report {
            head: vec!["Who took part.".into()],
            ..Report::new("job-description", report().data)
        };
        let mut book = open(book("A study", &[report(), other]).unwrap());
        assert_eq!(book.sheet_names(), ["Themes", "Job description", "Notes"]);
        let notes = book.worksheet_range("Notes").unwrap();
        let all: Vec<String> = notes.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
        assert_eq!(
            all,
            [
                "Themes",
                "Codings by rules.",
                "cases_n",
                "12",
                "none",
                "Job description",
                "Who took part."
            ]
        );
    }

    #[test]
    fn the_same_report_gives_the_same_bytes() {
        assert_eq!(render(&report()).unwrap(), render(&report()).unwrap());
    }

    #[test]
    fn a_text_longer_than_a_cell_is_cut_and_the_notes_say_so() {
        let mut data = Table::new(vec![Column::text("said", "Said")]);
        data.push(vec!["𝄞".repeat(20_000).into()]);
        let mut book = open(render(&Report::new("test", data)).unwrap());
        let sheet = book.worksheet_range("Test").unwrap();
        let text = sheet.get_value((1, 0)).unwrap().to_string();
        assert!(text.ends_with("𝄞…") && text.encode_utf16().count() <= 32_767);
        let notes = book.worksheet_range("Notes").unwrap();
        assert!(notes.get_value((0, 0)).unwrap().to_string().starts_with("Excel holds 32,767"));
    }
}
