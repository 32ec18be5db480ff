//! What the index was made from: the list by which it is known what changed since.
//!
//! It lies beside the index, one list a generation; the index names the generation that belongs to
//! it. A list that is not whole, or of another version, means that the index is made anew. The names
//! of the index's own files stand in a second, short list, for they are known only at the very end.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::build::{Print, Sum};
use super::schema::VERSION;
use crate::coding::kept::bytes::{Eye, Pen};
use crate::coding::kept::record::fingerprint;
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::files::mark::Mark;

/// The list of one generation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    /// Counts up with every change of the index.
    pub(super) generation: u64,
    /// By the transcript's id.
    pub(super) transcripts: BTreeMap<String, Entry>,
    /// The files of the index with size and time.
    pub(super) files: BTreeMap<String, String>,
}

/// One transcript as it was when it was indexed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// Size and times of its file, if they say anything.
    pub(super) mark: Option<Mark>,
    /// The fingerprint of its file.
    pub(super) file: Print,
    /// The fingerprint of everything else that decides what is indexed of it.
    pub(super) context: u64,
    /// The fingerprint of what was indexed.
    pub(super) content: Print,
    /// Its turns.
    pub(super) turns: Sum,
    /// Its segments.
    pub(super) segments: Sum,
}

/// The files of the index, as they are written.
#[derive(Serialize, Deserialize)]
struct Files {
    made_by: String,
    files: BTreeMap<String, String>,
}

/// What this program writes into a list.
pub(super) fn maker() -> String {
    format!("emic index {VERSION}, {}", tantivy::version_string())
}

impl Manifest {
    /// An empty list of a generation.
    pub(super) fn new(generation: u64) -> Self {
        Manifest { generation, ..Manifest::default() }
    }

    fn path(folder: &Path, generation: u64) -> PathBuf {
        folder.join(format!("manifest-{generation}"))
    }

    fn path_of_files(folder: &Path, generation: u64) -> PathBuf {
        folder.join(format!("manifest-{generation}.json"))
    }

    /// The list of a generation; `None` if it cannot be used.
    pub(super) fn read(folder: &Path, generation: u64) -> Option<Self> {
        let bytes = files::read(&Self::path_of_files(folder, generation)).ok()?;
        let own: Files =
            serde_json::from_slice(&bytes).ok().filter(|own: &Files| own.made_by == maker())?;
        let bytes = files::read(&Self::path(folder, generation)).ok()?;
        let (sum, list) = bytes.split_first_chunk()?;
        // A changed byte is noticed.
        if u64::from_le_bytes(*sum) != fingerprint(&list) {
            return None;
        }
        let mut eye = Eye::on(list);
        let is_ours = eye.name()? == maker() && eye.number()? == generation;
        let count = eye.count().filter(|_| is_ours)?;
        let one = |_| Some((eye.name()?.to_owned(), Entry::read(&mut eye)?));
        let transcripts = (0..count).map(one).collect::<Option<_>>()?;
        Some(Manifest { generation, transcripts, files: own.files })
    }

    /// Writes the list of the transcripts whole.
    pub(super) fn write(&self, folder: &Path) -> Result<(), Diagnostic> {
        let mut pen = Pen::default();
        pen.name(&maker());
        pen.number(self.generation);
        pen.count(self.transcripts.len());
        for (id, entry) in &self.transcripts {
            pen.name(id);
            entry.write(&mut pen);
        }
        let mut bytes = fingerprint(&pen.bytes.as_slice()).to_le_bytes().to_vec();
        bytes.append(&mut pen.bytes);
        files::write::replace(&Self::path(folder, self.generation), &bytes)
    }

    /// Writes the list of the index's own files.
    pub(super) fn write_files(&self, folder: &Path) -> Result<(), Diagnostic> {
        let own = Files { made_by: maker(), files: self.files.clone() };
        // A structure of texts can always be written.
        let bytes = serde_json::to_vec(&own).unwrap_or_default();
        files::write::replace(&Self::path_of_files(folder, self.generation), &bytes)
    }

    /// Removes the lists of other generations.
    pub(super) fn discard_others(&self, folder: &Path) {
        let own =
            [Self::path(folder, self.generation), Self::path_of_files(folder, self.generation)];
        for name in files::index_folder::listing(folder).into_keys() {
            let path = folder.join(&name);
            if name.starts_with("manifest-") && !own.contains(&path) {
                files::index_folder::discard(&path);
            }
        }
    }

    /// The files of the index as they are now. Locks and lists change by themselves.
    pub(super) fn files_now(folder: &Path) -> BTreeMap<String, String> {
        let mut files = files::index_folder::listing(folder);
        files.retain(|name, _| !name.starts_with("manifest-") && !name.ends_with(".lock"));
        files
    }
}

impl Entry {
    fn write(&self, pen: &mut Pen) {
        // A file at rest has a time.
        let Mark { size, modified, changed } = self.mark.unwrap_or_default();
        let Entry { turns, segments, .. } = self;
        let sums = [turns.passages, turns.words, segments.passages, segments.words];
        for number in [u64::from(self.mark.is_some()), size, modified, changed, self.context] {
            pen.number(number);
        }
        sums.into_iter().for_each(|number| pen.number(number));
        pen.fixed(&self.file);
        pen.fixed(&self.content);
    }

    fn read(eye: &mut Eye<'_>) -> Option<Self> {
        let is_marked = eye.number()? != 0;
        let mark = Mark { size: eye.number()?, modified: eye.number()?, changed: eye.number()? };
        let context = eye.number()?;
        let mut sum = || Some(Sum { passages: eye.number()?, words: eye.number()? });
        let (turns, segments) = (sum()?, sum()?);
        let mark = is_marked.then_some(mark);
        Some(Entry { mark, context, turns, segments, file: eye.fixed()?, content: eye.fixed()? })
    }
}
