//! One rule: what it looks for, where it looks, whom it listens to, and what it codes.
//!
//! Plain data; the names are those of the file. What a rule means is told in `docs/codebook.md`,
//! section "What exactly happens".

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

impl Order {
    /// All of them, in the order of the reference.
    pub const ALL: [Order; 3] = [Order::Before, Order::After, Order::Any];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Order::Before => "before",
            Order::After => "after",
            Order::Any => "any",
        }
    }
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

impl Unit {
    /// All of them, in the order of the reference.
    pub const ALL: [Unit; 5] =
        [Unit::Match, Unit::Sentence, Unit::Turn, Unit::Paragraph, Unit::Transcript];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Match => "match",
            Unit::Sentence => "sentence",
            Unit::Turn => "turn",
            Unit::Paragraph => "paragraph",
            Unit::Transcript => "transcript",
        }
    }
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

impl Negation {
    /// All of them, in the order of the reference.
    pub const ALL: [Negation; 3] = [Negation::Ignore, Negation::Skip, Negation::Only];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Negation::Ignore => "ignore",
            Negation::Skip => "skip",
            Negation::Only => "only",
        }
    }
}
