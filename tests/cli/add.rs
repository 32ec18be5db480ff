//! `emic add`: copying transcripts into the study.

use crate::desk::Desk;

const TALK: &str =
    "I: How was it?\nP1: It was fine, mostly.\nI: Mostly?\nP1: The nights were long.\n";

#[test]
fn files_are_copied_as_they_are() {
    let desk = Desk::with_study();
    desk.write("in/P1.txt", TALK);
    desk.write("in/deep/P2.md", TALK);
    desk.write("in/README.md", "# about these files\n");
    let run = desk.emic(&["add", "in", "-f", "jsonl"]).done();
    let rows = run.rows();
    assert_eq!(rows.len(), 2);
    assert_eq!((&rows[0]["file"], &rows[0]["state"]), (&"P1.txt".into(), &"added".into()));
    assert_eq!(rows[0]["turns"], 4);
    assert_eq!(desk.read("transcripts/P1.txt"), TALK);
    assert!(run.err.contains("Added 2 transcripts with 8 turns"), "{}", run.err);
    assert!(run.err.contains("hint:"), "{}", run.err);
    let again = desk.emic(&["add", "in"]).done();
    assert!(again.err.contains("2 transcripts were there already."), "{}", again.err);
}

#[test]
fn a_changed_file_is_shown_and_replaced_only_when_told() {
    let desk = Desk::with_study();
    desk.write("P1.txt", TALK);
    desk.emic(&["add", "P1.txt"]).done();
    desk.write("P1.txt", TALK.replace("long", "short"));
    let run = desk.emic(&["add", "P1.txt"]).no();
    assert!(run.err.contains("from line 4 on") && run.err.contains("--replace"), "{}", run.err);
    assert!(!run.err.contains("short"), "speech is not quoted: {}", run.err);
    assert_eq!(desk.read("transcripts/P1.txt"), TALK);
    desk.emic(&["add", "P1.txt", "--replace", "-n"]).done();
    assert_eq!(desk.read("transcripts/P1.txt"), TALK);
    desk.emic(&["add", "P1.txt", "--replace"]).done();
    assert!(desk.read("transcripts/P1.txt").contains("short"));
}

#[test]
fn a_dry_run_changes_nothing_and_wrong_paths_do_not_stop_the_rest() {
    let desk = Desk::with_study();
    desk.write("P1.txt", TALK);
    let run = desk.emic(&["add", "P1.txt", "--dry-run"]).done();
    assert!(run.err.contains("Would add 1 transcript"), "{run:?}");
    assert!(run.out.contains("would be added"), "{run:?}");
    assert!(!desk.path("transcripts/P1.txt").exists());
    let run = desk.emic(&["add", "P7.txt", "P1.txt"]).error("this file does not exist");
    assert!(run.err.contains("did you mean `P1.txt`?"), "{}", run.err);
    assert_eq!(desk.read("transcripts/P1.txt"), TALK);
}

#[test]
fn somebody_who_talks_everywhere_is_suggested_as_interviewer() {
    let desk = Desk::with_study();
    for number in 1..=4 {
        let talk = format!("Mara: So?\nP{number}: Well.\nMara: Yes?\nP{number}: That was it.\n");
        desk.write(&format!("in/P{number}.txt"), talk);
    }
    let run = desk.emic(&["add", "in"]).done();
    assert!(run.err.contains("`Mara` talks in most transcripts"), "{}", run.err);
    assert!(desk.emic(&["check"]).done().err.contains("`Mara` talks in 4 of 4 transcripts"));
    desk.emic(&["check", "--strict"]).no();
}

#[test]
fn two_at_once_lose_nothing() {
    let desk = Desk::with_study();
    for number in 0..40 {
        desk.write(&format!("a/A{number}.txt"), TALK);
        desk.write(&format!("b/B{number}.txt"), TALK);
        desk.write(&format!("a/S{number}.txt"), TALK);
        desk.write(&format!("b/S{number}.txt"), TALK);
    }
    let start = |folder: &str| {
        let nowhere = std::process::Stdio::null();
        desk.command().args(["-q", "add", folder]).stdout(nowhere).spawn()
    };
    let mut both = [start("a").unwrap(), start("b").unwrap()];
    for one in &mut both {
        assert!(one.wait().unwrap().success());
    }
    let files: Vec<_> = std::fs::read_dir(desk.path("transcripts")).unwrap().collect();
    assert_eq!(files.len(), 120);
    for file in files {
        assert_eq!(std::fs::read_to_string(file.unwrap().path()).unwrap(), TALK);
    }
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_told() {
    use std::io::Write;
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::with_study();
    desk.write("P1.txt", TALK);
    let rights = |mode| std::fs::Permissions::from_mode(mode);
    std::fs::set_permissions(desk.path("transcripts"), rights(0o555)).unwrap();
    let is_root = std::fs::write(desk.path("transcripts/probe"), "").is_ok();
    if is_root {
        let _ = writeln!(std::io::stderr(), "skipped: this user may write everywhere");
    } else {
        let run = desk.emic(&["add", "P1.txt"]).error("no permission to write this file");
        assert!(run.err.contains("transcripts/P1.txt"), "{}", run.err);
    }
    std::fs::set_permissions(desk.path("transcripts"), rights(0o755)).unwrap();
}
