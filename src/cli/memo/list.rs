//! `emic memo list`: all memos, or those about something.

use clap::Args;

use super::kinds;
use crate::cli::output::Output;
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::cli::{App, Exit};
use crate::report::Report;
use crate::report::table::{Cell, Column, Table};
use crate::study::logs;
use crate::study::memo::{Kind, Link, Memo, Memos};
use crate::study::open;

/// List memos, by date
///
/// Codes that were renamed or merged since a memo was written are found under both names.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic memo list
  emic memo list --code trust --type code
  emic memo list -f csv -o memos.csv")]
pub(super) struct Arguments {
    /// Only memos of this type; may be repeated
    #[arg(long = "type", value_name = "TYPE", value_parser = kinds(), help_heading = "Filters")]
    kinds: Vec<Kind>,
    /// Only memos about this code; may be repeated
    #[arg(long = "code", value_name = "CODE", help_heading = "Filters")]
    codes: Vec<String>,
    /// Only memos about this case; may be repeated
    #[arg(long = "case", value_name = "ID", help_heading = "Filters")]
    cases: Vec<String>,
    /// Only memos about this transcript; may be repeated
    #[arg(long = "transcript", value_name = "ID", help_heading = "Filters")]
    transcripts: Vec<String>,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let study = open::find(&app.folder)?;
    let memos = Memos::read(&study);
    app.ui.tell_all(&memos.told);
    let ways = logs::ways(&study.codebooks());
    let same = |link: &str, name: &str| link == name || ways.now(link) == ways.now(name);
    let is_about = |links: &[Link], names: &[String]| {
        names.is_empty() || links.iter().any(|link| names.iter().any(|name| same(&link.name, name)))
    };
    let keeps = |memo: &&Memo| {
        (arguments.kinds.is_empty() || arguments.kinds.contains(&memo.kind))
            && is_about(&memo.codes, &arguments.codes)
            && is_about(&memo.cases, &arguments.cases)
            && is_about(&memo.transcripts, &arguments.transcripts)
            && app.coder.as_ref().is_none_or(|coder| memo.author.as_ref() == Some(coder))
    };
    let shown: Vec<&Memo> = memos.all.iter().filter(keeps).collect();
    if shown.is_empty() {
        app.ui.status(match memos.all.is_empty() {
            true => "There are no memos yet; `emic memo new TITLE` begins one.",
            false => "No memo matches these filters.",
        });
        return Ok(Exit::No);
    }
    let mut report = Report::new("memos", data(&shown));
    report.for_people = Some(for_people(&shown));
    report.notes = vec![format!("{}.", counted(shown.len(), "memo"))];
    arguments.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}

fn data(memos: &[&Memo]) -> Table {
    let mut table = Table::new(vec![
        Column::text("memo", "Memo"),
        Column::text("title", "Title"),
        Column::text("type", "Type"),
        Column::text("date", "Date"),
        Column::text("author", "Author"),
        Column::text("codes", "Codes"),
        Column::text("codings", "Codings"),
        Column::text("cases", "Cases"),
        Column::text("transcripts", "Transcripts"),
        Column::text("study", "Study"),
        Column::count("words", "Words"),
        Column::text("text", "Text"),
    ]);
    for memo in memos {
        let names = |links: &[Link]| {
            Cell::List(links.iter().map(|link| link.name.clone()).collect::<Vec<_>>())
        };
        table.push(vec![
            memo.name.as_str().into(),
            memo.title.as_str().into(),
            memo.kind.name().into(),
            Cell::maybe(memo.date.as_deref()),
            Cell::maybe(memo.author.as_deref()),
            names(&memo.codes),
            names(&memo.codings),
            names(&memo.cases),
            names(&memo.transcripts),
            Cell::Flag(memo.study),
            Cell::count(memo.text.split_whitespace().count()),
            memo.text.trim().into(),
        ]);
    }
    table
}

fn for_people(memos: &[&Memo]) -> Table {
    let mut table = Table::new(vec![
        Column::text("memo", "Memo"),
        Column::text("title", "Title"),
        Column::text("type", "Type"),
        Column::text("author", "Author"),
        Column::text("about", "About"),
        Column::count("words", "Words"),
    ]);
    for memo in memos {
        let mut about: Vec<String> = memo
            .links()
            .into_iter()
            .map(|(what, link)| match what {
                "coding" => format!("coding {}", crate::cli::log::short(&link.name)),
                _ => link.name.clone(),
            })
            .collect();
        if memo.study {
            about.push("the study".to_owned());
        }
        table.push(vec![
            memo.name.as_str().into(),
            memo.title.as_str().into(),
            memo.kind.name().into(),
            Cell::maybe(memo.author.as_deref()),
            Cell::List(about),
            Cell::count(memo.text.split_whitespace().count()),
        ]);
    }
    table
}
