//! Copies of logs that sync services leave beside them, and what of them the logs lack.
//!
//! In comes a study, out comes for every file whose events belong to another log what is missing
//! there ([`find`]); and back to the disk ([`unite`]). What stands in a copy counts before it is
//! united as it does after: logs are sets of events.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::logs;
use super::open::{CACHE, Study};
use crate::coding::log::event::Event;
use crate::coding::log::read::read;
use crate::diagnostic::Diagnostic;
use crate::files;

/// A file with events of coders whose log it is not.
#[derive(Clone, Debug, Default)]
pub struct Copy {
    /// The file.
    pub path: PathBuf,
    /// By coder, the events that the coder's own log lacks.
    pub missing: BTreeMap<String, Vec<Event>>,
    /// Events that the logs have already.
    pub known: usize,
    /// What is wrong with its lines; such a file stays where it is.
    pub told: Vec<Diagnostic>,
}

/// The copies of a study.
pub fn find(study: &Study) -> Result<Vec<Copy>, Diagnostic> {
    let mut own: BTreeMap<String, BTreeSet<Event>> = BTreeMap::new();
    let mut others = Vec::new();
    for path in logs::paths(study) {
        let (events, told) = read(&files::shown(&path), &files::read(&path)?);
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let (ours, strange): (Vec<Event>, Vec<Event>) =
            events.into_iter().partition(|event| event.coder == stem);
        own.entry(stem).or_default().extend(ours);
        if !strange.is_empty() {
            others.push((path, strange, told));
        }
    }
    let mut copies = Vec::new();
    for (path, events, told) in others {
        let mut copy = Copy { path, told, ..Copy::default() };
        for event in events {
            // Two copies may have the same event; it is written once.
            if own.entry(event.coder.clone()).or_default().insert(event.clone()) {
                copy.missing.entry(event.coder.clone()).or_default().push(event);
            } else {
                copy.known += 1;
            }
        }
        copies.push(copy);
    }
    Ok(copies)
}

/// Brings what is missing into the logs and then puts the copy away, into the folder of caches.
/// A copy with lines that are no events, or with events of its own, stays where it is: false.
pub fn unite(study: &Study, copy: &Copy) -> Result<bool, Diagnostic> {
    for (coder, events) in &copy.missing {
        logs::append(study, coder, events)?;
    }
    let bytes = files::read(&copy.path)?;
    let stem = copy.path.file_stem().unwrap_or_default().to_string_lossy();
    let (events, told) = read("", &bytes);
    if !told.is_empty() || events.iter().any(|event| event.coder == stem) {
        return Ok(false);
    }
    let folder = study.inside(CACHE).join("united");
    files::write::folder(&folder)?;
    let name = copy.path.file_name().map(Path::new).unwrap_or(Path::new("copy.jsonl"));
    files::write::replace(&folder.join(name), &bytes)?;
    files::index_folder::discard(&copy.path);
    Ok(true)
}

/// Whether a file is named like a copy of a coder's log: `ana (conflicted copy 2026-03-01)`,
/// `ana.sync-conflict-20260301-0930`, `ana-DESKTOP`.
pub(super) fn is_copy_of(stem: &str, coder: &str) -> bool {
    let goes_on = |rest: &str| rest.starts_with(|c: char| " .-_(~".contains(c));
    stem.strip_prefix(coder).is_some_and(goes_on)
}
