//! What coders' events come to in the codebook of today.
//!
//! In come the codings of a coder and the ways of their codes ([`Ways`]); each coding and each
//! proposal that was turned down gets the id that its code has now. Where a merge made one code of
//! two, pieces that overlap become one coding, so that nothing counts twice.

use std::collections::{BTreeMap, BTreeSet};

use super::event::{Event, Kind};
use super::replay::{Held, State};
use crate::codebook::migration::Ways;
use crate::coding::anchor::Anchor;

/// How much of a text is kept before and after a piece, in code points.
const AROUND: usize = 32;

impl State {
    /// What has to be taken away with what events change: a person who takes away or changes a
    /// coding that a merge made of several means all of them.
    pub fn united_with(&self, events: &[Event]) -> Vec<Event> {
        let others = |event: &Event| {
            let is_change = matches!(event.event, Kind::Remove | Kind::Recode | Kind::Resize);
            let held = event.target.as_ref().filter(|_| is_change);
            held.and_then(|id| self.codings.get(id)).map_or(&[][..], |held| &held.united)
        };
        let gone: BTreeSet<&String> = events.iter().flat_map(others).collect();
        let remove = |id: &String| Event {
            event: Kind::Remove,
            target: Some(id.clone()),
            ..Event::default()
        };
        gone.into_iter().map(remove).collect()
    }

    /// Gives all codings the codes of today.
    pub fn follow(&mut self, ways: &Ways) {
        let mut came: BTreeSet<String> = BTreeSet::new();
        for held in self.codings.values_mut() {
            let now = ways.now(&held.code);
            if now != held.code {
                held.code = now.to_owned();
                came.insert(held.id.clone());
            }
        }
        for mark in &mut self.rejected {
            if let Some(code) = &mut mark.code {
                *code = ways.now(code).to_owned();
            }
        }
        if !came.is_empty() {
            self.unite(&came);
        }
    }

    /// Makes one coding of two with the same code that overlap, if one of them came from another
    /// code. The earlier stays and grows.
    fn unite(&mut self, came: &BTreeSet<String>) {
        let mut groups: BTreeMap<(String, String, Option<String>), Vec<Held>> = BTreeMap::new();
        let codes: BTreeSet<String> =
            came.iter().filter_map(|id| Some(self.codings.get(id)?.code.clone())).collect();
        let all = std::mem::take(&mut self.codings);
        for (id, held) in all {
            match codes.contains(&held.code) {
                true => {
                    let key = (held.transcript.clone(), held.code.clone(), held.text.clone());
                    groups.entry(key).or_default().push(held);
                }
                false => {
                    self.codings.insert(id, held);
                }
            }
        }
        for mut group in groups.into_values() {
            group.sort_by(|a, b| {
                (a.anchor.start, a.anchor.end, &a.id).cmp(&(b.anchor.start, b.anchor.end, &b.id))
            });
            let mut last: Option<(Held, bool)> = None;
            for held in group {
                let moved = came.contains(&held.id);
                last = Some(match last.take() {
                    Some((one, was_moved)) if was_moved || moved => match joined(&one, &held) {
                        Some(both) => (both, true),
                        None => {
                            self.codings.insert(one.id.clone(), one);
                            (held, moved)
                        }
                    },
                    Some((one, _)) => {
                        self.codings.insert(one.id.clone(), one);
                        (held, moved)
                    }
                    None => (held, moved),
                });
            }
            if let Some((one, _)) = last {
                self.codings.insert(one.id.clone(), one);
            }
        }
    }
}

/// Two codings of one text as one, if they overlap; the second begins where the first does or
/// later.
fn joined(one: &Held, other: &Held) -> Option<Held> {
    if other.anchor.start >= one.anchor.end {
        return None;
    }
    let anchor = match other.anchor.end <= one.anchor.end {
        true => one.anchor.clone(),
        false => {
            let more = one.anchor.end - other.anchor.start;
            let tail: String = other.anchor.quote.chars().skip(more).collect();
            // Quotes that do not fill their places say nothing about what lies between.
            let fills = |anchor: &Anchor| anchor.quote.chars().count() == anchor.end - anchor.start;
            if !fills(&one.anchor) || !fills(&other.anchor) {
                return None;
            }
            Anchor {
                end: other.anchor.end,
                quote: format!("{}{tail}", one.anchor.quote),
                suffix: other.anchor.suffix.chars().take(AROUND).collect(),
                ..one.anchor.clone()
            }
        }
    };
    let (first, second) = if one.id <= other.id { (one, other) } else { (other, one) };
    let note = match (&first.note, &second.note) {
        (Some(a), Some(b)) if a != b => Some(format!("{a}; {b}")),
        (Some(note), _) | (None, Some(note)) => Some(note.clone()),
        (None, None) => None,
    };
    let mut rules: Vec<&str> = Vec::new();
    for rule in [&one.rule, &other.rule].into_iter().flatten().flat_map(|rule| rule.split(';')) {
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    let rule = (!rules.is_empty()).then(|| rules.join(";"));
    let turn = one.turn.or(other.turn);
    let mut united = first.united.clone();
    united.push(second.id.clone());
    united.extend(second.united.iter().cloned());
    Some(Held { anchor, turn, note, rule, united, ..first.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codebook::{Code, Codebook};
    use proptest::prelude::*;

    const TEXT: &str = "She was there for me when nobody else wanted to be there.";

    fn held(id: &str, code: &str, start: usize, end: usize) -> Held {
        let piece = |from: usize, to: usize| -> String {
            TEXT.chars().skip(from).take(to.saturating_sub(from)).collect()
        };
        let anchor = Anchor {
            start,
            end,
            quote: piece(start, end),
            prefix: piece(start.saturating_sub(AROUND), start),
            suffix: piece(end, end + AROUND),
        };
        let (id, code) = (id.to_owned(), code.to_owned());
        Held { id, code, transcript: "P1".into(), anchor, ..Held::default() }
    }

    fn state(all: &[Held]) -> State {
        let codings = all.iter().map(|held| (held.id.clone(), held.clone())).collect();
        State { codings, ..State::default() }
    }

    /// Merged: a into b. Renamed: c, which was d.
    fn ways() -> Ways {
        let code = |id: &str, into: Option<&str>, alias: &[&str]| Code {
            id: id.to_owned(),
            merged_into: into.map(str::to_owned),
            aliases: alias.iter().map(|alias| (*alias).to_owned()).collect(),
            ..Code::default()
        };
        let codes = vec![code("a", Some("b"), &[]), code("b", None, &[]), code("c", None, &["d"])];
        Ways::of([&Codebook { codes, ..Codebook::default() }])
    }

    #[test]
    fn overlapping_pieces_of_merged_codes_become_one() {
        let mut state = state(&[
            held("2", "a", 0, 13),
            held("1", "b", 8, 20),
            held("3", "a", 30, 35),
            held("4", "d", 0, 13),
        ]);
        state.follow(&ways());
        let one = &state.codings["1"];
        assert_eq!(one.anchor, held("1", "b", 0, 20).anchor);
        assert_eq!(one.united, ["2"]);
        // Who takes it away takes away what it was made of.
        let about =
            |kind, id: &str| Event { event: kind, target: Some(id.to_owned()), ..Event::default() };
        for kind in [Kind::Remove, Kind::Recode, Kind::Resize] {
            assert_eq!(state.united_with(&[about(kind, "1")]), [about(Kind::Remove, "2")]);
        }
        assert_eq!(state.united_with(&[about(Kind::Note, "1"), about(Kind::Remove, "3")]), []);
        assert_eq!(state.codings["3"].code, "b");
        assert_eq!((state.codings["4"].code.as_str(), state.codings.len()), ("c", 3));
    }

    #[test]
    fn what_a_coder_gave_twice_by_choice_stays() {
        let twice = [held("1", "b", 0, 9), held("2", "b", 4, 20), held("3", "a", 30, 35)];
        let mut state = state(&twice);
        state.follow(&ways());
        assert_eq!(state.codings.len(), 3);
        assert_eq!(state.codings["2"].anchor, twice[1].anchor);
    }

    proptest! {
        #[test]
        fn a_merge_codes_the_same_words(
            spans in proptest::collection::vec((0usize..50, 1usize..9, any::<bool>()), 0..12)
        ) {
            let all: Vec<Held> = spans
                .iter()
                .enumerate()
                .map(|(number, &(start, length, is_a))| {
                    let end = (start + length).min(TEXT.len());
                    held(&format!("{number:02}"), if is_a { "a" } else { "b" }, start, end)
                })
                .collect();
            let covered = |all: &mut dyn Iterator<Item = &Held>| -> BTreeSet<usize> {
                all.flat_map(|held| held.anchor.start..held.anchor.end).collect()
            };
            let mut state = state(&all);
            state.follow(&ways());
            prop_assert_eq!(covered(&mut state.codings.values()), covered(&mut all.iter()));
            for held in state.codings.values() {
                let (anchor, code) = (&held.anchor, held.code.as_str());
                prop_assert_eq!(code, "b");
                let quote: String =
                    TEXT.chars().skip(anchor.start).take(anchor.end - anchor.start).collect();
                prop_assert_eq!(&anchor.quote, &quote);
            }
            let ids = state.codings.values().flat_map(|held| held.united.iter().chain([&held.id]));
            prop_assert_eq!(ids.count(), all.len());
        }
    }
}
