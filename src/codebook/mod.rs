//! Codebooks: what the codes are and the rules that apply them.
//!
//! A codebook is one TOML file (`docs/codebook.md`). Fields follow MacQueen et al. 1998 and
//! Boyatzis 1998. [`parse`] makes one from text with every mistake at its place ([`places`]),
//! [`check`] warns, [`examples`] tries it, [`tree`] knows who is whose parent. Applying the rules is
//! the next station: `coding::rules`.

pub mod check;
mod code;
pub mod dependency;
pub mod describe;
pub mod difference;
pub mod edit;
pub mod examples;
pub mod expression;
mod language;
pub mod migration;
pub mod parse;
pub mod pattern;
pub mod places;
pub mod relation;
mod rule;
pub mod template;
pub mod tree;
pub mod within;
pub mod write;

use std::collections::BTreeMap;

pub use code::{Code, Cycle, Kind, Origin, Status};
pub use rule::{Key, Near, Negation, Order, Rule, Unit};

/// One codebook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Codebook {
    /// The path as the user knows it.
    pub path: String,
    /// SHA-256 of the file, in hexadecimal: with id and version, the provenance of rule codings.
    pub sha256: String,
    /// `[codebook] id`.
    pub id: String,
    /// `[codebook] name`.
    pub name: String,
    /// `[codebook] version`.
    pub version: String,
    /// `[codebook] date`, as written.
    pub date: Option<String>,
    /// Language tag of stemmer, sentence rules and negators.
    pub language: String,
    /// Free text for COREQ item 9.
    pub approach: Option<String>,
    /// Where the codebook comes from.
    pub source: Option<String>,
    /// Word lists that patterns name as `@list`.
    pub lists: BTreeMap<String, Vec<String>>,
    /// What the codebook adds to its language's lists (`[language]`).
    pub additions: Additions,
    /// The codes, in the order of the file.
    pub codes: Vec<Code>,
    /// Families of codes that exclude each other, by name.
    pub families: BTreeMap<String, Family>,
    /// Axial relations between codes.
    pub relations: Vec<Relation>,
    /// How codings move from older versions.
    pub migrations: Vec<Migration>,
}

impl Codebook {
    /// `bridge 2.0.0`: how reports name it.
    pub fn name_and_version(&self) -> String {
        format!("{} {}", self.id, self.version).trim_end().to_owned()
    }

    /// What of it holds for all codes and may decide what is coded; without the codes
    /// ([`Code::bare`]).
    pub fn bare_head(&self) -> Self {
        // Named one by one, so that a new field has to be thought about.
        let Codebook {
            path: _,
            sha256: _,
            id,
            name: _,
            version: _,
            date: _,
            language,
            approach: _,
            source: _,
            lists,
            additions,
            codes: _,
            families,
            relations: _,
            migrations,
        } = self;
        Codebook {
            id: id.clone(),
            language: language.clone(),
            lists: lists.clone(),
            additions: additions.clone(),
            families: families.clone(),
            migrations: migrations.clone(),
            ..Codebook::default()
        }
    }
}

/// Words that a codebook adds to the lists of its language (`text::language`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Additions {
    /// Words after which a full stop does not end a sentence.
    pub abbreviations: Vec<String>,
    /// Words that negate what follows.
    pub negators: Vec<String>,
    /// Phrases that look like negation and are none.
    pub pseudo_negators: Vec<String>,
    /// Words that end a negator's reach.
    pub terminators: Vec<String>,
}

/// A family of codes that exclude each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Family {
    /// Whether the codes are levels of one scale, in their order.
    pub levels: bool,
}

/// A relation between two codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relation {
    /// Code id.
    pub from: String,
    /// Code id.
    pub to: String,
    /// Open vocabulary: `leads-to`, `precedes`, …
    pub kind: String,
    /// A remark.
    pub note: Option<String>,
    /// What it rests on: codings, or turns as `transcript:turn`.
    pub evidence: Vec<String>,
    /// The memo that argues it.
    pub memo: Option<String>,
}

/// How codings move from an older version.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Migration {
    /// The older version.
    pub from_version: String,
    /// The newer version.
    pub to_version: String,
    /// What happened, in order.
    pub steps: Vec<Step>,
}

/// One step of a migration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// `rename`, `move`, `merge` or `split`.
    pub op: String,
    /// The old codes.
    pub from: Vec<String>,
    /// The new codes.
    pub to: Vec<String>,
}
