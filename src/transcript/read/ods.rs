//! OpenDocument spreadsheets: the first sheet that is a table of turns or an activity log.
//!
//! In comes the package, out come rows for [`super::table`], as from an Excel workbook.

use super::columns::Row;
use super::input::Input;
use super::paragraphs::Block;
use super::{Reader, odt, xlsx};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// OpenDocument spreadsheets.
pub(super) struct Ods;

impl Reader for Ods {
    fn name(&self) -> &'static str {
        "ods"
    }

    fn about(&self) -> &'static str {
        "OpenDocument spreadsheets with a row a turn"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["ods", "ots"]
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn recognises(&self, input: &Input) -> bool {
        let is_sheet =
            |kind: String| kind.starts_with("application/vnd.oasis.opendocument.spreadsheet");
        odt::kind(input).is_some_and(is_sheet)
    }

    fn read(&self, input: Input) -> Result<Transcript, Diagnostic> {
        let content = odt::of_package(&input, true)?;
        let tables = content.document.blocks.into_iter().filter_map(|block| match block {
            Block::Table(rows) => Some(rows),
            Block::Paragraph(_) => None,
        });
        let row = |(number, cells): (usize, Vec<String>)| Row { line: number + 1, cells };
        let rows = |rows: Vec<Vec<String>>| {
            let mut rows: Vec<Row> = rows.into_iter().enumerate().map(row).collect();
            rows.retain(|row| !row.is_blank());
            rows
        };
        xlsx::of_sheets(content.names.into_iter().zip(tables.map(rows)).collect(), &input)
    }
}
