//! `emic report coreq` and what it shares with `emic report srqr`.

use std::collections::BTreeMap;

use clap::Args;

use super::ask::{Ask, Asked};
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::coding::review::consensus::CONSENSUS;
use crate::coding::rule_coder::RULES;
use crate::report::checklist::facts::{Study, coreq};
use crate::report::checklist::report;
use crate::study::checklist::COREQ;
use crate::study::logs::Logs;
use crate::study::memo::{Kind, Memos};
use crate::study::sampling;

/// Fill in the COREQ checklist: 32 items for interviews and focus groups
///
/// A row an item (Tong, Sainsbury & Craig 2007), each answer marked computed, typed or missing.
/// Computed: counted from transcripts, codebooks, logs and memos. Typed: what only people know,
/// under `[coreq]` in emic.toml, by the key of the item (`-f csv` has the keys):
///
///   [coreq]
///   interviewer = "Two of the authors held all interviews."
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    ask: Ask,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let asked = arguments.ask.open(app)?;
    let study = known(&asked)?;
    let of_study = asked.corpus.study.as_ref();
    let typed = of_study.map(|study| study.config.coreq.clone()).unwrap_or_default();
    let material = asked.material()?;
    let report = report("coreq", &COREQ, &typed, &coreq(&material, &study), &material);
    arguments.ask.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}

/// What is known of a study besides its codings.
pub(super) fn known(asked: &Asked<'_>) -> Result<Study, Stop> {
    let corpus = &asked.corpus;
    let codebook = asked.coder.rules.codebook();
    let mut known = Study {
        attributes: corpus.attributes.names().map(str::to_owned).collect(),
        approaches: codebook.approach.iter().cloned().collect(),
        migrations: codebook.migrations.len() as u64,
        ..Study::default()
    };
    let Some(study) = &corpus.study else { return Ok(known) };
    if let (Some(name), Some(guide)) = (&study.config.guide, corpus.guide()?) {
        let questions: std::collections::BTreeSet<&str> = guide.ids().collect();
        known.guide = Some((name.clone(), questions.len() as u64));
    }
    let logs = Logs::read(study);
    known.coders = logs.states.keys().filter(|name| *name != RULES).cloned().collect();
    let mut readers: BTreeMap<&str, std::collections::BTreeSet<&str>> = BTreeMap::new();
    for (coder, state) in logs.states.iter().filter(|(name, _)| *name != CONSENSUS) {
        let held = state.codings.values().map(|held| held.transcript.as_str());
        let done = state.done.iter().map(|mark| mark.transcript.as_str());
        held.chain(done).for_each(|id| {
            readers.entry(id).or_default().insert(coder);
        });
    }
    known.double_coded = readers.values().filter(|coders| coders.len() > 1).count() as u64;
    let memos = Memos::read(study);
    let of = |kind: Kind| memos.all.iter().filter(|memo| memo.kind == kind).count() as u64;
    known.memos = memos.all.len() as u64;
    known.reflexive = of(Kind::Reflexive);
    known.negative = of(Kind::NegativeCase);
    known.member_checks = of(Kind::MemberCheck);
    known.decisions = sampling::read(study).0.len() as u64;
    Ok(known)
}
