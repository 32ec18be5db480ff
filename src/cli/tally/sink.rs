//! Where tallies go: a file that is there when all of it is written, or standard output.

use std::path::Path;

use crate::cli::Exit;
use crate::cli::ui::{Stop, Ui};
use crate::cli::words::counted;
use crate::coding::tally_line::Made;
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::files::draft::Draft;

/// Where tallies go.
pub(super) struct Sink<'a> {
    ui: &'a Ui,
    file: Option<(String, Draft)>,
    tallies: u64,
    /// Whether it says that nothing was let in.
    says_nothing: bool,
}

impl<'a> Sink<'a> {
    /// A file that is there when all is written, or standard output.
    pub(super) fn new(path: Option<&Path>, ui: &'a Ui) -> Result<Self, Stop> {
        let file = path.filter(|path| *path != Path::new("-"));
        let file = file.map(|path| Ok((files::shown(path), Draft::new(path)?)));
        let file = file.transpose().map_err(|told: Diagnostic| Stop::from(told))?;
        Ok(Sink { ui, file, tallies: 0, says_nothing: false })
    }

    /// Adds lines that hold so many tallies.
    pub(super) fn put(&mut self, text: &str, tallies: u64) -> Result<(), Stop> {
        self.tallies += tallies;
        match &mut self.file {
            Some((_, draft)) => Ok(draft.push(text.as_bytes())?),
            None => self.ui.data(text.as_bytes()),
        }
    }

    /// Says how tallies were made where none was: a report of them then is one of zeros.
    pub(super) fn put_nothing(&mut self, made: &Made) -> Result<(), Stop> {
        if self.tallies > 0 {
            return Ok(());
        }
        self.says_nothing = true;
        self.ui.hint("nothing passes these filters, which one line says");
        self.put(&made.written(), 0)
    }

    /// Ends the file and says what is in it.
    pub(super) fn finish(self) -> Result<Exit, Stop> {
        let tallies = counted(self.tallies as usize, "tally");
        if let Some((name, draft)) = self.file {
            draft.finish()?;
            self.ui.status(&format!("Wrote {tallies} to `{name}`."));
            if self.tallies > 0 || self.says_nothing {
                self.ui
                    .hint(&format!("`emic report themes --tallies {name}` makes the theme table"));
            }
        } else {
            self.ui.flush()?;
            self.ui.verbose(&format!("{tallies}."));
        }
        Ok(Exit::Done)
    }
}
