//! Curves: lines over one row of places, with a band around one of them.

use super::svg::{
    BAND, Canvas, DASHED, Hold, LEADING, LINE, RULE, SOFT, TEXT, WORDS, length, number,
};
use crate::report::figure::{Bar, Bars, Curve};

/// The width of the whole.
const WIDTH: f64 = 720.0;
/// The height of the field.
const HEIGHT: f64 = 300.0;
/// Around the whole.
const MARGIN: f64 = 12.0;
/// Names of places stand at least so far apart.
const APART: f64 = 14.0;
/// The field is divided by about so many lines.
const STEPS: f64 = 6.0;

/// Draws curves.
pub(super) fn draw(curve: &Curve) -> Canvas {
    let end = end(curve);
    let step = step(end);
    let ticks: Vec<f64> =
        (0..=STEPS as usize * 2).map(|at| at as f64 * step).filter(|tick| *tick <= end).collect();
    let values = ticks.iter().map(|tick| length(&number(*tick))).fold(20.0, f64::max);
    let has_label = curve.band.len() > 1 && !curve.band_label.is_empty();
    let named = curve.lines.len() + usize::from(has_label);
    let (left, top) = (MARGIN + values + 8.0, MARGIN + LEADING * (named as f64 + 1.0));
    let (right, bottom) = (WIDTH - MARGIN - 20.0, top + HEIGHT);
    let mut canvas = Canvas::new(WIDTH, bottom + 2.0 * LEADING + MARGIN + 4.0);
    let last = curve.places.len().saturating_sub(1).max(1) as f64;
    let x = |place: usize| left + (right - left) * place as f64 / last;
    let y = |value: f64| bottom - HEIGHT * (finite(value) / end).clamp(0.0, 1.0);
    for tick in &ticks {
        canvas.line((left, y(*tick)), (right, y(*tick)), RULE);
        canvas.text((left - 8.0, y(*tick) + TEXT * 0.35), Hold::End, SOFT, &number(*tick));
    }
    if curve.band.len() > 1 {
        let upper = curve.band.iter().enumerate().map(|(place, band)| (x(place), y(band.1)));
        let lower = curve.band.iter().enumerate().rev().map(|(place, band)| (x(place), y(band.0)));
        let edge: Vec<(f64, f64)> = upper.chain(lower).collect();
        canvas.path(&format!("{} Z", path(&edge)), BAND, None);
    }
    for (place, line) in curve.lines.iter().enumerate() {
        let points: Vec<(f64, f64)> =
            line.values.iter().enumerate().map(|(at, value)| (x(at), y(*value))).collect();
        let look = if line.dashed { DASHED } else { LINE };
        canvas.path(&path(&points), look, None);
        let high = MARGIN + LEADING * (place as f64 + 0.6);
        canvas.path(&path(&[(left, high), (left + 28.0, high)]), look, None);
        canvas.text((left + 36.0, high + TEXT * 0.35), Hold::Start, WORDS, &line.label);
    }
    if has_label {
        let high = MARGIN + LEADING * (curve.lines.len() as f64 + 0.6);
        canvas.rect((left, high - 5.0), (28.0, 10.0), BAND);
        canvas.text((left + 36.0, high + TEXT * 0.35), Hold::Start, WORDS, &curve.band_label);
    }
    let widest = curve.places.iter().map(|place| length(place)).fold(0.0, f64::max) + APART;
    let room = (right - left) / last;
    let every = (widest / room.max(1.0)).ceil().max(1.0) as usize;
    for (at, place) in curve.places.iter().enumerate().step_by(every) {
        canvas.text((x(at), bottom + LEADING), Hold::Middle, SOFT, place);
    }
    let middle = (left + right) / 2.0;
    canvas.text((middle, bottom + 2.0 * LEADING + 2.0), Hold::Middle, SOFT, &curve.axis);
    canvas.line((left, bottom), (right, bottom), RULE);
    canvas
}

/// The first line as bars, for those who can draw no lines; the others stand beside the value.
pub fn bars(curve: &Curve) -> Bars {
    let (first, others) = match curve.lines.split_first() {
        Some((first, others)) => (first.values.as_slice(), others),
        None => (&[][..], &[][..]),
    };
    let bar = |(at, (place, value)): (usize, (&String, &f64))| {
        let more = others.iter().filter_map(|line| line.values.get(at));
        let shown = std::iter::once(number(*value)).chain(more.map(|value| number(*value)));
        Bar {
            label: place.clone(),
            value: *value,
            shown: shown.collect::<Vec<_>>().join(" / "),
            ..Bar::default()
        }
    };
    let names: Vec<&str> = curve.lines.iter().map(|line| line.label.as_str()).collect();
    Bars {
        title: curve.title.clone(),
        description: curve.description.clone(),
        axis: names.join(" / "),
        end: Some(end(curve)),
        bars: curve.places.iter().zip(first).enumerate().map(bar).collect(),
    }
}

/// The value at the upper end; never 0, for everything is divided by it.
fn end(curve: &Curve) -> f64 {
    let lines = curve.lines.iter().flat_map(|line| &line.values).copied();
    let largest = lines.chain(curve.band.iter().map(|band| band.1)).map(finite).fold(0.0, f64::max);
    if largest > 0.0 { largest } else { 1.0 }
}

fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

/// A round step that divides the field into about six.
fn step(end: f64) -> f64 {
    let power = 10f64.powf((end / STEPS).log10().floor());
    let round = [1.0, 2.0, 5.0, 10.0].map(|times| times * power);
    round.into_iter().find(|step| end / step <= STEPS * 1.5).unwrap_or(end)
}

fn path(points: &[(f64, f64)]) -> String {
    let point = |(place, (x, y)): (usize, &(f64, f64))| {
        format!("{}{} {}", if place == 0 { "M" } else { " L" }, number(*x), number(*y))
    };
    points.iter().enumerate().map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figure::Line;

    #[test]
    fn a_curve_can_be_read_as_bars() {
        let line = |label: &str, values: &[f64], dashed| Line {
            label: label.into(),
            values: values.to_vec(),
            dashed,
        };
        let curve = Curve {
            places: vec!["P1".into(), "P2".into()],
            lines: vec![line("seen", &[3.0, 4.0], false), line("expected", &[2.5, 4.0], true)],
            band: vec![(2.0, 3.0), (4.0, 4.0)],
            ..Curve::default()
        };
        let bars = bars(&curve);
        assert_eq!((bars.bars[0].shown.as_str(), bars.end), ("3 / 2.5", Some(4.0)));
        assert!(super::bars(&Curve::default()).bars.is_empty());
        assert_eq!((step(19.0), step(1.0)), (5.0, 0.2));
    }
}
