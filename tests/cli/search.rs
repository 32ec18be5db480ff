//! `emic search` and `emic index`.

use crate::desk::Desk;

const CODEBOOK: &str = r#"schema = 1

[codebook]
id      = "trust"
name    = "Trust"
version = "1.0.0"

[[code]]
id    = "trust"
label = "Trust"
aliases = ["confidence"]

  [[code.rule]]
  id  = "t-1"
  any = ["trust*"]

[[code]]
id     = "trust.gone"
label  = "Trust lost"
parent = "trust"

  [[code.rule]]
  id       = "g-1"
  any      = ["trust*"]
  negation = "only"
  code     = "match"
"#;

/// A study of two interviews.
fn study() -> Desk {
    let desk = Desk::new();
    desk.write("emic.toml", "schema = 1\n");
    desk.write("codebooks/trust.toml", CODEBOOK);
    desk.write("cases.csv", "id,site,wave\nP1,North,1\nP2,South,2\n");
    desk.write(
        "transcripts/a.txt",
        "I: Do you trust the café?\nP1: I trust her. I don’t trust him, I believe nobody.\nI: Hm.\n",
    );
    desk.write("transcripts/b.txt", "I: And you?\nP2: 我很信任她。 No trust at all [laughs].\n");
    desk
}

/// Transcript and turn of every row.
fn places(desk: &Desk, arguments: &[&str]) -> Vec<String> {
    let arguments = [&["search", "-f", "jsonl", "--sort", "place"], arguments].concat();
    let run = desk.emic(&arguments);
    assert!(run.status < 2, "{run:?}");
    let rows = run.rows();
    let place = |row: &serde_json::Value| {
        format!("{}:{}", row["transcript"].as_str().unwrap(), row["turn"])
    };
    rows.iter().map(place).collect()
}

#[test]
fn json_lines_have_the_fixed_columns_and_exact_places() {
    let desk = study();
    let run = desk.emic(&["search", "trust role:participant", "-f", "jsonl"]).done();
    let keys = [
        "transcript",
        "turn",
        "start",
        "end",
        "speaker",
        "case",
        "codes",
        "coder",
        "text",
        "score",
    ];
    for (row, line) in run.rows().iter().zip(run.out.lines()) {
        assert_eq!(row.as_object().unwrap().len(), keys.len());
        let at = |key: &&str| line.find(&format!("\"{key}\":")).unwrap();
        assert!(keys.iter().map(at).is_sorted(), "{line}");
        let text = desk.read(&format!("transcripts/{}.txt", row["transcript"].as_str().unwrap()));
        let place = |key: &str| row[key].as_u64().unwrap() as usize;
        let said: String =
            text.chars().skip(place("start")).take(place("end") - place("start")).collect();
        assert_eq!(row["text"], said);
        assert!(row["score"].as_f64().unwrap() > 0.0);
    }
    assert_eq!(run.rows()[0]["codes"], serde_json::json!(["trust", "trust.gone"]));
    assert_eq!(run.rows()[0]["coder"], "rules");
    assert_eq!(run.rows()[0]["case"], "P1");
    let run = desk.emic(&["search", "nobody", "-f", "jsonl", "--context", "1"]).done();
    assert_eq!(run.rows()[0]["before"], "I: Do you trust the café?");
    assert_eq!(run.rows()[0]["after"], "I: Hm.");
}

#[test]
fn words_codes_people_and_attributes() {
    let desk = study();
    assert_eq!(places(&desk, &["trusting"]), ["a:1", "a:2", "b:2"]);
    assert_eq!(places(&desk, &["cafe"]), ["a:1"]);
    assert_eq!(places(&desk, &["信任"]), ["b:2"]);
    assert_eq!(places(&desk, &["laughs"]), [""; 0]);
    assert_eq!(places(&desk, &["trust site:North"]), ["a:2"]);
    assert_eq!(places(&desk, &["trust wave:>1"]), ["b:2"]);
    assert_eq!(places(&desk, &["code:confidence"]), ["a:2", "a:2", "b:2"]);
    assert_eq!(places(&desk, &["code:trust AND code:trust.gone"]), ["a:2", "a:2", "b:2", "b:2"]);
    assert_eq!(places(&desk, &["code:trust AND believe"]), ["a:2"]);
    assert_eq!(places(&desk, &["café AND code:trust", "--in", "transcript"]), ["a:1", "a:2"]);
    assert_eq!(places(&desk, &["trust NOT code:*"]), ["a:1"]);
}

#[test]
fn filters_narrow_a_query() {
    let desk = study();
    assert_eq!(places(&desk, &["trust", "--speaker", "interviewer"]), ["a:1"]);
    assert_eq!(places(&desk, &["trust", "--where", "site!=North"]), ["a:1", "b:2"]);
    assert_eq!(places(&desk, &["trust", "--case", "P2"]), ["b:2"]);
    assert_eq!(places(&desk, &["trust", "--transcript", "a", "--match", "believe"]), ["a:2"]);
    assert_eq!(places(&desk, &["her", "--code", "trust"]), ["a:2"]);
    assert_eq!(places(&desk, &["trust", "--theme", "trust", "--unit", "turn"]), ["a:2", "b:2"]);
    desk.emic(&["search", "trust", "--case", "P9"]).error("there is no case `P9`");
    desk.emic(&["search", "trust", "--unit", "sentence"]).error("every sentence");
}

#[test]
fn hits_are_shown_in_context_and_counted_on_standard_error() {
    let desk = study();
    let run = desk.emic(&["search", "trust"]).done();
    assert!(run.out.contains("a:2  P1  trust, trust.gone\n    I trust her."), "{}", run.out);
    assert_eq!(run.err, "3 turns with 4 matches in 2 transcripts and 2 cases.\n");
    let run = desk.emic(&["search", "trust", "--limit", "1"]).done();
    assert!(run.err.contains("; the best 1 are shown (`--limit 0` shows all)"), "{}", run.err);
    let run = desk.emic(&["search", "code:trust.gone AND trust"]).done();
    assert!(run.out.contains("I don’t ‹trust› him, I believe"), "{}", run.out);
    let run = desk.emic(&["search", "trust", "--kwic", "--sort", "place"]).done();
    let columns: Vec<usize> =
        run.out.lines().map(|line| line[..line.find("trust").unwrap()].chars().count()).collect();
    assert_eq!(run.out.lines().count(), 4);
    assert_eq!(columns[0], columns[1]);
    desk.emic(&["search", "code:trust", "--kwic"]).error("a concordance needs words");
    let run = desk.emic(&["search", "hopeless"]).no();
    assert_eq!((run.out.as_str(), run.err.as_str()), ("", "No turn matches.\n"));
}

#[test]
fn a_wrong_query_is_told_with_a_caret() {
    let desk = study();
    let run = desk.emic(&["search", "code:trsut AND site:Nroth"]).error("there is no code `trsut`");
    for words in [" --> query:1:6", "^^^^^", "did you mean `trust`?", "did you mean `North`?"] {
        assert!(run.err.contains(words), "{}", run.err);
    }
    assert!(run.out.is_empty());
    desk.emic(&["search", "\"trust"]).error("this quotation is not closed");
    desk.emic(&["search", ""]).error("the query is empty");
    desk.emic(&["search", "speaker:Mara"]).error("there is no speaker `Mara`");
    let run = desk.emic(&["search", "trust or believe"]).no();
    assert!(run.err.contains("`or` is searched for as a word"), "{}", run.err);
}

#[test]
fn without_a_study_files_are_searched_and_nothing_is_written() {
    let desk = study();
    let found = places(&desk, &["trust", "transcripts/a.txt", "transcripts/b.txt"]);
    assert_eq!(found, ["a:1", "a:2", "b:2"]);
    let coded = ["code:trust", "transcripts", "--codebook", "codebooks/trust.toml"];
    assert_eq!(places(&desk, &coded).len(), 3);
    assert!(!desk.path(".emic").exists());
    desk.emic(&["search", "site:North", "transcripts"])
        .error("there is no field or attribute `site`");
    let run = desk.piped(&["search", "trust", "-", "-f", "jsonl"], b"P: I trust you.\n").done();
    assert_eq!(run.rows()[0]["transcript"], "stdin");
    assert_eq!(places(&desk, &["trust", "b"]), ["b:2"], "an id of the study");
}

#[test]
fn the_index_follows_the_study() {
    let desk = study();
    let run = desk.emic(&["index"]).done();
    assert!(run.err.starts_with("2 transcripts indexed; "), "{}", run.err);
    assert!(
        run.err.contains("the index holds 2 transcripts, 5 turns and 5 segments"),
        "{}",
        run.err
    );
    desk.write("transcripts/b.txt", "P2: Never again.\n");
    assert_eq!(places(&desk, &["trust"]), ["a:1", "a:2"]);
    assert_eq!(places(&desk, &["\"never again\""]), ["b:1"]);
    desk.write("codebooks/trust.toml", CODEBOOK.replace("trust*", "believ*"));
    assert_eq!(places(&desk, &["code:trust"]), ["a:2"]);
    std::fs::remove_file(desk.path("transcripts/a.txt")).unwrap();
    assert_eq!(places(&desk, &["NOT nothing"]), ["b:1"]);
    std::fs::remove_dir_all(desk.path(".emic")).unwrap();
    assert_eq!(places(&desk, &["never"]), ["b:1"]);
    desk.emic(&["apply"]).done();
    assert!(desk.path(".emic/index").exists(), "apply lets the index follow");
    assert!(desk.emic(&["index", "--rebuild"]).done().err.starts_with("1 transcript indexed; "));
}

#[test]
fn an_index_that_cannot_be_written_is_no_hindrance() {
    let desk = study();
    desk.write(".emic", "in the way");
    let run = desk.emic(&["search", "trust"]).done();
    assert!(run.err.contains("the index was not used"), "{}", run.err);
    assert!(run.err.contains("3 turns"), "{}", run.err);
    desk.emic(&["index"]).error("");
}

#[test]
fn one_bad_file_does_not_hide_the_others() {
    let desk = study();
    desk.write("transcripts/c.txt", b"\0\x01\x02\0\xff binary \0");
    let run = desk.emic(&["search", "trust"]).error("c.txt");
    assert!(run.out.contains("b:2"), "{}", run.out);
}

#[test]
fn speech_cannot_control_the_terminal() {
    let desk = Desk::new();
    desk.write("a.txt", "P: trust \u{1b}[2J\u{202e} me\n");
    for arguments in [vec!["search", "trust", "a.txt"], vec!["search", "trust", "a.txt", "--kwic"]]
    {
        let out = desk.emic(&arguments).done().out;
        assert!(!out.contains(['\u{1b}', '\u{202e}']), "{out:?}");
    }
}

#[test]
fn words_are_found_however_wide_or_large_they_were_typed() {
    let desk = Desk::with_study();
    desk.write("transcripts/ja.txt", "P: 朝はｺｰﾋｰ。ｶﾞｯｺｳ。\nP: はい。\n");
    desk.write("transcripts/el.txt", "P: ΜΙΑ ΟΔΟΣ ΕΔΩ.\nP: Ναι.\n");
    for query in ["コーヒー", "ガッコウ", "οδος", "ΟΔΟΣ", "οδο*", "ΟΔΟΣ*"] {
        let run = desk.emic(&["search", query, "-f", "jsonl"]).done();
        assert_eq!(run.out.lines().count(), 1, "{query}: {run:?}");
    }
}
