//! How well the spans of one coder meet those of another: exactly, by overlap, by characters.
//!
//! The first coder is the one measured against. Spans that touch count as two by the first two
//! measures and as one by the third. Precision and recall after van Rijsbergen 1979, *Information
//! Retrieval*, chapter 7.

use std::collections::BTreeMap;

/// Text from a character to before another, with its label.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First character.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// The code.
    pub label: String,
}

/// Precision, recall and F1; none where there is nothing to be right about.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Match {
    /// Of what the second coder marked, the share that the first marked too.
    pub precision: Option<f64>,
    /// Of what the first coder marked, the share that the second found.
    pub recall: Option<f64>,
    /// 2 precision recall / (precision + recall).
    pub f1: Option<f64>,
}

impl Match {
    fn of((found, second): (usize, usize), (met, first): (usize, usize)) -> Self {
        let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
        let (precision, recall) = (share(found, second), share(met, first));
        let f1 = match (precision, recall) {
            (Some(precision), Some(recall)) if precision + recall > 0.0 => {
                Some(2.0 * precision * recall / (precision + recall))
            }
            (None, None) => None,
            _ => Some(0.0),
        };
        Match { precision, recall, f1 }
    }
}

/// Spans with the same label and the same ends.
pub fn exact(first: &[Span], second: &[Span]) -> Match {
    let mut left: BTreeMap<&Span, usize> = BTreeMap::new();
    for span in first {
        *left.entry(span).or_default() += 1;
    }
    let mut equal = 0;
    for span in second {
        if let Some(count) = left.get_mut(span).filter(|count| **count > 0) {
            *count -= 1;
            equal += 1;
        }
    }
    Match::of((equal, second.len()), (equal, first.len()))
}

/// Spans that share at least one character with one of the same label.
pub fn overlap(first: &[Span], second: &[Span]) -> Match {
    let met = |spans: &[Span], others: &[Span]| {
        let others = characters(others);
        let meets = |span: &&Span| {
            let runs = others.get(span.label.as_str()).map_or(&[][..], Vec::as_slice);
            let after = runs.partition_point(|run| run.1 <= span.start);
            runs.get(after).is_some_and(|run| run.0 < span.end)
        };
        spans.iter().filter(meets).count()
    };
    Match::of((met(second, first), second.len()), (met(first, second), first.len()))
}

/// Characters that both gave a label, by label.
pub fn by_character(first: &[Span], second: &[Span]) -> BTreeMap<String, Match> {
    let (first, second) = (characters(first), characters(second));
    let length = |runs: &[Run]| runs.iter().map(|run| run.1 - run.0).sum::<usize>();
    let labels: std::collections::BTreeSet<&str> =
        first.keys().chain(second.keys()).copied().collect();
    let one = |label: &str| {
        let [one, other] =
            [&first, &second].map(|runs| runs.get(label).map_or(&[][..], Vec::as_slice));
        let both = shared(one, other);
        (label.to_owned(), Match::of((both, length(other)), (both, length(one))))
    };
    labels.into_iter().map(one).collect()
}

/// First character and one past the last.
type Run = (usize, usize);

/// The stretches of text with a label, in order, none touching another.
fn characters(spans: &[Span]) -> BTreeMap<&str, Vec<Run>> {
    let mut sorted: Vec<&Span> = spans.iter().filter(|span| span.start < span.end).collect();
    sorted.sort();
    let mut runs: BTreeMap<&str, Vec<Run>> = BTreeMap::new();
    for span in sorted {
        let own = runs.entry(&span.label).or_default();
        match own.last_mut() {
            Some(last) if span.start <= last.1 => last.1 = last.1.max(span.end),
            _ => own.push((span.start, span.end)),
        }
    }
    runs
}

fn shared(one: &[Run], other: &[Run]) -> usize {
    let (mut first, mut second) = (one.iter().peekable(), other.iter().peekable());
    let mut sum = 0;
    while let (Some(a), Some(b)) = (first.peek(), second.peek()) {
        sum += a.1.min(b.1).saturating_sub(a.0.max(b.0));
        if a.1 < b.1 {
            first.next()
        } else {
            second.next()
        };
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: usize, end: usize) -> Span {
        Span { start, end, label: "hope".into() }
    }

    #[test]
    fn characters_cannot_see_where_a_span_is_split() {
        let (whole, split) = (vec![span(20, 80)], vec![span(20, 50), span(50, 80)]);
        assert_eq!(exact(&whole, &split).f1, Some(0.0));
        assert_eq!(overlap(&whole, &split).f1, Some(1.0));
        assert_eq!(by_character(&whole, &split)["hope"].f1, Some(1.0));
    }

    #[test]
    fn nothing_against_nothing_is_undefined() {
        assert_eq!(exact(&[], &[]), Match::default());
        assert_eq!(overlap(&[span(0, 3)], &[]).f1, Some(0.0));
        assert!(by_character(&[], &[]).is_empty());
    }

    #[test]
    fn equal_spans_count_as_often_as_both_have_them() {
        let other = Span { start: 5, end: 9, label: "role".into() };
        let first = [span(0, 5), other.clone(), span(0, 5)];
        let second = [span(0, 5), span(5, 9), span(0, 5), span(0, 5)];
        let found = exact(&first, &second);
        assert_eq!((found.precision, found.recall), (Some(0.5), Some(2.0 / 3.0)));
        assert!((found.f1.unwrap() - 4.0 / 7.0).abs() < 1e-12);
        // The last of the second touches the label's spans and shares no character with one.
        let met = overlap(&first, &[span(4, 6), span(5, 7)]);
        assert_eq!((met.precision, met.recall), (Some(0.5), Some(2.0 / 3.0)));
        assert_eq!(overlap(&[span(3, 5)], &[span(5, 6), span(1, 3)]).f1, Some(0.0));
    }

    #[test]
    fn characters_are_counted_once_however_they_are_marked() {
        let first = [span(0, 6), span(4, 10), span(30, 32), span(40, 40)];
        let second = [span(22, 24), span(5, 20), span(31, 35)];
        let found = by_character(&first, &second)["hope"];
        assert_eq!((found.precision, found.recall), (Some(6.0 / 21.0), Some(0.5)));
        let other = [Span { start: 0, end: 9, label: "role".into() }];
        let found = by_character(&first, &other);
        assert_eq!(found.keys().collect::<Vec<_>>(), ["hope", "role"]);
        assert_eq!((found["hope"].precision, found["hope"].recall), (None, Some(0.0)));
        assert_eq!((found["role"].precision, found["role"].recall), (Some(0.0), None));
    }
}
