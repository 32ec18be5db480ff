//! The program as its users meet it: arguments in; standard output, standard error, exit status and
//! files out. A module a command; `desk` is the folder that each test works in.

#![allow(clippy::unwrap_used, clippy::panic)] // Also in what the tests share.
#![allow(clippy::disallowed_methods)] // Tests make and read files as users do.

mod activity;
mod add;
mod agree;
mod agree_study;
mod apply;
mod attributes;
mod audit_rules;
mod case;
mod check;
mod codebook;
mod codebook_edit;
mod codebook_exchange;
mod coding;
mod compare;
mod deid;
mod deposit;
mod desk;
mod documents;
#[cfg(unix)]
mod endless;
mod framework;
mod handout;
mod help;
mod hostile;
mod import;
mod init;
mod kept;
mod knowing;
mod memo;
mod participants;
mod question;
mod reading;
mod refi;
mod relate;
mod report;
mod review;
mod search;
mod sheet;
mod show;
mod small_cell;
mod stages;
mod tally;
mod tally_places;
mod terminal;
mod together;
mod view;
mod vignette;
