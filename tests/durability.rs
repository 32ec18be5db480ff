//! What was coded stays coded: killed processes, several at once, git, sync services.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

fn command(study: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_emic"));
    command.env_remove("EMIC_CODER").current_dir(study).args(arguments);
    command
}

fn run(study: &Path, arguments: &[&str]) -> Output {
    command(study, arguments).output().unwrap()
}

fn done(study: &Path, arguments: &[&str]) -> (String, String) {
    let run = run(study, arguments);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    assert_eq!(run.status.code(), Some(0), "{arguments:?}: {}", text(&run.stderr));
    (text(&run.stdout), text(&run.stderr))
}

const TURNS: usize = 40;

/// A study with one transcript of many turns.
fn study() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    done(folder.path(), &["init", "."]);
    let _ = std::fs::remove_dir_all(folder.path().join("codebooks"));
    let mut text = String::new();
    for turn in 0..TURNS / 2 {
        writeln!(text, "I: And what came in week {turn}?").unwrap();
        writeln!(text, "Mara: In week {turn} I walked along the river again.").unwrap();
    }
    std::fs::create_dir_all(folder.path().join("transcripts")).unwrap();
    std::fs::write(folder.path().join("transcripts/P1.txt"), text).unwrap();
    folder
}

/// The codings of everybody: who, which code, where.
fn codings(study: &Path) -> BTreeSet<String> {
    let (out, _) = done(study, &["export", "-f", "jsonl", "-o", "-"]);
    let row = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        format!("{} {} {} {}", row["coder"], row["code"], row["start"], row["quote"])
    };
    out.lines().map(row).collect()
}

fn log(study: &Path, coder: &str) -> String {
    std::fs::read_to_string(study.join(format!("codings/{coder}.jsonl"))).unwrap_or_default()
}

/// Lines that are whole, which every line is but the last.
fn whole_lines(log: &str) -> usize {
    log.matches('\n').count()
}

/// Killed at any moment, a command has either written its line or not, and whoever was told that
/// it has finds it there.
#[test]
fn a_killed_process_leaves_a_log_that_opens() {
    let study = study();
    done(study.path(), &["--coder", "ana", "code", "P1", "--turn", "1", "--new", "first"]);
    let mut said = 1;
    for round in 0..30_u64 {
        let turn = (round as usize % TURNS + 1).to_string();
        let code = format!("c{round}");
        let mut child = command(
            study.path(),
            &["--coder", "ana", "code", "P1", "--turn", &turn, "--new", &code],
        )
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
        // The moments are spread over what a run takes, also on a machine that is busy.
        std::thread::sleep(Duration::from_millis(round * round % 97 * 2));
        child.kill().unwrap();
        said += usize::from(child.wait().unwrap().success());
    }
    let log = log(study.path(), "ana");
    let (out, told) = done(study.path(), &["log", "--coder", "ana", "-f", "jsonl"]);
    let events = out.lines().count();
    assert!(events >= said, "{events} of {said}");
    assert_eq!(events, whole_lines(&log), "{log}");
    assert!(log.ends_with('\n') || told.contains("was not finished"), "{told}");
}

/// A table of many codings is taken in whole or, where the process was killed in the middle of the
/// write, up to a line; taken in again, nothing is there twice.
#[test]
fn a_killed_import_can_be_done_again() {
    let study = study();
    let mut table = String::from("transcript,turn,code,coder\n");
    for number in 0..4000 {
        writeln!(table, "P1,{},c{number},ben", number % TURNS + 1).unwrap();
    }
    std::fs::write(study.path().join("c.csv"), table).unwrap();
    for round in 0..6_u64 {
        let mut child = command(study.path(), &["import", "c.csv"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(60 + round * 170));
        child.kill().unwrap();
        child.wait().unwrap();
        run(study.path(), &["log", "-f", "jsonl"]);
    }
    done(study.path(), &["import", "c.csv"]);
    assert_eq!(codings(study.path()).len(), 4000);
    let (_, told) = done(study.path(), &["import", "c.csv"]);
    assert!(told.contains("4000 were there already"), "{told}");
}

/// A disk that lost power keeps a part of the last line: wherever it ends, the rest counts.
#[test]
fn a_line_torn_anywhere_is_named_and_the_rest_counts() {
    let study = study();
    for turn in ["2", "4"] {
        done(study.path(), &["--coder", "ana", "code", "P1", "--turn", turn, "--new", "hope"]);
    }
    let path = study.path().join("codings/ana.jsonl");
    let whole = std::fs::read(&path).unwrap();
    let first = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for cut in (first + 1..whole.len() - 1).step_by(whole.len() / 12) {
        std::fs::write(&path, &whole[..cut]).unwrap();
        let (out, told) = done(study.path(), &["log", "-f", "jsonl"]);
        assert_eq!(out.lines().count(), 1, "cut at {cut}");
        assert!(told.contains("the last line was not finished"), "{told}");
        assert!(told.contains("ana.jsonl"), "{told}");
    }
    done(study.path(), &["--coder", "ana", "code", "P1", "--turn", "6", "--new", "hope"]);
    let (out, told) = done(study.path(), &["log", "-f", "jsonl"]);
    assert_eq!(out.lines().count(), 2, "{told}");
    assert!(told.contains("this line is no event"), "{told}");
}

#[test]
fn several_processes_at_once_lose_nothing() {
    let study = study();
    let mut children = Vec::new();
    for coder in ["ana", "ben"] {
        for process in 0..2 {
            let folder = study.path().to_owned();
            children.push(std::thread::spawn(move || {
                for turn in (1 + process..=16).step_by(2) {
                    let turn = turn.to_string();
                    done(&folder, &["--coder", coder, "code", "P1", "--turn", &turn, "--new", "x"]);
                }
            }));
        }
    }
    for child in children {
        child.join().unwrap();
    }
    for coder in ["ana", "ben"] {
        assert_eq!(whole_lines(&log(study.path(), coder)), 16);
    }
    assert_eq!(codings(study.path()).len(), 32);
}

/// Git, told to unite logs, leads two machines to the same state.
#[test]
fn two_clones_that_both_coded_come_to_the_same() {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("skipped: git is not installed");
        return;
    }
    let git = |folder: &Path, arguments: &[&str]| {
        let mut command = Command::new("git");
        command.current_dir(folder).args(["-c", "user.name=t", "-c", "user.email=t@example.org"]);
        let run = command.args(arguments).output().unwrap();
        let told = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(run.status.success(), "git {arguments:?}: {told}");
    };
    let origin = study();
    let code = |folder: &Path, coder: &str, turn: &str, code: &str| {
        done(folder, &["--coder", coder, "code", "P1", "--turn", turn, "--new", code]);
    };
    code(origin.path(), "ana", "2", "before");
    git(origin.path(), &["init", "-q", "-b", "main"]);
    git(origin.path(), &["add", "-A"]);
    git(origin.path(), &["commit", "-qm", "a study"]);
    let desk = tempfile::tempdir().unwrap();
    let clone = |name: &str| {
        git(desk.path(), &["clone", "-q", origin.path().to_str().unwrap(), name]);
        desk.path().join(name)
    };
    let (one, other) = (clone("one"), clone("other"));
    // The same coder on both, a second one on each, and a removal that has to win.
    code(&one, "ana", "4", "here");
    code(&one, "ben", "4", "his");
    done(&one, &["--coder", "ana", "undo"]);
    code(&one, "ana", "6", "kept");
    code(&other, "ana", "8", "there");
    code(&other, "eva", "8", "hers");
    for folder in [&one, &other] {
        git(folder, &["add", "-A"]);
        git(folder, &["commit", "-qm", "coded"]);
    }
    git(&one, &["pull", "-q", "--no-rebase", "--no-edit", other.to_str().unwrap(), "main"]);
    git(&other, &["pull", "-q", "--no-rebase", "--no-edit", one.to_str().unwrap(), "main"]);
    let (first, second) = (codings(&one), codings(&other));
    assert_eq!(first, second);
    let codes = ["before", "his", "kept", "there", "hers"];
    assert_eq!(first.len(), codes.len(), "{first:?}");
    for code in codes {
        assert!(first.iter().any(|row| row.contains(&format!("\"{code}\""))), "{code}");
    }
    assert!(!log(&one, "ana").contains("<<<<"));
}

/// Names that sync services give the copy of a file that was changed on two machines at once.
const COPIES: [&str; 6] = [
    "ana (conflicted copy 2026-03-01 093000)",
    "ana (Ana's conflicted copy 2026-03-01)",
    "ana.sync-conflict-20260301-093000-ABCDEFG",
    "ana-DESKTOP-4F2K",
    "ana (1)",
    "ana_conf(2)",
];

#[test]
fn a_conflict_copy_counts_and_can_be_united() {
    let study = study();
    for turn in ["2", "4"] {
        done(study.path(), &["--coder", "ana", "code", "P1", "--turn", turn, "--new", "hope"]);
    }
    let path = study.path().join("codings/ana.jsonl");
    let both = std::fs::read_to_string(&path).unwrap();
    let (first, second) = both.split_at(both.find('\n').unwrap() + 1);
    let whole = codings(study.path());
    for name in COPIES {
        // The one machine has the first event alone, the other wrote both.
        std::fs::write(&path, first).unwrap();
        let copy = study.path().join(format!("codings/{name}.jsonl"));
        std::fs::write(&copy, &both).unwrap();
        assert_eq!(codings(study.path()), whole, "{name}: it counts as it is");
        let (_, told) = done(study.path(), &["report", "themes", "--coder", "ana", "-f", "csv"]);
        assert!(told.contains("`emic log --unite`"), "{name}: {told}");
        let (out, _) = done(study.path(), &["status", "-f", "csv"]);
        assert!(!out.contains(name), "nobody is called so: {out}");
        let (_, told) = done(study.path(), &["log", "--unite", "-n"]);
        assert!(told.contains("1 event of ana would be taken over"), "{told}");
        assert!(copy.exists() && std::fs::read_to_string(&path).unwrap() == first);
        let (_, told) = done(study.path(), &["log", "--unite"]);
        assert!(told.contains("1 event of ana taken over, 1 were there already"), "{told}");
        assert!(!copy.exists());
        assert!(study.path().join(format!(".emic/united/{name}.jsonl")).exists());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("{first}{second}"));
        assert_eq!(codings(study.path()), whole);
    }
    let (_, told) = done(study.path(), &["log", "--unite"]);
    assert!(told.contains("No log has a copy."), "{told}");
}

/// A copy with lines that are no events is not put away: a person may still mend them.
#[test]
fn a_copy_that_holds_more_than_events_stays() {
    let study = study();
    done(study.path(), &["--coder", "ana", "code", "P1", "--turn", "2", "--new", "hope"]);
    let copy = study.path().join("codings/ana (1).jsonl");
    std::fs::write(&copy, format!("{}{{\"torn", log(study.path(), "ana"))).unwrap();
    let (_, told) = done(study.path(), &["log", "--unite"]);
    assert!(told.contains("stays") && copy.exists(), "{told}");
}
