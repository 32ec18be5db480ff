//! Writing what is kept along with the transcripts, only if a record changed: what stands before it
//! is copied as it is.

use super::file::{Before, CHUNK, Frame, Kept, framed};
use crate::files::cache;
use crate::files::draft::Draft;

/// What becomes of the record of a transcript.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// It stays as it is.
    Same(Frame),
    /// This takes its place.
    Other(Vec<u8>),
    /// There is none.
    Nothing,
}

/// The file in the making.
#[derive(Debug)]
pub struct Anew<'a> {
    kept: &'a Kept,
    /// Up to here the old file is as it will be.
    end: u64,
    draft: Option<Draft>,
    failed: bool,
}

impl<'a> Anew<'a> {
    /// Nothing changed yet.
    pub(super) fn of(kept: &'a Kept) -> Self {
        let end = kept.current().map_or(0, |old| old.begin);
        Anew { kept, end, draft: None, failed: false }
    }

    /// Takes the record of the next transcript.
    pub fn push(&mut self, next: Next) {
        let bytes = match next {
            Next::Same(frame) if self.draft.is_none() && frame.place == self.end => {
                self.end += frame.bytes.len() as u64;
                return;
            }
            Next::Same(frame) => Some(frame.bytes),
            Next::Other(content) => framed(self.kept.state(), &content),
            Next::Nothing => None,
        };
        if let Some(bytes) = bytes {
            self.write(&bytes);
        }
    }

    /// Brings the file to its place if anything changed.
    pub fn finish(mut self) {
        let length = self.kept.current().map_or(0, |old| old.file.length());
        if self.draft.is_none() && self.end != length {
            self.write(&[]);
        }
        if !self.failed {
            self.kept.settle(self.draft);
        }
    }

    /// Appends to the file, which begins with what stays of the old one.
    fn write(&mut self, bytes: &[u8]) {
        if self.failed {
            return;
        }
        let draft = match self.draft.take() {
            Some(draft) => Some(draft),
            None => self.begin(),
        };
        self.draft = draft.and_then(|mut draft| draft.push(bytes).is_ok().then_some(draft));
        self.failed = self.draft.is_none();
    }

    fn begin(&self) -> Option<Draft> {
        cache::make(&self.kept.folder).then_some(())?;
        let mut draft = cache::begin(&self.kept.next())?;
        let Some(Before { file, .. }) = self.kept.current() else {
            draft.push(&self.kept.head()?).ok()?;
            return Some(draft);
        };
        let (mut place, mut buffer) = (0, vec![0; CHUNK]);
        while place < self.end {
            let most = usize::try_from(self.end - place).map_or(CHUNK, |rest| rest.min(CHUNK));
            let read = file.read(place, buffer.get_mut(..most)?);
            if read == 0 {
                return None;
            }
            draft.push(buffer.get(..read)?).ok()?;
            place += read as u64;
        }
        Some(draft)
    }
}
