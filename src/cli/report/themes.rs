//! `emic report themes`: the theme-frequency table.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::ask::{Ask, Asked};
use super::tallies::Tallies;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::coding::tally::Tally;
use crate::report::themes::comparison::{self, Comparison};
use crate::report::themes::{Frequencies, Options, report};
use crate::statistics::adjust::Adjustment;
use crate::study::question::QUESTION;
use crate::text::natural::natural;
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
/// per_1000_words_lo, per_1000_words_hi: 95 % interval of that rate, from 2,000 draws of as many
/// cases with replacement (bootstrap, Efron 1979; seed 7).
///
/// With --by question, cases_n of a question are the cases that have a turn under it.
///
/// --compare adds, after all other columns, by code and with cases as the units, never segments:
/// exploratory_difference: share of the first group minus that of the second, -1 to 1, with _lo and
/// _hi (95 %, Newcombe 1998, method 10). exploratory_fisher_p: Fisher's exact test, two-sided;
/// exploratory_fisher_p_adjusted: the same adjusted over all codes shown (Holm 1979, or Benjamini
/// and Hochberg 1995). exploratory_phi: φ, -1 to 1. exploratory_cohens_h: Cohen's h (1988).
/// exploratory_odds_ratio: with ½ in every cell (Haldane 1956), with _lo and _hi (95 %, Woolf
/// 1955). Where a count is hidden by --min-cell, its tests are hidden too and not adjusted for.
///
/// The figure shows cases by code, with the base at the end of the axis (with --ci their intervals);
/// with --by, the shade of a cell is the share of the group's cases. Groups and cells below
/// --min-cell are left out of it.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    /// Compare groups of cases by this attribute, or by `question`: what was asked last
    #[arg(long, value_name = "ATTR")]
    by: Option<String>,
    /// Show percentages to people even for fewer than 20 cases
    #[arg(long)]
    percent: bool,
    /// Add the 95 % Wilson interval of the share of cases
    #[arg(long)]
    ci: bool,
    /// Add the 95 % interval of the rate per 1,000 words, by drawing cases anew
    #[arg(long)]
    bootstrap: bool,
    /// Compare two groups of --by: A,B, or nothing where there are only two
    #[arg(long, value_name = "A,B", num_args = 0..=1, requires = "by")]
    #[arg(conflicts_with = "no_numbers")]
    compare: Option<Option<String>>,
    /// Adjust the p values of --compare for the number of codes
    #[arg(long, value_enum, default_value = "holm", requires = "compare")]
    adjust: Adjust,
    /// Compare groups of fewer than 5 cases too
    #[arg(long, requires = "compare")]
    force: bool,
    /// Show people words in place of counts of cases: a few, about half, most
    #[arg(long, conflicts_with_all = ["percent", "no_numbers"])]
    legend: bool,
    /// Show people presence marks and quotations in place of numbers
    #[arg(long, conflicts_with = "tallies")]
    no_numbers: bool,
    /// Add the figure where the format does not do so by itself (html, svg, docx and latex do)
    #[arg(long)]
    chart: bool,
    #[command(flatten)]
    tallies: Tallies,
    #[command(flatten)]
    ask: Ask,
}

/// How p values are adjusted.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Adjust {
    /// Against one wrong finding among all
    Holm,
    /// Against too large a share of wrong findings
    Bh,
    /// Not at all
    None,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let (asked, found) = match arguments.tallies.are_given() {
        true => of_tallies(arguments, app)?,
        false => of_transcripts(arguments, app)?,
    };
    let Counts { mut frequencies, by, mut order, quotes, filter, unread, is_nothing } = found;
    let mut options = options(arguments, by, filter, &asked)?;
    let by_question = options.by.as_ref().is_some_and(|(name, _)| name == QUESTION);
    if asked.merges_small()? {
        frequencies.merge_small(options.min_cell);
    }
    asked.tell_if_nothing(is_nothing);
    // Questions of no guide stand in the order in which they were first asked.
    if let Some((_, declared)) = options.by.as_mut().filter(|_| by_question) {
        let mut known: BTreeSet<String> = declared.iter().cloned().collect();
        let has_guide = !declared.is_empty();
        order.retain(|question| known.insert(question.clone()));
        declared.append(&mut order);
        if !has_guide && declared.len() > MANY_QUESTIONS {
            app.ui.hint(&format!(
                "{} questions; a guide unites them: `guide = \"guide.txt\"` under `[transcripts]` \
                 in emic.toml",
                declared.len()
            ));
        }
    }
    if let Some(groups) = &arguments.compare {
        let declared = options.by.as_ref().map_or(&[][..], |(_, declared)| declared);
        let wanted = comparison::Asked {
            groups: groups.clone(),
            adjust: match arguments.adjust {
                Adjust::Holm => Adjustment::Holm,
                Adjust::Bh => Adjustment::BenjaminiHochberg,
                Adjust::None => Adjustment::None,
            },
            force: arguments.force,
        };
        options.compare = Some(Comparison::of(&wanted, &frequencies, declared)?);
    }
    options.unread = unread;
    let quote_of = |code: u32| quotes.get(&code).cloned();
    let report = report(asked.coder.rules.codebook(), &frequencies, &options, &quote_of);
    arguments.ask.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}

/// What all transcripts come to.
struct Counts {
    frequencies: Frequencies,
    by: Option<(String, Vec<String>)>,
    /// The questions in the order in which they were asked; some several times.
    order: Vec<String>,
    /// By code, its first segment: the case and the words.
    quotes: BTreeMap<u32, (String, String)>,
    filter: String,
    /// In how many transcripts the coder neither coded nor marked anything as read.
    unread: u64,
    is_nothing: bool,
}

/// Counts the transcripts themselves.
fn of_transcripts<'a>(arguments: &'a Arguments, app: &'a App) -> Result<(Asked<'a>, Counts), Stop> {
    let mut asked = arguments.ask.open(app)?;
    let by = arguments.by.as_ref().map(|name| asked.grouped_or_by_question(name)).transpose()?;
    let grouping = by.as_ref().map(|(name, _)| name.as_str()).filter(|name| *name != QUESTION);
    let (mut order, mut quotes) = (Vec::new(), BTreeMap::new());
    let attributes = &asked.corpus.attributes;
    let mut frequencies = Frequencies::default();
    let (mut is_nothing, mut unread) = (true, 0);
    let mut take = |tally: Tally, parts: Vec<(String, Tally)>| {
        let groups_of = grouping.map(|name| {
            let tally = &tally;
            move |case: &str| attributes.values(Some(case), &tally.transcript, name).to_vec()
        });
        frequencies.add(&tally, groups_of.as_ref().map(|of| of as &dyn Fn(&str) -> _));
        for (question, part) in parts {
            frequencies.add_part(&question, &part);
            order.push(question);
        }
        unread += u64::from(!asked.coder.has_looked_at(&tally.transcript));
        is_nothing = false;
    };
    match arguments.no_numbers {
        false => asked.each(|added| take(added.tally, added.parts))?,
        // Quotations are made of what was said.
        true => asked.go(
            |one| {
                let quotes = quotes_of(&one.tally, one.transcript, one.cast);
                (one.tally, one.parts, quotes)
            },
            |(tally, parts, found)| {
                take(tally, parts);
                for (code, case, words) in found {
                    quotes.entry(code).or_insert((case, words));
                }
            },
        )?,
    };
    let filter = arguments.ask.in_words();
    Ok((asked, Counts { frequencies, by, order, quotes, filter, unread, is_nothing }))
}

/// Unites tallies that were made elsewhere.
fn of_tallies<'a>(arguments: &'a Arguments, app: &'a App) -> Result<(Asked<'a>, Counts), Stop> {
    let mut asked = arguments.tallies.open(&arguments.ask, app)?;
    let by = arguments.by.as_deref();
    let grouping = by.filter(|name| *name != QUESTION);
    let mut attributes = std::mem::take(&mut asked.corpus.attributes);
    let (mut frequencies, mut unread) = (Frequencies::default(), 0);
    // By question: the first transcript in which it was asked, and as which of its questions.
    let mut asked_in: BTreeMap<String, (Arc<str>, usize)> = BTreeMap::new();
    let made = arguments.tallies.go(&asked, app, |line| {
        unread += u64::from(line.unread);
        let rows = line.of_cases.values().chain([&line.attributes]);
        for (name, values) in rows.flatten() {
            if grouping == Some(name) || attributes.get(name).is_none() {
                attributes.heard(name, values.iter().filter(|_| grouping == Some(name)).cloned());
            }
        }
        let groups_of = grouping.map(|name| {
            let line = &line;
            move |case: &str| line.values(case, name).to_vec()
        });
        frequencies.add(&line.tally, groups_of.as_ref().map(|of| of as &dyn Fn(&str) -> _));
        if by != Some(QUESTION) {
            return;
        }
        let id: Arc<str> = Arc::from(line.tally.transcript.as_str());
        for (place, (question, part)) in line.parts.iter().enumerate() {
            // Tallies come in any order; the transcripts have one.
            let before = |first: &(Arc<str>, usize)| natural(&id, &first.0).is_lt();
            frequencies.add_part(question, part);
            if asked_in.get(question).is_none_or(before) {
                asked_in.insert(question.clone(), (Arc::clone(&id), place));
            }
        }
    })?;
    attributes.infer();
    asked.corpus.attributes = attributes;
    let by = by.map(|name| asked.grouped_by_tallied(name, &made)).transpose()?;
    let mut order: Vec<_> = asked_in.into_iter().collect();
    order.sort_by(|(_, a), (_, b)| natural(&a.0, &b.0).then(a.1.cmp(&b.1)));
    let order = order.into_iter().map(|(question, _)| question).collect();
    let (quotes, filter) = (BTreeMap::new(), made.filter);
    Ok((asked, Counts { frequencies, by, order, quotes, filter, unread, is_nothing: false }))
}

fn options(
    arguments: &Arguments,
    by: Option<(String, Vec<String>)>,
    filter: String,
    asked: &Asked<'_>,
) -> Result<Options, Stop> {
    Ok(Options {
        by,
        min_cell: asked.min_cell(),
        percent: arguments.percent,
        intervals: arguments.ci,
        bootstrap: arguments.bootstrap,
        legend: arguments.legend,
        compare: None,
        no_numbers: arguments.no_numbers,
        chart: arguments.chart || arguments.ask.output.format()?.draws(),
        codes: asked.coder.codes(&arguments.ask.filter)?,
        coder: asked.coder.name.clone(),
        unread: 0,
        filter,
    })
}

/// From more questions on, a guide is suggested.
const MANY_QUESTIONS: usize = 12;

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
