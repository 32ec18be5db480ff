//! Changing a codebook of the study, or a file: what is changed is found, shown or written.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Which, text};
use crate::cli::ui::Stop;
use crate::cli::words::{counted, listed};
use crate::cli::{App, stopped};
use crate::codebook::edit::Edited;
use crate::codebook::migration::Ways;
use crate::codebook::parse::{Parsed, parse};
use crate::codebook::tree::Tree;
use crate::diagnostic::{Diagnostic, Outcome};
use crate::files;
use crate::report::escape;
use crate::study::logs::Logs;
use crate::study::open::{self, Study};

/// What every change of a codebook is asked.
#[derive(Args, Clone, Debug)]
pub(in crate::cli) struct Where {
    /// The codebook to change; without, the one of the study that has the code
    #[arg(long, value_name = "FILE")]
    codebook: Option<PathBuf>,
    /// Show what would change in the file and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// A codebook that is going to be changed.
pub(in crate::cli) struct Opened {
    pub(in crate::cli) path: PathBuf,
    pub(in crate::cli) parsed: Parsed,
    /// The study around, with its codebooks.
    pub(in crate::cli) study: Option<Study>,
    /// The names of codes in the other codebooks of the study.
    others: Vec<String>,
    dry_run: bool,
    has_mark: bool,
    _lock: Option<files::write::Lock>,
}

impl Where {
    /// All codebooks that could be meant.
    pub(in crate::cli) fn read_all(&self, app: &App) -> Result<Vec<Parsed>, Stop> {
        Which { files: self.codebook.iter().cloned().collect(), ..Which::default() }.read(app)
    }

    /// Opens the codebook that has a code of this name.
    pub(in crate::cli) fn open(&self, name: &str, app: &App) -> Result<Opened, Stop> {
        let study = match &self.codebook {
            Some(_) => open::find(&app.folder).ok(),
            None => Some(open::find(&app.folder)?),
        };
        let lock = match (&study, self.dry_run) {
            (Some(study), false) => Some(study.lock()?),
            _ => None,
        };
        let paths = match (&self.codebook, &study) {
            (Some(path), _) if path == Path::new("-") => {
                return stopped(Diagnostic::error("a file is needed to write to"));
            }
            (Some(path), _) => vec![path.clone()],
            (None, Some(study)) => study.codebooks(),
            (None, None) => Vec::new(),
        };
        let (mut known, mut wrong, mut found) = (Vec::new(), Vec::new(), None);
        for path in paths {
            let parsed = match text(&path).map_err(|told| vec![told]) {
                Ok(text) => parse(&files::shown(&path), &text),
                Err(told) => Err(told),
            };
            match parsed {
                Ok(parsed) => {
                    let tree = Tree::new(&parsed.codebook);
                    if found.is_none() && tree.find(name).is_some() {
                        found = Some((path, parsed));
                    } else {
                        known.extend(tree.names().map(str::to_owned));
                    }
                }
                Err(told) => wrong.extend(told),
            }
        }
        match found {
            _ if !wrong.is_empty() => Err(wrong.into()),
            None => {
                let told = Diagnostic::error(format!("no codebook has a code `{name}`"));
                let told = told.did_you_mean(name, known.iter().map(String::as_str));
                stopped(told.help("`emic codebook list` lists all codes"))
            }
            Some((path, parsed)) => {
                let has_mark = files::read(&path)?.starts_with("\u{feff}".as_bytes());
                let dry_run = self.dry_run;
                Ok(Opened { path, parsed, study, others: known, dry_run, has_mark, _lock: lock })
            }
        }
    }
}

impl Opened {
    /// Refuses new ids that another codebook of the study has.
    pub(in crate::cli) fn refuse_taken<'n>(
        &self,
        new: impl IntoIterator<Item = &'n str>,
    ) -> Result<(), Stop> {
        match new.into_iter().find(|id| self.others.iter().any(|other| other == id)) {
            None => Ok(()),
            Some(id) => {
                let told = format!("`{id}` is a code of another codebook of this study");
                stopped(Diagnostic::error(told).help("choose another id"))
            }
        }
    }

    /// Writes the changed file, or shows what would change; whether it was written.
    pub(in crate::cli) fn write(
        &self,
        edited: Outcome<Edited>,
        done: &str,
        app: &App,
    ) -> Result<bool, Stop> {
        let edited = edited?;
        let name = files::shown(&self.path);
        let old = self.parsed.places.source.text.as_str();
        if self.dry_run {
            let diff = similar::TextDiff::from_lines(old, edited.text.as_str());
            let shown = diff.unified_diff().header(&name, &name).to_string();
            app.ui.data(escape::terminal(&shown, true).as_bytes())?;
            return Ok(false);
        }
        let mark = if self.has_mark { "\u{feff}" } else { "" };
        files::write::replace(&self.path, format!("{mark}{}", edited.text).as_bytes())?;
        let version = match edited.version == self.parsed.codebook.version {
            true => String::new(),
            false => format!(", which is now version {}", edited.version),
        };
        app.ui.status(&format!("{done} in `{name}`{version}."));
        edited.told.iter().for_each(|told| app.ui.status(told));
        Ok(true)
    }

    /// How many codings have a code, by which coders; those that were renamed are counted under
    /// their name of today.
    pub(in crate::cli) fn codings(&self, code: &str, app: &App) -> Option<String> {
        let study = self.study.as_ref()?;
        let logs = Logs::read(study);
        app.ui.tell_all(&logs.told);
        let ways = Ways::of([&self.parsed.codebook]);
        let now = ways.now(code);
        let (mut number, mut coders) = (0, Vec::new());
        for (coder, state) in &logs.states {
            let own = state.codings.values().filter(|held| ways.now(&held.code) == now).count();
            if own > 0 {
                number += own;
                coders.push(coder.clone());
            }
        }
        (number > 0).then(|| format!("{} by {}", counted(number, "coding"), listed(&coders)))
    }
}
