//! Quotations in tables: one line, not too long, and which segment is taken for an example.

use super::material::{Document, Segment};

/// An example has at least so many words where there is one that long.
const LEAST_WORDS: u32 = 5;

/// The most words of a quotation in a table.
const MOST_WORDS: usize = 30;

/// The words on one line.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<&str>>().join(" ")
}

/// The first words on one line; `…` where there are more.
pub fn shortened(text: &str) -> String {
    let mut words = text.split_whitespace();
    let mut quote = words.by_ref().take(MOST_WORDS).collect::<Vec<&str>>().join(" ");
    if words.next().is_some() {
        quote.push_str(" …");
    }
    quote
}

/// The example among some segments: the first that is more than a few words, else the first.
pub fn example<'a>(
    segments: impl Iterator<Item = (&'a Document, &'a Segment)>,
) -> Option<(&'a Document, &'a Segment)> {
    let mut first = None;
    for (document, segment) in segments {
        if segment.words >= LEAST_WORDS {
            return Some((document, segment));
        }
        first = first.or(Some((document, segment)));
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::three_people;

    #[test]
    fn quotations_are_one_short_line() {
        assert_eq!(shortened(" so\nit  is "), "so it is");
        assert_eq!(shortened(&"a ".repeat(31)), format!("{}…", "a ".repeat(30)));
    }

    #[test]
    fn longer_examples_come_first() {
        let material = three_people();
        let text = |place: usize| {
            let segments = material.segments_of(0).into_iter().skip(place);
            example(segments).map(|(_, segment)| segment.quote.as_str())
        };
        assert_eq!(text(0), Some("I am afraid of it."));
        assert_eq!(text(3), Some("We hope [laughs] so."));
        assert_eq!(text(9), None);
    }
}
