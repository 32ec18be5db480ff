//! Word documents: paragraphs and tables to turns.
//!
//! In comes the package, out come turns, by whichever holds: a Teams export (bold name, time, line
//! break, text), a table with a speaker and a speech column, bold questions with labelled
//! answers, labelled text as in a plain file, or bold labels and bold questions (METHODS 5.2).

use super::input::Input;
use super::package::{Package, damaged};
use super::paragraphs::{self, Block, Document, Run};
use super::{Reader, docx_bold, docx_questions, docx_teams, format_of, labels, table};
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
    let name = format.name();
    let read = format.0.read(as_text)?;
    Ok(rewritten(read, name == "plain"))
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

    /// The words of a bold question are never those of the person who answers, and a label never
    /// stands among the words.
    #[test]
    fn bold_questions_have_labelled_answers() {
        let half = of(&docx(&["*Who are you?*", "P10: Me.", "*And the bridge?*", "P10: A plank."]));
        let read = "(bold): Who are you?\nP10: Me.\n(bold): And the bridge?\nP10: A plank.";
        assert_eq!(half.text, read);
        assert_eq!(half.speakers, ["(bold)", "P10"]);
        let more = of(&docx(&[
            "*Talk 4*",
            "Date: 3 March",
            "",
            "*Who are you?*",
            "P10: Me.",
            "And my dog.",
            "*Tell me more.*",
            "*And the bridge?*",
            "A plank: no more.",
            "P10: [sighs] No.",
        ]));
        assert_eq!(
            more.text,
            "(bold): Who are you?\nP10: Me.\n\nAnd my dog.\n(bold): Tell me more.\n\
             (bold): And the bridge?\nP10: A plank: no more.\nP10: [sighs] No."
        );
        assert_eq!(more.meta[0], ("title".to_owned(), "Talk 4".to_owned()));
        assert_eq!(more.meta[1], ("date".to_owned(), "3 March".to_owned()));
        assert!(more.notes.iter().any(|note| note.message.contains("read as questions")));
    }

    #[test]
    fn several_people_answer_bold_questions() {
        let group = ["*Who?*", "P1: Me.", "P2: And me.", "*Why?*", "Because.", "P1: So."];
        assert_eq!(
            of(&docx(&group)).text,
            "(bold): Who?\nP1: Me.\nP2: And me.\n(bold): Why?\n(plain): Because.\nP1: So."
        );
        let names = ["*Who?*", "Mara: Me.", "Odell: And me.", "*Why?*", "Mara: So.", "Odell: No."];
        assert_eq!(of(&docx(&names)).speakers, ["(bold)", "Mara", "Odell"]);
    }

    #[test]
    fn bold_questions_with_a_label_have_plain_answers() {
        let read = of(&docx(&["*I: How was it?*", "*And why?*", "Long.", "*I: So?*", "Dull."]));
        assert_eq!(read.text, "I: How was it?\n\nAnd why?\n(plain): Long.\nI: So?\n(plain): Dull.");
    }

    #[test]
    fn a_question_and_its_answer_may_share_a_paragraph() {
        let read = of(&docx(&["*Who are you?*|P3: Me.", "*And why?*|P3: So."]));
        assert_eq!(read.text, "(bold): Who are you?\nP3: Me.\n(bold): And why?\nP3: So.");
    }

    #[test]
    fn bold_in_a_labelled_talk_is_no_question() {
        let title = of(&docx(&["*What helps?*", "I: How?", "P1: Long.", "I: So?", "P1: Yes."]));
        assert_eq!(title.speakers, ["I", "P1"]);
        let all = of(&docx(&["*I: How?*", "P1: Long.", "*I: So?*", "P1: Yes."]));
        assert_eq!(all.text, "I: How?\nP1: Long.\nI: So?\nP1: Yes.");
    }

    #[test]
    fn known_labels_are_no_words_below_bold_ones() {
        let read = of(&docx(&["*Ana: *How?", "P1: Long.", "More.", "And more.", "Even more."]));
        assert_eq!(read.text, "Ana: How?\nP1: Long.\n\nMore.\n\nAnd more.\n\nEven more.");
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
