//! `emic report themes`: the theme-frequency table.

use std::collections::BTreeMap;

use clap::Args;

use crate::cli::coder::Coder;
use crate::cli::filter::Filter;
use crate::cli::input::{Codebooks, Input};
use crate::cli::output::Output;
use crate::cli::query::Matching;
use crate::cli::ui::Stop;
use crate::cli::{App, Exit};
use crate::coding::rule_coder::RULES;
use crate::coding::rules;
use crate::coding::tally::{self, Counted, RollUp, Span, Tally};
use crate::coding::{Coded, unit};
use crate::index::scan::Looker;
use crate::report::themes::{Frequencies, Options, report};
use crate::study::condition::attribute_named;
use crate::study::corpus::Corpus;
use crate::study::fold::fold;
use crate::study::selection::Seen;
use crate::text::language::Language;
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
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    codebooks: Codebooks,
    /// Count the codings of weak rules too
    #[arg(long)]
    weak: bool,
    /// Compare groups of cases by this attribute
    #[arg(long, value_name = "ATTR")]
    by: Option<String>,
    /// Do not show group counts of cases below N (0 is shown)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    min_cell: Option<u64>,
    /// Show percentages to people even for fewer than 20 cases
    #[arg(long)]
    percent: bool,
    /// Add the 95 % Wilson interval of the share of cases
    #[arg(long)]
    ci: bool,
    /// Show people presence marks and quotations in place of numbers
    #[arg(long)]
    no_numbers: bool,
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    output: Output,
}

/// What one transcript gives.
struct Part {
    tally: Option<Tally>,
    quotes: Vec<(u32, String, String)>,
    seen: Seen,
}

/// What a thread keeps.
#[derive(Default)]
struct Desk {
    rules: rules::Worker,
    tally: tally::Worker,
    spans: Vec<Span>,
    looker: Looker,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let corpus = arguments.input.corpus(&arguments.codebooks, app)?;
    let coder = Coder::open(&corpus, arguments.weak, app)?;
    let selection = arguments.filter.people.selection(&corpus)?;
    let matching = Matching::of(&arguments.filter, &corpus, &coder, app)?;
    let codebook = coder.rules.codebook();
    let options = options(arguments, &corpus, &coder)?;
    let roll_up = RollUp::of(&coder.tree, codebook.codes.len());
    let language = Language::for_tag(&codebook.language);
    let mut frequencies = Frequencies::default();
    let mut quotes: BTreeMap<u32, (String, String)> = BTreeMap::new();
    let mut seen = Seen::default();
    let attributes = &corpus.attributes;
    let by = options.by.as_ref().map(|(name, _)| name.as_str());
    let mut progress = app.ui.progress("coding");
    let told = fold(
        &corpus,
        &corpus.selected(&selection),
        Desk::default,
        |desk, transcript, cast| {
            let coded = coder.code(&corpus, &transcript, &cast, &mut desk.rules);
            spans(&transcript, &coded, arguments, &language, &mut desk.spans);
            let everything = selection.is_everything() && matching.is_none();
            let matched = matching.as_ref().map(|matching| {
                matching.turns(&corpus, &transcript, &cast, &coded, &mut desk.looker)
            });
            let counted = Counted {
                transcript: &transcript,
                cast: &cast,
                turn_words: Some(&coded.turn_words),
                includes: &|place, turn| {
                    let matches = |turns: &Vec<u32>| turns.binary_search(&(place as u32)).is_ok();
                    everything
                        || matched.as_ref().is_none_or(matches)
                            && selection.turn(&transcript, &cast, turn, &corpus.attributes)
                },
                evidence_turns: &|span| evidence_turns(&coded, &roll_up, span),
            };
            let tally = counted.tally(&desk.spans, &roll_up, &mut desk.tally);
            let mut seen = Seen::default();
            // Names are asked for only where a filter names some.
            if !everything {
                seen.add(&transcript, &cast);
            }
            let quotes = match options.no_numbers {
                true => quotes_of(&tally, &transcript, &cast),
                false => Vec::new(),
            };
            let is_in = everything || !tally.cases.is_empty() || tally.words > 0;
            Part { tally: is_in.then_some(tally), quotes, seen }
        },
        |part: Part| {
            seen.unite(part.seen);
            if let Some(tally) = &part.tally {
                let groups_of = by.map(|name| {
                    move |case: &str| {
                        attributes.values(Some(case), &tally.transcript, name).to_vec()
                    }
                });
                frequencies.add(tally, groups_of.as_ref().map(|of| of as &dyn Fn(&str) -> _));
            }
            for (code, case, words) in part.quotes {
                quotes.entry(code).or_insert((case, words));
            }
        },
        &mut |done, total| progress.step(done, total),
    );
    drop(progress);
    app.ui.tell_all(&told);
    let mut wrong = arguments.filter.people.unseen(&selection, &seen);
    wrong.extend(matching.iter().flat_map(|matching| matching.unseen(&seen)));
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    let quote_of = |code: u32| quotes.get(&code).cloned();
    let report = report(codebook, &frequencies, &options, &quote_of);
    arguments.output.write(&report, &app.ui)?;
    Ok(Exit::Done)
}

fn options(arguments: &Arguments, corpus: &Corpus, coder: &Coder) -> Result<Options, Stop> {
    let by = match &arguments.by {
        Some(name) => {
            let known = attribute_named(name, &corpus.attributes)?;
            Some((known.name.clone(), corpus.attributes.groups(name)))
        }
        None => None,
    };
    let of_study = corpus.study.as_ref().and_then(|study| study.config.min_cell).map(u64::from);
    Ok(Options {
        by,
        min_cell: arguments.min_cell.or(of_study),
        percent: arguments.percent,
        intervals: arguments.ci,
        no_numbers: arguments.no_numbers,
        codes: coder.codes(&arguments.filter)?,
        coder: RULES.to_owned(),
        filter: arguments.filter.in_words(),
    })
}

/// The spans to count: segments, or the units that `--unit` asks for.
fn spans(
    transcript: &Transcript,
    coded: &Coded,
    arguments: &Arguments,
    language: &Language,
    spans: &mut Vec<Span>,
) {
    spans.clear();
    match arguments.filter.unit {
        Some(unit) => {
            for coding in &coded.codings {
                spans.extend(unit::widen(transcript, coded, coding, unit, language));
            }
        }
        None => spans.extend(coded.codings.iter().map(|coding| Span {
            code: coding.code,
            start: coding.start,
            end: coding.end,
            turn: coding.turn,
            last_turn: coding.last_turn,
        })),
    }
}

/// The turns whose cases a segment over several turns belongs to: those with evidence for the code
/// or one below it.
fn evidence_turns(coded: &Coded, roll_up: &RollUp, span: &Span) -> Vec<u32> {
    let is_below =
        |code: u32| roll_up.lines.get(code as usize).is_some_and(|line| line.contains(&span.code));
    let own = coded.codings.iter().filter(|coding| is_below(coding.code));
    let evidence = own.flat_map(|coding| coded.evidence_of(coding));
    let inside = |start: u32| span.start <= start && start < span.end;
    evidence.filter(|piece| inside(piece.start)).map(|piece| piece.turn).collect()
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
