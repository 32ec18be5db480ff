//! Whether a key and a study belong together, before anything is written.
//!
//! In come a key and a study, out come scopes that name nothing in it ([`scopes`]), whether it was
//! made with this key already, so that its dates would be shifted twice ([`made_already`]), and
//! whether any name of some rows stands in it ([`stands`]).

use std::collections::BTreeSet;
use std::path::Path;

use super::dates::Dates;
use super::find::{Finder, JOINTS};
use super::key::{Entry, Key};
use super::papers::{Kind, papers};
use super::surface::Surfaces;
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::study::corpus::Corpus;
use crate::study::{logs, open};

/// The ids of transcripts and cases, of those that can be read.
pub fn owners(corpus: &Corpus) -> BTreeSet<String> {
    let mut owners: BTreeSet<String> =
        corpus.sources.iter().map(|source| source.id.clone()).collect();
    for (_, cast) in corpus.sources.iter().filter_map(|source| corpus.open(source).ok()) {
        owners.extend(cast.cases().into_iter().map(str::to_owned));
    }
    owners.extend(corpus.known.cases.iter().cloned());
    owners
}

/// The scopes that are neither transcript nor case, before or after replacing.
pub fn scopes(key: &Key, corpus: &Corpus) -> Vec<Diagnostic> {
    if key.entries.iter().all(|entry| entry.scope.is_empty()) {
        return Vec::new();
    }
    let owners = owners(corpus);
    let finder = Finder::new(&key.entries, &[], Dates::Keep).without_patterns();
    let new: BTreeSet<String> = owners.iter().map(|owner| finder.replace_id(owner)).collect();
    let mut told = Vec::new();
    for entry in &key.entries {
        for part in &entry.scope {
            let is_there = |name: &str| owners.contains(name) || new.contains(name);
            if !is_there(part) && !is_there(&finder.replace_id(part)) {
                let message = format!(
                    "the scope of `{}` is `{part}`, which is no transcript and no case",
                    entry.surface
                );
                let known = owners.iter().map(String::as_str);
                told.push(Diagnostic::error(message).did_you_mean(part, known));
            }
        }
    }
    told
}

/// Whether a study was made with this key: a case whose dates the key shifts is there by its
/// pseudonym alone, or pseudonyms are there and no name is.
pub fn made_already(key: &Key, corpus: &Corpus) -> bool {
    let owners = if key.shifts.is_empty() { BTreeSet::new() } else { owners(corpus) };
    let is_new = |(owner, days): (&String, &i64)| {
        let dates = Dates::Shift(*days, corpus.options.date_order);
        let new = Finder::new(&key.entries, &[owner], dates).replace_id(owner);
        new != *owner && owners.contains(&new) && !owners.contains(owner)
    };
    let names: Vec<Entry> = key.replaced().cloned().collect();
    let mut pseudonyms = key.reversed();
    // `P01` alone may be what a case was called from the first.
    pseudonyms.retain(|entry| !entry.is_bare);
    key.shifts.iter().any(is_new) || !stands(&names, corpus) && stands(&pseudonyms, corpus)
}

/// Whether any surface form of these rows stands anywhere in a study.
pub fn stands(entries: &[Entry], corpus: &Corpus) -> bool {
    let named = Surfaces::new(entries);
    let said = Surfaces::new(entries.iter().filter(|entry| !entry.is_bare));
    let is_in = |surfaces: &Surfaces, text: &str| !surfaces.whole(text).is_empty();
    let is_name = |name: &str| is_in(&named, name) || is_in(&named, &name.replace(JOINTS, " "));
    for source in &corpus.sources {
        let is_there = is_name(&source.id)
            || corpus.open(source).is_ok_and(|(transcript, cast)| {
                let labels = transcript.speakers.iter().map(String::as_str);
                is_in(&said, &transcript.text) || labels.chain(cast.cases()).any(is_name)
            });
        if is_there {
            return true;
        }
    }
    let Some(study) = &corpus.study else { return false };
    let text =
        |path: &Path| open::table(path).ok().flatten().map(|table| table.source.text.clone());
    let is_paper = papers(corpus, study).carried.into_iter().any(|paper| {
        let surfaces = if paper.kind == Kind::Table { &named } else { &said };
        is_name(&paper.name) || text(&paper.path).is_some_and(|text| is_in(surfaces, &text))
    });
    let logs = files::walk::list(&study.inside(logs::FOLDER)).unwrap_or_default();
    is_paper
        || corpus.known.cases.iter().any(|case| is_name(case))
        || logs.into_iter().any(|log| {
            let coder = log.file_stem().unwrap_or_default().to_string_lossy();
            is_name(&coder) || text(&log).is_some_and(|text| is_in(&said, &text))
        })
}
