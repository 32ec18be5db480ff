//! `emic deid reverse`: a pseudonymised study with its names again.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::super::ui::Stop;
use super::super::words::counted;
use super::super::{App, Exit};
use super::apply::outside;
use super::carry::{Order, carry};
use super::key;
use crate::deid::dates::Dates;
use crate::deid::find::Finder;
use crate::deid::fit;
use crate::diagnostic::Diagnostic;
use crate::files;
use crate::files::new_folder::NewFolder;
use crate::study::corpus::{Corpus, Given};
use crate::study::open;

/// Bring the names back into a pseudonymised study, as a new folder
///
/// Each pseudonym becomes the first name that the key has for it, as it is written there; shifted
/// dates are shifted back. What a pattern replaced (`[EMAIL]`, `[PHONE]` …) stays: it stands in no key.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// The key that the study was made with
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The folder to write; nothing may be there yet
    #[arg(short, long, value_name = "STUDY")]
    output: PathBuf,
    /// Only say what would be written
    #[arg(short = 'n', long)]
    dry_run: bool,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let study = open::find(&app.folder)?;
    outside(&arguments.output, &study.root)?;
    let key = key::read(&arguments.key, &[&study.root, &arguments.output], app)?;
    let corpus = Corpus::of_study(study, &Given::default());
    let entries = key.reversed();
    let order = corpus.options.date_order;
    // By what each case became, how far back its dates go.
    let mut back: BTreeMap<String, (&String, i64)> = BTreeMap::new();
    for (case, days) in &key.shifts {
        let there = Finder::new(&key.entries, &[case], Dates::Shift(*days, order));
        let new = there.replace_id(case);
        let first = back.entry(new.clone()).or_insert((case, *days));
        if first.1 != *days {
            return Err(Diagnostic::error(format!(
                "`{}` and `{case}` are both `{new}`, and their dates are shifted differently",
                first.0
            ))
            .in_file(files::shown(&arguments.key))
            .help("of these rows of the kind DATE_SHIFT keep the one that the study was made with")
            .into());
        }
    }
    if !fit::stands(&entries, &corpus)
        && back.keys().all(|owner| !fit::owners(&corpus).contains(owner))
    {
        return Err(Diagnostic::error("no pseudonym of this key stands in this study")
            .in_file(files::shown(&arguments.key))
            .help("is it the key that the study was made with?")
            .into());
    }
    let mut dates = |owner: &str| match back.get(owner) {
        Some((_, days)) => Dates::Shift(-days, order),
        None => Dates::Keep,
    };
    let folder = NewFolder::begin(&arguments.output)?;
    let keys = corpus.study.as_ref().map_or(0, |study| study.config.pseudonymised);
    let order = Order {
        entries: &entries,
        patterns: false,
        dates: &mut dates,
        other_dates: Dates::Keep,
        keys: keys.saturating_sub(1),
    };
    let done = carry(&corpus, order, &folder)?;
    if !arguments.dry_run {
        folder.finish()?;
    }
    app.ui.tell_all(&done.told);
    let verb = if arguments.dry_run { "Would write" } else { "Wrote" };
    app.ui.status(&format!(
        "{verb} `{}` with its names: {}, {} in place.",
        files::shown(&arguments.output),
        counted(done.transcripts, "transcript"),
        counted(done.codings, "coding"),
    ));
    let shared = key.shared();
    if let Some((replacement, surfaces)) = shared.first_key_value() {
        app.ui.status(&format!(
            "{} for several names, and became the first: `{replacement}` is `{}`.",
            match shared.len() {
                1 => "1 pseudonym stands".to_owned(),
                many => format!("{many} pseudonyms stand"),
            },
            surfaces.first().copied().unwrap_or_default()
        ));
    }
    Ok(Exit::Done)
}
