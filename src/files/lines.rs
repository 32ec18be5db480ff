//! The lines of a file or of standard input, one after the other, so that what is larger than the
//! memory can be read.
//!
//! In comes a path (`-` is standard input), out comes a line at a time, as bytes without its end. A
//! line that is longer than [`LONGEST`] is passed over and said to be.

#![allow(clippy::disallowed_methods)] // A part of the door that the lint leads to.

use std::io::{BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};

use super::fault::{Doing, fault};
use crate::diagnostic::Diagnostic;

/// The longest line that is read: some ten million words.
pub const LONGEST: usize = 1 << 26;

/// How much is read at once.
const CHUNK: usize = 1 << 18;

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// It stands in the buffer.
    Whole,
    /// It was too long and is left out.
    TooLong,
}

/// Where lines come from.
pub struct Lines {
    path: PathBuf,
    from: Box<dyn BufRead>,
}

impl Lines {
    /// Opens a file, or standard input.
    pub fn open(path: &Path) -> Result<Self, Diagnostic> {
        let from: Box<dyn BufRead> = match path == Path::new("-") {
            true => Box::new(BufReader::with_capacity(CHUNK, std::io::stdin().lock())),
            false => {
                let failed = |error| fault(&error, Doing::Read, path);
                let (_, file) = super::typed::open(path).map_err(failed)?;
                Box::new(BufReader::with_capacity(CHUNK, file))
            }
        };
        Ok(Lines { path: path.to_owned(), from })
    }

    /// Appends the next line to a buffer; nothing where there is none.
    pub fn next(&mut self, buffer: &mut Vec<u8>) -> Result<Option<Line>, Diagnostic> {
        let before = buffer.len();
        let mut found = None;
        loop {
            let chunk = match self.from.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(fault(&error, Doing::Read, &self.path)),
            };
            if chunk.is_empty() {
                break;
            }
            let end = memchr::memchr(b'\n', chunk);
            let part = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
            let fits = buffer.len() - before + part.len() <= LONGEST;
            if fits && found != Some(Line::TooLong) {
                buffer.extend_from_slice(part);
                found = Some(Line::Whole);
            } else {
                buffer.truncate(before);
                found = Some(Line::TooLong);
            }
            let used = part.len() + usize::from(end.is_some());
            self.from.consume(used);
            if end.is_some() {
                break;
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<(Line, usize)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.jsonl");
        std::fs::write(&path, bytes).unwrap();
        let mut lines = Lines::open(&path).unwrap();
        let mut all = Vec::new();
        let mut buffer = Vec::new();
        while let Some(line) = lines.next(&mut buffer).unwrap() {
            all.push((line, buffer.len()));
            buffer.clear();
        }
        all
    }

    #[test]
    fn a_line_is_whole_whatever_ends_it() {
        assert_eq!(read(b""), []);
        assert_eq!(read(b"ab\n\nc"), [(Line::Whole, 2), (Line::Whole, 0), (Line::Whole, 1)]);
    }

    #[test]
    fn a_line_without_end_is_passed_over() {
        let mut bytes = vec![b'a'; LONGEST + 1];
        bytes.extend_from_slice(b"\nshort\n");
        assert_eq!(read(&bytes), [(Line::TooLong, 0), (Line::Whole, 5)]);
    }
}
