//! The study at a glance: how much there is, how far each coder has come, and what waits.
//!
//! In comes a [`Standing`], counted elsewhere; out come a list for people with a table of the coders
//! below it, and the same as numbers for programs.

use super::Report;
use super::base::{counted, thousands};
use super::section::Section;
use super::table::{Cell, Column, Table};

/// What was counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    /// The lines that say what the study is: name and value.
    pub study: Vec<(&'static str, String)>,
    /// Transcripts of the study.
    pub transcripts: u64,
    /// All turns.
    pub turns: u64,
    /// Turns of participants: what there is to code.
    pub participant_turns: u64,
    /// All words.
    pub words: u64,
    /// Words of participants.
    pub participant_words: u64,
    /// The rules first, then people by name.
    pub coders: Vec<Coder>,
    /// Rules' codings that nobody has answered; none where no rule can be applied.
    pub proposals: Option<u64>,
    /// Codes of the codebooks.
    pub codes: u64,
    /// Codes of the codebooks that say nothing of what they mean.
    pub without_definition: Vec<String>,
    /// Codes that people gave and no codebook has.
    pub without_entry: Vec<String>,
    /// Codings whose words moved and whose new place is not written yet.
    pub moved: u64,
    /// Codings that a person has to look at.
    pub to_review: u64,
    /// Memos by type.
    pub memos: Vec<(&'static str, u64)>,
    /// Decisions of theoretical sampling.
    pub decisions: u64,
    /// How the index stands: fresh, stale or missing.
    pub index: &'static str,
    /// Transcripts that the index has to take in.
    pub index_behind: u64,
    /// Errors.
    pub errors: u64,
    /// Warnings about tables, logs and memos.
    pub warnings: u64,
}

/// How far a coder has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coder {
    /// The name.
    pub name: String,
    /// Codings that stand.
    pub codings: u64,
    /// Turns of participants with at least one of them.
    pub turns: u64,
    /// Transcripts with at least one.
    pub transcripts: u64,
    /// Transcripts read to their end; the rules read everything.
    pub done: Option<u64>,
    /// The day of the last event.
    pub last: Option<String>,
}

/// The report.
pub fn report(standing: &Standing) -> Report {
    let mut table = Table::new(vec![Column::text("what", "What"), Column::text("value", "Value")]);
    let lines = standing.study.iter().cloned().chain(counts(standing));
    for (what, value) in lines {
        table.push(vec![what.into(), value.into()]);
    }
    let mut report = Report::new("status", table);
    report.facts = facts(standing);
    let mut coders = Section::table("coders", "Coders", coders(standing));
    coders.notes.push(
        "Turns are those of participants. A transcript is done when its coder has said so with \
         `emic code TRANSCRIPT --done`; the rules read everything."
            .to_owned(),
    );
    report.sections.push(coders);
    report
}

fn counts(standing: &Standing) -> Vec<(&'static str, String)> {
    let some = |names: &[String], what: &str| {
        let number = counted(names.len() as u64, "code", "codes");
        let first: Vec<&str> = names.iter().take(5).map(String::as_str).collect();
        let more = if names.len() > first.len() { ", …" } else { "" };
        format!("{number} {what}: {}{more}", first.join(", "))
    };
    let mut codes = vec![counted(standing.codes, "code", "codes")];
    if !standing.without_definition.is_empty() {
        codes.push(some(&standing.without_definition, "without definition"));
    }
    if !standing.without_entry.is_empty() {
        codes.push(some(&standing.without_entry, "in no codebook"));
    }
    let anchors = match (standing.moved, standing.to_review) {
        (0, 0) => "none".to_owned(),
        (moved, 0) => format!("{} moved", counted(moved, "coding", "codings")),
        (moved, review) => format!(
            "{} to be looked at by a person, {moved} moved",
            counted(review, "coding", "codings")
        ),
    };
    let memos: Vec<String> =
        standing.memos.iter().map(|(kind, number)| format!("{number} {kind}")).collect();
    let index = match standing.index_behind {
        0 => standing.index.to_owned(),
        behind => format!(
            "{}: {} behind",
            standing.index,
            counted(behind, "transcript is", "transcripts are")
        ),
    };
    let problems = match (standing.errors, standing.warnings) {
        (0, 0) => "none".to_owned(),
        (0, warnings) => counted(warnings, "warning", "warnings"),
        (errors, 0) => counted(errors, "error", "errors"),
        (errors, warnings) => format!(
            "{} and {}",
            counted(errors, "error", "errors"),
            counted(warnings, "warning", "warnings")
        ),
    };
    let transcripts = format!(
        "{} with {} and {}, {} of them by participants",
        standing.transcripts,
        counted(standing.turns, "turn", "turns"),
        counted(standing.words, "word", "words"),
        thousands(standing.participant_words),
    );
    let mut lines = vec![("transcripts", transcripts), ("codes", codes.join("; "))];
    lines.extend(standing.proposals.map(|number| {
        (
            "proposals",
            format!("{} of the rules wait for a person", counted(number, "coding", "codings")),
        )
    }));
    lines.push(("re-anchoring", anchors));
    lines.push(("memos", if memos.is_empty() { "none".to_owned() } else { memos.join(", ") }));
    if standing.decisions > 0 {
        lines.push(("sampling", counted(standing.decisions, "decision", "decisions")));
    }
    lines.extend([("index", index), ("problems", problems)]);
    lines
}

fn facts(standing: &Standing) -> Vec<(&'static str, Cell)> {
    let memos: u64 = standing.memos.iter().map(|(_, number)| number).sum();
    vec![
        ("transcripts", Cell::Count(standing.transcripts)),
        ("turns", Cell::Count(standing.turns)),
        ("participant_turns", Cell::Count(standing.participant_turns)),
        ("words", Cell::Count(standing.words)),
        ("participant_words", Cell::Count(standing.participant_words)),
        ("proposals_waiting", standing.proposals.map_or(Cell::Missing, Cell::Count)),
        ("codes", Cell::Count(standing.codes)),
        ("codes_without_definition", Cell::List(standing.without_definition.clone())),
        ("codes_in_no_codebook", Cell::List(standing.without_entry.clone())),
        ("codings_moved", Cell::Count(standing.moved)),
        ("codings_to_review", Cell::Count(standing.to_review)),
        ("memos", Cell::Count(memos)),
        ("sampling_decisions", Cell::Count(standing.decisions)),
        ("index", standing.index.into()),
        ("errors", Cell::Count(standing.errors)),
        ("warnings", Cell::Count(standing.warnings)),
    ]
}

fn coders(standing: &Standing) -> Table {
    let mut table = Table::new(vec![
        Column::text("coder", "Coder"),
        Column::count("codings", "Codings"),
        Column::count("turns", "Turns coded"),
        Column::count("turns_n", "of"),
        Column::number("turns_pct", "%", 0),
        Column::count("transcripts", "Transcripts coded"),
        Column::count("done", "Done"),
        Column::count("transcripts_n", "of"),
        Column::text("last", "Last"),
    ]);
    for coder in &standing.coders {
        let share = match standing.participant_turns {
            0 => Cell::Missing,
            all => Cell::Number(100.0 * coder.turns as f64 / all as f64),
        };
        table.push(vec![
            coder.name.as_str().into(),
            Cell::Count(coder.codings),
            Cell::Count(coder.turns),
            Cell::Count(standing.participant_turns),
            share,
            Cell::Count(coder.transcripts),
            coder.done.map_or(Cell::Missing, Cell::Count),
            Cell::Count(standing.transcripts),
            Cell::maybe(coder.last.as_deref()),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_participants_turns() {
        let coder = Coder { name: "ana".into(), turns: 3, done: Some(1), ..Coder::default() };
        let standing = Standing {
            participant_turns: 12,
            transcripts: 2,
            coders: vec![coder],
            without_entry: (0..7).map(|number| format!("c{number}")).collect(),
            codes: 4,
            moved: 2,
            to_review: 1,
            index: "stale",
            index_behind: 1,
            ..Standing::default()
        };
        let table = coders(&standing);
        assert_eq!(table.rows[0][4], Cell::Number(25.0));
        let lines = counts(&standing);
        let line = |name: &str| {
            lines.iter().find(|line| line.0 == name).map(|line| line.1.as_str()).unwrap_or_default()
        };
        assert_eq!(line("codes"), "4 codes; 7 codes in no codebook: c0, c1, c2, c3, c4, …");
        assert_eq!(line("re-anchoring"), "1 coding to be looked at by a person, 2 moved");
        assert_eq!(line("index"), "stale: 1 transcript is behind");
        assert_eq!((line("problems"), line("memos")), ("none", "none"));
    }
}
