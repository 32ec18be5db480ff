//! What a study has besides its transcripts and its logs: settings, tables, codebooks, memos,
//! summaries, vignettes, the record of sampling, results of audits, the interview guide.
//!
//! In comes a study, out come the files that emic knows the meaning of, and the names of all others:
//! a new study is made of what is known alone. Two things are known and stay out. The sheets of
//! audits hold positions in the old texts and a fingerprint of them, so that nothing could be
//! reckoned with them again; their results come along. `refi.json` holds what another program gave
//! a package, with its ids.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::files;
use crate::refi::kept;
use crate::study::corpus::Corpus;
use crate::study::memo;
use crate::study::open::{CACHE, Study};
use crate::study::{audit, config, logs, sampling, tables};

/// What a paper is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// `emic.toml`.
    Settings,
    /// `cases.csv`, `transcripts.csv`, `speakers.csv`.
    Table,
    /// The results of audits: a table of numbers.
    Results,
    /// `sampling.jsonl`.
    Sampling,
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

/// The papers of a study.
#[derive(Clone, Debug, Default)]
pub struct Papers {
    /// Those that are carried over.
    pub carried: Vec<Paper>,
    /// Names of those that are known and stay out.
    pub without: Vec<String>,
    /// Names of what is not known.
    pub unknown: Vec<String>,
}

/// Folders of papers with the endings that they have.
const FOLDERS: [(&str, &[&str]); 3] =
    [(memo::FOLDER, &["md"]), ("framework", &["toml"]), ("vignettes", &["md", "txt"])];

/// The papers of a study.
pub fn papers(corpus: &Corpus, study: &Study) -> Papers {
    let mut carried = Vec::new();
    let mut add = |name: String, kind: Kind| {
        let path = study.inside(&name);
        if is_below(&name) && files::what(&path) == files::What::File {
            carried.push(Paper { name, kind, path });
        }
    };
    add(config::FILE.to_owned(), Kind::Settings);
    for name in [tables::CASES, tables::TRANSCRIPTS, tables::SPEAKERS] {
        add(name.to_owned(), Kind::Table);
    }
    add(sampling::FILE.to_owned(), Kind::Sampling);
    add(format!("{}/{}", audit::FOLDER, audit::RESULTS), Kind::Results);
    for name in study.config.guide.iter() {
        add(name.clone(), kind_of(name));
    }
    for (folder, endings) in FOLDERS {
        let path = study.inside(folder);
        if files::what(&path) != files::What::Folder {
            continue;
        }
        for path in files::walk::walk(&path, endings).0 {
            let name = below(study, &path);
            let kind = kind_of(&name);
            carried.push(Paper { name, kind, path });
        }
    }
    for path in study.codebooks() {
        let name = below(study, &path);
        let name = if is_below(&name) { name } else { beside(&path, &carried) };
        carried.push(Paper { name, kind: Kind::Codebook, path });
    }
    carried.sort();
    carried.dedup_by(|a, b| a.name == b.name);
    let mut found = Papers { carried, ..Papers::default() };
    found.others(corpus, study);
    found
}

/// The name of a codebook from outside, which comes to lie beside the others.
fn beside(path: &Path, carried: &[Paper]) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let names = (1..).map(|number| match number {
        1 => format!("codebooks/{stem}.toml"),
        _ => format!("codebooks/{stem}-{number}.toml"),
    });
    let is_free = |name: &String| carried.iter().all(|paper| paper.name != *name);
    names.into_iter().find(is_free).unwrap_or_default()
}

fn kind_of(name: &str) -> Kind {
    if name.ends_with(".toml") { Kind::Toml } else { Kind::Prose }
}

/// Whether a name leads nowhere but below the study's folder.
fn is_below(name: &str) -> bool {
    !name.contains('\\') && name.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// A path as it stands below the study's folder.
fn below(study: &Study, path: &Path) -> String {
    let base = study.inside("");
    files::shown(path.strip_prefix(&base).unwrap_or(path))
}

impl Papers {
    /// What lies in the study's folder and is not carried over.
    fn others(&mut self, corpus: &Corpus, study: &Study) {
        let mut known: BTreeSet<PathBuf> =
            self.carried.iter().map(|paper| paper.path.clone()).collect();
        known.extend(corpus.sources.iter().map(|source| source.path.clone()));
        let mut open = vec![study.inside(".")];
        while let Some(folder) = open.pop() {
            for path in files::walk::list(&folder).unwrap_or_default() {
                let path = path.strip_prefix(".").map(Path::to_owned).unwrap_or(path);
                let name = below(study, &path);
                let (top, file) = name.split_once('/').unwrap_or(("", &name));
                let is_folder = files::what(&path) == files::What::Folder;
                let is_log = top == logs::FOLDER && file.ends_with(".jsonl");
                if known.contains(&path) || is_log || name == CACHE {
                    continue;
                }
                let holds = is_folder && known.iter().any(|known| known.starts_with(&path));
                let is_paper = FOLDERS.iter().any(|(folder, _)| *folder == name);
                let is_ours =
                    is_folder && (is_paper || [logs::FOLDER, audit::FOLDER].contains(&&*name));
                if holds || is_ours {
                    open.push(path);
                } else if top == audit::FOLDER || name == kept::FILE {
                    self.without.push(name);
                } else {
                    self.unknown.push(name);
                }
            }
        }
        self.without.sort();
        self.unknown.sort();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::refi::side;

    /// What travels with a package is looked at here too.
    #[test]
    fn every_kind_of_file_has_a_fate() {
        let folders: Vec<&str> = FOLDERS.iter().map(|(name, _)| *name).collect();
        for (folder, _) in side::FOLDERS {
            let is_known = ["transcripts", "codebooks", logs::FOLDER, audit::FOLDER];
            assert!(folders.contains(&folder) || is_known.contains(&folder), "{folder}");
        }
        let tables = [config::FILE, tables::CASES, tables::TRANSCRIPTS, tables::SPEAKERS];
        for file in side::FILES {
            let is_known = [sampling::FILE, kept::FILE];
            assert!(tables.contains(&file) || is_known.contains(&file), "{file}");
        }
        assert!(is_below("guide.txt") && is_below("a/b.md"));
        assert!(!["../x", "/x", "a/../../x", "", "C:\\x"].into_iter().any(is_below));
    }
}
