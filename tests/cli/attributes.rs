//! Attributes of every type, from tables, front matter and file names; what wins; what is missing.

use crate::desk::Desk;

const SETTINGS: &str = r#"schema = 1

[attributes]
group  = { type = "enum", values = ["worker", "client"] }
wave   = { type = "ordered", values = ["first", "second", "third"] }
age    = { type = "number" }
date   = { type = "date" }
paid   = { type = "bool" }
towns  = { type = "enum", values = ["North", "South", "East"], multiple = true }
remark = { type = "text" }

[transcripts]
name         = "{case}_{wave}"
front_matter = true
"#;

const CODEBOOK: &str = "schema = 1\n[codebook]\nid = \"c\"\nname = \"C\"\nversion = \"1\"\n\
    [[code]]\nid = \"hope\"\nlabel = \"Hope\"\nrule = [{ any = [\"hope\"] }]\n";

fn desk() -> Desk {
    let desk = Desk::with_study();
    desk.write("emic.toml", SETTINGS);
    desk.write("codebooks/c.toml", CODEBOOK);
    desk.write(
        "cases.csv",
        "id,group,age,paid,towns,remark\nA,worker,9,yes,North;South,calm\nB,client,10,no,East,\n\
         C,worker,,,,\n",
    );
    desk.write(
        "transcripts/A_first.txt",
        "---\ndate: 3 March 2026\nTowns: [East]\nweather: rain\n---\nI: And?\nA: Hope.\n",
    );
    desk.write("transcripts/A_second.txt", "---\ndate: 2026-04\n---\nI: And?\nA: No.\n");
    desk.write("transcripts/B_third.txt", "---\nwave: second\n---\nI: And?\nB: Hope, hope.\n");
    desk.write("transcripts/C.txt", "I: And?\nC: Hope.\n");
    desk
}

fn ids(desk: &Desk, conditions: &[&str]) -> Vec<String> {
    let mut arguments = vec!["transcripts", "-f", "jsonl"];
    for condition in conditions {
        arguments.extend(["--where", condition]);
    }
    let rows = desk.emic(&arguments).done().rows();
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn every_type_can_be_asked_for() {
    let desk = desk();
    for (condition, wanted) in [
        ("group=worker", &["A_first", "A_second", "C"][..]),
        ("group!=worker", &["B_third"]),
        ("wave>first", &["A_second", "B_third"]),
        ("age<10", &["A_first", "A_second"]),
        ("date<2026-04", &["A_first"]),
        ("date=2026-03", &["A_first"]),
        ("paid=yes", &["A_first", "A_second"]),
        ("towns=South", &["A_first", "A_second"]),
        ("remark=calm", &["A_first", "A_second"]),
        ("towns=", &["C"]),
        ("age=missing", &["C"]),
        ("age!=missing", &["A_first", "A_second", "B_third"]),
        ("age!=9", &["B_third", "C"]),
    ] {
        assert_eq!(ids(&desk, &[condition]), wanted, "{condition}");
    }
    desk.emic(&["transcripts", "--where", "age>old"]).error("`old` is no value of `age`");
    desk.emic(&["transcripts", "--where", "wave=secnd"]).error("did you mean `second`?");
}

#[test]
fn every_type_groups_and_missing_is_a_group_of_its_own() {
    let desk = desk();
    let header = |by: &str| -> Vec<String> {
        let run = desk.emic(&["report", "themes", "--by", by, "-f", "csv"]).done();
        let names = run.out.lines().next().unwrap().split(',');
        let groups = names.filter_map(|name| name.strip_prefix("cases[")?.strip_suffix(']'));
        groups.map(str::to_owned).collect()
    };
    assert_eq!(header("group"), ["worker", "client"]);
    assert_eq!(header("wave"), ["first", "second", "missing"]);
    assert_eq!(header("age"), ["9", "10", "missing"]);
    assert_eq!(header("date"), ["2026-03-03", "2026-04", "missing"]);
    assert_eq!(header("paid"), ["false", "true", "missing"]);
    assert_eq!(header("towns"), ["North", "South", "East", "missing"]);
    assert_eq!(header("remark"), ["calm", "missing"]);
    let listed = desk.emic(&["case", "list", "-f", "csv"]).done().out;
    assert!(listed.contains("\nA,2,2,2,9,worker,true,calm,North;South\n"), "{listed}");
    assert!(listed.contains("\nC,1,1,1,,worker,,,\n"), "{listed}");
}

#[test]
fn tables_win_over_front_matter_and_that_over_the_name() {
    let desk = desk();
    let run = desk.emic(&["check", "-v"]);
    for words in [
        "front matter says that `towns` is `East`; elsewhere it is `North; South` for case `A` in \
         cases.csv, which counts",
        "the file's name says that `wave` is `third`; elsewhere it is `second`, which counts",
        "the file's name does not fit `{case}_{wave}`",
        "front matter also has `weather`",
    ] {
        assert!(run.err.replace('\n', " ").contains(words), "{words:?} is not in {}", run.err);
    }
    assert_eq!(ids(&desk, &["wave=second"]), ["A_second", "B_third"]);
    desk.write("transcripts.csv", "id,case,wave,date\nB_third,C,first,2026-05-01\n");
    assert_eq!(ids(&desk, &["wave=first"]), ["A_first", "B_third"]);
    let run = desk.emic(&["check"]);
    let said = "the file's name says that `case` is `B`; elsewhere it is `C`, which counts";
    assert!(run.err.contains(said), "{}", run.err);
    // What is doubtful is told by `check` alone.
    assert!(!desk.emic(&["transcripts"]).done().err.contains("elsewhere"));
}

#[test]
fn without_asking_nothing_is_taken_from_files() {
    let desk = desk();
    let quiet = SETTINGS.replace("front_matter = true", "").replace("name  ", "# name");
    desk.write("emic.toml", quiet);
    assert_eq!(ids(&desk, &["wave=", "date="]).len(), 4);
    desk.write("emic.toml", SETTINGS.replace("{case}_{wave}", "{case}{wave}"));
    let run = desk.emic(&["transcripts"]).error("two parts need a text between them");
    assert!(run.err.contains("emic.toml:13:"), "{}", run.err);
}
