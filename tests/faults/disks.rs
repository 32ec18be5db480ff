//! Disks that are full or may not be written to.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::study::{codings, copy, done, files, refused, run, skipped, study};

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

/// What may not be read is named, and the rest goes on; what may not be written stays as it is.
#[cfg(unix)]
#[test]
fn a_forbidden_file_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let study = study();
    let forbid = |name: &str, mode: u32| {
        let path = study.path().join(name);
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    forbid("transcripts/P3.txt", 0o000);
    forbid("codings", 0o500);
    forbid("codings/ana.jsonl", 0o400);
    forbid("", 0o500);
    // To whoever may do everything nothing is forbidden: the commands are run by nobody.
    let is_all_powerful = fs::read(study.path().join("transcripts/P3.txt")).is_ok();
    let owner = ["chown", "-R", "65534:65534"];
    let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    let emic = env!("CARGO_BIN_EXE_emic");
    if is_all_powerful {
        Command::new(owner[0]).args(&owner[1..]).arg(study.path()).status().unwrap();
        let tried = Command::new(nobody[0]).args(&nobody[1..]).args([emic, "--version"]).output();
        if !tried.is_ok_and(|tried| tried.status.success()) {
            return skipped("nothing is forbidden to this user, and `setpriv` cannot be used");
        }
    }
    let run = |arguments: &[&str]| {
        let mut command = match is_all_powerful {
            true => {
                let mut command = Command::new(nobody[0]);
                command.args(&nobody[1..]).arg(emic);
                command
            }
            false => Command::new(emic),
        };
        let command = command.env("EMIC_CODER", "ana").current_dir(study.path());
        let ended = command.args(arguments).output().unwrap();
        let told = String::from_utf8(ended.stderr).unwrap();
        (ended.status.code(), String::from_utf8(ended.stdout).unwrap(), told)
    };
    let (code, out, told) = run(&["report", "themes", "-f", "csv"]);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("P3.txt") && told.contains("permission"), "{told}");
    assert!(out.contains("walk") && out.contains(",2,"), "{out}");
    let (code, _, told) = run(&["code", "P1", "--turn", "6", "walk"]);
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("ana.jsonl") && told.contains("permission"), "{told}");
    let (code, _, told) = run(&["report", "themes", "-o", "themes.csv"]);
    assert_eq!(code, Some(2), "{told}");
    assert!(!study.path().join("themes.csv").exists());
    forbid("", 0o700);
    forbid("codings", 0o700);
}
