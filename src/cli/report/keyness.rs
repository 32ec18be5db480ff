//! `emic report keyness`: the words that one group uses more than the others.

use clap::Args;

use super::ask::Ask;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::report::base::Base;
use crate::report::keyness::{Options, Words, report, said};
use crate::study::selection::Seen;

/// Show the words that one group uses more than the others
///
/// A row a group and word, the surest first. count of words_n: how often participants of the group
/// say it, annotations left out; other_count, other_words_n: the same for all that is not the
/// group's, so a case in two groups is not set against itself. per_1000_words: for every 1,000 words. g2: 2 Σ O ln(O/E) over the word's two cells (Rayson &
/// Garside 2000); log_ratio: the binary logarithm of both rates, ½ standing for 0 (Hardie 2014);
/// diff_pct: %DIFF (Gabrielatos & Marchi 2011); bic: G² − ln N, above 2 positive evidence (Wilson
/// 2013); exploratory_p: χ² with one degree of freedom, not adjusted. cases of cases_n: in how many
/// cases of the group it is said: one talkative person makes any word key.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    ask: Ask,
    /// The attribute that groups cases
    #[arg(long, value_name = "ATTR")]
    by: String,
    /// Leave out words that a group says less often
    #[arg(long, value_name = "N", default_value_t = 3)]
    least: u64,
    /// At most so many words a group; 0 for all
    #[arg(long, value_name = "N", default_value_t = 25)]
    most: usize,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let asked = arguments.ask.open(app)?;
    let by = asked.grouped(&arguments.by)?;
    let name = by.0.clone();
    let options =
        Options { by, least: arguments.least, most: arguments.most, min_cell: asked.min_cell() };
    let attributes = &asked.corpus.attributes;
    let mut found = Words::default();
    let (mut transcripts, mut unread, mut words) = (0, 0, 0);
    let mut cases = std::collections::BTreeSet::new();
    let _: Seen = asked.go(
        |one| (one.transcript.id.clone(), said(one.transcript, one.cast, one.includes), one.tally),
        |(id, said, tally)| {
            transcripts += 1;
            unread += u64::from(!asked.coder.has_looked_at(&id));
            words += tally.words;
            cases.extend(tally.cases.into_keys());
            found.add(said, &|case| attributes.values(Some(case), &id, &name).to_vec());
        },
    )?;
    let filter = arguments.ask.in_words();
    let base = Base {
        codebook: asked.coder.rules.codebook(),
        coder: &asked.coder.name,
        filter: &filter,
        unread,
        cases: cases.len() as u64,
        transcripts,
        words,
        united: &[],
    };
    let report = report(&base, &found, &options);
    arguments.ask.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}
