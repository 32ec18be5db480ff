//! Bars: names at the left, lengths on one axis, intervals as whiskers at their ends.

use super::svg::{
    BAR, Canvas, Hold, LEADING, RULE, SOFT, TEXT, WHISKER, WORDS, length, lines, number,
};
use crate::report::figure::{Bar, Bars};

/// The width of the whole.
const WIDTH: f64 = 720.0;
/// Names are broken into lines of this width.
const NAMES: f64 = 260.0;
/// By how much a name is set in for each level.
const INDENT: f64 = 14.0;
/// Above and below the words of a row.
const AIR: f64 = 6.0;
/// Around the whole.
const MARGIN: f64 = 12.0;
/// No bar is higher.
const THICK: f64 = 14.0;

/// A bar's name, broken into lines.
struct Row<'a> {
    bar: &'a Bar,
    name: Vec<String>,
    height: f64,
}

/// Draws bars.
pub(super) fn draw(bars: &Bars) -> Canvas {
    let end = end(bars);
    let rows: Vec<Row<'_>> = bars.bars.iter().map(row).collect();
    let names = rows.iter().map(Row::width).fold(40.0, f64::max);
    let values = bars.bars.iter().map(|bar| length(&bar.shown)).fold(0.0, f64::max);
    let left = MARGIN + names + 10.0;
    let right = WIDTH - MARGIN - values - 10.0;
    let top = MARGIN;
    let bottom = top + rows.iter().map(|row| row.height).sum::<f64>();
    let mut canvas = Canvas::new(WIDTH, bottom + 2.0 * LEADING + MARGIN + 4.0);
    let place = |value: f64| left + (right - left) * (finite(value) / end).clamp(0.0, 1.0);
    for tick in ticks(end) {
        let x = place(tick);
        canvas.line((x, top), (x, bottom), RULE);
        canvas.text((x, bottom + LEADING), Hold::Middle, SOFT, &number(tick));
    }
    let middle = (left + right) / 2.0;
    canvas.text((middle, bottom + 2.0 * LEADING + 2.0), Hold::Middle, SOFT, &bars.axis);
    let mut y = top;
    for row in &rows {
        let centre = y + row.height / 2.0;
        let first = centre - (row.name.len() as f64 - 1.0) * LEADING / 2.0 + TEXT * 0.35;
        let x = MARGIN + row.indent();
        for (number, line) in row.name.iter().enumerate() {
            canvas.text((x, first + number as f64 * LEADING), Hold::Start, WORDS, line);
        }
        let reach = place(row.bar.value);
        canvas.rect((left, centre - THICK / 2.0), (reach - left, THICK), BAR);
        if let Some((low, high)) = row.bar.interval {
            let (low, high) = (place(low), place(high));
            canvas.line((low, centre), (high, centre), WHISKER);
            canvas.line((low, centre - 4.0), (low, centre + 4.0), WHISKER);
            canvas.line((high, centre - 4.0), (high, centre + 4.0), WHISKER);
        }
        let shown = (WIDTH - MARGIN, centre + TEXT * 0.35);
        canvas.text(shown, Hold::End, WORDS, &row.bar.shown);
        y += row.height;
    }
    canvas.line((left, top), (left, bottom), RULE);
    canvas
}

fn row(bar: &Bar) -> Row<'_> {
    let room = NAMES - indent(bar).min(NAMES / 2.0);
    let name = lines(&bar.label, room, 3);
    let height = (name.len().max(1) as f64) * LEADING + AIR;
    Row { bar, name, height }
}

fn indent(bar: &Bar) -> f64 {
    INDENT * bar.depth as f64
}

impl Row<'_> {
    fn indent(&self) -> f64 {
        indent(self.bar).min(NAMES / 2.0)
    }

    fn width(&self) -> f64 {
        self.indent() + self.name.iter().map(|line| length(line)).fold(0.0, f64::max)
    }
}

/// The value at the end of the axis; never 0, for everything is divided by it.
pub(super) fn end(bars: &Bars) -> f64 {
    let values = bars.bars.iter().flat_map(|bar| {
        let high = bar.interval.map_or(0.0, |(_, high)| high);
        [finite(bar.value), finite(high)]
    });
    let largest = values.fold(0.0, f64::max);
    let end = bars.end.map_or(largest, finite);
    if end > 0.0 { end } else { 1.0 }
}

fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

/// Four to eight round numbers from 0 to the end of an axis.
fn ticks(end: f64) -> Vec<f64> {
    let power = 10f64.powf((end / 5.0).log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|times| times * power)
        // Axes here begin at 0 and mostly count: halves of a person are no tick.
        .find(|step| end / step <= 7.0 && (end < 4.0 || step.fract() == 0.0))
        .unwrap_or(end);
    let count = (end / step + 1e-9).floor() as usize;
    let mut ticks: Vec<f64> = (0..=count.min(20)).map(|number| number as f64 * step).collect();
    // The end is the base of what is counted: it is named where there is room for it.
    if ticks.last().is_some_and(|last| end - last > step * 0.3) {
        ticks.push(end);
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_within_the_axis() {
        assert_eq!(ticks(17.0), [0.0, 5.0, 10.0, 15.0, 17.0]);
        assert_eq!(ticks(12.0), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0]);
        assert_eq!(ticks(1.0), [0.0, 0.2, 0.4, 0.6, 0.8, 1.0].map(|x: f64| (x * 5.0) * 0.2));
        for end in [0.001, 0.3, 3.0, 4.0, 99.0, 100.0, 1e9, 1e300] {
            let all = ticks(end);
            assert!((2..=22).contains(&all.len()), "{end}: {all:?}");
            assert!(all.iter().all(|tick| *tick <= end * 1.001), "{end}: {all:?}");
        }
    }

    #[test]
    fn the_axis_is_never_without_length() {
        assert_eq!(end(&Bars::default()), 1.0);
        assert_eq!(end(&Bars { end: Some(f64::NAN), ..Bars::default() }), 1.0);
    }
}
