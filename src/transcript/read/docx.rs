//! Word documents: paragraphs and tables to turns.
//!
//! In comes the package, out come turns, by whichever holds: a Teams export (bold name, time, line
//! break, text), a table with a speaker and a speech column, labelled text as in a plain file, or
//! bold labels and bold questions (METHODS 5.2).

use super::input::Input;
use super::package::{Package, damaged};
use super::paragraphs::{self, Block, Document, Run};
use super::{Reader, format_of, label, table, times};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;
use crate::transcript::build::Builder;
use crate::transcript::reading::Join;

/// Word documents.
pub(super) struct Docx;

/// Where the text of a document is.
const MAIN: &str = "word/document.xml";

/// The speaker of whole bold paragraphs: the questions.
const QUESTIONS: &str = "(bold)";

/// The speaker of the paragraphs below them: the answers.
const ANSWERS: &str = "(plain)";

impl Reader for Docx {
    fn name(&self) -> &'static str {
        "docx"
    }

    fn about(&self) -> &'static str {
        "Word documents: labels, bold labels, tables of turns, Teams exports"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["docx"]
    }

    fn is_packaged(&self) -> bool {
        true
    }

    fn recognises(&self, input: &Input) -> bool {
        Package::open(input.bytes, input.path).is_ok_and(|package| main_part(&package).is_some())
    }

    fn read(&self, input: Input) -> Result<Transcript, Diagnostic> {
        let path = input.path;
        let mut package = Package::open(input.bytes, path)?;
        let Some(main) = main_part(&package) else { return Err(package.unknown()) };
        let xml = package.text(&main)?;
        let document = paragraphs::document(&xml).map_err(|why| {
            let mut error = damaged(path);
            error.message = format!("`{path}` is a damaged Word document: {why}");
            error
        })?;
        drop(xml);
        let mut transcript = turns(&document, &input)?;
        transcript.notes.extend(not_read(&document, path));
        if transcript.turns.is_empty() {
            let message = format!("`{path}` has no text");
            transcript.notes.push(Diagnostic::warning(message).in_file(path));
        }
        Ok(transcript)
    }
}

/// The name of the part that holds the text.
fn main_part(package: &Package) -> Option<String> {
    if package.has(MAIN) {
        return Some(MAIN.to_owned());
    }
    let is_main = |name: &String| {
        name.strip_prefix("word/document").is_some_and(|rest| rest.ends_with(".xml"))
    };
    package.names().into_iter().find(is_main)
}

/// What stands in the document and is not read.
fn not_read(document: &Document, path: &str) -> Option<Diagnostic> {
    let mut parts = Vec::new();
    for (number, word) in [(document.comments, "comment"), (document.notes, "note")] {
        if number > 0 {
            parts.push(format!("{number} {word}{}", if number == 1 { "" } else { "s" }));
        }
    }
    let message = format!("{} of `{path}` not read", parts.join(" and "));
    (!parts.is_empty()).then(|| Diagnostic::note(message).in_file(path))
}

fn turns(document: &Document, input: &Input) -> Result<Transcript, Diagnostic> {
    let paragraphs: Vec<&[Run]> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph(runs) => Some(runs.as_slice()),
            Block::Table(_) => None,
        })
        .collect();
    if is_teams(&paragraphs) {
        return Ok(teams(&paragraphs));
    }
    if let Some(rows) = turn_tables(document)
        && let Some(transcript) = table::of_document(rows, input)
    {
        return Ok(transcript);
    }
    let text = as_text(document);
    let as_text = Input::of_text(text, input.path, input.options);
    let format = format_of(&as_text)?;
    let has_labels = match format.name() {
        "labels" => {
            let survey = as_text.survey();
            survey.labels.accepted_lines() * 2 >= survey.filled
        }
        "plain" => false,
        _ => true,
    };
    let has_bold = paragraphs.iter().any(|runs| is_all_bold(runs) || bold_label(runs).is_some());
    if has_bold && !has_labels {
        return Ok(bold(document, input.path));
    }
    if as_text.text().trim().is_empty() {
        return Ok(Transcript::default());
    }
    let name = format.name();
    let read = format.0.read(as_text)?;
    Ok(rewritten(read, name == "plain"))
}

/// The document as a plain text: a line a paragraph. Where paragraphs are not set apart by empty
/// ones, each stands by itself.
fn as_text(document: &Document) -> String {
    let mut lines: Vec<String> = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(runs) => lines.push(paragraphs::plain(runs)),
            Block::Table(rows) => lines.extend(rows.iter().map(|row| row.join("\t"))),
        }
    }
    let empty = lines.iter().filter(|line| line.trim().is_empty()).count();
    lines.join(if empty * 4 > lines.len() { "\n" } else { "\n\n" })
}

/// A transcript over plain text, written anew from its turns.
fn rewritten(read: Transcript, is_one_turn: bool) -> Transcript {
    let mut builder = Builder::written();
    for turn in &read.turns {
        let words = read.reading_text(turn);
        if is_one_turn && words.is_empty() {
            continue;
        }
        builder.push(read.speaker(turn), &words, (turn.start_ms, turn.end_ms));
        if let Some(written) = builder.last_turn() {
            written.extra.clone_from(&turn.extra);
        }
    }
    let mut transcript = builder.finish();
    transcript.meta = read.meta;
    transcript.notes = read.notes;
    transcript.jefferson = read.jefferson;
    transcript
}

/// The rows of the document's tables, if most of its text stands in them.
fn turn_tables(document: &Document) -> Option<Vec<Vec<String>>> {
    let (mut in_tables, mut outside) = (0, 0);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(runs) => {
                outside += runs.iter().map(|run| run.text.len()).sum::<usize>()
            }
            Block::Table(table) => {
                in_tables += table.iter().flatten().map(String::len).sum::<usize>();
                rows.extend(table.iter().cloned());
            }
        }
    }
    (in_tables > outside && !rows.is_empty()).then_some(rows)
}

/// Whether all of a paragraph's letters are bold.
fn is_all_bold(runs: &[Run]) -> bool {
    let mut spoken = runs.iter().filter(|run| !run.text.trim().is_empty()).peekable();
    spoken.peek().is_some() && spoken.all(|run| run.is_bold)
}

/// The label of a paragraph that begins with a bold one, and its words.
fn bold_label(runs: &[Run]) -> Option<(String, String)> {
    let first = runs.iter().find(|run| !run.text.trim().is_empty())?;
    let text = paragraphs::plain(runs);
    let found = label::find(text.trim(), false).filter(|_| first.is_bold && !is_all_bold(runs))?;
    Some((found.label.to_owned(), squeezed(&text.trim()[found.speech..])))
}

/// A text with every run of white space as one space.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Turns by bold labels; bold paragraphs that are no label are questions.
fn bold(document: &Document, path: &str) -> Transcript {
    let mut turns: Vec<(String, Vec<String>)> = Vec::new();
    let mut meta = Vec::new();
    for block in &document.blocks {
        let runs = match block {
            Block::Paragraph(runs) => runs.clone(),
            Block::Table(rows) => {
                let text = rows.iter().map(|row| row.join(" ")).collect::<Vec<_>>().join(" ");
                vec![Run { text, is_bold: false }]
            }
        };
        let words = squeezed(&paragraphs::plain(&runs));
        if words.is_empty() {
            continue;
        }
        if let Some((label, words)) = bold_label(&runs) {
            turns.push((label, vec![words]));
        } else if is_all_bold(&runs) {
            let is_label = words.split(' ').count() <= 4 && !words.ends_with(['?', '.', '!']);
            if is_label {
                turns.push((words.trim_end_matches(':').trim_end().to_owned(), Vec::new()));
            } else {
                turns.push((QUESTIONS.to_owned(), vec![words]));
            }
        } else {
            match turns.last_mut() {
                Some((speaker, said)) if speaker != QUESTIONS => said.push(words),
                _ => turns.push((ANSWERS.to_owned(), vec![words])),
            }
        }
    }
    // A bold title is no speaker: nothing follows it.
    while turns.first().is_some_and(|(_, said)| said.is_empty()) && turns.len() > 1 {
        meta.push(("title".to_owned(), turns.remove(0).0));
    }
    let mut builder = Builder::written();
    for (speaker, said) in turns.iter().filter(|(_, said)| !said.is_empty()) {
        builder.push(Some(speaker), &said.join(Join::Paragraph.text()), (None, None));
    }
    let mut transcript = builder.finish();
    transcript.meta = meta;
    if transcript.speakers.iter().any(|speaker| speaker == QUESTIONS) {
        transcript.notes.push(
            Diagnostic::note(format!(
                "bold paragraphs of `{path}` are read as questions, the others as answers"
            ))
            .in_file(path)
            .help(format!("name the speakers `{QUESTIONS}` and `{ANSWERS}` in speakers.csv")),
        );
    }
    transcript
}

/// What the bold name of a Teams export is followed by: a time, and the words below it.
fn teams_turn(runs: &[Run]) -> Option<(String, u32, String)> {
    let first = runs.first().filter(|run| run.is_bold && !run.text.trim().is_empty())?;
    let after = paragraphs::plain(&runs[1..]);
    let (time, words) = after.split_once('\n').unwrap_or((&after, ""));
    let ms = times::only_clock(time).filter(|_| time.starts_with(char::is_whitespace))?;
    Some((first.text.trim().to_owned(), ms, squeezed(words)))
}

fn is_transcription_line(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with(" started transcription") || text.ends_with(" stopped transcription")
}

fn is_teams(paragraphs: &[&[Run]]) -> bool {
    paragraphs.iter().filter(|runs| teams_turn(runs).is_some()).count() >= 2
        || paragraphs.iter().any(|runs| is_transcription_line(&paragraphs::plain(runs)))
            && paragraphs.iter().any(|runs| teams_turn(runs).is_some())
}

fn teams(paragraphs: &[&[Run]]) -> Transcript {
    let mut turns: Vec<(String, u32, Vec<String>)> = Vec::new();
    let mut meta = Vec::new();
    for runs in paragraphs {
        let text = squeezed(&paragraphs::plain(runs));
        if text.is_empty() || is_transcription_line(&text) {
            continue;
        }
        match teams_turn(runs) {
            Some((name, ms, words)) => turns.push((name, ms, vec![words])),
            None => match turns.last_mut() {
                Some((.., said)) => said.push(text),
                None => meta.push(("title".to_owned(), text)),
            },
        }
    }
    let mut builder = Builder::written();
    for (name, ms, mut said) in turns {
        said.retain(|words| !words.is_empty());
        builder.push(Some(&name), &said.join(Join::Paragraph.text()), (Some(ms), None));
    }
    let mut transcript = builder.finish();
    transcript.meta = meta;
    transcript
}
