//! `emic index`: brings the index of the study up to date, or makes it anew.

use clap::Args;

use super::coder::Coder;
use super::input::{Codebooks, Input};
use super::ui::Stop;
use super::words::counted;
use super::{App, Exit};
use crate::diagnostic::Diagnostic;
use crate::index::codings::{AllCodings, RuleCodings};
use crate::index::open::Index;
use crate::index::refresh::{Refreshed, folder, refresh};
use crate::study::corpus::Corpus;
use crate::study::logs::Logs;

/// Bring the search index up to date
///
/// The index under `.emic/` is a cache: `emic search` keeps it up to date by itself, it can be
/// deleted at any time, and nothing is lost with it. Only transcripts that changed, or are coded
/// differently, are indexed again.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// Make it anew from all transcripts
    #[arg(long)]
    rebuild: bool,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let corpus = Input::default().corpus(&Codebooks::default(), app)?;
    let coder = match corpus.codebooks.is_empty() {
        true => None,
        false => Some(Coder::by_rules(&corpus, false)?),
    };
    let (index, done) = update(&corpus, coder.as_ref(), arguments.rebuild, app)?;
    app.ui.tell_all(&done.told);
    let (turns, segments) = index.passages();
    let count = |number: u64, thing| counted(usize::try_from(number).unwrap_or(usize::MAX), thing);
    let mut changes = vec![format!("{} indexed", counted(done.indexed, "transcript"))];
    if done.unchanged > 0 {
        changes.push(format!("{} unchanged", done.unchanged));
    }
    if done.removed > 0 {
        changes.push(format!("{} removed", done.removed));
    }
    app.ui.status(&format!(
        "{}; the index holds {}, {} and {}.",
        changes.join(", "),
        counted(index.transcripts(), "transcript"),
        count(turns, "turn"),
        count(segments, "segment")
    ));
    Ok(Exit::Done)
}

fn update(
    corpus: &Corpus,
    coder: Option<&Coder>,
    rebuild: bool,
    app: &App,
) -> Result<(Index, Refreshed), Diagnostic> {
    let logs = corpus
        .study
        .as_ref()
        .map(|study| Logs::read_by(study, &corpus.codebooks))
        .unwrap_or_default();
    let rules = RuleCodings::new(corpus, coder.map(|coder| &coder.rules), false);
    let codings = AllCodings::new(rules, &logs);
    let root = corpus.study.as_ref().map(|study| study.root.clone()).unwrap_or_default();
    let mut progress = app.ui.progress("indexing");
    let mut step = |done, total| progress.step(done, total);
    refresh(&folder(&root), corpus, &codings, rebuild, &mut step)
}

/// Whether a command looks at the study as its own files say, which is what the index holds.
pub(super) fn covers(corpus: &Corpus, input: &Input, codebooks: &Codebooks) -> bool {
    corpus.study.is_some()
        && input.paths.is_empty()
        && codebooks.codebooks.is_empty()
        && input.reading.interviewers.is_empty()
        && input.reading.format.is_none()
}

/// Lets the index follow what a command has just coded. That it cannot is nobody's loss.
pub(super) fn follow(corpus: &Corpus, coder: &Coder, app: &App) {
    if let Err(told) = update(corpus, Some(coder), false, app) {
        app.ui.verbose(&format!("the index was not brought up to date: {}", told.message));
    }
}
