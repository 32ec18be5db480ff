//! A file that grows under another name until it is finished: who looks for it sees all of it or
//! nothing, however long it takes to write and whatever ends the program before.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::fault::{Doing, fault};
use super::write::{PRIVATE, permissions, under_way};
use crate::diagnostic::Diagnostic;

/// A file in the making. Dropped before its time, nothing of it is left.
#[derive(Debug)]
pub struct Draft {
    path: PathBuf,
    file: BufWriter<tempfile::NamedTempFile>,
}

impl Draft {
    /// Begins a file, beside its place.
    pub fn new(path: &Path) -> Result<Self, Diagnostic> {
        let failed = |error| fault(&error, Doing::Write, path);
        // Behind a link, the file that it leads to is replaced, not the link.
        let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut builder = tempfile::Builder::new();
        builder.prefix(".emic-").suffix(".tmp");
        if let Some(rights) = permissions(&target, PRIVATE) {
            builder.permissions(rights);
        }
        let file = builder.tempfile_in(folder.unwrap_or(Path::new("."))).map_err(failed)?;
        under_way().insert(file.path().to_owned());
        // Whoever sweeps sees that somebody still writes; not every disk has locks.
        let _ = file.as_file().try_lock();
        Ok(Draft { path: target, file: BufWriter::with_capacity(1 << 16, file) })
    }

    /// Appends to it.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.file.write_all(bytes).map_err(|error| fault(&error, Doing::Write, &self.path))
    }

    /// Brings it to its place without waiting for the disk, for what can be made again; false if
    /// that is not possible.
    pub fn put(mut self) -> bool {
        let is_whole = self.file.flush().is_ok();
        let Ok(file) = self.file.into_inner() else { return false };
        let temporary = file.path().to_owned();
        let is_there = is_whole && file.persist(&self.path).is_ok();
        under_way().remove(&temporary);
        is_there
    }

    /// Brings it to its place; a file that is there is replaced.
    pub fn finish(mut self) -> Result<(), Diagnostic> {
        let failed = |error| fault(&error, Doing::Write, &self.path);
        self.file.flush().map_err(failed)?;
        let file = self.file.into_inner().map_err(|error| failed(error.into_error()))?;
        let temporary = file.path().to_owned();
        file.as_file().sync_all().map_err(failed)?;
        let kept = file.persist(&self.path).map_err(|error| failed(error.error));
        under_way().remove(&temporary);
        kept.map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_there_when_it_is_finished_and_not_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("part.jsonl");
        let mut draft = Draft::new(&path).unwrap();
        draft.push(b"one\n").unwrap();
        assert!(!path.exists());
        draft.push(b"two\n").unwrap();
        draft.finish().unwrap();
        assert_eq!(super::super::read(&path).unwrap(), b"one\ntwo\n");
        let mut given_up = Draft::new(&path).unwrap();
        given_up.push(b"three\n").unwrap();
        drop(given_up);
        assert_eq!(super::super::read(&path).unwrap(), b"one\ntwo\n");
        assert_eq!(super::super::walk::list(folder.path()).unwrap().len(), 1);
    }
}
