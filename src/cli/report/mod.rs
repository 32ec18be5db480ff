//! `emic report`: tables to hand in. A report a file.

mod ask;
mod codebook;
mod matrix;
mod quotes;
mod themes;

use clap::{Args, Subcommand};

use super::ui::Stop;
use super::{App, Exit};

/// Make a table of what was coded
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    report: Kind,
}

#[derive(Subcommand, Clone, Debug)]
enum Kind {
    Codebook(codebook::Arguments),
    Matrix(matrix::Arguments),
    Quotes(quotes::Arguments),
    Themes(themes::Arguments),
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    match &arguments.report {
        Kind::Codebook(arguments) => codebook::run(arguments, app),
        Kind::Matrix(arguments) => matrix::run(arguments, app),
        Kind::Quotes(arguments) => quotes::run(arguments, app),
        Kind::Themes(arguments) => themes::run(arguments, app),
    }
}
