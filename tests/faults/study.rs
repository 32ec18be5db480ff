//! A small study with codings by hand, and what commands leave of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) fn command(study: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_emic"));
    command.env("EMIC_CODER", "ana").current_dir(study).args(arguments);
    command
}

pub(crate) fn run(study: &Path, arguments: &[&str]) -> Output {
    command(study, arguments).output().unwrap()
}

/// Standard output and error of a command that succeeds.
pub(crate) fn done(study: &Path, arguments: &[&str]) -> (String, String) {
    let run = run(study, arguments);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    assert_eq!(run.status.code(), Some(0), "{arguments:?}: {}", text(&run.stderr));
    (text(&run.stdout), text(&run.stderr))
}

/// What a command that fails says.
pub(crate) fn refused(study: &Path, arguments: &[&str]) -> String {
    let run = run(study, arguments);
    let told = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(2), "{arguments:?}: {told}");
    told
}

pub(crate) fn skipped(why: &str) {
    // What a test prints is shown only if it fails; what it writes itself, always.
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

pub(crate) const CODEBOOK: &str = "schema = 1\n\n[codebook]\nid = \"c\"\n\n\
    [[code]]\nid = \"walk\"\nlabel = \"Walking\"\ndefinition = \"On foot.\"\n\n\
    [[code.rule]]\nany = [\"walk*\", \"river\"]\n\n\
    [[code]]\nid = \"stroll\"\nlabel = \"Strolling\"\ndefinition = \"On foot, slowly.\"\n";

pub(crate) fn transcript(name: &str, turns: usize) -> String {
    let mut text = String::new();
    for turn in 0..turns {
        writeln!(text, "I: And what came in week {turn}?").unwrap();
        writeln!(text, "{name}: In week {turn} I walked along the river again.").unwrap();
    }
    text
}

/// A study of three transcripts, with a codebook and three codings by hand.
pub(crate) fn study() -> tempfile::TempDir {
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
pub(crate) fn codings(study: &Path) -> Vec<String> {
    let (out, _) = done(study, &["export", "-f", "jsonl", "-o", "-"]);
    out.lines().map(str::to_owned).collect()
}

/// The files of a folder with their bytes, but for what may be deleted at any time.
pub(crate) fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
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

pub(crate) fn copy(from: &Path, to: &Path) {
    for (path, bytes) in files(from) {
        let target = to.join(path.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, bytes).unwrap();
    }
}

/// The files of a folder, hidden ones and caches too.
pub(crate) fn all_files(folder: &Path) -> Vec<(PathBuf, u64)> {
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
