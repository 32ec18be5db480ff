//! A transcript cut into words, as the view walks over them.
//!
//! In comes a transcript with its cast, out come its turns as words, each with the place in the
//! canonical text that it leads back to and the sentence it belongs to. A word here is what a
//! person selects: what stands between white space, and a single character in scripts that are
//! written without it. Words are in logical order and safe for a terminal.

use std::ops::Range;

use crate::report::escape;
use crate::text::chars::{Class, class, is_mark};
use crate::text::language::Language;
use crate::text::sentence::Splitter;
use crate::transcript::people::{Cast, Role};
use crate::transcript::{Transcript, Turn};

/// A transcript's turns as words.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    /// The transcript's id, safe for a terminal.
    pub(super) id: String,
    pub(super) turns: Vec<Said>,
}

/// One turn.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    /// Who speaks.
    pub(super) label: String,
    /// Whether its words count: a participant's, and not private.
    pub(super) counts: bool,
    pub(super) words: Vec<Word>,
}

/// One word of a turn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// What is shown.
    pub(super) text: String,
    /// What stands before it.
    pub(super) gap: Gap,
    /// Its bytes in the canonical text.
    pub(super) bytes: Range<usize>,
    /// The same without punctuation at its ends.
    pub(super) core: Range<usize>,
    /// The place of its sentence in the turn.
    pub(super) sentence: usize,
}

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing.
    #[default]
    None,
    Space,
    /// A new line.
    Line,
    /// An empty line.
    Paragraph,
}

/// A word's place: the turn's and its own in the turn, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) turn: usize,
    pub(super) word: usize,
}

impl Page {
    /// Cuts a transcript.
    pub(super) fn of(transcript: &Transcript, cast: &Cast, language: &Language) -> Self {
        let splitter = Splitter::new(language);
        let mut sentences = Vec::new();
        let turns = transcript.turns.iter().map(|turn| {
            let words = words(transcript, turn, &splitter, &mut sentences);
            let label = transcript.speaker(turn).unwrap_or_default();
            let counts = cast.role(turn) == Role::Participant && !transcript.is_private(turn);
            Said { label: escape::terminal(label, false).into_owned(), counts, words }
        });
        Page { id: escape::terminal(&transcript.id, false).into_owned(), turns: turns.collect() }
    }

    pub(super) fn word(&self, place: Place) -> Option<&Word> {
        self.turns.get(place.turn)?.words.get(place.word)
    }

    /// The first word of all.
    pub(super) fn first(&self) -> Option<Place> {
        let turn = self.turns.iter().position(|said| !said.words.is_empty())?;
        Some(Place { turn, word: 0 })
    }

    /// The last word of all.
    pub(super) fn last(&self) -> Option<Place> {
        let turn = self.turns.iter().rposition(|said| !said.words.is_empty())?;
        Some(Place { turn, word: self.turns.get(turn)?.words.len() - 1 })
    }

    /// The word after another.
    pub(super) fn next(&self, place: Place) -> Option<Place> {
        let after = Place { word: place.word + 1, ..place };
        if self.word(after).is_some() {
            return Some(after);
        }
        let mut rest = (place.turn + 1)..self.turns.len();
        let turn = rest.find(|turn| self.turns.get(*turn).is_some_and(|one| !one.words.is_empty()));
        turn.map(|turn| Place { turn, word: 0 })
    }

    /// The word before another.
    pub(super) fn previous(&self, place: Place) -> Option<Place> {
        if let Some(word) = place.word.checked_sub(1) {
            return Some(Place { word, ..place });
        }
        let mut before = (0..place.turn).rev();
        let turn =
            before.find(|turn| self.turns.get(*turn).is_some_and(|one| !one.words.is_empty()))?;
        Some(Place { turn, word: self.turns.get(turn)?.words.len() - 1 })
    }

    /// The first and the last word that bytes of the canonical text touch; where they touch none,
    /// the word after them.
    pub(super) fn touched(&self, bytes: &Range<usize>) -> Option<(Place, Place)> {
        let ends_before =
            |said: &Said| said.words.last().is_none_or(|w| w.bytes.end <= bytes.start);
        let mut first = self.first()?;
        for (turn, said) in self.turns.iter().enumerate() {
            if said.words.is_empty() || ends_before(said) {
                continue;
            }
            first =
                Place { turn, word: said.words.partition_point(|w| w.bytes.end <= bytes.start) };
            break;
        }
        let mut last = first;
        for (turn, said) in self.turns.iter().enumerate().skip(first.turn) {
            let inside = said.words.partition_point(|word| word.bytes.start < bytes.end);
            match inside.checked_sub(1) {
                Some(word) => last = last.max(Place { turn, word }),
                None if said.words.is_empty() => {}
                None => break,
            }
        }
        Some((first, last))
    }
}

fn words(
    transcript: &Transcript,
    turn: &Turn,
    splitter: &Splitter,
    sentences: &mut Vec<Range<usize>>,
) -> Vec<Word> {
    let reading = transcript.reading(turn);
    let text = reading.text();
    splitter.split(&transcript.blanked(text), sentences);
    let mut end = 0;
    let one = |bytes: Range<usize>| {
        let shown = text.get(bytes.clone()).unwrap_or_default();
        let gap = match text.get(end..bytes.start).unwrap_or_default() {
            "" => Gap::None,
            _ if end == 0 => Gap::None,
            space => match space.matches('\n').count() {
                0 => Gap::Space,
                1 => Gap::Line,
                _ => Gap::Paragraph,
            },
        };
        end = bytes.end;
        let before = sentences.partition_point(|sentence| sentence.start <= bytes.start);
        Word {
            text: escape::terminal(shown, false).into_owned(),
            gap,
            core: reading.canonical_range(core(shown, bytes.start)),
            bytes: reading.canonical_range(bytes),
            sentence: before.saturating_sub(1),
        }
    };
    cut(text).into_iter().map(one).collect()
}

/// Where the words of a text are.
fn cut(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = None;
    // What the last letter of the word was; punctuation belongs to the word before it.
    let mut last = Class::Other;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            found.extend(start.take().map(|start| start..at));
            last = Class::Other;
            continue;
        }
        let class = class(c);
        let is_new = match class {
            _ if is_mark(c) => false,
            Class::Spaceless => last != Class::Other,
            Class::Word => last == Class::Spaceless,
            Class::Other => last == Class::Spaceless && "「『《〈（【“‘".contains(c),
        };
        if is_new {
            found.extend(start.take().map(|start| start..at));
            last = Class::Other;
        }
        start.get_or_insert(at);
        if class != Class::Other {
            last = class;
        }
    }
    found.extend(start.map(|start| start..text.len()));
    found
}

/// A word without punctuation at its ends; all of it where it is nothing else.
fn core(word: &str, at: usize) -> Range<usize> {
    let is_punctuation = |c: char| class(c) == Class::Other;
    let front = word.len() - word.trim_start_matches(is_punctuation).len();
    let length = word.trim_end_matches(is_punctuation).len();
    if front < length { at + front..at + length } else { at..at + word.len() }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::transcript::build::Builder;
    use crate::transcript::people::Known;

    /// A transcript of turns, and its page.
    pub(in crate::cli::view) fn page(turns: &[(&str, &str)]) -> (Transcript, Page) {
        let mut builder = Builder::written();
        builder.transcript().id = "P1".to_owned();
        for (speaker, words) in turns {
            builder.push(Some(speaker), words, (None, None));
        }
        let transcript = builder.finish();
        let cast = Cast::of(&transcript, &Known::default());
        let page = Page::of(&transcript, &cast, &Language::for_tag("en"));
        (transcript, page)
    }

    fn texts(text: &str) -> Vec<&str> {
        cut(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn words_are_what_a_person_selects() {
        assert_eq!(texts(" “Well, it's  mine.” "), ["“Well,", "it's", "mine.”"]);
        assert_eq!(texts("他说，“我很好。”OK吗"), ["他", "说，", "“我", "很", "好。”", "OK", "吗"]);
        assert_eq!(texts("שלום, עולם"), ["שלום,", "עולם"]);
        assert_eq!(texts("— …"), ["—", "…"]);
        assert_eq!((core("“Well,", 4), core("…", 2)), (7..11, 2..5));
    }

    #[test]
    fn words_lead_back_to_the_text() {
        let (transcript, page) =
            page(&[("I", "So?"), ("P", "One, \x1b[2J two. Three!"), ("P", "")]);
        let said = &page.turns[1];
        assert!(said.counts && !page.turns[0].counts);
        assert_eq!(said.words[1].text, "␛[2J");
        assert_eq!(&transcript.text[said.words[0].core.clone()], "One");
        assert_eq!(&transcript.text[said.words[3].bytes.clone()], "Three!");
        let sentences: Vec<usize> = said.words.iter().map(|word| word.sentence).collect();
        assert_eq!(sentences, [0, 0, 0, 1]);
        let place = |turn, word| Place { turn, word };
        assert_eq!(page.last(), Some(place(1, 3)));
        assert_eq!(page.previous(place(1, 0)), Some(place(0, 0)));
        assert_eq!(page.next(place(1, 3)), None);
        let bytes = said.words[0].bytes.start..said.words[2].bytes.end;
        assert_eq!(page.touched(&bytes), Some((place(1, 0), place(1, 2))));
        assert_eq!(page.touched(&(0..transcript.text.len())), Some((place(0, 0), place(1, 3))));
    }
}
