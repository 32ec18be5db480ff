//! Workbooks (xlsx) of codings: the first sheet that has such a table.
//!
//! In comes the package, out come rows, by the same columns as of a csv table.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, Reader as _, Xlsx};

use super::{Brought, Input, tables};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::transcript::read::package::{Package, damaged};

/// The most cells that are read of one sheet, and the most columns.
const MOST_CELLS: usize = 10_000_000;
const MOST_COLUMNS: usize = 256;

/// Whether it is a workbook.
pub(super) fn recognises(input: &Input<'_>) -> bool {
    is_workbook(input.bytes, input.name)
}

/// Whether these are the bytes of a workbook.
pub(super) fn is_workbook(bytes: &[u8], name: &str) -> bool {
    Package::open(bytes, name).is_ok_and(|package| package.has("xl/workbook.xml"))
}

/// Reads the first sheet with codings; what is wrong is said of the first that has any cell.
pub(super) fn read(input: &Input<'_>) -> Outcome<Brought> {
    let mut wrong = None;
    for text in sheets(input.bytes, input.name)? {
        match tables::of_text(text, input) {
            Ok(brought) => return Ok(brought),
            Err(faults) => wrong = wrong.or(Some(faults)),
        }
    }
    Err(wrong.unwrap_or_else(|| {
        vec![Diagnostic::error("there is no table in this workbook").in_file(input.name)]
    }))
}

/// The sheets that have any cell, each as the text of a table.
pub(super) fn sheets(bytes: &[u8], name: &str) -> Outcome<Vec<String>> {
    let told = |one: Diagnostic| vec![one];
    let mut package = Package::open(bytes, name).map_err(told)?;
    // Unpacked once under the package's limits before the library unpacks it without any.
    for part in package.names() {
        if part.starts_with("xl/") && (part.ends_with(".xml") || part.ends_with(".rels")) {
            package.bytes(&part).map_err(told)?;
        }
    }
    // The library may fail on the name of a cell that no sheet has room for.
    let texts = catch_unwind(AssertUnwindSafe(|| texts(bytes, name)));
    let mut texts = texts.unwrap_or_else(|_| Err(damaged(name))).map_err(told)?;
    texts.retain(|text| !text.trim().is_empty());
    Ok(texts)
}

/// All sheets, each as the text of a table.
fn texts(bytes: &[u8], name: &str) -> Result<Vec<String>, Diagnostic> {
    let broken = |_| damaged(name);
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(broken)?;
    let names = book.sheet_names();
    names.iter().map(|sheet| sheet_text(&mut book, sheet, name)).collect()
}

/// A sheet as the text of a table.
fn sheet_text(
    book: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    name: &str,
) -> Result<String, Diagnostic> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|_| damaged(name))?;
    let mut rows: std::collections::BTreeMap<u32, Vec<String>> = std::collections::BTreeMap::new();
    let mut number = 0;
    while let Some(cell) = cells.next_cell().map_err(|_| damaged(name))? {
        let (row, column) = cell.get_position();
        let value = Data::from(cell.get_value().clone()).to_string();
        number += 1;
        if value.is_empty() || column as usize >= MOST_COLUMNS {
            continue;
        }
        if number > MOST_CELLS {
            return Err(Diagnostic::error("this sheet has more cells than codings have")
                .in_file(name)
                .help("save the rows with codings as csv"));
        }
        let row = rows.entry(row).or_default();
        row.resize(row.len().max(column as usize + 1), String::new());
        if let Some(place) = row.get_mut(column as usize) {
            *place = value;
        }
    }
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in rows.values() {
        // Text in memory is always written.
        let _ = writer.write_record(row);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    Ok(String::from_utf8(bytes).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::super::{Table, reader};
    use super::*;

    #[test]
    fn coded_segments_of_another_tool_are_read() {
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet();
        let sheet = book.add_worksheet();
        let header =
            ["Comment", "Document name", "Code", "Beginning", "End", "Segment", "Created by"];
        let row = ["", "P1", "Trust > Gain", "12", "12", "there, for \"me\"\nand", "ana"];
        for (column, (name, cell)) in (0..).zip(header.iter().zip(row)) {
            sheet.write(0, column, *name).unwrap();
            sheet.write(1, column, cell).unwrap();
        }
        let bytes = book.save_to_buffer().unwrap();
        let input = Input {
            name: "t.xlsx",
            bytes: &bytes,
            folder: None,
            table: Table::default(),
            remarks: None,
        };
        assert_eq!(reader(&input).unwrap().name, "a workbook");
        let rows = read(&input).unwrap().rows;
        let cells = ["transcript", "code", "coder", "quote", "note", "segment"]
            .map(|cell| rows[0].get(cell));
        let quote = Some("there, for \"me\"\nand");
        assert_eq!(cells, [Some("P1"), Some("Trust > Gain"), Some("ana"), quote, None, None]);
    }

    #[test]
    fn a_cell_that_no_sheet_has_room_for_is_damage_or_left_out() {
        use std::io::{Read, Write};
        let mut book = rust_xlsxwriter::Workbook::new();
        book.add_worksheet().write(0, 0, "Code").unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let mut old = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut new = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for place in 0..old.len() {
            let mut part = old.by_index(place).unwrap();
            let (name, mut text) = (part.name().unwrap().into_owned(), String::new());
            part.read_to_string(&mut text).unwrap();
            new.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            let text = text.replace("r=\"A1\"", "r=\"ZZZZZZZZZZZZZZ9999999999\"");
            new.write_all(text.as_bytes()).unwrap();
        }
        let bytes = new.finish().unwrap().into_inner();
        match sheets(&bytes, "t.xlsx") {
            Ok(texts) => assert!(texts.is_empty(), "{texts:?}"),
            Err(told) => assert_eq!(told[0].path.as_deref(), Some("t.xlsx")),
        }
    }
}
