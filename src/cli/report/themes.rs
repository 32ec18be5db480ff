//! `emic report themes`: the theme-frequency table.

use std::collections::BTreeMap;

use clap::Args;

use super::ask::{Ask, Asked};
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::coding::rule_coder::RULES;
use crate::coding::tally::Tally;
use crate::report::themes::{Frequencies, Options, report};
use crate::transcript::Transcript;
use crate::transcript::people::{Cast, Role};

/// Count who speaks of each theme, how often and how much
///
/// A row a code, in the order of the codebook. A parent counts the union of its descendants;
/// overlapping segments count once. Codes without any segment stay in the table.
///
/// cases: people (or sites) with at least one segment; cases_n: cases in the filter with at least
/// one transcript; cases_pct: cases of cases_n, 0 to 100. transcripts, transcripts_n: likewise.
/// segments: spans of text, united where they overlap. words: words in them, annotations left out;
/// words_pct: share of all participants' words, 0 to 100. per_1000_words: segments for every 1,000
/// words of participants. max_case_share: the largest share of the segments that one case supplies,
/// 0 to 1. cases_lo, cases_hi: 95 % Wilson interval of the share of cases, 0 to 1 (Wilson 1927).
///
/// The figure shows cases by code, with the base at the end of the axis (with --ci their intervals);
/// with --by, the shade of a cell is the share of the group's cases. Groups and cells below
/// --min-cell are left out of it.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    ask: Ask,
    /// Compare groups of cases by this attribute
    #[arg(long, value_name = "ATTR")]
    by: Option<String>,
    /// Show percentages to people even for fewer than 20 cases
    #[arg(long)]
    percent: bool,
    /// Add the 95 % Wilson interval of the share of cases
    #[arg(long)]
    ci: bool,
    /// Show people presence marks and quotations in place of numbers
    #[arg(long)]
    no_numbers: bool,
    /// Add the figure where the format does not do so by itself (html, svg and docx do)
    #[arg(long)]
    chart: bool,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let asked = arguments.ask.open(app)?;
    let options = options(arguments, &asked)?;
    let by = options.by.as_ref().map(|(name, _)| name.as_str());
    let attributes = &asked.corpus.attributes;
    let mut frequencies = Frequencies::default();
    let mut quotes: BTreeMap<u32, (String, String)> = BTreeMap::new();
    asked.go(
        |one| {
            let quotes = match options.no_numbers {
                true => quotes_of(&one.tally, one.transcript, one.cast),
                false => Vec::new(),
            };
            (one.tally, quotes)
        },
        |(tally, found)| {
            let groups_of = by.map(|name| {
                let tally = &tally;
                move |case: &str| attributes.values(Some(case), &tally.transcript, name).to_vec()
            });
            frequencies.add(&tally, groups_of.as_ref().map(|of| of as &dyn Fn(&str) -> _));
            for (code, case, words) in found {
                quotes.entry(code).or_insert((case, words));
            }
        },
    )?;
    let quote_of = |code: u32| quotes.get(&code).cloned();
    let report = report(asked.coder.rules.codebook(), &frequencies, &options, &quote_of);
    arguments.ask.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}

fn options(arguments: &Arguments, asked: &Asked<'_>) -> Result<Options, Stop> {
    let by = arguments.by.as_ref().map(|name| asked.grouped(name)).transpose()?;
    Ok(Options {
        by,
        min_cell: asked.min_cell(),
        percent: arguments.percent,
        intervals: arguments.ci,
        no_numbers: arguments.no_numbers,
        chart: arguments.chart || arguments.ask.output.format()?.draws(),
        codes: asked.coder.codes(&arguments.ask.filter)?,
        coder: RULES.to_owned(),
        filter: arguments.ask.filter.in_words(),
    })
}

/// The most words of a quotation in the table.
const QUOTED: usize = 30;

/// The first segment of each code, as a quotation with its case.
fn quotes_of(tally: &Tally, transcript: &Transcript, cast: &Cast) -> Vec<(u32, String, String)> {
    let case_at = |start: u32| {
        let turn = transcript
            .turns
            .iter()
            .find(|turn| transcript.reading(turn).extent().contains(&(start as usize)))?;
        (cast.role(turn) == Role::Participant).then(|| cast.case(turn).unwrap_or_default())
    };
    tally
        .codes
        .iter()
        .filter_map(|(&code, count)| {
            let (start, end) = count.first;
            let case = case_at(start)?;
            let text = transcript.text.get(start as usize..end as usize)?;
            let words: Vec<&str> = text.split_whitespace().collect();
            let mut quote = words.get(..QUOTED.min(words.len()))?.join(" ");
            if words.len() > QUOTED {
                quote.push_str(" …");
            }
            Some((code, case.to_owned(), quote))
        })
        .collect()
}
