//! Memos and remarks as notes.

use std::collections::BTreeMap;

use crate::refi::guid;
use crate::refi::model::{Guid, Note};
use crate::refi::told::Told;
use crate::study::memo::Memo;

/// The longest title of a remark.
const LONGEST: usize = 60;

/// The notes of a project while it is made.
pub(super) struct Notes<'t> {
    told: &'t Told,
    /// The notes by id.
    notes: BTreeMap<Guid, Note>,
}

impl<'t> Notes<'t> {
    pub(super) fn new(told: &'t Told) -> Self {
        let note = |memo: &Memo| {
            let guid = told.kept.guid(guid::of("memo", &[&memo.name]));
            let user = memo.author.as_ref().map(|author| guid::of("user", &[author]));
            let is_known = |user: &Guid| {
                told.codings.iter().any(|given| guid::of("user", &[&given.coder]) == *user)
            };
            let note = Note {
                guid: guid.clone(),
                name: memo.title.clone(),
                text: memo.text.trim().to_owned(),
                user: user.filter(is_known).map(|user| told.kept.guid(user)),
                at: memo.date.as_ref().and_then(|date| at(date)),
            };
            (guid, note)
        };
        Notes { told, notes: told.memos.iter().map(note).collect() }
    }

    /// The memos about a thing.
    pub(super) fn of(&self, what: &str, name: &str) -> Vec<Guid> {
        let is_about = |memo: &&Memo| {
            let links = match what {
                "code" => &memo.codes,
                "transcript" => &memo.transcripts,
                "coding" => {
                    return memo
                        .codings
                        .iter()
                        .any(|link| !link.name.is_empty() && name.ends_with(link.name.as_str()));
                }
                // Cases have no notes in the standard.
                _ => return memo.study || !memo.cases.is_empty(),
            };
            links.iter().any(|link| link.name == name)
        };
        let memos = self.told.memos.iter().filter(is_about);
        memos.map(|memo| self.told.kept.guid(guid::of("memo", &[&memo.name]))).collect()
    }

    /// A remark on a thing.
    pub(super) fn remark(
        &mut self,
        what: &str,
        name: &str,
        words: &str,
        user: &str,
        at: Option<String>,
    ) -> Guid {
        let guid = self.told.kept.guid(guid::of("remark", &[what, name, words, user]));
        let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let title = match line.char_indices().nth(LONGEST) {
            Some((cut, _)) => format!("{}…", line.get(..cut).unwrap_or_default().trim_end()),
            None => line,
        };
        let note = Note {
            guid: guid.clone(),
            name: title,
            text: words.trim().to_owned(),
            user: Some(user.to_owned()),
            at,
        };
        self.notes.insert(guid.clone(), note);
        guid
    }

    pub(super) fn finish(self) -> Vec<Note> {
        self.notes.into_values().collect()
    }
}

/// A day as a time.
fn at(date: &str) -> Option<String> {
    let at = format!("{date}T00:00:00.000Z");
    crate::coding::log::time::parse(&at).map(|_| at)
}
