//! `emic deid`: finding what points at people, and a new study without it.

mod apply;
mod carry;
mod key;
mod reverse;
mod scan;

use clap::{Args, Subcommand};

use super::ui::Stop;
use super::{App, Exit};

/// Find what points at people, write a pseudonymised study, bring the names back
///
/// No program knows who will recognise whom. Patterns find addresses, numbers and dates; names and
/// places are found where the key lists them; everything else needs a person who reads. Two things
/// that nothing here can find:
///
///   "The only deaf peer worker in the county won the national award that year."
///   "May came in May. Will will drive."
///
/// In the first no word is a name and everybody knows who is meant; in the second the names are
/// words.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Scan(scan::Arguments),
    Apply(apply::Arguments),
    Reverse(reverse::Arguments),
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    match &arguments.command {
        Command::Scan(arguments) => scan::run(arguments, app),
        Command::Apply(arguments) => apply::run(arguments, app),
        Command::Reverse(arguments) => reverse::run(arguments, app),
    }
}
