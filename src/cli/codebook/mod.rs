//! `emic codebook`: the codes, what they mean, and the rules that find them.

mod change;
pub(super) mod check;
mod diff;
pub(super) mod export;
mod import;
mod list;
mod merge;
mod new;
mod relocate;
mod rename;
mod show;
mod split;
mod test;

use std::path::{Path, PathBuf};

pub(super) use change::Where;
use clap::{Args, Subcommand};

use super::ui::Stop;
use super::{App, Exit};
use crate::codebook::parse::{Parsed, parse};
use crate::diagnostic::{Diagnostic, Outcome};
use crate::files;
use crate::study::open;

/// Begin a codebook, list and show codes, check and test their rules, change codes while codings
/// follow, take codebooks in and out
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
    Check(check::Arguments),
    Test(test::Arguments),
    Import(import::Arguments),
    Export(export::Arguments),
    Diff(diff::Arguments),
    Rename(rename::Arguments),
    Merge(merge::Arguments),
    Split(split::Arguments),
    Move(relocate::Arguments),
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    match &arguments.command {
        Command::New(arguments) => new::run(arguments, app),
        Command::List(arguments) => list::run(arguments, app),
        Command::Show(arguments) => show::run(arguments, app),
        Command::Check(arguments) => check::run(arguments, app),
        Command::Test(arguments) => test::run(arguments, app),
        Command::Import(arguments) => import::run(arguments, app),
        Command::Export(arguments) => export::run(arguments, app),
        Command::Diff(arguments) => diff::run(arguments, app),
        Command::Rename(arguments) => rename::run(arguments, app),
        Command::Merge(arguments) => merge::run(arguments, app),
        Command::Split(arguments) => split::run(arguments, app),
        Command::Move(arguments) => relocate::run(arguments, app),
    }
}

/// The codebooks that are meant.
#[derive(Args, Clone, Debug, Default)]
struct Which {
    /// Codebooks, `-` is standard input; without any, those of the study
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The same, as other commands name them
    #[arg(long = "codebook", value_name = "FILE", hide_short_help = true)]
    codebooks: Vec<PathBuf>,
}

impl Which {
    /// The files: those named, else the study's.
    fn paths(&self, app: &App) -> Result<Vec<PathBuf>, Stop> {
        let named: Vec<PathBuf> = self.files.iter().chain(&self.codebooks).cloned().collect();
        if !named.is_empty() {
            return Ok(named);
        }
        let paths = open::find(&app.folder)?.codebooks();
        if paths.is_empty() {
            let told = Diagnostic::error("the study has no codebook yet");
            return Err(told.help("begin one with `emic codebook new`").into());
        }
        Ok(paths)
    }

    /// The codebooks, read. All mistakes of all of them are told together.
    fn read(&self, app: &App) -> Result<Vec<Parsed>, Stop> {
        let mut all = Vec::new();
        let mut wrong = Vec::new();
        for path in self.paths(app)? {
            match read(&path) {
                Ok(parsed) => all.push(parsed),
                Err(found) => wrong.extend(found),
            }
        }
        if wrong.is_empty() { Ok(all) } else { Err(wrong.into()) }
    }
}

/// Reads one codebook.
fn read(path: &Path) -> Outcome<Parsed> {
    let text = text(path).map_err(|told| vec![told])?;
    parse(&files::shown(path), &text)
}

fn text(path: &Path) -> Result<String, Diagnostic> {
    if path != Path::new("-") {
        return files::read_text(path);
    }
    String::from_utf8(files::read_standard_input()?)
        .map_err(|_| Diagnostic::error("the input is not UTF-8").in_file("-"))
}
