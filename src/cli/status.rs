//! `emic status`: the study at a glance, and what to do next.

use clap::Args;

use super::output::Output;
use super::ui::Stop;
use super::words::{counted, listed};
use super::{App, Exit};
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::report::Report;
use crate::report::table::{Cell, Column, Table};
use crate::study::config;
use crate::study::corpus::{Corpus, Given};
use crate::study::fold::fold;
use crate::study::summary::Summary;
use crate::study::{logs, open};

/// Show what the study holds and where each setting comes from
#[derive(Args, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let corpus = Corpus::of_study(open::find(&app.folder)?, &Given::default());
    let Some(study) = &corpus.study else { return Ok(Exit::Done) };
    let all: Vec<_> = corpus.sources.iter().collect();
    let mut progress = app.ui.progress("reading");
    let (mut turns, mut words, mut ours) = (0, 0, 0);
    let told = fold(
        &corpus,
        &all,
        || (),
        |(), transcript, cast| Summary::of(&transcript, &cast),
        |summary| {
            turns += summary.turns;
            words += summary.words;
            ours += summary.participant_words;
        },
        &mut |done, total| progress.step(done, total),
    );
    drop(progress);
    let faults = told.iter().chain(&corpus.findings).chain(&corpus.faults);
    let errors = faults.filter(|told| told.is_error()).count();
    let mut table = Table::new(vec![Column::text("what", "What"), Column::text("value", "Value")]);
    let mut say = |what: &str, value: String| table.push(vec![what.into(), Cell::Text(value)]);
    say("study", study.config.title.clone());
    say("file", files::shown(&study.inside(config::FILE)));
    let language = corpus.language.clone();
    say("language", language.unwrap_or_else(|| "not set; the codebook's counts".to_owned()));
    say(
        "transcripts",
        format!(
            "{} with {} and {}, {ours} of them by participants",
            corpus.sources.len(),
            counted(turns, "turn"),
            counted(words as usize, "word")
        ),
    );
    say("cases", cases(&corpus));
    say("attributes", listed(&corpus.attributes.names().map(str::to_owned).collect::<Vec<_>>()));
    let books: Vec<String> = corpus.codebooks.iter().map(|path| files::shown(path)).collect();
    say("codebooks", listed(&books));
    say("coders", listed(&coders(&corpus)));
    say("reports count", counts(&corpus, app));
    say("problems", if errors == 0 { "none".to_owned() } else { counted(errors, "error") });
    arguments.output.write(&Report::new("status", table), &app.ui)?;
    next_step(&corpus, errors, app);
    Ok(Exit::Done)
}

fn cases(corpus: &Corpus) -> String {
    match corpus.known.cases.len() {
        0 => "no cases.csv; every transcript or speaker is a case of its own".to_owned(),
        number => format!("{number} in cases.csv"),
    }
}

/// The coders whose logs there are, and the rules.
fn coders(corpus: &Corpus) -> Vec<String> {
    let mut coders = vec!["rules".to_owned()];
    coders.extend(corpus.study.iter().flat_map(logs::coders));
    coders
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

fn next_step(corpus: &Corpus, errors: usize, app: &App) {
    let hint = match () {
        () if errors > 0 => "`emic check` shows every problem with its place",
        () if corpus.sources.is_empty() => "add transcripts with `emic add FILE…`",
        () if corpus.codebooks.is_empty() => "begin a codebook with `emic codebook new`",
        () => "`emic report themes` makes the theme table",
    };
    app.ui.hint(hint);
    let notes: Vec<Diagnostic> =
        corpus.findings.iter().filter(|told| !told.is_error()).cloned().collect();
    if !notes.is_empty() {
        app.ui.status(&format!(
            "{} in the tables; `emic check` shows them.",
            counted(notes.len(), "warning")
        ));
    }
}
