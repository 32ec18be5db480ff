//! The terminal: the only place where something is printed, but for the view over the whole window
//! (`view/terminal.rs`).
//!
//! Data go to standard output, words to standard error. A reader that went away (`| head`) ends the
//! program quietly. Colours follow `--color`, `NO_COLOR` and the terminal; `-q` leaves errors and
//! warnings alone, `-v` adds notes.

use std::cell::{Cell, RefCell};
use std::io::{BufWriter, ErrorKind, IsTerminal, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice, adapter::strip_str};

use super::render::render;
use crate::diagnostic::{Diagnostic, Severity};
use crate::files::fault::{Doing, fault};
use crate::report::escape;

/// So many warnings are shown; `-v` shows all.
const WARNINGS: usize = 10;

/// Why a command ended before its time.
#[derive(Debug)]
pub enum Stop {
    /// Something was wrong; it is told before the program ends. Empty if it was told already.
    Told(Vec<Diagnostic>),
    /// Nobody reads what is written.
    Closed,
}

impl From<Diagnostic> for Stop {
    fn from(told: Diagnostic) -> Self {
        Stop::Told(vec![told])
    }
}

impl From<Vec<Diagnostic>> for Stop {
    fn from(told: Vec<Diagnostic>) -> Self {
        Stop::Told(told)
    }
}

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loudness {
    /// Errors and warnings alone.
    Quiet,
    /// What changed and what to do next as well.
    #[default]
    Normal,
    /// Notes as well.
    Verbose,
}

/// What is known of the terminal before anything is printed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Setting {
    /// How much is said.
    pub loudness: Loudness,
    /// `--color`.
    pub colour: ColorChoice,
    /// Whether progress may be shown at all: not with `--no-progress`, under CI or on a terminal
    /// that cannot go back.
    pub progress: bool,
    /// Whether a terminal could show a view over its whole window: not a dumb one.
    pub screen: bool,
}

/// The terminal.
pub struct Ui {
    setting: Setting,
    out: RefCell<BufWriter<std::io::Stdout>>,
    out_is_terminal: bool,
    out_has_colours: bool,
    err: RefCell<AutoStream<std::io::Stderr>>,
    failed: Cell<bool>,
}

impl Ui {
    /// Opens the terminal.
    pub fn new(setting: Setting) -> Self {
        let (out, err) = (std::io::stdout(), std::io::stderr());
        let out_has_colours = match setting.colour {
            ColorChoice::Auto => AutoStream::choice(&out) != ColorChoice::Never,
            other => other != ColorChoice::Never,
        };
        Ui {
            setting,
            out_is_terminal: out.is_terminal(),
            out_has_colours,
            out: RefCell::new(BufWriter::with_capacity(1 << 16, out)),
            err: RefCell::new(AutoStream::new(err, setting.colour)),
            failed: Cell::new(false),
        }
    }

    /// Writes data: exact, except that a terminal gets no control characters.
    pub fn data(&self, bytes: &[u8]) -> Result<(), Stop> {
        if self.out_is_terminal {
            let text = String::from_utf8_lossy(bytes);
            let mut lines = text.split_inclusive('\n');
            return lines.try_for_each(|line| self.put(escape::terminal(line, true).as_bytes()));
        }
        self.put(bytes)
    }

    /// Writes text that was made for reading, with its colours if they are wanted.
    pub fn page(&self, text: &str) -> Result<(), Stop> {
        match self.out_has_colours {
            true => self.put(text.as_bytes()),
            false => self.put(strip_str(text).to_string().as_bytes()),
        }
    }

    fn put(&self, bytes: &[u8]) -> Result<(), Stop> {
        self.out.borrow_mut().write_all(bytes).map_err(|error| stop(&error))
    }

    /// Sends on what was written so far; to be called once before the program ends.
    pub fn flush(&self) -> Result<(), Stop> {
        self.out.borrow_mut().flush().map_err(|error| stop(&error))
    }

    /// Says in a line what changed.
    pub fn status(&self, text: &str) {
        if self.setting.loudness >= Loudness::Normal {
            self.say(&escape::terminal(text, true));
        }
    }

    /// Says what could be done next.
    pub fn hint(&self, text: &str) {
        if self.setting.loudness >= Loudness::Normal {
            self.say(&format!("\x1b[36mhint:\x1b[0m {}", escape::terminal(text, true)));
        }
    }

    /// Says what only somebody who asked for more wants to know.
    pub fn verbose(&self, text: &str) {
        if self.setting.loudness == Loudness::Verbose {
            self.say(&escape::terminal(text, true));
        }
    }

    /// Tells one finding. After an error the program ends with status 2, whatever else succeeds.
    pub fn tell(&self, told: &Diagnostic) {
        if told.is_error() {
            self.failed.set(true);
        }
        self.show(told);
    }

    /// Tells findings: all errors, and as many warnings as a person will read.
    pub fn tell_all(&self, all: &[Diagnostic]) {
        if all.iter().any(Diagnostic::is_error) {
            self.failed.set(true);
        }
        self.show_all(all);
    }

    /// Shows a finding that is what the command was asked for, not its failure.
    pub fn show(&self, told: &Diagnostic) {
        if told.severity > Severity::Note || self.setting.loudness == Loudness::Verbose {
            let width = terminal_size::terminal_size_of(std::io::stderr());
            self.say(&render(told, width.map(|(width, _)| usize::from(width.0))));
        }
    }

    /// Shows findings: all errors, and as many warnings as a person will read.
    pub fn show_all(&self, all: &[Diagnostic]) {
        let mut warnings = 0;
        for told in all {
            warnings += usize::from(told.severity == Severity::Warning);
            let is_too_much = warnings > WARNINGS && self.setting.loudness != Loudness::Verbose;
            if told.is_error() || !is_too_much {
                self.show(told);
            }
        }
        if warnings > WARNINGS && self.setting.loudness != Loudness::Verbose {
            let left = warnings - WARNINGS;
            self.say(&format!("{left} more warnings; `-v` shows them all\n"));
        }
    }

    /// Asks something; what is typed stands behind it.
    pub fn ask(&self, text: &str) {
        let _ = self.out.borrow_mut().flush();
        let mut err = self.err.borrow_mut();
        // If standard error is closed there is nobody to ask.
        let _ = write!(err, "{}", escape::terminal(text, true));
        let _ = err.flush();
    }

    /// Whether an error was told.
    pub fn has_failed(&self) -> bool {
        self.failed.get()
    }

    fn say(&self, text: &str) {
        // Words come after the data that were written before them.
        let _ = self.out.borrow_mut().flush();
        // If standard error is closed there is nobody left to tell.
        let _ = writeln!(self.err.borrow_mut(), "{text}");
    }

    /// The width of the window that standard output is; `None` where it is no window.
    pub fn width(&self) -> Option<usize> {
        let size = terminal_size::terminal_size_of(std::io::stdout());
        size.map(|(width, _)| usize::from(width.0)).filter(|_| self.out_is_terminal)
    }

    /// Whether a person looks at standard output.
    pub fn is_terminal(&self) -> bool {
        self.out_is_terminal
    }

    /// Whether a person sits at a terminal that can show a view over its whole window.
    pub fn has_screen(&self) -> bool {
        self.setting.screen && self.out_is_terminal && std::io::stdin().is_terminal()
    }

    /// Whether standard output shows colours.
    pub fn has_colours(&self) -> bool {
        self.out_has_colours
    }

    /// Whether something is piped in, or could be: standard input is no terminal.
    pub fn is_piped(&self) -> bool {
        !std::io::stdin().is_terminal()
    }

    /// How the folding of a corpus shows how far it is.
    pub(super) fn progress(&self, doing: &'static str) -> super::progress::Progress {
        let is_shown = self.setting.progress
            && self.setting.loudness > Loudness::Quiet
            && std::io::stderr().is_terminal();
        super::progress::Progress::new(doing, is_shown)
    }
}

/// What to do when standard output does not take more.
fn stop(error: &std::io::Error) -> Stop {
    match error.kind() {
        ErrorKind::BrokenPipe => Stop::Closed,
        _ => Stop::from(fault(error, Doing::Write, Path::new("standard output"))),
    }
}

/// Leaves the terminal in order when the program is interrupted.
pub fn leave() {
    let mut err = std::io::stderr();
    if err.is_terminal() {
        let _ = err.write_all(b"\r\x1b[K\x1b[?25h");
    }
}
