//! Figures for a terminal: bars of block characters, in eighths of a column; cells as shades.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::bars::end;
use crate::report::figure::{Bars, Heat};
use crate::report::table::{Cell, Column, Table};

/// Where nobody says how wide the window is.
const WIDTH: usize = 80;
/// The shortest axis.
const LEAST: usize = 10;
/// The longest: longer bars are no clearer.
const MOST: usize = 60;
/// By how many columns a name is set in for each level.
const INDENT: usize = 2;
/// One to seven eighths of a block.
const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];
/// Shades by value: a quarter each.
const SHADES: [&str; 4] = ["░", "▒", "▓", "█"];

/// Bars, a line each; the last line says what their length means.
pub fn bars(bars: &Bars, width: Option<usize>) -> Vec<String> {
    let width = width.unwrap_or(WIDTH);
    let values = bars.bars.iter().map(|bar| bar.shown.width()).max().unwrap_or(0);
    let label = |depth: usize, label: &str| format!("{}{label}", " ".repeat(INDENT * depth.min(9)));
    let names = bars.bars.iter().map(|bar| label(bar.depth, &bar.label).width()).max();
    let names = names.unwrap_or(0).min((width / 2).max(LEAST));
    let axis = width.saturating_sub(names + values + 4).clamp(LEAST, MOST);
    let end = end(bars);
    let mut lines = Vec::new();
    for bar in &bars.bars {
        let name = cut(&label(bar.depth, &bar.label), names);
        let space = " ".repeat(names - name.width());
        let value = " ".repeat(values - bar.shown.width()) + &bar.shown;
        let line = format!("{name}{space}  {value}  {}", blocks(bar.value / end, axis));
        lines.push(line.trim_end().to_owned());
    }
    if !bars.axis.is_empty() {
        lines.push(format!("{}{}", " ".repeat(names + values + 4), bars.axis));
    }
    lines
}

/// A heat map as a table whose cells have a shade before their value.
pub fn heat(heat: &Heat) -> Table {
    table(heat, &|dark| {
        let place = ((dark * 4.0).ceil() as usize).clamp(1, SHADES.len());
        let shade = SHADES.get(place - 1).copied().unwrap_or_default();
        format!("{shade}{shade} ")
    })
}

/// A heat map as a table of its values alone.
pub fn cells(heat: &Heat) -> Table {
    table(heat, &|_| String::new())
}

fn table(heat: &Heat, shade: &dyn Fn(f64) -> String) -> Table {
    let mut columns = vec![Column::text("row", "")];
    columns.extend(heat.columns.iter().map(|name| Column::count(name.as_str(), name.as_str())));
    let mut table = Table::new(columns);
    for row in &heat.rows {
        let mut cells: Vec<Cell> =
            vec![format!("{}{}", " ".repeat(INDENT * row.depth.min(9)), row.label).into()];
        cells.extend(row.cells.iter().map(|cell| match cell {
            Some((dark, shown)) if *dark > 0.0 => format!("{}{shown}", shade(*dark)).into(),
            Some((_, shown)) => shown.as_str().into(),
            None => "×".into(),
        }));
        table.push(cells);
    }
    table
}

/// A bar of that share of the axis.
fn blocks(share: f64, axis: usize) -> String {
    let share = if share.is_finite() { share.clamp(0.0, 1.0) } else { 0.0 };
    let eighths = (share * 8.0 * axis as f64).round() as usize;
    let mut bar = "█".repeat(eighths / 8);
    if let Some(rest) = (eighths % 8).checked_sub(1) {
        bar.extend(EIGHTHS.get(rest));
    }
    // Something is never nothing.
    if bar.is_empty() && share > 0.0 {
        bar.extend(EIGHTHS.first());
    }
    bar
}

/// A name that fits.
fn cut(name: &str, room: usize) -> String {
    if name.width() <= room {
        return name.to_owned();
    }
    let mut used = 1;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= room
    };
    name.chars().take_while(fits).collect::<String>() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figure::{Bar, HeatRow};

    fn bar(label: &str, depth: usize, value: f64) -> Bar {
        let shown = value.to_string();
        Bar { label: label.into(), depth, value, shown, ..Bar::default() }
    }

    #[test]
    fn bars_fill_the_window_in_eighths() {
        let all = Bars {
            axis: "Cases of 8".into(),
            end: Some(8.0),
            bars: vec![bar("Trust", 0, 8.0), bar("Gain", 1, 0.1), bar("None", 1, 0.0)],
            ..Bars::default()
        };
        assert_eq!(
            bars(&all, Some(23)),
            ["Trust     8  ██████████", "  Gain  0.1  ▏", "  None    0", "             Cases of 8"]
        );
        let long = Bars { bars: vec![bar("A very long name of a theme", 0, 1.0)], ..all };
        assert!(bars(&long, Some(30))[0].starts_with("A very long na…  1  "));
    }

    #[test]
    fn cells_are_shaded_by_quarters_and_missing_is_marked() {
        let row = HeatRow {
            label: "Trust".into(),
            depth: 1,
            cells: vec![Some((0.3, "2".into())), Some((0.0, "0".into())), None],
        };
        let heat_map = Heat {
            columns: vec!["a".into(), "b".into(), "c".into()],
            rows: vec![row],
            ..Heat::default()
        };
        let table = heat(&heat_map);
        let cells: Vec<String> = table.rows[0].iter().map(Cell::exact).collect();
        assert_eq!(cells, ["  Trust", "▒▒ 2", "0", "×"]);
    }
}
