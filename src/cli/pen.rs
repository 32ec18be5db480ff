//! Writing into a coder's log: who writes, when, and under which id.
//!
//! The clock and the chance that keep two machines' ids apart are read here alone. Times in one log
//! never go back, so that the last event is the last also where a clock was set back.

use std::hash::{BuildHasher, Hasher};
use std::time::{SystemTime, UNIX_EPOCH};

use super::ui::Stop;
use super::{App, stopped};
use crate::coding::log::event::{Event, Kind, id};
use crate::coding::log::time;
use crate::coding::rule_coder::RULES;
use crate::diagnostic::Diagnostic;
use crate::study::logs::{self, Logs};
use crate::study::open::Study;

/// Characters of a coder's name besides letters and digits: it is the name of a file.
const ALSO: [char; 4] = ['-', '_', '.', ' '];

/// Makes and writes the events of one coder.
pub(super) struct Pen {
    pub(super) coder: String,
    now: i64,
    number: u32,
    chance: u64,
}

impl Pen {
    /// For the coder who is at work.
    pub(super) fn new(logs: &Logs, app: &App) -> Result<Self, Stop> {
        match &app.coder {
            Some(name) => Self::of(name, logs),
            None => stopped(
                Diagnostic::error("who is coding?")
                    .help("say it with `--coder NAME`, or once and for all with `EMIC_CODER=NAME`"),
            ),
        }
    }

    /// For a coder of that name.
    pub(super) fn of(name: &str, logs: &Logs) -> Result<Self, Stop> {
        check(name)?;
        let last = logs.events.get(name).into_iter().flatten().filter_map(Event::time).max();
        let clock = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let clock = i64::try_from(clock.as_millis()).unwrap_or(i64::MAX);
        let now = clock.max(last.map_or(0, |last| last.saturating_add(1)));
        if now >= time::LAST_YEAR {
            let told =
                format!("the log of `{name}` has an event of the year 9999: none can follow");
            let told = Diagnostic::error(told).in_file(format!("codings/{name}.jsonl"));
            return stopped(told.help("correct the `at` of that line by hand"));
        }
        let mut hasher = std::hash::RandomState::new().build_hasher();
        hasher.write_u32(std::process::id());
        Ok(Pen { coder: name.to_owned(), now, number: 0, chance: hasher.finish() })
    }

    /// A new event of that kind.
    pub(super) fn event(&mut self, kind: Kind) -> Event {
        let event = Event {
            id: id(self.now, self.number, self.chance),
            event: kind,
            coder: self.coder.clone(),
            at: time::format(self.now),
            ..Event::default()
        };
        self.number += 1;
        if self.number > 0xF_FFFF {
            (self.number, self.now) = (0, self.now + 1);
        }
        event
    }

    /// An event that was made elsewhere, as this coder's and of this moment.
    pub(super) fn sign(&mut self, event: Event) -> Event {
        let Event { id, at, coder, .. } = self.event(event.event);
        Event { id, at, coder, ..event }
    }

    /// Brings events to the disk.
    pub(super) fn write(&self, study: &Study, events: &[Event]) -> Result<(), Stop> {
        Ok(logs::append(study, &self.coder, events)?)
    }
}

/// The day that it is, as the world's clock has it: `2026-03-01`.
pub(super) fn today() -> String {
    let clock = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = time::format(i64::try_from(clock.as_millis()).unwrap_or_default());
    now.get(..10).unwrap_or_default().to_owned()
}

/// Who writes; the question is asked where nobody says so.
pub(super) fn writer(question: &str, app: &App) -> Result<String, Stop> {
    let Some(name) = &app.coder else {
        return stopped(
            Diagnostic::error(question)
                .help("say it with `--coder NAME`, or once and for all with `EMIC_CODER=NAME`"),
        );
    };
    check(name)?;
    Ok(name.clone())
}

/// Whether a person may be called so.
pub(super) fn check(name: &str) -> Result<(), Stop> {
    if name == RULES {
        let told = Diagnostic::error(format!("`{RULES}` are the rules; they have no log"));
        return stopped(told.help("name a person with `--coder NAME`"));
    }
    let is_fine = |c: char| c.is_alphanumeric() || ALSO.contains(&c);
    let fault = match name {
        "" => "the coder has no name".to_owned(),
        _ if name.chars().count() > 64 => format!("the coder's name `{name}` is too long"),
        _ if !name.chars().all(is_fine) || name.starts_with(['.', ' ']) || name.ends_with(' ') => {
            format!("a coder cannot be called `{name}`")
        }
        _ => return Ok(()),
    };
    stopped(Diagnostic::error(fault).help("names have letters, digits, `-`, `_`, `.` and spaces"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_ascend_and_times_do_not_go_back() {
        let late = "2999-01-01T00:00:00.000Z".to_owned();
        let mut logs = Logs::default();
        logs.events.insert("ana".into(), vec![Event { at: late.clone(), ..Event::default() }]);
        let mut pen = Pen::of("ana", &logs).unwrap();
        let (first, second) = (pen.event(Kind::Add), pen.event(Kind::Add));
        assert!(first.id < second.id && first.at > late, "{first:?}");
    }

    #[test]
    fn nothing_is_written_that_could_not_be_read() {
        let mut logs = Logs::default();
        let last = Event { at: "9999-12-31T23:59:59.999Z".into(), ..Event::default() };
        logs.events.insert("ana".into(), vec![last]);
        assert!(Pen::of("ana", &logs).is_err());
        assert!(Pen::of("ben", &logs).is_ok());
    }

    #[test]
    fn names_are_names_of_files() {
        for wrong in ["", "rules", "a/b", "..", ".x", "a,b", " ana", "a\nb", &"x".repeat(99)] {
            assert!(check(wrong).is_err(), "{wrong}");
        }
        for fine in ["ana", "Ana-María 2", "P.K.", "信"] {
            assert!(check(fine).is_ok(), "{fine}");
        }
    }
}
