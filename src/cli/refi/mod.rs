//! `emic refi`, and the REFI-QDA side of `emic import` and `emic export`.

mod check;
mod export;
mod gather;
mod import;
mod side;
mod tables;

use std::path::Path;

use clap::{Args, Subcommand, ValueEnum};

use super::ui::Stop;
use super::{App, Exit};
use crate::files;
use crate::refi::read;
use crate::refi::tool::Tool;

pub(super) use export::run as export;
pub(super) use import::run as import;
pub(super) use side::files;

/// Look into files of the REFI-QDA standard
///
/// `emic import FILE.qdpx` takes them in, `emic export FILE.qdpx` writes them.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    Check(check::Arguments),
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    match &arguments.command {
        Command::Check(arguments) => check::run(arguments, app),
    }
}

/// A program that a package is for.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum For {
    /// QualCoder: no two codes of one name, every source dated
    Qualcoder,
    /// MAXQDA: line ends of two characters, both counted
    Maxqda,
    /// ATLAS.ti: two levels of codes, no two of one name
    Atlas,
    /// NVivo: turns belong to their cases
    Nvivo,
    /// qdaPy and qdaR: coders share the places that they both coded
    Qdapy,
}

/// The program that is meant.
fn tool(wanted: Option<For>) -> Tool {
    match wanted {
        None => Tool::Any,
        Some(For::Qualcoder) => Tool::Qualcoder,
        Some(For::Maxqda) => Tool::Maxqda,
        Some(For::Atlas) => Tool::Atlas,
        Some(For::Nvivo) => Tool::Nvivo,
        Some(For::Qdapy) => Tool::Qdapy,
    }
}

/// Whether a file is one of the standard. Files that cannot be read are told by who reads them.
pub(super) fn is_refi(path: &Path) -> bool {
    files::what(path) == files::What::File
        && files::read(path).is_ok_and(|bytes| read::is_refi(&bytes, &files::shown(path)))
}

/// Whether an extension is one of the standard.
pub(super) fn is_extension(path: &Path) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    matches!(extension.as_deref(), Some("qdpx" | "qdc"))
}
