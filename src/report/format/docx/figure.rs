//! Figures of a Word document: bars and heat maps as tables that Word itself can change.
//!
//! A bar is a row with shaded white space, a heat map is a table of shaded cells; both keep their
//! values as text. Boxes and arrows are shapes ([`super::graph`]).

use super::graph;
use super::paragraph::{paragraph, words};
use super::table::Page;
use crate::report::draw;
use crate::report::figure::{Bars, Figure, Heat};

/// The colour of bars and of the darkest cells, as red, green and blue.
const DARK: [f64; 3] = [47.0, 93.0, 138.0];
/// From this darkness on, letters are white.
const WHITE_ON: f64 = 0.75;
/// The longest bar, in spaces.
const LONGEST: f64 = 80.0;
/// Widths of the columns, in twentieths of a point.
const LABEL: usize = 3200;
const BAR: usize = 4400;
const VALUE: usize = 1500;
const STEP: usize = 180;

/// A figure with its description below; `number` tells it from the document's others.
pub(super) fn figure(figure: &Figure, page: Page, number: usize) -> String {
    let drawn = match figure {
        Figure::Bars(bars) => self::bars(bars),
        Figure::Heat(heat) => self::heat(heat),
        Figure::Curve(curve) => self::bars(&draw::curve::bars(curve)),
        Figure::Graph(drawn) => graph::graph(drawn, page, number),
    };
    let axis = match figure {
        Figure::Curve(curve) => paragraph("Note", &draw::curve::bars(curve).axis),
        Figure::Bars(bars) if !bars.axis.is_empty() => paragraph("Note", &bars.axis),
        _ => String::new(),
    };
    // There is always a paragraph: two tables without one between would become one.
    drawn + &axis + &paragraph("Note", figure.description())
}

fn bars(bars: &Bars) -> String {
    let longest = bars.bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    let end = bars.end.unwrap_or(longest);
    let mut rows = String::new();
    for bar in &bars.bars {
        let share = if end > 0.0 { (bar.value / end).clamp(0.0, 1.0) } else { 0.0 };
        let length = (LONGEST * share).round() as usize;
        let shaded = format!(
            "<w:r><w:rPr>{}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
            shade(1.0),
            "\u{a0}".repeat(length)
        );
        rows += &format!(
            "<w:tr>{}{}{}</w:tr>",
            cell(LABEL, "", &indented(bar.depth), &plain(&bar.label)),
            cell(BAR, "", "", if length > 0 { &shaded } else { "" }),
            cell(VALUE, "", "<w:jc w:val=\"right\"/>", &plain(&bar.shown)),
        );
    }
    table(&[LABEL, BAR, VALUE], &rows)
}

fn heat(heat: &Heat) -> String {
    let count = heat.columns.len().max(1);
    let width = ((BAR + VALUE) / count).max(VALUE / 3);
    let right = "<w:jc w:val=\"right\"/>";
    let bold = |text: &str| format!("<w:r><w:rPr><w:b/></w:rPr>{}</w:r>", words(text));
    let mut rows = format!("<w:tr><w:trPr><w:tblHeader/></w:trPr>{}", cell(LABEL, "", "", ""));
    for heading in &heat.columns {
        rows += &cell(width, "", right, &bold(heading));
    }
    rows += "</w:tr>";
    for row in &heat.rows {
        rows += &format!("<w:tr>{}", cell(LABEL, "", &indented(row.depth), &plain(&row.label)));
        for place in 0..heat.columns.len() {
            rows += &match row.cells.get(place).and_then(Option::as_ref) {
                Some((dark, shown)) => {
                    let white = if *dark > WHITE_ON { "<w:color w:val=\"FFFFFF\"/>" } else { "" };
                    let run = format!("<w:r><w:rPr>{white}</w:rPr>{}</w:r>", words(shown));
                    cell(width, &shade(*dark), right, &run)
                }
                None => cell(width, "", right, ""),
            };
        }
        rows += "</w:tr>";
    }
    let mut widths = vec![LABEL];
    widths.resize(1 + heat.columns.len(), width);
    table(&widths, &rows)
}

fn table(widths: &[usize], rows: &str) -> String {
    let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>\
         </w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>",
        widths.iter().sum::<usize>()
    )
}

fn cell(width: usize, shade: &str, place: &str, run: &str) -> String {
    format!(
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shade}</w:tcPr><w:p><w:pPr>\
         <w:pStyle w:val=\"TableText\"/>{place}</w:pPr>{run}</w:p></w:tc>"
    )
}

fn plain(text: &str) -> String {
    format!("<w:r>{}</w:r>", words(text))
}

fn indented(depth: usize) -> String {
    match depth {
        0 => String::new(),
        depth => format!("<w:ind w:left=\"{}\"/>", STEP * depth.min(8)),
    }
}

/// A shade between white and dark.
fn shade(dark: f64) -> String {
    let dark = if dark.is_finite() { dark.clamp(0.0, 1.0) } else { 0.0 };
    let part = |full: f64| (255.0 - (255.0 - full) * dark).round() as u8;
    let [red, green, blue] = DARK.map(part);
    format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{red:02X}{green:02X}{blue:02X}\"/>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figure::{Bar, Graph, HeatRow};

    #[test]
    fn bars_are_as_long_as_their_values() {
        let bar = |value, shown: &str| Bar { value, shown: shown.into(), ..Bar::default() };
        let bars = vec![bar(10.0, "10"), bar(5.0, "5"), bar(0.0, "<0"), bar(f64::NAN, "?")];
        let xml = figure(
            &Figure::Bars(Bars { bars, axis: "cases".into(), ..Bars::default() }),
            Page::PORTRAIT,
            1,
        );
        let lengths: Vec<usize> =
            xml.split("<w:tr>").skip(1).map(|row| row.matches('\u{a0}').count()).collect();
        assert_eq!(lengths, [80, 40, 0, 0]);
        assert!(xml.contains("&lt;0") && xml.contains("cases"));
    }

    #[test]
    fn cells_are_as_dark_as_their_values() {
        let cells = vec![Some((0.0, "0".to_owned())), Some((1.0, "9".to_owned())), None];
        let rows = vec![HeatRow { label: "Trust".into(), depth: 1, cells }];
        let columns = vec!["HCP".into(), "PSW".into(), "<x>".into()];
        let heat = Heat { columns, rows, description: "Dark.".into(), ..Heat::default() };
        let xml = figure(&Figure::Heat(heat), Page::PORTRAIT, 1);
        assert!(xml.contains("w:fill=\"FFFFFF\"") && xml.contains("w:fill=\"2F5D8A\""), "{xml}");
        assert_eq!(xml.matches("<w:tc>").count(), 8);
        assert!(xml.contains("&lt;x&gt;") && xml.contains("Dark."));
        let graph = Graph { description: "A to B.".into(), ..Graph::default() };
        assert!(figure(&Figure::Graph(graph), Page::PORTRAIT, 1).contains("A to B."));
    }
}
