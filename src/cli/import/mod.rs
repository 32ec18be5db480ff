//! `emic import`: takes codings that were made elsewhere into the coders' logs.

mod codes;
mod documents;
mod take;

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use clap::{Args, ValueEnum};

use super::coder::Coder;
use super::pen;
use super::ui::Stop;
use super::words::{counted, listed};
use super::{App, Exit, refi, stopped};
use crate::coding::rows::{COLUMNS, Offsets, Row};
use crate::diagnostic::Diagnostic;
use crate::exchange::{self, Brought, Input, Inside, Table};
use crate::files::{self, What};
use crate::study::corpus::{Corpus, Given};
use crate::study::logs::Logs;
use crate::study::open;
use take::Taken;

/// Take in codings that were made elsewhere
///
/// What FILE is, is seen from what is in it. A table (csv, tsv, xlsx) has the columns `transcript` and
/// `code` and, to say where: `start` and `end`, `quote`, or `turn`. Offsets place a coding and the quote verifies it; where they
/// disagree, the quote is looked for. Further columns are coder, rule, segment, prefix, suffix, note
/// and round. Rows with one `segment` are parts of one segment: where they follow each other they
/// become one coding.
///
/// In a Word document, comments are codes and their authors coders: `code`, `code; code`,
/// `code: note`; replies become notes. A Taguette database (.sqlite3), the folder of a QualCoder
/// project (.qda) and that of a qualitative-coding project bring their documents: --add makes
/// transcripts of those that the study does not have.
///
/// FILE may also be a REFI-QDA project or codebook (.qdpx, .qde, .qdc) of any program: texts that the
/// study does not have become transcripts, new codes a codebook, notes memos, and cases with their
/// attributes rows of the tables.
///
/// Codes and coders that nobody knows yet are accepted and listed. A code that is nearly one of the
/// codebook's is named with it, and becomes it only with --map or --map-near. What is there already
/// is not taken in twice.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic import codings.csv
  emic import from-maxqda.qdpx
  emic import excel.csv --coder ana --columns transcript=doc,code=Tag --offsets turn
  emic import codings.csv --map 'trst=trust' --map-near
  emic import P03.docx --map-coder 'Maria Garcia=maria'
  emic import taguette.sqlite3 --add -n")]
pub(super) struct Arguments {
    /// The file or folder
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Which column of a table stands for one of ours: `transcript=doc,code=Tag`
    #[arg(long, value_name = "OURS=THEIRS", value_delimiter = ',')]
    columns: Vec<String>,
    /// What `start` and `end` of a table count from
    #[arg(long, value_enum, default_value = "text")]
    offsets: From,
    /// What stands between the cells of a table; found out where it is not named
    #[arg(long, value_name = "CHARACTER")]
    separator: Option<char>,
    /// What stands between several codes in one cell
    #[arg(long, value_name = "CHARACTER")]
    split: Option<char>,
    /// Take one code for another: `old=new`
    #[arg(long, value_name = "OLD=NEW")]
    map: Vec<String>,
    /// Take a code that is nearly one of the codebook's for it
    #[arg(long)]
    map_near: bool,
    /// Take a coder of the file for another: `Maria Garcia=maria`
    #[arg(long, value_name = "OLD=NEW")]
    map_coder: Vec<String>,
    /// Take remarks that name no code (comments in Word) as notes to this code
    #[arg(long, value_name = "CODE")]
    remarks: Option<String>,
    /// Add the documents that come along and that the study does not have
    #[arg(long)]
    add: bool,
    /// Say what would be taken in, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum From {
    /// The beginning of the canonical text
    Text,
    /// The beginning of the turn's words
    Turn,
}

/// The most rows that are told one by one.
const MOST_TOLD: usize = 20;

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    if refi::is_refi(&arguments.file) {
        return refi::import(&arguments.file, arguments.dry_run, app);
    }
    let mut brought = read(arguments)?;
    app.ui.tell_all(&brought.told);
    let corpus = Corpus::of_study(open::find(&app.folder)?, &Given::default());
    let Some(study) = &corpus.study else { return Ok(Exit::Done) };
    let _lock = study.lock()?;
    let logs = Logs::read(study);
    app.ui.tell_all(&logs.told);
    owned(&mut brought.rows, &arguments.map_coder, app)?;
    let coder = Coder::of_people(&corpus, false, &[], Logs::default())?;
    codes::map(&mut brought.rows, &coder, arguments, app)?;
    let name = files::shown(&arguments.file);
    let found = documents::find(&corpus, &brought, arguments.add, &name, app)?;
    let taken = take::take(&brought, &found, &logs, arguments.offsets())?;
    tell_wrong(&taken, &name, app);
    if !arguments.dry_run {
        documents::write(study, &found)?;
        for (pen, events) in taken.pens.values() {
            pen.write(study, events)?;
        }
    }
    documents::say(&found, arguments.dry_run, app);
    say(&coder, &logs, &taken, arguments.dry_run, app);
    Ok(Exit::Done)
}

/// What the file or the folder brings along.
fn read(arguments: &Arguments) -> Result<Brought, Stop> {
    let file = &arguments.file;
    let is_folder = files::what(file) == What::Folder;
    let bytes = if is_folder { Vec::new() } else { files::read(file)? };
    let columns = renamed(&arguments.columns)?;
    let within = |name: &str| inside(file, name);
    let name = files::shown(file);
    let table =
        Table { columns: &columns, offsets: arguments.offsets(), separator: arguments.separator };
    let folder: Option<Inside> = if is_folder { Some(&within) } else { None };
    let remarks = arguments.remarks.as_deref();
    let input = Input { name: &name, bytes: &bytes, folder, table, remarks };
    let Some(reader) = exchange::reader(&input) else {
        let told = Diagnostic::error("this is nothing that codings are read from").in_file(name);
        return stopped(told.help("`emic import --help` says what is read"));
    };
    let mut brought = (reader.read)(&input)?;
    if let Some(split) = arguments.split {
        brought.rows = codes::apart(brought.rows, split);
    }
    Ok(brought)
}

/// A file of a folder. What leads out of it is not read.
fn inside(folder: &Path, name: &str) -> Option<Vec<u8>> {
    let is_inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    let path = folder.join(name);
    (is_inside && files::what(&path) == What::File).then(|| files::read(&path).ok()).flatten()
}

impl Arguments {
    fn offsets(&self) -> Offsets {
        match self.offsets {
            From::Text => Offsets::Text,
            From::Turn => Offsets::Turn,
        }
    }
}

/// `ours=theirs`.
fn renamed(columns: &[String]) -> Result<Vec<(String, String)>, Stop> {
    let pair = |column: &String| match column.split_once('=') {
        Some((ours, theirs)) if COLUMNS.contains(&ours.trim()) => {
            Ok((ours.trim().to_owned(), theirs.trim().to_owned()))
        }
        Some((ours, _)) => {
            let told = Diagnostic::error(format!("codings have no column `{ours}`"));
            Err(Stop::from(
                told.did_you_mean(ours, COLUMNS)
                    .help(format!("the columns are {}", COLUMNS.join(", "))),
            ))
        }
        None => stopped(
            Diagnostic::error(format!("`{column}` does not say which column stands for which"))
                .help("for example `--columns transcript=doc,code=Tag`"),
        ),
    };
    columns.iter().map(pair).collect()
}

/// Gives every row its coder.
fn owned(rows: &mut [Row], map: &[String], app: &App) -> Result<(), Stop> {
    let mut seen = BTreeSet::new();
    let mapped = |coder: &str| {
        let pair = |pair: &&String| pair.rsplit_once('=').is_some_and(|(old, _)| old == coder);
        let found = map.iter().find(pair).and_then(|pair| pair.rsplit_once('='));
        found.map_or(coder, |(_, new)| new.trim()).to_owned()
    };
    for row in rows {
        let coder = match row.get("coder").or(app.coder.as_deref()) {
            Some(coder) => mapped(coder),
            None => {
                let told = Diagnostic::error("whose codings are these?");
                return stopped(told.help("the file names no coder; name one with `--coder NAME`"));
            }
        };
        // What the rules propose is nobody's coding.
        if seen.insert(coder.clone())
            && let Err(stop) = pen::check(&coder)
        {
            app.ui.hint(&format!("`--map-coder '{coder}=NAME'` gives a coder another name"));
            return Err(stop);
        }
        row.set("coder", coder);
    }
    Ok(())
}

/// Names the rows that were left out.
fn tell_wrong(taken: &Taken<'_>, file: &str, app: &App) {
    for (line, why) in taken.wrong.iter().take(MOST_TOLD) {
        let which = if *line == 0 { "a coding".to_owned() } else { format!("line {line}") };
        let told = Diagnostic::error(format!("{which} was left out: {why}"));
        app.ui.tell(&told.in_file(file));
    }
    if taken.wrong.len() > MOST_TOLD {
        let more = format!("{} more rows were left out", taken.wrong.len() - MOST_TOLD);
        app.ui.tell(&Diagnostic::error(more).in_file(file));
    }
}

/// Says what was taken in, and what of it nobody knew.
fn say(coder: &Coder, logs: &Logs, taken: &Taken<'_>, is_dry: bool, app: &App) {
    let events = || taken.pens.values().flat_map(|(_, events)| events);
    let codes: BTreeSet<&str> = events().filter_map(|event| event.code.as_deref()).collect();
    let new: Vec<&str> = codes.into_iter().filter(|code| coder.tree.find(code).is_none()).collect();
    let coders: Vec<String> = taken
        .pens
        .keys()
        .filter(|coder| !logs.states.contains_key(**coder))
        .map(|coder| (*coder).to_owned())
        .collect();
    let verb = if is_dry { "Would take in" } else { "Took in" };
    let mut line = format!("{verb} {}", counted(events().count(), "coding"));
    if taken.had > 0 {
        line.push_str(&format!("; {} were there already", taken.had));
    }
    app.ui.status(&format!("{line}."));
    if taken.apart > 0 {
        let segments = counted(taken.apart, "segment");
        app.ui.hint(&format!("{segments} have parts that lie apart; each part is a coding"));
    }
    if !coders.is_empty() {
        app.ui.status(&format!("New coders: {}.", listed(&coders)));
    }
    if !new.is_empty() {
        let names: Vec<&str> = new.iter().copied().take(MOST_TOLD).collect();
        let more = match new.len().saturating_sub(MOST_TOLD) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        app.ui.status(&format!("Codes that no codebook has: {}{more}.", names.join(", ")));
    }
    if let Some(coder) = taken.pens.keys().next() {
        app.ui.hint(&format!("`emic report themes --coder {coder}` counts them"));
    }
}
