//! The study: the folder with `emic.toml`, and what it says about transcripts, people and codebooks.
//!
//! ```text
//! emic.toml  cases.csv  transcripts.csv  speakers.csv  transcripts/  codebooks/
//! ```
//!
//! [`open`] finds it, [`config`] and [`tables`] read what people wrote there, [`attributes`] and
//! [`condition`] answer questions about it. A [`corpus`] is the list of transcripts of a study, or
//! of files without a study; [`fold`] goes through it in parallel; a [`selection`] is the part of it
//! that a command looks at.

pub mod attributes;
pub mod audit;
pub mod check;
pub mod checklist;
pub mod condition;
pub mod config;
pub mod copies;
pub mod corpus;
pub mod edit;
mod fields;
mod file_facts;
pub mod file_name;
pub mod fold;
pub mod guide;
pub mod in_order;
pub mod logs;
pub mod memo;
pub mod open;
pub mod question;
pub mod ratings;
pub mod record;
pub mod sampling;
pub mod selection;
pub(crate) mod separated;
pub mod summaries;
pub mod summary;
pub mod tables;
