//! `emic export`: codings, codebook, cases and turns as tables; the study for other tools; a deposit.

mod archive;
mod coders;
mod codings;
mod elan;
mod taguette;
mod turns;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::output::Output;
use super::ui::Stop;
use super::{App, Exit, case, codebook, refi, stopped};
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::study::corpus::{Corpus, Given};
use crate::study::open;
use coders::Coders;

/// Write codings for other tools, as a table, a project or an archive
///
/// The extension of FILE says what is written:
///
/// csv, tsv, json, jsonl, xlsx: the codings as a table with the columns that `emic import` reads;
/// positions are code points of the transcript as it is now, the end exclusive. `--what` writes the
/// codebook, the cases or the turns instead.
///
/// qdpx: the whole study as a REFI-QDA project; qdc: its codebook.
///
/// sqlite3: a Taguette database with documents, tags and highlights.
///
/// eaf: one transcript for ELAN, a tier a speaker and a tier a code; it needs times.
///
/// zip: everything of the study for a repository, a BagIt package (RFC 8493) with tables, checksums
/// and a README. Nothing of `.emic/` and no key of pseudonyms goes into it. It is not anonymised.
///
/// Without --coder the codings of all people are written; `--coder rules` writes those of the rules.
#[derive(Args, Clone, Debug)]
#[command(mut_arg("output", |arg| arg.hide(true)), after_long_help = "\
Examples:
  emic export codings.csv
  emic export codebook.xlsx --what codebook
  emic export study.sqlite3 --coder ana
  emic export P03.eaf
  emic export deposit.zip")]
pub(super) struct Arguments {
    /// The file to write; `-` is standard output and needs `-f`
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// What a table holds
    #[arg(long, value_enum, value_name = "WHAT", default_value = "codings")]
    what: What,
    /// The transcript of an .eaf; without, the one that FILE is called after
    #[arg(long, value_name = "ID")]
    transcript: Option<String>,
    /// The program that a .qdpx or .qdc is for; without, any, with the study inside for emic
    #[arg(long = "for", value_name = "TOOL", value_enum)]
    wanted: Option<refi::For>,
    /// Say what would be written and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    #[command(flatten)]
    output: Output,
}

/// What a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// A row a coding
    Codings,
    /// A row a code, as `emic codebook export` writes it
    Codebook,
    /// A row a case with its attributes
    Cases,
    /// A row a turn with its words
    Turns,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let mut output = arguments.output.clone();
    if let Some(file) = &arguments.file {
        output.output = Some(file.clone());
    }
    let ending = output.file().and_then(Path::extension).map(|ending| ending.to_string_lossy());
    let ending = ending.map(|ending| ending.to_lowercase()).unwrap_or_default();
    let file = output.file().map(Path::to_owned).unwrap_or_default();
    if arguments.what != What::Codings && is_whole(&ending) {
        let told = Diagnostic::error(format!("a .{ending} holds more than a table"));
        return stopped(told.help("leave `--what` out, or name a csv or xlsx"));
    }
    if refi::is_extension(&file) && !arguments.dry_run {
        return refi::export(&file, arguments.wanted, app);
    }
    if output.format.is_none() && ending.is_empty() {
        let told = Diagnostic::error("in which format?");
        return stopped(told.help("name a file such as `codings.csv`, or a format with `-f csv`"));
    }
    let corpus = Corpus::of_study(open::find(&app.folder)?, &Given::default());
    if arguments.dry_run {
        app.ui.status(&format!("Would write `{}`.", files::shown(&file)));
        return Ok(Exit::Done);
    }
    match ending.as_str() {
        "sqlite3" | "sqlite" | "db" => taguette::write(&corpus, &file, app)?,
        "eaf" => elan::write(&corpus, &file, arguments.transcript.as_deref(), app)?,
        "zip" => archive::write(&corpus, &file, app)?,
        _ => table(arguments.what, &corpus, &output, app)?,
    }
    Ok(Exit::Done)
}

/// Whether a file of this kind is no table.
fn is_whole(ending: &str) -> bool {
    matches!(ending, "qdpx" | "sqlite3" | "sqlite" | "db" | "eaf" | "zip")
}

fn table(what: What, corpus: &Corpus, output: &Output, app: &App) -> Result<(), Stop> {
    match what {
        What::Codings => {
            let report = codings::report(corpus, &Coders::of(corpus, app)?, app);
            output.write(&report, &app.ui)
        }
        What::Turns => output.write(&turns::report(corpus, app), &app.ui),
        What::Cases => output.write(&case::list::whole(corpus, app)?, &app.ui),
        What::Codebook => {
            let file = output.output.clone().unwrap_or_else(|| PathBuf::from("-"));
            codebook::export::study(&file, output, app)
        }
    }
}
