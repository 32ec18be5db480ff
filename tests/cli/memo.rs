//! `memo new`, `list` and `show`, and `sampling`.

use crate::desk::Desk;

fn ana(desk: &Desk, words: &[&str]) -> crate::desk::Run {
    desk.emic(&[&["--coder", "ana"], words].concat())
}

fn new(desk: &Desk, words: &[&str]) -> crate::desk::Run {
    ana(desk, &[&["memo", "new", "--date", "2026-03-01"], words].concat())
}

#[test]
fn a_memo_is_written_listed_and_shown() {
    let desk = Desk::with_study();
    desk.write("transcripts/P1.txt", "I: And?\nP1: She was there.\n");
    ana(&desk, &["code", "P1", "--quote", "there", "--new", "trust"]).done();
    let run = ana(&desk, &["log", "-f", "csv"]).done();
    let id = run.out.lines().nth(1).unwrap().rsplit(',').nth(1).unwrap().to_owned();
    let title = "Trust: small things";
    new(
        &desk,
        &[
            title,
            "--code",
            "trust",
            "--case",
            "P1",
            "--coding",
            &id[id.len() - 9..],
            "--text",
            "Lifts.",
        ],
    )
    .done();
    let file = desk.read("memos/2026-03-01-trust-small-things.md");
    assert!(file.contains("type = \"code\"\ndate = 2026-03-01\nauthor = \"ana\"\n"), "{file}");
    assert!(file.contains(&format!("codings = [\"{id}\"]")) && file.ends_with("+++\nLifts.\n"));
    new(&desk, &[title, "--text", "x"]).error("this memo is there already");
    let piped = ["--coder", "ben", "memo", "new", "Me", "--type", "reflexive", "--name", "me"];
    desk.piped(&piped, "I bristle.\n".as_bytes()).done();
    let run = desk.emic(&["memo", "list", "-f", "csv"]).done();
    assert_eq!(run.out.lines().count(), 3, "{run:?}");
    let run = desk.emic(&["memo", "list", "--code", "trust", "-f", "csv"]).done();
    assert!(run.out.contains("P1") && !run.out.contains("bristle"), "{run:?}");
    assert!(desk.emic(&["memo", "show", "me"]).done().out.contains("I bristle."));
    desk.emic(&["memo", "show", "mee"]).error("did you mean `me`?");
    desk.emic(&["memo", "list", "--type", "member-check"]).no();
}

#[test]
fn links_that_lead_nowhere_are_told_together() {
    let desk = Desk::with_study();
    desk.write("transcripts/P1.txt", "I: And?\nP1: She was there.\n");
    let run = new(&desk, &["T", "--case", "P2", "--transcript", "P3", "--coding", "zz"]);
    assert!(run.status == 2 && run.err.matches("error").count() >= 3, "{run:?}");
    assert!(!desk.path("memos").exists());
    desk.emic(&["memo", "new", "T", "--text", "x"]).error("who is writing?");
    new(&desk, &["T", "--name", "../x"]).error("a memo cannot be called");
    desk.write("memos/bad.md", "+++\ntype = \"cod\"\n+++\n");
    let run = desk.emic(&["memo", "list"]);
    assert!(run.err.contains("memos/bad.md:2:8") && run.err.contains("did you mean `code`?"));
}

#[test]
fn decisions_on_sampling_are_recorded_and_listed() {
    let desk = Desk::with_study();
    desk.emic(&["sampling"]).no();
    let words = ["sampling", "Seek carers", "--reason", "only workers so far", "--next"];
    ana(&desk, &[&words[..], &["group=carer", "--date", "2026-03-02"]].concat()).done();
    ana(&desk, &["sampling", "Ask P7 again", "--next", "P7", "--date", "2026-03-01"]).done();
    let run = desk.emic(&["sampling", "-f", "csv"]).done();
    let rows: Vec<&str> = run.out.lines().skip(1).collect();
    assert!(rows[0].starts_with("2026-03-01,ana,Ask P7 again,,P7,,,"), "{run:?}");
    assert!(rows[1].starts_with("2026-03-02,ana,Seek carers,only workers so far,group=carer"));
    assert_eq!(desk.read("sampling.jsonl").lines().count(), 2);
    ana(&desk, &["sampling", "x", "--memo", "none"]).error("there is no memo `none`");
    ana(&desk, &["sampling", "x", "--date", "March"]).error("`March` is no date");
}
