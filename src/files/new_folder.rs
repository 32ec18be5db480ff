//! A new folder that appears whole or not at all; and where a path really lies.
//!
//! In comes the path of a folder that is to be, out comes a folder beside it to write into
//! ([`NewFolder`]). It takes its place when it is finished; otherwise it goes, also where the program
//! is interrupted. [`is_within`] and [`work_tree`] see through links and `..`.

use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use super::fault::{Doing, fault};
use super::write::{begin, end};
use crate::diagnostic::Diagnostic;

/// A folder under way.
#[derive(Debug)]
pub struct NewFolder {
    path: PathBuf,
    target: PathBuf,
}

impl NewFolder {
    /// Begins a folder that will stand at a path, where nothing is or an empty folder.
    pub fn begin(target: &Path) -> Result<Self, Diagnostic> {
        let failed = |error| fault(&error, Doing::Write, target);
        match std::fs::read_dir(target).map(|mut entries| entries.next().is_some()) {
            Ok(true) => {
                return Err(Diagnostic::error("this folder is not empty")
                    .in_file(super::shown(target))
                    .help("name a folder that does not exist yet"));
            }
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
            Ok(false) | Err(_) => {}
        }
        let above = target.parent().filter(|above| !above.as_os_str().is_empty());
        let above = above.unwrap_or(Path::new("."));
        super::write::folder(above)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(".emic-").suffix(".tmp");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(std::fs::Permissions::from_mode(0o777));
        }
        let path = builder.tempdir_in(above).map_err(failed)?.keep();
        begin(&path);
        Ok(NewFolder { path, target: target.to_owned() })
    }

    /// The folder to write into.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file below it.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let path = self.path.join(name);
        if let Some(folder) = path.parent() {
            super::write::folder(folder)?;
        }
        std::fs::write(&path, bytes)
            .map_err(|error| fault(&error, Doing::Write, &self.target.join(name)))
    }

    /// Puts the folder in its place.
    pub fn finish(self) -> Result<(), Diagnostic> {
        // An empty folder in its place goes; one that is not empty stays and is told below.
        let _ = std::fs::remove_dir(&self.target);
        std::fs::rename(&self.path, &self.target)
            .map_err(|error| fault(&error, Doing::Write, &self.target))
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        // After it was finished there is nothing left to remove.
        let _ = std::fs::remove_dir_all(&self.path);
        end(&self.path);
    }
}

/// A path as the disk knows it: without links and `..`, also where its last parts do not exist yet.
fn real(path: &Path) -> Option<PathBuf> {
    let whole = std::path::absolute(path).ok()?;
    let mut parts: Vec<Component<'_>> = whole.components().collect();
    let mut rest: Vec<PathBuf> = Vec::new();
    loop {
        let head: PathBuf = parts.iter().collect();
        if let Ok(head) = head.canonicalize() {
            return Some(rest.into_iter().rev().fold(head, |path, part| path.join(part)));
        }
        let last = parts.pop()?;
        rest.push(PathBuf::from(last.as_os_str()));
    }
}

/// Whether a path lies in a folder or is the folder.
pub fn is_within(path: &Path, folder: &Path) -> bool {
    matches!((real(path), real(folder)), (Some(path), Some(folder)) if path.starts_with(&folder))
}

/// The folder of the git repository that a path lies in.
pub fn work_tree(path: &Path) -> Option<PathBuf> {
    let real = real(path)?;
    real.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_folder_appears_whole_or_not_at_all() {
        let desk = tempfile::tempdir().unwrap();
        let target = desk.path().join("new");
        let new = NewFolder::begin(&target).unwrap();
        new.write("a/b.txt", b"x").unwrap();
        assert!(!target.exists());
        drop(new);
        assert_eq!(std::fs::read_dir(desk.path()).unwrap().count(), 0);
        std::fs::create_dir(&target).unwrap();
        let new = NewFolder::begin(&target).unwrap();
        new.write("a/b.txt", b"x").unwrap();
        new.finish().unwrap();
        assert_eq!(std::fs::read(target.join("a/b.txt")).unwrap(), b"x");
        assert_eq!(NewFolder::begin(&target).unwrap_err().message, "this folder is not empty");
        assert_eq!(std::fs::read_dir(desk.path()).unwrap().count(), 1);
    }

    #[test]
    fn where_a_path_lies() {
        let desk = tempfile::tempdir().unwrap();
        let study = desk.path().join("study");
        std::fs::create_dir_all(study.join("sub")).unwrap();
        assert!(is_within(&study.join("sub/../new/key.csv"), &study));
        assert!(!is_within(&study.join("../key.csv"), &study));
        assert!(!is_within(&desk.path().join("study-2"), &study));
        std::fs::create_dir(study.join(".git")).unwrap();
        assert_eq!(work_tree(&study.join("sub/x")), Some(study.canonicalize().unwrap()));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&study, desk.path().join("link")).unwrap();
            assert!(is_within(&desk.path().join("link/key.csv"), &study));
        }
    }
}
