//! `--tallies`: a report made of counts instead of transcripts.
//!
//! In come lines that `emic tally` wrote, in any order and any number of files, out comes what the
//! transcripts themselves would give. A table over half of what was given is a wrong table: one line
//! that is no tally, or does not match the others or the codebook, and there is no report.

use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use sha2::{Digest, Sha256};

use super::ask::{Ask, Asked};
use crate::cli::App;
use crate::cli::alike::Alike;
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::coding::tally_line::{Fault, Line, Made, SCHEMA, Said};
use crate::diagnostic::Diagnostic;
use crate::files::batches::{Batch, Batches};
use crate::files::{What, walk, what};
use crate::study::corpus::{Corpus, Given};
use crate::study::in_order::in_order;
use crate::study::open;
use crate::study::selection::{Selection, matches};

/// Counts in place of transcripts.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct Tallies {
    /// Read what `emic tally` wrote instead of transcripts: a file, a folder, a pattern in quotes with
    /// `*`, or `-`; may be repeated. Filters apply where tallies are made, not here
    #[arg(long, value_name = "FILE", help_heading = "Reading")]
    #[arg(conflicts_with_all = ["paths", "interviewers", "as", "language", "weak", "looked_at"])]
    #[arg(conflicts_with_all = ["cases", "speakers", "transcripts", "conditions", "unit", "query"])]
    tallies: Vec<PathBuf>,
}

/// Says of a report that knows no tallies why it does not.
pub(in crate::cli) fn explained(mut told: clap::Error) -> clap::Error {
    let is_ours = matches!(
        told.get(ContextKind::InvalidArg),
        Some(ContextValue::String(name)) if name == "--tallies"
    );
    if is_ours && told.kind() == ErrorKind::UnknownArgument {
        let why = "tallies hold counts and places, and this needs what was said; `codebook`, \
                   `cooccurrence`, `matrix`, `model`, `participants`, `saturation`, `stages`, `themes` \
                   and `waves` take them";
        let why = ContextValue::StyledStrs(vec![why.into()]);
        told.insert(ContextKind::Suggested, why);
    }
    told
}

impl Tallies {
    /// Whether tallies are to be read.
    pub(super) fn are_given(&self) -> bool {
        !self.tallies.is_empty()
    }

    /// The question of a report over tallies: the study around, if there is one, without its
    /// transcripts.
    pub(super) fn open<'a>(&self, ask: &'a Ask, app: &'a App) -> Result<Asked<'a>, Stop> {
        let given = Given { codebooks: ask.codebooks.codebooks.clone(), ..Given::default() };
        let corpus = match open::find(&app.folder) {
            Ok(study) => Corpus::of_study(study, &given),
            Err(_) => Corpus::of_paths(&[], &given),
        };
        if corpus.findings.iter().any(Diagnostic::is_error) {
            return Err(corpus.findings.into());
        }
        app.ui.tell_all(&corpus.findings);
        ask.over(corpus, Selection::default(), app)
    }

    /// Reads every tally, in the order of the files, and says how they were made. Where filters let
    /// nothing in there may be none.
    pub(super) fn go(
        &self,
        asked: &Asked<'_>,
        app: &App,
        mut take: impl FnMut(Line),
    ) -> Result<Made, Stop> {
        let codebook = asked.coder.rules.codebook();
        let places: BTreeMap<&str, u32> =
            codebook.codes.iter().map(|code| code.id.as_str()).zip(0..).collect();
        let mut fold = Fold::new(&asked.coder.name);
        let found = in_order(
            rayon::current_num_threads(),
            Batches::new(self.files()?),
            || (),
            |(), batch| Read::of(&batch, &codebook.sha256, &places),
            |read| {
                read.lines
                    .into_iter()
                    .for_each(|line| fold.add(&read.name, read.file, line, &mut take));
                fold.wrong(read.fault);
                Ok::<(), Stop>(())
            },
        );
        found?;
        fold.finish(app)
    }

    /// The files that are meant: patterns and folders name several.
    fn files(&self) -> Result<Vec<PathBuf>, Stop> {
        let (mut files, mut wrong) = (Vec::new(), Vec::new());
        for path in &self.tallies {
            if path == Path::new("-") || what(path) == What::File {
                files.push(path.clone());
                continue;
            }
            let found = match what(path) {
                What::Folder => walk::list(path).map(data_files),
                _ => expanded(path),
            };
            match found {
                Ok(found) if found.is_empty() => {
                    let name = crate::files::shown(path);
                    wrong.push(Diagnostic::error(format!("no file is meant by `{name}`")));
                }
                Ok(found) => files.extend(found),
                Err(told) => wrong.push(told),
            }
        }
        if wrong.is_empty() { Ok(files) } else { Err(wrong.into()) }
    }
}

/// The files of a folder but for marks that engines leave there (`_SUCCESS`).
fn data_files(paths: Vec<PathBuf>) -> Vec<PathBuf> {
    let is_data = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().as_encoded_bytes();
        !name.starts_with(b"_") && what(path) == What::File
    };
    paths.into_iter().filter(is_data).collect()
}

/// The files that a pattern means; without a `*`, the file, which is then missing.
fn expanded(pattern: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let has_star = |part: &Path| part.as_os_str().as_encoded_bytes().contains(&b'*');
    if !has_star(pattern) {
        return crate::files::read(pattern).map(|_| vec![pattern.to_owned()]);
    }
    let mut found = vec![PathBuf::new()];
    for part in pattern.components() {
        let name = Path::new(part.as_os_str());
        if !has_star(name) {
            found.iter_mut().for_each(|path| path.push(name));
            continue;
        }
        let mut next = Vec::new();
        for folder in found {
            let empty = folder.as_os_str().is_empty();
            let folder = if empty { PathBuf::from(".") } else { folder };
            if what(&folder) != What::Folder {
                continue;
            }
            let fits = |path: &PathBuf| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                matches(&name_of(part.as_os_str()), &name)
            };
            next.extend(walk::list(&folder)?.into_iter().filter(fits));
        }
        found = next;
    }
    Ok(found.into_iter().filter(|path| what(path) == What::File).collect())
}

fn name_of(part: &std::ffi::OsStr) -> String {
    part.to_string_lossy().into_owned()
}

/// The tallies of some lines.
struct Read {
    name: Arc<str>,
    file: u32,
    lines: Vec<(u64, u128, Result<Said, Fault>)>,
    fault: Option<Diagnostic>,
}

impl Read {
    fn of(batch: &Batch, codebook: &str, places: &BTreeMap<&str, u32>) -> Self {
        let parsed = |line: Option<&[u8]>| match line {
            None => Err(Fault::NoTally("it is too long".to_owned(), 0)),
            Some(line) => catch_unwind(AssertUnwindSafe(|| Line::parse(line, codebook, places)))
                .unwrap_or_else(|_| Err(Fault::NoTally("emic failed on it".to_owned(), 0))),
        };
        let lines = batch.lines();
        let lines = lines.map(|(number, line)| {
            (number, short_hash(line.unwrap_or_default().trim_ascii()), parsed(line))
        });
        let (name, fault) = (Arc::clone(&batch.name), batch.fault.clone());
        Read { name, file: batch.file, lines: lines.collect(), fault }
    }
}

/// Enough of a hash to tell lines apart.
fn short_hash(bytes: &[u8]) -> u128 {
    let digest: [u8; 32] = Sha256::digest(bytes).into();
    digest.iter().take(16).fold(0, |all, &byte| all << 8 | u128::from(byte))
}

/// What was read so far.
struct Fold<'a> {
    coder: &'a str,
    /// How the first was made, and where it stands.
    made: Option<(Made, String)>,
    /// By the hash of a transcript's id: the hash of its line, the file and the line.
    seen: HashMap<u128, (u128, u32, u64)>,
    names: BTreeMap<u32, Arc<str>>,
    told: Alike,
    twice: (usize, String),
}

impl<'a> Fold<'a> {
    fn new(coder: &'a str) -> Self {
        Fold {
            coder,
            made: None,
            seen: HashMap::new(),
            names: BTreeMap::new(),
            told: Alike::default(),
            twice: (0, String::new()),
        }
    }

    fn wrong(&mut self, told: impl IntoIterator<Item = Diagnostic>) {
        for told in told {
            self.told.add(told);
        }
    }

    fn add(
        &mut self,
        name: &Arc<str>,
        file: u32,
        (number, hash, said): (u64, u128, Result<Said, Fault>),
        take: &mut impl FnMut(Line),
    ) {
        let place = format!("{name}:{number}");
        let said = match said {
            Ok(said) => said,
            Err(fault) => return self.wrong([refused(fault, &place)]),
        };
        self.names.entry(file).or_insert_with(|| Arc::clone(name));
        let theirs = match &said {
            Said::Tally(line) => &line.made,
            Said::Nothing(made) => made,
        };
        if theirs.coder != self.coder {
            let (theirs, ours) = (&theirs.coder, self.coder);
            let message = format!("this tally counts the codings of `{theirs}`, not of `{ours}`");
            let names = theirs.replace(", ", ",");
            let union = if names == *theirs { "" } else { " --union" };
            let help = format!("`--coder {names}{union}` reports them");
            return self.wrong([Diagnostic::error(message).in_file(place).help(help)]);
        }
        let (made, first) = self.made.get_or_insert_with(|| (theirs.clone(), place.clone()));
        if let Some((field, theirs, others)) = theirs.difference(made) {
            let shown = |value: &str| match value {
                "" => "empty".to_owned(),
                value => format!("`{value}`"),
            };
            let (theirs, others) = (shown(&theirs), shown(&others));
            let message = format!("this tally was made otherwise: `{field}` is {theirs}");
            let help = format!("in {first} it is {others}; only equal ones add up");
            return self.wrong([Diagnostic::error(message).in_file(place).help(help)]);
        }
        let Said::Tally(line) = said else { return };
        let transcript = short_hash(line.tally.transcript.as_bytes());
        match self.seen.get(&transcript) {
            None => {
                self.seen.insert(transcript, (hash, file, number));
                take(*line);
            }
            // Engines run a task again and copies are copied twice: the same counts count once.
            Some((known, _, _)) if *known == hash => {
                self.twice.0 += 1;
                if self.twice.1.is_empty() {
                    self.twice.1 = place;
                }
            }
            Some(&(_, file, number)) => {
                let first = self.names.get(&file).map_or("", |name| name);
                let id = &line.tally.transcript;
                let message = format!("the transcript `{id}` has two tallies that differ");
                let told = Diagnostic::error(message)
                    .in_file(place)
                    .help(format!("the other is {first}:{number}; keep one of them"))
                    .help("two transcripts of one name need two names");
                self.wrong([told]);
            }
        }
    }

    fn finish(self, app: &App) -> Result<Made, Stop> {
        if self.told.is_empty() {
            let (count, place) = &self.twice;
            if *count > 0 {
                let tallies = counted(*count, "tally");
                let message = format!("{tallies} stood there before and did not count again");
                let told = Diagnostic::warning(message).in_file(place.clone());
                app.ui.tell(&told.help("the same line twice is one; was a file given twice?"));
            }
            let made = self.made.map(|(made, _)| made);
            if made.is_some() && self.seen.is_empty() {
                app.ui
                    .hint("nothing passed the filters of these tallies: there is nothing to count");
            }
            return made.ok_or_else(|| {
                let told = Diagnostic::error("there is no tally in these files");
                told.help("`emic tally` makes them").into()
            });
        }
        Err(self.told.told().into())
    }
}

/// Why a line does not count.
fn refused(fault: Fault, place: &str) -> Diagnostic {
    let told = |message: String| Diagnostic::error(message).in_file(place);
    match fault {
        Fault::NoTally(message, 0) => told(format!("this line is no tally: {message}")),
        Fault::NoTally(message, column) => {
            Diagnostic::error(format!("this line is no tally: {message}"))
                .in_file(format!("{place}:{column}"))
                .help("make it again with `emic tally`; a last line may have been torn")
        }
        Fault::Schema(schema) => {
            told(format!("this tally has schema {schema}, and this emic reads {SCHEMA}"))
                .help("make all tallies with the emic that reports them")
        }
        Fault::Code(id) => told(format!("this tally counts `{id}`, which no codebook has")),
        Fault::Codebook(hash) => {
            let short: String = hash.chars().take(12).collect();
            told(format!("this tally was made with another codebook ({short}…)"))
                .help("report it with the codebook that made it, or tally the transcripts again")
        }
    }
}
