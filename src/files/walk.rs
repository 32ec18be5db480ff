//! Listing a folder: all files below it whose extension is asked for, in the natural order of their
//! names (`P2` before `P10`).
//!
//! Hidden files and folders (`.git`, `.emic`) and files that accompany a collection (`README.md`,
//! `SOURCE.md`, `LICENSE.txt`) are left out. Links are followed; one that leads back is not. A pipe or
//! a device in a folder could keep us waiting for ever: it is not read unless somebody names it.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::fault::{Doing, endless, fault};
use crate::diagnostic::Diagnostic;
use crate::text::natural::{self, natural};

/// Stems of Markdown and text files that tell about a collection and are no part of it.
const ABOUT: [&str; 7] =
    ["readme", "license", "licence", "source", "sources", "changelog", "citation"];

/// The files below a folder whose extension is one of those given (in lower case), and what could
/// not be listed.
pub fn walk(folder: &Path, extensions: &[&str]) -> (Vec<PathBuf>, Vec<Diagnostic>) {
    let mut walk =
        Walk { extensions, files: Vec::new(), faults: Vec::new(), above: BTreeSet::new() };
    walk.folder(folder);
    (walk.files, walk.faults)
}

/// What an entry of a folder is, once links are followed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Entry {
    File,
    Folder,
    /// A pipe, a socket or a device.
    Endless,
}

/// The files and folders directly in a folder in the natural order of their names, hidden ones left
/// out.
pub fn list(folder: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let found = entries(folder)?.into_iter().filter(|(_, entry)| *entry != Entry::Endless);
    Ok(found.map(|(path, _)| path).collect())
}

/// All entries, each with what it is.
fn entries(folder: &Path) -> Result<Vec<(PathBuf, Entry)>, Diagnostic> {
    let failed = |error| fault(&error, Doing::List, folder);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let path = entry.path();
        let name = path.file_name().unwrap_or_default();
        if !name.as_encoded_bytes().starts_with(b".") {
            let kind = match entry.file_type() {
                Ok(kind) if !kind.is_symlink() => Some(kind),
                _ => std::fs::metadata(&path).ok().map(|behind| behind.file_type()),
            };
            let entry = match kind {
                Some(kind) if kind.is_dir() => Entry::Folder,
                Some(kind) if !kind.is_file() => Entry::Endless,
                // Where a link leads nowhere, opening it says so.
                _ => Entry::File,
            };
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            found.push((natural::key(&stem), path, entry));
        }
    }
    found.sort_unstable_by(|(one, path, _), (other, against, _)| {
        one.cmp(other).then_with(|| order(path, against))
    });
    Ok(found.into_iter().map(|(_, path, entry)| (path, entry)).collect())
}

/// By stem, then by the whole name, numbers by size: `P2.txt`, `P10.txt`, `P10-b.txt`. Names that
/// are no Unicode can look the same, so the path itself is last.
fn order(one: &Path, other: &Path) -> Ordering {
    let stems = [one, other].map(|path| path.file_stem().unwrap_or_default());
    let names = [one, other].map(|path| path.file_name().unwrap_or_default());
    let natural = |[one, other]: [&OsStr; 2]| match (one.to_str(), other.to_str()) {
        (Some(one), Some(other)) => natural(one, other),
        _ => natural(&one.to_string_lossy(), &other.to_string_lossy()),
    };
    natural(stems).then_with(|| natural(names)).then_with(|| one.cmp(other))
}

/// The nearest folder, from `start` upwards, that holds a file of that name; as `start`, `start/..`,
/// `start/../..`, so that paths below it look as the user would write them.
pub fn upward(start: &Path, name: &str) -> Option<PathBuf> {
    let depth = start.canonicalize().ok()?.ancestors().count();
    let mut folder = start.to_owned();
    for _ in 0..depth {
        if folder.join(name).is_file() {
            return Some(folder);
        }
        folder = match folder == Path::new(".") || folder.as_os_str().is_empty() {
            true => PathBuf::from(".."),
            false => folder.join(".."),
        };
    }
    None
}

/// Whether what stands at a path lies outside of a folder once all links are followed.
pub fn leads_out(folder: &Path, path: &Path) -> bool {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    match (folder.canonicalize(), path.canonicalize()) {
        (Ok(folder), Ok(path)) => !path.starts_with(folder),
        _ => false,
    }
}

/// Whether two paths lead to the same file, which is there.
pub fn is_same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

struct Walk<'e> {
    extensions: &'e [&'e str],
    files: Vec<PathBuf>,
    faults: Vec<Diagnostic>,
    /// The real paths of the folders that we are in, so that a link to one of them ends there.
    above: BTreeSet<PathBuf>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path) {
        let real = match folder.canonicalize() {
            Ok(real) => real,
            Err(error) => return self.faults.push(fault(&error, Doing::List, folder)),
        };
        if !self.above.insert(real.clone()) {
            return;
        }
        match entries(folder) {
            Ok(found) => {
                for (path, entry) in found {
                    match entry {
                        Entry::Folder => self.folder(&path),
                        _ if !self.is_wanted(&path) => {}
                        Entry::File => self.files.push(path),
                        Entry::Endless => self.faults.push(endless(&path)),
                    }
                }
            }
            Err(told) => self.faults.push(told),
        }
        self.above.remove(&real);
    }

    fn is_wanted(&self, path: &Path) -> bool {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        let is_one_of = |part: &str, names: &[&str]| match part.is_ascii() {
            true => names.iter().any(|name| part.eq_ignore_ascii_case(name)),
            false => names.contains(&&*part.to_lowercase()),
        };
        let is_about = is_one_of(&extension, &["md", "txt"]) && is_one_of(&stem, &ABOUT);
        // Word's and LibreOffice's lock files look like documents.
        let is_lock = stem.starts_with("~$");
        is_one_of(&extension, self.extensions) && !is_about && !is_lock
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_folder_upwards() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::write(folder.path().join("emic.toml"), "").unwrap();
        assert_eq!(upward(&deep, "emic.toml"), Some(deep.join("..").join("..")));
        assert_eq!(upward(&deep, "no such name in any folder"), None);
    }

    #[test]
    fn numbers_in_names_count() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["P1.txt", "P1-b.txt", "P2.txt", "P02.vtt", "P10.docx", "P10.txt", "wave 2"];
        for name in names.iter().rev() {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        let listed = list(folder.path()).unwrap();
        let listed: Vec<_> = listed.iter().map(|path| path.file_name().unwrap()).collect();
        assert_eq!(
            listed,
            ["P1.txt", "P1-b.txt", "P02.vtt", "P2.txt", "P10.docx", "P10.txt", "wave 2"]
        );
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_read_that_may_never_end() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe.txt");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        std::os::unix::fs::symlink("/dev/zero", folder.path().join("zero.txt")).unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("gone.txt")).unwrap();
        std::fs::write(folder.path().join("a.txt"), "x").unwrap();
        let (files, faults) = walk(folder.path(), &["txt"]);
        let names: Vec<_> = files.iter().map(|path| path.file_name().unwrap()).collect();
        assert_eq!(names, ["a.txt", "gone.txt"]);
        assert_eq!(faults.len(), 2);
        assert!(faults[0].message.contains("a pipe or a device"));
        assert_eq!(list(folder.path()).unwrap().len(), 2);
    }

    #[test]
    fn folders_are_walked_in_order_and_links_do_not_lead_in_circles() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir_all(at("b/.git")).unwrap();
        for name in [
            "b/2.vtt",
            "b/1.TXT",
            "a.txt",
            "README.md",
            "picture.png",
            ".hidden.txt",
            "b/.git/x.txt",
        ] {
            std::fs::write(at(name), "x").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.path(), at("b/loop")).unwrap();
        let (files, faults) = walk(folder.path(), &["txt", "md", "vtt"]);
        assert_eq!(files, [at("a.txt"), at("b/1.TXT"), at("b/2.vtt")]);
        assert!(faults.is_empty());
        assert_eq!(walk(&at("nowhere"), &[]).1.len(), 1);
    }
}
