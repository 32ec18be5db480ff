//! The logs of the new study, and the last look: every coding is where it was, everybody who speaks
//! counts as before.

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
use crate::transcript::Transcript;
use crate::transcript::people::{Cast, Role};

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
            let (transcript, cast) = corpus.open(source)?;
            self.same_roles(&transcript, &cast)?;
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

    /// A label may become one that means the interviewer: then nothing would be counted.
    fn same_roles(&self, new: &Transcript, cast: &Cast) -> Result<(), Stop> {
        let old = self.ids.iter().find(|(_, id)| **id == new.id);
        let old = old.and_then(|(id, _)| self.roles.get(id));
        let both = old.into_iter().flatten().zip(roles(new, cast));
        let mut others = both.filter(|(old, new)| old.0 != new.0);
        if let Some(((was, old), (is, label))) = others.next() {
            let taken = match is {
                Role::Participant => "a participant",
                Role::Interviewer => "the interviewer",
                Role::Other => "nobody who was studied",
            };
            let message = format!("`{old}` would become `{label}`, which is taken for {taken}");
            return Err(Diagnostic::error(message)
                .help(format!("the role was {}, and counts would change", was.name()))
                .help("choose another replacement, or give the role in `speakers.csv`")
                .into());
        }
        Ok(())
    }
}

/// What the speaker of each turn is, and the label.
pub(super) fn roles(transcript: &Transcript, cast: &Cast) -> Vec<(Role, String)> {
    let label = |turn| transcript.speaker(turn).unwrap_or("a turn without speaker").to_owned();
    transcript.turns.iter().map(|turn| (cast.role(turn), label(turn))).collect()
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
