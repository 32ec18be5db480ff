//! `emic deid scan`: what may point at somebody, and what nobody looked at yet.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

use clap::Args;

use super::super::input::{Codebooks, Input};
use super::super::output::Output;
use super::super::ui::Stop;
use super::super::words::counted;
use super::super::{App, Exit};
use super::key;
use crate::deid::capital;
use crate::deid::dates::Dates;
use crate::deid::find::{Finder, Place};
use crate::deid::key::Key;
use crate::deid::log;
use crate::deid::paper_text::{self, Finders};
use crate::deid::papers::{self, Kind};
use crate::deid::pattern;
use crate::deid::rare;
use crate::deid::said::{self, NUMBER};
use crate::report::deid::{CASES, REVIEW, Row, report, residual};
use crate::study::corpus::Corpus;
use crate::study::fold::fold;
use crate::study::logs::Logs;
use crate::study::sampling;
use crate::text::language::Language;
use crate::text::points::{Points, line_and_column};
use crate::text::sentence::{Splitter, sentences};
use crate::transcript::Transcript;
use crate::transcript::people::Cast;

/// List what may point at somebody: names of the key, patterns, capitalised words, rare cases
///
/// Searched are transcripts with the labels of speakers, and, in a study, ids, tables, codebooks,
/// memos, summaries and notes on codings. The finds are shown with their words.
///
/// `review` are words that may be names and that neither the key nor a pattern knows: capitalised
/// words that begin no sentence, and labels. Put each into the key: with what it is to become, or
/// with the kind KEEP if it may stay. As long as any is left the answer is 1. Names that begin a
/// sentence or are words like others are not listed: somebody has to read. Numbers of six and more
/// digits that no pattern knows are listed with the words.
///
/// `cases` are values of attributes, alone or two or three together, that one or two cases have.
#[derive(Args, Clone, Debug)]
pub(super) struct Arguments {
    #[command(flatten)]
    input: Input,
    /// The key: a table `surface,kind,replacement,scope` that lies outside the study
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// How many identifiers a person found in a sample that was read whole
    #[arg(long, value_name = "N")]
    reviewed: Option<u64>,
    /// How many of them emic had missed
    #[arg(long, value_name = "N", default_value_t = 0, requires = "reviewed")]
    missed: u64,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let corpus = arguments.input.corpus(&Codebooks::default(), app)?;
    let studies: Vec<&Path> = corpus.study.iter().map(|study| study.root.as_path()).collect();
    let key = match &arguments.key {
        Some(path) => {
            let key = key::read(path, &studies, app)?;
            key::check_scopes(path, &key, &corpus)?;
            key
        }
        None => Key::default(),
    };
    let rows = rows(&corpus, &key, app);
    let review = rows.iter().filter(|row| row.source == REVIEW).count();
    let mut report = report(&rows);
    report.notes.push(match arguments.reviewed {
        Some(reviewed) => {
            residual(arguments.missed, reviewed).ok_or_else(|| wrong(arguments.missed, reviewed))?
        }
        None => {
            "no sample was reviewed: how much is missed is not known (`--reviewed N --missed M` \
                 after somebody has read a part whole)"
                .to_owned()
        }
    });
    arguments.output.write(&report, &app.ui)?;
    if review == 0 {
        return Ok(Exit::Done);
    }
    app.ui.status(&waiting(&rows));
    app.ui.hint("put each into the key, with what it becomes or as KEEP");
    Ok(Exit::No)
}

/// What nobody looked at yet, in words.
pub(super) fn waiting(rows: &[Row]) -> String {
    let review: Vec<&Row> = rows.iter().filter(|row| row.source == REVIEW).collect();
    let numbers = review.iter().filter(|row| row.kind == NUMBER).count();
    let words = match review.len() - numbers {
        1 => Some("1 word may be a name".to_owned()),
        0 => None,
        many => Some(format!("{many} words may be names")),
    };
    let numbers = match numbers {
        1 => Some("1 number may be somebody's".to_owned()),
        0 => None,
        many => Some(format!("{many} numbers may be somebody's")),
    };
    let all: Vec<String> = words.into_iter().chain(numbers).collect();
    let them = if review.len() == 1 { "it" } else { "them" };
    format!("{}, and nobody has looked at {them} yet.", all.join(" and "))
}

fn wrong(missed: u64, reviewed: u64) -> Stop {
    if reviewed == 0 {
        return crate::diagnostic::Diagnostic::error("a sample without identifiers says nothing")
            .help("read more, until some were found by the person or by emic")
            .into();
    }
    let told = format!("{missed} of {reviewed} identifiers cannot have been missed");
    crate::diagnostic::Diagnostic::error(told)
        .help("`--reviewed` counts all that the person found, those that emic found too")
        .into()
}

/// Everything that is found.
pub(super) fn rows(corpus: &Corpus, key: &Key, app: &App) -> Vec<Row> {
    let tag = corpus.language.as_deref().unwrap_or("en");
    let language = Language::for_tag(tag);
    let splitter = Splitter::new(&language);
    let mut rows = Vec::new();
    let mut cases = BTreeSet::new();
    let mut sure: BTreeSet<String> = BTreeSet::new();
    let logs = corpus.study.as_ref().map(Logs::read).unwrap_or_default();
    let mut progress = app.ui.progress("Searching");
    let told = fold(
        corpus,
        &corpus.sources.iter().collect::<Vec<_>>(),
        || (),
        |(), transcript, cast| {
            let names: Vec<String> = cast.cases().into_iter().map(str::to_owned).collect();
            let states = logs.states.values();
            let sure: Vec<String> =
                states.flat_map(|state| log::sure(&transcript, state)).collect();
            (of_transcript(&transcript, &cast, key, &splitter), names, sure)
        },
        |(found, names, placed)| {
            rows.extend(found);
            sure.extend(placed);
            cases.extend(names);
        },
        &mut |done, total| progress.step(done, total),
    );
    app.ui.tell_all(&told);
    let known = corpus.study.iter().flat_map(|_| corpus.known.cases.iter().cloned());
    cases.extend(known);
    let general = Finder::new(&key.entries, &[], Dates::Remove);
    let ids: BTreeSet<String> = corpus.sources.iter().map(|source| source.id.clone()).collect();
    for id in ids.union(&cases) {
        let finder = Finder::new(&key.entries, &[id], Dates::Remove);
        let id = id.replace('_', " ");
        rows.extend(of_text((&id, Place::Name), "ids", &finder, None));
    }
    if let Some(study) = &corpus.study {
        for paper in papers::papers(corpus, study).carried {
            let Ok(Some(table)) = crate::study::open::table(&paper.path) else { continue };
            let text = table.source.text.as_str();
            let whole = Whole { text, points: Points::new(text), file: &paper.name };
            let all = || 0..text.len();
            match paper.kind {
                // Decisions are read below, as notes are.
                Kind::Sampling => {}
                Kind::Table => rows.extend(whole.part(all(), Place::Name, &general, None)),
                Kind::Results => {
                    let named = general.clone().without_patterns().with_dates(Dates::Keep);
                    rows.extend(whole.part(all(), Place::Name, &named, None));
                }
                kind => {
                    let finders = Finders::new(text, kind, &general);
                    let reviews = matches!(kind, Kind::Prose | Kind::Toml).then_some(&language);
                    for part in paper_text::parts(text, kind) {
                        let (range, finder) = (part.range.clone(), finders.of(&part));
                        rows.extend(whole.part(range, part.place, finder, reviews));
                    }
                }
            }
        }
        for decision in sampling::read(study).0 {
            let words = [Some(&decision.decision), decision.reason.as_ref()].into_iter().flatten();
            let names = std::iter::once(&decision.by).chain(&decision.next);
            let words = words.map(|words| (words.as_str(), Place::Words));
            for text in words.chain(names.map(|name| (name.as_str(), Place::Name))) {
                let found = of_text(text, sampling::FILE, &general, Some(&language)).into_iter();
                rows.extend(found.map(|row| Row { place: None, points: None, ..row }));
            }
        }
        for (coder, state) in &logs.states {
            let file = format!("codings/{coder}.jsonl");
            let notes = state.codings.values().filter_map(|held| held.note.as_deref());
            // What has no place any more is not in a transcript that is read above.
            let loose = state.codings.values().filter(|held| !sure.contains(&held.id));
            let quotes = loose.map(|held| held.anchor.quote.as_str());
            for note in notes.chain(state.notes.iter().map(|note| note.1.as_str())).chain(quotes) {
                let found =
                    of_text((note, Place::Words), &file, &general, Some(&language)).into_iter();
                rows.extend(found.map(|row| Row { place: None, points: None, ..row }));
            }
        }
    }
    // A number that stands for somebody is what is wanted: `P3`.
    let numbers: BTreeSet<&String> = ids
        .union(&cases)
        .filter(|id| id.contains(|c: char| c.is_ascii_digit()) && !id.contains(' '))
        .collect();
    rows.retain(|row| row.source != REVIEW || !numbers.contains(&row.text));
    let names: Vec<&str> = corpus.attributes.of_cases().collect();
    let value = |case: &str, name: &&str| corpus.attributes.values(Some(case), "", name).join("; ");
    let table: Vec<(String, Vec<String>)> = cases
        .iter()
        .map(|case| (case.clone(), names.iter().map(|name| value(case, name)).collect()))
        .collect();
    for combination in rare::combinations(&names, &table) {
        rows.push(Row {
            file: format!(
                "{} ({})",
                counted(combination.cases.len(), "case"),
                combination.cases.join(", ")
            ),
            kind: "COMBINATION".to_owned(),
            source: CASES,
            text: combination.text(),
            ..Row::default()
        });
    }
    rows
}

fn of_transcript(transcript: &Transcript, cast: &Cast, key: &Key, splitter: &Splitter) -> Vec<Row> {
    let mut names = cast.cases();
    names.push(&transcript.id);
    let finder = Finder::new(&key.entries, &names, Dates::Remove);
    let finds = said::finds(transcript, &finder);
    let text = transcript.text.as_str();
    let points = Points::new(text);
    let row = |start: usize, end: usize, turn| Row {
        transcript: Some(transcript.id.clone()),
        file: transcript.path.clone(),
        place: Some(line_and_column(text, start)),
        turn,
        points: Some((points.of_byte(start), points.of_byte(end))),
        text: text.get(start..end).unwrap_or_default().to_owned(),
        ..Row::default()
    };
    let mut rows = Vec::new();
    for find in finds.iter().filter(|find| !find.hit.is_kept) {
        let (Some(first), Some(last)) = (find.spans.first(), find.spans.last()) else { continue };
        rows.push(Row {
            kind: find.hit.kind.clone(),
            source: find.hit.by.name(),
            replacement: Some(find.hit.with(find.place)),
            ..row(first.start, last.end, find.turn)
        });
    }
    for one in said::unreviewed(transcript, &finds, splitter) {
        let found = row(one.range.start, one.range.end, one.turn);
        rows.push(Row { kind: one.kind.to_owned(), source: REVIEW, ..found });
    }
    rows.sort_by_key(|row| row.points);
    rows
}

/// The finds in a text that is no transcript; with a language, also words to look at.
fn of_text(
    (text, place): (&str, Place),
    file: &str,
    finder: &Finder,
    language: Option<&Language>,
) -> Vec<Row> {
    let whole = Whole { text, points: Points::new(text), file };
    whole.part(0..text.len(), place, finder, language)
}

/// A text that is no transcript.
struct Whole<'t> {
    text: &'t str,
    points: Points<'t>,
    file: &'t str,
}

impl Whole<'_> {
    /// The finds in a part of it.
    fn part(
        &self,
        part: Range<usize>,
        place: Place,
        finder: &Finder,
        language: Option<&Language>,
    ) -> Vec<Row> {
        let text = self.text.get(part.clone()).unwrap_or_default();
        let hits = finder.hits(text, place);
        let row = |range: &Range<usize>| {
            let (start, end) = (part.start + range.start, part.start + range.end);
            Row {
                file: self.file.to_owned(),
                place: Some(line_and_column(self.text, start)),
                points: Some((self.points.of_byte(start), self.points.of_byte(end))),
                text: text.get(range.clone()).unwrap_or_default().to_owned(),
                ..Row::default()
            }
        };
        let mut rows = Vec::new();
        for hit in hits.iter().filter(|hit| !hit.is_kept) {
            rows.push(Row {
                kind: hit.kind.clone(),
                source: hit.by.name(),
                replacement: Some(hit.with(place)),
                ..row(&hit.range)
            });
        }
        if let Some(language) = language {
            let known: Vec<_> = hits.into_iter().map(|hit| hit.range).collect();
            for range in capital::unreviewed(text, &sentences(text, language), &known) {
                rows.push(Row { kind: "CAPITALISED".into(), source: REVIEW, ..row(&range) });
            }
            for range in pattern::numbers(text, &known) {
                rows.push(Row { kind: NUMBER.into(), source: REVIEW, ..row(&range) });
            }
        }
        rows
    }
}
