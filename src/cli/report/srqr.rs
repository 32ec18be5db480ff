//! `emic report srqr`: the SRQR checklist.

use clap::Args;

use super::ask::Ask;
use super::coreq::known;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::report::checklist::facts::srqr;
use crate::report::checklist::report;
use crate::study::checklist::SRQR;

/// Fill in the SRQR checklist: 21 items for any qualitative study
///
/// A row an item (O'Brien et al. 2014), each answer marked computed, typed or missing. Computed:
/// counted from transcripts, codebooks, logs and memos. Typed: what only people know, under `[srqr]`
/// in emic.toml, by the key of the item (`-f csv` has the keys):
///
///   [srqr]
///   ethics = "Approved by the board of …; everybody consented in writing."
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    ask: Ask,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let asked = arguments.ask.open(app)?;
    let study = known(&asked)?;
    let of_study = asked.corpus.study.as_ref();
    let typed = of_study.map(|study| study.config.srqr.clone()).unwrap_or_default();
    let material = asked.material()?;
    let report = report("srqr", &SRQR, &typed, &srqr(&material, &study), &material);
    arguments.ask.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}
