//! `emic sampling`: the record of theoretical sampling.

use clap::Args;

use super::memo::{codes, new_date};
use super::output::Output;
use super::pen::{self, Pen};
use super::ui::Stop;
use super::words::counted;
use super::{App, Exit, stopped};
use crate::coding::log::event::Kind;
use crate::diagnostic::Diagnostic;
use crate::report::Report;
use crate::report::table::{Cell, Column, Table};
use crate::study::corpus::{Corpus, Given};
use crate::study::logs::Logs;
use crate::study::memo::Memos;
use crate::study::open;
use crate::study::sampling::{self, Decision, FILE};

/// Record whom to look for next, and why; without a decision, list the record
///
/// Theoretical sampling (Glaser & Strauss 1967): what was found decides whom to ask next. Each
/// decision is a line of `sampling.jsonl`; lines are only added, and a later decision can say that
/// an earlier one is off.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic sampling 'Interview carers' --reason 'Trust is told by workers alone' --next group=carer
  emic sampling 'Ask P07 again' --next P07 --code trust --memo 2026-03-01-what-p07-left-out
  emic sampling -f csv")]
pub(super) struct Arguments {
    /// What was decided
    #[arg(value_name = "DECISION")]
    decision: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", requires = "decision")]
    reason: Option<String>,
    /// A case or group to look for next: `P21`, `group=carer`, or in words; may be repeated
    #[arg(long, value_name = "WHOM", requires = "decision")]
    next: Vec<String>,
    /// A code that it shall fill; may be repeated
    #[arg(long = "code", value_name = "CODE", requires = "decision")]
    codes: Vec<String>,
    /// The memo that says more
    #[arg(long, value_name = "MEMO", requires = "decision")]
    memo: Option<String>,
    /// The day of the decision; without, today
    #[arg(long, value_name = "DATE", requires = "decision")]
    date: Option<String>,
    /// Show what would be recorded and record nothing
    #[arg(short = 'n', long, requires = "decision")]
    dry_run: bool,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    match &arguments.decision {
        Some(words) => record(words.trim(), arguments, app),
        None => list(arguments, app),
    }
}

fn record(words: &str, arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let corpus = Corpus::of_study(open::find(&app.folder)?, &Given::default());
    let Some(study) = &corpus.study else { return Ok(Exit::Done) };
    if words.is_empty() {
        return stopped(Diagnostic::error("what was decided?"));
    }
    let logs = Logs::read(study);
    let mut wrong = Vec::new();
    let mut found = Vec::new();
    if !arguments.codes.is_empty() {
        let find = codes(&corpus, &logs)?;
        for name in &arguments.codes {
            match find(name) {
                Ok(code) => found.push(code),
                Err(told) => wrong.push(told),
            }
        }
    }
    let memo = match &arguments.memo {
        None => None,
        Some(name) => match Memos::read(study).named(name) {
            Ok(memo) => Some(memo.name.clone()),
            Err(told) => {
                wrong.push(told);
                None
            }
        },
    };
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    let by = pen::writer("who decides?", app)?;
    let event = Pen::of(&by, &Logs::default())?.event(Kind::Note);
    let decision = Decision {
        date: new_date(arguments.date.as_deref())?,
        at: event.at,
        id: event.id,
        by,
        decision: words.to_owned(),
        reason: arguments.reason.as_deref().map(str::trim).map(str::to_owned),
        next: arguments.next.iter().map(|whom| whom.trim().to_owned()).collect(),
        codes: found,
        memo,
    };
    if arguments.dry_run {
        app.ui.data(decision.line().as_bytes())?;
        return Ok(Exit::Done);
    }
    sampling::append(study, &decision)?;
    app.ui.status(&format!("Recorded in `{FILE}`: {words}."));
    app.ui.hint("`emic sampling` lists the record");
    Ok(Exit::Done)
}

fn list(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let (all, told) = sampling::read(&open::find(&app.folder)?);
    app.ui.tell_all(&told);
    if all.is_empty() {
        app.ui.status("No decision is recorded yet; `emic sampling DECISION` records one.");
        return Ok(Exit::No);
    }
    let mut table = Table::new(vec![
        Column::text("date", "Date"),
        Column::text("by", "By"),
        Column::text("decision", "Decision"),
        Column::text("reason", "Reason"),
        Column::text("next", "Next"),
        Column::text("codes", "Codes"),
        Column::text("memo", "Memo"),
        Column::text("at", "Recorded"),
        Column::text("id", "Id"),
    ]);
    let mut shown = Table::new(table.columns.iter().take(7).cloned().collect());
    for decision in &all {
        let mut row = vec![
            decision.date.as_str().into(),
            decision.by.as_str().into(),
            decision.decision.as_str().into(),
            Cell::maybe(decision.reason.as_deref()),
            Cell::List(decision.next.clone()),
            Cell::List(decision.codes.clone()),
            Cell::maybe(decision.memo.as_deref()),
        ];
        shown.push(row.clone());
        row.extend([decision.at.as_str().into(), decision.id.as_str().into()]);
        table.push(row);
    }
    let mut report = Report::new("sampling", table);
    report.for_people = Some(shown);
    report.notes = vec![format!("{}.", counted(all.len(), "decision"))];
    arguments.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}
