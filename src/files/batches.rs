//! Lines of several files, a batch at a time, so that threads get enough to do at once.
//!
//! In come paths (`-` is standard input), out come batches of numbered lines of one file each. A
//! file that cannot be read gives its finding in place of lines, and the others go on.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use super::lines::{Line, Lines};
use super::shown;
use crate::diagnostic::Diagnostic;

/// A batch ends at so many bytes or lines.
const BYTES: usize = 1 << 18;
const LINES: usize = 256;

/// Some lines of one file.
#[derive(Debug, Default)]
pub struct Batch {
    /// The file's name, as people see it.
    pub name: Arc<str>,
    /// The file's place among all.
    pub file: u32,
    /// Why there are no more lines of it.
    pub fault: Option<Diagnostic>,
    bytes: Vec<u8>,
    lines: Vec<(u64, Option<Range<usize>>)>,
}

impl Batch {
    /// The lines with their numbers, from 1; nothing in place of one that is too long. Empty lines
    /// are left out.
    pub fn lines(&self) -> impl Iterator<Item = (u64, Option<&[u8]>)> {
        let line = |(number, range): &(u64, Option<Range<usize>>)| {
            (*number, range.clone().and_then(|range| self.bytes.get(range)))
        };
        self.lines.iter().map(line)
    }
}

/// The lines of all files.
pub struct Batches {
    paths: std::iter::Enumerate<std::vec::IntoIter<PathBuf>>,
    now: Option<(u32, Arc<str>, Lines, u64)>,
}

impl Batches {
    /// Reads these files, one after the other.
    pub fn new(paths: Vec<PathBuf>) -> Self {
        Batches { paths: paths.into_iter().enumerate(), now: None }
    }
}

impl Iterator for Batches {
    type Item = Batch;

    fn next(&mut self) -> Option<Batch> {
        let (file, name, mut lines, mut number) = match self.now.take() {
            Some(now) => now,
            None => {
                let (place, path) = self.paths.next()?;
                let (file, name) = (place as u32, Arc::<str>::from(shown(&path)));
                match Lines::open(&path) {
                    Ok(lines) => (file, name, lines, 0),
                    Err(fault) => {
                        return Some(Batch { name, file, fault: Some(fault), ..Batch::default() });
                    }
                }
            }
        };
        let mut batch = Batch { name: Arc::clone(&name), file, ..Batch::default() };
        while batch.bytes.len() < BYTES && batch.lines.len() < LINES {
            let start = batch.bytes.len();
            match lines.next(&mut batch.bytes) {
                Ok(Some(line)) => {
                    number += 1;
                    let text = batch.bytes.get(start..).unwrap_or_default();
                    match line {
                        Line::TooLong => batch.lines.push((number, None)),
                        Line::Whole if text.trim_ascii().is_empty() => {}
                        Line::Whole => {
                            let bom = usize::from(number == 1 && text.starts_with(b"\xef\xbb\xbf"));
                            let range = start + 3 * bom..batch.bytes.len();
                            batch.lines.push((number, Some(range)));
                        }
                    }
                }
                Ok(None) => return Some(batch),
                Err(fault) => {
                    batch.fault = Some(fault);
                    return Some(batch);
                }
            }
        }
        self.now = Some((file, name, lines, number));
        Some(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_their_numbers_and_a_missing_file_stops_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("a"), "\u{feff}one\n\n  \ntwo").unwrap();
        std::fs::write(path("c"), "three\n".repeat(LINES + 1)).unwrap();
        let batches: Vec<Batch> = Batches::new(vec![path("a"), path("b"), path("c")]).collect();
        let lines: Vec<_> = batches.iter().map(|batch| batch.lines().collect::<Vec<_>>()).collect();
        assert_eq!(lines[0], [(1, Some(&b"one"[..])), (4, Some(&b"two"[..]))]);
        assert!(lines[1].is_empty() && batches[1].fault.is_some());
        assert_eq!((lines[2].len(), lines[3].len(), batches.len()), (LINES, 1, 4));
        assert_eq!((batches[3].file, lines[3][0].0), (2, LINES as u64 + 1));
    }
}
