//! `emic apply`: codings, summary, explanation.

use crate::desk::Desk;

const CODEBOOK: &str = r#"schema = 1

[codebook]
id      = "trust"
name    = "Trust"
version = "1.0.0"

[[code]]
id    = "trust"
label = "Trust"

  [[code.rule]]
  id  = "t-1"
  any = ["trust*"]

  [[code.rule]]
  id     = "t-2"
  regex  = ['\bbelie\w+']

[[code]]
id     = "trust.gone"
label  = "Trust lost"
parent = "trust"

  [[code.rule]]
  id       = "g-1"
  any      = ["trust*"]
  negation = "only"
  code     = "match"

  [[code.rule]]
  id       = "g-2"
  any      = ["maybe"]
  strength = "weak"
"#;

/// A folder with a codebook and two interviews, without a study.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("trust.toml", CODEBOOK);
    desk.write(
        "in/a.txt",
        "I: Do you trust them?\nP1: I trust her. I don’t trust him, I believe\nnobody. Maybe.\n",
    );
    desk.write("in/b.txt", "I: And you?\nP2: No comment.\n");
    desk
}

#[test]
fn codings_have_exact_places_and_quotes() {
    let desk = desk();
    let csv = desk.emic(&["apply", "--codebook", "trust.toml", "in", "-f", "csv"]).done().out;
    assert!(csv.starts_with(
        "transcript,start,end,turn,speaker,case,code,coder,rule,segment,quote,prefix,suffix,note,at\n\
         a,26,38,2,P1,a,trust,rules,t-1,a#1,I trust her.,"
    ));
    let run = desk.emic(&["apply", "--codebook", "trust.toml", "in", "-f", "jsonl"]).done();
    let text: Vec<char> = desk.read("in/a.txt").chars().collect();
    let mut found = Vec::new();
    for row in run.rows() {
        let place = |key: &str| usize::try_from(row[key].as_u64().unwrap()).unwrap();
        let quote: String = text[place("start")..place("end")].iter().collect();
        assert_eq!(row["quote"], quote.as_str());
        assert_eq!((&row["coder"], &row["turn"]), (&"rules".into(), &2.into()));
        found.push((row["code"].as_str().unwrap().to_owned(), quote, row["rule"].clone()));
    }
    let expected = [
        ("trust", "I trust her.", "t-1"),
        ("trust", "I don’t trust him, I believe\nnobody.", "t-1;t-2"),
        ("trust.gone", "trust", "g-1"),
    ];
    let expected =
        expected.map(|(code, quote, rule)| (code.to_owned(), quote.to_owned(), rule.into()));
    assert_eq!(found, expected);
    let again = desk.emic(&["apply", "--codebook", "trust.toml", "in", "-f", "csv"]).done();
    assert_eq!(again.out, csv);
}

#[test]
fn weak_rules_propose_only_when_asked() {
    let desk = desk();
    let count = |more: &[&str]| {
        let base = ["apply", "--codebook", "trust.toml", "in", "-f", "jsonl"];
        desk.emic(&[&base, more].concat()).done().out.lines().count()
    };
    assert_eq!(count(&[]), 3);
    assert_eq!(count(&["--weak"]), 4);
    assert_eq!(count(&["--code", "trust.gone"]), 1);
    assert_eq!(count(&["--theme", "trust"]), 3);
    assert_eq!(count(&["--case", "b"]), 0);
}

#[test]
fn an_explanation_names_rule_and_words() {
    let desk = desk();
    let base = ["apply", "--codebook", "trust.toml", "in", "-f", "tsv"];
    let run = desk.emic(&[&base[..], &["--explain", "trust"]].concat()).done();
    let rows: Vec<Vec<&str>> = run.out.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(rows[0][..5], ["transcript", "turn", "code", "rule", "words"]);
    let found: Vec<(&str, &str)> = rows[1..].iter().map(|row| (row[3], row[4])).collect();
    assert_eq!(found, [("t-1", "trust"), ("t-1", "trust"), ("t-2", "believe")]);
    let run = desk.emic(&["apply", "--codebook", "trust.toml", "in", "--explain", "trust"]).done();
    assert!(run.out.starts_with("2 segments of 1 code in 2 transcripts, "), "{run:?}");
    let run = desk.emic(&["apply", "--codebook", "trust.toml", "in", "--explain", "trsut"]);
    run.error("did you mean `trust`?");
}

#[test]
fn one_bad_file_does_not_stop_the_others() {
    let desk = desk();
    desk.write("in/c.txt", "");
    let run = desk.emic(&["apply", "--codebook", "trust.toml", "in", "-f", "jsonl"]);
    assert_eq!((run.status, run.out.lines().count()), (2, 3), "{run:?}");
    assert!(run.err.contains("c.txt"), "{run:?}");
}

#[test]
fn all_mistakes_of_a_codebook_are_told_and_nothing_is_coded() {
    let desk = desk();
    desk.write(
        "bad.toml",
        CODEBOOK.replace("label", "lable").replace("[[code.rule]]", "[[code.rul]]"),
    );
    let run = desk.emic(&["apply", "--codebook", "bad.toml", "in"]);
    assert_eq!(run.status, 2);
    assert!(run.out.is_empty() && run.err.contains("bad.toml:8:1"), "{run:?}");
    assert!(run.err.contains("`label`") && run.err.contains("`rule`"), "{run:?}");
}
