//! Laid-out documents (docx, odt, rtf, html): from paragraphs and tables to turns.
//!
//! In comes a [`Document`], out come turns, by whichever holds: a Teams export (bold name, time, line
//! break, text), a table with a speaker and a speech column, bold questions with labelled answers,
//! labelled text as in a plain file, or bold labels and bold questions.

use super::input::Input;
use super::paragraphs::{self, Block, Document, Run};
use super::{Format, Reader, docx_bold, docx_questions, docx_teams, format_of, labels, table};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;
use crate::transcript::build::Builder;

/// The transcript of a document, with notes on what of it is not read.
pub(super) fn transcript(document: &Document, input: &Input) -> Result<Transcript, Diagnostic> {
    let path = input.path;
    let mut transcript = turns(document, input)?;
    transcript.notes.extend(not_read(document, path));
    if transcript.turns.is_empty() {
        let message = format!("`{path}` has no text");
        transcript.notes.push(Diagnostic::warning(message).in_file(path));
    }
    Ok(transcript)
}

/// What stands in the document and is not read.
fn not_read(document: &Document, path: &str) -> Option<Diagnostic> {
    let mut parts = Vec::new();
    for (number, word) in [(document.comments, "comment"), (document.notes, "footnote")] {
        if number > 0 {
            parts.push(format!("{number} {word}{}", if number == 1 { "" } else { "s" }));
        }
    }
    let verb = match document.comments + document.notes + usize::from(document.has_hidden) {
        1 => "is",
        _ => "are",
    };
    if document.has_hidden {
        parts.push("hidden text".to_owned());
    }
    let message = format!("{} in `{path}` {verb} not read", parts.join(" and "));
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
    if docx_teams::recognises(&paragraphs) {
        return Ok(docx_teams::read(&paragraphs));
    }
    if let Some(rows) = turn_tables(document)
        && let Some(mut transcript) = table::of_document(rows, input)
    {
        transcript.notes.extend(beside(&paragraphs, input.path));
        return Ok(transcript);
    }
    let rows = with_rows(document);
    let lines: Vec<String> = rows.iter().map(|runs| paragraphs::plain(runs)).collect();
    let as_text = Input::of_text(joined(&lines), input.path, input.options);
    let labels = &as_text.survey().labels;
    if let Some(lines) = docx_questions::labelled(&apart(rows), labels, &input.options.interviewers)
    {
        return questions(&lines, input);
    }
    let format = format_of(&as_text)?;
    let has_labels = match format.name() {
        "labels" => {
            let survey = as_text.survey();
            survey.labels.accepted_lines() * 2 >= survey.filled
        }
        "plain" => false,
        _ => true,
    };
    if !has_labels && docx_bold::recognises(&paragraphs) {
        return Ok(docx_bold::read(document, input.path));
    }
    if as_text.text().trim().is_empty() {
        return Ok(Transcript::default());
    }
    read_as(format, as_text)
}

/// The note on what stands beside a table of turns.
fn beside(paragraphs: &[&[Run]], path: &str) -> Option<Diagnostic> {
    let filled = |runs: &&&[Run]| !paragraphs::plain(runs).trim().is_empty();
    let verb = match paragraphs.iter().filter(filled).count() {
        0 => return None,
        1 => "one paragraph beside the table of turns is".to_owned(),
        more => format!("{more} paragraphs beside the table of turns are"),
    };
    Some(Diagnostic::note(format!("{verb} not read in `{path}`")).in_file(path))
}

/// The transcript of a text that came out of a file, written anew.
pub(super) fn of_text(text: String, input: &Input) -> Result<Transcript, Diagnostic> {
    let as_text = Input::of_text(text, input.path, input.options);
    read_as(format_of(&as_text)?, as_text)
}

fn read_as(format: Format, text: Input) -> Result<Transcript, Diagnostic> {
    let is_one_turn = format.name() == "plain";
    Ok(rewritten(format.0.read(text)?, is_one_turn))
}

/// Questions and answers, each with its label.
fn questions(lines: &[String], input: &Input) -> Result<Transcript, Diagnostic> {
    let mut options = input.options.clone();
    options.interviewers.extend([docx_bold::QUESTIONS, docx_bold::ANSWERS].map(str::to_owned));
    let read = labels::Labels.read(Input::of_text(joined(lines), input.path, &options))?;
    let mut transcript = rewritten(read, false);
    transcript.notes.extend(docx_bold::told(&transcript, input.path));
    Ok(transcript)
}

/// The paragraphs, the rows of tables among them.
fn with_rows(document: &Document) -> Vec<Vec<Run>> {
    let mut all = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Paragraph(runs) => all.push(runs.clone()),
            Block::Table(rows) => {
                let row = |row: &Vec<String>| vec![Run { text: row.join("\t"), is_bold: false }];
                all.extend(rows.iter().map(row));
            }
        }
    }
    all
}

/// Paragraphs of which some lines are bold and others are not, as a paragraph a line.
fn apart(paragraphs: Vec<Vec<Run>>) -> Vec<Vec<Run>> {
    let split = |runs: Vec<Run>| {
        let lines = paragraphs::lines(&runs);
        let bold = lines.iter().filter(|line| docx_bold::is_all_bold(line)).count();
        let filled = lines.iter().filter(|line| !paragraphs::plain(line).trim().is_empty()).count();
        if bold > 0 && bold < filled { lines } else { vec![runs] }
    };
    paragraphs.into_iter().flat_map(split).collect()
}

/// Paragraphs as a plain text. Where they are not set apart by empty ones, each stands by itself.
fn joined(lines: &[String]) -> String {
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
