//! One code: what it is called, what it means, when to use it, and what finds it.
//!
//! Plain data; the names are those of the file. Fields after MacQueen et al. 1998 and Boyatzis 1998.

use super::Rule;

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

    /// The code without what only people read: what is left may decide what is coded.
    pub fn bare(&self) -> Self {
        Code {
            label: String::new(),
            brief: String::new(),
            definition: String::new(),
            use_when: Vec::new(),
            not_when: Vec::new(),
            examples: Vec::new(),
            non_examples: Vec::new(),
            colour: None,
            created: None,
            created_by: None,
            ..self.clone()
        }
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

impl Kind {
    /// All of them, in the order of the reference.
    pub const ALL: [Kind; 4] = [Kind::Core, Kind::Theme, Kind::Category, Kind::Code];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Core => "core",
            Kind::Theme => "theme",
            Kind::Category => "category",
            Kind::Code => "code",
        }
    }
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

impl Origin {
    /// All of them, in the order of the reference.
    pub const ALL: [Origin; 3] = [Origin::Deductive, Origin::Inductive, Origin::InVivo];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Origin::Deductive => "deductive",
            Origin::Inductive => "inductive",
            Origin::InVivo => "in-vivo",
        }
    }
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

impl Status {
    /// All of them, in the order of the reference.
    pub const ALL: [Status; 4] = [Status::Draft, Status::Active, Status::Merged, Status::Retired];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Status::Draft => "draft",
            Status::Active => "active",
            Status::Merged => "merged",
            Status::Retired => "retired",
        }
    }
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

impl Cycle {
    /// All of them, in the order of the reference.
    pub const ALL: [Cycle; 4] = [Cycle::Initial, Cycle::Focused, Cycle::Axial, Cycle::Theoretical];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Cycle::Initial => "initial",
            Cycle::Focused => "focused",
            Cycle::Axial => "axial",
            Cycle::Theoretical => "theoretical",
        }
    }
}
