//! Keeping the index up to date: only what changed is read, coded and indexed again.
//!
//! A transcript is fresh if its file and everything else that decides its codings are as they were.
//! Files are compared by size and time first, by fingerprint where these differ. The index is a
//! cache: where it is damaged or of another version it is made anew, and a crash leaves the last
//! whole one. Two processes take turns under a lock.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use tantivy::indexer::{LogMergePolicy, UserOperation};
use tantivy::{IndexWriter, TantivyError, Term};

use super::build::{Builder, Entries, hexadecimal, print};
use super::codings::{Codings, coded};
use super::manifest::{Entry, Manifest};
use super::open::{Index, Made};
use crate::coding::kept::record::fingerprint;
use crate::coding::rules::Worker;
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::files::index_folder::{self, Claim};
use crate::files::mark::settled;
use crate::study::corpus::{Corpus, Source};
use crate::study::fold::fold;

/// How long another process is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// So many bytes of transcripts are indexed by one thread: more would make many small parts.
const LITTLE: u64 = 20_000_000;

/// Memory of each thread that indexes; it is taken as it is needed.
const MEMORY: usize = 64 << 20;

/// The most threads that index.
const MOST_THREADS: usize = 4;

/// Entries that are handed over at once. Thousands of such parcels may wait, so they are small.
const BATCH: usize = 4;

/// A part of the index with a larger share of removed entries is cleaned up.
const REMOVED: f32 = 0.3;

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refreshed {
    /// Transcripts that were indexed.
    pub indexed: usize,
    /// Transcripts that were taken out.
    pub removed: usize,
    /// Transcripts that stayed as they were.
    pub unchanged: usize,
    /// Whether the index was made anew.
    pub rebuilt: bool,
    /// What is told about transcripts that could not be read, and warnings about those that could.
    pub told: Vec<Diagnostic>,
}

/// Where the index of a study lies.
pub fn folder(root: &Path) -> PathBuf {
    root.join(".emic").join("index")
}

/// How an index stands to its study.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// There is none, or none that can be used.
    #[default]
    Missing,
    /// So many transcripts changed, came or went since it was made.
    Stale(usize),
    /// It holds everything as it is.
    Fresh,
}

/// How the index in a folder stands; nothing is changed.
pub fn standing(folder: &Path, corpus: &Corpus, codings: &dyn Codings) -> Standing {
    let Some(made) = Made::open(folder) else { return Standing::Missing };
    let mut refresh = Refresh::new(folder, made, corpus, codings);
    match refresh.gone().len() + refresh.stale().len() {
        0 => Standing::Fresh,
        number => Standing::Stale(number),
    }
}

/// Brings the index in a folder up to date and opens it; with `anew` it is made from nothing.
///
/// # Errors
/// Where the folder cannot be written, or another process does not finish. A search then has to go
/// through the transcripts themselves.
pub fn refresh(
    folder: &Path,
    corpus: &Corpus,
    codings: &dyn Codings,
    anew: bool,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<(Index, Refreshed), Diagnostic> {
    files::write::folder(folder)?;
    let lock = folder.with_extension("lock");
    let Some(claim) = index_folder::claim(&lock, PATIENCE)? else {
        return Err(Diagnostic::warning("another emic has been busy with the index for long")
            .in_file(files::shown(&lock))
            .help("wait for it, or end it, and try again"));
    };
    let old = if anew { None } else { Made::open(folder) };
    if let Some(made) = old
        && let Ok(done) = Refresh::new(folder, made, corpus, codings).finish(&claim, progress)
    {
        return Ok(done);
    }
    index_folder::empty(folder)?;
    if let Some(cache) = folder.parent() {
        files::write::create(&cache.join(".gitignore"), b"*\n")?;
    }
    let made = Made::create(folder).map_err(|error| unable(folder, &error))?;
    let mut refresh = Refresh::new(folder, made, corpus, codings);
    refresh.done.rebuilt = true;
    refresh.finish(&claim, progress).map_err(|stop| match stop {
        Stop::Index(error) => unable(folder, &error),
        Stop::Told(told) => *told,
    })
}

/// What is told when the index cannot be made.
fn unable(folder: &Path, error: &TantivyError) -> Diagnostic {
    let told = match error {
        TantivyError::IoError(error) => {
            files::fault::fault(error, files::fault::Doing::Write, folder)
        }
        other => Diagnostic::error(format!("the index cannot be made: {other}"))
            .in_file(files::shown(folder)),
    };
    told.help("searching works without it, only slower")
}

/// A fingerprint of what decides the cast, the attributes and the reading of all transcripts.
fn context(corpus: &Corpus) -> String {
    // All of it has a fixed order and no addresses, so it prints the same every time.
    let parts = (env!("CARGO_PKG_VERSION"), &corpus.known, &corpus.attributes, &corpus.options);
    hexadecimal(Sha256::new_with_prefix(format!("{parts:?}")))
}

/// Why refreshing stopped.
enum Stop {
    Index(TantivyError),
    Told(Box<Diagnostic>),
}

impl From<TantivyError> for Stop {
    fn from(error: TantivyError) -> Self {
        Stop::Index(error)
    }
}

impl From<Diagnostic> for Stop {
    fn from(told: Diagnostic) -> Self {
        Stop::Told(Box::new(told))
    }
}

/// One refreshing under way.
struct Refresh<'a> {
    folder: &'a Path,
    made: Made,
    corpus: &'a Corpus,
    codings: &'a dyn Codings,
    /// The list as it will be.
    next: Manifest,
    writer: Option<IndexWriter>,
    /// How many bytes of transcripts may have to be indexed.
    bytes: u64,
    done: Refreshed,
}

impl<'a> Refresh<'a> {
    fn new(folder: &'a Path, made: Made, corpus: &'a Corpus, codings: &'a dyn Codings) -> Self {
        let next = made.manifest.clone();
        let done = Refreshed::default();
        Refresh { folder, made, corpus, codings, next, writer: None, bytes: 0, done }
    }

    fn finish(
        mut self,
        _claim: &Claim,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<(Index, Refreshed), Stop> {
        self.run(progress)?;
        // An index without a list could not be opened again.
        if self.made.manifest.generation == 0 {
            self.writer()?;
        }
        match self.writer.take() {
            Some(writer) => self.commit(writer)?,
            None => {
                if self.next.transcripts != self.made.manifest.transcripts {
                    self.next.write(self.folder)?;
                }
                if self.made.checked {
                    self.next.write_files(self.folder)?;
                }
            }
        }
        Ok((Index::new(self.made, self.next)?, self.done))
    }

    /// Makes everything visible at once.
    fn commit(&mut self, mut writer: IndexWriter) -> Result<(), Stop> {
        self.next.generation += 1;
        let mut prepared = writer.prepare_commit()?;
        self.next.write(self.folder)?;
        prepared.set_payload(&self.next.generation.to_string());
        prepared.commit()?;
        writer.wait_merging_threads()?;
        self.next.files = Manifest::files_now(self.folder);
        self.next.write_files(self.folder)?;
        self.next.discard_others(self.folder);
        Ok(())
    }

    /// Reads and indexes what changed; nothing is visible yet.
    fn run(&mut self, progress: &mut dyn FnMut(usize, usize)) -> Result<(), Stop> {
        let (corpus, codings, fields) = (self.corpus, self.codings, self.made.fields.clone());
        for id in &self.gone() {
            self.remove(id)?;
        }
        let mut stale = self.stale();
        self.done.unchanged = corpus.sources.len() - stale.len();
        let sources: Vec<&Source> =
            corpus.sources.iter().filter(|source| stale.contains_key(&source.id)).collect();
        self.bytes = sources.iter().map(|source| index_folder::size(&source.path)).sum();
        let mut result = Ok(());
        let told = fold(
            corpus,
            &sources,
            || (Worker::default(), Builder::default()),
            |(worker, builder), transcript, cast| {
                let spans = codings.spans(&transcript, &cast, worker);
                let entries =
                    builder.entries(&coded(corpus, codings, &transcript, &cast, &spans), &fields);
                (transcript.id, entries)
            },
            |(id, entries)| {
                if let Some(entry) = stale.remove(&id)
                    && result.is_ok()
                {
                    result = self.take(id, entries, entry);
                }
            },
            progress,
        );
        result?;
        self.done.told = told;
        // What could not be read is not in the index any more.
        for id in stale.into_keys() {
            if self.next.transcripts.contains_key(&id) {
                self.remove(&id)?;
            }
        }
        Ok(())
    }

    /// The transcripts that the index has and the corpus has not.
    fn gone(&self) -> Vec<String> {
        let known = &self.next.transcripts;
        let ids = self.corpus.sources.iter().map(|source| source.id.as_str());
        // Nearly always all of them are still there.
        if ids.clone().filter(|id| known.contains_key(*id)).count() == known.len() {
            return Vec::new();
        }
        let there: BTreeSet<&str> = ids.collect();
        let known = known.keys();
        known.filter(|id| !there.contains(id.as_str())).cloned().collect()
    }

    /// The transcripts that have to be looked at, with what their files and contexts are now.
    fn stale(&mut self) -> BTreeMap<String, Entry> {
        let known = &self.made.manifest.transcripts;
        let all = context(self.corpus);
        let looked: Vec<(&Source, Entry, bool)> = self
            .corpus
            .sources
            .par_iter()
            .filter_map(|source| {
                let before = known.get(&source.id);
                let mark = settled(&source.path);
                let context = fingerprint(&(&all, self.codings.context(&source.id)));
                let before = before.filter(|before| before.context == context);
                if mark.is_some() && before.is_some_and(|before| before.mark == mark) {
                    return None;
                }
                let bytes = files::read(&source.path).unwrap_or_default();
                let file = print(Sha256::new_with_prefix(bytes));
                match before.filter(|before| before.file == file) {
                    Some(before) => Some((source, Entry { mark, ..*before }, true)),
                    None => {
                        Some((source, Entry { mark, file, context, ..Entry::default() }, false))
                    }
                }
            })
            .collect();
        let mut stale = BTreeMap::new();
        for (source, entry, is_fresh) in looked {
            let list = if is_fresh { &mut self.next.transcripts } else { &mut stale };
            list.insert(source.id.clone(), entry);
        }
        stale
    }

    /// Puts in one transcript, unless all that is indexed of it is as it was.
    fn take(&mut self, id: String, entries: Entries, entry: Entry) -> Result<(), Stop> {
        let before = self.made.manifest.transcripts.get(&id);
        let same = before.is_some_and(|before| before.content == entries.fingerprint);
        if same {
            self.done.unchanged += 1;
        } else {
            self.done.indexed += 1;
            let term = before.is_some().then(|| self.term(&id));
            let writer = self.writer()?;
            if let Some(term) = term {
                writer.delete_term(term);
            }
            let mut documents = entries.documents.into_iter().map(UserOperation::Add).peekable();
            while documents.peek().is_some() {
                writer.run(documents.by_ref().take(BATCH).collect::<Vec<_>>())?;
            }
        }
        let (turns, segments) = (entries.turns, entries.segments);
        let entry = Entry { content: entries.fingerprint, turns, segments, ..entry };
        self.next.transcripts.insert(id, entry);
        Ok(())
    }

    fn remove(&mut self, id: &str) -> Result<(), Stop> {
        let term = self.term(id);
        self.writer()?.delete_term(term);
        self.next.transcripts.remove(id);
        self.done.removed += 1;
        Ok(())
    }

    fn term(&self, id: &str) -> Term {
        Term::from_field_text(self.made.fields.transcript, id)
    }

    /// The writer, which is only made when something changes.
    fn writer(&mut self) -> Result<&mut IndexWriter, Stop> {
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => {
                let most = rayon::current_num_threads().clamp(1, MOST_THREADS);
                let threads = if self.bytes <= LITTLE { 1 } else { most };
                let writer = self.made.index.writer_with_num_threads(threads, threads * MEMORY)?;
                let mut policy = LogMergePolicy::default();
                policy.set_del_docs_ratio_before_merge(REMOVED);
                writer.set_merge_policy(Box::new(policy));
                writer
            }
        };
        Ok(self.writer.insert(writer))
    }
}
