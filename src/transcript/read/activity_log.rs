//! Activity logs: a row for each thing a worker did, with date, minutes and client.
//!
//! In come rows under a header with `date` and `activity` or `minutes`, out comes a turn a row by
//! the worker, whose words are the activity and the notes. A date that can be read two ways is no
//! date; the reader asks for the order.

use super::columns::{Row, folded, place};
use super::dates::{self, Date};
use super::input::Input;
use super::times::digits;
use super::{Reader, csv, table};
use crate::diagnostic::Diagnostic;
use crate::transcript::build::Builder;
use crate::transcript::{LogRow, Transcript};

/// Logs as separated values.
pub(super) struct ActivityLog;

impl Reader for ActivityLog {
    fn name(&self) -> &'static str {
        "activity_log"
    }

    fn about(&self) -> &'static str {
        "logs with date, worker, activity, minutes and client"
    }

    fn recognises(&self, input: &Input) -> bool {
        csv::log_columns(input).is_some()
    }

    fn read(&self, mut input: Input) -> Result<Transcript, Diagnostic> {
        let text = input.take_text();
        let text = text.get(input.body..).unwrap_or_default();
        let rows = csv::rows(text, csv::separator(text), input.path)?;
        table::of_rows(rows, &input)
    }
}

/// The columns of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    date: usize,
    worker: Option<usize>,
    activity: Option<usize>,
    minutes: Option<usize>,
    client: Option<usize>,
    notes: Option<usize>,
    /// Whether plain numbers are hours.
    in_hours: bool,
}

const MINUTES: [&str; 12] = [
    "minutes",
    "mins",
    "min",
    "duration",
    "duration (min)",
    "minutes spent",
    "time spent",
    "length",
    "hours",
    "hrs",
    "duration (h)",
    "hours spent",
];

impl Columns {
    /// The columns that a header names, if it is a log's.
    pub(super) fn of(header: &[String]) -> Option<Self> {
        let header: Vec<String> = header.iter().map(|name| folded(name)).collect();
        let activity = place(&header, &["activity", "activities", "task", "activity type", "what"]);
        let minutes = place(&header, &MINUTES);
        let date = place(&header, &["date", "day"])?;
        let is_log = activity.is_some() || minutes.is_some();
        is_log.then(|| Columns {
            date,
            worker: place(
                &header,
                &["worker", "staff", "psw", "peer worker", "peer", "who", "name"],
            ),
            activity,
            minutes,
            client: place(
                &header,
                &["client", "clients", "with", "with whom", "person", "case", "client present"],
            ),
            notes: place(&header, &["notes", "note", "comments", "comment", "remarks", "details"]),
            in_hours: minutes.is_some_and(|column| {
                header
                    .get(column)
                    .is_some_and(|name| name.starts_with('h') || name.ends_with("(h)"))
            }),
        })
    }
}

/// The turns of a log's rows, the first of which is the header.
pub(super) fn of_rows(rows: &[Row], input: &Input) -> Result<Transcript, Diagnostic> {
    let path = input.path;
    let Some(columns) = rows.first().and_then(|header| Columns::of(&header.cells)) else {
        return Err(Diagnostic::error(format!("`{path}` is no activity log"))
            .in_file(path)
            .help("name its columns `date`, `worker`, `activity`, `minutes`, `client`, `notes`"));
    };
    let mut builder = Builder::written();
    let (mut ambiguous, mut bad_dates, mut bad_minutes) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows.iter().skip(1) {
        let cell = |column: Option<usize>| {
            column.map(|column| row.cell(column)).filter(|cell| !cell.is_empty())
        };
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (activity, notes) = (cell(columns.activity), cell(columns.notes));
        let words: Vec<String> = activity.into_iter().chain(notes).map(squeezed).collect();
        builder.push(cell(columns.worker), &words.join("\n\n"), (None, None));
        let written = row.cell(columns.date);
        let date = match dates::date(written, input.options.date_order) {
            Some(Date::Known(date)) => Some(date),
            Some(Date::Ambiguous) => {
                ambiguous.push((row.line, written));
                None
            }
            _ if written.is_empty() => None,
            _ => {
                bad_dates.push((row.line, written));
                None
            }
        };
        let spent = cell(columns.minutes);
        let minutes = spent.and_then(|spent| minutes(spent, columns.in_hours));
        if let Some(spent) = spent
            && minutes.is_none()
        {
            bad_minutes.push((row.line, spent));
        }
        if let Some(extra) = builder.last_extra() {
            extra.date = date;
            extra.log = Some(LogRow {
                worker: cell(columns.worker).map(str::to_owned),
                activity: activity.map(|activity| squeezed(activity).to_lowercase()),
                minutes,
                client: cell(columns.client).map(str::to_owned),
                notes: notes.map(squeezed),
            });
        }
    }
    let mut transcript = builder.finish();
    let notes = &mut transcript.notes;
    notes.extend(
        ambiguous.first().map(|(line, date)| dates::doubt(path, *line, date, ambiguous.len())),
    );
    notes.extend(unread(&bad_dates, "date", "write it as `2026-03-02` or `2 March 2026`", path));
    notes.extend(unread(&bad_minutes, "duration", "write it as `55`, `1:30` or `1.5 h`", path));
    Ok(transcript)
}

fn unread(cells: &[(usize, &str)], what: &str, help: &str, path: &str) -> Option<Diagnostic> {
    let (line, cell) = cells.first()?;
    let more = match cells.len() - 1 {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    Some(
        Diagnostic::warning(format!(
            "{what} `{cell}` on line {line} of `{path}` cannot be read{more}"
        ))
        .in_file(path)
        .help(help),
    )
}

/// Minutes of `55`, `1:30`, `50 min`, `1.5 h`, `1 h 30`.
fn minutes(text: &str, in_hours: bool) -> Option<u32> {
    let text = text.trim().to_lowercase().replace(',', ".");
    if let Some((hours, rest)) = text.split_once(':') {
        let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "00"));
        let number = |part: &str, most: u32| {
            let (value, length) = digits(part.as_bytes());
            let value = u32::try_from(value).ok()?;
            (length > 0 && length == part.len() && value <= most).then_some(value)
        };
        let seconds = number(seconds, 59)?;
        let whole = number(hours, 10_000)? * 60 + number(minutes, 59)?;
        return Some(whole + u32::from(seconds >= 30));
    }
    let mut total = 0.0;
    let mut rest = text.as_str();
    let mut unit = if in_hours { 60.0 } else { 1.0 };
    while !rest.is_empty() {
        let length = rest.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
        let number: f64 = rest[..length].parse().ok()?;
        rest = rest[length..].trim_start();
        let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        unit = match &rest[..length] {
            "" => unit,
            "h" | "hr" | "hrs" | "hour" | "hours" | "std" => 60.0,
            "m" | "min" | "mins" | "minute" | "minutes" => 1.0,
            _ => return None,
        };
        total += number * unit;
        rest = rest[length..].trim_start_matches(['.', ' ']);
        // What follows hours without a unit of its own is minutes.
        unit = 1.0;
    }
    (!text.is_empty() && total <= 1e6).then_some(total.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::read::{DateOrder, Options, read};

    #[test]
    fn minutes_are_written_in_many_ways() {
        for (text, expected) in [
            ("55", Some(55)),
            ("1:30", Some(90)),
            ("01:30:00", Some(90)),
            ("50 min", Some(50)),
            ("1.5 h", Some(90)),
            ("1,5 hours", Some(90)),
            ("1h30", Some(90)),
            ("1 hr 5 mins", Some(65)),
            ("55.0", Some(55)),
            ("", None),
            ("soon", None),
            ("1:75", None),
            ("999999999999999999999", None),
        ] {
            assert_eq!(minutes(text, false), expected, "{text}");
        }
        assert_eq!(minutes("1.5", true), Some(90));
    }

    const TEXT: &str = "Date,Worker,Activity,Minutes,Client,Notes\n\
                        2026-03-02,P11,Home Visit,55,C104,\"door closed, waited\"\n\
                        03/04/2026,P11,travel,1:30,,\n";

    #[test]
    fn a_row_is_a_turn_of_the_worker() {
        let transcript = read(TEXT.as_bytes(), "log.csv", &Options::default()).unwrap();
        assert_eq!(transcript.format, "activity_log");
        assert_eq!(transcript.text, "P11: Home Visit\n\ndoor closed, waited\nP11: travel");
        let extra = transcript.turns[0].extra.as_deref().unwrap();
        let log = extra.log.as_ref().unwrap();
        assert_eq!(extra.date.as_deref(), Some("2026-03-02"));
        assert_eq!((log.activity.as_deref(), log.minutes), (Some("home visit"), Some(55)));
        assert_eq!(transcript.turns[1].extra.as_ref().unwrap().date, None);
        assert!(transcript.notes[0].message.contains("line 3"));
    }

    #[test]
    fn the_order_of_dates_can_be_given() {
        let options = Options { date_order: Some(DateOrder::DayFirst), ..Options::default() };
        let transcript = read(TEXT.as_bytes(), "log.csv", &options).unwrap();
        let date = transcript.turns[1].extra.as_ref().unwrap().date.as_deref();
        assert_eq!((date, transcript.notes.len()), (Some("2026-04-03"), 0));
    }
}
