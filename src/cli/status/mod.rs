//! `emic status`: the study at a glance, and what to do next.

mod count;

use std::collections::{BTreeMap, BTreeSet};

use clap::Args;

use super::coder::Coder;
use super::output::Output;
use super::ui::Stop;
use super::words::{counted, listed};
use super::{App, Exit};
use crate::codebook::Status as Life;
use crate::coding::rules::Worker;
use crate::diagnostic::{Diagnostic, Severity};
use crate::files;
use crate::index::codings::{AllCodings, RuleCodings};
use crate::index::refresh::{self, Standing as Index};
use crate::report::status::{self, Standing, report};
use crate::study::config;
use crate::study::corpus::{Corpus, Given};
use crate::study::fold::fold;
use crate::study::logs::Logs;
use crate::study::memo::{Kind, Memos};
use crate::study::{open, sampling};
use count::{Counting, Part};

/// Show how far the study has come, and what to do next
///
/// How much there is; for each coder the turns of participants with a coding and the transcripts
/// read to their end; proposals of the rules that nobody has accepted, rejected or coded; codes
/// without definition; codings whose words changed; memos by type; whether the index is fresh, stale
/// or missing; and one next step. json has the same as numbers.
#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let corpus = Corpus::of_study(open::find(&app.folder)?, &Given::default());
    let Some(study) = &corpus.study else { return Ok(Exit::Done) };
    let logs = Logs::read(study);
    let memos = Memos::read(study);
    let (decisions, odd) = sampling::read(study);
    let mut told: Vec<Diagnostic> =
        [&corpus.findings, &corpus.faults, &logs.told, &memos.told, &odd]
            .into_iter()
            .flatten()
            .cloned()
            .collect();
    let rules = match Coder::by_rules(&corpus, true) {
        Ok(coder) => Some(coder),
        Err(_) if corpus.codebooks.is_empty() => None,
        Err(Stop::Told(faults)) => {
            told.extend(faults);
            None
        }
        Err(Stop::Closed) => None,
    };
    let mut standing = Standing { study: setting(&corpus, app), ..Standing::default() };
    count(&corpus, rules.as_ref(), &logs, &mut standing, &mut told, app);
    let memo = |kind: Kind| memos.all.iter().filter(|memo| memo.kind == kind).count() as u64;
    let kinds = Kind::ALL.map(|kind| (kind.name(), memo(kind)));
    standing.memos = kinds.into_iter().filter(|(_, number)| *number > 0).collect();
    standing.decisions = decisions.len() as u64;
    let strong = rules_alone(&corpus, &told);
    let of_rules = RuleCodings::new(&corpus, strong.as_ref().map(|one| &one.rules), false);
    let codings = AllCodings::new(of_rules, &logs);
    let index = refresh::standing(&refresh::folder(&study.root), &corpus, &codings);
    (standing.index, standing.index_behind) = match index {
        Index::Missing => ("missing", 0),
        Index::Stale(behind) => ("stale", behind as u64),
        Index::Fresh => ("fresh", 0),
    };
    let severity = |wanted| told.iter().filter(|told| told.severity == wanted).count() as u64;
    standing.errors = severity(Severity::Error);
    standing.warnings = severity(Severity::Warning);
    arguments.output.write(&report(&standing), &app.ui)?;
    app.ui.hint(&next_step(&corpus, &standing));
    Ok(Exit::Done)
}

/// The rules as the index knows them, without weak ones.
fn rules_alone(corpus: &Corpus, told: &[Diagnostic]) -> Option<Coder> {
    match corpus.codebooks.is_empty() || told.iter().any(Diagnostic::is_error) {
        true => None,
        false => Coder::by_rules(corpus, false).ok(),
    }
}

/// Counts what there is and how far everybody has come.
fn count(
    corpus: &Corpus,
    rules: Option<&Coder>,
    logs: &Logs,
    standing: &mut Standing,
    told: &mut Vec<Diagnostic>,
    app: &App,
) {
    let counting = Counting::new(corpus, rules, logs);
    let mut coders: BTreeMap<String, status::Coder> = BTreeMap::new();
    let mut waiting = 0;
    let mut progress = app.ui.progress("reading");
    told.extend(fold(
        corpus,
        &corpus.sources.iter().collect::<Vec<_>>(),
        Worker::default,
        |worker, transcript, cast| counting.part(&transcript, &cast, worker),
        |part: Part| {
            standing.turns += part.summary.turns as u64;
            standing.words += part.summary.words;
            standing.participant_words += part.summary.participant_words;
            standing.participant_turns += part.participant_turns;
            standing.moved += part.moved;
            standing.to_review += part.to_review;
            waiting += part.waiting;
            for (name, (codings, turns)) in part.coders {
                let coder = coders.entry(name.clone()).or_default();
                coder.name = name;
                coder.codings += codings;
                coder.turns += turns;
                coder.transcripts += u64::from(codings > 0);
            }
        },
        &mut |done, total| progress.step(done, total),
    ));
    drop(progress);
    standing.transcripts = corpus.sources.len() as u64;
    standing.proposals = rules.map(|_| waiting);
    standing.coders = counting.coders(&coders);
    // Codings of transcripts that are gone wait for a person too.
    let ids: BTreeSet<&str> = corpus.sources.iter().map(|source| source.id.as_str()).collect();
    let held = logs.states.values().flat_map(|state| state.codings.values());
    standing.to_review +=
        held.filter(|held| !ids.contains(held.transcript.as_str())).count() as u64;
    if let Some(rules) = rules {
        let codes = &rules.rules.codebook().codes;
        let is_bare = |code: &&crate::codebook::Code| {
            matches!(code.status, Life::Active | Life::Draft)
                && code.definition.trim().is_empty()
                && code.brief.trim().is_empty()
        };
        standing.codes = codes.len() as u64;
        standing.without_definition =
            codes.iter().filter(is_bare).map(|code| code.id.clone()).collect();
        standing.without_entry = counting.unknown();
    }
}

/// What the study is, and where each setting comes from.
fn setting(corpus: &Corpus, app: &App) -> Vec<(&'static str, String)> {
    let Some(study) = &corpus.study else { return Vec::new() };
    let books: Vec<String> = corpus.codebooks.iter().map(|path| files::shown(path)).collect();
    let language = corpus.language.clone();
    vec![
        ("study", study.config.title.clone()),
        ("file", files::shown(&study.inside(config::FILE))),
        ("language", language.unwrap_or_else(|| "not set; the codebook's counts".to_owned())),
        ("cases", cases(corpus)),
        ("attributes", listed(&corpus.attributes.names().map(str::to_owned).collect::<Vec<_>>())),
        ("codebooks", listed(&books)),
        ("reports count", counts(corpus, app)),
    ]
}

fn cases(corpus: &Corpus) -> String {
    match corpus.known.cases.len() {
        0 => "no cases.csv; every transcript or speaker is a case of its own".to_owned(),
        number => format!("{number} in cases.csv"),
    }
}

/// Whose codings reports count, and which setting says so.
fn counts(corpus: &Corpus, app: &App) -> String {
    let configured = corpus.study.as_ref().and_then(|study| study.config.coder.as_deref());
    match (app.coder.as_deref(), configured) {
        (Some(coder), _) => format!("codings by {coder} (--coder or EMIC_CODER)"),
        (None, Some(coder)) => format!("codings by {coder} ([report] coder in emic.toml)"),
        (None, None) => "codings by rules (the default)".to_owned(),
    }
}

/// One sensible thing to do.
fn next_step(corpus: &Corpus, standing: &Standing) -> String {
    let people = standing.coders.iter().filter(|coder| coder.done.is_some());
    let begun = people.clone().find(|coder| coder.done < Some(standing.transcripts));
    match () {
        () if standing.errors > 0 => "`emic check` shows every problem with its place".to_owned(),
        () if corpus.sources.is_empty() => "add transcripts with `emic add FILE…`".to_owned(),
        () if corpus.codebooks.is_empty() => "begin a codebook with `emic codebook new`".to_owned(),
        () if standing.to_review > 0 => format!(
            "`emic review --anchors` asks about {} whose words changed",
            counted(usize::try_from(standing.to_review).unwrap_or(usize::MAX), "coding")
        ),
        () if standing.moved > 0 => {
            "`emic reanchor` writes the new places of codings that moved".to_owned()
        }
        () if !standing.without_entry.is_empty() => format!(
            "give `{}` an entry in a codebook; `emic check` names all codes without one",
            standing.without_entry[0]
        ),
        () if people.clone().count() > 0 && standing.proposals.is_some_and(|open| open > 0) => {
            "`emic review` goes through the proposals of the rules".to_owned()
        }
        () => match begun {
            Some(coder) => format!(
                "{} has read {} of {} to the end; `emic code TRANSCRIPT --coder {}` goes on",
                coder.name,
                coder.done.unwrap_or_default(),
                counted(corpus.sources.len(), "transcript"),
                coder.name
            ),
            None => "`emic report themes` makes the theme table".to_owned(),
        },
    }
}
