//! What the words of the transcripts of a study begin with, kept so that a changed rule need not open
//! those that it cannot touch.
//!
//! In come the notes of transcripts as they are coded ([`crate::coding::rules::heads`]), out comes the
//! file `words.notes`: a head and a frame a note as in [`super::file`]. A note is of one text, so it
//! serves all questions and codebooks. New ones are appended; of several about one transcript the
//! last one counts. Only one look at all of them is needed, and of that only the names and marks of
//! transcripts stay in memory.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::bytes::{Eye, Pen};
use super::file::{State, framed};
use super::reading::Frames;
use crate::coding::rules::sought::Sought;
use crate::files::cache::{self, CacheFile};
use crate::files::draft::Draft;
use crate::files::mark::Mark;

/// The name of the file.
const NAME: &str = "words.notes";

/// So many notes are appended without a look whether they are known.
const FEW: usize = 64;

/// Bytes that wait until they are appended.
const WAITING: usize = 1 << 20;

/// Whether so many notes are worth their place if so many transcripts have one.
fn is_tidy(notes: usize, transcripts: usize) -> bool {
    notes <= 2 * transcripts + 16 * FEW
}

/// The notes that are there.
#[derive(Debug)]
pub struct Notes {
    folder: PathBuf,
    state: State,
    /// The file, and where its notes begin.
    file: Option<(CacheFile, u64)>,
}

/// What a note says and of which text, with its place in the file.
struct Note<'b> {
    id: &'b str,
    mark: Mark,
    heads: &'b [u8],
}

impl<'b> Note<'b> {
    fn read(content: &'b [u8]) -> Option<Self> {
        let mut eye = Eye::on(content);
        let id = eye.name()?;
        let mark = Mark { size: eye.number()?, modified: eye.number()?, changed: eye.number()? };
        Some(Note { id, mark, heads: eye.rest() })
    }
}

impl Notes {
    /// Looks for the notes of this state: the program, and how transcripts are read.
    pub fn open(folder: PathBuf, state: State) -> Self {
        let file = CacheFile::open(&folder.join(NAME)).and_then(|file| {
            let mut frames = Frames::of(&file, 0);
            let is_ours = frames.next()?.content(&state)? == state;
            let begin = frames.place;
            is_ours.then_some((file, begin))
        });
        Notes { folder, state, file }
    }

    /// The transcripts, as they were, that have nothing of what is sought.
    pub fn without(&self, sought: &Sought) -> BTreeMap<String, Mark> {
        let mut without = BTreeMap::new();
        self.each(|_, note| match sought.may_be_in(note.heads) {
            true => drop(without.remove(note.id)),
            false => drop(without.insert(note.id.to_owned(), note.mark)),
        });
        without
    }

    /// Shows all notes in the order in which they were made; says whether the file is whole.
    fn each(&self, mut see: impl FnMut(u64, Note<'_>)) -> bool {
        let Some((file, begin)) = &self.file else { return true };
        let mut frames = Frames::of(file, *begin);
        for frame in frames.by_ref() {
            let Some(note) = frame.content(&self.state).and_then(Note::read) else { return false };
            see(frame.place(), note);
        }
        frames.place == file.length()
    }

    /// The notes to come.
    pub fn more(&self) -> More<'_> {
        More { notes: self, known: None, waiting: Vec::new(), draft: None, count: 0, failed: false }
    }
}

/// Notes that are taken in.
#[derive(Debug)]
pub struct More<'a> {
    notes: &'a Notes,
    /// By transcript: of which text there is a note already.
    known: Option<BTreeMap<String, Mark>>,
    waiting: Vec<u8>,
    /// A new file, where there was none of use.
    draft: Option<Draft>,
    count: usize,
    failed: bool,
}

impl More<'_> {
    /// Takes in the note of a transcript.
    pub fn push(&mut self, id: &str, mark: Mark, heads: &[u8]) {
        self.count += 1;
        if self.failed || self.is_known(id, mark) {
            return;
        }
        let mut pen = Pen::default();
        pen.name(id);
        [mark.size, mark.modified, mark.changed].into_iter().for_each(|number| pen.number(number));
        pen.fixed(heads);
        self.waiting.extend(framed(&self.notes.state, &pen.bytes).unwrap_or_default());
        if self.waiting.len() >= WAITING {
            self.write();
        }
    }

    /// Brings all of them to their place.
    pub fn finish(mut self) {
        self.write();
        if let Some(draft) = self.draft {
            draft.put();
        }
    }

    /// Whether there is a note already. Few notes are not worth the look.
    fn is_known(&mut self, id: &str, mark: Mark) -> bool {
        if self.notes.file.is_none() || self.count <= FEW {
            return false;
        }
        let known = match self.known.take() {
            Some(known) => known,
            None => self.look(),
        };
        self.known.insert(known).get(id) == Some(&mark)
    }

    /// Which notes there are. Where most are of texts that changed since, or where the file was torn,
    /// it is made anew.
    fn look(&mut self) -> BTreeMap<String, Mark> {
        let (mut known, mut places, mut count) = (BTreeMap::new(), BTreeMap::new(), 0);
        let is_whole = self.notes.each(|place, note| {
            count += 1;
            known.insert(note.id.to_owned(), note.mark);
            places.insert(note.id.to_owned(), place);
        });
        if is_whole && is_tidy(count, known.len()) {
            return known;
        }
        let notes = self.notes;
        self.failed = !self.begin();
        let (Some((file, begin)), Some(draft)) = (&notes.file, &mut self.draft) else {
            return known;
        };
        for frame in Frames::of(file, *begin) {
            let Some(note) = frame.content(&notes.state).and_then(Note::read) else { break };
            if places.get(note.id) == Some(&frame.place()) {
                self.failed |= draft.push(frame.bytes()).is_err();
            }
        }
        known
    }

    /// Begins a new file.
    fn begin(&mut self) -> bool {
        let Notes { folder, state, .. } = self.notes;
        let head = framed(state, state).unwrap_or_default();
        self.draft = cache::make(folder).then(|| cache::begin(&folder.join(NAME))).flatten();
        self.draft.as_mut().is_some_and(|draft| draft.push(&head).is_ok())
    }

    fn write(&mut self) {
        if self.waiting.is_empty() || self.failed {
            return;
        }
        let waiting = std::mem::take(&mut self.waiting);
        if self.notes.file.is_some() && self.draft.is_none() {
            self.failed = !cache::append(&self.notes.folder.join(NAME), &waiting);
            return;
        }
        if self.draft.is_none() {
            self.failed = !self.begin();
        }
        let draft = self.draft.as_mut().filter(|_| !self.failed);
        self.failed = draft.is_none_or(|draft| draft.push(&waiting).is_err());
        if self.failed {
            self.draft = None;
        }
    }
}
