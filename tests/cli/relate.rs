//! `relate`: relations between codes, with what they rest on.

use crate::desk::Desk;

#[test]
fn a_relation_is_recorded_and_drawn() {
    let desk = Desk::with_example();
    let run = desk.emic(&["codebook", "list", "-f", "jsonl"]).done();
    let rows = run.rows();
    let codes: Vec<&str> = rows.iter().map(|row| row["code"].as_str().unwrap()).collect();
    let (from, to) = (codes[codes.len() - 1], codes[codes.len() - 2]);
    let transcripts = desk.emic(&["transcripts", "-f", "jsonl"]).done().rows();
    let first = transcripts[0]["id"].as_str().unwrap().to_owned();
    let place = format!("{first}:2");
    desk.emic(&["relate", from, "--leads-to", to, "--evidence", &place, "--note", "why"]).done();
    let run = desk.emic(&["relate", "-f", "csv"]).done();
    assert!(run.out.contains(&format!("{from},leads-to,{to},{place},,why")), "{run:?}");
    let run = desk.emic(&["report", "model", "-f", "csv"]).done();
    assert!(run.out.contains(&format!("{from},{to},leads-to,")), "{run:?}");
    desk.emic(&["relate", from, to, "--type", "causes-of"]).error("did you mean `causes`?");
    desk.emic(&["relate", from, to, "--type", "haunts", "--new", "-n"]).done();
    desk.emic(&["relate", from, "--leads-to", to, "--evidence", &format!("{first}:99999")])
        .error("has no turn `99999`");
}
