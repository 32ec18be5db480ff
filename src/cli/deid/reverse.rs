//! `emic deid reverse`: a pseudonymised study with its names again.

use std::path::PathBuf;

use clap::Args;

use super::super::ui::Stop;
use super::super::words::counted;
use super::super::{App, Exit};
use super::apply::outside;
use super::carry::{Order, carry};
use super::key;
use crate::deid::dates::Dates;
use crate::deid::find::Place;
use crate::files;
use crate::files::draft::Draft;
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
    let key = key::read(&arguments.key, &[&study.root, &arguments.output])?;
    let corpus = Corpus::of_study(study, &Given::default());
    let entries = key.reversed();
    let order = corpus.options.date_order;
    let back = crate::deid::find::Finder::new(&entries, &[], Dates::Keep);
    let mut dates = |owner: &str| {
        let names = [owner.to_owned(), back.replace_id(owner), back.replace(owner, Place::Name)];
        let days = names.iter().find_map(|name| key.shifts.get(name));
        days.map_or(Dates::Keep, |days| Dates::Shift(-days, order))
    };
    let draft = Draft::begin(&arguments.output)?;
    let order =
        Order { entries: &entries, patterns: false, dates: &mut dates, other_dates: Dates::Keep };
    let done = carry(&corpus, order, &draft)?;
    if !arguments.dry_run {
        draft.finish()?;
    }
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
