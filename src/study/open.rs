//! Finding and opening a study: the nearest `emic.toml` upwards, and the files beside it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::config::{self, Config};
use super::tables::{self, Texts};
use crate::diagnostic::{Diagnostic, Outcome, Source};
use crate::files::{self, What};

/// The folder of what can be made again: the index, caches, locks.
pub const CACHE: &str = ".emic";

/// A study that was found and whose `emic.toml` was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Study {
    /// The folder, as the user would write it.
    pub root: PathBuf,
    /// What `emic.toml` says.
    pub config: Config,
}

/// The study that a folder lies in.
pub fn find(folder: &Path) -> Outcome<Study> {
    match files::walk::upward(folder, config::FILE) {
        Some(root) => open(&root),
        None => Err(vec![outside(folder)]),
    }
}

/// What is told where there is no study.
fn outside(folder: &Path) -> Diagnostic {
    if files::what(folder) != What::Folder {
        return Diagnostic::error("this folder does not exist").in_file(files::shown(folder));
    }
    Diagnostic::error("this is not in a study: there is no `emic.toml` here or in a folder above")
        .help("make one with `emic init`, or name one with `-C DIR`")
        .help("most commands also take files and folders: `emic transcripts PATH…`")
}

/// Opens the study in exactly this folder.
pub fn open(root: &Path) -> Outcome<Study> {
    let path = root.join(config::FILE);
    let text = files::read_text(&path).map_err(|told| vec![told])?;
    let name = files::shown(&path);
    let config = config::parse(&Arc::new(Source { name, text }))?;
    Ok(Study { root: root.to_owned(), config })
}

impl Study {
    /// The folder of the transcripts.
    pub fn transcripts(&self) -> PathBuf {
        self.inside("transcripts")
    }

    /// A path inside the study, as the user would write it.
    pub fn inside(&self, name: &str) -> PathBuf {
        if self.root == Path::new(".") { PathBuf::from(name) } else { self.root.join(name) }
    }

    /// Keeps others from changing the study until it goes out of scope.
    pub fn lock(&self) -> Result<files::write::Lock, Diagnostic> {
        files::write::folder(&self.inside(CACHE))?;
        files::write::lock(&self.inside(CACHE).join("lock"))
    }

    /// The texts of the study's tables, and what could not be read.
    pub fn texts(&self) -> (Texts, Vec<Diagnostic>) {
        let mut faults = Vec::new();
        let mut text = |name: &str| match table(&self.inside(name)) {
            Ok(table) => table.map(|table| table.source),
            Err(told) => {
                faults.push(told);
                None
            }
        };
        let texts = Texts {
            cases: text(tables::CASES),
            transcripts: text(tables::TRANSCRIPTS),
            speakers: text(tables::SPEAKERS),
        };
        (texts, faults)
    }

    /// The paths of the study's codebooks: those that `emic.toml` lists, else all of `codebooks/`.
    pub fn codebooks(&self) -> Vec<PathBuf> {
        if let Some(listed) = &self.config.codebooks {
            return listed.iter().map(|path| self.inside(path)).collect();
        }
        let is_toml = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "toml");
        let all = files::walk::list(&self.inside("codebooks")).unwrap_or_default();
        all.into_iter().filter(is_toml).collect()
    }
}

/// The text of a table, and how it is to be written back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableText {
    /// The text.
    pub source: Arc<Source>,
    /// Whether a byte order mark shall say that it is UTF-8: it had one, or another encoding.
    pub wants_mark: bool,
}

/// The text of a table, if there is such a file. Spreadsheets save in many encodings: one with a
/// byte order mark, UTF-8, else Windows-1252.
pub fn table(path: &Path) -> Result<Option<TableText>, Diagnostic> {
    if files::what(path) == What::Missing {
        return Ok(None);
    }
    let (text, wants_mark) = decoded(files::read(path)?);
    let source = Arc::new(Source { name: files::shown(path), text });
    Ok(Some(TableText { source, wants_mark }))
}

/// A table's text, and whether a byte order mark shall be written back.
pub fn decoded(bytes: Vec<u8>) -> (String, bool) {
    match encoding_rs::Encoding::for_bom(&bytes) {
        Some((encoding, _)) => (encoding.decode_with_bom_removal(&bytes).0.into_owned(), true),
        None => match String::from_utf8(bytes) {
            Ok(text) => (text, false),
            Err(error) => (encoding_rs::WINDOWS_1252.decode(error.as_bytes()).0.into_owned(), true),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_in_the_encodings_of_spreadsheets() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cases.csv");
        let text = |bytes: &[u8]| {
            files::write::replace(&path, bytes).unwrap();
            table(&path).unwrap().unwrap().source.text.clone()
        };
        assert_eq!(text(b"\xef\xbb\xbfid\nJos\xc3\xa9"), "id\nJosé");
        assert_eq!(text(b"id\nJos\xe9"), "id\nJosé");
        assert_eq!(text(b"\xff\xfei\0d\0"), "id");
        assert_eq!(table(&folder.path().join("none.csv")).unwrap(), None);
    }
}
