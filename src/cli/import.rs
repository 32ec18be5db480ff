//! `emic import`: takes codings that were made elsewhere into the coders' logs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::coder::Coder;
use super::pen::{self, Pen};
use super::ui::Stop;
use super::words::{counted, listed};
use super::{App, Exit, stopped};
use crate::coding::anchor::Text;
use crate::coding::hand;
use crate::coding::log::event::{Event, Kind};
use crate::coding::rows::{COLUMNS, Offsets, Row, joined, parse, place};
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::study::corpus::{Corpus, Given};
use crate::study::logs::Logs;
use crate::study::open;

/// Take in codings that were made elsewhere
///
/// FILE is a table (csv or tsv) with the columns `transcript` and `code` and, to say where: `start`
/// and `end`, `quote`, or `turn`. Offsets place a coding and the quote verifies it; where they
/// disagree, the quote is looked for. Further columns are coder, rule, segment, prefix, suffix, note
/// and round. Rows with one `segment` are parts of one segment: where they follow each other they
/// become one coding.
///
/// Codes and coders that nobody knows yet are accepted and listed. What is there already is not
/// taken in twice.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic import codings.csv
  emic import excel.csv --coder ana --columns transcript=doc,code=Tag --offsets turn")]
pub(super) struct Arguments {
    /// The table
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Which column of the file stands for one of ours: `transcript=doc,code=Tag`
    #[arg(long, value_name = "OURS=THEIRS", value_delimiter = ',')]
    columns: Vec<String>,
    /// What `start` and `end` count from
    #[arg(long, value_enum, default_value = "text")]
    offsets: From,
    /// What stands between the cells; found out where it is not named
    #[arg(long, value_name = "CHARACTER")]
    separator: Option<char>,
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

/// Codings of one coder in one transcript that belong together: code and segment.
type Parts<'r> = BTreeMap<(&'r str, &'r str, usize), Vec<&'r Row>>;

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let table = open::table(&arguments.file)?;
    let Some(table) = table else {
        return Err(files::read(&arguments.file).err().into_iter().collect::<Vec<_>>().into());
    };
    let source = Arc::clone(&table.source);
    let rows = parse(&source, &renamed(&arguments.columns)?, arguments.separator)?;
    let corpus = Corpus::of_study(open::find(&app.folder)?, &Given::default());
    let Some(study) = &corpus.study else { return Ok(Exit::Done) };
    let _lock = study.lock()?;
    let logs = Logs::read(study);
    app.ui.tell_all(&logs.told);
    let by_transcript = by_transcript(&rows, app)?;
    let offsets = match arguments.offsets {
        From::Text => Offsets::Text,
        From::Turn => Offsets::Turn,
    };
    let mut pens: BTreeMap<&str, (Pen, Vec<Event>)> = BTreeMap::new();
    let (mut had, mut apart, mut wrong) = (0, 0, Vec::new());
    for (id, coders) in &by_transcript {
        let transcript = match corpus.named(id).and_then(|source| corpus.open(source)) {
            Ok((transcript, _)) => transcript,
            Err(told) => {
                app.ui.tell(&told.help(format!("rows of {} name it", source.name)));
                continue;
            }
        };
        let text = Text::new(&transcript.text);
        let fingerprint = hand::fingerprint(&transcript.text);
        let ends: Vec<usize> =
            transcript.turns.iter().map(|turn| transcript.reading(turn).extent().end).collect();
        for (coder, parts) in coders {
            let (pen, events) = match pens.entry(coder) {
                std::collections::btree_map::Entry::Occupied(there) => there.into_mut(),
                std::collections::btree_map::Entry::Vacant(new) => {
                    new.insert((Pen::of(coder, &logs)?, Vec::new()))
                }
            };
            let state = logs.states.get(*coder);
            let known = state.into_iter().flat_map(|state| state.codings.values());
            let mut known: BTreeSet<(String, usize, usize)> = known
                .filter(|held| held.transcript == *id)
                .map(|held| (held.code.clone(), held.anchor.start, held.anchor.end))
                .collect();
            for ((code, segment, _), rows) in parts {
                let mut places = Vec::new();
                for row in rows {
                    match place(&transcript, row, offsets) {
                        Ok(bytes) => places.push(bytes),
                        Err(why) => wrong.push((row.line, why)),
                    }
                }
                let places = joined(&transcript, places);
                apart += usize::from(places.len() > 1);
                let Some(first) = rows.first() else { continue };
                let is_part = places.len() > 1;
                for bytes in places {
                    let anchor = text.anchor(text.point(bytes.start), text.point(bytes.end));
                    if !known.insert(((*code).to_owned(), anchor.start, anchor.end)) {
                        had += 1;
                        continue;
                    }
                    let turn = ends.partition_point(|end| *end <= bytes.start) + 1;
                    let own = |column: &str| first.get(column).map(str::to_owned);
                    let event = Event {
                        transcript: Some(id.to_string()),
                        turn: Some(turn.min(ends.len().max(1))),
                        code: Some((*code).to_owned()),
                        text: Some(fingerprint.clone()),
                        rule: own("rule"),
                        note: own("note"),
                        round: own("round").and_then(|round| round.parse().ok()),
                        segment: is_part.then(|| (*segment).to_owned()),
                        ..pen.event(Kind::Add)
                    };
                    events.push(event.anchored(anchor));
                }
            }
        }
    }
    wrong.sort_unstable();
    for (line, why) in wrong.iter().take(MOST_TOLD) {
        let told = Diagnostic::error(format!("line {line} was left out: {why}"));
        app.ui.tell(&told.in_file(source.name.clone()));
    }
    if wrong.len() > MOST_TOLD {
        let more = format!("{} more rows were left out", wrong.len() - MOST_TOLD);
        app.ui.tell(&Diagnostic::error(more).in_file(source.name.clone()));
    }
    let mut taken = 0;
    let mut codes = BTreeSet::new();
    for (pen, events) in pens.values() {
        taken += events.len();
        codes.extend(events.iter().filter_map(|event| event.code.clone()));
        if !arguments.dry_run {
            pen.write(study, events)?;
        }
    }
    say(&corpus, &logs, &pens, &codes, (taken, had, apart), arguments.dry_run, app)?;
    Ok(Exit::Done)
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

/// The rows by transcript, coder, code and segment; a row without a segment is one by itself.
fn by_transcript<'r>(
    rows: &'r [Row],
    app: &'r App,
) -> Result<BTreeMap<&'r str, BTreeMap<&'r str, Parts<'r>>>, Stop> {
    let mut all: BTreeMap<&str, BTreeMap<&str, Parts<'_>>> = BTreeMap::new();
    for (number, row) in rows.iter().enumerate() {
        let Some(coder) = row.get("coder").or(app.coder.as_deref()) else {
            let told = Diagnostic::error("whose codings are these?");
            return stopped(told.help("the table has no coder; name one with `--coder NAME`"));
        };
        // What the rules propose is nobody's coding.
        pen::check(coder)?;
        let (Some(transcript), Some(code)) = (row.get("transcript"), row.get("code")) else {
            continue;
        };
        let (segment, number) = match row.get("segment") {
            Some(segment) => (segment, 0),
            None => ("", number),
        };
        let parts = all.entry(transcript).or_default().entry(coder).or_default();
        parts.entry((code, segment, number)).or_default().push(row);
    }
    Ok(all)
}

/// Says what was taken in, and what of it nobody knew.
fn say(
    corpus: &Corpus,
    logs: &Logs,
    pens: &BTreeMap<&str, (Pen, Vec<Event>)>,
    codes: &BTreeSet<String>,
    (taken, had, apart): (usize, usize, usize),
    is_dry: bool,
    app: &App,
) -> Result<(), Stop> {
    let coder = Coder::of_people(corpus, false, &[], Logs::default())?;
    let new: Vec<String> =
        codes.iter().filter(|code| coder.tree.resolve(code).is_err()).cloned().collect();
    let coders: Vec<String> = pens
        .keys()
        .filter(|coder| !logs.states.contains_key(**coder))
        .map(|coder| (*coder).to_owned())
        .collect();
    let verb = if is_dry { "Would take in" } else { "Took in" };
    let mut line = format!("{verb} {}", counted(taken, "coding"));
    if had > 0 {
        line.push_str(&format!("; {had} were there already"));
    }
    app.ui.status(&format!("{line}."));
    if apart > 0 {
        let segments = counted(apart, "segment");
        app.ui.hint(&format!("{segments} have parts that lie apart; each part is a coding"));
    }
    if !coders.is_empty() {
        app.ui.status(&format!("New coders: {}.", listed(&coders)));
    }
    if !new.is_empty() {
        app.ui.status(&format!("Codes that no codebook has: {}.", new.join(", ")));
    }
    if let Some(coder) = pens.keys().next() {
        app.ui.hint(&format!("`emic report themes --coder {coder}` counts them"));
    }
    Ok(())
}
