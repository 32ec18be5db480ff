//! Changing a codebook while its codings stay: rename, merge, split, move, relate.
//!
//! In comes a codebook with its places, out comes the text of the file as it is to be
//! ([`Edited`]), or why it cannot be. Only the bytes that have to change are changed: remarks,
//! order and spacing stay. An old id is never lost: a rename leaves an alias, a merge
//! `merged_into`, and every change a step of a `[[migration]]`, which is how codings in logs find
//! their code ([`super::migration`]). What does not read as a codebook afterwards is not given out.

mod draft;
mod layout;
mod merge;
mod record;
mod relate;
mod relocate;
mod rename;
mod split;

pub use merge::merge;
pub use relate::{Link, relate};
pub use relocate::relocate;
pub use rename::rename;
pub use split::split;

/// A codebook after a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edited {
    /// The text of the file.
    pub text: String,
    /// The codebook's version now.
    pub version: String,
    /// What else was changed, a sentence each.
    pub told: Vec<String>,
}

#[cfg(test)]
mod tests;
