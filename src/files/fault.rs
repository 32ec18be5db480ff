//! What the operating system said, in plain words: its error in, a finding with the next step out.

use std::io::{Error, ErrorKind};
use std::path::Path;

use super::shown;
use crate::diagnostic::{Diagnostic, near_names};

/// What was being done when it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Reading a file.
    Read,
    /// Listing a folder.
    List,
    /// Writing a file or making a folder.
    Write,
}

/// The finding for an error of the operating system.
pub fn fault(error: &Error, doing: Doing, path: &Path) -> Diagnostic {
    let thing = if doing == Doing::List { "folder" } else { "file" };
    let verb = if doing == Doing::Write { "write" } else { "read" };
    let diagnostic = |message: String| Diagnostic::error(message).in_file(shown(path));
    match error.kind() {
        ErrorKind::NotFound => missing(path, thing),
        ErrorKind::PermissionDenied => diagnostic(format!("no permission to {verb} this {thing}"))
            .help("look at its rights and its owner with `ls -l`"),
        ErrorKind::IsADirectory => diagnostic("this is a folder, not a file".to_owned()),
        ErrorKind::NotADirectory => {
            diagnostic("a part of this path is a file, not a folder".to_owned())
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            diagnostic("there is no space left on the disk".to_owned())
                .help("free some space and try again; what was there before is unchanged")
        }
        ErrorKind::ReadOnlyFilesystem => diagnostic("this place is read-only".to_owned())
            .help("copy the study to a place where you may write"),
        ErrorKind::InvalidFilename => {
            diagnostic("the system does not allow this file name".to_owned())
        }
        ErrorKind::WouldBlock => endless(path),
        ErrorKind::AlreadyExists => diagnostic(format!("this {thing} exists already")),
        _ => diagnostic(format!("cannot {verb} this {thing}: {}", reason(error))),
    }
}

/// What may never end.
pub fn endless(path: &Path) -> Diagnostic {
    Diagnostic::error("this is a pipe or a device, not a file")
        .in_file(shown(path))
        .help("what it holds can be saved in a file, or named on the command line itself")
}

/// A file that is not there, with the names near it that are.
fn missing(path: &Path, thing: &str) -> Diagnostic {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder
        && !folder.is_dir()
    {
        return missing(folder, "folder");
    }
    let wrong = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let siblings: Vec<String> = std::fs::read_dir(folder.unwrap_or(Path::new(".")))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let near = near_names(&wrong, siblings.iter().map(String::as_str));
    let diagnostic = Diagnostic::error(format!("this {thing} does not exist")).in_file(shown(path));
    let full = |name: &&str| format!("`{}`", shown(&path.with_file_name(name)));
    match near.iter().map(full).collect::<Vec<_>>().as_slice() {
        [] => diagnostic,
        [one] => diagnostic.help(format!("did you mean {one}?")),
        several => diagnostic.help(format!("did you mean one of {}?", several.join(", "))),
    }
}

/// The system's own words, without its number.
fn reason(error: &Error) -> String {
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or_default();
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().collect::<String>() + letters.as_str()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_plain_words() {
        let full = fault(&ErrorKind::StorageFull.into(), Doing::Write, Path::new("./a.txt"));
        assert_eq!(full.message, "there is no space left on the disk");
        assert_eq!(full.path.as_deref(), Some("a.txt"));
        let odd = fault(&Error::from_raw_os_error(5), Doing::Read, Path::new("a"));
        assert!(odd.message.starts_with("cannot read this file: "), "{}", odd.message);
        assert!(!odd.message.contains("os error"), "{}", odd.message);
    }

    #[test]
    fn the_missing_folder_is_named_rather_than_the_file() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("transcripts")).unwrap();
        let wrong = folder.path().join("transcript").join("P01.vtt");
        let told = fault(&ErrorKind::NotFound.into(), Doing::Read, &wrong);
        assert_eq!(told.message, "this folder does not exist");
        assert!(told.help[0].ends_with("/transcripts`?"), "{:?}", told.help);
    }
}
