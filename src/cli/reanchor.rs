//! `emic reanchor`: finds the places of codings in transcripts that changed, and writes them down.

use clap::{Args, ValueEnum};

use super::pen::Pen;
use super::ui::Stop;
use super::words::counted;
use super::{App, Exit};
use crate::coding::anchor::{Status, Text};
use crate::coding::hand;
use crate::coding::log::event::{Event, Kind};
use crate::coding::log::replay::Held;
use crate::report::Report;
use crate::report::format::{self, jsonl};
use crate::report::table::{Cell, Column, Table};
use crate::study::corpus::{Corpus, Given};
use crate::study::fold::fold;
use crate::study::logs::Logs;
use crate::study::open;

/// Find the places of codings in transcripts that changed
///
/// Every command works with the places as they are found now; this one writes them into the logs,
/// so that they are found from there the next time. What was kept or moved is written; what stands
/// in changed words, in several places or nowhere waits for a person and is listed. Nothing is
/// deleted, and the first place of each coding stays in its log.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// Only list what would be written
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// `table` for reading: only what is not kept; `jsonl` for programs: an object a coding
    #[arg(short, long, value_name = "FORMAT", default_value = "table", help_heading = "Output")]
    format: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    Table,
    Jsonl,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let corpus = Corpus::of_study(open::find(&app.folder)?, &Given::default());
    let Some(study) = &corpus.study else { return Ok(Exit::Done) };
    let _lock = if arguments.dry_run { None } else { Some(study.lock()?) };
    let logs = Logs::read(study);
    app.ui.tell_all(&logs.told);
    let wanted = |coder: &str| {
        app.coder.as_ref().is_none_or(|names| names.split(',').any(|name| name.trim() == coder))
    };
    let coders: Vec<&String> = logs.states.keys().filter(|coder| wanted(coder)).collect();
    let mut table = table();
    let mut events = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    let told = fold(
        &corpus,
        &corpus.sources.iter().collect::<Vec<_>>(),
        || (),
        |(), transcript, _| {
            let mut found = Vec::new();
            for coder in &coders {
                let held = logs.of_transcript(coder, &transcript.id);
                if held.is_empty() {
                    continue;
                }
                let fingerprint = hand::fingerprint(&transcript.text);
                let text = Text::new(&transcript.text);
                for placed in hand::place(&transcript.text, &held) {
                    let is_new = placed.held.text.as_ref() != Some(&fingerprint);
                    let anchor = placed.found.place.map(|(start, end)| text.anchor(start, end));
                    let event = anchor
                        .filter(|_| is_new && !placed.found.status.needs_review())
                        .map(|anchor| Event {
                            text: Some(fingerprint.clone()),
                            target: Some(placed.held.id.clone()),
                            ..Event::default().anchored(anchor)
                        });
                    let row = row(
                        placed.held,
                        placed.found.status,
                        placed.found.place,
                        placed.found.score,
                    );
                    found.push(((*coder).clone(), row, placed.found.status, event));
                }
            }
            (transcript.id.clone(), found)
        },
        |(id, found)| {
            seen.insert(id);
            events.extend(found);
        },
        &mut |_, _| {},
    );
    app.ui.tell_all(&told);
    // Codings of transcripts that are not there any more.
    for coder in &coders {
        let Some(state) = logs.states.get(*coder) else { continue };
        for held in state.by_place().into_iter().filter(|held| !seen.contains(&held.transcript)) {
            let row = row(held, Status::Lost, None, 0.0);
            events.push(((*coder).clone(), row, Status::Lost, None));
        }
    }
    let waiting = events.iter().filter(|(_, _, status, _)| status.needs_review()).count();
    let mut written = 0;
    if !arguments.dry_run {
        for coder in &coders {
            let mut pen = Pen::of(coder, &logs)?;
            let own = events.iter().filter(|(other, ..)| other == *coder);
            let own: Vec<Event> = own
                .filter_map(|(.., event)| event.clone())
                .map(|event| {
                    let Event { id, at, coder, event: kind, .. } = pen.event(Kind::Resize);
                    Event { id, at, coder, event: kind, ..event }
                })
                .collect();
            pen.write(study, &own)?;
            written += own.len();
        }
    }
    let all = events.len();
    // Programs know whose a coding is by its id, people want to be told.
    let mut for_people = self::table();
    for_people.columns.insert(1, Column::text("coder", "Coder"));
    for (coder, row, status, _) in events {
        if status != Status::Kept {
            let mut row = row.clone();
            row.insert(1, coder.as_str().into());
            for_people.push(row);
        }
        if arguments.format == Form::Jsonl || status != Status::Kept {
            table.push(row);
        }
    }
    let mut report = Report::new("reanchor", table);
    report.for_people = Some(for_people);
    match arguments.format {
        Form::Jsonl => app.ui.data(&jsonl::render(&report, &format::Options::default()))?,
        Form::Table if report.data.rows.is_empty() => {}
        Form::Table => super::output::Output::default().write(&report, &app.ui)?,
    }
    let codings = counted(all, "coding");
    app.ui.status(&match (waiting, arguments.dry_run) {
        (0, true) => format!("{codings}; nothing waits for a person."),
        (_, true) => format!("{codings}; {waiting} to be looked at by a person."),
        (0, false) => format!("{codings}; {written} new places written."),
        (_, false) => format!(
            "{codings}; {written} new places written, {waiting} to be looked at by a person."
        ),
    });
    Ok(if waiting > 0 { Exit::No } else { Exit::Done })
}

fn table() -> Table {
    Table::new(vec![
        Column::text("id", "Id"),
        Column::text("transcript", "Transcript"),
        Column::text("code", "Code"),
        Column::text("status", "Status"),
        Column::count("start", "Start"),
        Column::count("end", "End"),
        Column::number("score", "Score", 4),
    ])
}

fn row(held: &Held, status: Status, place: Option<(usize, usize)>, score: f64) -> Vec<Cell> {
    let (start, end) = place.map_or((Cell::Missing, Cell::Missing), |(start, end)| {
        (Cell::count(start), Cell::count(end))
    });
    vec![
        held.id.as_str().into(),
        held.transcript.as_str().into(),
        held.code.as_str().into(),
        status.name().into(),
        start,
        end,
        Cell::Number(score),
    ]
}
