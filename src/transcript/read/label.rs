//! Speaker labels: which beginnings of lines name a speaker.
//!
//! In come lines, out comes for each the label it may begin with, and for a whole file which of
//! these labels are speakers: at most four words, and either a label known everywhere (`I`, `P07`,
//! `Speaker 2`) or one that occurs twice or more, but no word of a header such as `Date` (METHODS
//! 5.2). Labels stand before a colon (also the full-width one) or a tab, in Markdown perhaps
//! between asterisks.

use std::collections::HashMap;

use super::lines::Line;
use super::times;
use crate::text::chars::{self, Class};

/// The most characters of a label.
const LONGEST: usize = 40;

/// The most words of a label.
const MOST_WORDS: usize = 4;

/// The most different labels that one file is searched for.
const MOST_LABELS: usize = 50_000;

/// Words before a colon that belong to a header, never to a speaker.
const META: [&str; 20] = [
    "age",
    "attendees",
    "date",
    "duration",
    "file",
    "gender",
    "http",
    "https",
    "id",
    "interviewee",
    "location",
    "note",
    "notes",
    "ps",
    "re",
    "recording",
    "site",
    "time",
    "title",
    "transcript",
];

/// Labels of speakers that a header may use too: `Participant: P07`.
const MAYBE_META: [&str; 10] = [
    "participant",
    "interviewer",
    "respondent",
    "moderator",
    "facilitator",
    "speaker",
    "speakers",
    "participants",
    "client",
    "name",
];

/// Labels known without repetition.
const KNOWN: [&str; 38] = [
    "I",
    "INT",
    "Int",
    "Interviewer",
    "INTERVIEWER",
    "Interviewee",
    "INTERVIEWEE",
    "Q",
    "R",
    "Resp",
    "RESP",
    "Respondent",
    "RESPONDENT",
    "M",
    "MOD",
    "Mod",
    "Moderator",
    "MODERATOR",
    "Facilitator",
    "FACILITATOR",
    "Researcher",
    "PX",
    "A",
    "B",
    "P",
    "Unknown Speaker",
    "Multiple",
    "All",
    "PARTICIPANT",
    "Participant",
    "Speaker",
    "SPEAKER",
    "Spk",
    "Q.",
    "A.",
    "interviewer",
    "participant",
    "respondent",
];

/// Words that make a known label with a number or a letter: `Participant 3`, `Speaker A`, `P-01`.
const NUMBERED: [&str; 16] = [
    "P",
    "B",
    "S",
    "F",
    "R",
    "M",
    "Speaker",
    "SPEAKER",
    "Participant",
    "PARTICIPANT",
    "Respondent",
    "RESPONDENT",
    "Interviewer",
    "Interviewee",
    "INTERVIEWER",
    "Resp",
];

/// First words that show speech, not a name, before a colon: `I said to her: …`.
const SPEECH: [&str; 18] = [
    "i", "he", "she", "they", "we", "you", "it", "and", "so", "but", "then", "because", "that",
    "this", "what", "well", "like", "or",
];

/// Words that are speech even alone: `And: …`.
const NO_NAMES: [&str; 7] = ["and", "so", "but", "then", "because", "or", "well"];

/// The label that a line may begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found<'l> {
    /// The label as written, without colon and emphasis.
    pub(super) label: &'l str,
    /// Where in the line the words begin.
    pub(super) speech: usize,
    /// The time written before, inside or after the label.
    pub(super) ms: Option<u32>,
}

/// The label at the beginning of a line. `is_timed` says that the line may hold a time, which may
/// stand before the label or in brackets behind it.
pub(super) fn find(line: &str, is_timed: bool) -> Option<Found<'_>> {
    if !is_timed {
        return find_plain(line, 0);
    }
    let before = leading_time(line);
    let from = before.map_or(0, |(_, end)| end);
    let ms = before.map(|(ms, _)| ms);
    let found = with_time_behind(line, from).or_else(|| find_plain(line, from))?;
    Some(Found { ms: ms.or(found.ms), ..found })
}

/// A time at the beginning of a line, in brackets or not, and where the rest begins.
fn leading_time(line: &str) -> Option<(u32, usize)> {
    let start = line.len() - line.trim_start().len();
    let bytes = &line.as_bytes()[start..];
    let (ms, length) = match times::mark(bytes) {
        Some(mark) => (mark.ms, mark.length),
        None => times::clock(bytes).map(|clock| (clock.ms, clock.length))?,
    };
    let rest = line.get(start + length..)?;
    let trimmed = rest.trim_start_matches([' ', '\t', '-', '–', '—']);
    (trimmed.len() < rest.len()).then(|| (ms, line.len() - trimmed.len()))
}

/// `Dan (00:12): …`, `Dan [00:12] …`: a bracketed time right behind the label.
fn with_time_behind(line: &str, from: usize) -> Option<Found<'_>> {
    let rest = line.get(from..)?;
    let open = rest.bytes().take(LONGEST * 4).position(|byte| matches!(byte, b'(' | b'['))?;
    let mark = times::mark(&rest.as_bytes()[open..])?;
    let label = rest[..open].trim().trim_matches('*');
    let after = rest.get(open + mark.length..)?;
    let speech = after.strip_prefix(':').or((open > 0).then_some(after))?;
    let is_label = !label.is_empty() && !label.contains([':', '\t', '.', ',', '?', '!']);
    let has_end = speech.is_empty() || speech.starts_with(char::is_whitespace);
    (is_label && has_end && label.chars().count() <= LONGEST).then(|| Found {
        label,
        speech: line.len() - speech.trim_start().len(),
        ms: Some(mark.ms),
    })
}

fn find_plain(line: &str, from: usize) -> Option<Found<'_>> {
    let bytes = line.as_bytes();
    let mut start = from;
    if !bytes.get(start)?.is_ascii_alphanumeric() {
        start = line.len() - line.get(from..)?.trim_start().len();
    }
    let emphasis = match bytes.get(start..)? {
        [b'*', b'*', ..] | [b'_', b'_', ..] => 2,
        [b'*' | b'_', ..] => 1,
        _ => 0,
    };
    let first = start + emphasis;
    let mut at = first;
    let mut characters = 0;
    let (label_end, after, is_tab) = loop {
        match bytes.get(at)? {
            b':' => break (at, at + 1, false),
            b'\t' => break (at, at + 1, true),
            0xEF if bytes[at..].starts_with("：".as_bytes()) => break (at, at + 3, false),
            byte => characters += usize::from(byte & 0xC0 != 0x80),
        }
        if characters > LONGEST {
            return None;
        }
        at += 1;
    };
    let is_wide = after - label_end == 3;
    let mut label = line.get(first..label_end)?;
    let mut rest = line.get(after..)?;
    if emphasis > 0 {
        let mark = &line[start..first];
        label = label.trim_end().strip_suffix(mark).unwrap_or(label);
        rest = rest.strip_prefix(mark).unwrap_or(rest);
    }
    if is_tab && let Some(behind) = rest.trim_start().strip_prefix(": ") {
        rest = behind;
    } else if !is_tab && !is_wide && !ends_label(rest) {
        return None;
    }
    label = label.trim_end();
    let speech = match rest.as_bytes() {
        [b' ', next, ..] if next.is_ascii_graphic() => line.len() - rest.len() + 1,
        _ => line.len() - rest.trim_start().len(),
    };
    (!label.is_empty()).then_some(Found { label, speech, ms: None })
}

/// Whether what follows a colon lets the colon end a label: white space, the line's end, or a
/// script that sets no spaces.
fn ends_label(rest: &str) -> bool {
    match rest.chars().next() {
        None | Some(' ') => true,
        Some(c) => c.is_whitespace() || chars::class(c) == Class::Spaceless,
    }
}

/// Whether a word before a colon belongs to a header and never names a speaker.
pub(super) fn is_meta(label: &str) -> bool {
    META.contains(&base(label).to_lowercase().as_str())
}

/// Whether a speaker's label may stand in a header too.
pub(super) fn may_be_meta(label: &str) -> bool {
    MAYBE_META.contains(&label.to_lowercase().as_str())
}

/// A label without the brackets behind it: `P1 (Anna)` is `P1`.
pub(super) fn base(label: &str) -> &str {
    match label.strip_suffix(')').and_then(|label| label.rsplit_once('(')) {
        Some((base, _)) if !base.trim().is_empty() => base.trim_end(),
        _ => label,
    }
}

/// The name that a known label carries behind it in brackets: `Anna` in `P1 (Anna)`.
pub(super) fn leaked_name(label: &str) -> Option<&str> {
    let base = base(label);
    let inside = label.get(base.len()..)?.trim().trim_matches(['(', ')']).trim();
    let is_name = inside.chars().next().is_some_and(char::is_uppercase)
        && inside.chars().nth(1).is_some_and(char::is_lowercase);
    (is_known(base) && is_name).then_some(inside)
}

/// Whether a label names a speaker wherever it stands.
pub(super) fn is_known(label: &str) -> bool {
    KNOWN.contains(&label)
        || is_shouted(label)
        || label.split_once('/').is_some_and(|(one, other)| is_known(one) && is_known(other))
        || NUMBERED.iter().any(|word| label.strip_prefix(word).is_some_and(is_number))
        || matches!(label.as_bytes(), [b'P', second, rest @ ..]
            if second.is_ascii_uppercase() && rest.len() <= 3 && rest.iter().all(u8::is_ascii_digit))
}

/// `INTERVIEWER`, `PEER WORKER`: one to three words in capitals.
fn is_shouted(label: &str) -> bool {
    let mut words = 0;
    label.split(' ').all(|word| {
        words += 1;
        word.chars().count() >= 2 && word.chars().all(char::is_uppercase)
    }) && words <= 3
}

/// What follows the word in `P07`, `P-01`, `Speaker 2`, `SPEAKER_00`, `Participant A`.
fn is_number(rest: &str) -> bool {
    let number = rest.trim_start_matches([' ', '-', '_', '#', '.']);
    let separator = rest.len() - number.len();
    let is_letter = separator > 0 && matches!(number.as_bytes(), [b'A'..=b'Z']);
    separator <= 1
        && (is_letter
            || (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a label shows by its words that it is speech.
fn is_speech(label: &str) -> bool {
    let lower = label.to_lowercase();
    let mut words = lower.split_whitespace();
    let first = words.next().unwrap_or_default();
    match words.next() {
        None => NO_NAMES.contains(&first),
        Some(_) => SPEECH.contains(&first) && !label.ends_with(')'),
    }
}

/// Whether every word begins as names do: with a capital, a digit, or in a script without case.
pub(super) fn is_name_like(label: &str) -> bool {
    label
        .split_whitespace()
        .all(|word| word.chars().find(|c| c.is_alphanumeric()).is_none_or(|c| !c.is_lowercase()))
}

/// Whether a label of a house style can be a name: not long, and not speech by its words.
pub(super) fn may_be_name(label: &str) -> bool {
    word_count(label) <= MOST_WORDS + 4 && !is_speech(label)
}

fn word_count(label: &str) -> usize {
    label.split_whitespace().count()
}

/// A label of one file.
#[derive(Debug)]
struct Seen {
    label: String,
    lines: usize,
    first_line: usize,
    is_accepted: bool,
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
pub(super) struct Labels {
    seen: Vec<Seen>,
    places: HashMap<String, usize>,
    /// Labels taken for speakers because they are one letter from one.
    pub(super) typos: Vec<Typo>,
}

impl Labels {
    /// Counts a line that begins with a label.
    pub(super) fn count(&mut self, label: &str, line_number: usize) {
        if let Some(place) = self.place(label) {
            self.seen[place].lines += 1;
        } else if self.seen.len() < MOST_LABELS {
            self.places.insert(label.to_owned(), self.seen.len());
            let label = label.to_owned();
            self.seen.push(Seen { label, lines: 1, first_line: line_number, is_accepted: false });
        }
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
        let is_possible = |seen: &Seen| {
            let base = base(&seen.label);
            word_count(base) <= MOST_WORDS && !is_meta(base) && !is_speech(&seen.label)
        };
        let is_likely =
            |seen: &Seen| is_possible(seen) && (is_known(base(&seen.label)) || seen.lines >= 2);
        let is_name = |seen: &Seen| is_possible(seen) && is_name_like(&seen.label);
        // In a file with hardly a line that begins otherwise, a line is a turn.
        let may_speak = |seen: &&Seen| is_likely(seen) || is_name(seen);
        let turns: usize = self.seen.iter().filter(may_speak).map(|seen| seen.lines).sum();
        let is_line_a_turn = is_told || turns >= 2 && turns * 10 >= filled * 9;
        for seen in &mut self.seen {
            let is_given =
                interviewers.iter().any(|given| given.eq_ignore_ascii_case(base(&seen.label)));
            seen.is_accepted = is_given || is_likely(seen) || is_line_a_turn && is_name(seen);
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

    /// The place of a label that is a speaker.
    pub(super) fn speaker(&self, label: &str) -> Option<usize> {
        self.place(label).filter(|&place| self.seen[place].is_accepted)
    }

    /// The speaker that a line begins with.
    pub(super) fn speaker_at<'l>(&self, line: Line<'l>, is_timed: bool) -> Option<Found<'l>> {
        find(line.text, is_timed).filter(|found| self.speaker(found.label).is_some())
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

    fn plain(line: &str) -> Option<(&str, &str)> {
        find(line, false).map(|found| (found.label, &line[found.speech..]))
    }

    #[test]
    fn labels_stand_before_a_colon_or_a_tab() {
        for (line, label, speech) in [
            ("I: And?", "I", "And?"),
            ("  P1 : yes", "P1", "yes"),
            ("Dr. Vale:\tno", "Dr. Vale", "no"),
            ("MOD\tWho starts?", "MOD", "Who starts?"),
            ("P2:", "P2", ""),
            ("甲: 你好", "甲", "你好"),
            ("甲：你好", "甲", "你好"),
            ("乙:你好", "乙", "你好"),
            ("José Núñez: sí", "José Núñez", "sí"),
            ("מראיין: כן", "מראיין", "כן"),
            ("**Mara:** yes", "Mara", "yes"),
            ("**Mara**: yes", "Mara", "yes"),
            ("_P1:_ yes", "P1", "yes"),
            ("P1\u{A0}: oui", "P1", "oui"),
        ] {
            assert_eq!(plain(line), Some((label, speech)), "{line}");
        }
    }

    #[test]
    fn other_colons_are_not_labels() {
        for line in [
            "at 10:30 we left",
            "https://example.org",
            ": nothing",
            "no colon here",
            "a sentence that runs on for more than forty characters: like this",
        ] {
            assert_eq!(plain(line), None, "{line}");
        }
    }

    #[test]
    fn times_may_stand_around_a_label() {
        for line in [
            "[00:12] Dan: yes",
            "00:00:12 Dan: yes",
            "Dan (00:12): yes",
            "Dan [0:12]: yes",
            "\\[00:12\\] Dan: yes",
        ] {
            let found = find(line, true).unwrap();
            let read = (found.label, &line[found.speech..], found.ms);
            assert_eq!(read, ("Dan", "yes", Some(12_000)), "{line}");
        }
    }

    #[test]
    fn known_labels() {
        for label in [
            "I",
            "INT",
            "P7",
            "P-01",
            "P07",
            "PX",
            "P2/P4",
            "Speaker 1",
            "SPEAKER_00",
            "B1",
            "S12",
            "PEER WORKER",
            "Participant 3",
            "Speaker A",
            "Unknown Speaker",
            "PB12",
        ] {
            assert!(is_known(label), "{label}");
        }
        for label in ["Odell", "P", "Well", "Part 3 of", "P1234", "Speaker one"] {
            assert_eq!(is_known(label), label == "P", "{label}");
        }
        assert_eq!(leaked_name("P1 (Anna)"), Some("Anna"));
        assert_eq!(leaked_name("P1 (f, 34)"), None);
    }

    fn accepted(lines: &[&str], filled: usize) -> Vec<String> {
        let mut labels = Labels::default();
        for (number, line) in lines.iter().enumerate() {
            if let Some(found) = find(line, false) {
                labels.count(found.label, number + 1);
            }
        }
        labels.accept(filled, &[], false);
        let seen = labels.seen.iter();
        seen.filter(|seen| seen.is_accepted).map(|seen| seen.label.clone()).collect()
    }

    #[test]
    fn speakers_repeat_or_are_known() {
        let lines = ["Odell: a", "I: b", "Once: c", "Odell: d", "Date: e", "Date: f"];
        assert_eq!(accepted(&lines, 20), ["Odell", "I"]);
        let speech = ["I said to her: give", "I said to her: me", "And: x", "And: y"];
        assert!(accepted(&speech, 20).is_empty());
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
