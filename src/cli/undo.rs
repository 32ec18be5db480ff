//! `emic undo`: takes the last event of a coder back, or one by its id.

use clap::Args;

use super::pen::Pen;
use super::ui::Stop;
use super::{App, Exit, log};
use crate::coding::log::event::{Event, Kind};
use crate::coding::log::replay::{in_order, taken_back};
use crate::diagnostic::Diagnostic;
use crate::study::logs::Logs;
use crate::study::open;

/// Take back what was coded last, or one event by its id
///
/// Nothing is deleted: the undo is an event too, and can be taken back itself (by its id). Without
/// an id, the last event that still stands and is no undo is taken back.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// The event (`emic log` lists them); enough of its last characters to know it
    #[arg(value_name = "ID")]
    id: Option<String>,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let study = open::find(&app.folder)?;
    let _lock = study.lock()?;
    let logs = Logs::read(&study);
    app.ui.tell_all(&logs.told);
    let mut pen = Pen::new(&logs, app)?;
    let own = logs.events.get(&pen.coder).map(Vec::as_slice).unwrap_or_default();
    let own = in_order(own);
    let undone = taken_back(&own);
    let standing = || own.iter().copied().filter(|event| !undone.contains(&event.id));
    let event = match &arguments.id {
        None => standing().rfind(|event| event.event != Kind::Undo),
        Some(id) => Some(named(id, &own, &pen.coder)?),
    };
    let Some(event) = event else {
        app.ui.status(&format!("There is nothing by {} to take back.", pen.coder));
        return Ok(Exit::No);
    };
    if undone.contains(&event.id) {
        app.ui.status(&format!("This {} was taken back before.", event.event.name()));
        return Ok(Exit::No);
    }
    let undo = Event { target: Some(event.id.clone()), ..pen.event(Kind::Undo) };
    let id = log::short(&undo.id).to_owned();
    pen.write(&study, &[undo])?;
    app.ui.status(&format!("Took back: {}.", log::in_words(event, &own)));
    app.ui.hint(&format!("`emic undo {id}` brings it back"));
    Ok(Exit::Done)
}

/// The event with an id that ends so.
fn named<'e>(id: &str, own: &[&'e Event], coder: &str) -> Result<&'e Event, Stop> {
    let ends: Vec<&&Event> = own.iter().filter(|event| event.id.ends_with(id)).collect();
    match ends.as_slice() {
        [one] => Ok(one),
        [] => {
            let told = Diagnostic::error(format!("{coder} has no event `{id}`"));
            Err(told.help("`emic log` lists the events with their ids").into())
        }
        several => {
            let told = format!("{} events of {coder} end in `{id}`", several.len());
            Err(Diagnostic::error(told).help("name more of the id").into())
        }
    }
}
