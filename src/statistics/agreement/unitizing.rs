//! Agreement on free spans: where a passage begins and ends, and what it is called.
//!
//! Each coder's text is a row of labelled spans and gaps. uα asks for both at once, |uα only whether
//! a passage is relevant at all, cuα only for the labels where both marked something, (k)uα for one
//! label among the others. None of them alone says what went wrong, so all are to be shown.
//! Krippendorff, Mathet, Bouvry and Widlöcher 2016, doi:10.1007/s11135-015-0266-1. Checked for two
//! coders against two programs; the terms of cuα for more than two follow one of them.

use std::collections::BTreeMap;

use super::spans::Span;
use super::{Undefined, Value};

/// The family of coefficients.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    /// uα: spans and labels.
    pub u: Value,
    /// |uα: relevant or not.
    pub bar_u: Value,
    /// cuα: labels where both marked something.
    pub cu: Value,
    /// The share of the text, over all coders, to which cuα refers; none without text.
    pub coverage: Option<f64>,
    /// (k)uα by label, each with the share of the label's text to which it refers.
    pub ku: BTreeMap<String, (Value, f64)>,
}

/// A span or a gap of one coder; the label's place from 1, 0 for a gap.
#[derive(Clone, Copy, Debug)]
struct Piece {
    label: usize,
    start: usize,
    end: usize,
}

/// The coefficients of coders' spans over a text of that length. Spans of one coder must not
/// overlap, for then the family does not apply.
pub fn family(coders: &[Vec<Span>], length: usize) -> Result<Family, Undefined> {
    if coders.len() < 2 || length == 0 {
        return Err(Undefined::NoPairs);
    }
    let mut labels: Vec<&str> = coders.iter().flatten().map(|span| span.label.as_str()).collect();
    labels.sort_unstable();
    labels.dedup();
    let pieces: Vec<Vec<Piece>> =
        coders.iter().map(|spans| pieces(spans, &labels, length)).collect::<Result<_, _>>()?;
    let sums = Sums::of(&pieces, labels.len() + 1);
    let coincidence = sums.cu(labels.len());
    let ku = labels.iter().enumerate().filter_map(|(place, label)| {
        let coincidence = coincidence.as_ref().ok()?;
        Some(((*label).to_owned(), sums.ku(coincidence, place + 1)))
    });
    Ok(Family {
        u: sums.u(),
        bar_u: sums.bar_u(),
        coverage: (sums.total > 0.0).then(|| sums.valued_total() / sums.total),
        ku: ku.collect(),
        cu: coincidence.and_then(|expected| sums.cu_alpha(&expected)),
    })
}

/// A coder's text as spans and gaps in order.
fn pieces(spans: &[Span], labels: &[&str], length: usize) -> Result<Vec<Piece>, Undefined> {
    let mut sorted: Vec<&Span> = spans.iter().filter(|span| span.start < span.end).collect();
    sorted.sort();
    let (mut pieces, mut at) = (Vec::new(), 0);
    for span in sorted {
        if span.start < at || span.end > length {
            return Err(Undefined::Overlap);
        }
        if span.start > at {
            pieces.push(Piece { label: 0, start: at, end: span.start });
        }
        let label = labels.binary_search(&span.label.as_str()).map_or(0, |place| place + 1);
        pieces.push(Piece { label, start: span.start, end: span.end });
        at = span.end;
    }
    if at < length {
        pieces.push(Piece { label: 0, start: at, end: length });
    }
    Ok(pieces)
}

/// Lengths, summed over pairs of coders.
struct Sums {
    labels: usize,
    /// ℓ_ck: what one coder called c and another k, over m − 1.
    both: Vec<f64>,
    /// ℓ_c.
    own: Vec<f64>,
    /// ℓ.
    total: f64,
    /// Σ len² of the spans of a label; of gaps Σ len.
    squares: Vec<f64>,
    /// Σ of the squared lengths of a label's spans within the marked text of another coder.
    met: Vec<f64>,
    /// m − 1.
    others: f64,
}

impl Sums {
    fn of(coders: &[Vec<Piece>], labels: usize) -> Self {
        let others = (coders.len() - 1) as f64;
        let mut sums = Sums {
            labels,
            both: vec![0.0; labels * labels],
            own: Vec::new(),
            total: 0.0,
            squares: vec![0.0; labels],
            met: vec![0.0; labels],
            others,
        };
        for (place, one) in coders.iter().enumerate() {
            for (_, other) in coders.iter().enumerate().filter(|(other, _)| *other != place) {
                sums.add_pair(one, other);
            }
            for piece in one {
                let length = (piece.end - piece.start) as f64;
                let square = if piece.label == 0 { length } else { length * length };
                add(&mut sums.squares, piece.label, square);
            }
        }
        sums.own = sums.both.chunks(labels).map(|row| row.iter().sum()).collect();
        sums.total = sums.own.iter().sum();
        sums
    }

    fn add_pair(&mut self, one: &[Piece], other: &[Piece]) {
        let mut from = 0;
        for piece in one {
            let mut marked = 0.0;
            while other.get(from).is_some_and(|second| second.end <= piece.start) {
                from += 1;
            }
            for second in other.iter().skip(from).take_while(|second| second.start < piece.end) {
                let shared =
                    piece.end.min(second.end).saturating_sub(piece.start.max(second.start));
                let at = piece.label * self.labels + second.label;
                add(&mut self.both, at, shared as f64 / self.others);
                if second.label > 0 {
                    marked += shared as f64;
                }
            }
            if piece.label > 0 {
                add(&mut self.met, piece.label, marked * marked);
            }
        }
    }

    fn both(&self, c: usize, k: usize) -> f64 {
        self.both.get(c * self.labels + k).copied().unwrap_or_default()
    }

    /// ε_ck = ℓ (ℓ_c ℓ_k − [c = k] Σ len²) / (ℓ² − Σ Σ len²).
    fn expected(&self, c: usize, k: usize) -> f64 {
        let own = |at: usize| get(&self.own, at);
        let same = if c == k { get(&self.squares, c) } else { 0.0 };
        let left = self.total * self.total - self.squares.iter().sum::<f64>();
        self.total * (own(c) * own(k) - same) / left
    }

    /// 1 − (ℓ − Σ ℓ_kk)/(ℓ − Σ ε_kk).
    fn u(&self) -> Value {
        let seen = self.total - (0..self.labels).map(|k| self.both(k, k)).sum::<f64>();
        let chance = self.total - (0..self.labels).map(|k| self.expected(k, k)).sum::<f64>();
        alpha(seen, chance)
    }

    /// 1 − (ℓ_φ − ℓ_φφ)/(Σ ε_φk − ε_φφ).
    fn bar_u(&self) -> Value {
        let seen = get(&self.own, 0) - self.both(0, 0);
        let chance = (1..self.labels).map(|k| self.expected(0, k)).sum();
        alpha(seen, chance)
    }

    /// V_c: text called c that the other coder marked too.
    fn valued(&self, c: usize) -> f64 {
        if c == 0 { 0.0 } else { get(&self.own, c) - self.both(c, 0) }
    }

    fn valued_total(&self) -> f64 {
        (1..self.labels).map(|c| self.valued(c)).sum()
    }

    /// ε'_ck = (V_c V_k − [c = k] sq_c/(m − 1)) / (V − Σ sq/(V(m − 1))), where there are two labels.
    fn cu(&self, labels: usize) -> Result<Vec<f64>, Undefined> {
        let total = self.valued_total();
        if total <= 0.0 {
            return Err(Undefined::NoPairs);
        }
        if labels < 2 {
            return Err(Undefined::OneCategory);
        }
        let left = total - self.met.iter().sum::<f64>() / (total * self.others);
        let cell = |at: usize| {
            let (c, k) = (at / self.labels, at % self.labels);
            let same = if c == k { get(&self.met, c) / self.others } else { 0.0 };
            (self.valued(c) * self.valued(k) - same) / left
        };
        Ok((0..self.labels * self.labels).map(cell).collect())
    }

    fn cu_alpha(&self, expected: &[f64]) -> Value {
        let total = self.valued_total();
        let labels = 1..self.labels;
        let seen = total - labels.clone().map(|c| self.both(c, c)).sum::<f64>();
        let chance = total - labels.map(|c| get(expected, c * self.labels + c)).sum::<f64>();
        alpha(seen, chance)
    }

    /// 1 − (ε'_k·/V_k)(V_k − ℓ_kk)/(ε'_k· − ε'_kk).
    fn ku(&self, expected: &[f64], k: usize) -> (Value, f64) {
        let (valued, own) = (self.valued(k), get(&self.own, k));
        if valued <= 0.0 || own <= 0.0 {
            return (Err(Undefined::NoPairs), 0.0);
        }
        let row: f64 = (1..self.labels).map(|c| get(expected, k * self.labels + c)).sum();
        let seen = row / valued * (valued - self.both(k, k));
        (alpha(seen, row - get(expected, k * self.labels + k)), valued / own)
    }
}

fn get(numbers: &[f64], at: usize) -> f64 {
    numbers.get(at).copied().unwrap_or_default()
}

fn add(numbers: &mut [f64], at: usize, more: f64) {
    if let Some(number) = numbers.get_mut(at) {
        *number += more;
    }
}

/// 1 − seen / chance; undefined where chance alone would not disagree.
fn alpha(seen: f64, chance: f64) -> Value {
    if chance.is_finite() && chance.abs() > 1e-9 {
        Ok(1.0 - seen / chance)
    } else {
        Err(Undefined::NoVariation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(all: &[(&str, usize, usize)]) -> Vec<Span> {
        let span = |&(label, start, end): &(&str, usize, usize)| Span {
            start,
            end,
            label: label.to_owned(),
        };
        all.iter().map(span).collect()
    }

    #[test]
    fn three_coders_and_twenty_characters() {
        let coders = [
            spans(&[("1", 2, 5), ("1", 9, 11), ("2", 12, 20)]),
            spans(&[("1", 2, 5), ("2", 7, 15)]),
            spans(&[("1", 2, 5), ("2", 10, 15)]),
        ];
        let found = family(&coders, 20).unwrap();
        for (found, wanted) in [
            (found.u, 0.473_913),
            (found.bar_u, 0.432_812),
            (found.cu, 0.778_882),
            (found.ku["1"].0, 0.769_252),
            (found.ku["2"].0, 0.786_971),
        ] {
            assert!((found.unwrap() - wanted).abs() < 1e-6, "{found:?}, not {wanted}");
        }
        assert!((found.coverage.unwrap() - 0.383_333).abs() < 1e-6);
    }

    #[test]
    fn what_does_not_apply_is_undefined() {
        let overlapping = [spans(&[("a", 0, 5), ("a", 4, 6)]), spans(&[])];
        assert_eq!(family(&overlapping, 10), Err(Undefined::Overlap));
        let empty = family(&[spans(&[]), spans(&[])], 10).unwrap();
        assert_eq!(empty.u, Err(Undefined::NoVariation));
        assert_eq!(empty.cu, Err(Undefined::NoPairs));
        assert_eq!(family(&[spans(&[])], 10), Err(Undefined::NoPairs));
    }

    #[test]
    fn spans_may_touch_and_reach_the_end() {
        let whole = spans(&[("a", 0, 4), ("b", 4, 10)]);
        let found = family(&[whole.clone(), whole.clone()], 10).unwrap();
        assert_eq!((found.u, found.cu, found.coverage), (Ok(1.0), Ok(1.0), Some(1.0)));
        assert_eq!(found.ku["a"], (Ok(1.0), 1.0));
        assert_eq!(found.bar_u, Err(Undefined::NoVariation));
        let behind = spans(&[("a", 4, 11)]);
        assert_eq!(family(&[whole.clone(), behind], 10), Err(Undefined::Overlap));
        assert_eq!(family(&[whole.clone(), whole], 0), Err(Undefined::NoPairs));
    }

    #[test]
    fn one_label_alone_says_nothing_of_labels() {
        let coders = [spans(&[("a", 0, 4)]), spans(&[("a", 2, 6)])];
        let found = family(&coders, 10).unwrap();
        assert_eq!((found.cu, found.ku.len()), (Err(Undefined::OneCategory), 0));
        // Two of four characters of each are the other's as well.
        assert_eq!(found.coverage, Some(0.2));
    }
}
