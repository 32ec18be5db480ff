//! Word documents: paragraphs and tables to turns.
//!
//! In comes the package, out come turns, by whichever holds: a Teams export (bold name, time, line
//! break, text), a table with a speaker and a speech column, labelled text as in a plain file, or
//! bold labels and bold questions (METHODS 5.2).

use super::input::Input;
use super::package::{Package, damaged};
use super::paragraphs::{self, Block, Document, Run};
use super::{Reader, docx_bold, docx_teams, format_of, table};
use crate::diagnostic::Diagnostic;
use crate::transcript::Transcript;
use crate::transcript::build::Builder;

/// Word documents.
pub(super) struct Docx;

/// Where the text of a document is.
const MAIN: &str = "word/document.xml";

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
    for (number, word) in [(document.comments, "comment"), (document.notes, "footnote")] {
        if number > 0 {
            parts.push(format!("{number} {word}{}", if number == 1 { "" } else { "s" }));
        }
    }
    let verb = if document.comments + document.notes == 1 { "is" } else { "are" };
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
    if !has_labels && docx_bold::recognises(&paragraphs) {
        return Ok(docx_bold::read(document, input.path));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::read::{Options, read};
    use std::io::{Cursor, Write};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    /// A document of paragraphs: `*…*` is bold, `|` a line break.
    fn docx(paragraphs: &[&str]) -> Vec<u8> {
        let mut body = String::new();
        for paragraph in paragraphs {
            body.push_str("<w:p>");
            for (number, part) in paragraph.split('*').enumerate() {
                let bold = if number % 2 == 1 { "<w:rPr><w:b/></w:rPr>" } else { "" };
                let text = part.replace('|', "</w:t><w:br/><w:t xml:space=\"preserve\">");
                body.push_str(&format!(
                    "<w:r>{bold}<w:t xml:space=\"preserve\">{text}</w:t></w:r>"
                ));
            }
            body.push_str("</w:p>");
        }
        packed(&body)
    }

    fn packed(body: &str) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(MAIN, SimpleFileOptions::default()).unwrap();
        let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        write!(writer, "<w:document xmlns:w=\"{namespace}\"><w:body>{body}</w:body></w:document>")
            .unwrap();
        writer.finish().unwrap().into_inner()
    }

    fn of(bytes: &[u8]) -> Transcript {
        let transcript = read(bytes, "t.docx", &Options::default()).unwrap();
        assert_eq!(transcript.format, "docx");
        transcript
    }

    #[test]
    fn labelled_paragraphs_are_read_as_text_is() {
        let plain = of(&docx(&["Talk 4", "I: How was it?", "P1: Long.", "And dull.", "I: So?"]));
        assert_eq!(plain.text, "I: How was it?\nP1: Long.\n\nAnd dull.\nI: So?");
        assert_eq!(plain.meta, [("title".to_owned(), "Talk 4".to_owned())]);
        let spaced = of(&docx(&["I: How", "was it?", "", "P1: Long.", "", "I: So?", ""]));
        assert_eq!(spaced.text, "I: How was it?\nP1: Long.\nI: So?");
        let bold = of(&docx(&["*Ana: *How?", "*Ben: *Long: very.", "*Ana: *So?"]));
        assert_eq!(bold.text, "Ana: How?\nBen: Long: very.\nAna: So?");
    }

    #[test]
    fn bold_questions_have_plain_answers() {
        let transcript = of(&docx(&["*A talk*", "*What kept you going?*", "The people.", "Tea."]));
        assert_eq!(transcript.text, "(bold): What kept you going?\n(plain): The people.\n\nTea.");
        assert_eq!(transcript.meta, [("title".to_owned(), "A talk".to_owned())]);
    }

    #[test]
    fn an_essay_with_headings_is_no_talk() {
        let transcript = of(&docx(&["*Method*", "We walked.", "*Result*", "Wet."]));
        assert_eq!(transcript.turns.len(), 1);
        assert_eq!(transcript.text, "Method\n\nWe walked.\n\nResult\n\nWet.");
    }

    #[test]
    fn teams_exports_have_name_time_and_words_in_a_paragraph() {
        let transcript = of(&docx(&[
            "*Meeting*",
            "*Quill, Mara* started transcription",
            "*Quill, Mara*   0:04|How long?",
            "*Odell*   1:02:09|Four years.|On and off.",
        ]));
        assert_eq!(transcript.text, "Quill, Mara: How long?\nOdell: Four years. On and off.");
        assert_eq!(transcript.turns[1].start_ms, Some(3_729_000));
    }

    #[test]
    fn tables_of_turns_are_read_by_column() {
        let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
        let row = |cells: [&str; 2]| format!("<w:tr>{}{}</w:tr>", cell(cells[0]), cell(cells[1]));
        let rows = [
            row(["Ana", "So how was the week?"]),
            row(["Ben", "Long, and rather dull."]),
            row(["Ana", "And then what?"]),
            row(["Ben", "Nothing."]),
        ];
        let transcript = of(&packed(&format!("<w:tbl>{}</w:tbl>", rows.concat())));
        assert_eq!(transcript.turns.len(), 4);
        assert_eq!(transcript.speakers, ["Ana", "Ben"]);
    }

    #[test]
    fn broken_documents_are_errors() {
        let error = read(&packed("<w:p><w:r></w:p>"), "t.docx", &Options::default()).unwrap_err();
        assert!(error.message.contains("damaged Word document"));
        let empty = of(&docx(&[""]));
        assert!(empty.turns.is_empty() && empty.notes[0].message.contains("no text"));
    }
}
