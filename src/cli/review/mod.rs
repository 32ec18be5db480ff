//! `emic review`: what waits for a person's decision, one by one.

mod gather;
mod look;
mod passage;
mod prompt;
mod walk;

use clap::Args;

use super::coder::Coder;
use super::filter::Filter;
use super::output::Output;
use super::pen::{self, Pen};
use super::ui::Stop;
use super::words::counted;
use super::{App, Exit, stopped};
use crate::coding::log::event::{Event, Kind};
use crate::coding::review::consensus::CONSENSUS;
use crate::coding::review::dialogue::Decision;
use crate::diagnostic::Diagnostic;
use crate::report::Report;
use crate::report::table::{Cell, Column, Table};
use crate::study::corpus::{Corpus, Given};
use crate::study::logs::Logs;
use crate::study::open;
use crate::study::open::Study;
use gather::Waiting;
use walk::Walk;

/// Decide what waits, one by one: the rules' proposals, differences, changed words
///
/// Without options: what the rules propose and you have neither coded nor turned down, in its
/// context. A proposal is coded where a coding of yours with the same code shares a word with it. You
/// accept it (a), turn it down (r), give it another code (c) or other words (s), add a note (n), leave
/// it for later (l), go back (b) or quit (q); ? shows the keys. Each decision is on the disk before
/// the next is asked for, so you can stop at any time and go on later. What you accept is your own
/// coding and remembers the rule; what you turn down does not come back.
///
/// --disagreements ANA BEN first takes over into the log of `consensus` what both coded (codings of one
/// code that share a word; all that either of them coded), in transcripts that both coded or
/// have read to their end. Then it asks about what one of them has alone, and why. --coder says who
/// decides.
///
/// --anchors asks about codings whose words changed, stand in several places or are gone: a takes
/// the place that was found, s names other words, r removes the coding.
///
/// Where input does not come from a terminal, each line is a key, with what belongs to it after a
/// space: `c hope`, `s she was there`, `r said of somebody else`.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic review
  emic review --code trust --transcript 'P0*'
  emic review --list -f jsonl
  emic review --accept-all --code trust.gain -n
  emic review --disagreements ana ben --coder ana,ben
  emic review --anchors")]
pub(super) struct Arguments {
    /// What one of two coders has and the other has not
    #[arg(long, num_args = 2, value_names = ["CODER", "CODER"])]
    disagreements: Vec<String>,
    /// Codings whose words changed
    #[arg(long, conflicts_with = "disagreements")]
    anchors: bool,
    /// Accept all proposals of the code named with --code or --theme
    #[arg(long, conflicts_with_all = ["disagreements", "anchors", "reject_all", "list"])]
    accept_all: bool,
    /// Turn down all proposals of the code named with --code or --theme
    #[arg(long, conflicts_with_all = ["disagreements", "anchors", "list"])]
    reject_all: bool,
    /// List what waits
    #[arg(long)]
    list: bool,
    /// Do not show what others coded
    #[arg(long)]
    blind: bool,
    /// Let weak rules propose too
    #[arg(long)]
    weak: bool,
    /// The round of coding
    #[arg(long, value_name = "N")]
    round: Option<u32>,
    /// Only say what would be written
    #[arg(short = 'n', long)]
    dry_run: bool,
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    if arguments.filter.unit.is_some() {
        return stopped(Diagnostic::error("`--unit` is no filter of this command"));
    }
    let is_all = arguments.accept_all || arguments.reject_all;
    if is_all && arguments.filter.codes.is_empty() && arguments.filter.themes.is_empty() {
        let told = Diagnostic::error("all proposals of which code?");
        return stopped(
            told.help("name it with `--code`, or a code and those below with `--theme`"),
        );
    }
    let corpus = Corpus::of_study(open::find(&app.folder)?, &Given::default());
    let Some(study) = &corpus.study else { return Ok(Exit::Done) };
    let logs = Logs::read(study);
    app.ui.tell_all(&logs.told);
    let waiting = gather::gather(arguments, &corpus, &logs, app)?;
    if arguments.list {
        return list(&waiting, arguments, app);
    }
    if !waiting.agreed.is_empty() {
        take_over(&waiting, arguments, study, app)?;
    }
    let what = waiting.purpose.name();
    if waiting.items.is_empty() {
        app.ui.status(&format!("No {what} waits."));
        return Ok(Exit::Done);
    }
    let count = counted(waiting.items.len(), what);
    if is_all {
        let decision = if arguments.accept_all { Decision::Accept } else { Decision::Reject };
        let done = if arguments.accept_all { "accepted" } else { "turned down" };
        if arguments.dry_run {
            app.ui.status(&format!("{count} would be {done}."));
            return Ok(Exit::Done);
        }
        let walk = Walk::new(&corpus, &logs, waiting, arguments, app)?;
        walk.decide_all(&decision)?;
        app.ui.status(&format!("{count} {done}."));
        app.ui.hint("`emic log` lists the events, `emic undo ID` takes one back");
        return Ok(Exit::Done);
    }
    if arguments.dry_run {
        app.ui.status(&format!("{count} to be looked at."));
        return Ok(Exit::Done);
    }
    Walk::new(&corpus, &logs, waiting, arguments, app)?.go()
}

/// Writes what both coders have into the log of the consensus.
fn take_over(
    waiting: &Waiting,
    arguments: &Arguments,
    study: &Study,
    app: &App,
) -> Result<(), Stop> {
    let count = counted(waiting.agreed.len(), "coding");
    if arguments.dry_run {
        app.ui.status(&format!("{count} that both have would be taken over into `{CONSENSUS}`."));
        return Ok(());
    }
    let by = Some(arguments.disagreements.join(","));
    let events = waiting.agreed.iter().cloned();
    let events = events.map(|event| Event { event: Kind::Add, by: by.clone(), ..event });
    commit(study, CONSENSUS, events.collect(), arguments.round)?;
    app.ui.status(&format!("Took over {count} that both have into `{CONSENSUS}`."));
    Ok(())
}

/// Brings events to the log of a coder; returned are their ids.
fn commit(
    study: &Study,
    coder: &str,
    events: Vec<Event>,
    round: Option<u32>,
) -> Result<Vec<String>, Stop> {
    let _lock = study.lock()?;
    let logs = Logs::read(study);
    let mut pen = Pen::of(coder, &logs)?;
    let events: Vec<Event> = logs
        .for_united(coder, events)
        .into_iter()
        .map(|event| pen.sign(Event { round, ..event }))
        .collect();
    pen.write(study, &events)?;
    Ok(events.into_iter().map(|event| event.id).collect())
}

/// Who decides about differences.
fn decider(app: &App) -> Result<String, Stop> {
    let Some(names) = &app.coder else {
        let told = Diagnostic::error("who decides?");
        return stopped(told.help("say it with `--coder NAME`; several are joined by commas"));
    };
    for name in names.split(',') {
        pen::check(name.trim())?;
    }
    Ok(names.clone())
}

/// What waits, as a table.
fn list(waiting: &Waiting, arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let mut table = Table::new(vec![
        Column::text("transcript", "Transcript"),
        Column::count("turn", "Turn"),
        Column::count("start", "Start"),
        Column::count("end", "End"),
        Column::text("code", "Code"),
        Column::text("coder", "Coder"),
        Column::text("rule", "Rule"),
        Column::text("status", "Status"),
        Column::number("score", "Score", 4),
        Column::text("quote", "Quote"),
        Column::text("id", "Id"),
    ]);
    for (item, place) in waiting.items.iter().zip(&waiting.places) {
        let count = |number: Option<usize>| number.map_or(Cell::Missing, Cell::count);
        table.push(vec![
            item.transcript.as_str().into(),
            count(place.as_ref().map(|place| place.turn)),
            count(place.as_ref().map(|place| place.start)),
            count(place.as_ref().map(|place| place.end)),
            item.code.as_str().into(),
            item.coder.as_str().into(),
            Cell::maybe(item.rule.as_deref()),
            Cell::maybe(item.found.map(|(status, _)| status.name())),
            item.found.map_or(Cell::Missing, |(_, score)| Cell::Number(score)),
            Cell::maybe(item.quote.as_deref().or(place.as_ref().map(|place| place.quote.as_str()))),
            Cell::maybe(item.id.as_deref()),
        ]);
    }
    let mut report = Report::new("review", table);
    let count = counted(waiting.items.len(), waiting.purpose.name());
    report.head = vec![format!("{count} to be looked at.")];
    if arguments.output.is_for_people() {
        report.for_people = Some(for_people(&report.data));
    }
    arguments.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}

/// What fits on a terminal: only columns that say something, the beginning of each quote.
fn for_people(data: &Table) -> Table {
    let is_said =
        |place: &usize| data.rows.iter().any(|row| row.get(*place) != Some(&Cell::Missing));
    let is_shown = |place: &usize| {
        let key = data.columns.get(*place).map(|column| column.key.as_str());
        !matches!(key, Some("start" | "end" | "id" | "score"))
    };
    let places: Vec<usize> = (0..data.columns.len()).filter(is_said).filter(is_shown).collect();
    let columns = places.iter().filter_map(|place| data.columns.get(*place).cloned()).collect();
    let mut table = Table::new(columns);
    for row in &data.rows {
        let cell = |place: &usize| match row.get(*place) {
            Some(Cell::Text(text)) => super::code::shortened(text).into(),
            Some(cell) => cell.clone(),
            None => Cell::Missing,
        };
        table.push(places.iter().map(cell).collect());
    }
    table
}

/// The codes that a name can mean: those of the codebook, and those that people gave.
fn code_named(name: &str, coder: &Coder, logs: &Logs) -> Result<String, Diagnostic> {
    let held = || logs.states.values().flat_map(|state| state.codings.values());
    if let Some(new) = name.strip_prefix('+').map(str::trim).filter(|new| !new.is_empty()) {
        return Ok(new.to_owned());
    }
    if held().any(|held| held.code == name) {
        return Ok(name.to_owned());
    }
    let found = coder.tree.resolve(name);
    let place = found.map_err(|told| told.help(format!("a new code is written `+{name}`")))?;
    let code = coder.rules.codebook().codes.get(place);
    Ok(code.map_or_else(|| name.to_owned(), |code| code.id.clone()))
}
