//! A project of the standard as plain values.
//!
//! The names are those of the standard, put into the words of this program where it has its own.
//! Ids (GUIDs) are lower case, without braces. Positions are code points of a source's text, whose
//! lines end in a line feed, the end exclusive; only between reading and [`super::place`] they are
//! what the package says.

/// The id of a thing in a package.
pub type Guid = String;

/// A project, or a codebook alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Project {
    /// Its name.
    pub name: String,
    /// The program that wrote it.
    pub origin: String,
    /// Those who coded.
    pub users: Vec<User>,
    /// The codes, the uppermost ones with those below.
    pub codes: Vec<Code>,
    /// The attributes.
    pub variables: Vec<Variable>,
    /// The cases.
    pub cases: Vec<Case>,
    /// The texts.
    pub sources: Vec<Source>,
    /// Notes: memos and remarks.
    pub notes: Vec<Note>,
    /// Links between things.
    pub links: Vec<Link>,
    /// Sets of codes and sources.
    pub sets: Vec<Set>,
    /// What is said of the project.
    pub description: String,
    /// The notes on the project as a whole.
    pub note_refs: Vec<Guid>,
}

/// A coder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct User {
    /// Its id.
    pub guid: Guid,
    /// The name.
    pub name: String,
}

/// A code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// Its id.
    pub guid: Guid,
    /// What people read.
    pub name: String,
    /// Whether text can be coded with it.
    pub codable: bool,
    /// `#rrggbb`.
    pub colour: Option<String>,
    /// What it means.
    pub description: String,
    /// The notes on it.
    pub note_refs: Vec<Guid>,
    /// The codes below.
    pub codes: Vec<Code>,
}

/// An attribute of cases or sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Variable {
    /// Its id.
    pub guid: Guid,
    /// Its name.
    pub name: String,
    /// `Text`, `Boolean`, `Integer`, `Float`, `Date` or `DateTime`.
    pub kind: String,
}

/// The value of an attribute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Value {
    /// The attribute.
    pub variable: Guid,
    /// The value, as written.
    pub value: String,
}

/// A case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// Its id.
    pub guid: Guid,
    /// Its name.
    pub name: String,
    /// What is said of it.
    pub description: String,
    /// Its attributes.
    pub values: Vec<Value>,
    /// The sources that are wholly its own.
    pub sources: Vec<Guid>,
    /// The selections in which it speaks.
    pub selections: Vec<Guid>,
}

/// A text with its codings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub guid: Guid,
    /// Its name.
    pub name: String,
    /// The text. Before its places are found: as it stands in the package.
    pub text: String,
    /// What is said of it.
    pub description: String,
    /// The marked places.
    pub selections: Vec<Selection>,
    /// Codings of the whole text.
    pub codings: Vec<Coding>,
    /// The notes on it.
    pub note_refs: Vec<Guid>,
    /// Its attributes.
    pub values: Vec<Value>,
    /// Places whose time in a recording is known.
    pub sync: Vec<Sync>,
    /// When it was made.
    pub at: Option<String>,
}

/// A place whose time in the recording is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sync {
    /// The code point.
    pub position: usize,
    /// Milliseconds.
    pub time: u64,
}

/// A marked place of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Its id.
    pub guid: Guid,
    /// Its name: by custom, the words.
    pub name: String,
    /// First code point.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Who marked it.
    pub user: Option<Guid>,
    /// When.
    pub at: Option<String>,
    /// What is said of it.
    pub description: String,
    /// Its codings.
    pub codings: Vec<Coding>,
    /// The notes on it.
    pub note_refs: Vec<Guid>,
}

/// That a place has a code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coding {
    /// Its id.
    pub guid: Guid,
    /// The code.
    pub code: Guid,
    /// Who gave it.
    pub user: Option<Guid>,
    /// When.
    pub at: Option<String>,
    /// The notes on it.
    pub note_refs: Vec<Guid>,
}

/// A memo or remark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// Its id.
    pub guid: Guid,
    /// Its title.
    pub name: String,
    /// Its words.
    pub text: String,
    /// Who wrote it.
    pub user: Option<Guid>,
    /// When.
    pub at: Option<String>,
}

/// A link between two things.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Link {
    /// Its id.
    pub guid: Guid,
    /// Its name.
    pub name: String,
    /// `Associative`, `OneWay` or `Bidirectional`.
    pub direction: Option<String>,
    /// `#rrggbb`.
    pub colour: Option<String>,
    /// Where it begins.
    pub origin: Option<Guid>,
    /// Where it ends.
    pub target: Option<Guid>,
}

/// A set of codes, sources and notes.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Set {
    /// Its id.
    pub guid: Guid,
    /// Its name.
    pub name: String,
    /// What is said of it.
    pub description: String,
    /// Its codes.
    pub codes: Vec<Guid>,
    /// Its sources.
    pub sources: Vec<Guid>,
    /// Its notes.
    pub notes: Vec<Guid>,
}

impl Project {
    /// All codes with how deep they stand, each before those below it.
    pub fn all_codes(&self) -> Vec<(usize, &Code)> {
        let mut all = Vec::new();
        let mut open: Vec<(usize, &Code)> = self.codes.iter().rev().map(|code| (0, code)).collect();
        while let Some((depth, code)) = open.pop() {
            all.push((depth, code));
            open.extend(code.codes.iter().rev().map(|below| (depth + 1, below)));
        }
        all
    }

    /// The name of a user.
    pub fn user(&self, guid: &str) -> Option<&str> {
        let user = self.users.iter().find(|user| user.guid == guid)?;
        Some(user.name.as_str()).filter(|name| !name.trim().is_empty())
    }

    /// How many codings there are.
    pub fn codings(&self) -> usize {
        let of_source = |source: &Source| {
            let marked: usize = source.selections.iter().map(|place| place.codings.len()).sum();
            marked + source.codings.len()
        };
        self.sources.iter().map(of_source).sum()
    }
}
