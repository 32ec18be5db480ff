//! `emic tally`: what each transcript adds to the counts, for reports made elsewhere or later.
//!
//! In come files or lines of JSON, out goes a line a transcript ([`crate::coding::tally_line`]), in
//! the order of the input, whatever the number of threads; nothing is kept but what is under way.

mod pen;
mod sink;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use clap::Args;

use pen::Pen;
use sink::Sink;

use super::alike::Alike;
use super::filter::{Filter, People, units};
use super::input::{Codebooks, Input};
use super::output::{Output, spare};
use super::report::ask::{Ask, Asked, Gone};
use super::report::counting::{Counting, Desk, One};
use super::ui::Stop;
use super::{App, Exit, stopped};
use crate::codebook::Unit;
use crate::coding::rule_coder::RULES;
use crate::diagnostic::{Diagnostic, Severity};
use crate::files::batches::{Batch, Batches};
use crate::files::lines;
use crate::study::condition::split;
use crate::study::corpus::Corpus;
use crate::study::in_order::in_order;
use crate::study::question::QUESTION;
use crate::study::record::Record;

/// Count each transcript by itself, for a report over many machines
///
/// Writes a line of JSON a transcript: what it adds to the counts of a report, how that was counted,
/// and what is recorded about its cases. `emic report themes --tallies 'tallies-*.jsonl'` makes of
/// any number of such lines, in any order, the table that one machine makes of all transcripts.
///
/// PATH is transcripts (files and folders), lines of JSON (`*.jsonl`, `*.ndjson`, or `-`), or
/// nothing: the study's transcripts. A line of JSON is a transcript:
///
///   {"transcript":"P1","case":"P1","text":"I: And then? …","attributes":{"site":"North"}}
///
/// `case` and `attributes` may be missing. A line that cannot be read is named and stops no other;
/// the exit status then is 2. Filters apply here: a tally names them, and tallies with different
/// filters are never added up. Where they let nothing in, one line says so.
///
///   emic tally - --codebook book.toml < part-1.jsonl > tallies-1.jsonl
///   emic report themes --codebook book.toml --tallies 'tallies-*.jsonl'
#[derive(Args, Clone, Debug)]
#[command(verbatim_doc_comment)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    codebooks: Codebooks,
    /// Count the codings of weak rules too
    #[arg(long)]
    weak: bool,
    /// Only transcripts in which the people who count coded or marked something as read
    #[arg(long)]
    looked_at: bool,
    /// Count by question too, for `--by question`
    #[arg(long)]
    questions: bool,
    /// Add the codings of the rules, with the columns of `emic apply -f csv`; they hold what was said
    #[arg(long)]
    codings: bool,
    /// Add where codes stand, for `saturation`, `cooccurrence`, `stages` and `model`; no word of it is
    /// what was said
    #[arg(long)]
    segments: bool,
    #[command(flatten)]
    people: People,
    /// What is counted: match, sentence, turn, paragraph or transcript
    #[arg(long, value_name = "UNIT", value_parser = units(), help_heading = "Filters")]
    unit: Option<Unit>,
    /// Only turns that this search finds (`emic help query`)
    #[arg(long = "match", value_name = "QUERY", help_heading = "Filters")]
    query: Option<String>,
    /// Write to FILE, which is there when all is written; `-` is standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let ask = Ask {
        input: arguments.input.clone(),
        codebooks: arguments.codebooks.clone(),
        weak: arguments.weak,
        min_cell: None,
        merge_small: false,
        looked_at: arguments.looked_at,
        filter: Filter {
            people: arguments.people.clone(),
            unit: arguments.unit,
            query: arguments.query.clone(),
            ..Filter::default()
        },
        output: Output { output: arguments.output.clone(), ..Output::default() },
    };
    let paths = &arguments.input.paths;
    let lines = paths.iter().filter(|path| is_lines(path)).count();
    if lines > 0 && lines < paths.len() {
        return stopped(
            Diagnostic::error("these are transcripts and lines of JSON together")
                .help("tally them one after the other; the tallies add up"),
        );
    }
    spare(arguments.output.as_deref(), paths.iter())?;
    let mut asked = match lines > 0 {
        true => over_lines(&ask, app)?,
        false => ask.open_part(app)?,
    };
    if arguments.questions {
        asked.grouped_or_by_question(QUESTION)?;
    }
    if arguments.codings && asked.coder.name != RULES {
        return stopped(
            Diagnostic::error("`--codings` adds those of the rules alone")
                .help("`emic export FILE.csv` writes the codings of people"),
        );
    }
    let mut sink = Sink::new(arguments.output.as_deref(), &app.ui)?;
    match lines > 0 {
        true => lines_to(&asked, arguments, app, &mut sink)?,
        false => files_to(&asked, arguments, app, &mut sink)?,
    }
    sink.finish()
}

/// Whether a path is lines of JSON.
fn is_lines(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    path == Path::new("-") || ["jsonl", "ndjson"].contains(&extension.as_str())
}

/// What is asked of lines, whose transcripts and attributes nobody knows before they are read.
fn over_lines<'a>(ask: &'a Ask, app: &'a App) -> Result<Asked<'a>, Stop> {
    let given = ask.input.reading.given(&ask.codebooks.codebooks);
    let mut corpus = Corpus::of_paths(&[], &given);
    for condition in &ask.filter.people.conditions {
        if let Ok((name, _, value)) = split(condition)
            && name != QUESTION
        {
            corpus.attributes.asked_for(name, value);
        }
    }
    let selection = ask.filter.people.selection_of_part(&corpus)?;
    ask.over(corpus, selection, app)
}

/// Tallies the transcripts of files.
fn files_to(
    asked: &Asked<'_>,
    arguments: &Arguments,
    app: &App,
    sink: &mut Sink<'_>,
) -> Result<(), Stop> {
    let pen = Pen::new(asked, arguments);
    let corpus = &asked.corpus;
    let Gone { mut wrong, unseen, .. } =
        asked.go_until(|one| pen.line(corpus, one), |line| sink.put(&line, 1))?;
    // A part of a corpus need not have everybody whom a filter names.
    if corpus.study.is_some() {
        wrong.extend(unseen);
    }
    app.ui.tell_all(&wrong);
    sink.put_nothing(&pen.made)
}

/// What became of a batch of lines.
#[derive(Default)]
struct Done {
    text: String,
    /// Transcripts that were read, whether or not anything of them was let in.
    read: u64,
    tallies: u64,
    told: Vec<Diagnostic>,
}

/// Tallies transcripts that are lines of JSON.
fn lines_to(
    asked: &Asked<'_>,
    arguments: &Arguments,
    app: &App,
    sink: &mut Sink<'_>,
) -> Result<(), Stop> {
    let pen = Pen::new(asked, arguments);
    let (counting, base) = (asked.counting(), &asked.corpus);
    let (mut alike, mut read) = (Alike::default(), 0);
    let paths = arguments.input.paths.clone();
    let ended = in_order(
        rayon::current_num_threads(),
        Batches::new(paths),
        Desk::default,
        |desk, batch| batch_done(&batch, desk, counting, base, &pen),
        |done: Done| {
            for told in done.told {
                if let Some(first) = alike.add(told) {
                    app.ui.tell(first);
                }
            }
            read += done.read;
            sink.put(&done.text, done.tallies)
        },
    );
    alike.rest().iter().for_each(|more| app.ui.status(more));
    ended?;
    if read > 0 { sink.put_nothing(&pen.made) } else { Ok(()) }
}

fn batch_done(
    batch: &Batch,
    desk: &mut Desk,
    counting: Counting<'_>,
    base: &Corpus,
    pen: &Pen<'_>,
) -> Done {
    let mut done = Done::default();
    for (number, line) in batch.lines() {
        let place = |column: usize| match column {
            0 => format!("{}:{number}", batch.name),
            column => format!("{}:{number}:{column}", batch.name),
        };
        let Some(line) = line else {
            let most = lines::LONGEST >> 20;
            let told = Diagnostic::error(format!("this line is longer than {most} MiB"));
            let help = "split the transcript, one a conversation; the other lines are counted";
            done.told.push(told.in_file(place(0)).help(help));
            continue;
        };
        // A mistake of ours in one line must not take the others with it.
        let worked = catch_unwind(AssertUnwindSafe(|| {
            let record = Record::parse(line).map_err(|(message, column)| {
                Diagnostic::error(format!("this line is no transcript: {message}"))
                    .in_file(place(column))
                    .help("expected {\"transcript\":…,\"text\":…}; the other lines are counted")
            })?;
            let mut opened = record.open(base).map_err(|told| at(told, &place(0)))?;
            let notes = std::mem::take(&mut opened.transcript.notes);
            let corpus = &opened.corpus;
            let work = |one: One<'_>| pen.line(corpus, one);
            let found = counting.one(desk, corpus, &opened.transcript, &opened.cast, &work);
            Ok((notes, found))
        }));
        match worked {
            Ok(Ok((notes, (text, _, too_many)))) => {
                done.read += 1;
                done.tallies += u64::from(text.is_some());
                done.text.push_str(&text.unwrap_or_default());
                let notes = notes.into_iter().filter(|note| note.severity >= Severity::Warning);
                done.told.extend(notes.chain(too_many).map(|told| at(told, &place(0))));
            }
            Ok(Err(told)) => done.told.push(told),
            Err(_) => {
                *desk = Desk::default();
                let message =
                    "emic failed on this line; that is a mistake in emic, not in the line";
                done.told.push(Diagnostic::error(message).in_file(place(0)).help(
                    "please report it, with a line that shows it and holds nothing confidential",
                ));
            }
        }
    }
    done.told.extend(batch.fault.clone());
    done
}

/// A finding about a line, without the text: it may be speech, and a cluster keeps what is told.
fn at(mut told: Diagnostic, place: &str) -> Diagnostic {
    told.source = None;
    told.labels.clear();
    told.in_file(place)
}
