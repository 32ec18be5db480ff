//! The speakers of one file: which of the labels that its lines begin with name somebody.
//!
//! In come the lines, counted one by one, out comes for each label whether it is a speaker: at most
//! four words, no field's name, and known everywhere or there twice or more. In a file where nearly
//! every line begins with a name, each name speaks; a label one letter from a frequent one is a
//! slip of the pen.

use std::cell::Cell;
use std::collections::HashMap;

use super::fields::{are_fields, is_field};
use super::label::{self, Found};
use super::label_words::{
    MOST_WORDS, base, is_known, is_meta, is_name_like, is_speech, leaked_name, word_count,
};
use super::lines::Line;

/// The most different labels that one file is searched for.
const MOST_LABELS: usize = 50_000;

/// How many labels are looked at one by one before a line is taken apart.
const FEW_LABELS: usize = 48;

/// A label of one file.
#[derive(Debug)]
struct Seen {
    label: String,
    lines: usize,
    first_line: usize,
    /// Whether it stands in square brackets, where a name may have been replaced.
    is_bracketed: bool,
    is_accepted: bool,
}

/// What the letters of a label tell.
struct Told {
    /// It is a remark's or a word that speech begins with.
    is_word: bool,
    is_short: bool,
    is_known: bool,
    is_name: bool,
}

impl Told {
    fn of(seen: &Seen) -> Self {
        let base = base(&seen.label);
        Told {
            is_word: is_meta(base) || is_speech(&seen.label),
            is_short: word_count(base) <= MOST_WORDS,
            is_known: is_known(base) && (seen.lines >= 2 || !seen.is_bracketed),
            is_name: is_name_like(&seen.label),
        }
    }
}

/// A label that was accepted for its likeness to another.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Typo {
    /// The label.
    pub(super) label: String,
    /// The line it stands on, from 1.
    pub(super) line: usize,
    /// The label it is like.
    pub(super) like: String,
}

/// The labels of one file: how often each occurs, and which of them are speakers.
#[derive(Debug, Default)]
pub(super) struct Speakers {
    seen: Vec<Seen>,
    places: HashMap<String, usize>,
    /// The places of the last two labels: most lines begin with one of them.
    recent: Cell<[usize; 2]>,
    /// Whether most lines begin with `**`.
    pub(super) is_bold: bool,
    /// Labels taken for speakers because they are one letter from one.
    pub(super) typos: Vec<Typo>,
}

impl Speakers {
    /// Counts the label that a line begins with, if it does; what was found, and its place.
    pub(super) fn count_line<'l>(
        &mut self,
        line: &'l str,
        is_timed: bool,
        number: usize,
    ) -> Option<(Found<'l>, Option<usize>)> {
        let (found, place) = self.find(line, is_timed)?;
        let place = match place.and_then(|place| self.seen.get_mut(place).map(|seen| (place, seen)))
        {
            Some((place, seen)) => {
                seen.lines += 1;
                Some(place)
            }
            None => {
                self.count(found.label, number);
                let place = self.place(found.label);
                if let Some(seen) = place.and_then(|place| self.seen.get_mut(place)) {
                    seen.is_bracketed = line.contains(&format!("[{}]", found.label));
                }
                place
            }
        };
        Some((found, place))
    }

    /// Counts a label.
    pub(super) fn count(&mut self, label: &str, line_number: usize) {
        if let Some(place) = self.place(label) {
            self.seen[place].lines += 1;
        } else if self.seen.len() < MOST_LABELS {
            self.places.insert(label.to_owned(), self.seen.len());
            self.seen.push(Seen {
                label: label.to_owned(),
                lines: 1,
                first_line: line_number,
                is_bracketed: false,
                is_accepted: false,
            });
        }
    }

    /// The label that a line begins with, and its place in the list if it stands there.
    pub(super) fn find<'l>(
        &self,
        line: &'l str,
        is_timed: bool,
    ) -> Option<(Found<'l>, Option<usize>)> {
        let recent = if is_timed { None } else { self.find_recent(line) };
        let (found, place) = match recent {
            Some((found, place)) => (found, Some(place)),
            None => {
                let found = label::find(line, is_timed)?;
                (found, self.place(found.label))
            }
        };
        let [last, _] = self.recent.get();
        if let Some(place) = place
            && place != last
        {
            self.recent.set([place, last]);
        }
        Some((found, place))
    }

    /// One of the last two labels, or of the first few of the file, where it stands before a colon, a
    /// space and a word: what [`label::find`] would find. Speakers take turns, so the one before the
    /// last comes first.
    fn find_recent<'l>(&self, line: &'l str) -> Option<(Found<'l>, usize)> {
        let [last, before] = self.recent.get();
        [before, last].into_iter().chain(0..self.seen.len().min(FEW_LABELS)).find_map(|place| {
            let label = self.seen.get(place)?.label.as_str();
            // Two people seldom have one initial: most labels are told apart by it.
            if line.as_bytes().first() != label.as_bytes().first() {
                return None;
            }
            let rest = line.as_bytes().strip_prefix(label.as_bytes())?;
            let is_speech = matches!(rest, [b':', b' ', next, ..] if next.is_ascii_graphic());
            let found =
                Found { label: line.get(..label.len())?, speech: label.len() + 2, ms: None };
            is_speech.then_some((found, place))
        })
    }

    /// Where a label stands in the list. Most files have a handful of labels, found fastest by
    /// looking at each.
    fn place(&self, label: &str) -> Option<usize> {
        if self.seen.len() <= 8 {
            self.seen.iter().position(|seen| seen.label == label)
        } else {
            self.places.get(label).copied()
        }
    }

    /// Decides which labels are speakers. `filled` is the number of lines that are not blank;
    /// `interviewers` are labels known from elsewhere; with `is_told` every name counts.
    pub(super) fn accept(&mut self, filled: usize, interviewers: &[String], is_told: bool) {
        let told: Vec<Told> = self.seen.iter().map(Told::of).collect();
        let of_all = || self.seen.iter().zip(&told);
        let others = of_all().filter(|(_, told)| !told.is_word);
        let others = others.map(|(seen, _)| (seen.label.as_str(), seen.lines));
        let are_fields = !is_told && are_fields(others, self.is_bold);
        let is_possible = |seen: &Seen, told: &Told| {
            told.is_short && !told.is_word && !(are_fields || !is_told && is_field(&seen.label))
        };
        let is_likely = |seen: &Seen, told: &Told| told.is_known || seen.lines >= 2;
        // In a file with hardly a line that begins otherwise, a line is a turn.
        let may_speak = |(seen, told): &(&Seen, &Told)| {
            (told.is_name || is_likely(seen, told)) && is_possible(seen, told)
        };
        let turns: usize = of_all().filter(may_speak).map(|(seen, _)| seen.lines).sum();
        let is_line_a_turn = is_told || turns >= 2 && turns * 10 >= filled * 9;
        // Elsewhere, words in lower case (`the thing is: …`) must come often to be somebody.
        let is_often = |seen: &Seen| seen.lines >= 2 && seen.lines * 20 >= filled;
        for (seen, told) in self.seen.iter_mut().zip(&told) {
            let is_given =
                interviewers.iter().any(|given| given.eq_ignore_ascii_case(base(&seen.label)));
            let may_be = told.is_known
                || told.is_name && (seen.lines >= 2 || is_line_a_turn)
                || is_often(seen)
                || is_line_a_turn && is_likely(seen, told);
            seen.is_accepted = is_given || may_be && is_possible(seen, told);
        }
        self.accept_typos();
    }

    /// Takes a label that occurs once for a speaker if it is one letter from a frequent one.
    fn accept_typos(&mut self) {
        let frequent: Vec<&Seen> =
            self.seen.iter().filter(|seen| seen.is_accepted && seen.lines >= 3).take(50).collect();
        let likeness = |seen: &Seen| {
            let long = seen.label.chars().count() >= 5 && !is_meta(&seen.label);
            frequent.iter().find(|known| {
                long && seen.lines == 1
                    && seen.label != known.label
                    && !seen.label.bytes().any(|byte| byte.is_ascii_digit())
                    && strsim::osa_distance(&seen.label, &known.label) == 1
            })
        };
        let typos: Vec<Typo> = self
            .seen
            .iter()
            .filter(|seen| seen.lines == 1)
            .take(1000)
            .filter_map(|seen| {
                likeness(seen).map(|known| Typo {
                    label: seen.label.clone(),
                    line: seen.first_line,
                    like: known.label.clone(),
                })
            })
            .collect();
        for typo in &typos {
            if let Some(place) = self.place(&typo.label) {
                self.seen[place].is_accepted = true;
            }
        }
        self.typos = typos;
    }

    /// The label at a place.
    pub(super) fn label(&self, place: usize) -> Option<&str> {
        self.seen.get(place).map(|seen| seen.label.as_str())
    }

    /// The place of a label that is a speaker.
    pub(super) fn speaker(&self, label: &str) -> Option<usize> {
        self.place(label).filter(|&place| self.is_speaker(place))
    }

    /// Whether the label at a place is a speaker.
    pub(super) fn is_speaker(&self, place: usize) -> bool {
        self.seen.get(place).is_some_and(|seen| seen.is_accepted)
    }

    /// The speaker that a line begins with.
    pub(super) fn speaker_at<'l>(&self, line: Line<'l>, is_timed: bool) -> Option<Found<'l>> {
        label::find(line.text, is_timed).filter(|found| self.speaker(found.label).is_some())
    }

    /// How often a label occurs.
    pub(super) fn times(&self, label: &str) -> usize {
        self.place(label).map_or(0, |place| self.seen[place].lines)
    }

    /// How many lines begin with a speaker.
    pub(super) fn accepted_lines(&self) -> usize {
        self.seen.iter().filter(|seen| seen.is_accepted).map(|seen| seen.lines).sum()
    }

    /// How many lines begin with a label that is known everywhere.
    pub(super) fn known_lines(&self) -> usize {
        let is_known = |seen: &&Seen| seen.is_accepted && is_known(base(&seen.label));
        self.seen.iter().filter(is_known).map(|seen| seen.lines).sum()
    }

    /// The labels that are speakers and carry a name in brackets, with that name.
    pub(super) fn leaks(&self) -> Vec<(&str, &str)> {
        self.seen
            .iter()
            .filter(|seen| seen.is_accepted)
            .filter_map(|seen| leaked_name(&seen.label).map(|name| (seen.label.as_str(), name)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(lines: &[&str], filled: usize) -> Vec<String> {
        let mut speakers = Speakers::default();
        for (number, line) in lines.iter().enumerate() {
            speakers.count_line(line, false, number + 1);
        }
        speakers.accept(filled, &[], false);
        let seen = speakers.seen.iter();
        seen.filter(|seen| seen.is_accepted).map(|seen| seen.label.clone()).collect()
    }

    #[test]
    fn speakers_repeat_or_are_known() {
        let lines = ["Odell: a", "I: b", "Once: c", "Odell: d", "Date: e", "Date: f"];
        assert_eq!(accepted(&lines, 20), ["Odell", "I"]);
        let speech = ["I said to her: give", "I said to her: me", "And: x", "And: y"];
        assert!(accepted(&speech, 20).is_empty());
        let lines = ["peer worker: a", "peer worker: b"];
        assert_eq!((accepted(&lines, 20).len(), accepted(&lines, 200).len()), (1, 0));
    }

    #[test]
    fn in_a_file_of_turns_every_name_speaks() {
        let lines = ["Coach: a", "Participant: b", "3: c", "4: d"];
        assert_eq!(accepted(&lines, 4), ["Coach", "Participant", "3", "4"]);
        assert_eq!(accepted(&lines, 6), ["Participant"]);
    }

    #[test]
    fn a_slip_of_the_pen_is_still_the_speaker() {
        let lines = ["Participant: a", "Participant: b", "Participant: c", "Particpant: d"];
        assert_eq!(accepted(&lines, 20), ["Participant", "Particpant"]);
    }
}
