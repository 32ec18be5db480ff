//! The file of a question: a head, and a record a transcript in the order of the study.
//!
//! ```text
//! file   = frame(state) frame(terms) frame(record)*
//! frame  = length: 4 bytes, sum: 8 bytes, content
//! ```
//!
//! The state is a fingerprint of everything that holds for the whole study. Of a file of another
//! state the terms are read, which tell what changed ([`super::terms`]), and the records of transcripts
//! that the change cannot touch. Every sum is salted with the state, so a record of another file is not
//! taken for one of this. Numbers have the lowest byte first. The name of a file says which question it
//! answers and how late it was asked: `12-00f1a2….counts`; of the questions only the last few stay. It
//! is read and written along with the transcripts, so that memory does not grow with them; it is
//! written only if a record changed, and then begins with a copy of those before.

use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use super::reading::{Frames, Old};
use super::writing::Anew;
use crate::files::cache::{self, CacheFile};
use crate::files::draft::Draft;
use crate::files::index_folder::discard;

/// A fingerprint of everything that holds for the whole study.
pub type State = [u8; 32];

/// Where the files of a study lie, in its cache.
pub const FOLDER: &str = "tallies";

/// How many questions are kept.
const QUESTIONS: usize = 4;

/// Bytes before the content of a frame.
pub(super) const BEFORE: usize = 12;

/// The most bytes of a record; a longer one is not kept.
pub(super) const LONGEST: usize = 1 << 24;

/// How much is read or copied at once.
pub(super) const CHUNK: usize = 1 << 18;

/// The record of a transcript as it stands in a file, not yet looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Where it begins.
    pub(super) place: u64,
    pub(super) bytes: Vec<u8>,
}

/// The file that answers a question.
#[derive(Debug)]
pub struct Kept {
    pub(super) folder: PathBuf,
    question: String,
    state: State,
    terms: Vec<u8>,
    /// The names of the files that are there, the last asked first, each with its number.
    names: Vec<(u64, String)>,
    /// The file that is there.
    old: Option<Before>,
}

/// A file that was kept before.
#[derive(Debug)]
pub(super) struct Before {
    pub(super) file: CacheFile,
    pub(super) state: State,
    terms: Vec<u8>,
    /// Where its records begin.
    pub(super) begin: u64,
}

/// What a frame's sum has to be.
fn sum(state: &State, content: &[u8]) -> [u8; 8] {
    let mut hasher = DefaultHasher::new();
    hasher.write(state);
    hasher.write(content);
    hasher.finish().to_le_bytes()
}

/// The bytes of a frame; nothing where the content is too long.
pub(super) fn framed(state: &State, content: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(content.len()).ok().filter(|_| content.len() <= LONGEST)?;
    let mut bytes = Vec::with_capacity(BEFORE + content.len());
    bytes.extend_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(&sum(state, content));
    bytes.extend_from_slice(content);
    Some(bytes)
}

impl Before {
    /// Reads the head of a file.
    fn of(file: CacheFile) -> Option<Self> {
        let mut frames = Frames::of(&file, 0);
        let head = frames.next()?;
        let state: State = head.bytes.get(BEFORE..)?.try_into().ok()?;
        head.content(&state)?;
        let terms = frames.next()?.content(&state)?.to_vec();
        let begin = frames.place;
        Some(Before { file, state, terms, begin })
    }
}

impl Frame {
    /// Where it begins.
    pub(super) fn place(&self) -> u64 {
        self.place
    }

    /// All of it, as it stands in the file.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The record in it, if it is whole.
    pub fn content(&self, state: &State) -> Option<&[u8]> {
        let content = self.bytes.get(BEFORE..)?;
        (self.bytes.get(4..BEFORE)? == sum(state, content)).then_some(content)
    }
}

impl Kept {
    /// Looks for what is kept of a question, which has this state and these terms now.
    pub fn open(folder: PathBuf, question: u64, state: State, terms: Vec<u8>) -> Self {
        let question = format!("{question:016x}");
        let number = |name: &String| {
            let (number, _) = name.strip_suffix(".counts")?.split_once('-')?;
            number.parse::<u64>().ok()
        };
        let names = cache::names(&folder).into_iter();
        let mut names: Vec<(u64, String)> =
            names.filter_map(|name| Some((number(&name)?, name))).collect();
        names.sort_unstable_by(|one, other| other.cmp(one));
        let mut kept = Kept { folder, question, state, terms, names, old: None };
        let own = kept.names.iter().find(|(_, name)| kept.is_own(name));
        kept.old = own.and_then(|(_, name)| Before::of(CacheFile::open(&kept.folder.join(name))?));
        kept
    }

    /// What every sum is salted with.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The state and the terms of the file that is there, if it is of another state.
    pub fn former(&self) -> Option<(State, &[u8])> {
        let former = self.old.as_ref().filter(|old| old.state != self.state);
        former.map(|old| (old.state, old.terms.as_slice()))
    }

    /// The file that is there, if it is of this state.
    pub(super) fn current(&self) -> Option<&Before> {
        self.old.as_ref().filter(|old| old.state == self.state)
    }

    /// The head of a file of this state.
    pub(super) fn head(&self) -> Option<Vec<u8>> {
        let mut head = framed(&self.state, &self.state)?;
        head.append(&mut framed(&self.state, &self.terms)?);
        Some(head)
    }

    fn is_own(&self, name: &str) -> bool {
        name.trim_start_matches(|letter: char| letter.is_ascii_digit())
            == format!("-{}.counts", self.question)
    }

    /// The records that are there, for transcripts in this order. Those of another state, by which
    /// they are salted, only where they are asked for.
    pub fn old<'a>(&'a self, former: bool, ids: impl Iterator<Item = &'a str>) -> Old<'a> {
        match self.old.as_ref().filter(|old| former || old.state == self.state) {
            Some(old) => Old::of(&old.file, old.begin, ids),
            None => Old::default(),
        }
    }

    /// The file as it will be.
    pub fn anew(&self) -> Anew<'_> {
        Anew::of(self)
    }

    /// Lets this question be the one that was asked last, and forgets those that were not asked for
    /// long.
    pub(super) fn settle(&self, draft: Option<Draft>) {
        let (own, others): (Vec<_>, Vec<_>) =
            self.names.iter().partition(|(_, name)| self.is_own(name));
        let is_last = own.first().is_some_and(|own| Some(*own) == self.names.first());
        match draft.map(Draft::put) {
            Some(false) => return,
            Some(true) => own.iter().for_each(|(_, name)| discard(&self.folder.join(name))),
            None if is_last => {}
            None => own.iter().take(1).for_each(|(_, name)| {
                cache::rename(&self.folder.join(name), &self.next());
            }),
        }
        let old = others.iter().skip(QUESTIONS - 1);
        old.for_each(|(_, name)| discard(&self.folder.join(name)));
    }

    /// Where the file will lie.
    pub(super) fn next(&self) -> PathBuf {
        let last = self.names.first().map_or(0, |(number, _)| *number);
        self.folder.join(format!("{}-{}.counts", last.saturating_add(1), self.question))
    }
}

/// Where the files of the study in a folder lie.
pub fn folder(root: &Path) -> PathBuf {
    root.join(crate::study::open::CACHE).join(FOLDER)
}
