//! `emic code --edit`, `--sheet` and `--from-sheet`: coding in the researcher's own editor.
//!
//! The sheet lies beside the study's settings while it is open, so that nothing typed is lost
//! whatever happens to the program or the machine; it goes when all of it is in the log.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anstream::adapter::strip_str;

use crate::cli::coder::Coder;
use crate::cli::pen::Pen;
use crate::cli::render::render;
use crate::cli::ui::Stop;
use crate::cli::words::{counted, listed};
use crate::cli::{App, Exit, editor};
use crate::coding::hand;
use crate::coding::sheet::{Change, Entry, Head, Sheet, difference, events, read, write};
use crate::diagnostic::{Diagnostic, Outcome, Source};
use crate::files;
use crate::study::corpus::Corpus;
use crate::study::logs::Logs;
use crate::study::open::Study;
use crate::transcript::Transcript;

/// What is wrong with a sheet stands in lines that begin so.
const TOLD: &str = "#!";
/// So often a sheet is opened again; an editor that is a program could go on for ever.
const TIMES: usize = 50;
/// Options that name a piece of the transcript, which a sheet does by its marks.
const PIECES: [&str; 11] =
    ["codes", "quote", "turn", "line", "start", "end", "note", "new", "vivo", "done", "instead_of"];

/// Options of coding with a sheet.
#[derive(clap::Args, Clone, Debug)]
pub(super) struct Options {
    /// Code in your editor: opens a sheet of the transcript with your codings
    #[arg(long, conflicts_with_all = PIECES)]
    edit: bool,
    /// The editor; without it VISUAL or EDITOR says which
    #[arg(long, value_name = "COMMAND", requires = "edit")]
    editor: Option<String>,
    /// Print the sheet
    #[arg(long, conflicts_with_all = PIECES, conflicts_with = "edit")]
    sheet: bool,
    /// Take what was changed in a sheet; `-` is standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = PIECES, conflicts_with_all = ["edit", "sheet"])]
    from_sheet: Option<PathBuf>,
}

/// What is done with a sheet.
#[derive(Clone, Copy, Debug)]
pub(super) enum Way<'a> {
    /// Opened in an editor.
    Edit(Option<&'a str>),
    /// Printed.
    Print,
    /// Read from a file.
    Read(&'a Path),
}

impl Options {
    /// What is wanted of a sheet, if anything is.
    pub(super) fn way(&self) -> Option<Way<'_>> {
        match (&self.from_sheet, self.edit, self.sheet) {
            (Some(path), ..) => Some(Way::Read(path)),
            (_, true, _) => Some(Way::Edit(self.editor.as_deref())),
            (_, _, true) => Some(Way::Print),
            _ => None,
        }
    }
}

/// What a sheet is about.
struct Desk<'d> {
    study: &'d Study,
    transcript: Transcript,
    /// Who codes.
    name: String,
    coder: Coder,
    /// Codes that people gave.
    used: Vec<String>,
    round: Option<u32>,
    dry_run: bool,
}

/// One coder's codings of the transcript, as the log has them now.
struct Present {
    entries: Vec<Entry>,
    unplaced: usize,
    /// The marks that it was read to its end.
    done: Vec<String>,
}

pub(super) fn run(
    way: Way<'_>,
    arguments: &super::Arguments,
    corpus: &Corpus,
    app: &App,
) -> Result<Exit, Stop> {
    let Some(study) = &corpus.study else { return Ok(Exit::Done) };
    let logs = Logs::read(study);
    app.ui.tell_all(&logs.told);
    let name = Pen::new(&logs, app)?.coder;
    let (transcript, _) = corpus.open(corpus.named(&arguments.transcript)?)?;
    let states = logs.states.values().flat_map(|state| state.codings.values());
    let desk = Desk {
        study,
        transcript,
        name,
        coder: Coder::of_people(corpus, false, &[], Logs::default())?,
        used: states.map(|held| held.code.clone()).collect(),
        round: arguments.round,
        dry_run: arguments.dry_run,
    };
    let present = desk.present(&logs);
    match way {
        Way::Print => {
            app.ui.data(desk.written(&present).as_bytes())?;
            Ok(Exit::Done)
        }
        Way::Read(path) => {
            let name = files::shown(path);
            let text = match path == Path::new("-") {
                true => String::from_utf8_lossy(&files::read_standard_input()?).into_owned(),
                false => files::read_text(path)?,
            };
            let sheet = desk.read(&Arc::new(Source { name, text }))?;
            desk.take(&sheet, None, app)
        }
        Way::Edit(given) => desk.edit(&editor::command(given, app)?, &present, app),
    }
}

impl Desk<'_> {
    fn present(&self, logs: &Logs) -> Present {
        let held = logs.of_transcript(&self.name, &self.transcript.id);
        let placed = hand::place(&self.transcript.text, &held);
        let entries: Vec<Entry> = placed
            .iter()
            .filter(|placed| placed.found.place.is_some())
            .map(|placed| Entry {
                id: Some(placed.held.id.clone()),
                code: placed.held.code.clone(),
                note: placed.held.note.clone().filter(|note| !note.is_empty()),
                bytes: placed.bytes.clone(),
            })
            .collect();
        let marks = logs.states.get(&self.name).map(|state| state.done.as_slice());
        let marks = marks.unwrap_or_default().iter();
        let whole = marks.filter(|mark| mark.anchor.is_none());
        Present {
            unplaced: held.len() - entries.len(),
            entries,
            done: whole
                .filter(|mark| mark.transcript == self.transcript.id)
                .map(|mark| mark.id.clone())
                .collect(),
        }
    }

    fn written(&self, present: &Present) -> String {
        let turns: Vec<(usize, usize)> = (1..)
            .zip(&self.transcript.turns)
            .map(|(number, turn)| (self.transcript.reading(turn).extent().start, number))
            .collect();
        let codebook = self.coder.rules.codebook();
        let of_codebook = self.coder.tree.order().iter().filter_map(|&at| codebook.codes.get(at));
        let mut codes: Vec<(String, String)> = of_codebook
            .filter(|code| code.codable)
            .map(|code| (code.id.clone(), code.label.clone()))
            .collect();
        let mut own: Vec<&String> =
            self.used.iter().filter(|code| self.coder.tree.find(code).is_none()).collect();
        own.sort();
        own.dedup();
        codes.extend(own.into_iter().map(|code| (code.clone(), String::new())));
        let head = Head {
            transcript: &self.transcript.id,
            coder: &self.name,
            codes: &codes,
            unplaced: present.unplaced,
        };
        let done = !present.done.is_empty();
        write(&head, &self.transcript.text, &turns, &present.entries, done)
    }

    fn read(&self, source: &Arc<Source>) -> Outcome<Sheet> {
        let codebook = self.coder.rules.codebook();
        read(source, &self.transcript.text, &|name: &str| {
            if self.used.iter().any(|code| code == name) {
                return Ok(name.to_owned());
            }
            let place = self.coder.tree.resolve(name)?;
            Ok(codebook.codes.get(place).map_or_else(|| name.to_owned(), |code| code.id.clone()))
        })
    }

    /// Writes what changed. `before` are the codings that the sheet was written with, where they
    /// are known; else those of now that the sheet lists.
    fn take(&self, sheet: &Sheet, before: Option<&Present>, app: &App) -> Result<Exit, Stop> {
        let _lock = if self.dry_run { None } else { Some(self.study.lock()?) };
        let logs = Logs::read(self.study);
        let now = self.present(&logs);
        let base = before.unwrap_or(&now);
        let changes = difference(&base.entries, !base.done.is_empty(), sheet);
        if changes.is_empty() {
            app.ui.status(&format!("Nothing changed in `{}`.", self.transcript.id));
            return Ok(Exit::Done);
        }
        let mut pen = Pen::of(&self.name, &logs)?;
        let events = events(&changes, &self.transcript, &now.done);
        let events: Vec<_> = logs
            .for_united(&self.name, events)
            .into_iter()
            .map(|event| pen.sign(crate::coding::log::event::Event { round: self.round, ..event }))
            .collect();
        let said = in_words(&changes);
        if self.dry_run {
            app.ui.status(&format!("Would write for `{}`: {said}.", self.transcript.id));
            return Ok(Exit::Done);
        }
        pen.write(self.study, &events)?;
        app.ui.status(&format!("Wrote for `{}`: {said}.", self.transcript.id));
        app.ui.hint("`emic log` lists the events, `emic undo` takes back the last");
        Ok(Exit::Done)
    }

    /// Opens the sheet, again and again until it is right or given up.
    fn edit(&self, command: &str, present: &Present, app: &App) -> Result<Exit, Stop> {
        let first = self.written(present);
        let path = self.place(&first)?;
        let name = files::shown(&path);
        let mut given = first.clone();
        for _ in 0..TIMES {
            let ended = editor::open(command, &path);
            let typed = match files::read_text(&path) {
                Ok(typed) => without_told(&typed),
                Err(told) => return self.kept(&path, vec![told], app),
            };
            if typed == first {
                files::index_folder::discard(&path);
                let exit = ended?;
                app.ui.status(&format!("Nothing changed in `{}`.", self.transcript.id));
                return Ok(if exit { Exit::Done } else { Exit::No });
            }
            if !ended? {
                let told = Diagnostic::error("the editor ended with a failure");
                return self.kept(&path, vec![told], app);
            }
            let source = Arc::new(Source { name: name.clone(), text: typed.clone() });
            let told = match self.read(&source) {
                Ok(sheet) => match self.take(&sheet, Some(present), app) {
                    Ok(exit) => {
                        if self.dry_run {
                            app.ui.hint(&format!("the sheet is in {name}"));
                        } else {
                            files::index_folder::discard(&path);
                        }
                        return Ok(exit);
                    }
                    Err(Stop::Told(told)) => return self.kept(&path, told, app),
                    Err(closed) => return Err(closed),
                },
                Err(told) => told,
            };
            if typed == given {
                // Closed as it was given back: there is no more to come.
                files::write::replace(&path, typed.as_bytes())?;
                return self.kept(&path, told, app);
            }
            let reopened = self.with_told(&name, &typed, &told);
            files::write::replace(&path, reopened.as_bytes())?;
            given = typed;
        }
        self.kept(&path, vec![Diagnostic::error("the sheet is not right yet")], app)
    }

    /// Writes the sheet to a file beside the settings of the study; none is written over.
    fn place(&self, sheet: &str) -> Result<PathBuf, Stop> {
        let plain = |c: char| if c.is_alphanumeric() || ".-_".contains(c) { c } else { '-' };
        let name: String =
            format!("{}.{}", self.transcript.id, self.name).chars().map(plain).collect();
        let mut number = 1;
        loop {
            let path = match number {
                1 => self.study.inside(&format!("{name}.sheet")),
                _ => self.study.inside(&format!("{name}.{number}.sheet")),
            };
            if files::write::create(&path, sheet.as_bytes())? {
                return Ok(path);
            }
            number += 1;
        }
    }

    /// What was typed with what is wrong at its top.
    fn with_told(&self, name: &str, typed: &str, told: &[Diagnostic]) -> String {
        let top = |told: &[Diagnostic]| {
            let mut top =
                format!("{TOLD} Nothing is written yet; this has to be put right first.\n");
            for line in told.iter().flat_map(|told| {
                let text = strip_str(&render(told, None)).to_string();
                text.lines().map(str::to_owned).collect::<Vec<_>>()
            }) {
                top.push_str(format!("{TOLD} {line}").trim_end());
                top.push('\n');
            }
            top.push_str(&format!(
                "{TOLD} To give up, close the sheet as it is: it is kept in {name}.\n"
            ));
            top
        };
        // The numbers of the lines are those of the file with this at its top.
        let lines = "#\n".repeat(top(told).lines().count());
        let text = format!("{lines}{typed}");
        let source = Arc::new(Source { name: name.to_owned(), text });
        let again = self.read(&source).err();
        top(again.as_deref().unwrap_or(told)) + typed
    }

    /// What was typed stays, and it is said where.
    fn kept(&self, path: &Path, mut told: Vec<Diagnostic>, app: &App) -> Result<Exit, Stop> {
        let name = files::shown(path);
        app.ui.tell_all(&std::mem::take(&mut told));
        app.ui.status(&format!("Nothing was written; what you typed is in {name}."));
        let id = &self.transcript.id;
        app.ui.hint(&format!("put it right and take it with `emic code {id} --from-sheet {name}`"));
        Ok(Exit::Error)
    }
}

/// A sheet without what was told about it.
fn without_told(sheet: &str) -> String {
    sheet.split_inclusive('\n').filter(|line| !line.starts_with(TOLD)).collect()
}

/// What changed, in words.
fn in_words(changes: &[Change]) -> String {
    let count = |is_so: fn(&Change) -> bool| changes.iter().filter(|change| is_so(change)).count();
    let several = [
        (count(|change| matches!(change, Change::Add(_))), "added"),
        (count(|change| matches!(change, Change::Remove { .. })), "removed"),
        (count(|change| matches!(change, Change::Recode { .. })), "with another code"),
        (count(|change| matches!(change, Change::Resize { .. })), "with other boundaries"),
        (count(|change| matches!(change, Change::Note { .. })), "with another note"),
    ];
    let mut parts: Vec<String> = several
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{} {what}", counted(number, "coding")))
        .collect();
    if changes.contains(&Change::Done) {
        parts.push("read to its end".to_owned());
    }
    if changes.contains(&Change::NotDone) {
        parts.push("not read to its end".to_owned());
    }
    listed(&parts)
}
