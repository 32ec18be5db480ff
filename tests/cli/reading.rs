//! Finding what to read: paths, folders, ids, filters, standard input.

use crate::desk::Desk;

const TALK: &str = "I: How was it?\nP1: It was fine, mostly.\n";

#[test]
fn paths_are_read_without_a_study() {
    let desk = Desk::with_example();
    desk.write("in/P01.txt", TALK);
    let rows = desk.emic(&["transcripts", "in", "-f", "jsonl"]).done().rows();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["cases"], serde_json::json!(["P01"]));
    assert_eq!(rows[0]["date"], serde_json::Value::Null);
    let rows = desk.emic(&["transcripts", "P01", "P03", "-f", "jsonl"]).done().rows();
    assert_eq!((rows.len(), &rows[1]["date"]), (2, &"2024-01-25".into()));
}

#[test]
fn equal_names_keep_their_extension() {
    let desk = Desk::new();
    desk.write("a/P1.txt", TALK);
    desk.write("a/P1.md", TALK);
    desk.write("b/P2.txt", TALK);
    let rows = desk.emic(&["transcripts", "a", "b", "a/P1.txt", "-f", "jsonl"]).done().rows();
    let ids: Vec<&str> = rows.iter().filter_map(|row| row["id"].as_str()).collect();
    assert_eq!(ids, ["P1.md", "P1.txt", "P2"]);
}

#[test]
fn one_bad_file_stops_nothing_and_is_told() {
    let desk = Desk::new();
    desk.write("P1.txt", TALK);
    let run = desk.emic(&["transcripts", "P1.txt", "P2.txt", "-f", "csv"]);
    let run = run.error("this file does not exist");
    assert_eq!(run.out.lines().count(), 2);
    desk.emic(&["transcripts", "nowhere/P1.txt"]).error("this folder does not exist");
    std::fs::create_dir(desk.path("empty")).unwrap();
    desk.emic(&["transcripts", "empty"]).error("there is no transcript in this folder");
}

#[test]
fn wrong_names_are_helped() {
    let desk = Desk::with_example();
    desk.emic(&["show", "P1"]).error("did you mean one of `P01`");
    desk.emic(&["transcripts", "--transcript", "P99"]).error("there is no transcript `P99`");
    desk.emic(&["transcripts", "--speaker", "Interviewr"]).error("did you mean `Interviewer`?");
    desk.emic(&["transcripts", "--where", "service_type=addiction"]).error("`addictions`?");
    desk.emic(&["transcripts", "-f", "cvs"]).error("csv");
    let run = desk.emic(&["transcripts", "--where", "duration_min>=6", "-f", "jsonl"]).done();
    assert_eq!(run.rows().len(), 3);
    desk.emic(&["transcripts", "--where", "duration_min>60"]).no();
}

#[test]
fn standard_input_is_a_transcript() {
    let desk = Desk::new();
    let run = desk.piped(&["show", "-", "-f", "jsonl"], TALK.as_bytes()).done();
    assert_eq!(run.rows()[1]["speaker"], "P1");
    assert_eq!(run.rows()[1]["case"], "stdin");
}

#[test]
fn a_report_goes_to_the_file_in_its_format() {
    let desk = Desk::with_example();
    let run = desk.emic(&["transcripts", "-o", "list.md"]).done();
    assert!(run.out.is_empty() && run.err.contains("Wrote `list.md`."), "{run:?}");
    assert!(desk.read("list.md").contains("| Id | Format |"));
    desk.emic(&["transcripts", "-o", "list.csv"]).done();
    assert!(desk.read("list.csv").starts_with("id,format,turns,"));
    desk.emic(&["transcripts", "-o", "nowhere/list.csv"]).error("this folder does not exist");
}
