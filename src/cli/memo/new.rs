//! `emic memo new`: begins a memo.

use std::path::Path;

use clap::Args;

use super::about::About;
use super::kinds;
use crate::cli::pen;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit, editor, stopped};
use crate::diagnostic::{Diagnostic, Source};
use crate::files;
use crate::study::corpus::{Corpus, Given};
use crate::study::logs::Logs;
use crate::study::memo::{self, FOLDER, Kind, Memo};
use crate::study::open;
use crate::study::sampling::is_date;

/// Write a memo
///
/// The words come from --text or are piped in; with --edit, the editor that $VISUAL or $EDITOR
/// names is opened. The file is called after date and title. Nothing that is there is overwritten.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic memo new 'Trust grows by small things' --code trust --text 'Lifts and keys come first.'
  emic memo new 'Why I bristle at P07' --type reflexive --case P07 --edit
  emic memo new 'Next: carers' --type operational --study < notes.md")]
pub(super) struct Arguments {
    /// Its title
    #[arg(value_name = "TITLE")]
    title: String,
    /// What kind of memo it is; `code` where it is about a code, else `theoretical`
    #[arg(long = "type", value_name = "TYPE", value_parser = kinds())]
    kind: Option<Kind>,
    #[command(flatten)]
    about: About,
    /// Its words, in Markdown; `-` reads them from standard input
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// Open it in an editor
    #[arg(long, conflicts_with = "dry_run")]
    edit: bool,
    /// The name of its file, without `.md`
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// The day of the memo; without, today
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// Show the memo and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let corpus = Corpus::of_study(open::find(&app.folder)?, &Given::default());
    let Some(study) = &corpus.study else { return Ok(Exit::Done) };
    let title = arguments.title.trim();
    if title.is_empty() {
        return stopped(Diagnostic::error("a memo needs a title"));
    }
    let date = date(arguments.date.as_deref())?;
    let logs = Logs::read(study);
    app.ui.tell_all(&logs.told);
    let author = pen::writer("who is writing?", app)?;
    let mut memo = Memo {
        title: title.to_owned(),
        author: Some(author),
        name: name(arguments, &date)?,
        date: Some(date),
        ..Memo::default()
    };
    arguments.about.link(&mut memo, &corpus, &logs)?;
    let usual = if memo.codes.is_empty() { Kind::Theoretical } else { Kind::Code };
    memo.kind = arguments.kind.unwrap_or(usual);
    memo.text = text(arguments, app)?;
    let file = memo.written();
    if arguments.dry_run {
        app.ui.data(file.as_bytes())?;
        return Ok(Exit::Done);
    }
    let path = study.inside(FOLDER).join(format!("{}.md", memo.name));
    let shown = files::shown(&path);
    if let Some(folder) = path.parent() {
        files::write::folder(folder)?;
    }
    if !files::write::create(&path, file.as_bytes())? {
        let told = Diagnostic::error("this memo is there already").in_file(shown);
        return stopped(told.help("choose another title, or name the file with `--name`"));
    }
    app.ui.status(&format!("Wrote `{shown}`."));
    if arguments.edit {
        edit(&path, app)?;
        let text = files::read_text(&path)?;
        if let Err(told) = memo::parse(&memo.name, &Source { name: shown, text }.into()) {
            app.ui.tell_all(&told);
            app.ui.hint("the file stays as it is; correct it in any editor");
        }
    } else if memo.text.trim().is_empty() {
        app.ui.hint("write the words below the second line `+++`, in any editor");
    }
    Ok(Exit::Done)
}

/// The day that is meant.
pub(in crate::cli) fn date(given: Option<&str>) -> Result<String, Stop> {
    match given {
        None => Ok(pen::today()),
        Some(date) if is_date(date) => Ok(date.to_owned()),
        Some(date) => {
            let told = Diagnostic::error(format!("`{date}` is no date"));
            stopped(told.help("write it as `2026-03-01`"))
        }
    }
}

/// The name of the file: given, or made from date and title.
fn name(arguments: &Arguments, date: &str) -> Result<String, Stop> {
    let Some(given) = &arguments.name else { return Ok(memo::name(date, &arguments.title)) };
    let bare = given.strip_suffix(".md").unwrap_or(given);
    let is_part = |part: &str| {
        let is_fine = |c: char| c.is_alphanumeric() || "-_. ".contains(c);
        part.starts_with(char::is_alphanumeric) && part.chars().all(is_fine)
    };
    if !bare.split('/').all(is_part) {
        let told = Diagnostic::error(format!("a memo cannot be called `{given}`"));
        return stopped(told.help("names have letters, digits, `-`, `_`, `.` and spaces"));
    }
    Ok(bare.to_owned())
}

/// The words: given, or piped in.
fn text(arguments: &Arguments, app: &App) -> Result<String, Stop> {
    match arguments.text.as_deref() {
        Some(text) if text != "-" => Ok(text.to_owned()),
        None if arguments.edit || !app.ui.is_piped() => Ok(String::new()),
        _ => match String::from_utf8(files::read_standard_input()?) {
            Ok(text) => Ok(text),
            Err(_) => stopped(Diagnostic::error("the input is not UTF-8").in_file("-")),
        },
    }
}

/// Opens the memo in the editor and waits until it is closed.
fn edit(path: &Path, app: &App) -> Result<(), Stop> {
    let stays = |told: Diagnostic| told.in_file(files::shown(path)).help("the memo was written");
    let Some(command) = &app.editor else {
        return stopped(stays(
            Diagnostic::error("there is no editor to open")
                .help("name one in the variable `EDITOR`: `EDITOR=nano`"),
        ));
    };
    match editor::open(command, path)? {
        true => Ok(()),
        false => stopped(stays(Diagnostic::error("the editor ended with a failure"))),
    }
}
