//! A heat map: rows by columns, each cell darker the larger its value, with the value written in it.
//!
//! Shades end where the words on them can still be read; a cell without a value is struck through,
//! so that missing is never taken for zero. A line below says what the values are.

use super::svg::{Canvas, HEAT, Hold, LEADING, RULE, SOFT, TEXT, WITHHELD, WORDS, length, lines};
use crate::report::figure::{Heat, HeatRow};

/// Names of rows are broken into lines of this width.
const NAMES: f64 = 260.0;
/// By how much a name is set in for each level.
const INDENT: f64 = 14.0;
/// Columns are at least and at most so wide.
const COLUMN: (f64, f64) = (64.0, 130.0);
/// Around the whole.
const MARGIN: f64 = 12.0;
/// Above and below the words of a row.
const AIR: f64 = 8.0;
/// The darkest shade: dark words on it keep a contrast of more than 4.5 to 1.
const DARKEST: f64 = 0.62;
/// The lightest that is not nothing.
const LIGHTEST: f64 = 0.04;

/// Draws a heat map.
pub(super) fn draw(heat: &Heat) -> Canvas {
    let names: Vec<Vec<String>> =
        heat.rows.iter().map(|row| lines(&row.label, NAMES - indent(row), 3)).collect();
    let widest = |lines: &[String]| lines.iter().map(|line| length(line)).fold(0.0, f64::max);
    let names_width = heat
        .rows
        .iter()
        .zip(&names)
        .map(|(row, name)| indent(row) + widest(name))
        .fold(40.0, f64::max);
    let headings: Vec<Vec<String>> =
        heat.columns.iter().map(|name| lines(name, COLUMN.1 - 10.0, 3)).collect();
    let column =
        headings.iter().map(|name| widest(name) + 10.0).fold(COLUMN.0, f64::max).min(COLUMN.1);
    let headings_height =
        headings.iter().map(Vec::len).max().unwrap_or(0).max(1) as f64 * LEADING + 6.0;
    let left = MARGIN + names_width + 12.0;
    let heights = names.iter().map(|name| name.len().max(1) as f64 * LEADING + AIR);
    let top = MARGIN + headings_height;
    let legend = legend(heat);
    let below = if legend.is_empty() { 0.0 } else { LEADING + 6.0 };
    let height = top + heights.sum::<f64>() + below + MARGIN;
    let right = left + column * heat.columns.len() as f64;
    let width = right.max(MARGIN + length(&legend)) + MARGIN;
    let mut canvas = Canvas::new(width, height);
    for (place, name) in headings.iter().enumerate() {
        let x = left + column * (place as f64 + 0.5);
        let first = top - 8.0 - (name.len().saturating_sub(1)) as f64 * LEADING;
        for (number, line) in name.iter().enumerate() {
            canvas.text((x, first + number as f64 * LEADING), Hold::Middle, WORDS, line);
        }
    }
    let mut y = top;
    for (row, name) in heat.rows.iter().zip(&names) {
        let high = name.len().max(1) as f64 * LEADING + AIR;
        let first = y + high / 2.0 - (name.len() as f64 - 1.0) * LEADING / 2.0 + TEXT * 0.35;
        let x = MARGIN + indent(row);
        for (number, line) in name.iter().enumerate() {
            canvas.text((x, first + number as f64 * LEADING), Hold::Start, WORDS, line);
        }
        for place in 0..heat.columns.len() {
            let at = (left + column * place as f64 + 1.0, y + 1.0);
            cell(&mut canvas, at, (column - 2.0, high - 2.0), row.cells.get(place));
        }
        y += high;
    }
    canvas.line((left, top), (right, top), RULE);
    if !legend.is_empty() {
        let x = right.max(MARGIN + length(&legend));
        canvas.text((x, y + LEADING + 2.0), Hold::End, SOFT, &legend);
    }
    canvas
}

/// What the values are, and what a stroke through a cell says where there is one.
fn legend(heat: &Heat) -> String {
    let is_struck = |row: &HeatRow| {
        let cells = (0..heat.columns.len()).map(|place| row.cells.get(place));
        cells.into_iter().any(|cell| !matches!(cell, Some(Some(_))))
    };
    let struck = heat.rows.iter().any(is_struck).then_some("×: missing or not shown");
    let values = Some(heat.values.as_str()).filter(|values| !values.is_empty());
    values.into_iter().chain(struck).collect::<Vec<_>>().join("; ")
}

fn cell(
    canvas: &mut Canvas,
    (x, y): (f64, f64),
    (width, height): (f64, f64),
    value: Option<&Option<(f64, String)>>,
) {
    match value {
        Some(Some((dark, shown))) => {
            let dark = if dark.is_finite() { dark.clamp(0.0, 1.0) } else { 0.0 };
            canvas.shaded((x, y), (width, height), HEAT, LIGHTEST + (DARKEST - LIGHTEST) * dark);
            let at = (x + width / 2.0, y + height / 2.0 + TEXT * 0.35);
            canvas.text(at, Hold::Middle, WORDS, shown);
        }
        _ => {
            let middle = (x + width / 2.0, y + height / 2.0);
            let stroke = 4.0;
            for slope in [stroke, -stroke] {
                let from = (middle.0 - stroke, middle.1 - slope);
                canvas.line(from, (middle.0 + stroke, middle.1 + slope), WITHHELD);
            }
        }
    }
}

fn indent(row: &HeatRow) -> f64 {
    (INDENT * row.depth as f64).min(NAMES / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_below_says_what_the_values_and_the_strokes_are() {
        let row = |cells| HeatRow { label: "Trust".into(), depth: 0, cells };
        let mut heat = Heat { columns: vec!["peer".into(), "nurse".into()], ..Heat::default() };
        heat.rows = vec![row(vec![Some((0.5, "3".into())), Some((0.0, "0".into()))])];
        assert_eq!(legend(&heat), "");
        heat.values = "Cases".into();
        assert_eq!(legend(&heat), "Cases");
        heat.rows.push(row(vec![Some((0.5, "3".into()))]));
        assert_eq!(legend(&heat), "Cases; ×: missing or not shown");
    }
}
