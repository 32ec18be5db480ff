//! Small documents, written here.

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
            body.push_str(&format!("<w:r>{bold}<w:t xml:space=\"preserve\">{text}</w:t></w:r>"));
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
fn names_ask_in_bold_and_answer_in_plain_words() {
    let read = |more: &[&str]| {
        let asked = ["*Mara: Who?*", more[0], "*Mara: And why?*", more[1], "More."];
        of(&docx(&asked)).text
    };
    assert_eq!(
        read(&["Odell: Me.", "Odell: So."]),
        "Mara: Who?\nOdell: Me.\nMara: And why?\nOdell: So.\n\nMore."
    );
    assert_eq!(
        read(&["Me.", "So."]),
        "Mara: Who?\n(plain): Me.\nMara: And why?\n(plain): So.\n\nMore."
    );
}

#[test]
fn a_bold_label_alone_stands_above_its_own_words() {
    let read = of(&docx(&["*I:*", "How was it?", "*P1:*", "Long.", "*I:*", "So?"]));
    assert_eq!(read.text, "I: How was it?\nP1: Long.\nI: So?");
    let names = of(&docx(&["*Mara:*", "How was it?", "*Odell:*", "Long.", "*Mara:*", "So?"]));
    assert_eq!(names.speakers, ["Mara", "Odell"]);
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
fn fields_of_a_form_are_no_speakers() {
    let form = ["*Friday*", "*Who:* me", "*Where:* laundry", "*What happened:* She sat.", "Long."];
    let read = of(&docx(&form));
    assert_eq!(
        read.text,
        "Friday\n\nWho: me\n\nWhere: laundry\n\nWhat happened: She sat.\n\nLong."
    );
    assert!(read.speakers.is_empty());
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
