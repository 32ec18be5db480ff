//! What the index was made from: the list by which it is known what changed since.
//!
//! It lies beside the index, one file a generation; the index names the generation that belongs to
//! it. A list that is not whole, or of another version, means that the index is made anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::build::{Sum, hexadecimal};
use super::schema::VERSION;
use crate::diagnostic::Diagnostic;
use crate::files;

/// The list of one generation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Which emic and which tantivy made it.
    pub(super) made_by: String,
    /// Counts up with every change of the index.
    pub(super) generation: u64,
    /// By the transcript's id.
    pub(super) transcripts: BTreeMap<String, Entry>,
    /// The files of the index with size and time.
    pub(super) files: BTreeMap<String, String>,
}

/// One transcript as it was when it was indexed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// Size and time of its file, if they say anything.
    pub(super) stamp: Option<String>,
    /// The fingerprint of its file.
    pub(super) file: String,
    /// The fingerprint of everything else that decides what is indexed of it.
    pub(super) context: String,
    /// The fingerprint of what was indexed.
    pub(super) content: String,
    /// Its turns.
    pub(super) turns: Sum,
    /// Its segments.
    pub(super) segments: Sum,
}

/// What this program writes into a manifest.
pub(super) fn maker() -> String {
    format!("emic index {VERSION}, {}", tantivy::version_string())
}

/// What stands below the list, so that a changed byte in it is noticed.
fn fingerprint(list: &[u8]) -> String {
    hexadecimal(Sha256::new_with_prefix(list))
}

impl Manifest {
    /// An empty list of a generation.
    pub(super) fn new(generation: u64) -> Self {
        Manifest { made_by: maker(), generation, ..Manifest::default() }
    }

    fn path(folder: &Path, generation: u64) -> PathBuf {
        folder.join(format!("manifest-{generation}.json"))
    }

    /// The list of a generation; `None` if it cannot be used.
    pub(super) fn read(folder: &Path, generation: u64) -> Option<Self> {
        let bytes = files::read(&Self::path(folder, generation)).ok()?;
        let end = bytes.iter().rposition(|&byte| byte == b'\n')?;
        let (list, sum) = bytes.split_at(end);
        if sum.strip_prefix(b"\n")? != fingerprint(list).as_bytes() {
            return None;
        }
        let manifest: Self = serde_json::from_slice(list).ok()?;
        (manifest.made_by == maker() && manifest.generation == generation).then_some(manifest)
    }

    /// Writes the list whole.
    pub(super) fn write(&self, folder: &Path) -> Result<(), Diagnostic> {
        // A structure of texts and numbers can always be written.
        let mut bytes = serde_json::to_vec(self).unwrap_or_default();
        let sum = fingerprint(&bytes);
        bytes.push(b'\n');
        bytes.extend_from_slice(sum.as_bytes());
        files::write::replace(&Self::path(folder, self.generation), &bytes)
    }

    /// Removes the lists of other generations.
    pub(super) fn discard_others(&self, folder: &Path) {
        let own = Self::path(folder, self.generation);
        for name in files::index_folder::listing(folder).into_keys() {
            let path = folder.join(&name);
            if name.starts_with("manifest-") && path != own {
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
