//! `emic codebook`: new, list, show, check, test.

use crate::desk::Desk;

const TRUST: &str = r#"schema = 1

[codebook]
id      = "trust"
version = "0.1.0"

[[code]]
id           = "trust"
label        = "Trust"
brief        = "Somebody relies on somebody."
use_when     = ["A person is relied on"]
not_when     = ["A trust fund"]
examples     = ["I trust the nurse.", "I rely on her."]
non_examples = ["The trust fund pays.", "Nobody came."]

  [[code.rule]]
  any = ["trust*"]

[[code]]
id    = "reliance"
label = "Reliance"

  [[code.rule]]
  any = ["rely on"]
"#;

#[test]
fn a_new_codebook_passes_its_own_check_and_test() {
    let desk = Desk::with_study();
    let run = desk.emic(&["codebook", "new", "peer-support"]).done();
    assert!(run.err.contains("Wrote") && run.err.contains("emic codebook check"), "{run:?}");
    let text = desk.read("codebooks/peer-support.toml");
    assert!(text.contains("name     = \"Peer support\""), "{text}");
    desk.emic(&["codebook", "check", "--strict"]).done();
    assert!(desk.emic(&["codebook", "test"]).done().err.contains("2 examples of 1 code"));
    desk.emic(&["codebook", "new", "peer-support"]).error("this file is there already");
    assert_eq!(desk.read("codebooks/peer-support.toml"), text);
}

#[test]
fn a_new_codebook_goes_where_it_is_told() {
    let desk = Desk::new();
    desk.emic(&["codebook", "new", "trust", "-n"]).done();
    assert!(!desk.path("trust.toml").exists());
    desk.emic(&["codebook", "new", "trust"]).done();
    desk.emic(&["codebook", "new", "drafts/hope.toml", "--name", "Ho\"pe"]).done();
    assert!(desk.read("drafts/hope.toml").contains("id       = \"ho-pe\""));
    let run = desk.emic(&["codebook", "new", "-", "--language", "de"]).done();
    assert!(run.out.contains("language = \"de\"") && run.err.is_empty(), "{run:?}");
    let run = desk.piped(&["codebook", "check", "-"], run.out.as_bytes()).done();
    assert!(run.err.contains("No problems found."), "{run:?}");
}

#[test]
fn codes_are_listed_in_order_and_with_everything_for_programs() {
    let desk = Desk::with_example();
    let run = desk.emic(&["codebook", "list"]).done();
    assert!(run.out.starts_with("Creating Connection: how peer support"), "{}", run.out);
    assert!(run.out.contains("\n  cc.trust "), "{}", run.out);
    let rows = desk.emic(&["codebook", "list", "-f", "jsonl"]).done().rows();
    assert_eq!(rows[0]["code"], "cc");
    assert_eq!((&rows[1]["parent"], &rows[1]["depth"]), (&"cc".into(), &1.into()));
    assert!(rows[1]["use_when"].as_array().is_some_and(|all| !all.is_empty()));
    Desk::new().emic(&["codebook", "list"]).error("emic.toml");
}

#[test]
fn a_code_is_shown_in_words() {
    let desk = Desk::new();
    desk.write("trust.toml", TRUST);
    let run = desk.emic(&["codebook", "show", "trust", "trust.toml"]).done();
    for words in ["trust  Trust", "use when", "A person is relied on", "for any of", "trust*"] {
        assert!(run.out.contains(words), "{words}: {}", run.out);
    }
    let rows = desk.emic(&["codebook", "show", "trust", "trust.toml", "-f", "jsonl"]).done().rows();
    assert_eq!(rows.len(), 1);
    desk.emic(&["codebook", "show", "trsut", "trust.toml"]).error("did you mean `trust`?");
}

#[test]
fn all_mistakes_are_told_in_one_run_with_line_and_caret() {
    let desk = Desk::new();
    desk.write("bad.toml", TRUST.replace("brief ", "breif ").replace("[\"rely on\"]", "\"rely\""));
    let run = desk.emic(&["codebook", "check", "bad.toml"]).no();
    for words in ["bad.toml:10:1", "did you mean `brief`?", "bad.toml:24:9", "write `[\"rely\"]`"] {
        assert!(run.err.contains(words), "{words}: {}", run.err);
    }
    assert!(run.err.contains("2 errors and 0 warnings."), "{}", run.err);
    assert!(run.out.is_empty());
    let rows = desk.emic(&["codebook", "check", "bad.toml", "-f", "jsonl"]).no().rows();
    assert_eq!((&rows[0]["line"], &rows[0]["severity"]), (&10.into(), &"error".into()));
    desk.emic(&["codebook", "list", "bad.toml"]).error("unknown key `breif`");
    desk.emic(&["codebook", "check", "none.toml"]).error("none.toml");
}

#[test]
fn warnings_are_told_and_count_only_if_asked_for() {
    let desk = Desk::new();
    desk.write("trust.toml", TRUST);
    let run = desk.emic(&["codebook", "check", "trust.toml"]).done();
    assert!(run.err.contains("code `reliance` has no `brief`"), "{}", run.err);
    assert!(run.err.contains("no rule of `trust` codes this example"), "{}", run.err);
    assert!(run.err.contains("the rules give it `reliance` instead"), "{}", run.err);
    desk.emic(&["codebook", "check", "trust.toml", "--strict"]).no();
    let rows = desk.emic(&["codebook", "check", "trust.toml", "-f", "jsonl"]).done().rows();
    let lints: Vec<&str> = rows.iter().filter_map(|row| row["lint"].as_str()).collect();
    assert_eq!(lints, ["missed-example", "incomplete"]);
}

#[test]
fn in_a_study_the_transcripts_are_looked_at() {
    let desk = Desk::with_study();
    desk.write("codebooks/trust.toml", TRUST);
    desk.write("transcripts/P1.txt", "P1: I rely on her. I rely on him.\n\nI: Do you?\n");
    desk.write("transcripts/P2.txt", "P2: I rely on them.\n");
    let words: String = (0..201).map(|n| format!("trust{n} ")).collect();
    desk.write("transcripts/P3.txt", format!("P3: {words}.\n"));
    let run = desk.emic(&["codebook", "check"]).done();
    assert!(run.err.contains("`trust*` matches 201 different words"), "{}", run.err);
    assert!(run.err.contains("code `trust` is used once"), "{}", run.err);
    assert!(!run.err.contains("code `reliance` is used"), "{}", run.err);
    let again = desk.emic(&["codebook", "check", "codebooks/trust.toml"]).done();
    assert_eq!(again.err, run.err);
    let elsewhere = Desk::new();
    elsewhere.write("trust.toml", TRUST);
    let run = elsewhere.emic(&["codebook", "check", "trust.toml"]).done();
    assert!(!run.err.contains("different words"), "{}", run.err);
}

#[test]
fn examples_that_fail_are_printed() {
    let desk = Desk::new();
    desk.write("trust.toml", TRUST);
    let run = desk.emic(&["codebook", "test", "trust.toml"]).no();
    assert!(run.out.contains("I rely on her.") && run.out.contains("The trust fund pays."));
    assert!(run.out.contains("example not coded") && run.out.contains("trust.toml:13"), "{run:?}");
    assert!(!run.out.contains("I trust the nurse.") && !run.out.contains("Nobody came."));
    assert!(run.err.contains("4 examples of 1 code: 2 fail."), "{}", run.err);
    let rows = desk.emic(&["codebook", "test", "trust.toml", "--all", "-f", "jsonl"]).no().rows();
    let passed: Vec<bool> = rows.iter().filter_map(|row| row["passed"].as_bool()).collect();
    assert_eq!(passed, [true, false, false, true]);
    assert_eq!(rows[1]["others"], serde_json::json!(["reliance"]));
    let test = ["codebook", "test", "trust.toml", "--code", "reliance"];
    assert!(desk.emic(&test).done().err.contains("no examples"));
    desk.emic(&["codebook", "test", "trust.toml", "--code", "relance"]).error("`reliance`");
}

#[test]
fn the_codebooks_that_come_with_emic_pass() {
    for name in
        ["bridge", "creating-connection", "everyday-connection", "navigator-journey", "peer-work"]
    {
        let desk = Desk::new();
        desk.emic(&["init", "--example", name]).done();
        let run = desk.emic(&["codebook", "test"]).done();
        assert!(run.err.contains("all go as expected"), "{name}: {run:?}");
        desk.emic(&["codebook", "check"]).done();
    }
}
