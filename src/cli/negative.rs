//! `emic negative`: contrary and missing cases of a code.

use std::collections::BTreeSet;

use clap::Args;

use super::report::ask::{Ask, Asked};
use super::ui::Stop;
use super::{App, Exit};
use crate::coding::rule_coder::RULES;
use crate::report::negative::{Options, report};
use crate::study::logs::Logs;
use crate::study::memo::{Kind, Memos};

/// Look for what does not fit a code: cases without it, contrary codes, cases against their group
///
/// missing: cases without the code, and without any code below it, that had room to speak of it:
/// turns of --long words and more. Where a person's codings count, only transcripts that the person
/// has marked as read to the end.
/// contrary: segments of codes that the codebook says are contrary: of the same `exclusive` family,
/// or joined by a relation of type contrary, contrary-to, contradicts, opposes, opposite-of or
/// excludes.
/// against, with --by: cases that differ from the pattern of their group, where at least --pattern
/// percent of four cases and more speak of the code, or do not.
///
/// Memos of type negative-case about the code stand below. Exit status 1 if nothing was found.
#[derive(Args, Clone, Debug)]
#[command(after_long_help = "\
Examples:
  emic negative trust
  emic negative trust --by site --coder ana
  emic negative trust --long 40 -f csv")]
pub(super) struct Arguments {
    /// The code
    #[arg(value_name = "CODE")]
    code: String,
    /// Look for cases against the pattern of their group
    #[arg(long, value_name = "ATTR")]
    by: Option<String>,
    /// A turn of so many words leaves room to speak of anything
    #[arg(long, value_name = "WORDS", default_value_t = 20)]
    long: u32,
    /// From so many percent of a group on it is a pattern
    #[arg(long, value_name = "PERCENT", default_value_t = 75,
        value_parser = clap::value_parser!(u32).range(51..=100))]
    pattern: u32,
    #[command(flatten)]
    ask: Ask,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let asked = arguments.ask.open(app)?;
    let code = asked.coder.tree.resolve(&arguments.code)?;
    let by = arguments.by.as_ref().map(|name| asked.grouped(name)).transpose()?;
    let (unread, memos) = (unread(&asked), memos(&asked, code));
    let grouped = by.as_ref().map(|(name, _)| name.clone());
    let options =
        Options { code, long: arguments.long, pattern: arguments.pattern, by, unread, memos };
    let report = report(&asked.material_by(grouped.as_deref())?, &options);
    let is_empty = report.data.rows.is_empty();
    arguments.ask.output.write(&report, &app.ui)?;
    if !is_empty {
        app.ui.hint(&format!(
            "`emic memo new TITLE --type negative-case --code {} --edit` keeps what follows from it.",
            arguments.code
        ));
    }
    Ok(if is_empty { Exit::No } else { Exit::Done })
}

/// Transcripts that none of the people who count has read to the end. The rules read everything.
fn unread(asked: &Asked<'_>) -> BTreeSet<String> {
    let coders: Vec<&str> = asked.coder.name.split(", ").collect();
    let Some(study) = &asked.corpus.study else { return BTreeSet::new() };
    if coders.contains(&RULES) {
        return BTreeSet::new();
    }
    let logs = Logs::read(study);
    let states = coders.iter().filter_map(|coder| logs.states.get(*coder));
    let done: BTreeSet<String> = states
        .flat_map(|state| &state.done)
        .filter(|mark| mark.anchor.is_none())
        .map(|mark| mark.transcript.clone())
        .collect();
    let ids = asked.corpus.sources.iter().map(|source| source.id.clone());
    ids.filter(|id| !done.contains(id)).collect()
}

/// Memos on negative cases of a code, or of one below it.
fn memos(asked: &Asked<'_>, code: usize) -> Vec<(String, String)> {
    let Some(study) = &asked.corpus.study else { return Vec::new() };
    let tree = &asked.coder.tree;
    let is_it =
        |name: &str| tree.resolve(name).is_ok_and(|found| tree.family(code).contains(&found));
    let memos = Memos::read(study);
    let about = memos.about(|memo| &memo.codes, is_it);
    let negative = about.filter(|memo| memo.kind == Kind::NegativeCase);
    negative.map(|memo| (memo.name.clone(), memo.title.clone())).collect()
}
