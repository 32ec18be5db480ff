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
