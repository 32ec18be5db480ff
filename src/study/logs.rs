//! The logs of a study's coders: `codings/*.jsonl`.
//!
//! In comes a study, out comes what each coder's events come to. Whose an event is, the event says
//! itself; so a copy under another name, as sync services leave it, is united with the log by
//! reading both. The events say what was coded then; what they come to has the codes of today's
//! codebooks: renamed and merged codes are followed here, for everybody who asks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::copies;
use super::open::Study;
use crate::codebook::Codebook;
use crate::codebook::migration::Ways;
use crate::codebook::parse::parse;
use crate::coding::log::event::Event;
use crate::coding::log::read::read;
use crate::coding::log::replay::{Held, State, replay};
use crate::diagnostic::Diagnostic;
use crate::files;

/// The folder of the logs.
pub const FOLDER: &str = "codings";

/// The logs of all coders.
#[derive(Clone, Debug, Default)]
pub struct Logs {
    /// By coder, all events.
    pub events: BTreeMap<String, Vec<Event>>,
    /// By coder, what they come to, in the codes of today.
    pub states: BTreeMap<String, State>,
    /// What is wrong with files and lines.
    pub told: Vec<Diagnostic>,
}

impl Logs {
    /// Reads the logs of a study.
    pub fn read(study: &Study) -> Self {
        Self::read_by(study, &study.codebooks())
    }

    /// Reads the logs of a study in the codes of these codebooks. What is wrong with a codebook is
    /// told by who works with it; here such a codebook has no say.
    pub fn read_by(study: &Study, codebooks: &[PathBuf]) -> Self {
        let mut logs = Self::as_written(study);
        if !logs.states.is_empty() {
            let ways = ways(codebooks);
            logs.states.values_mut().for_each(|state| state.follow(&ways));
        }
        logs
    }

    /// Reads the logs of a study in the codes that were given.
    fn as_written(study: &Study) -> Self {
        let mut logs = Logs::default();
        for path in paths(study) {
            let name = files::shown(&path);
            let bytes = match files::read(&path) {
                Ok(bytes) => bytes,
                Err(told) => {
                    logs.told.push(told);
                    continue;
                }
            };
            let (events, mut told) = read(&name, &bytes);
            logs.told.append(&mut told);
            let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
            let coders: BTreeSet<&str> = events.iter().map(|event| event.coder.as_str()).collect();
            for coder in coders.into_iter().filter(|coder| stem.as_deref() != Some(*coder)) {
                let message = format!("this file holds events of the coder `{coder}`");
                logs.told.push(
                    Diagnostic::warning(message)
                        .in_file(name.clone())
                        .help(format!("they count as if they stood in `{FOLDER}/{coder}.jsonl`"))
                        .help("`emic log --unite` brings them there"),
                );
            }
            for event in events {
                logs.events.entry(event.coder.clone()).or_default().push(event);
            }
        }
        let states = logs.events.iter().map(|(coder, events)| (coder.clone(), replay(events)));
        logs.states = states.collect();
        logs
    }

    /// The events of a coder, with those that take away what a merge of codes made one with what
    /// they change.
    pub fn for_united(&self, coder: &str, events: Vec<Event>) -> Vec<Event> {
        let others = self.states.get(coder).map(|state| state.united_with(&events));
        others.unwrap_or_default().into_iter().chain(events).collect()
    }

    /// The codings of a transcript by some coders, each by place.
    pub fn of_transcript<'l>(&'l self, coder: &str, transcript: &str) -> Vec<&'l Held> {
        let state = self.states.get(coder);
        let all = state.map(State::by_place).unwrap_or_default();
        all.into_iter().filter(|held| held.transcript == transcript).collect()
    }
}

/// The ways of codes through codebooks.
pub fn ways(codebooks: &[PathBuf]) -> Ways {
    let read = |path: &PathBuf| {
        let text = files::read_text(path).ok()?;
        Some(parse(&files::shown(path), &text).ok()?.codebook)
    };
    let read: Vec<Codebook> = codebooks.iter().filter_map(read).collect();
    Ways::of(&read)
}

/// The files of the logs.
pub(super) fn paths(study: &Study) -> Vec<PathBuf> {
    let folder = study.inside(FOLDER);
    if files::what(&folder) != files::What::Folder {
        return Vec::new();
    }
    let is_log = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "jsonl");
    files::walk::list(&folder).unwrap_or_default().into_iter().filter(is_log).collect()
}

/// The names of those who have a log, from the names of the files; one that is named like a copy of
/// another is looked into.
pub fn coders(study: &Study) -> Vec<String> {
    let stem = |path: &PathBuf| Some(path.file_stem()?.to_string_lossy().into_owned());
    let files: Vec<(PathBuf, String)> =
        paths(study).into_iter().filter_map(|path| stem(&path).map(|stem| (path, stem))).collect();
    let has_own = |path: &PathBuf, coder: &str| {
        let (events, _) = read("", &files::read(path).unwrap_or_default());
        events.iter().any(|event| event.coder == coder)
    };
    let is_coder = |(path, stem): &&(PathBuf, String)| {
        !files.iter().any(|(_, other)| copies::is_copy_of(stem, other)) || has_own(path, stem)
    };
    files.iter().filter(is_coder).map(|(_, stem)| stem.clone()).collect()
}

/// Adds events to the log of a coder: on disk when this returns.
pub fn append(study: &Study, coder: &str, events: &[Event]) -> Result<(), Diagnostic> {
    if events.is_empty() {
        return Ok(());
    }
    let folder = study.inside(FOLDER);
    files::write::folder(&folder)?;
    let lines: String = events.iter().map(Event::line).collect();
    files::write::append(&folder.join(format!("{coder}.jsonl")), lines.as_bytes())
}
