//! Opening a file to read, and what may be opened.
//!
//! A pipe or a device may never end, so one that a study's settings name, or that stands in the place
//! of a study's file, is not read. One that somebody typed is: `<(…)` and `/dev/stdin` are meant. In
//! come the words of the command line, once, and then paths; out come open files.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The paths that somebody typed, if any.
static TYPED: OnceLock<BTreeSet<PathBuf>> = OnceLock::new();

/// Remembers what stands on the command line, of which some are paths: `FILE` and `--flag=FILE`.
pub fn remember(words: &[OsString]) {
    let parts = words.iter().flat_map(|word| {
        let value = word.to_str().and_then(|word| word.strip_prefix("--")?.split_once('='));
        [Some(PathBuf::from(word)), value.map(|(_, value)| PathBuf::from(value))]
    });
    // The first command line is the only one.
    let _ = TYPED.set(parts.flatten().collect());
}

/// Opens a file to read, with what it is.
pub(super) fn open(path: &Path) -> Result<(Metadata, File), Error> {
    let mut options = OpenOptions::new();
    options.read(true);
    if !TYPED.get().is_some_and(|typed| typed.contains(path)) {
        // Opening a device can do something already, so what it is is asked first.
        refuse_endless(&std::fs::metadata(path)?)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            // Files of the system may wait for news as pipes do: `/proc/kmsg`.
            options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
        }
    }
    let file = options.open(path)?;
    Ok((file.metadata()?, file))
}

/// An error for what is neither file nor folder.
pub(super) fn refuse_endless(found: &Metadata) -> Result<(), Error> {
    match found.is_file() || found.is_dir() {
        true => Ok(()),
        false => Err(ErrorKind::WouldBlock.into()),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_pipe_is_read_where_it_was_typed_and_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["typed", "given", "named"] {
            let made = std::process::Command::new("mkfifo").arg(at(name)).status();
            assert!(made.unwrap().success());
        }
        let given = format!("--codebook={}", at("given").display());
        remember(&[at("typed").into(), given.into()]);
        for name in ["typed", "given"] {
            let path = at(name);
            let written = std::thread::spawn(move || std::fs::write(path, "schema = 1\n"));
            assert_eq!(super::super::read(&at(name)).unwrap(), b"schema = 1\n");
            written.join().unwrap().unwrap();
        }
        for path in [at("named"), PathBuf::from("/dev/zero")] {
            let told = super::super::read(&path).unwrap_err();
            assert_eq!(told.message, "this is a pipe or a device, not a file");
            assert!(super::super::lines::Lines::open(&path).is_err());
        }
    }
}
