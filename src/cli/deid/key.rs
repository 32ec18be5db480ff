//! The key on the disk: read, written back for its owner alone, and refused where others could see
//! it.

use std::path::Path;

use super::super::App;
use super::super::ui::Stop;
use crate::deid::fit;
use crate::deid::key::{self, Key};
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::files::new_folder::{is_within, work_tree};
use crate::study::corpus::Corpus;
use crate::study::open;

/// Reads the key. It must lie in none of these folders, nor in a git repository of theirs.
pub(super) fn read(path: &Path, studies: &[&Path], app: &App) -> Result<Key, Stop> {
    for study in studies {
        let tree = work_tree(study);
        let inside = [Some((*study).to_owned()), tree].into_iter().flatten();
        if let Some(folder) = inside.into_iter().find(|folder| is_within(path, folder)) {
            let told = Diagnostic::error("the key must not lie in a study or its git repository")
                .in_file(files::shown(path))
                .help(format!("it lies in `{}`, which others may see", files::shown(&folder)))
                .help("keep it where only you can read it, such as `~/keys/study.key`");
            return Err(told.into());
        }
    }
    if files::write::is_read_by_others(path) {
        let shown = files::shown(path);
        app.ui.hint(&format!("others on this machine may read the key: `chmod 600 {shown}`"));
    }
    match open::table(path)? {
        Some(table) => Ok(key::parse(&table.source)?),
        None => Err(files::read(path).err().into_iter().collect::<Vec<_>>().into()),
    }
}

/// Stops where the scope of a row names nothing: such a row would replace nothing.
pub(super) fn check_scopes(path: &Path, key: &Key, corpus: &Corpus) -> Result<(), Stop> {
    let told = fit::scopes(key, corpus);
    match told.is_empty() {
        true => Ok(()),
        false => {
            let shown = files::shown(path);
            Err(told.into_iter().map(|one| one.in_file(shown.clone())).collect::<Vec<_>>().into())
        }
    }
}

/// Writes the key back; nobody but its owner may read it then.
pub(super) fn write(path: &Path, key: &Key) -> Result<(), Stop> {
    Ok(files::write::replace_private(path, key.text().as_bytes())?)
}
