//! `emic report audit`: the audit trail.

use std::path::Path;

use clap::Args;
use sha2::{Digest, Sha256};

use crate::cli::coder::codebook;
use crate::cli::output::Output;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::coding::hand;
use crate::coding::log::replay::in_order;
use crate::files::{self, What};
use crate::report::audit::{File, Trail, report};
use crate::study::corpus::{Corpus, Given};
use crate::study::fold::fold;
use crate::study::logs::Logs;
use crate::study::memo::Memos;
use crate::study::summary::Summary;
use crate::study::{config, open, sampling, tables};

/// Write the audit trail: data, codebooks, changes, who did what when, sampling, memos
///
/// What an auditor needs to follow a study from its data to its findings (Lincoln & Guba 1985):
/// transcripts, tables and codebooks with their SHA-256, versions and migrations of codebooks, a row
/// a coder and day and a row a coder and round from the logs, the record of sampling, and memos by
/// type. csv and jsonl have a row a fact: part, name, by, at, what, sha256. All dates are those that
/// the files carry; the same study gives the same trail, byte for byte.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let corpus = Corpus::of_study(open::find(&app.folder)?, &Given::default());
    let Some(study) = &corpus.study else { return Ok(Exit::Done) };
    let (logs, memos) = (Logs::read(study), Memos::read(study));
    let (decisions, odd) = sampling::read(study);
    for told in [&corpus.findings, &corpus.faults, &logs.told, &memos.told, &odd] {
        app.ui.tell_all(told);
    }
    let mut trail = Trail {
        title: study.config.title.clone(),
        memos: memos.all,
        decisions,
        ..Trail::default()
    };
    let mut progress = app.ui.progress("reading");
    let told = fold(
        &corpus,
        &corpus.sources.iter().collect::<Vec<_>>(),
        || (),
        |(), transcript, cast| {
            let summary = Summary::of(&transcript, &cast);
            File {
                text: Some(hand::fingerprint(&transcript.text)),
                sha256: fingerprint(Path::new(&transcript.path)),
                turns: summary.turns as u64,
                words: summary.words,
                path: transcript.path,
                id: transcript.id,
            }
        },
        |file| trail.transcripts.push(file),
        &mut |done, total| progress.step(done, total),
    );
    drop(progress);
    app.ui.tell_all(&told);
    let guide = study.config.guide.as_deref();
    let tables = [config::FILE, tables::CASES, tables::TRANSCRIPTS, tables::SPEAKERS];
    for name in tables.into_iter().chain(guide) {
        let path = study.inside(name);
        if files::what(&path) == What::File {
            let (sha256, path) = (fingerprint(&path), files::shown(&path));
            trail.settings.push(File { path, sha256, ..File::default() });
        }
    }
    for path in &corpus.codebooks {
        match codebook(path) {
            Ok(codebook) => trail.codebooks.push(codebook),
            Err(told) => app.ui.tell_all(&told),
        }
    }
    for (coder, events) in &logs.events {
        let events = in_order(events).into_iter().cloned().collect();
        trail.events.insert(coder.clone(), events);
    }
    let standing = logs.states.iter();
    trail.standing =
        standing.map(|(coder, state)| (coder.clone(), state.codings.len() as u64)).collect();
    arguments.output.write(&report(&trail), &app.ui)?;
    Ok(Exit::Done)
}

/// The SHA-256 of a file; empty where it cannot be read, which was told already.
fn fingerprint(path: &Path) -> String {
    let Ok(bytes) = files::read(path) else { return String::new() };
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
