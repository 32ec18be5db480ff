//! `emic agree` in a study: units, done-marks, rounds, families and disagreements.

use crate::desk::{Desk, Run};
use serde_json::Value;

const CODEBOOK: &str = "schema = 1\n[codebook]\nid = \"care\"\nversion = \"1.0\"\n\
    [[family]]\nname = \"tone\"\nlevels = true\n\
    [[code]]\nid = \"hope\"\nlabel = \"Hope\"\n[[code.rule]]\nany = [\"hope*\"]\n\
    [[code]]\nid = \"stigma\"\nlabel = \"Stigma\"\n\
    [[code]]\nid = \"low\"\nlabel = \"Low\"\nexclusive = \"tone\"\norder = 1\n\
    [[code]]\nid = \"high\"\nlabel = \"High\"\nexclusive = \"tone\"\norder = 2\n";

const FIRST: &str = "I: How was it?\nP: I had hope then. It was hard.\nI: And now?\n\
    P: They looked down on me. I was low.\nP: Now I have hope. I am on top.\n";
const SECOND: &str = "I: And you?\nP: No hope at all.\nP: We were looked down on.\n";

fn study() -> Desk {
    let desk = Desk::with_study();
    desk.write("codebooks/care.toml", CODEBOOK);
    desk.write("transcripts/T1.txt", FIRST);
    desk.write("transcripts/T2.txt", SECOND);
    for (coder, transcript, quote, code) in [
        ("ana", "T1", "I had hope then.", "hope"),
        ("ana", "T1", "They looked down on me.", "stigma"),
        ("ana", "T1", "I was low.", "low"),
        ("ana", "T1", "I am on top.", "high"),
        ("ben", "T1", "hope then", "hope"),
        ("ben", "T1", "Now I have hope.", "hope"),
        ("ben", "T1", "They looked down on me. I was low.", "low"),
        ("ben", "T1", "I am on top.", "high"),
        ("ana", "T2", "We were looked down on.", "stigma"),
    ] {
        desk.emic(&["code", transcript, "--quote", quote, code, "--coder", coder]).done();
    }
    desk
}

fn rows(run: &Run) -> Vec<Value> {
    let document: Value = serde_json::from_str(&run.out).unwrap();
    document["results"].as_array().unwrap().clone()
}

fn row(desk: &Desk, more: &[&str], code: &str) -> Value {
    let mut arguments = vec!["agree", "-f", "json"];
    arguments.extend(more);
    let run = desk.emic(&arguments).done();
    let rows = rows(&run);
    rows.into_iter().find(|row| row["code"] == code).unwrap_or_else(|| panic!("{run:?}"))
}

#[test]
fn what_was_not_looked_at_is_missing_not_a_no() {
    let desk = study();
    let hope = row(&desk, &["--coder", "ana,ben"], "hope");
    // Ben has no coding in T2 and no done-mark: its two turns are his missing ratings.
    assert_eq!((&hope["n_units"], &hope["n_missing"]), (&5.into(), &2.into()));
    assert_eq!((&hope["positives"], &hope["unit"]), (&serde_json::json!([1, 2]), &"turn".into()));
    assert_eq!(hope["percent"], 0.666667);
    // Once he has read T2, they are noes; and what he did not mark in T1 is missing where uncoded.
    desk.emic(&["code", "T2", "--done", "--coder", "ben"]).done();
    let hope = row(&desk, &["--coder", "ana,ben"], "hope");
    assert_eq!(hope["n_missing"], 0);
    assert_eq!(hope["percent"], 0.8);
    desk.emic(&["undo", "--coder", "ben"]).done();
    let head = desk.emic(&["agree", "--coder", "ana,ben"]).done();
    assert!(head.out.contains("Codings by ana and ben; codebook care 1.0"), "{}", head.out);
    assert!(
        head.out.contains("N = 3 turns in 1 transcript that two or more looked at, of 5"),
        "{}",
        head.out
    );
    assert!(head.out.contains("ben never marked a transcript as read"), "{}", head.out);
}

#[test]
fn with_done_marks_an_unmarked_turn_without_code_is_missing() {
    let desk = study();
    desk.emic(&["code", "T1", "--done", "--coder", "ana"]).done();
    // Ana has marks now, so of T2 only the turn that she coded was looked at.
    let stigma = row(&desk, &["--coder", "ana,rules"], "stigma");
    assert_eq!((&stigma["n_units"], &stigma["n_missing"]), (&4.into(), &0.into()));
}

#[test]
fn the_unit_and_the_rule_of_overlap_change_the_answer() {
    let desk = study();
    let sentence = row(&desk, &["--coder", "ana,ben", "--unit", "sentence"], "hope");
    assert_eq!(sentence["n_units"], 8);
    let any = row(&desk, &["--coder", "ana,ben", "--unit", "sentence"], "hope");
    assert_eq!(any["positives"], serde_json::json!([1, 2]));
    let most =
        row(&desk, &["--coder", "ana,ben", "--unit", "turn", "--overlap", "majority"], "hope");
    assert_eq!(most["positives"], serde_json::json!([1, 1]), "{most}");
}

#[test]
fn levels_have_an_ordinal_row() {
    let desk = study();
    let tone = row(&desk, &["--coder", "ana,ben"], "tone");
    assert_eq!(tone["alpha"], 1.0);
    assert_eq!(tone["positives"], serde_json::json!([1, 1]), "low and high are two categories");
    assert!(tone["note"].as_str().unwrap().starts_with("family of levels: low < high"), "{tone}");
}

#[test]
fn characters_have_spans() {
    let desk = study();
    let run = desk.emic(&["agree", "--coder", "ana,ben", "--unit", "char", "-f", "json"]).done();
    let document: Value = serde_json::from_str(&run.out).unwrap();
    let spans = document["unitizing"].as_array().unwrap();
    let low = spans.iter().find(|row| row["code"] == "low").unwrap();
    assert_eq!((&low["exact_f1"], &low["overlap_f1"]), (&0.0.into(), &1.0.into()));
    // 10 of ben's 34 characters are ana's.
    assert_eq!((&low["char_precision"], &low["char_recall"]), (&0.294118.into(), &1.0.into()));
    let hope = &rows(&run)[0];
    assert_eq!((&hope["n_units"], &hope["kappa_se"]), (&130.into(), &Value::Null));
}

#[test]
fn rules_and_consensus_are_coders() {
    let desk = study();
    let hope = row(&desk, &["--coder", "rules,ben"], "hope");
    assert_eq!((&hope["alpha"], &hope["n_units"]), (&1.0.into(), &3.into()));
    desk.emic(&["code", "T1", "--quote", "I had hope", "hope", "--coder", "consensus"]).done();
    let hope = row(&desk, &["--coder", "ana,consensus"], "hope");
    assert_eq!(hope["coders"], serde_json::json!(["ana", "consensus"]));
    let all = desk.emic(&["agree"]).done();
    assert!(all.out.contains("Codings by ana and ben;"), "{}", all.out);
}

#[test]
fn rounds_of_one_coder() {
    let desk = study();
    for (quote, code) in [("Now I have hope.", "hope"), ("They looked", "stigma")] {
        let arguments = ["code", "T1", "--quote", quote, code, "--coder", "ana", "--round", "2"];
        desk.emic(&arguments).done();
    }
    let hope = row(&desk, &["--coder", "ana", "--rounds", "1,2"], "hope");
    assert_eq!(hope["coders"], serde_json::json!(["ana, round 1", "ana, round 2"]));
    assert_eq!(hope["positives"], serde_json::json!([1, 1]));
    desk.emic(&["agree", "--coder", "ana,ben", "--rounds", "1,2"]).error("of one coder");
    desk.emic(&["agree", "--coder", "ana", "--rounds", "1,7"]).error("ana has no round 7");
}

#[test]
fn every_disagreement_is_listed() {
    let desk = study();
    desk.emic(&["agree", "--coder", "ana,ben", "--disagreements", "d.csv"]).done();
    let list = desk.read("d.csv");
    let lines: Vec<&str> = list.lines().collect();
    assert_eq!(
        lines[0],
        "code,unit,transcript,turn,start,end,case,ana,ben,quote[ana],quote[ben],text"
    );
    assert_eq!(
        lines[1],
        "hope,T1/5,T1,5,101,130,T1,0,1,,Now I have hope.,Now I have hope. I am on top."
    );
    assert_eq!(lines.len(), 3, "{list}");
    assert!(lines[2].starts_with("stigma,T1/4,T1,4,"), "{list}");
}

#[test]
fn what_is_not_enough_and_who_is_not_there() {
    let desk = study();
    let run = desk.emic(&["agree", "--coder", "ana,ben", "--min", "0.8"]).no();
    assert!(run.err.contains("α below 0.8: hope, stigma"), "{run:?}");
    desk.emic(&["agree", "--coder", "ana,bne"]).error("there are no codings by `bne`");
    let alone = Desk::with_study();
    alone.write("transcripts/T1.txt", FIRST);
    alone.emic(&["agree"]).error("there are no codings by people");
    for name in ["r.html", "r.xlsx", "r.docx", "r.tex", "r.tsv", "r.jsonl"] {
        desk.emic(&["agree", "-o", name]).done();
    }
}
