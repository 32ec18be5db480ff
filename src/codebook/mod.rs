//! Codebooks: what the codes are and the rules that apply them.
//!
//! A codebook is one TOML file (`docs/codebook.md`). Fields follow MacQueen et al. 1998 and
//! Boyatzis 1998. [`parse`] makes one from text with every mistake at its place, [`check`] warns,
//! [`tree`] knows who is whose parent. Applying the rules is the next station: `coding::rules`.

pub mod check;
pub mod dependency;
pub mod describe;
pub mod examples;
pub mod expression;
pub mod parse;
pub mod pattern;
pub mod places;
pub mod template;
pub mod tree;
pub mod within;

use std::collections::BTreeMap;

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

/// One code.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Code {
    /// `[a-z0-9][a-z0-9._-]*`, unique in the file.
    pub id: String,
    /// What people read.
    pub label: String,
    /// The parent's id.
    pub parent: Option<String>,
    /// What it is in the theory.
    pub kind: Kind,
    /// False: a heading that only rolls up.
    pub codable: bool,
    /// Position among siblings; stages of a process carry it.
    pub order: Option<i64>,
    /// One sentence.
    pub brief: String,
    /// The full definition.
    pub definition: String,
    /// When to use it.
    pub use_when: Vec<String>,
    /// When not to use it.
    pub not_when: Vec<String>,
    /// Texts that its own rules must code.
    pub examples: Vec<String>,
    /// Texts that its own rules must not code.
    pub non_examples: Vec<String>,
    /// Where the code came from.
    pub origin: Option<Origin>,
    /// Its life.
    pub status: Status,
    /// The coding cycle it belongs to.
    pub cycle: Option<Cycle>,
    /// The family of codes it excludes.
    pub exclusive: Option<String>,
    /// `#rrggbb`.
    pub colour: Option<String>,
    /// Former or other ids.
    pub aliases: Vec<String>,
    /// The code it was merged into.
    pub merged_into: Option<String>,
    /// When it was made, as written.
    pub created: Option<String>,
    /// By whom.
    pub created_by: Option<String>,
    /// Its rules, OR-ed.
    pub rules: Vec<Rule>,
}

impl Code {
    /// Whether its rules code text: retired and merged codes do not, drafts do.
    pub fn is_applied(&self) -> bool {
        self.codable && matches!(self.status, Status::Active | Status::Draft)
    }
}

/// What a code is in the theory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The core category.
    Core,
    /// A theme.
    Theme,
    /// A category.
    Category,
    /// A plain code.
    #[default]
    Code,
}

/// Where a code came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// From theory, before the data.
    Deductive,
    /// From the data.
    Inductive,
    /// From a participant's words.
    InVivo,
}

/// A code's life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Proposed; codes.
    Draft,
    /// In use.
    #[default]
    Active,
    /// United with another.
    Merged,
    /// Out of use.
    Retired,
}

/// The coding cycle a code belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cycle {
    /// Open, line by line.
    Initial,
    /// Focused.
    Focused,
    /// Axial.
    Axial,
    /// Theoretical or selective.
    Theoretical,
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

/// A pattern that codes text by itself. Defaults are resolved: what the file leaves out is filled
/// in from the codebook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rule {
    /// Its id, unique in the file; made from the code's id and a number where the file has none.
    pub id: String,
    /// OR: a hit is evidence.
    pub any: Vec<String>,
    /// AND: each must occur in the unit.
    pub all: Vec<String>,
    /// Veto: the unit is skipped.
    pub none: Vec<String>,
    /// Mask: hits that overlap it are dropped.
    pub except: Vec<String>,
    /// Two patterns near each other.
    pub near: Vec<Near>,
    /// Regular expressions.
    pub regex: Vec<String>,
    /// Whether the regular expressions mind the case.
    pub case: bool,
    /// Where the rule looks.
    pub unit: Unit,
    /// What gets coded.
    pub code: Unit,
    /// Sentences before and after, with `code = "sentence"`.
    pub context: [u32; 2],
    /// Roles or labels listened to; `None` is everyone but interviewers; `*` is everyone.
    pub speaker: Option<Vec<String>>,
    /// Attributes of case or transcript that must have one of the values.
    pub conditions: Vec<(String, Vec<String>)>,
    /// Only inside text that the rules gave this code or a descendant.
    pub within: Option<String>,
    /// What negation does.
    pub negation: Negation,
    /// Least number of disjoint hits in the unit.
    pub min: u32,
    /// Weak rules propose.
    pub weak: bool,
}

impl Rule {
    /// All patterns of the rule, each with the key that it stands under: first `any`, `all`, `none`
    /// and `except`, then the two sides of every `near`.
    pub fn patterns(&self) -> Vec<(Key, &str)> {
        let lists = [
            (Key::Any, &self.any),
            (Key::All, &self.all),
            (Key::None, &self.none),
            (Key::Except, &self.except),
        ];
        let near =
            self.near.iter().flat_map(|near| [(Key::This, &near.this), (Key::With, &near.with)]);
        lists
            .into_iter()
            .chain(near)
            .flat_map(|(key, patterns)| patterns.iter().map(move |pattern| (key, pattern.as_str())))
            .collect()
    }
}

/// The key of a rule that a pattern stands under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// `any`.
    Any,
    /// `all`.
    All,
    /// `none`.
    None,
    /// `except`.
    Except,
    /// `this` of a `near`.
    This,
    /// `with` of a `near`.
    With,
}

/// Two patterns with few words between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Near {
    /// One side.
    pub this: Vec<String>,
    /// The other side.
    pub with: Vec<String>,
    /// Most tokens strictly between.
    pub words: u32,
    /// Which comes first.
    pub order: Order,
}

/// Which side of a `near` comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// `this` before `with`.
    Before,
    /// `this` after `with`.
    After,
    /// Either.
    #[default]
    Any,
}

/// What is looked at, coded or counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// The words of the hit.
    Match,
    /// A sentence.
    #[default]
    Sentence,
    /// A turn.
    Turn,
    /// A paragraph of a turn.
    Paragraph,
    /// The whole transcript.
    Transcript,
}

/// What a negated hit does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Negation {
    /// It counts like any other.
    #[default]
    Ignore,
    /// It is dropped.
    Skip,
    /// Only negated hits count.
    Only,
}
