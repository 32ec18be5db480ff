//! The audit trail: what an auditor needs to follow a study from its data to its findings.
//!
//! In comes the [`Trail`] of a study, out come its parts in the order of Halpern's categories
//! (Lincoln & Guba 1985, chapter 13 and appendix A): raw data with their fingerprints; data reduction
//! (codebooks, codes, what became of older versions); reconstruction (memos); process (who did what
//! when, rounds, sampling). All dates are those that logs, memos and codebooks carry; the clock is
//! not asked, so the same study gives the same trail.

mod parts;

use std::collections::BTreeMap;

use super::Report;
use super::base::counted;
use super::section::Section;
use super::table::{Cell, Column, Table};
use crate::codebook::Codebook;
use crate::coding::log::event::Event;
use crate::study::memo::Memo;
use crate::study::sampling::Decision;
use parts::{changes, codebooks, files, memos, rounds, sampling, settings, work};

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::log::event::Kind;

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
