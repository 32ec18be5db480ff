//! The audit trail: what an auditor needs to follow a study from its data to its findings.
//!
//! In comes the [`Trail`] of a study, out come its parts in the order of Halpern's categories
//! (Lincoln & Guba 1985, chapter 13 and appendix A): raw data with their fingerprints; data reduction
//! (codebooks, codes, what became of older versions); reconstruction (memos); process (who did what
//! when, rounds, sampling). All dates are those that logs, memos and codebooks carry; the clock is
//! not asked, so the same study gives the same trail.

use std::collections::{BTreeMap, BTreeSet};

use super::Report;
use super::base::counted;
use super::section::Section;
use super::table::{Cell, Column, Table};
use crate::codebook::Codebook;
use crate::coding::log::event::{Event, Kind};
use crate::study::memo::Memo;
use crate::study::sampling::Decision;

/// A file of the study.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// The transcript's id; empty for settings and tables.
    pub id: String,
    /// The path as the user knows it.
    pub path: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// SHA-256 of the canonical text that codings refer to; nothing for settings and tables.
    pub text: Option<String>,
    /// Its turns.
    pub turns: u64,
    /// Its words.
    pub words: u64,
}

/// Everything that the trail is made of.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    /// The study's title.
    pub title: String,
    /// Transcripts.
    pub transcripts: Vec<File>,
    /// Settings, tables, guide.
    pub settings: Vec<File>,
    /// The codebooks.
    pub codebooks: Vec<Codebook>,
    /// The events of each coder, in the order in which they take effect.
    pub events: BTreeMap<String, Vec<Event>>,
    /// Codings that stand, by coder.
    pub standing: BTreeMap<String, u64>,
    /// The memos by date.
    pub memos: Vec<Memo>,
    /// The decisions of sampling by date.
    pub decisions: Vec<Decision>,
}

/// The report: a row a fact, and for people a table a part.
pub fn report(trail: &Trail) -> Report {
    let parts = [
        Section::table("raw_data", "Raw data", files(&trail.transcripts)),
        Section::table("settings", "Settings, tables and instruments", settings(&trail.settings)),
        Section::table("codebooks", "Codebooks", codebooks(&trail.codebooks)),
        Section::table("changes", "What became of codes", changes(&trail.codebooks)),
        Section::table("work", "Who did what, when", work(trail)),
        Section::table("rounds", "Rounds of coding", rounds(trail)),
        Section::table("sampling", "Theoretical sampling", sampling(&trail.decisions)),
        Section::table("memos", "Memos", memos(&trail.memos)),
    ];
    let mut report = Report::new("audit", Table::new(columns()));
    report.for_people = Some(Table::default());
    let events: u64 = trail.events.values().map(|events| events.len() as u64).sum();
    let title = if trail.title.is_empty() { "This study" } else { &trail.title };
    report.head = vec![format!(
        "{title}: {}, {}, {} by {}, {}, {}.",
        counted(trail.transcripts.len() as u64, "transcript", "transcripts"),
        counted(trail.codebooks.len() as u64, "codebook", "codebooks"),
        counted(events, "event", "events"),
        counted(trail.events.len() as u64, "coder", "coders"),
        counted(trail.memos.len() as u64, "memo", "memos"),
        counted(trail.decisions.len() as u64, "decision of sampling", "decisions of sampling"),
    )];
    report.facts = vec![
        ("emic", env!("CARGO_PKG_VERSION").into()),
        ("title", trail.title.as_str().into()),
        ("events", Cell::Count(events)),
    ];
    for mut part in parts {
        let body = match &part.body {
            super::section::Body::Table(table, _) => table.clone(),
            _ => Table::default(),
        };
        body.rows.iter().for_each(|row| report.data.push(fact(part.key, &body, row)));
        if body.rows.is_empty() {
            part.body = super::section::Body::Prose(vec!["None.".to_owned()]);
            part.key = "";
        }
        report.sections.push(part);
    }
    report.notes = vec![
        format!(
            "Made with emic {}. The file of a transcript is as it was received; its text is what \
             positions of codings refer to.",
            env!("CARGO_PKG_VERSION")
        ),
        "Times are those of the logs; nothing in a log is ever rewritten.".to_owned(),
    ];
    report
}

/// The columns of the facts: a part, a name, who, when, what, and a fingerprint.
fn columns() -> Vec<Column> {
    vec![
        Column::text("part", "Part"),
        Column::text("name", "Name"),
        Column::text("by", "Who"),
        Column::text("at", "When"),
        Column::text("what", "What"),
        Column::text("sha256", "SHA-256"),
    ]
}

/// A row of a part as a fact: what has no column of its own is joined in `what`.
fn fact(part: &str, table: &Table, row: &[Cell]) -> Vec<Cell> {
    let cell = |keys: &[&str]| {
        let place = table.columns.iter().position(|column| keys.contains(&column.key.as_str()));
        place.and_then(|place| row.get(place)).cloned().unwrap_or_default()
    };
    let own = ["by", "coder", "author", "at", "date", "sha256"];
    let (name, rest) = (row.first().cloned().unwrap_or_default(), table.columns.iter().zip(row));
    let what: Vec<String> = rest
        .skip(1)
        .filter(|(column, cell)| !own.contains(&column.key.as_str()) && **cell != Cell::Missing)
        .map(|(column, cell)| format!("{}: {}", column.key, cell.exact()))
        .collect();
    vec![
        part.into(),
        name,
        cell(&["by", "coder", "author"]),
        cell(&["at", "date"]),
        Cell::maybe(Some(what.join("; ")).filter(|what| !what.is_empty())),
        cell(&["sha256"]),
    ]
}

fn files(files: &[File]) -> Table {
    let mut table = Table::new(vec![
        Column::text("transcript", "Transcript"),
        Column::text("file", "File"),
        Column::count("turns", "Turns"),
        Column::count("words", "Words"),
        Column::text("sha256", "SHA-256 of the file"),
        Column::text("text", "SHA-256 of its text"),
    ]);
    for file in files {
        table.push(vec![
            file.id.as_str().into(),
            file.path.as_str().into(),
            Cell::Count(file.turns),
            Cell::Count(file.words),
            file.sha256.as_str().into(),
            Cell::maybe(file.text.as_deref()),
        ]);
    }
    table
}

fn settings(files: &[File]) -> Table {
    let mut table =
        Table::new(vec![Column::text("file", "File"), Column::text("sha256", "SHA-256")]);
    for file in files {
        table.push(vec![file.path.as_str().into(), file.sha256.as_str().into()]);
    }
    table
}

fn codebooks(codebooks: &[Codebook]) -> Table {
    let mut table = Table::new(vec![
        Column::text("codebook", "Codebook"),
        Column::text("version", "Version"),
        Column::text("date", "Date"),
        Column::text("file", "File"),
        Column::count("codes", "Codes"),
        Column::count("rules", "Rules"),
        Column::text("sha256", "SHA-256"),
    ]);
    for book in codebooks {
        let rules: usize = book.codes.iter().map(|code| code.rules.len()).sum();
        table.push(vec![
            book.id.as_str().into(),
            book.version.as_str().into(),
            Cell::maybe(book.date.as_deref()),
            book.path.as_str().into(),
            Cell::count(book.codes.len()),
            Cell::count(rules),
            book.sha256.as_str().into(),
        ]);
    }
    table
}

/// Codes that were made on a known day, renamed, merged or moved.
fn changes(codebooks: &[Codebook]) -> Table {
    let mut table = Table::new(vec![
        Column::text("code", "Code"),
        Column::text("change", "What became of it"),
        Column::text("codebook", "Codebook"),
        Column::text("date", "Date"),
        Column::text("by", "By"),
    ]);
    for book in codebooks {
        let mut add = |code: &str, change: String, date: Option<&str>, by: Option<&str>| {
            let book = book.id.as_str().into();
            table.push(vec![code.into(), change.into(), book, Cell::maybe(date), Cell::maybe(by)]);
        };
        for migration in &book.migrations {
            let versions = format!("from {} to {}", migration.from_version, migration.to_version);
            for step in &migration.steps {
                let to = step.to.join(", ");
                add(
                    &step.from.join(", "),
                    format!("{}: now {to}, {versions}", step.op),
                    None,
                    None,
                );
            }
        }
        for code in &book.codes {
            if code.created.is_some() || code.created_by.is_some() {
                let origin = code.origin.map(|origin| format!(", {}", origin.name()));
                let made = format!("made{}", origin.unwrap_or_default());
                add(&code.id, made, code.created.as_deref(), code.created_by.as_deref());
            }
            if let Some(into) = &code.merged_into {
                add(&code.id, format!("merged into {into}"), None, None);
            }
            if !code.aliases.is_empty() {
                add(&code.id, format!("also called {}", code.aliases.join(", ")), None, None);
            }
        }
    }
    table
}

/// The day of an event, as its log has it.
fn day(event: &Event) -> &str {
    event.at.get(..10).unwrap_or(&event.at)
}

/// `12 add, 1 undo`.
fn kinds<'e>(events: impl Iterator<Item = &'e Event>) -> String {
    let mut counts: BTreeMap<Kind, u64> = BTreeMap::new();
    events.for_each(|event| *counts.entry(event.event).or_default() += 1);
    let parts: Vec<String> =
        counts.into_iter().map(|(kind, number)| format!("{number} {}", kind.name())).collect();
    parts.join(", ")
}

fn transcripts<'e>(events: impl Iterator<Item = &'e Event>) -> Vec<String> {
    let ids: BTreeSet<&String> = events.filter_map(|event| event.transcript.as_ref()).collect();
    ids.into_iter().cloned().collect()
}

/// A row a coder and day.
fn work(trail: &Trail) -> Table {
    let mut table = Table::new(vec![
        Column::text("date", "Date"),
        Column::text("coder", "Coder"),
        Column::count("events", "Events"),
        Column::text("kinds", "Kinds"),
        Column::text("transcripts", "Transcripts"),
    ]);
    let mut days: BTreeMap<(&str, &str), Vec<&Event>> = BTreeMap::new();
    for (coder, events) in &trail.events {
        for event in events {
            days.entry((day(event), coder)).or_default().push(event);
        }
    }
    for ((date, coder), events) in days {
        table.push(vec![
            date.into(),
            coder.into(),
            Cell::count(events.len()),
            kinds(events.iter().copied()).into(),
            Cell::List(transcripts(events.into_iter())),
        ]);
    }
    table
}

/// A row a coder and round.
fn rounds(trail: &Trail) -> Table {
    let mut table = Table::new(vec![
        Column::text("round", "Round"),
        Column::text("coder", "Coder"),
        Column::text("first", "First"),
        Column::text("last", "Last"),
        Column::text("kinds", "Events"),
        Column::text("transcripts", "Transcripts"),
        Column::count("standing", "Codings of the coder that stand"),
    ]);
    let mut all: BTreeMap<(Option<u32>, &str), Vec<&Event>> = BTreeMap::new();
    for (coder, events) in &trail.events {
        for event in events {
            all.entry((event.round, coder)).or_default().push(event);
        }
    }
    for ((round, coder), events) in all {
        let days: BTreeSet<&str> = events.iter().map(|event| day(event)).collect();
        table.push(vec![
            round.map_or("none".to_owned(), |round| round.to_string()).into(),
            coder.into(),
            Cell::maybe(days.first().copied()),
            Cell::maybe(days.last().copied()),
            kinds(events.iter().copied()).into(),
            Cell::List(transcripts(events.into_iter())),
            Cell::Count(trail.standing.get(coder).copied().unwrap_or_default()),
        ]);
    }
    table
}

fn sampling(decisions: &[Decision]) -> Table {
    let mut table = Table::new(vec![
        Column::text("decision", "Decision"),
        Column::text("date", "Date"),
        Column::text("by", "By"),
        Column::text("reason", "Reason"),
        Column::text("next", "Whom next"),
        Column::text("codes", "Codes"),
        Column::text("memo", "Memo"),
    ]);
    for one in decisions {
        table.push(vec![
            one.decision.as_str().into(),
            one.date.as_str().into(),
            one.by.as_str().into(),
            Cell::maybe(one.reason.as_deref()),
            Cell::List(one.next.clone()),
            Cell::List(one.codes.clone()),
            Cell::maybe(one.memo.as_deref()),
        ]);
    }
    table
}

/// By type, then by date.
fn memos(memos: &[Memo]) -> Table {
    let mut table = Table::new(vec![
        Column::text("title", "Title"),
        Column::text("type", "Type"),
        Column::text("date", "Date"),
        Column::text("author", "Author"),
        Column::text("about", "About"),
        Column::text("file", "File"),
    ]);
    let mut sorted: Vec<&Memo> = memos.iter().collect();
    sorted.sort_by_key(|memo| (memo.kind, &memo.date, &memo.name));
    for memo in sorted {
        let mut about: Vec<String> =
            memo.links().into_iter().map(|(what, link)| format!("{what} {}", link.name)).collect();
        about.extend(memo.study.then(|| "the study".to_owned()));
        table.push(vec![
            memo.title.as_str().into(),
            memo.kind.name().into(),
            Cell::maybe(memo.date.as_deref()),
            Cell::maybe(memo.author.as_deref()),
            Cell::List(about),
            format!("memos/{}.md", memo.name).into(),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(id: &str, kind: Kind, at: &str, round: Option<u32>) -> Event {
        Event {
            id: id.into(),
            event: kind,
            coder: "ana".into(),
            at: at.into(),
            round,
            transcript: Some("P1".into()),
            ..Event::default()
        }
    }

    #[test]
    fn days_and_rounds_come_from_the_logs() {
        let events = vec![
            event("1", Kind::Add, "2026-03-01T09:00:00Z", None),
            event("2", Kind::Add, "2026-03-01T09:01:00Z", Some(2)),
            event("3", Kind::Done, "2026-03-04T09:00:00Z", Some(2)),
        ];
        let trail = Trail {
            events: [("ana".to_owned(), events)].into(),
            standing: [("ana".to_owned(), 2)].into(),
            transcripts: vec![File { id: "P1".into(), sha256: "ab".into(), ..File::default() }],
            ..Trail::default()
        };
        let report = report(&trail);
        let lines: Vec<String> = report
            .data
            .rows
            .iter()
            .map(|row| row.iter().map(Cell::exact).collect::<Vec<_>>().join("|"))
            .collect();
        assert_eq!(
            lines,
            [
                "raw_data|P1|||file: ; turns: 0; words: 0|ab",
                "work|2026-03-01|ana|2026-03-01|events: 2; kinds: 2 add; transcripts: P1|",
                "work|2026-03-04|ana|2026-03-04|events: 1; kinds: 1 done; transcripts: P1|",
                "rounds|none|ana||first: 2026-03-01; last: 2026-03-01; kinds: 1 add; transcripts: P1; standing: 2|",
                "rounds|2|ana||first: 2026-03-01; last: 2026-03-04; kinds: 1 add, 1 done; transcripts: P1; standing: 2|",
            ]
        );
        assert_eq!(report.sections.len(), 8);
        assert!(report.head[0].contains("3 events by 1 coder"), "{:?}", report.head);
    }
}
