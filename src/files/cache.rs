//! The files of a cache under `.emic/`: read piece by piece, written beside their place.
//!
//! A study may come from anybody, and so may the cache in it: nothing is read or written through a
//! link. What cannot be read or written is missing, and whoever asked makes it anew.

use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::draft::Draft;

/// A file of the cache, open for reading.
#[derive(Debug)]
pub struct CacheFile {
    file: File,
    length: u64,
}

/// Whether neither the folder nor the one that it lies in is a link.
fn is_plain(folder: &Path) -> bool {
    folder.parent().into_iter().chain([folder]).all(|place| !place.is_symlink())
}

/// Makes the folder of a cache; false if there can be none.
pub fn make(folder: &Path) -> bool {
    let Some(cache) = folder.parent().filter(|_| is_plain(folder)) else { return false };
    let is_made = super::write::folder(folder).is_ok()
        && super::write::create(&cache.join(".gitignore"), b"*\n").is_ok();
    super::write::sweep(folder);
    is_made
}

/// The names of the ordinary files in a folder of the cache, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    match is_plain(folder) {
        true => super::index_folder::listing(folder).into_keys().collect(),
        false => Vec::new(),
    }
}

/// Gives a file another name; one that keeps its old one does no harm.
pub fn rename(from: &Path, to: &Path) {
    let _ = std::fs::rename(from, to);
}

/// Begins a file of the cache, beside its place; `None` if nothing can be written.
pub fn begin(path: &Path) -> Option<Draft> {
    match path.is_symlink() {
        true => None,
        false => Draft::new(path).ok(),
    }
}

/// Appends to a file of the cache that is there; false if that is not possible. Two that append at
/// once take turns.
pub fn append(path: &Path, bytes: &[u8]) -> bool {
    let append = || {
        let mut file = File::options().append(true).open(path)?;
        file.lock()?;
        let length = file.metadata()?.len();
        let written = file.write_all(bytes);
        if written.is_err() {
            // Best effort: a torn end is recognised when the file is read.
            let _ = file.set_len(length);
        }
        written
    };
    !path.is_symlink() && append().is_ok()
}

impl CacheFile {
    /// Opens an ordinary file.
    pub fn open(path: &Path) -> Option<Self> {
        let found = std::fs::symlink_metadata(path).ok()?;
        let file = found.is_file().then(|| File::open(path).ok())??;
        let length = file.metadata().ok()?.len();
        Some(CacheFile { file, length })
    }

    /// Its bytes.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Reads from a place until the buffer is full or the file ends; gives how much was read. For
    /// one thread: the place is that of the open file.
    pub fn read(&self, place: u64, buffer: &mut [u8]) -> usize {
        let mut file = &self.file;
        let mut read = 0;
        if file.seek(SeekFrom::Start(place)).is_err() {
            return 0;
        }
        while let Some(rest) = buffer.get_mut(read..).filter(|rest| !rest.is_empty()) {
            match file.read(rest) {
                Ok(0) => break,
                Ok(more) => read += more,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_anywhere() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".emic/tallies");
        assert!(make(&path) && names(&path).is_empty());
        let mut draft = begin(&path.join("a")).unwrap();
        draft.push(b"something").unwrap();
        assert!(draft.put());
        assert_eq!(names(&path), ["a"]);
        let file = CacheFile::open(&path.join("a")).unwrap();
        let mut buffer = [0; 5];
        assert_eq!((file.length(), file.read(4, &mut buffer)), (9, 5));
        assert_eq!(&buffer, b"thing");
        assert_eq!((file.read(7, &mut buffer), file.read(20, &mut buffer)), (2, 0));
    }

    #[cfg(unix)]
    #[test]
    fn nothing_goes_through_a_link() {
        let desk = tempfile::tempdir().unwrap();
        let at = |name: &str| desk.path().join(name);
        std::fs::create_dir_all(at("mine")).unwrap();
        std::fs::write(at("mine/a"), "x").unwrap();
        std::os::unix::fs::symlink(at("mine"), at(".emic")).unwrap();
        assert!(!make(&at(".emic/tallies")) && !at("mine/tallies").exists());
        std::os::unix::fs::symlink(at("mine/a"), at("a")).unwrap();
        assert!(CacheFile::open(&at("a")).is_none() && begin(&at("a")).is_none());
        std::os::unix::fs::symlink(at("mine"), at("tallies")).unwrap();
        assert!(names(&at("tallies")).is_empty());
    }
}
