//! `emic init` and `emic status`.

use crate::desk::Desk;

#[test]
fn a_new_study_is_complete_and_sound() {
    let desk = Desk::new();
    let run = desk.emic(&["init", "my study"]).done();
    assert!(run.err.contains("Made a study") && run.out.is_empty(), "{run:?}");
    for name in
        ["emic.toml", "cases.csv", ".gitignore", ".gitattributes", "transcripts", "codebooks"]
    {
        assert!(desk.path("my study").join(name).exists(), "{name}");
    }
    assert!(desk.read("my study/emic.toml").contains("title = \"my study\""));
    assert!(desk.emic(&["-C", "my study", "check"]).done().err.contains("no transcripts yet"));
    let status = desk.emic(&["-C", "my study", "status"]).done();
    assert!(status.err.contains("emic add FILE"), "{}", status.err);
}

#[test]
fn nothing_is_overwritten() {
    let desk = Desk::with_study();
    desk.write("emic.toml", "schema = 1\n");
    desk.emic(&["init"]).error("there is a study in this folder already");
    assert_eq!(desk.read("emic.toml"), "schema = 1\n");
    desk.write("other/cases.csv", "id\nmine\n");
    desk.emic(&["init", "other"]).error("would be overwritten");
    assert!(!desk.path("other/emic.toml").exists());
    desk.write("file", "");
    desk.emic(&["init", "file"]).error("this is a file, not a folder");
}

#[test]
fn a_dry_run_writes_nothing() {
    let desk = Desk::new();
    let run = desk.emic(&["init", "later", "-n", "--example", "bridge"]).done();
    assert!(run.err.contains("Would make") && !desk.path("later").exists(), "{run:?}");
}

#[test]
fn the_examples_are_sound_studies() {
    let desk = Desk::with_example();
    assert_eq!(desk.read("cases.csv").lines().count(), 18);
    assert!(desk.emic(&["check"]).done().err.contains("0 errors and 3 warnings."));
    let status = desk.emic(&["status", "-f", "json"]).done();
    let document: serde_json::Value = serde_json::from_str(&status.out).unwrap();
    assert_eq!(document["schema"], 1);
    desk.emic(&["init", "x", "--example", "brigde"]).error("bridge");
    for (name, transcripts) in [
        ("bridge", 14),
        ("creating-connection", 17),
        ("everyday-connection", 36),
        ("navigator-journey", 14),
        ("peer-work", 9),
    ] {
        let run = desk.emic(&["init", "--example", name, name]).done();
        assert!(run.err.contains("report themes"), "{run:?}");
        assert!(desk.path(name).join(format!("codebooks/{name}.toml")).exists());
        // Codes that are hardly used are the only thing to be told of.
        let check = desk.emic(&["-C", name, "check", "--allow", "rare-code", "--strict"]).done();
        assert!(check.err.contains("No problems found."), "{check:?}");
        let listed = desk.emic(&["-C", name, "transcripts", "-f", "jsonl"]).done().rows();
        assert_eq!(listed.len(), transcripts, "{name}");
        let themes = desk.emic(&["-C", name, "report", "themes", "-f", "jsonl"]).done().rows();
        assert!(themes.iter().any(|row| row["cases"].as_u64() > Some(1)), "{name}");
    }
}

#[test]
fn a_study_is_found_from_below_and_missed_outside() {
    let desk = Desk::with_example();
    let run = desk.emic(&["-C", "transcripts", "transcripts", "--transcript", "P01"]).done();
    assert!(run.out.contains("P01"), "{run:?}");
    let outside = Desk::new();
    outside.emic(&["status"]).error("there is no `emic.toml` here");
    outside.emic(&["-C", "nowhere", "status"]).error("this folder does not exist");
}
