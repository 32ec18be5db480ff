//! `emic report themes`: what is counted, on which base, for whom.

use crate::desk::Desk;

const CODEBOOK: &str = r#"schema = 1

[codebook]
id      = "care"
name    = "Care"
version = "2.0.0"

[[code]]
id      = "care"
label   = "Care"
codable = false

[[code]]
id     = "care.trust"
label  = "Trust"
parent = "care"

  [[code.rule]]
  any = ["trust"]

[[code]]
id     = "care.time"
label  = "Time"
parent = "care"

  [[code.rule]]
  any = ["time"]

[[code]]
id    = "money"
label = "Money"

  [[code.rule]]
  any = ["money"]
"#;

/// Three interviews with two people, one of them twice.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.emic(&["init", "."]).done();
    desk.write("codebooks/care.toml", CODEBOOK);
    desk.write("cases.csv", "id,site\nana,North\nben,South\ncy,South\n");
    desk.write("transcripts.csv", "id,case,wave\na1,ana,1\na2,ana,2\nb1,ben,1\n");
    desk.write(
        "transcripts/a1.txt",
        "I: Trust takes time, no?\nR: Trust takes time. I trust [laughs] her.\n",
    );
    desk.write("transcripts/a2.txt", "I: Still?\nR: Less time now.\n");
    desk.write("transcripts/b1.txt", "I: You?\nR: Nothing much to say here.\n");
    desk
}

/// The cells of a csv by row and column name.
fn cell(csv: &str, code: &str, column: &str) -> String {
    let mut lines = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let place =
        header.iter().position(|name| *name == column).unwrap_or_else(|| panic!("{header:?}"));
    lines.find(|row| row[0] == code).unwrap_or_else(|| panic!("{csv}"))[place].to_owned()
}

#[test]
fn a_parent_counts_the_union_and_the_interviewer_is_left_out() {
    let desk = desk();
    let csv = desk.emic(&["report", "themes", "-f", "csv"]).done().out;
    assert!(csv.starts_with(
        "code,label,kind,depth,cases,cases_n,cases_pct,transcripts,transcripts_n,segments,words,\
         words_pct,per_1000_words,max_case_share\n"
    ));
    let of = |code: &str, column: &str| cell(&csv, code, column);
    // Two sentences of a1 (one of them under both codes) and one of a2.
    assert_eq!((of("care", "segments"), of("care", "words")), ("3".into(), "9".into()));
    assert_eq!(
        (of("care.trust", "segments"), of("care.time", "segments")),
        ("2".into(), "2".into())
    );
    // Words of participants: 6 + 3 + 5. `cy` has no transcript.
    assert_eq!((of("care", "cases"), of("care", "cases_n")), ("1".into(), "2".into()));
    assert_eq!(of("care", "cases_pct"), "50.000000");
    assert_eq!(of("care", "words_pct"), "64.285714");
    assert_eq!(of("care", "per_1000_words"), "214.285714");
    assert_eq!((of("care", "transcripts"), of("care", "transcripts_n")), ("2".into(), "3".into()));
    assert_eq!(
        (of("money", "segments"), of("money", "max_case_share")),
        ("0".into(), String::new())
    );
    assert_eq!((of("care.trust", "depth"), of("care", "depth")), ("1".into(), "0".into()));
}

#[test]
fn groups_come_from_the_case_or_the_transcript() {
    let desk = desk();
    let csv = desk.emic(&["report", "themes", "--by", "site", "-f", "csv"]).done().out;
    assert_eq!(cell(&csv, "care", "cases[North]"), "1");
    assert_eq!(cell(&csv, "care", "cases_n[South]"), "1");
    let csv = desk.emic(&["report", "themes", "--by", "wave", "-f", "csv"]).done().out;
    assert_eq!(cell(&csv, "care", "segments[1]"), "2");
    assert_eq!(cell(&csv, "care", "segments[2]"), "1");
    assert_eq!(cell(&csv, "care", "cases_n[2]"), "1");
    desk.emic(&["report", "themes", "--by", "sitte"]).error("did you mean `site`?");
}

#[test]
fn filters_change_the_base_with_the_counts() {
    let desk = desk();
    let csv = desk.emic(&["report", "themes", "--where", "wave=1", "-f", "csv"]).done().out;
    assert_eq!(cell(&csv, "care", "transcripts_n"), "2");
    assert_eq!(cell(&csv, "care", "segments"), "2");
    let csv = desk.emic(&["report", "themes", "--case", "ben", "-f", "csv"]).done().out;
    assert_eq!(
        (cell(&csv, "care", "cases_n"), cell(&csv, "care", "words_pct")),
        ("1".into(), "0.000000".into())
    );
    let csv = desk.emic(&["report", "themes", "--unit", "turn", "-f", "csv"]).done().out;
    assert_eq!(cell(&csv, "care", "segments"), "2");
    let csv = desk.emic(&["report", "themes", "--match", "less", "-f", "csv"]).done().out;
    assert_eq!(
        (cell(&csv, "care", "segments"), cell(&csv, "care", "cases_n")),
        ("1".into(), "1".into())
    );
    desk.emic(&["report", "themes", "--match", "wav:1"]).error("did you mean `wave`?");
    let csv = desk.emic(&["report", "themes", "--theme", "care.trust", "-f", "csv"]).done().out;
    assert_eq!(csv.lines().count(), 2);
}

#[test]
fn the_first_line_says_whose_codings_which_codebook_which_base() {
    let desk = desk();
    let run = desk.emic(&["report", "themes"]).done();
    let first = run.out.lines().next().unwrap();
    assert!(first.starts_with("Codings by rules; codebook care 2.0.0 ("), "{first}");
    assert!(first.ends_with("base 2 cases in 3 transcripts, 14 words by participants."), "{first}");
    let json: serde_json::Value =
        serde_json::from_str(&desk.emic(&["report", "themes", "-f", "json", "--ci"]).done().out)
            .unwrap();
    assert_eq!(json["schema"], 1);
    assert_eq!(json["results"][0]["code"], "care");
    assert!(json["results"][3]["max_case_share"].is_null());
    assert_eq!(json["results"][3]["cases_hi"], 0.657_620);
    let quiet = desk.emic(&["report", "themes", "--no-numbers"]).done().out;
    assert!(quiet.contains("●") && quiet.contains("“Trust takes time.” (ana)"), "{quiet}");
    desk.emic(&["report", "themes", "--coder", "ana"]).error("there are no codings by `ana`");
}

#[test]
fn what_would_mislead_is_said() {
    let desk = desk();
    for report in ["themes", "matrix"] {
        let run = desk.emic(&["report", report, "--where", "site=East"]).done();
        assert!(run.err.contains("nothing passes these filters"), "{run:?}");
        let run = desk.emic(&["report", report]).done();
        assert!(!run.err.contains("hint"), "{run:?}");
    }
    let run = desk.emic(&["report", "themes", "-o", "themes.pdf"]).done();
    assert!(run.err.contains("`.pdf` is no format"), "{run:?}");
    let run = desk.emic(&["report", "themes", "-f", "csv", "-o", "themes.data"]).done();
    assert!(!run.err.contains("hint"), "{run:?}");
    desk.emic(&["report", "quotes", "-k", "0"]).error("invalid value '0'");
    desk.emic(&["report", "all", "-o", "themes.pdf"]).error("this is a file, not a folder");
}

#[test]
fn a_sentence_that_is_counted_is_one_that_a_rule_looked_at() {
    let desk = Desk::new();
    let head = CODEBOOK.find("[[code]]").unwrap();
    let language = "[language]\nabbreviations = [\"incl.\"]\n";
    let code = "[[code]]\nid = \"hope\"\nlabel = \"Hope\"\n[[code.rule]]\nany = [\"hope*\"]\n";
    desk.write("book.toml", format!("{}{language}{code}", &CODEBOOK[..head]));
    desk.write("t.txt", "I: Who?\nP: We hoped, incl. Ana. I don't. Hope is dear.\n");
    let report = ["report", "themes", "--codebook", "book.toml", "t.txt", "-f", "json"];
    for unit in [&[][..], &["--unit", "sentence"]] {
        let run = desk.emic(&[&report[..], unit].concat()).done();
        let document: serde_json::Value = serde_json::from_str(&run.out).unwrap();
        assert_eq!(document["results"][0]["segments"], 2, "{unit:?}: {document}");
    }
}
