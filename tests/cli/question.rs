//! Structural coding by interview question: from bold questions, a guide, or the interviewer's turn.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::desk::Desk;

const CODEBOOK: &str = "schema = 1\n[codebook]\nid = \"c\"\nname = \"C\"\nversion = \"1\"\n\
    [[code]]\nid = \"hope\"\nlabel = \"Hope\"\nrule = [{ any = [\"hope\"] }]\n\
    [[code]]\nid = \"fear\"\nlabel = \"Fear\"\nrule = [{ any = [\"fear\"] }]\n";

const GUIDE: &str = "# What everybody is asked\nstart: How did you become a peer worker?\n\
    trust: How do people come to trust you?\nend: Is there anything else you want to say?\n";

fn desk() -> Desk {
    let desk = Desk::with_study();
    desk.write("codebooks/c.toml", CODEBOOK);
    desk
}

/// Two interviews; the second was not asked about trust.
fn with_guide() -> Desk {
    let desk = desk();
    desk.write("emic.toml", "schema = 1\n[transcripts]\nguide = \"guide.txt\"\n");
    desk.write("guide.txt", GUIDE);
    desk.write(
        "transcripts/A.txt",
        "I: Hello.\nA: I hope it records.\n\
         I: So how did you become a peer support worker?\nA: Out of hope. And fear.\n\
         I: What fear was that?\nA: The old fear.\n\
         I: And how do people come to trust you, do you think?\nA: They have hope.\n",
    );
    desk.write(
        "transcripts/B.txt",
        "I: How did you become a peer worker?\nB: By chance.\n\
         I: Anything else you want to say?\nB: I hope so.\n",
    );
    desk
}

/// A Word document of paragraphs, each bold or not.
fn word(paragraphs: &[(bool, &str)]) -> Vec<u8> {
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let mut body = String::new();
    for (is_bold, text) in paragraphs {
        let style = if *is_bold { "<w:rPr><w:b/></w:rPr>" } else { "" };
        body.push_str(&format!("<w:p><w:r>{style}<w:t>{text}</w:t></w:r></w:p>"));
    }
    let document = format!("<w:document xmlns:w=\"{space}\"><w:body>{body}</w:body></w:document>");
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    writer.write_all(document.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

/// The cells of a csv by row and column name.
fn cell(csv: &str, code: &str, column: &str) -> String {
    let mut lines = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let place = header.iter().position(|name| *name == column);
    let place = place.unwrap_or_else(|| panic!("{column} is not in {header:?}"));
    lines.find(|row| row[0] == code).unwrap()[place].to_owned()
}

#[test]
fn a_guide_unites_what_was_asked_in_other_words() {
    let desk = with_guide();
    let csv = desk.emic(&["report", "themes", "--by", "question", "-f", "csv"]).done().out;
    let of = |code: &str, column: &str| cell(&csv, code, column);
    let header = csv.lines().next().unwrap();
    let order: Vec<usize> = ["start", "trust", "end", "missing"]
        .map(|id| header.find(&format!("cases[{id}]")).unwrap())
        .to_vec();
    assert!(order.is_sorted(), "{header}");
    assert_eq!(
        (of("hope", "cases_n[start]"), of("hope", "cases_n[trust]")),
        ("2".into(), "1".into())
    );
    assert_eq!((of("hope", "cases[start]"), of("hope", "cases[end]")), ("1".into(), "1".into()));
    // The follow-up belongs to the question before.
    assert_eq!(
        (of("fear", "segments[start]"), of("fear", "cases[start]")),
        ("2".into(), "1".into())
    );
    assert_eq!((of("hope", "segments[missing]"), of("hope", "segments")), ("1".into(), "4".into()));
    assert_eq!((of("hope", "transcripts"), of("hope", "transcripts_n")), ("2".into(), "2".into()));
    let where_ = ["report", "themes", "--where", "question=start", "-f", "csv"];
    let csv = desk.emic(&where_).done().out;
    assert_eq!(
        (cell(&csv, "hope", "segments"), cell(&csv, "hope", "cases_n")),
        ("1".into(), "2".into())
    );
    let csv = desk.emic(&["report", "themes", "--where", "question=trust", "-f", "csv"]).done().out;
    assert_eq!(
        (cell(&csv, "hope", "cases"), cell(&csv, "hope", "cases_n")),
        ("1".into(), "1".into())
    );
    let csv = desk.emic(&["report", "themes", "--where", "question=", "-f", "csv"]).done().out;
    assert_eq!(cell(&csv, "hope", "segments"), "1");
    desk.emic(&["report", "themes", "--where", "question=strat"]).error("did you mean `start`?");
    desk.emic(&["report", "themes", "--where", "question>start"]).error("no order to compare by");
}

#[test]
fn the_matrix_has_a_row_for_each_case_and_question() {
    let desk = with_guide();
    let matrix = ["report", "matrix", "--by", "question", "--cells", "segments", "-f", "csv"];
    let csv = desk.emic(&matrix).done().out;
    assert_eq!(
        csv,
        "question,case,hope,fear\nstart,A,1,2\nstart,B,0,0\ntrust,A,1,0\nend,B,1,0\nmissing,A,1,0\n"
    );
    let csv = desk.emic(&[&matrix[..], &["--rows", "transcript"]].concat()).done().out;
    assert!(csv.contains("\nstart,A,1,2\nstart,B,0,0\n"), "{csv}");
}

#[test]
fn a_guide_that_is_missing_or_doubtful_is_told() {
    let desk = with_guide();
    desk.write("guide.txt", format!("{GUIDE}How did you become a peer worker?\n"));
    let run = desk.emic(&["check"]);
    assert!(run.err.contains("this question stands in the guide twice"), "{}", run.err);
    assert!(run.err.contains("guide.txt:5:1"), "{}", run.err);
    std::fs::remove_file(desk.path("guide.txt")).unwrap();
    desk.emic(&["report", "themes", "--by", "question"])
        .error("the interview guide does not exist");
    assert!(desk.emic(&["check"]).no().err.contains("the interview guide does not exist"));
    desk.emic(&["report", "themes"]).done();
}

#[test]
fn bold_questions_of_a_word_document_are_questions() {
    let desk = desk();
    desk.write(
        "transcripts/W1.docx",
        word(&[
            (true, "What gave you hope at the time?"),
            (false, "The hope of others."),
            (false, "And their hope."),
            (true, "And what do you fear?"),
            (false, "Nothing; I have hope."),
        ]),
    );
    let csv = desk.emic(&["report", "themes", "--by", "question", "-f", "csv"]).done().out;
    assert_eq!(cell(&csv, "hope", "segments[What gave you hope at the time?]"), "2");
    assert_eq!(cell(&csv, "hope", "segments[And what do you fear?]"), "1");
    let header = csv.lines().next().unwrap();
    assert!(header.find("What gave") < header.find("And what"), "{header}");
    let rows = desk.emic(&["apply", "--where", "question=*fear?", "-f", "jsonl"]).done().rows();
    assert_eq!((rows.len(), &rows[0]["turn"]), (1, &4.into()));
    desk.emic(&["report", "themes", "--where", "question=And what do you feer?"])
        .error("did you mean `And what do you fear?`");
}

#[test]
fn without_a_guide_each_turn_of_the_interviewer_is_a_question() {
    let desk = desk();
    desk.write("transcripts/A.txt", "I: Why?\nA: Hope.\nA: More hope.\nI: And now?\nA: Fear.\n");
    let csv = desk.emic(&["report", "themes", "--by", "question", "-f", "csv"]).done().out;
    assert_eq!(cell(&csv, "hope", "segments[Why?]"), "2");
    assert_eq!(cell(&csv, "fear", "cases[And now?]"), "1");
    let shown = desk.emic(&["show", "A", "--where", "question=And now?", "-f", "jsonl"]).done();
    assert_eq!(shown.rows().len(), 2);
    let listed = desk.emic(&["transcripts", "--where", "question=Why?", "-f", "jsonl"]).done();
    assert_eq!(listed.rows().len(), 1);
    let path = desk.path("transcripts/A.txt").to_string_lossy().into_owned();
    let book = desk.path("codebooks/c.toml").to_string_lossy().into_owned();
    let outside = ["report", "themes", &path, "--codebook", &book, "--by", "question", "-f", "csv"];
    assert_eq!(cell(&desk.emic(&outside).done().out, "hope", "segments[Why?]"), "2");
}

#[test]
fn the_name_is_ours() {
    let desk = desk();
    desk.write("transcripts/A.txt", "I: Why?\nA: Hope.\n");
    desk.emic(&["case", "list", "--where", "question=Why?"]).error("no filter of this command");
    desk.emic(&["search", "hope", "--where", "question=Why?"]).error("no filter of this command");
    desk.write("cases.csv", "id,question\nA,x\n");
    desk.emic(&["report", "themes"]).error("`question` cannot be the name of an attribute");
}
