//! Codings: segment + code + coder. What rules found and people said.
//!
//! A *segment* is a span of one transcript that carries a code; a *coding* says who gave it. Rule
//! codings are a function of transcripts and codebook ([`rules`]) and are never stored as truth.

pub mod anchor;
pub mod counts;
pub mod double;
pub mod examples;
pub mod hand;
pub mod kept;
pub mod log;
pub mod placed;
pub mod places;
pub mod quote;
pub mod review;
pub mod rows;
pub mod rule_coder;
pub mod rules;
pub mod shares;
pub mod sheet;
pub mod tally;
pub mod tally_line;
mod tally_made;
mod tally_places;
mod tally_whole;
pub mod unit;

/// All that the rules of a codebook found in one transcript.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coded {
    /// The codings by place in the text: start, end, code.
    pub codings: Vec<Coding>,
    /// What made the rules hit; the codings refer to it.
    pub evidence: Vec<Evidence>,
    /// How many words each turn has; 0 for turns that nothing counts or listens to.
    pub turn_words: Vec<u32>,
    /// Where the words stand, of turns for which that is known.
    pub placed: placed::Placed,
    /// Codings that lost against another code of their exclusive family.
    pub losers: Vec<Loser>,
    /// The segments that take in a whole transcript.
    pub wholes: Vec<Whole>,
}

impl Coded {
    /// What a coding takes in, if it is one of a whole transcript.
    pub fn whole_of(&self, coding: &Coding) -> Option<&Whole> {
        let is_of = |whole: &&Whole| (whole.code, whole.start) == (coding.code, coding.start);
        self.wholes.iter().filter(|_| coding.last_turn > coding.turn).find(is_of)
    }

    /// The evidence of a coding.
    pub fn evidence_of(&self, coding: &Coding) -> &[Evidence] {
        let first = coding.first_evidence as usize;
        self.evidence.get(first..first + coding.evidence as usize).unwrap_or_default()
    }
}

/// A segment that takes in all turns of a transcript that its rules listen to, from the first to the
/// last; what stands between them is no part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whole {
    /// The code's place in `Codebook::codes`.
    pub code: u32,
    /// First byte in the canonical text.
    pub start: u32,
    /// The places of the turns that are listened to, ascending.
    pub turns: Vec<u32>,
    /// The places of those that hold evidence.
    pub evidence: Vec<u32>,
}

/// A hit that an exclusive family's other code displaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loser {
    /// The place of the turn, from 0.
    pub turn: u32,
    /// The code that stands.
    pub winner: u32,
    /// The code that lost.
    pub loser: u32,
    /// First byte of the sentence in the canonical text.
    pub start: u32,
}

/// One coding of one transcript by the rules of one codebook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coding {
    /// The code's place in `Codebook::codes`.
    pub code: u32,
    /// The place of the first turn it lies in, from 0.
    pub turn: u32,
    /// The place of the last turn it lies in; other than `turn` only where a whole transcript is
    /// coded.
    pub last_turn: u32,
    /// First byte in the canonical text.
    pub start: u32,
    /// One past the last byte in the canonical text.
    pub end: u32,
    /// Its first evidence in [`Coded::evidence`].
    pub first_evidence: u32,
    /// How much evidence it has.
    pub evidence: u32,
    /// Whether only weak rules propose it.
    pub weak: bool,
}

/// What made a rule hit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// First byte in the canonical text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The rule's place in the code's rules.
    pub rule: u32,
    /// The place of the turn it lies in, from 0.
    pub turn: u32,
}
