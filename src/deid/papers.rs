//! What a study has besides its transcripts and its logs: settings, tables, codebooks, memos,
//! summaries, vignettes, the interview guide.
//!
//! In comes a study, out come the files that emic knows the meaning of, and the names of all others:
//! a new study is made of what is known alone.

use std::path::{Path, PathBuf};

use crate::files;
use crate::study::config;
use crate::study::corpus::Corpus;
use crate::study::logs;
use crate::study::open::{CACHE, Study};
use crate::study::tables;

/// What a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `emic.toml`.
    Settings,
    /// `cases.csv`, `transcripts.csv`, `speakers.csv`.
    Table,
    /// A codebook.
    Codebook,
    /// Any other TOML.
    Toml,
    /// Markdown and other prose, with TOML in front where there is any.
    Prose,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Paper {
    /// Its name below the study's folder, with `/`.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// The file.
    pub path: PathBuf,
}

/// Folders of papers with a meaning of their own.
const FOLDERS: [&str; 4] = ["memos", "framework", "vignettes", "sampling"];
/// Files of the kind that lie beside `emic.toml`.
const BESIDE: [&str; 2] = ["sampling.toml", "sampling.csv"];
/// Endings of papers.
const ENDINGS: [&str; 4] = ["md", "toml", "txt", "csv"];

/// The papers of a study, and the names of what is none of them.
pub fn papers(corpus: &Corpus, study: &Study) -> (Vec<Paper>, Vec<String>) {
    let mut papers = Vec::new();
    let mut add = |name: String, kind: Kind| {
        let path = study.inside(&name);
        if files::what(&path) == files::What::File {
            papers.push(Paper { name, kind, path });
        }
    };
    add(config::FILE.to_owned(), Kind::Settings);
    for name in [tables::CASES, tables::TRANSCRIPTS, tables::SPEAKERS] {
        add(name.to_owned(), Kind::Table);
    }
    for name in BESIDE.into_iter().map(str::to_owned).chain(study.config.guide.clone()) {
        let kind = kind_of(&name);
        add(name, kind);
    }
    for folder in FOLDERS {
        for path in files::walk::walk(&study.inside(folder), &ENDINGS).0 {
            let name = below(study, &path);
            let kind = kind_of(&name);
            papers.push(Paper { name, kind, path });
        }
    }
    for path in study.codebooks() {
        // A codebook from outside comes to lie beside the others.
        let name = below(study, &path);
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let is_inside = !name.starts_with("..") && Path::new(&name).is_relative();
        let name = if is_inside { name } else { format!("codebooks/{file}") };
        papers.push(Paper { name, kind: Kind::Codebook, path });
    }
    papers.sort();
    papers.dedup_by(|a, b| a.name == b.name);
    let others = others(corpus, study, &papers);
    (papers, others)
}

fn kind_of(name: &str) -> Kind {
    if name.ends_with(".toml") { Kind::Toml } else { Kind::Prose }
}

/// A path as it stands below the study's folder.
fn below(study: &Study, path: &Path) -> String {
    let base = study.inside("");
    files::shown(path.strip_prefix(&base).unwrap_or(path))
}

/// What lies in the study's folder and is not known.
fn others(corpus: &Corpus, study: &Study, papers: &[Paper]) -> Vec<String> {
    let mut others = Vec::new();
    let is_known = |path: &Path| {
        papers.iter().any(|paper| paper.path.starts_with(path))
            || corpus.sources.iter().any(|source| source.path.starts_with(path))
    };
    let mut look = |folder: &Path, known: &[&str]| {
        for path in files::walk::list(folder).unwrap_or_default() {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if !is_known(&path) && !known.contains(&name.as_str()) {
                others.push(below(study, &path));
            }
        }
    };
    look(&study.inside("."), &[logs::FOLDER, CACHE, "transcripts", "codebooks"]);
    for folder in ["transcripts", "codebooks"] {
        look(&study.inside(folder), &[]);
    }
    others.sort();
    others
}
