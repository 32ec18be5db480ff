//! `emic log`: who coded what, and when.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::code::shortened;
use super::output::Output;
use super::ui::Stop;
use super::words::{counted, listed};
use super::{App, Exit};
use crate::codebook::migration::Ways;
use crate::coding::log::event::{Event, Kind};
use crate::coding::log::replay::{in_order, taken_back};
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::report::Report;
use crate::report::table::{Cell, Column, Table};
use crate::study::copies;
use crate::study::logs::{self, Logs};
use crate::study::open::{self, Study};

/// Show who coded what, and when
///
/// A row an event, in the order in which they take effect, coder by coder. `taken_back` is `yes`
/// where an undo stands. The ids are what `emic undo ID` takes.
///
/// Sync services leave copies of a log that was changed on two machines at once (`ana (conflicted
/// copy).jsonl`). What stands in them counts; --unite brings it into the coder's log and puts the
/// copy away, into `.emic/united`.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// Only events about this transcript; may be repeated
    #[arg(long = "transcript", value_name = "ID", help_heading = "Filters")]
    transcripts: Vec<String>,
    /// Only events about this code; may be repeated
    #[arg(long = "code", value_name = "CODE", help_heading = "Filters")]
    codes: Vec<String>,
    /// Only events of this kind; may be repeated
    #[arg(long = "event", value_name = "KIND", help_heading = "Filters", value_parser = kinds())]
    kinds: Vec<Kind>,
    /// Only events of this round
    #[arg(long, value_name = "N", help_heading = "Filters")]
    round: Option<u32>,
    /// Only the last events
    #[arg(long, value_name = "N", help_heading = "Filters")]
    last: Option<usize>,
    /// Bring copies that a sync service left into the logs they belong to
    #[arg(long, conflicts_with_all = ["transcripts", "codes", "kinds", "round", "last"])]
    unite: bool,
    /// With --unite: say what would be done and change nothing
    #[arg(short = 'n', long, requires = "unite")]
    dry_run: bool,
    #[command(flatten)]
    output: Output,
}

fn kinds() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::ALL.map(Kind::name))
        .map(|name| Kind::ALL.into_iter().find(|kind| kind.name() == name).unwrap_or_default())
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let study = open::find(&app.folder)?;
    if arguments.unite {
        return unite(&study, arguments.dry_run, app);
    }
    let logs = Logs::read(&study);
    app.ui.tell_all(&logs.told);
    let wanted: Option<Vec<&str>> =
        app.coder.as_deref().map(|coders| coders.split(',').map(str::trim).collect());
    for coder in wanted.iter().flatten() {
        if !logs.events.contains_key(*coder) {
            let told = Diagnostic::error(format!("there are no codings by `{coder}`"));
            let known = logs.events.keys().map(String::as_str);
            return Err(told.did_you_mean(coder, known).into());
        }
    }
    let ways = logs::ways(&study.codebooks());
    let mut rows = Vec::new();
    for (coder, events) in &logs.events {
        if wanted.as_ref().is_some_and(|wanted| !wanted.contains(&coder.as_str())) {
            continue;
        }
        let events = in_order(events);
        let undone = taken_back(&events);
        for event in &events {
            let about = about(event, &events);
            if keeps(arguments, event, about, &ways) {
                rows.push(row(event, about, undone.contains(&event.id)));
            }
        }
    }
    let all = rows.len();
    let shown = arguments.last.unwrap_or(all).min(all);
    let mut table = Table::new(vec![
        Column::text("at", "When"),
        Column::text("coder", "Coder"),
        Column::text("event", "What"),
        Column::text("transcript", "Transcript"),
        Column::count("turn", "Turn"),
        Column::count("start", "Start"),
        Column::count("end", "End"),
        Column::text("code", "Code"),
        Column::text("quote", "Quote"),
        Column::text("note", "Note"),
        Column::count("round", "Round"),
        Column::text("taken_back", "Taken back"),
        Column::text("id", "Id"),
        Column::text("target", "Target"),
    ]);
    for row in rows.drain(all - shown..) {
        table.push(row);
    }
    let mut report = Report::new("log", table);
    report.head =
        vec![format!("{} in {}.", counted(shown, "event"), counted(logs.events.len(), "log"))];
    if arguments.output.is_for_people() {
        report.for_people = Some(for_people(&report.data));
    }
    arguments.output.write(&report, &app.ui)?;
    Ok(if shown == 0 { Exit::No } else { Exit::Done })
}

/// Brings what copies of logs hold to where it belongs.
fn unite(study: &Study, is_dry: bool, app: &App) -> Result<Exit, Stop> {
    let _lock = study.lock()?;
    let found = copies::find(study)?;
    for copy in &found {
        let name = files::shown(&copy.path);
        app.ui.tell_all(&copy.told);
        let missing: usize = copy.missing.values().map(Vec::len).sum();
        let coders: Vec<String> = copy.missing.keys().cloned().collect();
        let whose =
            if coders.is_empty() { String::new() } else { format!(" of {}", listed(&coders)) };
        let known = copy.known;
        let is_away = is_dry || copies::unite(study, copy)?;
        let verb = if is_dry { "would be taken" } else { "taken" };
        let events = counted(missing, "event");
        app.ui.status(&format!("{name}: {events}{whose} {verb} over, {known} were there already."));
        if !is_away {
            app.ui.hint(&format!("`{name}` stays: it holds more than copies of events"));
        }
    }
    if found.is_empty() {
        app.ui.status("No log has a copy.");
    }
    Ok(Exit::Done)
}

/// The event that made the coding which an event is about, or the event itself.
fn about<'e>(event: &'e Event, all: &[&'e Event]) -> &'e Event {
    let mut about = event;
    // An undo may be about an undo, and so on; a circle ends.
    for _ in 0..8 {
        let target = about.target.as_ref();
        match target.and_then(|id| all.iter().find(|other| other.id == *id)) {
            Some(other) => about = other,
            None => break,
        }
    }
    about
}

/// Whether the filters let an event through; a code is meant as it was given and as it is called
/// today.
fn keeps(arguments: &Arguments, event: &Event, about: &Event, ways: &Ways) -> bool {
    let wanted_now: Vec<&str> = arguments.codes.iter().map(|code| ways.now(code)).collect();
    let is_code = |code: &Option<String>| {
        let code = code.as_deref();
        code.is_some_and(|code| wanted_now.contains(&ways.now(code)))
    };
    let has = |wanted: &[String], value: &dyn Fn(&Event) -> Option<String>| {
        wanted.is_empty()
            || [value(event), value(about)]
                .into_iter()
                .flatten()
                .any(|value| wanted.contains(&value))
    };
    has(&arguments.transcripts, &|event| event.transcript.clone())
        && (wanted_now.is_empty() || is_code(&event.code) || is_code(&about.code))
        && (arguments.kinds.is_empty() || arguments.kinds.contains(&event.event))
        && (arguments.round.is_none() || arguments.round == event.round)
}

fn row(event: &Event, about: &Event, is_undone: bool) -> Vec<Cell> {
    let text = |value: &Option<String>, other: &Option<String>| {
        Cell::maybe(value.as_deref().or(other.as_deref()))
    };
    let count = |value: Option<usize>| value.map_or(Cell::Missing, Cell::count);
    vec![
        event.at.as_str().into(),
        event.coder.as_str().into(),
        event.event.name().into(),
        text(&event.transcript, &about.transcript),
        count(event.turn.or(about.turn)),
        count(event.start.or(about.start)),
        count(event.end.or(about.end)),
        text(&event.code, &about.code),
        text(&event.quote, &about.quote),
        Cell::maybe(event.note.as_deref()),
        event.round.map_or(Cell::Missing, |round| Cell::count(round as usize)),
        if is_undone { "yes".into() } else { Cell::Missing },
        event.id.as_str().into(),
        Cell::maybe(event.target.as_deref()),
    ]
}

/// What fits on a terminal: short ids, no offsets, the beginning of each quote.
fn for_people(data: &Table) -> Table {
    const SHOWN: [&str; 8] = ["at", "coder", "event", "transcript", "turn", "code", "quote", "id"];
    let places: Vec<usize> = SHOWN
        .iter()
        .filter_map(|key| data.columns.iter().position(|column| column.key == *key))
        .collect();
    let pick = |row: &Vec<Cell>, place: &usize| {
        let cell = row.get(*place).cloned().unwrap_or(Cell::Missing);
        match (data.columns.get(*place).map(|column| column.key.as_str()), cell) {
            (Some("id"), Cell::Text(id)) => short(&id).into(),
            (Some("at"), Cell::Text(at)) => at.get(..16).unwrap_or(&at).replace('T', " ").into(),
            (Some("quote"), Cell::Text(quote)) => shortened(&quote).into(),
            (_, cell) => cell,
        }
    };
    let columns = places.iter().filter_map(|place| data.columns.get(*place).cloned()).collect();
    let mut table = Table::new(columns);
    for row in &data.rows {
        table.push(places.iter().map(|place| pick(row, place)).collect());
    }
    table
}

/// The end of an id, which tells events apart: some of its chance, and its number.
pub(super) fn short(id: &str) -> &str {
    id.get(id.len().saturating_sub(9)..).unwrap_or(id)
}

/// What an event did, in a line.
pub(super) fn in_words(event: &Event, all: &[&Event]) -> String {
    let about = about(event, all);
    let mut words = event.event.name().to_owned();
    if let Some(code) = event.code.as_ref().or(about.code.as_ref()) {
        words.push_str(&format!(" {code}"));
    }
    if let Some(transcript) = event.transcript.as_ref().or(about.transcript.as_ref()) {
        words.push_str(&format!(" in `{transcript}`"));
    }
    if let Some(quote) = event.quote.as_ref().or(about.quote.as_ref()) {
        words.push_str(&format!(" “{}”", shortened(quote)));
    }
    words
}
