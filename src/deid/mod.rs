//! De-identification: names and other identifiers are found, and replaced so that codings stay
//! where they are.
//!
//! In come a study and a key, a table that a person wrote and keeps elsewhere ([`key`]); out come
//! the places of what may point at somebody ([`find`], [`said`], [`capital`], [`rare`]) and, if key
//! and study belong together ([`fit`]), the files of a new study ([`anew`], [`papers`],
//! [`paper_text`], [`log`]), searched once more ([`proof`]). The definition is METHODS 6
//! (`docs/deid.md`). What comes out is pseudonymised: a person who knows the people may still
//! recognise them.

pub mod anew;
pub mod capital;
mod covered;
pub mod dates;
pub mod find;
pub mod fit;
mod fold;
pub mod key;
pub mod log;
pub mod paper_text;
pub mod papers;
pub mod pattern;
pub mod proof;
pub mod rare;
pub mod replace;
pub mod said;
pub mod stamp;
pub mod surface;
pub mod told_ids;
mod toml_text;
