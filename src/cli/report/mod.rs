//! `emic report`: tables to hand in. A report a file.

mod all;
mod ask;
mod matrix;
mod model;
mod stages;
mod themes;
mod waves;

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
    All(all::Arguments),
    Matrix(matrix::Arguments),
    Model(model::Arguments),
    Stages(stages::Arguments),
    Themes(themes::Arguments),
    Waves(waves::Arguments),
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    match &arguments.report {
        Kind::All(arguments) => all::run(arguments, app),
        Kind::Matrix(arguments) => matrix::run(arguments, app),
        Kind::Model(arguments) => model::run(arguments, app),
        Kind::Stages(arguments) => stages::run(arguments, app),
        Kind::Themes(arguments) => themes::run(arguments, app),
        Kind::Waves(arguments) => waves::run(arguments, app),
    }
}
