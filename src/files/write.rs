//! Writing: a whole file at once or a line at the end of one; nothing is ever half there.
//!
//! A file is written beside its place under another name, brought to the disk and then renamed, so
//! that who reads it sees the old one or the new one. A log grows by whole lines under a lock. What
//! is under way is known here, so that an interrupted run can tidy up ([`tidy`]).

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};

use super::fault::{Doing, fault};
use crate::diagnostic::Diagnostic;

/// Temporary files that exist at this moment.
static UNDER_WAY: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

pub(super) fn under_way() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    UNDER_WAY.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

/// Removes the temporary files and folders of writes that will not be finished.
pub fn tidy() {
    for path in under_way().iter() {
        // Nothing can be done about one that does not go.
        let _ = std::fs::remove_file(path).or_else(|_| std::fs::remove_dir_all(path));
    }
}

/// Remembers something that has to go if the program is interrupted.
pub(super) fn begin(path: &Path) {
    under_way().insert(path.to_owned());
}

/// Forgets it again.
pub(super) fn end(path: &Path) {
    under_way().remove(path);
}

/// Writes a file whole; one that is there is replaced. A pipe or a device is written to as it is:
/// a file in its place would be the end of `/dev/null`.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    if std::fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        let through = OpenOptions::new().write(true).open(path);
        return through
            .and_then(|mut file| file.write_all(bytes))
            .map_err(|error| fault(&error, Doing::Write, path));
    }
    // Behind a link, the file that it leads to is replaced, not the link.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let rights = permissions(&target);
    whole(&target, bytes, true, rights).map_err(|error| fault(&error, Doing::Write, path))
}

/// Writes a file whole that its owner alone may read; one that is there is replaced.
pub fn replace_private(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    // Without rights of its own, a temporary file has those of its owner alone.
    whole(&target, bytes, true, None).map_err(|error| fault(&error, Doing::Write, path))
}

/// Whether others than its owner may read a file, where the system says so.
pub fn is_read_by_others(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Writes a new file whole; false if there is one already, which then stays as it is.
pub fn create(path: &Path, bytes: &[u8]) -> Result<bool, Diagnostic> {
    if std::fs::symlink_metadata(path).is_ok() {
        return Ok(false);
    }
    match whole(path, bytes, false, permissions(path)) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(fault(&error, Doing::Write, path)),
    }
}

fn whole(
    path: &Path,
    bytes: &[u8],
    may_replace: bool,
    rights: Option<std::fs::Permissions>,
) -> Result<(), Error> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".emic-").suffix(".tmp");
    if let Some(rights) = rights {
        builder.permissions(rights);
    }
    let mut file = builder.tempfile_in(folder)?;
    let temporary = file.path().to_owned();
    under_way().insert(temporary.clone());
    let written = (|| {
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        match may_replace {
            true => file.persist(path).map_err(|error| error.error)?,
            false => file.persist_noclobber(path).map_err(|error| error.error)?,
        };
        Ok(())
    })();
    under_way().remove(&temporary);
    if written.is_ok() {
        // The new name is on the disk only when the folder is. Not every system can do that.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
    written
}

/// The rights of the file that is replaced, or those of any new file.
#[cfg(unix)]
pub(super) fn permissions(path: &Path) -> Option<std::fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    let existing = std::fs::metadata(path).map(|found| found.permissions());
    Some(existing.unwrap_or_else(|_| std::fs::Permissions::from_mode(0o666)))
}

/// The rights of the file that is replaced, or those of any new file.
#[cfg(not(unix))]
pub(super) fn permissions(_path: &Path) -> Option<std::fs::Permissions> {
    None
}

/// Appends lines to a log, which is made where there is none. The bytes must end with a newline.
///
/// Two processes that append at once both succeed. A last line that was torn by a crash is ended
/// first, so that it stays one bad line; where the disk is full, what was written is taken back.
pub fn append(path: &Path, lines: &[u8]) -> Result<(), Diagnostic> {
    let append = || {
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        file.lock()?;
        let length = file.metadata()?.len();
        let mut bytes = Vec::with_capacity(lines.len() + 1);
        if length > 0 {
            let mut last = [b'\n'];
            file.seek(SeekFrom::Start(length - 1))?;
            file.read_exact(&mut last)?;
            if last != [b'\n'] {
                bytes.push(b'\n');
            }
        }
        bytes.extend_from_slice(lines);
        let written = file.write_all(&bytes).and_then(|()| file.sync_data());
        if written.is_err() {
            // Best effort: a torn line is recognised when the log is read.
            let _ = file.set_len(length);
        }
        written
    };
    append().map_err(|error| fault(&error, Doing::Write, path))
}

/// Makes a folder and those above it.
pub fn folder(path: &Path) -> Result<(), Diagnostic> {
    std::fs::create_dir_all(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            Diagnostic::error("this is a file, not a folder").in_file(super::shown(path))
        }
        _ => fault(&error, Doing::Write, path),
    })
}

/// Holds the place of others who want to change the same thing: taken with [`lock`], given back
/// when it goes out of scope.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Waits until nobody else holds this lock. The file stays, empty.
pub fn lock(path: &Path) -> Result<Lock, Diagnostic> {
    let take = || {
        // Windows locks no file that is open for appending alone.
        let file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        file.lock()?;
        Ok(Lock { _file: file })
    };
    take().map_err(|error| fault(&error, Doing::Write, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_keeps_its_rights() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        assert!(create(&path, b"old").unwrap());
        assert!(!create(&path, b"other").unwrap());
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        replace(&path, b"new").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
            replace(&path, b"newer").unwrap();
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o640);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_written_to_and_stays_a_pipe() {
        use std::os::unix::fs::FileTypeExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
        let read = std::thread::spawn({
            let path = path.clone();
            move || std::fs::read(path).unwrap()
        });
        replace(&path, b"a row").unwrap();
        assert_eq!(read.join().unwrap(), b"a row");
        assert!(std::fs::metadata(&path).unwrap().file_type().is_fifo());
    }

    #[test]
    fn many_writers_lose_no_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ana.jsonl");
        std::fs::write(&path, "{\"torn\"").unwrap();
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let path = &path;
                scope.spawn(move || {
                    for line in 0..20 {
                        append(path, format!("{writer} {line}\n").as_bytes()).unwrap();
                    }
                });
            }
        });
        let text = std::fs::read_to_string(&path).unwrap();
        let lines: BTreeSet<&str> = text.lines().collect();
        assert_eq!(lines.len(), 81);
        assert!(lines.contains("{\"torn\"") && lines.contains("3 19") && text.ends_with('\n'));
    }
}
