//! The example studies, worked through as their READMEs say, and the results that are kept of them.
//!
//! The `console` blocks of `examples/NAME/README.md` are run in an empty folder, line by line, and
//! what they leave in `results/` is compared with `examples/NAME/results/`, byte for byte.
//! `EMIC_UPDATE_DOCS=1 cargo test --test examples` writes the folder anew.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise"
)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The lines that a README tells to type.
fn commands(readme: &str) -> Vec<&str> {
    let blocks = readme.split("```console\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap().lines());
    lines.map(|line| line.strip_prefix("$ ").unwrap_or_else(|| panic!("no `$`: {line}"))).collect()
}

/// What a README shows of what the commands write.
fn shown(readme: &str) -> Vec<&str> {
    readme.split("```text\n").skip(1).map(|block| block.split("```").next().unwrap()).collect()
}

/// Runs a command line with `emic` on the path.
fn run(line: &str, folder: &Path) {
    let emic = PathBuf::from(env!("CARGO_BIN_EXE_emic"));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(emic.parent().unwrap().to_owned());
    let path = std::env::join_paths(folders.chain(std::env::split_paths(&path))).unwrap();
    let out = Command::new("sh").args(["-c", line]).env("PATH", path).current_dir(folder).output();
    let out = out.unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "`{line}` ended with {}:\n{said}", out.status);
}

/// The files of a folder and their bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let paths = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    paths.map(|path| (name(&path), fs::read(&path).unwrap())).collect()
}

/// Works through one example.
fn works(name: &str) {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name);
    let readme = fs::read_to_string(example.join("README.md")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut here = folder.path().to_owned();
    let lines = commands(&readme);
    assert_eq!(lines[0], format!("emic init {name} --example {name}"));
    for line in lines {
        match line.strip_prefix("cd ") {
            Some(below) => here.push(below),
            None => run(line, &here),
        }
    }
    let (made, kept) = (files(&here.join("results")), example.join("results"));
    assert!(made.len() > 3, "{name}: {:?}", made.keys());
    for block in shown(&readme) {
        let is_made = made.values().any(|bytes| String::from_utf8_lossy(bytes).contains(block));
        assert!(is_made, "{name}: the README shows what no command wrote:\n{block}");
    }
    if std::env::var_os("EMIC_UPDATE_DOCS").is_some() {
        let _ = fs::remove_dir_all(&kept);
        fs::create_dir(&kept).unwrap();
        for (file, bytes) in &made {
            fs::write(kept.join(file), bytes).unwrap();
        }
        return;
    }
    let kept = files(&kept);
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    let how = "`EMIC_UPDATE_DOCS=1 cargo test --test examples` renews the results";
    assert_eq!(names(&made), names(&kept), "{name}: {how}");
    for (file, bytes) in &made {
        assert!(*bytes == kept[file], "examples/{name}/results/{file} has changed; {how}");
    }
}

#[test]
fn bridge() {
    works("bridge");
}

#[test]
fn creating_connection() {
    works("creating-connection");
}

#[test]
fn everyday_connection() {
    works("everyday-connection");
}

#[test]
fn navigator_journey() {
    works("navigator-journey");
}

#[test]
fn peer_work() {
    works("peer-work");
}
