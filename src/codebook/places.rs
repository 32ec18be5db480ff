//! Where the parts of a codebook stand in its file.
//!
//! A [`Codebook`](super::Codebook) holds what the file says; [`Places`] holds the bytes where it
//! says so, entry for entry. Warnings point with it, and commands that edit a codebook change
//! exactly these bytes and leave remarks and order alone.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::Source;

/// Bytes of the source.
pub type Span = Range<usize>;

/// Where the parts of a codebook stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    /// The file's name and text.
    pub source: Arc<Source>,
    /// The value of `[codebook] version`.
    pub version: Option<Span>,
    /// One entry a code, in the order of the codes.
    pub codes: Vec<CodePlaces>,
    /// The lists.
    pub lists: BTreeMap<String, ListPlaces>,
    /// One entry a relation, in the order of the relations.
    pub relations: Vec<RelationPlaces>,
    /// One entry a migration: its header and the values `to` of its steps.
    pub migrations: Vec<MigrationPlaces>,
}

/// Where the parts of a code stand. What the file leaves out has no place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodePlaces {
    /// The header `[[code]]`.
    pub entry: Span,
    /// The id.
    pub id: Span,
    /// The label.
    pub label: Span,
    /// The parent.
    pub parent: Option<Span>,
    /// `codable`.
    pub codable: Option<Span>,
    /// The brief definition.
    pub brief: Option<Span>,
    /// The definition.
    pub definition: Option<Span>,
    /// The examples.
    pub examples: Vec<Span>,
    /// The non-examples.
    pub non_examples: Vec<Span>,
    /// The aliases.
    pub aliases: Vec<Span>,
    /// `merged_into`.
    pub merged_into: Option<Span>,
    /// The rules.
    pub rules: Vec<RulePlaces>,
}

/// Where the parts of a rule stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulePlaces {
    /// The header `[[code.rule]]`.
    pub entry: Span,
    /// The id, where the file has one.
    pub id: Option<Span>,
    /// The patterns, in the order of [`Rule::patterns`](super::Rule::patterns).
    pub patterns: Vec<Span>,
    /// The regular expressions.
    pub regex: Vec<Span>,
    /// `within`.
    pub within: Option<Span>,
}

/// Where a list stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListPlaces {
    /// Its name.
    pub name: Span,
    /// Its entries.
    pub entries: Vec<Span>,
}

/// Where a relation stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RelationPlaces {
    /// The header `[[relation]]`.
    pub entry: Span,
    /// The code it comes from.
    pub from: Span,
    /// The code it goes to.
    pub to: Span,
}

/// Where a migration stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MigrationPlaces {
    /// The header `[[migration]]`.
    pub entry: Span,
    /// For each step, its new codes.
    pub to: Vec<Vec<Span>>,
}
