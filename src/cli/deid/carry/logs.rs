//! The logs of the new study, and the last look: every coding is where it was.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::super::super::ui::Stop;
use super::Carry;
use crate::codebook::parse::parse;
use crate::coding::anchor::Status;
use crate::coding::hand;
use crate::coding::log::event::Event;
use crate::deid::log::{self, Places};
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::study::corpus::{Corpus, Given};
use crate::study::logs::Logs;
use crate::study::open::{self, Study};

impl Carry<'_, '_> {
    pub(super) fn logs(
        &mut self,
        logs: &Logs,
        places: &BTreeMap<&str, Places>,
    ) -> Result<(), Stop> {
        for (coder, state) in &logs.states {
            let none = Places::new();
            let places = places.get(coder.as_str()).unwrap_or(&none);
            let events = logs.events.get(coder).map(Vec::as_slice).unwrap_or_default();
            let name = |coder: &str| self.coder(coder);
            let id =
                |id: &str| self.ids.get(id).cloned().unwrap_or_else(|| self.general.replace_id(id));
            let finder = |id: Option<&str>| id.map_or(&self.general, |id| self.finder(&[id]));
            let new = log::compact(events, state, places, name, id, finder);
            let lost = state.codings.keys().filter(|id| !places.contains_key(*id)).count();
            let text: String = new.iter().map(Event::line).collect();
            let file = format!("codings/{}.jsonl", name(coder));
            self.done.unsure += lost;
            self.write(&file, "codings/", text.as_bytes(), None)?;
        }
        Ok(())
    }

    /// Opens the new study, reads its codebooks and looks for every coding in it.
    pub(super) fn check(&self) -> Result<(), Stop> {
        let study = open::open(self.folder.path())?;
        codebooks(self.study, &study)?;
        let logs = Logs::read(&study);
        let corpus = Corpus::of_study(study, &Given::default());
        let mut kept = 0;
        for source in &corpus.sources {
            let (transcript, _) = corpus.open(source)?;
            for state in logs.states.values() {
                let held: Vec<_> = log::held(state, &transcript.id);
                let sure: Vec<_> = held.iter().filter(|held| held.text.is_some()).collect();
                let placed = hand::place(&transcript.text, &sure);
                kept += placed.iter().filter(|one| one.found.status == Status::Kept).count();
            }
        }
        match kept == self.done.places {
            true => Ok(()),
            false => Err(Diagnostic::error(format!(
                "of {} codings only {kept} would keep their words; nothing was written",
                self.done.places
            ))
            .help("that is a mistake in emic; please report it")
            .into()),
        }
    }
}

/// Reads the new codebooks: if the old ones could be read, the new ones must be.
fn codebooks(old: &Study, new: &Study) -> Result<(), Stop> {
    let faults = |study: &Study| -> Vec<Diagnostic> {
        let read = |path: PathBuf| match open::table(&path) {
            Ok(Some(table)) => parse(&files::shown(&path), &table.source.text).err(),
            Ok(None) => None,
            Err(told) => Some(vec![told]),
        };
        study.codebooks().into_iter().filter_map(read).flatten().collect()
    };
    let told = faults(new);
    if told.is_empty() || !faults(old).is_empty() { Ok(()) } else { Err(told.into()) }
}
