//! `emic show`: a transcript turn by turn.

use crate::desk::Desk;

#[test]
fn turns_are_json_lines_with_the_fixed_keys() {
    let desk = Desk::with_example();
    let run = desk.emic(&["show", "P01", "-f", "jsonl", "--turn", "2"]).done();
    assert!(run.out.starts_with("{\"turn\":2,\"speaker\":\"P01\",\"role\":\"participant\","));
    let keys = ["turn", "speaker", "role", "case", "start_ms", "end_ms", "text", "annotations"];
    let row = &run.rows()[0];
    assert!(keys.iter().all(|key| row.get(key).is_some()), "{row}");
    let interviewer = desk.emic(&["show", "P01", "-f", "jsonl", "--speaker", "interviewer"]).done();
    assert!(interviewer.rows().iter().all(|row| row["case"].is_null()));
}

#[test]
fn ranges_and_filters() {
    let desk = Desk::with_example();
    let turns = |arguments: &[&str]| -> Vec<u64> {
        let run = desk.emic(&[&["show", "P01", "-f", "jsonl"], arguments].concat()).done();
        run.rows().iter().filter_map(|row| row["turn"].as_u64()).collect()
    };
    assert_eq!(turns(&["--turn", "3..5"]), [3, 4, 5]);
    assert_eq!(turns(&["--turn", "..2"]), [1, 2]);
    desk.emic(&["show", "P01", "--turn", "0"]).error("numbers count from 1");
    desk.emic(&["show", "P01", "--turn", "900"]).error("`P01` has");
    desk.emic(&["show", "P01", "--speaker", "Bob"]).error("there is no speaker `Bob`");
    desk.emic(&["show", "transcripts"]).error("`show` prints one");
}

#[test]
fn speech_cannot_drive_the_terminal() {
    let desk = Desk::new();
    desk.write("P1.txt", "I: So?\nP1: \x1b[2J\x1b]0;owned\x07 gone \u{9b}31m\n");
    let run = desk.emic(&["show", "P1.txt"]).done();
    assert!(!run.out.contains(['\x1b', '\x07', '\u{9b}']) && run.out.contains('␛'), "{run:?}");
    let exact = desk.emic(&["show", "P1.txt", "-f", "jsonl"]).done();
    assert_eq!(exact.rows()[1]["text"], "\x1b[2J\x1b]0;owned\x07 gone \u{9b}31m");
}
