//! What points at somebody in one transcript: in what was said, in the labels of speakers, in what
//! stands around.
//!
//! In comes a transcript, out come finds at their places in the canonical text ([`finds`]), what a
//! person has to look at ([`Unreviewed`]), and the edits that make the new text ([`edits`]). Turns
//! are searched as they are read, so that a line end or a line number within a name hides nothing;
//! what lies between them is searched as it stands.

use std::collections::BTreeSet;
use std::ops::Range;

use super::capital;
use super::covered::Covered;
use super::find::{By, Finder, Hit, Place};
use super::pattern;
use super::replace::Edit;
use crate::text::sentence::Splitter;
use crate::transcript::people::{is_crowd_label, is_interviewer_label};
use crate::transcript::{Transcript, Turn};

/// A find in a transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Find {
    /// Its bytes in the canonical text; more than one range where something stands in between.
    pub spans: Vec<Range<usize>>,
    /// The turn, from 1; none between turns.
    pub turn: Option<usize>,
    /// What was found and what it becomes.
    pub hit: Hit,
    /// Whether it stands in words or in a label.
    pub place: Place,
}

/// A word that may be a name and that nobody looked at yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreviewed {
    /// Its bytes in the canonical text.
    pub range: Range<usize>,
    /// The turn, from 1; none between turns.
    pub turn: Option<usize>,
    /// `CAPITALISED`, `LABEL` or [`NUMBER`].
    pub kind: &'static str,
}

/// The kind of long numbers that no pattern knows.
pub const NUMBER: &str = "NUMBER";

/// The finds of a transcript, by place.
pub fn finds(transcript: &Transcript, finder: &Finder) -> Vec<Find> {
    let text = &transcript.text;
    let mut all = Vec::new();
    for (number, turn) in transcript.turns.iter().enumerate() {
        let reading = transcript.reading(turn);
        for hit in finder.hits(reading.text(), Place::Words) {
            let spans = spans(transcript, turn, reading.canonical_range(hit.range.clone()));
            all.push(Find { spans, turn: Some(number + 1), hit, place: Place::Words });
        }
    }
    for gap in gaps(transcript) {
        for hit in finder.hits(text.get(gap.clone()).unwrap_or_default(), Place::Name) {
            let span = gap.start + hit.range.start..gap.start + hit.range.end;
            // The line by which a service signs its work is read as such: `https://otter.ai`.
            if hit.kind == "URL" && is_host(text.get(span.clone()).unwrap_or_default()) {
                continue;
            }
            all.push(Find { spans: vec![span], turn: None, hit, place: Place::Name });
        }
    }
    // A name that begins in one part and ends in the next.
    let known = Covered::new(all.iter().flat_map(|find| find.spans.clone()));
    for hit in finder.hits(text, Place::Words).into_iter().filter(|hit| hit.by == By::Table) {
        if !known.overlaps(&hit.range) {
            let spans = parts(transcript, hit.range.clone());
            all.push(Find { spans, turn: None, hit, place: Place::Name });
        }
    }
    all.sort_by_key(|find| find.spans.first().map_or((0, 0), |span| (span.start, span.end)));
    all
}

/// Whether an address names a service and nothing in it.
fn is_host(address: &str) -> bool {
    let host = address.split_once("://").map_or(address, |(_, host)| host);
    !host.trim_end_matches(['/', '.']).contains(['/', '?', '#', '@'])
}

/// The edits that finds come to. What is kept has none.
pub fn edits(finds: &[Find]) -> Vec<Edit> {
    let mut edits = Vec::new();
    for find in finds.iter().filter(|find| !find.hit.is_kept) {
        let with = find.hit.with(find.place);
        for (number, span) in find.spans.iter().enumerate() {
            // A name that runs over labels leaves its pseudonym in each part; one that runs over a
            // line number stands before it.
            let is_shown = number == 0 || find.place == Place::Name;
            let with = if is_shown { with.clone() } else { String::new() };
            edits.push(Edit { start: span.start, end: span.end, with });
        }
    }
    edits
}

/// The words that may be names and that nobody looked at yet, by place.
pub fn unreviewed(transcript: &Transcript, finds: &[Find], splitter: &Splitter) -> Vec<Unreviewed> {
    let text = &transcript.text;
    let known = Covered::new(finds.iter().flat_map(|find| find.spans.clone()));
    let speakers: BTreeSet<&str> = transcript.speakers.iter().map(String::as_str).collect();
    let mut all = Vec::new();
    let mut sentences = Vec::new();
    for (number, turn) in transcript.turns.iter().enumerate() {
        let reading = transcript.reading(turn);
        splitter.split(reading.text(), &mut sentences);
        for word in capital::unreviewed(reading.text(), &sentences, &[]) {
            let range = reading.canonical_range(word);
            all.push(Unreviewed { range, turn: Some(number + 1), kind: "CAPITALISED" });
        }
        for digits in pattern::numbers(reading.text(), &[]) {
            let range = reading.canonical_range(digits);
            all.push(Unreviewed { range, turn: Some(number + 1), kind: NUMBER });
        }
    }
    let mut labels = speakers.clone();
    labels.retain(|label| !is_number(label));
    for gap in gaps(transcript) {
        let slice = text.get(gap.clone()).unwrap_or_default();
        let here = |range: Range<usize>| gap.start + range.start..gap.start + range.end;
        let trimmed = slice.trim().trim_end_matches([':', '>']).trim_end();
        let start = slice.len() - slice.trim_start().len();
        match labels.remove(trimmed) {
            // Each label once.
            true => {
                let range = here(start..start + trimmed.len());
                all.push(Unreviewed { range, turn: None, kind: "LABEL" });
            }
            false if speakers.contains(trimmed) => {}
            false => {
                let words = capital::in_heading(slice, &[]);
                let ranges = words.into_iter().map(here).filter(|range| {
                    let word = text.get(range.clone()).unwrap_or_default();
                    !is_number(word) && !speakers.contains(word)
                });
                let one = |range| Unreviewed { range, turn: None, kind: "CAPITALISED" };
                all.extend(ranges.map(one));
                let numbers = pattern::numbers(slice, &[]).into_iter().map(here);
                all.extend(numbers.map(|range| Unreviewed { range, turn: None, kind: NUMBER }));
            }
        }
    }
    all.retain(|one| !known.overlaps(&one.range));
    all.sort_by_key(|one| (one.range.start, one.range.end));
    all
}

/// Whether a label names nobody by itself: `P3`, `Interviewer`, `Multiple`, `Speaker 2`.
fn is_number(label: &str) -> bool {
    let lower = label.to_lowercase();
    let stem = lower.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '_' | '-'));
    is_interviewer_label(label)
        || is_crowd_label(label)
        || stem.chars().count() <= 2 && stem.len() < lower.len()
        || matches!(stem, "speaker" | "participant" | "interviewer" | "moderator" | "respondent")
}

/// What lies between the pieces that turns are made of.
fn gaps(transcript: &Transcript) -> Vec<Range<usize>> {
    let mut from = 0;
    let mut gaps = Vec::new();
    let mut pieces: Vec<Range<usize>> =
        transcript.pieces.iter().map(|piece| piece.start as usize..piece.end as usize).collect();
    pieces.sort_by_key(|piece| (piece.start, piece.end));
    for piece in pieces {
        if piece.start > from {
            gaps.push(from..piece.start);
        }
        from = from.max(piece.end);
    }
    if from < transcript.text.len() {
        gaps.push(from..transcript.text.len());
    }
    gaps
}

/// The parts of a range of a turn: one, unless a label or a line number stands in between.
fn spans(transcript: &Transcript, turn: &Turn, range: Range<usize>) -> Vec<Range<usize>> {
    let first = turn.first_piece as usize;
    let pieces = transcript.pieces.get(first..first + turn.pieces as usize).unwrap_or_default();
    let mut spans: Vec<Range<usize>> = Vec::new();
    // Its pieces stand in order: those before it are passed over at once.
    let before = pieces.partition_point(|piece| piece.end as usize <= range.start);
    let later = pieces.get(before..).unwrap_or_default();
    for piece in later.iter().take_while(|piece| (piece.start as usize) < range.end) {
        let part = range.start.max(piece.start as usize)..range.end.min(piece.end as usize);
        if part.start >= part.end {
            continue;
        }
        match spans.last_mut() {
            Some(last) if is_blank(transcript, last.end..part.start) => last.end = part.end,
            _ => spans.push(part),
        }
    }
    spans
}

/// Whether nothing stands there but white space, or what breaks a word at a line's end.
fn is_blank(transcript: &Transcript, between: Range<usize>) -> bool {
    let is_hyphen = ['-', '‐', '‑', '\u{ad}'];
    transcript
        .text
        .get(between)
        .is_some_and(|text| text.strip_prefix(is_hyphen).unwrap_or(text).trim().is_empty())
}

/// The parts of a range that lie in pieces or between them, without white space.
fn parts(transcript: &Transcript, range: Range<usize>) -> Vec<Range<usize>> {
    let mut cuts = vec![range.start, range.end];
    for piece in &transcript.pieces {
        cuts.extend([piece.start as usize, piece.end as usize]);
    }
    cuts.retain(|cut| (range.start..=range.end).contains(cut));
    cuts.sort_unstable();
    cuts.dedup();
    let pairs = cuts.iter().zip(cuts.iter().skip(1)).map(|(start, end)| *start..*end);
    pairs
        .filter_map(|part| {
            let text = transcript.text.get(part.clone())?;
            let start = part.start + (text.len() - text.trim_start().len());
            let end = part.start + text.trim_end().len();
            (start < end).then_some(start..end)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::dates::Dates;
    use super::super::key::Entry;
    use super::super::replace::Replaced;
    use super::*;
    use crate::text::language::Language;
    use crate::transcript::read::{Options, read};

    fn finder() -> Finder {
        let entry = |surface: &str, replacement: &str| Entry {
            surface: surface.into(),
            kind: "PERSON".into(),
            replacement: replacement.into(),
            ..Entry::default()
        };
        let entries = [entry("Mara", "[P01]"), entry("Moss Lane", "[STREET_1]")];
        Finder::new(&entries, &["t"], Dates::Remove)
    }

    fn new_text(text: &str) -> String {
        let transcript = read(text.as_bytes(), "t.txt", &Options::default()).unwrap();
        Replaced::new(&transcript.text, edits(&finds(&transcript, &finder()))).text
    }

    #[test]
    fn labels_lose_their_brackets_and_names_may_run_over_lines() {
        assert_eq!(
            new_text("Mara: I live in Moss\n  Lane, Mara does.\nI: Since 3 March?\nMara: No.\n"),
            "P01: I live in [STREET_1], [P01] does.\nI: Since [DATE]?\nP01: No.\n"
        );
    }

    #[test]
    fn a_name_may_be_broken_at_a_line_end() {
        assert_eq!(
            new_text("I: So?\nP7: I asked Ma-\nra about it. In Moss La-\n  ne.\n"),
            "I: So?\nP7: I asked [P01] about it. In [STREET_1].\n"
        );
    }

    #[test]
    fn a_service_may_sign_its_work() {
        let text = "Interview 4\n\nMara  0:04  \nSee https://otter.ai\n\nJo  0:09  \nYes.\n\nTranscribed by https://otter.ai\n";
        assert!(
            new_text(text)
                .ends_with("See [URL]\n\nJo  0:09  \nYes.\n\nTranscribed by https://otter.ai\n"),
            "{}",
            new_text(text)
        );
        assert!(!is_host("https://x.example/mara") && is_host("www.x.example."));
    }

    #[test]
    fn what_nobody_looked_at_is_listed() {
        let text = "Interview in Brickford\n\nMara: We met Tomasz. Mara too.\nJonas: Yes.\nI: So?\nMara: Yes.\nJonas: With the Vales.\n";
        let transcript = read(text.as_bytes(), "t.txt", &Options::default()).unwrap();
        let finds = finds(&transcript, &finder());
        let splitter = Splitter::new(&Language::for_tag("en"));
        let listed: Vec<(&str, &str)> = unreviewed(&transcript, &finds, &splitter)
            .into_iter()
            .map(|one| (one.kind, &transcript.text[one.range]))
            .collect();
        assert_eq!(
            listed,
            [
                ("CAPITALISED", "Interview"),
                ("CAPITALISED", "Brickford"),
                ("CAPITALISED", "Tomasz"),
                ("LABEL", "Jonas"),
                ("CAPITALISED", "Vales"),
            ]
        );
    }
}
