//! The material of reports that need no more than counts: of every transcript what it adds, nothing
//! of what was said, and where codes stand only if that is asked for.

use std::collections::BTreeSet;

use super::ask::Asked;
use crate::cli::ui::Stop;
use crate::codebook::tree::Tree;
use crate::report::material::{Document, Material};
use crate::study::question::QUESTION;
use crate::study::selection::Seen;

impl Asked<'_> {
    /// The counts of every transcript, with small groups united where that is asked for.
    pub(super) fn counts_by(self, by: Option<&str>) -> Result<Material, Stop> {
        let merges = self.merges_small()?;
        let (mut documents, mut speaking) = (Vec::new(), BTreeSet::new());
        let seen = self.each(|added| {
            speaking.extend(added.speaking);
            let (tally, parts) = (added.tally, added.parts);
            let id = tally.transcript.clone();
            let places = added.places.unwrap_or_default();
            documents.push(Document { id, tally, parts, places, ..Document::default() });
        })?;
        let mut material = self.of(documents, speaking, seen)?;
        if let Some(by) = by.filter(|by| merges && *by != QUESTION) {
            material.merge_small(by);
        }
        Ok(material)
    }

    /// The material of these transcripts. `speaking` are the cases of all their turns.
    pub(super) fn of(
        self,
        documents: Vec<Document>,
        speaking: BTreeSet<String>,
        seen: Seen,
    ) -> Result<Material, Stop> {
        let codebook = self.coder.rules.codebook();
        self.tell_if_nothing(documents.is_empty());
        let unread = documents.iter().filter(|one| !self.coder.has_looked_at(&one.id)).count();
        Ok(Material {
            codebook: codebook.clone(),
            tree: Tree::new(codebook),
            coder: self.coder.name.clone(),
            unread: unread as u64,
            filter: self.ask.in_words(),
            codes: self.coder.codes(&self.ask.filter)?,
            min_cell: self.min_cell(),
            silent: self.silent(&seen, speaking),
            attributes: self.corpus.attributes,
            documents,
            united: Vec::new(),
        })
    }

    /// The cases of `cases.csv` that the filter lets in and that have no transcript. Where the
    /// filter is about transcripts, speakers or words, there are none to tell of.
    fn silent(&self, seen: &Seen, mut speaking: BTreeSet<String>) -> BTreeSet<String> {
        let selection = &self.selection;
        if self.matching.is_some()
            || !selection.transcripts.is_empty()
            || !selection.speakers.is_empty()
        {
            return BTreeSet::new();
        }
        speaking.extend(seen.cases.iter().cloned());
        let known = self.corpus.known.cases.iter();
        let silent = known.filter(|case| {
            !speaking.contains(*case) && selection.case(Some(case), "", &self.corpus.attributes)
        });
        silent.cloned().collect()
    }
}
