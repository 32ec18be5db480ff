//! The researcher's own editor.
//!
//! In comes a file, out comes whether the editor ended well. While it is open the terminal is its
//! own, and Ctrl-C is not meant for this program.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

use super::ui::Stop;
use super::{App, stopped};
use crate::diagnostic::Diagnostic;

static OPEN: AtomicBool = AtomicBool::new(false);

/// Whether an editor has the terminal.
pub(super) fn is_open() -> bool {
    OPEN.load(Ordering::Relaxed)
}

/// The command that opens the editor: the one given, else the one that the environment names.
pub(super) fn command(given: Option<&str>, app: &App) -> Result<String, Stop> {
    match given.or(app.editor.as_deref()) {
        Some(command) => Ok(command.to_owned()),
        None => stopped(
            Diagnostic::error("there is no editor to open")
                .help("name one with `--editor COMMAND` or in the variable `EDITOR`")
                .help("or print the sheet with `--sheet` and read it back with `--from-sheet`"),
        ),
    }
}

/// Opens a file in an editor and waits until it is closed. The command is what a shell takes, as for
/// git: `code --wait` has an option.
pub(super) fn open(command: &str, file: &Path) -> Result<bool, Stop> {
    let mut shell = match cfg!(windows) {
        true => {
            let mut shell = Command::new("cmd");
            shell.arg("/C").arg(command).arg(file);
            shell
        }
        false => {
            let mut shell = Command::new("sh");
            shell.arg("-c").arg(format!("{command} \"$@\"")).arg(command).arg(file);
            shell
        }
    };
    OPEN.store(true, Ordering::Relaxed);
    let ended = shell.status();
    OPEN.store(false, Ordering::Relaxed);
    match ended {
        Ok(status) if status.code() == Some(127) => {
            stopped(Diagnostic::error(format!("the editor `{command}` was not found")))
        }
        Ok(status) => Ok(status.success()),
        Err(error) => {
            stopped(Diagnostic::error(format!("the editor `{command}` does not open: {error}")))
        }
    }
}
