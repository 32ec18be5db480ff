//! Reading what is kept along with the transcripts: a record at a time, in the order of the study.

use std::collections::BTreeMap;

use super::file::{BEFORE, CHUNK, Frame, LONGEST};
use super::record;
use crate::files::cache::CacheFile;

/// The frames of a file, one after the other.
#[derive(Debug)]
pub(super) struct Frames<'a> {
    file: &'a CacheFile,
    /// Where the next frame begins.
    pub(super) place: u64,
    /// What was read ahead, from which place on.
    ahead: Vec<u8>,
    ahead_from: u64,
}

/// The records of a file, taken one after the other.
#[derive(Debug, Default)]
pub struct Old<'a> {
    frames: Option<Frames<'a>>,
    /// The ids of all transcripts, and by id their places, once somebody asks.
    ids: Vec<&'a str>,
    places: Option<BTreeMap<&'a str, usize>>,
    /// The record that waits for its transcript, and the transcript's place.
    waiting: Option<(usize, Frame)>,
    /// Which transcript is asked for next.
    next: usize,
}

impl<'a> Old<'a> {
    /// The records of a file from a place on, for transcripts in this order.
    pub(super) fn of(file: &'a CacheFile, begin: u64, ids: impl Iterator<Item = &'a str>) -> Self {
        Old { frames: Some(Frames::of(file, begin)), ids: ids.collect(), ..Old::default() }
    }

    /// The record of the next transcript, if there is one. Records of transcripts that are gone are
    /// passed over.
    pub fn of_next(&mut self) -> Option<Frame> {
        let wanted = self.next;
        self.next += 1;
        while self.waiting.as_ref().is_none_or(|(place, _)| *place < wanted) {
            self.waiting = None;
            let frame = self.frames.as_mut()?.next()?;
            let id = frame.bytes.get(BEFORE..).and_then(record::id);
            let place = id.and_then(|id| self.place_of(id, wanted));
            self.waiting = place.map(|place| (place, frame));
        }
        match &self.waiting {
            Some((place, _)) if *place == wanted => self.waiting.take().map(|(_, frame)| frame),
            _ => None,
        }
    }

    /// The place of a transcript, which most likely is the one that is wanted.
    fn place_of(&mut self, id: &str, wanted: usize) -> Option<usize> {
        let Old { ids, places, .. } = self;
        if ids.get(wanted) == Some(&id) {
            return Some(wanted);
        }
        places.get_or_insert_with(|| ids.iter().copied().zip(0..).collect()).get(id).copied()
    }
}

impl<'a> Frames<'a> {
    /// The frames from a place on.
    pub(super) fn of(file: &'a CacheFile, place: u64) -> Self {
        Frames { file, place, ahead: Vec::new(), ahead_from: 0 }
    }

    /// So many bytes from a place on; nothing where the file ends before.
    fn bytes(&mut self, place: u64, count: usize) -> Option<&[u8]> {
        let from = usize::try_from(place.checked_sub(self.ahead_from)?).ok()?;
        if self.ahead.len() < from + count {
            let kept = self.ahead.get(from..).unwrap_or_default().to_vec();
            self.ahead_from = place;
            let rest = self.file.length().saturating_sub(place + kept.len() as u64);
            let more = usize::try_from(rest).ok()?.min(count.max(CHUNK));
            let read_from = kept.len();
            self.ahead = kept;
            self.ahead.resize(read_from + more, 0);
            let into = self.ahead.get_mut(read_from..)?;
            let read = self.file.read(place + read_from as u64, into);
            self.ahead.truncate(read_from + read);
            return self.ahead.get(..count);
        }
        self.ahead.get(from..from + count)
    }
}

impl Iterator for Frames<'_> {
    type Item = Frame;

    /// The next frame of the file.
    fn next(&mut self) -> Option<Frame> {
        let place = self.place;
        let length = self.bytes(place, 4)?.try_into().map(u32::from_le_bytes).ok()? as usize;
        if length > LONGEST {
            return None;
        }
        let bytes = self.bytes(place, BEFORE + length)?.to_vec();
        self.place += bytes.len() as u64;
        Some(Frame { place, bytes })
    }
}
