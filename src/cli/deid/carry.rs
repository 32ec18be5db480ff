//! A study written anew into another folder, everything replaced: what `apply` and `reverse` share.
//!
//! First the settings and the transcripts, then, with the ids that the new study has, its tables,
//! papers and logs. At the end the new study is opened and every coding is looked for in it.

mod logs;
mod papers;

use std::collections::{BTreeMap, BTreeSet};

use super::super::init::{IGNORED, UNITED};
use super::super::ui::Stop;
use crate::deid::anew;
use crate::deid::dates::Dates;
use crate::deid::find::{Finder, Place};
use crate::deid::key::Entry;
use crate::deid::log::{self, Places};
use crate::deid::paper_text;
use crate::deid::papers::{Kind, Paper, Papers, papers};
use crate::deid::proof::Proof;
use crate::deid::stamp::stamped;
use crate::deid::told_ids::Ids;
use crate::diagnostic::Diagnostic;
use crate::files::new_folder::NewFolder;
use crate::study::config;
use crate::study::corpus::{Corpus, Given};
use crate::study::logs::Logs;
use crate::study::open::{self, Study};
use crate::transcript::people::Role;
use crate::transcript::read::Options;

/// What is to be replaced.
pub(super) struct Order<'o> {
    pub(super) entries: &'o [Entry],
    /// Whether patterns are replaced as well.
    pub(super) patterns: bool,
    /// What becomes of the dates of a case.
    pub(super) dates: &'o mut dyn FnMut(&str) -> Dates,
    /// What becomes of dates that belong to no case.
    pub(super) other_dates: Dates,
    /// How many keys stand between the new study and the names.
    pub(super) keys: u32,
}

/// What was done.
#[derive(Default)]
pub(super) struct Done {
    pub(super) transcripts: usize,
    /// Replacements by kind, in transcripts.
    pub(super) kinds: BTreeMap<String, usize>,
    pub(super) codings: usize,
    /// The codings and the marks whose place is sure.
    places: usize,
    /// Codebooks in which something was replaced.
    pub(super) codebooks: Vec<String>,
    /// Codings whose place was not sure before.
    pub(super) unsure: usize,
    /// Transcripts in another format, old and new name.
    pub(super) formats: Vec<String>,
    /// Those that lost the times of their turns.
    pub(super) lost_times: Vec<String>,
    /// What is not known, and stays out.
    pub(super) left_out: Vec<String>,
    /// What is known, and stays out.
    pub(super) without: Vec<String>,
    /// What is wrong with logs and records.
    pub(super) told: Vec<Diagnostic>,
    pub(super) proof: Proof,
}

struct Carry<'c, 'o> {
    corpus: &'c Corpus,
    study: &'c Study,
    order: Order<'o>,
    folder: &'c NewFolder,
    general: Finder,
    /// By transcript.
    finders: BTreeMap<String, Finder>,
    /// By case: the transcript whose finder is its own.
    of_case: BTreeMap<String, String>,
    ids: Ids,
    cases: Ids,
    memos: Ids,
    /// By transcript, what each turn's speaker was, and the label.
    roles: BTreeMap<String, Vec<(Role, String)>>,
    done: Done,
}

/// Writes the study.
pub(super) fn carry(corpus: &Corpus, order: Order<'_>, folder: &NewFolder) -> Result<Done, Stop> {
    let Some(study) = &corpus.study else { return Ok(Done::default()) };
    let Papers { carried, without, unknown } = papers(corpus, study);
    let mut general = Finder::new(order.entries, &[], order.other_dates);
    if !order.patterns {
        general = general.without_patterns();
    }
    let mut carry = Carry {
        corpus,
        study,
        order,
        folder,
        general,
        finders: BTreeMap::new(),
        of_case: BTreeMap::new(),
        ids: Ids::new(),
        cases: Ids::new(),
        memos: Ids::new(),
        roles: BTreeMap::new(),
        done: Done { left_out: unknown, without, ..Done::default() },
    };
    let logs = Logs::read(study);
    // What cannot be read cannot be replaced: it is left out, as is told.
    carry.done.told = logs.told.clone();
    for paper in carried.iter().filter(|paper| paper.kind == Kind::Prose) {
        let below = paper.name.split_once('/').map_or(paper.name.as_str(), |(_, below)| below);
        let stem = below.rsplit_once('.').map_or(below, |(stem, _)| stem);
        carry.memos.insert(stem.to_owned(), paper_text::file_name(stem, &carry.general));
    }
    let options = carry.settings(&carried)?;
    let mut places: BTreeMap<&str, Places> = BTreeMap::new();
    let files = carry.transcripts(&logs, &options, &mut places)?;
    let new = Corpus::of_study(open::open(folder.path())?, &Given::default());
    for (id, file) in files {
        let path = folder.path().join("transcripts").join(&file);
        let found = new.sources.iter().find(|source| source.path == path);
        let new = found.map_or_else(|| file.clone(), |source| source.id.clone());
        let (from, to) = (format!("{id}/"), format!("{new}/"));
        for case in carry.cases.values_mut().filter(|case| case.starts_with(&from)) {
            *case = case.replacen(&from, &to, 1);
        }
        carry.ids.insert(id, new);
    }
    carry.distinct(&logs)?;
    carry.papers(&carried)?;
    carry.logs(&logs, &places)?;
    carry.check()?;
    Ok(carry.done)
}

impl Carry<'_, '_> {
    fn write(
        &mut self,
        name: &str,
        fixed: &str,
        bytes: &[u8],
        names: Option<&[&str]>,
    ) -> Result<(), Stop> {
        self.folder.write(name, bytes)?;
        let names = names.unwrap_or_default();
        let (sought, others): (Vec<_>, Vec<_>) =
            self.order.entries.iter().partition(|entry| entry.is_for(names));
        self.done.proof.search(sought, name, fixed, bytes);
        let others = others.into_iter().filter(|entry| !entry.is_kept());
        self.done.proof.note(others, name, bytes);
        Ok(())
    }

    /// `emic.toml`, and how transcripts are read with it.
    fn settings(&mut self, papers: &[Paper]) -> Result<Options, Stop> {
        let Some(table) = open::table(&self.study.inside(config::FILE))? else {
            return Ok(Options::default());
        };
        let mut text =
            paper_text::replaced(&table.source.text, Kind::Settings, &self.memos, &self.general);
        for listed in self.study.config.codebooks.iter().flatten() {
            let path = self.study.inside(listed);
            let paper =
                papers.iter().find(|paper| paper.kind == Kind::Codebook && paper.path == path);
            if let Some(paper) = paper.filter(|paper| paper.name != *listed) {
                text = text.replace(&format!("\"{listed}\""), &format!("\"{}\"", paper.name));
            }
        }
        text = stamped(&text, self.order.keys);
        self.write(config::FILE, config::FILE, text.as_bytes(), None)?;
        self.folder.write(".gitignore", IGNORED.as_bytes())?;
        self.folder.write(".gitattributes", UNITED.as_bytes())?;
        let new = open::open(self.folder.path())?;
        Ok(Options {
            date_order: new.config.date_order,
            interviewers: new.config.interviewers,
            ..Options::default()
        })
    }

    /// The transcripts; by id, the name of the new file below `transcripts/`.
    fn transcripts<'l>(
        &mut self,
        logs: &'l Logs,
        options: &Options,
        places: &mut BTreeMap<&'l str, Places>,
    ) -> Result<Vec<(String, String)>, Stop> {
        let mut files: Vec<(String, String)> = Vec::new();
        let mut taken = BTreeSet::new();
        let mut faults = Vec::new();
        for source in &self.corpus.sources {
            let (old, cast) = match self.corpus.open(source) {
                Ok(opened) => opened,
                Err(told) => {
                    faults.push(told);
                    continue;
                }
            };
            let cases = cast.cases();
            let owner = match cases.as_slice() {
                [one] => one,
                _ => old.id.as_str(),
            };
            self.roles.insert(old.id.clone(), logs::roles(&old, &cast));
            let dates = (self.order.dates)(owner);
            let rough = self.general.replace_id(&old.id);
            let mut names = cases.clone();
            names.extend([old.id.as_str(), rough.as_str()]);
            let mut finder = Finder::new(self.order.entries, &names, dates);
            if !self.order.patterns {
                finder = finder.without_patterns();
            }
            let anew = match anew::transcript(&old, &finder, options) {
                Ok(anew) => anew,
                Err(told) => {
                    faults.push(told);
                    continue;
                }
            };
            let below = source.path.strip_prefix(self.study.transcripts()).unwrap_or(&source.path);
            let folder = below.parent().map(crate::files::shown).filter(|name| !name.is_empty());
            let folder =
                folder.map(|name| self.general.replace_id(&name) + "/").unwrap_or_default();
            let stem = source.path.file_stem().unwrap_or_default().to_string_lossy();
            let stem = finder.replace_id(&stem);
            let numbers = (1..).map(|number| match number {
                1 => format!("{folder}{stem}.{}", anew.ending),
                _ => format!("{folder}{stem}-{number}.{}", anew.ending),
            });
            let free = numbers.into_iter().find(|name| taken.insert(name.to_lowercase()));
            let file = free.unwrap_or_default();
            for find in anew.finds.iter().filter(|find| !find.hit.is_kept) {
                *self.done.kinds.entry(find.hit.kind.clone()).or_default() += 1;
            }
            if anew.is_other_format {
                self.done.formats.push(format!("{} as {file}", crate::files::shown(below)));
            }
            if anew.lost_times {
                self.done.lost_times.push(file.clone());
            }
            for case in cases {
                let new = match case.strip_prefix(&format!("{}/", old.id)) {
                    // The transcript's own id is put in when it is known.
                    Some(label) => format!("{}/{}", old.id, finder.replace(label, Place::Name)),
                    None => finder.replace_id(case),
                };
                self.cases.insert(case.to_owned(), new);
                self.of_case.entry(case.to_owned()).or_insert_with(|| old.id.clone());
            }
            for (coder, state) in &logs.states {
                let held = log::held(state, &old.id);
                let places = places.entry(coder).or_default();
                log::place(&old.text, &anew.replaced, &held, &finder, places);
                for held in &held {
                    let is_sure = places.get(&held.id).is_some_and(|place| place.1.is_some());
                    let is_coding = state.codings.contains_key(&held.id);
                    self.done.places += usize::from(is_sure);
                    self.done.codings += usize::from(is_sure && is_coding);
                    self.done.unsure += usize::from(!is_sure && is_coding);
                }
            }
            let name = format!("transcripts/{file}");
            self.write(&name, "transcripts/", &anew.bytes, Some(&names))?;
            self.finders.insert(old.id.clone(), finder);
            self.done.transcripts += 1;
            files.push((old.id.clone(), file));
        }
        match faults.is_empty() {
            true => Ok(files),
            false => Err(faults.into()),
        }
    }
}
