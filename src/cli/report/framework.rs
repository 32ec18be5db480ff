//! `emic report framework`: cases by themes, with the analyst's summaries.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

use super::ask::{Ask, Asked};
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::cli::{App, Exit, stopped};
use crate::diagnostic::{Diagnostic, Source};
use crate::files::{self, What};
use crate::report::framework::{Options, report, to_prepare};
use crate::report::material::Material;
use crate::study::summaries::{self, Summary};

/// Lay out cases by themes, with the analyst's summaries
///
/// A row a case, a column a code: the framework matrix (Ritchie & Spencer 1994). A cell holds the
/// summary that the analyst wrote, and below the matrix stand the passages behind it, in the order
/// of the transcripts. A column holds the passages of its code and of what is below it, as far as
/// that has no column of its own. Choose the columns with --theme or --code.
///
/// Summaries live in a TOML file, in a study `framework/CODEBOOK.toml`. --prepare adds an empty
/// cell for each case and code with passages; it never changes what is there, so run it again when
/// codings change. The report reads the file and never writes to it. Summaries whose case or code
/// has gone are listed below the matrix and stay in the file.
///
/// summary[CODE]: the summary; passages[CODE]: transcript, turn and words of each passage.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// Sort the rows by the groups of this attribute
    #[arg(long, value_name = "ATTR")]
    by: Option<String>,
    /// The file with the summaries
    #[arg(long, value_name = "FILE")]
    summaries: Option<PathBuf>,
    /// Add empty cells to the file, in place of the report
    #[arg(long)]
    prepare: bool,
    /// With --prepare, only say what would be added
    #[arg(short = 'n', long, requires = "prepare")]
    dry_run: bool,
    #[command(flatten)]
    ask: Ask,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let asked = arguments.ask.open(app)?;
    let by = arguments.by.as_ref().map(|name| asked.grouped(name)).transpose()?;
    if arguments.prepare {
        let Some(path) = path(&asked, arguments.summaries.as_deref()) else {
            let told = Diagnostic::error("there is no study that could keep the summaries");
            return stopped(told.help("name a file with `--summaries FILE`"));
        };
        let study = asked.corpus.study.clone();
        let material = asked.material()?;
        let _lock = study.as_ref().map(|study| study.lock()).transpose()?;
        return prepare(&path, &material, arguments.dry_run, app);
    }
    let named = arguments.summaries.as_deref();
    let path = path(&asked, named);
    let (summaries, file) = summaries(&asked, named)?;
    if path.is_some_and(|path| files::what(&path) == What::Missing) {
        app.ui.hint("`--prepare` makes a file for the summaries.");
    }
    let grouped = by.as_ref().map(|(name, _)| name.as_str());
    let material = asked.material_by(grouped)?;
    let report = report(&material, &Options { by, summaries, file });
    arguments.ask.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}

/// The file with the summaries: the one that is named, else the study's.
fn path(asked: &Asked<'_>, named: Option<&Path>) -> Option<PathBuf> {
    let name = asked.coder.rules.codebook().id.replace(['/', '\\'], "-");
    let study = asked.corpus.study.as_ref();
    let of_study = study.map(|study| study.inside(&format!("framework/{name}.toml")));
    named.map(Path::to_owned).or(of_study)
}

/// The summaries, and the file they stand in as people know it.
pub(super) fn summaries(
    asked: &Asked<'_>,
    named: Option<&Path>,
) -> Result<(Vec<Summary>, String), Stop> {
    let Some(path) = path(asked, named) else { return Ok(Default::default()) };
    // A file that somebody names has to be there.
    let summaries = match named.is_none() {
        true => read(&path)?.unwrap_or_default(),
        false => parsed(&path)?,
    };
    Ok((summaries, files::shown(&path)))
}

/// The summaries of a file, if there is one.
fn read(path: &Path) -> Result<Option<Vec<Summary>>, Stop> {
    match files::what(path) {
        What::Missing => Ok(None),
        _ => parsed(path).map(Some),
    }
}

fn parsed(path: &Path) -> Result<Vec<Summary>, Stop> {
    let source = Source { name: files::shown(path), text: files::read_text(path)? };
    Ok(summaries::parse(&Arc::new(source))?)
}

/// Adds the cells that the file does not have yet.
fn prepare(path: &Path, material: &Material, dry_run: bool, app: &App) -> Result<Exit, Stop> {
    let there = read(path)?;
    let is_new = there.is_none();
    let there = there.unwrap_or_default();
    let cells = to_prepare(material, &there);
    let file = files::shown(path);
    if cells.is_empty() {
        app.ui.status(&format!("`{file}` has a cell for everything that is coded."));
        return Ok(Exit::Done);
    }
    let number = counted(cells.len(), "cell");
    if dry_run {
        app.ui.status(&format!("Would add {number} to `{file}`."));
        return Ok(Exit::Done);
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        files::write::folder(folder)?;
    }
    files::write::append(path, summaries::added(is_new, &cells).as_bytes())?;
    app.ui.status(&format!("Added {number} to `{file}`. Write the summaries there."));
    Ok(Exit::Done)
}
