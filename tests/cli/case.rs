//! `emic case`: list, set, import.

use crate::desk::Desk;

#[test]
fn cases_are_listed_with_their_attributes() {
    let desk = Desk::with_example();
    let rows = desk.emic(&["case", "list", "-f", "jsonl", "--where", "site=North"]).done().rows();
    let cases: Vec<&str> = rows.iter().filter_map(|row| row["case"].as_str()).collect();
    assert_eq!(cases, ["P01", "P04", "P07", "P11", "P14", "P17"]);
    assert_eq!((&rows[0]["transcripts"], &rows[0]["gender"]), (&1.into(), &"woman".into()));
    assert!(rows[0]["words"].as_u64().unwrap() > 100);
    desk.emic(&["case", "list", "--where", "site=Nroth"]).no();
    desk.emic(&["case", "list", "--where", "stie=North"]).error("did you mean `site`?");
    desk.emic(&["case", "list", "--case", "P1"]).error("did you mean one of `P01`");
}

/// P2 comes before P10, and attributes of transcripts come with `--all` alone.
#[test]
fn cases_are_in_natural_order_with_their_own_attributes() {
    let desk = Desk::with_example();
    desk.write("cases.csv", "id,site\nR10,North\nP9,South\nR2,North\n");
    desk.write("transcripts.csv", "id,case,wave,age\nt10,R2,2,\nt9,R2,1,\nt8,R10,2,\nP01,P9,,\n");
    for name in ["t10", "t9", "t8"] {
        desk.write(&format!("transcripts/{name}.txt"), "I: So?\nMara: Well.\n");
    }
    let shown = desk.emic(&["case", "list", "-f", "csv", "--case", "R*"]).done().out;
    let lines = ["case,transcripts,turns,words,site", "R2,2,2,2,North", "R10,1,1,1,North"];
    assert_eq!(shown.lines().collect::<Vec<_>>(), lines);
    let all = ["case", "list", "--all", "-f", "jsonl", "--case", "R*"];
    let rows = desk.emic(&all).done().rows();
    assert_eq!(rows[0]["wave"], serde_json::json!(["1", "2"]));
    assert_eq!((&rows[1]["wave"], &rows[1]["site"]), (&"2".into(), &"North".into()));
    let listed = desk.emic(&["transcripts", "-f", "jsonl"]).done().rows();
    let ids: Vec<&str> = listed.iter().filter_map(|row| row["id"].as_str()).collect();
    assert_eq!(ids[ids.len() - 3..], ["t8", "t9", "t10"]);
}

#[test]
fn attributes_are_set_and_the_rest_of_the_table_stays() {
    let desk = Desk::with_example();
    let before = desk.read("cases.csv");
    let run = desk.emic(&["case", "set", "P01", "site=West", "months_in_role=39"]).done();
    assert!(run.err.contains("(was `North`)"), "{}", run.err);
    let after = desk.read("cases.csv");
    assert_eq!(after, before.replace("P01,addictions,38,North", "P01,addictions,39,West"));
    let run = desk.emic(&["case", "set", "P01", "months_in_role=long", "service_type=x", "y=1"]);
    let run = run.error("`long` is no value of `months_in_role`");
    assert!(run.err.contains("`x` is no value") && run.err.contains("no attribute `y`"), "{run:?}");
    assert_eq!(desk.read("cases.csv"), after);
    desk.emic(&["case", "set", "P18", "wave=2", "--new"]).done();
    assert!(desk.read("cases.csv").ends_with("P18,,,,,2\n"));
    desk.emic(&["case", "set", "P18", "wave=", "-n"]).done();
    assert!(desk.read("cases.csv").ends_with("P18,,,,,2\n"));
    assert!(desk.emic(&["case", "set", "P18", "wave=2"]).done().err.contains("Nothing to change"));
}

#[test]
fn two_at_once_lose_no_value() {
    let desk = Desk::with_example();
    let mut all: Vec<_> = (1..=9)
        .map(|number| {
            let case = format!("P0{number}");
            desk.command().args(["-q", "case", "set", &case, "site=West"]).spawn().unwrap()
        })
        .collect();
    for one in &mut all {
        assert!(one.wait().unwrap().success());
    }
    assert_eq!(desk.read("cases.csv").matches(",West,").count(), 9);
}

#[test]
fn a_table_of_cases_is_taken_in() {
    let desk = Desk::with_example();
    desk.write("survey.csv", "person;site;age\nP01;East;\"44\"\nP02;East;51\nP30;North;20\n");
    desk.emic(&["case", "import", "survey.csv"]).error("the header has no column `id`");
    let before = desk.read("cases.csv");
    let import = ["case", "import", "survey.csv", "--id", "person"];
    let run = desk.emic(&[&import[..], &["-n"]].concat()).no();
    assert!(run.err.contains("P01: site is `North` here, `East` there"), "{}", run.err);
    assert_eq!(desk.read("cases.csv"), before);
    let run = desk.emic(&import).no();
    assert!(run.err.contains("Imported 1 new case and 4 values."), "{}", run.err);
    let after = desk.read("cases.csv");
    assert!(after.contains("P01,addictions,38,North,woman,44\n"), "{after}");
    assert!(after.contains("P30,,,North,,20\n"), "{after}");
    desk.emic(&[&import[..], &["--replace"]].concat()).done();
    assert!(desk.read("cases.csv").contains("P01,addictions,38,East,woman,44\n"));
    desk.write("bad.csv", "id,months_in_role\nP01,x\nP40,3\n");
    desk.emic(&["case", "import", "bad.csv"]).error("`x` is no value of `months_in_role`");
    assert!(!desk.read("cases.csv").contains("P40"));
}
