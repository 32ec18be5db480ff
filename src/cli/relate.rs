//! `emic relate`: records how two codes hang together.

use clap::Args;

use super::codebook::Where;
use super::memo::coding;
use super::output::Output;
use super::ui::Stop;
use super::words::counted;
use super::{App, Exit, stopped};
use crate::codebook::edit::{self, Link};
use crate::codebook::relation::WORDS;
use crate::codebook::tree::Tree;
use crate::diagnostic::Diagnostic;
use crate::report::Report;
use crate::report::table::{Cell, Column, Table};
use crate::study::corpus::{Corpus, Given};
use crate::study::logs::Logs;
use crate::study::memo::Memos;
use crate::study::open;

/// Relate two codes; without codes, list the relations
///
/// A relation is a [[relation]] of the codebook; `emic report model` draws them. Evidence is a
/// coding, by the end of its id, or a turn, `P03:12`. A relation that is there already gets the
/// new evidence.
///
/// Known kinds are those of the paradigm (Strauss & Corbin 1990): causal-condition, context,
/// intervening-condition, strategy, consequence-of, leads-to; and of Glaser's coding families (1978):
/// causes, context-of, contingent-on, covaries-with, conditions (six Cs), precedes, stage-of
/// (process), degree-of, dimension-of, property-of, part-of, type-of, manages (strategy),
/// interacts-with, identity-of, turning-point-of, means-to; also contradicts. `FROM causal-condition
/// TO` says that FROM is the causal condition of TO. Others need --new.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic relate trust --leads-to disclosure --evidence P03:12 --memo 2026-03-01-trust
  emic relate stigma trust --type intervening-condition --note 'on the ward above all'
  emic relate -f csv")]
pub(super) struct Arguments {
    /// The code it comes from
    #[arg(value_name = "FROM")]
    from: Option<String>,
    /// The code it goes to
    #[arg(value_name = "TO", conflicts_with = "leads_to")]
    to: Option<String>,
    /// The code that it leads to
    #[arg(long, value_name = "CODE", requires = "from")]
    leads_to: Option<String>,
    /// What kind of relation it is
    #[arg(long = "type", value_name = "KIND", requires = "to")]
    kind: Option<String>,
    /// Allow a kind that is not known yet
    #[arg(long, requires = "kind")]
    new: bool,
    /// What it rests on: a coding's id or TRANSCRIPT:TURN; may be repeated
    #[arg(long, value_name = "WHERE", requires = "from")]
    evidence: Vec<String>,
    /// The memo that argues it
    #[arg(long, value_name = "MEMO", requires = "from")]
    memo: Option<String>,
    /// A remark
    #[arg(long, value_name = "TEXT", requires = "from")]
    note: Option<String>,
    #[command(flatten)]
    at: Where,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let Some(from) = &arguments.from else { return list(arguments, app) };
    let (to, kind) = match (&arguments.to, &arguments.leads_to, &arguments.kind) {
        (_, Some(to), _) => (to, "leads-to"),
        (Some(to), _, Some(kind)) => (to, kind.trim()),
        (Some(_), None, None) => {
            let told = Diagnostic::error("what kind of relation is it?");
            return stopped(told.help("say it with `--type`, such as `--type strategy`"));
        }
        (None, None, _) => {
            let told = Diagnostic::error(format!("what does `{from}` relate to?"));
            return stopped(told.help("name a second code, or `--leads-to CODE`"));
        }
    };
    let opened = arguments.at.open(from, app)?;
    let used = opened.parsed.codebook.relations.iter().map(|one| one.kind.as_str());
    let known: Vec<&str> = WORDS.iter().map(|word| word.kind).chain(used).collect();
    if !known.contains(&kind) && !arguments.new || kind.is_empty() {
        let told = Diagnostic::error(format!("`{kind}` is no known kind of relation"));
        let told = told.did_you_mean(kind, known).help("`emic relate --help` lists them");
        return stopped(told.help("`--new` allows another"));
    }
    let study = open::find(&app.folder).ok();
    let corpus = study.map(|study| Corpus::of_study(study, &Given::default()));
    let (mut evidence, mut wrong) = (Vec::new(), Vec::new());
    for place in &arguments.evidence {
        match found(place, corpus.as_ref()) {
            Ok(place) => evidence.push(place),
            Err(told) => wrong.push(told),
        }
    }
    let mut memo = arguments.memo.clone();
    if let (Some(name), Some(study)) =
        (&arguments.memo, corpus.as_ref().and_then(|corpus| corpus.study.as_ref()))
    {
        match Memos::read(study).named(name) {
            Ok(found) => memo = Some(found.name.clone()),
            Err(told) => wrong.push(told),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    let note = arguments.note.clone();
    let link = Link { from: from.clone(), to: to.clone(), kind: kind.into(), note, evidence, memo };
    let edited = edit::relate(&opened.parsed, &link);
    if opened.write(edited, &format!("Related: `{from}` {kind} `{to}`"), app)? {
        app.ui.hint("`emic report model` shows the relations");
    }
    Ok(Exit::Done)
}

/// The place that evidence names: a coding, or a turn of a transcript.
fn found(place: &str, corpus: Option<&Corpus>) -> Result<String, Diagnostic> {
    let Some(corpus) = corpus else { return Ok(place.to_owned()) };
    let Some((id, turn)) = place.rsplit_once(':') else {
        let logs = corpus.study.as_ref().map(Logs::read).unwrap_or_default();
        let told = |told: Diagnostic| told.help("a turn is written `TRANSCRIPT:TURN`");
        return coding(place, &logs).map_err(told);
    };
    let (transcript, _) = corpus.open(corpus.named(id)?)?;
    let number = turn.parse::<usize>().ok();
    match number.and_then(|number| transcript.turn(number)) {
        Some(_) => Ok(format!("{}:{turn}", transcript.id)),
        None => {
            let count = counted(transcript.turns.len(), "turn");
            let told = Diagnostic::error(format!("`{}` has no turn `{turn}`", transcript.id));
            Err(told.help(format!("it has {count}; `emic show {}` numbers them", transcript.id)))
        }
    }
}

fn list(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let all = arguments.at.read_all(app)?;
    let columns = || {
        vec![
            Column::text("from", "From"),
            Column::text("type", "Relation"),
            Column::text("to", "To"),
            Column::text("evidence", "Evidence"),
            Column::text("memo", "Memo"),
            Column::text("note", "Note"),
        ]
    };
    let (mut table, mut shown) = (Table::new(columns()), Table::new(columns()));
    for parsed in &all {
        let codebook = &parsed.codebook;
        let tree = Tree::new(codebook);
        let label = |id: &str| {
            let code = tree.find(id).and_then(|place| codebook.codes.get(place));
            Cell::from(code.map_or(id, |code| code.label.as_str()))
        };
        for one in &codebook.relations {
            let rest = [
                Cell::List(one.evidence.clone()),
                Cell::maybe(one.memo.as_deref()),
                Cell::maybe(one.note.as_deref()),
            ];
            let mut row = vec![one.from.as_str().into(), one.kind.as_str().into()];
            row.push(one.to.as_str().into());
            row.extend(rest.clone());
            table.push(row);
            let mut row = vec![label(&one.from), one.kind.as_str().into(), label(&one.to)];
            row.extend(rest);
            shown.push(row);
        }
    }
    if table.rows.is_empty() {
        app.ui.status("No codes are related yet; `emic relate FROM --leads-to TO` relates two.");
        return Ok(Exit::No);
    }
    let mut report = Report::new("relations", table);
    report.notes = vec![format!("{}.", counted(shown.rows.len(), "relation"))];
    report.for_people = Some(shown);
    arguments.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}
