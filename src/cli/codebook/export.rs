//! `emic codebook export`: the codes as a table or a page for others.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{Which, read};
use crate::cli::output::Output;
use crate::cli::ui::Stop;
use crate::cli::words::{counted, listed};
use crate::cli::{App, Exit, refi, stopped};
use crate::codebook::Codebook;
use crate::diagnostic::Diagnostic;
use crate::exchange::codebook::{left_out, markdown, table};
use crate::exchange::passage::Tag;
use crate::files;
use crate::report::Report;
use crate::report::table::{Column, Table};

/// Write a codebook as a table or a page for others: a row or a heading a code
///
/// The extension of FILE says the format: csv, tsv, xlsx, json, md, qdc (REFI-QDA). The columns are code, label,
/// parent, kind, brief definition, full definition, when to use, when not to use, example (after
/// MacQueen et al. 1998) and what else a code has; `emic codebook import` reads them back. Rules,
/// lists and relations have no column: what is left out is told.
#[derive(Args, Debug)]
#[command(mut_arg("output", |arg| arg.hide(true)), after_long_help = "\
Examples:
  emic codebook export codes.xlsx
  emic codebook export codes.md --codebook codebooks/bridge.toml
  emic codebook export - -f csv | xan select code,label")]
pub(super) struct Arguments {
    /// The file to write; `-` is standard output and needs `-f`
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The codebook; without, the study's
    #[arg(long, value_name = "FILE")]
    codebook: Option<PathBuf>,
    /// The program that a table is for: its columns are `tag` and `description`
    #[arg(long = "for", value_name = "TOOL", value_enum)]
    wanted: Option<For>,
    /// Say what would be written and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    #[command(flatten)]
    output: Output,
}

/// A program whose columns are other ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum For {
    /// Taguette's *Import a codebook*
    Taguette,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let is_qdc = arguments.file.extension().is_some_and(|end| end.eq_ignore_ascii_case("qdc"));
    if is_qdc && arguments.codebook.is_none() && !arguments.dry_run {
        return refi::export(&arguments.file, None, app);
    }
    if is_qdc && arguments.codebook.is_some() {
        let told = Diagnostic::error("a .qdc holds the codes of the whole study");
        return stopped(told.help("leave `--codebook` out"));
    }
    let codebook = match &arguments.codebook {
        Some(path) => read(path)?.codebook,
        None => only(app)?,
    };
    if arguments.wanted == Some(For::Taguette) && !arguments.dry_run {
        let mut output = arguments.output.clone();
        output.output = Some(arguments.file.clone());
        output.write(&Report::new("codes", tags(&codebook)), &app.ui)?;
        return Ok(Exit::Done);
    }
    write(&codebook, &arguments.file, &arguments.output, arguments.dry_run, app)?;
    Ok(Exit::Done)
}

/// The codes as Taguette's tags.
fn tags(codebook: &Codebook) -> Table {
    let columns = ["tag", "description"].map(|name| Column::text(name, name));
    let mut table = Table::new(columns.to_vec());
    for tag in codebook.codes.iter().map(Tag::of) {
        table.push(vec![tag.name.into(), tag.description.into()]);
    }
    table
}

/// Writes the study's codebook.
pub(in crate::cli) fn study(file: &Path, output: &Output, app: &App) -> Result<(), Stop> {
    write(&only(app)?, file, output, false, app)
}

/// The study's codebook, if it has one and no more.
fn only(app: &App) -> Result<Codebook, Stop> {
    let paths = Which::default().paths(app)?;
    let [path] = paths.as_slice() else {
        let names: Vec<String> = paths.iter().map(|path| files::shown(path)).collect();
        let told = Diagnostic::error("which codebook? The study has several");
        let help = format!("`emic codebook export` takes one by `--codebook`: {}", listed(&names));
        return stopped(told.help(help));
    };
    Ok(read(path)?.codebook)
}

/// Writes a codebook where it is wanted, and says what has no place there.
fn write(
    codebook: &Codebook,
    file: &Path,
    output: &Output,
    is_dry: bool,
    app: &App,
) -> Result<(), Stop> {
    let mut output = output.clone();
    output.output = Some(file.to_owned());
    let ending = output.file().and_then(Path::extension).map(|ending| ending.to_string_lossy());
    let format = match (output.format, &ending) {
        (Some(format), _) => format.to_owned(),
        (None, Some(ending)) => ending.to_lowercase(),
        (None, None) => {
            let told = Diagnostic::error("in which format?");
            return stopped(told.help("name a file such as `codes.xlsx`, or one with `-f csv`"));
        }
    };
    let codes = counted(codebook.codes.len(), "code");
    if is_dry {
        app.ui.status(&format!("Would write `{}` ({codes}).", files::shown(file)));
    } else if matches!(format.as_str(), "md" | "markdown") {
        let page = markdown(codebook);
        match output.file() {
            Some(path) => {
                files::write::replace(path, page.as_bytes())?;
                app.ui.status(&format!("Wrote `{}` ({codes}).", files::shown(path)));
            }
            None => app.ui.data(page.as_bytes())?,
        }
    } else {
        output.write(&Report::new("codes", table(codebook)), &app.ui)?;
    }
    let left = left_out(codebook);
    if !left.is_empty() {
        let message = format!("left out, for want of a place: {}", listed(&left));
        app.ui.tell(&Diagnostic::warning(message).help("the TOML file has them; keep it"));
    }
    Ok(())
}
