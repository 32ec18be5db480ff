//! `emic code … --instead-of CODE`: gives a coding of one's own another code.

use super::{Arguments, shortened};
use crate::cli::pen::Pen;
use crate::cli::ui::Stop;
use crate::cli::words::listed;
use crate::cli::{App, Exit, stopped};
use crate::coding::log::event::{Event, Kind};
use crate::coding::log::replay::Held;
use crate::diagnostic::Diagnostic;
use crate::study::logs::Logs;
use crate::study::open::Study;

/// `own` are the coder's codings at the place.
pub(super) fn run(
    old: &str,
    codes: &[String],
    own: &[&Held],
    arguments: &Arguments,
    (study, logs): (&Study, &Logs),
    pen: &mut Pen,
    app: &App,
) -> Result<Exit, Stop> {
    let [code] = codes else {
        return stopped(Diagnostic::error("one code stands in place of another, not several"));
    };
    let Some(held) = own.iter().find(|held| held.code == old) else {
        let given: Vec<String> = own.iter().map(|held| held.code.clone()).collect();
        let told = Diagnostic::error(format!("{} has no coding as `{old}` there", pen.coder));
        return stopped(match given.as_slice() {
            [] => told.help("name exactly the words that are coded; `emic log` lists them"),
            given => told
                .did_you_mean(old, given.iter().map(String::as_str))
                .help(format!("these words are coded as {}", listed(given))),
        });
    };
    if own.iter().any(|held| held.code == *code) {
        app.ui.status(&format!("{} has given `{code}` there before.", pen.coder));
        return Ok(Exit::Done);
    }
    let about = |kind: Kind, pen: &mut Pen| Event {
        target: Some(held.id.clone()),
        round: arguments.round,
        ..pen.event(kind)
    };
    let recode = Event { code: Some(code.clone()), ..about(Kind::Recode, pen) };
    let united = logs.for_united(&pen.coder, vec![recode]);
    let mut events: Vec<Event> = united.into_iter().map(|event| pen.sign(event)).collect();
    if arguments.note.is_some() {
        events.push(Event { note: arguments.note.clone(), ..about(Kind::Note, pen) });
    }
    if !arguments.dry_run {
        pen.write(study, &events)?;
    }
    app.ui.status(&format!(
        "{} `{}` as {code} instead of {old}: “{}”.",
        if arguments.dry_run { "Would code" } else { "Coded" },
        held.transcript,
        shortened(&held.anchor.quote)
    ));
    if !arguments.dry_run {
        app.ui.hint("`emic undo` takes it back");
    }
    Ok(Exit::Done)
}
