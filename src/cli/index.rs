//! `emic index`: brings the index of the study up to date, or makes it anew.

use clap::Args;

use super::coder::Coder;
use super::input::{Codebooks, Input};
use super::ui::Stop;
use super::words::counted;
use super::{App, Exit};
use crate::files;
use crate::index::codings::RuleCodings;
use crate::index::refresh::{folder, refresh};
use crate::study::corpus::Corpus;

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
        false => Some(Coder::open(&corpus, false, app)?),
    };
    let codings = RuleCodings::new(&corpus, coder.as_ref().map(|coder| &coder.rules), false);
    let root = corpus.study.as_ref().map(|study| study.root.clone()).unwrap_or_default();
    let folder = folder(&root);
    let mut progress = app.ui.progress("indexing");
    let refreshed = refresh(&folder, &corpus, &codings, arguments.rebuild, &mut |done, total| {
        progress.step(done, total);
    });
    drop(progress);
    let (index, done) = refreshed?;
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
        "{}; `{}` holds {}, {} and {}.",
        changes.join(", "),
        files::shown(&folder),
        counted(index.transcripts(), "transcript"),
        count(turns, "turn"),
        count(segments, "segment")
    ));
    Ok(Exit::Done)
}

/// Brings the index of a study up to date after coding. The codings stand whatever becomes of it.
pub(super) fn follow(corpus: &Corpus, coder: &Coder, app: &App) {
    let Some(study) = &corpus.study else { return };
    let codings = RuleCodings::new(corpus, Some(&coder.rules), false);
    let mut progress = app.ui.progress("indexing");
    let mut step = |done, total| progress.step(done, total);
    let refreshed = refresh(&folder(&study.root), corpus, &codings, false, &mut step);
    drop(progress);
    match refreshed {
        Ok((_, done)) if done.indexed + done.removed > 0 => {
            app.ui.verbose(&format!("{} indexed.", counted(done.indexed, "transcript")));
        }
        Ok(_) => {}
        Err(_) => app.ui.verbose("The index was not brought up to date; `emic search` says why."),
    }
}
