//! `emic codebook check`: all that is wrong or odd in a codebook.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};

use super::Which;
use crate::cli::output::Output;
use crate::cli::ui::Stop;
use crate::cli::words::counted;
use crate::cli::{App, Exit};
use crate::codebook::check::{LINTS, Material, Use, check};
use crate::codebook::parse::Parsed;
use crate::codebook::tree::Tree;
use crate::coding::examples;
use crate::coding::rules::{Program, Setting, Worker};
use crate::diagnostic::{Diagnostic, Severity};
use crate::report::Report;
use crate::report::table::{Cell, Column};
use crate::study::corpus::{Corpus, Given};
use crate::study::fold::fold;
use crate::study::open;
use crate::text::word::{fold as folded, words};

/// Check codebooks: mistakes, gaps, and rules that do not do what they should
///
/// In a study the transcripts are looked at as well: for wildcards that match too much, and for
/// codes that the rules hardly ever give. Exit status 1 if there are errors, or with `--strict` if
/// there are warnings.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  emic codebook check
  emic codebook check draft.toml --strict
  emic codebook check -f json")]
pub(super) struct Arguments {
    #[command(flatten)]
    which: Which,
    /// Warnings count as errors
    #[arg(long)]
    strict: bool,
    /// Leave out the warnings of this lint; may be repeated. `allow` under `[check]` in emic.toml
    /// does it for a whole study
    #[arg(long, value_name = "LINT", value_parser = lints())]
    allow: Vec<String>,
    #[command(flatten)]
    output: Output,
}

/// The names of all lints.
pub(in crate::cli) fn lints() -> PossibleValuesParser {
    PossibleValuesParser::new(LINTS.map(|lint| PossibleValue::new(lint.id).help(lint.about)))
}

/// One finding, with the lint that it comes from.
pub(in crate::cli) type Finding = (Option<&'static str>, Diagnostic);

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let mut found: Vec<Finding> = Vec::new();
    for path in arguments.which.paths(app)? {
        let name = crate::files::shown(&path);
        match super::text(&path) {
            // A file that cannot be read is no finding about a codebook.
            Err(told) => app.ui.tell(&told),
            Ok(text) => match crate::codebook::parse::parse(&name, &text) {
                Err(wrong) => found.extend(wrong.into_iter().map(|told| (None, told))),
                Ok(parsed) => {
                    let corpus = corpus_of(&path, app);
                    let (odd, told) = odd(&parsed, corpus.as_ref(), app)?;
                    app.ui.tell_all(&told);
                    found.extend(odd);
                }
            },
        }
    }
    let of_study = open::find(&app.folder).map(|study| study.config.allow).unwrap_or_default();
    let is_allowed = |lint: &str| arguments.allow.iter().chain(&of_study).any(|name| name == lint);
    found.retain(|(lint, _)| !lint.is_some_and(is_allowed));
    let all: Vec<Diagnostic> = found.iter().map(|(_, told)| told.clone()).collect();
    let count = |severity| all.iter().filter(|told| told.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if arguments.output.is_for_people() {
        app.ui.show_all(&all);
    } else {
        let mut table = crate::cli::check::listed(&all);
        table.columns.push(Column::text("lint", "Lint"));
        for (row, (lint, _)) in table.rows.iter_mut().zip(&found) {
            row.push(Cell::maybe(*lint));
        }
        arguments.output.write(&Report::new("check", table), &app.ui)?;
    }
    app.ui.status(&match (errors, warnings) {
        (0, 0) => "No problems found.".to_owned(),
        _ => format!("{} and {}.", counted(errors, "error"), counted(warnings, "warning")),
    });
    let is_faulty = errors > 0 || arguments.strict && warnings > 0;
    Ok(if is_faulty { Exit::No } else { Exit::Done })
}

/// What is odd in a codebook that was read, and what is told about the transcripts of its study.
pub(in crate::cli) fn odd(
    parsed: &Parsed,
    corpus: Option<&Corpus>,
    app: &App,
) -> Result<(Vec<Finding>, Vec<Diagnostic>), Stop> {
    let outcomes = examples::run(&parsed.codebook, &parsed.places)?;
    let (data, told) = match corpus {
        Some(corpus) => {
            let (data, told) = Data::of(corpus, parsed, app)?;
            (Some(data), told)
        }
        None => (None, Vec::new()),
    };
    let material = Material {
        examples: Some(&outcomes),
        words: data.as_ref().map(|data| &data.words),
        usage: data.as_ref().map(|data| data.usage.as_slice()),
    };
    let warnings = check(parsed, material).into_iter();
    let known = parsed.warnings.iter().map(|told| (None, told.clone()));
    let odd = warnings.map(|warning| (Some(warning.lint), warning.diagnostic));
    Ok((known.chain(odd).collect(), told))
}

/// The transcripts of the study that uses this codebook, if there are any.
fn corpus_of(path: &Path, app: &App) -> Option<Corpus> {
    let study = open::find(&app.folder).ok()?;
    let same = |path: &Path| path.canonicalize().ok();
    let wanted = same(path)?;
    let is_used = |other: &PathBuf| same(other).as_ref() == Some(&wanted);
    if !study.codebooks().iter().any(is_used) {
        return None;
    }
    let corpus = Corpus::of_study(study, &Given::default());
    (!corpus.sources.is_empty()).then_some(corpus)
}

/// What the transcripts say of a codebook.
#[derive(Default)]
struct Data {
    words: BTreeSet<String>,
    usage: Vec<Option<Use>>,
}

/// What one transcript gives: its words, and the places and cases of each code.
#[derive(Default)]
struct Part {
    words: BTreeSet<String>,
    spans: BTreeMap<usize, BTreeSet<(u32, u32)>>,
    cases: BTreeMap<usize, BTreeSet<String>>,
}

impl Data {
    fn of(corpus: &Corpus, parsed: &Parsed, app: &App) -> Result<(Self, Vec<Diagnostic>), Stop> {
        let program = Program::compile(&parsed.codebook, false)?;
        let tree = Tree::new(&parsed.codebook);
        let all: Vec<_> = corpus.sources.iter().collect();
        let mut data = Data::default();
        let mut segments: BTreeMap<usize, usize> = BTreeMap::new();
        let mut cases: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
        let mut progress = app.ui.progress("coding");
        let told = fold(
            corpus,
            &all,
            Worker::default,
            |worker, transcript, cast| {
                let attribute = |case: Option<&str>, name: &str| {
                    corpus.attributes.values(case, &transcript.id, name).to_vec()
                };
                let setting =
                    Setting { transcript: &transcript, cast: &cast, attribute: &attribute };
                let coded = program.apply(&setting, worker);
                let mut part = Part::default();
                for turn in transcript.turns.iter().filter(|turn| !transcript.is_private(turn)) {
                    let reading = transcript.reading(turn);
                    let text = transcript.blanked(reading.text());
                    let found = words(&text);
                    part.words.extend(found.iter().map(|word| folded(word.of(&text)).into_owned()));
                }
                for coding in &coded.codings {
                    let evidence = coded.evidence_of(coding).iter();
                    let turns = evidence.filter_map(|one| transcript.turns.get(one.turn as usize));
                    let heard: BTreeSet<&str> = turns.filter_map(|turn| cast.case(turn)).collect();
                    for code in tree.line(coding.code as usize) {
                        part.spans.entry(code).or_default().insert((coding.start, coding.end));
                        let cases = part.cases.entry(code).or_default();
                        cases.extend(heard.iter().map(|&case| case.to_owned()));
                    }
                }
                part
            },
            |part: Part| {
                data.words.extend(part.words);
                for (code, spans) in part.spans {
                    *segments.entry(code).or_default() += spans.len();
                }
                for (code, heard) in part.cases {
                    cases.entry(code).or_default().extend(heard);
                }
            },
            &mut |done, total| progress.step(done, total),
        );
        drop(progress);
        // Codes without rules are given by people: nothing is known of their use here.
        let has_rules = |code: usize| {
            let codes = tree.family(code).iter().filter_map(|&one| parsed.codebook.codes.get(one));
            codes.into_iter().any(|code| !code.rules.is_empty())
        };
        let used = |code: usize| Use {
            cases: cases.get(&code).map_or(0, BTreeSet::len),
            segments: segments.get(&code).copied().unwrap_or_default(),
        };
        data.usage = (0..tree.len()).map(|code| has_rules(code).then(|| used(code))).collect();
        Ok((data, told))
    }
}
