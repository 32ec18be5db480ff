//! Building a transcript turn by turn: what every reader ends in.
//!
//! A reader either marks pieces of the decoded file ([`Builder::over`], for plain text and
//! Markdown) or gives each turn as text ([`Builder::written`], for every other format, whose
//! canonical text is written here: a turn a line, `Speaker: text`).

use std::collections::HashMap;

use super::reading::{Join, Piece};
use super::{Extra, Transcript, Turn};

/// Collects turns into a [`Transcript`].
#[derive(Debug, Default)]
pub struct Builder {
    transcript: Transcript,
    last_speaker: Option<u32>,
    /// Speakers by label, where there are more than [`FEW`].
    places: HashMap<String, u32>,
}

/// Up to how many speakers a label is found fastest by looking at each.
const FEW: usize = 16;

impl Builder {
    /// A transcript whose canonical text is the decoded file.
    pub fn over(text: String) -> Self {
        Builder { transcript: Transcript { text, ..Transcript::default() }, ..Builder::default() }
    }

    /// A transcript whose canonical text is written from its turns.
    pub fn written() -> Self {
        Self::default()
    }

    /// The canonical text so far.
    pub fn text(&self) -> &str {
        &self.transcript.text
    }

    /// The transcript under construction, for what is not turns: meta, notes, flags.
    pub fn transcript(&mut self) -> &mut Transcript {
        &mut self.transcript
    }

    /// The place of a speaker's label, new or known.
    pub fn speaker(&mut self, label: &str) -> u32 {
        // Most turns are by one of the last two speakers.
        let speakers = &mut self.transcript.speakers;
        if let Some(last) = self.last_speaker
            && speakers.get(last as usize).is_some_and(|known| known == label)
        {
            return last;
        }
        let found = match speakers.len() {
            0..=FEW => speakers.iter().position(|known| known == label).map(|place| place as u32),
            _ => self.places.get(label).copied(),
        };
        let place = found.unwrap_or_else(|| {
            speakers.push(label.to_owned());
            if speakers.len() > FEW {
                let from = if self.places.is_empty() { 0 } else { speakers.len() - 1 };
                for (place, known) in speakers.iter().enumerate().skip(from) {
                    self.places.insert(known.clone(), place as u32);
                }
            }
            (speakers.len() - 1) as u32
        });
        self.last_speaker = Some(place);
        place
    }

    /// Begins a turn without any text yet, for [`Builder::over`].
    pub fn begin_turn(&mut self, label: Option<&str>) -> &mut Turn {
        let speaker = label.map(|label| self.speaker(label));
        self.begin_turn_of(speaker)
    }

    /// Begins a turn by the place of its speaker, as [`Builder::speaker`] gives it.
    pub fn begin_turn_of(&mut self, speaker: Option<u32>) -> &mut Turn {
        let first_piece = self.transcript.pieces.len() as u32;
        let turns = &mut self.transcript.turns;
        turns.push(Turn { speaker, first_piece, ..Turn::default() });
        let last = turns.len() - 1;
        &mut turns[last]
    }

    /// Adds a piece of the canonical text (bytes) to the last turn. The first piece of a turn has
    /// no join, whatever is asked for.
    pub fn piece(&mut self, start: usize, end: usize, join: Join) {
        if let Some(turn) = self.transcript.turns.last_mut() {
            let join = if turn.pieces == 0 { Join::None } else { join };
            self.transcript.pieces.push(Piece { start: start as u32, end: end as u32, join });
            turn.pieces += 1;
        }
    }

    /// Writes a whole turn at the end of the canonical text, for [`Builder::written`].
    pub fn push(&mut self, label: Option<&str>, text: &str, times: (Option<u32>, Option<u32>)) {
        if !self.transcript.turns.is_empty() {
            self.transcript.text.push('\n');
        }
        if let Some(label) = label {
            self.transcript.text.push_str(label);
            self.transcript.text.push_str(": ");
        }
        let start = self.transcript.text.len();
        self.transcript.text.push_str(text);
        let end = self.transcript.text.len();
        let turn = self.begin_turn(label);
        (turn.start_ms, turn.end_ms) = times;
        self.piece(start, end, Join::None);
    }

    /// Appends text to the turn written last (a further caption or paragraph of the same speaker).
    pub fn append(&mut self, join: Join, text: &str) {
        if let Some(piece) = self.transcript.pieces.last_mut() {
            self.transcript.text.push_str(join.text());
            self.transcript.text.push_str(text);
            piece.end = self.transcript.text.len() as u32;
        }
    }

    /// The last turn.
    pub fn last_turn(&mut self) -> Option<&mut Turn> {
        self.transcript.turns.last_mut()
    }

    /// What only some turns have, of the last turn.
    pub fn last_extra(&mut self) -> Option<&mut Extra> {
        self.transcript.turns.last_mut().map(|turn| &mut **turn.extra.get_or_insert_default())
    }

    /// The finished transcript.
    pub fn finish(self) -> Transcript {
        self.transcript
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_turns_stand_a_line_each() {
        let mut builder = Builder::written();
        builder.push(Some("I"), "And then?", (Some(0), None));
        builder.push(Some("P1"), "She left.", (None, None));
        builder.append(Join::Space, "I stayed.");
        builder.push(None, "Noise.", (None, None));
        let transcript = builder.finish();
        assert_eq!(transcript.text, "I: And then?\nP1: She left. I stayed.\nNoise.");
        let texts: Vec<_> =
            transcript.turns.iter().map(|turn| transcript.reading_text(turn)).collect();
        assert_eq!(texts, ["And then?", "She left. I stayed.", "Noise."]);
        assert_eq!(transcript.speaker(&transcript.turns[1]), Some("P1"));
    }

    #[test]
    fn many_speakers_keep_their_places() {
        let mut builder = Builder::written();
        let places: Vec<u32> =
            (0..200).map(|number| builder.speaker(&format!("P{}", number % 50))).collect();
        let expected: Vec<u32> = (0..200).map(|number| number % 50).collect();
        assert_eq!(places, expected);
    }
}
