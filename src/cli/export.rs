//! `emic export`: the codings of coders as a table, with the columns that `emic import` reads.

use std::path::PathBuf;

use clap::Args;

use super::coder::{Coder, asked};
use super::output::Output;
use super::ui::Stop;
use super::words::counted;
use super::{App, Exit, refi, stopped};
use crate::coding::hand;
use crate::coding::log::replay::Held;
use crate::coding::rule_coder::RULES;
use crate::coding::rules::Worker;
use crate::diagnostic::Diagnostic;
use crate::report::table::Table;
use crate::report::{Report, codings};
use crate::study::corpus::{Corpus, Given};
use crate::study::fold::fold;
use crate::study::logs::Logs;
use crate::study::open;

/// Write codings as a table for other tools
///
/// The extension of FILE says the format: csv, tsv, json, jsonl, xlsx. The columns are those that
/// `emic import` reads; positions are code points of the transcript as it is now, the end exclusive.
/// A .qdpx is the whole study as a REFI-QDA project, a .qdc its codebook.
/// Without --coder the codings of all people are written; `--coder rules` writes those of the rules.
#[derive(Args, Clone, Debug)]
#[command(mut_arg("output", |arg| arg.hide(true)))]
pub(super) struct Arguments {
    /// The file to write; `-` is standard output and needs `-f`
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// The program that a .qdpx or .qdc is for; without, any, with the study inside for emic
    #[arg(long = "for", value_name = "TOOL", value_enum)]
    wanted: Option<refi::For>,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    if let Some(file) = arguments.file.as_deref().filter(|file| refi::is_extension(file)) {
        return refi::export(file, arguments.wanted, app);
    }
    let mut output = arguments.output.clone();
    if let Some(file) = &arguments.file {
        output.output = Some(file.clone());
    }
    if output.format.is_none() && output.file().and_then(|file| file.extension()).is_none() {
        let told = Diagnostic::error("in which format?");
        return stopped(told.help("name a file such as `codings.csv`, or a format with `-f csv`"));
    }
    let corpus = Corpus::of_study(open::find(&app.folder)?, &Given::default());
    let Some(study) = &corpus.study else { return Ok(Exit::Done) };
    let logs = Logs::read(study);
    app.ui.tell_all(&logs.told);
    let everybody = || logs.states.keys().cloned().collect::<Vec<_>>();
    let coders = match &app.coder {
        Some(names) => names.split(',').map(|name| name.trim().to_owned()).collect(),
        None if logs.states.is_empty() => asked(&corpus, app)?,
        None => everybody(),
    };
    for coder in &coders {
        if coder != RULES && !logs.states.contains_key(coder) {
            let told = Diagnostic::error(format!("there are no codings by `{coder}`"));
            let known = everybody();
            return Err(told.did_you_mean(coder, known.iter().map(String::as_str)).into());
        }
    }
    let rules = match coders.iter().any(|coder| coder == RULES) {
        true => Some(Coder::by_rules(&corpus, false)?),
        false => None,
    };
    let mut table = codings::table();
    let mut lost = 0;
    let told = fold(
        &corpus,
        &corpus.sources.iter().collect::<Vec<_>>(),
        Worker::default,
        |worker, transcript, cast| {
            let mut rows = Table::default();
            let mut lost = 0;
            if let Some(coder) = &rules {
                let codebook = coder.rules.codebook();
                let coded = coder.code(&corpus, &transcript, &cast, worker);
                rows = codings::rows(&transcript, &cast, &coded, codebook, RULES, &|_| true);
            }
            for coder in &coders {
                let held: Vec<&Held> = logs.of_transcript(coder, &transcript.id);
                let placed = hand::place(&transcript.text, &held);
                lost += placed.iter().filter(|placed| placed.found.place.is_none()).count();
                rows.rows.extend(codings::of_people(&transcript, &cast, coder, &placed).rows);
            }
            (rows.rows, lost)
        },
        |(rows, more)| {
            table.rows.extend(rows);
            lost += more;
        },
        &mut |_, _| {},
    );
    app.ui.tell_all(&told);
    if lost > 0 {
        let message =
            format!("{} not found in changed transcripts and not written", counted(lost, "coding"));
        app.ui.tell(&Diagnostic::warning(message).help("`emic reanchor -n` lists them"));
    }
    let rows = table.rows.len();
    output.write(&Report::new("codings", table), &app.ui)?;
    app.ui.verbose(&format!("{} of {}.", counted(rows, "coding"), coders.join(", ")));
    Ok(Exit::Done)
}
