//! `kill -9` at moments spread over the time that a command takes.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::study::{codings, command, copy, done, run, study, transcript};

/// How often each command is killed.
fn rounds() -> u32 {
    let rounds = std::env::var("EMIC_FAULT_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    rounds.unwrap_or(6)
}

/// Kills a command at moments spread over the time it takes; looks at the study each time.
///
/// A study is copied for each round, so that the command has all its work to do.
fn killed(prepare: &dyn Fn(&Path), arguments: &[&str], look: &dyn Fn(&Path)) {
    let model = study();
    prepare(model.path());
    let copied = || {
        let folder = tempfile::tempdir().unwrap();
        copy(model.path(), folder.path());
        folder
    };
    let whole = copied();
    let begun = Instant::now();
    done(whole.path(), arguments);
    let takes = begun.elapsed().max(Duration::from_millis(10));
    look(whole.path());
    let count = codings(whole.path()).len();
    let rounds = rounds();
    for round in 0..rounds {
        let folder = copied();
        let mut child = command(folder.path(), arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(takes * round / rounds);
        child.kill().unwrap();
        child.wait().unwrap();
        let check = run(folder.path(), &["check"]);
        let told = String::from_utf8_lossy(&check.stderr).into_owned();
        assert!(matches!(check.status.code(), Some(0 | 1)), "round {round}: {told}");
        assert!(!told.contains("not finished"), "round {round}: {told}");
        look(folder.path());
        // What was interrupted can be done again.
        let again = run(folder.path(), arguments);
        assert!(matches!(again.status.code(), Some(0..=2)), "round {round}: {again:?}");
        look(folder.path());
        assert_eq!(codings(folder.path()).len(), count, "round {round}");
    }
}

#[test]
fn killed_while_adding() {
    let long = transcript("Nele", 4000);
    killed(
        &|study| fs::write(study.join("new.txt"), &long).unwrap(),
        &["add", "new.txt"],
        &|study| {
            assert_eq!(codings(study).len(), 3);
            // It is there whole or not at all.
            if let Ok(added) = fs::read_to_string(study.join("transcripts/new.txt")) {
                assert!(added == long);
            }
        },
    );
}

#[test]
fn killed_while_coding() {
    killed(&|_| {}, &["code", "P3", "--turn", "2", "walk"], &|study| {
        assert!((3..=5).contains(&codings(study).len()));
    });
}

#[test]
fn killed_while_applying_rules_and_indexing() {
    let more = |study: &Path| {
        for number in 4..40 {
            let name = format!("transcripts/P{number}.txt");
            fs::write(study.join(name), transcript("Sol", 60)).unwrap();
        }
    };
    for arguments in [&["apply"][..], &["index"]] {
        killed(&more, arguments, &|study| {
            assert_eq!(codings(study).len(), 3);
            let (out, _) = done(study, &["search", "river", "-f", "jsonl", "--limit", "0"]);
            assert!(out.lines().count() > 100, "{}", out.lines().count());
        });
    }
}

#[test]
fn killed_while_merging_codes() {
    killed(&|_| {}, &["codebook", "merge", "stroll", "--into", "walk"], &|study| {
        let text = fs::read_to_string(study.join("codebooks/c.toml")).unwrap();
        assert!(text.starts_with("schema = 1") && text.contains("On foot, slowly."), "{text}");
        done(study, &["codebook", "list"]);
        let codings = codings(study);
        assert_eq!(codings.len(), 3);
        let strolling = codings.iter().filter(|row| row.contains("\"stroll\"")).count();
        assert_eq!(strolling, usize::from(!text.contains("merged")), "{text}");
    });
}

#[test]
fn killed_while_reanchoring() {
    let edit = |study: &Path| {
        for name in ["P1", "P2"] {
            let path = study.join(format!("transcripts/{name}.txt"));
            let text = fs::read_to_string(&path).unwrap();
            fs::write(path, format!("I: Before we begin, is this fine?\n{text}")).unwrap();
        }
    };
    killed(&edit, &["reanchor"], &|study| {
        let codings = codings(study);
        assert_eq!(codings.len(), 3);
        assert!(codings.iter().all(|row| row.contains("walked along the river")), "{codings:?}");
    });
}

/// Each coder's codings are there or not; what is missing comes with the next import, once.
#[test]
fn killed_while_importing() {
    let table = |study: &Path| {
        let mut table = String::from("transcript,turn,code,coder\n");
        for number in 0..840 {
            let (transcript, turn, coder) = (number % 3 + 1, number / 3 % 40 + 1, number / 120);
            writeln!(table, "P{transcript},{turn},walk,ben{coder}").unwrap();
        }
        fs::write(study.join("c.csv"), table).unwrap();
    };
    killed(&table, &["import", "c.csv"], &|study| {
        let more = codings(study).len() - 3;
        assert!(more <= 840 && more.is_multiple_of(120), "{more}");
    });
}

/// Ctrl-C leaves the file whole or none, and no copy of it.
#[cfg(unix)]
#[test]
fn interrupted_while_adding() {
    let long = transcript("Nele", 60_000);
    let study = study();
    fs::write(study.path().join("new.txt"), &long).unwrap();
    let transcripts = study.path().join("transcripts");
    let begun = Instant::now();
    done(study.path(), &["add", "new.txt"]);
    let takes = begun.elapsed();
    let rounds = rounds();
    for round in 0..rounds {
        fs::remove_file(transcripts.join("new.txt")).unwrap_or_default();
        let mut child = command(study.path(), &["add", "new.txt"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(takes * round / rounds);
        let pid = child.id().to_string();
        Command::new("kill").args(["-INT", &pid]).stderr(Stdio::null()).status().unwrap();
        // A signal that comes before the program listens ends it all the same.
        let code = child.wait().unwrap().code();
        assert!(matches!(code, Some(0 | 130) | None), "round {round}: {code:?}");
        let is_whole = |bytes: Vec<u8>| bytes == long.as_bytes();
        assert!(fs::read(transcripts.join("new.txt")).map_or(true, is_whole), "round {round}");
        for entry in fs::read_dir(&transcripts).unwrap().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            assert!(!name.ends_with(".tmp"), "round {round}: {name}");
        }
    }
}
