//! Tables of a Word document: lines above, below and under the headings, none between.

use unicode_width::UnicodeWidthStr;

use super::paragraph::words;
use crate::report::format::width::{Widths, pieces};
use crate::report::table::{Column, Table};

/// The paper, in twentieths of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Page {
    width: usize,
    height: usize,
}

/// The margin on every side.
const MARGIN: usize = 1134;
/// How wide a character of a table is on average, and the white of a cell.
const CHARACTER: usize = 104;
const WHITE: usize = 180;
/// One step of a hierarchy: two spaces.
const STEP: usize = 180;
/// How high a row of turned headings is, in characters.
const LOWEST: usize = 8;
const HIGHEST: usize = 44;

impl Page {
    /// A4.
    pub(super) const PORTRAIT: Page = Page { width: 11_906, height: 16_838 };
    /// A4, turned.
    pub(super) const LANDSCAPE: Page = Page { width: 16_838, height: 11_906 };

    /// How wide what stands on it can be.
    pub(super) fn room(self) -> usize {
        self.width - 2 * MARGIN
    }

    /// How high a figure can be that leaves room for its heading and its description.
    pub(super) fn tall(self) -> usize {
        (self.height - 2 * MARGIN) * 4 / 5
    }

    /// The properties that end a document.
    pub(super) fn section(self) -> String {
        let turned = if self.width > self.height { " w:orient=\"landscape\"" } else { "" };
        format!(
            "<w:sectPr><w:pgSz w:w=\"{}\" w:h=\"{}\"{turned}/><w:pgMar w:top=\"{MARGIN}\" \
             w:right=\"{MARGIN}\" w:bottom=\"{MARGIN}\" w:left=\"{MARGIN}\" w:header=\"567\" \
             w:footer=\"567\" w:gutter=\"0\"/></w:sectPr>",
            self.width, self.height
        )
    }
}

/// So many characters of all columns together the paper has room for.
fn room(table: &Table, page: Page) -> usize {
    page.room().saturating_sub(WHITE * table.columns.len()) / CHARACTER
}

/// Whether a table needs the paper turned: its longest words leave the rest too little room.
pub(super) fn is_wide(table: &Table) -> bool {
    let least: usize = Widths::of(table).least.iter().sum();
    10 * least > 8 * room(table, Page::PORTRAIT)
}

/// A table, with an empty paragraph after it; one that is wider than the paper in several pieces.
pub(super) fn table(table: &Table, page: Page) -> String {
    let cost = |width: usize| width * CHARACTER + WHITE;
    pieces(table, &cost, page.room()).iter().map(|piece| whole(piece, page)).collect()
}

fn whole(table: &Table, page: Page) -> String {
    let room = room(table, page);
    let flat = Widths::of(table);
    let turned = flat.least.iter().sum::<usize>() > room;
    let fitted = if turned { Widths::turned(table).fitted(room) } else { flat.fitted(room) };
    let widths: Vec<usize> = fitted.iter().map(|width| width * CHARACTER + WHITE).collect();
    let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    let line = |side: &str| {
        format!("<w:{side} w:val=\"single\" w:sz=\"8\" w:space=\"0\" w:color=\"auto\"/>")
    };
    let mut text = format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblBorders>{}{}</w:tblBorders>\
         <w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"{half}\" w:type=\"dxa\"/>\
         <w:right w:w=\"{half}\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>\
         <w:tblGrid>{grid}</w:tblGrid>",
        widths.iter().sum::<usize>(),
        line("top"),
        line("bottom"),
        half = WHITE / 2,
    );
    text += &headings(table, &widths, turned);
    for cells in &table.rows {
        text += "<w:tr><w:trPr><w:cantSplit/></w:trPr>";
        for ((column, cell), width) in table.columns.iter().zip(cells).zip(&widths) {
            text += &body_cell(column, &cell.shown(column), *width);
        }
        text += "</w:tr>";
    }
    text + "</w:tbl><w:p><w:pPr><w:pStyle w:val=\"TableText\"/></w:pPr></w:p>"
}

/// The first row, which is repeated on every page. Turned headings stand upright above numbers.
fn headings(table: &Table, widths: &[usize], turned: bool) -> String {
    let longest = table.columns.iter().map(|column| column.heading.width()).max().unwrap_or(0);
    let height = match turned {
        true => {
            let height = longest.clamp(LOWEST, HIGHEST) * CHARACTER + WHITE;
            format!("<w:trHeight w:val=\"{height}\" w:hRule=\"atLeast\"/>")
        }
        false => String::new(),
    };
    let mut text = format!("<w:tr><w:trPr><w:cantSplit/>{height}<w:tblHeader/></w:trPr>");
    for (column, width) in table.columns.iter().zip(widths) {
        let (direction, place) = match turned && column.right {
            true => ("<w:textDirection w:val=\"btLr\"/>", "center"),
            false => ("", "bottom"),
        };
        let side = match (column.right, turned) {
            (true, true) => "<w:spacing w:before=\"0\" w:after=\"0\"/>",
            (true, false) => "<w:jc w:val=\"right\"/>",
            _ => "",
        };
        text += &format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:tcBorders>\
             <w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/></w:tcBorders>\
             {direction}<w:vAlign w:val=\"{place}\"/></w:tcPr><w:p><w:pPr>\
             <w:pStyle w:val=\"TableHeading\"/>{side}</w:pPr><w:r>{}</w:r></w:p></w:tc>",
            words(&column.heading)
        );
    }
    text + "</w:tr>"
}

fn body_cell(column: &Column, shown: &str, width: usize) -> String {
    let said = shown.trim_start_matches(' ');
    let indent = match shown.len() - said.len() {
        0 => String::new(),
        spaces => format!("<w:ind w:left=\"{}\"/>", (STEP * spaces / 2).min(width / 2)),
    };
    let side = if column.right { "<w:jc w:val=\"right\"/>" } else { "" };
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr><w:p><w:pPr>\
         <w:pStyle w:val=\"TableText\"/>{indent}{side}</w:pPr><w:r>{}</w:r></w:p></w:tc>",
        words(said)
    )
}
