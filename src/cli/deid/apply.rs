//! `emic deid apply`: a new study in which every name of the key and every pattern is replaced.

use std::hash::{BuildHasher, Hasher};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::super::ui::Stop;
use super::super::words::{counted, listed};
use super::super::{App, Exit};
use super::carry::{Done, Order, carry};
use super::{key, scan};
use crate::deid::dates::Dates;
use crate::deid::fit::made_already;
use crate::deid::key::Key;
use crate::deid::proof::Left;
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::files::new_folder::{NewFolder, is_within, work_tree};
use crate::report::deid::REVIEW;
use crate::study::config;
use crate::study::corpus::{Corpus, Given};
use crate::study::open;

/// Write a new study with every name of the key replaced; this one stays as it is
///
/// Transcripts, ids and names of files, tables, codebooks, memos, summaries and the quotes, contexts
/// and notes of codings are pseudonymised; codings keep their places. Logs hold what stands now, no
/// removed events. What emic does not know the meaning of is left out and named. Plain text and
/// Markdown stay what they are; other formats become WebVTT, csv or plain text, whichever keeps all.
///
/// Afterwards the new folder is searched for every name of the key that holds for it, in any case,
/// without accents; if one is left, nothing is written. The key must lie outside both studies and
/// their git repositories; dates are shifted by a number of weeks that is drawn for each case and
/// written into the key.
///
/// The new study is pseudonymised: it still holds what people said, and is personal data. The answer
/// is 1 as long as `emic deid scan` lists words that nobody looked at.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// The key: a table `surface,kind,replacement,scope` that lies outside the study
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The folder of the new study; nothing may be there yet
    #[arg(short, long, value_name = "NEW-STUDY")]
    output: PathBuf,
    /// What becomes of dates
    #[arg(long, value_name = "HOW", default_value = "shift")]
    dates: How,
    /// Replace more in a study that was made by `emic deid apply`; its dates are shifted once more
    #[arg(long)]
    again: bool,
    /// Only say what would be written
    #[arg(short = 'n', long)]
    dry_run: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum How {
    /// By the same number of weeks throughout a case; those that belong to no case are left out
    Shift,
    /// The year stays
    Year,
    /// They are left out
    Remove,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let study = open::find(&app.folder)?;
    let root = study.root.clone();
    outside(&arguments.output, &root)?;
    let mut key = key::read(&arguments.key, &[&root, &arguments.output], app)?;
    let before = key.clone();
    let keys = study.config.pseudonymised;
    let corpus = Corpus::of_study(study, &Given::default());
    if !corpus.faults.is_empty() {
        return Err(corpus.faults.into());
    }
    if keys > 0 && !arguments.again {
        return Err(Diagnostic::error("this study was made by `emic deid apply`")
            .in_file(files::shown(&root.join(config::FILE)))
            .help(
                "go to the study with the names (`-C FOLDER`), so that its dates are shifted once",
            )
            .help("`--again`, with another key, replaces more in this one")
            .into());
    }
    if made_already(&key, &corpus) {
        return Err(Diagnostic::error("this study was made with this key already")
            .in_file(files::shown(&root))
            .help("its dates would be shifted twice; go to the study with the names (`-C FOLDER`)")
            .into());
    }
    key::check_scopes(&arguments.key, &key, &corpus)?;
    let order = corpus.options.date_order;
    let Key { entries, shifts } = &mut key;
    let mut dates = |owner: &str| match arguments.dates {
        How::Remove => Dates::Remove,
        How::Year => Dates::Year,
        How::Shift => Dates::Shift(*shifts.entry(owner.to_owned()).or_insert_with(drawn), order),
    };
    let other_dates = if arguments.dates == How::Year { Dates::Year } else { Dates::Remove };
    let folder = NewFolder::begin(&arguments.output)?;
    let keys = keys.saturating_add(1);
    let order = Order { entries, patterns: true, dates: &mut dates, other_dates, keys };
    let done = carry(&corpus, order, &folder)?;
    if !done.proof.left.is_empty() {
        return Err(left(&done.proof.left));
    }
    let mut review = scan::rows(&corpus, &key, app);
    review.retain(|row| row.source == REVIEW);
    if !arguments.dry_run {
        if key != before {
            key::write(&arguments.key, &key)?;
        }
        folder.finish()?;
    }
    app.ui.tell_all(&done.told);
    tell(&done, arguments, app);
    app.ui.status(
        "The new study is pseudonymised, not more: who knows the people may recognise them. How much \
         was missed is not known until a part is read whole: with none missed of 30 identifiers at \
         most 9.5 % are, of 100 3.0 %, of 300 1.0 % (`emic deid scan --reviewed N --missed M`).",
    );
    if review.is_empty() {
        return Ok(Exit::Done);
    }
    app.ui.status(&scan::waiting(&review));
    app.ui.hint("`emic deid scan --key FILE` in the old study lists them");
    Ok(Exit::No)
}

/// What was done, in words.
pub(super) fn tell(done: &Done, arguments: &Arguments, app: &App) {
    let kinds: Vec<String> =
        done.kinds.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
    let verb = if arguments.dry_run { "Would write" } else { "Wrote" };
    app.ui.status(&format!(
        "{verb} `{}`: {}, {} in place{}; replaced: {}.",
        files::shown(&arguments.output),
        counted(done.transcripts, "transcript"),
        counted(done.codings, "coding"),
        match done.unsure {
            0 => String::new(),
            unsure => format!(", {unsure} to be looked at (`emic reanchor`)"),
        },
        if kinds.is_empty() { "nothing".to_owned() } else { kinds.join(", ") },
    ));
    for (what, names) in [
        ("In another format", &done.formats),
        ("Without the times of their turns", &done.lost_times),
        ("Left out, for they are of the old texts and ids", &done.without),
        ("Left out, for emic does not know what they hold", &done.left_out),
    ] {
        if !names.is_empty() {
            app.ui.status(&format!("{what}: {}.", listed(names)));
        }
    }
    if !done.codebooks.is_empty() {
        app.ui.status(&format!(
            "Replaced also in {}: rules that looked for what was replaced find it no more.",
            listed(&done.codebooks)
        ));
    }
    let proof = &done.proof;
    for (what, places) in [
        ("Names inside other words stay", &proof.inside),
        ("Names that the key has for other transcripts alone stay", &proof.elsewhere),
    ] {
        let Some(first) = places.first() else { continue };
        let place = match first.line {
            0 => first.file.clone(),
            line => format!("{}:{line}", first.file),
        };
        let mut names: Vec<String> =
            places.iter().map(|left| format!("`{}`", left.text.to_lowercase())).collect();
        names.sort();
        names.dedup();
        let more = if names.len() > 5 { " …" } else { "" };
        names.truncate(5);
        let many = counted(places.len(), "place");
        let names = names.join(", ");
        app.ui.status(&format!("{what}: {names}{more} in {many}, the first in {place}."));
    }
}

/// The new study must share neither folder nor git history with the old one.
pub(super) fn outside(output: &Path, root: &Path) -> Result<(), Stop> {
    let shares = is_within(output, root)
        || is_within(root, output)
        || work_tree(root).is_some_and(|tree| is_within(output, &tree));
    match shares {
        false => Ok(()),
        true => Err(Diagnostic::error(
            "the new study must not lie in the old one or its git repository",
        )
        .in_file(files::shown(output))
        .help("who gets the one would get the other; name a folder elsewhere")
        .into()),
    }
}

/// Names that are left: what the researcher has to change.
fn left(all: &[Left]) -> Stop {
    let one = |left: &Left| {
        let place = match left.line {
            0 => format!("the name or a string of {}", left.file),
            line => format!("{}:{line}", left.file),
        };
        format!("`{}` in {place}", left.text)
    };
    let shown: Vec<String> = all.iter().take(5).map(one).collect();
    let told =
        format!("{} of the key would be left; nothing was written", counted(all.len(), "name"));
    // Names in other strings and in prose are replaced; ids are not.
    let is_id = all.iter().any(|left| left.file.ends_with(".toml") || left.file.ends_with(".csv"));
    let is_id = is_id || all.iter().any(|left| left.file.ends_with(".jsonl"));
    let more = if all.len() > shown.len() { ", …" } else { "" };
    let told = Diagnostic::error(told).help(format!("{}{more}", shown.join(", ")));
    match is_id {
        true => told
            .help("ids of codes, attributes and codebooks are not replaced: rename them first")
            .into(),
        false => told.into(),
    }
}

/// Days to shift by: 4 to 52 whole weeks, back or forth, by chance.
fn drawn() -> i64 {
    let mut hasher = std::hash::RandomState::new().build_hasher();
    hasher.write_u32(std::process::id());
    let chance = hasher.finish();
    let weeks = 4 + i64::try_from(chance % 49).unwrap_or_default();
    if chance >> 63 == 0 { 7 * weeks } else { -7 * weeks }
}
