//! What others do at the same moment: files that vanish, locks that stay, a clock set back.

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::study::{all_files, codings, command, done, files, refused, run, study, transcript};

/// Transcripts that come and go while they are read are named; the others are read.
#[test]
fn files_that_vanish_are_named() {
    let study = study();
    let path = study.path().join("transcripts/P3.txt");
    let text = fs::read(&path).unwrap();
    let over = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(std::sync::atomic::Ordering::Relaxed) {
                fs::remove_file(&path).unwrap();
                std::thread::sleep(Duration::from_micros(700));
                fs::write(&path, &text).unwrap();
                std::thread::sleep(Duration::from_micros(900));
            }
        });
        for round in 0..12 {
            let arguments =
                [&["report", "themes"][..], &["search", "river"], &["check"]][round % 3];
            let run = run(study.path(), arguments);
            let told = String::from_utf8_lossy(&run.stderr).into_owned();
            let named = told.contains("P3");
            assert!(matches!(run.status.code(), Some(0 | 1)) || named, "{arguments:?}: {told}");
        }
        over.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    assert_eq!(codings(study.path()).len(), 3);
}

/// Whoever dies with a lock in hand gives it back; the file that stays holds nobody up.
#[test]
fn stale_locks_hold_nobody_up() {
    let study = study();
    done(study.path(), &["index"]);
    let mut locks = Vec::new();
    for (path, _) in all_files(study.path()) {
        if path.file_name().is_some_and(|name| name.to_string_lossy().contains("lock")) {
            locks.push(path);
        }
    }
    assert!(!locks.is_empty(), "the index has a lock");
    for lock in locks {
        fs::write(lock, "4194304").unwrap();
    }
    fs::write(study.path().join("transcripts/P4.txt"), transcript("Sol", 5)).unwrap();
    let begun = Instant::now();
    done(study.path(), &["index"]);
    done(study.path(), &["code", "P4", "--turn", "2", "walk"]);
    assert!(begun.elapsed() < Duration::from_secs(9), "{:?}", begun.elapsed());
}

/// What is done now comes after what the log has; after the last year there is nothing can come.
#[test]
fn a_clock_that_runs_backwards_changes_no_order() {
    let study = study();
    let log = study.path().join("codings/ana.jsonl");
    let last_at = |time: &str| {
        let text = fs::read_to_string(&log).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let mut event: serde_json::Value = serde_json::from_str(lines[2]).unwrap();
        event["at"] = time.into();
        fs::write(&log, format!("{}\n{}\n{event}\n", lines[0], lines[1])).unwrap();
    };
    last_at("2099-01-01T00:00:00Z");
    done(study.path(), &["code", "P3", "--turn", "2", "walk"]);
    assert_eq!(codings(study.path()).len(), 4);
    done(study.path(), &["undo"]);
    let left = codings(study.path());
    assert_eq!(left.len(), 3);
    assert!(left.iter().all(|row| !row.contains("\"P3\"")), "the last one is taken back");
    last_at("9999-12-31T23:59:59.999Z");
    let before = files(study.path());
    let told = refused(study.path(), &["code", "P3", "--turn", "2", "walk"]);
    assert!(told.contains("codings/ana.jsonl") && told.contains("none can follow"), "{told}");
    assert!(files(study.path()) == before);
    assert_eq!(codings(study.path()).len(), 3);
}

/// Whoever changes a table or a codebook waits for the other: no change is written over.
#[test]
fn several_at_once_lose_no_change() {
    let study = study();
    fs::write(study.path().join("cases.csv"), "id,ward\nMara,\n").unwrap();
    let mut children = Vec::new();
    for number in 0..8 {
        let (case, ward) = (format!("case{number}"), format!("ward=w{number}"));
        let arguments = ["case", "set", &case, &ward];
        children.push(command(study.path(), &arguments).stderr(Stdio::piped()).spawn().unwrap());
    }
    for (old, new) in [("walk", "walking"), ("stroll", "strolling")] {
        let arguments = ["codebook", "rename", old, new];
        children.push(command(study.path(), &arguments).stderr(Stdio::piped()).spawn().unwrap());
    }
    for child in children {
        let ended = child.wait_with_output().unwrap();
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    }
    let table = fs::read_to_string(study.path().join("cases.csv")).unwrap();
    assert!((0..8).all(|number| table.contains(&format!("\ncase{number},w{number}\n"))), "{table}");
    let codebook = fs::read_to_string(study.path().join("codebooks/c.toml")).unwrap();
    assert!(codebook.contains("\"walking\"") && codebook.contains("\"strolling\""), "{codebook}");
    assert_eq!(codings(study.path()).len(), 3);
}
