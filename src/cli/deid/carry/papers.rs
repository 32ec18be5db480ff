//! The papers of the new study: tables, codebooks, memos, summaries, the record of sampling.

use std::collections::{BTreeMap, BTreeSet};

use super::super::super::ui::Stop;
use super::Carry;
use crate::deid::find::{Finder, Place};
use crate::deid::paper_text;
use crate::deid::papers::{Kind, Paper};
use crate::diagnostic::Diagnostic;
use crate::study::logs::Logs;
use crate::study::{open, sampling};

impl Carry<'_, '_> {
    /// Two cases must not become one, nor two coders.
    pub(super) fn distinct(&mut self, logs: &Logs) -> Result<(), Stop> {
        for case in &self.corpus.known.cases {
            let finder = self.of_case.get(case).and_then(|id| self.finders.get(id));
            let new = finder.unwrap_or(&self.general).replace_id(case);
            self.cases.entry(case.clone()).or_insert(new);
        }
        let coders = logs.states.keys().map(|coder| (coder, self.coder(coder)));
        let coders: BTreeMap<&String, String> = coders.collect();
        let cases = self.cases.iter().map(|(old, new)| ("cases", old, new));
        let coders = coders.iter().map(|(old, new)| ("coders", *old, new));
        let mut seen: BTreeMap<(&str, &String), &String> = BTreeMap::new();
        for (what, old, new) in cases.chain(coders) {
            if let Some(first) = seen.insert((what, new), old) {
                let told = format!("the {what} `{first}` and `{old}` would both be `{new}`");
                let told =
                    Diagnostic::error(told).help("give each a replacement of its own in the key");
                return Err(told.into());
            }
        }
        Ok(())
    }

    /// What a coder is called.
    pub(super) fn coder(&self, coder: &str) -> String {
        self.general.replace(coder, Place::Name)
    }

    pub(super) fn papers(&mut self, papers: &[Paper]) -> Result<(), Stop> {
        let mut ids = self.memos.clone();
        ids.extend(self.cases.clone());
        ids.extend(self.ids.clone());
        let mut taken = BTreeSet::new();
        for paper in papers.iter().filter(|paper| paper.kind != Kind::Settings) {
            let Some(table) = open::table(&paper.path)? else { continue };
            let source = &table.source;
            let text = match paper.kind {
                Kind::Table => paper_text::table(source, &ids, |names| self.finder(names))?,
                Kind::Results => {
                    let finder = self.general.clone().without_patterns();
                    paper_text::table(source, &ids, |_| &finder)?
                }
                Kind::Sampling => {
                    let (decisions, told) = sampling::read(self.study);
                    self.done.told.extend(told);
                    let new = |old| paper_text::decision(old, &ids, &self.general);
                    decisions.iter().map(|old| new(old).line()).collect()
                }
                kind => paper_text::replaced(&source.text, kind, &ids, &self.general),
            };
            if paper.kind == Kind::Codebook && text != source.text {
                self.done.codebooks.push(paper.name.clone());
            }
            if paper.name.ends_with(".toml") && text.parse::<toml::Table>().is_err() {
                let told = Diagnostic::error("replacing would break this file")
                    .in_file(crate::files::shown(&paper.path))
                    .help("take the names out of it by hand, in a copy of the study");
                return Err(told.into());
            }
            let (folder, file) = paper.name.rsplit_once('/').unwrap_or(("", &paper.name));
            let name = match paper.kind {
                Kind::Prose | Kind::Toml if !folder.is_empty() => {
                    let (fixed, below) = folder.split_once('/').unwrap_or((folder, ""));
                    let new = |name: &str| paper_text::file_name(name, &self.general);
                    let parts = [fixed.to_owned(), new(below), new(file)];
                    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
                }
                _ => paper.name.clone(),
            };
            if !taken.insert(name.to_lowercase()) {
                let told = Diagnostic::error(format!("two files would both be `{name}`"))
                    .in_file(crate::files::shown(&paper.path))
                    .help("give each name a replacement of its own in the key");
                return Err(told.into());
            }
            let mark = if table.wants_mark { "\u{feff}" } else { "" };
            // What every study has is no name of anybody.
            let fixed = match paper.kind {
                Kind::Table | Kind::Sampling | Kind::Results => name.len(),
                _ => name.find('/').map_or(0, |slash| slash + 1),
            };
            let fixed = name.get(..fixed).unwrap_or_default().to_owned();
            self.write(&name, &fixed, format!("{mark}{text}").as_bytes(), None)?;
        }
        Ok(())
    }

    /// The finder of the first transcript or case of these names that has one.
    pub(super) fn finder(&self, names: &[&str]) -> &Finder {
        let of = |name: &&str| {
            let id = self.of_case.get(*name).map_or(*name, String::as_str);
            self.finders.get(id)
        };
        names.iter().find_map(of).unwrap_or(&self.general)
    }
}
