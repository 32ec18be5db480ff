//! `emic codebook import`: a codebook of another tool as TOML.

use std::path::{Path, PathBuf};

use clap::Args;

use super::new::title;
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::cli::{App, Exit, refi, stopped};
use crate::codebook::parse::{as_id, parse};
use crate::codebook::write::toml;
use crate::diagnostic::Diagnostic;
use crate::exchange::codebook::{Input, Taken, read};
use crate::files::{self, What};
use crate::study::open;

/// Make a codebook of one that another tool wrote
///
/// FILE is a table (csv, tsv, xlsx) with a row a code and columns such as code, brief definition,
/// full definition, when to use, when not to use, example; a page in Markdown with a heading a code;
/// or a dictionary of LIWC (.dic, 2001 to 2015), quanteda (.yml) or WordStat (.cat), whose words
/// become rules. A .qdc (REFI-QDA) is taken into the study. What cannot be taken along is told, and of dictionaries stands in the file as well.
/// Nothing that is there already is overwritten.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  emic codebook import codes.xlsx
  emic codebook import moral-foundations.dic --name 'Moral foundations'
  emic codebook import trust.yml -o drafts/trust.toml -n")]
pub(super) struct Arguments {
    /// The file to read
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The file to write; without, one in `codebooks/` of the study, or here. `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The codebook's title; without, the file's own, else made from its name
    #[arg(long, value_name = "TITLE")]
    name: Option<String>,
    /// Language of the transcripts, such as `en` or `pt-BR`; without, the study's, else `en`
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Say what would be written and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    if refi::is_refi(&arguments.file) {
        return refi::import(&arguments.file, arguments.dry_run, app);
    }
    let study = open::find(&app.folder).ok();
    let title = title(&arguments.file);
    let bytes = match arguments.file == Path::new("-") {
        true => files::read_standard_input()?,
        false => files::read(&arguments.file)?,
    };
    let name = files::shown(&arguments.file);
    let (what, mut taken) = read(&Input { name: &name, bytes: &bytes })?;
    let said = arguments.language.clone();
    let of_study = || study.as_ref().and_then(|study| study.config.language.clone());
    head(&mut taken, arguments.name.as_deref(), &title, said.or_else(of_study));
    let text = toml(&taken.codebook, &taken.remarks);
    let stem = taken.codebook.id.clone();
    let path = match (&arguments.output, &study) {
        (Some(path), _) => path.clone(),
        (None, Some(study)) => study.inside("codebooks").join(format!("{stem}.toml")),
        (None, None) => PathBuf::from(format!("{stem}.toml")),
    };
    app.ui.tell_all(&taken.told);
    let shown = files::shown(&path);
    let parsed = parse(&shown, &text)?;
    if path == Path::new("-") {
        app.ui.data(text.as_bytes())?;
        return Ok(Exit::Done);
    }
    let is_there = match arguments.dry_run {
        true => files::what(&path) != What::Missing,
        false => {
            if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                files::write::folder(folder)?;
            }
            !files::write::create(&path, text.as_bytes())?
        }
    };
    if is_there {
        let told = Diagnostic::error("this file is there already").in_file(shown);
        return stopped(told.help("name another with `-o`; nothing was written"));
    }
    let rules: usize = parsed.codebook.codes.iter().map(|code| code.rules.len()).sum();
    let holds =
        format!("{} and {}", counted(parsed.codebook.codes.len(), "code"), counted(rules, "rule"));
    let verb = if arguments.dry_run { "Would write" } else { "Wrote" };
    app.ui.status(&format!("{verb} `{shown}` from {what}: {holds}."));
    // In the file they are folded; here they are one text.
    if !taken.remarks.is_empty() {
        app.ui.hint(&taken.remarks.join(" "));
    }
    let has_list = study.as_ref().is_some_and(|study| study.config.codebooks.is_some());
    if has_list && arguments.output.is_none() {
        app.ui.hint(&format!("`emic.toml` lists its codebooks: add `codebooks/{stem}.toml` there"));
    } else if !arguments.dry_run {
        app.ui.hint(&format!("`emic codebook check {shown}` looks for what is missing or odd"));
    }
    Ok(Exit::Done)
}

/// Fills in what the file does not say of itself.
fn head(taken: &mut Taken, name: Option<&str>, title: &str, language: Option<String>) {
    let book = &mut taken.codebook;
    if let Some(name) = name {
        name.trim().clone_into(&mut book.name);
    }
    if book.name.trim().is_empty() {
        title.clone_into(&mut book.name);
    }
    book.name = book.name.split_whitespace().collect::<Vec<_>>().join(" ");
    book.id = match (as_id(&book.id), as_id(&book.name)) {
        (id, _) if !id.is_empty() && name.is_none() => id,
        (_, id) if !id.is_empty() => id,
        _ => "imported".to_owned(),
    };
    if book.version.trim().is_empty() {
        "1.0.0".clone_into(&mut book.version);
    }
    if book.language.is_empty() || language.is_some() {
        book.language = language.unwrap_or_else(|| "en".to_owned());
    }
}
