//! The disk: the only place where files are read, listed and written.
//!
//! In come paths, out come bytes, or a finding that says what was wrong with which file and what to
//! do next ([`mod@fault`]). Every write is atomic or an appended line under a lock ([`mod@write`]).

#![allow(clippy::disallowed_methods)] // This is the door that the lint leads to.

pub mod batches;
pub mod cache;
pub mod draft;
pub mod fault;
pub mod index_folder;
pub mod lines;
pub mod mark;
pub mod new_folder;
pub mod typed;
pub mod walk;
pub mod write;

use std::io::Read;
use std::path::Path;
use std::sync::OnceLock;

use crate::diagnostic::Diagnostic;
use fault::{Doing, fault};

/// The largest file that is read. Positions in a transcript are 32 bits wide, and a decoded text
/// may be longer than its bytes.
pub const LARGEST: u64 = 1 << 30;

/// The bytes of a file; of a pipe or a device only where somebody typed its name ([`typed`]).
pub fn read(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let failed = |error| fault(&error, Doing::Read, path);
    let (told, file) = typed::open(path).map_err(failed)?;
    let length = told.len();
    let mut bytes = Vec::new();
    if length <= LARGEST {
        // What is no ordinary file (a pipe, a device) has no length of its own.
        let most = if told.is_file() && length > 0 { length } else { LARGEST + 1 };
        bytes.reserve_exact(length as usize);
        file.take(most).read_to_end(&mut bytes).map_err(failed)?;
    }
    if length.max(bytes.len() as u64) > LARGEST {
        return Err(Diagnostic::error("this file is larger than 1 GiB")
            .in_file(shown(path))
            .help("split it into several transcripts, one a conversation"));
    }
    Ok(bytes)
}

/// The text of a file that has to be UTF-8: settings, codebooks. A byte order mark is left out.
pub fn read_text(path: &Path) -> Result<String, Diagnostic> {
    let text = String::from_utf8(read(path)?).map_err(|_| {
        Diagnostic::error("this file is not UTF-8")
            .in_file(shown(path))
            .help("save it as UTF-8; TOML knows no other encoding")
    })?;
    match text.strip_prefix('\u{feff}') {
        Some(rest) => Ok(rest.to_owned()),
        None => Ok(text),
    }
}

/// What was piped in. It comes only once, and a search looks at a transcript twice.
static PIPED: OnceLock<Vec<u8>> = OnceLock::new();

/// The bytes that are piped into the program.
pub fn read_standard_input() -> Result<Vec<u8>, Diagnostic> {
    if let Some(bytes) = PIPED.get() {
        return Ok(bytes.clone());
    }
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| fault(&error, Doing::Read, Path::new("-")))?;
    match bytes.len() as u64 > LARGEST {
        true => Err(Diagnostic::error("the input is larger than 1 GiB").in_file("-")),
        false => Ok(PIPED.get_or_init(|| bytes).clone()),
    }
}

/// What a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A file, or anything that can be read like one.
    File,
    /// A folder.
    Folder,
    /// Nothing.
    Missing,
}

/// What stands at a path; links are followed.
pub fn what(path: &Path) -> What {
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => What::Folder,
        Ok(_) => What::File,
        // What may not be looked at is there; opening it will say why not.
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => What::File,
        Err(_) => What::Missing,
    }
}

/// The path as people see it: with `/`, and without `./` in front.
pub fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    let text = if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text };
    match text.strip_prefix("./") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_file_is_told_with_its_neighbour() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("P01.vtt"), "x").unwrap();
        let error = read(&folder.path().join("P1.vtt")).unwrap_err();
        assert_eq!(error.message, "this file does not exist");
        assert!(error.help[0].contains("P01.vtt"), "{:?}", error.help);
        let error = read(folder.path()).unwrap_err();
        assert_eq!(error.message, "this is a folder, not a file");
    }
}
