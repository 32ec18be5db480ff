//! Coding by hand: `code`, `log`, `undo`, `import`, `export`, `reanchor`, and whose codings count.

use crate::desk::Desk;

const TALK: &str = "I: How was it?\nMara: She was there for me. I hope so.\nI: And now?\nMara: I hope it lasts. I hope so.\n";

fn desk() -> Desk {
    let desk = Desk::with_study();
    std::fs::remove_dir_all(desk.path("codebooks")).unwrap_or_default();
    desk.write("transcripts/P1.txt", TALK);
    desk
}

#[test]
fn a_quote_is_coded_logged_and_taken_back() {
    let desk = desk();
    let run = desk.emic(&["code", "P1", "--quote", "she was there", "--new", "trust"]);
    assert_eq!(run.status, 2, "nobody said who codes: {run:?}");
    let ana = |words: &[&str]| desk.emic(&[&["--coder", "ana"], words].concat());
    let run = ana(&["code", "P1", "--quote", "she was there", "--new", "trust", "--note", "n"]);
    assert_eq!(run.status, 0, "{run:?}");
    assert!(run.err.contains("“She was there”"), "{run:?}");
    assert_eq!(ana(&["code", "P1", "--turn", "4", "--quote", "I hope so", "--vivo"]).status, 0);
    let run = ana(&["log", "-f", "csv"]);
    assert_eq!(run.out.lines().count(), 3, "{run:?}");
    assert!(run.out.contains("trust") && run.out.contains("I hope so"), "{run:?}");
    let run = ana(&["report", "themes", "-f", "csv"]);
    assert!(run.out.contains("\ntrust,trust,"), "{run:?}");
    assert_eq!(ana(&["undo"]).status, 0);
    assert!(!ana(&["report", "themes", "-f", "csv"]).out.contains("I hope so"));
    assert_eq!(ana(&["undo"]).status, 0);
    assert_eq!(ana(&["undo"]).status, 1, "nothing is left");
    assert_eq!(desk.read("codings/ana.jsonl").lines().count(), 4, "nothing is deleted");
}

#[test]
fn words_that_are_not_there_or_several_times_are_told() {
    let desk = desk();
    let code =
        |quote: &str| desk.emic(&["--coder", "ana", "code", "P1", "--quote", quote, "--new", "x"]);
    let run = code("she was their for me");
    assert!(run.status == 2 && run.err.contains("did you mean “She was there for me"), "{run:?}");
    let run = code("I hope so");
    assert!(run.status == 2 && run.err.contains("`--turn` 2, 4"), "{run:?}");
    assert!(!desk.path("codings/ana.jsonl").exists());
}

#[test]
fn reports_count_who_is_asked_for() {
    let desk = desk();
    for (coder, turn) in [("ana", "2"), ("ben", "4")] {
        let run = desk.emic(&["--coder", coder, "code", "P1", "--turn", turn, "--new", "hope"]);
        assert_eq!(run.status, 0, "{run:?}");
    }
    let segments = |words: &[&str]| {
        let run =
            desk.emic(&[&["report", "matrix", "--cells", "segments", "-f", "csv"], words].concat());
        (run.status, run.out.lines().last().unwrap_or_default().to_owned())
    };
    let ana = segments(&["--coder", "ana"]);
    assert!(ana.0 == 0 && ana.1.ends_with(",1"), "{ana:?}");
    assert_eq!(segments(&["--coder", "ana,ben"]).0, 2, "never united unless told");
    let both = segments(&["--coder", "ana,ben", "--union"]);
    assert!(both.1.ends_with(",2"), "{both:?}");
    let run = desk.emic(&["report", "themes", "--coder", "anna"]);
    assert!(run.status == 2 && run.err.contains("did you mean `ana`"), "{run:?}");
    let run = desk.emic(&["search", "coder:ben", "-f", "jsonl"]);
    assert!(run.status == 0 && run.out.contains("I hope it lasts"), "{run:?}");
    let run = desk.emic(&["show", "P1", "--coder", "ana"]);
    assert!(run.out.contains("hope"), "{run:?}");
}

#[test]
fn codings_survive_a_corrected_transcript() {
    let desk = desk();
    let run = desk.emic(&[
        "--coder",
        "ana",
        "code",
        "P1",
        "--turn",
        "2",
        "--quote",
        "I hope so",
        "--new",
        "hope",
    ]);
    assert_eq!(run.status, 0, "{run:?}");
    desk.write("transcripts/P1.txt", format!("I: Hello, Mara.\nMara: Hello.\n{TALK}"));
    let run = desk.emic(&["reanchor", "-n", "-f", "jsonl"]);
    assert!(run.status == 0 && run.out.contains("\"status\":\"moved\""), "{run:?}");
    assert!(run.out.contains("\"start\":72"), "{run:?}");
    assert_eq!(desk.emic(&["reanchor"]).status, 0);
    assert_eq!(desk.read("codings/ana.jsonl").lines().count(), 2);
    assert!(desk.emic(&["reanchor", "-f", "jsonl"]).out.contains("\"status\":\"kept\""));
    desk.write("transcripts/P1.txt", "Mara: Nothing of it.\n");
    let run = desk.emic(&["reanchor", "-f", "jsonl"]);
    assert!(run.status == 1 && run.out.contains("\"status\":\"lost\""), "{run:?}");
    let run = desk.emic(&["report", "themes", "--coder", "ana"]);
    assert!(run.err.contains("1 coding not found"), "{run:?}");
}

#[test]
fn codings_go_out_and_come_in_again() {
    let desk = desk();
    desk.write(
        "c.csv",
        "doc,Tag,turn,quote\nP1,hope,2,I hope so\nP1,trust,2,there for me\nP1,x,1,not said\n",
    );
    let run =
        desk.emic(&["import", "c.csv", "--coder", "ana", "--columns", "transcript=doc,code=Tag"]);
    assert_eq!(run.status, 2, "one row is wrong: {run:?}");
    assert!(run.err.contains("line 4") && run.err.contains("Took in 2 codings"), "{run:?}");
    assert!(run.err.contains("hope, trust"), "{run:?}");
    assert_eq!(desk.emic(&["export", "out.csv"]).status, 0);
    let out = desk.read("out.csv");
    assert!(out.starts_with(
        "transcript,start,end,turn,speaker,case,code,coder,rule,segment,quote,prefix,suffix,note,at\n"
    ));
    assert!(out.contains("P1,43,52,2,Mara,"), "{out}");
    let run = desk.emic(&["import", "out.csv"]);
    assert!(run.err.contains("2 were there already"), "{run:?}");
}

#[test]
fn a_part_may_be_marked_as_read_and_reports_say_what_nobody_read() {
    let desk = desk();
    desk.write("transcripts/P2.txt", "I: And you?\nJoe: I wait.\nI: For what?\nJoe: For hope.\n");
    desk.write("transcripts/P3.txt", "I: And you?\nKim: Nothing.\n");
    let ana = |words: &[&str]| desk.emic(&[&["--coder", "ana"], words].concat());
    assert_eq!(ana(&["code", "P1", "--turn", "2", "--new", "trust"]).status, 0);
    let run = ana(&["code", "P2", "--done", "--turn", "1..2"]);
    assert!(run.status == 0 && run.err.contains("ana has read `P2` turns 1 to 2"), "{run:?}");
    let log = desk.read("codings/ana.jsonl");
    assert!(log.lines().last().unwrap().contains(r#""quote":"And you?\nJoe: I wait.""#), "{log}");
    let run = ana(&["code", "P2", "--done", "--turn", "3..9"]);
    assert!(run.status == 2 && run.err.contains("`P2` has 4 turns"), "{run:?}");
    let run = ana(&["report", "themes"]);
    assert!(run.out.contains("In 1 transcript, ana coded nothing"), "{run:?}");
    assert!(run.out.contains("base 3 cases"), "{run:?}");
    let run = ana(&["report", "themes", "--looked-at"]);
    assert!(run.out.contains("base 2 cases") && !run.out.contains("coded nothing"), "{run:?}");
    let run = ana(&["report", "matrix", "-f", "json"]);
    assert!(run.out.contains("\"unread_n\":1"), "{run:?}");
}

#[test]
fn turns_that_follow_each_other_are_coded_and_a_code_is_exchanged() {
    let desk = desk();
    let ana = |words: &[&str]| desk.emic(&[&["--coder", "ana", "code", "P1"], words].concat());
    assert_eq!(ana(&["--turn", "2..4", "--new", "hope"]).status, 0);
    let run = ana(&["--turn", "2..4", "hopes"]);
    assert!(run.status == 2 && run.err.contains("did you mean `hope`"), "{run:?}");
    let run = ana(&["--turn", "2..4", "--new", "trust", "--instead-of", "hop"]);
    assert!(run.status == 2 && run.err.contains("did you mean `hope`"), "{run:?}");
    let run = ana(&["--turn", "2..4", "--new", "trust", "--instead-of", "hope", "--note", "why"]);
    assert!(run.status == 0 && run.err.contains("as trust instead of hope"), "{run:?}");
    let run = ana(&["--turn", "2..4", "--instead-of", "trust"]);
    assert!(run.status == 2 && run.err.contains("which code?"), "{run:?}");
    let run = ana(&["--edit", "--instead-of", "trust"]);
    assert!(run.status == 2 && run.err.contains("cannot be used with"), "{run:?}");
    let run = ana(&["--turn", "2..4", "trust", "--instead-of", "trust"]);
    assert!(run.status == 0 && run.err.contains("`trust` there before"), "{run:?}");
    let out = desk.emic(&["export", "codings.csv"]);
    assert_eq!(out.status, 0, "{out:?}");
    let table = desk.read("codings.csv");
    assert!(
        table.contains("trust") && table.contains("why") && !table.contains(",hope,"),
        "{table}"
    );
}
