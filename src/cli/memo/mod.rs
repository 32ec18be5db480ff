//! `emic memo`: what the analyst thought, in files of `memos/`.

mod about;
mod list;
mod new;
mod show;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};

pub(super) use about::{codes, coding};
pub(super) use new::date as new_date;

use super::ui::Stop;
use super::{App, Exit};
use crate::study::memo::Kind;

/// Write, list and show memos
///
/// A memo is a Markdown file in `memos/` with a few lines of TOML above it: title, type, date,
/// author, and what it is about (codes, codings, cases, transcripts, the study). It can be changed
/// in any editor. The types are code (what a code means), theoretical (how things hang together),
/// operational (what to do next), reflexive (what the researcher brings along), negative-case (what
/// does not fit) and member-check (what participants said to the findings).
#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    New(new::Arguments),
    List(list::Arguments),
    Show(show::Arguments),
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    match &arguments.command {
        Command::New(arguments) => new::run(arguments, app),
        Command::List(arguments) => list::run(arguments, app),
        Command::Show(arguments) => show::run(arguments, app),
    }
}

/// The types of memos, as an option takes them.
fn kinds() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.map(Kind::name))
        .map(|name| Kind::ALL.into_iter().find(|kind| kind.name() == name).unwrap_or_default())
}
