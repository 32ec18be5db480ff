//! `codebook rename`, `merge`, `split`, `move` and `diff`: the codebook changes, the codings follow.

use crate::desk::Desk;

const BOOK: &str = "\
schema = 1
[codebook]
id      = \"care\"
name    = \"Care\"
version = \"1.0.0\"

# Trust.
[[code]]
id    = \"trust\"     # old
label = \"Trust\"

[[code]]
id    = \"hope\"
label = \"Hope\"

  [[code.rule]]
  any = [\"hope\"]

[[code]]
id    = \"wish\"
label = \"Wish\"

  [[code.rule]]
  any = [\"lasts\"]
";
const TALK: &str =
    "I: How was it?\nMara: She was there for me.\nI: And?\nMara: I hope it lasts. Yes.\n";

/// A study in which ana gave `hope` and `wish` to pieces that overlap, and `trust` to another.
fn desk() -> Desk {
    let desk = Desk::with_study();
    std::fs::remove_dir_all(desk.path("codebooks")).unwrap_or_default();
    desk.write("codebooks/care.toml", BOOK);
    desk.write("transcripts/P1.txt", TALK);
    for (quote, code) in [("I hope it", "hope"), ("hope it lasts", "wish"), ("there for", "trust")]
    {
        ana(&desk, &["code", "P1", "--quote", quote, code]).done();
    }
    desk
}

fn ana(desk: &Desk, words: &[&str]) -> crate::desk::Run {
    desk.emic(&[&["--coder", "ana"], words].concat())
}

/// `code,segments,words` of the codes that somebody gave.
fn counts(desk: &Desk, coder: &str) -> Vec<String> {
    let run = desk.emic(&["--coder", coder, "report", "themes", "-f", "csv"]).done();
    let mut lines = run.out.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let head = lines.next().unwrap();
    let at = |name: &str| head.iter().position(|column| *column == name).unwrap();
    let (segments, words) = (at("segments"), at("words"));
    lines
        .filter(|cells| cells[segments] != "0")
        .map(|cells| format!("{} {} {}", cells[0], cells[segments], cells[words]))
        .collect()
}

#[test]
fn codings_follow_a_rename_and_its_way_back() {
    let desk = desk();
    let log = desk.read("codings/ana.jsonl");
    let before = counts(&desk, "ana");
    assert_eq!(before, ["trust 1 2", "hope 1 3", "wish 1 3"]);
    let run = desk.emic(&["codebook", "rename", "trust", "reliance", "-n"]).done();
    assert!(run.out.contains("-id    = \"trust\"     # old\n+id    = \"reliance\"     # old"));
    assert_eq!(desk.read("codebooks/care.toml"), BOOK, "-n writes nothing");
    let run = desk.emic(&["codebook", "rename", "trust", "reliance"]).done();
    assert!(run.err.contains("1 coding by ana follow"), "{run:?}");
    assert_eq!(counts(&desk, "ana")[0], "reliance 1 2");
    for words in [
        &["export", "-f", "csv", "-o", "-"][..],
        &["search", "code:reliance", "-f", "jsonl"],
        &["search", "code:trust", "-f", "jsonl"],
    ] {
        let run = ana(&desk, words).done();
        assert!(run.out.contains("reliance") && !run.out.contains("\"trust\""), "{run:?}");
    }
    desk.emic(&["codebook", "rename", "reliance", "trust"]).done();
    assert_eq!(counts(&desk, "ana"), before);
    assert_eq!(desk.read("codings/ana.jsonl"), log, "logs are never rewritten");
}

#[test]
fn a_merge_counts_nothing_twice() {
    let desk = desk();
    let rules = counts(&desk, "rules");
    assert_eq!(rules, ["hope 1 4", "wish 1 4"]);
    desk.emic(&["codebook", "merge", "wish", "--into", "hope"]).done();
    assert_eq!(counts(&desk, "ana"), ["trust 1 2", "hope 1 4"], "two pieces that overlap are one");
    assert_eq!(counts(&desk, "rules"), ["hope 1 4"], "the rules follow");
    let run = ana(&desk, &["export", "-f", "csv", "-o", "-"]).done();
    assert_eq!(run.out.lines().filter(|line| line.contains(",hope,")).count(), 1, "{run:?}");
    assert!(run.out.contains("I hope it lasts"), "{run:?}");
    // The old name still leads to what was coded with it.
    let old = ana(&desk, &["log", "--code", "wish", "-f", "csv"]).done();
    let new = ana(&desk, &["log", "--code", "hope", "-f", "csv"]).done();
    assert_eq!(old.out, new.out);
    assert!(new.out.contains(",wish,") && new.out.contains(",hope,"), "{new:?}");
    let old = desk.emic(&["report", "themes", "--code", "wish", "-f", "csv"]).done();
    assert!(old.out.contains("\nhope,"), "{old:?}");
    desk.emic(&["codebook", "merge", "hope", "--into", "wish"]).error("takes no codings");
}

#[test]
fn a_split_lists_every_coding_and_leaves_it() {
    let desk = desk();
    let ben = ["--coder", "ben", "code", "P1", "--quote", "Yes", "hope"];
    desk.emic(&ben).done();
    let run = desk.emic(&["codebook", "split", "hope", "hope.small", "hope.great", "-f", "csv"]);
    let run = run.done();
    let rows: Vec<&str> = run.out.lines().skip(1).collect();
    assert_eq!(rows.len(), 2, "{run:?}");
    assert!(rows[0].starts_with("ana,P1,4,hope,I hope it"), "{run:?}");
    assert!(rows[1].starts_with("ben,P1,4,hope,Yes"), "{run:?}");
    assert_eq!(counts(&desk, "ana")[1], "hope 1 3");
    let again = desk.emic(&["codebook", "split", "hope", "-f", "csv"]).done();
    assert_eq!(again.out, run.out);
    desk.emic(&["codebook", "check"]);
    assert!(desk.read("codebooks/care.toml").contains("to   = [\"hope.small\", \"hope.great\"]"));
}

#[test]
fn moves_refuse_circles_and_differences_are_told() {
    let desk = desk();
    desk.write("old.toml", BOOK);
    desk.emic(&["codebook", "move", "wish", "hope", "--as", "hope.wish"]).done();
    desk.emic(&["codebook", "move", "hope", "hope.wish"]).error("stands below `hope` itself");
    desk.emic(&["codebook", "rename", "hope", "trust"]).error("is the id of a code already");
    desk.emic(&["codebook", "rename", "hoope", "x"]).error("did you mean `hope`?");
    let run = desk.emic(&["codebook", "diff", "old.toml", "codebooks/care.toml", "-f", "csv"]);
    let run = run.done();
    let rows: Vec<&str> = run.out.lines().skip(1).collect();
    assert_eq!(rows[0], "renamed,wish,hope.wish,id,wish,hope.wish,1", "{run:?}");
    assert_eq!(rows[1], "moved,wish,hope.wish,parent,,hope,1", "{run:?}");
    desk.emic(&["codebook", "diff", "old.toml", "old.toml"]).no();
}
