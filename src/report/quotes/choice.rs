//! Which segments are quoted: marked examples first, then one a person in turn.
//!
//! The rule: the people who can be quoted are put into a random order, and the segments of each
//! person as well (SplitMix64, `statistics::random`). The next quotation is the next segment of the
//! person with the fewest so far, the first in the order where several have equally few. So nobody
//! is quoted a second time while others are not at all. Segments that a person marked as examples
//! come before all others, by the same rule. What shares a character with a quotation that is there
//! already is left out. A shorter choice is the beginning of a longer one.

use std::collections::BTreeMap;

use super::Placed;
use crate::statistics::random::SplitMix64;

/// One person with the segments to choose from, the next one last.
struct Person<'m> {
    left: Vec<Placed<'m>>,
    taken: usize,
}

/// Chooses at most so many segments.
pub(super) fn choose<'m>(segments: &[Placed<'m>], most: usize, seed: u64) -> Vec<Placed<'m>> {
    let mut people = drawn(segments, seed);
    let mut chosen = Vec::new();
    for marked in [true, false] {
        while chosen.len() < most {
            let next = people.iter_mut().filter(|person| person.has(marked));
            // Of several with equally few the first.
            let Some(person) = next.min_by_key(|person| person.taken) else { break };
            person.taken += 1;
            chosen.extend(person.left.pop());
        }
    }
    chosen
}

/// The people in a random order. Talk that belongs to no case counts as a person of its transcript.
fn drawn<'m>(segments: &[Placed<'m>], seed: u64) -> Vec<Person<'m>> {
    let mut by_person: BTreeMap<(&[String], &str), Vec<Placed<'m>>> = BTreeMap::new();
    for &(document, segment) in segments {
        let transcript = if segment.cases.is_empty() { document.id.as_str() } else { "" };
        let person = (segment.cases.as_slice(), transcript);
        by_person.entry(person).or_default().push((document, segment));
    }
    let mut random = SplitMix64::new(seed);
    let mut people: Vec<Vec<Placed<'m>>> = by_person.into_values().collect();
    random.shuffle(&mut people);
    let mut drawn = Vec::new();
    for mut own in people {
        random.shuffle(&mut own);
        own.sort_by_key(|(_, segment)| !segment.exemplar);
        let mut left = apart(own);
        left.reverse();
        drawn.push(Person { left, taken: 0 });
    }
    drawn
}

/// The segments without those that share a character with one before them.
fn apart(segments: Vec<Placed<'_>>) -> Vec<Placed<'_>> {
    let mut kept: BTreeMap<(&str, usize), usize> = BTreeMap::new();
    let mut free = Vec::new();
    for (document, segment) in segments {
        let id = document.id.as_str();
        // Those kept are apart, so only the last that begins before the end can reach in.
        let before = kept.range(..(id, segment.end)).next_back();
        let is_free = before.is_none_or(|(&(other, _), &end)| other != id || end <= segment.start);
        if is_free {
            kept.insert((id, segment.start), segment.end);
            free.push((document, segment));
        }
    }
    free
}

impl Person<'_> {
    /// Whether the next segment is a marked example, or is not.
    fn has(&self, marked: bool) -> bool {
        self.left.last().is_some_and(|(_, segment)| segment.exemplar == marked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::material::{Document, Segment};

    fn segment(case: &str, start: usize, exemplar: bool) -> Segment {
        let cases = if case.is_empty() { Vec::new() } else { vec![case.to_owned()] };
        Segment { cases, start, end: start + 10, exemplar, ..Segment::default() }
    }

    fn names(document: &Document, most: usize, seed: u64) -> Vec<String> {
        let placed: Vec<Placed<'_>> =
            document.segments.iter().map(|segment| (document, segment)).collect();
        let name =
            |(_, segment): &Placed<'_>| format!("{}{}", segment.cases.join("+"), segment.start);
        choose(&placed, most, seed).iter().map(name).collect()
    }

    #[test]
    fn people_take_turns_whoever_has_more() {
        let mut segments: Vec<Segment> =
            (0..9).map(|place| segment("A", 100 * place, false)).collect();
        segments.extend([
            segment("B", 1000, false),
            segment("", 2000, false),
            segment("C", 3000, false),
        ]);
        let document = Document { segments, ..Document::default() };
        for seed in 0..50 {
            let found = names(&document, 5, seed);
            let mut first: Vec<&str> =
                found[..4].iter().map(|name| name.trim_end_matches(char::is_numeric)).collect();
            first.sort_unstable();
            assert_eq!(first, ["", "A", "B", "C"], "{found:?}");
            assert!(found[4].starts_with('A'));
        }
        assert_eq!(names(&document, 99, 1).len(), 12);
        assert!(names(&document, 0, 1).is_empty());
    }

    #[test]
    fn examples_come_first_and_the_same_words_come_once() {
        let segments = vec![
            segment("A", 0, true),
            segment("A", 5, false),
            segment("A", 50, true),
            segment("B", 80, false),
        ];
        let document = Document { segments, ..Document::default() };
        for seed in 0..20 {
            let mut found = names(&document, 9, seed);
            assert_eq!(found[2..], ["B80"]);
            found.sort_unstable();
            assert_eq!(found, ["A0", "A50", "B80"]);
        }
    }
}
