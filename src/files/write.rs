//! Writing: a whole file at once or a line at the end of one; nothing is ever half there.
//!
//! A file is written beside its place under another name, brought to the disk and then renamed, so
//! that who reads it sees the old one or the new one. A log grows by whole lines under a lock. What
//! is under way is known here, so that an interrupted run can tidy up ([`tidy`]).
//!
//! What is made anew may hold what somebody said: its owner alone may read it, and in a folder that
//! a group shares (its setgid bit says so) the group. What is there keeps its rights.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use super::fault::{Doing, fault};
use super::typed::refuse_endless;
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

/// How the names of temporary files begin and end.
const BEFORE: &str = ".emic-";
const AFTER: &str = ".tmp";

/// A temporary file that was not touched for so long, and that nobody holds, was left behind.
const ABANDONED: Duration = Duration::from_secs(60);

/// Removes what killed runs left in a folder, once in the life of this one.
pub(super) fn sweep(folder: &Path) {
    static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
    let mut swept = SWEPT.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    if !swept.insert(folder.to_owned()) {
        return;
    }
    let is_abandoned = |path: &Path| {
        let file = File::open(path)?;
        let age = file.metadata()?.modified()?.elapsed().unwrap_or_default();
        Ok::<_, Error>(age > ABANDONED && file.try_lock().is_ok())
    };
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(BEFORE)
            && name.ends_with(AFTER)
            && entry.file_type().is_ok_and(|kind| kind.is_file())
            && is_abandoned(&entry.path()).unwrap_or(false)
        {
            let _ = std::fs::remove_file(entry.path());
        }
    }
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
    let rights = permissions(&target, PRIVATE);
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

/// Writes a file that is for everybody, such as a page of the manual.
pub fn publish(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    whole(path, bytes, true, permissions(path, 0o666))
        .map_err(|error| fault(&error, Doing::Write, path))
}

/// Writes a new file whole; false if there is one already, which then stays as it is.
pub fn create(path: &Path, bytes: &[u8]) -> Result<bool, Diagnostic> {
    if std::fs::symlink_metadata(path).is_ok() {
        return Ok(false);
    }
    match whole(path, bytes, false, permissions(path, PRIVATE)) {
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
    sweep(folder);
    let mut builder = tempfile::Builder::new();
    builder.prefix(BEFORE).suffix(AFTER);
    let keeps = rights.is_some();
    if let Some(rights) = rights {
        builder.permissions(rights);
    }
    let mut file = builder.tempfile_in(folder)?;
    let temporary = file.path().to_owned();
    under_way().insert(temporary.clone());
    // Whoever sweeps sees that somebody still writes; not every disk has locks.
    let _ = file.as_file().try_lock();
    let written = (|| {
        // The umask is for what is new; not every disk has rights.
        #[cfg(unix)]
        if keeps && let Ok(existing) = std::fs::metadata(path) {
            let _ = file.as_file().set_permissions(existing.permissions());
        }
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

/// What the owner of a file may do, and nobody else.
pub(super) const PRIVATE: u32 = 0o600;

/// The rights of the file that is replaced, or those of a new one.
#[cfg(unix)]
pub(super) fn permissions(path: &Path, rights: u32) -> Option<std::fs::Permissions> {
    use std::os::unix::fs::PermissionsExt;
    let existing = std::fs::metadata(path).map(|found| found.permissions());
    let new = || std::fs::Permissions::from_mode(rights | group(path, 0o060));
    Some(existing.unwrap_or_else(|_| new()))
}

/// The rights of the file that is replaced, or those of a new one.
#[cfg(not(unix))]
pub(super) fn permissions(_path: &Path, _rights: u32) -> Option<std::fs::Permissions> {
    None
}

/// These rights, if a group shares the folder that something is made in.
#[cfg(unix)]
fn group(path: &Path, rights: u32) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let found = std::fs::metadata(parent.unwrap_or(Path::new(".")));
    let is_shared = found.is_ok_and(|found| found.permissions().mode() & 0o2000 != 0);
    if is_shared { rights } else { 0 }
}

/// How a log is opened: made private where there is none.
fn opened(path: &Path, options: &mut OpenOptions) -> Result<File, Error> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(PRIVATE | group(path, 0o060));
    }
    options.append(true).create(true).open(path)
}

/// Appends lines to a log, which is made where there is none. The bytes must end with a newline.
///
/// Two processes that append at once both succeed. A last line that was torn by a crash is ended
/// first, so that it stays one bad line; where the disk is full, what was written is taken back.
pub fn append(path: &Path, lines: &[u8]) -> Result<(), Diagnostic> {
    if path.is_symlink() {
        return Err(Diagnostic::error("this is a link, and nothing is written through it")
            .in_file(super::shown(path))
            .help("put the file that it leads to in its place"));
    }
    let append = || {
        let mut file = opened(path, OpenOptions::new().read(true))?;
        refuse_endless(&file.metadata()?)?;
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
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        let above = path.ancestors().find(|above| above.is_dir());
        let inside = above.unwrap_or(Path::new("")).join("new");
        builder.mode(0o700 | group(&inside, 0o070));
    }
    builder.recursive(true).create(path).map_err(|error| match error.kind() {
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
        let file = opened(path, OpenOptions::new().read(true))?;
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
            for rights in [0o640, 0o664, 0o444] {
                std::fs::set_permissions(&path, std::fs::Permissions::from_mode(rights)).unwrap();
                replace(&path, b"newer").unwrap();
                let mode = std::fs::metadata(&path).unwrap().permissions().mode();
                assert_eq!(mode & 0o777, rights);
            }
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_is_new_is_its_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode();
        let at = |name: &str| folder.path().join(name);
        super::folder(&at("a/b")).unwrap();
        create(&at("a/b/new.txt"), b"x").unwrap();
        replace(&at("a/new.csv"), b"x").unwrap();
        append(&at("a/ana.jsonl"), b"x\n").unwrap();
        publish(&at("a/emic.1"), b"x").unwrap();
        for (name, rights) in [
            ("a", 0o700),
            ("a/b", 0o700),
            ("a/b/new.txt", 0o600),
            ("a/new.csv", 0o600),
            ("a/ana.jsonl", 0o600),
        ] {
            assert_eq!(mode(&at(name)) & 0o777, rights, "{name}");
        }
        std::fs::write(at("plain"), "").unwrap();
        let of_all = mode(&at("plain")) & 0o777;
        assert_eq!(mode(&at("a/emic.1")) & 0o777, of_all);
        std::fs::set_permissions(at("a"), std::fs::Permissions::from_mode(0o2770)).unwrap();
        append(&at("a/ben.jsonl"), b"x\n").unwrap();
        assert_eq!(mode(&at("a/ben.jsonl")) & 0o077, of_all & 0o060, "a group shares this folder");
    }

    #[test]
    fn what_a_killed_run_left_is_swept() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in [".emic-old.tmp", ".emic-held.tmp", ".emic-new.tmp", "emic-old.tmp"] {
            std::fs::write(at(name), "I: so?").unwrap();
        }
        let long_ago = std::time::SystemTime::now() - 2 * ABANDONED;
        for name in [".emic-old.tmp", ".emic-held.tmp", "emic-old.tmp"] {
            let file = File::options().write(true).open(at(name)).unwrap();
            file.set_modified(long_ago).unwrap();
        }
        let held = File::open(at(".emic-held.tmp")).unwrap();
        held.lock().unwrap();
        replace(&at("a.txt"), b"x").unwrap();
        assert!(!at(".emic-old.tmp").exists());
        assert!(at(".emic-held.tmp").exists() && at(".emic-new.tmp").exists());
        assert!(at("emic-old.tmp").exists(), "it is not ours");
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
