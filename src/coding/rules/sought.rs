//! What a transcript must have for some patterns to match in it, as far as the beginnings of its words
//! tell ([`super::heads`]).
//!
//! In come patterns and regular expressions with the lists that they use, out come the sums of the
//! beginnings of which each match has one ([`Sought`]); nothing where a match may have none, as with
//! stems, words of fewer than four letters and expressions that begin with no word.

use super::compile::FREQUENT;
use super::heads::{self, BYTES, Bits, LETTERS, may_have, set, sum};
use super::regexes::{Expression, Guard};
use super::variants::{Piece, variants};
use crate::codebook::pattern::{Element, Lists};

/// Beginnings of words, of which each match of some patterns has one.
#[derive(Clone, Debug)]
pub struct Sought(Bits);

impl Default for Sought {
    fn default() -> Self {
        Sought(heads::none())
    }
}

impl Sought {
    /// Adds a pattern; `None` if it may match where none of its words can be told.
    pub fn pattern(&mut self, pattern: &str, lists: &Lists) -> Option<()> {
        for pieces in variants(pattern, lists).ok()? {
            // Every piece must occur, so the rarest is enough.
            let told = pieces.iter().filter_map(beginnings);
            let (_, sums) = told.min_by_key(|(cost, _)| *cost)?;
            sums.into_iter().for_each(|sum| set(&mut self.0, sum));
        }
        Some(())
    }

    /// Adds a regular expression.
    pub fn expression(&mut self, pattern: &str) -> Option<()> {
        let expression = Expression::new(pattern, false).ok()?;
        let heads = match (expression.words(), &expression.guard) {
            (Some(heads), _) => heads,
            (None, Guard::Beginnings(heads)) => heads.as_slice(),
            (None, Guard::Holds(_) | Guard::Nothing) => return None,
        };
        if heads.iter().any(|head| head.len() < LETTERS) {
            return None;
        }
        heads.iter().for_each(|head| set(&mut self.0, sum(head.as_bytes())));
        Some(())
    }

    /// Whether a transcript with this note may have one of them.
    pub fn may_be_in(&self, note: &[u8]) -> bool {
        may_have(note, &self.0)
    }
}

/// What the tokens begin with that a piece may be, with how often they are likely to occur.
fn beginnings(piece: &Piece) -> Option<(usize, Vec<u16>)> {
    match piece {
        Piece::One(element) => beginning(element).map(|(cost, sum)| (cost, vec![sum])),
        Piece::Choice(words) => {
            let all = words.iter().map(beginning).collect::<Option<Vec<_>>>()?;
            Some((
                all.iter().map(|(cost, _)| cost).sum(),
                all.iter().map(|(_, sum)| *sum).collect(),
            ))
        }
    }
}

fn beginning(element: &Element) -> Option<(usize, u16)> {
    let (head, least) = match element {
        Element::Literal(word) if !word.is_ascii() => (word.as_str(), BYTES),
        Element::Literal(word) => (word.as_str(), LETTERS),
        Element::Glob(glob) => (glob.split(['*', '?']).next()?, LETTERS),
        Element::Stem(_) | Element::AnyToken | Element::Gap | Element::List(_) => return None,
    };
    let is_frequent = FREQUENT.split_whitespace().any(|word| word == head);
    let cost = if is_frequent { 1000 } else { 120 / head.len().clamp(1, 12) };
    (head.len() >= least).then(|| (cost, sum(head.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::super::heads::Heads;
    use super::*;
    use crate::codebook::Codebook;
    use crate::coding::placed::Placed;
    use crate::coding::rules::{Program, Setting, Worker};
    use crate::transcript::Transcript;
    use crate::transcript::people::{Cast, Known};
    use crate::transcript::read::{Options, read};
    use std::collections::BTreeMap;

    fn placed(transcript: &Transcript) -> Placed {
        let program = Program::compile(&Codebook::default(), false).unwrap();
        let cast = Cast::of(transcript, &Known::default());
        program.apply(&Setting::plain(transcript, &cast), &mut Worker::default()).placed
    }

    fn note(text: &str) -> Vec<u8> {
        let transcript = read(text.as_bytes(), "t.txt", &Options::default()).unwrap();
        let placed = placed(&transcript);
        let note = Heads::default().note(&transcript, &placed);
        // Without a sweep every turn is read by itself.
        let alone = Heads::default().note(&transcript, &Placed::default());
        let sought = |note: &[u8], word: &str| {
            let mut sought = Sought::default();
            let told = sought.pattern(word, &Lists::new(&BTreeMap::new()));
            told.is_none() || sought.may_be_in(note)
        };
        for word in crate::text::word::words(text) {
            let word = word.of(text);
            let is_said = !["laughs", "Whom"].contains(&word);
            assert!(!is_said || sought(&note, word) && sought(&alone, word), "{word}");
        }
        note
    }

    fn lists() -> Lists {
        let entries = ["nurse", "doctor*", "peer worker"].map(str::to_owned).to_vec();
        let stems = vec!["~nurse".to_owned()];
        Lists::new(&BTreeMap::from([("who".to_owned(), entries), ("stems".to_owned(), stems)]))
    }

    #[test]
    fn patterns_are_told_by_their_rarest_word() {
        let note = note(
            "I: Whom?\nP: I didn\u{2019}t trust [laughs] the Nurse, l'espoir, d\u{2019}Ÿoung \
             naïve CAFE\u{301}s \u{212A}elvin self-esteem, rock'n'roll. \u{4fe1}\u{4efb}\n",
        );
        let is_in = |pattern: &str| {
            let mut sought = Sought::default();
            sought.pattern(pattern, &lists()).map(|()| sought.may_be_in(&note))
        };
        for pattern in [
            "trust",
            "trus*",
            "trust the nurse",
            "trust ... @who",
            "didn't",
            "naïve",
            "café*",
            "l'espoir",
            "kelvin",
            "esteem",
            "信",
            "rock'n'roll",
            "trusting",
        ] {
            assert_eq!(is_in(pattern), Some(true), "{pattern}");
        }
        for pattern in ["hope", "hope*", "trust the doctors", "doctor @who", "cafe", "何任"] {
            assert_eq!(is_in(pattern), Some(false), "{pattern}");
        }
        for pattern in ["~trust", "tru*", "*ust", "it", "is it", "@stems", "mum"] {
            assert_eq!(is_in(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn expressions_are_told_by_what_they_begin_with() {
        let note = note("P: l'espoir is o\u{2019}hope, \u{17F}addle and badger's\n");
        let is_in = |pattern: &str| {
            let mut sought = Sought::default();
            sought.expression(pattern).map(|()| sought.may_be_in(&note))
        };
        for pattern in [r"\bespoir\b", r"\bhope\w*", r"\b(?:saddle|madly)\b", r"\bbadger\b"] {
            assert_eq!(is_in(pattern), Some(true), "{pattern}");
        }
        assert_eq!(is_in(r"\b(?:cats|mice)\b"), Some(false));
        assert_eq!(is_in(r"\bfear\w+"), Some(false));
        for pattern in [r"\bdog\b", r"\bcat\w*", "fear", r"\w+", "("] {
            assert_eq!(is_in(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn much_beyond_ascii_rules_nothing_out() {
        let mut sought = Sought::default();
        sought.pattern("hope", &lists()).unwrap();
        let much = "Я верю ей и надеюсь на лучшее. ".repeat(20);
        assert!(sought.may_be_in(&note(&format!("P: {much}\n"))));
        assert!(!sought.may_be_in(&note("P: Я верю ей и надеюсь на лучшее.\n")));
        assert!(sought.may_be_in(&[]) && sought.may_be_in(&[2]));
        assert!(!sought.may_be_in(&note("P: Well, née so it goes on and on, as ever.\n")));
        let steps = |of: u8| [vec![0], vec![of; 300]].concat();
        assert!(!sought.may_be_in(&steps(0)), "a long step that leads nowhere");
        assert!(sought.may_be_in(&steps(255)), "beyond the last sum");
    }
}
