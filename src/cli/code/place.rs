//! Which piece of a transcript `emic code` is about: words, turns, lines or code points.
//!
//! In come the arguments and the transcript, out comes an [`Anchor`], or why there is no such piece:
//! words that are nowhere, or several times, with the turns where they or similar ones are said.

use std::ops::Range;

use super::{Arguments, shortened};
use crate::cli::numbers::Numbers;
use crate::cli::stopped;
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::coding::anchor::{Anchor, Text};
use crate::coding::quote::{self, Missing};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;

/// The piece of the transcript that is meant.
pub(super) fn place(arguments: &Arguments, transcript: &Transcript) -> Result<Anchor, Stop> {
    let text = Text::new(&transcript.text);
    if let (Some(start), Some(end)) = (arguments.start, arguments.end) {
        let count = transcript.text.chars().count();
        if start >= end || end > count {
            let message = format!("{start} to {end} is no piece of `{}`", transcript.id);
            let told = Diagnostic::error(message);
            return stopped(told.help(format!("its canonical text has {count} code points")));
        }
        return Ok(text.anchor(start, end));
    }
    let within = match (arguments.turn, arguments.line) {
        (Some(numbers), _) => {
            let turns = transcript.turns.iter().map(|turn| transcript.reading(turn).extent());
            Some(among(numbers, &turns.collect::<Vec<_>>(), "turn", &transcript.id)?)
        }
        (None, Some(numbers)) => {
            let mut start = 0;
            let lines = transcript.text.split_inclusive('\n').map(|line| {
                let from = start;
                start += line.len();
                from..from + line.trim_end().len()
            });
            Some(among(numbers, &lines.collect::<Vec<_>>(), "line", &transcript.id)?)
        }
        (None, None) => None,
    };
    let bytes = match (&arguments.quote, within) {
        (Some(words), within) => match quote::find(transcript, words, within.clone()) {
            Ok(bytes) => bytes,
            Err(missing) => return stopped(unfound(words, &missing, transcript)),
        },
        (None, Some(within)) => within,
        (None, None) => {
            let told = Diagnostic::error("which words?");
            return stopped(told.help(
                "name them with `--quote`, a turn with `--turn`, a line with `--line`, or code \
                 points with `--start` and `--end`",
            ));
        }
    };
    if bytes.is_empty() {
        return stopped(Diagnostic::error("there are no words at this place"));
    }
    Ok(text.anchor(text.point(bytes.start), text.point(bytes.end)))
}

/// The bytes from the first of some turns or lines to the end of the last.
fn among(
    numbers: Numbers,
    pieces: &[Range<usize>],
    what: &str,
    id: &str,
) -> Result<Range<usize>, Stop> {
    let is_open = numbers.last == usize::MAX && numbers.first < numbers.last;
    let last = if is_open { pieces.len() } else { numbers.last };
    let piece = |number: usize| number.checked_sub(1).and_then(|place| pieces.get(place));
    match piece(numbers.first).zip(piece(last)) {
        Some((first, last)) => Ok(first.start..last.end),
        None => {
            let told = Diagnostic::error(format!("`{id}` has {}", counted(pieces.len(), what)));
            stopped(told.help(format!("`emic show {id}` numbers the turns")))
        }
    }
}

/// What is told about words that are not there, or there several times.
fn unfound(words: &str, missing: &Missing, transcript: &Transcript) -> Diagnostic {
    let (words, id) = (shortened(words), &transcript.id);
    match missing {
        Missing::Nowhere { elsewhere, near } => {
            let told = Diagnostic::error(format!("“{words}” is not said there in `{id}`"));
            let told = match elsewhere.as_slice() {
                [] => told,
                [one] => told.help(format!("it is said in turn {one}: `--turn {one}`")),
                several => {
                    let turns: Vec<String> = several.iter().map(usize::to_string).collect();
                    told.help(format!("it is said in turns {}", turns.join(", ")))
                }
            };
            match near {
                Some((turn, near)) => {
                    told.help(format!("did you mean “{}” in turn {turn}?", shortened(near)))
                }
                None => told,
            }
        }
        Missing::Several(turns) => {
            let mut once = turns.clone();
            once.dedup();
            let told = format!("“{words}” is said {} times in `{id}`", turns.len());
            let told = Diagnostic::error(told);
            match once.as_slice() {
                [_] => told.help("name more of the words, or code points with `--start`, `--end`"),
                _ => {
                    let turns: Vec<String> = once.iter().map(usize::to_string).collect();
                    told.help(format!("name the turn: `--turn` {}", turns.join(", ")))
                }
            }
        }
    }
}
