//! Text as the rules, the search and the counts see it: positions, words, sentences and annotations.
//!
//! What comes in is a string; what goes out are byte ranges over it. Nothing here knows of turns,
//! speakers or files. The definitions are those of the rule language (`docs/codebook.md`, section
//! "Semantics").

mod abbreviation;
pub mod accent;
pub mod annotation;
pub mod calendar;
pub mod chars;
pub mod json;
pub mod language;
pub mod natural;
pub mod points;
pub mod rank;
pub mod scan;
pub mod sentence;
pub mod stem;
pub mod word;
