//! Segments of whole transcripts in a tally.
//!
//! Such a segment takes in the turns that its rules listen to and nothing between them, so it is
//! counted as its turns. In come the parts of such segments and the spans of single turns, of one code
//! and those below it; out comes a [`Count`]: what overlaps in any turn is one segment, whose words
//! are those of the turns listened to, and which belongs to the cases whose turns hold evidence
//! (CODEBOOK semantics 8 and 9).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Whole;
use super::tally::{Count, Counted, Member, Owners, Share, Span, Worker, united};

/// What is one segment as far as it is known: parts of it may still be found to be one.
#[derive(Debug, Default)]
struct Joined {
    wholes: BTreeSet<u32>,
    cases: BTreeSet<u32>,
    words: u64,
    covered: u64,
    start: u32,
    end: u32,
}

impl Counted<'_> {
    /// The segment of a whole transcript that a span is.
    pub(super) fn whole_of(&self, span: &Span) -> Option<(u32, &Whole)> {
        let is_of = |whole: &Whole| (whole.code, whole.start) == (span.code, span.start);
        let found = self.wholes.iter().zip(0..).filter(|_| span.last_turn > span.turn);
        found.map(|(whole, place)| (place, whole)).find(|(_, whole)| is_of(whole))
    }

    /// The turns of all segments of whole transcripts, each with its segment's place.
    pub(super) fn parts_of_wholes(&self, spans: &[Span]) -> Vec<(Span, u32)> {
        let mut parts = Vec::new();
        if self.wholes.is_empty() {
            return parts;
        }
        for span in spans {
            let Some((place, whole)) = self.whole_of(span) else { continue };
            for &place_of_turn in &whole.turns {
                let turn = self.transcript.turns.get(place_of_turn as usize);
                let Some(extent) = turn.map(|turn| self.transcript.reading(turn).extent()) else {
                    continue;
                };
                let (start, end) = (extent.start as u32, extent.end as u32);
                let (turn, last_turn) = (place_of_turn, place_of_turn);
                parts.push((Span { code: span.code, start, end, turn, last_turn }, place));
            }
        }
        parts
    }

    /// Counts the spans of one code, in the order of the text, some of which are parts of whole
    /// transcripts.
    pub(super) fn count_wholes(
        &self,
        mut rest: &[Member],
        owners: &Owners,
        cases: &[Arc<str>],
        worker: &Worker,
    ) -> Count {
        let mut all: Vec<Joined> = Vec::new();
        while let Some((first, others)) = rest.split_first() {
            let (span, members) = united(first.span, others);
            let (own, after) = rest.split_at(members);
            rest = after;
            let words = self.words_of(&span, worker);
            let (is_participant, _) = owners.at(span.turn);
            let mut joined = Joined {
                words,
                covered: if is_participant { words } else { 0 },
                start: span.start,
                end: span.end,
                ..Joined::default()
            };
            for member in own {
                let turns = match member.whole {
                    Some(place) => {
                        joined.wholes.insert(place);
                        self.wholes.get(place as usize).map(|whole| whole.evidence.clone())
                    }
                    None if member.span.turn < member.span.last_turn => {
                        Some((self.evidence_turns)(&member.span))
                    }
                    None => Some(vec![member.span.turn]),
                };
                let turns = turns.unwrap_or_default();
                joined.cases.extend(turns.into_iter().filter_map(|turn| owners.at(turn).1));
            }
            // What shares a whole with it is the same segment.
            let (same, others): (Vec<Joined>, Vec<Joined>) =
                all.into_iter().partition(|known| !known.wholes.is_disjoint(&joined.wholes));
            all = others;
            all.push(same.into_iter().fold(joined, Joined::with));
        }
        all.sort_by_key(|joined| joined.start);
        let mut count = Count::default();
        let mut shares = vec![Share::default(); cases.len()];
        for (number, joined) in all.iter().enumerate() {
            if number == 0 {
                count.first = (joined.start, joined.end);
            }
            count.segments += 1;
            count.words += joined.words;
            count.covered += joined.covered;
            for case in &joined.cases {
                if let Some(share) = shares.get_mut(*case as usize) {
                    share.segments += 1;
                    share.words += joined.words;
                }
            }
        }
        let shared = cases.iter().zip(&shares).filter(|(_, share)| share.segments > 0);
        count.cases = shared.map(|(case, share)| (Arc::clone(case), *share)).collect();
        count
    }
}

impl Joined {
    fn with(mut self, other: Joined) -> Joined {
        self.wholes.extend(other.wholes);
        self.cases.extend(other.cases);
        self.words += other.words;
        self.covered += other.covered;
        self.start = self.start.min(other.start);
        self.end = self.end.max(other.end);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::parse::parse;
    use crate::codebook::tree::Tree;
    use crate::coding::rules::{self, Program, Setting};
    use crate::coding::tally::{RollUp, Tally};
    use crate::transcript::Turn;
    use crate::transcript::people::{Cast, Known};
    use crate::transcript::read::{Options, read};

    /// The counts of a text coded by a codebook's codes; turns for which `skips` holds are not in the
    /// filter.
    fn tally(codes: &str, text: &str, skips: &dyn Fn(usize) -> bool) -> Tally {
        let head = "schema = 1\n[codebook]\nid = \"t\"\nname = \"t\"\nversion = \"1\"\n";
        let codebook = parse("t.toml", &format!("{head}{codes}")).unwrap().codebook;
        let program = Program::compile(&codebook, false).unwrap();
        let transcript = read(text.as_bytes(), "t.txt", &Options::default()).unwrap();
        let cast = Cast::of(&transcript, &Known::default());
        let setting = Setting::plain(&transcript, &cast);
        let coded = program.apply(&setting, &mut rules::Worker::default());
        let spans: Vec<Span> = coded.codings.iter().map(Span::from).collect();
        let includes = |place: usize, _: &Turn| !skips(place);
        let roll_up = RollUp::of(&Tree::new(&codebook), codebook.codes.len());
        let [plain, placed] = [None, Some(&coded.placed)].map(|placed| {
            let counted = Counted {
                transcript: &transcript,
                cast: &cast,
                turn_words: None,
                placed,
                includes: &includes,
                evidence_turns: &|span| (span.turn..=span.last_turn).collect(),
                wholes: &coded.wholes,
            };
            counted.tally(&spans, &roll_up, &mut Worker::default())
        });
        assert_eq!(plain, placed);
        plain
    }

    /// Segments, words, words of participants, and the segments by case.
    fn count(tally: &Tally, code: u32) -> (u64, u64, u64, Vec<(&str, u64)>) {
        let count = tally.codes.get(&code).unwrap();
        let cases = count.cases.iter().map(|(case, share)| (case, share.segments)).collect();
        (count.segments, count.words, count.covered, cases)
    }

    const TEXT: &str = "I: one two three?\nP1: hope four.\nI: five six seven?\nP2: eight nine.\n\
        I: ten?\nP1: hope eleven.\n";

    #[test]
    fn its_words_are_those_of_the_turns_that_are_listened_to() {
        let codes = r#"
            [[code]]
            id = "one"
            label = "One"
            rule = [{ any = ["hope"], code = "transcript", speaker = ["P1"] }]
            [[code]]
            id = "all"
            label = "All"
            rule = [{ any = ["hope"], code = "transcript", speaker = ["*"] }]
            [[code]]
            id = "asked"
            label = "Asked"
            rule = [{ any = ["five"], code = "transcript", speaker = ["interviewer"] }]
            [[code]]
            id = "word"
            label = "Word"
            rule = [{ any = ["six"], speaker = ["*"] }]
        "#;
        let whole = tally(codes, TEXT, &|_| false);
        assert_eq!(whole.words, 6);
        assert_eq!(count(&whole, 0), (1, 4, 4, vec![("t/P1", 1)]));
        assert_eq!(count(&whole, 1), (1, 13, 6, vec![("t/P1", 1)]));
        assert_eq!(count(&whole, 2), (1, 7, 0, vec![]));
        // Only what is in the filter counts.
        let part = tally(codes, TEXT, &|place| place > 3);
        assert_eq!(part.words, 4);
        assert_eq!(count(&part, 0), (1, 2, 2, vec![("t/P1", 1)]));
    }

    #[test]
    fn what_lies_between_its_turns_is_another_segment() {
        let codes = r#"
            [[code]]
            id = "p"
            label = "P"
            [[code]]
            id = "p.a"
            label = "A"
            parent = "p"
            rule = [{ any = ["hope"], code = "transcript", speaker = ["P1"] }]
            [[code]]
            id = "p.b"
            label = "B"
            parent = "p"
            rule = [{ any = ["four", "eight"], code = "match" }]
            [[code]]
            id = "p.c"
            label = "C"
            parent = "p"
            rule = [{ any = ["nine"], code = "transcript", speaker = ["P2", "I"] }]
        "#;
        let whole = tally(codes, TEXT, &|_| false);
        // `four` lies in A, `eight` in C.
        assert_eq!(count(&whole, 0), (2, 13, 6, vec![("t/P1", 1), ("t/P2", 1)]));
        assert_eq!(count(&whole, 2), (2, 2, 2, vec![("t/P1", 1), ("t/P2", 1)]));
        assert_eq!(count(&whole, 3), (1, 9, 2, vec![("t/P2", 1)]));
    }
}
