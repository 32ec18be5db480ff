//! `emic report stages`, `model` and `waves`: processes, relations and time.

use serde_json::Value;

use crate::desk::Desk;

/// The cells of a csv by the words that its row begins with and the column's name.
fn cell(csv: &str, begin: &str, column: &str) -> String {
    let mut lines = csv.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let place = header.iter().position(|name| *name == column).unwrap();
    let row = lines.find(|line| line.starts_with(begin)).unwrap_or_else(|| panic!("{csv}"));
    row.split(',').nth(place).unwrap().to_owned()
}

#[test]
fn stages_of_the_example_follow_each_other() {
    let desk = Desk::with_example();
    let csv = desk.emic(&["report", "stages", "-f", "csv"]).done().out;
    let header = "from,to,n,from_n,cases,cases_n,probability,expected,residual,q,p,note\n";
    assert!(csv.starts_with(header), "{csv}");
    assert_eq!(csv.lines().count(), 17);
    let of = |column: &str| cell(&csv, "cc.trust,cc.fostering,", column);
    let (n, from_n) = (of("n").parse::<f64>().unwrap(), of("from_n").parse::<f64>().unwrap());
    assert!(n > 0.0 && of("cases_n") == "17");
    assert_eq!(of("probability"), format!("{:.6}", n / from_n));
    let same = desk.emic(&["report", "stages", "-f", "csv", "--seed", "1"]).done().out;
    assert_eq!(csv, same, "the seed that is taken without asking is 1");
    let other = desk.emic(&["report", "stages", "-f", "csv", "--seed", "2"]).done().out;
    assert_ne!(csv, other);
    let collapsed = desk.emic(&["report", "stages", "-f", "csv", "--collapse"]).done().out;
    assert_eq!(collapsed.lines().count(), 13);
    assert_eq!(cell(&collapsed, "cc.trust,cc.fostering,", "residual"), "");
    let people = desk.emic(&["report", "stages", "--permutations", "0"]).done().out;
    assert!(people.contains("describe them, do not test them"), "{people}");
    assert!(people.contains("not shown: out of"), "{people}");
    assert!(!people.contains("shuffles"), "{people}");
}

#[test]
fn sections_say_who_reaches_what() {
    let desk = Desk::with_example();
    let json = desk.emic(&["report", "stages", "-f", "json", "--by", "gender"]).done().out;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["process"], "Creating Connection");
    assert_eq!(json["stages"].as_array().unwrap().len(), 4);
    assert_eq!(json["reach"].as_array().unwrap().len(), 17);
    let first = &json["reach"][0];
    assert_eq!(first["cc.trust"], u64::from(first["order"].to_string().contains("cc.trust")));
    let later = &json["later"][0];
    assert_eq!((&later["stage"], &later["later"]), (&"cc.trust".into(), &"cc.fostering".into()));
    assert_eq!(later["with_n"].as_u64().unwrap() + later["without_n"].as_u64().unwrap(), 17);
    let sum = |key: &str| -> u64 {
        json["ends"].as_array().unwrap().iter().map(|row| row[key].as_u64().unwrap()).sum()
    };
    assert_eq!(sum("first"), sum("last"));
    // The study's limit of five hides small groups.
    let groups = json["groups"].as_array().unwrap();
    assert!(groups.iter().any(|row| row["cc.launching"].is_null()), "{groups:?}");
    assert!(json["totals"][0]["chi2"].is_number());
}

#[test]
fn what_are_no_stages_is_told() {
    let desk = Desk::with_example();
    desk.emic(&["report", "stages", "--of", "cc.trust"]).error("`cc.trust` are no stages");
    desk.emic(&["report", "stages", "--of", "cc.trus"]).error("did you mean one of `cc.trust`");
    desk.emic(&["report", "stages", "--gap-breaks", "0"]).error("--gap-breaks");
    let study = Desk::with_study();
    study.emic(&["codebook", "new", "plain"]).done();
    study.write("transcripts/a.txt", "I: So?\nR: Well.\n");
    study.emic(&["report", "stages"]).error("declares no stages");
}

#[test]
fn figures_are_drawn_and_the_same_on_every_run() {
    let desk = Desk::with_example();
    for (report, name) in [("stages", "stages.svg"), ("model", "map.svg")] {
        desk.emic(&["report", report, "-o", name]).done();
        let drawing = desk.read(name);
        assert!(drawing.starts_with("<svg ") && drawing.contains("<title"), "{drawing}");
        assert!(drawing.contains("of 17 cases") && !drawing.contains("NaN"), "{drawing}");
        desk.emic(&["report", report, "-o", "again.svg"]).done();
        assert_eq!(drawing, desk.read("again.svg"));
    }
    desk.emic(&["report", "model", "-o", "model.mmd"]).done();
    let mermaid = desk.read("model.mmd");
    assert!(mermaid.starts_with("flowchart LR\n"), "{mermaid}");
    assert!(mermaid.contains("-->|\"precedes\"|"), "{mermaid}");
    desk.emic(&["report", "model", "-o", "model.gv", "--shape", "paradigm"]).done();
    let dot = desk.read("model.gv");
    assert!(dot.starts_with("digraph ") && dot.contains("label=\"Phenomenon\""), "{dot}");
    desk.emic(&["report", "matrix", "-f", "dot"]).error("has no boxes and arrows for `dot`");
    desk.emic(&["report", "matrix", "-f", "mermaid"]).error("`emic report stages`");
}

#[test]
fn relations_have_a_row_each() {
    let desk = Desk::with_example();
    let csv = desk.emic(&["report", "model", "-f", "csv"]).done().out;
    assert!(csv.starts_with("from,to,type,cases_from,cases_to,cases_both,cases_n,"), "{csv}");
    assert_eq!(csv.lines().count(), 5);
    let begin = "cc.condition.role_clarity,cc,conditions,";
    let of = |column: &str| cell(&csv, begin, column);
    assert_eq!((of("cases_both"), of("cases_n")), (of("cases_from"), "17".into()));
    let themes = desk.emic(&["report", "themes", "-f", "csv"]).done().out;
    assert_eq!(of("segments_to"), cell(&themes, "cc,", "segments"));
}

#[test]
fn waves_show_what_became_of_codes_and_what_is_missing() {
    let desk = Desk::with_study();
    desk.write(
        "codebooks/c.toml",
        "schema = 1\n[codebook]\nid = \"c\"\nname = \"C\"\nversion = \"1\"\nunit = \"sentence\"\n\
         [[code]]\nid = \"hope\"\nlabel = \"Hope\"\n[[code.rule]]\nany = [\"hope\"]\n",
    );
    desk.write("cases.csv", "id\nana\nben\n");
    desk.write("transcripts.csv", "id,case,wave\na1,ana,1\na2,ana,2\nb1,ben,1\n");
    desk.write("transcripts/a1.txt", "I: So?\nR: I see no way. I see none.\n");
    desk.write("transcripts/a2.txt", "I: So?\nR: I hope again.\n");
    desk.write("transcripts/b1.txt", "I: So?\nR: I hope.\n");
    let csv = desk.emic(&["report", "waves", "-f", "csv"]).done().out;
    assert_eq!(cell(&csv, "hope,Hope,0,1", "cases"), "1");
    assert_eq!(cell(&csv, "hope,Hope,0,2", "per_1000_words"), "333.333333");
    let json = desk.emic(&["report", "waves", "--cases", "-f", "json"]).done().out;
    let json: Value = serde_json::from_str(&json).unwrap();
    let cases = json["trajectories"].as_array().unwrap();
    let changes: Vec<&str> = cases.iter().map(|row| row["change"].as_str().unwrap()).collect();
    assert_eq!(changes, ["emerged", "missing"]);
    assert!(cases[1]["segments[2]"].is_null(), "a missing wave is not zero");
    let people = desk.emic(&["report", "waves", "--cases"]).done().out;
    assert!(people.contains("emerged") && people.contains("that is not zero"), "{people}");
    desk.emic(&["report", "waves", "--by", "wavve"]).error("did you mean `wave`?");
    let example = Desk::with_example();
    example.emic(&["report", "waves"]).error("no attribute says which wave");
}
