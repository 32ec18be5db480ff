//! Codings: segment + code + coder. What rules found and people said.
//!
//! A *segment* is a span of one transcript that carries a code; a *coding* says who gave it. Rule
//! codings are a function of transcripts and codebook ([`rules`]) and are never stored as truth.

pub mod rules;

/// One coding of one transcript by the rules of one codebook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// Byte ranges of the canonical text that made the rules hit, sorted.
    pub evidence: Vec<Evidence>,
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
