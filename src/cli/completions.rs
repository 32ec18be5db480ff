//! `emic completions`: scripts that let the shell complete commands and flags.

use clap::Args;
use clap_complete::{Shell, generate};

use super::ui::Stop;
use super::{App, Exit};

/// Write a completion script for a shell
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  emic completions bash > ~/.local/share/bash-completion/completions/emic
  emic completions fish > ~/.config/fish/completions/emic.fish")]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let mut script = Vec::new();
    generate(arguments.shell, &mut super::command(), "emic", &mut script);
    app.ui.data(&script)?;
    Ok(Exit::Done)
}
