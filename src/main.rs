//! The `emic` program: see `emic::cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    // Without a handler Ctrl-C still ends the program; only its traces stay.
    let _ = ctrlc::set_handler(|| {
        if let Some(exit) = emic::cli::interrupted() {
            leave(exit.code());
        }
    });
    ExitCode::from(emic::cli::run(std::env::args_os()).code())
}

#[allow(clippy::exit)] // The handler runs in a thread of its own; nothing else ends the program.
fn leave(code: u8) {
    std::process::exit(code.into());
}
