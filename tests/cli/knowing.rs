//! Knowing where a study is: `status`, `check`, `compare`, `negative`, and the reports `audit`, `coreq`
//! and `srqr`.

use serde_json::Value;

use crate::desk::{Desk, Run};

/// The example `bridge` before it was coded by hand, with what two people coded.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.emic(&["init", ".", "--example", "bridge"]).done();
    for folder in ["codings", "memos", "audits"] {
        std::fs::remove_dir_all(desk.path(folder)).unwrap();
    }
    for file in ["sampling.jsonl", "codebooks/open.toml"] {
        std::fs::remove_file(desk.path(file)).unwrap();
    }
    let settings = desk.read("emic.toml").replace(", \"codebooks/open.toml\"", "");
    let (settings, _) = settings.split_once("[coreq]").unwrap();
    desk.write("emic.toml", settings);
    for (coder, words) in [
        ("ana", ["code", "P1", "--turn", "2", "bridge.function.trust"].as_slice()),
        ("ana", &["code", "P1", "--done"]),
        ("ana", &["code", "P5", "--turn", "2", "--round", "2", "--new", "being-first"]),
        ("ben", &["code", "P1", "--turn", "4", "bridge.function.trust"]),
    ] {
        by(&desk, coder, words).done();
    }
    desk
}

fn by(desk: &Desk, coder: &str, words: &[&str]) -> Run {
    desk.emic(&[&["--coder", coder], words].concat())
}

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.out).unwrap()
}

#[test]
fn status_counts_each_coder_and_says_one_next_step() {
    let desk = desk();
    let run = desk.emic(&["status", "-f", "json"]).done();
    let status = json(&run);
    let coders = status["coders"].as_array().unwrap();
    let of = |name: &str| coders.iter().find(|one| one["coder"] == name).unwrap();
    assert_eq!((&of("ana")["codings"], &of("ana")["turns"]), (&2.into(), &2.into()));
    assert_eq!((&of("ana")["done"], &of("ana")["transcripts_n"]), (&1.into(), &14.into()));
    assert_eq!((&of("ben")["done"], &of("ben")["turns"]), (&0.into(), &1.into()));
    assert!(of("rules")["codings"].as_u64().unwrap() > 0);
    assert_eq!(status["codes_in_no_codebook"], serde_json::json!(["being-first"]));
    assert_eq!(status["index"], "missing");
    assert!(run.err.contains("give `being-first` an entry in a codebook"), "{}", run.err);
    desk.emic(&["index"]).done();
    assert_eq!(json(&desk.emic(&["status", "-f", "json"]).done())["index"], "fresh");
    let before = status["proposals_waiting"].as_u64().unwrap();
    desk.write("transcripts/P3.txt", desk.read("transcripts/P3.txt") + "\n");
    by(&desk, "ben", &["code", "P8", "--turn", "2", "bridge.function.trust"]).done();
    let after = json(&desk.emic(&["status", "-f", "json"]).done());
    assert_eq!(after["index"], "stale");
    assert!(after["proposals_waiting"].as_u64().unwrap() <= before);
}

#[test]
fn check_finds_what_is_wrong_in_logs_memos_and_codings_and_says_no() {
    let desk = desk();
    let check = |words: &[&str]| desk.emic(&[&["check", "-v"], words].concat());
    let run = check(&[]).done();
    assert!(run.err.contains("no codebook has the code `being-first`"), "{}", run.err);
    check(&["--strict"]).no();
    desk.write(
        "memos/a.md",
        "+++\ntype = \"code\"\ncodes = [\"bridge.function.trsut\"]\n+++\nSo.\n",
    );
    desk.write("memos/b.md", "+++\ntyp = \"code\"\n+++\n");
    desk.write(
        "codings/ana (conflicted copy).jsonl",
        desk.read("codings/ana.jsonl") + "{\"id\":\"torn",
    );
    let text = desk.read("transcripts/P1.txt");
    let second = text.split("\n\n").nth(1).unwrap_or_default().to_owned();
    desk.write("transcripts/P1.txt", text.replace(&second, "P1: Nothing of it is left."));
    desk.write("codings/Ana.jsonl", desk.read("codings/ana.jsonl").replace("\"ana\"", "\"Ana\""));
    let run = check(&[]).no();
    for words in [
        "this memo is about a code that is not there: `bridge.function.trsut`",
        "did you mean one of `bridge.function.trust`",
        "unknown key `typ` in the front matter of a memo",
        "the last line was not finished and is left out",
        "this file holds events of the coder `ana`",
        "`Ana` and `ana` may be one coder",
        "whose words changed",
    ] {
        assert!(run.err.contains(words), "{words:?} is not in {}", run.err);
    }
    let rows = check(&["-f", "jsonl"]).no().rows();
    let memo = rows.iter().find(|row| row["file"] == "memos/a.md").unwrap();
    assert_eq!((&memo["severity"], &memo["line"]), (&"error".into(), &3.into()));
}

#[test]
fn lints_can_be_turned_off() {
    let desk = Desk::with_study();
    let below: String = (0..8)
        .map(|n| format!("[[code]]\nid = \"c{n}\"\nlabel = \"C\"\nparent = \"a\"\n"))
        .collect();
    let text = "schema = 1\n[codebook]\nid = \"c\"\nname = \"C\"\nversion = \"1\"\n\
                [[code]]\nid = \"a\"\nlabel = \"A\"\nbrief = \"x\"\n";
    desk.write("codebooks/c.toml", format!("{text}{below}"));
    let run = desk.emic(&["codebook", "check", "codebooks/c.toml", "-v"]).done();
    assert!(run.err.contains("only one theme at the top"), "{}", run.err);
    let run = desk.emic(&["codebook", "check", "--allow", "few-themes", "-v"]).done();
    assert!(!run.err.contains("at the top"), "{}", run.err);
    desk.write("emic.toml", "schema = 1\n[check]\nallow = [\"few-themes\"]\n");
    assert!(!desk.emic(&["check", "-v"]).done().err.contains("at the top"));
    assert!(!desk.emic(&["codebook", "check", "-v"]).done().err.contains("at the top"));
}

#[test]
fn incidents_are_compared_with_a_place_for_the_memo() {
    let desk = desk();
    let words =
        ["compare", "bridge.function.trust", "--by", "group", "--pairs", "3", "--seed", "1"];
    let run = desk.emic(&[&words[..], &["-f", "md"]].concat()).done();
    assert!(run.out.contains("Memo: what is alike, what is not?"), "{}", run.out);
    assert!(run.out.contains("emic memo new"), "{}", run.out);
    assert_eq!(desk.emic(&[&words[..], &["-f", "md"]].concat()).out, run.out);
    let rows = desk.emic(&[&words[..], &["-f", "jsonl"]].concat()).done().rows();
    assert_eq!(rows.len(), 6);
    assert_eq!((&rows[0]["side"], &rows[1]["side"]), (&"a".into(), &"b".into()));
    assert_ne!(rows[0]["case"], rows[1]["case"]);
    for format in ["docx", "html", "xlsx", "latex", "csv", "table"] {
        desk.emic(&[&words[..], &["-f", format, "-o", "out"]].concat()).done();
    }
    by(&desk, "ben", &["compare", "bridge.function.trust"]).no();
    desk.emic(&["compare", "bridge.function.trsut"])
        .error("did you mean one of `bridge.function.trust`");
}

#[test]
fn negative_cases_are_those_who_had_room_to_speak() {
    let desk = desk();
    let rows = desk.emic(&["negative", "bridge.function.trust", "-f", "jsonl"]).done().rows();
    assert!(rows.iter().all(|row| row["kind"] == "missing" && !row["case"].is_null()), "{rows:?}");
    // Ben has read nothing to its end, so nobody's silence is known.
    let run = by(&desk, "ben", &["negative", "bridge.function.trust"]).no();
    assert!(run.out.contains("has not read to the end"), "{}", run.out);
}

#[test]
fn the_audit_trail_is_the_same_every_time() {
    let desk = desk();
    let run = desk.emic(&["report", "audit", "-f", "json"]).done();
    let trail = json(&run);
    let facts = trail["results"].as_array().unwrap();
    let of = |part: &str| facts.iter().filter(|fact| fact["part"] == part).count();
    assert_eq!((of("raw_data"), of("codebooks"), of("work")), (14, 1, 2));
    assert_eq!(trail["rounds"].as_array().unwrap().len(), 3);
    assert!(facts.iter().any(|fact| fact["sha256"].as_str().is_some_and(|hash| hash.len() == 64)));
    assert_eq!(desk.emic(&["report", "audit", "-f", "json"]).out, run.out);
}

#[test]
fn checklists_take_what_is_typed_and_count_the_rest() {
    let desk = desk();
    let config = desk.read("emic.toml") + "\n[coreq]\ninterviewer = \"AB held all interviews.\"\n";
    desk.write("emic.toml", &config);
    let rows = desk.emic(&["report", "coreq", "-f", "jsonl"]).done().rows();
    assert_eq!(rows.len(), 32);
    assert_eq!(rows[0]["basis"], "typed and computed");
    assert_eq!((&rows[1]["basis"], &rows[1]["answer"]), (&"missing".into(), &Value::Null));
    assert!(
        rows[23]["answer"].as_str().unwrap().contains("2 people coded (ana, ben); 1 transcript")
    );
    assert_eq!(desk.emic(&["report", "srqr", "-f", "jsonl"]).done().rows().len(), 21);
    desk.write("emic.toml", config.replace("interviewer =", "interviewr ="));
    desk.emic(&["report", "coreq"]).error("unknown key `interviewr` in `[coreq]`");
}

#[test]
fn a_value_that_nobody_has_is_doubted() {
    let desk = Desk::with_study();
    desk.write("cases.csv", "id,site\nP1,North\n");
    desk.write("transcripts/P1.txt", "I: So?\nMara: Yes.\n");
    desk.write(
        "codebooks/c.toml",
        "schema = 1\n[codebook]\nid = \"c\"\nname = \"C\"\nversion = \"1\"\n[[code]]\nid = \"a\"\n\
         label = \"A\"\n",
    );
    let run = desk.emic(&["report", "themes", "--where", "site=Nroth"]);
    assert!(run.err.contains("did you mean `North`?"), "{run:?}");
}

#[test]
fn people_are_described_without_a_codebook() {
    let desk = Desk::with_study();
    std::fs::remove_dir_all(desk.path("codebooks")).unwrap_or_default();
    desk.write("cases.csv", "id,site\nP1,North\n");
    desk.write("transcripts/P1.txt", "I: So?\nMara: Yes.\n");
    let run = desk.emic(&["report", "participants", "-f", "csv"]).done();
    assert!(run.out.contains("North"), "{run:?}");
}
