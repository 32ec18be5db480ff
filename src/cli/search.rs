//! `emic search`: where something is said, by whom, and what is coded there.

use clap::{Args, ValueEnum};

use super::coder::{self, Coder};
use super::filter::{Filter, People};
use super::input::{Codebooks, Input};
use super::ui::Stop;
use super::words::counted;
use super::{App, Exit, index, query, stopped};
use crate::codebook::Unit;
use crate::diagnostic::Diagnostic;
use crate::index::coded::Labels;
use crate::index::codings::{AllCodings, Codings, RuleCodings};
use crate::index::found::{First, Found, Hit, Order};
use crate::index::query::{Expr, Query, Scope, Term};
use crate::index::refresh;
use crate::index::search::Search;
use crate::report::format::jsonl;
use crate::report::{Report, concordance, format, hits};
use crate::study::corpus::Corpus;
use crate::study::logs::Logs;

/// Find words, codes and people in transcripts
///
/// Words are found in all their forms, `\"some words\"` in this order, `hope*` by their beginning,
/// `\"home lost\"~5` near each other. `AND`, `OR`, `NOT` and brackets join them with fields: code,
/// theme, case, speaker, role, transcript, coder and every attribute of the study. `emic help query`
/// is the whole language on a page.
///
/// A query that asks for a code finds coded segments, any other finds turns; `--in` says otherwise.
/// In a study an index under `.emic/` is kept up to date by itself; nothing is lost with it.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic search trust
  emic search '\"fell apart\" OR hopeless*'
  emic search 'theme:function AND staff NOT role:interviewer'
  emic search 'code:trust AND code:stigma' --in transcript
  emic search bridge --kwic --sort place --limit 0
  emic search 'hope wave:>1' -f jsonl --context 1")]
pub(super) struct Arguments {
    /// What to look for (`emic help query`)
    #[arg(value_name = "QUERY")]
    wanted: String,
    #[command(flatten)]
    input: Input,
    /// What the parts of the query must meet in; without, segments if a code is asked for, else
    /// turns
    #[arg(long = "in", value_name = "SCOPE")]
    scope: Option<Within>,
    /// Show at most so many hits; 0 shows all
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// The best first, or as they stand in the transcripts; without, `score` if words are looked
    /// for
    #[arg(long, value_name = "ORDER")]
    sort: Option<Sort>,
    /// Show so many turns before and after each hit
    #[arg(long, value_name = "N")]
    context: Option<usize>,
    /// A concordance: every match on a line, the words around it aligned
    #[arg(long, conflicts_with = "context")]
    kwic: bool,
    #[command(flatten)]
    codebooks: Codebooks,
    #[command(flatten)]
    filter: Filter,
    /// `table` for reading, `jsonl` for programs: an object a hit
    #[arg(short, long, value_name = "FORMAT", default_value = "table", help_heading = "Output")]
    format: Form,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Within {
    Segment,
    Turn,
    Transcript,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Sort {
    Score,
    Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    Table,
    Jsonl,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let corpus = arguments.input.corpus(&arguments.codebooks, app)?;
    let logs = corpus
        .study
        .as_ref()
        .map(|study| Logs::read_by(study, &corpus.codebooks))
        .unwrap_or_default();
    app.ui.tell_all(&logs.told);
    let asked = coder::asked(&corpus, app)?;
    let by_rules = match corpus.codebooks.is_empty() {
        true => None,
        false => Some(Coder::by_rules(&corpus, false)?),
    };
    let rules = RuleCodings::new(&corpus, by_rules.as_ref().map(|coder| &coder.rules), false);
    let codings = AllCodings::new(rules, &logs);
    // Codes that only people use stand behind those of the codebook, here and in the labels.
    let coder = match &by_rules {
        Some(coder) => Some(Coder::knowing(coder.rules.codes_alone(), codings.labels())),
        None if logs.states.is_empty() => None,
        None => Some(Coder::knowing(coder::rules(&corpus, false)?, codings.labels())),
    };
    let query = narrowed(arguments, &corpus, coder.as_ref(), &codings, app)?;
    let scope = scope(arguments, &query)?;
    if arguments.kwic && !query.looks_for_words() {
        let told = Diagnostic::error("a concordance needs words to look for");
        return stopped(told.help("add some to the query, or leave `--kwic` out"));
    }
    let given = given(&asked, codings.labels())?;
    let coders = query.coders(&given, codings.labels().coders.len() as u32);
    let order = match arguments.sort {
        Some(Sort::Score) => Order::Score,
        Some(Sort::Place) => Order::Place,
        None if query.looks_for_words() => Order::Score,
        None => Order::Place,
    };
    let search = Search {
        corpus: &corpus,
        codings: &codings,
        query: &query,
        scope,
        first: First { order, most: arguments.limit },
        coders: &coders,
    };
    let mut progress = app.ui.progress("searching");
    let mut step = |done, total| progress.step(done, total);
    let covered = index::covers(&corpus, &arguments.input, &arguments.codebooks);
    let searched = match corpus.study.as_ref().filter(|_| covered) {
        Some(study) => search.in_index(&refresh::folder(&study.root), &mut step),
        None => search.in_transcripts(&mut step),
    };
    drop(progress);
    app.ui.tell_all(&searched.told);
    if let Some(hint) = &searched.hint {
        app.ui.hint(hint);
    }
    let found = &searched.found;
    if let Some(seen) = &found.seen {
        let selection = arguments.filter.people.selection_without_question(&corpus)?;
        let mut unseen = query.unseen(seen);
        unseen.extend(arguments.filter.people.unseen(&selection, seen));
        if !unseen.is_empty() {
            return Err(unseen.into());
        }
    }
    app.ui.status(&summary(found, &query, order));
    print(arguments, &search, &found.hits, app)?;
    Ok(if found.count == 0 { Exit::No } else { Exit::Done })
}

/// The places of the coders that are asked for.
fn given(asked: &[String], labels: &Labels) -> Result<Vec<u32>, Stop> {
    let place = |name: &String| {
        let place = labels.coders.iter().position(|coder| coder == name);
        place.map(|place| place as u32).ok_or_else(|| {
            let known = labels.coders.iter().map(String::as_str);
            let told = Diagnostic::error(format!("there are no codings by `{name}`"));
            let told = told.did_you_mean(name, known);
            Stop::from(told.help(format!("there are codings by {}", labels.coders.join(", "))))
        })
    };
    asked.iter().map(place).collect()
}

/// The query with the conditions of all filters.
fn narrowed(
    arguments: &Arguments,
    corpus: &Corpus,
    coder: Option<&Coder>,
    codings: &AllCodings<'_>,
    app: &App,
) -> Result<Query, Stop> {
    let labels = codings.labels();
    let mut query = query::read(&arguments.wanted, corpus, coder, labels, app)?;
    if let Some(other) = &arguments.filter.query {
        query = query.and(query::read(other, corpus, coder, labels, app)?)?;
    }
    let selection = arguments.filter.people.selection_without_question(corpus)?;
    People::tell_doubts(&selection, corpus, app);
    let mut conditions = Expr::of_selection(&selection, &corpus.attributes);
    let filter = &arguments.filter;
    match coder {
        Some(coder) => {
            if let Some(codes) = coder.codes(filter)? {
                let codes = codes.into_iter().map(|code| code as u32).collect();
                conditions.push(Expr::Is(Term::Code(codes)));
            }
        }
        None if filter.codes.is_empty() && filter.themes.is_empty() => {}
        None => {
            let told = Diagnostic::error("there is no codebook, so nothing is coded");
            return stopped(told.help("name one with `--codebook FILE`"));
        }
    }
    Ok(query.narrowed(conditions))
}

fn scope(arguments: &Arguments, query: &Query) -> Result<Scope, Stop> {
    let by_unit = match arguments.filter.unit {
        None => None,
        Some(Unit::Turn) => Some(Scope::Turn),
        Some(Unit::Transcript) => Some(Scope::Transcript),
        Some(unit) => {
            let name = unit.name();
            let told = Diagnostic::error(format!("a search does not look at every {name}"));
            return stopped(told.help("`--in` takes segment, turn or transcript"));
        }
    };
    let by_flag = arguments.scope.map(|within| match within {
        Within::Segment => Scope::Segment,
        Within::Turn => Scope::Turn,
        Within::Transcript => Scope::Transcript,
    });
    Ok(by_flag.or(by_unit).unwrap_or_else(|| query.scope()))
}

/// What was found, in a line.
fn summary(found: &Found, query: &Query, order: Order) -> String {
    let things = match found.scope {
        Scope::Segment => counted(found.count, "segment"),
        Scope::Turn | Scope::Transcript => counted(found.count, "turn"),
    };
    if found.count == 0 {
        return match found.scope {
            Scope::Segment => "No coded segment matches.".to_owned(),
            Scope::Turn => "No turn matches.".to_owned(),
            Scope::Transcript => "No transcript matches.".to_owned(),
        };
    }
    let mut line = things;
    if query.looks_for_words() {
        let matches = usize::try_from(found.matches).unwrap_or(usize::MAX);
        let word = if matches == 1 { "match" } else { "matches" };
        line.push_str(&format!(" with {matches} {word}"));
    }
    line.push_str(&format!(" in {}", counted(found.transcripts, "transcript")));
    line.push_str(&format!(" and {}", counted(found.cases, "case")));
    let shown = found.hits.len();
    if shown < found.count {
        let which = if order == Order::Score { "the best" } else { "the first" };
        line.push_str(&format!("; {which} {shown} are shown (`--limit 0` shows all)"));
    } else {
        line.push('.');
    }
    line
}

fn print(arguments: &Arguments, search: &Search<'_>, shown: &[Hit], app: &App) -> Result<(), Stop> {
    let mut progress = app.ui.progress("reading");
    let (rows, told) =
        search.rows(shown, arguments.context, &mut |done, total| progress.step(done, total));
    drop(progress);
    // Doubts about a transcript were told when it was searched.
    let errors: Vec<Diagnostic> = told.into_iter().filter(Diagnostic::is_error).collect();
    app.ui.tell_all(&errors);
    match arguments.format {
        Form::Jsonl => {
            let report = Report::new("search", hits::table(&rows));
            app.ui.data(&jsonl::render(&report, &format::Options::default()))
        }
        Form::Table if arguments.kwic => app.ui.page(&concordance::page(&rows, app.ui.width())),
        Form::Table => {
            let segments = search.scope == Scope::Segment;
            app.ui.page(&hits::page(&rows, segments, app.ui.width()))
        }
    }
}
