//! Opening the index: it is used only if it is whole and made by this very version.
//!
//! tantivy tells of files that are missing or cut short; a file that was changed otherwise is noticed
//! by its size or time, and then everything is compared with its checksums, or made anew.

use std::path::Path;

use tantivy::directory::MmapDirectory;
use tantivy::{IndexReader, ReloadPolicy, TantivyError};

use super::manifest::Manifest;
use super::schema::{Fields, tokenizers};

/// The lists that tantivy keeps of its own files.
const LISTS: [&str; 2] = ["meta.json", ".managed.json"];

/// An index on the disk with its list.
pub(super) struct Made {
    pub(super) index: tantivy::Index,
    pub(super) fields: Fields,
    pub(super) manifest: Manifest,
    /// Whether its files were not those of the list and had to be compared with their checksums.
    pub(super) checked: bool,
}

impl Made {
    /// The index in a folder; `None` if there is none that can be used.
    pub(super) fn open(folder: &Path) -> Option<Self> {
        let directory = MmapDirectory::open(folder).ok()?;
        let mut index = tantivy::Index::open(directory).ok()?;
        index.set_tokenizers(tokenizers());
        let fields = Fields::new();
        if index.schema() != fields.schema {
            return None;
        }
        let generation = index.load_metas().ok()?.payload?.parse().ok()?;
        let mut manifest = Manifest::read(folder, generation)?;
        let files = Manifest::files_now(folder);
        let checked = manifest.files != files;
        if checked {
            // tantivy's own lists have no checksum, and say which files are compared with theirs.
            let is_changed = |name: &&str| manifest.files.get(*name) != files.get(*name);
            if LISTS.iter().any(is_changed) || !index.validate_checksum().ok()?.is_empty() {
                return None;
            }
            manifest.files = files;
        }
        Some(Made { index, fields, manifest, checked })
    }

    /// A new index in an empty folder.
    pub(super) fn create(folder: &Path) -> Result<Self, TantivyError> {
        let fields = Fields::new();
        let index = tantivy::Index::builder()
            .schema(fields.schema.clone())
            .tokenizers(tokenizers())
            .create_in_dir(folder)?;
        Ok(Made { index, fields, manifest: Manifest::new(0), checked: false })
    }
}

/// An index that can be searched.
pub struct Index {
    pub(super) reader: IndexReader,
    pub(super) fields: Fields,
    pub(super) manifest: Manifest,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("generation", &self.manifest.generation).finish()
    }
}

impl Index {
    /// Opens what was made for searching.
    pub(super) fn new(made: Made, manifest: Manifest) -> Result<Self, TantivyError> {
        let reader = made.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        Ok(Index { reader, fields: made.fields, manifest })
    }

    /// How many transcripts are in it.
    pub fn transcripts(&self) -> usize {
        self.manifest.transcripts.len()
    }

    /// How many turns and how many segments are in it.
    pub fn passages(&self) -> (u64, u64) {
        let all = self.manifest.transcripts.values();
        all.fold((0, 0), |sum, one| (sum.0 + one.turns.passages, sum.1 + one.segments.passages))
    }
}
