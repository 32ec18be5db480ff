//! `emic report saturation`, `cooccurrence`, `keyness` and `joint` on an example study.

use crate::desk::Desk;
use serde_json::Value;

fn json(desk: &Desk, arguments: &[&str]) -> Value {
    let run = desk.emic(&[&["report"], arguments, &["-f", "json"]].concat());
    assert_eq!(run.status, 0, "{run:?}");
    serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{run:?}"))
}

#[test]
fn saturation_has_its_rule_its_curve_and_its_caution() {
    let desk = Desk::with_example();
    let found = json(&desk, &["saturation", "--base", "2", "--run", "1"]);
    let rows = found["results"].as_array().unwrap();
    assert_eq!(rows.len() as u64, found["transcripts_n"].as_u64().unwrap());
    let last = rows.last().unwrap();
    assert_eq!(last["cumulative"].as_f64(), last["expected"].as_f64());
    assert_eq!(found["sensitivity"].as_array().unwrap().len(), 12);
    assert!(found["notes"][0].as_str().unwrap().starts_with("This is code saturation"));
    let drawn = desk.emic(&["report", "saturation", "-f", "svg"]);
    assert!(drawn.out.contains("class=\"curve\"") && drawn.out.contains("class=\"band\""));
    assert_eq!(desk.emic(&["report", "saturation", "--threshold", "500"]).status, 2);
}

#[test]
fn cooccurrence_has_counts_at_every_level() {
    let desk = Desk::with_example();
    for level in ["segment", "turn", "window:3", "transcript", "case"] {
        let found = json(&desk, &["cooccurrence", "--level", level]);
        let rows = found["results"].as_array().unwrap();
        assert!(!rows.is_empty());
        for row in rows {
            let count = |key: &str| row[key].as_u64().unwrap();
            assert_eq!(row["level"], level);
            assert!(level == "segment" || count("n_ab") <= count("n_a").min(count("n_b")));
        }
    }
    let run = desk.emic(&["report", "cooccurrence", "--level", "page"]);
    assert!(run.status == 2 && run.err.contains("`page` is no level"), "{run:?}");
    let dot = desk.emic(&["report", "cooccurrence", "--level", "transcript", "-f", "dot"]);
    assert_eq!(dot.status, 0, "{dot:?}");
}

#[test]
fn keyness_and_the_joint_display_group_people() {
    let desk = Desk::new();
    desk.write(
        "emic.toml",
        "schema = 1\n[study]\ntitle = \"T\"\ncodebooks = [\"codebooks/b.toml\"]\n",
    );
    desk.write(
        "codebooks/b.toml",
        "schema = 1\n[codebook]\nid = \"b\"\nversion = \"1\"\nlanguage = \"en\"\n\
         [[code]]\nid = \"hope\"\nlabel = \"Hope\"\ndefinition = \"Looking forward.\"\n\
         [[code.rule]]\nid = \"h\"\nany = [\"hope\"]\n",
    );
    desk.write("cases.csv", "id,site\nA,North\nB,South\n");
    desk.write("transcripts/A.txt", "I: So?\nA: Hope, hope and hope, they say.\n");
    desk.write("transcripts/B.txt", "I: So?\nB: Rain and rain and rain, they say.\n");
    desk.write("scores.csv", "id,name,score\nA,x,4\nB,y,2.5\n");
    let found = json(&desk, &["keyness", "--by", "site"]);
    assert_eq!(found["results"][0]["word"], "hope", "{found}");
    assert_eq!(found["results"][0]["count"], 3);
    let found = json(&desk, &["joint", "--by", "site", "--measure", "scores.csv"]);
    let row = &found["results"][0];
    assert_eq!((&row["mean_with"], &row["mean_without"]), (&Value::from(4.0), &Value::from(2.5)));
    assert_eq!((&row["cases[North]"], &row["cases[South]"]), (&Value::from(1), &Value::from(0)));
    let run = desk.emic(&["report", "joint", "--measure", "scores.csv", "--column", "scor"]);
    assert!(run.status == 2 && run.err.contains("did you mean `score`?"), "{run:?}");
}
