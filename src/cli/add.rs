//! `emic add`: copies transcripts into the study.

use std::path::{Path, PathBuf};

use clap::Args;

use super::input::Reading;
use super::output::Output;
use super::ui::Stop;
use super::words::{counted, listed};
use super::{App, Exit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::files;
use crate::report::Report;
use crate::report::table::{Cell, Column, Table};
use crate::study::corpus::{Corpus, Given};
use crate::study::fold::fold;
use crate::study::open::{self, Study};
use crate::study::summary::{Frequent, Summary};
use crate::transcript::people::Cast;
use crate::transcript::read;

/// Copy transcripts into the study
///
/// Every file is read first; one that cannot be read is not added. A file that is there already
/// with the same bytes is left alone. One that differs is shown and only replaced with `--replace`.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  emic add ~/interviews/*.docx
  emic add ~/interviews --dry-run
  emic add P07.vtt --replace")]
pub(super) struct Arguments {
    /// Files, or folders with files in them
    #[arg(value_name = "FILE", required = true)]
    paths: Vec<PathBuf>,
    /// Say what would be done and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Replace transcripts that differ
    #[arg(long)]
    replace: bool,
    #[command(flatten)]
    reading: Reading,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments, app: &App) -> Result<Exit, Stop> {
    let study = open::find(&app.folder)?;
    let given = arguments.reading.given(&[]);
    let found = Corpus::of_paths(&arguments.paths, &given);
    app.ui.tell_all(&found.faults);
    let mut known = Corpus::of_study(study.clone(), &given);
    let mut table = Table::new(vec![
        Column::text("file", "File"),
        Column::text("state", "State"),
        Column::text("format", "Format"),
        Column::text("encoding", "Encoding"),
        Column::count("turns", "Turns"),
        Column::count("words", "Words"),
        Column::text("speakers", "Speakers"),
        Column::text("notes", "Notes"),
    ]);
    let mut outcome = Outcome::default();
    if !arguments.dry_run {
        files::write::folder(&study.transcripts())?;
    }
    let mut progress = app.ui.progress("adding");
    for (number, source) in found.sources.iter().enumerate() {
        progress.step(number, found.sources.len());
        match one(&source.path, &study, &known, arguments) {
            Ok((state, summary, notes)) => {
                if let State::Differs(difference) = &state {
                    app.ui.status(&format!("{}: {difference}", files::shown(&source.path)));
                }
                outcome.add(&state, &summary);
                let state = state.name(arguments.dry_run);
                table.push(row(&source.path, state, &summary, &notes));
            }
            Err(told) => app.ui.tell(&told),
        }
    }
    drop(progress);
    if !table.rows.is_empty() {
        arguments.output.write(&Report::new("add", table), &app.ui)?;
    }
    outcome.tell(arguments.dry_run, app);
    if !arguments.dry_run {
        known = Corpus::of_study(study, &Given::default());
        suggest_interviewers(&known, app);
        next_step(&outcome, &known, app);
    }
    Ok(if outcome.differ > 0 && !arguments.replace { Exit::No } else { Exit::Done })
}

/// What became of a file.
enum State {
    Added,
    Same,
    /// There is another file of that name; the text says how they differ.
    Differs(String),
    Replaced,
}

impl State {
    fn name(&self, dry_run: bool) -> &'static str {
        match (self, dry_run) {
            (State::Added, false) => "added",
            (State::Added, true) => "would be added",
            (State::Same, _) => "already there",
            (State::Differs(_), _) => "differs",
            (State::Replaced, false) => "replaced",
            (State::Replaced, true) => "would be replaced",
        }
    }
}

/// Reads one file and copies it.
fn one(
    path: &Path,
    study: &Study,
    known: &Corpus,
    arguments: &Arguments,
) -> Result<(State, Summary, Vec<Diagnostic>), Diagnostic> {
    let bytes = match path == Path::new("-") {
        true => return Err(Diagnostic::error("`add` needs files, so that they have names")),
        false => files::read(path)?,
    };
    let mut transcript = read::read(&bytes, &files::shown(path), &known.options)?;
    let name = path.file_name().unwrap_or_default();
    transcript.id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let summary = Summary::of(&transcript, &Cast::of(&transcript, &known.known));
    let target = study.transcripts().join(name);
    let state = put(&target, &bytes, arguments)?;
    Ok((state, summary, transcript.notes))
}

fn put(target: &Path, bytes: &[u8], arguments: &Arguments) -> Result<State, Diagnostic> {
    let is_new = match arguments.dry_run {
        true => files::what(target) == files::What::Missing,
        false => files::write::create(target, bytes)?,
    };
    if is_new {
        return Ok(State::Added);
    }
    let old = files::read(target)?;
    if old == bytes {
        return Ok(State::Same);
    }
    if !arguments.replace {
        return Ok(State::Differs(difference(&old, bytes)));
    }
    if !arguments.dry_run {
        files::write::replace(target, bytes)?;
    }
    Ok(State::Replaced)
}

/// How two files differ: their sizes, and the first line that is not the same. The line itself is
/// not quoted; it may be confidential.
fn difference(old: &[u8], new: &[u8]) -> String {
    let line = old
        .split(|byte| *byte == b'\n')
        .zip(new.split(|byte| *byte == b'\n'))
        .position(|(old, new)| old != new)
        .unwrap_or_else(|| {
            old.split(|byte| *byte == b'\n').count().min(new.split(|byte| *byte == b'\n').count())
        });
    let text = std::str::from_utf8(old).is_ok() && std::str::from_utf8(new).is_ok();
    let at = if text { format!(", from line {} on", line + 1) } else { String::new() };
    format!(
        "differs from the study's ({} there, {} here{at})",
        counted(old.len(), "byte"),
        counted(new.len(), "byte")
    )
}

fn row(path: &Path, state: &str, summary: &Summary, notes: &[Diagnostic]) -> Vec<Cell> {
    let notes = notes.iter().filter(|note| note.severity >= Severity::Warning);
    let speakers = summary.speakers.iter().map(|(label, role)| match role.name() {
        "participant" => label.clone(),
        role => format!("{label} ({role})"),
    });
    vec![
        Cell::from(path.file_name().unwrap_or_default().to_string_lossy().as_ref()),
        Cell::from(state),
        Cell::from(summary.format),
        Cell::from(summary.encoding),
        Cell::count(summary.turns),
        Cell::Count(summary.words),
        Cell::List(speakers.collect()),
        Cell::List(notes.map(|note| note.message.clone()).collect()),
    ]
}

/// What was done, over all files.
#[derive(Default)]
struct Outcome {
    added: usize,
    replaced: usize,
    same: usize,
    differ: usize,
    turns: usize,
    speakers: usize,
}

impl Outcome {
    fn add(&mut self, state: &State, summary: &Summary) {
        match state {
            State::Added => self.added += 1,
            State::Replaced => self.replaced += 1,
            State::Same => self.same += 1,
            State::Differs(_) => self.differ += 1,
        }
        if matches!(state, State::Added | State::Replaced) {
            self.turns += summary.turns;
            self.speakers += summary.speakers.len();
        }
    }

    fn tell(&self, dry_run: bool, app: &App) {
        let mut parts = Vec::new();
        let would = |done: &str, planned: &str| if dry_run { planned } else { done }.to_owned();
        if self.added + self.replaced > 0 {
            let verb = match self.replaced {
                0 => would("Added", "Would add"),
                _ if self.added == 0 => would("Replaced", "Would replace"),
                _ => would("Added or replaced", "Would add or replace"),
            };
            parts.push(format!(
                "{verb} {} with {} by {}.",
                counted(self.added + self.replaced, "transcript"),
                counted(self.turns, "turn"),
                counted(self.speakers, "speaker")
            ));
        }
        if self.same > 0 {
            parts.push(format!("{} there already.", is_are(self.same)));
        }
        if self.differ > 0 {
            parts.push(format!("{} from the study's and left alone.", differ(self.differ)));
        }
        if parts.is_empty() {
            parts.push("Nothing was added.".to_owned());
        }
        app.ui.status(&parts.join(" "));
        if self.differ > 0 {
            app.ui.hint("`--replace` takes the new text; codings find their place in it again");
        }
    }
}

fn is_are(number: usize) -> String {
    format!("{} {}", counted(number, "transcript"), if number == 1 { "was" } else { "were" })
}

fn differ(number: usize) -> String {
    format!("{} {}", counted(number, "transcript"), if number == 1 { "differs" } else { "differ" })
}

/// Names labels that talk nearly everywhere: one of them may ask the questions.
fn suggest_interviewers(corpus: &Corpus, app: &App) {
    let all: Vec<_> = corpus.sources.iter().collect();
    let mut frequent = Frequent::default();
    let mut progress = app.ui.progress("reading");
    // What cannot be read was told before or is no part of this command.
    let _ = fold(
        corpus,
        &all,
        || (),
        |(), transcript, cast| Summary::of(&transcript, &cast),
        |summary| frequent.add(&summary),
        &mut |done, total| progress.step(done, total),
    );
    drop(progress);
    let suspects = frequent.suspects(|label| corpus.known.cases.contains(label));
    let labels: Vec<String> = suspects.iter().map(|(label, _)| format!("`{label}`")).collect();
    if !labels.is_empty() {
        let talk = if labels.len() == 1 { "talks" } else { "talk" };
        app.ui.hint(&format!(
            "{} {talk} in most transcripts; if that is the interviewer, write it under `[roles] \
             interviewer` in emic.toml",
            listed(&labels)
        ));
    }
}

fn next_step(outcome: &Outcome, corpus: &Corpus, app: &App) {
    if outcome.added + outcome.replaced == 0 {
        return;
    }
    match corpus.codebooks.is_empty() {
        true => app.ui.hint("`emic transcripts` lists them; `emic codebook new` begins a codebook"),
        false => app.ui.hint("`emic transcripts` lists them; `emic report themes` counts them"),
    }
}
