//! The corpus: the transcripts that a command reads, of a study or of files named on the command
//! line, with what is known about their speakers.
//!
//! Nothing is read here but names: each transcript is opened when its turn comes
//! ([`Corpus::open`]), and dropped after it ([`super::fold`]). With paths no study is read.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::attributes::Attributes;
use super::file_facts;
use super::guide::Guide;
use super::open::{self, Study};
use super::selection::Selection;
use super::tables;
use crate::diagnostic::{Diagnostic, Outcome, near_names};
use crate::files::{self, What};
use crate::transcript::Transcript;
use crate::transcript::people::{Cast, Known};
use crate::transcript::read::{self, Format, Options};

/// Extensions of files that folders are searched for.
pub const EXTENSIONS: [&str; 19] = [
    "txt", "md", "vtt", "srt", "docx", "odt", "fodt", "rtf", "pdf", "html", "htm", "csv", "tsv",
    "xlsx", "ods", "json", "cha", "eaf", "textgrid",
];

/// One transcript's file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The transcript's id: the file's stem; where two are equal, with more of the path.
    pub id: String,
    /// The file; `-` is standard input.
    pub path: PathBuf,
}

/// What the command line says about how to read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Given {
    /// `--codebook`.
    pub codebooks: Vec<PathBuf>,
    /// `--interviewer`.
    pub interviewers: Vec<String>,
    /// `--as`.
    pub format: Option<Format>,
    /// `--language`.
    pub language: Option<String>,
}

/// The transcripts that a command reads.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    /// The files, in order.
    pub sources: Vec<Source>,
    /// The study they belong to, if any.
    pub study: Option<Study>,
    /// What is known about speakers.
    pub known: Known,
    /// What is recorded about cases and transcripts.
    pub attributes: Attributes,
    /// The codebooks to apply.
    pub codebooks: Vec<PathBuf>,
    /// The language, where somebody said it.
    pub language: Option<String>,
    /// What readers are told.
    pub options: Options,
    /// What is wrong in the study's tables.
    pub findings: Vec<Diagnostic>,
    /// What is doubtful in what files say of themselves; `emic check` tells it.
    pub doubts: Vec<Diagnostic>,
    /// Files and folders that could not be found or listed.
    pub faults: Vec<Diagnostic>,
}

impl Corpus {
    /// The files of the transcripts and the codebooks.
    pub fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.sources.iter().map(|source| &source.path).chain(&self.codebooks)
    }

    /// The transcripts of a study.
    pub fn of_study(study: Study, given: &Given) -> Self {
        let folder = study.transcripts();
        let (paths, mut faults) = match files::what(&folder) {
            What::Missing => Default::default(),
            _ => files::walk::walk(&folder, &EXTENSIONS),
        };
        let sources = sources(paths.into_iter().map(|path| (&*folder, path)).collect());
        let (texts, unreadable) = study.texts();
        faults.extend(unreadable);
        let ids: Vec<&str> = sources.iter().map(|source| source.id.as_str()).collect();
        let mut tables = tables::read(&texts, &study.config, &ids);
        let options = Options {
            date_order: study.config.date_order,
            interviewers: study.config.interviewers.clone(),
            ..Options::default()
        };
        let doubts = file_facts::take(&mut tables, &study.config, &sources, &options);
        let mut corpus = Corpus {
            options,
            doubts,
            known: tables.known,
            attributes: tables.attributes,
            findings: tables.findings,
            codebooks: study.codebooks(),
            language: study.config.language.clone(),
            sources,
            faults,
            ..Corpus::default()
        };
        corpus.study = Some(study);
        corpus.take(given);
        corpus
    }

    /// The transcripts in files and folders. What cannot be found is a fault; the rest goes on.
    pub fn of_paths(paths: &[PathBuf], given: &Given) -> Self {
        let mut corpus = Corpus::default();
        let mut found: Vec<(&Path, PathBuf)> = Vec::new();
        let nowhere = Path::new("");
        for path in paths {
            match files::what(path) {
                _ if path == Path::new("-") => found.push((nowhere, path.clone())),
                What::File => found.push((nowhere, path.clone())),
                What::Folder => {
                    let (files, faults) = files::walk::walk(path, &EXTENSIONS);
                    if files.is_empty() && faults.is_empty() {
                        let told = Diagnostic::error("there is no transcript in this folder")
                            .in_file(files::shown(path))
                            .help(format!("files are looked for that end in {}", endings()));
                        corpus.faults.push(told);
                    }
                    found.extend(files.into_iter().map(|file| (&**path, file)));
                    corpus.faults.extend(faults);
                }
                What::Missing => {
                    corpus.faults.extend(files::read(path).err());
                }
            }
        }
        // A file named twice is one. Paths are compared part by part, which a tree of them would do
        // very often.
        let mut seen = HashSet::new();
        found.retain(|(_, path)| seen.insert(path.clone()));
        corpus.sources = sources(found);
        corpus.take(given);
        corpus
    }

    /// Lets the command line decide over the study.
    fn take(&mut self, given: &Given) {
        if !given.codebooks.is_empty() {
            self.codebooks = given.codebooks.clone();
        }
        if given.language.is_some() {
            self.language = given.language.clone();
        }
        self.options.format = given.format;
        let labels = given.interviewers.iter();
        self.known.interviewers.extend(labels.map(|label| label.trim().to_lowercase()));
        self.options.interviewers.extend(given.interviewers.iter().cloned());
    }

    /// The transcript of that id.
    pub fn named(&self, id: &str) -> Result<&Source, Diagnostic> {
        self.sources.iter().find(|source| source.id == id).ok_or_else(|| {
            let told = Diagnostic::error(format!("there is no transcript `{id}`"));
            let ids = self.sources.iter().map(|source| source.id.as_str());
            match near_names(id, ids.clone()).is_empty() {
                true => told.help("`emic transcripts` lists them"),
                false => told.did_you_mean(id, ids),
            }
        })
    }

    /// The interview guide of the study, if it names one.
    pub fn guide(&self) -> Result<Option<Guide>, Diagnostic> {
        Ok(self.read_guide()?.map(|read| read.0))
    }

    /// The interview guide with what is doubtful in it.
    pub fn read_guide(&self) -> Result<Option<(Guide, Vec<Diagnostic>)>, Diagnostic> {
        let Some(study) = &self.study else { return Ok(None) };
        let Some(name) = &study.config.guide else { return Ok(None) };
        let path = study.inside(name);
        let Some(table) = open::table(&path)? else {
            return Err(Diagnostic::error("the interview guide does not exist")
                .in_file(files::shown(&path))
                .help("emic.toml names it: `guide` under `[transcripts]`"));
        };
        let (guide, mut told) = Guide::parse(&table.source);
        match told.iter().position(Diagnostic::is_error) {
            Some(place) => Err(told.swap_remove(place)),
            None => Ok(Some((guide, told))),
        }
    }

    /// Keeps the transcripts of those ids alone, and says which do not exist.
    pub fn keep(&mut self, ids: &[String]) -> Outcome<()> {
        let wrong: Vec<Diagnostic> = ids.iter().filter_map(|id| self.named(id).err()).collect();
        if !wrong.is_empty() {
            return Err(wrong);
        }
        self.sources.retain(|source| ids.contains(&source.id));
        Ok(())
    }

    /// The transcripts that a selection can hold.
    pub fn selected(&self, selection: &Selection) -> Vec<&Source> {
        self.sources.iter().filter(|source| selection.transcript(&source.id)).collect()
    }

    /// Reads one transcript and decides who its speakers are.
    pub fn open(&self, source: &Source) -> Result<(Transcript, Cast), Diagnostic> {
        let bytes = match source.path == Path::new("-") {
            true => files::read_standard_input()?,
            false => files::read(&source.path)?,
        };
        let shown = files::shown(&source.path);
        let mut transcript = read::read_whole(Cow::Owned(bytes), &shown, &self.options)?;
        transcript.id = source.id.clone();
        let cast = Cast::of(&transcript, &self.known);
        Ok((transcript, cast))
    }
}

/// `.txt, .md, …`, for people.
pub fn endings() -> String {
    EXTENSIONS.map(|ending| format!(".{ending}")).join(", ")
}

/// Gives each file its id. In come the folder that was searched and the file, each file once.
fn sources(found: Vec<(&Path, PathBuf)>) -> Vec<Source> {
    let part =
        |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let stem = |path: &Path| match path == Path::new("-") {
        true => "stdin".to_owned(),
        false => part(path.file_stem()),
    };
    let mut ids: Vec<String> = found.iter().map(|(_, path)| stem(path)).collect();
    let inside = |place: usize| {
        let (folder, path) = &found[place];
        files::shown(path.strip_prefix(folder).unwrap_or(path))
    };
    let _ = lengthen(&mut ids, |place| part(found[place].1.file_name()))
        && lengthen(&mut ids, inside)
        && lengthen(&mut ids, |place| files::shown(&found[place].1));
    ids.into_iter().zip(found).map(|(id, (_, path))| Source { id, path }).collect()
}

/// Replaces every id that occurs several times by a longer one; says whether there was any.
fn lengthen(ids: &mut [String], longer: impl Fn(usize) -> String) -> bool {
    let mut counts: HashMap<&str, usize> = HashMap::with_capacity(ids.len());
    for id in ids.iter() {
        *counts.entry(id).or_default() += 1;
    }
    if counts.len() == ids.len() {
        return false;
    }
    let several: Vec<usize> =
        (0..ids.len()).filter(|&place| counts.get(ids[place].as_str()) > Some(&1)).collect();
    for place in several {
        ids[place] = longer(place);
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(paths: &[(&str, &str)]) -> Vec<String> {
        let found = paths.iter().map(|(folder, path)| (Path::new(*folder), PathBuf::from(path)));
        sources(found.collect()).into_iter().map(|source| source.id).collect()
    }

    #[test]
    fn ids_are_stems_and_longer_where_two_are_equal() {
        assert_eq!(ids(&[("", "a/P1.txt"), ("", "a/P2.vtt")]), ["P1", "P2"]);
        assert_eq!(ids(&[("d", "d/P1.txt"), ("d", "d/P1.vtt")]), ["P1.txt", "P1.vtt"]);
        assert_eq!(
            ids(&[("d", "d/a/P1.txt"), ("d", "d/b/P1.txt"), ("d", "d/P2.txt")]),
            ["a/P1.txt", "b/P1.txt", "P2"]
        );
        assert_eq!(ids(&[("d", "d/P1.txt"), ("e", "e/P1.txt")]), ["d/P1.txt", "e/P1.txt"]);
        assert_eq!(ids(&[("", "-")]), ["stdin"]);
    }

    #[test]
    fn paths_that_are_wrong_do_not_stop_the_others() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("P1.txt");
        files::write::replace(&path, b"I: So?\nMara: Well.\n").unwrap();
        files::write::folder(&folder.path().join("empty")).unwrap();
        let twice = folder.path().join(".").join("P1.txt");
        let paths = [path, twice, folder.path().join("P2.txt"), folder.path().join("empty")];
        let given = Given { interviewers: vec!["MARA".into()], ..Given::default() };
        let corpus = Corpus::of_paths(&paths, &given);
        assert_eq!((corpus.sources.len(), corpus.faults.len()), (1, 2));
        let (transcript, cast) = corpus.open(&corpus.sources[0]).unwrap();
        assert_eq!(transcript.id, "P1");
        assert!(cast.cases().is_empty(), "both are interviewers: {cast:?}");
    }
}
