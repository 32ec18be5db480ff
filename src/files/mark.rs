//! Whether a file is as it was when something was made of it, without reading it.
//!
//! In comes a path, out comes its size with its times ([`Mark`]). Equal marks mean equal bytes only
//! if the file had been at rest before: one that changed just now could change again within the
//! same tick of the clock, as git knows ("racily clean").

use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A file that was changed so recently could change again without a new time. The coarsest clocks
/// of file systems tick every two seconds.
const SETTLED: Duration = Duration::from_secs(2);

/// Size and times of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Mark {
    /// Its bytes.
    pub size: u64,
    /// When its content changed, in nanoseconds.
    pub modified: u64,
    /// When anything about it changed, where the system says so: a copy that keeps the time of the
    /// original, and a file that was moved into the place of another, are seen by it.
    pub changed: u64,
}

/// The mark of a file; `None` if it is none, or cannot be looked at.
pub fn mark(path: &Path) -> Option<Mark> {
    let found = std::fs::metadata(path).ok().filter(Metadata::is_file)?;
    let modified = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(Mark {
        size: found.len(),
        modified: u64::try_from(modified.as_nanos()).ok()?,
        changed: changed(&found)?,
    })
}

/// The same of a file at rest: only such a mark may be compared later.
pub fn settled(path: &Path) -> Option<Mark> {
    let mark = mark(path)?;
    let last = UNIX_EPOCH + Duration::from_nanos(mark.modified.max(mark.changed));
    let age = SystemTime::now().duration_since(last).ok()?;
    (age > SETTLED).then_some(mark)
}

#[cfg(unix)]
fn changed(found: &Metadata) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(found.ctime()).ok()?;
    seconds.checked_mul(1_000_000_000)?.checked_add(u64::try_from(found.ctime_nsec()).ok()?)
}

#[cfg(not(unix))]
fn changed(_found: &Metadata) -> Option<u64> {
    Some(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;

    #[test]
    fn a_file_just_written_is_not_at_rest() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "x").unwrap();
        assert!(mark(&path).is_some_and(|mark| mark.size == 1) && settled(&path).is_none());
        let later = SystemTime::now() + Duration::from_secs(60);
        File::options().write(true).open(&path).unwrap().set_modified(later).unwrap();
        assert_eq!(settled(&path), None, "a clock that went back says nothing");
        assert_eq!((mark(folder.path()), mark(&folder.path().join("none"))), (None, None));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_in_the_place_of_another_has_another_mark() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let old = SystemTime::now() - Duration::from_secs(60);
        for name in ["a", "b"] {
            std::fs::write(at(name), name).unwrap();
            File::options().write(true).open(at(name)).unwrap().set_modified(old).unwrap();
            std::thread::sleep(Duration::from_millis(20));
        }
        let before = mark(&at("a")).unwrap();
        std::fs::rename(at("b"), at("a")).unwrap();
        let after = mark(&at("a")).unwrap();
        assert_eq!((before.size, before.modified), (after.size, after.modified));
        assert_ne!(before, after);
    }
}
