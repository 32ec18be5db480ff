//! The folder of the index, `.emic/index`: what lies in it, and who may change it.
//!
//! The index itself is read and written by tantivy. Here is what stands around it: a lock, so that
//! two processes do not rebuild it at once, and the list of its files with size and time, so that
//! damage is noticed.

use std::collections::BTreeMap;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{Error, ErrorKind};
use std::path::Path;
use std::time::{Duration, Instant, UNIX_EPOCH};

use super::fault::{Doing, fault};
use crate::diagnostic::Diagnostic;

/// How often a lock that somebody else holds is tried again.
const RETRY: Duration = Duration::from_millis(20);

/// The right to change the index: given back when it goes out of scope.
#[derive(Debug)]
pub struct Claim {
    _file: File,
}

/// Waits until nobody else changes the index; `None` if that takes too long.
pub fn claim(lock: &Path, patience: Duration) -> Result<Option<Claim>, Diagnostic> {
    let failed = |error: Error| fault(&error, Doing::Write, lock);
    // Windows locks no file that is open for appending alone.
    let opened = OpenOptions::new().read(true).append(true).create(true).open(lock);
    let file = opened.map_err(failed)?;
    let begun = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Some(Claim { _file: file })),
            Err(std::fs::TryLockError::WouldBlock) if begun.elapsed() < patience => {
                std::thread::sleep(RETRY);
            }
            Err(std::fs::TryLockError::WouldBlock) => return Ok(None),
            Err(std::fs::TryLockError::Error(error)) => return Err(failed(error)),
        }
    }
}

/// Makes the folder empty, and makes it where there is none. Behind a link may stand anything of
/// anybody: nothing is removed there.
pub fn empty(folder: &Path) -> Result<(), Diagnostic> {
    for place in folder.parent().into_iter().chain([folder]) {
        if place.is_symlink() {
            return Err(Diagnostic::error("the index cannot be in a folder that is a link")
                .in_file(super::shown(place))
                .help("delete the link; the index is made anew"));
        }
    }
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(fault(&error, Doing::Write, folder))
        }
        _ => super::write::folder(folder),
    }
}

/// The files of a folder with their size and time; empty if it cannot be listed.
pub fn listing(folder: &Path) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let entry = |entry: std::fs::DirEntry| {
        let found = entry.metadata().ok().filter(Metadata::is_file)?;
        Some((entry.file_name().to_string_lossy().into_owned(), written(&found)))
    };
    entries.filter_map(entry).collect()
}

/// Removes a file that is not needed any more; one that stays does no harm.
pub fn discard(path: &Path) {
    let _ = std::fs::remove_file(path);
}

/// The size of a file; 0 if it cannot be looked at.
pub fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |found| found.len())
}

fn written(found: &Metadata) -> String {
    let since = found.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let nanoseconds = since.map_or(0, |since| since.as_nanos());
    format!("{}-{nanoseconds}", found.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let lock = folder.path().join("lock");
        let held = claim(&lock, Duration::ZERO).unwrap().unwrap();
        assert!(claim(&lock, Duration::from_millis(30)).unwrap().is_none());
        drop(held);
        assert!(claim(&lock, Duration::ZERO).unwrap().is_some());
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_removed_behind_a_link() {
        let desk = tempfile::tempdir().unwrap();
        let at = |name: &str| desk.path().join(name);
        std::fs::create_dir_all(at("mine/index")).unwrap();
        std::fs::write(at("mine/index/a.txt"), "x").unwrap();
        std::os::unix::fs::symlink(at("mine"), at(".emic")).unwrap();
        std::os::unix::fs::symlink(at("mine/index"), at("index")).unwrap();
        for folder in [at(".emic/index"), at("index")] {
            assert!(empty(&folder).unwrap_err().message.contains("a link"));
        }
        assert!(at("mine/index/a.txt").exists());
    }

    #[test]
    fn files_are_listed_with_size_and_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "x").unwrap();
        let before = listing(folder.path());
        let old = std::time::SystemTime::now() - Duration::from_secs(60);
        File::options().write(true).open(&path).unwrap().set_modified(old).unwrap();
        let after = listing(folder.path());
        assert!(before.keys().eq(["a.txt"]) && before != after);
        empty(folder.path()).unwrap();
        assert!(listing(folder.path()).is_empty());
    }
}
