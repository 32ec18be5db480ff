//! Transcripts: one source text as turns of speakers.
//!
//! The *canonical text* is what positions refer to: of a plain-text or Markdown source the decoded
//! file itself (LF, NFC, no byte order mark), of any other format its turns, one a line,
//! `Speaker: text`. A turn's *reading text* is what a person reads and what rules and search see:
//! unwrapped, without labels, line numbers and time marks. [`reading`] holds the map between the
//! two. Readers (`read`) make transcripts from bytes; who a speaker is (role, case) is decided in
//! [`people`].

pub mod build;
pub mod people;
pub mod read;
pub mod reading;

use std::borrow::Cow;
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::text::annotation::{self, Annotation};
use reading::{Piece, Reading};

/// One source text: interview, focus group, diary, activity log, document.
#[derive(Clone, Debug, Default)]
pub struct Transcript {
    /// The file's stem; where two are equal, with the extension.
    pub id: String,
    /// The path as the user knows it.
    pub path: String,
    /// The format's name, as `--as` takes it.
    pub format: &'static str,
    /// The encoding the bytes were decoded from.
    pub encoding: &'static str,
    /// The canonical text.
    pub text: String,
    /// The turns, in the order of the canonical text.
    pub turns: Vec<Turn>,
    /// The speakers' labels; turns refer to them by place.
    pub speakers: Vec<String>,
    /// The parts of the canonical text that the turns' reading texts are made of.
    pub pieces: Vec<Piece>,
    /// Front matter: what the file says about itself before the first turn.
    pub meta: Vec<(String, String)>,
    /// Whether square brackets mark overlapping speech (Jefferson notation).
    pub jefferson: bool,
    /// What the reader noticed.
    pub notes: Vec<Diagnostic>,
}

/// What one speaker says without a break; a diary entry and a log row are turns too.
#[derive(Clone, Debug, Default)]
pub struct Turn {
    /// Place in [`Transcript::speakers`]; `None` where nobody is named.
    pub speaker: Option<u32>,
    /// When it begins, in milliseconds of the recording.
    pub start_ms: Option<u32>,
    /// When it ends, in milliseconds of the recording.
    pub end_ms: Option<u32>,
    /// First of its pieces in [`Transcript::pieces`].
    pub first_piece: u32,
    /// How many pieces it has.
    pub pieces: u32,
    /// What only some kinds of turns have.
    pub extra: Option<Box<Extra>>,
}

/// What only diary entries, log rows, chat messages and captions have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extra {
    /// The date of a diary entry (as written) or of a log row (ISO 8601).
    pub date: Option<String>,
    /// The row of an activity log.
    pub log: Option<LogRow>,
    /// A private message: shown, never counted.
    pub private: bool,
    /// The recogniser's doubt: probably no speech.
    pub doubtful: bool,
    /// Where in the reading text (bytes) each caption begins, with its times.
    pub cues: Vec<Cue>,
}

/// One caption joined into a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// First byte in the reading text.
    pub at: u32,
    /// Begin in milliseconds.
    pub start_ms: u32,
    /// End in milliseconds.
    pub end_ms: u32,
}

/// One row of an activity log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogRow {
    /// Who did it.
    pub worker: Option<String>,
    /// What was done, in lower case.
    pub activity: Option<String>,
    /// How long it took.
    pub minutes: Option<u32>,
    /// With whom; `multiple` for several.
    pub client: Option<String>,
    /// Remarks.
    pub notes: Option<String>,
}

impl Transcript {
    /// A turn by its number, counted from 1.
    pub fn turn(&self, number: usize) -> Option<&Turn> {
        number.checked_sub(1).and_then(|place| self.turns.get(place))
    }

    /// The label of a turn's speaker.
    pub fn speaker(&self, turn: &Turn) -> Option<&str> {
        turn.speaker.and_then(|place| self.speakers.get(place as usize)).map(String::as_str)
    }

    /// A turn's reading text with its map.
    pub fn reading(&self, turn: &Turn) -> Reading<'_> {
        let first = turn.first_piece as usize;
        let pieces = self.pieces.get(first..first + turn.pieces as usize).unwrap_or_default();
        Reading::new(&self.text, pieces)
    }

    /// Where a turn stands in the canonical text, if it stands there as it is read.
    pub fn only_piece(&self, turn: &Turn) -> Option<Range<usize>> {
        let piece = self.pieces.get(turn.first_piece as usize).filter(|_| turn.pieces == 1)?;
        Some(piece.start as usize..piece.end as usize)
    }

    /// A turn's reading text alone.
    pub fn reading_text(&self, turn: &Turn) -> Cow<'_, str> {
        self.reading(turn).into_text()
    }

    /// The annotations of a reading text of this transcript.
    pub fn annotations(&self, reading: &str) -> Vec<Annotation> {
        annotation::annotations(reading, self.jefferson)
    }

    /// A reading text of this transcript with its annotations blanked.
    pub fn blanked<'r>(&self, reading: &'r str) -> Cow<'r, str> {
        annotation::blank(reading, self.jefferson)
    }

    /// Writes the canonical text with the annotations of all turns of one piece blanked; nothing if
    /// there are none. `blanked` is empty.
    pub(crate) fn blank_turns(&self, blanked: &mut String) {
        let mut openings = annotation::openings(&self.text).peekable();
        let mut copied = 0;
        for extent in self.turns.iter().filter_map(|turn| self.only_piece(turn)) {
            while openings.next_if(|&opening| opening < extent.start).is_some() {}
            match openings.peek() {
                None => break,
                Some(&opening) if opening >= extent.end => continue,
                Some(_) => {}
            }
            let own = self.text.get(extent.clone()).unwrap_or_default();
            for span in annotation::unspoken(own, self.jefferson) {
                let (start, end) = (extent.start + span.start, extent.start + span.end);
                blanked.push_str(self.text.get(copied..start).unwrap_or_default());
                blanked.extend(std::iter::repeat_n(' ', span.len()));
                copied = end;
            }
        }
        if copied > 0 {
            blanked.push_str(self.text.get(copied..).unwrap_or_default());
        }
    }

    /// Whether a turn is private and never counted.
    pub fn is_private(&self, turn: &Turn) -> bool {
        turn.extra.as_ref().is_some_and(|extra| extra.private)
    }
}
