//! `emic codebook split`: one code becomes several, with a list of what is to be recoded.

use clap::Args;

use super::change::Where;
use crate::cli::output::Output;
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::cli::{App, Exit};
use crate::codebook::edit;
use crate::codebook::migration::Ways;
use crate::report::Report;
use crate::report::table::{Cell, Column, Table};
use crate::study::logs::Logs;

/// Split a code into several, and list the codings that a person has to look at
///
/// New codes are begun as drafts beside the old one. Nobody but a person knows which coding belongs
/// where: all stay with the old code until they are recoded, and the list names them, coder by
/// coder. Name the old code among the new ones if it shall stay in use. Without new codes, the list
/// alone is shown again.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic codebook split bridge bridge function.barriers
  emic codebook split bridge -f csv -o to-recode.csv")]
pub(super) struct Arguments {
    /// The code's id, or one of its aliases
    #[arg(value_name = "CODE")]
    code: String,
    /// The codes that it becomes
    #[arg(value_name = "NEW")]
    into: Vec<String>,
    #[command(flatten)]
    at: Where,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let code = arguments.code.as_str();
    let opened = arguments.at.open(code, app)?;
    if !arguments.into.is_empty() {
        opened.refuse_taken(arguments.into.iter().map(String::as_str))?;
        let edited = edit::split(&opened.parsed, code, &arguments.into);
        let into: Vec<String> = arguments.into.iter().map(|code| format!("`{code}`")).collect();
        let done = format!("Split `{code}` into {}", crate::cli::words::listed(&into));
        if !opened.write(edited, &done, app)? {
            return Ok(Exit::Done);
        }
    }
    let Some(study) = &opened.study else { return Ok(Exit::Done) };
    let ways = Ways::of([&opened.parsed.codebook]);
    let (table, shown) = work(&Logs::read(study), &ways, code);
    let number = table.rows.len();
    if number == 0 {
        app.ui.status(&format!("Nobody has coded `{code}` by hand; there is nothing to recode."));
        return Ok(if arguments.into.is_empty() { Exit::No } else { Exit::Done });
    }
    let mut report = Report::new("split", table);
    report.head = vec![format!(
        "{} of `{code}` to look at; they stay with it until they are recoded.",
        counted(number, "coding")
    )];
    report.for_people = Some(shown);
    arguments.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}

/// Every coding of the old code, coder by coder, in the order of the transcripts.
fn work(logs: &Logs, ways: &Ways, code: &str) -> (Table, Table) {
    let mut table = Table::new(vec![
        Column::text("coder", "Coder"),
        Column::text("transcript", "Transcript"),
        Column::count("turn", "Turn"),
        Column::text("code", "Code"),
        Column::text("quote", "Quote"),
        Column::text("note", "Note"),
        Column::count("start", "Start"),
        Column::count("end", "End"),
        Column::text("id", "Id"),
    ]);
    let mut shown = Table::new(vec![
        Column::text("coder", "Coder"),
        Column::text("transcript", "Transcript"),
        Column::count("turn", "Turn"),
        Column::text("quote", "Quote"),
        Column::text("id", "Id"),
    ]);
    for (coder, state) in &logs.states {
        for held in state.by_place() {
            if ways.now(&held.code) != ways.now(code) {
                continue;
            }
            let turn = held.turn.map_or(Cell::Missing, Cell::count);
            table.push(vec![
                coder.as_str().into(),
                held.transcript.as_str().into(),
                turn.clone(),
                held.code.as_str().into(),
                held.anchor.quote.as_str().into(),
                Cell::maybe(held.note.as_deref()),
                Cell::count(held.anchor.start),
                Cell::count(held.anchor.end),
                held.id.as_str().into(),
            ]);
            shown.push(vec![
                coder.as_str().into(),
                held.transcript.as_str().into(),
                turn,
                crate::cli::code::shortened(&held.anchor.quote).into(),
                crate::cli::log::short(&held.id).into(),
            ]);
        }
    }
    (table, shown)
}
