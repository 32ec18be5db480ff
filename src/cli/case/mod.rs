//! `emic case`: who was studied, and what is recorded about them.

mod import;
pub(super) mod list;
mod set;

use std::sync::Arc;

use clap::{Args, Subcommand};

use super::ui::Stop;
use super::{App, Exit};
use crate::diagnostic::{Diagnostic, Source};
use crate::files;
use crate::study::attributes::is_reserved;
use crate::study::edit::Cases;
use crate::study::open::{self, Study};
use crate::study::tables;

/// List cases, set their attributes, import a table of them
#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    List(list::Arguments),
    Set(set::Arguments),
    Import(import::Arguments),
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    match &arguments.command {
        Command::List(arguments) => list::run(arguments, app),
        Command::Set(arguments) => set::run(arguments, app),
        Command::Import(arguments) => import::run(arguments, app),
    }
}

/// The study's `cases.csv`, held so that nobody else changes it before it is written back.
struct Held {
    study: Study,
    cases: Cases,
    had_mark: bool,
    _lock: Option<files::write::Lock>,
}

impl Held {
    /// Opens the table; locked unless nothing will be written.
    fn open(app: &App, dry_run: bool) -> Result<Self, Stop> {
        let study = open::find(&app.folder)?;
        let lock = match dry_run {
            true => None,
            false => Some(study.lock()?),
        };
        let path = study.inside(tables::CASES);
        let (cases, had_mark) = match open::table(&path)? {
            Some(table) => (Cases::parse(&table.source, "id")?, table.wants_mark),
            None => (Cases::new(), false),
        };
        Ok(Held { study, cases, had_mark, _lock: lock })
    }

    /// Writes the table back.
    fn write(&self) -> Result<(), Stop> {
        // A byte order mark tells a spreadsheet that the file is UTF-8.
        let mark = if self.had_mark { "\u{feff}" } else { "" };
        let text = format!("{mark}{}", self.cases.text());
        files::write::replace(&self.study.inside(tables::CASES), text.as_bytes())?;
        Ok(())
    }

    /// The value as it is stored, or why it does not fit the attribute's type.
    fn fitted(&self, name: &str, value: &str) -> Result<String, Diagnostic> {
        if is_reserved(name) {
            return Err(Diagnostic::error(format!("`{name}` cannot be the name of an attribute"))
                .help("emic has a field of that name; choose another, such as `group`"));
        }
        let declared = self.study.config.attributes.iter().find(|known| known.name == name);
        let Some(attribute) = declared else { return Ok(value.trim().to_owned()) };
        let parts: Vec<&str> = match attribute.multiple {
            true => value.split(';').map(str::trim).filter(|part| !part.is_empty()).collect(),
            false => vec![value.trim()],
        };
        for part in parts.iter().filter(|part| !part.is_empty()) {
            if attribute.kind.fitted(part).is_none() {
                return Err(Diagnostic::error(format!("`{part}` is no value of `{name}`"))
                    .help(format!("expected {}", attribute.kind.wanted())));
            }
        }
        Ok(parts.join("; "))
    }

    /// Whether an attribute is known: declared, or a column already.
    fn knows(&self, name: &str) -> bool {
        self.names().iter().any(|known| known == name)
    }

    /// Attributes that are declared or columns already.
    fn names(&self) -> Vec<String> {
        let declared = self.study.config.attributes.iter().map(|known| known.name.clone());
        let mut names: Vec<String> = declared.chain(self.cases.attributes()).collect();
        names.sort();
        names.dedup();
        names
    }
}

/// A table named on the command line.
pub(super) fn table(path: &std::path::Path) -> Result<Arc<Source>, Stop> {
    match open::table(path)? {
        Some(table) => Ok(table.source),
        None => Err(files::read(path).err().into_iter().collect::<Vec<_>>().into()),
    }
}
