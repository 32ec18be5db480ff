//! What a command reads: the study around, or the files and folders that are named.

use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use super::App;
use super::ui::Stop;
use crate::diagnostic::{Diagnostic, near_names};
use crate::files::{self, What};
use crate::study::corpus::{Corpus, EXTENSIONS, Given};
use crate::study::open;
use crate::transcript::read::Format;

/// The transcripts to read.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Input {
    /// Transcripts: files, folders or `-`, read without a study; or ids of the study's transcripts.
    /// Without any, all transcripts of the study
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub reading: Reading,
}

/// How transcripts are read.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Reading")]
pub(super) struct Reading {
    /// A speaker's label that is the interviewer's; may be repeated
    #[arg(long = "interviewer", value_name = "LABEL")]
    pub interviewers: Vec<String>,
    /// Read as this format, whatever the file looks like
    #[arg(id = "as", long = "as", value_name = "FORMAT", value_parser = formats())]
    pub format: Option<Format>,
    /// Language of the transcripts, such as `en` or `pt-BR`
    #[arg(long, value_name = "TAG")]
    pub language: Option<String>,
}

/// The codebooks to apply.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Codebooks {
    /// Codebook to apply in place of the study's; may be repeated
    #[arg(long = "codebook", value_name = "FILE")]
    pub codebooks: Vec<PathBuf>,
}

fn formats() -> impl TypedValueParser<Value = Format> {
    let values = Format::ALL.iter().map(|one| PossibleValue::new(one.name()).help(one.about()));
    PossibleValuesParser::new(values).try_map(|name| Format::named(&name).ok_or("no such format"))
}

impl Reading {
    /// What the command line says about reading, with the codebooks it names.
    pub(super) fn given(&self, codebooks: &[PathBuf]) -> Given {
        Given {
            codebooks: codebooks.to_vec(),
            interviewers: self.interviewers.clone(),
            format: self.format,
            language: self.language.clone(),
        }
    }
}

impl Input {
    /// The transcripts that are meant. What is doubtful in the study's tables and what cannot be
    /// found is told; if nothing is left to read, the command ends.
    pub(super) fn corpus(&self, codebooks: &Codebooks, app: &App) -> Result<Corpus, Stop> {
        let corpus = find(&self.paths, &self.reading.given(&codebooks.codebooks), app)?;
        if corpus.findings.iter().any(Diagnostic::is_error) {
            return Err(corpus.findings.into());
        }
        app.ui.tell_all(&corpus.findings);
        app.ui.tell_all(&corpus.faults);
        if corpus.sources.is_empty() {
            if corpus.faults.is_empty() {
                return Err(nothing(&corpus).into());
            }
            return Err(Stop::Told(Vec::new()));
        }
        Ok(corpus)
    }
}

/// Finds files, or ids in the study around.
fn find(paths: &[PathBuf], given: &Given, app: &App) -> Result<Corpus, Stop> {
    if paths.is_empty() {
        return Ok(Corpus::of_study(open::find(&app.folder)?, given));
    }
    let exists = |path: &PathBuf| path == Path::new("-") || files::what(path) != What::Missing;
    if paths.iter().any(exists) {
        return Ok(Corpus::of_paths(paths, given));
    }
    let Ok(study) = open::find(&app.folder) else {
        return Ok(Corpus::of_paths(paths, given));
    };
    let mut corpus = Corpus::of_study(study, given);
    let ids: Vec<String> = paths.iter().map(|path| files::shown(path)).collect();
    let wrong: Vec<Diagnostic> =
        ids.iter().filter_map(|id| Some(missing(id, corpus.named(id).err()?, &corpus))).collect();
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    corpus.keep(&ids)?;
    Ok(corpus)
}

/// What is told about a name that is neither a file nor an id.
fn missing(id: &str, told: Diagnostic, corpus: &Corpus) -> Diagnostic {
    let path = Path::new(id);
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_path = id.contains('/') || EXTENSIONS.contains(&extension.as_str());
    let ids = corpus.sources.iter().map(|source| source.id.as_str());
    match is_path && near_names(id, ids).is_empty() {
        true => files::read(path).err().unwrap_or(told),
        false => told,
    }
}

fn nothing(corpus: &Corpus) -> Diagnostic {
    let told = Diagnostic::error("there are no transcripts to read");
    match &corpus.study {
        Some(study) => {
            told.in_file(files::shown(&study.transcripts())).help("add some with `emic add FILE…`")
        }
        None => told,
    }
}
