//! `emic man`: the manual pages, made from the help.

use std::path::{Path, PathBuf};

use clap::Args;
use clap_mangen::Man;

use super::ui::Stop;
use super::words::counted;
use super::{App, Exit};
use crate::diagnostic::Diagnostic;
use crate::files;

/// Write the manual pages
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  emic man | man -l -
  emic man --out ~/.local/share/man/man1")]
pub(super) struct Arguments {
    /// Write a page a command into this folder; without, the first page goes to standard output
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    // The list of commands by task is made for terminals; a manual page has its own.
    let mut tree = super::command().help_template("");
    tree.build();
    let Some(folder) = &arguments.out else {
        app.ui.data(&page(tree)?)?;
        return Ok(Exit::Done);
    };
    files::write::folder(folder)?;
    let count = write(folder, "emic", tree)?;
    app.ui.status(&format!("Wrote {} to `{}`.", counted(count, "page"), files::shown(folder)));
    Ok(Exit::Done)
}

/// Writes the page of a command and those of its subcommands.
fn write(folder: &Path, name: &str, command: clap::Command) -> Result<usize, Stop> {
    let mut count = 1;
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        count += write(folder, &format!("{name}-{}", below.get_name()), below.clone())?;
    }
    let path = folder.join(format!("{name}.1"));
    files::write::publish(&path, &page(command.name(name.to_owned()))?)?;
    Ok(count)
}

fn page(command: clap::Command) -> Result<Vec<u8>, Diagnostic> {
    let mut page = Vec::new();
    Man::new(command)
        .render(&mut page)
        .map_err(|error| Diagnostic::error(format!("cannot make the page: {error}")))?;
    Ok(page)
}
