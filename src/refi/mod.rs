//! REFI-QDA: the standard by which programs for qualitative analysis exchange codebooks (`.qdc`) and
//! whole projects (`.qdpx`).
//!
//! In comes a package of any program, out comes a [`model::Project`] whose positions are code points
//! of its texts ([`read`]), with what is wrong in the package and who will stumble over it
//! ([`check`]); and back: what a study holds becomes a project ([`told`], [`project_of`]) and the
//! project bytes ([`mod@write`]), the same each time. [`take`] says what a project means for a study.
//!
//! Specification: REFI-QDA 1.5 with its two schemas, version 1.0 (REFI 2019). What it leaves open,
//! above all how positions are counted, is found out for each source ([`place`]).

pub mod check;
pub mod guid;
pub mod kept;
pub mod model;
pub mod place;
pub mod project_of;
pub mod read;
pub mod schema;
pub mod side;
pub mod take;
pub mod told;
pub mod tool;
pub mod write;
