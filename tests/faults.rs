//! Killed at any moment, on a full or read-only disk, with a damaged index or a clock that runs
//! backwards: nothing saved is lost, nothing is half there.
//!
//! `EMIC_FAULT_ROUNDS=100 cargo test --test faults` kills each command a hundred times; a few times is
//! part of every test. What happens to logs alone is in `durability.rs`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

fn command(study: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_emic"));
    command.env("EMIC_CODER", "ana").current_dir(study).args(arguments);
    command
}

fn run(study: &Path, arguments: &[&str]) -> Output {
    command(study, arguments).output().unwrap()
}

/// Standard output and error of a command that succeeds.
fn done(study: &Path, arguments: &[&str]) -> (String, String) {
    let run = run(study, arguments);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    assert_eq!(run.status.code(), Some(0), "{arguments:?}: {}", text(&run.stderr));
    (text(&run.stdout), text(&run.stderr))
}

/// What a command that fails says.
fn refused(study: &Path, arguments: &[&str]) -> String {
    let run = run(study, arguments);
    let told = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(2), "{arguments:?}: {told}");
    told
}

fn skipped(why: &str) {
    // What a test prints is shown only if it fails; what it writes itself, always.
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

const CODEBOOK: &str = "schema = 1\n\n[codebook]\nid = \"c\"\n\n\
    [[code]]\nid = \"walk\"\nlabel = \"Walking\"\ndefinition = \"On foot.\"\n\n\
    [[code.rule]]\nany = [\"walk*\", \"river\"]\n\n\
    [[code]]\nid = \"stroll\"\nlabel = \"Strolling\"\ndefinition = \"On foot, slowly.\"\n";

fn transcript(name: &str, turns: usize) -> String {
    let mut text = String::new();
    for turn in 0..turns {
        writeln!(text, "I: And what came in week {turn}?").unwrap();
        writeln!(text, "{name}: In week {turn} I walked along the river again.").unwrap();
    }
    text
}

/// A study of three transcripts, with a codebook and three codings by hand.
fn study() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    done(folder.path(), &["init", "."]);
    let _ = fs::remove_dir_all(at("codebooks"));
    for (name, text) in [
        ("codebooks/c.toml", CODEBOOK.to_owned()),
        ("transcripts/P1.txt", transcript("Mara", 20)),
        ("transcripts/P2.txt", transcript("Ines", 20)),
        ("transcripts/P3.txt", transcript("Olu", 20)),
    ] {
        fs::create_dir_all(at(name).parent().unwrap()).unwrap();
        fs::write(at(name), text).unwrap();
    }
    for (transcript, turn, code) in
        [("P1", "2", "walk"), ("P1", "4", "stroll"), ("P2", "6", "walk")]
    {
        done(folder.path(), &["code", transcript, "--turn", turn, code]);
    }
    folder
}

/// All codings by hand.
fn codings(study: &Path) -> Vec<String> {
    let (out, _) = done(study, &["export", "-f", "jsonl", "-o", "-"]);
    out.lines().map(str::to_owned).collect()
}

/// The files of a folder with their bytes, but for what may be deleted at any time.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() && name != ".emic" {
                folders.push(path);
            } else if path.is_file() && !(name.starts_with(".emic-") && name.ends_with(".tmp")) {
                found.insert(path.clone(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Kills a command at moments spread over the time it takes; looks at the study each time.
///
/// A study is copied for each round, so that the command has all its work to do.
fn killed(prepare: &dyn Fn(&Path), arguments: &[&str], look: &dyn Fn(&Path)) {
    let model = study();
    prepare(model.path());
    let copy = || {
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in files(model.path()) {
            let target = folder.path().join(path.strip_prefix(model.path()).unwrap());
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::write(target, bytes).unwrap();
        }
        folder
    };
    let whole = copy();
    let begun = Instant::now();
    done(whole.path(), arguments);
    let takes = begun.elapsed().max(Duration::from_millis(10));
    look(whole.path());
    let rounds = std::env::var("EMIC_FAULT_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    let rounds: u32 = rounds.unwrap_or(6);
    for round in 0..rounds {
        let folder = copy();
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

#[test]
fn killed_while_importing() {
    let table = |study: &Path| {
        let mut table = String::from("transcript,turn,code,coder\n");
        for number in 0..900 {
            writeln!(table, "P{},{},walk,ben{}", number % 3 + 1, number % 40 + 1, number % 7)
                .unwrap();
        }
        fs::write(study.join("c.csv"), table).unwrap();
    };
    killed(&table, &["import", "c.csv"], &|study| assert!(codings(study).len() >= 3));
}

/// A disk of a few hundred kilobytes, for those who may mount one.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn of(folder: &Path, options: &str) -> Option<Self> {
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(folder)
            .stderr(Stdio::null())
            .status();
        mount.is_ok_and(|status| status.success()).then(|| SmallDisk(folder.to_owned()))
    }

    fn make_read_only(&self) -> bool {
        let mount = Command::new("mount").args(["-o", "remount,ro"]).arg(&self.0).status();
        mount.is_ok_and(|status| status.success())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

fn copy(from: &Path, to: &Path) {
    for (path, bytes) in files(from) {
        let target = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    }
}

#[test]
fn a_full_disk_takes_nothing_away() {
    let folder = tempfile::tempdir().unwrap();
    let Some(_disk) = SmallDisk::of(folder.path(), "size=1m") else {
        return skipped("a small disk cannot be mounted here");
    };
    copy(study().path(), folder.path());
    // Every page but a few bytes of the log's last one is taken.
    let mut filler = fs::File::create(folder.path().join("filler")).unwrap();
    while filler.write_all(&[b'x'; 512]).is_ok() {}
    let before = files(folder.path());
    let long = "x".repeat(4000);
    for arguments in [
        &["codebook", "merge", "stroll", "--into", "walk"][..],
        &["code", "P3", "--turn", "2", "walk", "--note", &long],
        &["report", "themes", "-o", "themes.csv"],
        &["add", "codebooks/c.toml", "--as", "plain"],
        &["memo", "new", "On walking", "--text", "x"],
    ] {
        let told = refused(folder.path(), arguments);
        assert!(told.contains("no space left on the disk"), "{arguments:?}: {told}");
        assert!(files(folder.path()) == before, "{arguments:?}");
    }
    // The index is a cache: without room for it, what can be said without it is said.
    assert_eq!(codings(folder.path()).len(), 3);
    done(folder.path(), &["report", "themes"]);
    run(folder.path(), &["search", "river"]);
    assert!(files(folder.path()) == before);
}

#[test]
fn a_read_only_study_can_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = SmallDisk::of(folder.path(), "size=4m") else {
        return skipped("a small disk cannot be mounted here");
    };
    copy(study().path(), folder.path());
    if !disk.make_read_only() {
        return skipped("a disk cannot be made read-only here");
    }
    for arguments in [
        &["status"][..],
        &["check"],
        &["report", "themes"],
        &["apply", "-f", "csv"],
        &["show", "P1"],
        &["log"],
    ] {
        let run = run(folder.path(), arguments);
        let told = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(matches!(run.status.code(), Some(0 | 1)), "{arguments:?}: {told}");
    }
    for arguments in [
        &["code", "P3", "--turn", "2", "walk"][..],
        &["report", "themes", "-o", "themes.csv"],
        &["codebook", "merge", "stroll", "--into", "walk"],
    ] {
        let told = refused(folder.path(), arguments);
        assert!(told.contains("read-only"), "{arguments:?}: {told}");
    }
    let search = run(folder.path(), &["search", "river", "-f", "jsonl"]);
    let told = String::from_utf8_lossy(&search.stderr).into_owned();
    assert!(search.status.code() == Some(0) || told.contains("read-only"), "{told}");
}

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

/// The files of a folder, hidden ones and caches too.
fn all_files(folder: &Path) -> Vec<(PathBuf, u64)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().flatten() {
            match entry.path().is_dir() {
                true => folders.push(entry.path()),
                false => found.push((entry.path(), entry.metadata().unwrap().len())),
            }
        }
    }
    found.sort();
    found
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

/// Every file under `.emic/` emptied, cut, turned to rubbish or removed: the index is made anew.
#[test]
fn a_damaged_index_costs_nothing_but_time() {
    let study = study();
    let found = |told: &str| {
        let (out, _) = done(study.path(), &["search", "river", "-f", "jsonl", "--limit", "0"]);
        assert_eq!(out.lines().count(), 60, "{told}");
    };
    found("at first");
    let parts = all_files(&study.path().join(".emic"));
    assert!(parts.len() > 3, "{parts:?}");
    for (path, length) in &parts {
        for how in ["emptied", "cut", "rubbish", "removed"] {
            let Ok(bytes) = fs::read(path) else { continue };
            match how {
                "emptied" => fs::write(path, "").unwrap(),
                "cut" => fs::write(path, &bytes[..bytes.len() / 2]).unwrap(),
                "rubbish" => fs::write(path, vec![0xA5; *length as usize]).unwrap(),
                _ => fs::remove_file(path).unwrap(),
            }
            found(&format!("{} {how}", path.display()));
        }
    }
    fs::remove_dir_all(study.path().join(".emic")).unwrap();
    fs::write(study.path().join(".emic"), "a file").unwrap();
    run(study.path(), &["search", "river"]);
    assert_eq!(codings(study.path()).len(), 3);
}

/// Cut at any byte, a codebook, a table or the settings are an error with a place, never a loss.
#[test]
fn files_cut_off_are_told() {
    let study = study();
    for name in ["codebooks/c.toml", "emic.toml", "transcripts/P1.txt", "codings/ana.jsonl"] {
        let path = study.path().join(name);
        let whole = fs::read(&path).unwrap();
        for part in 1..6 {
            fs::write(&path, &whole[..whole.len() * part / 6]).unwrap();
            let check = run(study.path(), &["check"]);
            assert!(matches!(check.status.code(), Some(0..=2)), "{name} {part}: {check:?}");
            let themes = run(study.path(), &["report", "themes"]);
            assert!(matches!(themes.status.code(), Some(0..=2)), "{name} {part}: {themes:?}");
        }
        fs::write(&path, whole).unwrap();
    }
    assert_eq!(codings(study.path()).len(), 3);
}
