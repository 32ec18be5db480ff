//! `emic report`: tables to hand in. A report a file.

mod activity;
mod all;
pub(super) mod ask;
mod audit;
mod codebook;
mod cooccurrence;
mod coreq;
mod counted;
pub(super) mod counting;
mod counts;
mod framework;
mod joint;
mod kept;
mod keyness;
mod matrix;
mod model;
mod participants;
mod places;
mod quotes;
mod saturation;
mod sources;
mod srqr;
mod stages;
mod tallied;
pub(super) mod tallies;
mod themes;
mod vignette;
mod waves;

use clap::{Args, Subcommand};

use super::lazily::Lazily;
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
    Activity(Lazily<activity::Arguments>),
    All(Lazily<all::Arguments>),
    Audit(Lazily<audit::Arguments>),
    Codebook(Lazily<codebook::Arguments>),
    Cooccurrence(Lazily<cooccurrence::Arguments>),
    Coreq(Lazily<coreq::Arguments>),
    Framework(Lazily<framework::Arguments>),
    Joint(Lazily<joint::Arguments>),
    Keyness(Lazily<keyness::Arguments>),
    Matrix(Lazily<matrix::Arguments>),
    Model(Lazily<model::Arguments>),
    Participants(Lazily<participants::Arguments>),
    Quotes(Lazily<quotes::Arguments>),
    Saturation(Lazily<saturation::Arguments>),
    Sources(Lazily<sources::Arguments>),
    Srqr(Lazily<srqr::Arguments>),
    Stages(Lazily<stages::Arguments>),
    Themes(Lazily<themes::Arguments>),
    Vignette(Lazily<vignette::Arguments>),
    Waves(Lazily<waves::Arguments>),
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    match &arguments.report {
        Kind::Activity(arguments) => activity::run(arguments, app),
        Kind::All(arguments) => all::run(arguments, app),
        Kind::Audit(arguments) => audit::run(arguments, app),
        Kind::Codebook(arguments) => codebook::run(arguments, app),
        Kind::Cooccurrence(arguments) => cooccurrence::run(arguments, app),
        Kind::Coreq(arguments) => coreq::run(arguments, app),
        Kind::Framework(arguments) => framework::run(arguments, app),
        Kind::Joint(arguments) => joint::run(arguments, app),
        Kind::Keyness(arguments) => keyness::run(arguments, app),
        Kind::Matrix(arguments) => matrix::run(arguments, app),
        Kind::Model(arguments) => model::run(arguments, app),
        Kind::Participants(arguments) => participants::run(arguments, app),
        Kind::Quotes(arguments) => quotes::run(arguments, app),
        Kind::Saturation(arguments) => saturation::run(arguments, app),
        Kind::Sources(arguments) => sources::run(arguments, app),
        Kind::Srqr(arguments) => srqr::run(arguments, app),
        Kind::Stages(arguments) => stages::run(arguments, app),
        Kind::Themes(arguments) => themes::run(arguments, app),
        Kind::Vignette(arguments) => vignette::run(arguments, app),
        Kind::Waves(arguments) => waves::run(arguments, app),
    }
}
