//! `emic review`: proposals, differences and changed words, one by one.

use crate::desk::{Desk, Run};

const TALK: &str = "I: How was it?\nMara: I hope so. There is hope, always.\nI: And now?\n\
                    Mara: Hope is what stays.\n";

fn desk() -> Desk {
    let desk = Desk::with_study();
    std::fs::remove_dir_all(desk.path("codebooks")).unwrap_or_default();
    desk.write("transcripts/P1.txt", TALK);
    desk.write(
        "codebooks/b.toml",
        "schema = 1\n[codebook]\nid = \"b\"\nversion = \"1\"\nlanguage = \"en\"\n\
         [[code]]\nid = \"hope\"\nlabel = \"Hope\"\ndefinition = \"Looking forward.\"\n\
         [[code.rule]]\nid = \"h\"\nany = [\"hope\"]\n\
         [[code]]\nid = \"doubt\"\nlabel = \"Doubt\"\ndefinition = \"Not so sure.\"\n",
    );
    desk
}

fn review(desk: &Desk, words: &[&str], typed: &str) -> Run {
    desk.piped(&[&["review"], words].concat(), typed.as_bytes())
}

fn events(desk: &Desk, coder: &str) -> Vec<serde_json::Value> {
    let log = std::fs::read_to_string(desk.path(&format!("codings/{coder}.jsonl")));
    let log = log.unwrap_or_default();
    log.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn kinds(desk: &Desk, coder: &str) -> Vec<String> {
    let all = events(desk, coder);
    all.iter().map(|event| event["event"].as_str().unwrap().to_owned()).collect()
}

fn waiting(desk: &Desk, words: &[&str]) -> usize {
    let run = review(desk, &[&["--list", "-f", "jsonl"], words].concat(), "").done();
    run.rows().len()
}

#[test]
fn proposals_are_decided_one_by_one_and_do_not_come_back() {
    let desk = desk();
    let all = waiting(&desk, &["--coder", "ana"]);
    assert_eq!(all, 3);
    // What is typed wrongly does nothing; the end of the input is a way to stop.
    let run = review(&desk, &["--coder", "ana"], "x\nagain\nc hoppe\na\n").done();
    assert!(run.err.contains("`x` is no key here"), "{run:?}");
    assert!(run.err.contains("did you mean `hope`"), "{run:?}");
    assert!(run.out.contains("1 of 3: hope, by rule h") && run.out.contains("‹"), "{run:?}");
    assert!(run.err.contains("1 proposal decided; 2 proposals left"), "{run:?}");
    let accepted = &events(&desk, "ana")[0];
    assert_eq!((&accepted["event"], &accepted["rule"]), (&"accept".into(), &"h".into()));
    // Rejected with a reason, taken back, given another code instead; other words for the last.
    let typed = "r not hers\nb\nc doubt\ns hope is what\n";
    let run = review(&desk, &["--coder", "ana"], typed).done();
    assert!(run.out.contains("1 of 2") && run.err.contains("Took back"), "{run:?}");
    assert_eq!(kinds(&desk, "ana"), ["accept", "reject", "undo", "reject", "accept", "accept"]);
    let all = events(&desk, "ana");
    assert_eq!((&all[1]["note"], &all[4]["code"]), (&"not hers".into(), &"doubt".into()));
    assert_eq!(all[5]["quote"], "Hope is what");
    assert_eq!(waiting(&desk, &["--coder", "ana"]), 0);
    assert_eq!(waiting(&desk, &["--coder", "ben"]), 3, "everybody decides alone");
    assert!(review(&desk, &["--coder", "ana"], "").done().err.contains("No proposal waits"));
    // A corrected transcript brings nothing back.
    desk.write("transcripts/P1.txt", format!("I: Hello.\nMara: Hello.\n{TALK}"));
    assert_eq!(waiting(&desk, &["--coder", "ana"]), 0);
}

#[test]
fn all_proposals_of_a_code_are_decided_at_once() {
    let desk = desk();
    desk.emic(&["review", "--coder", "ana", "--accept-all"]).error("all proposals of which code?");
    let run =
        desk.emic(&["review", "--coder", "ana", "--accept-all", "--code", "hope", "-n"]).done();
    assert!(run.err.contains("3 proposals would be accepted"), "{run:?}");
    assert!(events(&desk, "ana").is_empty());
    desk.emic(&["review", "--coder", "ana", "--accept-all", "--code", "hope", "--match", "always"])
        .done();
    let quotes: Vec<serde_json::Value> =
        events(&desk, "ana").iter().map(|event| event["turn"].clone()).collect();
    assert!(!quotes.is_empty() && quotes.iter().all(|turn| *turn == 2), "{quotes:?}");
    desk.emic(&["review", "--coder", "ana", "--reject-all", "--code", "hope"]).done();
    assert_eq!(waiting(&desk, &["--coder", "ana"]), 0);
    assert!(kinds(&desk, "ana").contains(&"reject".to_owned()));
    desk.emic(&["review", "--coder", "ana", "--code", "hoppe"]).error("did you mean `hope`");
}

#[test]
fn others_are_shown_unless_blind() {
    let desk = desk();
    desk.emic(&["code", "P1", "--turn", "2", "doubt", "--coder", "ben"]).done();
    let run = review(&desk, &["--coder", "ana"], "q\n").done();
    assert!(run.out.contains("ben: doubt “I hope so."), "{run:?}");
    assert!(!review(&desk, &["--coder", "ana", "--blind"], "q\n").done().out.contains("ben"));
}

#[test]
fn a_consensus_takes_over_what_both_have_and_asks_about_the_rest() {
    let desk = desk();
    let code = |coder: &str, turn: &str, code: &str| {
        desk.emic(&["code", "P1", "--turn", turn, code, "--coder", coder]).done();
    };
    code("ana", "2", "hope");
    code("ana", "4", "doubt");
    desk.emic(&["code", "P1", "--quote", "There is hope", "hope", "--coder", "ben"]).done();
    code("ben", "4", "hope");
    desk.emic(&["code", "P1", "--quote", "How was it", "doubt", "--coder", "cy"]).done();
    desk.emic(&["review", "--disagreements", "ana", "ben"]).error("who decides?");
    desk.emic(&["review", "--disagreements", "ana", "bem", "--coder", "ana"]).error("`ben`");
    let both = ["--disagreements", "ana", "ben", "--coder", "ana,ben"];
    let run = review(&desk, &[&both[..], &["-n"]].concat(), "").done();
    assert!(run.err.contains("1 coding that both have would be taken over"), "{run:?}");
    assert!(run.err.contains("2 differences to be looked at"), "{run:?}");
    assert!(events(&desk, "consensus").is_empty());
    let run = review(&desk, &both, "a\nshe doubts it herself\nr\n\n").done();
    assert!(run.err.contains("Nothing waits in 1 transcript: marked as read"), "{run:?}");
    assert!(run.err.contains("Took over 1 coding") && run.err.contains("why? "), "{run:?}");
    let all = events(&desk, "consensus");
    assert_eq!(kinds(&desk, "consensus"), ["add", "add", "reject", "done"]);
    assert_eq!(all[0]["quote"], "I hope so. There is hope, always.");
    assert_eq!((&all[1]["code"], &all[1]["by"]), (&"doubt".into(), &"ana,ben".into()));
    assert_eq!(all[1]["note"], "she doubts it herself");
    assert_eq!(waiting(&desk, &both), 0);
    // Who neither coded a transcript nor read it to its end is not compared there.
    desk.write("transcripts/P2.txt", "Mara: I hope.\n");
    desk.emic(&["code", "P2", "--turn", "1", "hope", "--coder", "ana"]).done();
    assert_eq!(waiting(&desk, &both), 0);
    desk.emic(&["code", "P2", "--done", "--coder", "ben"]).done();
    assert_eq!(waiting(&desk, &both), 1);
}

#[test]
fn codings_whose_words_changed_wait_until_somebody_decides() {
    let desk = desk();
    for quote in ["Hope is what stays", "There is hope, always"] {
        desk.emic(&["code", "P1", "--quote", quote, "hope", "--coder", "ana"]).done();
    }
    desk.write(
        "transcripts/P1.txt",
        "I: How was it?\nMara: Nothing of it.\nI: And now?\nMara: Hope was what stays.\n",
    );
    assert_eq!(waiting(&desk, &["--anchors"]), 2);
    let run = review(&desk, &["--anchors"], "c doubt\ns nothing of\nl\n").done();
    assert!(run.err.contains("the code stays what it is here"), "{run:?}");
    assert!(run.out.contains("coded was “There is hope, always”"), "{run:?}");
    assert_eq!(waiting(&desk, &["--anchors"]), 1);
    review(&desk, &["--anchors"], "a\n").done();
    assert_eq!(kinds(&desk, "ana"), ["add", "add", "resize", "resize"]);
    assert_eq!(desk.emic(&["reanchor", "-n"]).status, 0, "nothing waits any more");
    desk.emic(&["code", "P1", "--quote", "How was it", "doubt", "--coder", "ana"]).done();
    std::fs::remove_file(desk.path("transcripts/P1.txt")).unwrap();
    desk.write("transcripts/P2.txt", "Mara: Yes.\n");
    let run = review(&desk, &["--anchors"], "a\nr the file is gone\nq\n").done();
    assert!(run.err.contains("no place was found for it"), "{run:?}");
    assert!(run.out.contains("there is no transcript `P1` any more"), "{run:?}");
    assert_eq!(waiting(&desk, &["--anchors"]), 2);
}
