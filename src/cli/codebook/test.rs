//! `emic codebook test`: the rules against the codebook's own examples.

use std::collections::BTreeSet;

use clap::Args;

use super::Which;
use crate::cli::output::Output;
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::cli::{App, Exit};
use crate::codebook::examples::Outcome;
use crate::codebook::parse::Parsed;
use crate::codebook::tree::Tree;
use crate::coding::examples;
use crate::diagnostic::Diagnostic;
use crate::report::Report;
use crate::report::table::{Cell, Column, Table};
use crate::text::points::line_and_column;

/// Run the rules on every example and non-example, and print those that fail
///
/// An example must get its code, a non-example must not. Codes without rules are left out. Exit
/// status 1 if one fails.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  emic codebook test
  emic codebook test codebooks/bridge.toml --code function.trust
  emic codebook test --all -f csv")]
pub(super) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// Only this code and those below it; may be repeated
    #[arg(long = "code", value_name = "CODE")]
    codes: Vec<String>,
    /// Print those that pass as well
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let all = arguments.which.read(app)?;
    let wanted = wanted(&arguments.codes, &all)?;
    let mut table = columns();
    let (mut tried, mut failed, mut codes) = (0, 0, 0);
    for (parsed, wanted) in all.iter().zip(&wanted) {
        let mut seen = BTreeSet::new();
        for outcome in examples::run(&parsed.codebook, &parsed.places)? {
            if wanted.as_ref().is_some_and(|wanted| !wanted.contains(&outcome.code)) {
                continue;
            }
            tried += 1;
            failed += usize::from(!outcome.passed());
            seen.insert(outcome.code);
            if arguments.all || !outcome.passed() {
                table.push(row(&outcome, parsed));
            }
        }
        codes += seen.len();
    }
    let for_people = arguments.output.is_for_people();
    if !(for_people && table.rows.is_empty()) {
        let mut report = Report::new("test", table);
        report.for_people = Some(shown(&report.data));
        report.facts = vec![("tried", Cell::count(tried)), ("failed", Cell::count(failed))];
        arguments.output.write(&report, &app.ui)?;
    }
    let said = format!("{} of {}", counted(tried, "example"), counted(codes, "code"));
    app.ui.status(&match (tried, failed) {
        (0, _) => "There are no examples of codes with rules.".to_owned(),
        (_, 0) => format!("{said}: all go as expected."),
        _ => format!("{said}: {failed} fail."),
    });
    Ok(if failed > 0 { Exit::No } else { Exit::Done })
}

/// By codebook: the codes that are asked for; nothing where all are.
fn wanted(names: &[String], all: &[Parsed]) -> Result<Vec<Option<BTreeSet<usize>>>, Stop> {
    if names.is_empty() {
        return Ok(vec![None; all.len()]);
    }
    let trees: Vec<Tree> = all.iter().map(|parsed| Tree::new(&parsed.codebook)).collect();
    let mut wanted = vec![BTreeSet::new(); all.len()];
    let mut wrong = Vec::new();
    for name in names {
        let mut is_known = false;
        for (tree, wanted) in trees.iter().zip(&mut wanted) {
            if let Some(code) = tree.find(name) {
                wanted.extend(tree.family(code));
                is_known = true;
            }
        }
        if !is_known {
            let told = Diagnostic::error(format!("no code named `{name}`"));
            wrong.push(told.did_you_mean(name, trees.iter().flat_map(Tree::names)));
        }
    }
    match wrong.is_empty() {
        true => Ok(wanted.into_iter().map(Some).collect()),
        false => Err(wrong.into()),
    }
}

fn columns() -> Table {
    Table::new(vec![
        Column::text("codebook", "Codebook"),
        Column::text("code", "Code"),
        Column::text("text", "Text"),
        Column::text("expected", "Expected"),
        Column::text("hit", "Coded"),
        Column::text("passed", "Passed"),
        Column::text("others", "Other codes"),
        Column::text("file", "File"),
        Column::count("line", "Line"),
    ])
}

fn row(outcome: &Outcome, parsed: &Parsed) -> Vec<Cell> {
    let id = |code: usize| parsed.codebook.codes.get(code).map_or("", |code| code.id.as_str());
    let source = &parsed.places.source;
    let (line, _) = line_and_column(&source.text, outcome.span.start);
    vec![
        parsed.codebook.id.as_str().into(),
        id(outcome.code).into(),
        outcome.text.as_str().into(),
        Cell::Flag(outcome.expected),
        Cell::Flag(outcome.hit),
        Cell::Flag(outcome.passed()),
        Cell::List(outcome.others.iter().map(|&code| id(code).to_owned()).collect()),
        source.name.as_str().into(),
        Cell::count(line),
    ]
}

/// What people see: what happened in words, and where to look.
fn shown(data: &Table) -> Table {
    let mut shown = Table::new(vec![
        Column::text("code", "Code"),
        Column::text("result", "Result"),
        Column::text("text", "Text"),
        Column::text("others", "Other codes"),
        Column::text("place", "Place"),
    ]);
    for row in &data.rows {
        let [_, code, text, expected, _, passed, others, file, line] = row.as_slice() else {
            continue;
        };
        let result = match (passed, expected) {
            (Cell::Flag(true), _) => "as expected",
            (_, Cell::Flag(true)) => "example not coded",
            _ => "non-example coded",
        };
        shown.push(vec![
            code.clone(),
            result.into(),
            text.clone(),
            others.clone(),
            Cell::Text(format!("{}:{}", file.exact(), line.exact())),
        ]);
    }
    shown
}
