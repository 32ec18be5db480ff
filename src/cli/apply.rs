//! `emic apply`: codes transcripts by the rules of the codebooks.

use std::collections::BTreeMap;

use clap::Args;

use super::coder::Coder;
use super::filter::{Filter, People};
use super::input::{Codebooks, Input};
use super::output::{Output, spare};
use super::query::Matching;
use super::ui::Stop;
use super::{App, Exit, index};
use crate::coding::Coding;
use crate::coding::rule_coder::RULES;
use crate::coding::rules::Worker;
use crate::index::scan::Looker;
use crate::report::base::counted;
use crate::report::table::{Cell, Column, Table};
use crate::report::{Report, codings, explain, format};
use crate::study::fold::fold;
use crate::study::selection::Seen;

/// Code transcripts by rule
///
/// Applies every rule of the study's codebooks, or of the codebooks named, to the transcripts.
/// Without a format the summary is shown: segments, transcripts and cases by code. As csv, tsv,
/// json or jsonl the codings themselves are written, a row a segment.
///
/// Nothing is stored: the same transcripts and codebooks give the same codings at any time.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    codebooks: Codebooks,
    /// Let weak rules code too
    #[arg(long)]
    weak: bool,
    /// Show for each segment of this code which rule found it by which words
    #[arg(long, value_name = "CODE")]
    explain: Option<String>,
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    output: Output,
}

/// What one code got.
#[derive(Clone, Debug, Default)]
struct Sum {
    segments: u64,
    weak: u64,
    transcripts: u64,
    cases: std::collections::BTreeSet<String>,
}

/// What one transcript gave.
struct Part {
    rows: Table,
    sums: BTreeMap<u32, Sum>,
    seen: Seen,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let corpus = arguments.input.corpus(&arguments.codebooks, app)?;
    let coder = Coder::by_rules(&corpus, arguments.weak)?;
    let selection = arguments.filter.people.selection(&corpus)?;
    People::tell_doubts(&selection, &corpus, app);
    spare(arguments.output.file(), corpus.files())?;
    let codes = coder.codes(&arguments.filter)?;
    let matching = Matching::of(&arguments.filter, &corpus, &coder, app)?;
    let explained = match &arguments.explain {
        Some(name) => Some(coder.tree.resolve(name)? as u32),
        None => None,
    };
    let format = arguments.output.format()?;
    let wants_summary = matches!(format.name, "table" | "md") && explained.is_none();
    let codebook = coder.rules.codebook();
    let columns = || if explained.is_some() { explain::table() } else { codings::table() };
    let mut all = columns();
    let mut sums: BTreeMap<u32, Sum> = BTreeMap::new();
    let mut seen = Seen::default();
    let mut transcripts = 0_usize;
    let mut written = Ok(());
    // Rows go out as they come, so that memory does not grow with the corpus.
    let options = format::Options { width: None, excel_safe: arguments.output.excel_safe };
    let parts = format.parts.filter(|_| arguments.output.file().is_none());
    if let Some(parts) = parts {
        app.ui.data(&(parts.begin)(&all, &options))?;
    }
    let mut progress = app.ui.progress("coding");
    let told = fold(
        &corpus,
        &corpus.selected(&selection),
        || (Worker::default(), Looker::default()),
        |(worker, looker), transcript, cast| {
            let coded = coder.code(&corpus, &transcript, &cast, worker);
            let matched = matching
                .as_ref()
                .map(|matching| matching.turns(&corpus, &transcript, &cast, &coded, looker));
            let asked = selection.asked(&transcript, &cast);
            let keeps = |coding: &Coding| {
                let matches = |turns: &Vec<u32>| {
                    let from = turns.partition_point(|turn| *turn < coding.turn);
                    turns.get(from).is_some_and(|turn| *turn <= coding.last_turn)
                };
                let turn = transcript.turns.get(coding.turn as usize);
                explained.is_none_or(|code| code == coding.code)
                    && matched.as_ref().is_none_or(matches)
                    && codes.as_ref().is_none_or(|codes| codes.contains(&(coding.code as usize)))
                    && selection.question(asked.as_ref(), coding.turn as usize)
                    && turn.is_some_and(|turn| {
                        selection.turn(&transcript, &cast, turn, &corpus.attributes)
                    })
            };
            let mut part = Part { rows: columns(), sums: BTreeMap::new(), seen: Seen::default() };
            part.seen.add(&transcript, &cast);
            part.seen.add_questions(asked.as_ref());
            for coding in coded.codings.iter().filter(|coding| keeps(coding)) {
                let sum = part.sums.entry(coding.code).or_default();
                sum.segments += 1;
                sum.weak += u64::from(coding.weak);
                sum.transcripts = 1;
                let turn = transcript.turns.get(coding.turn as usize);
                sum.cases.extend(turn.and_then(|turn| cast.case(turn)).map(str::to_owned));
            }
            if explained.is_some() {
                part.rows = explain::rows(&transcript, &coded, codebook, &keeps);
            } else if !wants_summary {
                part.rows = codings::rows(&transcript, &cast, &coded, codebook, RULES, &keeps);
            }
            part
        },
        |part: Part| {
            transcripts += 1;
            seen.unite(part.seen);
            for (code, sum) in part.sums {
                let all = sums.entry(code).or_default();
                all.segments += sum.segments;
                all.weak += sum.weak;
                all.transcripts += sum.transcripts;
                all.cases.extend(sum.cases);
            }
            match parts {
                Some(parts) if written.is_ok() => {
                    written = app.ui.data(&(parts.rows)(&part.rows, &options));
                }
                Some(_) => {}
                None => all.rows.extend(part.rows.rows),
            }
        },
        &mut |done, total| progress.step(done, total),
    );
    drop(progress);
    written?;
    app.ui.tell_all(&told);
    let mut wrong = arguments.filter.people.unseen(&selection, &seen);
    wrong.extend(matching.iter().flat_map(|matching| matching.unseen(&seen)));
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    let segments: u64 = sums.values().map(|sum| sum.segments).sum();
    let said = format!(
        "{} of {} in {}, coded by the rules of {}.",
        counted(segments, "segment", "segments"),
        counted(sums.len() as u64, "code", "codes"),
        counted(transcripts as u64, "transcript", "transcripts"),
        codebook.name_and_version()
    );
    if wants_summary {
        let mut report = Report::new("apply", summary(&coder, &sums, arguments));
        report.head = vec![said];
        arguments.output.write(&report, &app.ui)?;
        app.ui.hint("`emic report themes` makes the theme table, `-f csv` writes the codings");
    } else if parts.is_none() {
        let mut report = Report::new(if explained.is_some() { "explain" } else { "codings" }, all);
        report.head = vec![said];
        report.facts = vec![("coder", RULES.into()), ("codebook", codebook.id.as_str().into())];
        arguments.output.write(&report, &app.ui)?;
    } else {
        app.ui.verbose(&said);
    }
    if !arguments.weak && index::covers(&corpus, &arguments.input, &arguments.codebooks) {
        // What was asked for does not wait for the index.
        app.ui.flush()?;
        index::follow(&corpus, &coder, app);
    }
    Ok(if segments == 0 && explained.is_some() { Exit::No } else { Exit::Done })
}

/// The summary: a row a code, in codebook order.
fn summary(coder: &Coder, sums: &BTreeMap<u32, Sum>, arguments: &Arguments) -> Table {
    let mut table = Table::new(vec![
        Column::text("code", "Code"),
        Column::text("label", "Label"),
        Column::count("segments", "Segments"),
        Column::count("transcripts", "Transcripts"),
        Column::count("cases", "Cases"),
    ]);
    if arguments.weak {
        table.columns.push(Column::count("weak", "By weak rules alone"));
    }
    let none = Sum::default();
    for &place in coder.tree.order() {
        let Some(code) = coder.rules.codebook().codes.get(place) else { continue };
        let sum = sums.get(&(place as u32)).unwrap_or(&none);
        if code.rules.is_empty() && sum.segments == 0 {
            continue;
        }
        let mut row = vec![
            code.id.as_str().into(),
            code.label.as_str().into(),
            Cell::Count(sum.segments),
            Cell::Count(sum.transcripts),
            Cell::count(sum.cases.len()),
        ];
        if arguments.weak {
            row.push(Cell::Count(sum.weak));
        }
        table.push(row);
    }
    table
}
