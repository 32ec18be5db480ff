//! `emic code --done`: what a coder has read, the whole of a transcript or a part of it.
//!
//! What has no code in it was then seen and not coded, which is not the same as never looked at.

use super::place::place;
use super::{Arguments, shortened};
use crate::cli::pen::Pen;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::coding::anchor::Text;
use crate::coding::hand;
use crate::coding::log::event::{Event, Kind};
use crate::study::open::Study;
use crate::transcript::Transcript;

pub(super) fn run(
    arguments: &Arguments,
    study: &Study,
    transcript: &Transcript,
    pen: &mut Pen,
    app: &App,
) -> Result<Exit, Stop> {
    let done = Event {
        transcript: Some(transcript.id.clone()),
        text: Some(hand::fingerprint(&transcript.text)),
        round: arguments.round,
        ..pen.event(Kind::Done)
    };
    let (done, what) = match arguments.names_place() {
        false => (done, format!("`{}` to its end", transcript.id)),
        true => {
            let anchor = place(arguments, transcript)?;
            let text = Text::new(&transcript.text);
            let bytes = text.bytes(anchor.start, anchor.end);
            let first = hand::turn(transcript, bytes.start) + 1;
            let last = hand::turn(transcript, bytes.end.saturating_sub(1)) + 1;
            let turns = match first == last {
                true => format!("turn {first}"),
                false => format!("turns {first} to {last}"),
            };
            let what = format!("`{}` {turns}: “{}”", transcript.id, shortened(&anchor.quote));
            (Event { turn: Some(first), ..done }.anchored(anchor), what)
        }
    };
    if arguments.dry_run {
        app.ui.status(&format!("Would mark as read: {what}."));
        return Ok(Exit::Done);
    }
    pen.write(study, &[done])?;
    app.ui.status(&format!("{} has read {what}.", pen.coder));
    Ok(Exit::Done)
}
