//! `emic init`: begins a study.

use std::path::{Path, PathBuf};

use clap::Args;

use super::bundled::EXAMPLES;
use super::ui::Stop;
use super::words::counted;
use super::{App, Exit};
use crate::diagnostic::Diagnostic;
use crate::files::{self, What};
use crate::study::config;

/// Make a new study: a folder with emic.toml, transcripts/, codebooks/ and cases.csv
///
/// Nothing that is there already is overwritten.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  emic init peer-study
  emic init demo --example creating-connection
  emic init --example bridge bridge-study")]
pub(super) struct Arguments {
    /// The folder; made where there is none
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
    /// Begin with a whole example study: codebook, invented transcripts and tables of cases
    #[arg(long, value_name = "NAME", value_parser = examples())]
    example: Option<String>,
    /// Say what would be written and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

fn examples() -> clap::builder::PossibleValuesParser {
    EXAMPLES.iter().map(|example| example.name).collect::<Vec<_>>().into()
}

/// What git is told: logs are sets of lines, so two machines' work is united, never in conflict.
const UNITED: &str = "codings/*.jsonl merge=union\n";

const CASES: &str = "id\n";
const IGNORED: &str =
    "# The index and caches of emic; made again whenever they are missing.\n.emic/\n";

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    // With `-C DIR` the folder is meant from there.
    let folder = match app.folder == Path::new(".") {
        true => arguments.folder.clone(),
        false => app.folder.join(&arguments.folder),
    };
    let written = files_of(arguments.example.as_deref(), &folder);
    refuse(&folder, &written)?;
    if !arguments.dry_run {
        for name in ["transcripts", "codebooks"] {
            files::write::folder(&folder.join(name))?;
        }
        for (name, bytes) in &written {
            let path = folder.join(name);
            files::write::folder(path.parent().unwrap_or(&folder))?;
            files::write::create(&path, bytes)?;
        }
    }
    tell(arguments, &folder, written.len(), app);
    Ok(Exit::Done)
}

/// The files to write. `emic.toml` comes last: what was interrupted is no study yet.
fn files_of(example: Option<&str>, folder: &Path) -> Vec<(String, Vec<u8>)> {
    let own = |name: &str, bytes: &[u8]| (name.to_owned(), bytes.to_vec());
    let mut written =
        vec![own(".gitignore", IGNORED.as_bytes()), own(".gitattributes", UNITED.as_bytes())];
    match EXAMPLES.iter().find(|known| Some(known.name) == example) {
        Some(example) => {
            let codebook = format!("codebooks/{}.toml", example.name);
            written.push(own(&codebook, example.codebook.as_bytes()));
            written.extend(example.files.iter().map(|(name, bytes)| own(name, bytes)));
        }
        None => {
            written.push(own("cases.csv", CASES.as_bytes()));
            written.push(own(config::FILE, settings(&title(folder)).as_bytes()));
        }
    }
    written
}

/// The folder's name as a title.
fn title(folder: &Path) -> String {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| "A study".to_owned())
}

/// A new `emic.toml` that explains itself.
fn settings(title: &str) -> String {
    let title = serde_json::Value::from(title);
    format!(
        "\
# This folder is a study. Everything in it is plain text; `emic check` checks it.
schema = 1

[study]
title = {title}
language = \"en\"           # of the transcripts: how words are stemmed and sentences end
# codebooks = [\"codebooks/mine.toml\"]   # without, all of codebooks/

[roles]
# Labels whose words are not counted. I, INT, Interviewer, Q, MOD and the like are known.
interviewer = []
other = []

[attributes]
# Columns of cases.csv and transcripts.csv. Types: text, enum, ordered, number, date, bool.
# group = {{ type = \"enum\", values = [\"peer\", \"nurse\"] }}
# wave  = {{ type = \"ordered\", values = [\"1\", \"2\", \"3\"] }}
# needs = {{ type = \"text\", multiple = true }}      # several values in a cell, separated by ;

[transcripts]
# date_order = \"dmy\"      # how 03/04/2026 is read: dmy, mdy or ymd

[report]
# coder = \"ana\"           # whose codings reports count; without, those of the rules
# min_cell = 5            # smaller counts of cases are not shown in group tables
"
    )
}

/// Nothing is overwritten: not a study, not a file.
fn refuse(folder: &Path, written: &[(String, Vec<u8>)]) -> Result<(), Stop> {
    if files::what(folder) == What::File {
        return Err(Diagnostic::error("this is a file, not a folder")
            .in_file(files::shown(folder))
            .into());
    }
    if files::what(&folder.join(config::FILE)) != What::Missing {
        return Err(Diagnostic::error("there is a study in this folder already")
            .in_file(files::shown(&folder.join(config::FILE)))
            .help("`emic status` shows it; choose another folder for a new one")
            .into());
    }
    let in_the_way: Vec<Diagnostic> = written
        .iter()
        .map(|(name, bytes)| (folder.join(name), bytes))
        .filter(|(path, _)| files::what(path) != What::Missing)
        // What an interrupted run left is as good as new.
        .filter(|(path, bytes)| files::read(path).ok().as_ref() != Some(bytes))
        .filter(|(path, _)| !path.ends_with(".gitignore") && !path.ends_with(".gitattributes"))
        .map(|(path, _)| {
            Diagnostic::error("this file is there already and would be overwritten")
                .in_file(files::shown(&path))
                .help("move it away, or choose another folder")
        })
        .collect();
    if in_the_way.is_empty() { Ok(()) } else { Err(in_the_way.into()) }
}

fn tell(arguments: &Arguments, folder: &Path, files: usize, app: &App) {
    let made = if arguments.dry_run { "Would make" } else { "Made" };
    let place = files::shown(folder);
    let place = if place == "." { "this folder".to_owned() } else { format!("`{place}`") };
    app.ui.status(&format!("{made} a study in {place} ({}).", counted(files, "file")));
    let inside = match folder == Path::new(".") {
        true => String::new(),
        false => format!(" -C {}", files::shown(folder)),
    };
    match arguments.example.as_deref() {
        Some(_) => app.ui.hint(&format!("`emic{inside} report themes` makes its theme table")),
        None => app.ui.hint(&format!("add transcripts with `emic{inside} add FILE…`")),
    }
}

/// Whether settings are still those that a new study gets.
pub(super) fn is_untouched(text: &str) -> bool {
    let titled = text.lines().find_map(|line| line.strip_prefix("title = "));
    let title = titled.and_then(|title| serde_json::from_str::<String>(title).ok());
    title.is_some_and(|title| text == settings(&title))
}
