//! The tables of the audit trail, one a part.

use std::collections::{BTreeMap, BTreeSet};

use super::{File, Trail};
use crate::codebook::Codebook;
use crate::coding::log::event::{Event, Kind};
use crate::report::table::{Cell, Column, Table};
use crate::study::memo::Memo;
use crate::study::sampling::Decision;

pub(super) fn files(files: &[File]) -> Table {
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

pub(super) fn settings(files: &[File]) -> Table {
    let mut table =
        Table::new(vec![Column::text("file", "File"), Column::text("sha256", "SHA-256")]);
    for file in files {
        table.push(vec![file.path.as_str().into(), file.sha256.as_str().into()]);
    }
    table
}

pub(super) fn codebooks(codebooks: &[Codebook]) -> Table {
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
pub(super) fn changes(codebooks: &[Codebook]) -> Table {
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
pub(super) fn work(trail: &Trail) -> Table {
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
pub(super) fn rounds(trail: &Trail) -> Table {
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

pub(super) fn sampling(decisions: &[Decision]) -> Table {
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
pub(super) fn memos(memos: &[Memo]) -> Table {
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
